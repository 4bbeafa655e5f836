//! The life of a release.
use super::{
    Release, State,
    rules::{
        accept, all_passed, deploy, has_baseline, is_analysed, is_decided, is_explained,
        is_planned, is_restored, is_tested, is_verified, is_watched, may_deploy, open_window,
        verify,
    },
};
use gemba_model::{Step, library::fill_in, step};

pub(super) const LIFE: &[Step<Release>] = &[
    step("build", "Built", &[State::Planned], State::Built)
        .help("It is put together: what it brings, when, of which type, and how it is deployed.")
        .asks(&[
            "release_type",
            "changes",
            "problems",
            "known_errors",
            "configuration_items",
            "planned_at",
            "deliverables",
            "method",
            "acceptance_criteria",
        ])
        .guard(is_planned),
    step("test", "Tested", &[State::Built], State::Tested)
        .help("Each criterion was tested, and it is known where.")
        .asks(&["test_environment", "test_result", "acceptance_criteria"])
        .guard(is_tested),
    step("accept", "Accept", &[State::Tested], State::Accepted)
        .help("All criteria are fulfilled, and it may be deployed.")
        .guard(all_passed)
        .then(accept),
    step("decide", "Accept by decision", &[State::Tested], State::AcceptedWithDecision)
        .help("A criterion failed, and the parties decided that it goes ahead all the same.")
        .asks(&["decision", "decided_with"])
        .guard(is_decided)
        .then(accept),
    step("reject", "Reject", &[State::Tested], State::Rejected)
        .help("It does not go ahead. Say why.")
        .needs_note(),
    step(
        "baseline",
        "Baseline taken",
        &[State::Accepted, State::AcceptedWithDecision],
        State::Ready,
    )
    .help("The state of every part that it touches is kept, to compare with and to go back to.")
    .asks(&["baseline"])
    .guard(has_baseline),
    step("deploy", "Deploy", &[State::Ready], State::Deploying)
        .help("It goes to the living service. Those concerned were told.")
        .asks(&["told"])
        .guard(may_deploy)
        .then(deploy),
    step("verify", "Verified", &[State::Deploying], State::Deployed)
        .help("It is in use everywhere it should be, and its parts are what they should be.")
        .asks(&["integrity_check"])
        .guard(is_verified)
        .then(verify),
    step("rollback", "Roll back", &[State::Deploying], State::RolledBack)
        .help("It went wrong. Every part is again as it was kept.")
        .asks(&["equals_baseline"])
        .needs_note()
        .guard(is_restored),
    step("open_window", "Watch", &[State::Deployed], State::Watching)
        .help("From its deployment on, incidents that come of it are counted.")
        .asks(&["watch_days"])
        .then(open_window),
    step("close_window", "Review", &[State::Watching], State::Reviewed)
        .help("The days of watching are over: what do the incidents say, and what was learned?")
        .asks(&["analysis", "agreed_actions"])
        .guard(is_watched),
    step("analyse", "Review", &[State::RolledBack], State::Reviewed)
        .help("Says why it went wrong, and what was agreed to do better.")
        .asks(&["cause", "agreed_actions"])
        .guard(is_explained),
    step("close", "Close", &[State::Reviewed], State::Closed)
        .help("What came of it, and the next dates, were shared.")
        .asks(&["shared_with"])
        .guard(|me: &Release, now| {
            is_analysed(me, now)?;
            fill_in("Close", &[(me.shared_with.is_some(), "Shared with")])
        }),
];
