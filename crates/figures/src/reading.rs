//! Reading records for figures: whole lists of a kind, with their values by name.
use crate::sheet::Named;
use gemba_model::{
    Record,
    check::{Evidence, EvidenceFault},
    filter::{Filter, Test},
    overlay::KindView,
};
use gemba_vocabulary::{Money, RecordId, Value, calendar::Span};
use jiff::{Timestamp, civil::Date};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// One record with what is known of its kind.
pub struct Read<'a> {
    kind: &'static str,
    view: &'a KindView,
    /// The record.
    pub record: &'a Record,
}

impl Read<'_> {
    /// Its number.
    pub fn id(&self) -> RecordId {
        self.record.id
    }

    /// Where it stands.
    pub fn state(&self) -> &str {
        &self.record.state
    }

    /// The value of a field.
    pub fn value(&self, field: &str) -> &Value {
        self.view.value(self.record, field)
    }

    /// The text or choice of a field; empty if there is none.
    pub fn text(&self, field: &str) -> String {
        self.value(field).as_text().unwrap_or_default().to_owned()
    }

    /// The number of the record that a field names, or its whole number.
    pub fn int(&self, field: &str) -> Option<i64> {
        self.value(field).as_int()
    }

    /// The moment of a field.
    pub fn instant(&self, field: &str) -> Option<Timestamp> {
        self.value(field).as_instant()
    }

    /// The day of a field.
    pub fn date(&self, field: &str) -> Option<Date> {
        if let Value::Date(day) = self.value(field) { Some(*day) } else { None }
    }

    /// The number of a field, whole or not.
    pub fn decimal(&self, field: &str) -> Option<Decimal> {
        match self.value(field) {
            Value::Decimal(number) => Some(*number),
            other => other.as_int().map(Decimal::from),
        }
    }

    /// The amount of a field.
    pub fn money(&self, field: &str) -> Option<Money> {
        if let Value::Money(money) = self.value(field) { Some(money.clone()) } else { None }
    }

    /// The records of a list of references.
    pub fn refs(&self, field: &str) -> Vec<RecordId> {
        match self.value(field) {
            Value::Refs(ids) => ids.clone(),
            Value::Ref(id) => vec![*id],
            _ => Vec::new(),
        }
    }

    /// All that it holds, by the names of its fields.
    pub fn values(&self) -> BTreeMap<String, Value> {
        let name = |field: &gemba_model::FieldDef| field.name.to_string();
        let fields = self.view.def.fields.iter();
        fields.map(|field| (name(field), self.value(&field.name).clone())).collect()
    }

    /// Its number as people see it, such as INC-000012.
    pub fn number(&self) -> String {
        self.view.def.number(self.record.id)
    }

    /// The record with its title.
    pub fn named(&self) -> Named {
        Named { kind: self.kind, id: self.record.id, title: self.view.title(self.record) }
    }
}

/// Reads the records of a kind that meet all filters into whatever `take` makes of them, in the order of their
/// numbers. A kind that is not kept has none.
pub fn list<T>(
    evidence: &dyn Evidence,
    kind: &'static str,
    filters: &[Filter],
    mut take: impl FnMut(&Read<'_>) -> Option<T>,
) -> Result<Vec<T>, EvidenceFault> {
    let Some(view) = evidence.view(kind) else { return Ok(Vec::new()) };
    let mut all = Vec::new();
    evidence.visit(kind, filters, &mut |record| {
        all.extend(take(&Read { kind, view: &view, record }));
        true
    })?;
    Ok(all)
}

/// What the records of a kind are called.
pub fn names(
    evidence: &dyn Evidence,
    kind: &'static str,
    filters: &[Filter],
) -> Result<BTreeMap<RecordId, Named>, EvidenceFault> {
    Ok(list(evidence, kind, filters, |one| Some((one.id(), one.named())))?.into_iter().collect())
}

/// The record in such a state.
pub fn in_states(states: &[&str]) -> Filter {
    let states = states.iter().map(|state| Value::Text((*state).to_owned())).collect();
    Filter { field: "state".to_owned(), test: Test::Is(states) }
}

/// A moment within a time: at or after its begin, before its end.
pub fn within(field: &str, span: Span) -> [Filter; 2] {
    let test = |test| Filter { field: field.to_owned(), test };
    [test(Test::AtLeast(Value::Instant(span.from))), test(Test::Less(Value::Instant(span.to)))]
}
