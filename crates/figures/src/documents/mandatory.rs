//! What has to be written down in any case, and where it is: a document that was published, or live records.
use crate::{reading::list, sheet::Named};
use gemba_model::{
    check::{Evidence, EvidenceFault},
    filter::Filter,
};
use gemba_vocabulary::Value;

/// Something that has to be written down.
pub struct Item {
    /// What it is, in a few words.
    pub what: &'static str,
    /// The clauses that ask for it.
    pub clause: &'static str,
    /// Where it may be found: one of these is enough.
    sources: &'static [Source],
}

/// Where something may be found.
enum Source {
    /// A published document of that sort which says that it serves that requirement; an empty text asks for none.
    Document { sort: &'static str, serves: &'static str },
    /// Records of a kind in one of those states. Without states any will do that is begun and not over.
    Records { kind: &'static str, states: &'static [&'static str] },
}

const fn records(kind: &'static str) -> Source {
    Source::Records { kind, states: &[] }
}

const fn in_states(kind: &'static str, states: &'static [&'static str]) -> Source {
    Source::Records { kind, states }
}

const fn document(sort: &'static str, serves: &'static str) -> Source {
    Source::Document { sort, serves }
}

const fn item(what: &'static str, clause: &'static str, sources: &'static [Source]) -> Item {
    Item { what, clause, sources }
}

const IN_FORCE: &[&str] = &["in_force"];

/// All of it, in the order of the clauses.
pub static ITEMS: &[Item] = &[
    item(
        "Scope of the management system",
        "4.3, 7.5.4",
        &[records("scope_statement"), document("scope", "")],
    ),
    item(
        "Service management policy",
        "5.2.2, 7.5.4",
        &[document("policy", "5.2"), records("policy_statement")],
    ),
    item(
        "Risks, how they bear on customers, and when they are accepted",
        "6.1.2",
        &[records("risk")],
    ),
    item(
        "How risks are handled",
        "6.1.2",
        &[records("risk_criteria"), document("procedure", "6.1")],
    ),
    item("Objectives", "6.2.1, 7.5.4", &[records("objective")]),
    item(
        "Service management plan",
        "6.3, 7.5.4",
        &[records("service_management_plan"), document("plan", "6.3")],
    ),
    item("Documents from outside", "7.5.3.2", &[document("external", "")]),
    item("Processes of the management system", "7.5.4", &[in_states("process", IN_FORCE)]),
    item(
        "Service requirements",
        "8.2.2, 7.5.4",
        &[in_states("service_requirement", &["approved"])],
    ),
    item("What other parties supply or run", "8.2.3", &[records("party_involvement")]),
    item(
        "Service catalogue",
        "8.2.4, 7.5.4",
        &[in_states("catalogue_entry", &["published", "revised"])],
    ),
    item(
        "Customers, users and others concerned",
        "8.3.2",
        &[records("customer"), records("interested_party")],
    ),
    item(
        "Service level agreements",
        "8.3.3, 7.5.4",
        &[in_states("service_level_agreement", &["in_force", "under_review", "amended"])],
    ),
    item(
        "Contracts with suppliers",
        "8.3.4.1, 7.5.4",
        &[in_states("contract", &["signed", "in_force"])],
    ),
    item(
        "Agreements with teams of ours and with customers who supply",
        "8.3.4.2, 7.5.4",
        &[in_states("operational_agreement", &["in_force", "under_review"])],
    ),
    item("Capacity requirements", "8.4.3", &[records("capacity_requirement")]),
    item(
        "Change policy",
        "8.5.1.1, 7.5.4",
        &[in_states("change_policy", IN_FORCE), document("policy", "8.5.1")],
    ),
    item(
        "Plans, designs and acceptance of new or changed services",
        "8.5.2",
        &[records("service_transition")],
    ),
    item(
        "Acceptance criteria of releases",
        "8.5.3",
        &[records("release_type"), records("release")],
    ),
    item(
        "When an incident is a major one, and what is done then",
        "8.6.1, 7.5.4",
        &[in_states("major_incident_criteria", IN_FORCE), document("procedure", "8.6.1")],
    ),
    item(
        "How requests are fulfilled",
        "8.6.2",
        &[records("fulfilment_step"), document("instruction", "8.6.2")],
    ),
    item(
        "Availability requirements and targets",
        "8.7.1",
        &[records("service_level_target"), in_states("service_requirement", &["approved"])],
    ),
    item(
        "Service continuity plans, with the way into and out of them",
        "8.7.2, 7.5.4",
        &[in_states("continuity_plan", &["approved", "exercised", "invoked", "recovering"])],
    ),
    item(
        "Information security policy",
        "8.7.3.1, 7.5.4",
        &[in_states("security_policy", IN_FORCE), document("policy", "8.7.3")],
    ),
    item(
        "Which controls apply, and why",
        "8.7.3.2",
        &[in_states("control", &["decided", "in_use"])],
    ),
    item(
        "Internal audit programme",
        "9.2.2",
        &[records("audit_programme"), document("plan", "9.2")],
    ),
];

/// What was found of an item.
pub struct Found {
    /// What it is about.
    pub item: &'static Item,
    /// The first of what was found.
    pub first: Option<Named>,
    /// How many were found.
    pub count: usize,
}

/// Each item with what was found of it.
pub fn found(evidence: &dyn Evidence) -> Result<Vec<Found>, EvidenceFault> {
    ITEMS.iter().map(|item| look(evidence, item)).collect()
}

fn look(evidence: &dyn Evidence, item: &'static Item) -> Result<Found, EvidenceFault> {
    for source in item.sources {
        let all = match source {
            Source::Document { sort, serves } => documents(evidence, sort, serves)?,
            Source::Records { kind, states } => of_kind(evidence, kind, states)?,
        };
        if !all.is_empty() {
            return Ok(Found { item, count: all.len(), first: all.into_iter().next() });
        }
    }
    Ok(Found { item, first: None, count: 0 })
}

fn documents(
    evidence: &dyn Evidence,
    sort: &str,
    serves: &str,
) -> Result<Vec<Named>, EvidenceFault> {
    let published = [
        Filter::is("state", Value::Text("published".to_owned())),
        Filter::is("sort", Value::Text(sort.to_owned())),
    ];
    list(evidence, "document", &published, |one| {
        let told = one.text("serves");
        let mut told = told.split(',').map(str::trim);
        (serves.is_empty() || told.any(|id| id.starts_with(serves))).then(|| one.named())
    })
}

fn of_kind(
    evidence: &dyn Evidence,
    kind: &'static str,
    states: &[&str],
) -> Result<Vec<Named>, EvidenceFault> {
    let Some(view) = evidence.view(kind) else { return Ok(Vec::new()) };
    let begins = view.def.first_state();
    let has_life = view.def.states.iter().filter(|state| !state.is_end).count() > 1;
    let open = [Filter::is("open", Value::Bool(true))];
    list(evidence, kind, &open, |one| {
        let counts = match states {
            [] => !has_life || one.state() != begins,
            states => states.contains(&one.state()),
        };
        counts.then(|| one.named())
    })
}
