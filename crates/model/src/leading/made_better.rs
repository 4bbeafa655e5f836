//! Ways on to nonconformities, audits and improvements, and from them.
use super::{Fill, Leading, Only};
use Fill::{Held, Itself, Word};

/// A way on from any open record, which ties nothing back.
const fn way(
    from: &'static str,
    to: &'static str,
    fills: &'static [(&'static str, Fill)],
) -> Leading {
    Leading { from, to, fills, tie: None, only: Only::Open }
}

impl Leading {
    const fn tied(self, field: &'static str) -> Self {
        Self { tie: Some(field), ..self }
    }

    const fn only(self, only: Only) -> Self {
        Self { only, ..self }
    }
}

/// These ways on.
pub(super) const LEADINGS: &[Leading] = &[
    way(
        "incident",
        "nonconformity",
        &[
            ("name", Held("summary")),
            ("description", Held("description")),
            ("source", Word("incident")),
            ("incident", Itself),
            ("service", Held("service")),
        ],
    )
    .only(Only::In(&["assigned", "in_progress", "pending", "major", "resolved", "closed"])),
    way(
        "complaint",
        "nonconformity",
        &[
            ("name", Held("summary")),
            ("description", Held("findings")),
            ("source", Word("complaint")),
            ("complaint", Itself),
            ("service", Held("service")),
        ],
    ),
    way(
        "service_level_result",
        "nonconformity",
        &[
            ("name", Held("name")),
            ("source", Word("service_level")),
            ("service_level_result", Itself),
        ],
    )
    .only(Only::Yes("is_missed")),
    way(
        "supplier_review",
        "nonconformity",
        &[
            ("name", Held("name")),
            ("description", Held("performance")),
            ("source", Word("supplier")),
            ("supplier_review", Itself),
        ],
    )
    .only(Only::In(&["held", "closed"])),
    way(
        "planned_review",
        "nonconformity",
        &[
            ("name", Held("summary")),
            ("source", Word("overdue_review")),
            ("planned_review", Itself),
        ],
    ),
    way(
        "measure",
        "nonconformity",
        &[("name", Held("name")), ("source", Word("measure")), ("measure", Itself)],
    ),
    way(
        "audit_programme",
        "audit",
        &[("programme", Itself), ("name", Held("name")), ("owner", Held("owner"))],
    )
    .only(Only::In(&["in_force"])),
    way("audit", "audit_finding", &[("audit", Itself)])
        .only(Only::In(&["in_progress", "reported"])),
    way(
        "audit_finding",
        "nonconformity",
        &[
            ("name", Held("name")),
            ("description", Held("description")),
            ("source", Word("audit")),
            ("audit_finding", Itself),
            ("requirement", Held("clause")),
            ("service", Held("service")),
            ("process", Held("process")),
            ("owner", Held("area_manager")),
        ],
    )
    .only(Only::In(&["agreed", "correction_done", "cause_analysed", "action_planned"])),
    way(
        "audit_finding",
        "improvement",
        &[
            ("name", Held("name")),
            ("description", Held("description")),
            ("source", Word("audit")),
            ("audit_finding", Itself),
            ("service", Held("service")),
            ("process", Held("process")),
        ],
    ),
    way(
        "nonconformity",
        "corrective_action",
        &[("nonconformity", Itself), ("cause", Held("cause"))],
    )
    .only(Only::In(&["analysed", "acting"])),
    way(
        "nonconformity",
        "change",
        &[("summary", Held("name")), ("description", Held("cause")), ("service", Held("service"))],
    )
    .tied("change")
    .only(Only::In(&["analysed", "acting"])),
    way(
        "corrective_action",
        "change",
        &[("summary", Held("name")), ("description", Held("action"))],
    )
    .tied("change")
    .only(Only::In(&["approved", "in_progress"])),
    way(
        "improvement",
        "change",
        &[
            ("summary", Held("name")),
            ("description", Held("description")),
            ("service", Held("service")),
        ],
    )
    .tied("change")
    .only(Only::In(&["approved", "planned"])),
    way(
        "complaint",
        "improvement",
        &[
            ("name", Held("summary")),
            ("source", Word("complaint")),
            ("complaint", Itself),
            ("service", Held("service")),
        ],
    ),
    way(
        "satisfaction_survey",
        "improvement",
        &[
            ("description", Held("improvements")),
            ("source", Word("survey")),
            ("survey", Itself),
            ("service", Held("service")),
        ],
    )
    .only(Only::In(&["closed"])),
    way("trend_analysis", "improvement", &[("source", Word("trend")), ("trend_analysis", Itself)]),
    way(
        "service_level_result",
        "improvement",
        &[("name", Held("name")), ("source", Word("breach")), ("service_level_result", Itself)],
    )
    .only(Only::Yes("is_missed")),
    way(
        "management_review",
        "improvement",
        &[("source", Word("review")), ("management_review", Itself)],
    ),
    way("objective", "improvement", &[("source", Word("objective")), ("objective", Itself)]),
];
