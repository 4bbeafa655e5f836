//! The portfolio: what services rest on, who runs them, what is missing, and in whose hands everything is.
use crate::house::town::{Town, between, bring, text, words};
use gemba_vocabulary::Value;
use serde_json::json;

#[test]
fn each_service_tells_what_it_rests_on_and_what_is_missing() {
    let town = Town::open();
    let mara = town.house.browser_of(town.mara);
    let page = words(&mara.get("/portfolio"));
    assert!(page.contains("On the way") && page.contains("Nothing is missing"), "{page}");
    assert!(page.contains("nothing on record yet") && page.contains("No open proposals"), "{page}");
    let whole = [
        ("name", text("Network")),
        ("owner", Value::Ref(town.mara)),
        ("criticality", text("critical")),
        ("criticality_reason", text("All rests on it")),
    ];
    let line = bring(&town, "service", "live", &whole);
    let tills = bring(&town, "service", "live", &[("name", text("Tills"))]);
    let add = |kind: &str, fields| town.house.add(kind, fields);
    add("service_relation", json!({"from": tills, "relation": "depends_on", "to": line}));
    add("service_relation", json!({"from": tills, "relation": "duplicates", "to": 1}));
    bring(
        &town,
        "service_requirement",
        "approved",
        &[("text", text("It is fast")), ("service", Value::Ref(line))],
    );
    let agreed = [
        ("name", text("Lines")),
        ("customer", Value::Ref(town.osprey)),
        ("service", Value::Ref(line)),
    ];
    bring(&town, "service_level_agreement", "in_force", &agreed);
    let answer = mara.get("/portfolio");
    let in_use = between(&answer, "id=\"portfolio-in-use\"", "</section>");
    assert!(in_use.find("Network") < in_use.find("Tills"), "the most critical comes first");
    let row = |name: &str| between(&answer, &format!(">{name}</a>"), "</tr>");
    let network = row("Network");
    for told in
        ["requirement approved", "needed by 1", "agreement in force", "Critical", "ourselves alone"]
    {
        assert!(network.contains(told), "{told}: {network}");
    }
    assert!(!network.contains("token hot"), "nothing is missing: {network}");
    let tills = row("Tills");
    let lacks =
        ["no owner", "no criticality", "no approved requirement", "no agreement", "undecided"];
    for told in lacks {
        assert!(tills.contains(told), "{told}: {tills}");
    }
    let page = words(&answer);
    assert!(page.contains("2 services lack something"), "the double is of two services: {page}");
    assert!(page.contains("one pair of services does the same, undecided"), "{page}");
}

#[test]
fn in_whose_hands_everything_is_stands_in_figures() {
    let town = Town::open();
    let live = |name: &str| bring(&town, "service", "live", &[("name", text(name))]);
    let (mail, files) = (live("Files"), live("Chat"));
    let halls = town.house.add("supplier", json!({"name": "Halls <b>& Sons"}));
    let involve = |more: serde_json::Value| {
        let mut fields = json!({"supplier": halls, "control_owner": town.mara});
        for (name, value) in more.as_object().unwrap() {
            fields[name] = value.clone();
        }
        town.house.add("party_involvement", fields)
    };
    involve(json!({"concerns": "service", "service": mail, "extent": "whole"}));
    involve(json!({"concerns": "service", "service": files, "extent": "part"}));
    involve(json!({"concerns": "process", "process": "budgeting", "extent": "whole"}));
    town.house.add("service_proposal", json!({"name": "A <i>vault", "about": "new_service"}));
    let mara = town.house.browser_of(town.mara);
    let answer = mara.get("/portfolio");
    let html = answer.text();
    assert!(html.contains("Halls &lt;b&gt;&amp; Sons") && !html.contains("<b>& Sons"), "{html}");
    assert!(html.contains("A &lt;i&gt;vault") && !html.contains("A <i>vault"), "{html}");
    let hands = words(&answer);
    for told in [
        "1 of 2 shared",
        "1 of 2 by others",
        "18 of 19 by ourselves",
        "1 of 19 by others",
        "2 services",
        "1 altogether",
        "1 not ranked",
    ] {
        assert!(hands.contains(told), "{told}: {hands}");
    }
    assert!(!hands.contains("nothing is left to ourselves"), "{hands}");
    let whole = [
        ("supplier", Value::Ref(halls)),
        ("concerns", text("service")),
        ("service", Value::Ref(files)),
        ("extent", text("whole")),
        ("control_owner", Value::Ref(town.mara)),
    ];
    bring(&town, "party_involvement", "active", &whole);
    let hands = words(&mara.get("/portfolio"));
    assert!(hands.contains("nothing is left to ourselves"), "{hands}");
}

#[test]
fn people_served_do_not_see_it_and_agents_read_without_writing() {
    let town = Town::open();
    let hanna = town.house.browser_of(town.hanna);
    assert_eq!(hanna.get("/portfolio").status, 403);
    let menu = hanna.get("/").text();
    assert!(!menu.contains("href=\"/portfolio\""), "{menu}");
    for kind in [
        "service_requirement",
        "service_relation",
        "service_proposal",
        "party_involvement",
        "party_evaluation",
        "party_measure",
    ] {
        assert_ne!(hanna.get(&format!("/{kind}")).status, 200, "{kind}");
        let mara = town.house.browser_of(town.mara);
        assert_eq!(mara.get(&format!("/{kind}")).status, 200, "{kind}");
        assert_eq!(mara.get(&format!("/{kind}/new")).status, 403, "{kind}");
    }
    let mara = town.house.browser_of(town.mara);
    let answer = mara.get("/portfolio");
    assert_eq!(answer.status, 200);
    assert!(answer.text().contains("href=\"/portfolio\" aria-current=\"page\""));
    assert!(!answer.text().contains("/service_proposal/new"), "an agent proposes by a word");
}
