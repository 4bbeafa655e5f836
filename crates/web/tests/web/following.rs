//! Following through the pages: the button, the names, and what the first page tells of it.
use crate::house::{
    post,
    town::{Town, between, house_itself, sent, words},
};
use gemba_desk::Command;
use gemba_vocabulary::actor::Role;
use serde_json::json;

#[test]
fn a_record_is_followed_its_news_stand_on_the_first_page_and_it_is_let_go() {
    let town = Town::open();
    town.incident("Invoices are wrong", json!({}));
    town.incident("Mail rests", json!({}));
    let theo = town.house.browser_of(town.theo);
    assert!(theo.get("/").text().contains("id=\"following\" data-live-part hidden"), "nothing yet");
    let page = theo.get("/incident/1");
    let form = between(&page, "<form class=\"follow\"", "</form>");
    assert!(form.contains("value=\"yes\"") && form.contains("Follow"), "{form}");
    let page = sent(&theo, "/incident/1/follow", &[("follow", "yes")]);
    assert!(words(&page).contains("You follow INC-000001."), "{}", words(&page));
    let form = between(&page, "<form class=\"follow\"", "</form>");
    assert!(form.contains("value=\"no\"") && form.contains("Following"), "{form}");
    assert!(between(&page, "id=\"followers\"", "</section>").contains("Theo Krause"));
    // Sent twice, as by going back: it stays as it is.
    sent(&theo, "/incident/1/follow", &[("follow", "yes")]);
    let version = town.version_of("watcher", 1);
    assert_eq!(version, "1");

    let mara = town.house.browser_of(town.mara);
    sent(&mara, "/incident/1/say", &[("text", "The **cache** is stale"), ("visible", "inside")]);
    sent(&mara, "/incident/1/edit", &[("_version", "2"), ("urgency", "high")]);
    let home = theo.get("/");
    let news = between(&home, "id=\"following\"", "</section>");
    for part in ["Invoices are wrong", "INC-000001", "Mara Lind wrote:", "cache", "Changed", "high"]
    {
        assert!(news.to_lowercase().contains(&part.to_lowercase()), "no {part} in {news}");
    }
    assert!(news.contains("by Mara Lind") && !news.contains("Mail rests"), "{news}");

    sent(&theo, "/incident/1/follow", &[("follow", "no")]);
    assert!(!between(&theo.get("/"), "id=\"following\"", "</section>").contains("Invoices"));
    sent(&theo, "/incident/1/follow", &[("follow", "yes")]);
    assert_eq!(town.version_of("watcher", 1), "3", "taken back into use, not recorded twice");
}

#[test]
fn a_colleague_is_added_and_taken_away_by_those_who_work_on_records_alone() {
    let town = Town::open();
    town.incident("Invoices are wrong", json!({}));
    let auditor = town.house.person("Olga Audit", Role::Auditor);
    let mara = town.house.browser_of(town.mara);
    let form = mara.get("/incident/1/watcher");
    assert!(words(&form).contains("Add a follower of INC-000001"), "{}", words(&form));
    assert!(!form.text().contains("parent_kind"), "{}", form.text());
    let page = sent(&mara, "/incident/1/watcher", &[("person_text", "Olga Audit")]);
    assert!(between(&page, "id=\"followers\"", "</section>").contains("Olga Audit"));
    sent(&mara, "/incident/1/watcher", &[("person_text", "Olga Audit")]);
    assert_eq!(town.house.desk.count(&house_itself(), "watcher", &[], 9).unwrap().count, 1);

    let olga = town.house.browser_of(auditor);
    let page = olga.get("/incident/1");
    let section = between(&page, "id=\"followers\"", "</section>");
    assert!(section.contains("Olga Audit") && !section.contains("/watcher"), "{section}");
    assert!(between(&page, "<form class=\"follow\"", "</form>").contains("Following"));
    let fields = [("person_text", "Theo Krause")];
    let answer = post(&olga, "/incident/1/watcher", &fields);
    assert_eq!(answer.status, 422);
    assert!(words(&answer).contains("only those who work on records add others"));
    sent(&olga, "/incident/1/follow", &[("follow", "no")]);
    sent(&olga, "/incident/1/follow", &[("follow", "yes")]);
    let end = [("_next", "/incident/1")];
    let page = sent(&mara, "/watcher/1/do/retire", &end);
    assert!(between(&page, "id=\"followers\"", "</section>").contains("Nobody follows it."));
    assert_eq!(post(&mara, "/team/1/follow", &[("follow", "yes")]).status, 404, "teams are not");
}

#[test]
fn people_from_outside_follow_what_is_theirs_and_hear_what_they_may() {
    let town = Town::open();
    town.incident("Invoices are wrong", json!({"customer": town.osprey}));
    town.incident("Not theirs", json!({"customer": town.linden}));
    let theo = town.house.browser_of(town.theo);
    sent(&theo, "/incident/1/follow", &[("follow", "yes")]);
    let hanna = town.house.browser_of(town.hanna);
    let page = sent(&hanna, "/incident/1/follow", &[("follow", "yes")]);
    assert!(words(&page).contains("stands under “Your incidents”"), "{}", words(&page));
    let section = between(&page, "id=\"followers\"", "</section>");
    assert!(section.contains("Hanna Berg") && !section.contains("Theo"), "{section}");
    assert_eq!(post(&hanna, "/incident/2/follow", &[("follow", "yes")]).status, 404);
    let say = |verb: &str, text: &str| {
        let command = Command::verb("incident", 1, verb).with_note(text);
        town.house.desk.run(&house_itself(), command).unwrap();
    };
    say("comment", "We are on it");
    say("note", "Between us");
    let home = hanna.get("/");
    let news = between(&home, "id=\"following\"", "</section>");
    assert!(news.contains("We are on it") && !news.contains("Between us"), "{news}");
}

#[test]
fn the_first_page_tells_of_the_few_that_changed_last() {
    let town = Town::open();
    let theo = town.house.browser_of(town.theo);
    for place in 1..=10 {
        let id = town.incident(&format!("Incident {place:02}"), json!({}));
        sent(&theo, &format!("/incident/{id}/follow"), &[("follow", "yes")]);
    }
    let note = Command::verb("incident", 1, "note").with_note("Back again");
    town.house.desk.run(&house_itself(), note).unwrap();
    let home = theo.get("/");
    let news = between(&home, "id=\"following\"", "</section>");
    assert_eq!(news.matches("<li>").count(), 8, "{news}");
    let first = news.split("<li>").nth(1).unwrap();
    assert!(first.contains("Incident 01") && first.contains("Back again"), "{first}");
    assert!(!news.contains("Incident 02") && !news.contains("Incident 03"), "{news}");
}
