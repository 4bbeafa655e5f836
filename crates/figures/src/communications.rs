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
use std::collections::BTreeSet;

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
}

/// The sheet.
pub fn read(evidence: &dyn Evidence, ask: &Ask) -> Result<Sheet, EvidenceFault> {
    let today = evidence.now().to_zoned(ask.zone.clone()).date();
    let topics = list(evidence, "communication_topic", &[in_states(&["in_use"])], |one| {
        Some(Topic::of(one))
    })?;
    let open = Filter::is("open", Value::Bool(true));
    let people = names(evidence, "person", std::slice::from_ref(&open))?;
    let parties = names(evidence, "interested_party", &[open])?;
    let test = |test| Filter { field: "sent_on".to_owned(), test };
    let of_period = [
        in_states(&["sent"]),
        test(Test::AtLeast(Value::Date(ask.period.from))),
        test(Test::Less(Value::Date(ask.period.until))),
    ];
    let told = list(evidence, "communication", &of_period, |one| {
        Some((
            one.named(),
            one.date("sent_on"),
            one.text("audience"),
            one.text("channel"),
            one.int("topic"),
        ))
    })?;
    let is_overdue = |topic: &&Topic| topic.next.is_some_and(|day| day < today);
    let named: BTreeSet<_> = topics.iter().flat_map(|topic| &topic.parties).copied().collect();
    let zero = |def, table: Table| {
        let number = table.rows.len();
        let judged = if number == 0 { Judged::Kept } else { Judged::Missed };
        Figure::new(def, count(number)).judged(judged).from(table)
    };
    let plain = |name, label, head, rows: Vec<Cell>| {
        let mut table = Table::new(name, label, &[column("what", head, "")], "There is none.");
        table.rows = rows.into_iter().map(|cell| vec![cell]).collect();
        table
    };
    let without = parties.into_iter().filter(|(id, _)| !named.contains(id));
    let sorts = EXPECTED.iter().filter(|(name, _)| !topics.iter().any(|topic| topic.sort == *name));
    let vacant =
        topics.iter().filter(|topic| topic.owner.is_none_or(|owner| !people.contains_key(&owner)));
    let mut part = Part::titled("What is told");
    part.figures = vec![
        Figure::new(&PLANNED, count(topics.len())),
        Figure::new(&TOLD, count(told.len())),
        zero(
            &OVERDUE,
            plain(
                "overdue",
                "Overdue",
                "Topic",
                topics
                    .iter()
                    .filter(is_overdue)
                    .map(|one| Cell::record(one.named.clone()))
                    .collect(),
            ),
        ),
        zero(
            &PARTIES,
            plain(
                "parties",
                "Parties",
                "Party",
                without.map(|(_, one)| Cell::record(one)).collect(),
            ),
        ),
        zero(
            &SORTS,
            plain(
                "sorts",
                "Sorts of news",
                "Sort",
                sorts.map(|(_, label)| Cell::from(*label)).collect(),
            ),
        ),
        zero(
            &VACANT,
            plain(
                "vacant",
                "Topics",
                "Topic",
                vacant.map(|one| Cell::record(one.named.clone())).collect(),
            ),
        ),
    ];
    let mut plan = Table::new(
        "plan",
        "Plan of communication",
        &[
            column("topic", "Topic", ""),
            column("audience", "To whom", ""),
            column("trigger", "At which event", ""),
            column("channel", "By which way", ""),
            column("owner", "Who", ""),
            column("last", "Last told", ""),
            column("next", "Next", ""),
        ],
        "Nothing is planned.",
    );
    plan.rows = topics
        .iter()
        .map(|topic| {
            let owner = topic.owner.and_then(|id| people.get(&id).cloned());
            let day = |day: Option<Date>| Cell::from(day.map_or(Value::None, Value::Date));
            let tone = if is_overdue(&topic) { Judged::Missed } else { Judged::Not };
            vec![
                Cell::record(topic.named.clone()),
                Cell::from(&*topic.audience),
                Cell::from(&*topic.trigger),
                Cell::from(&*topic.channel),
                owner.map_or_else(Cell::default, Cell::record),
                day(topic.last),
                day(topic.next).judged(tone),
            ]
        })
        .collect();
    let heads = [
        column("what", "What", ""),
        column("on", "On", ""),
        column("audience", "To whom", ""),
        column("channel", "By which way", ""),
        column("planned", "Planned", ""),
    ];
    let mut sent = Table::new("told", "Told in the period", &heads, "Nothing was told.");
    sent.rows = told
        .into_iter()
        .map(|(named, on, audience, channel, topic)| {
            vec![
                Cell::record(named),
                Cell::from(on.map_or(Value::None, Value::Date)),
                Cell::from(&*audience),
                Cell::from(&*channel),
                Cell::from(if topic.is_some() { "yes" } else { "" }),
            ]
        })
        .collect();
    part.tables = vec![plan, sent];
    Ok(Sheet { parts: vec![part] })
}

fn count(number: usize) -> Value {
    Value::Int(i64::try_from(number).unwrap_or(i64::MAX))
}
