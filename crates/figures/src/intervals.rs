//! Planned intervals: what has to be looked at again and again, when it was, and when it is due.
use crate::{
    asked::Ask,
    counting::whole,
    reading::{Read, in_states, list, names},
    sheet::{Cell, Figure, FigureDef, Judged, Named, Part, Row, Sheet, Table, column},
};
use gemba_model::{
    Choice,
    check::{Evidence, EvidenceFault},
    filter::Filter,
    planned_interval::{Missed, Proof, TOPICS, Topic, TopicDef, missed, next_due},
};
use gemba_vocabulary::{RecordId, Value};
use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};
use std::collections::BTreeMap;

static UNSET: FigureDef = FigureDef {
    name: "topics_without_interval",
    label: "Topics without an interval",
    unit: "",
    definition: "Topics that the standard wants looked at at planned intervals, and for which no interval is set. None \
                 is wanted.",
};
static OVERDUE: FigureDef = FigureDef {
    name: "intervals_overdue",
    label: "Overdue now",
    unit: "",
    definition: "Planned reviews that are due and were not done, the days of grace counted. None is wanted.",
};
static SOON: FigureDef = FigureDef {
    name: "intervals_due_soon",
    label: "Due soon",
    unit: "",
    definition: "Planned reviews whose owner is being reminded: they are due within the days set for that.",
};
static BROKEN: FigureDef = FigureDef {
    name: "intervals_missed",
    label: "Intervals not kept",
    unit: "",
    definition: "Each interval since it was planned that was not kept, the days of grace counted: one that was missed \
                 once stays missed, however well it went later (definition REV-1). None is wanted.",
};

/// How a planned review stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is not due for a while.
    Kept,
    /// It is due within the days of the reminder.
    Soon,
    /// It is due and was not done.
    Overdue,
}

/// A planned review with what the records say of it.
#[derive(Clone, Debug)]
pub struct Planned {
    /// The planned review.
    pub about: Named,
    /// Its topic, if it has one.
    pub topic: Option<Topic>,
    /// The months from one time to the next.
    pub months: i64,
    /// Who sees to it.
    pub owner: Option<RecordId>,
    /// The day on which it was done last.
    pub last: Option<Date>,
    /// The record that shows it, if it was not only said by hand.
    pub by: Option<Named>,
    /// The day by which it is due.
    pub next: Option<Date>,
    /// How it stands.
    pub standing: Standing,
    /// Each interval that was not kept.
    pub missed: Vec<Missed>,
}

const REMIND_DAYS: i64 = 14;

/// The days on which a topic was done, as the records show it, with the record that shows each.
pub fn done(evidence: &dyn Evidence, def: &TopicDef) -> Result<Vec<(Date, Named)>, EvidenceFault> {
    let mut all = Vec::new();
    for proof in def.proofs {
        for (days, named) in proofs(evidence, proof)? {
            all.extend(days.into_iter().map(|day| (day, named.clone())));
        }
    }
    all.sort();
    Ok(all)
}

fn proofs(
    evidence: &dyn Evidence,
    proof: &Proof,
) -> Result<Vec<(Vec<Date>, Named)>, EvidenceFault> {
    let states: Vec<Filter> =
        if proof.states.is_empty() { vec![] } else { vec![in_states(proof.states)] };
    list(evidence, proof.kind, &states, |read| {
        let fits = proof.with.is_none_or(|(field, value)| match value {
            Some(value) => read.text(field) == value,
            None => !read.value(field).is_none(),
        });
        fits.then(|| (days_of(read.value(proof.on)), read.named()))
    })
}

/// The days that a value tells: itself, or the `at` of each of its rows.
pub fn days_of(value: &Value) -> Vec<Date> {
    let day = |at: Timestamp| at.to_zoned(TimeZone::UTC).date();
    match value {
        Value::Date(day) => vec![*day],
        Value::Instant(at) => vec![day(*at)],
        Value::Struct(rows) => {
            let rows = rows.as_array().into_iter().flatten();
            rows.filter_map(|row| Some(day(row.get("at")?.as_str()?.parse().ok()?))).collect()
        }
        _ => Vec::new(),
    }
}

/// Every planned review that runs, with what the records say of it.
pub fn planned(evidence: &dyn Evidence, today: Date) -> Result<Vec<Planned>, EvidenceFault> {
    let mut known = BTreeMap::new();
    for def in TOPICS {
        known.insert(def.topic, done(evidence, def)?);
    }
    list(evidence, "planned_review", &[in_states(&["planned"])], |read| one(read, &known, today))
}

fn one(
    read: &Read<'_>,
    known: &BTreeMap<Topic, Vec<(Date, Named)>>,
    today: Date,
) -> Option<Planned> {
    let months = read.int("interval_months")?;
    let grace = read.int("grace_days").unwrap_or_default();
    let topic = <Topic as Choice>::named(&read.text("topic"));
    let shown = topic.and_then(|topic| known.get(&topic)).map_or(&[][..], Vec::as_slice);
    let by_hand = read.date("last_held_on");
    let days: Vec<Date> = shown.iter().map(|(day, _)| *day).chain(by_hand).collect();
    let last = days.iter().copied().filter(|day| *day <= today).max();
    let by = shown.iter().rfind(|(day, _)| Some(*day) == last).map(|(_, named)| named.clone());
    let since = read.record.created_at.to_zoned(TimeZone::UTC).date();
    let next = next_due(last.unwrap_or(since), months);
    let remind = read.int("remind_days").unwrap_or(REMIND_DAYS);
    let standing = match next {
        Some(next) if next.saturating_add(grace.days()) < today => Standing::Overdue,
        Some(next) if next.saturating_sub(remind.days()) <= today => Standing::Soon,
        _ => Standing::Kept,
    };
    Some(Planned {
        about: read.named(),
        topic,
        months,
        owner: read.int("owner"),
        last,
        by,
        next,
        standing,
        missed: missed(since, months, grace, &days, today),
    })
}

/// The sheet.
pub fn read(evidence: &dyn Evidence, ask: &Ask) -> Result<Sheet, EvidenceFault> {
    let today = evidence.now().to_zoned(ask.zone.clone()).date();
    let all = planned(evidence, today)?;
    let people = names(evidence, "person", &[])?;
    let of = |topic: Topic| all.iter().filter(move |one| one.topic == Some(topic));
    let mut topics = Table::new("topics", "What has to be looked at", &COLUMNS, "There is none.");
    let mut unset =
        Table::new("topics", "Topics", &[column("topic", "Topic", "")], "Each has one.");
    for def in TOPICS {
        let done = done(evidence, def)?;
        let last = done.iter().rfind(|(day, _)| *day <= today);
        if of(def.topic).next().is_none() {
            unset.rows.push(vec![def.topic.label().into()]);
            topics.rows.push(row_without(def, last));
        }
        topics.rows.extend(of(def.topic).map(|one| row(Some(def), one, &people)));
    }
    let other = all.iter().filter(|one| one.topic.and_then(Topic::def).is_none());
    topics.rows.extend(other.map(|one| row(None, one, &people)));
    let count = |standing: Standing| {
        let of = all.iter().filter(|one| one.standing == standing);
        let table = Table::new("reviews", "Planned reviews", &COLUMNS, "There is none.");
        of.fold(table, |table, one| table.row(row(one.topic.and_then(Topic::def), one, &people)))
    };
    let broken = broken(&all);
    let figure = |def, table: Table| Figure::new(def, whole(table.rows.len())).from(table);
    let mut part = Part::titled("All planned intervals");
    part.figures = vec![
        none_wanted(figure(&UNSET, unset)),
        none_wanted(figure(&OVERDUE, count(Standing::Overdue))),
        figure(&SOON, count(Standing::Soon)),
        none_wanted(figure(&BROKEN, broken.clone())),
    ];
    part.tables = vec![topics, broken];
    part.notes.push(
        "The last time is taken from the records that show it, or from the planned review where somebody recorded it \
         by hand; the later day counts."
            .to_owned(),
    );
    Ok(Sheet { parts: vec![part] })
}

const COLUMNS: [crate::sheet::Column; 8] = [
    column("topic", "Topic", ""),
    column("clause", "Clause", ""),
    column("review", "Planned review", ""),
    column("months", "Every", "months"),
    column("last", "Last time", ""),
    column("by", "Shown by", ""),
    column("next", "Due", ""),
    column("owner", "Owner", ""),
];

fn none_wanted(figure: Figure) -> Figure {
    let is_none = figure.value == Value::Int(0);
    figure.judged(if is_none { Judged::Kept } else { Judged::Missed })
}

fn date(day: Option<Date>) -> Cell {
    day.map_or(Value::None, Value::Date).into()
}

fn row(def: Option<&TopicDef>, one: &Planned, people: &BTreeMap<RecordId, Named>) -> Row {
    let judged = match one.standing {
        Standing::Kept => Judged::Kept,
        Standing::Soon => Judged::Near,
        Standing::Overdue => Judged::Missed,
    };
    let owner = one.owner.and_then(|id| people.get(&id).cloned());
    let by = one.by.clone().map(Cell::record);
    let said = || one.last.map_or_else(Cell::default, |_| Cell::from("Said by hand"));
    vec![
        def.map_or("Something else", |def| def.topic.label()).into(),
        def.map_or("", |def| def.clause).into(),
        Cell::record(one.about.clone()),
        Value::Int(one.months).into(),
        date(one.last),
        by.unwrap_or_else(said),
        date(one.next).judged(judged),
        owner.map_or_else(Cell::default, Cell::record),
    ]
}

fn row_without(def: &TopicDef, last: Option<&(Date, Named)>) -> Row {
    vec![
        def.topic.label().into(),
        def.clause.into(),
        Cell::from("No interval is set").judged(Judged::Missed),
        Cell::default(),
        date(last.map(|(day, _)| *day)),
        last.map_or_else(Cell::default, |(_, by)| Cell::record(by.clone())),
        Cell::default(),
        Cell::default(),
    ]
}

/// Each interval that was not kept.
fn broken(all: &[Planned]) -> Table {
    let columns = [
        column("review", "Planned review", ""),
        column("due", "Was due", ""),
        column("done", "Done", ""),
    ];
    let mut table =
        Table::new("missed", "Intervals that were not kept", &columns, "Each was kept.");
    for one in all {
        table.rows.extend(one.missed.iter().map(|missed| {
            let done =
                missed.done.map_or_else(|| Cell::from("Not yet"), |day| Value::Date(day).into());
            vec![
                Cell::record(one.about.clone()),
                date(Some(missed.due)),
                done.judged(Judged::Missed),
            ]
        }));
    }
    table
}
