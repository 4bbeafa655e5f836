//! Communication: what is planned to be told, what was told, and who hears nothing.
use crate::{
    asked::Ask,
    reading::{Read, in_states, list, names},
    sheet::{Cell, Figure, FigureDef, Judged, Named, Part, Sheet, Table, column},
};
use gemba_model::{
    check::{Evidence, EvidenceFault},
    filter::{Filter, Test},
};
use gemba_vocabulary::{RecordId, Value};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// How many topics are told.
pub static PLANNED: FigureDef = FigureDef {
    name: "topics",
    label: "Topics in use",
    unit: "",
    definition: "How many topics of the plan of communication are in use (clause 7.4).",
};
/// How much was told.
pub static TOLD: FigureDef = FigureDef {
    name: "told",
    label: "Told in the period",
    unit: "",
    definition: "How many communications were told on days of the period.",
};
/// How many topics are late.
pub static OVERDUE: FigureDef = FigureDef {
    name: "topics_overdue",
    label: "Topics overdue",
    unit: "",
    definition: "Topics in use that are told by the calendar and whose day is past: an interval after they were told \
                 last, or the first day. The target is none.",
};
/// How many parties hear nothing.
pub static PARTIES: FigureDef = FigureDef {
    name: "parties_without",
    label: "Parties that nothing is planned for",
    unit: "",
    definition: "Interested parties on record that no topic in use names (clauses 4.2 and 7.4). The target is none.",
};
/// Which sorts of news nobody planned.
pub static SORTS: FigureDef = FigureDef {
    name: "sorts_without",
    label: "Sorts of news without a topic",
    unit: "",
    definition: "Of what is told in every organization that manages services (the policy, the objectives, major \
                 incidents, changes, reports, information security, how a customer and we keep in touch), the sorts \
                 without a topic in use. The target is none.",
};
/// How many topics nobody is there to tell.
pub static VACANT: FigureDef = FigureDef {
    name: "topics_vacant",
    label: "Topics that nobody tells",
    unit: "",
    definition: "Topics in use whose owner is not on record any more. The target is none.",
};

const EXPECTED: [(&str, &str); 7] = [
    ("policy", "The policy"),
    ("objectives", "The objectives"),
    ("major_incidents", "Major incidents"),
    ("changes", "Changes and planned work"),
    ("reports", "How services went"),
    ("security", "Information security"),
    ("relationship", "How a customer and we keep in touch"),
];

struct Topic {
    named: Named,
    sort: String,
    parties: Vec<RecordId>,
    owner: Option<RecordId>,
    trigger: String,
    channel: String,
    audience: String,
    last: Option<Date>,
    next: Option<Date>,
}

impl Topic {
    fn of(read: &Read<'_>) -> Self {
        Self {
            named: read.named(),
            sort: read.text("sort"),
            parties: read.refs("parties"),
            owner: read.int("owner"),
            trigger: read.text("trigger"),
            channel: read.text("channel"),
            audience: read.text("audience"),
            last: read.date("last_sent_on"),
            next: read.date("next_due_on"),
        }
    }

    fn is_overdue(&self, today: Date) -> bool {
        self.next.is_some_and(|day| day < today)
    }
}

/// Something that was told: itself, its day, to whom, by which way, and whether it was planned.
type Told = (Named, Option<Date>, String, String, bool);

/// The sheet.
pub fn read(evidence: &dyn Evidence, ask: &Ask) -> Result<Sheet, EvidenceFault> {
    let today = evidence.now().to_zoned(ask.zone.clone()).date();
    let topics = [in_states(&["in_use"])];
    let topics = list(evidence, "communication_topic", &topics, |one| Some(Topic::of(one)))?;
    let open = Filter::is("open", Value::Bool(true));
    let people = names(evidence, "person", std::slice::from_ref(&open))?;
    let parties = names(evidence, "interested_party", &[open])?;
    let told = told(evidence, ask)?;
    let mut part = Part::titled("What is told");
    part.figures =
        vec![Figure::new(&PLANNED, count(topics.len())), Figure::new(&TOLD, count(told.len()))];
    part.figures.extend(lacking(&topics, &parties, &people, today));
    part.tables = vec![plan(&topics, &people, today), sent(told)];
    Ok(Sheet { parts: vec![part] })
}

/// What was told in the period.
fn told(evidence: &dyn Evidence, ask: &Ask) -> Result<Vec<Told>, EvidenceFault> {
    let test = |test| Filter { field: "sent_on".to_owned(), test };
    let of_period = [
        in_states(&["sent"]),
        test(Test::AtLeast(Value::Date(ask.period.from))),
        test(Test::Less(Value::Date(ask.period.until))),
    ];
    list(evidence, "communication", &of_period, |one| {
        let is_planned = one.int("topic").is_some();
        Some((
            one.named(),
            one.date("sent_on"),
            one.text("audience"),
            one.text("channel"),
            is_planned,
        ))
    })
}

/// What should be none: late topics, parties and sorts of news that nothing is planned for, topics that nobody tells.
fn lacking(
    topics: &[Topic],
    parties: &BTreeMap<RecordId, Named>,
    people: &BTreeMap<RecordId, Named>,
    today: Date,
) -> Vec<Figure> {
    let zero = |def, (name, label, head), cells: Vec<Cell>| {
        let mut table = Table::new(name, label, &[column("what", head, "")], "There is none.");
        table.rows = cells.into_iter().map(|cell| vec![cell]).collect();
        let judged = if table.rows.is_empty() { Judged::Kept } else { Judged::Missed };
        Figure::new(def, count(table.rows.len())).judged(judged).from(table)
    };
    let of = |taken: &dyn Fn(&Topic) -> bool| {
        topics.iter().filter(|one| taken(one)).map(|one| Cell::record(one.named.clone())).collect()
    };
    let named: BTreeSet<_> = topics.iter().flat_map(|topic| &topic.parties).copied().collect();
    let without = parties.iter().filter(|(id, _)| !named.contains(id));
    let without = without.map(|(_, one)| Cell::record(one.clone())).collect();
    let sorts = EXPECTED.iter().filter(|(name, _)| !topics.iter().any(|topic| topic.sort == *name));
    let sorts = sorts.map(|(_, label)| Cell::from(*label)).collect();
    let is_vacant = |topic: &Topic| topic.owner.is_none_or(|owner| !people.contains_key(&owner));
    vec![
        zero(&OVERDUE, ("overdue", "Overdue", "Topic"), of(&|topic| topic.is_overdue(today))),
        zero(&PARTIES, ("parties", "Parties", "Party"), without),
        zero(&SORTS, ("sorts", "Sorts of news", "Sort"), sorts),
        zero(&VACANT, ("vacant", "Topics", "Topic"), of(&is_vacant)),
    ]
}

fn plan(topics: &[Topic], people: &BTreeMap<RecordId, Named>, today: Date) -> Table {
    let columns = [
        column("topic", "Topic", ""),
        column("audience", "To whom", ""),
        column("trigger", "At which event", ""),
        column("channel", "By which way", ""),
        column("owner", "Who", ""),
        column("last", "Last told", ""),
        column("next", "Next", ""),
    ];
    let mut plan = Table::new("plan", "Plan of communication", &columns, "Nothing is planned.");
    for topic in topics {
        let owner = topic.owner.and_then(|id| people.get(&id).cloned());
        let tone = if topic.is_overdue(today) { Judged::Missed } else { Judged::Not };
        plan.rows.push(vec![
            Cell::record(topic.named.clone()),
            Cell::from(&*topic.audience),
            Cell::from(&*topic.trigger),
            Cell::from(&*topic.channel),
            owner.map_or_else(Cell::default, Cell::record),
            day(topic.last),
            day(topic.next).judged(tone),
        ]);
    }
    plan
}

fn sent(told: Vec<Told>) -> Table {
    let columns = [
        column("what", "What", ""),
        column("on", "On", ""),
        column("audience", "To whom", ""),
        column("channel", "By which way", ""),
        column("planned", "Planned", ""),
    ];
    let mut sent = Table::new("told", "Told in the period", &columns, "Nothing was told.");
    for (named, on, audience, channel, is_planned) in told {
        sent.rows.push(vec![
            Cell::record(named),
            day(on),
            Cell::from(&*audience),
            Cell::from(&*channel),
            Cell::from(if is_planned { "yes" } else { "" }),
        ]);
    }
    sent
}

fn day(day: Option<Date>) -> Cell {
    Cell::from(day.map_or(Value::None, Value::Date))
}

fn count(number: usize) -> Value {
    Value::Int(i64::try_from(number).unwrap_or(i64::MAX))
}
