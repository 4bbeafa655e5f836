//! A service desk with two customers, for the stories of records; and eyes to read their pages with.
#![allow(clippy::indexing_slicing, reason = "test code")]
use super::{House, post};
use gemba_desk::{Command, Imported, Input};
use gemba_testkit::{Answer, TestClient};
use gemba_vocabulary::{
    Value,
    actor::{Actor, Channel},
};
use jiff::Timestamp;
use serde_json::json;

/// Markup without tags, so that words can be looked for.
pub fn words(answer: &Answer) -> String {
    let html = answer.text();
    let parts = html.split('<').map(|part| part.split_once('>').map_or("", |(_, text)| text));
    parts.collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What stands between two pieces of the page's markup.
pub fn between(answer: &Answer, from: &str, to: &str) -> String {
    let text = answer.text();
    let (_, rest) = text.split_once(from).unwrap_or_else(|| panic!("no {from} in {text}"));
    rest.split_once(to).map_or(rest, |(inner, _)| inner).to_owned()
}

/// Posts a form that must succeed, and follows to the page that it leads to.
pub fn sent(client: &TestClient, path: &str, fields: &[(&str, &str)]) -> Answer {
    let answer = post(client, path, fields);
    assert_eq!(answer.status, 303, "{path} {fields:?}: {}", words(&answer));
    let to = answer.header("location").unwrap();
    let page = client.get(to.split('#').next().unwrap());
    assert_eq!(page.status, 200, "{to}: {}", words(&page));
    page
}

pub fn house_itself() -> Actor {
    Actor::house(Channel::CommandLine)
}

pub fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

/// A record in a later state and with what flows work out, as an import brings it now.
pub fn bring(town: &Town, kind: &str, state: &str, fields: &[(&str, Value)]) -> i64 {
    bring_as_of(town.house.desk.now(), town, kind, state, fields)
}

/// The same, as it was recorded at another moment.
pub fn bring_as_of(
    at: Timestamp,
    town: &Town,
    kind: &str,
    state: &str,
    fields: &[(&str, Value)],
) -> i64 {
    let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    let imported = Imported { at, state: Some(state.to_owned()), origin: None, by: None };
    let command = Command::create(kind, Input::Values(fields)).with_import(imported);
    town.house.desk.run(&Actor::house(Channel::Import), command).unwrap().record.id
}

/// A house with a service desk, two customers and a priority table.
pub struct Town {
    pub house: House,
    pub mara: i64,
    pub theo: i64,
    pub osprey: i64,
    pub linden: i64,
    pub hanna: i64,
}

impl Town {
    pub fn open() -> Self {
        let house = House::open();
        let team = house.add("team", json!({"name": "Service desk"}));
        let agent = |name: &str, email: &str| {
            house.add(
                "person",
                json!({"name": name, "email": email, "roles": "agent", "team": team}),
            )
        };
        let mara = agent("Mara Lind", "mara@example.org");
        let theo = agent("Theo Krause", "theo@example.org");
        let osprey = house.add("customer", json!({"name": "Osprey Logistics"}));
        let linden = house.add("customer", json!({"name": "Linden Clinic"}));
        let hanna = house.add(
            "person",
            json!({"name": "Hanna Berg", "email": "hanna@example.org",
            "roles": "requester,customer_contact", "customer": osprey}),
        );
        house.add("service", json!({"name": "Billing"}));
        house.add("service", json!({"name": "Mail"}));
        for (impact, urgency, priority) in [("high", "high", 1), ("medium", "medium", 3)] {
            house.add(
                "priority_rule",
                json!({"impact": impact, "urgency": urgency, "priority": priority}),
            );
        }
        Self { house, mara, theo, osprey, linden, hanna }
    }

    pub fn incident(&self, summary: &str, more: serde_json::Value) -> i64 {
        let mut fields = json!({"summary": summary, "service": 1});
        for (name, value) in more.as_object().unwrap() {
            fields[name] = value.clone();
        }
        self.house.add("incident", fields)
    }

    pub fn version_of(&self, kind: &str, id: i64) -> String {
        self.house.desk.record(&house_itself(), kind, id).unwrap().version.to_string()
    }
}
