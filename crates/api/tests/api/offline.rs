//! A continuity plan as one file, asked over HTTP.
use crate::house::{House, at};
use gemba_testkit::on_both_engines;
use gemba_vocabulary::actor::Role;
use serde_json::json;

#[test]
fn a_plan_is_handed_out_as_a_file_to_people_inside() {
    on_both_engines(|url| {
        let house = House::open(url);
        let contacts = json!([{"name": "Cem <night>", "phone": "+49 40 1234"}]);
        house.add("continuity_plan", json!({"name": "Fire", "contacts": contacts}));
        let client = house.agent();
        let file = client.get(&at("/continuity_plan/1/offline.html"));
        assert_eq!(file.status, 200, "{}", file.text());
        assert_eq!(file.header("content-type"), Some("text/html; charset=utf-8"));
        let disposition = file.header("content-disposition");
        assert_eq!(disposition, Some("attachment; filename=\"CPL-000001.html\""));
        let text = file.text();
        assert!(text.contains("Cem &lt;night&gt;") && text.contains("+49 40 1234"), "{text}");
        assert!(!text.contains("<script"), "{text}");
        assert_eq!(client.get(&at("/continuity_plan/CPL-000001/offline.html")).status, 200);
        assert_eq!(client.get(&at("/continuity_plan/9/offline.html")).status, 404);
        let customer = house.add("customer", json!({"name": "Delta"}));
        let contact = house.person("ines", &[Role::CustomerContact], Some(customer));
        let contact = house.client(&contact, gemba_desk::TokenScope::Read);
        assert_eq!(contact.get(&at("/continuity_plan/1/offline.html")).status, 403);
    });
}
