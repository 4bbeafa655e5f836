//! The description of the portfolio.
use super::{
    paths::{Operation, told},
    reference,
    schemas::sealed,
};
use crate::portfolio::PATH;
use gemba_model::{
    Choice,
    overlay::KindView,
    parties::{Extent, KIND},
    portfolio::{Missing, Stage},
};
use gemba_vocabulary::parties::Aspect;
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;

/// The path, if other parties are on record.
pub fn paths(views: &[Arc<KindView>]) -> Map<String, Json> {
    if views.iter().all(|view| view.def.name != KIND) {
        return Map::new();
    }
    let answer = told("The portfolio as it stands today.", reference("schemas", "Portfolio"));
    let what = "Services with what they rest on, who runs them, and what is missing";
    let operation = Operation::new("portfolio".to_owned(), "Gemba", what)
        .describe(
            "The same figures as on the page: every service, the open proposals by their points, \
             and how services in use, live components and the processes of clause 8 are spread \
             over the organization itself and other parties. People inside only.",
        )
        .answer(200, answer)
        .refuse(&[400, 401, 403, 500]);
    Map::from_iter([(PATH.to_owned(), json!({"get": operation.into_json()}))])
}

fn count(said: &str) -> Json {
    json!({"type": "integer", "minimum": 0, "description": said})
}

/// The schemas of the answer.
pub fn schemas() -> Map<String, Json> {
    let stages = Stage::ALL.map(|stage| (stage.name().to_owned(), count("How many services.")));
    let list = |of: &str| json!({"type": "array", "items": reference("schemas", of)});
    let whole = json!({
        "services": list("PortfolioService"),
        "stages": sealed(Json::Object(Map::from_iter(stages)), false),
        "proposals": list("PortfolioProposal"),
        "proposals_unranked": count("Open proposals that nobody has ranked."),
        "duplicates_without_review":
            count("Pairs of services that do the same, about which nobody decided."),
        "spread": list("PartySpread"),
    });
    Map::from_iter([
        ("Portfolio".to_owned(), sealed(whole, false)),
        ("PortfolioService".to_owned(), sealed(service(), false)),
        ("PortfolioProposal".to_owned(), sealed(proposal(), false)),
        ("PartySpread".to_owned(), sealed(spread(), false)),
    ])
}

fn party(more: &[(&str, Json)]) -> Json {
    let mut members = Map::from_iter([
        (
            "kind".to_owned(),
            json!({"enum": ["supplier", "customer", "team", null],
                "description": "Nothing for a party that has a name alone."}),
        ),
        ("id".to_owned(), json!({"type": ["integer", "null"], "format": "int64"})),
        ("name".to_owned(), json!({"type": "string"})),
    ]);
    members.extend(more.iter().map(|(name, schema)| ((*name).to_owned(), schema.clone())));
    sealed(Json::Object(members), false)
}

fn service() -> Json {
    let text = json!({"type": "string"});
    let extents: Vec<_> = Extent::ALL.iter().map(|extent| extent.name()).collect();
    let run_by = party(&[("extent", json!({"enum": extents}))]);
    let missing = [
        Missing::Owner,
        Missing::Criticality,
        Missing::CriticalityReason,
        Missing::Requirements,
        Missing::Agreement,
        Missing::Involvement,
        Missing::Review,
    ];
    json!({
        "id": {"type": "integer", "format": "int64"}, "number": text, "name": text, "state": text,
        "stage": {"enum": Stage::ALL.map(Stage::name)},
        "criticality": {"type": ["string", "null"]},
        "owner": {"type": ["integer", "null"], "format": "int64",
            "description": "The person who answers for it."},
        "requirements": count("How many of its requirements are approved."),
        "depends_on": count("How many services it depends on."),
        "needed_by": count("How many services depend on it."),
        "agreements": count("How many agreements for it are in force."),
        "run_by": {"type": "array", "items": run_by,
            "description": "Other parties that supply or run it, in whole or in part."},
        "missing": {"type": "array", "items": {"enum": missing.map(Missing::name)},
            "description": "What it should have by now and has not."},
    })
}

fn proposal() -> Json {
    let text = json!({"type": "string"});
    json!({
        "id": {"type": "integer", "format": "int64"}, "number": text, "name": text, "state": text,
        "about": text,
        "score": {"type": ["integer", "null"],
            "description": "Its points; nothing until all questions are answered."},
    })
}

fn spread() -> Json {
    let more = [
        ("takes_part_in", count("In how many the party takes part.")),
        ("has_whole", count("How many of these it has altogether.")),
    ];
    json!({
        "aspect": {"enum": Aspect::ALL.map(Aspect::name)},
        "in_scope": count("How many there are in scope."),
        "own": count("How many the organization supplies and runs alone."),
        "shared": count("How many it shares with others."),
        "others": count("How many others have altogether."),
        "all_with_others": {"type": "boolean",
            "description": "Whether nothing is left to the organization: it must never be so."},
        "parties": {"type": "array", "items": party(&more)},
    })
}
