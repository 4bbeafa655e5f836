//! What the figures about the scope mean.
use crate::sheet::FigureDef;

pub static IN_FORCE: FigureDef = FigureDef {
    name: "scopes_in_force",
    label: "Scopes in force",
    unit: "",
    definition: "Scope statements that top management approved and that no other took the place of (clause 4.3). \
                 There is one.",
};
pub static MISSING: FigureDef = FigureDef {
    name: "services_not_mentioned",
    label: "Services the scope does not mention",
    unit: "",
    definition: "Services in use (live, changing, retiring or being transferred) that the scope in force neither \
                 covers nor leaves out with a reason (clause 4.3 c). The target is none.",
};
pub static OUT: FigureDef = FigureDef {
    name: "services_left_out",
    label: "Services left out",
    unit: "",
    definition: "Services in use that the scope in force leaves out, for the reason that it gives.",
};
pub static GONE: FigureDef = FigureDef {
    name: "services_not_in_use",
    label: "Services of the scope that are not in use",
    unit: "",
    definition: "Services that the scope in force covers and that nobody uses now: they are not live yet, or gone. \
                 The target is none.",
};
pub static PARTIES: FigureDef = FigureDef {
    name: "parties_without_requirement",
    label: "Parties without a requirement",
    unit: "",
    definition: "Interested parties for which no requirement is on record that still counts (clause 4.2 b). The \
                 target is none.",
};
pub static WITHOUT_PARTY: FigureDef = FigureDef {
    name: "customers_and_suppliers_without_party",
    label: "Customers and suppliers that are no party",
    unit: "",
    definition: "Customers in use, and suppliers who work for us, that no interested party names (clause 4.2 a). The \
                 target is none.",
};
pub static ISSUES: FigureDef = FigureDef {
    name: "issues_without_decision",
    label: "Matters without a decision",
    unit: "",
    definition: "Matters inside and outside of which it is not decided whether they bear on us, or that do and lead \
                 to no risk, no opportunity and no reason why nothing is done (clauses 4.1 and 6.1). The target is \
                 none.",
};
pub static REVIEWS: FigureDef = FigureDef {
    name: "issues_overdue",
    label: "Matters to be looked at again",
    unit: "",
    definition: "Matters whose day of review is past (clause 4.1). The target is none.",
};
pub static CLIMATE: FigureDef = FigureDef {
    name: "climate_answers",
    label: "Current answers on climate change",
    unit: "",
    definition: "Decisions whether climate change bears on us, whose day of review is not past (clause 4.1 with its \
                 amendment of 2024). There is exactly one.",
};
pub static SIDES: FigureDef = FigureDef {
    name: "issue_sides",
    label: "Sides looked at",
    unit: "",
    definition: "Whether there are matters from inside and from outside: 2 is both (clause 4.1).",
};
pub static OBLIGATIONS: FigureDef = FigureDef {
    name: "obligations_open",
    label: "Obligations not shown to be met",
    unit: "",
    definition: "Obligations that apply and were not checked yet, whose day of check is past, or that the last check \
                 did not find met (clauses 4.2 and 6.3 c). The target is none.",
};
