//! Owners are reminded before contracts and licences end, once for each end.
use crate::configuration::{add, house, typed};
use gemba_desk::{Command, Desk, Query, Setup};
use gemba_model::filter::{Filter, Sort};
use gemba_testkit::on_both_engines;
use gemba_vocabulary::Value;
use jiff::Timestamp;
use serde_json::json;
use std::sync::atomic::{AtomicI64, Ordering};

/// What the clock of this test says, in seconds.
static NOW: AtomicI64 = AtomicI64::new(0);

fn now() -> Timestamp {
    Timestamp::from_second(NOW.load(Ordering::SeqCst)).unwrap()
}

fn go_to(desk: &Desk, day: &str) {
    let at: Timestamp = format!("{day}T06:00:00Z").parse().unwrap();
    NOW.store(at.as_second(), Ordering::SeqCst);
    while desk.run_due_if_any().unwrap() > 0 {}
}

fn desk(url: &str) -> Desk {
    NOW.store("2026-03-02T09:00:00Z".parse::<Timestamp>().unwrap().as_second(), Ordering::SeqCst);
    let kinds = gemba_practices::KINDS;
    let (address, flows) = (url.to_owned(), gemba_flows::all());
    Desk::open(Setup { address, kinds, flows, signer: None, clock: now }).unwrap()
}

/// The tasks of a record: what is to be done, by whom, by when.
fn tasks(desk: &Desk, kind: &str, id: i64) -> Vec<(String, Option<i64>, String)> {
    let view = desk.view("task").unwrap();
    let filters = vec![
        Filter::is("parent_kind", Value::Text(kind.to_owned())),
        Filter::is("parent", Value::Int(id)),
    ];
    let sort = Sort { field: "id".to_owned(), descending: false };
    let query = Query { filters, sort, ..Query::of("task") };
    let records = desk.list(&house(), &query).unwrap().records;
    let told = records.iter().map(|record| {
        let value = |field: &str| view.value(record, field);
        (value("summary").to_text(), value("assigned_to").as_int(), value("due_on").to_text())
    });
    told.collect()
}

fn contract(desk: &Desk, owner: i64, renews: bool) -> i64 {
    let supplier = add(desk, "supplier", json!({"name": "Lines Ltd"}));
    let fields = json!({
        "name": "Site lines", "supplier": supplier, "owner": owner, "scope": "Lines",
        "processes": "Site access", "requirements": "Annex 1", "obligations": "Four hours",
        "our_responsibilities": "Rooms", "their_responsibilities": "Repair",
        "begins_on": "2026-01-01", "ends_on": "2026-12-31", "notice_months": 3,
        "renews": renews, "renewal_months": 12,
    });
    let id = add(desk, "contract", fields);
    for verb in ["sign", "begin"] {
        desk.run(&house(), Command::verb("contract", id, verb)).unwrap();
    }
    id
}

fn owner(desk: &Desk) -> i64 {
    let fields = json!({"name": "Greta", "email": "greta@example.org", "roles": "agent"});
    add(desk, "person", fields)
}

#[test]
fn owners_hear_of_an_end_in_good_time_and_once() {
    on_both_engines(|url| {
        let desk = desk(url);
        let greta = owner(&desk);
        let one = contract(&desk, greta, true);
        let told = || tasks(&desk, "contract", one);
        go_to(&desk, "2026-07-31");
        assert_eq!(told(), [], "the last day for notice is 30 September, 61 days away");
        go_to(&desk, "2026-08-01");
        let first = ("Keep it or give notice: Site lines".to_owned(), Some(greta));
        let first = (first.0, first.1, "2026-09-30".to_owned());
        assert_eq!(told(), [first]);
        let rename = Command::change("contract", one, None, typed(json!({"number": "L-7"})));
        desk.run(&house(), rename).unwrap();
        go_to(&desk, "2026-09-30");
        assert_eq!(told().len(), 1, "once");
        // Nobody gave notice: it goes on for a year, and its owner hears of the next end.
        go_to(&desk, "2026-10-01");
        let record = desk.record(&house(), "contract", one).unwrap();
        let view = desk.view("contract").unwrap();
        assert_eq!(view.value(&record, "next_end").to_text(), "2027-12-31");
        go_to(&desk, "2027-08-01");
        assert_eq!(told().len(), 2);
        assert_eq!(told()[1].2, "2027-09-30");
        let notice = Command::verb("contract", one, "give_notice").with_note("By us");
        desk.run(&house(), notice).unwrap();
        go_to(&desk, "2029-08-01");
        assert_eq!(told().len(), 2, "there is nothing more to decide");

        // What is recorded late is told at once; a licence is watched alike.
        let late = json!({"name": "Mail server", "metric": "core", "entitled": 4, "owner": greta,
            "valid_until": "2029-08-20"});
        let late = add(&desk, "licence", late);
        let free = json!({"name": "Editor", "metric": "core", "entitled": 4});
        let free = add(&desk, "licence", free);
        go_to(&desk, "2029-08-01");
        assert_eq!(tasks(&desk, "licence", late).len(), 1);
        go_to(&desk, "2029-08-25");
        assert_eq!(tasks(&desk, "licence", late).len(), 1);
        let renew = json!({"valid_until": "2030-08-20", "remind_days": 10});
        desk.run(&house(), Command::change("licence", late, None, typed(renew))).unwrap();
        go_to(&desk, "2030-08-09");
        assert_eq!(tasks(&desk, "licence", late).len(), 1);
        go_to(&desk, "2030-08-10");
        assert_eq!(tasks(&desk, "licence", late)[1].2, "2030-08-20");
        assert_eq!(tasks(&desk, "licence", free), []);
    });
}
