//! What services cost and what they may cost, from the lines of the ledger to the review.
use crate::figures::house::{House, figure, tell};
use gemba_vocabulary::RecordId;
use serde_json::Value as Json;

fn services<const N: usize>(house: &House, names: [&str; N]) -> [RecordId; N] {
    names.map(|name| house.create("service", &[("name", name)]))
}

fn cost_type(house: &House, name: &str, nature: &str) -> RecordId {
    let fields = [("name", name), ("nature", nature), ("sort", "operating")];
    house.create("cost_type", &fields)
}

/// A line of the ledger; service 0 is none.
fn cost(
    house: &House,
    service: RecordId,
    cost_type: RecordId,
    day: &str,
    amount: &str,
) -> RecordId {
    let (service, cost_type) = (service.to_string(), cost_type.to_string());
    let mut fields = vec![
        ("text", "A line"),
        ("cost_type", &*cost_type),
        ("booked_on", day),
        ("amount", amount),
    ];
    if service != "0" {
        fields.push(("service", &service));
    }
    house.create("cost_record", &fields)
}

fn rule(house: &House, cost_type: RecordId, from: &str, driver: &str, weights: &str) -> RecordId {
    let cost_type = cost_type.to_string();
    let fields = [
        ("cost_type", &*cost_type),
        ("valid_from", from),
        ("driver", driver),
        ("basis", "As agreed with finance"),
        ("weights", weights),
    ];
    let rule = house.create("allocation_rule", &fields);
    house.go("allocation_rule", rule, "approve", &[]).unwrap();
    rule
}

fn budget(house: &House, service: RecordId, cost_type: RecordId, amount: &str) -> RecordId {
    let (service, cost_type) = (service.to_string(), cost_type.to_string());
    let owner = house.agent.person.unwrap().to_string();
    let fields = [
        ("service", &*service),
        ("cost_type", &*cost_type),
        ("from", "2025-01-01"),
        ("until", "2025-12-31"),
        ("amount", amount),
        ("owner", &*owner),
        ("basis", "Last year"),
    ];
    let budget = house.create("budget", &fields);
    house.go("budget", budget, "approve", &[]).unwrap();
    budget
}

/// What a figure of a part comes to, as an amount or a number.
fn of(sheet: &Json, part: &str, name: &str) -> String {
    let parts = sheet["parts"].as_array().unwrap();
    let part = parts.iter().find(|one| one["title"] == part).unwrap_or_else(|| panic!("no {part}"));
    let figures = part["figures"].as_array().unwrap();
    let figure = figures.iter().find(|one| one["name"] == name).unwrap();
    let value =
        if figure["value"].is_object() { &figure["value"]["amount"] } else { &figure["value"] };
    value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned)
}

fn year(house: &House) -> Json {
    house.sheet("cost", "2025-01-01", "2026-01-01", None)
}

const EQUALLY: &str = r#"[{"service":"Mail","weight":"1"},{"service":"ERP","weight":"1"},
    {"service":"Desk","weight":"1"}]"#;
const BY_HOURS: &str = r#"[{"service":"Mail","weight":"300"},{"service":"ERP","weight":"450"},
    {"service":"Desk","weight":"250"}]"#;

#[test]
fn vector_cst_1_a_shared_cost_is_split_in_cents_that_add_up() {
    tell(|house| {
        services(house, ["Mail", "ERP", "Desk"]);
        let rooms = cost_type(house, "Rooms", "indirect");
        rule(house, rooms, "2025-01-01", "Equal parts", EQUALLY);
        cost(house, 0, rooms, "2025-01-02", "20000.00 EUR");
        let sheet = year(house);
        let shares = ["Mail", "ERP", "Desk"].map(|part| of(&sheet, part, "shared_cost"));
        assert_eq!(shares, ["6666.66", "6666.67", "6666.67"]);
        assert_eq!(of(&sheet, "All services, EUR", "recorded_total"), "20000.00");
        assert_eq!(of(&sheet, "All services, EUR", "unallocated"), "0.00");
        let mail = house.sheet("cost", "2025-01-01", "2026-01-01", Some(1));
        let rows = &figure(&mail, "shared_cost")["rests_on"]["rows"];
        assert_eq!(rows[0][2]["about"]["kind"], "allocation_rule");
        assert_eq!(rows[0][2]["value"], "Rooms, version 1");
    });
}

#[test]
fn vectors_cst_2_and_3_totals_and_what_a_mailbox_costs() {
    tell(|house| {
        let [mail, erp, desk] = services(house, ["Mail", "ERP", "Desk"]);
        let own = cost_type(house, "Licences", "direct");
        let support = cost_type(house, "Support", "indirect");
        rule(house, support, "2025-01-01", "Support hours", BY_HOURS);
        for (service, amount) in [(mail, "42000 EUR"), (erp, "96000 EUR"), (desk, "30000 EUR")] {
            cost(house, service, own, "2025-01-01", amount);
        }
        cost(house, 0, support, "2025-01-02", "36000 EUR");
        for (service, name, unit, count) in
            [(mail, "Mailboxes", "mailbox", "1200"), (erp, "Users", "user", "240")]
        {
            let service = service.to_string();
            let fields =
                [("name", name), ("service", &*service), ("unit", unit), ("is_cost_unit", "yes")];
            let source = house.create("demand_source", &fields).to_string();
            let fields = [("source", &*source), ("month", "2025-01-01"), ("value", count)];
            house.create("demand_measure", &fields);
        }
        let sheet = year(house);
        let shares = ["Mail", "ERP", "Desk"].map(|part| of(&sheet, part, "shared_cost"));
        assert_eq!(shares, ["10800.00", "16200.00", "9000.00"]);
        let totals = ["Mail", "ERP", "Desk"].map(|part| of(&sheet, part, "total_cost"));
        assert_eq!(totals, ["52800.00", "112200.00", "39000.00"]);
        assert_eq!(of(&sheet, "All services, EUR", "recorded_total"), "204000.00");
        assert_eq!(of(&sheet, "Mail", "unit_cost"), "3.6667");
        assert_eq!(of(&sheet, "ERP", "unit_cost"), "38.9583");
    });
}

#[test]
fn vector_cst_4_half_a_year_against_the_budget_and_where_it_leads() {
    tell(|house| {
        let [mail] = services(house, ["Mail"]);
        let own = cost_type(house, "Licences", "direct");
        budget(house, mail, own, "120000 EUR");
        house.until("2025-07-01T09:00:00Z");
        cost(house, mail, own, "2025-02-01", "66000 EUR");
        cost(house, mail, own, "2025-06-30", "500 EUR");
        cost(house, mail, own, "2025-07-01", "1000 EUR");
        let sheet = year(house);
        let told = |name| of(&sheet, "Mail", name);
        assert_eq!(
            (told("actual_to_date"), told("budget_to_date")),
            ("66500.00".into(), "60000.00".into())
        );
        assert_eq!(
            (told("variance"), told("variance_percent")),
            ("6500.00".into(), "10.83".into())
        );
        assert_eq!(told("forecast"), "133000.00");
        assert_eq!(told("forecast_over_percent"), "10.83");
        assert_eq!(
            (told("total_cost"), told("budget_left")),
            ("67500.00".into(), "52500.00".into())
        );
        let off = figure(&sheet, "variance_percent");
        assert_eq!(off["judged"], "missed");
        let running = figure(&sheet, "actual_to_date")["exceptions"][0]["why"].as_str().unwrap();
        assert_eq!(running, "1000.00 EUR of months that are not over are left out.");
    });
}

#[test]
fn a_new_budget_takes_the_place_of_the_one_before() {
    tell(|house| {
        let [mail] = services(house, ["Mail"]);
        let own = cost_type(house, "Licences", "direct");
        let first = budget(house, mail, own, "120000 EUR");
        let other = budget(house, mail, cost_type(house, "Wages", "direct"), "50000 EUR");
        house.until("2025-01-03T09:00:00Z");
        let second = budget(house, mail, own, "90000 EUR");
        house.until("2025-01-03T10:00:00Z");
        let state = |id| house.desk.record(&house.manager, "budget", id).unwrap().state;
        assert_eq!([first, other, second].map(state), ["superseded", "approved", "approved"]);
        assert_eq!(of(&year(house), "Mail", "budget_whole"), "140000.00");
    });
}

#[test]
fn months_are_split_by_the_version_that_held_and_what_none_splits_is_told() {
    tell(|house| {
        services(house, ["Mail", "ERP", "Desk"]);
        let rooms = cost_type(house, "Rooms", "indirect");
        rule(house, rooms, "2025-02-01", "Equal parts", EQUALLY);
        let to_mail = r#"[{"service":"Mail","weight":"1"}]"#;
        rule(house, rooms, "2025-03-01", "Floor space", to_mail);
        house.until("2025-04-01T09:00:00Z");
        for day in ["2025-01-10", "2025-02-10", "2025-03-10"] {
            cost(house, 0, rooms, day, "300 EUR");
        }
        let sheet = year(house);
        assert_eq!(of(&sheet, "Mail", "shared_cost"), "400.00");
        assert_eq!(of(&sheet, "Desk", "shared_cost"), "100.00");
        assert_eq!(of(&sheet, "All services, EUR", "unallocated"), "300.00");
        let why =
            figure(&sheet, "unallocated")["exceptions"][0]["why"].as_str().unwrap().to_owned();
        assert!(why.starts_with("300.00 EUR of 2025-01: No allocation rule"), "{why}");
        assert_eq!(
            figure(&sheet, "budget_to_date")["undefined"],
            "No approved budget of the service covers these months."
        );
    });
}

#[test]
fn different_currencies_are_never_added_up() {
    tell(|house| {
        let [mail] = services(house, ["Mail"]);
        let own = cost_type(house, "Licences", "direct");
        cost(house, mail, own, "2025-01-01", "10 EUR");
        cost(house, mail, own, "2025-01-01", "7 USD");
        let sheet = year(house);
        assert_eq!(of(&sheet, "Mail (EUR)", "total_cost"), "10.00");
        assert_eq!(of(&sheet, "Mail (USD)", "total_cost"), "7.00");
        assert_eq!(of(&sheet, "All services, USD", "recorded_total"), "7.00");
    });
}

#[test]
fn a_review_keeps_its_figures_and_is_concluded_when_the_ledger_agrees() {
    tell(|house| {
        let [mail] = services(house, ["Mail"]);
        let own = cost_type(house, "Licences", "direct");
        budget(house, mail, own, "1200 EUR");
        house.until("2025-04-01T09:00:00Z");
        cost(house, mail, own, "2025-02-01", "400 EUR");
        let totals = r#"[{"total":"450","currency":"EUR"}]"#;
        let person = house.manager.person.unwrap().to_string();
        let fields = [
            ("name", "First quarter"),
            ("from", "2025-01-01"),
            ("until", "2025-03-31"),
            ("control_totals", totals),
            ("reviewed_by", &*person),
            ("basis", "Contracts"),
            ("changes", "None"),
            ("conclusions", "Dearer than planned"),
        ];
        let review = house.create("forecast_review", &fields);
        let refusal = house.go("forecast_review", review, "conclude", &[]).unwrap_err();
        assert!(refusal.contains("differs by -50.00 EUR from the ledger all of them"), "{refusal}");
        assert_eq!(of(&year(house), "All services, EUR", "control_totals_off"), "1");
        cost(house, mail, own, "2025-03-31", "50 EUR");
        house.go("forecast_review", review, "take_figures", &[]).unwrap();
        let refusal = house.go("forecast_review", review, "conclude", &[]).unwrap_err();
        assert!(refusal.starts_with("“Mail” is off its budget by more than 10 %"), "{refusal}");
        let decisions = r#"[{"service":"Mail","decision":"Ten licences fewer","who":"Anna"}]"#;
        house.go("forecast_review", review, "conclude", &[("decisions", decisions)]).unwrap();
        cost(house, mail, own, "2025-03-31", "9 EUR");
        let kept: Json =
            serde_json::from_str(&house.holds("forecast_review", review, "figures")).unwrap();
        assert_eq!(kept[0]["actual"], "450.00");
        assert_eq!((&kept[0]["percent"], &kept[0]["forecast"]), (&"50".into(), &"450.00".into()));
        assert_eq!(of(&year(house), "All services, EUR", "control_totals_off"), "1", "9 EUR more");
    });
}

#[test]
fn whoever_decides_about_a_change_is_told_its_cost_and_the_budget_left() {
    tell(|house| {
        let [mail, erp] = services(house, ["Mail", "ERP"]);
        let own = cost_type(house, "Licences", "direct");
        budget(house, mail, own, "1200 EUR");
        cost(house, mail, own, "2025-01-01", "300 EUR");
        let (mail, erp) = (mail.to_string(), erp.to_string());
        let fields = [
            ("summary", "A new mail node"),
            ("service", &*mail),
            ("other_services", &*erp),
            ("impact_cost", "8000 EUR once"),
        ];
        let change = house.create("change", &fields).to_string();
        let approver = house.agent.person.unwrap().to_string();
        let fields = [
            ("summary", "May the node come?"),
            ("parent_kind", "change"),
            ("parent", &*change),
            ("approver", &*approver),
        ];
        let approval = house.create("approval", &fields);
        assert_eq!(
            house.holds("approval", approval, "costs"),
            "Cost of the change: 8000 EUR once\n\
             Mail: 900.00 EUR left of a budget of 1200.00 EUR for 2025.\n\
             ERP: no budget was approved for 2025."
        );
    });
}
