//! The description of the API for people: pages in HTML made from the document, without a script. A page for each kind,
//! since one for all would be longer than a browser likes to lay out.
use crate::problem::SORTS;
use axum::body::Bytes;
use maud::{DOCTYPE, Markup, html};
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;

const PART: &str = "#/components/";

/// Every page: the first one under no name, and one for each kind under the kind's.
pub fn pages(document: &Json) -> BTreeMap<String, Bytes> {
    let kinds = list(document.get("tags")).into_iter().filter_map(kind_of);
    [""].into_iter()
        .chain(kinds)
        .map(|kind| (kind.to_owned(), page(document, kind).into()))
        .collect()
}

fn page(document: &Json, kind: &str) -> String {
    let text = |pointer: &str| document.pointer(pointer).and_then(Json::as_str).unwrap_or_default();
    let tags: Vec<&Json> = list(document.get("tags"));
    let is_first = kind.is_empty();
    let shown = |tag: &&&Json| kind_of(tag).unwrap_or_default() == kind;
    let markup = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (text("/info/title")) " API" }
                link rel="icon" href="/assets/favicon.svg" type="image/svg+xml";
                link rel="stylesheet" href="/assets/gemba.css";
            }
            body {
                main.page #page {
                    div.book {
                        nav aria-label="Kinds" {
                            a href="docs" aria-current=[is_first.then_some("page")] { "Gemba" }
                            a href="docs#problems" { "Refusals" }
                            @for (tag, name) in tags.iter().filter_map(|tag| Some((tag, kind_of(tag)?))) {
                                a href={ "docs?kind=" (name) }
                                    aria-current=[(name == kind).then_some("page")]
                                { (word(tag, "name")) }
                            }
                        }
                        div.stack {
                            @if is_first { (preface(document)) }
                            @for tag in tags.iter().filter(shown) { (chapter(document, tag, is_first)) }
                            @if is_first { (refusals()) }
                        }
                    }
                }
            }
        }
    };
    markup.into_string()
}

/// The kind that a chapter is about; the house's own is about none.
fn kind_of(tag: &Json) -> Option<&str> {
    tag.get("x-gemba-kind").and_then(Json::as_str)
}

fn preface(document: &Json) -> Markup {
    let text = |pointer: &str| document.pointer(pointer).and_then(Json::as_str).unwrap_or_default();
    html! {
        h1 { (text("/info/title")) " API " small { (text("/info/version")) } }
        div.prose {
            @for part in text("/info/description").split("\n\n") { p { (marked(part)) } }
            p { "The same for programs: " a href="openapi.json" { "openapi.json" } "." }
        }
    }
}

fn chapter(document: &Json, tag: &Json, is_part: bool) -> Markup {
    let name = word(tag, "name");
    let of_tag = |operation: &Json| list(operation.get("tags")).iter().any(|one| *one == name);
    let paths = document.get("paths").and_then(Json::as_object);
    let operations = paths.into_iter().flatten().flat_map(|(path, methods)| {
        let methods = methods.as_object().into_iter().flatten();
        methods.map(move |(method, operation)| (path, method, operation))
    });
    html! {
        section.stack {
            @if is_part { h2 id=(anchor(name)) { (name) } } @else { h1 { (name) } }
            p.prose { (marked(word(tag, "description"))) }
            @if let Some(kind) = kind_of(tag) {
                (fields(document, kind))
            }
            div {
                @for (path, method, operation) in operations.filter(|(_, _, one)| of_tag(one)) {
                    (one(document, path, method, operation))
                }
            }
        }
    }
}

/// The fields of a kind, as they are read.
fn fields(document: &Json, kind: &str) -> Markup {
    let schema =
        format!("/components/schemas/{}Fields/properties", super::openapi::schema_name(kind));
    let members = document.pointer(&schema).and_then(Json::as_object);
    let mark = |schema: &Json| if schema.get("readOnly").is_some() { "read-only" } else { "" };
    html! { details.more { summary { (open()) "Fields" } (table(members, mark)) } }
}

/// The sign that something opens here.
fn open() -> Markup {
    html! { span aria-hidden="true" { "▸\u{a0}" } }
}

fn table(members: Option<&Map<String, Json>>, mark: impl Fn(&Json) -> &'static str) -> Markup {
    let rows = members.into_iter().flatten().map(|(name, schema)| {
        (name.as_str(), mark(schema), shape(schema), word(schema, "description"))
    });
    rows_of("Name", rows.collect())
}

fn rows_of(first: &str, rows: Vec<(&str, &str, String, &str)>) -> Markup {
    html! {
        div.sheet {
            table.rows {
                thead { tr { th scope="col" { (first) } th scope="col" { "Holds" } th scope="col" { "Meaning" } } }
                tbody {
                    @for (name, mark, shape, meaning) in rows {
                        tr {
                            td { code { (name) } " " small { (mark) } }
                            td.text { (shape) }
                            td.text { (marked(meaning)) }
                        }
                    }
                }
            }
        }
    }
}

/// What a schema takes, in a word or two.
fn shape(schema: &Json) -> String {
    // Only the number of a record is told by reference.
    if schema.get("$ref").is_some() {
        return "number".to_owned();
    }
    let named = |json: &Json| json.as_str().map_or_else(|| json.to_string(), str::to_owned);
    let join = |items: Vec<&Json>| items.into_iter().map(named).collect::<Vec<_>>().join(" | ");
    if let Some(choices) = schema.get("enum") {
        return join(list(Some(choices)));
    }
    if let Some(ways) = schema.get("anyOf") {
        return list(Some(ways)).into_iter().map(shape).collect::<Vec<_>>().join(" | ");
    }
    let kind = match schema.get("type") {
        Some(Json::Array(names)) => join(names.iter().collect()),
        Some(name) => named(name),
        None => String::new(),
    };
    match schema.get("format").and_then(Json::as_str) {
        Some(format) => format!("{kind} ({format})"),
        None => kind,
    }
}

fn one(document: &Json, path: &str, method: &str, operation: &Json) -> Markup {
    let parameters: Vec<_> = list(operation.get("parameters"))
        .into_iter()
        .map(|parameter| followed(document, parameter))
        .collect();
    let body = operation.pointer("/requestBody/content/application~1json/schema");
    let rows = parameters.iter().map(|parameter| {
        let shape = parameter.get("schema").map(shape).unwrap_or_default();
        (word(parameter, "name"), word(parameter, "in"), shape, word(parameter, "description"))
    });
    html! {
        article.endpoint id=(word(operation, "operationId")) {
            header {
                span class={ "method " (method) } { (method.to_uppercase()) }
                code { (path) }
                span { (word(operation, "summary")) }
            }
            @if !word(operation, "description").is_empty() {
                p.prose { (marked(word(operation, "description"))) }
            }
            @if let Some(body) = body.map(|schema| followed(document, schema)) { (sent(body)) }
            @if !parameters.is_empty() {
                details.more { summary { (open()) "Parameters" } (rows_of("Parameter", rows.collect())) }
            }
            details.more { summary { (open()) "Answers" } (answers(document, operation)) }
        }
    }
}

fn sent(body: &Json) -> Markup {
    let members = body.get("properties").and_then(Json::as_object);
    let fields = body.pointer("/properties/fields/properties").and_then(Json::as_object);
    let required: Vec<_> = list(body.pointer("/properties/fields/required"));
    let example = body.pointer("/examples/0").map(|json| format!("{json:#}"));
    html! {
        p { "Body: "
            @for (place, name) in members.into_iter().flat_map(Map::keys).enumerate() {
                @if place > 0 { ", " } code { (name) }
            }
            "."
        }
        @if let Some(example) = example { div.code { pre tabindex="0" { (example) } } }
        @if let Some(fields) = fields.filter(|fields| !fields.is_empty()) {
            details.more {
                summary { (open()) "What may be sent within fields" }
                @if !required.is_empty() {
                    p { "Required: "
                        @for (place, name) in required.iter().enumerate() {
                            @if place > 0 { ", " } code { (name.as_str().unwrap_or_default()) }
                        }
                        "."
                    }
                }
                (table(Some(fields), |_| ""))
            }
        }
    }
}

fn answers(document: &Json, operation: &Json) -> Markup {
    let answers = operation.get("responses").and_then(Json::as_object);
    html! {
        dl.pairs {
            @for (status, answer) in answers.into_iter().flatten() {
                @let told = word(followed(document, answer), "description");
                dt { (status) }
                dd { (marked(told.split("\n\n").next().unwrap_or_default())) }
            }
        }
    }
}

fn refusals() -> Markup {
    html! {
        section.stack {
            h2 #problems { "Refusals" }
            p.prose { "Every refusal is a problem document (RFC 9457); its " code { "type" } " leads here." }
            dl.pairs {
                @for sort in SORTS {
                    dt id={ "problem-" (sort.name) } { (sort.status.as_u16()) " " (sort.title) }
                    dd { (marked(sort.help)) }
                }
            }
        }
    }
}

/// What a reference leads to; anything else is itself.
fn followed<'a>(document: &'a Json, json: &'a Json) -> &'a Json {
    let path = json.get("$ref").and_then(Json::as_str).and_then(|path| path.strip_prefix(PART));
    path.and_then(|path| document.pointer(&format!("/components/{path}"))).unwrap_or(json)
}

fn list(json: Option<&Json>) -> Vec<&Json> {
    json.and_then(Json::as_array).into_iter().flatten().collect()
}

fn word<'a>(json: &'a Json, name: &str) -> &'a str {
    json.get(name).and_then(Json::as_str).unwrap_or_default()
}

fn anchor(name: &str) -> String {
    name.to_lowercase().replace(' ', "-")
}

/// Text with `code` and **strong** words, the only marks that descriptions use.
fn marked(text: &str) -> Markup {
    html! {
        @for (place, part) in text.split('`').enumerate() {
            @if place % 2 == 1 { code { (part) } } @else {
                @for (place, part) in part.split("**").enumerate() {
                    @if place % 2 == 1 { strong { (part) } } @else { (part) }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_organization_wrote_is_text_and_never_markup() {
        let told = marked("Use `x_a` **now** <script>alert(1)</script>").into_string();
        assert_eq!(
            told,
            "Use <code>x_a</code> <strong>now</strong> &lt;script&gt;alert(1)&lt;/script&gt;"
        );
    }
}
