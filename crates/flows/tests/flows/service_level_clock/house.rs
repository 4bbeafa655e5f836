//! A small organization with an agreement that took the whole way into force, and a clock to set.
use gemba_desk::{Command, Desk, Imported, Input, Query, Refused, Setup};
use gemba_model::filter::Filter;
use gemba_testkit::on_both_engines;
use gemba_vocabulary::{
    RecordId, Value,
    actor::{Actor, Channel, Role},
    calendar::time_zone,
};
use jiff::{Timestamp, civil::DateTime, tz::TimeZone};
use std::{
    collections::BTreeMap,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicI64, Ordering},
    },
};

static NOW_MS: AtomicI64 = AtomicI64::new(0);
/// The clock is the process's: a runner that keeps its tests in one tells them one by one.
static ONE_STORY: Mutex<()> = Mutex::new(());

pub fn paris() -> TimeZone {
    time_zone("Europe/Paris").unwrap()
}

/// A moment on the wall in Paris, such as `2025-04-30 16:30`.
pub fn moment(text: &str) -> Timestamp {
    text.parse::<DateTime>().unwrap().to_zoned(paris()).unwrap().timestamp()
}

/// What the wall in Paris shows.
pub fn wall(at: Timestamp) -> String {
    let shown = at.to_zoned(paris()).datetime();
    shown.strftime(if shown.second() == 0 { "%a %F %H:%M" } else { "%a %F %T" }).to_string()
}

/// Sets the clock of the process to a moment on the wall in Paris.
pub fn at(text: &str) {
    set_clock(moment(text));
}

fn set_clock(at: Timestamp) {
    NOW_MS.store(at.as_millisecond(), Ordering::SeqCst);
}

fn clock() -> Timestamp {
    Timestamp::from_millisecond(NOW_MS.load(Ordering::SeqCst)).unwrap()
}

/// Tells a story of the organization on SQLite and then on PostgreSQL.
pub fn tell(story: impl Fn(&House)) {
    let _one = ONE_STORY.lock().unwrap_or_else(PoisonError::into_inner);
    on_both_engines(|url| story(&House::open(url)));
}

pub struct House {
    pub desk: Desk,
    pub agent: Actor,
    pub customer: RecordId,
    pub service: RecordId,
    pub calendar: RecordId,
    pub agreement: RecordId,
    pub team: RecordId,
    pub owner: RecordId,
    pub manager: RecordId,
}

pub const PRIORITY_1: &[(&str, &str)] = &[("impact", "high"), ("urgency", "high")];
/// Solved within 8 hours, as the vectors want it.
pub const PRIORITY_2: &[(&str, &str)] = &[("impact", "high"), ("urgency", "medium")];
pub const PRIORITY_3: &[(&str, &str)] = &[("impact", "medium"), ("urgency", "medium")];

const OF_THE_HOUSE: [&str; 2] = ["service_level_results", "readiness_history"];

/// Every flow but those that count months and nights: these stories are told by the jobs of the clock alone.
fn without_results() -> Vec<std::sync::Arc<dyn gemba_desk::Flow>> {
    let flows = gemba_flows::all().into_iter();
    flows.filter(|flow| !OF_THE_HOUSE.contains(&flow.topic())).collect()
}

impl House {
    /// Office hours in Paris with the holidays of May 2025; a response within an hour, a solution
    /// of priority 1 within 4 hours, of priority 2 within 8, of any other within 30: three days.
    fn open(url: &str) -> Self {
        at("2025-04-01 09:00");
        let desk = Desk::open(Setup {
            address: url.to_owned(),
            kinds: gemba_practices::KINDS,
            flows: without_results(),
            signer: None,
            clock,
        })
        .unwrap();
        let agent = Actor::house(Channel::Page);
        let mut house = Self {
            desk,
            agent,
            customer: 0,
            service: 0,
            calendar: 0,
            agreement: 0,
            team: 0,
            owner: 0,
            manager: 0,
        };
        house.owner = house.create("person", &[("name", "Olga"), ("roles", "service_manager")]);
        house.manager = house.create("person", &[("name", "Max"), ("roles", "process_owner")]);
        let manager = house.manager.to_string();
        house.team = house.create("team", &[("name", "Mail team"), ("manager", &manager)]);
        house.customer = house.create("customer", &[("name", "Northwind")]);
        house.service = house.create("service", &[("name", "Mail")]);
        house.calendar = house.create(
            "calendar",
            &[
                ("name", "Office hours Paris"),
                ("hours", "Mon-Fri 08:00-18:00"),
                ("time_zone", "Europe/Paris"),
                ("holidays", r#"[{"date": "2025-05-01"}, {"date": "2025-05-08"}]"#),
            ],
        );
        house.agreement = house.agree(
            house.customer,
            house.service,
            house.calendar,
            &[
                &[("metric", "response"), ("target", "1h")],
                &[("metric", "resolution"), ("priority", "1"), ("target", "4h")],
                &[("metric", "resolution"), ("priority", "2"), ("target", "8h")],
                &[("metric", "resolution"), ("target", "30h")],
            ],
        );
        let anna = [("name", "Anna"), ("roles", "agent")];
        let anna = house.create("person", &anna);
        house.agent = Actor {
            person: Some(anna),
            name: "Anna".to_owned(),
            roles: vec![Role::Agent],
            customer: None,
            teams: vec![house.team],
            channel: Channel::Page,
        };
        house
    }

    /// Takes an agreement from its draft to the day it counts, as its life demands.
    pub fn agree(
        &self,
        customer: RecordId,
        service: RecordId,
        calendar: RecordId,
        targets: &[&[(&str, &str)]],
    ) -> RecordId {
        let (owner, customer) = (self.owner.to_string(), customer.to_string());
        let (service, calendar) = (service.to_string(), calendar.to_string());
        let agreement = self.create(
            "service_level_agreement",
            &[
                ("name", "Service for the customer"),
                ("customer", &customer),
                ("service", &service),
                ("calendar", &calendar),
                ("owner", &owner),
                ("requirements", "It has to work in office hours."),
            ],
        );
        let mine = agreement.to_string();
        for target in targets {
            let named = [("name", "A promise"), ("agreement", &*mine)];
            self.create("service_level_target", &[*target, &named].concat());
        }
        let limit = [("name", "Calls"), ("agreement", &*mine), ("metric", "calls"), ("limit", "9")];
        self.create("workload_limit", &limit);
        let today = clock().to_zoned(paris()).date().to_string();
        let step = |verb, fields: &[(&str, &str)]| {
            self.take("service_level_agreement", agreement, verb, fields);
        };
        step("propose", &[]);
        step(
            "agree",
            &[
                ("exceptions", "none"),
                ("customer_agreed_by", "Nora of Northwind"),
                ("customer_agreed_on", &today),
                ("owner_agreed_by", &owner),
                ("owner_agreed_on", &today),
            ],
        );
        step("start", &[("starts_on", &today)]);
        agreement
    }

    /// Records something as the machine's owner would.
    pub fn create(&self, kind: &str, fields: &[(&str, &str)]) -> RecordId {
        let command = Command::create(kind, typed(fields));
        self.desk.run(&Actor::house(Channel::CommandLine), command).unwrap().record.id
    }

    /// Changes fields as the machine's owner would.
    pub fn change(&self, kind: &str, id: RecordId, fields: &[(&str, &str)]) {
        let command = Command::change(kind, id, None, typed(fields));
        self.desk.run(&Actor::house(Channel::CommandLine), command).unwrap();
    }

    /// Takes a step with a reason, as the machine's owner would.
    pub fn take(&self, kind: &str, id: RecordId, verb: &str, fields: &[(&str, &str)]) {
        let command = Command::verb(kind, id, verb).with_input(typed(fields));
        let command = command.with_note("It was agreed so.");
        self.desk.run(&Actor::house(Channel::CommandLine), command).unwrap();
    }

    /// The agent records an incident of the customer's service.
    pub fn report(&self, fields: &[(&str, &str)]) -> RecordId {
        let (customer, service) = (self.customer.to_string(), self.service.to_string());
        let usual = [
            ("summary", "Mail does not arrive"),
            ("category", "mail"),
            ("customer", &*customer),
            ("service", &*service),
        ];
        self.work(Command::create("incident", typed(&[&usual, fields].concat()))).unwrap()
    }

    /// The agent takes a step of an incident's life.
    pub fn step(&self, incident: RecordId, verb: &str, fields: &[(&str, &str)]) {
        let command = Command::verb("incident", incident, verb).with_input(typed(fields));
        let worked = self.work(command.with_note("Because it had to be."));
        worked.unwrap_or_else(|refused| panic!("{verb}: {refused}"));
    }

    /// The agent changes an incident.
    pub fn edit(&self, incident: RecordId, fields: &[(&str, &str)]) {
        self.work(Command::change("incident", incident, None, typed(fields))).unwrap();
    }

    /// The agent does something with an incident, or hears why not.
    pub fn work(&self, command: Command) -> Result<RecordId, Refused> {
        self.desk.run(&self.agent, command).map(|done| done.record.id)
    }

    /// Somebody begins to work on it: the response.
    pub fn start(&self, incident: RecordId) {
        self.step(incident, "classify", &[]);
        self.step(incident, "assign", &[("team", &self.team.to_string())]);
        self.step(incident, "start", &[]);
    }

    pub fn wait(&self, incident: RecordId, reason: &str) {
        self.step(incident, "wait", &[("pause_reason", reason)]);
    }

    pub fn resume(&self, incident: RecordId) {
        self.step(incident, "resume", &[]);
    }

    pub fn resolve(&self, incident: RecordId) {
        let solved = [("resolution", "The queue runs again."), ("close_code", "restart")];
        self.step(incident, "resolve", &solved);
    }

    /// Another tool's incident comes in.
    pub fn import(&self, fields: &[(&str, &str)], opened_at: &str) -> RecordId {
        let imported = Imported {
            at: moment(opened_at),
            state: Some("in_progress".to_owned()),
            origin: Some("elsewhere:1".to_owned()),
            by: None,
        };
        let command = Command::create("incident", typed(fields)).with_import(imported);
        self.desk.run(&Actor::house(Channel::Import), command).unwrap().record.id
    }

    /// What an incident holds in a field; moments as the wall in Paris shows them.
    pub fn holds(&self, incident: RecordId, field: &str) -> String {
        self.holds_of("incident", incident, field)
    }

    pub fn holds_of(&self, kind: &str, id: RecordId, field: &str) -> String {
        let record = self.desk.record(&Actor::house(Channel::Page), kind, id).unwrap();
        let view = self.desk.view(kind).unwrap();
        assert!(view.field(field).is_some(), "there is no field {field}");
        match view.value(&record, field) {
            Value::Instant(at) => wall(*at),
            value => value.to_text(),
        }
    }

    /// How much attended time the solution took, in hours.
    pub fn elapsed_hours(&self, incident: RecordId) -> f64 {
        self.holds(incident, "resolve_elapsed").parse::<f64>().unwrap() / 3600.0
    }

    /// Lets the time pass, doing each job of the queue when it is due, as the server does.
    pub fn until(&self, text: &str) {
        let end = moment(text);
        while let Some(due) = self.desk.next_due().unwrap().filter(|due| *due <= end) {
            set_clock(due.max(clock()));
            self.desk.run_due().unwrap();
        }
        set_clock(end);
    }

    /// Does what is due now; returns how many jobs were done.
    pub fn run_due(&self) -> usize {
        self.desk.run_due().unwrap()
    }

    /// When the next job is due, as the wall in Paris shows it.
    pub fn next_due(&self) -> Option<String> {
        self.desk.next_due().unwrap().map(wall)
    }

    /// The escalations of an incident, oldest first: `resolution breach Mon 2025-05-05 08:00`.
    pub fn escalations(&self, incident: RecordId) -> Vec<String> {
        let told = |id: &RecordId| {
            ["clock", "reason", "at"].map(|field| self.holds_of("escalation", *id, field)).join(" ")
        };
        self.escalation_ids(incident).iter().map(told).collect()
    }

    pub fn escalation_ids(&self, incident: RecordId) -> Vec<RecordId> {
        let mut query = Query::of("escalation");
        query.filters.push(Filter::is("incident", Value::Ref(incident)));
        let page = self.desk.list(&self.agent, &query).unwrap();
        let mut ids: Vec<_> = page.records.iter().map(|record| record.id).collect();
        ids.sort_unstable();
        ids
    }
}

fn typed(fields: &[(&str, &str)]) -> Input {
    let text = |text: &&str| (*text).to_owned();
    let fields: BTreeMap<_, _> =
        fields.iter().map(|(name, value)| (text(name), text(value))).collect();
    Input::Text { fields, zone: paris() }
}
