//! The life of a service transition.
use super::{
    ServiceTransition, State,
    rules::{
        accept, has_gone_live, is_acceptable, is_designed, is_planned, is_reported, is_tested,
    },
};
use gemba_model::{Step, step};

pub(super) const LIFE: &[Step<ServiceTransition>] = &[
    step("plan", "Planned", &[State::Planning], State::Planned)
        .help(
            "The plan is whole: who, what, when, with what, what must hold, what is to be reached.",
        )
        .asks(&[
            "change",
            "requirements",
            "design_led_by",
            "build_led_by",
            "transition_led_by",
            "activities",
            "human_resources",
            "technical_resources",
            "information_resources",
            "financial_resources",
            "dependencies",
            "effects",
            "acceptance_criteria",
            "intended_outcomes",
            "trace",
            "due_on",
            "disposition",
            "handed_over",
            "counterpart",
        ])
        .guard(is_planned),
    step("design", "Designed", &[State::Planned], State::Designed)
        .help("The design is written down, and fulfils each requirement.")
        .asks(&["design", "trace"])
        .guard(is_designed),
    step("test", "Tested", &[State::Designed], State::Tested)
        .help("It is built, and each requirement and each criterion has its test.")
        .asks(&["trace", "acceptance_criteria"])
        .guard(is_tested),
    step("accept", "Accept", &[State::Tested], State::Accepted)
        .help("It may come into use. What failed needs a decision with the parties.")
        .asks(&["decision", "decided_with"])
        .guard(is_acceptable)
        .then(accept),
    step("complete", "Completed", &[State::Accepted], State::Completed)
        .help("It came into use by a release, went out of use, or was handed over.")
        .asks(&["releases"])
        .guard(has_gone_live),
    step("report", "Report", &[State::Completed], State::Reported)
        .help("Tells those concerned what was reached against what was intended.")
        .asks(&["intended_outcomes", "report", "reported_to"])
        .guard(is_reported),
    step(
        "give_up",
        "Give up",
        &[State::Planning, State::Planned, State::Designed, State::Tested],
        State::GivenUp,
    )
    .help("It does not go ahead. Say why.")
    .needs_note(),
];
