//! The rows of a structured value, as a form holds them: each part under a name of its own, and the
//! whole as the JSON that the desk reads.
use super::{Inputs, spelled};
use crate::visit::{Posted, Visit};
use gemba_model::{FieldDef, FieldFault, Holds, overlay::KindView, parse};
use gemba_vocabulary::Value;
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;

/// The button by which rows are added (`holidays`) or taken away (`holidays.2`).
pub const CHANGE_ROWS: &str = "_rows";
/// A form takes so many inputs; a longer value is shown as JSON.
const INPUTS_MAX: usize = 200;

/// The texts of one row, by the names of its parts.
pub type RowTexts = BTreeMap<String, String>;

/// The name of one input: `holidays.2.date`.
pub fn part_name(field: &str, row: usize, part: &str) -> String {
    format!("{field}.{row}.{part}")
}

/// Whether a field is filled in by rows: it says what they consist of, and each part is one input.
pub fn has_rows(field: &FieldDef) -> bool {
    let is_plain = |part: &FieldDef| {
        !matches!(part.holds, Holds::Ref(_) | Holds::Refs(_) | Holds::Money | Holds::Struct)
    };
    field.holds == Holds::Struct && !field.rows.is_empty() && field.rows.iter().all(is_plain)
}

impl Inputs {
    /// Takes what was sent in rows.
    pub(super) fn take_rows(&mut self, field: &FieldDef, posted: &Posted) {
        if !has_rows(field) {
            return;
        }
        for (name, text) in &posted.fields {
            if place_of(&field.name, name).is_some() {
                self.texts.insert(name.clone(), text.replace("\r\n", "\n"));
            }
        }
    }

    /// Adds an empty row, or takes one away, as a button of the form wishes.
    pub fn reshape(&mut self, visit: &Visit, fields: &[FieldDef], wish: &str) {
        let named = |field: &&FieldDef| {
            wish == field.name
                || wish.strip_prefix(&*field.name).is_some_and(|w| w.starts_with('.'))
        };
        let Some(field) = fields.iter().filter(|field| has_rows(field)).find(named) else { return };
        let mut rows = self.rows(visit, field);
        let unwanted = wish.rsplit('.').next().and_then(|place| place.parse::<usize>().ok());
        match unwanted {
            Some(place) if place < rows.len() => {
                rows.remove(place);
            }
            Some(_) => {}
            None => rows.push(RowTexts::new()),
        }
        self.texts.retain(|name, _| place_of(&field.name, name).is_none());
        self.set(&field.name, "");
        for (place, row) in rows.iter().enumerate() {
            for part in field.rows {
                let text = row.get(&*part.name).map_or("", String::as_str);
                self.set(&part_name(&field.name, place, &part.name), text);
            }
        }
    }

    /// The rows to show: those that were sent, or those that are held.
    pub fn rows(&self, visit: &Visit, field: &FieldDef) -> Vec<RowTexts> {
        let sent = self.sent_rows(field);
        if !sent.is_empty() {
            return sent;
        }
        let held = serde_json::from_str::<Vec<Map<String, Json>>>(self.text(&field.name));
        let spell = |row: &Map<String, Json>| {
            let part = |part: &FieldDef| {
                let json = row.get(&*part.name)?;
                let text = parse::from_json(part, json).map(|value| spelled(visit, &value));
                Some((part.name.to_string(), text.unwrap_or_else(|_| json.to_string())))
            };
            field.rows.iter().filter_map(part).collect()
        };
        held.unwrap_or_default().iter().map(spell).collect()
    }

    /// Whether the value is short enough to stand in rows, and is a list at all.
    pub fn fits_rows(&self, field: &FieldDef) -> bool {
        let text = self.text(&field.name);
        let held = serde_json::from_str::<Vec<Map<String, Json>>>(text);
        let count = held.as_ref().map_or(0, Vec::len);
        let is_list = text.is_empty() || held.is_ok() || !self.sent_rows(field).is_empty();
        is_list && count.saturating_mul(field.rows.len()) <= INPUTS_MAX
    }

    fn sent_rows(&self, field: &FieldDef) -> Vec<RowTexts> {
        let mut rows: BTreeMap<usize, RowTexts> = BTreeMap::new();
        for (name, text) in &self.texts {
            if let Some((place, part)) = place_of(&field.name, name) {
                rows.entry(place).or_default().insert(part.to_owned(), text.clone());
            }
        }
        rows.into_values().collect()
    }

    /// Reads the rows that were sent as one JSON text; empty ones are left out. Nothing if a part
    /// is wrong, which is then written down beside it.
    pub(super) fn read_rows(
        &mut self,
        visit: &Visit,
        view: &KindView,
        field: &FieldDef,
    ) -> Option<String> {
        let rows = self.sent_rows(field);
        if rows.is_empty() {
            return Some(self.text(&field.name).trim().to_owned());
        }
        let mut read = Vec::new();
        let mut is_sound = true;
        for (place, row) in rows.iter().enumerate() {
            if row.values().all(|text| text.trim().is_empty()) {
                continue;
            }
            let mut json = Map::new();
            for part in field.rows {
                let text = row.get(&*part.name).map_or("", |text| text.trim());
                let value = match parse::from_text(part, text, &visit.zone) {
                    Ok(value) if value.is_none() && part.required => Err("is required".to_owned()),
                    other => other,
                };
                let value = value.unwrap_or_else(|fault| {
                    is_sound = false;
                    self.fault_in_row(visit, view, field, (place, part), &fault);
                    // What cannot be read goes along as it was typed.
                    Value::Text(text.to_owned())
                });
                if !value.is_none() {
                    json.insert(part.name.to_string(), value.to_json());
                }
            }
            read.push(Json::Object(json));
        }
        let text = if read.is_empty() { String::new() } else { Json::Array(read).to_string() };
        self.set(&field.name, &text);
        is_sound.then_some(text)
    }

    fn fault_in_row(
        &mut self,
        visit: &Visit,
        view: &KindView,
        field: &FieldDef,
        (place, part): (usize, &FieldDef),
        fault: &str,
    ) {
        let label = visit.texts.field_label(view.def.name, &labelled(field, part));
        let values = [("row", (place + 1).into()), ("part", label.as_str().into())];
        let whose = visit.text_with("input-row-part", &values);
        let key = part_name(&field.name, place, &part.name);
        let fault = FieldFault::new(&field.name, format!("{whose} {fault}"));
        self.fault(visit, view, &fault);
        if let Some(sentence) = self.faults.remove(&*field.name) {
            self.faults.insert(key, sentence);
        }
    }
}

/// A part under the name by which a language knows its label: `holidays-date`.
pub fn labelled(field: &FieldDef, part: &FieldDef) -> FieldDef {
    FieldDef { name: format!("{}-{}", field.name, part.name).into(), ..part.clone() }
}

/// The row and the part that an input's name speaks of, if it belongs to the field.
fn place_of<'a>(field: &str, name: &'a str) -> Option<(usize, &'a str)> {
    let (place, part) = name.strip_prefix(field)?.strip_prefix('.')?.split_once('.')?;
    Some((place.parse().ok()?, part))
}

/// The fields whose rows a form shows.
pub fn any_rows(fields: &[FieldDef]) -> bool {
    fields.iter().any(has_rows)
}
