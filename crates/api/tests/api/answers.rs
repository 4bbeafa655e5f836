//! What is known already about an incident, asked over HTTP.
use crate::house::{House, at, incident};
use gemba_testkit::on_both_engines;
use gemba_vocabulary::actor::Role;
use serde_json::json;

#[test]
fn what_is_known_already_about_an_incident_is_told() {
    on_both_engines(|url| {
        let house = House::open(url);
        let client = house.agent();
        incident(&client, "The scanner froze at noon");
        incident(&client, "Scanner dead");
        let told = client.get(&at("/incident/2/answers"));
        assert_eq!(told.status, 200, "{}", told.text());
        assert_eq!(
            told.json()["answers"],
            json!([{"sort": "incident", "kind": "incident", "id": 1, "number": "INC-000001",
                "title": "The scanner froze at noon", "state": "new", "points": 7, "answer": ""}])
        );
        assert_eq!(client.get(&at("/incident/9/answers")).status, 404);
        assert_eq!(client.get(&at("/problem/1/answers")).status, 405);
        assert_eq!(client.get(&at("/incident/2/answers?limit=3")).status, 400);
        let stranger = house.person("noor", &[Role::Requester], None);
        let other = house.client(&stranger, gemba_desk::TokenScope::Read);
        assert_eq!(other.get(&at("/incident/2/answers")).status, 404);
    });
}
