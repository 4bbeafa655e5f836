//! Readiness as the pages, the API and the terminal tell it, with a history that grows by itself.
use crate::{
    house::House,
    place::{API, Place, house},
};
use gemba_desk::{Command, Input};
use gemba_testkit::on_both_engines;
use jiff::Timestamp;
use serde_json::{Value as Json, json};
use std::sync::atomic::{AtomicI64, Ordering};

static NOW_MS: AtomicI64 = AtomicI64::new(0);

fn clock() -> Timestamp {
    Timestamp::from_millisecond(NOW_MS.load(Ordering::SeqCst)).unwrap()
}

fn at(moment: &str) {
    NOW_MS.store(moment.parse::<Timestamp>().unwrap().as_millisecond(), Ordering::SeqCst);
}

#[test]
fn the_page_of_a_requirement_shows_what_it_was_on_other_days() {
    on_both_engines(|url| {
        at("2026-03-02T10:00:00Z");
        let place = Place::open(url, clock);
        let mara = place.person("Mara Lind", "service_manager");
        let service = place.add("service", json!({"name": "Mail"}));
        at("2026-03-03T03:00:00Z");
        place.desk.run_due().unwrap();
        let fields = json!({"summary": "Walk round", "parent_kind": "service", "parent": service,
            "assigned_to": mara});
        let task = place.add("task", fields);
        let cleared = json!({"assigned_to": null});
        let Json::Object(cleared) = cleared else { return };
        let clear = Command::change("task", task, None, Input::Json(cleared));
        place.desk.run(&house(), clear).unwrap();
        at("2026-03-04T03:00:00Z");
        place.desk.run_due().unwrap();
        let pages = place.pages_of(mara);
        let page = pages.get("/readiness?id=8.2.1-1").text();
        let (_, history) = page.split_once("What it was before").unwrap();
        assert!(history.contains("so since"), "{history}");
        let (newest, oldest) =
            (history.find("RDY-000002").unwrap(), history.find("RDY-000001").unwrap());
        assert!(newest < oldest, "the newest first");
        assert!(history[..newest].contains("Fail"), "{history}");
        assert!(history[newest..oldest].contains("No data"), "{history}");
        let whole = pages.get("/readiness").text();
        assert!(whole.contains("2 snapshots"), "{whole}");
        let kept = pages.get("/readiness_snapshot/2");
        assert!(kept.status == 200 && kept.text().contains("8.2.1-1"), "{}", kept.text());
        let api = place.api_of(mara);
        let told = api.get(&format!("{API}/readiness_snapshot/2")).json();
        let turned = told["fields"]["turned"].as_array().unwrap();
        let turn = turned.iter().find(|turn| turn["requirement"] == "8.2.1-1").unwrap();
        assert_eq!((&turn["from"], &turn["to"]), (&json!("no_data"), &json!("fail")));
        assert!(turned.len() < 20, "{turned:?}");
    });
}

#[test]
fn the_terminal_tells_stages_in_words_and_as_json() {
    let house = House::sqlite();
    let one = house.json(&["readiness", "--stage", "1", "--json"]);
    assert_eq!((&one["stage"], one["requirements"].as_array().unwrap().len()), (&json!("1"), 211));
    assert_eq!(one["conclusions"][0]["verdict"], "not_ready");
    let words = house.run(&["readiness"]);
    for said in [
        "Stage 1: not ready",
        "By stage",
        "By clause",
        "What is looked for first",
        "Would be major: 38",
        "What to do, the most first",
        "--json names all.",
    ] {
        assert!(words.contains(said), "{said}: {words}");
    }
    assert!(words.lines().all(|line| line.chars().count() <= 110), "{words}");
    assert!(words.lines().count() < 150, "{words}");
    let clause = house.run(&["readiness", "--clause", "8.6.1"]);
    assert!(!clause.contains("Stage 1: "), "a clause is no edition: {clause}");
    assert_eq!(house.try_run(&["readiness", "--stage", "3"]).status.code(), Some(2));
}
