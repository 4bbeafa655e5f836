//! What a case's steps say together: the state that lasts, and fields that are worked out from the
//! steps.
use super::{
    plan::{Derived, Plan},
    rows::{Log, Step},
};
use gemba_vocabulary::Value;
use jiff::Timestamp;
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;

/// A case on its way through its steps.
pub(crate) struct Walk<'a> {
    plan: &'a Plan,
    log: &'a Log,
    before: Option<&'a Step>,
    /// The state after the last step.
    pub state: String,
    /// What the state's values set.
    set: BTreeMap<&'a str, Value>,
    spans: Vec<Span>,
    done: Vec<bool>,
}

struct Span {
    place: usize,
    reason: String,
    from: Timestamp,
    to: Option<Timestamp>,
}

/// What one step changes.
pub(crate) struct Change {
    /// The state that it leads to; nothing if the row does not say.
    pub state: Option<String>,
    pub values: Vec<(String, Value)>,
}

impl<'a> Walk<'a> {
    /// At the beginning of a case.
    pub fn new(plan: &'a Plan, log: &'a Log) -> Self {
        Self {
            plan,
            log,
            before: None,
            state: plan.view.def.first_state().to_owned(),
            set: BTreeMap::new(),
            spans: Vec::new(),
            done: vec![false; plan.derived.len()],
        }
    }

    /// Goes on by a step.
    pub fn step(&mut self, step: &'a Step, is_last: bool) -> Change {
        let mut values = Vec::new();
        let text = self.log.states.get(step.state);
        let meant = text.and_then(|text| self.plan.meanings.get(text));
        let state = meant.and_then(|meant| meant.state.clone());
        if let (Some(meant), Some(state)) = (meant, &state) {
            self.state.clone_from(state);
            for name in &self.plan.state_fields {
                let given = meant.set.iter().find(|(field, _)| field == name);
                let value = given.map_or(Value::None, |(_, value)| value.clone());
                let before = self.set.insert(name, value.clone()).unwrap_or_default();
                if before != value {
                    values.push((name.clone(), value));
                }
            }
        }
        self.read_columns(step, is_last, &mut values);
        self.derive(step, &mut values);
        self.before = Some(step);
        Change { state, values }
    }

    fn read_columns(&self, step: &Step, is_last: bool, values: &mut Vec<(String, Value)>) {
        for (place, field) in self.plan.fields.iter().enumerate() {
            let cell = step.cells.get(place).copied().unwrap_or_default();
            let value = || self.log.value(place, &field.def, cell);
            let name = || field.def.name.to_string();
            if field.last_in.is_empty() {
                let before = self.before.and_then(|before| before.cells.get(place)).copied();
                if before.unwrap_or_default() != cell {
                    values.push((name(), value()));
                }
            } else if is_last {
                let is_known = field.last_in.contains(&self.state);
                values.push((name(), if is_known { value() } else { Value::None }));
            }
        }
    }

    fn derive(&mut self, step: &Step, values: &mut Vec<(String, Value)>) {
        for (place, derived) in self.plan.derived.iter().enumerate() {
            match derived {
                Derived::FirstIn { field, states } => {
                    if let Some(done) = self.done.get_mut(place)
                        && !*done
                        && states.contains(&self.state)
                    {
                        *done = true;
                        values.push((field.clone(), Value::Instant(step.at)));
                    }
                }
                Derived::Spans { field, state, reason } => {
                    let reason = self.set.get(reason.as_str()).map(Value::to_text);
                    let now = (self.state == *state).then(|| reason.unwrap_or_default());
                    if turn(&mut self.spans, place, now, step.at) {
                        values.push((field.clone(), Value::Struct(spelled(&self.spans, place))));
                    }
                }
            }
        }
    }
}

/// Ends the open span and begins another, if the reason is another one now; says whether anything
/// changed.
fn turn(spans: &mut Vec<Span>, place: usize, now: Option<String>, at: Timestamp) -> bool {
    let open = spans.iter_mut().find(|span| span.place == place && span.to.is_none());
    if open.as_ref().map(|span| &span.reason) == now.as_ref() {
        return false;
    }
    if let Some(span) = open {
        span.to = Some(at.max(span.from));
    }
    spans.extend(now.map(|reason| Span { place, reason, from: at, to: None }));
    true
}

fn spelled(spans: &[Span], place: usize) -> Json {
    let one = |span: &Span| match span.to {
        Some(to) => {
            json!({"reason": span.reason, "from": span.from.to_string(), "to": to.to_string()})
        }
        None => json!({"reason": span.reason, "from": span.from.to_string()}),
    };
    spans.iter().filter(|span| span.place == place).map(one).collect()
}
