//! The description of what depends on what.
use super::{
    paths::{Operation, id, one, told, with_headers},
    reference,
};
use crate::impact::{DEPTH_MAX, RECORDS_MAX, RECORDS_USUAL, WAYS};
use gemba_model::overlay::KindView;
use serde_json::{Map, Value as Json, json};
use std::{collections::BTreeSet, sync::Arc};

/// The paths of the kinds that are nodes of the graph.
pub fn paths(views: &[Arc<KindView>]) -> Map<String, Json> {
    let edges =
        || views.iter().flat_map(|view| view.def.edges.iter().map(move |edge| (view, edge)));
    let nodes: BTreeSet<_> =
        edges().flat_map(|(view, edge)| edge.ends(view.def)).flatten().collect();
    let words = edges().flat_map(|(view, edge)| match edge.by.and_then(|by| view.def.field(by)) {
        Some(field) => field.choices().iter().map(|choice| choice.name.to_string()).collect(),
        None => vec![edge.to.to_owned()],
    });
    let words: BTreeSet<_> = words.collect();
    let any = words.into_iter().collect::<Vec<_>>().join("|");
    let nodes = views.iter().filter(|view| nodes.contains(view.def.name));
    nodes.map(|view| (format!("/{}/{{id}}/impact", view.def.name), operation(view, &any))).collect()
}

fn operation(view: &KindView, any: &str) -> Json {
    let def = view.def;
    let parameters = [
        query(
            "direction",
            "What depends on it, or what it depends on.",
            json!({"enum": WAYS.map(|(name, _)| name), "default": "dependents"}),
        ),
        query(
            "depth",
            "Over how many relations at most; without it however far.",
            json!({"type": "integer", "minimum": 1, "maximum": DEPTH_MAX}),
        ),
        query(
            "by",
            "Only over relations of these names, with commas between them.",
            json!({"type": "string", "pattern": format!("^({any})(,({any})){{0,20}}$")}),
        ),
        query(
            "offset",
            "How many records to pass over.",
            json!({"type": "integer", "minimum": 0, "default": 0}),
        ),
        query(
            "limit",
            "How many to tell at most.",
            json!({"type": "integer", "minimum": 1, "maximum": RECORDS_MAX,
                "default": RECORDS_USUAL}),
        ),
    ];
    let page = told("The records reached, the nearest first.", reference("schemas", "Impact"));
    let operation = Operation::new(
        format!("impact_{}", def.name),
        def.plural,
        format!("What depends on {}, or what it depends on", one(view)),
    )
    .describe(
        "Trouble passes along relations: a machine feels its host, a whole feels its parts. Each \
         record is told once, at its least depth, with a shortest way to it.",
    )
    .take([id(view)])
    .take(parameters)
    .answer(200, with_headers(page, &["Link"]))
    .refuse(&[400, 401, 403, 404, 500]);
    json!({"get": operation.into_json()})
}

/// A parameter behind the question mark.
pub(super) fn query(name: &str, said: &str, schema: Json) -> Json {
    json!({"name": name, "in": "query", "description": said, "schema": schema})
}

/// The schemas of the answer.
pub fn schemas() -> Map<String, Json> {
    let text = json!({"type": "string"});
    let number = json!({"type": "integer", "format": "int64"});
    let reached = json!({
        "kind": text, "id": number, "number": text, "title": text, "state": text,
        "depth": {"type": "integer", "minimum": 1,
            "description": "Over how many relations, on a shortest way."},
        "by": {"type": "string", "description": "What the last relation of the way says."},
        "begins_here": {"type": "boolean",
            "description": "Whether the sentence of that relation begins with this record."},
        "path": {"type": "array", "items": text,
            "description": "The numbers of the records on the way, this one last."},
    });
    let page = json!({
        "direction": {"enum": WAYS.map(|(name, _)| name)},
        "count": {"type": "integer", "description": "How many were reached in all."},
        "records": {"type": "array", "items": reference("schemas", "ImpactRecord")},
        "next": {"type": ["integer", "null"],
            "description": "For `offset`; nothing on the last page."},
    });
    Map::from_iter([
        ("Impact".to_owned(), super::schemas::sealed(page, false)),
        ("ImpactRecord".to_owned(), super::schemas::sealed(reached, false)),
    ])
}
