//! A small organization with parts that can be changed, and people who may decide.
use gemba_desk::{Command, Desk, Input, Setup};
use gemba_model::Record;
use gemba_testkit::on_both_engines;
use gemba_vocabulary::{
    RecordId, Value,
    actor::{Actor, Channel, Role},
};
use jiff::{Timestamp, tz::TimeZone};
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

fn clock() -> Timestamp {
    Timestamp::from_millisecond(NOW_MS.load(Ordering::SeqCst)).unwrap()
}

/// Sets the clock of the process.
pub fn at(text: &str) {
    NOW_MS.store(text.parse::<Timestamp>().unwrap().as_millisecond(), Ordering::SeqCst);
}

/// Tells a story of the organization on SQLite and then on PostgreSQL.
pub fn tell(story: impl Fn(&House)) {
    let _one = ONE_STORY.lock().unwrap_or_else(PoisonError::into_inner);
    on_both_engines(|url| story(&House::open(url)));
}

pub struct House {
    pub desk: Desk,
    pub agent: Actor,
    pub approver: Actor,
    /// Mail, and the till service.
    pub services: [RecordId; 2],
    /// A server, a program on it, and a till that has nothing to do with both.
    pub items: [RecordId; 3],
}

impl House {
    fn open(url: &str) -> Self {
        at("2026-03-02T09:00:00Z");
        let desk = Desk::open(Setup {
            address: url.to_owned(),
            kinds: gemba_practices::KINDS,
            flows: gemba_flows::all(),
            signer: None,
            clock,
        })
        .unwrap();
        let nobody = Actor::house(Channel::Page);
        let (agent, approver) = (nobody.clone(), nobody);
        let mut house = Self { desk, agent, approver, services: [0; 2], items: [0; 3] };
        house.agent = house.person("Anna", Role::Agent);
        house.approver = house.person("Ben", Role::ServiceManager);
        house.services = ["Mail", "Tills"].map(|name| house.create("service", &[("name", name)]));
        house.items = ["host-1", "mail-1", "till-1"]
            .map(|name| house.create("configuration_item", &[("name", name)]));
        let [host, mail, _] = house.items.map(|id| id.to_string());
        let relation = [("from", &*mail), ("relation", "runs_on"), ("to", &*host)];
        house.create("configuration_relation", &relation);
        house
    }

    fn person(&self, name: &str, role: Role) -> Actor {
        self.member(name, role, &[])
    }

    /// Somebody of that name in that role, of whom more is known.
    pub fn member(&self, name: &str, role: Role, more: &[(&str, &str)]) -> Actor {
        let fields = [&[("name", name), ("roles", role.name())], more].concat();
        let id = self.create("person", &fields);
        Actor {
            person: Some(id),
            name: name.to_owned(),
            roles: vec![role],
            customer: None,
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

    /// Takes a step of a change.
    pub fn take(&self, id: RecordId, verb: &str, fields: &[(&str, &str)]) -> Result<(), String> {
        let command = Command::verb("change", id, verb).with_input(typed(fields));
        let actor = if verb == "approve" { &self.approver } else { &self.agent };
        self.run(actor, command.with_note("It had to be.")).map(|_| ())
    }

    /// Changes fields of a record.
    pub fn edit(&self, kind: &str, id: RecordId, fields: &[(&str, &str)]) -> Result<(), String> {
        self.run(&self.agent, Command::change(kind, id, None, typed(fields))).map(|_| ())
    }

    /// Takes a step of any record, as whoever runs the services.
    pub fn go(
        &self,
        kind: &str,
        id: RecordId,
        verb: &str,
        fields: &[(&str, &str)],
    ) -> Result<(), String> {
        let command = Command::verb(kind, id, verb).with_input(typed(fields));
        self.run(&self.approver, command.with_note("It had to be.")).map(|_| ())
    }

    /// A normal change on these items that waits for a decision.
    pub fn assessed(&self, summary: &str, items: &[RecordId], risk: &str) -> RecordId {
        let items: Vec<_> = items.iter().map(ToString::to_string).collect();
        let items = items.join(",");
        let fields = [
            ("summary", summary),
            ("description", "As it says."),
            ("category", "server"),
            ("configuration_items", &items),
            ("risk", risk),
            ("benefit", "Room"),
            ("feasibility", "Easy"),
            ("impact_services", "None"),
            ("impact_customers", "None"),
            ("impact_policies", "None"),
            ("impact_capacity", "None"),
            ("impact_availability", "None"),
            ("impact_continuity", "None"),
            ("impact_security", "None"),
            ("impact_other_changes", "None"),
            ("impact_cost", "None"),
            ("told", "Everybody"),
        ];
        let change = self.run(&self.agent, Command::create("change", typed(&fields))).unwrap().id;
        self.take(change, "submit", &[]).unwrap();
        self.take(change, "assess", &[]).unwrap();
        change
    }

    /// A normal change on these items that waits to be scheduled.
    pub fn approved(&self, summary: &str, items: &[RecordId]) -> RecordId {
        let change = self.assessed(summary, items, "low");
        let (number, approver) =
            (change.to_string(), self.approver.person.unwrap_or_default().to_string());
        let question = [
            ("summary", "May we?"),
            ("parent_kind", "change"),
            ("parent", &*number),
            ("approver", &*approver),
        ];
        let asked =
            self.run(&self.agent, Command::create("approval", typed(&question))).unwrap().id;
        let open = self.take(change, "approve", &[]).unwrap_err();
        assert!(open.starts_with("Somebody who was asked has not decided yet"), "{open}");
        self.run(&self.approver, Command::verb("approval", asked, "approve")).unwrap();
        self.take(change, "approve", &[]).unwrap();
        change
    }

    /// Tries to schedule a change on the 7th of March, from one hour to another.
    pub fn schedule(&self, change: RecordId, from: u8, to: u8) -> Result<(), String> {
        let (from, to) = (hour(from), hour(to));
        self.take(change, "schedule", &[("starts_at", &from), ("ends_at", &to)])
    }

    pub fn state(&self, kind: &str, id: RecordId) -> String {
        self.desk.record(&self.agent, kind, id).unwrap().state
    }

    /// What a record holds in a field, as text.
    pub fn holds(&self, kind: &str, id: RecordId, field: &str) -> Value {
        let record = self.desk.record(&self.agent, kind, id).unwrap();
        self.desk.view(kind).unwrap().value(&record, field).clone()
    }

    /// The collisions of a change: what with, because of what, and whether somebody accepted them.
    pub fn collisions(&self, change: RecordId) -> Vec<(String, String, bool)> {
        let Value::Struct(json) = self.holds("change", change, "collisions") else {
            return Vec::new();
        };
        let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
        let rows = json.as_array().unwrap().iter().map(|row| {
            let with = format!("{} {}", text(&row["with_kind"]), row["with"]);
            (with, text(&row["because"]), row["accepted"].as_bool().unwrap())
        });
        rows.collect()
    }
}

/// An hour of the 7th of March.
pub fn hour(hour: u8) -> String {
    format!("2026-03-07T{hour:02}:00:00Z")
}

pub fn typed(fields: &[(&str, &str)]) -> Input {
    let text = |text: &&str| (*text).to_owned();
    let fields: BTreeMap<_, _> =
        fields.iter().map(|(name, value)| (text(name), text(value))).collect();
    Input::Text { fields, zone: TimeZone::UTC }
}
