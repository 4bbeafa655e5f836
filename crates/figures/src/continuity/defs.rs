//! What each figure of continuity means.
use crate::sheet::FigureDef;

/// Which services a plan covers.
pub static COVERED: FigureDef = FigureDef {
    name: "covered_services",
    label: "Critical services with a plan",
    unit: "%",
    definition: "Of the live services whose criticality is high or critical, the share that a \
                 continuity plan in force covers and for which a continuity requirement is agreed \
                 (ISO/IEC 20000-1 clause 8.7.2).",
};

/// Which plans were tried out.
pub static TESTED: FigureDef = FigureDef {
    name: "tested_plans",
    label: "Plans tried out as planned",
    unit: "%",
    definition: "Of the plans in force, the share for which no test is missing: the last one lies no \
                 longer back than its interval, and nothing that the plan covers changed in a large \
                 way since (definition “Planned interval”, ISO/IEC 20000-1 clause 8.7.2).",
};

/// Which actions are late.
pub static LATE: FigureDef = FigureDef {
    name: "late_actions",
    label: "Late actions",
    unit: "",
    definition: "Actions from tests and invocations that are not done though their day has passed.",
};

/// How long recovery took.
pub static RECOVERY: FigureDef = FigureDef {
    name: "recovery_time",
    label: "Recovery time, from the disruption",
    unit: "min",
    definition: "From the disruption until somebody made sure that the service was back, in the last \
                 measured test or invocation; held against the RTO of its requirement (definition \
                 “RTO achieved”).",
};

/// How long recovery took from the declaration on.
pub static DECLARED: FigureDef = FigureDef {
    name: "recovery_time_from_declaration",
    label: "Recovery time, from the declaration",
    unit: "min",
    definition: "From the declaration until somebody made sure that the service was back, in the last \
                 measured test or invocation; held against the RTO of its requirement (definition \
                 “RTO achieved”). Which of the two counts is agreed in the requirement.",
};

/// Whether recovery was in time.
pub static RTO_MET: FigureDef = FigureDef {
    name: "rto_met",
    label: "Recovery time kept",
    unit: "",
    definition: "Whether the recovery time, counted from where the requirement says, is no longer than \
                 its RTO.",
};

/// How much was lost.
pub static LOSS: FigureDef = FigureDef {
    name: "data_loss",
    label: "Data loss",
    unit: "min",
    definition: "From the time of the last data that came back whole until the disruption, in the last \
                 measured test or invocation; held against the RPO of its requirement (definition \
                 “RPO achieved”).",
};

/// When the next test is due.
pub static DUE: FigureDef = FigureDef {
    name: "test_due",
    label: "Next test by the calendar",
    unit: "",
    definition: "The day of the last test and the interval of the plan, on the last day of a month that \
                 is too short (definition “Planned interval”).",
};

/// Whether a change asks for a test.
pub static AFTER_CHANGE: FigureDef = FigureDef {
    name: "retest_after_change",
    label: "Test needed after a change",
    unit: "",
    definition: "Whether a change with a high risk or a major impact on what the plan covers was done \
                 after the last test and was not put back. A reason on record in the plan can waive it \
                 for one change (ISO/IEC 20000-1 clause 8.7.2).",
};

/// Whether a test is missing.
pub static MISSING: FigureDef = FigureDef {
    name: "test_missing",
    label: "Test missing",
    unit: "",
    definition: "Whether the next test by the calendar has passed, a change asks for a test, or the plan \
                 was never tried out.",
};
