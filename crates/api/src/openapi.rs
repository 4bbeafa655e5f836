//! The description of the API: OpenAPI 3.1, made from the definitions with what the organization
//! added.
mod alerts;
mod answers;
mod differences;
mod figures;
mod files;
mod impact;
mod lifecycle;
mod offline;
mod on_call;
mod packs;
mod paper;
mod parts;
mod paths;
mod portfolio;
mod readiness;
mod schemas;
mod shared_requirements;
mod trace;

use crate::{MOUNT, docs_page};
use axum::body::Bytes;
use gemba_model::overlay::KindView;
use serde_json::{Map, Value as Json, json};
use sha2::{Digest, Sha256};
use std::{
    collections::BTreeMap,
    sync::{Arc, PoisonError, RwLock},
};

/// The description, kept until a definition changes.
#[derive(Default)]
pub struct Description(RwLock<Option<Arc<Described>>>);

/// A description made from those kinds.
pub struct Described {
    views: Vec<Arc<KindView>>,
    /// The document.
    pub json: Bytes,
    /// The pages that show it: the first one under no name, one for each kind under the kind's.
    pub pages: BTreeMap<String, Bytes>,
    /// The entity tag of all of it.
    pub etag: String,
}

impl Description {
    /// The description of these kinds.
    pub fn of(&self, views: &[Arc<KindView>]) -> Arc<Described> {
        let held = self.0.read().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(held) = held.filter(|held| held.is_of(views)) {
            return held;
        }
        let made = Arc::new(Described::new(views));
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&made));
        made
    }
}

impl Described {
    /// Of these kinds.
    pub fn new(views: &[Arc<KindView>]) -> Self {
        let document = document(views);
        let text = document.to_string();
        let digest = hex::encode(Sha256::digest(text.as_bytes()));
        Self {
            views: views.to_vec(),
            pages: docs_page::pages(&document),
            etag: format!("\"{}\"", digest.get(..16).unwrap_or_default()),
            json: Bytes::from(text),
        }
    }

    /// A definition that changes is laid out anew, so the same place in memory is the same
    /// definition.
    fn is_of(&self, views: &[Arc<KindView>]) -> bool {
        self.views.len() == views.len()
            && self.views.iter().zip(views).all(|(held, view)| Arc::ptr_eq(held, view))
    }
}

const DESCRIPTION: &str = "\
Read and write every kind of record as JSON. Kinds, fields and verbs are those of your organization, \
with the fields that it added (their names begin with `x_`; more may come at any time, so a reader \
should take fields that it does not know).\n\n\
**Who asks.** Every request carries a personal token: `Authorization: Bearer gemba_…`. You see and do what \
its owner may. Only this description needs none; without a colleague's token it leaves out what your \
organization added. It tells definitions, never records.\n\n\
**Numbers.** A record is named by its number within the kind, such as `123`, or as people write it, such as \
`INC-000123`.\n\n\
**Writing.** Fields stand within `fields`; those not sent stay as they are, and `null` clears one. Fields \
marked read-only are worked out by Gemba. `If-Match` with the `ETag` that you read, or `version` in the body, \
keeps you from overwriting what somebody else did. A `POST` with an `Idempotency-Key` is done once at most: \
sent again, it gets the same answer for two days. Alerts are known by themselves, and packs take no key.\n\n\
**Files** are sent to the record that they belong to, and read from there.\n\n\
**Lists.** A list comes a page at a time: follow `next`, or the `Link` header. It is narrowed by its fields: \
`priority=1`, `state=new,triaged` (any of these), `state=not:closed`, `opened_at=ge:2026-11-01T00:00Z`, \
`priority=lt:3`, `summary=has:mail`, `team=empty`, `assigned_to=me`.\n\n\
**Refusals** are problem details (RFC 9457). Nothing is changed by a request that is refused. An address that \
does not take a method answers 405 with the header `Allow`.";

/// The OpenAPI document of these kinds.
pub fn document(views: &[Arc<KindView>]) -> Json {
    let mut tags = vec![json!({"name": "Gemba", "description": "What belongs to no kind."})];
    let mut paths = paths::of_the_house(views);
    let mut schemas = schemas::of_the_house();
    paths.extend(alerts::paths(views));
    schemas.extend(alerts::schemas());
    paths.extend(answers::paths(views));
    schemas.extend(answers::schemas());
    paths.extend(on_call::paths(views));
    schemas.extend(on_call::schemas());
    paths.extend(impact::paths(views));
    schemas.extend(impact::schemas());
    paths.extend(lifecycle::paths(views));
    schemas.extend(lifecycle::schemas());
    paths.extend(differences::paths(views));
    schemas.extend(differences::schemas());
    paths.extend(figures::paths(views));
    paths.extend(packs::paths(views));
    schemas.extend(packs::schemas());
    paths.extend(paper::paths(views));
    schemas.extend(figures::schemas());
    paths.extend(offline::paths(views));
    paths.extend(portfolio::paths(views));
    schemas.extend(portfolio::schemas());
    paths.extend(readiness::paths(views));
    schemas.extend(readiness::schemas());
    paths.extend(shared_requirements::paths(views));
    schemas.extend(shared_requirements::schemas(views));
    paths.extend(trace::paths(views));
    schemas.extend(trace::schemas());
    for view in views {
        let def = view.def;
        tags.push(json!({"name": def.plural, "description": def.help,
            "x-gemba-kind": def.name, "x-gemba-clause": def.clause}));
        paths.extend(paths::of_kind(view));
        schemas.extend(schemas::of_kind(view));
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Gemba",
            "version": env!("CARGO_PKG_VERSION"),
            "summary": "IT service management that proves conformity with ISO/IEC 20000-1.",
            "description": DESCRIPTION,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": MOUNT}],
        "security": [{"token": []}],
        "tags": tags,
        "paths": paths,
        "components": {
            "securitySchemes": {"token": {
                "type": "http",
                "scheme": "bearer",
                "description": "A personal token, made on the page of your account or with `gemba token add`.",
            }},
            "parameters": parts::parameters(),
            "headers": parts::headers(),
            "responses": parts::responses(),
            "schemas": schemas,
        },
    })
}

/// A reference to a part of the document: `{"$ref": "#/components/schemas/Problem"}`.
fn reference(section: &str, name: &str) -> Json {
    json!({"$ref": format!("#/components/{section}/{name}")})
}

/// A reference to the schema of how a record of the kind is named.
pub(crate) fn number_of(kind: &str) -> Json {
    reference("schemas", &format!("{}Number", schema_name(kind)))
}

/// A kind's name as that of a schema: `ServiceLevelAgreement`.
pub(crate) fn schema_name(kind: &str) -> String {
    kind.split('_').map(capitalized).collect()
}

fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().collect::<String>());
    first.unwrap_or_default() + letters.as_str()
}

/// An object of these members, of which nothing else is known.
fn object(members: impl IntoIterator<Item = (String, Json)>) -> Json {
    Json::Object(members.into_iter().collect::<Map<_, _>>())
}
