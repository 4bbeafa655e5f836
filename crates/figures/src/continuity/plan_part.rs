//! The part of the sheet about one plan: when it is tried out, and what was measured.
use super::{Known, Plan, defs, events::Event};
use crate::sheet::{
    Cell, Chart, Figure, FigureDef, Judged, Named, Part, Point, Sort, Table, column,
};
use gemba_vocabulary::Value;
use rust_decimal::Decimal;

const NOBODY_MEASURED: &str = "No test or invocation of this plan was measured.";

/// The part about one plan.
pub(super) fn part(known: &Known, plan: &Plan) -> Part {
    let mut part = Part::about(plan.named.clone());
    let of = |event: &&Event| event.plan == Some(plan.named.id);
    let mut events: Vec<&Event> = known.tests.iter().chain(&known.invocations).filter(of).collect();
    events.sort_by_key(|event| event.on);
    part.figures = due(known, plan);
    let measured: Vec<&Event> = events.iter().copied().filter(|one| one.is_measured()).collect();
    part.figures.extend(recovery(known, measured.last().copied()));
    part.tables.push(table(known, &events));
    part.charts.extend(chart(known, plan, &measured));
    if plan.replaced {
        part.notes.push("Another plan took its place.".to_owned());
    }
    if plan.state == "draft" {
        part.notes.push("It is a draft and not in force.".to_owned());
    }
    part
}

fn due(known: &Known, plan: &Plan) -> Vec<Figure> {
    let Some(standing) = known.standings.get(&plan.named.id) else { return Vec::new() };
    let yes = |yes| Value::Bool(yes);
    // What is not in force is held against nothing.
    let missed = |yes| match (plan.is_in_force(), yes) {
        (false, _) => Judged::Not,
        (true, true) => Judged::Missed,
        (true, false) => Judged::Kept,
    };
    let calendar = standing.retest.calendar_due;
    let exceptions: Vec<(Option<Named>, String)> = standing
        .changed
        .filter(|_| standing.retest.after_change)
        .map(|(id, on)| {
            let change = known.changes.get(&id).cloned();
            (change, format!("It was done on {on}, after the last test."))
        })
        .into_iter()
        .collect();
    let late = calendar.is_some_and(|due| due < known.today);
    let judged_due = if calendar.is_some() { missed(late) } else { Judged::Not };
    vec![
        Figure::or_undefined(&defs::DUE, calendar.map(Value::Date), "It was never tried out.")
            .judged(judged_due),
        Figure::new(&defs::AFTER_CHANGE, yes(standing.retest.after_change))
            .judged(missed(standing.retest.after_change))
            .except(exceptions.clone()),
        Figure::new(&defs::MISSING, yes(standing.is_missing))
            .judged(missed(standing.is_missing))
            .except(exceptions),
    ]
}

fn recovery(known: &Known, last: Option<&Event>) -> Vec<Figure> {
    let required = last.and_then(|event| known.requirements.get(&event.requirement?));
    let judged = |minutes: Option<i64>, most: Option<i64>| match minutes.zip(most) {
        None => Judged::Not,
        Some((minutes, most)) if minutes <= most => Judged::Kept,
        Some(_) => Judged::Missed,
    };
    let [from_disruption, from_declaration, loss] = last.map_or([None; 3], |event| event.minutes);
    let rests_on = last.map(|event| table(known, &[event]));
    let minutes = |def: &'static FigureDef, minutes: Option<i64>, most: Option<i64>| {
        let figure = Figure::or_undefined(def, minutes.map(Value::Int), NOBODY_MEASURED);
        let figure = figure.judged(judged(minutes, most));
        rests_on.clone().into_iter().fold(figure, Figure::from)
    };
    let (rto, rpo) = required.map_or((None, None), |one| (one.rto, one.rpo));
    let met = last.map(|event| event.rto_met.clone()).filter(|met| !met.is_none());
    let judged_met = match &met {
        Some(met) if met.is_yes() => Judged::Kept,
        Some(_) => Judged::Missed,
        None => Judged::Not,
    };
    let why = "It was not measured, or it names no requirement.";
    vec![
        minutes(&defs::RECOVERY, from_disruption, rto),
        minutes(&defs::DECLARED, from_declaration, rto),
        Figure::or_undefined(&defs::RTO_MET, met, why).judged(judged_met),
        minutes(&defs::LOSS, loss, rpo),
    ]
}

/// Tests and invocations beside what was required.
pub(super) fn table(known: &Known, events: &[&Event]) -> Table {
    let columns = [
        column("event", "Test or invocation", ""),
        column("on", "Day", ""),
        column("recovery", "From disruption", "min"),
        column("declared", "From declaration", "min"),
        column("rto", "RTO", "min"),
        column("clock_starts", "Counted from", ""),
        column("loss", "Data loss", "min"),
        column("rpo", "RPO", "min"),
        column("verdict", "Verdict", ""),
        column("state", "State", ""),
    ];
    let empty = "Nothing was tried out or invoked.";
    let mut table = Table::new("events", "Tests and invocations", &columns, empty);
    let number = |number: Option<i64>| Cell::from(number.map(Value::Int).unwrap_or_default());
    let judged = |met: &Value| match met {
        Value::Bool(true) => Judged::Kept,
        Value::Bool(false) => Judged::Missed,
        _ => Judged::Not,
    };
    for event in events {
        let required = event.requirement.and_then(|id| known.requirements.get(&id));
        let [recovery, declared, loss] = event.minutes;
        let starts = required.map_or("", |one| &*one.clock_starts);
        let from_declaration = starts == "declaration";
        let (recovery, declared) = (number(recovery), number(declared));
        let (recovery, declared) = if from_declaration {
            (recovery, declared.judged(judged(&event.rto_met)))
        } else {
            (recovery.judged(judged(&event.rto_met)), declared)
        };
        table = table.row(vec![
            Cell::record(event.named.clone()),
            event.on.map(Value::Date).unwrap_or_default().into(),
            recovery,
            declared,
            number(required.and_then(|one| one.rto)),
            starts.into(),
            number(loss).judged(judged(&event.rpo_met)),
            number(required.and_then(|one| one.rpo)),
            event.verdict.replace('_', " ").as_str().into(),
            event.state.as_str().into(),
        ]);
    }
    table
}

/// How long recovery took, test by test.
fn chart(known: &Known, plan: &Plan, measured: &[&Event]) -> Option<Chart> {
    let last = measured.last()?;
    let required = last.requirement.and_then(|id| known.requirements.get(&id));
    let from_declaration = required.is_some_and(|one| one.clock_starts == "declaration");
    let point = |event: &&Event| {
        let [from_disruption, declared, _] = event.minutes;
        let minutes = if from_declaration { declared } else { from_disruption };
        Point {
            label: event.on.map(|on| on.to_string()).unwrap_or_default(),
            value: minutes.map(Decimal::from),
            is_open: false,
        }
    };
    let rto = required.and_then(|one| one.rto);
    Some(Chart {
        name: "recovery_by_test",
        label: format!("Recovery time of {}", plan.named.title),
        unit: "min",
        sort: Sort::Individuals,
        points: measured.iter().map(point).collect(),
        lines: rto.map(|rto| ("RTO".to_owned(), Decimal::from(rto))).into_iter().collect(),
    })
}
