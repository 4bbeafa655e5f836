//! Baselines compared over HTTP.
use crate::house::{House, at};
use gemba_testkit::on_both_engines;
use serde_json::json;

#[test]
fn a_baseline_is_compared_with_what_is_now_and_with_another() {
    on_both_engines(|url| {
        let house = House::open(url);
        let client = house.agent();
        // What is taken down is the work of a flow; here it is as the flow would leave it.
        let view = house.desk.view("configuration_baseline").unwrap();
        assert!(view.field("taken").is_some_and(|field| field.computed));
        house.add("configuration_baseline", json!({"name": "Before"}));
        house.add("configuration_baseline", json!({"name": "After"}));
        let path = at("/configuration_baseline/CBL-000001/differences");
        let told = client.get(&path);
        assert_eq!((told.status, told.json()), (200, json!({"with": null, "differences": []})));
        let told = client.get(&format!("{path}?with=2")).json();
        assert_eq!(told, json!({"with": 2, "differences": []}));
        let odd = client.get(&format!("{path}?with=INC-000001"));
        assert_eq!((odd.status, &odd.json()["errors"][0]["field"]), (400, &json!("with")));
        assert_eq!(client.get(&at("/configuration_baseline/9/differences")).status, 404);
        assert_eq!(house.stranger().get(&path).status, 401);
    });
}
