//! The file of a continuity plan that can be read when nothing else can.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod house;
use gemba_vocabulary::actor::Role;
use house::House;
use serde_json::json;

#[test]
fn a_plan_leads_to_its_file_and_people_outside_do_not_get_it() {
    let house = House::open();
    let contacts = json!([{"name": "Cem <night>", "phone": "+49 40 1234"}]);
    house.add("continuity_plan", json!({"name": "Fire in the hall", "contacts": contacts}));
    let client = house.browser_of(house.person("Mara Lind", Role::Agent));
    let own = "/continuity_plan/1/offline.html";
    let record = client.get("/continuity_plan/1").text();
    assert!(record.contains(&format!("href=\"{own}\"")), "no way to the file");
    let file = client.get(own);
    assert_eq!(file.status, 200, "{}", file.text());
    let disposition = file.header("content-disposition");
    assert_eq!(disposition, Some("attachment; filename=\"CPL-000001.html\""));
    let policy = file.header("content-security-policy").unwrap();
    assert!(policy.contains("default-src 'none'"), "{policy}");
    let text = file.text();
    assert!(text.starts_with("<!doctype html>") && text.contains("<style>"), "{text}");
    assert!(text.contains("Cem &lt;night&gt;") && text.contains("+49 40 1234"), "{text}");
    for foreign in ["<script", "http:", "https:", "src=", "href=", "/assets/"] {
        assert!(!text.contains(foreign), "{foreign} needs something else");
    }
    assert_eq!(client.get("/continuity_plan/9/offline.html").status, 404);
    let outside = house.browser_of(house.person("Ines Roth", Role::Requester));
    assert_eq!(outside.get(own).status, 403);
}
