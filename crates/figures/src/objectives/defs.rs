//! What the figures about objectives mean.
use crate::sheet::FigureDef;

pub static OPEN: FigureDef = FigureDef {
    name: "objectives_agreed",
    label: "Objectives under way",
    unit: "",
    definition: "Objectives that were agreed and are neither met, missed nor closed (clause 6.2.1).",
};
pub static COURSE: FigureDef = FigureDef {
    name: "objectives_off_course",
    label: "At risk or off track",
    unit: "",
    definition: "Objectives under way of which a smaller share is done than of their time is gone, by the last \
                 evaluation: done is (actual less baseline) over (target less baseline), of a hundred. The target is \
                 none.",
};
pub static STALE: FigureDef = FigureDef {
    name: "objectives_stale",
    label: "Evaluation overdue",
    unit: "",
    definition: "Objectives that are pursued and whose next evaluation is past (clause 6.2.1 d). The target is none.",
};
pub static UNMEASURED: FigureDef = FigureDef {
    name: "objectives_without_measure",
    label: "Without a measure",
    unit: "",
    definition: "Objectives under way that name no measure by which they are watched (clause 6.2.1 b). The target is \
                 none.",
};
pub static UNTOLD: FigureDef = FigureDef {
    name: "objectives_untold",
    label: "Nobody was told",
    unit: "",
    definition: "Objectives under way of which nobody was told (clause 6.2.1 e). The target is none.",
};
pub static OVERDUE: FigureDef = FigureDef {
    name: "actions_overdue",
    label: "Actions overdue",
    unit: "",
    definition: "Pieces of work for objectives under way that are not done and whose day is past (clause 6.2.2 d). \
                 The target is none.",
};
pub static UNSUPPORTED: FigureDef = FigureDef {
    name: "requirements_without_objective",
    label: "Requirements no objective takes into account",
    unit: "",
    definition: "Obligations that apply and service requirements that are approved, which no objective under way \
                 names (clause 6.2.1 c). Not each needs one; look through them when objectives are set.",
};
