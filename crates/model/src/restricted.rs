//! Restricted records: who has not the role for it must not learn that they exist.
//!
//! A kind says with `scope = Restricted` which yes-or-no field restricts its records, and with `scope = With` which
//! field names a record that its own records belong to. Tasks, files, links and the like belong to the records that
//! they name by kind and number. From that the desk works out what bars a record of each kind, whatever way it is read.
use crate::{
    field::{FieldDef, Holds, Scope},
    kind::KindDef,
    overlay::KindView,
    record::Record,
};
use gemba_vocabulary::{RecordId, Value};

/// What bars a record from whoever has not the role for it.
#[derive(Clone, Debug, PartialEq)]
pub enum Bar {
    /// It says so itself, in that field.
    Marked(&'static str),
    /// It belongs to a barred record.
    Belongs(Belongs),
}

/// How a record belongs to another one.
#[derive(Clone, Debug, PartialEq)]
pub struct Belongs {
    /// The field that names the other record.
    pub field: &'static str,
    /// The field that names the kind of the other record, where that is not always the same.
    pub kind_field: Option<&'static str>,
    /// The kind of the other record.
    pub kind: &'static str,
    /// What bars records of that kind.
    pub bars: Vec<Bar>,
}

/// The fields by which records hang on others of any kind: that of the kind, and that of the number.
pub const HANGING: [(&str, &str); 3] =
    [("parent_kind", "parent"), ("from_kind", "from"), ("to_kind", "to")];

/// Over how many records a bar is followed: a file of a task of an escalation of an incident.
const FOLLOWED_MAX: usize = 3;

/// What bars records of a kind, among all kinds that are kept.
pub fn bars(kinds: &[&'static KindDef], def: &'static KindDef) -> Vec<Bar> {
    bars_within(kinds, def, FOLLOWED_MAX)
}

fn bars_within(kinds: &[&'static KindDef], def: &'static KindDef, left: usize) -> Vec<Bar> {
    let mut bars: Vec<_> = def
        .fields
        .iter()
        .filter(|field| field.scope == Some(Scope::Restricted))
        .map(|field| Bar::Marked(&field.name))
        .collect();
    let Some(left) = left.checked_sub(1) else { return bars };
    let mut add = |field, kind_field, other: &'static KindDef| {
        let of_other = bars_within(kinds, other, left);
        if !of_other.is_empty() {
            let (kind, bars_of) = (other.name, of_other);
            bars.push(Bar::Belongs(Belongs { field, kind_field, kind, bars: bars_of }));
        }
    };
    for field in def.fields.iter().filter(|field| field.scope == Some(Scope::With)) {
        // A chain of records of one kind is barred link by link as each is saved, not over all of it here.
        let target = kinds.iter().find(|kind| field.holds.target() == Some(kind.name));
        if let Some(target) = target.filter(|target| target.name != def.name) {
            add(&*field.name, None, target);
        }
    }
    for (kind_field, field) in HANGING {
        let fields = [kind_field, field].map(|name| def.field(name));
        let [Some(kind_field), Some(field)] = fields else { continue };
        // Nothing hangs on what carries nothing; what hangs on something that hangs itself is followed once.
        let carries = |kind: &&&'static KindDef| {
            let is_far = hangs(kind) && left < 2;
            !kind.features.is_empty() && kind.name != def.name && !is_far
        };
        for other in kinds.iter().filter(carries) {
            add(&*field.name, Some(&*kind_field.name), other);
        }
    }
    bars
}

/// Whether records of the kind hang on others of any kind.
fn hangs(def: &KindDef) -> bool {
    HANGING
        .iter()
        .any(|(kind_field, field)| def.field(kind_field).is_some() && def.field(field).is_some())
}

/// What a record's own values say of its being barred.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Barred {
    /// It is.
    Yes,
    /// It is not.
    No,
    /// It depends on the records that it names.
    Ask,
}

/// What a record's own values say of its being barred.
pub fn of_itself(bars: &[Bar], view: &KindView, record: &Record) -> Barred {
    let mut answer = Barred::No;
    for bar in bars {
        match bar {
            Bar::Marked(field) => {
                if *view.value(record, field) == Value::Bool(true) {
                    return Barred::Yes;
                }
            }
            Bar::Belongs(belongs) => {
                let is_named = view.value(record, belongs.field).as_int().is_some();
                let is_of_kind = belongs
                    .kind_field
                    .is_none_or(|field| view.value(record, field).as_text() == Some(belongs.kind));
                if is_named && is_of_kind {
                    answer = Barred::Ask;
                }
            }
        }
    }
    answer
}

/// The numbers that a value names as references; none if it holds something else.
pub fn named(field: &FieldDef, value: &Value) -> Vec<RecordId> {
    match (&field.holds, value) {
        (Holds::Ref(_), Value::Ref(id)) => vec![*id],
        (Holds::Refs(_), Value::Refs(ids)) => ids.clone(),
        _ => Vec::new(),
    }
}

/// Leaves of a value what names none of these.
pub fn without(value: &Value, unseen: impl Fn(RecordId) -> bool) -> Value {
    match value {
        Value::Ref(id) if unseen(*id) => Value::None,
        Value::Refs(ids) => Value::Refs(ids.iter().copied().filter(|id| !unseen(*id)).collect()),
        other => other.clone(),
    }
}
