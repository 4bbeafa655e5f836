//! Objectives: how far each is, what hangs on it, and what nobody does anything about.
use crate::{
    asked::Ask,
    counted::{cell, none_wanted, number, records},
    reading::{list, names},
    sheet::{Cell, Chart, Figure, Judged, Named, Part, Point, Sheet, Sort, Table, column},
};
use gemba_model::check::{Evidence, EvidenceFault};
use gemba_vocabulary::{RecordId, Value};
use jiff::civil::Date;
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

mod defs;
mod tree;
use defs::{COURSE, OPEN, OVERDUE, STALE, UNMEASURED, UNSUPPORTED, UNTOLD};
pub use tree::{Branch, Goal, Measured, Objective, Piece, branches};

/// How an objective is judged by its course.
pub fn judged(course: &str) -> Judged {
    match course {
        "reached" | "on_track" => Judged::Kept,
        "at_risk" => Judged::Near,
        "off_track" => Judged::Missed,
        _ => Judged::Not,
    }
}

/// Works out the sheet.
pub fn read(evidence: &dyn Evidence, ask: &Ask) -> Result<Sheet, EvidenceFault> {
    let today = evidence.now().to_zoned(ask.zone.clone()).date();
    let mut all = tree::objectives(evidence)?;
    if let Some(id) = ask.about {
        all.retain(|one| one.named.id == id);
    }
    let mut part = match all.first().filter(|_| ask.about.is_some()) {
        Some(one) => Part::about(one.named.clone()),
        None => Part::titled("All objectives"),
    };
    part.figures = figures(&all, today);
    if ask.about.is_none() {
        part.figures.push(unsupported(evidence, &all)?);
    }
    let people = names(evidence, "person", &[])?;
    part.tables.push(table(&all, &people, today));
    part.tables.push(work(&all, today));
    part.charts = charts(evidence, &all)?;
    part.notes.push(
        "The share that is done is held against the share of the time that is gone: at least as much is on track, at \
         least half of it is at risk, and less is off track. The page “Tree of objectives” draws the same."
            .to_owned(),
    );
    Ok(Sheet { parts: vec![part] })
}

fn words(one: &Objective) -> String {
    one.state.replace('_', " ")
}

fn figures(all: &[Objective], today: Date) -> Vec<Figure> {
    let live = || all.iter().filter(|one| one.is_live());
    let told = |found: Vec<&Objective>| -> Vec<(Named, String)> {
        found.iter().map(|one| (one.named.clone(), words(one))).collect()
    };
    let counted = |def, found: Vec<&Objective>, empty| {
        let found = told(found);
        records(def, found.iter().map(|(named, word)| (named, word.clone())), empty)
    };
    let off = live().filter(|one| matches!(judged(&one.course), Judged::Near | Judged::Missed));
    let stale = live().filter(|one| {
        one.state == "pursued" && one.next_evaluation_on.is_none_or(|day| day < today)
    });
    let unmeasured = live().filter(|one| one.measures.is_empty());
    let untold = live().filter(|one| one.told == 0);
    let overdue: usize = live().map(|one| one.late(today)).sum();
    vec![
        counted(&OPEN, live().collect(), "No objective is agreed."),
        none_wanted(counted(&COURSE, off.collect(), "Each is on track, or was not evaluated yet.")),
        none_wanted(counted(&STALE, stale.collect(), "Each was evaluated in time.")),
        none_wanted(counted(&UNMEASURED, unmeasured.collect(), "Each has a measure.")),
        none_wanted(counted(&UNTOLD, untold.collect(), "Those concerned were told of each.")),
        none_wanted(Figure::new(&OVERDUE, number(overdue)).from(work(all, today))),
    ]
}

/// Obligations that apply and service requirements that are approved, which no objective takes into account.
fn unsupported(evidence: &dyn Evidence, all: &[Objective]) -> Result<Figure, EvidenceFault> {
    let live = || all.iter().filter(|one| one.is_live());
    let obligations: BTreeSet<_> = live().flat_map(|one| &one.obligations).copied().collect();
    let requirements: BTreeSet<_> = live().flat_map(|one| &one.requirements).copied().collect();
    let applies = crate::reading::in_states(&["applies"]);
    let approved = crate::reading::in_states(&["approved"]);
    let mut open = names(evidence, "obligation", &[applies])?;
    open.retain(|id, _| !obligations.contains(id));
    let mut required = names(evidence, "service_requirement", &[approved])?;
    required.retain(|id, _| !requirements.contains(id));
    let told = open.values().map(|one| (one, "obligation".to_owned()));
    let told = told.chain(required.values().map(|one| (one, "service requirement".to_owned())));
    Ok(records(&UNSUPPORTED, told, "An objective takes each into account."))
}

fn amount(value: Option<Decimal>) -> Cell {
    value.map_or(Value::None, Value::Decimal).into()
}

fn table(all: &[Objective], people: &BTreeMap<RecordId, Named>, today: Date) -> Table {
    let columns = [
        column("objective", "Objective", ""),
        column("level", "Level", ""),
        column("owner", "Owner", ""),
        column("policy", "Serves the statement", ""),
        column("baseline", "From", ""),
        column("target", "To", ""),
        column("actual", "Now", ""),
        column("unit", "Unit", ""),
        column("attainment", "Done", "%"),
        column("course", "Course", ""),
        column("due", "Due", ""),
        column("state", "State", ""),
    ];
    let mut table = Table::new("objectives", "Objectives", &columns, "No objective is on record.");
    for one in all {
        let is_late = one.is_live() && one.due.is_some_and(|day| day < today);
        let day = Cell::from(one.due.map_or(Value::None, Value::Date));
        table.rows.push(vec![
            Cell::record(one.named.clone()),
            one.level.as_str().into(),
            cell(one.owner.and_then(|id| people.get(&id))),
            cell(one.policy.as_ref()),
            amount(one.baseline),
            amount(one.target),
            amount(one.actual),
            one.unit.as_str().into(),
            amount(one.attainment),
            Cell::from(&*one.course.replace('_', " ")).judged(judged(&one.course)),
            day.judged(if is_late { Judged::Missed } else { Judged::Not }),
            words(one).as_str().into(),
        ]);
    }
    table
}

/// The pieces of work of every objective that is under way.
fn work(all: &[Objective], today: Date) -> Table {
    let columns = [
        column("objective", "Objective", ""),
        column("what", "What is done", ""),
        column("who", "Who", ""),
        column("due", "Due", ""),
        column("progress", "How far", ""),
    ];
    let mut table = Table::new("actions", "What is done for them", &columns, "Nothing is planned.");
    for one in all.iter().filter(|one| one.is_live()) {
        for action in &one.actions {
            let due = Cell::from(action.due.map_or(Value::None, Value::Date));
            let judged = if action.is_late(today) { Judged::Missed } else { Judged::Not };
            table.rows.push(vec![
                Cell::record(one.named.clone()),
                action.what.as_str().into(),
                action.who.as_str().into(),
                due.judged(judged),
                action.progress.as_str().into(),
            ]);
        }
    }
    table
}

/// A line through the evaluations of each objective that has two at least, with its target across.
fn charts(evidence: &dyn Evidence, all: &[Objective]) -> Result<Vec<Chart>, EvidenceFault> {
    let recorded = crate::reading::in_states(&["recorded"]);
    let mut points = BTreeMap::<RecordId, Vec<(Date, Decimal)>>::new();
    let found = list(evidence, "objective_evaluation", &[recorded], |read| {
        Some((read.int("objective")?, read.date("until")?, read.decimal("actual")?))
    })?;
    for (objective, day, actual) in found {
        points.entry(objective).or_default().push((day, actual));
    }
    let chart = |one: &Objective| {
        let mut points = points.remove(&one.named.id)?;
        points.sort_unstable();
        let points: Vec<_> = points
            .into_iter()
            .map(|(day, value)| Point {
                label: day.to_string(),
                value: Some(value),
                is_open: false,
            })
            .collect();
        let lines = one.target.map(|target| ("Target".to_owned(), target)).into_iter().collect();
        let unit = if one.unit == "%" { "%" } else { "" };
        let label = one.named.title.clone();
        let chart = Chart { name: "evaluations", label, unit, sort: Sort::Plain, points, lines };
        (chart.points.len() > 1).then_some(chart)
    };
    Ok(all.iter().filter_map(chart).collect())
}
