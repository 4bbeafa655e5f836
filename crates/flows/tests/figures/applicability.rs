//! What has to be there, what applies, and the scope as a document, from records.
use crate::house::{figure, tell};
use serde_json::Value as Json;

const YEAR: (&str, &str) = ("2025-01-01", "2026-01-01");

/// The cells of the first row of a table that begins with these words.
fn row(sheet: &Json, part: usize, table: &str, first: &str) -> Vec<String> {
    let tables = sheet["parts"][part]["tables"].as_array().unwrap();
    let table = tables.iter().find(|one| one["name"] == table).unwrap();
    let rows = table["rows"].as_array().unwrap();
    let text = |cell: &Json| {
        let value = &cell["value"];
        value.as_str().map_or_else(|| value.to_string(), str::to_owned)
    };
    let cells = |row: &Json| row.as_array().unwrap().iter().map(text).collect::<Vec<_>>();
    let found = rows.iter().map(cells).find(|row| row[0] == first);
    found.unwrap_or_else(|| panic!("no row {first}"))
}

#[test]
fn each_thing_that_has_to_be_there_is_found_or_missing() {
    tell(|house| {
        let sheet = || house.sheet("mandatory", YEAR.0, YEAR.1, None);
        let empty = sheet();
        assert_eq!(figure(&empty, "documents_missing")["value"], 26);
        assert_eq!(figure(&empty, "records_missing")["value"], 29);
        assert_eq!(figure(&empty, "intervals_not_kept")["value"], 16);
        assert_eq!(
            row(&empty, 0, "list", "Risks, how they bear on customers, and when they are accepted")
                [3],
            "missing"
        );
        let manager = house.manager.person.unwrap().to_string();
        let service = crate::direction::service_on_offer(house, "Mail");
        let number = service.to_string();
        let fields = [
            ("name", "Scope 2025"),
            ("owner", &*manager),
            ("organization", "Harbour IT, unit Services"),
            ("services", &*number),
            ("locations", "Hall A"),
            ("other_parties", "Nothing"),
            ("all_clauses", "yes"),
            ("issues", "1"),
            ("requirements", "1"),
        ];
        let issue = [("name", "The law"), ("side", "outside"), ("category", "law")];
        house.create("context_issue", &issue);
        house.create("interested_party", &[("name", "The authority"), ("sort", "regulator")]);
        let asked = [("name", "Reports within a day"), ("party", "1"), ("category", "legal")];
        house.create("party_requirement", &asked);
        let scope = house.create("scope_statement", &fields);
        let top = house.person("Helene", gemba_vocabulary::actor::Role::TopManagement, None);
        let approve = gemba_desk::Command::verb("scope_statement", scope, "approve");
        let approved = house.run(&top, approve);
        assert!(approved.is_ok(), "{approved:?}");
        let sheet = house.sheet("scope", YEAR.0, YEAR.1, None);
        assert_eq!(row(&sheet, 0, "statement", "Organization")[1], "Harbour IT, unit Services");
        assert_eq!(row(&sheet, 0, "statement", "Services")[1], "Mail");
        assert_eq!(row(&sheet, 0, "statement", "Customers")[1], "All customers");
        assert_eq!(row(&sheet, 0, "statement", "Approved by")[1], "Helene");
    });
}
