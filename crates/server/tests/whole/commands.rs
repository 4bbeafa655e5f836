//! Each command does what its help says.
use crate::house::{House, exists};
use gemba_testkit::on_both_engines;

#[test]
fn a_first_start_invites_the_administrator_and_serves_pages_and_api() {
    on_both_engines(|url| {
        let house = House::at(url);
        let token = house.token();
        let server = house.serve();
        let client = server.client(&token);
        assert_eq!(client.get("/healthz").status, 200);
        assert_eq!(client.get("/sign-in").status, 200);
        assert_eq!(client.get("/").status, 303, "a token is no session");
        let made = client.post_json(
            "/api/v1/incident",
            &serde_json::json!({"fields": {"summary": "Mail is down"}}),
        );
        assert_eq!((made.status, made.json()["number"].as_str()), (201, Some("INC-000001")));
    });
}

#[test]
fn a_backup_is_restored_on_either_engine_and_verifies() {
    on_both_engines(|url| {
        let house = House::at(url);
        let token = house.token();
        let server = house.serve();
        let client = server.client(&token);
        for number in 0..5 {
            let fields = serde_json::json!({"fields": {"summary": format!("Printer {number}")}});
            assert_eq!(client.post_json("/api/v1/incident", &fields).status, 201);
        }
        let file = house.path("copy.db");
        house.run(&["backup", &file]);
        assert!(exists(&file));
        drop(server);
        let refused = house.try_run(&["restore", &file]);
        assert!(!refused.status.success(), "a database in use is not overwritten");
        let new = House::sqlite();
        std::fs::copy(house.path("key"), new.path("key")).unwrap();
        new.run(&["restore", &file]);
        let server = new.serve();
        let found = server.client(&token).get("/api/v1/incident?q=printer").json();
        assert_eq!(found["records"].as_array().map(Vec::len), Some(5), "{found}");
        let next = serde_json::json!({"fields": {"summary": "One more"}});
        let made = server.client(&token).post_json("/api/v1/incident", &next);
        assert_eq!(made.json()["number"].as_str(), Some("INC-000006"));
    });
}

#[test]
fn wrong_words_are_told_with_their_exit_code() {
    let house = House::sqlite();
    let output = house.try_run(&["report", "nonsense"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("there is no report “nonsense”"));
    assert_eq!(house.try_run(&["fly"]).status.code(), Some(2));
    let missing = house.try_run(&["import", "incident", "nowhere.csv"]);
    assert!(String::from_utf8_lossy(&missing.stderr).contains("nowhere.csv"));
    let nobody = house.try_run(&["token", "add", "no@example.org", "--name", "x"]);
    assert!(String::from_utf8_lossy(&nobody.stderr).contains("nobody has the mail address"));
}

#[test]
fn readiness_has_its_shape_and_nothing_passes_on_an_empty_organization() {
    let house = House::sqlite();
    let report = house.json(&["readiness", "--edition", "2018", "--json"]);
    assert_eq!(report["edition"], "2018");
    let requirements = report["requirements"].as_array().unwrap();
    assert_eq!(requirements.len(), 390);
    assert_eq!(report["summary"]["pass"], 0, "no data is never a pass");
    for key in ["id", "clause", "result", "population", "exceptions", "period"] {
        assert!(requirements[0].get(key).is_some(), "{key} is missing");
    }
    let total: u64 =
        report["summary"].as_object().unwrap().values().filter_map(serde_json::Value::as_u64).sum();
    assert_eq!(total, 390);
}

#[test]
fn figures_are_told_at_the_terminal_and_printed_and_a_plan_is_written_to_a_file() {
    on_both_engines(|url| {
        let house = House::at(url);
        let token = house.token();
        let server = house.serve();
        let client = server.client(&token);
        let plan = serde_json::json!({"fields": {"name": "Loss of the hall"}});
        assert_eq!(client.post_json("/api/v1/continuity_plan", &plan).status, 201);
        let file = house.path("plan.html");
        house.run(&["continuity-plan", "export", "CPL-000001", "--output", &file]);
        let written = std::fs::read_to_string(&file).unwrap();
        assert!(written.contains("Loss of the hall") && !written.contains("<script"), "{written}");
        let sheets = house.run(&["report", "figures"]);
        assert!(sheets.contains("service-levels") && sheets.contains("availability"), "{sheets}");
        let days = ["--from", "2026-10-01", "--until", "2026-11-01"];
        let told = house.run(&[&["report", "service-levels", "--json"][..], &days].concat());
        let told: serde_json::Value = serde_json::from_str(&told).unwrap();
        assert_eq!(
            (&told["sheet"], &told["from"]),
            (&"service-levels".into(), &"2026-10-01".into())
        );
        let words = house.run(&["report", "service-levels"]);
        assert!(words.contains("undefined: Nothing was counted."), "{words}");
        let paper = house.path("risks.pdf");
        house.run(&["report", "risks", "--pdf", &paper]);
        assert!(std::fs::read(&paper).unwrap().starts_with(b"%PDF-"));
        // What was a report before there were sheets keeps its shape, and has days as a sheet.
        let older: serde_json::Value =
            serde_json::from_str(&house.run(&["report", "incidents", "--json"])).unwrap();
        assert!(older.get("sheet").is_none(), "{older}");
        let sheet = house.run(&[&["report", "incidents", "--json"][..], &days].concat());
        assert!(sheet.contains("\"sheet\": \"incidents\""), "{sheet}");
        let refused = house.try_run(&[&["report", "portfolio"][..], &days].concat());
        assert!(String::from_utf8_lossy(&refused.stderr).contains("are for sheets of figures"));
    });
}
