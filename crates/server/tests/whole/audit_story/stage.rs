//! What there is before the auditor comes: a certification with its Stage 2, and a month of incidents.
use crate::{clock, place::Place};
use gemba_desk::Command;
use gemba_vocabulary::RecordId;
use serde_json::{Value as Json, json};

pub struct Stage {
    pub place: Place,
    pub ines: RecordId,
    pub miriam: RecordId,
    pub audit: RecordId,
}

impl Stage {
    pub fn set(address: &str) -> Self {
        clock::go_to("2026-05-04T08:00:00Z");
        let place = Place::open(address, clock::now);
        let tom = place.person("Tom", "service_manager");
        let miriam = place.person("Miriam", "process_owner");
        let anna = place.person("Anna", "agent");
        let body = place.add("certification_body", json!({"name": "Northern Certification"}));
        let fields = json!({"name": "Ines", "email": "ines@example.org", "roles": "auditor", "audits_for": body,
            "access_until": "2026-09-30"});
        let ines = place.add("person", fields);
        let service = place.add("service", json!({"name": "Mail", "owner": miriam}));
        let anna = place.actor(anna);
        for number in 1..=12 {
            let fields = json!({"summary": format!("Mail is slow at desk {number}"), "service": service,
                "category": "mail"});
            place.add_as(&anna, "incident", fields);
        }
        let fields = json!({"name": "The workplace", "body": body, "owner": tom, "stage_two_on": "2026-06-01"});
        place.add("certification", fields);
        while place.desk.run_due().unwrap() > 0 {}
        let mut stage = Self { place, ines, miriam, audit: 1 };
        stage.audit = 1;
        stage.prepare();
        clock::go_to("2026-06-01T09:00:00Z");
        stage
    }

    /// The auditor prepared it from afar, over the API.
    fn prepare(&self) {
        let ines = self.place.actor(self.ines);
        let fields = json!({
            "clauses": "8.6.1", "sites": "Service desk", "period_from": "2026-05-01", "period_until": "2026-05-31",
            "methods": "Talks and samples", "lead_auditor": self.ines, "auditees": [self.miriam],
            "plan": [{"when": "Monday", "what": "Incidents", "whom": "Miriam"}], "ends_on": "2026-06-02",
        });
        self.place.step(&ines, ("audit", self.audit), "prepare", fields).unwrap();
    }

    /// She ticks each point of the checklist, over the API.
    pub fn tick_the_checklist(&self) {
        let ines = self.place.actor(self.ines);
        let view = self.place.desk.view("audit").unwrap();
        let audit = self.place.record("audit", self.audit);
        let mut points: Json = view.value(&audit, "checklist").to_json();
        for point in points.as_array_mut().unwrap() {
            point["done"] = true.into();
        }
        let fields = crate::place::input(json!({"checklist": points}));
        let command = Command::change("audit", self.audit, None, fields);
        self.place.desk.run(&ines, command).unwrap();
    }
}
