//! Fills a house with incidents of three years, through the door, many to a transaction.
use crate::{
    house::{owner, values},
    words::{self, Dice},
};
use anyhow::Result;
use gemba_desk::{Command, Desk, Imported};
use gemba_vocabulary::{
    RecordId, Value,
    actor::{Actor, Channel},
};
use jiff::{SignedDuration, Timestamp};

const BATCH_RECORDS: u32 = 2_000;
const PEOPLE: u32 = 2_000;
const TEAMS: u32 = 60;
const CUSTOMERS: u32 = 150;
const SERVICES: u32 = 80;
const SPAN_SECONDS: i64 = 3 * 365 * 24 * 3_600;
/// Of a hundred incidents, this many are still open.
const OPEN_PERCENT: u32 = 3;
const SEED: u64 = 20_000;

const OPEN_STATES: &[&str] = &["new", "triaged", "assigned", "in_progress", "pending"];
const LEVELS: &[&str] = &["low", "medium", "high"];
const CATEGORIES: &[&str] =
    &["hardware", "software", "network", "access", "mail", "telephone", "building", "data"];

/// What the incidents refer to.
struct Around {
    people: Vec<RecordId>,
    teams: Vec<RecordId>,
    customers: Vec<RecordId>,
    services: Vec<RecordId>,
}

/// Creates so many incidents, and tells how far it is.
pub fn fill(desk: &Desk, incidents: u32, tell: &mut dyn FnMut(u32)) -> Result<()> {
    let around = Around {
        people: many(desk, "person", "Colleague", PEOPLE)?,
        teams: many(desk, "team", "Team", TEAMS)?,
        customers: many(desk, "customer", "Customer", CUSTOMERS)?,
        services: many(desk, "service", "Service", SERVICES)?,
    };
    let importer = Actor { channel: Channel::Import, ..owner() };
    let mut dice = Dice::new(SEED);
    let begin = Timestamp::now() - SignedDuration::from_secs(SPAN_SECONDS);
    let mut number = 0;
    while number < incidents {
        let until = incidents.min(number + BATCH_RECORDS);
        let commands = (number..until)
            .map(|number| incident(&mut dice, &around, begin, number, incidents))
            .collect();
        for answer in desk.run_many(&importer, commands)? {
            answer?;
        }
        number = until;
        tell(number);
    }
    Ok(())
}

fn many(desk: &Desk, kind: &str, name: &str, count: u32) -> Result<Vec<RecordId>> {
    let create = |number| {
        let name = Value::Text(format!("{name} {number}"));
        Command::create(kind, values(vec![("name", name)]))
    };
    let answers = desk.run_many(&owner(), (0..count).map(create).collect())?;
    answers.into_iter().map(|answer| Ok(answer?.record.id)).collect()
}

fn incident(
    dice: &mut Dice,
    around: &Around,
    begin: Timestamp,
    number: u32,
    count: u32,
) -> Command {
    let (summary, description) = words::incident(dice, number);
    let opened = begin + share_of_span(number, count);
    let is_open = dice.throw(100) < OPEN_PERCENT;
    let text = |text: &str| Value::Text(text.to_owned());
    let (impact, urgency) = (dice.pick_unevenly(LEVELS), dice.pick_unevenly(LEVELS));
    let mut fields = vec![
        ("summary", Value::Text(summary)),
        ("description", Value::Text(description)),
        ("customer", one(dice, &around.customers)),
        ("service", one(dice, &around.services)),
        ("reporter", one(dice, &around.people)),
        ("team", one(dice, &around.teams)),
        ("assigned_to", one(dice, &around.people)),
        ("category", text(dice.pick_unevenly(CATEGORIES))),
        ("contact_type", text(dice.pick(&["phone", "mail", "self_service"]))),
        ("impact", text(impact)),
        ("urgency", text(urgency)),
        ("priority", Value::Int(i64::from(1 + dice.throw(4)))),
        ("opened_at", Value::Instant(opened)),
    ];
    let state = if is_open {
        dice.pick(OPEN_STATES)
    } else {
        let resolved = opened + SignedDuration::from_mins(i64::from(20 + dice.throw(9_000)));
        fields.extend([
            ("resolved_at", Value::Instant(resolved)),
            ("closed_at", Value::Instant(resolved + SignedDuration::from_hours(120))),
            ("resolution", text("It was restarted and watched for an hour.")),
            ("close_code", text(dice.pick(&["restart", "replaced", "explained", "changed"]))),
            ("resolve_met", Value::Bool(dice.throw(10) > 0)),
        ]);
        "closed"
    };
    let imported = Imported {
        at: opened,
        state: Some(state.to_owned()),
        origin: Some(format!("measures:{number}")),
        by: None,
    };
    Command::create("incident", values(fields)).with_import(imported)
}

fn share_of_span(number: u32, count: u32) -> SignedDuration {
    SignedDuration::from_secs(SPAN_SECONDS * i64::from(number) / i64::from(count.max(1)))
}

fn one(dice: &mut Dice, ids: &[RecordId]) -> Value {
    let place = dice.throw(u32::try_from(ids.len()).unwrap_or(1));
    let id = usize::try_from(place).ok().and_then(|place| ids.get(place));
    id.map_or(Value::None, |id| Value::Ref(*id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{house::open, words::RARE};
    use gemba_model::filter::Filter;

    #[test]
    fn a_filled_house_has_open_and_closed_incidents_that_are_found_by_their_words() {
        let folder = tempfile::tempdir().unwrap();
        let desk = open(&format!("sqlite:{}", folder.path().join("a.db").display())).unwrap();
        let mut told = 0;
        fill(&desk, 500, &mut |number| told = number).unwrap();
        assert_eq!(told, 500);
        let count =
            |filters: &[Filter]| desk.count(&owner(), "incident", filters, 1_000).unwrap().count;
        let open = count(&[Filter::is("open", Value::Bool(true))]);
        assert_eq!(count(&[]), 500);
        assert!((2..60).contains(&open), "{open}");
        assert_eq!(desk.search(&owner(), RARE, None, 10).unwrap().len(), 1);
    }
}
