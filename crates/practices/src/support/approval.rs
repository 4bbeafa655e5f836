//! Approvals: decisions asked of someone who did not ask for them.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Situation, Step,
    library::{fault_unless, is_import, only_if},
    step,
};
use gemba_vocabulary::{RecordId, Ref, Value, actor::Role, kind};
use jiff::Timestamp;

/// A decision that somebody is asked to take about another record. Nobody decides on their own
/// request.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "APR", clause = "8.5.1", life, settle = settle)]
#[kind(shares(Comments, Attachments))]
pub struct Approval {
    /// What is to be decided, in one line.
    #[field(searched, listed, visible)]
    pub summary: String,
    /// What whoever decides should know, where they do not see the record itself.
    #[field(computed, long, visible)]
    pub details: Option<String>,
    /// What a change costs, and what is left of the budgets of the services that it touches, as it was
    /// when it was asked.
    #[field(computed, long)]
    pub costs: Option<String>,
    /// The kind of the record that the decision is about, such as `change`.
    #[field(filtered, visible, label = "About kind")]
    pub parent_kind: String,
    /// The number of the record that the decision is about, within its kind.
    #[field(filtered, visible, label = "About")]
    pub parent: i64,
    /// Who is asked to decide. It must be someone other than the one who asks.
    #[field(listed, filtered, visible, scope = Addressee)]
    pub approver: Ref<kind::Person>,
    /// The rule by which Gemba asked, if one did.
    #[field(computed, filtered)]
    pub rule: Option<Ref<kind::ApprovalRule>>,
    /// Who asked for the decision: whoever recorded it.
    #[field(computed)]
    pub asked_by: Option<Ref<kind::Person>>,
    /// Why it was decided so.
    #[field(long, visible)]
    pub decision_note: Option<String>,
    /// When the decision was taken.
    #[field(computed, visible)]
    pub decided_at: Option<Timestamp>,
    /// Who took the decision.
    #[field(computed)]
    pub decided_by: Option<Ref<kind::Person>>,
}

/// Where a decision stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// Somebody is asked and has not answered yet.
    #[choice(tone = Waiting)]
    Asked,
    /// The answer was yes.
    #[choice(tone = Done, end)]
    Approved,
    /// The answer was no.
    #[choice(tone = Off, end)]
    Rejected,
    /// Whoever asked took the question back.
    #[choice(tone = Off, end)]
    Withdrawn,
}

const LIFE: &[Step<Approval>] = &[
    step("approve", "Approve", &[State::Asked], State::Approved)
        .help("Says yes. Only the person asked, or another approver, can; never whoever asked.")
        .asks(&["decision_note"])
        .guard(may_approve)
        .then(decide),
    step("reject", "Reject", &[State::Asked], State::Rejected)
        .help("Says no. Whoever asked is told the reason.")
        .asks(&["decision_note"])
        .needs_note()
        .guard(may_decide)
        .then(decide),
    step("withdraw", "Withdraw", &[State::Asked], State::Withdrawn)
        .help("Takes the question back. Only whoever asked it can.")
        .guard(is_the_asker),
];

/// The fields in which kinds keep who wants the record: none of these people decides about it.
const REQUESTER_FIELDS: [&str; 5] =
    ["requested_by", "requested_for", "reporter", "asked_by", "created_by"];

fn may_decide(me: &Approval, now: &Situation<'_>) -> Result<(), Refusal> {
    let Some(person) = now.actor.person else {
        return Err(Refusal::because(
            "A decision is taken by a person. Sign in as the approver to take it.",
        ));
    };
    may_speak(me, person, now)?;
    let asked = me.asked_by.is_some_and(|asker| asker.id == person);
    only_if(
        !asked && now.created_by != Some(person) && !wants_the_parent(me, person, now),
        "Nobody decides on their own request. Ask someone else to decide it.",
    )
}

/// Whom a rule names, nobody replaces but those whom it names for that.
fn may_speak(me: &Approval, person: RecordId, now: &Situation<'_>) -> Result<(), Refusal> {
    let Some(rule) = me.rule else {
        return only_if(
            me.approver.id == person || now.actor.is(Role::Approver),
            "Only the person asked, or someone with the role of approver, can decide this.",
        );
    };
    let deputies = now.facts.value("approval_rule", rule.id, "deputies");
    let is_deputy = matches!(deputies, Value::Refs(ids) if ids.contains(&person));
    only_if(
        me.approver.id == person || is_deputy,
        "A rule asks this person by name. Only they, or a deputy that the rule names, can decide \
         this.",
    )
}

fn wants_the_parent(me: &Approval, person: RecordId, now: &Situation<'_>) -> bool {
    let holder = |field| now.facts.value(&me.parent_kind, me.parent, field).as_int();
    REQUESTER_FIELDS.iter().any(|field| holder(field) == Some(person))
}

fn may_approve(me: &Approval, now: &Situation<'_>) -> Result<(), Refusal> {
    may_decide(me, now)?;
    let starts_at = now.facts.value(&me.parent_kind, me.parent, "starts_at").as_instant();
    only_if(
        starts_at.is_none_or(|starts_at| now.now < starts_at),
        "The start planned for this work has passed, and approval comes before the start. Have a \
         later start planned, or reject it.",
    )
}

fn is_the_asker(me: &Approval, now: &Situation<'_>) -> Result<(), Refusal> {
    let is_mine = |asker: Ref<kind::Person>| now.actor.person == Some(asker.id);
    only_if(
        me.asked_by.is_none_or(is_mine) || now.actor.is(Role::Administrator),
        "Only whoever asked for the decision can withdraw it. The approver can reject it instead.",
    )
}

fn decide(me: &mut Approval, now: &Situation<'_>) {
    me.decided_at = Some(now.now);
    me.decided_by = now.actor.person.map(Ref::new);
    if me.decision_note.is_none() {
        me.decision_note = now.note.map(ToOwned::to_owned);
    }
}

fn settle(
    me: &mut Approval,
    before: Option<&Approval>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    fault_unless(me.parent > 0, "parent", "must be the number of the record to decide about")?;
    if !is_import(now) {
        me.asked_by = match before {
            Some(before) => before.asked_by,
            None => now.actor.person.map(Ref::new),
        };
    }
    fault_unless(
        me.asked_by != Some(me.approver),
        "approver",
        "is the one who asks; name someone else, since nobody decides on their own request",
    )
}

#[cfg(test)]
mod tests {
    use crate::story::{ADA, BEN, Story};
    use gemba_vocabulary::{Value, actor::Role};

    const ASKED: &[(&str, &str)] = &[
        ("summary", "May we change the disks?"),
        ("parent_kind", "change"),
        ("parent", "5"),
        ("approver", "2"),
    ];

    #[test]
    fn the_one_asked_decides_and_it_is_kept_who_and_when() {
        let mut story = Story::saved("approval", ASKED);
        assert_eq!(story.holds("asked_by"), ADA.to_string());
        let stranger = story.by(3, &[Role::Agent]).take("approve", &[]).unwrap_err();
        assert!(stranger.starts_with("Only the person asked"), "{stranger}");
        story.by(BEN, &[Role::Agent]).at("2026-03-02T10:00:00Z");
        story.take("approve", &[("decision_note", "The plan is sound.")]).unwrap();
        assert_eq!(story.state(), "approved");
        assert_eq!(story.holds("decided_by"), BEN.to_string());
        assert_eq!(story.holds("decided_at"), "2026-03-02T10:00:00Z");
        assert_eq!(story.holds("decision_note"), "The plan is sound.");
    }

    #[test]
    fn nobody_decides_on_their_own_request() {
        let own = [ASKED, &[("approver", "1")]].concat();
        let refusal = Story::of("approval").save(&own).unwrap_err();
        assert!(refusal.starts_with("Approver is the one who asks"), "{refusal}");
        let mut story = Story::saved("approval", ASKED);
        let asker = story.by(ADA, &[Role::Approver]).take("approve", &[]).unwrap_err();
        assert!(asker.starts_with("Nobody decides on their own request"), "{asker}");
        for field in super::REQUESTER_FIELDS {
            let mut story = Story::saved("approval", ASKED);
            story.given("change", 5, field, Value::Ref(BEN));
            story.by(BEN, &[Role::Approver]);
            for verb in ["approve", "reject"] {
                let refusal = story.noted(verb, &[], "Mine").unwrap_err();
                assert!(refusal.starts_with("Nobody decides on their own request"), "{field}");
            }
        }
    }

    #[test]
    fn whom_a_rule_asks_decides_or_a_deputy_that_it_names() {
        let mut story = Story::saved("approval", ASKED);
        story.knows("rule", Value::Ref(9));
        story.given("approval_rule", 9, "deputies", Value::Refs(vec![7]));
        let other = story.by(3, &[Role::Approver]).take("approve", &[]).unwrap_err();
        assert!(other.starts_with("A rule asks this person by name"), "{other}");
        story.by(7, &[Role::Agent]).take("approve", &[]).unwrap();
        assert_eq!(story.holds("decided_by"), "7");
    }

    #[test]
    fn approval_comes_before_the_start() {
        let mut story = Story::saved("approval", ASKED);
        let start = Value::Instant("2026-03-02T10:00:00Z".parse().unwrap());
        story.given("change", 5, "starts_at", start).by(BEN, &[Role::Approver]);
        let late = story.at("2026-03-02T10:00:00Z").take("approve", &[]).unwrap_err();
        assert!(late.contains("approval comes before the start"), "{late}");
        story.noted("reject", &[], "Too late").unwrap();
        assert_eq!(story.state(), "rejected");
        assert_eq!(story.holds("decision_note"), "Too late");
    }

    #[test]
    fn only_the_asker_takes_the_question_back() {
        let mut story = Story::saved("approval", ASKED);
        let other = story.by(BEN, &[Role::Approver]).take("withdraw", &[]).unwrap_err();
        assert!(other.contains("The approver can reject it instead"), "{other}");
        story.by(ADA, &[Role::Agent]).take("withdraw", &[]).unwrap();
        assert_eq!(story.state(), "withdrawn");
    }
}
