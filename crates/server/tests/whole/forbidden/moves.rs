//! The moves that are forbidden, as a table: where a record stands, what is tried, and the sentence that says no.
use super::stage::Stage;
use gemba_vocabulary::RecordId;

/// A move that must be refused.
pub struct Move {
    pub name: &'static str,
    pub kind: &'static str,
    /// Makes a record that came to `from` by honest steps.
    pub record: fn(&Stage) -> RecordId,
    pub from: &'static str,
    /// The verb that would lead to `to`.
    pub verb: &'static str,
    pub to: &'static str,
    /// Whether the life does not know the verb in that state at all; else its guard says no.
    pub is_unknown: bool,
    /// What the refusal says.
    pub sentence: &'static str,
}

type Row = (
    &'static str,
    &'static str,
    fn(&Stage) -> RecordId,
    (&'static str, &'static str, &'static str),
    &'static str,
);

/// Moves that the life does not know.
const UNKNOWN: &[Row] = &[
    (
        "a new incident is not closed",
        "incident",
        Stage::incident,
        ("new", "close", "closed"),
        "“Close” is not possible while the incident is new",
    ),
    (
        "a major incident is not closed",
        "incident",
        Stage::major_incident,
        ("major", "close", "closed"),
        "“Close” is not possible while the incident is major",
    ),
    (
        "a problem with a known error is not closed",
        "problem",
        Stage::known_problem,
        ("known_error", "close", "closed"),
        "“Close” is not possible while the problem is known error",
    ),
    (
        "a normal change that was assessed is not begun",
        "change",
        |stage| stage.assessed_change(5),
        ("assessed", "start", "implementing"),
        "“Start” is not possible while the change is assessed",
    ),
    (
        "a release that was tested is not deployed",
        "release",
        Stage::tested_release,
        ("tested", "deploy", "deploying"),
        "“Deploy” is not possible while the release is tested",
    ),
    (
        "an accepted release is not deployed without a baseline",
        "release",
        Stage::accepted_release,
        ("accepted", "deploy", "deploying"),
        "“Deploy” is not possible while the release is accepted",
    ),
    (
        "a live service is not switched off",
        "service",
        Stage::live_service,
        ("live", "switch_off", "retired"),
        "“Switch off” is not possible while the service is live",
    ),
    (
        "a live part is not disposed of",
        "configuration_item",
        Stage::live_item,
        ("live", "dispose", "disposed"),
        "“Dispose of” is not possible while the configuration item is live",
    ),
    (
        "an agreement under negotiation is not put in force",
        "service_level_agreement",
        Stage::bare_agreement,
        ("negotiation", "start", "in_force"),
        "“Put in force” is not possible while the service level agreement is negotiation",
    ),
];

/// Moves that a guard refuses.
const GUARDED: &[Row] = &[
    (
        "a major incident is not closed before its review",
        "incident",
        Stage::resolved_major,
        ("resolved", "close", "closed"),
        "A major incident is closed after its review.",
    ),
    (
        "a change is not approved once its start has passed",
        "change",
        |stage| stage.assessed_change(-2),
        ("assessed", "approve", "approved"),
        "The planned start has passed, and approval comes before the start.",
    ),
    (
        "nobody says yes to a change whose start has passed",
        "approval",
        |stage| stage.asked_approval(stage.assessed_change(-2)),
        ("asked", "approve", "approved"),
        "The start planned for this work has passed, and approval comes before the start.",
    ),
    (
        "a change is not approved by nobody",
        "change",
        |stage| stage.assessed_change(5),
        ("assessed", "approve", "approved"),
        "It needs 1 approval, and has 0.",
    ),
    (
        "no release is ready without a baseline",
        "release",
        Stage::accepted_release,
        ("accepted", "baseline", "ready"),
        "The state of the parts was not kept. Take a baseline of them",
    ),
    (
        "no service is taken away without a plan",
        "service",
        Stage::live_service,
        ("live", "approve_removal", "retiring"),
        "Before “Approve removal”, fill in: Removal plan.",
    ),
    (
        "no agreement is made without targets",
        "service_level_agreement",
        Stage::bare_agreement,
        ("negotiation", "agree", "agreed"),
        "The agreement has no target yet.",
    ),
];

/// All of them.
pub fn all() -> impl Iterator<Item = Move> {
    let made = |rows: &'static [Row], is_unknown| {
        rows.iter().map(move |(name, kind, record, (from, verb, to), sentence)| Move {
            name,
            kind,
            record: *record,
            from,
            verb,
            to,
            is_unknown,
            sentence,
        })
    };
    made(UNKNOWN, true).chain(made(GUARDED, false))
}
