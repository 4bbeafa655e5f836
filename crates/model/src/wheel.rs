//! Where on the wheel of Plan-Do-Check-Act a record stands, from its kind and its state alone.
use crate::kind::KindDef;
use crate::{ChoiceDef, Tone};

/// A quarter of the wheel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Quarter {
    /// It is being thought out or decided.
    Plan,
    /// It is being carried out.
    Do,
    /// It is being looked at what came of it.
    Check,
    /// What follows from that is being done.
    Act,
}

impl Quarter {
    /// All four, in the order in which the wheel turns.
    pub const ALL: [Self; 4] = [Self::Plan, Self::Do, Self::Check, Self::Act];

    /// Its name in data and texts.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Plan => "plan",
            Self::Do => "do",
            Self::Check => "check",
            Self::Act => "act",
        }
    }
}

/// The kinds whose records go round the wheel, in the order of its page.
pub const KINDS: &[&str] = &[
    "objective",
    "risk",
    "opportunity",
    "measure",
    "audit",
    "audit_finding",
    "nonconformity",
    "corrective_action",
    "improvement",
];

use Quarter::{Act, Check, Do, Plan};

/// Where the states of a kind stand, where the usual rule would not say it.
const PLACES: &[(&str, &[(Quarter, &[&str])])] = &[
    ("objective", &[(Plan, &["draft", "agreed"]), (Do, &["pursued"]), (Act, &["met", "missed"])]),
    (
        "risk",
        &[
            (Plan, &["identified", "assessed"]),
            (Do, &["accepted", "treating"]),
            (Check, &["treated", "monitored"]),
        ],
    ),
    ("measure", &[(Plan, &["draft"]), (Check, &["in_use"])]),
    ("audit", &[(Plan, &["planned", "prepared"]), (Check, &["in_progress"]), (Act, &["reported"])]),
    (
        "audit_finding",
        &[
            (Check, &["raised", "disputed", "action_done"]),
            (Plan, &["agreed", "correction_done", "cause_analysed"]),
            (Do, &["action_planned"]),
            (Act, &["verified"]),
        ],
    ),
    (
        "nonconformity",
        &[
            (Check, &["recorded"]),
            (Plan, &["corrected", "analysed"]),
            (Do, &["acting"]),
            (Act, &["verified"]),
        ],
    ),
    (
        "corrective_action",
        &[
            (Plan, &["proposed", "approved"]),
            (Do, &["in_progress"]),
            (Check, &["implemented"]),
            (Act, &["effective", "ineffective"]),
        ],
    ),
    (
        "improvement",
        &[
            (Plan, &["proposed", "evaluated", "approved", "planned"]),
            (Do, &["implementing"]),
            (Check, &["implemented"]),
            (Act, &["target_met", "target_missed"]),
        ],
    ),
];

/// Where a record of that kind in that state stands. What is over has left the wheel, and most kinds are not on it.
pub fn place(def: &KindDef, state: &str) -> Option<Quarter> {
    KINDS.contains(&def.name).then_some(())?;
    let choice = def.state(state).filter(|choice| !choice.is_end)?;
    let named = PLACES.iter().find(|(kind, _)| *kind == def.name).map(|(_, places)| places);
    let told = named.and_then(|places| places.iter().find(|(_, states)| states.contains(&state)));
    Some(told.map_or_else(|| usual(choice), |(quarter, _)| *quarter))
}

/// The usual rule: what nobody began is a plan, what goes on is done, what waits is looked at, and what went well leads on.
fn usual(state: &ChoiceDef) -> Quarter {
    match state.tone {
        Tone::New | Tone::Off => Plan,
        Tone::Going | Tone::Major => Do,
        Tone::Waiting => Check,
        Tone::Done => Act,
    }
}
