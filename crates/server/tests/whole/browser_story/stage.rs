//! Who works there and what is there before the call.
use crate::{
    clock,
    forbidden::assessment,
    place::{Place, house},
};
use gemba_vocabulary::RecordId;
use serde_json::json;

pub struct Stage {
    pub place: Place,
    pub mara: RecordId,
    pub theo: RecordId,
}

impl Stage {
    pub fn set(address: &str) -> Self {
        clock::go_to("2026-03-02T09:00:00Z");
        let place = Place::open(address, clock::now);
        let person = |name: &str, email: &str, roles: &str| {
            place.add("person", json!({"name": name, "email": email, "roles": roles}))
        };
        let mara = person("Mara Lind", "mara@example.org", "agent");
        let theo = person("Theo Krause", "theo@example.org", "service_manager, approver");
        let ben = person("Ben Ito", "ben@example.org", "agent");
        let service = place.add("service", json!({"name": "Billing"}));
        let item = json!({"name": "billing-cache", "service": service});
        let item = place.add("configuration_item", item);
        let rule = json!({"impact": "high", "urgency": "high", "priority": 1});
        place.add("priority_rule", rule);
        let weekly = json!({"name": "Weekly", "frequency": "Thursdays", "handling": "As usual"});
        place.add("release_type", weekly);
        let stage = Self { place, mara, theo };
        stage.publish_an_old_known_error(service);
        stage.schedule_a_change_of_ben(ben, service, item);
        stage
    }

    fn publish_an_old_known_error(&self, service: RecordId) {
        let problem = json!({"summary": "Letters go to old addresses", "service": service});
        let problem = self.place.add("problem", problem);
        let error = json!({"summary": "Invoices show old addresses after a move",
            "cause": "The nightly copy is late", "workaround": "Print the invoice again at noon",
            "reviewed_by": self.theo, "problem": problem, "service": service});
        let error = self.place.add("known_error", error);
        self.place.step(&house(), ("known_error", error), "publish", json!({})).unwrap();
    }

    /// Another change, in the same evening and on the same part.
    fn schedule_a_change_of_ben(&self, ben: RecordId, service: RecordId, item: RecordId) {
        let (place, ben, theo) = (&self.place, self.place.actor(ben), self.place.actor(self.theo));
        let change = json!({"summary": "More memory for the cache", "service": service,
            "description": "Twice as much", "category": "hardware", "configuration_items": [item],
            "starts_at": "2026-03-04T20:00:00Z", "ends_at": "2026-03-04T22:00:00Z"});
        let change = place.add_as(&ben, "change", change);
        let step =
            |actor, verb, fields| place.step(actor, ("change", change), verb, fields).unwrap();
        step(&ben, "submit", json!({}));
        step(&ben, "assess", assessment());
        let question = json!({"summary": "May we?", "parent_kind": "change", "parent": change,
            "approver": self.theo});
        let question = place.add_as(&ben, "approval", question);
        place.step(&theo, ("approval", question), "approve", json!({})).unwrap();
        step(&theo, "approve", json!({}));
        step(&ben, "schedule", json!({"told": "All of Billing"}));
    }

    /// Does what is due, as the server's timer would.
    pub fn do_what_is_due(&self) {
        while self.place.desk.run_due().unwrap() > 0 {}
    }
}
