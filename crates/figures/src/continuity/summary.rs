//! The first part of the sheet: coverage, plans, actions and copies.
use super::{Known, Plan, defs, events::Event, plan_part};
use crate::{
    asked::Ask,
    reading::{self, in_states},
    sheet::{Cell, Figure, Judged, Named, Part, Table, column},
};
use gemba_model::{
    check::{Evidence, EvidenceFault},
    filter::{Filter, Test},
};
use gemba_vocabulary::{RecordId, Value};
use jiff::{ToSpan, civil::Date};
use rust_decimal::{Decimal, RoundingStrategy};

/// The states in which customers use a service.
const LIVE: [&str; 4] = ["live", "changing", "retiring", "transferring"];
const CRITICAL: [&str; 2] = ["high", "critical"];

type Exceptions = Vec<(Option<Named>, String)>;

/// The first part.
pub(super) fn part(
    evidence: &dyn Evidence,
    ask: &Ask,
    known: &Known,
) -> Result<Part, EvidenceFault> {
    let mut part = Part::titled("Plans, tests and what is open");
    part.figures = vec![covered(evidence, ask, known)?, tested(known), late(known)];
    part.tables.push(plans(known));
    let is_asked =
        |event: &&Event| event.on.is_some_and(|on| ask.period.from <= on && on < ask.period.until);
    let events: Vec<&Event> =
        known.tests.iter().chain(&known.invocations).filter(is_asked).collect();
    part.tables.push(plan_part::table(known, &events));
    part.tables.push(unreported(known));
    part.tables.push(actions(known));
    part.tables.push(copies(known));
    Ok(part)
}

/// A share of a hundred, with two digits.
fn percent(part: usize, whole: usize) -> Option<Decimal> {
    let number = |count: usize| u64::try_from(count).ok().map(Decimal::from);
    let share = (number(part)? * Decimal::ONE_HUNDRED).checked_div(number(whole)?)?;
    Some(share.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero))
}

fn judged(exceptions: &Exceptions, whole: usize) -> Judged {
    match (whole, exceptions.is_empty()) {
        (0, _) => Judged::Not,
        (_, true) => Judged::Kept,
        (_, false) => Judged::Missed,
    }
}

fn covered(evidence: &dyn Evidence, ask: &Ask, known: &Known) -> Result<Figure, EvidenceFault> {
    let critical = CRITICAL.map(|one| Value::Text(one.to_owned())).to_vec();
    let filters =
        [in_states(&LIVE), Filter { field: "criticality".to_owned(), test: Test::Is(critical) }];
    let mut services = reading::names(evidence, "service", &filters)?;
    services.retain(|id, _| ask.about.is_none_or(|about| about == *id));
    let mut exceptions = Exceptions::new();
    let columns = [column("service", "Service", ""), column("plan", "Plan", "")];
    let mut table =
        Table::new("services", "Critical services", &columns, "No live service is critical.");
    for service in services.values() {
        let in_force = known.plans.iter().filter(|plan| plan.is_in_force());
        let plan = in_force.clone().find(|plan| plan.covered.services.contains(&service.id));
        let is_of = |id: RecordId| {
            let mut agreed = known.requirements.values().filter(|one| one.is_agreed);
            agreed.any(|one| one.service == Some(id))
        };
        let missing = match (plan.is_some(), is_of(service.id)) {
            (true, true) => None,
            (false, true) => Some("No continuity plan in force covers it."),
            (true, false) => Some("No continuity requirement of it is agreed."),
            (false, false) => Some("It has neither a plan in force nor an agreed requirement."),
        };
        exceptions.extend(missing.map(|why| (Some(service.clone()), why.to_owned())));
        let plan = plan.map_or_else(Cell::default, |plan| Cell::record(plan.named.clone()));
        table = table.row(vec![Cell::record(service.clone()), plan]);
    }
    let whole = services.len();
    let share = percent(whole.saturating_sub(exceptions.len()), whole);
    let why = "No live service is rated as highly critical.";
    Ok(Figure::or_undefined(&defs::COVERED, share.map(Value::Decimal), why)
        .judged(judged(&exceptions, whole))
        .from(table)
        .except(exceptions))
}

fn tested(known: &Known) -> Figure {
    let in_force: Vec<&Plan> = known.plans.iter().filter(|plan| plan.is_in_force()).collect();
    let standing = |plan: &&Plan| known.standings.get(&plan.named.id).copied();
    let mut exceptions = Exceptions::new();
    for plan in &in_force {
        let Some(standing) = standing(plan).filter(|one| one.is_missing) else { continue };
        let why = match (standing.retest.after_change, standing.retest.calendar_due) {
            (true, _) => "It changed in a large way since its last test.".to_owned(),
            (false, Some(due)) => format!("Its test was due on {due}."),
            (false, None) => "It was never tried out.".to_owned(),
        };
        exceptions.push((Some(plan.named.clone()), why));
    }
    let whole = in_force.len();
    let share = percent(whole.saturating_sub(exceptions.len()), whole);
    Figure::or_undefined(&defs::TESTED, share.map(Value::Decimal), "No plan is in force.")
        .judged(judged(&exceptions, whole))
        .from(plans(known))
        .except(exceptions)
}

fn open_actions(known: &Known) -> Vec<(&Event, &gemba_model::recovery::Action)> {
    let events = known.tests.iter().chain(&known.invocations);
    let all = events.flat_map(|event| event.actions.iter().map(move |action| (event, action)));
    all.filter(|(_, action)| action.done_on.is_none()).collect()
}

fn is_late(due: Option<Date>, today: Date) -> bool {
    due.is_some_and(|due| due < today)
}

fn late(known: &Known) -> Figure {
    let open = open_actions(known);
    let late = open.iter().filter(|(_, action)| is_late(action.due_on, known.today)).count();
    let judged = if late == 0 { Judged::Kept } else { Judged::Missed };
    let count = i64::try_from(late).unwrap_or(i64::MAX);
    Figure::new(&defs::LATE, Value::Int(count)).judged(judged).from(actions(known))
}

fn actions(known: &Known) -> Table {
    let columns = [
        column("event", "Test or invocation", ""),
        column("what", "What is done", ""),
        column("who", "Who", ""),
        column("due_on", "By", ""),
    ];
    let empty = "Every action is done.";
    let mut table = Table::new("actions", "Open actions", &columns, empty);
    for (event, action) in open_actions(known) {
        let due = Cell::from(action.due_on.map(Value::Date).unwrap_or_default());
        let late = is_late(action.due_on, known.today);
        table = table.row(vec![
            Cell::record(event.named.clone()),
            action.what.as_str().into(),
            action.who.as_deref().unwrap_or_default().into(),
            if late { due.judged(Judged::Missed) } else { due },
        ]);
    }
    table
}

fn plans(known: &Known) -> Table {
    let columns = [
        column("plan", "Plan", ""),
        column("state", "State", ""),
        column("last_test", "Last test", ""),
        column("due", "Next test", ""),
        column("changed", "Large change since", ""),
        column("missing", "Test missing", ""),
    ];
    let mut table =
        Table::new("plans", "Continuity plans", &columns, "There is no continuity plan.");
    for plan in &known.plans {
        let Some(standing) = known.standings.get(&plan.named.id) else { continue };
        let day = |day: Option<Date>| Cell::from(day.map(Value::Date).unwrap_or_default());
        let changed = standing.changed.filter(|_| standing.retest.after_change);
        let changed = changed.and_then(|(id, _)| known.changes.get(&id).cloned());
        let missing = standing.is_missing && plan.is_in_force();
        let judged = if missing { Judged::Missed } else { Judged::Not };
        table = table.row(vec![
            Cell::record(plan.named.clone()),
            plan.state.as_str().into(),
            day(standing.last_test),
            day(standing.retest.calendar_due),
            changed.map_or_else(Cell::default, Cell::record),
            Cell::from(Value::Bool(missing)).judged(judged),
        ]);
    }
    table
}

/// Tests that were not looked back on and invocations that were not reported.
fn unreported(known: &Known) -> Table {
    let columns = [column("event", "Test or invocation", ""), column("missing", "Missing", "")];
    let empty = "Every test was looked back on and every invocation was reported.";
    let mut table =
        Table::new("unreported", "Reviews and reports that are missing", &columns, empty);
    for event in known.tests.iter().filter(|one| one.state == "recorded") {
        table = table.row(vec![Cell::record(event.named.clone()), "the review".into()]);
    }
    for event in known.invocations.iter().filter(|one| one.state != "reviewed") {
        let what = "the report of cause, effect and recovery";
        table = table.row(vec![Cell::record(event.named.clone()), what.into()]);
    }
    table
}

/// The copies of plans in force, each looked at within the interval of tests.
fn copies(known: &Known) -> Table {
    let columns = [
        column("plan", "Plan", ""),
        column("place", "Where the copy is", ""),
        column("checked_on", "Last looked at", ""),
    ];
    let empty = "No plan in force says where its copies are.";
    let mut table = Table::new("copies", "Copies kept elsewhere", &columns, empty);
    for plan in known.plans.iter().filter(|plan| plan.is_in_force()) {
        for (place, checked) in &plan.copies {
            let next =
                checked.and_then(|on| on.checked_add(plan.covered.test_months.months()).ok());
            let is_current = next.is_some_and(|next| known.today <= next);
            let judged = if is_current { Judged::Kept } else { Judged::Missed };
            let checked = Cell::from(checked.map(Value::Date).unwrap_or_default());
            table = table.row(vec![
                Cell::record(plan.named.clone()),
                place.as_str().into(),
                checked.judged(judged),
            ]);
        }
    }
    table
}
