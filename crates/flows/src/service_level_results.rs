//! Results of service levels: after each window of a target Gemba writes down what it came to, and a missed one gets a
//! task for whoever answers for the agreement. When an exception is agreed or withdrawn, the results of its time are
//! worked out anew.
mod action;
mod of_exception;

pub use action::MissedTargets;
pub use of_exception::ServiceLevelExceptions;

use gemba_desk::{Command, DueDone, DueWork, Flow, Input, Refused, Saving, World};
use gemba_figures::{
    reading::list,
    service_levels::{
        promises::{self, AGREEMENT, Agreement, Target},
        tally::tally,
    },
    sheet::Judged,
};
use gemba_model::{check::Period, filter::Filter};
use gemba_vocabulary::{RecordId, Value, attainment::Attainment, calendar::Span};
use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeSet;

/// The results at one desk. It remembers nothing.
#[derive(Debug, Default)]
pub struct ServiceLevelResults;

const TOPIC: &str = "service_level_results";
pub(super) const RESULT: &str = "service_level_result";
/// The states in which months of an agreement are counted, its last one among them.
const COUNTED: [&str; 4] = ["in_force", "under_review", "amended", "terminated"];
/// So many minutes after a month, so that what happened in its last minutes is on record.
const MINUTES_AFTER: i64 = 30;
/// Months that nobody counted, because the server was away, are made up for up to this many.
const MONTHS_MAX: i32 = 24;

impl Flow for ServiceLevelResults {
    fn before_save(&self, world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
        if saving.view.def.name != AGREEMENT {
            return Ok(());
        }
        let zone = zone_of(world, saving.value("calendar").as_int())?;
        let Value::Date(first) = *saving.value("starts_on") else { return Ok(()) };
        let last = if let Value::Date(last) = saving.value("ends_on") { Some(*last) } else { None };
        let is_counted = COUNTED.contains(&&*saving.record.state);
        let today = world.now().to_zoned(zone.clone()).date();
        let month = today.max(first).first_of_month();
        let before = month.saturating_sub(1.month());
        // The month in which an agreement ends is its last.
        let runs_in = |month| is_counted && last.is_none_or(|last| last >= month);
        let next = if runs_in(before) && first < month && is_uncounted(world, saving, month)? {
            looked_at(before, &zone).map(|at| at.max(world.now()))
        } else {
            looked_at(month, &zone).filter(|_| runs_in(month))
        };
        saving.plan(TOPIC, next);
        Ok(())
    }

    fn topic(&self) -> &'static str {
        TOPIC
    }

    fn due(&self, world: &mut World<'_>, work: &DueWork) -> Result<DueDone, Refused> {
        let mut done = DueDone::default();
        let Some(record) = world.record(AGREEMENT, work.record)? else { return Ok(done) };
        let view = world.view(AGREEMENT)?;
        let zone = zone_of(world, view.value(&record, "calendar").as_int())?;
        let edition = view.value(&record, "edition").as_int();
        let today = world.now().to_zoned(zone.clone()).date();
        let this_month = today.first_of_month();
        let planned = work.due.to_zoned(zone.clone()).date().first_of_month();
        let oldest = this_month.saturating_sub(MONTHS_MAX.months());
        let mut month = planned.saturating_sub(1.month()).max(oldest);
        while month < this_month {
            let after = month.saturating_add(1.month());
            let counted = Counted { month: after, zone: &zone, edition };
            done.commands.extend(counted.results(world, work.record)?);
            month = after;
        }
        let last = view.value(&record, "ends_on");
        let is_over = matches!(last, Value::Date(last) if *last < this_month);
        if COUNTED.contains(&&*record.state) && !is_over {
            done.again = looked_at(this_month, &zone);
        }
        Ok(done)
    }

    fn was_saved(&self, _: &str) {}
}

/// Whether the month before this one is still to be looked at: an agreement that is saved in between must not push that
/// look away. What was not here in that month has nothing to be looked at.
fn is_uncounted(world: &mut World<'_>, saving: &Saving<'_>, month: Date) -> Result<bool, Refused> {
    let begun = month.to_zoned(TimeZone::UTC).map(|at| at.timestamp()).unwrap_or_default();
    if saving.record.imported || saving.before.is_none_or(|before| before.created_at >= begun) {
        return Ok(false);
    }
    let of_month = [
        Filter::is("agreement", Value::Ref(saving.record.id)),
        Filter::is("until", Value::Date(month)),
    ];
    Ok(world.count(RESULT, &of_month)? == 0)
}

/// When the month is looked at: shortly after it is over.
fn looked_at(month: Date, zone: &TimeZone) -> Option<Timestamp> {
    let after = month.saturating_add(1.month()).to_zoned(zone.clone()).ok()?;
    after.timestamp().checked_add(MINUTES_AFTER.minutes()).ok()
}

/// The time zone of a calendar; UTC without one.
pub(super) fn zone_of(
    world: &mut World<'_>,
    calendar: Option<RecordId>,
) -> Result<TimeZone, Refused> {
    let Some(calendar) = calendar else { return Ok(TimeZone::UTC) };
    let calendar = crate::service_level_clock::read_calendar(world, calendar)?;
    Ok(calendar.map_or(TimeZone::UTC, |calendar| calendar.time_zone().clone()))
}

/// What a target came to, with its judgement.
pub(super) struct Came {
    pub counts: Attainment,
    pub is_missed: bool,
}

/// What targets of an agreement came to over some days, by their places.
pub(super) fn came(
    world: &mut World<'_>,
    agreement: &Agreement,
    period: Period,
    zone: &TimeZone,
) -> Result<Vec<Came>, Refused> {
    let begin = |day: Date| day.to_zoned(zone.clone()).map(|at| at.timestamp()).unwrap_or_default();
    let span = Span { from: begin(period.from), to: begin(period.until) };
    let evidence = world.evidence();
    let tallies = tally(&evidence, std::slice::from_ref(agreement), &[span]);
    let tallies = tallies.map_err(|fault| Refused::Failed(fault.0))?;
    let places = agreement.targets.iter().enumerate();
    let each = places.map(|(place, target)| {
        let counts = tallies.of(agreement.named.id, place, 0).counts;
        let judged = gemba_figures::service_levels::verdict(target, &counts);
        Came { counts, is_missed: judged == Judged::Missed }
    });
    Ok(each.collect())
}

/// An agreement with all that hangs on it.
pub(super) fn agreement(world: &mut World<'_>, id: RecordId) -> Result<Option<Agreement>, Refused> {
    let filters = [Filter::is("id", Value::Int(id))];
    let found = promises::agreements(&world.evidence(), &filters);
    Ok(found.map_err(|fault| Refused::Failed(fault.0))?.pop())
}

/// The look at an agreement after a month.
struct Counted<'a> {
    /// The first day of the month after.
    month: Date,
    zone: &'a TimeZone,
    edition: Option<i64>,
}

impl Counted<'_> {
    /// The results of the windows that ended with the month, but for those on record.
    fn results(&self, world: &mut World<'_>, id: RecordId) -> Result<Vec<Command>, Refused> {
        let Some(agreement) = agreement(world, id)? else { return Ok(Vec::new()) };
        let known = known(world, id)?;
        let mut commands = Vec::new();
        let windows: BTreeSet<_> = agreement.targets.iter().map(|one| one.window.clone()).collect();
        for window in windows {
            let Some(period) = self.window(&window, agreement.days) else { continue };
            let came = came(world, &agreement, period, self.zone)?;
            let counted = agreement.targets.iter().zip(&came).filter(|(target, _)| {
                target.clock.is_some()
                    && target.window == window
                    && !known.contains(&(target.named.id, period.from))
            });
            for (target, came) in counted {
                commands.push(self.command(&agreement, target, period, came));
            }
        }
        Ok(commands)
    }

    /// The days of a window that ended with the month, cut to those on which the agreement counts.
    fn window(&self, window: &str, days: (Option<Date>, Option<Date>)) -> Option<Period> {
        let ended = self.month.month();
        let months = match window {
            "month" => 1,
            "quarter" if [1, 4, 7, 10].contains(&ended) => 3,
            "year" if ended == 1 => 12,
            _ => return None,
        };
        let from = self.month.saturating_sub(months.months());
        let (first, last) = days;
        let from = first.map_or(from, |first| first.max(from));
        let until = last.map_or(self.month, |last| last.saturating_add(1.day()).min(self.month));
        (from < until).then_some(Period { from, until })
    }

    fn command(
        &self,
        agreement: &Agreement,
        target: &Target,
        period: Period,
        came: &Came,
    ) -> Command {
        let mut fields = counts(&came.counts);
        fields.extend(object(json!({
            "target": target.named.id,
            "agreement": agreement.named.id,
            "from": period.from,
            "until": period.until,
            "is_missed": came.is_missed,
            "agreement_edition": self.edition,
            "measured_by": "gemba",
        })));
        Command::create(RESULT, Input::Json(fields))
    }
}

/// The targets and first days of which there is a result already.
fn known(
    world: &mut World<'_>,
    agreement: RecordId,
) -> Result<BTreeSet<(RecordId, Date)>, Refused> {
    let of_agreement = [Filter::is("agreement", Value::Ref(agreement))];
    let known = list(&world.evidence(), RESULT, &of_agreement, |one| {
        Some((one.int("target")?, one.date("from")?))
    });
    Ok(known.map_err(|fault| Refused::Failed(fault.0))?.into_iter().collect())
}

/// The counts of a result as its fields.
pub(super) fn counts(counts: &Attainment) -> Map<String, Json> {
    object(json!({
        "met": counts.met,
        "missed": counts.missed_closed.saturating_add(counts.open_breached),
        "open_late": counts.open_breached,
        "excluded": counts.excluded_by_exception,
    }))
}

pub(super) fn object(json: Json) -> Map<String, Json> {
    if let Json::Object(fields) = json { fields } else { Map::new() }
}
