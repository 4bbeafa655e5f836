//! An exception that is agreed or withdrawn: the results of its time are worked out anew.
use super::{RESULT, agreement, came, object, zone_of};
use gemba_desk::{Command, DueDone, DueWork, Flow, Input, Refused, Saving, World};
use gemba_figures::{
    reading::{Read, list},
    service_levels::{promises::AGREEMENT, verdict},
    sheet::Judged,
};
use gemba_model::{check::Period, filter::Filter};
use gemba_vocabulary::{RecordId, Value, attainment::Attainment};
use jiff::civil::Date;
use serde_json::json;

/// The exceptions of one desk. It remembers nothing.
#[derive(Debug, Default)]
pub struct ServiceLevelExceptions;

const TOPIC: &str = "service_level_exceptions";
const KIND: &str = "service_level_exception";

impl Flow for ServiceLevelExceptions {
    fn before_save(&self, world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
        if saving.view.def.name != KIND {
            return Ok(());
        }
        let counts = |state: &str| state == "agreed";
        let before = saving.before.is_some_and(|before| counts(&before.state));
        if before || counts(&saving.record.state) {
            saving.plan(TOPIC, Some(world.now()));
        }
        Ok(())
    }

    fn topic(&self) -> &'static str {
        TOPIC
    }

    fn due(&self, world: &mut World<'_>, work: &DueWork) -> Result<DueDone, Refused> {
        let mut done = DueDone::default();
        let Some(record) = world.record(KIND, work.record)? else { return Ok(done) };
        let id = world.view(KIND)?.value(&record, "agreement").as_int();
        let Some((id, agreement)) =
            id.zip(id.map(|id| agreement(world, id)).transpose()?.flatten())
        else {
            return Ok(done);
        };
        let view = world.view(AGREEMENT)?;
        let calendar = world.record(AGREEMENT, id)?;
        let calendar = calendar.and_then(|one| view.value(&one, "calendar").as_int());
        let zone = zone_of(world, calendar)?;
        for kept in results(world, id)? {
            let place = agreement.targets.iter().position(|one| one.named.id == kept.target);
            let Some(place) = place else { continue };
            let came = came(world, &agreement, kept.period, &zone)?;
            let (Some(came), Some(target)) = (came.get(place), agreement.targets.get(place)) else {
                continue;
            };
            // What was counted when the period ended stays; only what is taken out of it changes.
            let excluded = came.counts.excluded_by_exception.min(kept.counts.missed_closed);
            if excluded == kept.counts.excluded_by_exception {
                continue;
            }
            let counts = Attainment { excluded_by_exception: excluded, ..kept.counts };
            let is_missed = verdict(target, &counts) == Judged::Missed;
            let fields = object(json!({"excluded": excluded, "is_missed": is_missed}));
            done.commands.push(Command::change(RESULT, kept.id, None, Input::Json(fields)));
        }
        Ok(done)
    }

    fn was_saved(&self, _: &str) {}
}

/// A result on record that Gemba counted.
struct Kept {
    id: RecordId,
    target: RecordId,
    period: Period,
    /// Every missed one as if it had ended.
    counts: Attainment,
}

fn results(world: &mut World<'_>, agreement: RecordId) -> Result<Vec<Kept>, Refused> {
    let filters = [
        Filter::is("agreement", Value::Ref(agreement)),
        Filter::is("measured_by", Value::Text("gemba".to_owned())),
    ];
    let count = |one: &Read<'_>, field: &str| {
        one.int(field).and_then(|count| u64::try_from(count).ok()).unwrap_or_default()
    };
    let kept = list(&world.evidence(), RESULT, &filters, |one| {
        let days: (Date, Date) = (one.date("from")?, one.date("until")?);
        Some(Kept {
            id: one.id(),
            target: one.int("target")?,
            period: Period { from: days.0, until: days.1 },
            counts: Attainment {
                met: count(one, "met"),
                missed_closed: count(one, "missed"),
                open_breached: 0,
                excluded_by_exception: count(one, "excluded"),
            },
        })
    });
    kept.map_err(|fault| Refused::Failed(fault.0))
}
