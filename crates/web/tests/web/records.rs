//! Any kind of record through its pages: forms, details, steps, versions, parts, files.
use crate::house::{
    csrf_of, post,
    town::{Town, between, house_itself, sent, words},
};
use gemba_desk::Command;
use gemba_testkit::{Answer, TestClient};
use gemba_vocabulary::{Value, actor::Role};
use serde_json::json;

#[test]
fn an_incident_is_worked_from_its_report_to_its_end_through_pages_alone() {
    let town = Town::open();
    let mara = town.house.browser_of(town.mara);
    let form = mara.get("/incident/new");
    assert!(words(&form).contains("What does not work, in one line"), "the help stands there");
    // What was typed is enough: no script put numbers into the hidden inputs.
    let page = sent(
        &mara,
        "/incident/new",
        &[
            ("summary", "Invoices print with last month’s address"),
            ("description", "Since **today**.\r\nSecond line."),
            ("service", ""),
            ("service_text", "Billing"),
            ("customer_text", "osprey logistics"),
            ("reporter_text", "PER-000003"),
            ("impact", "medium"),
            ("urgency", "medium"),
        ],
    );
    let text = words(&page);
    assert!(text.contains("INC-000001 is recorded."), "{text}");
    assert!(text.contains("Invoices print with last month’s address"), "{text}");
    assert!(text.contains("Osprey Logistics") && text.contains("Hanna Berg"), "{text}");
    assert!(page.text().contains("<strong>today</strong>"), "Markdown is shown");
    assert!(text.contains("8.6.1"), "the clause it serves");

    // The next step is the filled button; it asks, as a page and as a dialog.
    let first = between(&page, "class=\"verb first\" href=\"", "\"");
    assert_eq!(first, "/incident/1/do/classify");
    let asking = mara.get(&first);
    assert!(words(&asking).contains("Says which service suffers"), "{}", words(&asking));
    let dialog = mara.send("GET", &first, &[("x-fragment", "1")], None);
    assert!(dialog.text().starts_with("<section data-dialog-part>"), "{}", dialog.text());

    let refused = post(&mara, &first, &[("impact", "medium")]);
    assert_eq!(refused.status, 422);
    assert!(words(&refused).contains("Category"), "says what is missing: {}", words(&refused));
    let page = sent(&mara, &first, &[("category", "software")]);
    assert!(words(&page).contains("INC-000001 is now triaged."), "{}", words(&page));
    let step = |verb: &str, fields: &[(&str, &str)]| {
        let page = sent(&mara, &format!("/incident/1/do/{verb}"), fields);
        between(&page, "id=\"head\"", "</h1>");
        words(&page)
    };
    step("assign", &[("team_text", "Service desk"), ("assigned_to_text", "Mara Lind")]);
    let text = step("start", &[]);
    assert!(text.contains("is now in progress"), "{text}");
    let text = step("resolve", &[("resolution", "Cache cleared."), ("close_code", "fixed")]);
    assert!(text.contains("is now resolved") && text.contains("Cache cleared."), "{text}");
    let open = post(&mara, "/incident/1/do/close", &[]);
    assert_eq!(open.status, 422);
    assert!(words(&open).contains("Nobody has agreed that it is over"), "{}", words(&open));
    let text = step("close", &[("confirmed_by_user", "no"), ("confirmed_by_user", "yes")]);
    assert!(text.contains("is now closed"), "{text}");

    // The story is told from the first to the last, and the finished record leaves the open list.
    let places: Vec<_> = ["Classify", "Start work", "Resolve :", "Close :"]
        .map(|step| text.find(step).unwrap_or_else(|| panic!("no {step} in {text}")))
        .into();
    assert!(places.is_sorted(), "{places:?} in {text}");
    assert!(!mara.get("/incident").text().contains("/incident/1\""));
    assert!(mara.get("/incident?view=all").text().contains("/incident/1\""));
    let again = post(&mara, "/incident/1/do/close", &[]);
    assert_eq!(again.status, 422);
    assert!(words(&again).contains("“Close” cannot be done now: INC-000001 is closed."));
}

#[test]
fn a_step_from_the_dialog_leads_on_without_a_second_page() {
    let town = Town::open();
    town.incident("Invoices are wrong", json!({}));
    let mara = town.house.browser_of(town.mara);
    let csrf = csrf_of(&mara.get("/incident/1"));
    let body = format!("csrf={csrf}&category=software&impact=high&urgency=high");
    let headers = [("content-type", "application/x-www-form-urlencoded"), ("x-fragment", "1")];
    let answer = mara.send("POST", "/incident/1/do/classify", &headers, Some(body.as_bytes()));
    assert_eq!((answer.status, answer.header("x-location")), (204, Some("/incident/1")));
    assert!(words(&mara.get("/incident/1")).contains("INC-000001 is now triaged."));
}

#[test]
fn a_form_with_mistakes_says_them_at_the_fields_and_keeps_what_was_typed() {
    let town = Town::open();
    let mara = town.house.browser_of(town.mara);
    let answer = post(
        &mara,
        "/incident/new",
        &[
            ("summary", ""),
            ("description", "\r\nKeep \"me\" <b>"),
            ("service_text", "Biling"),
            ("impact", "high"),
            ("priority_override", "many"),
        ],
    );
    assert_eq!(answer.status, 422);
    let (html, text) = (answer.text(), words(&answer));
    assert!(text.contains("3 things are not right yet"), "{text}");
    assert!(html.contains("<a href=\"#f-summary\">Summary is required.</a>"), "{html}");
    assert!(text.contains("Service names nothing you may see: “Biling”"), "{text}");
    assert!(text.contains("Priority override must be a whole number."), "{text}");
    assert!(html.contains("value=\"Biling\"") && html.contains("value=\"many\""), "{html}");
    let area = between(&answer, "<textarea id=\"f-description\"", "</textarea>");
    // The browser drops the first line end; the second is the one that was typed.
    assert!(area.ends_with(">\n\nKeep &quot;me&quot; &lt;b&gt;"), "{area}");
    assert!(html.contains("value=\"high\" checked"), "{html}");
    let invalid = between(&answer, "id=\"f-summary\"", ">");
    assert!(invalid.contains("aria-invalid=\"true\"") && invalid.contains("f-summary-error"));
    assert_eq!(town.house.desk.count(&house_itself(), "incident", &[], 9).unwrap().count, 0);
}

#[test]
fn words_typed_over_a_chosen_record_count_more_than_the_number_behind_them() {
    let town = Town::open();
    let mara = town.house.browser_of(town.mara);
    let held = |id: i64| {
        let record = town.house.desk.record(&house_itself(), "incident", id).unwrap();
        let view = town.house.desk.view("incident").unwrap();
        view.value(&record, "service").clone()
    };
    let raise = |service: &str, words: &str| {
        let fields = [("summary", "x"), ("service", service), ("service_text", words)];
        sent(&mara, "/incident/new", &fields);
    };
    raise("1", "Mail");
    assert_eq!(held(1), Value::Ref(2), "the words were typed over the number");
    raise("2", "Mail");
    assert_eq!(held(2), Value::Ref(2));
    raise("2", "");
    assert_eq!(held(3), Value::None, "emptied");
    raise("", "SVC-000001");
    assert_eq!(held(4), Value::Ref(1), "a number is enough");
    town.house.add("service", json!({"name": "Mail"}));
    let fields = [("summary", "x"), ("service_text", "Mail")];
    let answer = post(&mara, "/incident/new", &fields);
    assert!(words(&answer).contains("names several records"), "{}", words(&answer));
}

#[test]
fn the_address_fills_the_form_and_unchanged_fields_are_no_change() {
    let town = Town::open();
    let admin = town.house.browser_of(town.house.person("Ada Admin", Role::Administrator));
    let form = admin.get("/incident/new?service=2&impact=high&summary=Hello");
    let html = form.text();
    assert!(html.contains("name=\"service\" value=\"2\"") && html.contains("value=\"Mail\""));
    assert!(html.contains("value=\"Hello\"") && html.contains("value=\"high\" checked"));
    town.incident(
        "Odd moments",
        json!({"opened_at": "2026-03-01T10:20:30.456Z", "description": "a\nb"}),
    );
    let before = town.version_of("incident", 1);
    let edit = admin.get("/incident/1/edit").text();
    assert!(edit.contains("value=\"2026-03-01T10:20:30\""), "{edit}");
    sent(
        &admin,
        "/incident/1/edit",
        &[
            ("_version", &before),
            ("summary", "Odd moments"),
            ("description", "a\r\nb"),
            ("opened_at", "2026-03-01T10:20:30"),
            ("service", "1"),
            ("service_text", "Billing"),
            ("confirmed_by_user", "no"),
            ("source_sla_met", "no"),
            ("impact", ""),
            ("tags", ""),
        ],
    );
    assert_eq!(town.version_of("incident", 1), before, "nothing was written");
}

#[test]
fn who_saves_later_sees_both_versions_and_loses_nothing() {
    let town = Town::open();
    town.incident("Old title", json!({"location": "Hall 1", "category": "software"}));
    let (mara, theo) = (town.house.browser_of(town.mara), town.house.browser_of(town.theo));
    let version = town.version_of("incident", 1);
    let typed = [
        ("_version", version.as_str()),
        ("summary", "Mara’s title"),
        ("location", "Hall 1"),
        ("category", "network"),
    ];
    sent(
        &theo,
        "/incident/1/edit",
        &[("_version", version.as_str()), ("summary", "Theo’s title"), ("location", "Hall 2")],
    );
    let page = post(&mara, "/incident/1/edit", &typed);
    assert_eq!(page.status, 409);
    let (html, text) = (page.text(), words(&page));
    assert!(text.contains("Theo Krause saved this while you were writing"), "{text}");
    assert!(text.contains("3 fields differ"), "{text}");
    assert!(text.contains("Mara’s title") && text.contains("Theo’s title"), "{text}");
    // What Mara changed is hers to keep; what she left alone stays as Theo saved it.
    assert!(html.contains("name=\"keep-summary\" value=\"mine\" checked"), "{html}");
    assert!(html.contains("name=\"keep-category\" value=\"mine\" checked"), "{html}");
    assert!(html.contains("name=\"keep-location\" value=\"theirs\" checked"), "{html}");
    let now = town.version_of("incident", 1);
    assert!(html.contains(&format!("name=\"_version\" value=\"{now}\"")), "{html}");
    assert!(html.contains("type=\"hidden\" name=\"summary\" value=\"Mara’s title\""), "{html}");
    let page = sent(
        &mara,
        "/incident/1/edit",
        &[
            ("_version", now.as_str()),
            ("summary", "Mara’s title"),
            ("location", "Hall 1"),
            ("category", "network"),
            ("keep-summary", "mine"),
            ("keep-location", "theirs"),
            ("keep-category", "mine"),
        ],
    );
    let text = words(&page);
    assert!(text.contains("Mara’s title") && text.contains("Hall 2"), "{text}");
    assert!(text.contains("network"), "{text}");

    // A step taken on an old page is not taken either.
    let step = [("_version", version.as_str()), ("impact", "high"), ("urgency", "high")];
    let page = post(&mara, "/incident/1/do/classify", &step);
    assert_eq!(page.status, 409);
    assert!(words(&page).contains("Somebody changed this record while you were writing"));
}

#[test]
fn people_write_and_notes_stay_inside() {
    let town = Town::open();
    let reported = json!({"customer": town.osprey, "reporter": town.hanna});
    town.incident("Invoices are wrong", reported);
    let mara = town.house.browser_of(town.mara);
    let say =
        |text: &str, to: &str| sent(&mara, "/incident/1/say", &[("text", text), ("visible", to)]);
    say("We are **on it** <script>alert(1)</script>", "customer");
    let page = say("Between us: it is the cache", "inside");
    let html = page.text();
    assert!(html.contains("<strong>on it</strong>") && !html.contains("<script>alert"), "{html}");
    assert!(words(&page).contains("noted for colleagues"), "{}", words(&page));
    let page = sent(&mara, "/incident/1/say", &[("text", " "), ("visible", "inside")]);
    assert!(words(&page).contains("Nothing was written"), "{}", words(&page));

    let hanna = town.house.browser_of(town.hanna);
    let page = hanna.get("/incident/1");
    let text = words(&page);
    assert!(text.contains("We are on it") && !text.contains("Between us"), "{text}");
    let composer = between(&page, "class=\"write\"", "</form>");
    assert!(composer.contains("Send") && !composer.contains("inside"), "{composer}");
    let note = post(&hanna, "/incident/1/say", &[("text", "x"), ("visible", "inside")]);
    assert_eq!(note.status, 403, "a requester writes no notes");
}

#[test]
fn a_long_history_shows_its_newest_part_and_the_way_back() {
    let town = Town::open();
    town.incident("Chatty", json!({}));
    for place in 0..60 {
        let note = Command::verb("incident", 1, "note").with_note(&format!("Note {place:02}."));
        town.house.desk.run(&house_itself(), note).unwrap();
    }
    let mara = town.house.browser_of(town.mara);
    let page = mara.get("/incident/1");
    let text = words(&page);
    assert!(text.contains("Note 59.") && text.contains("Note 10.") && !text.contains("Note 09."));
    let earlier = between(&page, "class=\"verb slim\" href=\"/incident/1?before=", "\"");
    let text = words(&mara.get(&format!("/incident/1?before={earlier}")));
    assert!(text.contains("Note 09.") && text.contains("Recorded"), "{text}");
    assert!(!text.contains("Note 10."), "{text}");
}

#[test]
fn tasks_decisions_and_links_hang_on_a_record() {
    let town = Town::open();
    town.incident("Invoices are wrong", json!({}));
    town.house.add("problem", json!({"summary": "Cache is stale", "source": "reactive"}));
    let mara = town.house.browser_of(town.mara);
    let fields = [("summary", "Ring Hanna"), ("assigned_to_text", "Theo Krause")];
    let page = sent(&mara, "/incident/1/task", &fields);
    let text = words(&page);
    assert!(
        text.contains("The task was added to INC-000001.") && text.contains("0 of 1"),
        "{text}"
    );
    assert!(page.text().contains("formaction=\"/task/1/do/finish\""), "{}", page.text());
    let page = sent(&mara, "/task/1/do/finish", &[("_next", "/incident/1")]);
    assert!(words(&page).contains("1 of 1"), "ticked off, and back where it was");
    let form = mara.get("/incident/1/approval").text();
    assert!(form.contains("INC-000001: Invoices are wrong") && !form.contains("parent_kind"));
    let own = [("summary", "May we?"), ("approver_text", "Mara Lind")];
    let answer = post(&mara, "/incident/1/approval", &own);
    assert_eq!(answer.status, 422);
    assert!(words(&answer).contains("nobody decides on their own request"), "{}", words(&answer));
    let page = sent(
        &mara,
        "/incident/1/approval",
        &[("summary", "May we?"), ("approver_text", "Theo Krause")],
    );
    assert!(words(&page).contains("Theo Krause asked"), "{}", words(&page));
    let fields = [("relation", "caused_by"), ("other", "PRB-9")];
    let answer = post(&mara, "/incident/1/link", &fields);
    assert!(words(&answer).contains("names no record that you may see"), "{}", words(&answer));
    let fields = [("relation", "caused_by"), ("other", "prb 1")];
    let page = sent(&mara, "/incident/1/link", &fields);
    let text = words(&page);
    assert!(text.contains("Cache is stale PRB-000001 · caused by"), "{text}");
    let other = words(&mara.get("/problem/1"));
    assert!(other.contains("Invoices are wrong INC-000001 · caused by this"), "{other}");
}

#[test]
fn a_record_shows_what_refers_to_it() {
    let town = Town::open();
    for place in 0..7 {
        town.incident(&format!("Incident {place}"), json!({"customer": town.osprey}));
    }
    let mara = town.house.browser_of(town.mara);
    let page = mara.get(&format!("/customer/{}", town.osprey));
    let text = words(&page);
    assert!(text.contains("Incident 6") && !text.contains("Incident 1 "), "five of them: {text}");
    let all = format!("href=\"/incident?customer={}&amp;open=yes\"", town.osprey);
    assert!(page.text().contains(&all), "{}", page.text());
}

fn upload(client: &TestClient, path: &str, name: &str, bytes: &[u8]) -> Answer {
    let csrf = csrf_of(&client.get("/account"));
    let mut body = format!(
        "--edge\r\ncontent-disposition: form-data; name=\"csrf\"\r\n\r\n{csrf}\r\n--edge\r\n\
         content-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n"
    )
    .into_bytes();
    body.extend_from_slice(bytes);
    body.extend_from_slice(b"\r\n--edge--\r\n");
    let kind = [("content-type", "multipart/form-data; boundary=edge")];
    client.send("POST", path, &kind, Some(&body))
}

#[test]
fn a_file_is_kept_and_handed_out_so_that_it_harms_nobody() {
    let town = Town::open();
    town.incident("Invoices are wrong", json!({"customer": town.linden}));
    let mara = town.house.browser_of(town.mara);
    let answer = upload(&mara, "/incident/1/attach", "Rechnung März.txt", b"<script>1</script>");
    assert_eq!(answer.status, 303, "{}", words(&answer));
    let page = words(&mara.get("/incident/1"));
    assert!(
        page.contains("The file was attached.") && page.contains("Rechnung März.txt"),
        "{page}"
    );
    let file = mara.get("/attachment/1/file");
    assert_eq!(file.bytes, b"<script>1</script>");
    assert_eq!(file.header("content-type"), Some("text/plain"));
    assert_eq!(file.header("x-content-type-options"), Some("nosniff"));
    let disposition = file.header("content-disposition").unwrap();
    assert!(disposition.starts_with("attachment; filename=\"Rechnung M_rz.txt\""), "{disposition}");
    assert!(disposition.ends_with("filename*=UTF-8''Rechnung%20M%C3%A4rz.txt"), "{disposition}");
    assert!(file.header("content-security-policy").unwrap().contains("sandbox"));
    let picture = b"\x89PNG\r\n\x1a\n0000000000000000";
    upload(&mara, "/incident/1/attach", "a.png", picture);
    let shown = mara.get("/attachment/2/file?show=1");
    assert!(shown.header("content-disposition").unwrap().starts_with("inline"));
    assert!(
        mara.get("/attachment/1/file?show=1")
            .header("content-disposition")
            .unwrap()
            .starts_with("attachment"),
        "a text never opens in place"
    );
    upload(&mara, "/incident/1/attach", "a.exe", b"MZ");
    let page = words(&mara.get("/incident/1"));
    assert!(page.contains("Files of the type “.exe” are not taken"), "{page}");
    let hanna = town.house.browser_of(town.hanna);
    let stolen = hanna.get("/attachment/1/file");
    assert!(matches!(stolen.status, 403 | 404), "{}", stolen.status);
}

#[test]
fn what_may_follow_begins_with_what_is_known_and_both_are_tied() {
    let town = Town::open();
    let incident =
        town.incident("Invoices are wrong", json!({"category": "mail", "impact": "high"}));
    let mara = town.house.browser_of(town.mara);
    let begin = "/problem/new?_from=INC-000001";
    let page = mara.get("/incident/1");
    assert!(page.text().contains(&format!("href=\"{begin}\"")), "{}", page.text());
    let form = mara.get(begin);
    let summary = between(&form, "id=\"f-summary\"", ">");
    assert!(summary.contains("Invoices are wrong"), "{summary}");
    assert!(between(&form, "id=\"f-category\"", ">").contains("mail"), "{}", words(&form));
    let page = sent(&mara, begin, &[("summary", "Invoices are wrong"), ("source", "reactive")]);
    assert!(words(&page).contains("PRB-000001 is recorded."), "{}", words(&page));
    assert!(page.text().contains("href=\"/incident/1\""), "the problem shows its incident");
    let held = town.house.desk.record(&house_itself(), "incident", incident).unwrap();
    let view = town.house.desk.view("incident").unwrap();
    assert_eq!(view.value(&held, "problem").as_int(), Some(1));
    // It has its problem now; neither the button nor an old address begins another one.
    assert!(!mara.get("/incident/1").text().contains(begin));
    let form = mara.get(begin);
    assert!(!between(&form, "id=\"f-summary\"", ">").contains("Invoices"), "an empty form");
    // People from outside begin nothing by it.
    town.incident("Mail rests", json!({"customer": town.osprey}));
    let hanna = town.house.browser_of(town.hanna);
    assert!(!hanna.get("/incident/2").text().contains("_from="));
}

#[test]
fn a_decision_leads_to_what_it_is_about() {
    let town = Town::open();
    town.incident("Invoices are wrong", json!({}));
    let question = json!({"summary": "May we?", "parent_kind": "incident", "parent": 1,
        "approver": town.theo});
    town.house.add("approval", question);
    let page = town.house.browser_of(town.mara).get("/approval/1");
    let details = between(&page, "id=\"details\"", "</section>");
    assert!(details.contains("href=\"/incident/1\">INC-000001 Invoices are wrong"), "{details}");
    assert!(!details.contains("About kind"), "{details}");
}
