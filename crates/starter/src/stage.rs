//! The stage: does the deeds in the order of their times, each by the person who would do it,
//! through the desk's one door, while the demo's clock goes along.
use crate::{
    chores,
    data::{Data, Fields, broken},
    days::Days,
    deed::{Act, Deed, Taking},
    demo_clock, evaluation, results, voices,
};
use gemba_desk::{Command, Desk, Done, Input, Query, Refused};
use gemba_model::filter::Filter;
use gemba_vocabulary::{
    RecordId, Value,
    actor::{Actor, Channel},
};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// Where the demo is played.
pub struct Stage<'a> {
    pub desk: &'a Desk,
    pub data: &'a Data,
    pub days: &'a Days,
    /// The records made so far: kind and number by key.
    records: BTreeMap<String, (String, RecordId)>,
    actors: BTreeMap<String, Actor>,
    now: Timestamp,
    day: i64,
}

/// Commands of one person at one time, which share a transaction.
#[derive(Default)]
struct Together {
    by: String,
    at: Timestamp,
    commands: Vec<Command>,
    /// What each of them makes, if it makes something.
    keys: Vec<Option<String>>,
}

const HOUSE: &str = "house";
const DAY_MS: i64 = 86_400_000;

impl<'a> Stage<'a> {
    /// An empty stage.
    pub fn new(desk: &'a Desk, data: &'a Data, days: &'a Days) -> Self {
        let (records, actors) = (BTreeMap::new(), BTreeMap::new());
        Self { desk, data, days, records, actors, now: Timestamp::UNIX_EPOCH, day: 0 }
    }

    /// Does all deeds; `progress` hears how many of how many are done.
    pub fn play(
        &mut self,
        mut deeds: Vec<Deed>,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<(), Refused> {
        let until = self.days.until;
        deeds.retain(|deed| deed.at < until);
        deeds.sort_by_key(|deed| deed.at);
        let all = u64::try_from(deeds.len()).unwrap_or(u64::MAX);
        let mut together = Together::default();
        // Those of the same moment keep the order in which they were told.
        for (done, deed) in (0_u64..).zip(deeds) {
            if deed.at != together.at || deed.by != together.by || self.waits_for(&deed.act) {
                self.run(std::mem::take(&mut together))?;
                progress(done, all);
            }
            self.move_to(deed.at)?;
            (together.by, together.at) = (deed.by.clone(), deed.at);
            match deed.act {
                Act::Make { kind, key, with } => {
                    let fields = self.filled(with)?;
                    together.commands.push(Command::create(&kind, Input::Json(fields)));
                    together.keys.push(Some(key));
                }
                Act::Take(taking) => {
                    if let Some(command) = self.taken(taking)? {
                        together.commands.push(command);
                        together.keys.push(None);
                    }
                }
                Act::Hanging { on, kind, verb, with, note } => {
                    let actor = self.actor(&deed.by)?;
                    let what = (&*kind, &*verb, self.filled(with)?);
                    let commands = self.hanging(&actor, &on, what, note.as_deref())?;
                    together.keys.extend(commands.iter().map(|_| None));
                    together.commands.extend(commands);
                }
                Act::Attach { key, on, name, text } => {
                    let actor = self.actor(&deed.by)?;
                    let (kind, id) = self.known(&on)?.clone();
                    let bytes = text.as_bytes().to_vec();
                    let done = self.desk.attach(&actor, &kind, id, &name, bytes)?;
                    self.remember(key, &done)?;
                }
                Act::Respond => voices::respond(self)?,
                Act::Chores => {
                    let actor = self.actor(&deed.by)?;
                    let commands = chores::of_today(self, &actor)?;
                    together.keys.extend(commands.iter().map(|_| None));
                    together.commands.extend(commands);
                }
                Act::Enter => {
                    let commands = evaluation::entered(self)?;
                    together.keys.extend(commands.iter().map(|_| None));
                    together.commands.extend(commands);
                }
                Act::Measure => {
                    let actor = self.actor(&deed.by)?;
                    let mut commands = results::of_month_before(self, &actor)?;
                    commands.extend(evaluation::of_month_before(self)?);
                    together.keys.extend(commands.iter().map(|_| None));
                    together.commands.extend(commands);
                }
            }
        }
        self.run(together)?;
        progress(all, all);
        self.move_to(until)
    }

    /// The day it is on this stage.
    pub fn today(&self) -> jiff::civil::Date {
        self.now.to_zoned(self.days.office().time_zone().clone()).date()
    }

    /// The number of the record with this key.
    pub fn id(&self, key: &str) -> Result<RecordId, Refused> {
        Ok(self.known(key)?.1)
    }

    /// Whether a record has a key, so that it is told what becomes of it.
    pub fn is_told(&self, kind: &str, id: RecordId) -> bool {
        self.records.values().any(|(told, number)| told == kind && *number == id)
    }

    fn known(&self, key: &str) -> Result<&(String, RecordId), Refused> {
        self.records.get(key).ok_or_else(|| broken(format!("there is no record “{key}” yet")))
    }

    /// Whether the deed needs what is not made before those of the same moment are done.
    fn waits_for(&self, act: &Act) -> bool {
        let is_missing = |key: &str| !self.records.contains_key(key);
        let names_missing =
            |with: &Fields| with.values().any(|json| references(json).any(is_missing));
        match act {
            Act::Make { with, .. } => names_missing(with),
            // What a row is answered with rests on what was done before.
            Act::Take(taking) => {
                taking.each.is_some() || is_missing(&taking.on) || names_missing(&taking.with)
            }
            Act::Hanging { .. } | Act::Attach { .. } | Act::Measure => true,
            Act::Enter | Act::Respond | Act::Chores => true,
        }
    }

    fn taken(&self, taking: Taking) -> Result<Option<Command>, Refused> {
        let is_missing = |key: &str| !self.records.contains_key(key);
        let is_unready = taking.with.values().any(|json| references(json).any(is_missing));
        if taking.is_optional && (is_missing(&taking.on) || is_unready) {
            return Ok(None);
        }
        let (kind, id) = self.known(&taking.on)?;
        let command = Command::verb(kind, *id, &taking.verb);
        let mut with = self.filled(taking.with)?;
        if let Some(each) = &taking.each {
            let house = Actor::house(Channel::CommandLine);
            let record = self.desk.record(&house, kind, *id)?;
            let view = self.desk.view(kind);
            let view = view.ok_or_else(|| broken(format!("there is no kind “{kind}”")))?;
            with.insert(each.into.clone(), each.answer(view.value(&record, &each.from)));
        }
        let command = command.with_input(Input::Json(with));
        Ok(Some(match &taking.note {
            Some(note) => command.with_note(note),
            None => command,
        }))
    }

    /// The verb with each open record that hangs on another, of questions those that were asked of the actor.
    fn hanging(
        &self,
        actor: &Actor,
        on: &str,
        (kind, verb, with): (&str, &str, Fields),
        note: Option<&str>,
    ) -> Result<Vec<Command>, Refused> {
        let (parent_kind, parent) = self.known(on)?;
        let me = actor.person.map_or(Value::None, Value::Ref);
        let mut filters = match kind {
            "acknowledgement" => {
                vec![Filter::is("document", Value::Ref(*parent)), Filter::is("person", me)]
            }
            "outage" => vec![Filter::is("incident", Value::Ref(self.incident_of(on)?))],
            "service_review" | "supplier_review" => {
                vec![Filter::is(parent_kind, Value::Ref(*parent))]
            }
            _ => {
                let mut of_parent = vec![
                    Filter::is("parent_kind", Value::Text(parent_kind.clone())),
                    Filter::is("parent", Value::Int(*parent)),
                ];
                of_parent.extend((kind == "approval").then(|| Filter::is("approver", me)));
                of_parent
            }
        };
        filters.push(Filter::is("open", Value::Bool(true)));
        let house = Actor::house(Channel::CommandLine);
        let mut found = self.desk.list(&house, &Query { filters, ..Query::of(kind) })?.records;
        // Of several reviews that are open, those that are so far.
        if let Some(view) = self.desk.view(kind).filter(|_| kind.ends_with("_review")) {
            found.retain(|one| view.step(verb, &one.state).is_some());
        }
        // A task whose day came before may be done already.
        if found.is_empty() && kind != "task" {
            return Err(broken(format!("no open {kind} hangs on “{on}” for {}", actor.name)));
        }
        let take = |id| {
            let command = Command::verb(kind, id, verb).with_input(Input::Json(with.clone()));
            note.map_or(command.clone(), |note| command.with_note(note))
        };
        Ok(found.iter().map(|one| take(one.id)).collect())
    }

    /// The incident itself, or that which an alert raised.
    fn incident_of(&self, on: &str) -> Result<RecordId, Refused> {
        let (kind, id) = self.known(on)?;
        if kind != "alert" {
            return Ok(*id);
        }
        let alert = self.desk.record(&Actor::house(Channel::CommandLine), kind, *id)?;
        let raised = self.desk.view(kind).and_then(|view| view.value(&alert, "incident").as_int());
        raised.ok_or_else(|| broken(format!("“{on}” raised no incident")))
    }

    /// The fields with numbers of records in place of their keys.
    fn filled(&self, mut with: Fields) -> Result<Fields, Refused> {
        for json in with.values_mut() {
            self.fill(json)?;
        }
        Ok(with)
    }

    fn fill(&self, json: &mut Json) -> Result<(), Refused> {
        match json {
            Json::String(text) => {
                if let Some(key) = text.strip_prefix('@') {
                    *json = Json::from(self.id(key)?);
                }
            }
            Json::Array(items) => items.iter_mut().try_for_each(|item| self.fill(item))?,
            Json::Object(parts) => parts.values_mut().try_for_each(|part| self.fill(part))?,
            _ => {}
        }
        Ok(())
    }

    fn run(&mut self, together: Together) -> Result<(), Refused> {
        let Together { by, at, commands, keys } = together;
        if commands.is_empty() {
            return Ok(());
        }
        let actor = self.actor(&by)?;
        let told: Vec<_> = commands.iter().map(told).collect();
        let answers = self.desk.run_many(&actor, commands)?;
        for ((answer, key), what) in answers.into_iter().zip(keys).zip(told) {
            let done = answer.map_err(|refused| {
                let who = key.as_deref().unwrap_or("an older record");
                broken(format!("{by} may not {what} ({who}) at {at}: {refused}"))
            })?;
            if let Some(key) = key {
                self.remember(key, &done)?;
            }
        }
        Ok(())
    }

    fn remember(&mut self, key: String, done: &Done) -> Result<(), Refused> {
        let record = (done.kind.clone(), done.record.id);
        match self.records.insert(key.clone(), record) {
            None => Ok(()),
            Some(_) => Err(broken(format!("two records have the key “{key}”"))),
        }
    }

    fn actor(&mut self, key: &str) -> Result<Actor, Refused> {
        if key == HOUSE {
            return Ok(Actor::house(Channel::CommandLine));
        }
        if let Some(actor) = self.actors.get(key) {
            return Ok(actor.clone());
        }
        let actor = self.desk.speak_for(self.id(key)?, Channel::Page)?;
        self.actors.insert(key.to_owned(), actor.clone());
        Ok(actor)
    }

    /// Lets time go on to a moment; what is due on the way is done when it is due, and the ledger is
    /// sealed each night.
    fn move_to(&mut self, at: Timestamp) -> Result<(), Refused> {
        let mut last = self.now;
        while let Some(due) = self.desk.next_due()?.filter(|due| *due <= at) {
            // A job that stays due comes again a second later, so that time always goes on.
            let after = last.saturating_add(SignedDuration::from_secs(1)).unwrap_or(at);
            last = due.max(after);
            if last > at {
                break;
            }
            self.stand_at(last)?;
            self.desk.run_due()?;
        }
        if at > self.now {
            self.stand_at(at)?;
        }
        Ok(())
    }

    fn stand_at(&mut self, at: Timestamp) -> Result<(), Refused> {
        let day = at.as_millisecond().div_euclid(DAY_MS);
        if self.day != 0 && day > self.day {
            self.desk.seal()?;
        }
        (self.now, self.day) = (at, day);
        demo_clock::set(at);
        if self.desk.now() == at {
            Ok(())
        } else {
            Err(broken("the desk was not opened with the clock `demo_clock::now`".to_owned()))
        }
    }
}

/// The keys of the records that a field names.
fn references(json: &Json) -> impl Iterator<Item = &str> {
    let items = match json {
        Json::Array(items) => items.as_slice(),
        one => std::slice::from_ref(one),
    };
    items.iter().filter_map(|item| item.as_str()?.strip_prefix('@'))
}

fn told(command: &Command) -> String {
    let number = command.record.map(|id| format!(" {id}")).unwrap_or_default();
    format!("{} {}{number}", command.verb, command.kind)
}
