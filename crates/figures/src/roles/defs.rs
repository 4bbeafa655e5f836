//! What the figures about roles mean.
use crate::sheet::FigureDef;

pub static VACANT: FigureDef = FigureDef {
    name: "roles_vacant",
    label: "Vacant roles",
    unit: "",
    definition: "Roles in use that nobody holds today; a deputy alone does not fill one (clause 5.3). The target is \
                 none.",
};
pub static UNACKNOWLEDGED: FigureDef = FigureDef {
    name: "assignments_unacknowledged",
    label: "Assignments not taken on",
    unit: "",
    definition: "Role assignments of today whose person has not said that they take it on (clause 5.3). The target \
                 is none.",
};
pub static CONFORMITY: FigureDef = FigureDef {
    name: "conformity_held",
    label: "Answer for conformity",
    unit: "",
    definition: "People who hold today a role that answers for the system's keeping to the standard (clause 5.3 a).",
};
pub static REPORTING: FigureDef = FigureDef {
    name: "reporting_held",
    label: "Report to top management",
    unit: "",
    definition: "People who hold today a role that reports to top management how services and their management \
                 perform (clause 5.3 b).",
};
pub static UNOWNED: FigureDef = FigureDef {
    name: "without_owner",
    label: "Services, processes and plans without an owner",
    unit: "",
    definition: "Services in use, processes, plans in force and objectives that are agreed, for which nobody answers \
                 (clause 5.3). The target is none.",
};
pub static DECISIONS: FigureDef = FigureDef {
    name: "decisions_without_authority",
    label: "Questions nobody is entitled to decide",
    unit: "",
    definition: "Of changes, money and risks, those for which no authority is in force (clause 5.1 c). The target is \
                 none.",
};
