//! Until when products are supported: items learn it from product cycles, whichever came first.
use crate::configuration::{add, change, house, item, open, typed};
use gemba_desk::{Command, Desk, Setup};
use gemba_testkit::on_both_engines;
use gemba_vocabulary::Value;
use jiff::Timestamp;
use serde_json::{Value as Json, json};

fn debian(desk: &Desk, cycle: &str, end: &Json) -> i64 {
    let also = "Debian GNU/Linux";
    let fields = json!({"product": "debian", "product_title": "Debian", "also_called": also,
        "cycle": cycle, "end_of_life_on": end});
    add(desk, "product_cycle", fields)
}

fn holds(desk: &Desk, id: i64) -> (Value, Value, bool) {
    let record = desk.record(&house(), "configuration_item", id).unwrap();
    let view = desk.view("configuration_item").unwrap();
    let value = |field: &str| view.value(&record, field).clone();
    (value("product_cycle"), value("end_of_support_on"), value("support_ended").is_yes())
}

fn day(text: &str) -> Value {
    Value::Date(text.parse().unwrap())
}

#[test]
fn an_item_learns_at_its_save_until_when_its_version_is_supported() {
    on_both_engines(|url| {
        let desk = open(url);
        let twelve = debian(&desk, "12", &json!("2096-07-11"));
        let eleven = debian(&desk, "11", &json!("2024-08-14"));
        let one = item(&desk, "mail-1", None);
        assert_eq!(holds(&desk, one), (Value::None, Value::None, false));
        let fields = json!({"product": "Debian GNU/Linux", "product_version": "12.5"});
        change(&desk, "configuration_item", one, fields);
        assert_eq!(holds(&desk, one), (Value::Ref(twelve), day("2096-07-11"), false));
        change(&desk, "configuration_item", one, json!({"product_version": "11.9"}));
        assert_eq!(holds(&desk, one), (Value::Ref(eleven), day("2024-08-14"), true));
        change(&desk, "configuration_item", one, json!({"product_version": "1"}));
        assert_eq!(holds(&desk, one), (Value::None, Value::None, false), "1 is not 11");
    });
}

#[test]
fn items_are_brought_up_to_date_when_cycles_change_and_only_those_concerned() {
    on_both_engines(|url| {
        let desk = open(url);
        let fields = json!({"name": "mail-1", "product": "Debian", "product_version": "12"});
        let one = add(&desk, "configuration_item", fields);
        let other = json!({"name": "file-1", "product": "FreeBSD", "product_version": "12"});
        let other = add(&desk, "configuration_item", other);
        let version = |id| desk.record(&house(), "configuration_item", id).unwrap().version;
        let twelve = debian(&desk, "12", &json!("2096-07-11"));
        assert_eq!(holds(&desk, one).0, Value::None, "it waits in the queue");
        desk.run_due().unwrap();
        assert_eq!(holds(&desk, one), (Value::Ref(twelve), day("2096-07-11"), false));
        assert_eq!((version(one), version(other)), (2, 1));

        debian(&desk, "13", &Json::Null);
        desk.run_due().unwrap();
        assert_eq!(version(one), 2, "13 says nothing of 12");
        change(&desk, "product_cycle", twelve, json!({"end_of_life_on": null, "has_ended": true}));
        desk.run_due().unwrap();
        assert_eq!(holds(&desk, one), (Value::Ref(twelve), Value::None, true));
        change(
            &desk,
            "product_cycle",
            twelve,
            json!({"product": "other", "product_title": null,
            "also_called": null}),
        );
        desk.run_due().unwrap();
        assert_eq!(holds(&desk, one), (Value::None, Value::None, false));
    });
}

fn before() -> Timestamp {
    "2026-07-01T08:00:00Z".parse().unwrap()
}

fn last_day() -> Timestamp {
    "2026-07-11T23:59:59Z".parse().unwrap()
}

fn after() -> Timestamp {
    "2026-07-12T00:00:01Z".parse().unwrap()
}

fn at(url: &str, clock: fn() -> Timestamp) -> Desk {
    let kinds = gemba_practices::KINDS;
    let (address, flows) = (url.to_owned(), gemba_flows::all());
    Desk::open(Setup { address, kinds, flows, signer: None, clock }).unwrap()
}

#[test]
fn support_ends_by_itself_on_the_day_after_its_last() {
    on_both_engines(|url| {
        let desk = at(url, before);
        debian(&desk, "12", &json!("2026-07-11"));
        let fields = json!({"name": "mail-1", "product": "debian", "product_version": "12"});
        let one = add(&desk, "configuration_item", fields);
        assert!(!holds(&desk, one).2);
        drop(desk);
        let desk = at(url, last_day);
        desk.run_due().unwrap();
        assert!(!holds(&desk, one).2, "the last day is one of support");
        drop(desk);
        let desk = at(url, after);
        desk.run_due().unwrap();
        assert!(holds(&desk, one).2);
        let order = Command::verb("configuration_item", one, "order").with_input(typed(json!({})));
        desk.run(&house(), order).unwrap();
        assert!(holds(&desk, one).2, "a step keeps it");
    });
}
