//! What leads on to what: from a record of one kind a new one of another is begun, with what is known
//! already filled in, and both are tied together. One table for all pages.
mod documents;

mod made_better;

/// One way on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leading {
    /// The kind that it begins at.
    pub from: &'static str,
    /// The kind of the new record.
    pub to: &'static str,
    /// The fields of the new record that are filled in, each with what.
    pub fills: &'static [(&'static str, Fill)],
    /// The field of the first record that names the new one from then on.
    pub tie: Option<&'static str>,
    /// What the first record must hold: a field with yes or one of some states. Nothing means that any will do.
    pub only: Only,
}

/// What a field of the new record is filled with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fill {
    /// The first record itself.
    Itself,
    /// What the first record holds in that field.
    Held(&'static str),
    /// A word, such as the name of a choice.
    Word(&'static str),
}

/// Which records a way on begins at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Only {
    /// All that are not over.
    Open,
    /// Those in one of these states.
    In(&'static [&'static str]),
    /// Those that hold a yes in that field, and are not over.
    Yes(&'static str),
}

use Fill::{Held, Itself, Word};

/// The ways on within the daily work, in the order in which a page offers those of one kind.
pub const LEADINGS: &[Leading] = &[
    Leading {
        from: "incident",
        to: "problem",
        fills: &[
            ("summary", Held("summary")),
            ("description", Held("description")),
            ("service", Held("service")),
            ("category", Held("category")),
            ("impact", Held("impact")),
            ("urgency", Held("urgency")),
            ("configuration_item", Held("configuration_item")),
            ("supplier", Held("supplier")),
        ],
        tie: Some("problem"),
        only: Only::Open,
    },
    Leading {
        from: "incident",
        to: "change",
        fills: &[
            ("summary", Held("summary")),
            ("description", Held("description")),
            ("service", Held("service")),
            ("customer", Held("customer")),
            ("configuration_items", Held("configuration_item")),
        ],
        tie: Some("change"),
        only: Only::Open,
    },
    Leading {
        from: "incident",
        to: "incident_review",
        fills: &[("incident", Itself)],
        tie: None,
        only: Only::Yes("is_major"),
    },
    Leading {
        from: "problem",
        to: "known_error",
        fills: &[
            ("summary", Held("summary")),
            ("problem", Itself),
            ("service", Held("service")),
            ("cause", Held("cause")),
            ("workaround", Held("workaround")),
            ("configuration_items", Held("configuration_item")),
        ],
        tie: None,
        only: Only::In(&["assessed", "investigating", "known_error"]),
    },
    Leading {
        from: "problem",
        to: "change",
        fills: &[
            ("summary", Held("summary")),
            ("description", Held("cause")),
            ("service", Held("service")),
            ("category", Held("category")),
            ("configuration_items", Held("configuration_item")),
        ],
        tie: Some("change"),
        only: Only::In(&["investigating", "known_error", "fix_planned"]),
    },
    Leading {
        from: "known_error",
        to: "knowledge_article",
        fills: &[
            ("summary", Held("summary")),
            ("text", Held("workaround")),
            ("service", Held("service")),
            ("configuration_items", Held("configuration_items")),
            ("known_error", Itself),
        ],
        tie: None,
        only: Only::Open,
    },
    Leading {
        from: "change",
        to: "release",
        fills: &[
            ("name", Held("summary")),
            ("description", Held("description")),
            ("service", Held("service")),
            ("changes", Itself),
            ("configuration_items", Held("configuration_items")),
            ("planned_at", Held("starts_at")),
        ],
        tie: None,
        only: Only::In(&["submitted", "assessed", "approved", "scheduled", "implementing"]),
    },
    Leading {
        from: "change",
        to: "service_transition",
        fills: &[
            ("name", Held("summary")),
            ("service", Held("service")),
            ("change", Itself),
            ("configuration_items", Held("configuration_items")),
        ],
        tie: None,
        only: Only::In(&["submitted", "assessed", "approved"]),
    },
    Leading {
        from: "release",
        to: "configuration_baseline",
        fills: &[("name", Held("name")), ("items", Held("configuration_items"))],
        tie: Some("baseline"),
        only: Only::In(&["planned", "built", "tested", "accepted", "accepted_with_decision"]),
    },
    Leading {
        from: "release",
        to: "deployment",
        fills: &[("name", Held("name")), ("release", Itself), ("planned_at", Held("planned_at"))],
        tie: None,
        only: Only::In(&["accepted", "accepted_with_decision", "ready", "deploying"]),
    },
    Leading {
        from: "configuration_item",
        to: "incident",
        fills: &[("configuration_item", Itself), ("service", Held("service"))],
        tie: None,
        only: Only::Open,
    },
    Leading {
        from: "configuration_item",
        to: "change",
        fills: &[("configuration_items", Itself), ("service", Held("service"))],
        tie: None,
        only: Only::Open,
    },
    Leading {
        from: "service",
        to: "incident",
        fills: &[("service", Itself)],
        tie: None,
        only: Only::In(&["live", "changing", "retiring", "transferring"]),
    },
    Leading {
        from: "service",
        to: "service_transition",
        fills: &[("name", Held("name")), ("service", Itself), ("direction", Word("changed"))],
        tie: None,
        only: Only::In(&["live"]),
    },
    Leading {
        from: "incident",
        to: "outage",
        fills: &[
            ("summary", Held("summary")),
            ("service", Held("service")),
            ("configuration_item", Held("configuration_item")),
            ("problem", Held("problem")),
            ("began_at", Held("opened_at")),
            ("incident", Itself),
        ],
        tie: None,
        only: Only::Open,
    },
    Leading {
        from: "outage",
        to: "problem",
        fills: &[
            ("summary", Held("summary")),
            ("service", Held("service")),
            ("configuration_item", Held("configuration_item")),
        ],
        tie: Some("problem"),
        only: Only::Open,
    },
    Leading {
        from: "change",
        to: "maintenance_window",
        fills: &[
            ("name", Held("summary")),
            ("services", Held("service")),
            ("starts_at", Held("starts_at")),
            ("ends_at", Held("ends_at")),
            ("change", Itself),
        ],
        tie: None,
        only: Only::In(&["submitted", "assessed", "approved", "scheduled"]),
    },
    Leading {
        from: "continuity_plan",
        to: "continuity_test",
        fills: &[("plan", Itself)],
        tie: None,
        only: Only::In(&["approved", "exercised"]),
    },
    Leading {
        from: "demand_source",
        to: "demand_forecast",
        fills: &[("source", Itself)],
        tie: None,
        only: Only::Open,
    },
    Leading {
        from: "demand_source",
        to: "business_event",
        fills: &[("source", Itself), ("customer", Held("customer"))],
        tie: None,
        only: Only::Open,
    },
    Leading {
        from: "capacity_metric",
        to: "capacity_plan",
        fills: &[("service", Held("service")), ("metrics", Itself), ("owner", Held("owner"))],
        tie: None,
        only: Only::Open,
    },
    Leading {
        from: "incident",
        to: "complaint",
        fills: &[
            ("customer", Held("customer")),
            ("complainant", Held("reporter")),
            ("service", Held("service")),
            ("incident", Itself),
        ],
        tie: None,
        only: Only::In(&["assigned", "in_progress", "pending", "major", "resolved", "closed"]),
    },
    Leading {
        from: "survey_answer",
        to: "complaint",
        fills: &[
            ("survey_answer", Itself),
            ("customer", Held("customer")),
            ("complainant", Held("person")),
            ("service", Held("service")),
            ("incident", Held("incident")),
            ("request", Held("request")),
            ("description", Held("comment")),
        ],
        tie: None,
        only: Only::In(&["answered"]),
    },
    Leading {
        from: "contract",
        to: "supplier_target",
        fills: &[("contract", Itself)],
        tie: None,
        only: Only::Open,
    },
    Leading {
        from: "contract",
        to: "alignment_check",
        fills: &[("contract", Itself), ("occasion", Word("contract"))],
        tie: None,
        only: Only::Open,
    },
    Leading {
        from: "service_level_agreement",
        to: "alignment_check",
        fills: &[("agreement", Itself), ("occasion", Word("agreement"))],
        tie: None,
        only: Only::Open,
    },
    Leading {
        from: "operational_agreement",
        to: "supplier_target",
        fills: &[("operational_agreement", Itself)],
        tie: None,
        only: Only::Open,
    },
    Leading {
        from: "operational_agreement",
        to: "supplier_review",
        fills: &[("operational_agreement", Itself)],
        tie: None,
        only: Only::In(&["in_force", "under_review"]),
    },
    Leading {
        from: "supplier",
        to: "supplier_review",
        fills: &[("supplier", Itself), ("chaired_by", Held("owner"))],
        tie: None,
        only: Only::In(&["active", "under_review", "remediation"]),
    },
    Leading {
        from: "supplier",
        to: "dispute",
        fills: &[("supplier", Itself), ("owner", Held("owner"))],
        tie: None,
        only: Only::Open,
    },
    Leading {
        from: "customer",
        to: "service_review",
        fills: &[("customer", Itself), ("chaired_by", Held("relationship_manager"))],
        tie: None,
        only: Only::Open,
    },
    Leading {
        from: "customer",
        to: "satisfaction_survey",
        fills: &[("customer", Itself), ("owner", Held("relationship_manager"))],
        tie: None,
        only: Only::Open,
    },
    Leading {
        from: "alert",
        to: "incident",
        fills: &[
            ("summary", Held("name")),
            ("description", Held("summary")),
            ("service", Held("service")),
            ("configuration_item", Held("item")),
            ("contact_type", Word("monitoring")),
            ("alert", Itself),
        ],
        tie: Some("incident"),
        only: Only::Open,
    },
    Leading {
        from: "risk",
        to: "control",
        fills: &[("risks", Itself), ("services", Held("services"))],
        tie: None,
        only: Only::In(&["assessed", "treating", "treated", "monitored"]),
    },
    Leading {
        from: "context_issue",
        to: "risk",
        fills: &[("name", Held("name")), ("issues", Itself)],
        tie: None,
        only: Only::Open,
    },
    Leading {
        from: "context_issue",
        to: "opportunity",
        fills: &[("name", Held("name")), ("issues", Itself)],
        tie: None,
        only: Only::Open,
    },
    Leading {
        from: "interested_party",
        to: "party_requirement",
        fills: &[("party", Itself), ("services", Held("services")), ("owner", Held("owner"))],
        tie: None,
        only: Only::Open,
    },
    Leading {
        from: "party_requirement",
        to: "obligation",
        fills: &[("name", Held("name")), ("services", Held("services")), ("owner", Held("owner"))],
        tie: Some("obligation"),
        only: Only::In(&["recorded"]),
    },
    Leading {
        from: "policy_statement",
        to: "objective",
        fills: &[("policy_statement", Itself)],
        tie: None,
        only: Only::In(&["confirmed"]),
    },
    Leading {
        from: "role",
        to: "role_assignment",
        fills: &[("role", Itself)],
        tie: None,
        only: Only::In(&["in_use"]),
    },
    Leading {
        from: "business_objective",
        to: "objective",
        fills: &[("business_objectives", Itself)],
        tie: None,
        only: Only::In(&["agreed"]),
    },
    Leading {
        from: "objective",
        to: "objective_evaluation",
        fills: &[("objective", Itself)],
        tie: None,
        only: Only::In(&["pursued"]),
    },
    Leading {
        from: "opportunity",
        to: "objective",
        fills: &[
            ("name", Held("name")),
            ("owner", Held("owner")),
            ("party_requirements", Held("requirements")),
        ],
        tie: Some("objective"),
        only: Only::In(&["assessed"]),
    },
];

/// Every way on, in the order in which a page offers those of one kind.
pub fn all() -> impl Iterator<Item = &'static Leading> {
    LEADINGS.iter().chain(documents::LEADINGS).chain(made_better::LEADINGS)
}

/// The ways on from a kind.
pub fn from(kind: &str) -> impl Iterator<Item = &'static Leading> {
    all().filter(move |one| one.from == kind)
}

/// The way on from one kind to another.
pub fn between(from: &str, to: &str) -> Option<&'static Leading> {
    all().find(|one| (one.from, one.to) == (from, to))
}
