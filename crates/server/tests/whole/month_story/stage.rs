//! Who is there before the month begins, and what happens in it away from the browser.
use crate::{
    clock,
    place::{Place, house, importer, input},
};
use gemba_desk::{Command, Imported};
use gemba_vocabulary::{RecordId, actor::Actor};
use serde_json::json;

pub struct Stage {
    pub place: Place,
    pub theo: RecordId,
    pub nora: RecordId,
    pub zoe: RecordId,
    pub other: RecordId,
    agent: RecordId,
    team: RecordId,
    customer: RecordId,
    service: RecordId,
}

impl Stage {
    pub fn set(address: &str) -> Self {
        clock::go_to("2026-03-30T09:00:00Z");
        let place = Place::open(address, clock::now);
        let theo = place.person("Theo", "service_manager");
        let nora = place.person("Nora", "service_manager");
        let agent = place.person("Anna", "agent");
        let acme = json!({"name": "Acme", "relationship_manager": theo});
        let customer = place.add("customer", acme);
        let delta = place.add("customer", json!({"name": "Delta"}));
        let contact = |name: &str, customer| {
            let email = format!("{}@example.org", name.to_lowercase());
            let fields = json!({"name": name, "email": email, "roles": "customer_contact",
                "customer": customer});
            place.add("person", fields)
        };
        let (zoe, other) = (contact("Zoe", customer), contact("Dan", delta));
        let always = json!({"name": "Always", "hours": "24x7", "time_zone": "UTC"});
        place.add("calendar", always);
        let team = place.add("team", json!({"name": "Desk"}));
        let live = Imported {
            at: place.desk.now(),
            state: Some("live".to_owned()),
            origin: None,
            by: None,
        };
        let mail = json!({"name": "Mail", "customers": [customer]});
        let mail = Command::create("service", input(mail)).with_import(live);
        let service = place.desk.run(&importer(), mail).unwrap().record.id;
        Self { place, theo, nora, zoe, other, agent, team, customer, service }
    }

    /// Does what is due, as the server's timer would.
    fn do_what_is_due(&self) {
        while self.place.desk.run_due().unwrap() > 0 {}
    }

    /// An incident of Acme's mail that somebody takes on at once.
    fn incident(&self, by: &Actor, summary: &str) -> RecordId {
        let fields =
            json!({"summary": summary, "customer": self.customer, "service": self.service});
        let id = self.place.add_as(by, "incident", fields);
        let step = |verb, fields| self.place.step(by, ("incident", id), verb, fields).unwrap();
        step("classify", json!({"category": "mail", "impact": "high", "urgency": "low"}));
        step("assign", json!({"team": self.team}));
        step("start", json!({}));
        id
    }

    fn resolve(&self, by: &Actor, id: RecordId, more: serde_json::Value) {
        let mut fields = json!({"resolution": "Restarted", "close_code": "restart"});
        if let (Some(all), Some(more)) = (fields.as_object_mut(), more.as_object()) {
            all.extend(more.clone());
        }
        self.place.step(by, ("incident", id), "resolve", fields).unwrap();
    }

    /// April and May: three incidents each, all solved in time.
    pub fn two_quiet_months(&self) {
        let anna = self.place.actor(self.agent);
        for month in ["04", "05"] {
            for day in ["06", "13", "20"] {
                clock::go_to(&format!("2026-{month}-{day}T10:00:00Z"));
                let id = self.incident(&anna, "Mail is slow");
                clock::go_to(&format!("2026-{month}-{day}T12:00:00Z"));
                self.resolve(&anna, id, json!({}));
            }
        }
        clock::go_to("2026-06-01T02:00:00Z");
        self.do_what_is_due();
    }

    /// June: three solved in time, one too late, and one so large that nobody can work for six hours.
    pub fn a_month_of_incidents(&self) {
        let anna = self.place.actor(self.agent);
        for day in ["02", "05", "09"] {
            clock::go_to(&format!("2026-06-{day}T10:00:00Z"));
            let id = self.incident(&anna, "Mail is slow");
            clock::go_to(&format!("2026-06-{day}T12:00:00Z"));
            self.resolve(&anna, id, json!({}));
        }
        clock::go_to("2026-06-11T08:00:00Z");
        let late = self.incident(&anna, "One mailbox cannot be opened");
        clock::go_to("2026-06-12T08:00:00Z");
        self.resolve(&anna, late, json!({}));
        clock::go_to("2026-06-16T10:00:00Z");
        let major = self.incident(&anna, "Nobody has mail");
        let led = json!({"major_manager": self.theo, "top_management_notified_at": "2026-06-16T10:00:00Z"});
        self.place.step(&anna, ("incident", major), "declare_major", led).unwrap();
        self.do_what_is_due();
        clock::go_to("2026-06-16T16:00:00Z");
        let restored =
            json!({"restored_at": "2026-06-16T16:00:00Z", "service_owner_confirmed": true});
        self.resolve(&anna, major, restored);
        self.do_what_is_due();
    }

    pub fn the_month_is_over(&self) {
        clock::go_to("2026-07-01T13:00:00Z");
        self.do_what_is_due();
    }

    /// The one record of a kind whose field holds that number.
    pub fn task_of_result(&self, result: i64) -> RecordId {
        let of = |field: &str, value| gemba_model::filter::Filter::is(field, value);
        let filters = vec![
            of("parent_kind", gemba_vocabulary::Value::Text("service_level_result".to_owned())),
            of("parent", gemba_vocabulary::Value::Int(result)),
        ];
        let query = gemba_desk::Query { filters, ..gemba_desk::Query::of("task") };
        let found = self.place.desk.list(&house(), &query).unwrap().records;
        assert_eq!(found.len(), 1, "one task for each missed target");
        found[0].id
    }
}
