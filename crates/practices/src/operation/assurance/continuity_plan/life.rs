//! The life of a continuity plan: what each step asks for.
use super::{ContinuityPlan, State};
use gemba_model::{
    FieldFault, Refusal, Situation, Step,
    library::{fault_unless, fill_in, has_note, only_if, today},
    step,
};
use gemba_vocabulary::{RecordId, Ref, Value};

const TEST: &str = "continuity_test";
const INVOCATION: &str = "invocation";

pub(super) const LIFE: &[Step<ContinuityPlan>] = &[
    step("approve", "Approve", &[State::Draft], State::Approved)
        .help(
            "The plan is in force from now on. It says when and by whom it is invoked, what is \
             done, what works in the meantime, whom to reach, and how things become normal again.",
        )
        .guard(may_approve)
        .then(approved),
    step("test", "Tried out", &[State::Approved], State::Exercised)
        .help("It was tried out. The result of the test is on record.")
        .guard(is_tried_out),
    step("update", "Updated", &[State::Exercised], State::Approved)
        .help("The test was looked back on, and all its actions are done.")
        .guard(is_worked_off)
        .then(approved),
    step("invoke", "Invoke", &[State::Approved], State::Invoked)
        .help("The criteria are met, and the plan is carried out. Say which of them.")
        .needs_note()
        .guard(may_invoke),
    step("recover", "Recovery begins", &[State::Invoked], State::Recovering)
        .help("The services are being brought back. What happened so far is in the log.")
        .guard(has_timeline),
    step("return", "Back to normal", &[State::Recovering], State::Returned)
        .help("Normal service is confirmed. Say by whom.")
        .needs_note()
        .guard(is_normal),
    step("review", "Review", &[State::Returned], State::Approved)
        .help("Cause, effect and recovery were reported, and the plan is as it should be.")
        .guard(is_reported)
        .then(approved),
];

fn approved(me: &mut ContinuityPlan, now: &Situation<'_>) {
    me.approved_on = Some(today(now));
    me.approved_by = now.actor.person.map(Ref::new);
}

fn has_rows<T>(rows: Option<&gemba_model::held::Structured<Vec<T>>>) -> bool {
    rows.is_some_and(|rows| !rows.0.is_empty())
}

fn may_approve(me: &ContinuityPlan, _: &Situation<'_>) -> Result<(), Refusal> {
    fill_in(
        "Approve",
        &[
            (!me.services.is_empty(), "Services"),
            (me.owner.is_some(), "Owner"),
            (!me.requirements.is_empty(), "Requirements"),
            (me.criteria.is_some(), "Criteria for invoking it"),
            (!me.invokers.is_empty(), "Who may invoke it"),
            (me.responsibilities.is_some(), "Responsibilities"),
            (has_rows(me.procedures.as_ref()), "Procedures"),
            (has_rows(me.targets.as_ref()), "Targets"),
            (me.resources.is_some(), "Resources and locations"),
            (has_rows(me.contacts.as_ref()), "Contacts"),
            (me.return_to_normal.is_some(), "Return to normal"),
            (has_rows(me.copies.as_ref()), "Copies"),
        ],
    )
}

fn records(kind: &str, state: &str, now: &Situation<'_>) -> u64 {
    now.facts.count_in_state(kind, "plan", now.record, state)
}

fn is_tried_out(_: &ContinuityPlan, now: &Situation<'_>) -> Result<(), Refusal> {
    let recorded = records(TEST, "recorded", now) + records(TEST, "reviewed", now);
    only_if(
        recorded > 0,
        "No test of it waits to be worked off. Record the result of a continuity test of this plan \
         first.",
    )
}

fn is_worked_off(_: &ContinuityPlan, now: &Situation<'_>) -> Result<(), Refusal> {
    only_if(
        records(TEST, "recorded", now) == 0,
        "A test of it was not looked back on. Review that continuity test first.",
    )?;
    only_if(
        records(TEST, "reviewed", now) == 0,
        "A test of it has actions that are not done. Do them and close that continuity test first.",
    )
}

fn may_invoke(me: &ContinuityPlan, now: &Situation<'_>) -> Result<(), Refusal> {
    only_if(me.replaced_by.is_none(), "Another plan took its place. Invoke that one.")?;
    only_if(has_note(now), "Say which of the criteria are met.")?;
    let is_entitled = |id: RecordId| {
        let mut entitled = me.invokers.iter().chain(&me.deputies);
        entitled.any(|person| person.id == id)
    };
    only_if(
        now.actor.person.is_some_and(is_entitled),
        "Only those whom the plan names may invoke it. Ask one of the people under “Who may invoke \
         it”, or one of their deputies.",
    )
}

fn has_timeline(_: &ContinuityPlan, now: &Situation<'_>) -> Result<(), Refusal> {
    let running = [("plan", Value::Ref(now.record)), ("state", Value::Text("running".to_owned()))];
    let logs = now.facts.each(INVOCATION, &running, "log");
    let is_kept = |log: &Value| matches!(log, Value::Struct(log) if log.as_array().is_some_and(|all| !all.is_empty()));
    only_if(
        logs.iter().any(is_kept),
        "The log of the invocation is empty. Open the invocation of this plan and add what happened \
         so far to its log.",
    )
}

fn is_normal(_: &ContinuityPlan, now: &Situation<'_>) -> Result<(), Refusal> {
    only_if(
        records(INVOCATION, "running", now) == 0,
        "Its invocation still runs. Take the step “Normal service is back” there first.",
    )
}

fn is_reported(_: &ContinuityPlan, now: &Situation<'_>) -> Result<(), Refusal> {
    only_if(
        records(INVOCATION, "over", now) == 0,
        "Its invocation was not looked back on. Review it there first: cause, effect and recovery \
         are reported.",
    )
}

const MONTHS_MAX: i64 = 60;

pub(super) fn settle(
    me: &mut ContinuityPlan,
    _: Option<&ContinuityPlan>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    let months = (1..=MONTHS_MAX).contains(&me.test_months);
    fault_unless(months, "test_months", "must be 1 to 60 months")?;
    let is_itself = me.replaced_by.is_some_and(|other| other.id == now.record);
    fault_unless(!is_itself, "replaced_by", "is this plan; name the other one")?;
    let is_named = me.waiver.is_none() || me.waived_change.is_some();
    fault_unless(is_named, "waived_change", "is required: say which change needs no new test")
}
