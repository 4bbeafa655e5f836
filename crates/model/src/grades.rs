//! How findings are graded: what a certification body calls each grade, how grave that is, and what follows from it.
use crate::{Choice, Row, Situation};
use gemba_vocabulary::{RecordId, Value};
use serde::{Deserialize, Serialize};

/// The kind whose records say how a body grades.
pub const BODY: &str = "certification_body";

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    /// Something is missing, or fails so that the aims are in doubt.
    Major,
    /// A lapse; the aims are still reached.
    Minor,
    /// No breach, but it may become one.
    Observation,
    /// No breach; it could be done better.
    Opportunity,
}

/// How it is seen that a finding is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verification {
    /// By looking at records that came after.
    Records,
    /// By reading what was written.
    Documents,
    /// By looking on, on the spot.
    Visit,
    /// At the next audit.
    NextAudit,
}

/// A grade as a body uses it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct GradeRow {
    /// What the body calls it, such as “Category 1”.
    pub name: String,
    /// How grave it is.
    pub rank: Grade,
    /// By how many days after it was raised the area answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response_days: Option<i64>,
    /// By how many days after it was raised it is closed. Empty where months count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closure_days: Option<i64>,
    /// By how many months after the last day of the audit it is closed. Empty where days count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closure_months: Option<i64>,
    /// How it is seen that it is over.
    pub verification: Verification,
    /// Whether there is no certificate while one is open.
    #[serde(default)]
    pub blocks: bool,
}

impl GradeRow {
    fn usual(
        (name, rank): (&str, Grade),
        response_days: i64,
        (closure_days, closure_months): (Option<i64>, Option<i64>),
        verification: Verification,
    ) -> Self {
        Self {
            name: name.to_owned(),
            rank,
            response_days: Some(response_days),
            closure_days,
            closure_months,
            verification,
            blocks: rank == Grade::Major,
        }
    }
}

/// What counts where a body said nothing else: something grave is over within six months of the last day of the audit,
/// for a lapse the plan is accepted before the decision and looked at in the next audit, a year on.
pub fn of_bodies() -> Vec<GradeRow> {
    use Grade::{Major, Minor, Observation, Opportunity};
    let year = (None, Some(12));
    vec![
        GradeRow::usual(("Major", Major), 30, (None, Some(6)), Verification::Visit),
        GradeRow::usual(("Minor", Minor), 30, year, Verification::NextAudit),
        GradeRow::usual(("Observation", Observation), 90, year, Verification::NextAudit),
        GradeRow::usual(("Opportunity", Opportunity), 90, year, Verification::NextAudit),
    ]
}

/// What counts in our own audits, and in all that name no certification body.
pub fn of_our_own() -> Vec<GradeRow> {
    let others = [
        ("Minor", Grade::Minor),
        ("Observation", Grade::Observation),
        ("Opportunity", Grade::Opportunity),
    ];
    let major = ("Major", Grade::Major);
    let mut all = vec![GradeRow::usual(major, 14, (Some(90), None), Verification::Records)];
    all.extend(
        others.map(|one| GradeRow::usual(one, 14, (Some(180), None), Verification::Records)),
    );
    all
}

/// The grades that count in an audit: those of its certification body, or our own.
pub fn of_audit(audit: RecordId, now: &Situation<'_>) -> Vec<GradeRow> {
    let of = |kind: &str, id: RecordId, field: &str| now.facts.value(kind, id, field);
    let through = || {
        let certification = of("audit", audit, "certification").as_int()?;
        of("certification", certification, "body").as_int()
    };
    let body = of("audit", audit, "body").as_int().or_else(through);
    let Some(body) = body else { return of_our_own() };
    let rows = match of(BODY, body, "grades") {
        Value::Struct(rows) => serde_json::from_value::<Vec<GradeRow>>(rows).unwrap_or_default(),
        _ => Vec::new(),
    };
    if rows.is_empty() { of_bodies() } else { rows }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_grave_keeps_from_a_certificate() {
        for grades in [of_bodies(), of_our_own()] {
            assert_eq!(grades.len(), Grade::ALL.len());
            let blocking: Vec<_> =
                grades.iter().filter(|one| one.blocks).map(|one| one.rank).collect();
            assert_eq!(blocking, [Grade::Major]);
            assert!(
                grades
                    .iter()
                    .all(|one| { one.closure_days.is_some() != one.closure_months.is_some() })
            );
        }
    }
}
