//! What the figures of information security are called and mean.
use crate::sheet::FigureDef;

/// How many controls are in use.
pub static CONTROLS: FigureDef = FigureDef {
    name: "controls_in_use",
    label: "Controls in use",
    unit: "",
    definition: "Controls that were decided and put to use (clause 8.7.3.2).",
};

/// How many controls were not tested in time.
pub static UNTESTED: FigureDef = FigureDef {
    name: "controls_overdue",
    label: "Tests overdue",
    unit: "",
    definition: "Controls in use whose day of the next test is past: the last test, or the first day of use, and the \
                 interval of the control (clause 8.7.3.2). The target is none.",
};

/// How many controls failed their last test.
pub static FAILING: FigureDef = FigureDef {
    name: "controls_failing",
    label: "Controls that fail",
    unit: "",
    definition: "Controls in use whose last test found that they do not do what they should (clause 8.7.3.2). The \
                 target is none.",
};

/// How many controls treat no risk.
pub static UNTIED: FigureDef = FigureDef {
    name: "controls_without_risk",
    label: "Controls without a risk",
    unit: "",
    definition: "Controls in use that name no risk, and that no open risk names (clause 8.7.3.2).",
};

/// How many accesses from outside there are.
pub static ACCESSES: FigureDef = FigureDef {
    name: "external_access",
    label: "Accesses from outside",
    unit: "",
    definition: "Accesses of other parties that were granted and not taken back (clause 8.7.3.2).",
};

/// How many of them are not agreed.
pub static UNAGREED: FigureDef = FigureDef {
    name: "access_without_agreement",
    label: "Access without agreement",
    unit: "",
    definition: "Accesses of other parties that name no contract that is signed or in force, or no information \
                 security requirements (clause 8.7.3.2). The target is none.",
};

/// How many of them are past their day.
pub static OUTLIVED: FigureDef = FigureDef {
    name: "access_overdue",
    label: "Access past its day",
    unit: "",
    definition: "Accesses of other parties that were not taken back after their last day, or not looked at by their \
                 day of review (clause 8.7.3.2). The target is none.",
};

/// Whom nobody told of the policy.
pub static UNTOLD: FigureDef = FigureDef {
    name: "audiences_not_told",
    label: "Not told of the policy",
    unit: "",
    definition: "Of staff, customers and suppliers those for whom no word on the policy in force is on record (clause \
                 8.7.3.1). The target is none.",
};

/// How many security incidents there were.
pub static INCIDENTS: FigureDef = FigureDef {
    name: "security_incidents",
    label: "Security incidents",
    unit: "",
    definition: "Incidents with a security class that began within the period, but for those cancelled (8.7.3.3).",
};

/// How long it took to contain them.
pub static CONTAINED: FigureDef = FigureDef {
    name: "time_to_contain",
    label: "Time to contain",
    unit: "h",
    definition: "The median, over the security incidents of the period that were contained, of the time from their \
                 begin until they were contained (clause 8.7.3.3).",
};

/// How many were contained late.
pub static LATE: FigureDef = FigureDef {
    name: "contained_late",
    label: "Contained late",
    unit: "",
    definition: "Security incidents of the period that took more than 24 hours until they were contained, or are open \
                 for longer and not contained (clause 8.7.3.3). The target is none.",
};

/// How many grave ones nobody raised.
pub static SILENT: FigureDef = FigureDef {
    name: "grave_not_escalated",
    label: "Grave ones that nobody raised",
    unit: "",
    definition: "Security incidents of the period with a high impact or security risk for which no escalation is on \
                 record (clause 8.7.3.3). The target is none.",
};
