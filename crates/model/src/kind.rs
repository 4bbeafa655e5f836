//! A kind of record: its definition as data, and the object-safe face by which generic floors know it.
use crate::{
    edge::EdgeDef,
    field::{ChoiceDef, FieldDef},
    held::Choice,
    life::{Refusal, Situation, Step, StepDef},
    record::FieldFault,
};
use gemba_vocabulary::{Marker, Value};
use std::marker::PhantomData;

/// The whole definition of one record kind, as the derive writes it down.
#[derive(Debug)]
pub struct KindDef {
    /// Name in tables, addresses and commands, such as `incident`.
    pub name: &'static str,
    /// Prefix of its numbers, such as `INC`.
    pub prefix: &'static str,
    /// What people call one, such as `Incident`.
    pub label: &'static str,
    /// What people call many, such as `Incidents`.
    pub plural: &'static str,
    /// The clause of ISO/IEC 20000-1:2018 that it serves.
    pub clause: &'static str,
    /// What it is for.
    pub help: &'static str,
    /// Where the menu shows it.
    pub menu: Menu,
    /// The field that is its headline.
    pub title: &'static str,
    /// The built-in fields.
    pub fields: &'static [FieldDef],
    /// The states of its life; the first is where it begins.
    pub states: &'static [ChoiceDef],
    /// What it shares with other kinds.
    pub features: &'static [Feature],
    /// What its records connect.
    pub edges: &'static [EdgeDef],
}

impl KindDef {
    /// The place of a built-in field.
    pub fn position(&self, field: &str) -> Option<usize> {
        self.fields.iter().position(|one| one.name == field)
    }

    /// The built-in field of that name.
    pub fn field(&self, name: &str) -> Option<&FieldDef> {
        self.fields.iter().find(|one| one.name == name)
    }

    /// The state of that name.
    pub fn state(&self, name: &str) -> Option<&ChoiceDef> {
        self.states.iter().find(|one| one.name == name)
    }

    /// Where a new record begins.
    pub fn first_state(&self) -> &str {
        self.states.first().map_or("", |state| &state.name)
    }

    /// Whether it shares the feature.
    pub fn has(&self, feature: Feature) -> bool {
        self.features.contains(&feature)
    }

    /// A record's number as people see it.
    pub fn number(&self, id: i64) -> String {
        gemba_vocabulary::id::number(self.prefix, id)
    }
}

/// Where the menu shows a kind: the quarters of the Plan-Do-Check-Act wheel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Menu {
    /// What is intended.
    Plan,
    /// The daily work.
    Do,
    /// What came of it.
    Check,
    /// What is made better.
    Act,
    /// People, hours and settings.
    Organization,
    /// Shown with other records only.
    Hidden,
}

/// What a kind can share with others by declaring it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Feature {
    /// Public comments and work notes.
    Comments,
    /// Files.
    Attachments,
    /// Pieces of work below it.
    Tasks,
    /// Decisions asked of people.
    Approvals,
    /// Typed connections.
    Links,
    /// People who want to be told.
    Watchers,
    /// Free words.
    Tags,
    /// A review at planned intervals.
    Review,
}

/// Implemented by the derive for each record struct.
pub trait Kind: Sized + Send + Sync + 'static {
    /// The marker in `vocabulary::kinds`.
    type Is: Marker;
    /// The states of its life.
    type State: Choice;
    /// The definition.
    const DEF: KindDef;
    /// The verbs of its life.
    const STEPS: &'static [Step<Self>];
    /// Reads the struct from plain values in the order of the definition.
    fn from_values(values: &[Value]) -> Result<Self, FieldFault>;
    /// Writes the struct as plain values in the order of the definition.
    fn to_values(&self) -> Vec<Value>;
    /// Works out what Gemba itself fills in and checks what spans several fields, at every save.
    fn settle(&mut self, before: Option<&Self>, now: &Situation<'_>) -> Result<(), FieldFault>;
    /// The state in which a new record begins that holds this: usually the first.
    fn begins(&self) -> Option<Self::State> {
        Self::State::ALL.first().copied()
    }
}

/// The object-safe face of a kind.
pub trait AnyKind: Send + Sync {
    /// The definition.
    fn def(&self) -> &'static KindDef;
    /// The verbs of its life, in order.
    fn steps(&self) -> Vec<StepDef>;
    /// Runs the room's own work at a save; `before` is what was stored, if anything was.
    fn settle(
        &self,
        values: &mut Vec<Value>,
        before: Option<&[Value]>,
        now: &Situation<'_>,
    ) -> Result<(), FieldFault>;
    /// The state in which a new record with these values begins.
    fn begins(&self, values: &[Value]) -> &'static str;
    /// Whether the verb leads from the state in the life of a record with these values.
    fn knows(&self, verb: &str, state: &str, values: &[Value]) -> bool;
    /// Whether the verb may be taken from the state, and why not.
    fn allows(
        &self,
        verb: &str,
        state: &str,
        values: &[Value],
        now: &Situation<'_>,
    ) -> Result<(), Refusal>;
    /// Takes the step: its effect on the values, and the state it leads to.
    fn take(
        &self,
        verb: &str,
        state: &str,
        values: &mut Vec<Value>,
        now: &Situation<'_>,
    ) -> Result<&'static str, Refusal>;
}

/// `Of::<Incident>::FACE` is what the register lists.
pub struct Of<T>(PhantomData<fn() -> T>);

impl<T: Kind> Of<T> {
    /// The face.
    pub const FACE: Self = Self(PhantomData);
    const DEF: &'static KindDef = &T::DEF;

    fn step(verb: &str, state: &str) -> Result<&'static Step<T>, Refusal> {
        let by_name = |step: &&Step<T>| step.verb == verb;
        let leads_from = |step: &&Step<T>| step.from.iter().any(|from| from.name() == state);
        if let Some(step) = T::STEPS.iter().find(|step| by_name(step) && leads_from(step)) {
            return Ok(step);
        }
        let label = |name: &str| {
            Self::DEF.state(name).map_or_else(|| name.to_owned(), |s| s.label.to_lowercase())
        };
        let noun = Self::DEF.label.to_lowercase();
        Err(match T::STEPS.iter().find(by_name) {
            None => Refusal(format!("There is no verb “{verb}” for {noun}.")),
            Some(step) => {
                let from: Vec<_> = T::STEPS
                    .iter()
                    .filter(by_name)
                    .flat_map(|step| step.from.iter().map(|from| label(from.name())))
                    .collect();
                Refusal(format!(
                    "“{}” is not possible while the {noun} is {}; it leads on from: {}.",
                    step.label,
                    label(state),
                    from.join(", ")
                ))
            }
        })
    }

    fn typed(values: &[Value]) -> Result<T, Refusal> {
        T::from_values(values).map_err(|fault| Refusal(said(Self::DEF, &fault)))
    }

    /// The step from that state, and the record, if it is one that the step is for.
    fn own(verb: &str, state: &str, values: &[Value]) -> Result<(&'static Step<T>, T), Refusal> {
        let (step, me) = (Self::step(verb, state)?, Self::typed(values)?);
        match &step.only {
            Some(only) if !(only.is_for)(&me) => {
                Err(Refusal(format!("“{}” is for {} only.", step.label, only.called)))
            }
            _ => Ok((step, me)),
        }
    }
}

/// A fault as a sentence: the field's label and what is wrong with it.
pub fn said(def: &KindDef, fault: &FieldFault) -> String {
    let label = def.field(&fault.field).map_or(fault.field.as_str(), |field| &field.label);
    format!("{label} {}.", fault.fault)
}

impl<T: Kind> AnyKind for Of<T> {
    fn def(&self) -> &'static KindDef {
        Self::DEF
    }

    fn steps(&self) -> Vec<StepDef> {
        T::STEPS
            .iter()
            .map(|step| StepDef {
                verb: step.verb,
                label: step.label,
                help: step.help,
                from: step.from.iter().map(|from| from.name()).collect(),
                to: step.to.name(),
                or_to: step.fork.as_ref().map(|fork| fork.to.name()),
                asks: step.asks,
                needs_note: step.needs_note,
            })
            .collect()
    }

    fn settle(
        &self,
        values: &mut Vec<Value>,
        before: Option<&[Value]>,
        now: &Situation<'_>,
    ) -> Result<(), FieldFault> {
        let mut typed = T::from_values(values)?;
        let before = before.and_then(|values| T::from_values(values).ok());
        typed.settle(before.as_ref(), now)?;
        *values = typed.to_values();
        Ok(())
    }

    fn begins(&self, values: &[Value]) -> &'static str {
        let state = T::from_values(values).ok().and_then(|me| me.begins());
        state.map_or_else(|| Self::DEF.first_state(), Choice::name)
    }

    fn knows(&self, verb: &str, state: &str, values: &[Value]) -> bool {
        Self::own(verb, state, values).is_ok()
    }

    fn allows(
        &self,
        verb: &str,
        state: &str,
        values: &[Value],
        now: &Situation<'_>,
    ) -> Result<(), Refusal> {
        let (step, me) = Self::own(verb, state, values)?;
        (step.guard)(&me, now)
    }

    fn take(
        &self,
        verb: &str,
        state: &str,
        values: &mut Vec<Value>,
        now: &Situation<'_>,
    ) -> Result<&'static str, Refusal> {
        let (step, mut typed) = Self::own(verb, state, values)?;
        if step.needs_note && now.note.is_none_or(|note| note.trim().is_empty()) {
            return Err(Refusal(format!("Say why: “{}” needs a reason.", step.label)));
        }
        (step.guard)(&typed, now)?;
        let fork = step.fork.as_ref().filter(|fork| (fork.is_taken)(&typed, now));
        (step.effect)(&mut typed, now);
        *values = typed.to_values();
        Ok(fork.map_or(step.to, |fork| fork.to).name())
    }
}
