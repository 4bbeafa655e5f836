//! What runs out, asked over HTTP.
use crate::house::{House, at};
use gemba_testkit::on_both_engines;
use gemba_vocabulary::actor::Role;
use jiff::{ToSpan, tz::TimeZone};
use serde_json::json;

#[test]
fn what_runs_out_is_told_by_how_near_it_is() {
    on_both_engines(|url| {
        let house = House::open(url);
        let client = house.agent();
        let today = house.desk.now().to_zoned(TimeZone::UTC).date();
        let until = today.saturating_add(30.days());
        let fields = json!({"name": "mail-1", "warranty_until": until.to_string()});
        house.add("configuration_item", fields);
        let told = client.get(&at("/lifecycle"));
        assert_eq!(told.status, 200, "{}", told.text());
        let told = told.json();
        assert_eq!((&told["as_of"], &told["overdue"]), (&json!(today.to_string()), &json!([])));
        let one = json!({"ends": "warranty", "day": until.to_string(), "days": 30,
            "kind": "configuration_item", "id": 1, "number": "CFG-000001", "title": "mail-1",
            "owner": null});
        assert_eq!(told["within_30_days"], json!([one]));
        assert_eq!(client.get(&at("/lifecycle?days=9")).status, 400);
        let customer = house.add("customer", json!({"name": "Delta"}));
        let contact = house.person("ines", &[Role::CustomerContact], Some(customer));
        let contact = house.client(&contact, gemba_desk::TokenScope::Read);
        assert_eq!(contact.get(&at("/lifecycle")).status, 403);
    });
}
