//! Answers that are known already stand beside what somebody writes down, and one press takes them over, also without a
//! script.
use crate::house::{
    post,
    town::{Town, house_itself, words},
};
use gemba_desk::Command;
use gemba_vocabulary::Value;
use serde_json::json;

fn known_error(town: &Town, summary: &str, visibility: &str) -> i64 {
    let problem = town.house.add("problem", json!({"summary": "Behind it"}));
    let known = json!({"summary": summary, "cause": "The old key", "problem": problem,
        "workaround": "Hold the yellow key.", "visibility": visibility, "reviewed_by": town.mara});
    let known = town.house.add("known_error", known);
    let publish = Command::verb("known_error", known, "publish");
    town.house.desk.run(&house_itself(), publish).unwrap();
    known
}

fn held(town: &Town, id: i64, field: &str) -> Value {
    let record = town.house.desk.record(&house_itself(), "incident", id).unwrap();
    town.house.desk.view("incident").unwrap().value(&record, field).clone()
}

#[test]
fn a_known_error_stands_beside_the_form_and_one_press_takes_it_over() {
    let town = Town::open();
    let known = known_error(&town, "The scanner freezes in the aisle", "inside");
    let mara = town.house.browser_of(town.mara);
    let form = mara.get("/incident/new").text();
    assert!(form.contains("data-answers=\"/incident/answers\""), "{form}");
    assert!(form.contains("Look for known answers"), "{form}");
    let typed = mara.get("/incident/answers?summary=scanner+broken");
    let html = typed.text();
    assert!(html.contains("The scanner freezes in the aisle"), "{html}");
    assert!(html.contains("Hold the yellow key.") && html.contains("It is this error"), "{html}");
    let nothing = words(&mara.get("/incident/answers?summary=teapot"));
    assert!(nothing.contains("Nothing like it is known yet."), "{nothing}");

    let summary = ("summary", "My scanner is broken");
    let count = || town.house.desk.count(&house_itself(), "incident", &[], 9).unwrap().count;
    let looked = post(&mara, "/incident/new", &[summary, ("_answers", "1")]);
    assert_eq!((looked.status, count()), (200, 0), "nothing is recorded by looking");
    let html = looked.text();
    assert!(html.contains("value=\"My scanner is broken\""), "what was typed stays: {html}");
    assert!(html.contains("Hold the yellow key."), "{html}");
    let take = format!("known_error:{known}");
    let taken = post(&mara, "/incident/new", &[summary, ("_take", &take)]);
    assert_eq!((taken.status, count()), (200, 0));
    let html = taken.text();
    assert!(html.contains(&format!("name=\"known_error\" value=\"{known}\"")), "{html}");
    let saved = post(&mara, "/incident/new", &[summary, ("known_error", &known.to_string())]);
    assert_eq!(saved.status, 303, "{}", saved.text());
    assert_eq!(held(&town, 1, "known_error"), Value::Ref(known));
}

#[test]
fn beside_an_incident_answers_are_linked_and_it_becomes_a_part_of_a_major_one() {
    let town = Town::open();
    let known = known_error(&town, "The scanner freezes in the aisle", "inside");
    let whole = town.incident("All scanners are dead", json!({}));
    let part = town.incident("Scanner in the aisle is dead", json!({}));
    let mara = town.house.browser_of(town.mara);
    let page = words(&mara.get(&format!("/incident/{part}")));
    assert!(page.contains("Known answers") && page.contains("It is this error"), "{page}");
    assert!(!page.contains("It is a part of this"), "nothing is major: {page}");
    let fields = json!({"service": town.house.add("service", json!({"name": "Picking"})),
        "category": "device", "impact": "high", "urgency": "high"});
    let serde_json::Value::Object(fields) = fields else { unreachable!() };
    let input = gemba_desk::Input::Json(fields);
    let classify = Command::verb("incident", whole, "classify").with_input(input);
    town.house.desk.run(&house_itself(), classify).unwrap();
    let fields = json!({"major_manager": town.mara,
        "top_management_notified_at": town.house.desk.now()});
    let serde_json::Value::Object(fields) = fields else { unreachable!() };
    let input = gemba_desk::Input::Json(fields);
    let declare = Command::verb("incident", whole, "declare_major").with_input(input);
    town.house.desk.run(&house_itself(), declare).unwrap();
    let page = words(&mara.get(&format!("/incident/{part}")));
    assert!(page.contains("It is a part of this"), "{page}");
    for take in [format!("known_error:{known}"), format!("parent:{whole}")] {
        let path = format!("/incident/{part}/answer");
        assert_eq!(post(&mara, &path, &[("_take", &take)]).status, 303, "{take}");
    }
    assert_eq!(held(&town, part, "known_error"), Value::Ref(known));
    assert_eq!(held(&town, part, "parent"), Value::Ref(whole));
    let page = words(&mara.get(&format!("/incident/{part}")));
    assert!(page.contains("linked") && !page.contains("It is this error"), "{page}");
    let odd = post(&mara, &format!("/incident/{part}/answer"), &[("_take", "customer:1")]);
    assert_eq!(odd.status, 404);
    assert_eq!(held(&town, part, "customer"), Value::None, "no other field is set by a press");
}

#[test]
fn people_from_outside_read_what_is_for_everybody_while_they_type() {
    let town = Town::open();
    known_error(&town, "Scanner secret of the house", "inside");
    known_error(&town, "Scanner freezes", "everybody");
    let hanna = town.house.browser_of(town.hanna);
    let html = hanna.get("/incident/answers?summary=scanner").text();
    assert!(html.contains("Scanner freezes") && html.contains("yellow key"), "{html}");
    assert!(!html.contains("secret") && !html.contains("It is this error"), "{html}");
    assert_eq!(hanna.get("/known_error/2").status, 200);
    assert_eq!(hanna.get("/known_error/1").status, 404);
    assert_eq!(hanna.get("/problem/answers?summary=scanner").status, 403);
    let mara = town.house.browser_of(town.mara);
    assert_eq!(mara.get("/problem/answers?summary=scanner").status, 404, "no such page");
}
