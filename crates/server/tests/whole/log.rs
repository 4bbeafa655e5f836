//! The real incident log, from the file to the figures.
use crate::house::House;
use gemba_testkit::gemba_data;
use serde_json::json;

#[test]
fn the_real_incident_log_gives_true_figures() {
    let Some(folder) = gemba_data("servicenow-incident-log") else { return };
    let file = folder.join("incident_event_log.csv.gz");
    let house = House::sqlite();
    house.run(&["import", "servicenow-incidents", file.to_str().unwrap()]);
    let report = house.json(&["report", "incidents", "--json"]);
    let expected = json!({
        "incidents": 24918,
        "imported_steps": 141_712,
        "by_priority": {"1": 270, "2": 408, "3": 23466, "4": 774},
        "source_sla_met": 15803,
        "source_sla_met_by_priority": {"1": 5, "2": 2, "3": 15145, "4": 651},
        "reopened": 275,
        "reassigned": 11369,
        "with_problem": 380,
        "with_change": 176,
        "with_ci": 54,
        "open_to_resolve_hours": {"n": 23362, "mean": 178.17, "median": 22.1},
    });
    assert_eq!(report, expected);
    house.verify().unwrap();
    house.run(&["import", "servicenow-incidents", file.to_str().unwrap()]);
    assert_eq!(house.json(&["report", "incidents", "--json"]), expected, "twice changes nothing");
}
