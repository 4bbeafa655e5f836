//! Criteria for improvements: by what opportunities are weighed, so that the loudest voice does not decide.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Row, Situation, Step,
    held::Structured,
    library::{fault_unless, fill_in, is_import, only_if},
    step,
};
use gemba_vocabulary::{Ref, actor::Role, kind};
use jiff::Timestamp;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// By what opportunities for improvement are weighed against one another. One version is in force; each improvement
/// is rated by every criterion of it, from 0 to 5.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "IMC", clause = "10.2", menu = Plan, plural = "Improvement criteria", life)]
#[kind(settle = settle)]
#[kind(shares(Comments, Attachments, Links, Tags, Review))]
pub struct ImprovementCriteria {
    /// What this version is called, such as “Criteria 2026”.
    #[field(searched, listed)]
    pub name: String,
    /// Who keeps it right.
    #[field(listed, filtered)]
    pub owner: Option<Ref<kind::Person>>,
    /// The criteria with their weights. At least one asks how far an improvement serves the objectives.
    #[field(rows = Criterion)]
    pub criteria: Option<Structured<Vec<Criterion>>>,
    /// From which score on an improvement is usually approved. People decide; this says what is usual.
    #[field(percent)]
    pub usual_score: Option<Decimal>,
    /// What is different from the version before, and why.
    #[field(long)]
    pub what_is_new: Option<String>,
    /// Who approved it.
    #[field(computed, listed)]
    pub approved_by: Option<Ref<kind::Person>>,
    /// When it was approved; from then on it is in force.
    #[field(computed, listed)]
    pub approved_at: Option<Timestamp>,
    /// When another version took its place.
    #[field(computed)]
    pub superseded_at: Option<Timestamp>,
}

/// A criterion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct Criterion {
    /// What it asks, such as “Fit with our objectives”.
    pub criterion: String,
    /// How much it counts, from 1 to 10.
    pub weight: i64,
    /// What 0 and what 5 mean.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scale: Option<String>,
    /// Whether it asks how far an improvement serves the objectives of service management.
    #[serde(default)]
    pub serves_objectives: bool,
}

/// Where a version stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// It is being written.
    Draft,
    /// Improvements are weighed by it.
    #[choice(tone = Done)]
    InForce,
    /// Another version took its place, or it never came into force.
    #[choice(tone = Off, end)]
    Superseded,
}

const LIFE: &[Step<ImprovementCriteria>] = &[
    step("approve", "Approve", &[State::Draft], State::InForce)
        .help(
            "Puts it in force, in place of the version before. Top management or a service manager does, not whoever \
             wrote it.",
        )
        .guard(may_approve)
        .then(|me, now| {
            me.approved_by = now.actor.person.map(Ref::new);
            me.approved_at = Some(now.now);
        }),
    step("supersede", "Supersede", &[State::InForce], State::Superseded)
        .help("It holds no longer. Say what holds instead.")
        .needs_note()
        .then(|me, now| me.superseded_at = Some(now.now)),
    step("discard", "Discard", &[State::Draft], State::Superseded)
        .help("It does not come into force. Say why.")
        .needs_note(),
];

const ENTITLED: [Role; 3] = [Role::TopManagement, Role::ServiceManager, Role::Approver];

fn may_approve(me: &ImprovementCriteria, now: &Situation<'_>) -> Result<(), Refusal> {
    let criteria = me.criteria.as_ref().map(|all| &*all.0).unwrap_or_default();
    fill_in("Approve", &[(me.owner.is_some(), "Owner"), (!criteria.is_empty(), "Criteria")])?;
    only_if(
        criteria.iter().any(|one| one.serves_objectives),
        "No criterion asks how far an improvement serves the objectives. Add one, or tick “Serves objectives” at the \
         one that does.",
    )?;
    only_if(
        now.actor.person.is_some() && now.actor.person != now.created_by,
        "Whoever wrote the criteria does not approve them. Ask somebody else.",
    )?;
    only_if(
        ENTITLED.iter().any(|role| now.actor.is(*role)),
        "Top management, a service manager or an approver approves them. Ask one of them.",
    )
}

const WEIGHT_MAX: i64 = 10;

fn settle(
    me: &mut ImprovementCriteria,
    before: Option<&ImprovementCriteria>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    let criteria = me.criteria.as_ref().map(|all| &*all.0).unwrap_or_default();
    fault_unless(
        criteria.iter().all(|one| (1..=WEIGHT_MAX).contains(&one.weight)),
        "criteria",
        "must have weights from 1 to 10",
    )?;
    let names: BTreeSet<_> =
        criteria.iter().map(|one| one.criterion.trim().to_lowercase()).collect();
    fault_unless(
        names.len() == criteria.len(),
        "criteria",
        "name one criterion twice; each has a name of its own",
    )?;
    let approved = before.filter(|before| before.approved_at.is_some() && !is_import(now));
    let is_kept = approved.is_none_or(|before| {
        (&before.name, &before.criteria, before.usual_score)
            == (&me.name, &me.criteria, me.usual_score)
    });
    fault_unless(
        is_kept,
        "criteria",
        "and all that was approved stay as they are; write a new version",
    )
}

#[cfg(test)]
mod tests {
    use crate::story::{ADA, BEN, Story, walk};
    use gemba_vocabulary::actor::Role;

    const KIND: &str = "improvement_criteria";
    const CRITERIA: &str = r#"[{"criterion": "Value", "weight": 3},
        {"criterion": "Fit with objectives", "weight": 5, "serves_objectives": true}]"#;
    const WHOLE: &[(&str, &str)] =
        &[("name", "Criteria 2026"), ("owner", "1"), ("criteria", CRITERIA)];

    #[test]
    fn each_step_leads_on_and_each_other_is_refused() {
        let machine = &[
            ("draft", "in_force", "approve"),
            ("draft", "superseded", "discard"),
            ("in_force", "superseded", "supersede"),
        ];
        walk(KIND, machine, "IMC-000002 took its place", |from, _| {
            let mut story = Story::saved(KIND, WHOLE);
            story.put(from).by(BEN, &[Role::TopManagement]);
            story
        });
    }

    #[test]
    fn they_ask_for_the_objectives_and_somebody_else_approves_them() {
        let mut story = Story::saved(KIND, &[("name", "Criteria 2026"), ("owner", "1")]);
        story.by(BEN, &[Role::TopManagement]);
        let bare = story.take("approve", &[]).unwrap_err();
        assert_eq!(bare, "Before “Approve”, fill in: Criteria.");
        let cost_alone = r#"[{"criterion": "Cost", "weight": 3}]"#;
        story.save(&[("criteria", cost_alone)]).unwrap();
        assert!(story.take("approve", &[]).unwrap_err().contains("serves the objectives"));
        story.save(&[("criteria", CRITERIA)]).unwrap();
        let own = story.by(ADA, &[Role::TopManagement]).take("approve", &[]).unwrap_err();
        assert!(own.contains("does not approve them"), "{own}");
        let agent = story.by(BEN, &[Role::Agent]).take("approve", &[]).unwrap_err();
        assert!(agent.contains("Top management, a service manager"), "{agent}");
        story.by(BEN, &[Role::TopManagement]).take("approve", &[]).unwrap();
        let fault = story.save(&[("criteria", cost_alone)]).unwrap_err();
        assert!(fault.contains("write a new version"), "{fault}");
    }

    #[test]
    fn a_criterion_has_a_weight_and_a_name_of_its_own() {
        let mut story = Story::of(KIND);
        let heavy = r#"[{"criterion": "Cost", "weight": 11}]"#;
        let fault = story.save(&[("name", "C"), ("criteria", heavy)]).unwrap_err();
        assert!(fault.contains("from 1 to 10"), "{fault}");
        let twice = r#"[{"criterion": "Cost", "weight": 1}, {"criterion": "cost ", "weight": 2}]"#;
        assert!(story.save(&[("name", "C"), ("criteria", twice)]).unwrap_err().contains("twice"));
    }
}
