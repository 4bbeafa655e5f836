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

#[test]
fn what_is_known_is_told_before_anything_is_recorded() {
    on_both_engines(|url| {
        let house = House::open(url);
        let client = house.agent();
        incident(&client, "The scanner froze at noon");
        house.add("service", json!({"name": "Mail"}));
        house.add("incident", json!({"summary": "Nothing alike", "service": 1}));
        let asked = |query: &str| client.get(&at(&format!("/incident/answers?{query}")));
        let told = asked("summary=Scanner%20dead").json();
        let first = &told["answers"][0];
        assert_eq!((&first["number"], &first["sort"]), (&json!("INC-000001"), &json!("incident")));
        assert_eq!(asked("description=scanner").json(), told, "either text counts");
        let same = asked("summary=Something%20alike&service=SVC-000001").json();
        assert_eq!(same["answers"][0]["number"], json!("INC-000002"), "the same service");
        assert_eq!(asked("").json()["answers"], json!([]), "who says nothing hears nothing");
        for odd in ["service=INC-000001", "summary=x&limit=3"] {
            assert_eq!(asked(odd).status, 400, "{odd}");
        }
        let stranger = house.person("noor", &[Role::Requester], None);
        let other = house.client(&stranger, gemba_desk::TokenScope::Read);
        let told = other.get(&at("/incident/answers?summary=Scanner%20dead"));
        assert_eq!(told.json()["answers"], json!([]), "nothing of others");
    });
}
