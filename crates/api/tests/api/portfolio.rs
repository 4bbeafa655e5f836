//! The portfolio over HTTP.
use crate::house::{House, at};
use gemba_desk::TokenScope;
use gemba_testkit::on_both_engines;
use gemba_vocabulary::actor::Role;
use serde_json::json;

#[test]
fn services_parties_and_proposals_are_told_to_people_inside() {
    on_both_engines(|url| {
        let house = House::open(url);
        let service = house.add("service", json!({"name": "Mail"}));
        house.add("service_requirement", json!({"text": "It is fast", "service": service}));
        let halls = house.add("supplier", json!({"name": "Halls Ltd"}));
        let owner = house.add("person", json!({"name": "Nadia", "roles": "agent"}));
        let involved = json!({"supplier": halls, "concerns": "process", "process": "budgeting",
            "extent": "whole", "control_owner": owner});
        house.add("party_involvement", involved);
        let proposal = json!({"name": "A vault", "about": "new_service"});
        house.add("service_proposal", proposal);
        let client = house.agent();
        let told = client.get(&at("/portfolio"));
        assert_eq!(told.status, 200);
        let told = told.json();
        assert_eq!(told["stages"], json!({"in_use": 0, "coming": 1, "leaving": 0, "gone": 0}));
        assert_eq!(
            told["services"],
            json!([{"id": service, "number": "SVC-000001", "name": "Mail", "state": "proposed",
                "stage": "coming", "criticality": null, "owner": null, "requirements": 0,
                "depends_on": 0, "needed_by": 0, "agreements": 0, "run_by": [], "missing": []}])
        );
        assert_eq!(
            (&told["proposals_unranked"], &told["duplicates_without_review"]),
            (&json!(1), &json!(0))
        );
        assert_eq!(
            told["spread"][2],
            json!({"aspect": "processes", "in_scope": 19, "own": 18, "shared": 0, "others": 1,
                "all_with_others": false,
                "parties": [{"kind": "supplier", "id": halls, "name": "Halls Ltd",
                    "takes_part_in": 1, "has_whole": 1}]})
        );
        assert_eq!(client.get(&at("/portfolio?of=me")).status, 400);
        let customer = house.add("customer", json!({"name": "Osprey"}));
        let hanna = house.person("hanna", &[Role::CustomerContact], Some(customer));
        let hanna = house.client(&hanna, TokenScope::Read);
        assert_eq!(hanna.get(&at("/portfolio")).status, 403);
        assert_eq!(hanna.get(&at("/party_involvement")).status, 403);
        assert_eq!(house.stranger().get(&at("/portfolio")).status, 401);
    });
}
