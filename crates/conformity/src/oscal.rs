//! Catalogues in OSCAL, the exchange format of NIST for controls (catalog model, JSON).
//!
//! Groups become parts, controls become requirements. A control's statement is told as one text with its items below
//! one another; values of parameters are put where they are inserted. Links, back matter and assessment methods are
//! left out. What only Gemba knows of a requirement goes into properties of a name space of its own, so that a set
//! that was written is read again as it was.
use crate::{
    catalogue::{DraftRequirement, DraftSet, FileFault, REQUIREMENTS_MAX},
    own::{OwnRequirement, OwnSet},
};
use jiff::Timestamp;
use serde_json::{Map, Value as Json, json};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;

/// The name space of our own properties.
const OWN: &str = "urn:gemba:requirement";
/// The version of OSCAL that is written.
const VERSION: &str = "1.1.3";
/// Deeper than any catalogue that is published.
const DEPTH_MAX: usize = 12;
/// Parameters that insert one another several times grow without end.
const TEXT_BYTES_MAX: usize = 100_000;
/// The bytes of all texts of a set.
const ALL_BYTES_MAX: usize = 20_000_000;

type Params = BTreeMap<String, String>;

/// Reads a catalogue.
pub fn read(text: &str) -> Result<DraftSet, FileFault> {
    let json: Json = serde_json::from_str(text).map_err(|error| {
        FileFault::at(format!("Line {}", error.line()), format!("this is no JSON ({error})"))
    })?;
    let root = json.get("catalog").ok_or_else(|| {
        FileFault::at("$", "there is no “catalog”; this is no OSCAL catalogue in JSON")
    })?;
    let at = "$.catalog";
    let metadata = root.get("metadata").unwrap_or(&Json::Null);
    let mut reading = Reading { set: DraftSet::default(), params: Params::new(), bytes: 0 };
    reading.set.name = needed(metadata, "title", &format!("{at}.metadata"))?;
    reading.set.issue = text_of(metadata, "version");
    "OSCAL catalogue".clone_into(&mut reading.set.source);
    reading.gather(root, at, 0)?;
    reading.controls(root, at, "", 0)?;
    reading.groups(root, at, "", 0)?;
    Ok(reading.set)
}

struct Reading {
    set: DraftSet,
    /// The words that stand for each parameter, wherever it is defined.
    params: Params,
    /// The bytes of all texts so far.
    bytes: usize,
}

impl Reading {
    /// Looks for parameters everywhere first: what is inserted may be defined further down.
    fn gather(&mut self, of: &Json, at: &str, depth: usize) -> Result<(), FileFault> {
        if depth > DEPTH_MAX {
            return Err(FileFault::at(at, "groups and controls are nested too deeply"));
        }
        for (param, at) in list(of, "params", at)? {
            let id = needed(param, "id", &at)?;
            self.params.insert(id, words_of(param));
        }
        for name in ["groups", "controls"] {
            for (one, at) in list(of, name, at)? {
                self.gather(one, &at, depth.saturating_add(1))?;
            }
        }
        Ok(())
    }

    fn groups(&mut self, of: &Json, at: &str, part: &str, depth: usize) -> Result<(), FileFault> {
        for (group, at) in list(of, "groups", at)? {
            let title = needed(group, "title", &at)?;
            let part = if part.is_empty() { title } else { format!("{part} / {title}") };
            self.controls(group, &at, &part, depth)?;
            self.groups(group, &at, &part, depth.saturating_add(1))?;
        }
        Ok(())
    }

    fn controls(&mut self, of: &Json, at: &str, part: &str, depth: usize) -> Result<(), FileFault> {
        for (control, at) in list(of, "controls", at)? {
            let id = needed(control, "id", &at)?;
            let title = needed(control, "title", &at)?;
            let is_withdrawn = prop(control, "status", None)
                .is_some_and(|status| status.eq_ignore_ascii_case("withdrawn"));
            if is_withdrawn {
                self.set.left_out.push(format!("{id}: it is withdrawn"));
            } else {
                let one = self.control(control, &at, (id, title, part))?;
                self.bytes =
                    self.bytes.saturating_add(one.text.len()).saturating_add(one.guidance.len());
                self.set.requirements.push(one);
                if self.set.requirements.len() > REQUIREMENTS_MAX || self.bytes > ALL_BYTES_MAX {
                    return Err(FileFault::at(
                        &at,
                        "the file tells too much to be one set; part it",
                    ));
                }
            }
            self.controls(control, &at, part, depth.saturating_add(1))?;
        }
        Ok(())
    }

    fn control(
        &self,
        control: &Json,
        at: &str,
        (id, title, part): (String, String, &str),
    ) -> Result<DraftRequirement, FileFault> {
        let label =
            prop(control, "label", None).filter(|label| !label.contains(char::is_whitespace));
        let (mut text, mut guidance) = (String::new(), String::new());
        for (one, at) in list(control, "parts", at)? {
            match text_of(one, "name").as_str() {
                "statement" => self.flatten(one, &at, 0, &mut text)?,
                "guidance" => self.flatten(one, &at, 0, &mut guidance)?,
                _ => {}
            }
        }
        let own = |name: &str| prop(control, name, Some(OWN)).unwrap_or_default();
        Ok(DraftRequirement {
            place: at.to_owned(),
            identifier: label.unwrap_or(id),
            part: part.to_owned(),
            text: if text.trim().is_empty() { title.clone() } else { text.trim_end().to_owned() },
            title: self.filled(&title),
            guidance: guidance.trim_end().to_owned(),
            is_note: own("note") == "yes",
            shown_by: own("shown-by"),
            rule: own("rule"),
            record_kind: own("record-kind"),
            in_state: own("in-state"),
            has_field: own("has-field"),
            interval_months: own("interval-months"),
        })
    }

    /// A part and what is below it, one line each, as far in as it is deep.
    fn flatten(
        &self,
        part: &Json,
        at: &str,
        depth: usize,
        told: &mut String,
    ) -> Result<(), FileFault> {
        if depth > DEPTH_MAX {
            return Err(FileFault::at(at, "parts are nested too deeply"));
        }
        let prose = self.filled(text_of(part, "prose").trim());
        let label = prop(part, "label", None).unwrap_or_default();
        let line = [label.as_str(), prose.as_str()].join(" ");
        if !line.trim().is_empty() {
            told.push_str(&"  ".repeat(depth.saturating_sub(1)));
            told.push_str(line.trim());
            told.push('\n');
        }
        for (one, at) in list(part, "parts", at)? {
            self.flatten(one, &at, depth.saturating_add(1), told)?;
        }
        Ok(())
    }

    /// The text with the words of parameters where they are inserted: `{{ insert: param, ac-1_prm_1 }}`. A choice of a
    /// parameter may insert another one.
    fn filled(&self, text: &str) -> String {
        let mut told = text.to_owned();
        for _ in 0..DEPTH_MAX {
            let next = self.filled_once(&told);
            if next == told || next.len() > TEXT_BYTES_MAX {
                break;
            }
            told = next;
        }
        told
    }

    fn filled_once(&self, text: &str) -> String {
        let mut told = String::new();
        let mut rest = text;
        // What grows beyond all measure ends before it fills the memory; `filled` then keeps the words as they stood.
        while told.len() <= TEXT_BYTES_MAX
            && let Some((before, after)) = rest.split_once("{{")
        {
            told.push_str(before);
            let Some((inside, after)) = after.split_once("}}") else {
                told.push_str("{{");
                rest = after;
                continue;
            };
            let name = inside.trim().strip_prefix("insert:").map(str::trim);
            let name = name.and_then(|name| name.strip_prefix("param,")).map(str::trim);
            match name {
                Some(name) => match self.params.get(name) {
                    Some(words) => told.push_str(words),
                    None => told.extend(["[", name, "]"]),
                },
                None => told.push_str(inside.trim()),
            }
            rest = after;
        }
        told.push_str(rest);
        told
    }
}

/// What stands for a parameter: its values, else what can be chosen, else what it is called.
fn words_of(param: &Json) -> String {
    let texts = |of: Option<&Json>| -> Vec<String> {
        let all = of.and_then(Json::as_array).into_iter().flatten();
        all.filter_map(Json::as_str).map(str::to_owned).collect()
    };
    let values = texts(param.get("values"));
    if !values.is_empty() {
        return values.join(", ");
    }
    let choices = texts(param.get("select").and_then(|select| select.get("choice")));
    if !choices.is_empty() {
        return format!("[{}]", choices.join("; "));
    }
    let label = text_of(param, "label");
    format!("[{}]", if label.is_empty() { text_of(param, "id") } else { label })
}

fn text_of(of: &Json, name: &str) -> String {
    of.get(name).and_then(Json::as_str).unwrap_or_default().trim().to_owned()
}

fn needed(of: &Json, name: &str, at: &str) -> Result<String, FileFault> {
    let text = text_of(of, name);
    if text.is_empty() {
        return Err(FileFault::at(format!("{at}.{name}"), "it is missing or no text"));
    }
    Ok(text)
}

/// The members of a list, each with its path.
fn list<'a>(of: &'a Json, name: &str, at: &str) -> Result<Vec<(&'a Json, String)>, FileFault> {
    let Some(found) = of.get(name) else { return Ok(Vec::new()) };
    let all = found.as_array();
    let all = all.ok_or_else(|| FileFault::at(format!("{at}.{name}"), "it is no list"))?;
    Ok(all.iter().enumerate().map(|(n, one)| (one, format!("{at}.{name}[{n}]"))).collect())
}

/// The value of a property. Without a name space, one without a class counts before one with it.
fn prop(of: &Json, name: &str, space: Option<&str>) -> Option<String> {
    let all = of.get("props").and_then(Json::as_array)?;
    let is_it = |one: &&Json| {
        one.get("name").and_then(Json::as_str) == Some(name)
            && (one.get("ns").and_then(Json::as_str) == space
                || space.is_none() && one.get("ns").is_some_and(|ns| ns != OWN))
    };
    let plain = all.iter().filter(is_it).find(|one| one.get("class").is_none());
    let found = plain.or_else(|| all.iter().find(is_it))?;
    found.get("value").and_then(Json::as_str).map(|value| value.trim().to_owned())
}

/// Writes a set as a catalogue.
pub fn write(set: &OwnSet, requirements: &[OwnRequirement], at: Timestamp) -> String {
    let mut groups: Vec<(String, Vec<Json>)> = Vec::new();
    for one in requirements {
        let draft = DraftRequirement::of(one);
        let control = control(one.record, &draft);
        match groups.iter_mut().find(|(part, _)| *part == draft.part) {
            Some((_, controls)) => controls.push(control),
            None => groups.push((draft.part.clone(), vec![control])),
        }
    }
    let mut catalog = Map::new();
    catalog.insert("uuid".to_owned(), json!(uuid(&format!("{} {}", set.number, set.name))));
    catalog.insert(
        "metadata".to_owned(),
        json!({
            "title": set.name,
            "last-modified": at.to_string(),
            "version": set.issue.as_deref().unwrap_or("draft"),
            "oscal-version": VERSION,
        }),
    );
    let (bare, parted): (Vec<_>, Vec<_>) =
        groups.into_iter().partition(|(part, _)| part.is_empty());
    if let Some((_, controls)) = bare.into_iter().next() {
        catalog.insert("controls".to_owned(), json!(controls));
    }
    let group = |(place, (part, controls)): (usize, (String, Vec<Json>))| {
        let id = format!("part-{}", place.saturating_add(1));
        json!({ "id": id, "title": part, "controls": controls })
    };
    let parted: Vec<_> = parted.into_iter().enumerate().map(group).collect();
    if !parted.is_empty() {
        catalog.insert("groups".to_owned(), json!(parted));
    }
    let whole = json!({ "catalog": catalog });
    serde_json::to_string_pretty(&whole).unwrap_or_default()
}

fn control(record: i64, draft: &DraftRequirement) -> Json {
    let id = format!("requirement-{record}");
    let mut props = vec![json!({ "name": "label", "value": draft.identifier })];
    let own = [
        ("note", if draft.is_note { "yes" } else { "" }),
        ("shown-by", &draft.shown_by),
        ("rule", &draft.rule),
        ("record-kind", &draft.record_kind),
        ("in-state", &draft.in_state),
        ("has-field", &draft.has_field),
        ("interval-months", &draft.interval_months),
    ];
    let own = own.into_iter().filter(|(_, value)| !value.is_empty());
    props.extend(own.map(|(name, value)| json!({ "name": name, "ns": OWN, "value": value })));
    let mut parts =
        vec![json!({ "id": format!("{id}-statement"), "name": "statement", "prose": draft.text })];
    if !draft.guidance.is_empty() {
        let id = format!("{id}-guidance");
        parts.push(json!({ "id": id, "name": "guidance", "prose": draft.guidance }));
    }
    json!({ "id": id, "title": draft.title, "props": props, "parts": parts })
}

/// A UUID that stays the same for the same words. OSCAL knows versions 4 and 5 only; it is marked as one that is made
/// from a name.
fn uuid(words: &str) -> String {
    let digest = hex::encode(Sha256::digest(words));
    let part = |from: usize, to: usize| digest.get(from..to).unwrap_or_default();
    format!("{}-{}-5{}-a{}-{}", part(0, 8), part(8, 12), part(12, 15), part(15, 18), part(18, 30))
}

#[cfg(test)]
mod tests;
