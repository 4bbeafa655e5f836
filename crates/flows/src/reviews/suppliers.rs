//! What a review with a supplier, or with a team of ours, talks about.
use super::agenda::{Agenda, Found, Times, day, in_states, open_tasks, task_words};
use gemba_desk::{Refused, World};
use gemba_figures::{Ask, supplier_waiting};
use gemba_model::{check::Period, filter::Filter, overlay::KindView};
use gemba_vocabulary::{RecordId, Value};
use jiff::{ToSpan, tz::TimeZone};

const INCIDENTS_MAX: usize = 4;
const DISPUTES_MAX: usize = 3;
const ACTIONS_MAX: usize = 4;
const CONTRACTS_MAX: usize = 3;

pub(super) fn agenda(
    world: &mut World<'_>,
    supplier: Option<RecordId>,
    agreement: Option<RecordId>,
    times: &Times,
) -> Result<Agenda, Refused> {
    let mut agenda = Agenda::default();
    let Some(supplier) = supplier else {
        if let Some(agreement) = agreement {
            own(world, &mut agenda, agreement)?;
        }
        return Ok(agenda);
    };
    performance(world, &mut agenda, supplier, times)?;
    let of_supplier = || Filter::is("supplier", Value::Ref(supplier));
    let disputes = [of_supplier(), Filter::is("open", Value::Bool(true))];
    let disputes = Found::read(world, "dispute", &disputes)?;
    agenda.each("disputes", &disputes, DISPUTES_MAX, KindView::title);
    let reviews = Found::read(world, "supplier_review", &[of_supplier()])?.ids();
    let actions = open_tasks(world, "supplier_review", &reviews)?;
    agenda.each("actions", &actions, ACTIONS_MAX, task_words);
    let contracts = [of_supplier(), in_states(&["signed", "in_force"])];
    let contracts = Found::read(world, "contract", &contracts)?;
    if contracts.records.is_empty() {
        agenda.say("outlook", "No contract in force binds them.");
    }
    agenda.each("outlook", &contracts, CONTRACTS_MAX, |view, one| {
        let notice = match view.value(one, "notice_by") {
            Value::Date(day) => format!("notice by {day}, "),
            _ => String::new(),
        };
        let ends = match view.value(one, "next_end") {
            Value::Date(day) => format!("ends {day}"),
            _ => "no end".to_owned(),
        };
        format!("{} ({notice}{ends}): does it still fit what we need?", view.title(one))
    });
    Ok(agenda)
}

/// What waited for them, in time and money, and whether they kept their targets: the figures of the sheet.
fn performance(
    world: &mut World<'_>,
    agenda: &mut Agenda,
    supplier: RecordId,
    times: &Times,
) -> Result<(), Refused> {
    let until = super::today(times.now).saturating_add(1.day());
    let period = Period { from: times.since, until };
    let ask = Ask { period, zone: TimeZone::UTC, about: Some(supplier) };
    let sheet = supplier_waiting::read(&world.evidence(), &ask);
    let sheet = sheet.map_err(|fault| Refused::Failed(fault.0))?;
    for figure in sheet.parts.iter().flat_map(|part| &part.figures) {
        if !figure.value.is_none() {
            let unit = if figure.def.unit.is_empty() { "" } else { " " };
            let value = figure.value.to_text();
            let since = times.since;
            let label = figure.def.label;
            agenda.say(
                "performance",
                &format!("{label} since {since}: {value}{unit}{}", figure.def.unit),
            );
        }
    }
    let waiting = [
        Filter::is("supplier", Value::Ref(supplier)),
        Filter::is("pause_reason", Value::Text("supplier".to_owned())),
        in_states(&["pending"]),
    ];
    let incidents = Found::read(world, "incident", &waiting)?;
    agenda.each("performance", &incidents, INCIDENTS_MAX, |view, one| {
        format!("Waits for them, opened {}: {}", day(view, one, "opened_at"), view.title(one))
    });
    Ok(())
}

/// A team of ours, or a customer who supplies: their targets, and what was agreed to be done.
fn own(world: &mut World<'_>, agenda: &mut Agenda, agreement: RecordId) -> Result<(), Refused> {
    let of_agreement = || Filter::is("operational_agreement", Value::Ref(agreement));
    let open = Filter::is("open", Value::Bool(true));
    let targets = Found::read(world, "supplier_target", &[of_agreement(), open])?;
    agenda.each("performance", &targets, INCIDENTS_MAX, |view, one| {
        format!("Was this target kept? {}", view.title(one))
    });
    let reviews = Found::read(world, "supplier_review", &[of_agreement()])?.ids();
    let actions = open_tasks(world, "supplier_review", &reviews)?;
    agenda.each("actions", &actions, ACTIONS_MAX, task_words);
    Ok(())
}
