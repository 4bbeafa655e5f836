//! What the records of the daily work say: customers, services, other parties, resources, risks and what comes.
use super::facts::{Points, Times, all, by_state, day, number, open, state, text};
use crate::reviews::agenda::{Found, at_least};
use gemba_desk::{Refused, World};
use gemba_model::{
    Record,
    change_calendar::STATES_TO_COME,
    filter::{Filter, Test},
    overlay::KindView,
    review_inputs::Input,
};
use gemba_vocabulary::Value;
use jiff::ToSpan;
use std::cmp::Reverse;

fn since(found: Found, field: &str, times: &Times) -> Found {
    found.only(|view, one| day(view, one, field).is_some_and(|day| day >= times.since))
}

/// What customers and others said.
pub(super) fn feedback(
    world: &mut World<'_>,
    points: &mut Points,
    times: &Times,
) -> Result<(), Refused> {
    let input = Input::Feedback;
    if let Some(found) = all(world, "satisfaction_survey")? {
        let closed = since(found, "closed_at", times);
        points.each(input, &closed, |view, one| {
            let value = |field: &str| text(view, one, field);
            format!(
                "{}: {} % content, {} of {} answered",
                view.title(one),
                value("csat_percent"),
                value("answered_count"),
                value("asked_count")
            )
        });
    }
    if let Some(found) = all(world, "complaint")? {
        let received = since(found, "received_at", times);
        if !received.records.is_empty() {
            let (count, states) = (received.records.len(), by_state(&received));
            points.say(input, &format!("{count} complaints since {}: {states}.", times.since));
        }
        points.each(input, &open(received), |view, one| {
            format!("{} ({})", view.title(one), state(view, one))
        });
    }
    if let Some(found) = all(world, "service_review")? {
        let held = since(found, "held_on", times);
        points.each(input, &held, |view, one| {
            let changes = text(view, one, "business_changes");
            let changes = if changes.is_empty() { String::new() } else { format!(": {changes}") };
            format!("{}{changes}", view.title(one))
        });
    }
    Ok(())
}

/// How the services did.
pub(super) fn services(
    world: &mut World<'_>,
    points: &mut Points,
    times: &Times,
) -> Result<(), Refused> {
    let input = Input::Services;
    let until =
        [Filter { field: "until".to_owned(), test: Test::AtLeast(Value::Date(times.since)) }];
    for (kind, what, share) in [
        ("service_level_result", "results of service levels", "strict_percent"),
        ("availability_result", "results of availability", "availability_percent"),
    ] {
        let results = Found::read(world, kind, &until)?;
        let count = results.records.len();
        if count == 0 {
            continue;
        }
        let mut missed = results.only(|view, one| view.value(one, "is_missed").is_yes());
        let kept = count.saturating_sub(missed.records.len());
        points.say(
            input,
            &format!("{kept} of {count} {what} since {} kept their target.", times.since),
        );
        missed.records.reverse();
        points.each(input, &missed, |view, one| {
            format!("Missed: {} ({} %)", view.title(one), text(view, one, share))
        });
    }
    let majors = [
        Filter::is("is_major", Value::Bool(true)),
        Filter { field: "restricted".to_owned(), test: Test::IsNot(vec![Value::Bool(true)]) },
        at_least("opened_at", Value::Instant(times.since_at)),
    ];
    let majors = Found::read(world, "incident", &majors)?;
    points.say(input, &format!("{} major incidents since {}.", majors.records.len(), times.since));
    points.each(input, &majors, KindView::title);
    if let Some(found) = all(world, "service_evaluation")? {
        let concluded = since(found, "concluded_at", times);
        points.each(input, &concluded, |view, one| {
            let value = |field: &str| text(view, one, field);
            format!(
                "{}: {} requirements met, {} not met, {} without data",
                view.title(one),
                value("met_count"),
                value("not_met_count"),
                value("no_data_count")
            )
        });
    }
    Ok(())
}

/// How the others did who contribute.
pub(super) fn other_parties(
    world: &mut World<'_>,
    points: &mut Points,
    times: &Times,
) -> Result<(), Refused> {
    let input = Input::OtherParties;
    if let Some(found) = all(world, "supplier_review")? {
        let held = since(found, "held_on", times);
        points.each(input, &held, |view, one| {
            let score = text(view, one, "score");
            let score = if score.is_empty() { String::new() } else { format!(", score {score}") };
            format!("{} ({}{score})", view.title(one), state(view, one))
        });
    }
    if let Some(found) = all(world, "party_measure")? {
        let of_time = since(found, "to", times);
        let met = |word: &str| {
            of_time.records.iter().filter(|one| text(&of_time.view, one, "met") == word).count()
        };
        if !of_time.records.is_empty() {
            let (met, missed) = (met("met"), met("missed"));
            points.say(input, &format!("Measures of other parties: {met} met, {missed} missed."));
        }
        let missed = of_time.only(|view, one| text(view, one, "met") == "missed");
        points.each(input, &missed, |view, one| format!("Missed: {}", view.title(one)));
    }
    for kind in ["dispute", "operational_agreement"] {
        if let Some(found) = all(world, kind)?.map(open) {
            points.each(input, &found, |view, one| {
                format!("{} ({})", view.title(one), state(view, one))
            });
        }
    }
    Ok(())
}

/// People, skills, technology, information and money.
pub(super) fn resources(
    world: &mut World<'_>,
    points: &mut Points,
    times: &Times,
) -> Result<(), Refused> {
    let input = Input::Resources;
    for kind in ["resource_need", "training", "competence"] {
        let Some(found) = all(world, kind)?.filter(|found| !found.records.is_empty()) else {
            continue;
        };
        points.say(input, &format!("{}: {}.", found.view.def.plural, by_state(&found)));
        if kind != "competence" {
            points.each(input, &open(found), |view, one| {
                format!("{} ({})", view.title(one), state(view, one))
            });
        }
    }
    if let Some(found) = all(world, "capacity_plan")?.map(open) {
        points
            .each(input, &found, |view, one| format!("{} ({})", view.title(one), state(view, one)));
    }
    if let Some(found) = all(world, "forecast_review")? {
        let concluded = since(found, "concluded_at", times);
        points.each(input, &concluded, |view, one| {
            format!("{}: {}", view.title(one), text(view, one, "conclusions"))
        });
    }
    Ok(())
}

/// The risks, the greatest first, and whether what was done helped.
pub(super) fn risks(
    world: &mut World<'_>,
    points: &mut Points,
    times: &Times,
) -> Result<(), Refused> {
    let input = Input::Risks;
    let Some(found) = all(world, "risk")?.map(open) else { return Ok(()) };
    if found.records.is_empty() {
        return Ok(());
    }
    let late = found
        .records
        .iter()
        .filter(|one| day(&found.view, one, "review_on").is_some_and(|day| day < times.today));
    let late = late.count();
    points.say(input, &format!("Open risks: {}; {late} reviews overdue.", by_state(&found)));
    let stands = |view: &KindView, one: &Record| {
        number(view, one, "residual_score").or_else(|| number(view, one, "score"))
    };
    let mut found = found;
    let view = found.view.clone();
    found.records.sort_by_key(|one| (Reverse(stands(&view, one)), one.id));
    points.each(input, &found, |view, one| {
        let value = |field: &str| text(view, one, field);
        let (score, left) = (value("score"), value("residual_score"));
        let effect = value("effectiveness");
        match (left.is_empty(), effect.is_empty()) {
            (true, _) => format!("{} ({}, score {score})", view.title(one), state(view, one)),
            (false, true) => format!("{} (score {score}, now {left})", view.title(one)),
            (false, false) => format!("{} (score {score}, now {left}): {effect}", view.title(one)),
        }
    });
    Ok(())
}

/// How far the look ahead reaches.
const AHEAD_MONTHS: i64 = 6;

/// What comes that can bear on the system and the services.
pub(super) fn changes(
    world: &mut World<'_>,
    points: &mut Points,
    times: &Times,
) -> Result<(), Refused> {
    let input = Input::Changes;
    let until = times.today.saturating_add(AHEAD_MONTHS.months());
    if let Some(found) = all(world, "change")? {
        let great = found.only(|view, one| {
            let is_great =
                view.value(one, "major_impact").is_yes() || text(view, one, "risk") == "high";
            is_great && STATES_TO_COME.contains(&&*one.state)
        });
        points
            .each(input, &great, |view, one| format!("{} ({})", view.title(one), state(view, one)));
    }
    for kind in ["service_transition", "service_proposal"] {
        if let Some(found) = all(world, kind)?.map(open) {
            points.each(input, &found, |view, one| {
                format!("{} ({})", view.title(one), state(view, one))
            });
        }
    }
    for (kind, field, word) in [
        ("business_event", "from", "from"),
        ("contract", "ends_on", "ends on"),
        ("service_level_agreement", "ends_on", "ends on"),
    ] {
        let Some(found) = all(world, kind)? else { continue };
        let coming = found.only(|view, one| {
            day(view, one, field).is_some_and(|day| times.today <= day && day <= until)
        });
        points.each(input, &coming, |view, one| {
            format!("{} ({word} {})", view.title(one), text(view, one, field))
        });
    }
    Ok(())
}
