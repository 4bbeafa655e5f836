//! Awareness: who has said that they know what they have to know, and who has not.
use crate::{
    asked::Ask,
    reading::list,
    sheet::{Cell, Figure, FigureDef, Judged, Named, Part, Sheet, Table, column},
};
use gemba_model::{
    Record,
    awareness::{is_for, is_ours},
    check::{Evidence, EvidenceFault},
    filter::Filter,
};
use gemba_vocabulary::{RecordId, Value};
use jiff::civil::Date;
use rust_decimal::{Decimal, RoundingStrategy};
use std::collections::BTreeMap;

/// What share of what has to be known is known.
pub static SHARE: FigureDef = FigureDef {
    name: "acknowledged_share",
    label: "Known and confirmed",
    unit: "%",
    definition: "Of all pairs of a person who works here, employed or by contract, and something that they have to \
                 know, the share that the person themself confirmed (clause 7.3). What has to be known are \
                 the editions in force that are to be acknowledged, for those whom they are for, and questions \
                 without a document. The target is 100 %.",
};
/// How many confirmations are missing.
pub static MISSING: FigureDef = FigureDef {
    name: "missing",
    label: "Not confirmed",
    unit: "",
    definition: "How many of these pairs are not confirmed.",
};
/// How many of those are late.
pub static LATE: FigureDef = FigureDef {
    name: "late",
    label: "Late",
    unit: "",
    definition: "How many of these pairs are not confirmed though the day by which the person should have read it is \
                 past. The target is none.",
};
/// What is not asked at all.
pub static TOPICS: FigureDef = FigureDef {
    name: "topics_without",
    label: "Topics that nobody is asked about",
    unit: "",
    definition: "Of the five topics that people have to be aware of (the policy, the objectives, the services that \
                 matter to their work, what they add, what follows if rules are not kept; clause 7.3), those without \
                 any question. The target is none.",
};

/// The topics of the clause, by name and as people read them.
pub const ALL_TOPICS: [(&str, &str); 5] = [
    ("policy", "The policy"),
    ("objectives", "The objectives"),
    ("services", "The services that matter to their work"),
    ("contribution", "What they add, and what better work is good for"),
    ("consequences", "What follows if rules are not kept"),
];

/// Something that one person has to know.
pub struct Pair {
    /// What it is.
    pub what: Named,
    /// Its topic.
    pub topic: String,
    /// Who has to know it.
    pub person: Named,
    /// Whether they work here by contract.
    pub is_contractor: bool,
    /// By which day.
    pub due_on: Option<Date>,
    /// Whether they said that they know it.
    pub is_confirmed: bool,
}

impl Pair {
    fn is_late(&self, today: Date) -> bool {
        !self.is_confirmed && self.due_on.is_some_and(|day| day < today)
    }
}

/// Everything that somebody has to know now.
pub fn pairs(evidence: &dyn Evidence) -> Result<Vec<Pair>, EvidenceFault> {
    let (Some(documents), Some(people)) = (evidence.view("document"), evidence.view("person"))
    else {
        return Ok(Vec::new());
    };
    let person = |record: &Record| {
        let title = people.title(record);
        let named = Named { kind: "person", id: record.id, title };
        (named, people.value(record, "is_contractor").is_yes())
    };
    let mut ours: Vec<Record> = Vec::new();
    evidence.visit("person", &[], &mut |record| {
        if is_ours(&people, record) {
            ours.push(record.clone());
        }
        true
    })?;
    let asked = questions(evidence)?;
    let mut pairs = Vec::new();
    let to_read = [
        Filter::is("state", Value::Text("published".to_owned())),
        Filter::is("to_be_acknowledged", Value::Bool(true)),
    ];
    evidence.visit("document", &to_read, &mut |document| {
        let title = documents.title(document);
        let edition = documents.value(document, "edition").to_text();
        let what = Named {
            kind: "document",
            id: document.id,
            title: format!("{title}, edition {edition}"),
        };
        for one in ours.iter().filter(|one| is_for(&documents, document, &people, one)) {
            let question = asked.iter().find(|(key, ..)| *key == (Some(document.id), one.id));
            let (named, is_contractor) = person(one);
            pairs.push(Pair {
                what: what.clone(),
                topic: documents.value(document, "topic").to_text(),
                person: named,
                is_contractor,
                due_on: question.and_then(|(_, due, ..)| *due),
                is_confirmed: question.is_some_and(|(_, _, is_confirmed, ..)| *is_confirmed),
            });
        }
        true
    })?;
    for ((document, who), due_on, is_confirmed, topic, what) in asked {
        let one = ours.iter().find(|one| one.id == who);
        if let (None, Some((named, is_contractor))) = (document, one.map(person)) {
            pairs.push(Pair { what, topic, person: named, is_contractor, due_on, is_confirmed });
        }
    }
    Ok(pairs)
}

/// A question: of which document and person, until when, whether it was confirmed, its topic, and itself.
type Question = ((Option<RecordId>, RecordId), Option<Date>, bool, String, Named);

fn questions(evidence: &dyn Evidence) -> Result<Vec<Question>, EvidenceFault> {
    list(evidence, "acknowledgement", &[], |read| {
        let key = (read.int("document"), read.int("person")?);
        let is_confirmed = read.state() == "acknowledged";
        (read.state() != "withdrawn")
            .then(|| (key, read.date("due_on"), is_confirmed, read.text("topic"), read.named()))
    })
}

/// The sheet.
pub fn read(evidence: &dyn Evidence, ask: &Ask) -> Result<Sheet, EvidenceFault> {
    let today = evidence.now().to_zoned(ask.zone.clone()).date();
    let mut pairs = pairs(evidence)?;
    if let Some(document) = ask.about {
        pairs.retain(|pair| (pair.what.kind, pair.what.id) == ("document", document));
    }
    let confirmed = pairs.iter().filter(|pair| pair.is_confirmed).count();
    let missing: Vec<_> = pairs.iter().filter(|pair| !pair.is_confirmed).collect();
    let late: Vec<_> = missing.iter().copied().filter(|pair| pair.is_late(today)).collect();
    let judged = |is_kept: bool| if is_kept { Judged::Kept } else { Judged::Missed };
    let share = share(confirmed, pairs.len());
    let mut figures = vec![
        Figure::or_undefined(&SHARE, share, "There is nothing that anybody is asked to know.")
            .judged(if pairs.is_empty() { Judged::Not } else { judged(late.is_empty()) }),
        Figure::new(&MISSING, count(missing.len())).from(listed(
            "missing",
            "Not confirmed",
            &missing,
            today,
        )),
        Figure::new(&LATE, count(late.len()))
            .judged(judged(late.is_empty()))
            .from(listed("late", "Late", &late, today)),
    ];
    if ask.about.is_none() {
        let without =
            ALL_TOPICS.iter().filter(|(name, _)| !pairs.iter().any(|pair| pair.topic == *name));
        let columns = [column("topic", "Topic", "")];
        let mut table = Table::new("without", "Topics", &columns, "Each is asked about.");
        table.rows = without.map(|(_, label)| vec![Cell::from(*label)]).collect();
        let number = table.rows.len();
        figures.push(Figure::new(&TOPICS, count(number)).judged(judged(number == 0)).from(table));
    }
    let mut part = Part::titled("Everybody who works here");
    part.figures = figures;
    part.tables = vec![by_topic(&pairs), by_what(&pairs, today), by_person(&pairs, today)];
    Ok(Sheet { parts: vec![part] })
}

fn share(part: usize, whole: usize) -> Option<Value> {
    let decimal = |number: usize| Decimal::from(u64::try_from(number).unwrap_or(u64::MAX));
    let share = (decimal(part) * Decimal::ONE_HUNDRED).checked_div(decimal(whole))?;
    Some(Value::Decimal(share.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)))
}

fn count(number: usize) -> Value {
    Value::Int(i64::try_from(number).unwrap_or(i64::MAX))
}

fn listed(name: &'static str, label: &'static str, pairs: &[&Pair], today: Date) -> Table {
    let columns = [
        column("person", "Person", ""),
        column("what", "What", ""),
        column("due", "Due", ""),
        column("contract", "By contract", ""),
    ];
    let mut table = Table::new(name, label, &columns, "There is none.");
    table.rows = pairs
        .iter()
        .map(|pair| {
            let tone = if pair.is_late(today) { Judged::Missed } else { Judged::Not };
            vec![
                Cell::record(pair.person.clone()),
                Cell::record(pair.what.clone()),
                Cell::from(pair.due_on.map_or(Value::None, Value::Date)).judged(tone),
                Cell::from(if pair.is_contractor { "yes" } else { "" }),
            ]
        })
        .collect();
    table
}

fn by_topic(pairs: &[Pair]) -> Table {
    let columns = [
        column("topic", "Topic", ""),
        column("asked", "To be known", ""),
        column("confirmed", "Confirmed", ""),
        column("share", "Share", "%"),
    ];
    let mut table = Table::new("topics", "By topic", &columns, "Nobody is asked anything.");
    let others = [("other", "Something else")];
    for (name, label) in ALL_TOPICS.iter().chain(&others) {
        let of: Vec<_> = pairs.iter().filter(|pair| pair.topic == *name).collect();
        let confirmed = of.iter().filter(|pair| pair.is_confirmed).count();
        table.rows.push(vec![
            Cell::from(*label),
            count(of.len()).into(),
            count(confirmed).into(),
            share(confirmed, of.len()).unwrap_or_default().into(),
        ]);
    }
    table
}

fn by_what(pairs: &[Pair], today: Date) -> Table {
    grouped(("documents", "By document", "What"), pairs, today, |pair| &pair.what)
}

fn by_person(pairs: &[Pair], today: Date) -> Table {
    grouped(("people", "By person", "Person"), pairs, today, |pair| &pair.person)
}

fn grouped(
    (name, label, head): (&'static str, &'static str, &'static str),
    pairs: &[Pair],
    today: Date,
    of: impl Fn(&Pair) -> &Named,
) -> Table {
    let columns = [
        column("what", head, ""),
        column("asked", "To be known", ""),
        column("confirmed", "Confirmed", ""),
        column("late", "Late", ""),
    ];
    let mut groups: BTreeMap<Named, Vec<&Pair>> = BTreeMap::new();
    for pair in pairs {
        groups.entry(of(pair).clone()).or_default().push(pair);
    }
    let mut table = Table::new(name, label, &columns, "Nobody is asked anything.");
    for (named, all) in groups {
        let late = all.iter().filter(|pair| pair.is_late(today)).count();
        table.rows.push(vec![
            Cell::record(named),
            count(all.len()).into(),
            count(all.iter().filter(|pair| pair.is_confirmed).count()).into(),
            Cell::from(count(late)).judged(if late > 0 { Judged::Missed } else { Judged::Kept }),
        ]);
    }
    table
}
