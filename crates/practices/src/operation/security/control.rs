//! Controls: what is done against risks, the decision to apply it or not, and the tests that it works.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Row, Situation, Step,
    held::Structured,
    library::{date_not_in_future, fault_unless, fill_in, has_note, only_if, today},
    step,
};
use gemba_vocabulary::{Ref, kind};
use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};

/// Something that is done against risks, such as a second factor at every sign-in. For each one the
/// decision to apply it or not is kept with its reason; those that are applied are tested at an
/// interval. All of them together say what applies here.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "CTL", clause = "8.7.3.2", menu = Plan, life, settle = settle)]
#[kind(shares(Comments, Attachments, Tasks, Links, Tags, Watchers))]
pub struct Control {
    /// What it is called, in your own words.
    #[field(searched, listed)]
    pub name: String,
    /// What it belongs to, such as access, people, networks or suppliers.
    #[field(listed, filtered)]
    pub theme: Option<String>,
    /// What is done, by whom and how it is seen.
    #[field(long, searched)]
    pub description: Option<String>,
    /// Who sees to it that it works.
    #[field(listed, filtered)]
    pub owner: Option<Ref<kind::Person>>,
    /// The risks that it makes less.
    #[field(filtered)]
    pub risks: Vec<Ref<kind::Risk>>,
    /// The services that it protects; none means all.
    #[field(filtered)]
    pub services: Vec<Ref<kind::Service>>,
    /// The other party with whom it was agreed, if it is for a risk that comes through them.
    #[field(filtered)]
    pub supplier: Option<Ref<kind::Supplier>>,
    /// The contract in which it was agreed with them.
    pub contract: Option<Ref<kind::Contract>>,
    /// Whether it is applied.
    #[field(listed, filtered)]
    pub decision: Option<Decision>,
    /// Why it is applied, or why it is not.
    #[field(long)]
    pub reason: Option<String>,
    /// Who decided.
    #[field(computed)]
    pub decided_by: Option<Ref<kind::Person>>,
    /// The day on which it was decided.
    #[field(computed)]
    pub decided_on: Option<Date>,
    /// How long it may be until the next test.
    #[field(unit = "months", default = "12")]
    pub test_interval_months: Option<i64>,
    /// The day on which it was put into use.
    #[field(computed)]
    pub in_use_since: Option<Date>,
    /// Each test, the oldest first.
    #[field(computed, rows = Tested)]
    pub tests: Option<Structured<Vec<Tested>>>,
    /// What the test of today found.
    #[field(label = "Result of the test")]
    pub test_result: Option<TestResult>,
    /// What is done about a test that failed.
    #[field(long)]
    pub action: Option<String>,
    /// When it was tested last.
    #[field(computed, listed, filtered)]
    pub tested_on: Option<Date>,
    /// By when it is tested next.
    #[field(computed, listed, filtered)]
    pub test_due_on: Option<Date>,
}

/// Whether a control is applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Decision {
    /// It is.
    Applied,
    /// It is not.
    NotApplied,
}

/// What a test of a control found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TestResult {
    /// It does what it should.
    Works,
    /// It does not, or only in part.
    Fails,
}

/// A test of a control.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct Tested {
    /// When it was tested.
    pub on: Date,
    /// What was found.
    pub result: TestResult,
    /// What was looked at.
    pub note: String,
}

/// Where a control stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// It was thought of, and nobody has decided.
    Proposed,
    /// It was decided, and is not in use yet.
    #[choice(tone = Waiting)]
    Decided,
    /// It is in use.
    #[choice(tone = Done)]
    InUse,
    /// It is not applied, or no longer.
    #[choice(tone = Off, end)]
    NotApplied,
}

const LIFE: &[Step<Control>] = &[
    step("decide", "Decide", &[State::Proposed], State::Decided)
        .or_to(State::NotApplied, |me: &Control, _| me.decision == Some(Decision::NotApplied))
        .help("Says whether it is applied, and why.")
        .asks(&["decision", "reason", "owner", "risks", "test_interval_months"])
        .guard(is_decided)
        .then(|me, now| {
            me.decided_by = now.actor.person.map(Ref::new);
            me.decided_on = Some(today(now));
        }),
    step("put_to_use", "Put to use", &[State::Decided], State::InUse)
        .help("It works from today on, and is tested at its interval.")
        .guard(|me: &Control, _| fill_in("Put to use", &[(me.owner.is_some(), "Owner")]))
        .then(|me, now| {
            me.in_use_since.get_or_insert(today(now));
        }),
    step("test", "Record a test", &[State::InUse], State::InUse)
        .help("It was tested today. Say what was looked at, and what is done if it failed.")
        .asks(&["test_result", "action"])
        .needs_note()
        .guard(is_tested)
        .then(note_test),
    step("drop", "Apply no longer", &[State::Decided, State::InUse], State::NotApplied)
        .help("It is not applied any more. Say why.")
        .asks(&["reason"])
        .needs_note()
        .then(|me, now| {
            me.decision = Some(Decision::NotApplied);
            me.decided_by = now.actor.person.map(Ref::new);
            me.decided_on = Some(today(now));
        }),
    step("reconsider", "Reconsider", &[State::NotApplied], State::Proposed)
        .help("Whether to apply it is decided anew. Say what changed.")
        .needs_note()
        .then(|me, _| {
            (me.decision, me.reason, me.decided_by, me.decided_on) = (None, None, None, None);
            me.in_use_since = None;
        }),
];

fn is_decided(me: &Control, _: &Situation<'_>) -> Result<(), Refusal> {
    fill_in("Decide", &[(me.decision.is_some(), "Decision"), (me.reason.is_some(), "Reason")])?;
    only_if(
        me.decision != Some(Decision::Applied) || me.owner.is_some(),
        "A control that is applied needs somebody who sees to it. Fill in “Owner”.",
    )?;
    only_if(
        me.decision != Some(Decision::Applied) || me.supplier.is_none() || me.contract.is_some(),
        "What another party has to do must be agreed with them. Name the contract under “Contract”.",
    )
}

fn is_tested(me: &Control, now: &Situation<'_>) -> Result<(), Refusal> {
    fill_in("Record a test", &[(me.test_result.is_some(), "Result of the test")])?;
    only_if(has_note(now), "Say what was looked at.")?;
    only_if(
        me.test_result != Some(TestResult::Fails) || me.action.is_some(),
        "A control that fails is not left at that. Say under “Action” what is done about it.",
    )
}

fn note_test(me: &mut Control, now: &Situation<'_>) {
    if let Some(result) = me.test_result.take() {
        let note = now.note.unwrap_or_default().to_owned();
        let on = today(now);
        me.tests.get_or_insert_default().0.push(Tested { on, result, note });
        me.tested_on = Some(on);
        if result == TestResult::Works {
            me.action = None;
        }
    }
}

const INTERVAL_MONTHS_MAX: i64 = 60;
const INTERVAL_MONTHS_USUAL: i64 = 12;

fn settle(
    me: &mut Control,
    before: Option<&Control>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    let months = me.test_interval_months.unwrap_or(INTERVAL_MONTHS_USUAL);
    let is_interval = (1..=INTERVAL_MONTHS_MAX).contains(&months);
    fault_unless(is_interval, "test_interval_months", "must be 1 to 60 months")?;
    date_not_in_future("tested_on", me.tested_on, now)?;
    let decided = before.filter(|before| before.decided_on.is_some());
    let is_kept = decided.is_none_or(|before| {
        before.decision == me.decision
            || before.decided_on != me.decided_on
            || me.decision.is_none()
    });
    fault_unless(is_kept, "decision", "was taken; take the step that changes it")?;
    let since = me.tested_on.or(me.in_use_since);
    me.test_due_on = since.and_then(|day| day.checked_add(months.months()).ok());
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::story::{Story, walk};

    const KIND: &str = "control";
    const MACHINE: &[(&str, &str, &str)] = &[
        ("proposed", "decided", "decide"),
        ("decided", "in_use", "put_to_use"),
        ("decided", "not_applied", "drop"),
        ("in_use", "in_use", "test"),
        ("in_use", "not_applied", "drop"),
        ("not_applied", "proposed", "reconsider"),
    ];
    const WHOLE: &[(&str, &str)] = &[
        ("name", "Second factor at every sign-in"),
        ("owner", "1"),
        ("decision", "applied"),
        ("reason", "Passwords alone were stolen"),
        ("test_result", "works"),
    ];

    #[test]
    fn each_step_leads_on_and_each_other_is_refused() {
        walk(KIND, MACHINE, "Tried with ten accounts", |from, _| {
            let mut story = Story::saved(KIND, WHOLE);
            story.put(from);
            story
        });
    }

    #[test]
    fn a_decision_has_a_reason_and_what_is_not_applied_ends_there() {
        let mut story = Story::saved(KIND, &[("name", "Guards at night")]);
        let bare = story.take("decide", &[]).unwrap_err();
        assert_eq!(bare, "Before “Decide”, fill in: Decision, Reason.");
        let applied = [("decision", "applied"), ("reason", "Valuable rooms")];
        assert!(story.take("decide", &applied).unwrap_err().contains("“Owner”"));
        let not = [("decision", "not_applied"), ("reason", "The house is guarded by its owner")];
        story.take("decide", &not).unwrap();
        assert_eq!((story.state(), &*story.holds("decided_on")), ("not_applied", "2026-03-02"));
        assert!(story.save(&[("decision", "applied")]).unwrap_err().contains("was taken"));
        story.noted("reconsider", &[], "We moved").unwrap();
        assert_eq!(story.holds("decision"), "");
    }

    #[test]
    fn what_another_party_does_is_agreed_with_them() {
        let mut story = Story::saved(KIND, WHOLE);
        story.save(&[("supplier", "4")]).unwrap();
        let refusal = story.take("decide", &[]).unwrap_err();
        assert!(refusal.contains("Name the contract"), "{refusal}");
        story.save(&[("contract", "5")]).unwrap();
        story.take("decide", &[]).unwrap();
    }

    #[test]
    fn each_test_is_kept_and_the_next_is_due_an_interval_later() {
        let mut story = Story::saved(KIND, WHOLE);
        story.take("decide", &[("test_interval_months", "6")]).unwrap();
        story.take("put_to_use", &[]).unwrap();
        assert_eq!(story.holds("test_due_on"), "2026-09-02");
        story.at("2026-08-01T09:00:00Z");
        let fails = [("test_result", "fails")];
        let refusal = story.noted("test", &fails, "Three of ten came in").unwrap_err();
        assert!(refusal.contains("Say under “Action”"), "{refusal}");
        let fails = [("test_result", "fails"), ("action", "Switched off the old way in")];
        story.noted("test", &fails, "Three of ten came in").unwrap();
        assert_eq!(story.holds("test_due_on"), "2027-02-01");
        story.noted("test", &[("test_result", "works")], "None came in").unwrap();
        let tests: serde_json::Value = serde_json::from_str(&story.holds("tests")).unwrap();
        assert_eq!(tests.as_array().unwrap().len(), 2);
        assert_eq!(tests[0]["result"], "fails");
        assert_eq!(story.holds("action"), "", "what was wrong is put right");
    }
}
