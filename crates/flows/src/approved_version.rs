//! One approved version is in force at a time: when another one is approved, the one before is superseded.
use gemba_desk::{Command, DueDone, DueWork, Flow, Refused, Saving, World};
use gemba_model::{Record, filter::Filter, overlay::KindView};
use gemba_vocabulary::Value;

/// The versions of one desk. It remembers nothing.
#[derive(Debug, Default)]
pub struct ApprovedVersion;

const TOPIC: &str = "approved_version";
const KINDS: &[&str] = &[
    "audit_programme",
    "change_policy",
    "improvement_criteria",
    "major_incident_criteria",
    "risk_criteria",
    "scope_statement",
    "security_policy",
    "service_management_plan",
];
const IN_FORCE: &str = "in_force";
const VERSIONS_READ_MAX: usize = 1_000;

impl Flow for ApprovedVersion {
    fn before_save(&self, world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
        if KINDS.contains(&saving.view.def.name) && saving.verb == "approve" {
            saving.plan(TOPIC, Some(world.now()));
        }
        Ok(())
    }

    fn topic(&self) -> &'static str {
        TOPIC
    }

    /// Supersedes what was in force before; a version that holds no longer itself supersedes nothing.
    fn due(&self, world: &mut World<'_>, work: &DueWork) -> Result<DueDone, Refused> {
        let mut done = DueDone::default();
        let view = world.view(&work.kind)?;
        let Some(approved) = world.record(&work.kind, work.record)? else { return Ok(done) };
        if approved.state != IN_FORCE {
            return Ok(done);
        }
        let since = view.value(&approved, "approved_at").as_instant();
        let in_force = Filter::is("state", Value::Text(IN_FORCE.to_owned()));
        for other in world.find(&work.kind, &[in_force], VERSIONS_READ_MAX)? {
            // Of two that were approved in the same moment the later record holds.
            let key = |at, id| (at, id);
            let other_since = view.value(&other, "approved_at").as_instant();
            let is_earlier = key(other_since, other.id) < key(since, approved.id);
            if is_earlier && is_for_same_time(&view, &other, &approved) {
                let note = format!("{} took its place.", view.def.number(approved.id));
                let supersede = Command::verb(&work.kind, other.id, "supersede");
                done.commands.push(supersede.with_note(&note));
            }
        }
        Ok(done)
    }

    fn was_saved(&self, _: &str) {}
}

/// What holds for a period is replaced by what holds for a part of it, and by nothing else.
fn is_for_same_time(view: &KindView, one: &Record, other: &Record) -> bool {
    let day = |record: &Record, field: &str| match view.value(record, field) {
        Value::Date(day) => Some(*day),
        _ => None,
    };
    if view.def.position("period_from").is_none() {
        return true;
    }
    let begins_before_end = |one: &Record, other: &Record| {
        day(one, "period_from")
            .zip(day(other, "period_until"))
            .is_none_or(|(from, until)| from <= until)
    };
    begins_before_end(one, other) && begins_before_end(other, one)
}
