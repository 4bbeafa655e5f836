//! Files that a page makes at once: a continuity plan that can be read when nothing else can, and a pack for auditors.
use crate::house::{House, post, serve_with};
use gemba_desk::{Desk, Refused};
use gemba_pack::{Made, Wanted};
use gemba_vocabulary::actor::{Actor, Role};
use gemba_web::Fittings;
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

/// What a program would make: here the words that were asked for.
fn packer(_: &Desk, _: &Actor, wanted: &Wanted) -> Result<Made, Refused> {
    let bytes = format!("{wanted:?}").into_bytes();
    Ok(Made {
        record: 1,
        number: "PCK-000001".to_owned(),
        bytes,
        digest: String::new(),
        requirements: 390,
        gaps: 12,
        records: 3,
        entries: 9,
        ledger_size: 9,
    })
}

#[test]
fn a_pack_is_asked_for_on_its_page_and_downloaded_by_those_who_may() {
    let mut house = House::open();
    let fittings = Fittings { packer: Some(packer), ..Fittings::default() };
    house.url = serve_with(house.desk.clone(), fittings);
    house.add("audit", json!({"name": "Spring <audit>"}));
    let mara = house.browser_of(house.person("Mara Lind", Role::ServiceManager));
    let page = mara.get("/pack").text();
    assert!(page.contains("AUD-000001 Spring &lt;audit&gt;"), "{page}");
    assert!(page.contains("No packs yet") && page.contains("ISO/IEC 20000-1:2011"), "{page}");
    assert_eq!(mara.get("/audit_pack/new").header("location"), Some("/pack"));
    let asked = [
        ("reason", "Audit in May"),
        ("edition", "2018"),
        ("stage", "2"),
        ("from", "2026-01-01"),
        ("until", "2026-07-01"),
        ("audit", "1"),
    ];
    let file = post(&mara, "/pack", &asked);
    assert_eq!(file.status, 200, "{}", file.text());
    assert_eq!(file.header("content-disposition"), Some("attachment; filename=\"PCK-000001.zip\""));
    assert_eq!(file.header("content-type"), Some("application/zip"));
    let text = file.text();
    for part in ["Audit in May", "stage: Some(2)", "2026-07-01", "audit: Some(1)"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let wrong = post(&mara, "/pack", &[("edition", "2018"), ("from", "2026-01-01")]);
    assert_eq!(wrong.status, 422);
    let told = wrong.text();
    assert!(told.contains("Say what it is made for") && told.contains("Give both days"), "{told}");
    for role in [Role::Agent, Role::ProcessOwner, Role::Requester] {
        let other = house.browser_of(house.person(role.name(), role));
        assert_eq!(other.get("/pack").status, 403, "{role:?}");
        assert_eq!(post(&other, "/pack", &asked).status, 403, "{role:?}");
        assert!(!other.get("/").text().contains("href=\"/pack\""), "{role:?}");
    }
}
