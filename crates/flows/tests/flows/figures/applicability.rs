//! What has to be there, what applies, and the scope as a document, from records.
use crate::figures::house::{House, figure, tell, typed};
use gemba_desk::{Command, Imported};
use gemba_vocabulary::{
    RecordId,
    actor::{Actor, Channel, Role},
};
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
        house.create("customer", &[("name", "Clinic")]);
        house.create("complaint", &[("summary", "Nobody rang back"), ("customer", "1")]);
        let planned = [
            ("summary", "Costs"),
            ("topic", "costs"),
            ("interval_months", "3"),
            ("owner", &*manager),
            ("last_held_on", "2024-12-01"),
        ];
        house.create("planned_review", &planned);
        let some = sheet();
        assert_eq!(figure(&some, "documents_missing")["value"], 25);
        assert_eq!(figure(&some, "records_missing")["value"], 28);
        assert_eq!(figure(&some, "intervals_not_kept")["value"], 15);
        let customers = row(&some, 0, "list", "Customers, users and others concerned");
        assert_eq!((customers[2].as_str(), customers[3].as_str()), ("1", "Clinic"));
        let costs = row(&some, 3, "list", "Costs and where they lead");
        assert_eq!(costs[2..6], ["Costs", "3", "2024-12-01", "2025-03-01"]);
        assert_eq!(row(&some, 1, "list", "Complaints")[3], "Nobody rang back");
    });
}

#[test]
fn every_clause_applies_and_each_control_is_decided_on() {
    tell(|house| {
        let manager = house.manager.person.unwrap().to_string();
        let risk = house.create("risk", &[("name", "Doors stand open"), ("aspect", "security")]);
        let risk = risk.to_string();
        let fields = [("name", "Badges at the door"), ("risks", &*risk), ("owner", &*manager)];
        let control = house.create("control", &fields);
        house.create("control", &[("name", "A dog")]);
        let sheet = || house.sheet("applicability", YEAR.0, YEAR.1, None);
        assert_eq!(figure(&sheet(), "controls_undecided")["value"], 2);
        let decided = [("decision", "applied"), ("reason", "Strangers were seen inside.")];
        house.go("control", control, "decide", &decided).unwrap();
        let sheet = sheet();
        assert_eq!(figure(&sheet, "controls_undecided")["value"], 1);
        assert_eq!(figure(&sheet, "controls_applied")["value"], 1);
        let told = row(&sheet, 1, "controls", "Badges at the door");
        assert_eq!(told[2..4], ["yes", "Strangers were seen inside."]);
        assert!(told[7].contains("Doors stand open"), "{told:?}");
        assert_eq!(row(&sheet, 0, "clauses", "8.6.1")[2], "yes");
        let clauses = figure(&sheet, "clauses_apply")["value"].as_i64().unwrap();
        assert_eq!(figure(&sheet, "clauses_without_process")["value"], clauses, "nobody answers");
    });
}

#[test]
fn whoever_holds_the_role_that_answers_for_conformity_answers_for_what_has_no_process() {
    tell(|house| {
        let manager = house.manager.person.unwrap().to_string();
        let fields = [("name", "Service manager"), ("sms_conformity", "yes")];
        let role = brought(house, "role", "in_use", &fields).to_string();
        let alone = || {
            let sheet = house.sheet("applicability", YEAR.0, YEAR.1, None);
            let count = figure(&sheet, "clauses_without_process")["value"].as_i64().unwrap();
            (count, row(&sheet, 0, "clauses", "10.2")[3..5].to_vec())
        };
        let nobody = alone();
        assert!(nobody.0 > 30 && nobody.1[0] == "no process of its own", "{nobody:?}");
        let holds = |days: [(&str, &str); 2]| {
            let fields = [&[("role", &*role), ("person", &*manager)], &days[..]].concat();
            brought(house, "role_assignment", "acknowledged", &fields);
        };
        holds([("from", "2024-01-01"), ("to", "2024-12-01")]);
        assert_eq!(alone().0, nobody.0, "their time is over");
        holds([("from", "2024-12-02"), ("is_deputy", "yes")]);
        assert_eq!(alone().0, nobody.0, "a deputy stands in");
        holds([("from", "2024-12-02"), ("is_deputy", "no")]);
        let (count, cells) = alone();
        assert_eq!((count, cells[0].as_str()), (0, "Service manager"));
        assert!(cells[1].contains("Mara"), "{cells:?}");
    });
}

/// A record that another tool tells in that state.
fn brought(house: &House, kind: &str, state: &str, fields: &[(&str, &str)]) -> RecordId {
    let at = "2024-12-01T08:00:00Z".parse().unwrap();
    let told = Imported { at, state: Some(state.to_owned()), origin: None, by: None };
    let command = Command::create(kind, typed(fields)).with_import(told);
    house.desk.run(&Actor::house(Channel::Import), command).unwrap().record.id
}

#[test]
fn the_scope_in_force_reads_as_a_document() {
    tell(|house| {
        let manager = house.manager.person.unwrap().to_string();
        let service = crate::figures::direction::service_on_offer(house, "Mail");
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
        let top = house.person("Helene", Role::TopManagement, None);
        let approve = Command::verb("scope_statement", scope, "approve");
        let approved = house.run(&top, approve);
        assert!(approved.is_ok(), "{approved:?}");
        let sheet = house.sheet("scope", YEAR.0, YEAR.1, None);
        assert_eq!(row(&sheet, 0, "statement", "Organization")[1], "Harbour IT, unit Services");
        assert_eq!(row(&sheet, 0, "statement", "Services")[1], "Mail");
        assert_eq!(row(&sheet, 0, "statement", "Customers")[1], "All customers");
        assert_eq!(row(&sheet, 0, "statement", "Approved by")[1], "Helene");
    });
}
