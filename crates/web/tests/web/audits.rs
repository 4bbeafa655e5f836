//! What auditors do on pages: they follow a record to all that came of it, and say what they saw at each drawn one.
use crate::house::{
    post,
    town::{Town, sent, words},
};
use gemba_desk::{Command, Imported, Input};
use gemba_testkit::{Browser, BrowserOptions};
use gemba_vocabulary::actor::{Actor, Channel, Role};
use jiff::Timestamp;
use serde_json::json;

/// An audit that is being held, with a sample of one incident. Flows draw samples, and this house has none.
fn drawn(town: &Town) -> i64 {
    town.incident("Mail is <slow>", json!({}));
    let fields = json!({
        "name": "Incidents, spring", "clauses": "8.6.1", "sort": "internal",
        "samples": [{"at": "2035-01-01T00:00:00Z", "kind": "incident", "of": "state=new", "population": 1, "seed": 42,
            "drawn": "INC-000001", "filter": "state=new", "members": "1"}],
        "seen": [{"record": "INC-000001", "verdict": "not_seen"}],
    });
    let input = Input::Json(fields.as_object().unwrap().clone());
    let state = Some("in_progress".to_owned());
    let imported = Imported { at: Timestamp::UNIX_EPOCH, state, origin: None, by: None };
    let command = Command::create("audit", input).with_import(imported);
    town.house.desk.run(&Actor::house(Channel::Import), command).unwrap().record.id
}

#[test]
fn a_record_is_followed_on_one_page_and_what_is_missing_is_said() {
    let town = Town::open();
    town.incident("Mail is <slow>", json!({}));
    let mara = town.house.browser_of(town.mara);
    let page = mara.get("/trace/incident/1");
    let told = words(&page);
    assert!(told.contains("Trace of INC-000001"), "{told}");
    assert!(told.contains("No problem names it."), "{told}");
    assert!(page.text().contains("Mail is &lt;slow&gt;"), "escaped");
    assert!(mara.get("/incident/1").text().contains("href=\"/trace/incident/1\""));
    assert_eq!(mara.get("/trace/incident/99").status, 404);
    assert_eq!(mara.get("/trace/customer/1").status, 404);
    assert!(!mara.get("/customer/1").text().contains("/trace/"));
    let hanna = town.house.browser_of(town.hanna);
    assert_eq!(hanna.get("/trace/incident/1").status, 403);
}

#[test]
fn what_was_seen_at_each_drawn_record_is_kept_and_it_can_be_drawn_again() {
    let town = Town::open();
    let audit = drawn(&town);
    let viktor = town.house.person("Viktor", Role::Auditor);
    let viktor = town.house.browser_of(viktor);
    let path = format!("/audit/{audit}/samples");
    assert!(viktor.get(&format!("/audit/{audit}")).text().contains(&path), "it is linked");
    let page = viktor.get(&path);
    let told = words(&page);
    assert!(told.contains("0 of 1 looked at") && told.contains("number 42"), "{told}");
    assert!(page.text().contains("/trace/incident/1"), "each can be followed");
    let again = words(&viktor.get(&format!("{path}?again=yes")));
    assert!(again.contains("The same records came."), "{again}");
    let seen = [("verdict-INC-000001", "in_order"), ("note-INC-000001", "All is there")];
    let page = sent(&viktor, &path, &seen);
    assert!(words(&page).contains("1 of 1 looked at") && page.text().contains("All is there"));
    let page = sent(&viktor, &path, &[("verdict-INC-000001", "fine")]);
    assert!(words(&page).contains("1 of 1 looked at"), "no such verdict");
    let hanna = town.house.browser_of(town.hanna);
    assert!(hanna.get(&path).status >= 403);
}

#[test]
fn an_administrator_invites_and_says_until_which_day() {
    let town = Town::open();
    let ada = town.house.person("Ada", Role::Administrator);
    let ada = town.house.browser_of(ada);
    let body = town.house.add("certification_body", json!({"name": "Northern"}));
    let day = |days: i64| {
        let day = town.house.desk.now().to_zoned(jiff::tz::TimeZone::UTC).date();
        day.checked_add(jiff::Span::new().days(days)).unwrap().to_string()
    };
    let fields = json!({"name": "Ines", "email": "ines@north.example", "roles": "auditor", "audits_for": body,
        "access_until": day(60)});
    let ines = town.house.add("person", fields);
    let path = format!("/person/{ines}/invite");
    assert!(ada.get(&format!("/person/{ines}")).text().contains(&path));
    assert!(ada.get(&path).text().contains(&format!("value=\"{}\"", day(60))));
    let made = post(&ada, &path, &[("until", &*day(90))]);
    assert_eq!(made.status, 200, "{}", words(&made));
    assert_eq!(made.header("cache-control"), Some("no-store"));
    let link = made.text().split_once("/welcome/").unwrap().1.split('<').next().unwrap().to_owned();
    assert!(words(&town.house.stranger().get(&format!("/welcome/{link}"))).contains("Ines"));
    assert!(ada.get(&path).text().contains(&format!("value=\"{}\"", day(90))));
    assert!(post(&ada, &path, &[("until", &*day(1800))]).status >= 400, "within a year");
    assert!(post(&ada, &path, &[("until", "soon")]).status >= 400);
    let mara = town.house.browser_of(town.mara);
    assert_eq!(mara.get(&path).status, 403);
    assert!(!mara.get(&format!("/person/{ines}")).text().contains(&path));
}

#[tokio::test(flavor = "multi_thread")]
async fn browser_lets_axe_find_nothing_in_traces_and_samples() {
    let town = Town::open();
    let audit = drawn(&town);
    let looks = [
        BrowserOptions::default().size(1440, 900),
        BrowserOptions::default().size(1440, 900).dark(),
        BrowserOptions::default().size(390, 844),
    ];
    for look in looks {
        let Ok(browser) = Browser::start(look).await else { return };
        crate::house::welcome(&browser, &town.house, town.mara).await;
        for path in ["/trace/incident/1".to_owned(), format!("/audit/{audit}/samples?again=yes")] {
            browser.open(&format!("{}{path}", town.house.url)).await;
            let Ok(found) = browser.axe().await else { return };
            assert_eq!(found, "", "{path}");
            let script = "return document.documentElement.scrollWidth <= innerWidth";
            let fits = browser.execute(script, vec![]).await.unwrap();
            assert_eq!(fits, json!(true), "{path} scrolls sideways");
        }
    }
}
