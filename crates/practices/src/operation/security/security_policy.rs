//! The information security policy: what it says, who approved it, and who was told of it.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Row, Situation, Step,
    held::Structured,
    library::{approved_by_another, fault_unless, fill_in, is_import, only_if, today},
    step,
};
use gemba_vocabulary::{Ref, actor::Role, kind};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

/// What is intended for information security, and what follows for those who work here, are served
/// here or supply us. One approved version is in force, and everybody concerned is told of it.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "SPO", clause = "8.7.3.1", menu = Plan, plural = "Security policies", life)]
#[kind(settle = settle)]
#[kind(shares(Comments, Attachments, Approvals, Links, Tasks, Tags, Review))]
pub struct SecurityPolicy {
    /// What this version is called, such as “Information security policy 2026”.
    #[field(searched, listed)]
    pub name: String,
    /// Who keeps it right.
    #[field(listed, filtered)]
    pub owner: Option<Ref<kind::Person>>,
    /// What it says, statement by statement, and to whom each applies.
    #[field(rows = Statement)]
    pub statements: Option<Structured<Vec<Statement>>>,
    /// The service requirements that were considered.
    pub requirements: Vec<Ref<kind::ServiceRequirement>>,
    /// The laws, contracts and other obligations that were considered.
    #[field(long)]
    pub obligations: Option<String>,
    /// What is different from the version before, and why.
    #[field(long)]
    pub what_is_new: Option<String>,
    /// Who is being told now.
    pub audience: Option<Audience>,
    /// By which way they are told, such as training, contract clause or terms of use.
    pub channel: Option<String>,
    /// Who was told of this version, how and when.
    #[field(computed, rows = Told)]
    pub told: Option<Structured<Vec<Told>>>,
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

/// A statement of the policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct Statement {
    /// What it says.
    pub statement: String,
    /// To whom it applies, and where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub applies_to: Option<String>,
}

/// Who is told of the policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Those who work here.
    Staff,
    /// Customers and those who use the services.
    Customers,
    /// Suppliers and others who contribute from outside.
    Suppliers,
    /// Others whom it concerns, such as authorities.
    Others,
}

/// Somebody was told of the policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct Told {
    /// Who was told.
    pub audience: Audience,
    /// By which way.
    pub channel: String,
    /// When.
    pub on: Date,
    /// What was said of why it matters.
    pub note: String,
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

const LIFE: &[Step<SecurityPolicy>] = &[
    step("approve", "Approve", &[State::Draft], State::InForce)
        .help(
            "Puts it in force, in place of the version before. A service manager or an approver does, not whoever \
             wrote it.",
        )
        .guard(may_approve)
        .then(|me, now| {
            me.approved_by = now.actor.person.map(Ref::new);
            me.approved_at = Some(now.now);
        }),
    step("communicate", "Record who was told", &[State::InForce], State::InForce)
        .help("Somebody was told of it today. Say what was said of why it matters and how it applies to them.")
        .asks(&["audience", "channel"])
        .needs_note()
        .guard(|me: &SecurityPolicy, _| {
            let parts = [(me.audience.is_some(), "Audience"), (me.channel.is_some(), "Channel")];
            fill_in("Record who was told", &parts)
        })
        .then(note_told),
    step("supersede", "Supersede", &[State::InForce], State::Superseded)
        .help("It holds no longer. Say what holds instead.")
        .needs_note()
        .then(|me, now| me.superseded_at = Some(now.now)),
    step("discard", "Discard", &[State::Draft], State::Superseded)
        .help("It does not come into force. Say why.")
        .needs_note(),
];

const ENTITLED: [Role; 2] = [Role::ServiceManager, Role::Approver];

fn may_approve(me: &SecurityPolicy, now: &Situation<'_>) -> Result<(), Refusal> {
    let has_statements = me.statements.as_ref().is_some_and(|all| !all.0.is_empty());
    fill_in(
        "Approve",
        &[
            (me.owner.is_some(), "Owner"),
            (has_statements, "Statements"),
            (
                me.obligations.is_some() || !me.requirements.is_empty(),
                "Requirements or Obligations",
            ),
        ],
    )?;
    approved_by_another("a policy", now)?;
    only_if(
        ENTITLED.iter().any(|role| now.actor.is(*role)),
        "A service manager or an approver approves it. Ask one of them.",
    )
}

fn note_told(me: &mut SecurityPolicy, now: &Situation<'_>) {
    if let (Some(audience), Some(channel)) = (me.audience.take(), me.channel.take()) {
        let note = now.note.unwrap_or_default().to_owned();
        let told = Told { audience, channel, on: today(now), note };
        me.told.get_or_insert_default().0.push(told);
    }
}

impl SecurityPolicy {
    /// What was approved.
    fn content(&self) -> impl PartialEq + '_ {
        let Self { name, statements, requirements, obligations, .. } = self;
        (name, statements, requirements, obligations)
    }
}

fn settle(
    me: &mut SecurityPolicy,
    before: Option<&SecurityPolicy>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    let approved = before.filter(|before| before.approved_at.is_some() && !is_import(now));
    let is_kept = approved.is_none_or(|before| before.content() == me.content());
    fault_unless(is_kept, "name", "and all that was approved stay as they are; write a new version")
}

#[cfg(test)]
mod tests {
    use crate::story::{ADA, BEN, Story, walk};
    use gemba_vocabulary::actor::Role;

    const KIND: &str = "security_policy";
    const STATEMENTS: &str = r#"[{"statement": "Everybody signs in with two factors"}]"#;
    const WHOLE: &[(&str, &str)] = &[
        ("name", "Policy 2026"),
        ("owner", "1"),
        ("statements", STATEMENTS),
        ("obligations", "The law on patient data"),
        ("audience", "staff"),
        ("channel", "Training"),
    ];
    const MACHINE: &[(&str, &str, &str)] = &[
        ("draft", "in_force", "approve"),
        ("draft", "superseded", "discard"),
        ("in_force", "in_force", "communicate"),
        ("in_force", "superseded", "supersede"),
    ];

    #[test]
    fn each_step_leads_on_and_each_other_is_refused() {
        walk(KIND, MACHINE, "SPO-000002 took its place", |from, _| {
            let mut story = Story::saved(KIND, WHOLE);
            story.put(from).by(BEN, &[Role::ServiceManager]);
            story
        });
    }

    #[test]
    fn somebody_else_who_is_entitled_approves_what_says_enough() {
        let mut story = Story::saved(KIND, &[("name", "Policy 2026")]);
        let bare = story.take("approve", &[]).unwrap_err();
        assert_eq!(
            bare,
            "Before “Approve”, fill in: Owner, Statements, Requirements or Obligations."
        );
        story.save(WHOLE).unwrap();
        story.by(ADA, &[Role::ServiceManager]);
        assert!(story.take("approve", &[]).unwrap_err().contains("does not approve it"));
        story.by(BEN, &[Role::ProcessOwner]);
        assert!(
            story.take("approve", &[]).unwrap_err().contains("A service manager or an approver")
        );
        story.by(BEN, &[Role::Approver]).take("approve", &[]).unwrap();
        assert_eq!((story.state(), &*story.holds("approved_by")), ("in_force", "2"));
        let refusal = story.save(&[("obligations", "None")]).unwrap_err();
        assert!(refusal.contains("write a new version"), "{refusal}");
    }

    #[test]
    fn it_is_kept_who_was_told_and_when() {
        let mut story = Story::saved(KIND, WHOLE);
        story.put("in_force");
        story.noted("communicate", &[], "Why it matters").unwrap();
        let again = story.noted("communicate", &[("audience", "customers")], "And you");
        assert_eq!(again.unwrap_err(), "Before “Record who was told”, fill in: Channel.");
        let customers = [("audience", "customers"), ("channel", "Terms of use")];
        story.noted("communicate", &customers, "And you").unwrap();
        let told: serde_json::Value = serde_json::from_str(&story.holds("told")).unwrap();
        assert_eq!(told[0]["audience"], "staff");
        assert_eq!(
            (&told[1]["channel"], &told[1]["on"]),
            (&"Terms of use".into(), &"2026-03-02".into())
        );
    }
}
