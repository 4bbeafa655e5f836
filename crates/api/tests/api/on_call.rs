//! Who is on call, asked over HTTP.
use crate::house::{House, at};
use gemba_testkit::on_both_engines;
use gemba_vocabulary::actor::Role;
use serde_json::json;

#[test]
fn who_is_on_call_is_told_at_any_moment_and_only_inside() {
    on_both_engines(|url| {
        let house = House::open(url);
        let client = house.agent();
        let team = house.add("team", json!({"name": "Network"}));
        let people: Vec<_> = ["Fia", "Sol"]
            .map(|name| house.add("person", json!({"name": name, "roles": "agent"})))
            .to_vec();
        let rota = json!({"name": "Network, first", "team": team, "people": people,
            "starts_on": "2026-03-02", "time_zone": "Europe/Paris"});
        let rota = house.add("on_call_rota", rota);
        let swap = json!({"reason": "Dentist", "rota": rota, "person": people[1],
            "starts_at": "2026-03-04T10:00:00Z", "ends_at": "2026-03-04T11:00:00Z"});
        house.add("on_call_override", swap);
        let asked = |query: &str| {
            let told = client.get(&at(&format!("/on-call?{query}")));
            assert_eq!(told.status, 200, "{}", told.text());
            told.json()["rotas"].clone()
        };
        let told = asked("at=2026-03-04T10:30:00Z");
        let now = &told[0]["on_call"];
        assert_eq!(
            (&now["person"]["name"], &now["turn_of"]["name"]),
            (&json!("Sol"), &json!("Fia"))
        );
        assert_eq!((&now["override"], &now["until"]), (&json!(1), &json!("2026-03-04T11:00:00Z")));
        assert_eq!(told[0]["shifts"].as_array().unwrap().len(), 5);
        assert_eq!(told[0]["shifts"][1]["until"], json!("2026-03-09T08:00:00Z"), "09:00 in Paris");
        assert_eq!(asked("at=2026-03-09T08:00:00Z")[0]["on_call"]["person"]["name"], json!("Sol"));
        assert_eq!(asked("at=2026-03-01T08:00:00Z")[0]["on_call"], json!(null));
        assert_eq!(asked("team=TEA-000009"), json!([]));
        let odd = client.get(&at("/on-call?at=noon&team=x"));
        let faults = odd.json()["errors"].as_array().unwrap().len();
        assert_eq!((odd.status, faults), (400, 2));
        let stranger = house.person("noor", &[Role::Requester], None);
        let other = house.client(&stranger, gemba_desk::TokenScope::Read);
        assert_eq!(other.get(&at("/on-call")).status, 403);
    });
}
