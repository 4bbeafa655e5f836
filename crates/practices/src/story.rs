//! Tells a test's story of one record through the face that the desk uses: values come in as text,
//! a verb is taken, and the record is settled against what was stored before.
use crate::register;
use gemba_model::{AnyKind, Facts, Situation, kind::said, parse};
use gemba_vocabulary::{
    RecordId, Value,
    actor::{Actor, Channel, Role},
};
use jiff::{Timestamp, tz::TimeZone};
use std::collections::{BTreeMap, BTreeSet};

/// The person who tells most stories.
pub const ADA: RecordId = 1;
/// Another person.
pub const BEN: RecordId = 2;

/// Walks the whole machine of a kind, given as from, to, verb: each of its steps leads on, and each other step is
/// refused with a sentence and moves nothing. `ready` tells of the record in a state, with all that a step could ask
/// for.
pub fn walk(
    kind: &str,
    machine: &[(&str, &str, &str)],
    note: &str,
    ready: impl Fn(&str, &str) -> Story,
) {
    let face = register::kind(kind).unwrap();
    let verbs: BTreeSet<_> = face.steps().iter().map(|step| step.verb).collect();
    let rows = |from: &str, verb: &str| machine.iter().find(|row| (row.0, row.2) == (from, verb));
    let mut walked = 0;
    for from in face.def().states {
        for verb in &verbs {
            let mut story = ready(&from.name, verb);
            assert_eq!(story.state(), from.name, "before {verb}");
            let taken = story.noted(verb, &[], note);
            if let Some((_, to, _)) = rows(&from.name, verb) {
                walked += 1;
                assert_eq!((taken, story.state()), (Ok(()), *to), "{} {verb}", from.name);
            } else {
                let refusal = taken.expect_err(&format!("{} {verb}", from.name));
                let says_why = ["” is not possible while ", " only."];
                assert!(says_why.iter().any(|why| refusal.contains(why)), "{verb}: {refusal}");
                assert!(refusal.starts_with('“') && refusal.ends_with('.'), "{refusal}");
                assert_eq!(story.state(), from.name, "{verb} moved it");
            }
        }
    }
    assert_eq!(walked, machine.len(), "a row names a state or verb that {kind} does not have");
}

/// One record on its way through its life.
pub struct Story {
    kind: &'static dyn AnyKind,
    values: Vec<Value>,
    state: String,
    is_saved: bool,
    created_by: Option<RecordId>,
    now: Timestamp,
    actor: Actor,
    world: World,
}

/// What other records say in this story.
#[derive(Default)]
struct World {
    counts: BTreeMap<(String, String), u64>,
    values: BTreeMap<(String, RecordId, String), Value>,
    rows: Vec<(String, BTreeMap<String, Value>)>,
}

impl Facts for World {
    fn count(&self, kind: &str, field: &str, _: RecordId) -> u64 {
        self.counts.get(&(kind.to_owned(), field.to_owned())).copied().unwrap_or(0)
    }
    fn count_in_state(&self, kind: &str, field: &str, id: RecordId, _: &str) -> u64 {
        self.count(kind, field, id)
    }
    fn value(&self, kind: &str, id: RecordId, field: &str) -> Value {
        self.values.get(&(kind.to_owned(), id, field.to_owned())).cloned().unwrap_or_default()
    }
    fn priority(&self, impact: &str, urgency: &str) -> Option<i64> {
        let weight = |level| ["high", "medium", "low"].iter().position(|one| *one == level);
        i64::try_from(weight(impact)? + weight(urgency)? + 1).ok()
    }
    fn each(&self, kind: &str, holding: &[(&str, Value)], field: &str) -> Vec<Value> {
        let of_kind = self.rows.iter().filter(|(one, _)| one == kind).map(|(_, row)| row);
        // Whoever tells of no import tells of none.
        let none = |field: &str| (field == "imported").then_some(&Value::Bool(false));
        let fits = |row: &&BTreeMap<String, Value>| {
            let mut holding = holding.iter();
            holding.all(|(field, value)| row.get(*field).or_else(|| none(field)) == Some(value))
        };
        of_kind.filter(fits).map(|row| row.get(field).cloned().unwrap_or_default()).collect()
    }
}

impl Story {
    /// Begins the story of a record of that kind, told by Ada, an agent, on a Monday morning.
    pub fn of(kind: &str) -> Self {
        let kind = register::kind(kind).unwrap();
        let actor = Actor {
            person: Some(ADA),
            name: "Ada".to_owned(),
            roles: vec![Role::Agent],
            customer: None,
            teams: Vec::new(),
            channel: Channel::Page,
        };
        Self {
            kind,
            values: vec![Value::None; kind.def().fields.len()],
            state: kind.def().first_state().to_owned(),
            is_saved: false,
            created_by: None,
            now: "2026-03-02T09:00:00Z".parse().unwrap(),
            actor,
            world: World::default(),
        }
    }

    /// Begins the story with a record that is saved already.
    pub fn saved(kind: &str, fields: &[(&str, &str)]) -> Self {
        let mut story = Self::of(kind);
        story.save(fields).unwrap();
        story
    }

    /// Goes on at that time.
    pub fn at(&mut self, time: &str) -> &mut Self {
        self.now = time.parse().unwrap();
        self
    }

    /// Goes on with that person, in those roles.
    pub fn by(&mut self, person: RecordId, roles: &[Role]) -> &mut Self {
        self.actor.person = Some(person);
        self.actor.roles = roles.to_vec();
        self
    }

    /// Goes on as Gemba itself.
    pub fn by_house(&mut self) -> &mut Self {
        self.actor.person = None;
        self.actor.roles = vec![Role::Administrator];
        self
    }

    /// Goes on through that channel.
    pub fn through(&mut self, channel: Channel) -> &mut Self {
        self.actor.channel = channel;
        self
    }

    /// Goes on as someone who works in that team.
    pub fn in_team(&mut self, team: RecordId) -> &mut Self {
        self.actor.teams = vec![team];
        self
    }

    /// Goes on as someone of that customer.
    pub fn of_customer(&mut self, customer: RecordId) -> &mut Self {
        self.actor.customer = Some(customer);
        self
    }

    /// From here on, so many records of the kind hold any record in the field.
    pub fn given_count(&mut self, kind: &str, field: &str, count: u64) -> &mut Self {
        self.world.counts.insert((kind.to_owned(), field.to_owned()), count);
        self
    }

    /// From here on, that other record holds that value.
    pub fn given(&mut self, kind: &str, id: RecordId, field: &str, value: Value) -> &mut Self {
        self.world.values.insert((kind.to_owned(), id, field.to_owned()), value);
        self
    }

    /// From here on, there is another record of that kind that holds all this.
    pub fn given_record(&mut self, kind: &str, fields: &[(&str, Value)]) -> &mut Self {
        let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone()));
        self.world.rows.push((kind.to_owned(), fields.collect()));
        self
    }

    /// From here on, it holds that, as a flow has worked it out.
    pub fn worked_out(&mut self, field: &str, value: Value) -> &mut Self {
        let place = self.kind.def().position(field).unwrap();
        self.values[place] = value;
        self
    }

    /// Records or changes it; the error is what a person reads.
    pub fn save(&mut self, fields: &[(&str, &str)]) -> Result<(), String> {
        let mut values = self.filled(fields);
        self.settle(&mut values, None)?;
        if !self.is_saved {
            self.created_by = self.actor.person;
            self.kind.begins(&values).clone_into(&mut self.state);
        }
        self.is_saved = true;
        self.values = values;
        Ok(())
    }

    /// From here on, it holds in a field what a flow worked out.
    pub fn knows(&mut self, field: &str, value: Value) -> &mut Self {
        self.values[self.kind.def().position(field).unwrap()] = value;
        self
    }

    /// Takes a verb without a note.
    pub fn take(&mut self, verb: &str, fields: &[(&str, &str)]) -> Result<(), String> {
        self.step(verb, fields, None)
    }

    /// Takes a verb with a note.
    pub fn noted(&mut self, verb: &str, fields: &[(&str, &str)], note: &str) -> Result<(), String> {
        self.step(verb, fields, Some(note))
    }

    /// Puts the record into a state without a verb, as an import does.
    pub fn put(&mut self, state: &str) -> &mut Self {
        assert!(self.kind.def().state(state).is_some(), "no state {state}");
        self.state = state.to_owned();
        self
    }

    /// The state it is in.
    pub fn state(&self) -> &str {
        &self.state
    }

    /// What it holds in a field, as text.
    pub fn holds(&self, field: &str) -> String {
        self.values[self.kind.def().position(field).unwrap()].to_text()
    }

    fn step(
        &mut self,
        verb: &str,
        fields: &[(&str, &str)],
        note: Option<&str>,
    ) -> Result<(), String> {
        let steps = self.kind.steps();
        let step = steps.iter().find(|one| one.verb == verb && one.from.contains(&&*self.state));
        let is_asked = |name: &&str| step.is_none_or(|step| step.asks.contains(name));
        assert!(fields.iter().all(|(name, _)| is_asked(name)), "{verb} does not ask for all that");
        let mut values = self.filled(fields);
        let taken = self.kind.take(verb, &self.state, &mut values, &self.situation(note));
        let state = taken.map_err(|refusal| refusal.0)?;
        self.settle(&mut values, note)?;
        self.values = values;
        state.clone_into(&mut self.state);
        Ok(())
    }

    fn filled(&self, fields: &[(&str, &str)]) -> Vec<Value> {
        let def = self.kind.def();
        let read = |field, text| parse::from_text(field, text, &TimeZone::UTC).unwrap();
        let mut values = self.values.clone();
        if !self.is_saved {
            for (place, field) in def.fields.iter().enumerate() {
                values[place] =
                    field.default.as_ref().map_or(Value::None, |text| read(field, text));
            }
        }
        for (name, text) in fields {
            let field = def.field(name).unwrap_or_else(|| panic!("no field {name}"));
            let is_typed = !field.computed || self.actor.channel == Channel::Import;
            assert!(is_typed, "nobody types {name}");
            values[def.position(name).unwrap()] = read(field, text);
        }
        values
    }

    fn settle(&self, values: &mut Vec<Value>, note: Option<&str>) -> Result<(), String> {
        let before = self.is_saved.then_some(self.values.as_slice());
        let settled = self.kind.settle(values, before, &self.situation(note));
        settled.map_err(|fault| said(self.kind.def(), &fault))
    }

    fn situation<'a>(&'a self, note: Option<&'a str>) -> Situation<'a> {
        Situation {
            now: self.now,
            actor: &self.actor,
            record: if self.is_saved { 7 } else { 0 },
            created_by: self.created_by,
            note,
            facts: &self.world,
        }
    }
}
