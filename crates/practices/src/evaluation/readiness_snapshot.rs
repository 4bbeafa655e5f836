//! Snapshots of readiness: how every requirement of an edition stood at one moment, so that there is a history.
use gemba_model::{
    FieldFault, Kind, Row, Situation,
    held::Structured,
    library::{fault_unless, is_import},
};
use gemba_vocabulary::actor::Role;
use jiff::{Timestamp, tz::TimeZone};
use serde::{Deserialize, Serialize};

/// How far the requirements of an edition were met at one moment. Gemba takes one each night; whoever is entitled to
/// keeps today's as well. It counts all records, also those that few may see, and is never changed.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "RDY", clause = "9.1", title = "name", menu = Check, settle = settle)]
#[kind(shares(Comments, Links))]
pub struct ReadinessSnapshot {
    /// The edition and the day, in one line.
    #[field(computed, searched)]
    pub name: Option<String>,
    /// The edition of the standard: 2018, 2011 or 2005.
    #[field(listed, filtered, default = "2018")]
    pub edition: String,
    /// When the records were read.
    #[field(computed, listed, filtered)]
    pub taken_at: Option<Timestamp>,
    /// How many entries the ledger had, so that it can be said what was known.
    #[field(computed)]
    pub ledger_entries: Option<i64>,
    /// How many requirements passed.
    #[field(computed, listed)]
    pub passing: Option<i64>,
    /// How many failed.
    #[field(computed, listed)]
    pub failing: Option<i64>,
    /// For how many there was nothing to judge.
    #[field(computed, listed)]
    pub without_data: Option<i64>,
    /// How many still had time.
    #[field(computed)]
    pub not_yet_due: Option<i64>,
    /// How many waited for a person.
    #[field(computed)]
    pub waiting_for_person: Option<i64>,
    /// How many had no check.
    #[field(computed)]
    pub without_check: Option<i64>,
    /// How many an auditor would probably have called major nonconformities.
    #[field(computed, listed)]
    pub would_be_major: Option<i64>,
    /// How many an auditor would probably have called minor nonconformities.
    #[field(computed, listed)]
    pub would_be_minor: Option<i64>,
    /// The same by clause.
    #[field(computed, rows = Part)]
    pub by_clause: Option<Structured<Vec<Part>>>,
    /// The same by stage of a certification audit.
    #[field(computed, rows = Part)]
    pub by_stage: Option<Structured<Vec<Part>>>,
    /// The requirements whose result is another than in the snapshot before; in the first one, all.
    #[field(computed, rows = Turn)]
    pub turned: Option<Structured<Vec<Turn>>>,
}

/// How far a part of the requirements was met.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct Part {
    /// The clause or the stage.
    pub part: String,
    /// How many requirements it has.
    pub requirements: i64,
    /// How many passed.
    pub passing: i64,
    /// How many failed.
    pub failing: i64,
}

/// A requirement whose result became another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct Turn {
    /// Its number.
    pub requirement: String,
    /// What it was before; nothing if it was not looked at before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// What it became.
    pub to: String,
    /// How many records were judged.
    pub population: i64,
    /// How many of them did not keep the rule.
    pub exceptions: i64,
}

/// Who may keep one by hand.
const ENTITLED: [Role; 4] =
    [Role::Administrator, Role::ServiceManager, Role::ProcessOwner, Role::TopManagement];

fn settle(
    me: &mut ReadinessSnapshot,
    before: Option<&ReadinessSnapshot>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    if is_import(now) {
        return Ok(());
    }
    if let Some(before) = before {
        let is_kept = before.edition == me.edition;
        return fault_unless(is_kept, "edition", "stays as it was: a snapshot is never changed");
    }
    let is_entitled = ENTITLED.iter().any(|role| now.actor.is(*role)) || now.actor.person.is_none();
    fault_unless(
        is_entitled,
        "edition",
        "is kept by a service manager, a process owner or top management",
    )?;
    let day = now.now.to_zoned(TimeZone::UTC).date();
    me.taken_at = Some(now.now);
    me.name = Some(format!("Readiness {} on {day}", me.edition));
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::story::{BEN, Story};
    use gemba_vocabulary::actor::Role;

    const KIND: &str = "readiness_snapshot";

    #[test]
    fn it_says_of_what_and_when_and_stays_so() {
        let mut story = Story::of(KIND);
        story.by(BEN, &[Role::ProcessOwner]).save(&[("edition", "2018")]).unwrap();
        assert_eq!(story.holds("name"), "Readiness 2018 on 2026-03-02");
        assert!(story.holds("taken_at").starts_with("2026-03-02T"));
        let refusal = story.save(&[("edition", "2011")]).unwrap_err();
        assert!(refusal.contains("never changed"), "{refusal}");
    }

    #[test]
    fn it_is_kept_by_those_entitled_alone() {
        let mut story = Story::of(KIND);
        story.by(BEN, &[Role::Agent]);
        let refusal = story.save(&[("edition", "2018")]).unwrap_err();
        assert!(refusal.contains("by a service manager"), "{refusal}");
    }
}
