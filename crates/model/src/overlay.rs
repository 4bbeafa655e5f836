//! What one organization adds to the built-in kinds at run time. An overlay may add and tighten, never loosen.
use crate::{
    field::{ChoiceDef, FieldDef, Holds, Tone},
    kind::{AnyKind, KindDef},
    life::{Refusal, StepDef},
};
use std::{borrow::Cow, collections::BTreeSet};

/// One addition or tightening, as an administrator wrote it down.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Addition {
    /// The kind it concerns.
    pub kind: String,
    /// The field: `x_…` for an added one, a built-in name for a tightened one.
    pub field: String,
    /// What people call it.
    pub label: String,
    /// What it is for.
    pub help: String,
    /// What it holds, by the name of [`Holds::name`]; nothing when a built-in field is tightened.
    pub holds: Option<String>,
    /// The choices, one a line, when it holds a choice.
    pub choices: Vec<String>,
    /// The kind referred to, when it holds a reference.
    pub target: Option<String>,
    /// Whether it must be given; nothing leaves it as it is.
    pub required: Option<bool>,
    /// Whether lists can be narrowed by it quickly.
    pub filtered: bool,
    /// Whether lists show it.
    pub listed: bool,
    /// Whether a customer's people may see it.
    pub customer_visible: bool,
}

/// A kind as this organization sees it: the built-in definition with the overlay laid on.
#[derive(Clone)]
pub struct KindView {
    /// The built-in definition.
    pub def: &'static KindDef,
    /// The kind's face.
    pub face: &'static dyn AnyKind,
    /// The verbs of its life.
    pub steps: Vec<StepDef>,
    /// The built-in fields, tightened where the organization said so, in the definition's order.
    pub fields: Vec<FieldDef>,
    /// The fields that the organization added.
    pub custom: Vec<FieldDef>,
}

impl KindView {
    /// The kind without additions.
    pub fn plain(face: &'static dyn AnyKind) -> Self {
        let def = face.def();
        let fields = def.fields.to_vec();
        Self { def, face, steps: face.steps(), fields, custom: Vec::new() }
    }

    /// The field of that name, built in or added.
    pub fn field(&self, name: &str) -> Option<&FieldDef> {
        self.all_fields().find(|field| field.name == name)
    }

    /// All fields, the built-in ones first.
    pub fn all_fields(&self) -> impl Iterator<Item = &FieldDef> {
        self.fields.iter().chain(&self.custom)
    }

    /// What a record holds in a field, built in or added.
    pub fn value<'a>(&self, record: &'a crate::Record, name: &str) -> &'a gemba_vocabulary::Value {
        const NONE: &gemba_vocabulary::Value = &gemba_vocabulary::Value::None;
        match self.def.position(name) {
            Some(place) => record.values.get(place).unwrap_or(NONE),
            None => record.custom.get(name).unwrap_or(NONE),
        }
    }

    /// A record's headline: its title field, or its number.
    pub fn title(&self, record: &crate::Record) -> String {
        let text = self.value(record, self.def.title).to_text();
        if text.is_empty() { self.def.number(record.id) } else { text }
    }

    /// The step of that verb that leads on from the state.
    pub fn step(&self, verb: &str, state: &str) -> Option<&StepDef> {
        self.steps.iter().find(|step| step.verb == verb && step.from.contains(&state))
    }

    /// Lays one addition on, or says why not. `kinds` are the names that references may name.
    pub fn lay(&mut self, addition: &Addition, kinds: &BTreeSet<&str>) -> Result<(), Refusal> {
        if addition.field.starts_with("x_") {
            let field = added(addition, kinds)?;
            self.custom.retain(|one| one.name != field.name);
            self.custom.push(field);
            return Ok(());
        }
        let name = &addition.field;
        let plural = self.def.plural;
        let field =
            self.fields.iter_mut().find(|field| field.name == *name).ok_or_else(|| {
                Refusal(format!(
                    "{plural} have no built-in field “{name}”; the name of an added field begins with x_."
                ))
            })?;
        tighten(field, addition)
    }
}

fn tighten(field: &mut FieldDef, addition: &Addition) -> Result<(), Refusal> {
    let name = &field.label;
    if field.required && addition.required == Some(false) {
        return Err(Refusal(format!(
            "“{name}” is required by Gemba, because conformity is checked with it; it cannot be made optional."
        )));
    }
    if addition.holds.is_some() || addition.target.is_some() || !addition.choices.is_empty() {
        return Err(Refusal(format!(
            "“{name}” is built in; what it holds cannot be changed. Add a field of your own beside it."
        )));
    }
    if field.computed && addition.required == Some(true) {
        return Err(Refusal(format!(
            "“{name}” is worked out by Gemba; nobody types it, so it cannot be made required."
        )));
    }
    field.required |= addition.required.unwrap_or(false);
    field.listed |= addition.listed;
    if !addition.label.is_empty() {
        field.label = Cow::Owned(addition.label.clone());
    }
    Ok(())
}

fn added(addition: &Addition, kinds: &BTreeSet<&str>) -> Result<FieldDef, Refusal> {
    let name = &addition.field;
    let is_word = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
    if name.len() < 3 || name.len() > 60 || !name.bytes().all(is_word) {
        return Err(Refusal(format!(
            "“{name}” is no field name: after x_ use 1 to 58 small letters, digits and underscores."
        )));
    }
    let holds = holds_named(addition, kinds)?;
    let label = if addition.label.is_empty() { name.clone() } else { addition.label.clone() };
    Ok(FieldDef {
        name: Cow::Owned(name.clone()),
        label: Cow::Owned(label),
        help: Cow::Owned(addition.help.clone()),
        holds,
        required: addition.required.unwrap_or(false),
        searched: true,
        filtered: addition.filtered,
        listed: addition.listed,
        customer_visible: addition.customer_visible,
        computed: false,
        unit: None,
        default: None,
        unique: false,
        scope: None,
        rows: &[],
    })
}

fn holds_named(addition: &Addition, kinds: &BTreeSet<&str>) -> Result<Holds, Refusal> {
    let name = addition.holds.as_deref().unwrap_or_default();
    let target = || {
        let target = addition.target.clone().unwrap_or_default();
        if kinds.contains(target.as_str()) {
            Ok(Cow::Owned(target))
        } else {
            Err(Refusal("Say which kind of record the field refers to.".to_owned()))
        }
    };
    Ok(match name {
        "short_text" => Holds::ShortText,
        "long_text" => Holds::LongText,
        "integer" => Holds::Int,
        "decimal" => Holds::Decimal,
        "percent" => Holds::Percent,
        "money" => Holds::Money,
        "yes_no" => Holds::Bool,
        "date" => Holds::Date,
        "instant" => Holds::Instant,
        "duration" => Holds::Duration,
        "reference" => Holds::Ref(target()?),
        "references" => Holds::Refs(target()?),
        "choice" if !addition.choices.is_empty() => {
            Holds::Choice(Cow::Owned(addition.choices.iter().map(|text| choice(text)).collect()))
        }
        "choice" => return Err(Refusal("Write the choices down, one a line.".to_owned())),
        _ => return Err(Refusal(format!("Say what “{}” holds.", addition.field))),
    })
}

fn choice(text: &str) -> ChoiceDef {
    ChoiceDef {
        name: Cow::Owned(text.to_owned()),
        label: Cow::Owned(text.to_owned()),
        help: Cow::Borrowed(""),
        tone: Tone::New,
        is_end: false,
    }
}
