//! What the records of the management system say: decisions, context, nonconformities, measures, audits, improvements,
//! policies and objectives.
use super::facts::{
    Points, QUARTERS, Times, all, by_quarter, by_state, day, field_to, is_over, number, open,
    state, text,
};
use crate::reviews::agenda::Found;
use gemba_desk::{Refused, World};
use gemba_model::{
    Record,
    filter::{Filter, Test},
    overlay::KindView,
    review_inputs::Input,
};
use gemba_vocabulary::Value;
use jiff::civil::Date;
use std::cmp::Reverse;

/// What became of what earlier reviews decided.
pub(super) fn earlier(
    world: &mut World<'_>,
    points: &mut Points,
    times: &Times,
) -> Result<(), Refused> {
    let input = Input::EarlierDecisions;
    let Some(found) = all(world, "review_decision")? else { return Ok(()) };
    let found = found.only(|view, one| {
        let is_of_this = view.value(one, "review").as_int() == Some(times.review);
        let settled = view.value(one, "settled_at").as_instant();
        !is_of_this && (one.state == "open" || settled.is_some_and(|at| at >= times.since_at))
    });
    if found.records.is_empty() {
        return Ok(());
    }
    let late = found.records.iter().filter(|one| {
        one.state == "open" && day(&found.view, one, "due_on").is_some_and(|due| due < times.today)
    });
    let late = late.count();
    points.say(input, &format!("{}; {late} overdue.", by_state(&found)));
    points.each(input, &found, |view, one| {
        let due = text(view, one, "due_on");
        format!("{} ({}{})", view.title(one), state(view, one), until(&due))
    });
    Ok(())
}

fn until(day: &str) -> String {
    if day.is_empty() { String::new() } else { format!(", due {day}") }
}

/// What changed inside and outside.
pub(super) fn context(
    world: &mut World<'_>,
    points: &mut Points,
    times: &Times,
) -> Result<(), Refused> {
    let input = Input::Context;
    for kind in ["context_issue", "interested_party", "party_requirement", "obligation"] {
        let Some(found) = all(world, kind)? else { continue };
        if kind == "context_issue" {
            climate(points, &found);
        }
        let changed = found.only(|_, one| one.updated_at >= times.since_at);
        points.each(input, &changed, |view, one| {
            let is_new = one.created_at >= times.since_at;
            let word = if is_new { "new" } else { "changed" };
            format!("{} ({word}, {})", view.title(one), state(view, one))
        });
    }
    Ok(())
}

/// Whether it is decided that the climate matters here.
fn climate(points: &mut Points, found: &Found) {
    let is_climate = |one: &&Record| text(&found.view, one, "category") == "climate";
    match found.records.iter().find(is_climate) {
        Some(one) => {
            let decision = text(&found.view, one, "relevance");
            let decision = if decision.is_empty() { state(&found.view, one) } else { decision };
            let point = format!("Climate change: {}", decision.replace('_', " "));
            points.record(Input::Context, &found.view, one, &point);
        }
        None => points.say(
            Input::Context,
            "It is not on record whether climate change matters here. That has to be decided.",
        ),
    }
}

/// Nonconformities and corrective actions over time.
pub(super) fn nonconformities(
    world: &mut World<'_>,
    points: &mut Points,
    times: &Times,
) -> Result<(), Refused> {
    let input = Input::Nonconformities;
    for kind in ["nonconformity", "corrective_action"] {
        let Some(found) = all(world, kind)?.filter(|found| !found.records.is_empty()) else {
            continue;
        };
        let plural = found.view.def.plural.to_string();
        let quarters = by_quarter(&found, times);
        points.say(
            input,
            &format!("{plural} in the last {QUARTERS} quarters, the oldest first: {quarters}."),
        );
        points.say(input, &format!("{plural} by state: {}.", by_state(&found)));
        let open = open(found);
        let oldest = open.records.iter().map(|one| one.created_at).min();
        if let Some(oldest) = oldest {
            let days = times.now.duration_since(oldest).as_hours() / 24;
            points.say(input, &format!("The oldest open one is {days} days old."));
        }
        points
            .each(input, &open, |view, one| format!("{} ({})", view.title(one), state(view, one)));
    }
    Ok(())
}

/// So many values of a measure show where it leads.
const VALUES_SHOWN: usize = 4;

/// Measures over time.
pub(super) fn measures(world: &mut World<'_>, points: &mut Points) -> Result<(), Refused> {
    let Some(found) = all(world, "measure")? else { return Ok(()) };
    let found = found.only(|_, one| one.state == "in_use");
    let values = all(world, "measurement")?;
    for measure in &found.records {
        let mut of: Vec<(Date, String)> = Vec::new();
        if let Some(values) = &values {
            let mine = values
                .records
                .iter()
                .filter(|one| values.view.value(one, "measure").as_int() == Some(measure.id));
            of.extend(mine.filter_map(|one| {
                let value = text(&values.view, one, "value");
                let shown = if value.is_empty() { "–".to_owned() } else { value };
                Some((day(&values.view, one, "from")?, shown))
            }));
        }
        of.sort();
        let from = of.len().saturating_sub(VALUES_SHOWN);
        let last: Vec<_> = of.iter().skip(from).map(|(_, value)| &**value).collect();
        let value = |field: &str| text(&found.view, measure, field);
        let series = if last.is_empty() { "no value yet".to_owned() } else { last.join(", ") };
        let judged = value("judged");
        let judged = if judged.is_empty() { String::new() } else { format!(": {judged}") };
        let unit = value("unit");
        let words = format!(
            "{}: {series}{}{unit} (target {}){judged}",
            found.view.title(measure),
            if unit.is_empty() { "" } else { " " },
            value("target"),
        );
        points.record(Input::Measures, &found.view, measure, &words);
    }
    Ok(())
}

/// What audits found, one after the other.
pub(super) fn audits(world: &mut World<'_>, points: &mut Points) -> Result<(), Refused> {
    let Some(found) = all(world, "audit")?.filter(|found| !found.records.is_empty()) else {
        return Ok(());
    };
    let findings = all(world, "audit_finding")?;
    points.each(Input::Audits, &found, |view, one| {
        let Some(findings) = &findings else {
            return format!("{} ({})", view.title(one), state(view, one));
        };
        let field = field_to(&findings.view, "audit");
        let of = |grade: &str| {
            let mine = findings.records.iter().filter(|finding| {
                field.is_some_and(|field| {
                    findings.view.value(finding, field).as_int() == Some(one.id)
                }) && text(&findings.view, finding, "grade") == grade
            });
            mine.count()
        };
        let grades = ["major", "minor", "observation", "opportunity"];
        let counted = grades.map(|grade| format!("{} {grade}", of(grade))).join(", ");
        format!("{} ({}): {counted}", view.title(one), state(view, one))
    });
    if let Some(findings) = findings {
        points.say(Input::Audits, &format!("Findings by state: {}.", by_state(&findings)));
    }
    Ok(())
}

/// What could be made better, that of most worth first.
pub(super) fn improvements(world: &mut World<'_>, points: &mut Points) -> Result<(), Refused> {
    let Some(found) = all(world, "improvement")?.filter(|found| !found.records.is_empty()) else {
        return Ok(());
    };
    points.say(Input::Improvements, &format!("Improvements by state: {}.", by_state(&found)));
    let mut open = open(found);
    let view = open.view.clone();
    open.records.sort_by_key(|one| (Reverse(number(&view, one, "score")), one.id));
    points.each(Input::Improvements, &open, |view, one| {
        let score = text(view, one, "score");
        let score = if score.is_empty() { String::new() } else { format!(", score {score}") };
        format!("{} ({}{score})", view.title(one), state(view, one))
    });
    Ok(())
}

/// Whether policies are kept, and whether they were looked at in time.
pub(super) fn policies(
    world: &mut World<'_>,
    points: &mut Points,
    times: &Times,
) -> Result<(), Refused> {
    let input = Input::Policies;
    if let Some(found) = all(world, "document")? {
        let policies =
            found.only(|view, one| text(view, one, "sort") == "policy" && !is_over(view, one));
        points.each(input, &policies, |view, one| {
            let next = day(view, one, "next_review_on");
            let late = next.is_some_and(|next| next < times.today);
            let review = match next {
                Some(next) if late => format!(", review overdue since {next}"),
                Some(next) => format!(", next review {next}"),
                None => ", no review planned".to_owned(),
            };
            format!("{} ({}{review})", view.title(one), state(view, one))
        });
    }
    for kind in ["security_policy", "change_policy", "major_incident_criteria"] {
        let Some(found) = all(world, kind)? else { continue };
        let in_force = found.only(|_, one| one.state == "in_force");
        points.each(input, &in_force, |view, one| {
            let since = day(view, one, "approved_at");
            let since = since.map_or_else(String::new, |since| format!(" since {since}"));
            format!("{} (in force{since})", view.title(one))
        });
    }
    adherence(world, points, times)
}

/// What shows whether policies are kept: who confirmed them, and what was done against them.
fn adherence(world: &mut World<'_>, points: &mut Points, times: &Times) -> Result<(), Refused> {
    let input = Input::Policies;
    if let Some(found) = all(world, "acknowledgement")?.filter(|found| !found.records.is_empty()) {
        points.say(input, &format!("Who was asked to read and confirm: {}.", by_state(&found)));
    }
    let since = |field: &str| Filter {
        field: field.to_owned(),
        test: Test::AtLeast(Value::Instant(times.since_at)),
    };
    let yes = |field: &str| Filter::is(field, Value::Bool(true));
    let unauthorised = world.count("change", &[since("created_at"), yes("unauthorised")])?;
    let misused = world.count("change", &[since("closed_at"), yes("misuse")])?;
    points.say(
        input,
        &format!(
            "Against the change policy since {}: {unauthorised} changes that nobody had approved, {misused} \
             emergencies that were none.",
            times.since
        ),
    );
    Ok(())
}

/// Which objectives were reached.
pub(super) fn objectives(world: &mut World<'_>, points: &mut Points) -> Result<(), Refused> {
    let Some(found) = all(world, "objective")? else { return Ok(()) };
    let words = |view: &KindView, one: &Record| {
        let value = |field: &str| text(view, one, field);
        let part = |label: &str, field: &str| {
            let value = value(field);
            if value.is_empty() { String::new() } else { format!(", {label} {value}") }
        };
        let unit = value("unit");
        let unit = if unit.is_empty() { unit } else { format!(" {unit}") };
        format!(
            "{} ({}{}{}{}{unit}{})",
            view.title(one),
            state(view, one),
            part("from", "baseline"),
            part("to", "target"),
            part("now", "actual"),
            until(&value("due_on")),
        )
    };
    points.each(Input::Objectives, &found, words);
    Ok(())
}
