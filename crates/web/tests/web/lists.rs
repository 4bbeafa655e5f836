//! Lists of any kind through their pages: narrowing, views, many at once, CSV; and whose records
//! they hold.
use crate::house::{
    post,
    town::{Town, between, house_itself, sent, words},
};
use gemba_desk::{Command, Input};
use gemba_testkit::Answer;
use gemba_vocabulary::{Value, actor::Role};
use serde_json::json;

#[test]
fn a_list_is_narrowed_sorted_paged_and_kept() {
    let town = Town::open();
    for place in 0..60 {
        let (impact, service) = if place % 2 == 0 { ("high", 1) } else { ("medium", 2) };
        town.incident(
            &format!("Incident {place:02}"),
            json!({"service": service, "impact": impact, "urgency": impact}),
        );
    }
    let mara = town.house.browser_of(town.mara);
    let list = mara.get("/incident");
    assert!(words(&list).contains("60 records"), "{}", words(&list));
    assert_eq!(list.text().matches("<tr data-href").count(), 50);
    let html = list.text();
    let (before, _) = html.split_once("\" rel=\"next\"").unwrap();
    let (_, next) = before.rsplit_once("href=\"").unwrap();
    let rest = mara.get(&next.replace("&amp;", "&"));
    assert_eq!(rest.text().matches("<tr data-href").count(), 10);
    assert!(rest.text().contains("Incident 00") && !rest.text().contains("Incident 59"));
    assert!(rest.text().contains(">From the start</a>"));

    // The form of a filter leads to the address that says it.
    let panel = mara.get("/incident?by=service");
    assert!(panel.text().contains("data-pick=\"service\""), "the input that suits a reference");
    let answer = mara.get(
        "/incident?open=yes&filter-field=service&filter-test=is&filter-value=\
         &filter-value_text=Mail",
    );
    assert_eq!(answer.header("location"), Some("/incident?open=yes&service=2"));
    let answer = mara
        .get("/incident?filter-field=state&filter-test=not&filter-value=new&filter-value=closed");
    assert_eq!(answer.header("location"), Some("/incident?state=not:new,closed"));
    let narrowed = mara.get("/incident?open=yes&service=2&sort=summary");
    let text = words(&narrowed);
    assert!(text.contains("30 records") && text.contains("Service is Mail"), "{text}");
    assert!(text.find("Incident 01").unwrap() < text.find("Incident 03").unwrap(), "{text}");
    assert!(narrowed.text().contains("aria-sort=\"ascending\""));
    assert!(narrowed.text().contains(
        "href=\"/incident?open=yes&amp;sort=summary\" \
         aria-label=\"Remove the filter Service is Mail\""
    ));
    assert_eq!(mara.get("/incident?nonsense=1").status, 404);

    // Chosen columns, and the view that keeps all of it.
    let answer = mara.get("/incident?service=2&column=state&column=location&column=service");
    let columns = "/incident?service=2&columns=state,location,service";
    assert_eq!(answer.header("location"), Some(columns));
    let head = between(&mara.get(columns), "<thead>", "</thead>");
    assert!(head.contains("Location") && !head.contains("Assigned to"), "{head}");
    let fields = [
        ("name", "Mail trouble"),
        ("query", "service=2&sort=-id"),
        ("columns", "state,location"),
        ("shared", "yes"),
    ];
    let kept = sent(&mara, "/incident/views", &fields);
    assert!(words(&kept).contains("The view “Mail trouble” is kept."), "{}", words(&kept));
    assert!(kept.text().contains("aria-current=\"page\">Mail trouble"), "{}", kept.text());
    sent(&mara, "/incident/views", &[("name", "Only mine"), ("query", "open=yes")]);
    let theo = town.house.browser_of(town.theo);
    let tabs = between(&theo.get("/incident"), "class=\"tabs\"", "</nav>");
    assert!(tabs.contains("Mail trouble") && !tabs.contains("Only mine"), "{tabs}");
}

#[test]
fn a_list_of_many_says_more_than_a_thousand() {
    let town = Town::open();
    let team = |place: i32| {
        let fields = json!({"name": format!("Team {place}")});
        Command::create("team", Input::Json(fields.as_object().unwrap().clone()))
    };
    town.house.desk.run_many(&house_itself(), (0..1000).map(team).collect()).unwrap();
    let mara = town.house.browser_of(town.mara);
    let text = words(&mara.get("/team"));
    assert!(text.contains("more than 1,000"), "{text}");
    assert!(mara.get("/team?sort=name").status == 200);
    let answer = mara.get("/team?csv=1");
    assert_eq!(answer.text().matches("\r\n").count(), 1002, "a head and every team, page by page");
}

#[test]
fn words_are_searched_within_a_kind() {
    let town = Town::open();
    town.incident("Printer on fire", json!({}));
    town.incident("Mail is slow", json!({}));
    let mara = town.house.browser_of(town.mara);
    let text = words(&mara.get("/incident?q=printer"));
    assert!(text.contains("Printer on fire") && !text.contains("Mail is slow"), "{text}");
    let none = words(&mara.get("/incident?q=zebra"));
    assert!(none.contains("No incidents here"), "{none}");
}

#[test]
fn csv_holds_what_the_list_shows_and_no_formula() {
    let town = Town::open();
    town.incident("=1+1", json!({"assigned_to": town.mara, "service": 2}));
    town.incident("a, \"b\"", json!({"service": 1}));
    let mara = town.house.browser_of(town.mara);
    let answer = mara.get("/incident?service=2&columns=state,assigned_to,opened_at&csv=1");
    assert_eq!(answer.header("content-type"), Some("text/csv; charset=utf-8"));
    assert_eq!(answer.header("content-disposition"), Some("attachment; filename=\"incident.csv\""));
    let text = answer.text();
    let lines: Vec<_> = text.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(lines[0], "Number,Summary,State,Assigned to,Opened at");
    assert!(lines[1].starts_with("INC-000001,'=1+1,New,Mara Lind,20"), "{text}");
    assert_eq!(lines.len(), 2, "{text}");
    let all = mara.get("/incident?view=all&sort=id&columns=state&csv=1").text();
    assert!(all.contains("INC-000002,\"a, \"\"b\"\"\",New\r\n"), "{all}");
}

#[test]
fn a_field_that_an_administrator_adds_is_everywhere_at_once() {
    let town = Town::open();
    let admin = town.house.browser_of(town.house.person("Ada Admin", Role::Administrator));
    sent(
        &admin,
        "/custom_field/new",
        &[
            ("of_kind", "incident"),
            ("field", "x_shop"),
            ("label", "Shop number"),
            ("help", "Four digits on the till."),
            ("holds", "short_text"),
            ("filtered", "no"),
            ("filtered", "yes"),
            ("in_list", "no"),
            ("in_list", "yes"),
        ],
    );
    let mara = town.house.browser_of(town.mara);
    let form = words(&mara.get("/incident/new"));
    assert!(form.contains("Shop number") && form.contains("Four digits on the till."), "{form}");
    let fields = [("summary", "Till is stuck"), ("x_shop", "0042")];
    let page = words(&sent(&mara, "/incident/new", &fields));
    assert!(page.contains("Shop number 0042"), "{page}");
    let list = words(&mara.get("/incident?x_shop=0042"));
    assert!(list.contains("Shop number is 0042") && list.contains("Till is stuck"), "{list}");
    let csv = mara.get("/incident?csv=1").text();
    assert!(csv.contains("Shop number") && csv.contains("0042"), "{csv}");
    // Loosening a built-in rule is refused with a sentence.
    let fields = [("of_kind", "incident"), ("field", "summary"), ("required", "no")];
    let answer = post(&admin, "/custom_field/new", &fields);
    assert_eq!(answer.status, 422);
    assert!(words(&answer).contains("cannot be made optional"), "{}", words(&answer));
}

#[test]
fn many_records_are_changed_at_once_and_each_refusal_is_told() {
    let town = Town::open();
    for place in 1..=3 {
        town.incident(
            &format!("Incident {place}"),
            json!({"impact": "high", "urgency": "high",
                "category": if place == 2 { None } else { Some("software") }}),
        );
    }
    let mara = town.house.browser_of(town.mara);
    let list = mara.get("/incident");
    let bar = between(&list, "class=\"bulk\"", "</form>");
    assert!(bar.contains("value=\"classify\"") && !bar.contains("value=\"reopen\""), "{bar}");
    let chosen =
        [("record", "1"), ("record", "2"), ("record", "3"), ("_back", "/incident?open=yes")];
    // First the page that asks, then the doing.
    let asking = post(&mara, "/incident/bulk", &[&chosen[..], &[("verb", "classify")]].concat());
    assert_eq!(asking.status, 200);
    assert!(words(&asking).contains("Classify: 3 incidents"), "{}", words(&asking));
    let going = [&chosen[..], &[("verb", "classify"), ("_given", "yes")]].concat();
    let told = post(&mara, "/incident/bulk", &going);
    let text = words(&told);
    assert!(text.contains("2 of 3 done") && text.contains("INC-000002"), "{text}");
    assert!(text.contains("Category"), "says why: {text}");
    let state = |id: i64| town.house.desk.record(&house_itself(), "incident", id).unwrap().state;
    assert_eq!([state(1), state(2), state(3)], ["triaged", "new", "triaged"]);

    let change =
        [("verb", "change"), ("_field", "team"), ("_given", "yes"), ("team_text", "Service desk")];
    let page = sent(&mara, "/incident/bulk", &[&chosen[..], &change].concat());
    assert!(words(&page).contains("3 done."), "{}", words(&page));
    assert!(words(&page).matches("Service desk").count() >= 3, "{}", words(&page));
    let nobody = sent(&mara, "/incident/bulk", &[("verb", "classify"), ("_back", "/incident")]);
    assert!(words(&nobody).contains("no row was chosen"), "{}", words(&nobody));
    // Steps that are many hide behind a choice.
    let listed = [&chosen[..1], &[("verb", "_step"), ("_step", "cancel")]].concat();
    assert!(words(&post(&mara, "/incident/bulk", &listed)).contains("Cancel: 1 incidents"));
}

#[test]
fn a_customers_people_see_their_own_records_and_nothing_else() {
    let town = Town::open();
    let ours = json!({"customer": town.osprey, "reporter": town.hanna, "category": "secret-word"});
    town.incident("Ours to see", ours);
    town.incident("Foreign matter", json!({"customer": town.linden}));
    let hanna = town.house.browser_of(town.hanna);
    let text = words(&hanna.get("/incident?view=all"));
    assert!(text.contains("Ours to see") && !text.contains("Foreign matter"), "{text}");
    assert!(text.contains("1 records") || text.contains("1 record"), "counts are theirs: {text}");
    let csv = hanna.get("/incident?view=all&csv=1").text();
    assert!(csv.contains("Ours to see") && !csv.contains("Foreign matter"), "{csv}");
    assert_eq!(
        hanna.get("/incident?category=secret-word").status,
        404,
        "a hidden field narrows nothing"
    );
    assert!(!words(&hanna.get("/incident?q=foreign")).contains("Foreign matter"));
    for path in ["/incident/2", "/incident/2/do/close", "/incident/2/edit", "/incident/2/task"] {
        assert_eq!(hanna.get(path).status, 404, "{path}");
    }
    let page = hanna.get("/incident/1");
    assert_eq!(page.status, 200);
    let text = words(&page);
    assert!(!text.contains("secret-word") && !page.text().contains("/incident/1/edit"), "{text}");
    assert_eq!(hanna.get("/incident/1/edit").status, 403);
    assert_eq!(hanna.get("/team").status, 403);
    // They report without saying whose it is: that follows from who they are.
    let form = hanna.get("/incident/new");
    assert!(
        !form.text().contains("name=\"customer\"") && !form.text().contains("name=\"category\"")
    );
    let page = sent(&hanna, "/incident/new", &[("summary", "Printer"), ("impact", "high")]);
    assert!(words(&page).contains("Printer"), "{}", words(&page));
    let record = town.house.desk.record(&house_itself(), "incident", 3).unwrap();
    let view = town.house.desk.view("incident").unwrap();
    assert_eq!(*view.value(&record, "customer"), Value::Ref(town.osprey));
}

#[test]
fn every_kind_has_a_list_a_form_and_no_page_breaks() {
    let town = Town::open();
    let admin = town.house.browser_of(town.house.person("Ada Admin", Role::Administrator));
    let mut seen = 0;
    for view in town.house.desk.kinds() {
        let kind = view.def.name;
        for path in [format!("/{kind}"), format!("/{kind}?view=all"), format!("/{kind}/new")] {
            // A pack is not filled in but made, on a page of its own.
            let status = if path == "/audit_pack/new" { 303 } else { 200 };
            let page = admin.get(&path);
            assert_eq!(page.status, status, "{path}: {}", words(&page));
        }
        for name in gemba_names_of(&view) {
            let path = format!("/{kind}?by={name}");
            assert_eq!(admin.get(&path).status, 200, "{path}");
            seen += 1;
        }
        let empty = post(&admin, &format!("/{kind}/new"), &[]);
        let is_told = match kind {
            "audit_pack" => empty.status == 404,
            _ => matches!(empty.status, 303 | 422),
        };
        assert!(is_told, "{kind}: {} {}", empty.status, words(&empty));
    }
    assert!(seen > 100, "there are fields to narrow by");
}

fn gemba_names_of(view: &gemba_model::overlay::KindView) -> Vec<String> {
    let envelope = ["state", "open", "created_at", "created_by", "tag"];
    let own = view.all_fields().map(|field| field.name.to_string());
    own.chain(envelope.map(str::to_owned)).collect()
}

#[test]
fn money_tags_and_added_fields_narrow_a_list_as_its_form_offers() {
    let town = Town::open();
    let mut held = json!({});
    for (holds, value) in [
        ("money", json!({"amount": "9.50", "currency": "EUR"})),
        ("percent", json!("9.5")),
        ("yes_no", json!(true)),
        ("instant", json!("2026-11-23T09:30:00Z")),
    ] {
        let name = format!("x_{holds}");
        let fields = json!({"of_kind": "incident", "field": name, "label": holds, "holds": holds,
            "filtered": true, "in_list": true});
        let serde_json::Value::Object(fields) = fields else { panic!("an object") };
        let command = Command::create("custom_field", Input::Json(fields));
        town.house.desk.run(&house_itself(), command).unwrap();
        held[name] = value;
    }
    town.incident("Dear lamp", held);
    town.incident("Plain lamp", json!({"x_percent": "10", "tags": ["lamp"]}));
    let mara = town.house.browser_of(town.mara);
    let panel = mara.get("/incident?by=x_money");
    assert!(panel.text().contains("name=\"filter-value_currency\""));
    let form =
        "/incident?filter-field=x_money&filter-test=lt&filter-value=10&filter-value_currency";
    let answer = mara.get(&format!("{form}=EUR"));
    assert_eq!(answer.header("location"), Some("/incident?x_money=lt:10%20EUR"));
    for (address, chip, is_dear, is_plain) in [
        ("x_money=lt:10%20EUR", "money is less than 10", true, false),
        ("x_percent=lt:10", "percent is less than", true, false),
        ("x_yes_no=yes", "yes_no is yes", true, false),
        ("x_instant=filled", "instant is given", true, false),
        ("tag=not:lamp", "Tag is not lamp", true, false),
        ("tag=filled", "Tag is given", false, true),
        ("open=yes&sort=-x_percent", "Open is yes", true, true),
    ] {
        let page = mara.get(&format!("/incident?{address}"));
        let text = words(&page);
        assert_eq!(page.status, 200, "{address}: {text}");
        let found = (text.contains("Dear lamp"), text.contains("Plain lamp"));
        assert_eq!(found, (is_dear, is_plain), "{address}: {text}");
        assert!(text.contains(chip), "{address}: {text}");
    }
    let sorted = words(&mara.get("/incident?sort=-x_percent"));
    assert!(sorted.find("Plain lamp").unwrap() < sorted.find("Dear lamp").unwrap(), "{sorted}");
    for odd in ["sort=tag", "priority=has:1", "x_money=5", "tag=lt:a", "x_percent=1e999"] {
        assert_eq!(mara.get(&format!("/incident?{odd}")).status, 404, "{odd}");
    }
}

#[test]
fn a_narrow_page_sorts_by_a_list_of_links() {
    let town = Town::open();
    for summary in ["Beta", "Alpha"] {
        town.incident(summary, json!({}));
    }
    let mara = town.house.browser_of(town.mara);
    let choice = |page: &Answer| between(page, "<details class=\"pop only-phone\"", "</details>");
    let page = mara.get("/incident?open=yes&priority=filled&sort=-id");
    let newest = choice(&page);
    assert!(newest.contains("Newest first") && newest.contains("Sort by"), "{newest}");
    let by = "href=\"/incident?open=yes&amp;priority=filled&amp;sort=summary\"";
    assert!(newest.contains(by), "the filters stay: {newest}");
    let page = mara.get("/incident?open=yes&sort=summary");
    let text = page.text();
    assert!(text.find("Alpha").unwrap() < text.find("Beta").unwrap(), "{text}");
    let sorted = choice(&page);
    let turn = "href=\"/incident?open=yes&amp;sort=-summary\" aria-current=\"true\"";
    assert!(sorted.contains("Sorted by summary, smallest first"), "{sorted}");
    assert!(sorted.contains(turn) && sorted.contains("the other way round"), "{sorted}");
    assert!(!sorted.contains("sort=tags"), "nothing sorts by tags: {sorted}");
}
