//! What a review with a customer talks about.
use super::agenda::{
    Agenda, Found, Times, at_least, day, in_states, one_of, open_tasks, task_words,
};
use gemba_desk::{Refused, World};
use gemba_model::{change_calendar::STATES_TO_COME, filter::Filter};
use gemba_vocabulary::{RecordId, Value};
use jiff::ToSpan;

/// Twenty points at most: more are told by their number.
const RESULTS_MAX: usize = 3;
const MAJORS_MAX: usize = 2;
const CHANGES_MAX: usize = 2;
const COMPLAINTS_MAX: usize = 2;
const ACTIONS_MAX: usize = 3;
const OUTLOOK_MAX: usize = 1;
/// How far the outlook reaches.
const AHEAD_MONTHS: i64 = 6;

pub(super) fn agenda(
    world: &mut World<'_>,
    customer: RecordId,
    times: &Times,
) -> Result<Agenda, Refused> {
    let mut agenda = Agenda::default();
    let of_customer = || Filter::is("customer", Value::Ref(customer));
    let counts = in_states(&["in_force", "under_review", "amended", "terminated"]);
    let agreements = Found::read(world, "service_level_agreement", &[of_customer(), counts])?;
    let mut services: Vec<_> = agreements
        .records
        .iter()
        .filter_map(|one| agreements.view.value(one, "service").as_int())
        .collect();
    services.sort_unstable();
    services.dedup();
    performance(world, &mut agenda, &agreements.ids(), customer, times)?;
    changes(world, &mut agenda, customer, &services, times)?;
    let complaints = Found::read(world, "complaint", &[of_customer()])?;
    let complaints = complaints.only(|view, one| {
        let is_new =
            view.value(one, "received_at").as_instant().is_some_and(|at| at >= times.since_at);
        is_new || one.state != "closed"
    });
    agenda.each("complaints", &complaints, COMPLAINTS_MAX, |view, one| {
        let state = view.def.state(&one.state).map_or(&*one.state, |state| &*state.label);
        format!("{} ({})", view.title(one), state.to_lowercase())
    });
    let reviews = Found::read(world, "service_review", &[of_customer()])?.ids();
    let actions = open_tasks(world, "service_review", &reviews)?;
    agenda.each("actions", &actions, ACTIONS_MAX, task_words);
    outlook(world, &mut agenda, &agreements, &services, times)?;
    Ok(agenda)
}

fn performance(
    world: &mut World<'_>,
    agenda: &mut Agenda,
    agreements: &[RecordId],
    customer: RecordId,
    times: &Times,
) -> Result<(), Refused> {
    if !agreements.is_empty() {
        let of_time = [one_of("agreement", agreements)];
        let results = Found::read(world, "service_level_result", &of_time)?;
        let results = results.only(|view, one| {
            matches!(view.value(one, "until"), Value::Date(until) if *until > times.since)
        });
        let all = results.records.len();
        let missed = results.only(|view, one| view.value(one, "is_missed").is_yes());
        if all > 0 {
            let kept = all.saturating_sub(missed.records.len());
            agenda.say(
                "performance",
                &format!("{kept} of {all} results since {} kept their target.", times.since),
            );
        }
        agenda.each("performance", &missed, RESULTS_MAX, |view, one| {
            let share = view.value(one, "strict_percent").to_text();
            format!("Missed: {} ({share} %)", view.title(one))
        });
    }
    let majors = [
        Filter::is("customer", Value::Ref(customer)),
        Filter::is("is_major", Value::Bool(true)),
        at_least("opened_at", Value::Instant(times.since_at)),
    ];
    let majors = Found::read(world, "incident", &majors)?;
    agenda.each("performance", &majors, MAJORS_MAX, |view, one| {
        format!("Major incident of {}: {}", day(view, one, "opened_at"), view.title(one))
    });
    Ok(())
}

fn changes(
    world: &mut World<'_>,
    agenda: &mut Agenda,
    customer: RecordId,
    services: &[RecordId],
    times: &Times,
) -> Result<(), Refused> {
    let all = [at_least("ends_at", Value::Instant(times.since_at))];
    let all = Found::read(world, "change", &all)?.only(|view, one| {
        let for_them = view.value(one, "customer").as_int();
        let service = view.value(one, "service").as_int();
        let touches = service.is_some_and(|service| services.contains(&service));
        for_them == Some(customer) || (for_them.is_none() && touches)
    });
    let done = Found { view: all.view.clone(), records: all.records.clone() };
    let done = done.only(|view, one| {
        let is_done = view.value(one, "implemented_at").as_instant().is_some();
        is_done && !STATES_TO_COME.contains(&&*one.state)
    });
    agenda.each("changes", &done, CHANGES_MAX, |view, one| {
        format!("Done on {}: {}", day(view, one, "implemented_at"), view.title(one))
    });
    let to_come = all.only(|view, one| {
        let starts = view.value(one, "starts_at").as_instant();
        STATES_TO_COME.contains(&&*one.state) && starts.is_some_and(|at| at > times.now)
    });
    agenda.each("changes", &to_come, CHANGES_MAX, |view, one| {
        format!("Planned for {}: {}", day(view, one, "starts_at"), view.title(one))
    });
    Ok(())
}

fn outlook(
    world: &mut World<'_>,
    agenda: &mut Agenda,
    agreements: &Found,
    services: &[RecordId],
    times: &Times,
) -> Result<(), Refused> {
    let today = super::today(times.now);
    let until = today.saturating_add(AHEAD_MONTHS.months());
    let open = Filter::is("open", Value::Bool(true));
    let freezes = [open.clone(), at_least("ends_at", Value::Instant(times.now))];
    let freezes = Found::read(world, "freeze_window", &freezes)?.only(|view, one| {
        match view.value(one, "services") {
            Value::Refs(of) if !of.is_empty() => of.iter().any(|one| services.contains(one)),
            _ => true,
        }
    });
    agenda.each("outlook", &freezes, OUTLOOK_MAX, |view, one| {
        let (from, to) = (day(view, one, "starts_at"), day(view, one, "ends_at"));
        format!("No changes from {from} to {to}: {}", view.title(one))
    });
    let ending = Found { view: agreements.view.clone(), records: agreements.records.clone() };
    let ending = ending.only(|view, one| {
        let ends =
            matches!(view.value(one, "ends_on"), Value::Date(day) if (today..=until).contains(day));
        ends && one.state != "terminated"
    });
    agenda.each("outlook", &ending, OUTLOOK_MAX, |view, one| {
        format!("The agreement ends on {}: {}", day(view, one, "ends_on"), view.title(one))
    });
    let contracts = Found::read(world, "contract", &[in_states(&["signed", "in_force"])])?;
    let contracts = contracts.only(|view, one| {
        let covers = matches!(view.value(one, "services"),
            Value::Refs(of) if of.iter().any(|one| services.contains(one)));
        let ends = matches!(view.value(one, "next_end"), Value::Date(day) if *day <= until);
        covers && ends
    });
    agenda.each("outlook", &contracts, OUTLOOK_MAX, |view, one| {
        format!("A contract below it ends on {}: {}", day(view, one, "next_end"), view.title(one))
    });
    Ok(())
}
