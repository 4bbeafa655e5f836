//! A dump as it was read: objects by model and number, and what they say of one another.
use super::models::{CIRCUIT, MODELS, Model};
use crate::{
    fault::{Fault, Faults},
    table::json::Objects,
};
use serde_json::{Map, Value as Json};
use std::{
    collections::{BTreeMap, HashMap},
    io::{self, BufRead},
};

/// An object of the dump.
pub struct Object {
    /// The line on which it begins.
    pub line: u64,
    /// Its fields.
    pub fields: Map<String, Json>,
}

impl Object {
    /// The text that a field holds; nothing if it is empty.
    pub fn text(&self, field: &str) -> Option<&str> {
        self.fields.get(field).and_then(Json::as_str).map(str::trim).filter(|text| !text.is_empty())
    }

    /// The number that a field holds.
    pub fn number(&self, field: &str) -> Option<i64> {
        self.fields.get(field).and_then(Json::as_i64)
    }
}

/// A model and a number: what an object is named by.
pub type Key = (String, i64);

/// A whole dump.
#[derive(Default)]
pub struct Dump {
    objects: HashMap<String, BTreeMap<i64, Object>>,
    /// How many objects were read.
    pub count: u64,
    /// How many of them become nothing here: users, templates, log entries.
    pub passed_over: u64,
    /// Pieces that could not be read.
    pub faults: Faults,
}

/// Models that become nothing by themselves, but say something of others.
const HELPERS: &[&str] = &[
    "dcim.manufacturer",
    "dcim.devicetype",
    "dcim.devicerole",
    "dcim.platform",
    "dcim.cabletermination",
    "circuits.circuittermination",
    "contenttypes.contenttype",
];

impl Dump {
    /// Reads a dump. A broken piece is among the faults and costs itself.
    pub fn read<'a>(from: Box<dyn BufRead + 'a>) -> io::Result<Self> {
        let mut dump = Self::default();
        let mut objects = Objects::new(from);
        while let Some(object) = objects.next()? {
            dump.count += 1;
            if let Err(fault) = object.and_then(|(line, object)| dump.take(line, object)) {
                dump.faults.add(fault);
            }
        }
        Ok(dump)
    }

    fn take(&mut self, line: u64, mut object: Map<String, Json>) -> Result<(), Fault> {
        let model = object.get("model").and_then(Json::as_str).map(str::to_lowercase);
        let model = model.ok_or_else(|| Fault::new(line, "names no model."))?;
        let is_item = MODELS.iter().any(|one| one.name == model);
        if !is_item && !HELPERS.contains(&model.as_str()) {
            self.passed_over += 1;
            return Ok(());
        }
        self.passed_over += u64::from(!is_item);
        let Some(Json::Object(fields)) = object.remove("fields") else {
            return Err(Fault::new(line, format!("is a {model} without fields.")));
        };
        // Helpers may come without a number: what names them has no way to do so then.
        let number = object.get("pk").and_then(Json::as_i64);
        let Some(number) = number else {
            let fault = Fault::new(line, format!("is a {model} without a number (pk)."));
            return if is_item { Err(fault) } else { Ok(()) };
        };
        let of_model = self.objects.entry(model.clone()).or_default();
        if of_model.contains_key(&number) {
            return Err(Fault::new(line, format!("is {model} {number} a second time.")));
        }
        of_model.insert(number, Object { line, fields });
        Ok(())
    }

    /// The objects of a model, by number.
    pub fn of(&self, model: &str) -> impl Iterator<Item = (i64, &Object)> {
        self.objects.get(model).into_iter().flatten().map(|(number, object)| (*number, object))
    }

    /// The object of that model and number.
    pub fn get(&self, model: &str, number: i64) -> Option<&Object> {
        self.objects.get(model)?.get(&number)
    }

    /// What an object is called, with what it belongs to before its own name.
    pub fn title(&self, model: &Model, number: i64, object: &Object) -> String {
        let own = object.text(model.title).map_or_else(
            || {
                let made = self.device_type(object);
                made.map_or_else(
                    || format!("{} {number}", model.item_type),
                    |made| format!("{made} ({number})"),
                )
            },
            str::to_owned,
        );
        let owner = model.owner.and_then(|(field, of)| {
            let number = object.number(field)?;
            let of = MODELS.iter().find(|one| one.name == of)?;
            Some(self.title(of, number, self.get(of.name, number)?))
        });
        owner.map_or_else(|| own.clone(), |owner| format!("{owner} {own}"))
    }

    /// What it is, in a sentence: NetBox's own words, or its role and make.
    pub fn description(&self, object: &Object) -> Option<String> {
        if let Some(said) = object.text("description").or_else(|| object.text("comments")) {
            return Some(said.to_owned());
        }
        let named = |field: &str, model: &str| {
            self.get(model, object.number(field)?)?.text("name").map(str::to_owned)
        };
        let role =
            named("role", "dcim.devicerole").or_else(|| named("device_role", "dcim.devicerole"));
        let parts = [role, self.device_type(object), named("platform", "dcim.platform")];
        let parts: Vec<_> = parts.into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }

    fn device_type(&self, object: &Object) -> Option<String> {
        let made = self.get("dcim.devicetype", object.number("device_type")?)?;
        let maker = made.number("manufacturer").and_then(|id| self.get("dcim.manufacturer", id));
        let maker = maker.and_then(|maker| maker.text("name")).unwrap_or_default();
        Some(format!("{maker} {}", made.text("model").unwrap_or_default()).trim().to_owned())
    }

    /// The object that a pair of fields names, whose model is told beside its number: `["dcim", "interface"]`, or the
    /// number of a content type.
    pub fn named(&self, object: &Object, type_field: &str, id_field: &str) -> Option<Key> {
        let number = object.number(id_field)?;
        let model = match object.fields.get(type_field)? {
            Json::Array(parts) => {
                let parts: Option<Vec<_>> = parts.iter().map(Json::as_str).collect();
                parts?.join(".")
            }
            Json::Number(id) => {
                let of = self.get("contenttypes.contenttype", id.as_i64()?)?;
                format!("{}.{}", of.text("app_label")?, of.text("model")?)
            }
            _ => return None,
        };
        if model == "circuits.circuittermination" {
            let circuit = self.get(&model, number)?.number("circuit")?;
            return Some((CIRCUIT.to_owned(), circuit));
        }
        Some((model, number))
    }
}
