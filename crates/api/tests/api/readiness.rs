//! How far the standard is met, asked over HTTP.
use crate::house::{House, at};
use gemba_desk::TokenScope;
use gemba_testkit::on_both_engines;
use gemba_vocabulary::actor::Role;
use serde_json::json;

#[test]
fn readiness_is_told_by_edition_stage_clause_and_result() {
    on_both_engines(|url| {
        let house = House::open(url);
        let client = house.agent();
        house.add("incident", json!({"summary": "Mail is down"}));
        let told = |query: &str| {
            let told = client.get(&at(&format!("/readiness{query}")));
            assert_eq!(told.status, 200, "{}", told.text());
            told.json()
        };
        let whole = told("");
        assert_eq!(
            (&whole["edition"], &whole["stage"], &whole["summary"]["pass"]),
            (&json!("2018"), &json!(null), &json!(whole["by_stage"][1]["results"]["pass"]))
        );
        let count = |told: &serde_json::Value| told["requirements"].as_array().unwrap().len();
        assert_eq!(count(&whole), 390);
        assert_eq!(count(&told("?stage=1")), 211);
        assert_eq!(count(&told("?edition=2011")), 388);
        let clause = told("?clause=8.6.1&result=no_data");
        assert!(count(&clause) > 0 && count(&clause) < 11, "{}", count(&clause));
        assert_eq!(clause["by_clause"][0]["requirements"], 11);
        let absent = whole["requirements"][0]["would_be"].clone();
        assert_eq!(absent["grade"], "major");
        assert_eq!(whole["conclusions"][0]["verdict"], "not_ready");
        assert!(whole["todo"][0]["next_step"]["kind"].is_string());
        for odd in ["edition=1999", "stage=3", "result=good", "colour=red"] {
            assert_eq!(client.get(&at(&format!("/readiness?{odd}"))).status, 400, "{odd}");
        }
        let customer = house.add("customer", json!({"name": "Delta"}));
        let contact = house.person("ines", &[Role::CustomerContact], Some(customer));
        let contact = house.client(&contact, TokenScope::Read);
        assert_eq!(contact.get(&at("/readiness")).status, 403);
        assert_eq!(house.stranger().get(&at("/readiness")).status, 401);
    });
}
