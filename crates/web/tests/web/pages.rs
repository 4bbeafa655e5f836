//! The house's own pages: my work, search, palette, choices, news, readiness, permissions.
use crate::house::House;
use gemba_conformity::{Place, kept};
use gemba_desk::{Command, Imported, Input};
use gemba_vocabulary::actor::{Actor, Channel, Role};
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Write as _};

/// Markup without tags, so that words can be looked for.
fn words(html: &str) -> String {
    let parts = html.split('<').map(|part| part.split_once('>').map_or("", |(_, text)| text));
    parts.collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_first_page_shows_what_is_with_the_reader_and_what_nobody_has_taken() {
    let house = House::open();
    let team = house.add("team", json!({"name": "Service desk"}));
    let mara = house.add(
        "person",
        json!({"name": "Mara Lind", "email": "mara@example.org", "roles": "agent", "team": team}),
    );
    let theo = house.person("Theo Krause", Role::Agent);
    let service = house.add("service", json!({"name": "Billing"}));
    let add = |summary: &str, more: serde_json::Value| {
        let mut fields = json!({"summary": summary, "service": service, "impact": "high",
            "urgency": "high"});
        for (name, value) in more.as_object().unwrap() {
            fields[name] = value.clone();
        }
        house.add("incident", fields)
    };
    add("Mine to solve", json!({"assigned_to": mara}));
    add("With a colleague", json!({"assigned_to": theo}));
    add("Nobody has this", json!({"team": team}));
    house.add(
        "task",
        json!({"summary": "Call back", "parent_kind": "incident", "parent": 1,
        "assigned_to": mara, "due_on": "2020-01-01"}),
    );
    house.add(
        "approval",
        json!({"summary": "New address cache", "parent_kind": "incident",
        "parent": 1, "approver": mara}),
    );

    let html = house.browser_of(mara).get("/").text();
    let (needs, rest) = html.split_once("id=\"with\"").unwrap();
    let (with, queue) = rest.split_once("id=\"queue\"").unwrap();
    let (needs, with, queue) = (words(needs), words(with), words(queue));
    assert!(needs.contains("Decide: New address cache"), "{needs}");
    assert!(needs.contains("Call back") && needs.contains("was due on 1 Jan 2020"), "{needs}");
    assert!(with.contains("Mine to solve") && with.contains("Billing"), "{with}");
    assert!(!with.contains("With a colleague") && !with.contains("Nobody has this"), "{with}");
    assert!(queue.contains("Nobody has this") && !queue.contains("Mine to solve"), "{queue}");
    assert!(queue.contains("3 open"), "{queue}");
    let boss = house.browser_of(house.person("Ines Albrecht", Role::Administrator));
    let html = boss.get("/").text();
    let (_, pressing) = html.split_once("id=\"pressing\"").expect("who has no team sees the whole");
    let pressing = words(pressing);
    assert!(pressing.contains("With a colleague") && pressing.contains("Nobody has this"));
}

#[test]
fn people_served_see_their_own_incidents_and_a_way_to_raise_one() {
    let house = House::open();
    let hanna = house.person("Hanna Berg", Role::Requester);
    house.add("incident", json!({"summary": "Invoices are wrong", "reporter": hanna}));
    house.add("incident", json!({"summary": "Somebody else’s trouble"}));
    let client = house.browser_of(hanna);
    let html = client.get("/").text();
    let text = words(&html);
    assert!(text.contains("Your incidents") && text.contains("Invoices are wrong"), "{text}");
    assert!(!text.contains("Somebody else’s trouble"), "{text}");
    assert!(html.contains("href=\"/incident/new\""), "{html}");
    assert!(!html.contains("href=\"/readiness\"") && !html.contains("href=\"/person\""), "{html}");
    let found = words(&client.get("/search?q=trouble").text());
    assert!(found.contains("Nothing found for “trouble”"), "{found}");
    assert_eq!(client.get("/readiness").status, 403);
    assert_eq!(client.get("/permissions").status, 403);
}

#[test]
fn search_finds_words_and_leads_from_a_number_to_its_record() {
    let house = House::open();
    let client = house.browser_of(house.person("Mara Lind", Role::Agent));
    house.add("incident", json!({"summary": "Printer smells of <toast> & smoke"}));
    house.add("problem", json!({"summary": "Toast in printers", "source": "reactive"}));
    let html = client.get("/search?q=toast").text();
    assert!(html.contains("Printer smells of &lt;toast&gt; &amp; smoke"), "{html}");
    assert!(words(&html).contains("2 records"), "{html}");
    assert!(html.contains("href=\"/search?q=toast&amp;kind=problem\""), "{html}");
    let of_kind = words(&client.get("/search?q=toast&kind=problem").text());
    assert!(of_kind.contains("Toast in printers") && !of_kind.contains("smells"), "{of_kind}");
    let by_number = client.get("/search?q=inc-1");
    assert_eq!((by_number.status, by_number.header("location")), (303, Some("/incident/1")));
}

#[test]
fn the_palette_offers_what_the_reader_may_do_and_the_records_that_match() {
    let house = House::open();
    house.add("incident", json!({"summary": "Incomplete backup"}));
    let agent = house.browser_of(house.person("Mara Lind", Role::Agent));
    let auditor = house.browser_of(house.person("Ada Audit", Role::Auditor));
    let usual = agent.get("/palette?q=").text();
    assert!(usual.contains("Raise incident") && !usual.contains("INC-000001"), "{usual}");
    let found = agent.get("/palette?q=inc").text();
    assert!(found.contains("Raise incident") && found.contains("INC-000001"), "{found}");
    let seen = auditor.get("/palette?q=inc").text();
    assert!(!seen.contains("Raise incident") && seen.contains("INC-000001"), "{seen}");
    assert!(!found.contains("<html"), "it is a piece of a page");
}

#[test]
fn a_reference_is_chosen_among_what_matches() {
    let house = House::open();
    let client = house.browser_of(house.person("Mara Lind", Role::Agent));
    let billing = house.add("service", json!({"name": "Billing"}));
    house.add("service", json!({"name": "Mail"}));
    let found = client.get("/pick/service?q=bil").text();
    let option = format!("role=\"option\" data-id=\"{billing}\" data-label=\"Billing\"");
    assert!(found.contains(&option) && !found.contains("Mail"), "{found}");
    assert!(client.get("/pick/service?q=").text().contains("Mail"));
    assert_eq!(client.get("/pick/nonsense?q=").status, 404);
    let served = house.browser_of(house.person("Hanna Berg", Role::Requester));
    assert_eq!(served.get("/pick/problem?q=").status, 403);
}

#[test]
fn readiness_counts_every_requirement_and_names_each_exception() {
    let house = House::open();
    let client = house.browser_of(house.person("Ada Audit", Role::Auditor));
    let empty = words(&client.get("/readiness").text());
    assert!(empty.contains("of 390 pass"), "{empty}");
    assert!(empty.contains("Pass 0"), "nothing passes without data: {empty}");
    house.add("incident", json!({"summary": "Nobody said which service"}));
    let one = client.get("/readiness?id=8.6.1-a");
    assert_eq!(one.status, 200);
    assert!(words(&one.text()).contains("Record and classify incidents"), "{}", one.text());
    let clause = words(&client.get("/readiness?clause=8.6").text());
    assert!(clause.contains("8.6.1-a") && clause.contains("8.6.3"), "{clause}");
    assert!(!clause.contains("8.5.1"), "{clause}");
    let fails = words(&client.get("/readiness?result=no_check_yet").text());
    assert!(fails.contains("No check yet"), "{fails}");
    assert_eq!(client.get("/readiness?id=99.9-z").status, 404);
    let policy = words(&client.get("/readiness?id=8.2.3.1-1").text());
    assert!(policy.contains("ISO/IEC 27001:2022 8.1; A.5.19"), "{policy}");
}

#[test]
fn readiness_tells_of_older_editions_what_their_requirements_became() {
    let house = House::open();
    let client = house.browser_of(house.person("Ada Audit", Role::Auditor));
    let html = client.get("/readiness?edition=2011").text();
    assert!(words(&html).contains("of 388 pass"), "{html}");
    assert!(html.contains("href=\"/readiness?clause=8.1&amp;edition=2011\""), "{html}");
    let clause = client.get("/readiness?clause=8.1&edition=2011").text();
    let (_, link) = clause.split_once("href=\"/readiness?id=").unwrap();
    let (id, _) = link.split_once('&').unwrap();
    let one = client.get(&format!("/readiness?id={id}&edition=2011")).text();
    assert!(words(&one).contains("What it became in 2018"), "{one}");
    assert!(words(&client.get("/readiness?edition=2005").text()).contains("of 25 pass"));
    assert_eq!(client.get("/readiness?edition=1999").status, 404);
}

#[test]
fn readiness_is_told_by_stage_with_a_forecast_and_the_shortest_list() {
    let house = House::open();
    let client = house.browser_of(house.person("Ada Audit", Role::Auditor));
    let html = client.get("/readiness?stage=1").text();
    let one = words(&html);
    assert!(
        one.contains("of 211 pass") && one.contains("Stage 1: is it ready?: not ready"),
        "{one}"
    );
    assert!(!one.contains("Stage 2: does it work?: not ready"), "{one}");
    assert!(html.contains("href=\"/readiness?clause=8.6&amp;stage=1\""), "{html}");
    let clause = words(&client.get("/readiness?clause=8.6.1&stage=1").text());
    let whole = words(&client.get("/readiness?clause=8.6.1").text());
    assert!(!clause.contains("8.6.1-6") && whole.contains("8.6.1-6"), "{clause}");
    let both = words(&client.get("/readiness").text());
    assert!(both.contains("Stage 2: does it work?: not ready"), "{both}");
    assert!(both.contains("382 would be major, 1 minor"), "{both}");
    assert!(both.contains("Plan 0%") && both.contains("79 more"), "{both}");
    let check = words(&client.get("/readiness?quarter=check").text());
    assert!(check.contains("9.2.1-a1") && !check.contains("8.6.1-a"), "{check}");
}

#[test]
fn a_requirement_says_who_answers_and_what_it_would_be() {
    let house = House::open();
    let mara = house.person("Mara Lind", Role::ServiceManager);
    let client = house.browser_of(mara);
    let page = client.get("/readiness?id=8.3.3-2").text();
    let told = words(&page);
    assert!(told.contains("Nobody: no process of this clause has an owner"), "{told}");
    assert!(told.contains("would be major. Nothing shows any requirement of its clause"), "{told}");
    assert!(told.contains("no snapshot has found it so yet"), "{told}");
    assert!(page.contains("href=\"/role_assignment/new\""), "{page}");
    assert!(told.contains("Often found"), "{told}");
    house.add("readiness_snapshot", json!({"edition": "2018"}));
    let trend = words(&client.get("/readiness").text());
    assert!(trend.contains("One snapshot") && trend.contains("Keep today's"), "{trend}");
    let agent = house.browser_of(house.person("Anna Agent", Role::Agent));
    assert!(!words(&agent.get("/readiness").text()).contains("Over time"), "it is for few");
}

/// What begins or mends a requirement is a form that is filled as far as it can be known.
#[test]
fn the_button_of_a_requirement_opens_the_right_form_filled() {
    let house = House::open();
    let client = house.browser_of(house.person("Mara Lind", Role::ServiceManager));
    let opens = |id: &str| {
        let page = client.get(&format!("/readiness?id={id}")).text();
        let (_, rest) = page.split_once("class=\"verb slim\" href=\"").unwrap();
        let href = rest.split('"').next().unwrap().replace("&amp;", "&");
        assert_eq!(client.get(&href).status, 200, "{id}: {href}");
        href
    };
    assert_eq!(opens("8.6.1-a"), "/incident/new");
    assert_eq!(opens("8.1-1"), "/process/new?clause=8.1");
    // Nobody asked an interested party what it requires: its own page is where that begins.
    let party = house.add("interested_party", json!({"name": "The council", "sort": "regulator"}));
    assert_eq!(opens("4.2-b"), format!("/interested_party/{party}"));
    // A service is delivered to somebody without an agreement: the form knows whom and what it is about.
    let customer = house.add("customer", json!({"name": "Clinic"}));
    let at = "2026-01-05T08:00:00Z".parse().unwrap();
    let live = Imported { at, state: Some("live".to_owned()), origin: None, by: None };
    let Json::Object(fields) = json!({"name": "Mail", "customers": [customer]}) else { return };
    let service = Command::create("service", Input::Json(fields)).with_import(live);
    let service = house.desk.run(&Actor::house(Channel::Import), service).unwrap().record.id;
    let agreement = opens("8.3.3-2");
    assert!(agreement.starts_with("/service_level_agreement/new?"), "{agreement}");
    assert!(agreement.contains(&format!("service={service}")), "{agreement}");
    let address = house.add("configuration_item", json!({"name": "Printer"}));
    assert_eq!(opens("8.2.6-b"), format!("/configuration_item/{address}"));
}

/// Everything that is said to show a requirement can be opened from the requirement's own page.
#[test]
fn where_the_evidence_is_kept_is_a_link_that_opens() {
    let house = House::open();
    let client = house.browser_of(house.person("Ada Audit", Role::Auditor));
    let mut seen = BTreeSet::new();
    for (id, told) in kept::all().unwrap() {
        let page = client.get(&format!("/readiness?id={}", urlencoded(id))).text();
        for place in &told.places {
            let href = match place {
                Place::Kind { kind, .. } => format!("/{kind}"),
                Place::Sheet(name) => format!("/figures/{name}"),
                Place::Page(address) => address.clone(),
            };
            assert!(page.contains(&format!("href=\"{href}\"")), "{id} does not lead to {href}");
            if seen.insert(href.clone()) {
                assert_eq!(client.get(&href).status, 200, "{id}: {href}");
            }
        }
    }
}

fn urlencoded(id: &str) -> String {
    id.replace(' ', "%20").replace('(', "%28").replace(')', "%29")
}

#[test]
fn the_table_of_permissions_is_what_the_desk_decides() {
    let house = House::open();
    let client = house.browser_of(house.person("Ada Audit", Role::Auditor));
    let html = client.get("/permissions").text();
    let (_, incidents) = html.split_once("id=\"incident\"").unwrap();
    let (incidents, _) = incidents.split_once("</section>").unwrap();
    let row = |verb: &str| {
        let (_, rest) = incidents.split_once(&format!("<th scope=\"row\">{verb}</th>")).unwrap();
        let row = rest.split("</tr>").next().unwrap();
        row.split("<td>").skip(1).map(|cell| cell.contains("#check")).collect::<Vec<_>>()
    };
    // In the order of Role::ALL: requesters and contacts raise incidents; approvers, top management, auditors and
    // programs do not.
    let may = |names: &[&str]| Role::ALL.map(|role| names.contains(&role.name())).to_vec();
    let raise = ["administrator", "service_manager", "process_owner", "agent", "requester"];
    assert_eq!(row("Create"), may(&[&raise[..], &["customer_contact", "security"]].concat()));
    let all_but_programs: Vec<_> =
        Role::ALL.iter().map(|role| role.name()).filter(|name| *name != "program").collect();
    assert_eq!(row("Read"), may(&all_but_programs));
    let agent = house.browser_of(house.person("Mara Lind", Role::Agent));
    assert_eq!(agent.get("/permissions").status, 403);
}

/// The lines of data that the stream of news brings; it is listening when this returns.
fn listen(house: &House, cookie: &str, path: &str) -> impl Iterator<Item = String> + use<> {
    let address = house.url.strip_prefix("http://").unwrap();
    let mut stream = std::net::TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(std::time::Duration::from_secs(30))).unwrap();
    let request =
        format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nCookie: gemba_session={cookie}\r\n\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    let mut lines = BufReader::new(stream).lines().map(Result::unwrap);
    let head: Vec<_> = lines.by_ref().take_while(|line| !line.is_empty()).collect();
    assert!(head.iter().any(|line| line.contains("text/event-stream")), "{head:?}");
    // The stream is in chunks; the last one is empty.
    lines.take_while(|line| line != "0").filter(|line| line.starts_with("data:"))
}

#[test]
fn news_reach_the_page_that_shows_the_record_and_nobody_who_may_not_see_it() {
    let house = House::open();
    let mara = house.person("Mara Lind", Role::Agent);
    let theo = house.person("Theo Krause", Role::Agent);
    let hanna = house.person("Hanna Berg", Role::Requester);
    let first = house.add("incident", json!({"summary": "The first"}));
    let second = house.add("incident", json!({"summary": "The second", "reporter": hanna}));
    let listen = |person: i64, path: &str| {
        let cookie = house.browser_of(person).cookie("gemba_session").unwrap();
        listen(&house, &cookie, path)
    };
    let mut of_second = listen(mara, &format!("/events?kind=incident&record={second}"));
    let mut of_hanna = listen(hanna, "/events?kind=incident");
    let theo = house.desk.speak_for(theo, Channel::Page).unwrap();
    let comment = |id: i64| {
        let command = Command::verb("incident", id, "comment").with_note("I am on it");
        house.desk.run(&theo, command.with_input(Input::Nothing)).unwrap();
    };
    comment(first);
    comment(second);
    // The first line that arrives is already about the second record: the first was kept back.
    assert_eq!(of_second.next().unwrap(), "data: {\"by\":\"Theo Krause\"}");
    assert_eq!(of_hanna.next().unwrap(), "data: {\"by\":\"Theo Krause\"}");
    let mara = house.desk.speak_for(mara, Channel::Page).unwrap();
    let own = Command::verb("incident", second, "comment").with_note("Me too");
    house.desk.run(&mara, own).unwrap();
    assert_eq!(of_second.next().unwrap(), "data: {\"own\":true}");
    // Hanna heard of the second comment next, not of anything about the first record.
    assert_eq!(of_hanna.next().unwrap(), "data: {\"by\":\"Mara Lind\"}");
}

#[test]
fn who_signed_out_hears_nothing_more() {
    let house = House::open();
    let mara = house.person("Mara Lind", Role::Agent);
    let theo = house.person("Theo Krause", Role::Agent);
    let id = house.add("incident", json!({"summary": "The first"}));
    let client = house.browser_of(mara);
    let cookie = client.cookie("gemba_session").unwrap();
    let mut news = listen(&house, &cookie, "/events");
    let theo = house.desk.speak_for(theo, Channel::Page).unwrap();
    let comment = || {
        let command = Command::verb("incident", id, "comment").with_note("I am on it");
        house.desk.run(&theo, command).unwrap();
    };
    comment();
    assert_eq!(news.next().unwrap(), "data: {\"by\":\"Theo Krause\"}");
    crate::house::post(&client, "/sign-out", &[]);
    comment();
    assert_eq!(news.next(), None, "the stream has ended");
}

#[test]
fn the_house_says_that_it_is_well() {
    let house = House::open();
    let answer = house.stranger().get("/healthz");
    assert_eq!((answer.status, answer.text().as_str()), (200, "ok\n"));
}
