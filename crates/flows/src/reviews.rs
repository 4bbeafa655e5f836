//! Reviews with customers and suppliers: the agenda is put together from the records until the review is held, and the
//! next one is planned by the interval of the party.
pub(crate) mod agenda;
mod customers;
mod suppliers;

use crate::complaint_watch::fields;
use gemba_desk::{Command, DueDone, DueWork, Flow, Input, Refused, Saving, World};
use gemba_model::{
    Record,
    filter::{Filter, Test},
};
use gemba_vocabulary::{RecordId, Value};
use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};
use serde_json::json;

/// The reviews of one desk. It remembers nothing.
#[derive(Debug, Default)]
pub struct ReviewFlow;

const TOPIC: &str = "reviews";
const RECORDS_MAX: usize = 1_000;

/// A kind of review, and with whom it is.
struct Sort {
    kind: &'static str,
    /// The kind of the party, and the field that names it.
    party: &'static str,
}

const SORTS: [Sort; 2] = [
    Sort { kind: "service_review", party: "customer" },
    Sort { kind: "supplier_review", party: "supplier" },
];
const OPERATIONAL: &str = "operational_agreement";

impl Sort {
    fn of_review(kind: &str) -> Option<&'static Self> {
        SORTS.iter().find(|sort| sort.kind == kind)
    }

    fn of_party(kind: &str) -> Option<&'static Self> {
        SORTS.iter().find(|sort| sort.party == kind)
    }
}

impl Flow for ReviewFlow {
    fn before_save(&self, world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
        if let Some(sort) = Sort::of_review(saving.view.def.name) {
            return review(world, saving, sort);
        }
        match Sort::of_party(saving.view.def.name) {
            Some(sort) => party(world, saving, sort),
            None => Ok(()),
        }
    }

    fn topic(&self) -> &'static str {
        TOPIC
    }

    fn due(&self, world: &mut World<'_>, work: &DueWork) -> Result<DueDone, Refused> {
        let mut done = DueDone::default();
        if let Some(sort) = Sort::of_party(&work.kind) {
            done.commands.extend(next(world, sort, work.record)?);
        } else if let Some(sort) = Sort::of_review(&work.kind) {
            let view = world.view(sort.kind)?;
            let Some(record) = world.record(sort.kind, work.record)? else { return Ok(done) };
            if is_open(&record) {
                done.commands.push(Command::verb(sort.kind, record.id, "refresh"));
            } else if let Value::Ref(party) = view.value(&record, sort.party) {
                // What the party knows of its reviews is worked out when it is saved.
                done.commands.push(Command::change(sort.party, *party, None, Input::Nothing));
            } else if let Value::Ref(agreement) = view.value(&record, OPERATIONAL) {
                let held =
                    vec![("last_review_on".to_owned(), view.value(&record, "held_on").clone())];
                let held = Input::Values(held);
                done.commands.push(Command::change(OPERATIONAL, *agreement, None, held));
            }
        }
        Ok(done)
    }

    fn was_saved(&self, _: &str) {}
}

fn is_open(review: &Record) -> bool {
    matches!(&*review.state, "planned" | "prepared")
}

/// The agenda, until it is held; then the party hears of it.
fn review(world: &mut World<'_>, saving: &mut Saving<'_>, sort: &Sort) -> Result<(), Refused> {
    let now = world.now();
    if !is_open(saving.record) {
        let was_open = saving.before.is_some_and(is_open);
        saving.plan(TOPIC, was_open.then_some(now));
        return Ok(());
    }
    let Value::Date(planned_on) = *saving.value("planned_on") else { return Ok(()) };
    let party = saving.value(sort.party).as_int();
    let agreement = saving.value(OPERATIONAL).as_int();
    let last = match (party, agreement) {
        (Some(party), _) => last_held(world, sort, sort.party, party)?,
        (None, Some(agreement)) => last_held(world, sort, OPERATIONAL, agreement)?,
        (None, None) => None,
    };
    let usual = || today(now).checked_sub(USUAL_MONTHS.months()).ok();
    let Some(since) = last.or_else(usual) else { return Ok(()) };
    let times = agenda::Times { since, since_at: begin_of(since), now };
    let agenda = match (sort.kind, party) {
        ("service_review", Some(customer)) => customers::agenda(world, customer, &times)?,
        _ => suppliers::agenda(world, party, agreement, &times)?,
    };
    let agenda = Value::Struct(agenda.into_json());
    if *saving.value("agenda") != agenda || saving.verb == "refresh" {
        saving.set("agenda", agenda);
        saving.set("agenda_at", Value::Instant(now));
    }
    saving.set("looks_back_to", Value::Date(since));
    // On the morning of its day it is put together once more.
    let morning = begin_of(planned_on);
    saving.plan(TOPIC, (morning > now).then_some(morning));
    Ok(())
}

/// How far a first review looks back.
const USUAL_MONTHS: i64 = 3;

/// What a party knows of its reviews, and the next one.
fn party(world: &mut World<'_>, saving: &mut Saving<'_>, sort: &Sort) -> Result<(), Refused> {
    let months = saving.value("review_months").as_int();
    let Some(months) = months else {
        saving.set("next_review_on", Value::None);
        return Ok(());
    };
    let id = saving.record.id;
    let is_over = &*saving.record.state == "ended" || &*saving.record.state == "retired";
    let last = if id == 0 { None } else { last_held(world, sort, sort.party, id)? };
    let known = match saving.before {
        Some(before) => today(before.created_at),
        None => today(world.now()),
    };
    let next = last.unwrap_or(known).checked_add(months.months()).ok();
    saving.set("last_review_on", last.map_or(Value::None, Value::Date));
    saving.set("next_review_on", next.filter(|_| !is_over).map_or(Value::None, Value::Date));
    let is_planned = id != 0 && !open_reviews(world, sort, id)?.is_empty();
    saving.plan(TOPIC, (!is_planned && !is_over).then(|| world.now()));
    Ok(())
}

/// Plans the next review of a party, unless one is planned or it has no interval.
fn next(world: &mut World<'_>, sort: &Sort, id: RecordId) -> Result<Option<Command>, Refused> {
    let view = world.view(sort.party)?;
    let Some(record) = world.record(sort.party, id)? else { return Ok(None) };
    let Value::Date(due) = view.value(&record, "next_review_on") else { return Ok(None) };
    if !open_reviews(world, sort, id)?.is_empty() {
        return Ok(None);
    }
    let with = fields(json!({sort.party: id, "planned_on": due.to_string()}));
    Ok(Some(Command::create(sort.kind, with)))
}

fn open_reviews(
    world: &mut World<'_>,
    sort: &Sort,
    party: RecordId,
) -> Result<Vec<Record>, Refused> {
    let open = ["planned", "prepared"].map(|state| Value::Text(state.to_owned()));
    let filters = [
        Filter::is(sort.party, Value::Ref(party)),
        Filter { field: "state".to_owned(), test: Test::Is(open.to_vec()) },
    ];
    world.find(sort.kind, &filters, RECORDS_MAX)
}

/// The day on which a party was reviewed last.
fn last_held(
    world: &mut World<'_>,
    sort: &Sort,
    field: &str,
    party: RecordId,
) -> Result<Option<Date>, Refused> {
    let view = world.view(sort.kind)?;
    let held = Filter { field: "held_on".to_owned(), test: Test::Filled };
    let filters = [Filter::is(field, Value::Ref(party)), held];
    let held = world.find(sort.kind, &filters, RECORDS_MAX)?;
    let days = held.iter().filter_map(|one| match view.value(one, "held_on") {
        Value::Date(day) => Some(*day),
        _ => None,
    });
    Ok(days.max())
}

fn today(now: Timestamp) -> Date {
    now.to_zoned(TimeZone::UTC).date()
}

pub(crate) fn begin_of(day: Date) -> Timestamp {
    day.to_zoned(TimeZone::UTC).map(|at| at.timestamp()).unwrap_or_default()
}
