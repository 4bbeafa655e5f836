//! The three lives of a change: by a template, in full, and at once.
use super::rules::{
    back_out, close, complete, done, fail, find_rules, has_outcome, is_approved_by_others,
    is_assessed, is_described, is_emergency, is_in_window, is_looked_back_on, is_normal,
    is_normal_or_emergency, is_preauthorised, is_retrospective_whole, is_scheduled, is_standard,
    is_standard_or_normal, is_the_requester, is_thought_of, is_urgent, is_with_incident, may_close,
    may_start, note_approval, note_authority, note_result,
};
use super::{Change, State};
use gemba_model::{Step, library::fill_in, step};

const STANDARD: &str = "a standard change";
const NORMAL: &str = "a normal change";
const EMERGENCY: &str = "an emergency change";

/// What the assessment asks for.
const ASSESSED: &[&str] = &[
    "risk_reach",
    "risk_experience",
    "risk_testing",
    "risk_back_out",
    "risk_parties",
    "risk",
    "benefit",
    "feasibility",
    "impact_services",
    "impact_customers",
    "impact_policies",
    "impact_capacity",
    "impact_availability",
    "impact_continuity",
    "impact_security",
    "impact_other_changes",
    "impact_cost",
    "impact_assessment",
    "approvals_needed",
];

/// What making the record of an emergency whole asks for.
const RETROSPECTIVE: &[&str] = &[
    "risk_reach",
    "risk_experience",
    "risk_testing",
    "risk_back_out",
    "risk_parties",
    "risk",
    "benefit",
    "feasibility",
    "impact_services",
    "impact_customers",
    "impact_policies",
    "impact_capacity",
    "impact_availability",
    "impact_continuity",
    "impact_security",
    "impact_other_changes",
    "impact_cost",
    "impact_assessment",
    "test_result",
    "criteria_met",
];

const PLANNED: &[&str] =
    &["starts_at", "ends_at", "told", "collision_accepted_by", "collision_reason"];

pub(super) const LIFE: &[Step<Change>] = &[
    step("auto_authorise", "Schedule by template", &[State::Requested], State::Scheduled)
        .help("The template allows it: what it asks for beforehand is given, and the time is set.")
        .asks(&[
            "preconditions_met",
            "starts_at",
            "ends_at",
            "collision_accepted_by",
            "collision_reason",
        ])
        .only(is_standard, STANDARD)
        .guard(is_preauthorised)
        .then(note_authority),
    step("implement", "Done", &[State::Scheduled], State::Implemented)
        .help("It was done by the template, within its time.")
        .asks(&["outcome"])
        .only(is_standard, STANDARD)
        .guard(is_in_window)
        .then(done),
    step("fail", "Failed", &[State::Implemented], State::Failed)
        .help("It went wrong after all. Its template is taken out of use until somebody looked.")
        .asks(&["outcome", "incident"])
        .needs_note()
        .only(is_standard, STANDARD)
        .guard(is_with_incident)
        .then(fail),
    step("close", "Close", &[State::Implemented], State::Closed)
        .help("It was done as the template says, and what came of it is written down.")
        .asks(&["outcome"])
        .only(is_standard, STANDARD)
        .guard(has_outcome)
        .then(close),
    step("submit", "Submit", &[State::Draft], State::Submitted)
        .help(
            "Hands it in. What changes, of which sort, and which parts are touched must be clear.",
        )
        .asks(&[
            "description",
            "category",
            "concerns",
            "configuration_items",
            "processes",
            "documents",
            "requested_by",
        ])
        .only(is_normal, NORMAL)
        .guard(is_described),
    step("assess", "Assess", &[State::Submitted], State::Assessed)
        .help("Writes down the risk, the benefit and the effects, so that it can be decided.")
        .asks(ASSESSED)
        .only(is_normal, NORMAL)
        .guard(|me: &Change, _| is_assessed(me, "Assess"))
        .then(find_rules),
    step("withdraw", "Withdraw", &[State::Submitted], State::Withdrawn)
        .help("Takes it back. Only whoever wants it can.")
        .only(is_normal, NORMAL)
        .guard(is_the_requester),
    step("approve", "Approve", &[State::Assessed], State::Approved)
        .help("Everybody who was asked said yes, and none of them is the one who wants it.")
        .only(is_normal, NORMAL)
        .guard(is_approved_by_others)
        .then(note_approval),
    step("reject", "Reject", &[State::Assessed], State::Rejected)
        .help("Decides that it may not be done. Say why.")
        .needs_note()
        .only(is_normal, NORMAL),
    step("schedule", "Schedule", &[State::Approved], State::Scheduled)
        .help("Fixes its time. Those concerned were told, and nothing stands in the way.")
        .asks(PLANNED)
        .only(is_normal, NORMAL)
        .guard(is_scheduled),
    step("start", "Start", &[State::Scheduled], State::Implementing)
        .help(
            "The work begins. It must be clear how things are put back, and what the test showed.",
        )
        .asks(&["back_out_plan", "test_result"])
        .only(is_normal, NORMAL)
        .guard(may_start)
        .then(|me, now| me.started_at = Some(now.now)),
    step("emergency_approve", "Authorise", &[State::Raised], State::Authorised)
        .help("Whoever decides in an emergency says yes, because harm is near.")
        .asks(&["incident", "threat", "configuration_items", "plan"])
        .only(is_emergency, EMERGENCY)
        .guard(is_urgent)
        .then(note_authority),
    step("start", "Start", &[State::Authorised], State::Implementing)
        .help("The work begins. It was thought of how to put things back, and of a test.")
        .asks(&["back_out_plan", "test_result", "test_waived_by"])
        .only(is_emergency, EMERGENCY)
        .guard(is_thought_of)
        .then(|me, now| me.started_at = Some(now.now)),
    step("done", "Done", &[State::Implementing], State::Implemented)
        .help("It was done, and a check showed that it works.")
        .asks(&["outcome"])
        .only(is_normal_or_emergency, "a normal or an emergency change")
        .guard(has_outcome)
        .then(done),
    step("back_out", "Back out", &[State::Implementing], State::BackedOut)
        .help("It went wrong, and things were put back as planned. Say what happened.")
        .asks(&["outcome"])
        .needs_note()
        .only(is_normal_or_emergency, "a normal or an emergency change")
        .then(back_out),
    step("fail", "Failed", &[State::Implementing], State::Failed)
        .help("It went wrong. Say what happened and who looks into it.")
        .asks(&["outcome"])
        .needs_note()
        .only(is_normal, NORMAL)
        .then(fail),
    step("pir", "Review", &[State::Implemented], State::Reviewed)
        .help("Looks back: did it reach what it was for, and what is to be done better?")
        .asks(&["review", "was_effective"])
        .only(is_normal, NORMAL)
        .guard(|me, _| {
            fill_in(
                "Review",
                &[(me.review.is_some(), "Review"), (me.was_effective.is_some(), "Was effective")],
            )
        })
        .then(note_result),
    step("pir", "Review", &[State::BackedOut], State::Reviewed)
        .help("Looks back on what went wrong: why, and what was agreed to do about it.")
        .asks(&["investigation", "agreed_actions", "review", "was_effective"])
        .only(is_normal, NORMAL)
        .guard(is_looked_back_on)
        .then(note_result),
    step("pir", "Review", &[State::Failed], State::Reviewed)
        .help("Looks back on what went wrong: why, and what was agreed to do about it.")
        .asks(&["investigation", "agreed_actions", "review", "was_effective"])
        .only(is_standard_or_normal, "a standard or a normal change")
        .guard(is_looked_back_on)
        .then(note_result),
    step(
        "complete_record",
        "Complete the record",
        &[State::Implemented, State::BackedOut],
        State::Retrospective,
    )
    .help("Writes down afterwards what there was no time for: the risk and every effect.")
    .asks(RETROSPECTIVE)
    .only(is_emergency, EMERGENCY)
    .guard(is_retrospective_whole)
    .then(complete),
    step("close", "Close", &[State::Reviewed], State::Closed)
        .help("All is said and done, and the records of the parts it touched are up to date.")
        .asks(&["items_updated"])
        .only(is_standard_or_normal, "a standard or a normal change")
        .guard(may_close)
        .then(close),
    step("close", "Close", &[State::Retrospective], State::Closed)
        .help("Somebody looked back on the emergency, also on whether it was one.")
        .asks(&["review", "was_effective", "items_updated"])
        .only(is_emergency, EMERGENCY)
        .guard(may_close)
        .then(close),
];
