//! The description of sheets of figures.
use super::{
    impact::query,
    paths::{HOUSE, Operation, told},
    reference,
    schemas::sealed,
};
use crate::figures::{PATH, PATH_OF_ONE};
use gemba_figures::{Judged, SHEETS, Sort};
use gemba_model::overlay::KindView;
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;

/// The paths, if there is anything to tell figures of.
pub fn paths(views: &[Arc<KindView>]) -> Map<String, Json> {
    let is_kept = |kind: &str| views.iter().any(|view| view.def.name == kind);
    let sheets: Vec<_> = SHEETS.iter().filter(|def| is_kept(def.kind)).collect();
    if sheets.is_empty() {
        return Map::new();
    }
    let all = told("The sheets that you may see.", reference("schemas", "FigureSheets"));
    let all = Operation::new("figures".to_owned(), HOUSE, "The sheets of figures")
        .answer(200, all)
        .refuse(&[400, 401, 403, 500]);
    let lines = sheets.iter().map(|def| format!("- `{}`: {}", def.name, def.what));
    let lines = lines.collect::<Vec<_>>().join("\n");
    let names: Vec<_> = sheets.iter().map(|def| def.name).collect();
    let day =
        |name: &str, said: &str| query(name, said, json!({"type": "string", "format": "date"}));
    let one = Operation::new("figure_sheet".to_owned(), HOUSE, "A sheet of figures")
        .describe(&format!(
            "The same figures as on the page: each with its definition, the data that it rests on, \
             what was left out and why, and over time with the limits of chance. People inside \
             only.\n\n{lines}"
        ))
        .take([
            json!({"name": "sheet", "in": "path", "required": true,
                "description": "The name of the sheet.", "schema": {"enum": names}}),
            day("from", "The first day; without both days the usual period of the sheet."),
            day("until", "The day after the last."),
            query(
                "zone",
                "Where days begin, such as Europe/Berlin; otherwise the organization's.",
                json!({"type": "string"}),
            ),
            query(
                "about",
                "Narrows it to one record of the kind that the list of sheets says.",
                json!({"type": "string"}),
            ),
        ])
        .answer(200, told("The sheet.", reference("schemas", "FigureSheet")))
        .refuse(&[400, 401, 403, 404, 500]);
    Map::from_iter([
        (PATH.to_owned(), json!({"get": all.into_json()})),
        (PATH_OF_ONE.to_owned(), json!({"get": one.into_json()})),
    ])
}

fn list(of: &str) -> Json {
    json!({"type": "array", "items": reference("schemas", of)})
}

fn nullable(of: &str) -> Json {
    json!({"anyOf": [reference("schemas", of), {"type": "null"}]})
}

fn judged() -> Json {
    let names = [Judged::Kept, Judged::Near, Judged::Missed, Judged::Not].map(Judged::name);
    json!({"enum": names, "description": "Held against what was promised or allowed, if anything was."})
}

/// The schemas of the answers.
pub fn schemas() -> Map<String, Json> {
    let text = json!({"type": "string"});
    let number = json!({"type": ["string", "null"],
        "description": "A decimal number as text, so that it is exact."});
    let day = json!({"type": "string", "format": "date"});
    let id = json!({"type": "integer", "format": "int64"});
    let column = json!({"name": text, "label": text, "unit": text});
    let cell = json!({"value": {}, "about": nullable("FigureRecord"), "judged": judged()});
    let figure = json!({
        "name": text, "label": text, "unit": text, "definition": text, "judged": judged(),
        "value": {"description": "Numbers are text, so that they are exact; null is undefined."},
        "undefined": {"type": ["string", "null"], "description": "Why it has no value."},
        "rests_on": nullable("FigureTable"),
        "exceptions": {"type": "array", "description": "What was left out or counted otherwise.",
            "items": sealed(json!({"about": nullable("FigureRecord"), "why": text}), false)},
    });
    let point = json!({"period": text, "value": number,
        "is_open": {"type": "boolean", "description": "Not over yet, or a forecast."}});
    let chart = json!({
        "name": text, "label": text, "unit": text,
        "sort": {"enum": [Sort::Individuals.name(), Sort::Counts.name(), Sort::Plain.name()]},
        "points": {"type": "array", "items": sealed(point, false)},
        "lines": {"type": "array", "items": sealed(json!({"label": text, "value": text}), false)},
        "mean": number, "upper": number, "lower": number,
        "signals": {"type": "array", "items": sealed(json!({"period": text, "rule": text}), false)},
    });
    let part = json!({
        "title": text, "about": nullable("FigureRecord"), "figures": list("Figure"),
        "tables": list("FigureTable"), "charts": list("FigureChart"),
        "notes": {"type": "array", "items": text},
    });
    let sheet = json!({
        "sheet": text, "clause": text, "from": day, "until": day,
        "time_zone": {"type": ["string", "null"]},
        "about": {"type": ["integer", "null"], "format": "int64"},
        "parts": list("FigurePart"),
    });
    let known = json!({"name": text, "label": text, "clause": text, "what": text,
        "about": {"type": ["string", "null"], "description": "The kind to whose records it can be narrowed."}});
    let rows = json!({"type": "array", "items": {"type": "array",
        "items": reference("schemas", "FigureCell")}});
    let columns = json!({"type": "array", "items": sealed(column, false)});
    Map::from_iter([
        (
            "FigureSheets".to_owned(),
            sealed(json!({"sheets": {"type": "array", "items": sealed(known, false)}}), false),
        ),
        ("FigureSheet".to_owned(), sealed(sheet, false)),
        ("FigurePart".to_owned(), sealed(part, false)),
        ("Figure".to_owned(), sealed(figure, false)),
        (
            "FigureTable".to_owned(),
            sealed(json!({"name": text, "label": text, "columns": columns, "rows": rows}), false),
        ),
        ("FigureCell".to_owned(), sealed(cell, false)),
        ("FigureChart".to_owned(), sealed(chart, false)),
        ("FigureRecord".to_owned(), sealed(json!({"kind": text, "id": id, "title": text}), false)),
    ])
}
