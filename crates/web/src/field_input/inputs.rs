//! What stands in the inputs of a form: held by the record, asked for by the address, or typed; and
//! how it is read.
pub mod rows;

use crate::{
    value::{Titles, Wanted, number},
    visit::{Posted, Visit},
};
use gemba_desk::Refused;
use gemba_model::{FieldDef, FieldFault, Holds, Record, overlay::KindView, parse};
use gemba_vocabulary::{RecordId, Value};
use std::collections::BTreeMap;

/// The texts in the inputs of a form, by the names of the inputs, and what is wrong with them.
#[derive(Clone, Debug)]
pub struct Inputs {
    prefix: &'static str,
    texts: BTreeMap<String, String>,
    faults: BTreeMap<String, String>,
    /// What is wrong as a whole.
    refusal: Option<String>,
}

/// The input beside a reference's hidden one, in which people type.
pub fn words_of(field: &str) -> String {
    format!("{field}_text")
}

/// The input beside an amount.
pub fn currency_of(field: &str) -> String {
    format!("{field}_currency")
}

/// Where the headline of one of several references is kept.
pub fn label_of(field: &str, id: RecordId) -> String {
    format!("{field}:{id}")
}

const MATCHES_MAX: usize = 20;

impl Inputs {
    /// An empty form; `prefix` keeps its elements apart from others on the page.
    pub fn new(prefix: &'static str) -> Self {
        Self { prefix, texts: BTreeMap::new(), faults: BTreeMap::new(), refusal: None }
    }

    /// Filled with what the record holds.
    pub fn of_record(
        visit: &Visit,
        prefix: &'static str,
        view: &KindView,
        fields: &[FieldDef],
        record: &Record,
    ) -> Result<Self, Refused> {
        let mut inputs = Self::new(prefix);
        let value = |field: &FieldDef| view.value(record, &field.name).clone();
        let values: Vec<_> = fields.iter().map(|field| (field, value(field))).collect();
        inputs.hold(visit, &values)?;
        inputs.texts.insert("tags".to_owned(), record.tags.join(" "));
        Ok(inputs)
    }

    /// Filled with the defaults of a new record, and with what the address asks for: `?service=3`.
    pub fn of_new(
        visit: &Visit,
        prefix: &'static str,
        fields: &[FieldDef],
        asked: &[(String, String)],
    ) -> Result<Self, Refused> {
        let mut inputs = Self::new(prefix);
        let text = |field: &FieldDef| {
            let asked = asked.iter().find(|(name, _)| *name == field.name);
            asked
                .map(|(_, text)| text.clone())
                .or_else(|| field.default.as_deref().map(str::to_owned))
        };
        let mut values = Vec::new();
        for field in fields {
            let Some(text) = text(field) else { continue };
            if let Ok(value) = parse::from_text(field, &text, &visit.zone) {
                values.push((field, value));
            }
        }
        inputs.hold(visit, &values)?;
        Ok(inputs)
    }

    /// Filled with what was sent. Fields that were not in the form are not there either.
    pub fn of_posted(prefix: &'static str, fields: &[FieldDef], posted: &Posted) -> Self {
        let mut inputs = Self::new(prefix);
        for field in fields {
            let name = &*field.name;
            let many = matches!(field.holds, Holds::Refs(_));
            for key in [name.to_owned(), words_of(name), currency_of(name)] {
                if let Some(text) = posted.fields.get(&key) {
                    inputs.texts.insert(key, text.replace("\r\n", "\n"));
                }
            }
            inputs.take_rows(field, posted);
            if many
                && (posted.fields.contains_key(name) || posted.fields.contains_key(&words_of(name)))
            {
                let ids: Vec<_> = posted.all(name).filter(|id| !id.is_empty()).collect();
                inputs.texts.insert(name.to_owned(), ids.join(","));
            }
        }
        if let Some(tags) = posted.fields.get("tags") {
            inputs.texts.insert("tags".to_owned(), tags.clone());
        }
        inputs
    }

    /// Looks up the headlines of several references that came as numbers, for a form that is shown
    /// again.
    pub fn name_references(&mut self, visit: &Visit, fields: &[FieldDef]) -> Result<(), Refused> {
        for field in fields {
            let Holds::Refs(target) = &field.holds else { continue };
            let ids: Vec<RecordId> =
                self.text(&field.name).split(',').filter_map(|id| id.parse().ok()).collect();
            for (id, title) in visit.desk.titles(visit.actor(), target, &ids)? {
                self.texts.insert(label_of(&field.name, id), title);
            }
        }
        Ok(())
    }

    fn hold(&mut self, visit: &Visit, values: &[(&FieldDef, Value)]) -> Result<(), Refused> {
        let mut wanted = Wanted::default();
        for (field, value) in values {
            wanted.value(field, value);
        }
        let titles = wanted.look_up(visit)?;
        for (field, value) in values {
            self.hold_one(visit, &titles, field, value);
        }
        Ok(())
    }

    fn hold_one(&mut self, visit: &Visit, titles: &Titles, field: &FieldDef, value: &Value) {
        let name = &*field.name;
        let target = field.holds.target().unwrap_or_default();
        match value {
            Value::Money(money) => {
                self.texts.insert(name.to_owned(), money.amount.to_string());
                self.texts.insert(currency_of(name), money.currency.clone());
                return;
            }
            Value::Ref(id) => {
                self.texts.insert(words_of(name), titles.name(visit, target, *id));
            }
            Value::Refs(ids) => {
                for id in ids {
                    self.texts.insert(label_of(name, *id), titles.name(visit, target, *id));
                }
            }
            _ => {}
        }
        self.texts.insert(name.to_owned(), spelled(visit, value));
    }

    /// The text in the input of that name.
    pub fn text(&self, name: &str) -> &str {
        self.texts.get(name).map_or("", String::as_str)
    }

    /// Writes a text into an input.
    pub fn set(&mut self, name: &str, text: &str) {
        self.texts.insert(name.to_owned(), text.to_owned());
    }

    /// Fills a reference in by number, with the headlines that people read.
    pub fn take(&mut self, visit: &Visit, field: &FieldDef, text: &str) -> Result<(), Refused> {
        if let Ok(value) = parse::from_text(field, text, &visit.zone) {
            self.hold(visit, &[(field, value)])?;
        }
        Ok(())
    }

    /// Every text, for a page that carries them on.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts.iter().map(|(name, text)| (name.as_str(), text.as_str()))
    }

    /// The id of a field's element.
    pub fn id(&self, field: &str) -> String {
        format!("{}-{field}", self.prefix)
    }

    /// What is wrong with a field, as a sentence.
    pub fn fault_of(&self, field: &str) -> Option<&str> {
        self.faults.get(field).map(String::as_str)
    }

    /// Whether anything is wrong.
    pub fn is_faulty(&self) -> bool {
        !self.faults.is_empty() || self.refusal.is_some()
    }

    /// Whether something is wrong with one of these fields.
    pub fn is_faulty_in(&self, fields: &[&FieldDef]) -> bool {
        let is_of = |fault: &str, field: &FieldDef| {
            let rest = fault.strip_prefix(&*field.name);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        fields.iter().any(|field| self.faults.keys().any(|fault| is_of(fault, field)))
    }

    /// What is wrong as a whole, if it is no single field.
    pub fn refusal(&self) -> Option<&str> {
        self.refusal.as_deref()
    }

    /// Each mistake with the id of its element, in the order of the fields.
    pub fn mistakes(&self, fields: &[&FieldDef]) -> Vec<(String, String)> {
        let known = fields.iter().filter_map(|field| {
            let fault = self.faults.get(&*field.name)?;
            Some((self.id(&field.name), fault.clone()))
        });
        let is_elsewhere = |name: &str| !fields.iter().any(|field| field.name == name);
        let rest = self.faults.iter().filter(|(name, _)| is_elsewhere(name));
        known.chain(rest.map(|(name, fault)| (self.id(name), fault.clone()))).collect()
    }

    /// Writes down what is wrong with a field: words that continue its label.
    pub fn fault(&mut self, visit: &Visit, view: &KindView, fault: &FieldFault) {
        let label = match view.field(&fault.field) {
            Some(field) => visit.texts.field_label(view.def.name, field),
            None if fault.field == "note" => visit.text("verb-note"),
            None => fault.field.clone(),
        };
        let sentence = format!("{label} {}.", fault.fault.trim_end_matches('.'));
        self.faults.entry(fault.field.clone()).or_insert(sentence);
    }

    /// Writes down a whole sentence on what is wrong with an input.
    pub fn fault_said(&mut self, name: &str, sentence: String) {
        self.faults.entry(name.to_owned()).or_insert(sentence);
    }

    /// Writes down why the desk refused; what is no mistake of the form comes back.
    pub fn refused(&mut self, visit: &Visit, view: &KindView, why: Refused) -> Result<(), Refused> {
        match why {
            Refused::Invalid(faults) => {
                faults.iter().for_each(|fault| self.fault(visit, view, fault));
                Ok(())
            }
            Refused::Not(sentence) => {
                self.refusal = Some(sentence);
                Ok(())
            }
            other => Err(other),
        }
    }

    /// Reads each field that was in the form as one text, and writes down what is wrong with any.
    /// With `held`, fields that still say what the record holds are left out.
    pub fn read(
        &mut self,
        visit: &Visit,
        view: &KindView,
        fields: &[FieldDef],
        held: Option<&Record>,
    ) -> BTreeMap<String, String> {
        let mut given = BTreeMap::new();
        for field in fields {
            let name = &*field.name;
            if !self.texts.contains_key(name) && !self.texts.contains_key(&words_of(name)) {
                continue;
            }
            if rows::has_rows(field) && self.read_rows(visit, view, field).is_none() {
                continue;
            }
            let text = match self.read_one(visit, field) {
                Ok(text) => text,
                Err(fault) => {
                    self.fault(visit, view, &FieldFault::new(name, fault));
                    continue;
                }
            };
            let value = parse::from_text(field, &text, &visit.zone);
            match value {
                Err(fault) => self.fault(visit, view, &FieldFault::new(name, fault)),
                Ok(value) if value.is_none() && field.required => {
                    self.fault(visit, view, &FieldFault::new(name, "is required"));
                }
                Ok(_) => {
                    let before = held.map(|record| spelled(visit, view.value(record, name)));
                    if is_other(field, before.as_deref(), &text) {
                        given.insert(name.to_owned(), text);
                    }
                }
            }
        }
        self.read_tags(held, &mut given);
        given
    }

    fn read_tags(&self, held: Option<&Record>, given: &mut BTreeMap<String, String>) {
        let Some(tags) = self.texts.get("tags") else { return };
        let before = held.map(|record| record.tags.join(" ")).unwrap_or_default();
        if tags.trim() != before {
            given.insert("tags".to_owned(), tags.clone());
        }
    }

    fn read_one(&mut self, visit: &Visit, field: &FieldDef) -> Result<String, String> {
        let name = &*field.name;
        let text = self.text(name);
        match &field.holds {
            Holds::Money if text.trim().is_empty() => Ok(String::new()),
            Holds::Money => Ok(format!("{} {}", text.trim(), self.text(&currency_of(name)).trim())),
            Holds::Ref(target) => self.read_reference(visit, name, target),
            Holds::Refs(target) => {
                let mut ids: Vec<_> =
                    text.split(',').filter(|id| !id.is_empty()).map(str::to_owned).collect();
                let words = self.text(&words_of(name)).trim().to_owned();
                if !words.is_empty() {
                    let id = found(visit, target, &words)?.to_string();
                    if !ids.contains(&id) {
                        ids.push(id);
                    }
                }
                let ids = ids.join(",");
                self.set(name, &ids);
                Ok(ids)
            }
            Holds::LongText => Ok(text.trim_end().to_owned()),
            _ => Ok(text.trim().to_owned()),
        }
    }

    /// The number chosen counts as long as the words beside it still name it: without the script,
    /// words may be typed over while the number stays.
    fn read_reference(
        &mut self,
        visit: &Visit,
        name: &str,
        target: &str,
    ) -> Result<String, String> {
        let chosen = self.text(name).trim().to_owned();
        let Some(words) = self.texts.get(&words_of(name)).map(|words| words.trim().to_owned())
        else {
            return Ok(chosen);
        };
        if words.is_empty() {
            return Ok(String::new());
        }
        if let Ok(id) = chosen.parse::<RecordId>() {
            let titles = visit.desk.titles(visit.actor(), target, &[id]);
            let title = titles.ok().and_then(|mut titles| titles.remove(&id));
            let is_named = |title: String| title.trim() == words;
            if title.is_some_and(is_named) || number(visit, target, id) == words {
                return Ok(chosen);
            }
        }
        let id = found(visit, target, &words)?.to_string();
        self.set(name, &id);
        Ok(id)
    }
}

/// Whether a text says something else than what is held. A box that was never ticked says what
/// nothing says.
fn is_other(field: &FieldDef, before: Option<&str>, text: &str) -> bool {
    match before {
        // What a new record would hold by itself is told too, lest it comes back where it was taken
        // away.
        None if field.default.is_some() => true,
        None => !text.is_empty() && (field.holds != Holds::Bool || field.required || text != "no"),
        Some("") if field.holds == Holds::Bool && !field.required => text == "yes",
        Some(before) => before.trim_end() != text,
    }
}

/// A value as an input spells it: moments in the reader's zone, lengths of time in hours and
/// minutes.
pub fn spelled(visit: &Visit, value: &Value) -> String {
    match value {
        Value::Instant(at) => {
            let local = at.to_zoned(visit.zone.clone());
            let format = if local.second() == 0 { "%Y-%m-%dT%H:%M" } else { "%Y-%m-%dT%H:%M:%S" };
            local.strftime(format).to_string()
        }
        Value::Duration(seconds) => spelled_duration(*seconds),
        other => other.to_text(),
    }
}

fn spelled_duration(seconds: i64) -> String {
    let mut left = seconds;
    let mut parts = Vec::new();
    for (letter, size) in [('d', 86_400), ('h', 3_600), ('m', 60), ('s', 1)] {
        if left >= size {
            parts.push(format!("{}{letter}", left / size));
            left %= size;
        }
    }
    if parts.is_empty() { seconds.to_string() } else { parts.join(" ") }
}

/// The record that words name: its number, or its exact headline.
fn found(visit: &Visit, kind: &str, words: &str) -> Result<RecordId, String> {
    let hits = visit.desk.pick(visit.actor(), kind, words, MATCHES_MAX).unwrap_or_default();
    let wanted = words.to_lowercase();
    let named: Vec<_> =
        hits.iter().filter(|hit| hit.title.trim().to_lowercase() == wanted).collect();
    match named.as_slice() {
        [one] => return Ok(one.id),
        [] => {}
        _ => return Err(visit.text("input-ambiguous")),
    }
    match visit.desk.find_number(words) {
        Some((of, id)) if of == kind => return Ok(id),
        _ => {}
    }
    let example = visit.desk.view(kind).map(|view| view.def.number(12)).unwrap_or_default();
    let values = [("words", words.into()), ("example", example.into())];
    Err(visit.text_with("input-unknown", &values))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::tz::TimeZone;

    #[test]
    fn a_length_of_time_is_spelled_as_it_is_read() {
        let field = FieldDef::new("f", Holds::Duration, false);
        for seconds in [0, 1, 59, 61, 3_600, 16_200, 86_400, 90_061] {
            let text = spelled_duration(seconds);
            let read = parse::from_text(&field, &text, &TimeZone::UTC);
            assert_eq!(read, Ok(Value::Duration(seconds)), "{text}");
        }
        assert_eq!(spelled_duration(16_200), "4h 30m");
    }

    #[test]
    fn a_box_left_alone_changes_nothing() {
        let free = FieldDef::new("f", Holds::Bool, false);
        assert!(!is_other(&free, Some(""), "no"));
        assert!(is_other(&free, Some("yes"), "no"));
        assert!(is_other(&free, Some(""), "yes"));
        let must = FieldDef::new("f", Holds::Bool, true);
        assert!(is_other(&must, Some(""), "no"));
        assert!(is_other(&must, None, "no"));
        assert!(!is_other(&free, None, "no"));
    }
}
