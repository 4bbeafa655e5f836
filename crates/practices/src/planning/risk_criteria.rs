//! Risk criteria: by what risks are weighed, who may accept them, and how risks are managed.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Row, Situation, Step,
    held::Structured,
    library::{approved_by_top, fault_unless, fill_in, is_import, only_if, today},
    step,
};
use gemba_vocabulary::{Ref, kind, risk::WEIGHTS};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

/// What the numbers from 1 to 5 mean, up to which score who may accept a risk, and how risks are found,
/// weighed, treated and watched. One approved version is in force; the risks follow it.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "RCR", clause = "6.1", menu = Plan, plural = "Risk criteria", life, settle = settle)]
#[kind(shares(Comments, Attachments, Approvals, Links, Tags, Review))]
pub struct RiskCriteria {
    /// What this version is called, such as “Risk criteria 2026”.
    #[field(searched, listed)]
    pub name: String,
    /// Who keeps them right.
    #[field(listed, filtered)]
    pub owner: Option<Ref<kind::Person>>,
    /// What each weight of likelihood means, 1 to 5.
    #[field(rows = Weight)]
    pub likelihood_scale: Option<Structured<Vec<Weight>>>,
    /// What each weight of impact means, 1 to 5.
    #[field(rows = Weight)]
    pub impact_scale: Option<Structured<Vec<Weight>>>,
    /// Up to this score the owner of a risk may accept it.
    #[field(listed, default = "6")]
    pub owner_score_max: i64,
    /// Up to this score a manager may accept it; beyond it top management does.
    #[field(listed, default = "12")]
    pub manager_score_max: i64,
    /// What we are ready to bear, and what in no case.
    #[field(long, searched)]
    pub appetite: Option<String>,
    /// How risks and opportunities are found, weighed, treated and watched, and by whom.
    #[field(long, searched)]
    pub approach: Option<String>,
    /// The document in which the approach stands, if it is longer.
    #[field(filtered)]
    pub document: Option<Ref<kind::Document>>,
    /// What is different from the version before, and why.
    #[field(long)]
    pub what_is_new: Option<String>,
    /// The day on which somebody looked at them last.
    #[field(computed, filtered)]
    pub last_reviewed_on: Option<Date>,
    /// Who approved them.
    #[field(computed, listed)]
    pub approved_by: Option<Ref<kind::Person>>,
    /// When they were approved; from then on they are in force.
    #[field(computed, listed)]
    pub approved_at: Option<Timestamp>,
    /// When another version took their place.
    #[field(computed)]
    pub superseded_at: Option<Timestamp>,
}

/// What a weight means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct Weight {
    /// The weight, 1 to 5.
    pub weight: i64,
    /// What it means.
    pub means: String,
}

/// Where a version of the criteria stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// They are being written.
    Draft,
    /// They were approved and hold.
    #[choice(tone = Done)]
    InForce,
    /// Another version took their place, or they never came into force.
    #[choice(tone = Off, end)]
    Superseded,
}

const LIFE: &[Step<RiskCriteria>] = &[
    step("approve", "Approve", &[State::Draft], State::InForce)
        .help("Puts them in force, in place of the version before. Top management does, not whoever wrote them.")
        .guard(may_approve)
        .then(|me, now| {
            me.approved_by = now.actor.person.map(Ref::new);
            me.approved_at = Some(now.now);
            me.last_reviewed_on = Some(today(now));
        }),
    step("review", "Review", &[State::InForce], State::InForce)
        .help("Somebody asked whether they still fit. Say what was found.")
        .needs_note()
        .then(|me, now| me.last_reviewed_on = Some(today(now))),
    step("supersede", "Supersede", &[State::InForce], State::Superseded)
        .help("They hold no longer. Say what holds instead.")
        .needs_note()
        .then(|me, now| me.superseded_at = Some(now.now)),
    step("discard", "Discard", &[State::Draft], State::Superseded)
        .help("They do not come into force. Say why.")
        .needs_note(),
];

fn may_approve(me: &RiskCriteria, now: &Situation<'_>) -> Result<(), Refusal> {
    fill_in(
        "Approve",
        &[
            (me.owner.is_some(), "Owner"),
            (me.likelihood_scale.is_some(), "Likelihood scale"),
            (me.impact_scale.is_some(), "Impact scale"),
            (me.appetite.is_some(), "Appetite"),
            (me.approach.is_some(), "Approach"),
        ],
    )?;
    let is_whole = |scale: &Option<Structured<Vec<Weight>>>| {
        let rows = scale.as_ref().map_or(&[][..], |rows| &rows.0);
        let mut weights: Vec<_> = rows.iter().map(|row| row.weight).collect();
        weights.sort_unstable();
        weights == WEIGHTS.collect::<Vec<_>>()
    };
    only_if(
        is_whole(&me.likelihood_scale) && is_whole(&me.impact_scale),
        "Each scale says once what 1, 2, 3, 4 and 5 mean. Complete “Likelihood scale” and “Impact scale”.",
    )?;
    approved_by_top("risk criteria", now)
}

impl RiskCriteria {
    /// What was approved.
    fn content(&self) -> impl PartialEq + '_ {
        let Self {
            name, likelihood_scale, impact_scale, owner_score_max, manager_score_max, ..
        } = self;
        let scales = (name, likelihood_scale, impact_scale, owner_score_max, manager_score_max);
        (scales, &self.appetite, &self.approach, &self.document)
    }
}

fn settle(
    me: &mut RiskCriteria,
    before: Option<&RiskCriteria>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    fault_unless((1..25).contains(&me.owner_score_max), "owner_score_max", "must be 1 to 24")?;
    let is_wider = (me.owner_score_max..25).contains(&me.manager_score_max);
    fault_unless(
        is_wider,
        "manager_score_max",
        "must be at least that of the owner, and below 25",
    )?;
    let approved = before.filter(|before| before.approved_at.is_some() && !is_import(now));
    let is_kept = approved.is_none_or(|before| before.content() == me.content());
    fault_unless(is_kept, "name", "and all that was approved stay as they are; write a new version")
}

#[cfg(test)]
mod tests {
    use crate::story::{ADA, BEN, Story, walk};
    use gemba_vocabulary::actor::Role;

    const KIND: &str = "risk_criteria";
    const SCALE: &str = r#"[{"weight": 1, "means": "Hardly ever"}, {"weight": 2, "means": "Some years"},
        {"weight": 3, "means": "A year"}, {"weight": 4, "means": "Some months"}, {"weight": 5, "means": "Weeks"}]"#;
    const WHOLE: &[(&str, &str)] = &[
        ("name", "Risk criteria 2026"),
        ("owner", "1"),
        ("likelihood_scale", SCALE),
        ("impact_scale", SCALE),
        ("appetite", "Money rather than patients"),
        ("approach", "Once a quarter, and with each change of high risk"),
    ];
    const MACHINE: &[(&str, &str, &str)] = &[
        ("draft", "in_force", "approve"),
        ("draft", "superseded", "discard"),
        ("in_force", "in_force", "review"),
        ("in_force", "superseded", "supersede"),
    ];

    #[test]
    fn each_step_leads_on_and_each_other_is_refused() {
        walk(KIND, MACHINE, "RCR-000002 took their place", |from, _| {
            let mut story = Story::saved(KIND, WHOLE);
            story.put(from).by(BEN, &[Role::TopManagement]);
            story
        });
    }

    #[test]
    fn top_management_approves_whole_scales_and_bands_in_their_order() {
        let mut story = Story::saved(KIND, WHOLE);
        assert_eq!(
            (&*story.holds("owner_score_max"), &*story.holds("manager_score_max")),
            ("6", "12")
        );
        story.save(&[("impact_scale", r#"[{"weight": 1, "means": "Little"}]"#)]).unwrap();
        story.by(BEN, &[Role::TopManagement]);
        let half = story.take("approve", &[]).unwrap_err();
        assert!(half.contains("Each scale says once"), "{half}");
        story.save(&[("impact_scale", SCALE)]).unwrap();
        let band = story.save(&[("manager_score_max", "5")]).unwrap_err();
        assert!(band.contains("at least that of the owner"), "{band}");
        let manager = story.by(BEN, &[Role::ServiceManager]).take("approve", &[]).unwrap_err();
        assert!(manager.contains("Top management approves risk criteria"), "{manager}");
        let own = story.by(ADA, &[Role::TopManagement]).take("approve", &[]).unwrap_err();
        assert!(own.contains("Whoever wrote risk criteria"), "{own}");
        story.by(BEN, &[Role::TopManagement]).take("approve", &[]).unwrap();
        let changed = story.save(&[("owner_score_max", "8")]).unwrap_err();
        assert!(changed.contains("write a new version"), "{changed}");
    }
}
