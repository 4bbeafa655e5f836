//! Who works at the new firm, and what happens there away from the browser. What the kit made is named by its number.
use crate::{
    clock,
    forbidden::assessment,
    kit::KIT,
    place::{Place, input},
};
use gemba_desk::Command;
use gemba_vocabulary::{RecordId, actor::Actor};
use jiff::{Timestamp, ToSpan};
use serde_json::{Value as Json, json};

pub struct Stage {
    pub place: Place,
    /// Sets the house up, and answers for its services then.
    pub mara: RecordId,
    /// Directs the firm.
    pub otto: RecordId,
    /// Audits, and does nothing else.
    pub ines: RecordId,
    /// Works at the desk.
    anna: RecordId,
}

impl Stage {
    pub fn set(address: &str) -> Self {
        clock::go_to("2026-01-05T09:00:00Z");
        let place = Place::open_with(address, clock::now, Some(&KIT));
        let mara = place.person("Mara", "administrator");
        Self { place, mara, otto: 0, ines: 0, anna: 0 }
    }

    /// Those whom the kit made, and those who come after.
    pub fn with_colleagues(self) -> Self {
        let otto = self.place.desk.find_person("otto@example.org").unwrap().unwrap();
        let ines = self.place.person("Ines", "auditor");
        let anna = self.place.person("Anna", "agent");
        Self { otto, ines, anna, ..self }
    }

    /// Does what is due, as the server's timer would.
    pub fn do_what_is_due(&self) {
        while self.place.desk.run_due().unwrap() > 0 {}
    }

    /// Fills in what a form holds as rows.
    pub fn change(&self, by: RecordId, (kind, id): (&str, RecordId), fields: Json) {
        let command = Command::change(kind, id, None, input(fields));
        self.place.desk.run(&self.place.actor(by), command).unwrap();
    }

    /// A small change that Mara asks for and Otto approves.
    pub fn decided_change(&self, summary: &str) -> RecordId {
        let (mara, otto) = (self.place.actor(self.mara), self.place.actor(self.otto));
        let change = json!({"summary": summary, "description": summary, "category": "how we work",
            "processes": [3]});
        let change = self.place.add_as(&mara, "change", change);
        let step = |by: &Actor, verb, fields| {
            self.place.step(by, ("change", change), verb, fields).unwrap();
        };
        step(&mara, "submit", json!({}));
        step(&mara, "assess", assessment());
        let question = json!({"summary": "May we?", "parent_kind": "change", "parent": change,
            "approver": self.otto});
        let question = self.place.add_as(&mara, "approval", question);
        self.place.step(&otto, ("approval", question), "approve", json!({})).unwrap();
        step(&otto, "approve", json!({}));
        change
    }

    /// Incidents of a month, each of which takes so many hours; then the month is over.
    pub fn a_month(&self, month: &str, hours: [i64; 2], next: &str) {
        let anna = self.place.actor(self.anna);
        for (day, hours) in ["13", "20"].into_iter().zip(hours) {
            let begin: Timestamp = format!("2026-{month}-{day}T10:00:00Z").parse().unwrap();
            clock::go_to(&begin.to_string());
            let fields = json!({"summary": "Mail is slow", "customer": 1, "service": 1});
            let incident = self.place.add_as(&anna, "incident", fields);
            let step = |verb, fields| {
                self.place.step(&anna, ("incident", incident), verb, fields).unwrap();
            };
            step("classify", json!({"category": "mail", "impact": "medium", "urgency": "low"}));
            step("assign", json!({"team": 1}));
            step("start", json!({}));
            clock::go_to(&begin.saturating_add(hours.hours()).unwrap().to_string());
            step("resolve", json!({"resolution": "Restarted", "close_code": "restart"}));
        }
        clock::go_to(next);
        self.do_what_is_due();
    }

    /// What is offered stands in the catalogue, and it holds by what improvements are weighed.
    pub fn the_groundwork_is_approved(&self) {
        let (mara, otto) = (self.place.actor(self.mara), self.place.actor(self.otto));
        let change = self.decided_change("Mail and workplaces come into the catalogue");
        for entry in [1, 2] {
            let entry = ("catalogue_entry", entry);
            self.place.step(&mara, entry, "publish", json!({"change": change})).unwrap();
        }
        self.place.step(&otto, ("improvement_criteria", 1), "approve", json!({})).unwrap();
    }
}
