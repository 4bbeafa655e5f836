//! The people and things that the moves need, and records that came by honest steps to where they are.
use crate::place::{Place, input};
use gemba_desk::Command;
use gemba_vocabulary::{RecordId, actor::Actor};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value as Json, json};

/// A place with people, a service, a part of it, and who agreed on it.
pub struct Stage {
    pub place: Place,
    /// She tries what is forbidden; her roles forbid her nothing.
    pub ada: RecordId,
    /// He records everything.
    pub ben: Actor,
    /// She decides.
    pub cleo: Actor,
    pub service: RecordId,
    pub item: RecordId,
    customer: RecordId,
    calendar: RecordId,
}

impl Stage {
    pub fn set(place: Place) -> Self {
        let ada = place.person("Ada", "administrator, approver");
        let ben = place.actor(place.person("Ben", "administrator"));
        let cleo = place.actor(place.person("Cleo", "approver, service_manager"));
        let service = place.add("service", json!({"name": "Mail"}));
        let item = place.add("configuration_item", json!({"name": "mail-1", "service": service}));
        let customer = place.add("customer", json!({"name": "Osprey"}));
        let hours = json!({"name": "Office", "hours": "24x7", "time_zone": "UTC"});
        let calendar = place.add("calendar", hours);
        for (impact, urgency, priority) in [("high", "high", 1), ("low", "low", 5)] {
            let rule = json!({"impact": impact, "urgency": urgency, "priority": priority});
            place.add("priority_rule", rule);
        }
        Self { place, ada, ben, cleo, service, item, customer, calendar }
    }

    fn ben_id(&self) -> RecordId {
        self.ben.person.unwrap()
    }

    /// A new record of Ben's.
    pub fn record(&self, kind: &str, fields: Json) -> RecordId {
        self.place.add_as(&self.ben, kind, fields)
    }

    /// Takes the steps one after the other, each with what it asks for.
    pub fn walk(&self, kind: &str, id: RecordId, steps: &[(&str, Json)]) -> RecordId {
        for (verb, fields) in steps {
            let step = self.place.step(&self.ben, (kind, id), verb, fields.clone());
            step.unwrap_or_else(|refused| panic!("{kind} {verb}: {refused}"));
        }
        id
    }

    pub fn incident(&self) -> RecordId {
        self.record("incident", json!({"summary": "Mail is down", "service": self.service}))
    }

    pub fn major_incident(&self) -> RecordId {
        let classified = json!({"category": "mail", "impact": "high", "urgency": "high"});
        let led = json!({"major_manager": self.ben_id(),
            "top_management_notified_at": "2026-11-01T10:00:00Z"});
        let steps = [("classify", classified), ("declare_major", led)];
        self.walk("incident", self.incident(), &steps)
    }

    /// A major incident that was resolved, and on which nobody has looked back.
    pub fn resolved_major(&self) -> RecordId {
        let solved = json!({"resolution": "Moved", "close_code": "fixed",
            "service_owner_confirmed": true});
        let incident = self.walk("incident", self.major_incident(), &[("resolve", solved)]);
        // The reporter agrees: only the review is missing.
        let command =
            Command::change("incident", incident, None, input(json!({"confirmed_by_user": true})));
        self.place.desk.run(&self.ben, command).unwrap();
        incident
    }

    pub fn known_problem(&self) -> RecordId {
        let problem = self.record("problem", json!({"summary": "Keys grow old"}));
        self.record(
            "known_error",
            json!({"summary": "Mail is down", "cause": "An old key",
            "problem": problem}),
        );
        let classified = json!({"category": "mail", "impact": "low", "urgency": "low"});
        let found = json!({"cause": "An old key", "workaround": "Begin anew"});
        let owner = json!({"owner": self.ben_id()});
        let steps = [("classify", classified), ("start", owner), ("cause_found", found)];
        self.walk("problem", problem, &steps)
    }

    /// A normal change that waits for a decision, planned to begin so many hours from now.
    pub fn assessed_change(&self, hours: i64) -> RecordId {
        let starts_at = Timestamp::now() + SignedDuration::from_hours(hours);
        let ends_at = starts_at + SignedDuration::from_hours(1);
        let change = self.record(
            "change",
            json!({"summary": "Renew the keys", "service": self.service,
            "starts_at": starts_at.to_string(), "ends_at": ends_at.to_string()}),
        );
        let described = json!({"description": "All keys", "category": "mail",
            "configuration_items": [self.item]});
        let steps = [("submit", described), ("assess", assessment())];
        self.walk("change", change, &steps)
    }

    pub fn tested_release(&self) -> RecordId {
        let change = self.assessed_change(5);
        let kind = json!({"name": "Small", "frequency": "weekly", "handling": "As usual"});
        let kind = self.record("release_type", kind);
        let release = self.record("release", json!({"name": "Keys 2", "service": self.service}));
        let planned = json!({"release_type": kind, "changes": [change],
            "configuration_items": [self.item], "planned_at": "2026-12-01T20:00:00Z",
            "deliverables": "Keys", "method": "One by one",
            "acceptance_criteria": [{"text": "Mail goes out", "result": "passed"}]});
        let tested = json!({"test_environment": "Lab", "test_result": "It goes out"});
        self.walk("release", release, &[("build", planned), ("test", tested)])
    }

    pub fn accepted_release(&self) -> RecordId {
        self.walk("release", self.tested_release(), &[("accept", json!({}))])
    }

    pub fn live_service(&self) -> RecordId {
        let service = self.record("service", json!({"name": "Payroll", "owner": self.ben_id()}));
        self.draft_agreement(service);
        let requirement = json!({"text": "Wages are paid by the 25th", "service": service});
        let requirement = self.record("service_requirement", requirement);
        let sought = json!({"source": "Osprey", "acceptance": "Nobody asks where they are"});
        let requirement = ("service_requirement", requirement);
        self.place.step(&self.cleo, requirement, "approve", sought).unwrap();
        let proposal = json!({"description": "Pay", "value": "Peace", "criticality": "high",
            "criticality_reason": "Nobody works without pay"});
        let to_live = [
            ("approve_proposal", proposal),
            ("approve_design", json!({})),
            ("start_build", json!({})),
            ("start_test", json!({})),
            ("accept", json!({})),
            ("deploy", json!({"customers": [self.customer]})),
        ];
        self.walk("service", service, &to_live)
    }

    fn draft_agreement(&self, service: RecordId) -> RecordId {
        let agreement = json!({"name": "Osprey and this", "customer": self.customer,
            "service": service, "calendar": self.calendar, "requirements": "Mail by day"});
        self.record("service_level_agreement", agreement)
    }

    /// An agreement that both sides would sign, without a target or a limit.
    pub fn bare_agreement(&self) -> RecordId {
        let agreement = self.draft_agreement(self.service);
        let signed = json!({"owner": self.ben_id(), "exceptions": "none",
            "customer_agreed_by": "Hanna", "customer_agreed_on": "2026-11-01",
            "owner_agreed_by": self.ben_id(), "owner_agreed_on": "2026-11-01",
            "starts_on": "2026-11-02"});
        let kind = "service_level_agreement";
        let change = Command::change(kind, agreement, None, input(signed));
        self.place.desk.run(&self.ben, change).unwrap();
        self.walk(kind, agreement, &[("propose", json!({}))])
    }

    pub fn live_item(&self) -> RecordId {
        let change = self.assessed_change(5);
        let item = self.record("configuration_item", json!({"name": "mail-2"}));
        let live = json!({"change": change, "service": self.service, "owner": self.ben_id()});
        let steps = [("build", json!({})), ("test", json!({})), ("deploy", live)];
        self.walk("configuration_item", item, &steps)
    }

    /// A question whether a change may be done, asked of Cleo.
    pub fn asked_approval(&self, change: RecordId) -> RecordId {
        self.record(
            "approval",
            json!({"summary": "May we?", "parent_kind": "change",
            "parent": change, "approver": self.cleo.person}),
        )
    }
}

/// The risk, the benefit and each of the nine views of a change.
pub fn assessment() -> Json {
    let mut fields = json!({"risk": "low", "benefit": "Mail goes on", "feasibility": "Yes"});
    for view in [
        "services",
        "customers",
        "policies",
        "capacity",
        "availability",
        "continuity",
        "security",
        "other_changes",
        "cost",
    ] {
        fields[format!("impact_{view}")] = json!("None");
    }
    fields
}
