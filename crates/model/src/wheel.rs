//! Where on the wheel of Plan-Do-Check-Act a record stands, from its kind and its state alone.
use crate::{
    ChoiceDef, Tone,
    check::{Evidence, EvidenceFault},
    filter::Filter,
    kind::KindDef,
};
use gemba_vocabulary::{RecordId, Value};
use jiff::Timestamp;

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

/// A quarter, and the states that stand in it.
type Held = (Quarter, &'static [&'static str]);

/// Where the states of a kind stand, where the usual rule would not say it.
const PLACES: &[(&str, &[Held])] = &[
    ("objective", &[(Plan, &["draft", "agreed"]), (Do, &["pursued"]), (Act, &["met", "missed"])]),
    (
        "risk",
        &[
            (Plan, &["identified", "assessed"]),
            (Do, &["accepted", "treating"]),
            (Check, &["treated", "monitored"]),
        ],
    ),
    ("opportunity", &[(Plan, &["identified", "assessed"]), (Do, &["pursued"])]),
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

/// The usual rule: what nobody began is a plan, what goes on is done, what waits is looked at, what went well leads on.
fn usual(state: &ChoiceDef) -> Quarter {
    match state.tone {
        Tone::New | Tone::Off => Plan,
        Tone::Going | Tone::Major => Do,
        Tone::Waiting => Check,
        Tone::Done => Act,
    }
}

/// A record on the wheel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Its kind.
    pub kind: &'static str,
    /// Its number.
    pub id: RecordId,
    /// What it is called.
    pub title: String,
    /// The state of its life.
    pub state: String,
    /// Who answers for it.
    pub owner: Option<RecordId>,
    /// When it last changed.
    pub since: Timestamp,
    /// Where it stands.
    pub quarter: Quarter,
}

/// Everything that goes round the wheel, of the kinds that are asked for: by kind, what rests longest first.
pub fn of_now(
    evidence: &dyn Evidence,
    kinds: &[&'static str],
) -> Result<Vec<Standing>, EvidenceFault> {
    let open = [Filter::is("open", Value::Bool(true))];
    let mut all = Vec::new();
    for kind in kinds {
        let Some(view) = evidence.view(kind) else { continue };
        let mut of_kind = Vec::new();
        evidence.visit(kind, &open, &mut |record| {
            let place = place(view.def, &record.state);
            of_kind.extend(place.map(|quarter| Standing {
                kind,
                id: record.id,
                title: view.title(record),
                state: record.state.clone(),
                owner: view.value(record, "owner").as_int(),
                since: record.updated_at,
                quarter,
            }));
            true
        })?;
        of_kind.sort_by_key(|one| (one.since, one.id));
        all.append(&mut of_kind);
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wheel_turns_from_plan_to_act() {
        let names = Quarter::ALL.map(Quarter::name);
        assert_eq!(names, ["plan", "do", "check", "act"]);
        assert!(PLACES.iter().all(|(kind, _)| KINDS.contains(kind)), "each kind is on the wheel");
    }
}
