//! What each figure of availability means.
use crate::sheet::FigureDef;

/// The agreed service time.
pub static AGREED: FigureDef = FigureDef {
    name: "agreed_time",
    label: "Agreed service time",
    unit: "h",
    definition: "The open time of the calendar of the target, or else of the agreement, in the \
                 period, as far as the agreement counted and until now (definition “Agreed service \
                 time”, ISO/IEC 20000-1 clause 8.7.1).",
};

/// Agreed planned work.
pub static PLANNED: FigureDef = FigureDef {
    name: "planned_downtime",
    label: "Agreed planned work",
    unit: "h",
    definition: "The agreed service time within maintenance windows that were agreed before they \
                 began and announced as early as the target promises. It counts out. Any other \
                 window that was not called off counts as downtime (definition “Planned downtime”).",
};

/// What is left of the agreed time.
pub static NET: FigureDef = FigureDef {
    name: "net_agreed_time",
    label: "Agreed time that counts",
    unit: "h",
    definition: "The agreed service time without agreed planned work (definition “Net AST”).",
};

/// The downtime.
pub static DOWNTIME: FigureDef = FigureDef {
    name: "downtime",
    label: "Downtime",
    unit: "h",
    definition: "The agreed time that counts in which the service was down. Outages that overlap \
                 count once and are clipped at the borders of the period. An outage counts for the \
                 service that it names and for every service that needs the part that failed; where \
                 parts of one group stand in for each other, only the time in which all of them were \
                 down. Degraded service counts by the weight in the target, without one not at all \
                 (definition “Downtime”).",
};

/// The availability.
pub static AVAILABILITY: FigureDef = FigureDef {
    name: "availability",
    label: "Availability",
    unit: "%",
    definition: "(Agreed time that counts − downtime) ÷ agreed time that counts × 100. Without \
                 agreed time it is undefined, not 100 % (definition “Availability %”). It is near \
                 its target where four fifths of the allowed downtime are used up.",
};

/// The downtime that keeps the target.
pub static ALLOWED: FigureDef = FigureDef {
    name: "allowed_downtime",
    label: "Allowed downtime",
    unit: "h",
    definition: "Agreed time that counts × (100 − target) ÷ 100: so much downtime still keeps the \
                 target.",
};

/// Availability by people.
pub static BY_PEOPLE: FigureDef = FigureDef {
    name: "user_weighted_availability",
    label: "Availability by people",
    unit: "%",
    definition: "1 − the sum over outages of people hit × hours ÷ (all people × agreed time that \
                 counts). How many people there are stands in the target; an outage without a number \
                 hit everybody; nobody counts twice at a time (definition “User-weighted \
                 availability”).",
};

/// How many outages there were.
pub static OUTAGES: FigureDef = FigureDef {
    name: "outages",
    label: "Outages",
    unit: "",
    definition: "Outages with downtime; those that overlap or touch are one (definition “n”).",
};

/// Mean time to restore the service.
pub static MTRS: FigureDef = FigureDef {
    name: "mtrs",
    label: "Mean time to restore service",
    unit: "h",
    definition: "Downtime ÷ outages: from the failure until people have the service back, in agreed \
                 time (definition “MTRS”). Undefined without an outage.",
};

/// Mean time between failures.
pub static MTBF: FigureDef = FigureDef {
    name: "mtbf",
    label: "Mean time between failures",
    unit: "h",
    definition: "(Agreed time that counts − downtime) ÷ outages (definition “MTBF”). Undefined \
                 without an outage.",
};

/// Mean time between service incidents.
pub static MTBSI: FigureDef = FigureDef {
    name: "mtbsi",
    label: "Mean time between service incidents",
    unit: "h",
    definition: "Agreed time that counts ÷ outages, which is MTBF + MTRS (definition “MTBSI”). \
                 Undefined without an outage.",
};

/// Mean time from detection to diagnosis.
pub static DIAGNOSE: FigureDef = FigureDef {
    name: "detect_to_diagnose",
    label: "Detection to diagnosis",
    unit: "min",
    definition: "The mean agreed time from the detection of an outage until it was known what to \
                 repair, over the outages with downtime that have both times.",
};

/// Mean time from diagnosis to repair.
pub static REPAIR: FigureDef = FigureDef {
    name: "diagnose_to_repair",
    label: "Diagnosis to repair",
    unit: "min",
    definition: "The mean agreed time from the diagnosis of an outage until the part worked again, \
                 over the outages with downtime that have both times.",
};

/// Mean time to repair.
pub static MTTR: FigureDef = FigureDef {
    name: "mttr",
    label: "Mean time to repair",
    unit: "min",
    definition: "The mean agreed time from the detection of an outage until the part worked again, \
                 over the outages with downtime that have both times (definition “MTTR (repair)”). \
                 People may have the service back later: that is MTRS.",
};

/// Availability by design.
pub static DESIGN: FigureDef = FigureDef {
    name: "design_availability",
    label: "Availability by design",
    unit: "%",
    definition: "What the parts that the service needs allow: the product of the shares of those \
                 that are all needed, and 1 − the product of (1 − share) for those of a group that \
                 stand in for each other (definition “Combined”). It assumes that parts fail \
                 independently; a part under several members of a group is counted once, exactly. \
                 The share of a part is the stated one, or else what was measured around the clock \
                 over the last twelve months if it had an outage. Needed is what a part depends on, \
                 runs on, lies in, was given to, is a way into or consists of.",
};
