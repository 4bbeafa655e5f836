//! What a check reads, written down by the combinators themselves, so that a name that does not
//! exist is found before anything is judged, and every kind is visited once for all checks
//! together.
use gemba_model::{field::Holds, filter::holds, overlay::KindView};
use std::collections::{BTreeMap, BTreeSet};

/// Names of one kind that something reads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// Fields.
    pub fields: BTreeSet<&'static str>,
    /// Those of the fields whose values are looked at; of the others only whether something was given.
    pub values: BTreeSet<&'static str>,
    /// Fields by which records of this kind name those that are judged.
    pub naming: BTreeSet<&'static str>,
    /// States of its life.
    pub states: BTreeSet<&'static str>,
    /// Choices of a field.
    pub choices: BTreeSet<(&'static str, &'static str)>,
    /// Sets of verbs whose first entry in the history is looked for.
    pub histories: BTreeSet<Vec<&'static str>>,
}

/// What a condition or a rule reads: of the record judged, and of records of other kinds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reads {
    /// Of the record judged.
    pub own: Names,
    /// Of other kinds.
    pub others: BTreeMap<&'static str, Names>,
}

impl Reads {
    /// Nothing.
    pub fn nothing() -> Self {
        Self::default()
    }

    /// Fields of the record judged.
    pub fn fields(fields: &[&'static str]) -> Self {
        let mut reads = Self::given(fields);
        reads.own.values = reads.own.fields.clone();
        reads
    }

    /// Of fields of the record judged, whether something was given.
    pub fn given(fields: &[&'static str]) -> Self {
        let own = Names { fields: fields.iter().copied().collect(), ..Names::default() };
        Self { own, others: BTreeMap::new() }
    }

    /// States of the record judged.
    pub fn states(states: &[&'static str]) -> Self {
        let own = Names { states: states.iter().copied().collect(), ..Names::default() };
        Self { own, others: BTreeMap::new() }
    }

    /// Choices of a field of the record judged.
    pub fn choices(field: &'static str, choices: &[&'static str]) -> Self {
        let mut reads = Self::fields(&[field]);
        reads.own.choices = choices.iter().map(|choice| (field, *choice)).collect();
        reads
    }

    /// The first entry of one of these verbs in the history of the record judged.
    pub fn history(verbs: &[&'static str]) -> Self {
        let own = Names { histories: [verbs.to_vec()].into(), ..Names::default() };
        Self { own, others: BTreeMap::new() }
    }

    /// Whatever else is read as well.
    pub fn and(mut self, more: Self) -> Self {
        self.own.take(more.own);
        for (kind, names) in more.others {
            self.others.entry(kind).or_default().take(names);
        }
        self
    }

    /// The same, read of another kind instead of the record judged.
    pub fn of_kind(self, kind: &'static str) -> Self {
        let Self { own, others } = self;
        Self { own: Names::default(), others }
            .and(Self { own: Names::default(), others: BTreeMap::from([(kind, own)]) })
    }

    /// The same, of a kind whose records name the one judged in the field `by`.
    pub fn of_those_naming(self, kind: &'static str, by: &'static str) -> Self {
        let mut reads = self.and(Self::fields(&[by]));
        reads.own.naming.insert(by);
        reads.of_kind(kind)
    }
}

impl Names {
    /// Takes more names in.
    pub fn take(&mut self, more: Self) {
        self.fields.extend(more.fields);
        self.values.extend(more.values);
        self.naming.extend(more.naming);
        self.states.extend(more.states);
        self.choices.extend(more.choices);
        self.histories.extend(more.histories);
    }

    /// What of this does not exist in the kind, in sentences.
    pub fn unknown_in(&self, view: &KindView) -> Vec<String> {
        let plural = view.def.plural;
        let fields = self.fields.iter().filter(|field| view.def.position(field).is_none());
        let fields = fields.map(|field| format!("{plural} have no field “{field}”."));
        let states = self.states.iter().filter(|state| view.def.state(state).is_none());
        let states = states.map(|state| format!("{plural} have no state “{state}”."));
        let choices = self.choices.iter().filter(|(field, choice)| !can_be(view, field, choice));
        let choices = choices
            .map(|(field, choice)| format!("“{choice}” is no choice of {plural}' “{field}”."));
        fields.chain(states).chain(choices).collect()
    }
}

fn can_be(view: &KindView, field: &str, choice: &str) -> bool {
    match holds(view, field) {
        Some(Holds::Choice(choices)) => choices.iter().any(|one| one.name == choice),
        Some(Holds::ShortText) => true,
        _ => false,
    }
}
