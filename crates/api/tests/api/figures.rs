//! Sheets of figures, asked over HTTP.
use crate::house::{House, at};
use gemba_desk::TokenScope;
use gemba_figures::SHEETS;
use gemba_testkit::on_both_engines;
use gemba_vocabulary::actor::Role;
use serde_json::json;

#[test]
fn every_sheet_is_told_with_definitions_and_for_a_period() {
    on_both_engines(|url| {
        let house = House::open(url);
        let client = house.agent();
        let list = client.get(&at("/figures")).json();
        assert_eq!(list["sheets"].as_array().unwrap().len(), SHEETS.len());
        for sheet in SHEETS {
            let path = format!(
                "/figures/{}?from=2026-09-01&until=2026-10-01&zone=Europe/Paris",
                sheet.name
            );
            let told = client.get(&at(&path));
            assert_eq!(told.status, 200, "{}: {}", sheet.name, told.text());
            let told = told.json();
            assert_eq!(told["sheet"], json!(sheet.name));
            assert_eq!(
                json!([told["from"], told["until"], told["time_zone"]]),
                json!(["2026-09-01", "2026-10-01", "Europe/Paris"])
            );
            for figure in told["parts"]
                .as_array()
                .unwrap()
                .iter()
                .flat_map(|part| part["figures"].as_array().unwrap())
            {
                assert!(figure["definition"].as_str().unwrap().len() > 30, "{figure}");
                assert_eq!(figure["value"].is_null(), figure["undefined"].is_string(), "{figure}");
            }
        }
    });
}

#[test]
fn what_cannot_be_asked_is_refused_and_outsiders_learn_nothing() {
    on_both_engines(|url| {
        let house = House::open(url);
        let client = house.agent();
        for (path, status, word) in [
            ("/figures/nothing", 404, "service-levels"),
            ("/figures/service-levels?from=October", 400, "2026-10-01"),
            ("/figures/service-levels?zone=Nowhere", 400, "zone"),
            ("/figures/service-levels?about=mail", 400, "service_level_agreement"),
            ("/figures/service-levels?about=99", 404, "99"),
            ("/figures/service-levels?days=9", 400, "days"),
        ] {
            let answer = client.get(&at(path));
            assert_eq!(answer.status, status, "{path}: {}", answer.text());
            assert!(answer.text().contains(word), "{path}: {}", answer.text());
        }
        let customer = house.add("customer", json!({"name": "Delta"}));
        let contact = house.person("ines", &[Role::CustomerContact], Some(customer));
        let contact = house.client(&contact, TokenScope::Read);
        for path in ["/figures", "/figures/service-levels"] {
            assert_eq!(contact.get(&at(path)).status, 403, "{path}");
        }
    });
}
