//! The change policy: what is under change control, how each category of change is handled, and when a change may hit
//! customers or services hard.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Row, Situation, Step,
    held::Structured,
    library::{approved_by_another, fault_unless, fill_in, is_import, only_if},
    step,
};
use gemba_vocabulary::{Ref, kind};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What is under change control, how each category of change is handled, and by which criteria a
/// change is found that may hit customers or services hard. One approved version is in force.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "CHP", clause = "8.5.1", menu = Plan, plural = "Change policies", life)]
#[kind(settle = settle)]
#[kind(shares(Comments, Attachments, Links, Tasks, Tags, Review))]
pub struct ChangePolicy {
    /// What this version is called, such as “Change policy 2026”.
    #[field(searched, listed)]
    pub name: String,
    /// Who keeps it right.
    #[field(listed, filtered)]
    pub owner: Option<Ref<kind::Person>>,
    /// The services, components, documents and other items that change by a change record only.
    #[field(long, searched)]
    pub under_control: Option<String>,
    /// What is not under change control, and why.
    #[field(long)]
    pub outside_control: Option<String>,
    /// The categories of change, emergency among them, and how each is handled.
    #[field(rows = Category)]
    pub categories: Option<Structured<Vec<Category>>>,
    /// By what a change is known that may hit customers or services hard.
    #[field(long)]
    pub major_criteria: Option<String>,
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

/// A category of change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct Category {
    /// What it is called, such as emergency.
    pub category: String,
    /// When a change belongs to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// How such a change is handled: who decides, what is left out, what comes after.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handling: Option<String>,
    /// Whether such changes go through service design and transition.
    #[serde(default)]
    pub through_transition: Option<bool>,
}

/// Where a version of the policy stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// It is being written.
    Draft,
    /// It was approved and holds.
    #[choice(tone = Done)]
    InForce,
    /// Another version took its place, or it never came into force.
    #[choice(tone = Off, end)]
    Superseded,
}

const LIFE: &[Step<ChangePolicy>] = &[
    step("approve", "Approve", &[State::Draft], State::InForce)
        .help("Puts it in force, in place of the version before. Not for whoever wrote it.")
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

fn may_approve(me: &ChangePolicy, now: &Situation<'_>) -> Result<(), Refusal> {
    let categories = me.categories();
    fill_in(
        "Approve",
        &[
            (me.owner.is_some(), "Owner"),
            (me.under_control.is_some(), "Under control"),
            (!categories.is_empty(), "Categories"),
            (me.major_criteria.is_some(), "Major criteria"),
        ],
    )?;
    let is_handled = |one: &&Category| one.when.is_some() && one.handling.is_some();
    if let Some(open) = categories.iter().find(|one| !is_handled(one)) {
        let name = &open.category;
        return Err(Refusal::because(format!(
            "Say of the category “{name}” when a change belongs to it and how it is handled."
        )));
    }
    only_if(
        categories.iter().any(|one| one.category.to_lowercase().contains("emergency")),
        "Say how emergency changes are handled: a category with “emergency” in its name is missing.",
    )?;
    approved_by_another("a policy", now)
}

impl ChangePolicy {
    fn categories(&self) -> &[Category] {
        self.categories.as_ref().map_or(&[], |categories| &categories.0)
    }

    /// What was approved.
    fn content(&self) -> impl PartialEq + '_ {
        let Self { name, under_control, outside_control, categories, major_criteria, .. } = self;
        (name, under_control, outside_control, categories, major_criteria)
    }
}

fn settle(
    me: &mut ChangePolicy,
    before: Option<&ChangePolicy>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    let approved = before.filter(|before| before.approved_at.is_some() && !is_import(now));
    let is_kept = approved.is_none_or(|before| before.content() == me.content());
    fault_unless(is_kept, "name", "and all that was approved stay as they are; write a new version")
}

#[cfg(test)]
mod tests {
    use crate::story::{BEN, Story, walk};
    use gemba_vocabulary::actor::Role;

    const KIND: &str = "change_policy";
    const CATEGORIES: &str = r#"[
        {"category": "Normal", "when": "Any other", "handling": "Assessed, then decided"},
        {"category": "Emergency", "when": "Harm grows", "handling": "One decides, recorded after"}]"#;
    const WHOLE: &[(&str, &str)] = &[
        ("name", "Policy 2026"),
        ("owner", "1"),
        ("under_control", "All services and their items"),
        ("categories", CATEGORIES),
        ("major_criteria", "More than one customer without a service"),
    ];

    #[test]
    fn somebody_else_approves_a_policy_that_says_all_it_must() {
        let mut story = Story::saved(KIND, &[("name", "Policy 2026")]);
        story.by(BEN, &[Role::ServiceManager]);
        assert_eq!(
            story.take("approve", &[]).unwrap_err(),
            "Before “Approve”, fill in: Owner, Under control, Categories, Major criteria."
        );
        story.save(WHOLE).unwrap();
        let open = r#"[{"category": "Normal", "when": "Any other"}]"#;
        story.save(&[("categories", open)]).unwrap();
        assert!(story.take("approve", &[]).unwrap_err().contains("of the category “Normal”"));
        let calm = r#"[{"category": "Normal", "when": "Any", "handling": "Decided"}]"#;
        story.save(&[("categories", calm)]).unwrap();
        assert!(story.take("approve", &[]).unwrap_err().contains("how emergency changes are"));
        story.save(&[("categories", CATEGORIES)]).unwrap();
        story.by(crate::story::ADA, &[Role::ServiceManager]);
        assert!(story.take("approve", &[]).unwrap_err().contains("does not approve it"));
        story.by(BEN, &[Role::ServiceManager]).take("approve", &[]).unwrap();
        assert_eq!((story.state(), &*story.holds("approved_by")), ("in_force", "2"));
        let refusal = story.save(&[("under_control", "Less")]).unwrap_err();
        assert!(refusal.contains("write a new version"), "{refusal}");
        story.save(&[("owner", "2")]).unwrap();
    }

    const MACHINE: &[(&str, &str, &str)] = &[
        ("draft", "in_force", "approve"),
        ("draft", "superseded", "discard"),
        ("in_force", "superseded", "supersede"),
    ];

    #[test]
    fn each_step_leads_on_and_each_other_is_refused() {
        walk(KIND, MACHINE, "CHP-000002 took its place", |from, _| {
            let mut story = Story::saved(KIND, WHOLE);
            story.put(from).by(BEN, &[Role::ServiceManager]);
            story
        });
    }
}
