//! The operations of the description.
use super::{object, parts::refusals, reference, schema_name, schemas};
use crate::{filters, house::HITS_MAX, write::common_verbs};
use gemba_desk::files;
use gemba_model::{FieldDef, Holds, filter, overlay::KindView};
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;

type Paths = Map<String, Json>;

/// One operation on its way into the document.
pub struct Operation {
    id: String,
    tag: &'static str,
    summary: String,
    description: String,
    parameters: Vec<Json>,
    body: Option<Json>,
    answers: Map<String, Json>,
}

impl Operation {
    pub fn new(id: String, tag: &'static str, summary: impl Into<String>) -> Self {
        Self {
            id,
            tag,
            summary: summary.into(),
            description: String::new(),
            parameters: Vec::new(),
            body: None,
            answers: Map::new(),
        }
    }

    pub fn describe(mut self, text: &str) -> Self {
        text.clone_into(&mut self.description);
        self
    }

    pub fn take(mut self, parameters: impl IntoIterator<Item = Json>) -> Self {
        self.parameters.extend(parameters);
        self
    }

    pub fn body(mut self, body: Json) -> Self {
        self.body = Some(body);
        self
    }

    pub fn answer(mut self, status: u16, answer: Json) -> Self {
        self.answers.insert(status.to_string(), answer);
        self
    }

    pub fn refuse(mut self, statuses: &[u16]) -> Self {
        self.answers.extend(refusals(statuses));
        self
    }

    pub fn into_json(self) -> Json {
        let mut json = Map::new();
        json.insert("operationId".to_owned(), json!(self.id));
        json.insert("tags".to_owned(), json!([self.tag]));
        json.insert("summary".to_owned(), json!(self.summary));
        if !self.description.is_empty() {
            json.insert("description".to_owned(), json!(self.description));
        }
        if !self.parameters.is_empty() {
            json.insert("parameters".to_owned(), Json::Array(self.parameters));
        }
        if let Some(body) = self.body {
            json.insert("requestBody".to_owned(), body);
        }
        json.insert("responses".to_owned(), Json::Object(self.answers));
        Json::Object(json)
    }
}

pub fn parameter(name: &str) -> Json {
    reference("parameters", name)
}

/// The record that the path names.
pub fn id(view: &KindView) -> Json {
    json!({"name": "id", "in": "path", "required": true,
        "description": format!("Its number, as `123` or `{}`.", view.def.number(123)),
        "schema": super::number_of(view.def.name)})
}

pub fn told(description: &str, schema: Json) -> Json {
    json!({"description": description, "content": {"application/json": {"schema": schema}}})
}

pub fn with_headers(mut answer: Json, names: &[&str]) -> Json {
    let headers = object(names.iter().map(|name| ((*name).to_owned(), reference("headers", name))));
    if let Some(members) = answer.as_object_mut() {
        members.insert("headers".to_owned(), headers);
    }
    answer
}

/// The tag of what belongs to no kind.
pub const HOUSE: &str = "Gemba";

/// The operations that belong to no kind.
pub fn of_the_house(views: &[Arc<KindView>]) -> Paths {
    let names: Vec<_> = views.iter().map(|view| view.def.name).collect();
    let schema = |name: &str| reference("schemas", name);
    let me = Operation::new("me".to_owned(), HOUSE, "Who the token speaks for")
        .answer(200, told("The person, their roles and what the token allows.", schema("WhoAmI")))
        .refuse(&[400, 401, 500]);
    let kinds =
        Operation::new("kinds".to_owned(), HOUSE, "The definitions of the kinds that you may read")
            .answer(
                200,
                told("Kinds with their fields, states and verbs.", schema("KindDefinitions")),
            )
            .refuse(&[400, 401, 500]);
    let kind = json!({"name": "kind", "in": "query", "description": "One kind only, by its name.",
        "schema": {"enum": names}});
    let limit = json!({"name": "limit", "in": "query", "description": "How many to tell at most.",
        "schema": {"type": "integer", "minimum": 1, "maximum": HITS_MAX, "default": 20}});
    let words = json!({"name": "q", "in": "query", "required": true,
        "description": "Words that the records contain, all of them, or a record's number.",
        "schema": {"type": "string", "minLength": 1, "maxLength": filters::WORDS_LENGTH_MAX,
            "pattern": r"^[^\u0000]+$"}});
    let search = Operation::new("search".to_owned(), HOUSE, "Records that contain all words")
        .take([words, kind.clone(), limit])
        .answer(200, told("The newest of each kind first.", schema("SearchHits")))
        .refuse(&[400, 401, 500]);
    let public = |operation: Operation| {
        let mut json = operation.into_json();
        if let Some(members) = json.as_object_mut() {
            // A token is no must, but a wrong one is told.
            members.insert("security".to_owned(), json!([{}, {"token": []}]));
        }
        json!({"get": json})
    };
    let same = json!({"description": "It is still the version that you have."});
    let document = Operation::new("openapi".to_owned(), HOUSE, "This description, for programs")
        .answer(200, told("An OpenAPI 3.1 document.", json!({"type": "object"})))
        .answer(304, same.clone())
        .refuse(&[401, 500]);
    let page = json!({"description": "A page in HTML.",
        "content": {"text/html": {"schema": {"type": "string"}}}});
    let docs = Operation::new("docs".to_owned(), HOUSE, "This description, for people")
        .take([kind])
        .answer(200, page)
        .answer(304, same)
        .refuse(&[400, 401, 500]);
    Paths::from_iter([
        ("/me".to_owned(), json!({"get": me.into_json()})),
        ("/kinds".to_owned(), json!({"get": kinds.into_json()})),
        ("/search".to_owned(), json!({"get": search.into_json()})),
        ("/openapi.json".to_owned(), public(document)),
        ("/docs".to_owned(), public(docs)),
    ])
}

/// The operations of a kind.
pub fn of_kind(view: &KindView) -> Paths {
    let name = view.def.name;
    let mut paths = Paths::new();
    // A file's record is made by sending the file to the record that it belongs to.
    let of_kind = if name == files::KIND {
        json!({"get": list(view)})
    } else {
        json!({"get": list(view), "post": create(view)})
    };
    paths.insert(format!("/{name}"), of_kind);
    paths.extend(super::files::of_kind(view));
    paths.insert(format!("/{name}/{{id}}"), json!({"get": read(view), "patch": change(view)}));
    paths.insert(format!("/{name}/{{id}}/history"), json!({"get": history(view)}));
    paths.insert(format!("/{name}/{{id}}/verbs"), json!({"get": verbs(view)}));
    for (verb, help) in common_verbs(view.def) {
        let body = schemas::words(verb != "erase");
        paths.insert(
            format!("/{name}/{{id}}/{verb}"),
            json!({"post": verb_of(view, verb, help, body, true)}),
        );
    }
    for verb in schemas::verbs(view) {
        let operation = verb_of(view, verb.name, &verb.help, verb.body(view), verb.needs_note);
        paths.insert(format!("/{name}/{{id}}/{}", verb.name), json!({"post": operation}));
    }
    paths
}

pub fn one(view: &KindView) -> String {
    let label = view.def.label.to_lowercase();
    let article = if label.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {label}")
}

fn list(view: &KindView) -> Json {
    let def = view.def;
    let schema = schema_name(def.name);
    let page = told(
        "A page of records, or their count.",
        json!({"anyOf": [reference("schemas", &format!("{schema}Page")), reference("schemas", "RecordCount")]}),
    );
    let own = ["q", "limit", "after", "count"].map(parameter);
    Operation::new(
        format!("list_{}", def.name),
        def.plural,
        format!("{}, narrowed and sorted", def.plural),
    )
    .describe("All conditions hold together. A record that you may not see is not there.")
    .take(own)
    .take([sort(view), fields(view)])
    .take(filters::ENVELOPE.iter().filter_map(|name| envelope_filter(view, name)))
    .take(view.all_fields().filter(|field| !is_taken(&field.name)).map(field_filter))
    .answer(200, with_headers(page, &["Link"]))
    .refuse(&[400, 401, 403, 500])
    .into_json()
}

/// Whether a parameter of the list itself, or the envelope, has the name.
fn is_taken(name: &str) -> bool {
    filters::OWN.contains(&name) || filters::ENVELOPE.contains(&name)
}

fn sort(view: &KindView) -> Json {
    let fields = view.all_fields().filter(|field| filters::is_sortable(field));
    let names = filters::SORTABLE.iter().copied().chain(fields.map(|field| &*field.name));
    let both: Vec<_> = names.flat_map(|name| [name.to_owned(), format!("-{name}")]).collect();
    json!({"name": "sort", "in": "query",
        "description": "The field to sort by; with a minus the greatest first. Usually the newest first.",
        "schema": {"type": "string", "enum": both, "default": "-id"}})
}

fn fields(view: &KindView) -> Json {
    let names: Vec<_> = view.all_fields().map(|field| &*field.name).collect();
    let any = names.join("|");
    json!({"name": "fields", "in": "query",
        "description": "The fields to tell, with commas between them; without it all.",
        "schema": {"type": "string", "pattern": format!("^({any})(,({any})){{0,20}}$")}})
}

fn envelope_filter(view: &KindView, name: &str) -> Option<Json> {
    let holds = filter::holds(view, name)?;
    Some(filter_parameter(name, "", &holds))
}

fn field_filter(field: &FieldDef) -> Json {
    filter_parameter(&field.name, &field.help, &field.holds)
}

fn filter_parameter(name: &str, help: &str, holds: &Holds) -> Json {
    let description = if help.is_empty() {
        format!("Narrows by `{name}`.")
    } else {
        format!("Narrows by `{name}`. {help}")
    };
    json!({"name": name, "in": "query", "description": description,
        "schema": {"type": "string", "pattern": filters::pattern(name, holds)}})
}

fn record(view: &KindView) -> Json {
    reference("schemas", &schema_name(view.def.name))
}

fn create(view: &KindView) -> Json {
    let def = view.def;
    let told = told("The new record.", record(view));
    let mut answer = with_headers(told, &["ETag", "Location", "Idempotency-Replayed"]);
    if let Some(members) = answer.as_object_mut() {
        members.insert("links".to_owned(), links(view));
    }
    let body = schemas::body(reference("schemas", &format!("{}New", schema_name(def.name))), true);
    Operation::new(format!("create_{}", def.name), def.plural, format!("Records {}", one(view)))
        .describe(def.help)
        .take([parameter("idempotency_key")])
        .body(body)
        .answer(201, answer)
        .refuse(&[400, 401, 403, 409, 413, 415, 422, 500])
        .into_json()
}

/// What can be done with a new record.
fn links(view: &KindView) -> Json {
    let name = view.def.name;
    let id = json!({"id": "$response.body#/id"});
    let plain = ["read", "change", "history", "verbs", "note", "comment", "files", "add_file"];
    let plain = plain.map(str::to_owned);
    let steps = schemas::verbs(view).into_iter().map(|verb| verb.name.to_owned());
    object(plain.into_iter().chain(steps).map(|verb| {
        let link = json!({"operationId": format!("{verb}_{name}"), "parameters": id});
        (format!("{verb}_{name}"), link)
    }))
}

fn read(view: &KindView) -> Json {
    let def = view.def;
    Operation::new(format!("read_{}", def.name), def.plural, format!("Reads {}", one(view)))
        .take([id(view), parameter("if_none_match")])
        .answer(200, with_headers(told("The record.", record(view)), &["ETag"]))
        .answer(304, json!({"description": "It is still the version that you have."}))
        .refuse(&[400, 401, 403, 404, 500])
        .into_json()
}

fn change(view: &KindView) -> Json {
    let def = view.def;
    let schema = reference("schemas", &format!("{}Change", schema_name(def.name)));
    let mut body = schemas::body(schema, true);
    if let Some(content) = body.get_mut("content").and_then(Json::as_object_mut)
        && let Some(same) = content.get("application/json").cloned()
    {
        content.insert("application/merge-patch+json".to_owned(), same);
    }
    Operation::new(format!("change_{}", def.name), def.plural, format!("Changes {}", one(view)))
        .describe("Fields that are not sent stay as they are; `null` clears one. The state changes by verbs alone.")
        .take([id(view), parameter("if_match")])
        .body(body)
        .answer(200, with_headers(told("The record as it is now.", record(view)), &["ETag"]))
        .refuse(&[400, 401, 403, 404, 409, 412, 413, 415, 422, 500])
        .into_json()
}

fn history(view: &KindView) -> Json {
    let def = view.def;
    let page = told("What happened, newest first.", reference("schemas", "HistoryPage"));
    Operation::new(
        format!("history_{}", def.name),
        def.plural,
        format!("What happened to {}", one(view)),
    )
    .take([id(view), parameter("before"), parameter("limit")])
    .answer(200, with_headers(page, &["Link"]))
    .refuse(&[400, 401, 403, 404, 500])
    .into_json()
}

fn verbs(view: &KindView) -> Json {
    let def = view.def;
    let told = told(
        "The steps, each with what is still missing for it.",
        reference("schemas", "VerbOffers"),
    );
    Operation::new(format!("verbs_{}", def.name), def.plural, "The steps that you may take now")
        .take([id(view)])
        .answer(200, with_headers(told, &["ETag"]))
        .refuse(&[400, 401, 403, 404, 500])
        .into_json()
}

fn verb_of(view: &KindView, verb: &str, help: &str, schema: Json, needs_body: bool) -> Json {
    let def = view.def;
    let label = view.steps.iter().find(|step| step.verb == verb).map(|step| step.label.to_owned());
    let summary = label.unwrap_or_else(|| super::capitalized(verb));
    let answer = told("The record as it is now.", record(view));
    Operation::new(format!("{verb}_{}", def.name), def.plural, summary)
        .describe(help)
        .take([id(view), parameter("if_match"), parameter("idempotency_key")])
        .body(schemas::body(schema, needs_body))
        .answer(200, with_headers(answer, &["ETag", "Idempotency-Replayed"]))
        .refuse(&[400, 401, 403, 404, 409, 412, 413, 415, 422, 500])
        .into_json()
}
