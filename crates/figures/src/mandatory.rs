//! The complete list of what the standard wants written down, kept as records, reported and looked at at planned
//! intervals, each with where it is here or that it is missing.
use crate::{
    asked::Ask,
    counted::{cell, number},
    documents::mandatory::{self as listed, Found, Source},
    intervals::{Planned, Standing, planned},
    reading::names,
    sheet::{Cell, Figure, FigureDef, Judged, Named, Part, Row, Sheet, Table, column},
};
use gemba_model::{
    Choice,
    check::{Evidence, EvidenceFault},
    planned_interval::Topic,
};
use gemba_vocabulary::{RecordId, Value};
use jiff::{Timestamp, tz::TimeZone};
use std::collections::BTreeMap;

static DOCUMENTS: FigureDef = FigureDef {
    name: "documents_missing",
    label: "Documents missing",
    unit: "",
    definition: "What the standard wants written down (clause 7.5.4 and the clauses named) and of which neither a \
                 published document nor live records were found. None is wanted.",
};
static RECORDS: FigureDef = FigureDef {
    name: "records_missing",
    label: "Records missing",
    unit: "",
    definition: "What the standard wants kept as records and of which there is none yet. What never happened, such as \
                 a dispute, leaves none; then say so where you are asked.",
};
static REPORTS: FigureDef = FigureDef {
    name: "reports_missing",
    label: "Reports missing",
    unit: "",
    definition: "What the standard wants reported, and of which no report was found. What never happened leaves none.",
};
static INTERVALS: FigureDef = FigureDef {
    name: "intervals_not_kept",
    label: "Intervals not set or overdue",
    unit: "",
    definition: "What the standard wants looked at at planned intervals and for which no interval is set, or which is \
                 overdue now. None is wanted.",
};

/// Works out the sheet.
pub fn read(evidence: &dyn Evidence, ask: &Ask) -> Result<Sheet, EvidenceFault> {
    let people = names(evidence, "person", &[])?;
    let of = |part| listed::found_of(evidence, part);
    let (written, kept) = (of(listed::Part::Document)?, of(listed::Part::Record)?);
    let (told, looked) = (of(listed::Part::Report)?, of(listed::Part::Interval)?);
    let zone = &ask.zone;
    Ok(Sheet {
        parts: vec![
            part("Kept as documents", (&DOCUMENTS, Judged::Missed), &written, &people, zone),
            part("Kept as records", (&RECORDS, Judged::Near), &kept, &people, zone),
            part("Reported", (&REPORTS, Judged::Near), &told, &people, zone),
            intervals(evidence, ask, &looked, &people)?,
        ],
    })
}

/// A part of the list. A document that is missing is a gap; a record that is missing may only not have happened yet.
fn part(
    title: &str,
    (def, missing): (&'static FigureDef, Judged),
    found: &[Found],
    people: &BTreeMap<RecordId, Named>,
    zone: &TimeZone,
) -> Part {
    let columns = [
        column("what", "What", ""),
        column("clause", "Clause", ""),
        column("found", "Found", ""),
        column("where", "The first of it", ""),
        column("owner", "Owner", ""),
        column("changed", "Changed last", ""),
    ];
    let day = |at: Option<Timestamp>| {
        at.map_or(Value::None, |at| Value::Date(at.to_zoned(zone.clone()).date())).into()
    };
    let row = |one: &Found| -> Row {
        let judged = match (&one.first, one.is_hidden) {
            (Some(_), _) => Judged::Kept,
            (None, true) => Judged::Not,
            (None, false) => missing,
        };
        vec![
            Cell::from(&*one.item.what),
            Cell::from(&*one.item.clause),
            Cell::from(number(one.count)).judged(judged),
            match &one.first {
                Some(first) => Cell::record(first.clone()),
                None if one.is_hidden => Cell::from("not yours to read"),
                None => Cell::from("missing").judged(missing),
            },
            cell(one.owner.and_then(|id| people.get(&id))),
            day(one.changed_at),
        ]
    };
    let mut table = Table::new("list", "The list", &columns, "There is none.");
    table.rows = found.iter().map(row).collect();
    let gaps = found.iter().filter(|one| one.is_missing());
    let mut rests = Table::new("missing", "Missing", &columns, "Nothing is missing.");
    rests.rows = gaps.map(row).collect();
    let judged = if rests.rows.is_empty() { Judged::Kept } else { missing };
    let mut part = Part::titled(title);
    part.figures = vec![Figure::new(def, number(rests.rows.len())).judged(judged).from(rests)];
    part.tables = vec![table];
    part
}

fn intervals(
    evidence: &dyn Evidence,
    ask: &Ask,
    items: &[Found],
    people: &BTreeMap<RecordId, Named>,
) -> Result<Part, EvidenceFault> {
    let today = evidence.now().to_zoned(ask.zone.clone()).date();
    let planned = planned(evidence, today)?;
    let columns = [
        column("what", "What", ""),
        column("clause", "Clause", ""),
        column("planned", "Planned review", ""),
        column("months", "Interval", "months"),
        column("last", "Last", ""),
        column("next", "Due", ""),
        column("missed", "Not kept so far", ""),
        column("owner", "Owner", ""),
    ];
    let mut table = Table::new("list", "The list", &columns, "There is none.");
    let mut gaps = Table::new("missing", "Not set or overdue", &columns, "Nothing is missing.");
    for item in items {
        let topics = item.item.sources.iter().filter_map(|source| match source {
            Source::Topic(name) => <Topic as Choice>::named(name),
            _ => None,
        });
        let topics: Vec<_> = topics.collect();
        let of: Vec<_> = planned
            .iter()
            .filter(|one| one.topic.is_some_and(|topic| topics.contains(&topic)))
            .collect();
        if of.is_empty() {
            let none = Cell::from("no interval is set").judged(Judged::Missed);
            let (what, clause) = (&*item.item.what, &*item.item.clause);
            let rest = std::iter::repeat_with(Cell::default).take(5);
            let row: Row = [what.into(), clause.into(), none].into_iter().chain(rest).collect();
            gaps.rows.push(row.clone());
            table.rows.push(row);
        }
        for one in of {
            let row = interval(item, one, people);
            if one.standing == Standing::Overdue {
                gaps.rows.push(row.clone());
            }
            table.rows.push(row);
        }
    }
    let judged = if gaps.rows.is_empty() { Judged::Kept } else { Judged::Missed };
    let mut part = Part::titled("Looked at at planned intervals");
    part.figures = vec![Figure::new(&INTERVALS, number(gaps.rows.len())).judged(judged).from(gaps)];
    part.tables = vec![table];
    part.notes
        .push("You set each interval yourselves; once it is set, it has to be kept.".to_owned());
    Ok(part)
}

fn interval(item: &Found, one: &Planned, people: &BTreeMap<RecordId, Named>) -> Row {
    let judged = match one.standing {
        Standing::Kept => Judged::Kept,
        Standing::Soon => Judged::Near,
        Standing::Overdue => Judged::Missed,
    };
    let missed = if one.missed.is_empty() { Judged::Kept } else { Judged::Missed };
    let day = |day: Option<jiff::civil::Date>| Cell::from(day.map_or(Value::None, Value::Date));
    vec![
        Cell::from(&*item.item.what),
        Cell::from(&*item.item.clause),
        Cell::record(one.about.clone()),
        Value::Int(one.months).into(),
        day(one.last),
        day(one.next).judged(judged),
        Cell::from(number(one.missed.len())).judged(missed),
        cell(one.owner.and_then(|id| people.get(&id))),
    ]
}
