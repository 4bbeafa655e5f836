//! The life of a service request: asked for, approved, done, confirmed.
use super::rules::{
    approve, close, finish, is_approved, is_done, is_over, is_refused, is_theirs, may_reopen,
    may_start, needs_nobody, refuse, reopen, resume, says_what_it_waits_for, start, submit,
    take_back, wait,
};
use super::{ServiceRequest, State};
use gemba_model::{Step, step};

pub(super) const LIFE: &[Step<ServiceRequest>] = &[
    step("submit", "Hand in", &[State::New], State::AwaitingApproval)
        .help("Asks for it. Those who have to approve it are asked at once; where nobody has to, it is approved.")
        .or_to(State::Approved, needs_nobody)
        .guard(is_theirs)
        .then(submit),
    step("approve", "Approve", &[State::AwaitingApproval], State::Approved)
        .help("Everybody who has to approve it said yes. Gemba takes this step by itself.")
        .guard(is_approved)
        .then(approve),
    step("reject", "Reject", &[State::AwaitingApproval], State::Rejected)
        .help("It is not approved. Whoever asked for it reads the reason.")
        .needs_note()
        .guard(is_refused)
        .then(refuse),
    step("start", "Start", &[State::Approved], State::Fulfilling)
        .help("Work begins, by the item’s instruction. Its tasks are given out, stage by stage.")
        .asks(&["team", "assigned_to"])
        .guard(may_start)
        .then(start),
    step("wait", "Wait", &[State::Fulfilling], State::Pending)
        .help("Nothing can be done until somebody else acts. Say what it waits for.")
        .asks(&["waits_for", "supplier"])
        .guard(says_what_it_waits_for)
        .then(wait),
    step("resume", "Resume", &[State::Pending], State::Fulfilling)
        .help("What it waited for has come, and work goes on.")
        .then(resume),
    step("finish", "Done", &[State::Fulfilling], State::Fulfilled)
        .help("All its tasks are done. Say what whoever asked for it should know.")
        .asks(&["fulfilment", "configuration_items", "change"])
        .guard(is_done)
        .then(finish),
    step("close", "Confirm", &[State::Fulfilled], State::Closed)
        .help("It is as it should be. After some days without a word Gemba closes it by itself.")
        .asks(&["confirmed_by_user"])
        .guard(is_over)
        .then(close),
    step("reopen", "Not yet", &[State::Fulfilled], State::Fulfilling)
        .help("It is not as it should be. Say what is missing.")
        .needs_note()
        .guard(may_reopen)
        .then(reopen),
    step(
        "cancel",
        "Take back",
        &[State::New, State::AwaitingApproval, State::Approved],
        State::Cancelled,
    )
    .help("It is no longer wanted, and nobody has begun. Say why.")
    .needs_note()
    .guard(is_theirs)
    .then(take_back),
];
