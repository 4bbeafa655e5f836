//! The watch over releases: incidents in the days after a deployment that come of the release are
//! counted, at every save of the release, when an incident comes in, and when the days are over.
use gemba_desk::{Command, DueDone, DueWork, Flow, Input, Refused, Saving, World};
use gemba_model::{
    Record,
    filter::{Filter, Test},
    overlay::KindView,
};
use gemba_vocabulary::{RecordId, Value, calendar::Span};
use std::collections::BTreeSet;

/// The watch of one desk. It remembers nothing.
#[derive(Debug, Default)]
pub struct ReleaseWatch;

const TOPIC: &str = "release_watch";
const RELEASE: &str = "release";
const INCIDENT: &str = "incident";
const COUNTED: &str = "incidents_in_window";
/// The states in which the count still moves.
const WATCHED: [&str; 2] = ["deployed", "watching"];
const RECORDS_READ_MAX: usize = 1_000;

impl Flow for ReleaseWatch {
    fn before_save(&self, world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
        if saving.record.imported {
            return Ok(());
        }
        match saving.view.def.name {
            RELEASE => {
                let left = saving.before.is_some_and(|before| WATCHED.contains(&&*before.state));
                if left || WATCHED.contains(&&*saving.record.state) {
                    let count = incidents(world, saving.view, saving.record)?.len();
                    saving.set(COUNTED, Value::Int(i64::try_from(count).unwrap_or(i64::MAX)));
                }
                if saving.record.state == "watching" {
                    saving.plan(TOPIC, saving.value("watch_until").as_instant());
                }
            }
            // Which release it comes of is looked up once it is saved, for a new one has no number.
            INCIDENT if touches(saving) => saving.plan(TOPIC, Some(world.now())),
            "link"
                if [saving.value("from_kind"), saving.value("to_kind")]
                    .contains(&&text(RELEASE)) =>
            {
                saving.plan(TOPIC, Some(world.now()));
            }
            _ => {}
        }
        Ok(())
    }

    fn topic(&self) -> &'static str {
        TOPIC
    }

    /// Counts anew: each release that is watched, or the one whose days are over.
    fn due(&self, world: &mut World<'_>, work: &DueWork) -> Result<DueDone, Refused> {
        let is_one = work.kind == RELEASE;
        let one = is_one.then(|| Filter::is("id", Value::Int(work.record)));
        let watched = watched(world, one.into_iter().collect(), RECORDS_READ_MAX)?;
        let recount =
            watched.iter().map(|one| Command::change(RELEASE, one.id, None, Input::Nothing));
        Ok(DueDone { commands: recount.collect(), ..DueDone::default() })
    }

    fn was_saved(&self, _: &str) {}
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

/// The releases whose count still moves.
fn watched(
    world: &mut World<'_>,
    mut filters: Vec<Filter>,
    limit: usize,
) -> Result<Vec<Record>, Refused> {
    let states = WATCHED.map(text).to_vec();
    filters.push(Filter { field: "state".to_owned(), test: Test::Is(states) });
    world.find(RELEASE, &filters, limit)
}

/// Whether what ties an incident to releases was given or changed.
fn touches(saving: &Saving<'_>) -> bool {
    ["caused_by", "configuration_item", "opened_at"].iter().any(|field| {
        let now = saving.value(field);
        let before = saving.before.map(|before| saving.view.value(before, field));
        before.map_or(!now.is_none() && *field != "opened_at", |before| before != now)
    })
}

/// The incidents that come of a release: opened from the end of its deployment on and before the end
/// of its days, and naming one of its changes as their cause, one of its parts, or linked to it.
fn incidents(
    world: &mut World<'_>,
    view: &KindView,
    release: &Record,
) -> Result<BTreeSet<RecordId>, Refused> {
    let mut found = BTreeSet::new();
    let Some(window) = window(view, release) else { return Ok(found) };
    let within = [
        Filter { field: "opened_at".to_owned(), test: Test::AtLeast(Value::Instant(window.from)) },
        Filter { field: "opened_at".to_owned(), test: Test::Less(Value::Instant(window.to)) },
    ];
    let ties = [("caused_by", "changes"), ("configuration_item", "configuration_items")];
    for (field, of) in ties {
        let Value::Refs(ids) = view.value(release, of) else { continue };
        let ids: Vec<_> = ids.iter().copied().map(Value::Ref).collect();
        if !ids.is_empty() {
            found.extend(numbers(world, &within, field, ids)?);
        }
    }
    let linked = linked(world, release.id)?;
    if !linked.is_empty() {
        found.extend(numbers(world, &within, "id", linked)?);
    }
    Ok(found)
}

/// From the end of the deployment until the days are over; they begin before anybody presses “Watch”.
fn window(view: &KindView, release: &Record) -> Option<Span> {
    let from = view.value(release, "deployed_at").as_instant()?;
    let days = view.value(release, "watch_days").as_int().unwrap_or_default();
    let to = from.checked_add(jiff::SignedDuration::from_hours(days.saturating_mul(24))).ok()?;
    Some(Span { from, to })
}

fn numbers(
    world: &mut World<'_>,
    within: &[Filter],
    field: &str,
    ids: Vec<Value>,
) -> Result<BTreeSet<RecordId>, Refused> {
    let mut found = BTreeSet::new();
    for some in ids.chunks(100) {
        let tie = Filter { field: field.to_owned(), test: Test::Is(some.to_vec()) };
        let filters: Vec<_> = within.iter().cloned().chain([tie]).collect();
        let records = world.find(INCIDENT, &filters, RECORDS_READ_MAX)?;
        let counted = records.iter().filter(|one| one.state != "cancelled");
        found.extend(counted.map(|one| one.id));
    }
    Ok(found)
}

/// The incidents that a link ties to a release, in either direction.
fn linked(world: &mut World<'_>, release: RecordId) -> Result<Vec<Value>, Refused> {
    let view = world.view("link")?;
    let mut found = Vec::new();
    for (here, there) in [("from", "to"), ("to", "from")] {
        let filters = [
            Filter::is(&format!("{here}_kind"), text(RELEASE)),
            Filter::is(here, Value::Int(release)),
            Filter::is(&format!("{there}_kind"), text(INCIDENT)),
            Filter::is("open", Value::Bool(true)),
        ];
        let links = world.find("link", &filters, RECORDS_READ_MAX)?;
        found.extend(links.iter().map(|link| view.value(link, there).clone()));
    }
    Ok(found)
}
