//! The life of a record: which verb leads from which state to which, under which condition.
use crate::{field::ChoiceDef, held::Choice, kind::Kind};
use gemba_vocabulary::{RecordId, Value, actor::Actor};
use jiff::Timestamp;

/// Why a step was refused, in a sentence to the person who asked: what is missing and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal(pub String);

impl Refusal {
    /// A refusal with that sentence.
    pub fn because(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }
}

/// What a guard may know besides its record. Everything comes in; nothing is looked up behind its back.
pub struct Situation<'a> {
    /// Now, in UTC.
    pub now: Timestamp,
    /// Who asks.
    pub actor: &'a Actor,
    /// The record's number; 0 before it was saved.
    pub record: RecordId,
    /// Who recorded it first.
    pub created_by: Option<RecordId>,
    /// The reason or note given with the verb.
    pub note: Option<&'a str>,
    /// What other records say.
    pub facts: &'a dyn Facts,
}

/// What other records say, as far as guards and calculations of a room need it.
pub trait Facts {
    /// How many records of `kind` hold `id` in `field`.
    fn count(&self, kind: &str, field: &str, id: RecordId) -> u64;
    /// How many records of `kind` in `state` hold `id` in `field`.
    fn count_in_state(&self, kind: &str, field: &str, id: RecordId, state: &str) -> u64;
    /// What record `id` of `kind` holds in `field`; nothing if there is no such record.
    fn value(&self, kind: &str, id: RecordId, field: &str) -> Value;
    /// The priority that the organization's matrix gives for an impact and an urgency.
    fn priority(&self, impact: &str, urgency: &str) -> Option<i64>;
    /// What each record of `kind` that holds all these values holds in `field`, oldest first; a few
    /// hundred at most.
    fn each(&self, kind: &str, holding: &[(&str, Value)], field: &str) -> Vec<Value> {
        let _ = (kind, holding, field);
        Vec::new()
    }
}

/// A world without other records, for tests of rooms; its matrix is the usual five steps.
pub struct NoFacts;

impl Facts for NoFacts {
    fn count(&self, _: &str, _: &str, _: RecordId) -> u64 {
        0
    }
    fn count_in_state(&self, _: &str, _: &str, _: RecordId, _: &str) -> u64 {
        0
    }
    fn value(&self, _: &str, _: RecordId, _: &str) -> Value {
        Value::None
    }
    fn priority(&self, _: &str, _: &str) -> Option<i64> {
        None
    }
}

/// Answers whether a step may be taken.
pub type Guard<T> = fn(&T, &Situation<'_>) -> Result<(), Refusal>;
/// What else a step does to the record.
pub type Effect<T> = fn(&mut T, &Situation<'_>);

/// One verb of a life.
pub struct Step<T: Kind> {
    /// The verb's name in addresses, data and the permission table.
    pub verb: &'static str,
    /// What the button says.
    pub label: &'static str,
    /// What it means, told beside the button.
    pub help: &'static str,
    /// The states it leads from.
    pub from: &'static [T::State],
    /// The state it leads to.
    pub to: T::State,
    /// The other state it can lead to; none means that it has one end only.
    pub fork: Option<Fork<T>>,
    /// The fields asked for at the step.
    pub asks: &'static [&'static str],
    /// Whether a reason must be given in words.
    pub needs_note: bool,
    /// The records whose life knows this step; none means all.
    pub only: Option<Only<T>>,
    /// The condition.
    pub guard: Guard<T>,
    /// What else it does.
    pub effect: Effect<T>,
}

/// Where else a step leads, by what the record holds: a request that needs nobody's approval is
/// approved when it is handed in.
pub struct Fork<T: Kind> {
    /// Whether it leads there.
    pub is_taken: fn(&T, &Situation<'_>) -> bool,
    /// The state.
    pub to: T::State,
}

/// Which records of a kind a step is for, when their lives differ by what they hold.
pub struct Only<T> {
    /// Whether it is for this one.
    pub is_for: fn(&T) -> bool,
    /// What they are called, such as `a standard change`.
    pub called: &'static str,
}

fn always<T>(_: &T, _: &Situation<'_>) -> Result<(), Refusal> {
    Ok(())
}
fn nothing<T>(_: &mut T, _: &Situation<'_>) {}

/// Begins a step: `step("resolve", "Resolve", &[State::InProgress], State::Resolved)`.
pub const fn step<T: Kind>(
    verb: &'static str,
    label: &'static str,
    from: &'static [T::State],
    to: T::State,
) -> Step<T> {
    Step {
        verb,
        label,
        help: "",
        from,
        to,
        fork: None,
        asks: &[],
        needs_note: false,
        only: None,
        guard: always,
        effect: nothing,
    }
}

impl<T: Kind> Step<T> {
    /// Says what the verb means.
    pub const fn help(mut self, help: &'static str) -> Self {
        self.help = help;
        self
    }
    /// Says where else it leads, and when.
    pub const fn or_to(mut self, to: T::State, is_taken: fn(&T, &Situation<'_>) -> bool) -> Self {
        self.fork = Some(Fork { is_taken, to });
        self
    }
    /// Names the fields asked for at the step.
    pub const fn asks(mut self, fields: &'static [&'static str]) -> Self {
        self.asks = fields;
        self
    }
    /// Asks for a reason in words.
    pub const fn needs_note(mut self) -> Self {
        self.needs_note = true;
        self
    }
    /// Says which records it is for, and what those are called, such as `a standard change`.
    pub const fn only(mut self, is_for: fn(&T) -> bool, called: &'static str) -> Self {
        self.only = Some(Only { is_for, called });
        self
    }
    /// Sets the condition.
    pub const fn guard(mut self, guard: Guard<T>) -> Self {
        self.guard = guard;
        self
    }
    /// Sets what else it does.
    pub const fn then(mut self, effect: Effect<T>) -> Self {
        self.effect = effect;
        self
    }
}

/// A step as the generic floors see it.
#[derive(Clone, Debug, PartialEq)]
pub struct StepDef {
    /// The verb's name.
    pub verb: &'static str,
    /// What the button says.
    pub label: &'static str,
    /// What it means.
    pub help: &'static str,
    /// The names of the states it leads from.
    pub from: Vec<&'static str>,
    /// The name of the state it leads to.
    pub to: &'static str,
    /// The name of the other state it can lead to, if there is one.
    pub or_to: Option<&'static str>,
    /// The fields asked for at the step.
    pub asks: &'static [&'static str],
    /// Whether a reason must be given in words.
    pub needs_note: bool,
}

/// The life of a kind that has none of its own: it is kept until it is retired.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// In use.
    Current,
    /// No longer in use; kept for the record.
    Retired,
}

impl Choice for Kept {
    const ALL: &'static [Self] = &[Self::Current, Self::Retired];
    const CHOICES: &'static [ChoiceDef] = &[
        ChoiceDef {
            name: std::borrow::Cow::Borrowed("current"),
            label: std::borrow::Cow::Borrowed("Current"),
            help: std::borrow::Cow::Borrowed("In use."),
            tone: crate::field::Tone::Done,
            is_end: false,
        },
        ChoiceDef {
            name: std::borrow::Cow::Borrowed("retired"),
            label: std::borrow::Cow::Borrowed("Retired"),
            help: std::borrow::Cow::Borrowed("No longer in use; kept for the record."),
            tone: crate::field::Tone::Off,
            is_end: true,
        },
    ];
    fn name(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Retired => "retired",
        }
    }
}

/// The steps of a kind that has no life of its own.
pub const fn kept<T: Kind<State = Kept>>() -> [Step<T>; 2] {
    [
        step("retire", "Retire", &[Kept::Current], Kept::Retired)
            .help("Takes it out of use. It stays on record."),
        step("restore", "Take back into use", &[Kept::Retired], Kept::Current)
            .help("Takes it back into use."),
    ]
}
