//! The schemas of the description: records, what may be written, and the answers that belong to no
//! kind.
use super::{object, reference, schema_name};
use crate::{
    body::{NOTE_LENGTH_MAX, TAG_LENGTH_MAX, TAGS_MAX},
    shape::{self, SAID_PATTERN, TEXT_PATTERN},
};
use gemba_model::{FieldDef, overlay::KindView};
use serde_json::{Map, Value as Json, json};

type Schemas = Map<String, Json>;

/// The schemas of a kind.
pub fn of_kind(view: &KindView) -> Schemas {
    let name = schema_name(view.def.name);
    Schemas::from_iter([
        (name.clone(), record(view)),
        (format!("{name}Fields"), read_fields(view)),
        (format!("{name}Page"), page(&name)),
        (format!("{name}New"), new_record(view)),
        (format!("{name}Change"), change(view)),
        (format!("{name}Number"), shape::number_schema(view.def)),
    ])
}

fn record(view: &KindView) -> Json {
    let def = view.def;
    let states: Vec<_> = def.states.iter().map(|state| &state.name).collect();
    let meanings: Vec<_> =
        def.states.iter().map(|state| format!("`{}`: {}", state.name, state.help)).collect();
    let members = json!({
        "id": {"type": "integer", "format": "int64", "description": "Its number within the kind."},
        "number": {"type": "string", "description": "Its number as people see it.",
            "examples": [def.number(123)]},
        "kind": {"const": def.name},
        "state": {"type": "string", "enum": states,
            "description": format!("Where it stands; verbs change it. {}", meanings.join(" "))},
        "version": {"type": "integer", "format": "int64",
            "description": "Counts up at every accepted command, from 1."},
        "created_at": {"type": "string", "format": "date-time",
            "description": "When it was recorded; for imported records, when the source says so."},
        "created_by": person("Who recorded it."),
        "updated_at": {"type": "string", "format": "date-time",
            "description": "When it last changed."},
        "updated_by": person("Who changed it last."),
        "imported": {"type": "boolean", "description": "Whether it came from another tool's data."},
        "origin": {"type": ["string", "null"],
            "description": "Where it came from, such as `servicenow:INC0000045`."},
        "tags": {"type": "array", "items": {"type": "string"},
            "description": "Free words by which people find it again."},
        "fields": reference("schemas", &format!("{}Fields", schema_name(def.name))),
    });
    let mut schema = sealed(members, false);
    describe(&mut schema, def.label, def.help);
    schema
}

fn person(help: &str) -> Json {
    json!({"type": ["integer", "null"], "format": "int64",
        "description": format!("{help} The number of a person; nothing for the house itself.")})
}

/// An object with these members, all required. Closed objects take no others.
pub fn sealed(members: Json, is_closed: bool) -> Json {
    let names: Vec<_> =
        members.as_object().into_iter().flat_map(|members| members.keys().cloned()).collect();
    let mut schema = json!({"type": "object", "required": names, "properties": members});
    if is_closed {
        insert(&mut schema, "additionalProperties", json!(false));
    }
    schema
}

fn insert(schema: &mut Json, name: &str, json: Json) {
    if let Some(members) = schema.as_object_mut() {
        members.insert(name.to_owned(), json);
    }
}

fn describe(schema: &mut Json, title: &str, help: &str) {
    insert(schema, "title", json!(title));
    if !help.is_empty() {
        insert(schema, "description", json!(help));
    }
}

/// What a field is for, with its choices, its unit and what it refers to.
fn said(field: &FieldDef) -> String {
    let mut text = field.help.to_string();
    let mut say = |sentence: String| {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(&sentence);
    };
    for choice in field.choices().iter().filter(|choice| !choice.help.is_empty()) {
        say(format!("`{}`: {}", choice.name, choice.help));
    }
    if let Some(kind) = field.holds.target() {
        say(format!("Refers to the kind `{kind}`."));
    }
    if let Some(unit) = &field.unit {
        say(format!("In {unit}."));
    }
    if let gemba_model::Holds::Duration = field.holds {
        say("In seconds; may be sent as `4h 30m` too.".to_owned());
    }
    text
}

fn read_fields(view: &KindView) -> Json {
    let members = view.all_fields().map(|field| {
        let mut schema = shape::read_schema(field);
        describe(&mut schema, &field.label, &said(field));
        if field.computed {
            insert(&mut schema, "readOnly", json!(true));
        }
        if let Some(kind) = field.holds.target() {
            insert(&mut schema, "x-gemba-target", json!(kind));
        }
        (field.name.to_string(), schema)
    });
    json!({"type": "object", "properties": object(members),
        "description": "The fields that you may see. An organization may add more (`x_…`) at any time."})
}

fn write_field(field: &FieldDef) -> (String, Json) {
    let mut schema = shape::write_schema(field, field.required);
    describe(&mut schema, &field.label, &said(field));
    if let Some(default) = &field.default {
        let default = if field.holds == gemba_model::Holds::Bool {
            json!(default == "yes" || default == "true")
        } else {
            default.parse::<i64>().map_or_else(|_| json!(default), |number| json!(number))
        };
        insert(&mut schema, "default", default);
    }
    (field.name.to_string(), schema)
}

fn writable(view: &KindView) -> impl Iterator<Item = &FieldDef> {
    view.all_fields().filter(|field| !field.computed)
}

fn must_be_sent(field: &FieldDef) -> bool {
    field.required && field.default.is_none()
}

fn new_record(view: &KindView) -> Json {
    let required: Vec<_> =
        writable(view).filter(|field| must_be_sent(field)).map(|field| &field.name).collect();
    let mut fields = json!({"type": "object", "additionalProperties": false,
        "properties": object(writable(view).map(write_field))});
    if !required.is_empty() {
        insert(&mut fields, "required", json!(required));
    }
    let mut schema = json!({"type": "object", "additionalProperties": false,
        "properties": {"fields": fields, "tags": tags(), "note": note(false)}});
    if !required.is_empty() {
        insert(&mut schema, "required", json!(["fields"]));
    }
    insert(&mut schema, "examples", json!([{"fields": example(view, must_be_sent)}]));
    schema
}

fn change(view: &KindView) -> Json {
    let is_first = |field: &FieldDef| field.name == view.def.title && !field.computed;
    json!({"type": "object", "additionalProperties": false,
        "properties": {
            "fields": {"type": "object", "additionalProperties": false,
                "properties": object(writable(view).map(write_field))},
            "tags": tags(),
            "note": note(false),
            "version": version(),
        },
        "examples": [{"fields": example(view, is_first)}]})
}

fn example(view: &KindView, is_wanted: impl Fn(&FieldDef) -> bool) -> Json {
    let wanted = writable(view).filter(|field| is_wanted(field));
    object(wanted.map(|field| (field.name.to_string(), shape::example(field))))
}

fn tags() -> Json {
    json!({"type": ["array", "null"], "maxItems": TAGS_MAX,
        "items": {"type": "string", "maxLength": TAG_LENGTH_MAX, "pattern": TEXT_PATTERN},
        "description": "Free words by which people find it again; all of them, for they replace those before. \
            Kept in small letters; letters, digits, `-` and `_` count."})
}

fn note(must: bool) -> Json {
    let help = "The comment, the work note, or the reason.";
    if must {
        return json!({"type": "string", "minLength": 1, "maxLength": NOTE_LENGTH_MAX,
            "pattern": SAID_PATTERN, "description": help});
    }
    json!({"type": ["string", "null"], "maxLength": NOTE_LENGTH_MAX, "pattern": TEXT_PATTERN,
        "description": help})
}

fn version() -> Json {
    json!({"type": ["integer", "null"], "minimum": 1, "maximum": i64::MAX,
        "description": "The version that you saw; the same as `If-Match`."})
}

/// A body with that schema.
pub fn body(schema: Json, required: bool) -> Json {
    json!({"required": required, "content": {"application/json": {"schema": schema}}})
}

/// The schema of a comment, a note or the reason of an erasure.
pub fn words(is_plain: bool) -> Json {
    let example = if is_plain { "The mail relay was restarted." } else { "Asked for by letter." };
    json!({"type": "object", "additionalProperties": false, "required": ["note"],
        "properties": {"note": note(true), "version": version()},
        "examples": [{"note": example}]})
}

/// A verb of a life. The same verb can lead on from several states.
pub struct Verb {
    /// Its name.
    pub name: &'static str,
    /// What it means.
    pub help: String,
    /// Whether a reason must be given wherever it leads from.
    pub needs_note: bool,
    asks: Vec<&'static str>,
}

/// The verbs of a kind's life, each once.
pub fn verbs(view: &KindView) -> Vec<Verb> {
    let mut verbs: Vec<Verb> = Vec::new();
    for step in &view.steps {
        let said = format!("{} From {} to {}.", step.help, step.from.join(", "), step.to);
        if let Some(verb) = verbs.iter_mut().find(|verb| verb.name == step.verb) {
            verb.needs_note &= step.needs_note;
            verb.help = format!("{} {said}", verb.help);
            verb.asks.extend(step.asks);
        } else {
            let asks = step.asks.to_vec();
            verbs.push(Verb { name: step.verb, help: said, needs_note: step.needs_note, asks });
        }
    }
    verbs
}

impl Verb {
    /// The schema of its body.
    pub fn body(&self, view: &KindView) -> Json {
        let mut members = Map::new();
        let asked: Map<_, _> = view
            .all_fields()
            .filter(|field| self.asks.contains(&&*field.name) && !field.computed)
            .map(write_field)
            .collect();
        let fields = json!({"type": "object", "additionalProperties": false, "properties": asked});
        members.insert("fields".to_owned(), fields);
        members.insert("note".to_owned(), note(self.needs_note));
        members.insert("version".to_owned(), version());
        let mut schema =
            json!({"type": "object", "additionalProperties": false, "properties": members});
        if self.needs_note {
            insert(&mut schema, "required", json!(["note"]));
        }
        schema
    }
}

fn page(name: &str) -> Json {
    json!({"type": "object", "required": ["records", "next"], "properties": {
        "records": {"type": "array", "items": reference("schemas", name)},
        "next": {"type": ["string", "null"],
            "description": "Where the next page begins, for `after`; nothing on the last."},
    }})
}

/// The schemas that belong to no kind.
pub fn of_the_house() -> Schemas {
    let number = json!({"type": "integer", "format": "int64"});
    let text = json!({"type": "string"});
    let maybe_text = json!({"type": ["string", "null"]});
    let yes = json!({"type": "boolean"});
    let texts = json!({"type": "array", "items": text});
    let list = |name: &str| json!({"type": "array", "items": reference("schemas", name)});
    let change = sealed(json!({"field": text, "old": {}, "new": {}}), true);
    let moved = json!({"type": ["object", "null"], "required": ["from", "to"],
        "properties": {"from": text, "to": text}});
    let happening = json!({"entry": number, "at": {"type": "string", "format": "date-time"},
        "actor": {"type": ["integer", "null"]}, "actor_name": text, "channel": text, "verb": text,
        "imported": yes, "changes": {"type": "array", "items": change}, "state": moved,
        "text": maybe_text, "erased": yes});
    let offer = json!({"verb": text, "label": text, "help": text, "to": text, "asks": texts,
        "needs_note": yes,
        "refusal": {"type": ["string", "null"],
            "description": "What is missing for it, with what the record holds now."}});
    let hit = json!({"kind": text, "id": number, "number": text, "title": text, "state": text});
    let me = json!({"person": {"type": ["integer", "null"]}, "name": text, "roles": texts,
        "customer": {"type": ["integer", "null"]},
        "teams": {"type": "array", "items": number}, "scope": {"enum": ["read", "write"]},
        "organization": text});
    Schemas::from_iter([
        ("ProblemDetails".to_owned(), problem()),
        ("RecordCount".to_owned(), sealed(json!({"count": number, "more": yes}), true)),
        ("HistoryEntry".to_owned(), sealed(happening, false)),
        (
            "HistoryPage".to_owned(),
            sealed(
                json!({"entries": list("HistoryEntry"),
            "next": {"type": ["integer", "null"],
                "description": "For `before`; nothing on the last page."}}),
                false,
            ),
        ),
        ("VerbOffer".to_owned(), sealed(offer, false)),
        (
            "VerbOffers".to_owned(),
            sealed(
                json!({"state": text, "version": number,
            "verbs": list("VerbOffer")}),
                false,
            ),
        ),
        ("SearchHit".to_owned(), sealed(hit, false)),
        ("SearchHits".to_owned(), sealed(json!({"hits": list("SearchHit")}), false)),
        ("WhoAmI".to_owned(), sealed(me, false)),
        (
            "KindDefinitions".to_owned(),
            sealed(json!({"kinds": {"type": "array", "items": kind()}}), false),
        ),
    ])
}

fn problem() -> Json {
    let fault = json!({"type": "object", "required": ["field", "detail"], "properties": {
        "field": {"type": "string", "description": "The field or parameter."},
        "pointer": {"type": "string",
            "description": "Its place in the body, as a JSON pointer: `#/fields/summary`."},
        "detail": {"type": "string", "description": "What is wrong with it."},
    }});
    json!({"type": "object", "title": "Problem details", "description": "RFC 9457.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference",
            "description": "Leads to what this sort of refusal means."},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string", "description": "What is wrong and what to do."},
        "errors": {"type": "array", "items": fault},
        "current": {"type": "object",
            "description": "With 412: the record as it is now."},
    }})
}

fn kind() -> Json {
    let text = json!({"type": "string"});
    let texts = json!({"type": "array", "items": text});
    let yes = json!({"type": "boolean"});
    let maybe_text = json!({"type": ["string", "null"]});
    let choices = json!({"type": "array", "items":
        sealed(json!({"name": text, "label": text, "help": text, "end": yes}), false)});
    let verb = json!({"verb": text, "label": text, "help": text, "from": texts, "to": text,
        "asks": texts, "needs_note": yes});
    let field = json!({"name": text, "label": text, "help": text, "holds": text,
        "target": maybe_text, "choices": choices, "required": yes, "computed": yes,
        "searched": yes, "filtered": yes, "custom": yes, "unit": maybe_text,
        "default": maybe_text});
    sealed(
        json!({"name": text, "prefix": text, "label": text, "plural": text, "clause": text,
            "help": text, "menu": text, "title": text, "features": texts, "states": choices,
            "verbs": {"type": "array", "items": sealed(verb, false)},
            "fields": {"type": "array", "items": sealed(field, false)}}),
        false,
    )
}
