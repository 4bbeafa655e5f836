//! Packs for auditors and requirements of one's own at the terminal.
use crate::house::House;
use serde_json::{Value as Json, json};

const SET: &str = "identifier,title,text,shown_by\n\
    A1,Answer within the hour,Every incident is answered within an hour.,8.6.1-a\n";

#[test]
fn a_pack_made_at_the_terminal_is_checked_there_without_a_database() {
    let house = House::sqlite();
    house.token();
    let file = house.path("may.zip");
    let made = house.try_run(&["pack", "--reason", "Surveillance in May", "--output", &file]);
    let said = String::from_utf8_lossy(&made.stderr).into_owned();
    assert!(made.status.success(), "{said}");
    let line = String::from_utf8(made.stdout).unwrap();
    assert!(line.contains("PCK-000001: 390 requirements, 390 of them not shown"), "{line}");
    let key = said.split_whitespace().last().unwrap();
    let again = house.try_run(&["pack", "--output", &file]);
    assert!(
        String::from_utf8_lossy(&again.stderr).contains("is there already"),
        "nothing is written over"
    );

    let whole = house.bare(&["verify", &file, "--verifier", key]);
    let told = String::from_utf8(whole.stdout).unwrap();
    assert!(whole.status.success() && told.contains("OK: the pack holds what it says."), "{told}");
    assert!(told.contains("Surveillance in May"), "{told}");
    let json = house.bare(&["verify", &file, "--verifier", key, "--json"]);
    let json: Json = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(json["faults"], Json::Array(Vec::new()));

    let mut bytes = std::fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    let changed = house.path("changed.zip");
    std::fs::write(&changed, bytes).unwrap();
    let found = house.bare(&["verify", &changed, "--verifier", key]);
    let told = String::from_utf8(found.stdout).unwrap();
    assert_eq!(found.status.code(), Some(1), "{told}");
    assert!(told.contains("NOT OK: "), "{told}");
    let nowhere = house.bare(&["verify", "nowhere.zip"]);
    assert!(String::from_utf8_lossy(&nowhere.stderr).contains("cannot read nowhere.zip"));
}

#[test]
fn a_pack_comes_over_the_api_too_and_says_what_is_wrong_with_what_was_asked() {
    let house = House::sqlite();
    let token = house.token();
    let server = house.serve();
    let client = server.client(&token);
    let asked = |body: &Json| client.post_json("/api/v1/packs", body);
    let made = asked(&json!({"reason": "Stage 1", "stage": 1, "edition": "2018"}));
    assert_eq!(made.status, 201, "{}", made.text());
    assert_eq!(made.header("content-type"), Some("application/zip"));
    assert_eq!(made.header("location"), Some("/api/v1/audit_pack/1"));
    let file = house.path("api.zip");
    std::fs::write(&file, &made.bytes).unwrap();
    let checked = house.bare(&["verify", &file, "--json"]);
    let checked: Json = serde_json::from_slice(&checked.stdout).unwrap();
    assert_eq!(checked["faults"], json!([]));
    let kept = client.get("/api/v1/audit_pack/1").json();
    assert_eq!((&kept["fields"]["reason"], &kept["state"]), (&json!("Stage 1"), &json!("made")));

    let wrong = json!({"edition": "1999", "stage": 3, "from": "2026-03-01", "colour": "red"});
    let refused = asked(&wrong);
    assert_eq!(refused.status, 422, "{}", refused.text());
    for fault in ["reason", "edition", "stage", "until", "colour"] {
        assert!(refused.text().contains(&format!("\"#/{fault}\"")), "{fault}: {}", refused.text());
    }
    let odd = [json!({"reason": "May ".repeat(100)}), json!({"reason": "May", "audit": 999})];
    for (body, fault) in odd.iter().zip(["#/reason", "#/audit"]) {
        let odd = asked(body);
        assert_eq!(odd.status, 422, "{}", odd.text());
        assert!(odd.text().contains(&format!("\"{fault}\"")), "{fault}: {}", odd.text());
    }
    let keyed = client.send_json(
        "POST",
        "/api/v1/packs",
        &[("idempotency-key", "a")],
        &json!({"reason": "May"}),
    );
    assert_eq!(keyed.status, 400, "{}", keyed.text());
    let backwards = json!({"reason": "May", "from": "2026-05-01", "until": "2026-05-01"});
    assert_eq!(asked(&backwards).status, 422);
    assert_eq!(asked(&json!("May")).status, 422);
    assert_eq!(client.get("/api/v1/audit_pack/2").status, 404, "nothing was recorded");
    assert_eq!(server.client("gmb_nobody").post_json("/api/v1/packs", &wrong).status, 401);
}

#[test]
fn requirements_of_ones_own_come_in_go_out_and_are_asked_once() {
    let house = House::sqlite();
    let file = house.path("annex.csv");
    std::fs::write(&file, SET).unwrap();
    let unnamed = house.try_run(&["requirements", "import", &file]);
    assert!(!unnamed.status.success(), "a table needs a name");
    let came = house.run(&["requirements", "import", &file, "--name", "Clinic annex"]);
    assert!(came.contains("“Clinic annex” came in with one requirement, as a draft."), "{came}");
    let out = house.run(&["requirements", "export", "Clinic annex"]);
    assert!(out.contains("A1,Answer within the hour"), "{out}");
    let catalogue = house.path("annex.json");
    house.run(&["requirements", "export", "RQS-000001", "--output", &catalogue]);
    let catalogue: Json = serde_json::from_slice(&std::fs::read(&catalogue).unwrap()).unwrap();
    assert_eq!(catalogue["catalog"]["metadata"]["title"], "Clinic annex");
    let unknown = house.try_run(&["requirements", "export", "Nothing"]);
    let said = String::from_utf8_lossy(&unknown.stderr).into_owned();
    assert!(said.contains("there is no set “Nothing”; there are: “Clinic annex”"), "{said}");
    let asked = house.run(&["requirements", "shared"]);
    assert!(asked.contains(" questions instead of "), "{asked}");
    assert!(
        asked.lines().any(|line| line.starts_with("8.6.1 ") && line.contains("ISO 9001:2015")),
        "{asked}"
    );
}
