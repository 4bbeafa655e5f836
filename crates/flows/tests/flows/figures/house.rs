//! A small organization whose figures are asked for.
use gemba_desk::{Command, Desk, Flow, Input, Query, Setup};
use gemba_figures::{Ask, sheet_named};
use gemba_model::{Record, check::Period, filter::Filter};
use gemba_testkit::on_both_engines;
use gemba_vocabulary::{
    RecordId, Value,
    actor::{Actor, Channel, Role},
};
use jiff::{Timestamp, tz::TimeZone};
use serde_json::Value as Json;
use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicI64, Ordering},
    },
};

static NOW_MS: AtomicI64 = AtomicI64::new(0);
/// The clock is the process's: a runner that keeps its tests in one tells them one by one.
static ONE_STORY: Mutex<()> = Mutex::new(());

fn clock() -> Timestamp {
    Timestamp::from_millisecond(NOW_MS.load(Ordering::SeqCst)).unwrap()
}

/// Sets the clock of the process.
pub fn at(text: &str) {
    NOW_MS.store(text.parse::<Timestamp>().unwrap().as_millisecond(), Ordering::SeqCst);
}

/// Tells a story of the organization on SQLite and then on PostgreSQL.
pub fn tell(story: impl Fn(&House)) {
    tell_with(gemba_flows::all, story);
}

/// The same of an organization with other flows.
pub fn tell_with(flows: fn() -> Vec<Arc<dyn Flow>>, story: impl Fn(&House)) {
    let _one = ONE_STORY.lock().unwrap_or_else(PoisonError::into_inner);
    on_both_engines(|url| story(&House::open(url, flows())));
}

/// An organization with nobody in it but who runs it.
pub struct House {
    pub desk: Desk,
    /// Who runs the services.
    pub manager: Actor,
    /// Who does the daily work.
    pub agent: Actor,
}

impl House {
    fn open(url: &str, flows: Vec<Arc<dyn Flow>>) -> Self {
        at("2025-01-02T09:00:00Z");
        let desk = Desk::open(Setup {
            address: url.to_owned(),
            kinds: gemba_practices::KINDS,
            flows,
            signer: None,
            clock,
        })
        .unwrap();
        let nobody = Actor::house(Channel::Page);
        let mut house = Self { desk, manager: nobody.clone(), agent: nobody };
        house.manager = house.person("Mara", Role::ServiceManager, None);
        house.agent = house.person("Anna", Role::Agent, None);
        house
    }

    /// Somebody of that name in that role, of a customer or of the house.
    pub fn person(&self, name: &str, role: Role, customer: Option<RecordId>) -> Actor {
        let of = customer.map(|id| id.to_string()).unwrap_or_default();
        let mut fields = vec![("name", name), ("roles", role.name())];
        if customer.is_some() {
            fields.push(("customer", &of));
        }
        let id = self.create("person", &fields);
        Actor {
            person: Some(id),
            name: name.to_owned(),
            roles: vec![role],
            customer,
            teams: Vec::new(),
            channel: Channel::Page,
        }
    }

    /// Records something as the machine's owner would.
    pub fn create(&self, kind: &str, fields: &[(&str, &str)]) -> RecordId {
        let command = Command::create(kind, typed(fields));
        self.desk.run(&Actor::house(Channel::CommandLine), command).unwrap().record.id
    }

    /// Does something as that person, or hears why not.
    pub fn run(&self, actor: &Actor, command: Command) -> Result<Record, String> {
        self.desk.run(actor, command).map(|done| done.record).map_err(|refused| refused.to_string())
    }

    /// Changes fields of a record, as whoever runs the services.
    pub fn edit(&self, kind: &str, id: RecordId, fields: &[(&str, &str)]) -> Result<(), String> {
        self.run(&self.manager, Command::change(kind, id, None, typed(fields))).map(|_| ())
    }

    /// Takes a step of a record, as whoever runs the services, with a note.
    pub fn go(
        &self,
        kind: &str,
        id: RecordId,
        verb: &str,
        fields: &[(&str, &str)],
    ) -> Result<(), String> {
        let command = Command::verb(kind, id, verb).with_input(typed(fields));
        self.run(&self.manager, command.with_note("It had to be.")).map(|_| ())
    }

    /// What a field of a record holds, as text.
    pub fn holds(&self, kind: &str, id: RecordId, field: &str) -> String {
        let view = self.desk.view(kind).unwrap();
        let record = self.desk.record(&Actor::house(Channel::CommandLine), kind, id).unwrap();
        view.value(&record, field).to_text()
    }

    /// The numbers of the records of a kind whose field names that record.
    pub fn numbers(&self, kind: &str, field: &str, record: RecordId) -> Vec<RecordId> {
        self.found(kind, Filter::is(field, Value::Ref(record)))
    }

    /// The numbers of the records of a kind whose field holds that number.
    pub fn numbers_of(&self, kind: &str, field: &str, number: i64) -> Vec<RecordId> {
        self.found(kind, Filter::is(field, Value::Int(number)))
    }

    fn found(&self, kind: &str, filter: Filter) -> Vec<RecordId> {
        let query = Query { filters: vec![filter], limit: 1_000, ..Query::of(kind) };
        let found = self.desk.list(&Actor::house(Channel::CommandLine), &query).unwrap();
        let mut numbers: Vec<_> = found.records.iter().map(|record| record.id).collect();
        numbers.sort_unstable();
        numbers
    }

    /// Brings a service live, one approval after the other.
    pub fn go_live(&self, service: RecordId) {
        let owner = self.manager.person.unwrap().to_string();
        let whole = [
            ("description", "Mail"),
            ("value", "Much"),
            ("criticality", "high"),
            ("criticality_reason", "Everybody writes"),
            ("owner", &*owner),
        ];
        self.edit("service", service, &whole).unwrap();
        let number = service.to_string();
        let requirement = [
            ("text", "It works"),
            ("service", &*number),
            ("source", "Acme"),
            ("acceptance", "It did for a week"),
        ];
        let requirement = self.create("service_requirement", &requirement);
        self.go("service_requirement", requirement, "approve", &[]).unwrap();
        for verb in
            ["approve_proposal", "approve_design", "start_build", "start_test", "accept", "deploy"]
        {
            self.go("service", service, verb, &[]).unwrap();
        }
    }

    /// Does what is due until that moment.
    pub fn until(&self, text: &str) {
        at(text);
        while self.desk.run_due().unwrap() > 0 {}
    }

    /// A sheet of figures from one day to before another, in the time of Paris, as data.
    pub fn sheet(&self, name: &str, from: &str, until: &str, about: Option<RecordId>) -> Json {
        let def = sheet_named(name).unwrap();
        let period = Period { from: from.parse().unwrap(), until: until.parse().unwrap() };
        let zone = TimeZone::get("Europe/Paris").unwrap();
        let ask = Ask { period, zone, about };
        let evidence = self.desk.evidence(&self.manager);
        (def.read)(&evidence, &ask).unwrap().told(def, &ask)
    }
}

/// The value of the first figure of that name in a sheet; numbers are texts, so that they are exact.
pub fn figure<'a>(sheet: &'a Json, name: &str) -> &'a Json {
    let parts = sheet["parts"].as_array().unwrap();
    let mut figures = parts.iter().flat_map(|part| part["figures"].as_array().unwrap());
    figures.find(|figure| figure["name"] == name).unwrap_or_else(|| panic!("no figure {name}"))
}

pub fn typed(fields: &[(&str, &str)]) -> Input {
    let fields = fields.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
    let fields: BTreeMap<_, _> = fields.collect();
    Input::Text { fields, zone: TimeZone::UTC }
}
