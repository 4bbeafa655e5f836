//! Planned intervals, minutes and kept reports as pages: what is due, what was looked at, and what was told.
use crate::house::town::{Town, bring, words};
use gemba_vocabulary::{Value, actor::Role};
use serde_json::json;

#[test]
fn each_topic_stands_with_its_interval_or_the_way_to_set_one() {
    let town = Town::open();
    let mara = town.house.browser_of(town.house.person("Tom", Role::ServiceManager));
    let answer = mara.get("/intervals");
    let page = words(&answer);
    assert!(page.contains("17 topics without an interval · nothing overdue"), "{page}");
    let set =
        "/planned_review/new?topic=costs&amp;summary=Costs%20and%20budgets&amp;interval_months=3";
    assert!(answer.text().contains(set), "{}", answer.text());
    assert!(mara.get(&set.replace("&amp;", "&")).text().contains("Costs and budgets"));
    let review = json!({"summary": "Costs", "topic": "costs", "interval_months": 3,
        "last_held_on": "2025-01-31", "owner": town.mara});
    town.house.add("planned_review", review);
    town.house.add(
        "planned_review",
        json!({"summary": "The cellar key", "parent_kind": "service", "parent": 1}),
    );
    let page = words(&mara.get("/intervals"));
    assert!(page.contains("16 topics without an interval · 1 overdue"), "{page}");
    assert!(page.contains("8.4.1 Costs and budgets every 3 months"), "{page}");
    assert!(page.contains("What else you look at") && page.contains("The cellar key"), "{page}");
    assert!(mara.get("/").text().contains("href=\"/intervals\""), "the menu leads there");
    let hanna = town.house.browser_of(town.hanna);
    assert_eq!(hanna.get("/intervals").status, 403);
}

fn day(text: &str) -> Value {
    Value::Date(text.parse().unwrap())
}

#[test]
fn a_review_is_read_as_its_minutes() {
    let town = Town::open();
    let tom = town.house.browser_of(town.house.person("Tom", Role::ServiceManager));
    let inputs =
        json!([{"input": "services", "record": "SVC-000001", "point": "All targets kept"}]);
    let comments = json!([{"input": "services", "comment": "As it should be"}]);
    let fields = [
        ("planned_on", day("2026-12-10")),
        ("inputs", Value::Struct(inputs)),
        ("comments", Value::Struct(comments)),
    ];
    let review = bring(&town, "management_review", "prepared", &fields);
    let answer = tom.get(&format!("/management_review/{review}"));
    let page = words(&answer);
    assert!(page.contains("f) Policies: kept and suitable Nothing was said of it yet."), "{page}");
    assert!(page.contains("All targets kept SVC-000001"), "{page}");
    assert!(page.contains("What was made of it: As it should be"), "{page}");
    assert!(answer.text().contains("href=\"/service/1\""), "{}", answer.text());
    assert!(answer.text().contains(&format!("/review_decision/new?review={review}")));
    let decision = json!({"name": "All is well", "review": review, "sort": "no_change",
        "reason": "Each objective was reached"});
    town.house.add("review_decision", decision);
    assert!(words(&tom.get(&format!("/management_review/{review}"))).contains("All is well"));
}

#[test]
fn a_report_shows_the_figures_that_it_keeps() {
    let town = Town::open();
    let mara = town.house.browser_of(town.mara);
    let definition = json!({"name": "Month", "purpose": "Whom to ring", "audience": "Us",
        "readers": [town.mara], "owner": town.mara, "sheets": [{"sheet": "complaints"}]});
    let definition = town.house.add("report_definition", definition);
    let figure = json!({"name": "received", "label": "Complaints received", "value": 3, "unit": "",
        "judged": "missed", "definition": "All that arrived.", "undefined": null});
    let content = json!({"parts": [{"title": "Complaints: All customers", "figures": [figure]}]});
    let fields = [
        ("definition", Value::Ref(definition)),
        ("from", day("2026-01-01")),
        ("until", day("2026-02-01")),
        ("content", Value::Struct(content)),
    ];
    let run = bring(&town, "report_run", "prepared", &fields);
    let page = words(&mara.get(&format!("/report_run/{run}")));
    assert!(page.contains("Complaints: All customers Complaints received 3 missed"), "{page}");
    let printed = mara.get(&format!("/report_run/{run}/paper.pdf"));
    assert!(words(&printed).contains("has no printer"), "{}", words(&printed));
}

#[test]
fn our_words_are_held_against_the_standard_row_by_row_or_clause_by_clause() {
    let town = Town::open();
    let house = &town.house;
    let tom = house.browser_of(house.person("Tom", Role::ServiceManager));
    let page = tom.get("/catalogue-check?clause=8.2.4");
    let told = words(&page);
    assert!(told.contains("0 of 390 compared") && told.contains("8.2.4-1"), "{told}");
    assert!(!told.contains("8.6.1-a"), "{told}");
    let copy = ("held_against", "2018, licence 4711");
    let own = "/catalogue-check?clause=8.2.4";
    let one = crate::house::town::sent(&tom, own, &[copy, ("agrees", "8.2.4-1")]);
    let told = words(&one);
    assert!(told.contains("One requirement is compared.") && told.contains("1 of 390"), "{told}");
    assert!(one.text().contains("value=\"2018, licence 4711\""), "the copy is kept");
    assert!(one.text().contains("value=\"8.2.4-2\" autofocus"), "{}", one.text());
    crate::house::town::sent(&tom, own, &[copy, ("clause", "8.2.4")]);
    let left = words(&tom.get(own));
    assert!(left.contains("Nothing is left here"), "{left}");
    assert!(words(&tom.get("/catalogue-check?clause=8.2.4&show=all")).contains("Agrees Tom ·"));
    let answer = tom.get("/readiness?id=8.2.4-1");
    assert!(words(&answer).contains("Compared by"), "{}", words(&answer));
    assert!(answer.text().contains("licence 4711"));
    let kept = tom.get("/wording_check/1").status;
    assert_eq!(kept, 200);
    let nothing = crate::house::post(&tom, own, &[copy]);
    assert_eq!(nothing.status, 303, "the copy alone ticks nothing");
    assert_eq!(
        house
            .desk
            .count(&crate::house::town::house_itself(), "wording_check", &[], 99)
            .unwrap()
            .count,
        3
    );
    let auditor = house.browser_of(house.person("Ada", Role::Auditor));
    let page = auditor.get("/catalogue-check?clause=8.6.1");
    assert!(page.status == 200 && !page.text().contains("name=\"agrees\""), "{}", words(&page));
    assert_eq!(crate::house::post(&auditor, own, &[copy, ("agrees", "8.6.1-a")]).status, 403);
    let hanna = house.browser_of(town.hanna);
    assert_eq!(hanna.get("/catalogue-check").status, 403);
}

#[test]
fn what_was_put_right_stands_above_our_words_once_it_is_approved() {
    let town = Town::open();
    let tom = town.house.browser_of(town.house.person("Tom", Role::ServiceManager));
    let fields = json!({"requirement": "8.2.4-x1", "edition": "2018", "verdict": "added",
        "corrected": "Say it in <b>German</b>.", "reason": "Missing.", "held_against": "4711"});
    town.house.add("wording_check", fields);
    let page = tom.get("/catalogue-check?clause=8.2.4");
    assert!(words(&page).contains("WRD-000001 waits for approval"), "{}", words(&page));
    assert_eq!(tom.get("/readiness?id=8.2.4-x1").status, 404);
    crate::house::town::sent(&tom, "/wording_check/1/do/approve", &[]);
    let page = tom.get("/readiness?id=8.2.4-x1");
    let told = words(&page);
    assert!(page.text().contains("Say it in &lt;b&gt;German&lt;/b&gt;"), "{told}");
    assert!(
        told.contains("Your organization&#39;s own words") || told.contains("own words"),
        "{told}"
    );
    assert!(words(&tom.get("/readiness?clause=8.2.4")).contains("8.2.4-x1"));
}

fn upload(
    client: &gemba_testkit::TestClient,
    file: &str,
    name: &str,
    text: &str,
) -> gemba_testkit::Answer {
    let csrf = crate::house::csrf_of(&client.get("/account"));
    let part = |name: &str| format!("--edge\r\ncontent-disposition: form-data; name=\"{name}\"");
    let body = format!(
        "{}\r\n\r\n{csrf}\r\n{}\r\n\r\n{name}\r\n{}; filename=\"{file}\"\r\n\r\n{text}\r\n--edge--\r\n",
        part("csrf"),
        part("name"),
        part("file"),
    );
    let kind = [("content-type", "multipart/form-data; boundary=edge")];
    client.send("POST", "/requirement-sets", &kind, Some(body.as_bytes()))
}

#[test]
fn a_set_of_requirements_comes_in_from_a_file_whole_or_not_at_all() {
    let town = Town::open();
    let house = &town.house;
    let tom = house.browser_of(house.person("Tom", Role::ServiceManager));
    let table = "identifier,title,text,part,shown_by\n\
        A1,Incidents,Record **them** all.,Work,8.6.1-a\nA2,Keys,Keep them.,Rooms,\n";
    let nameless = upload(&tom, "annex.csv", "", table);
    assert_eq!(nameless.status, 422);
    assert!(words(&nameless).contains("has no name; give it one"), "{}", words(&nameless));
    let wrong = upload(&tom, "annex.csv", "Annex", "identifier,title\nA1,B\n");
    assert!(words(&wrong).contains("Line 1: the column “text” is missing"), "{}", words(&wrong));
    let months = table.replace("part,shown_by", "part,interval_months").replace("8.6.1-a", "3");
    let refused = upload(&tom, "annex.csv", "Annex", &months);
    assert!(words(&refused).contains("Line 2: "), "{}", words(&refused));
    assert!(words(&tom.get("/requirement-sets")).contains("No set yet"), "nothing came in");
    let brought = upload(&tom, "annex.csv", "Annex", table);
    assert_eq!(brought.header("location").unwrap(), "/requirement_set/1", "{}", words(&brought));
    let list = tom.get("/requirement-sets");
    assert!(words(&list).contains("RQS-000001 Annex Draft 2"), "{}", words(&list));
    let page = tom.get("/readiness?edition=Annex");
    let told = words(&page);
    assert!(told.contains("0 of 2 requirements pass") || told.contains("of 2 pass"), "{told}");
    assert!(told.contains("Work") && told.contains("Rooms"), "{told}");
    let one = tom.get("/readiness?edition=RQS-000001&id=A1");
    assert!(one.text().contains("Record <strong>them</strong> all."), "{}", one.text());
    assert!(one.text().contains("href=\"/readiness?id=8.6.1-a\""), "{}", one.text());
    assert!(words(&tom.get("/readiness?edition=Annex&id=A2")).contains("Needs a person"));
    assert_eq!(tom.get("/readiness?edition=Annex&id=A9").status, 404);
    let written = tom.get("/requirement-sets/1/table.csv");
    assert!(written.text().contains("A1,Incidents,Record **them** all.,Work,,,8.6.1-a"));
    let catalog = tom.get("/requirement-sets/1/catalog.json").text();
    let again = upload(&tom, "annex.json", "Annex again", &catalog);
    assert_eq!(again.header("location").unwrap(), "/requirement_set/2", "{}", words(&again));
    let hanna = house.browser_of(town.hanna);
    for path in ["/requirement-sets", "/requirement-sets/1/table.csv", "/shared-requirements"] {
        assert_eq!(hanna.get(path).status, 403, "{path}");
    }
    let mara = house.browser_of(town.mara);
    assert_eq!(upload(&mara, "annex.csv", "Mine", table).status, 403, "agents bring nothing in");
}

#[test]
fn several_standards_are_asked_once() {
    let town = Town::open();
    let tom = town.house.browser_of(town.house.person("Tom", Role::ServiceManager));
    let page = tom.get("/shared-requirements");
    let told = words(&page);
    assert!(told.contains("questions instead of") && told.contains("ISO 9001:2015: "), "{told}");
    assert!(page.text().contains("href=\"/readiness?clause=8.6.1\""));
    let only = words(&tom.get("/shared-requirements?standard=ISO/IEC%2027001:2022"));
    assert!(only.contains("ISO/IEC 27001:2022: ") && !only.contains("8.2.4 Service"), "{only}");
    assert_eq!(tom.get("/shared-requirements?standard=none").status, 404);
    let here = "href=\"/shared-requirements\" aria-current=\"page\"";
    assert!(page.text().contains(here), "the menu leads there");
}
