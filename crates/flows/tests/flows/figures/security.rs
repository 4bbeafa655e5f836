//! Risks, controls, accesses and security incidents, told as people tell them and counted as the definitions say.
use crate::figures::house::{House, at, figure, tell, typed};
use gemba_desk::{Command, Query};
use gemba_vocabulary::{
    RecordId,
    actor::{Actor, Role},
};
use serde_json::{Value as Json, json};

fn asked_and_given(house: &House, kind: &str, id: RecordId, boss: &Actor) {
    let (id, person) = (id.to_string(), boss.person.unwrap().to_string());
    let approval = [
        ("summary", "Bear this risk"),
        ("parent_kind", kind),
        ("parent", &*id),
        ("approver", &*person),
    ];
    let approval =
        house.run(&house.manager, Command::create("approval", typed(&approval))).unwrap();
    house.run(boss, Command::verb("approval", approval.id, "approve")).unwrap();
}

/// RSK-1 and RSK-2 in one risk: 4 × 4, then 2 × 4; 25,000 at 0.3 a year, then 0.1, for 4,000 a year.
fn treated(house: &House, service: RecordId) -> RecordId {
    let (owner, service) = (house.agent.person.unwrap().to_string(), service.to_string());
    let risk = house.create(
        "risk",
        &[
            ("name", "Data read by a stranger"),
            ("services", &service),
            ("owner", &owner),
            ("likelihood", "4"),
            ("impact", "4"),
            ("customer_impact", "high"),
            ("single_loss", "25000 EUR"),
            ("yearly_rate", "0.3"),
            ("residual_rate", "0.1"),
            ("treatment_cost", "4000 EUR"),
        ],
    );
    house.go("risk", risk, "assess", &[]).unwrap();
    let actions = r#"[{"what": "Second factor", "owner": "Anna", "due": "2025-02-01"}]"#;
    let treat = [
        ("treatment", "reduce"),
        ("priority", "high"),
        ("actions", actions),
        ("how_judged", "Tries that fail"),
    ];
    house.go("risk", risk, "treat", &treat).unwrap();
    house.go("risk", risk, "finish", &[("evidence", "Seen in the settings")]).unwrap();
    let left = [
        ("residual_likelihood", "2"),
        ("residual_impact", "4"),
        ("effectiveness", "Nobody came in since"),
        ("review_on", "2025-07-01"),
    ];
    house.go("risk", risk, "rescore", &left).unwrap();
    risk
}

fn row(table: &Json, place: usize) -> Vec<Json> {
    let row = table["rows"][place].as_array().unwrap();
    row.iter().map(|cell| cell["value"].clone()).collect()
}

#[test]
fn rsk_1_and_rsk_2_through_the_door() {
    tell(|house| {
        let service = house.create("service", &[("name", "Patient records")]);
        let other = house.create("service", &[("name", "Mail")]);
        let risk = treated(house, service);
        let held = ["score", "residual_score", "authority", "treatment_effect"];
        let held = held.map(|field| house.holds("risk", risk, field));
        assert_eq!(held, ["16", "8", "manager", "50"].map(str::to_owned));
        let money = ["loss_before", "loss_after", "net_benefit"];
        let money = money.map(|field| house.holds("risk", risk, field));
        assert_eq!(money, ["7500 EUR", "2500 EUR", "1000 EUR"].map(str::to_owned));

        let sheet = house.sheet("risks", "2025-01-02", "2025-01-03", Some(service));
        let open = figure(&sheet, "risks_open");
        assert_eq!(open["value"], json!(1));
        let told = row(&open["rests_on"], 0);
        assert_eq!(
            told[2..8],
            [json!(4), json!(4), json!(16), json!(8), json!("manager"), json!("50")]
        );
        assert_eq!(figure(&sheet, "risks_grave")["value"], json!(0));
        assert_eq!(
            figure(&sheet, "expected_loss")["value"],
            json!({"amount": "2500", "currency": "EUR"})
        );
        assert_eq!(
            figure(&sheet, "net_benefit")["value"],
            json!({"amount": "1000", "currency": "EUR"})
        );
        let matrix = &sheet["parts"][0]["tables"][0];
        assert_eq!(
            row(matrix, 1),
            [4, 0, 1, 0, 0, 0].map(|count| json!(count)),
            "impact 4, likelihood 2"
        );
        let none = house.sheet("risks", "2025-01-02", "2025-01-03", Some(other));
        assert_eq!(figure(&none, "risks_open")["value"], json!(0));
        assert_eq!(figure(&none, "expected_loss")["value"], Json::Null);
        assert!(
            figure(&none, "expected_loss")["undefined"].as_str().unwrap().contains("No risk has")
        );
    });
}

#[test]
fn a_risk_above_twelve_is_accepted_by_top_management_alone_and_its_review_falls_due() {
    tell(|house| {
        let boss = house.person("Bea", Role::Approver, None);
        let service = house.create("service", &[("name", "Patient records")]);
        let (owner, boss_id) = (house.agent.person.unwrap(), boss.person.unwrap());
        let (owner, boss_id) = (owner.to_string(), boss_id.to_string());
        let fields = [
            ("name", "Fire in the data centre"),
            ("aspect", "continuity"),
            ("services", &*service.to_string()),
            ("owner", &*owner),
            ("likelihood", "3"),
            ("impact", "5"),
            ("customer_impact", "high"),
        ]
        .map(|(name, text)| (name, text.to_owned()));
        let fields: Vec<_> = fields.iter().map(|(name, text)| (*name, &**text)).collect();
        let risk = house.create("risk", &fields);
        house.go("risk", risk, "assess", &[]).unwrap();
        let accept = [("top_manager", &*boss_id), ("review_on", "2025-03-01")];
        let early = house.go("risk", risk, "accept", &accept).unwrap_err();
        assert!(early.contains("top management accepts it"), "{early}");
        asked_and_given(house, "risk", risk, &boss);
        house.go("risk", risk, "accept", &accept).unwrap();
        assert_eq!(house.holds("risk", risk, "accepted_by"), boss_id);
        house.go("risk", risk, "watch", &[]).unwrap();
        let sheet = house.sheet("risks", "2025-01-02", "2025-01-03", None);
        assert_eq!(figure(&sheet, "risks_overdue")["value"], json!(0));
        assert_eq!(figure(&sheet, "risks_grave")["value"], json!(1));
        at("2025-03-02T09:00:00Z");
        let sheet = house.sheet("risks", "2025-03-02", "2025-03-03", None);
        let overdue = figure(&sheet, "risks_overdue");
        assert_eq!((&overdue["value"], &overdue["judged"]), (&json!(1), &json!("missed")));
        assert_eq!(overdue["rests_on"]["rows"][0][0]["about"]["id"], json!(risk));
        let by_aspect = &sheet["parts"][0]["tables"][1];
        assert_eq!(row(by_aspect, 0), [json!("continuity"), json!(1), json!(15), json!(1)]);
    });
}

fn control(house: &House, name: &str) -> RecordId {
    let owner = house.agent.person.unwrap().to_string();
    let control = house.create("control", &[("name", name), ("owner", &owner)]);
    let decided = [("decision", "applied"), ("reason", "Needed"), ("test_interval_months", "1")];
    house.go("control", control, "decide", &decided).unwrap();
    house.go("control", control, "put_to_use", &[]).unwrap();
    control
}

#[test]
fn controls_are_counted_by_their_tests_and_accesses_by_their_agreements() {
    tell(|house| {
        let service = house.create("service", &[("name", "Patient records")]);
        let risk = treated(house, service);
        let tested = control(house, "Second factor");
        let failing = control(house, "Locked doors");
        control(house, "Logs are read");
        let controls = format!("{tested}");
        house.edit("risk", risk, &[("controls", &controls)]).unwrap();
        let supplier = house.create("supplier", &[("name", "Printix")]).to_string();
        let contract = house.create("contract", &[("name", "Printers"), ("supplier", &supplier)]);
        let owner = house.agent.person.unwrap().to_string();
        let grant = |contract: Option<RecordId>| {
            let access =
                house.create("external_access", &[("name", "Remote"), ("supplier", &supplier)]);
            let contract = contract.map(|id| id.to_string()).unwrap_or_default();
            let fields = [
                ("purpose", "Repair"),
                ("requirements", "Named accounts"),
                ("owner", &*owner),
                ("review_on", "2025-06-01"),
                ("contract", &*contract),
            ];
            let fields: Vec<_> = fields.into_iter().filter(|(_, text)| !text.is_empty()).collect();
            house.go("external_access", access, "grant", &fields).unwrap();
            access
        };
        grant(Some(contract));
        let loose = grant(None);
        at("2025-02-01T09:00:00Z");
        house.go("control", tested, "test", &[("test_result", "works")]).unwrap();
        let fails = [("test_result", "fails"), ("action", "New locks")];
        house.go("control", failing, "test", &fails).unwrap();
        at("2025-02-05T09:00:00Z");
        let sheet = house.sheet("security", "2025-01-01", "2025-02-01", None);
        let value = |name: &str| figure(&sheet, name)["value"].clone();
        assert_eq!(value("controls_in_use"), json!(3));
        assert_eq!(value("controls_overdue"), json!(1));
        assert_eq!(value("controls_failing"), json!(1));
        assert_eq!(value("controls_without_risk"), json!(2));
        assert_eq!(value("external_access"), json!(2));
        // A contract that nobody signed is no agreement.
        assert_eq!(value("access_without_agreement"), json!(2));
        let rows =
            figure(&sheet, "access_without_agreement")["rests_on"]["rows"].as_array().unwrap();
        assert!(rows.iter().any(|row| row[0]["about"]["id"] == json!(loose)));
        let untold = figure(&sheet, "audiences_not_told");
        assert!(untold["undefined"].as_str().unwrap().contains("No information security policy"));
        assert_eq!(value("access_overdue"), json!(0));
        at("2025-06-02T09:00:00Z");
        let sheet = house.sheet("security", "2025-01-01", "2025-02-01", None);
        assert_eq!(figure(&sheet, "access_overdue")["value"], json!(2));
        let applies = sheet["parts"][0]["tables"][0]["rows"].as_array().unwrap();
        assert_eq!(applies.len(), 3, "the decision on each control is told");
    });
}

#[test]
fn a_policy_is_in_force_once_and_known_to_those_who_were_told() {
    tell(|house| {
        let boss = house.person("Bea", Role::Approver, None);
        let owner = house.agent.person.unwrap().to_string();
        let write = |name: &str| {
            let fields = [
                ("name", name),
                ("owner", &*owner),
                ("statements", r#"[{"statement": "Two factors"}]"#),
                ("obligations", "The law"),
            ];
            let policy = house.create("security_policy", &fields);
            house.run(&boss, Command::verb("security_policy", policy, "approve")).unwrap();
            policy
        };
        let first = write("2024");
        let second = write("2025");
        house.until("2025-01-02T10:00:00Z");
        assert_eq!(house.holds("security_policy", first, "superseded_at"), "2025-01-02T10:00:00Z");
        for (audience, channel) in [("staff", "Training"), ("suppliers", "Contract clause")] {
            let told = [("audience", audience), ("channel", channel)];
            house.go("security_policy", second, "communicate", &told).unwrap();
        }
        let sheet = house.sheet("security", "2025-01-01", "2025-02-01", None);
        let untold = figure(&sheet, "audiences_not_told");
        assert_eq!(untold["value"], json!(1));
        assert_eq!(untold["rests_on"]["rows"][0][1]["value"], json!("customers"));
    });
}

fn incident(
    house: &House,
    class: &str,
    opened: &str,
    contained: Option<&str>,
    restricted: bool,
) -> RecordId {
    let mut fields = vec![
        ("summary", "Somebody got in"),
        ("security_class", class),
        ("opened_at", opened),
        ("impact", "low"),
        ("restricted", if restricted { "yes" } else { "no" }),
    ];
    fields.extend(contained.map(|at| ("contained_at", at)));
    house.create("incident", &fields)
}

#[test]
fn security_incidents_are_counted_and_timed_for_those_who_may_know_of_them() {
    tell(|house| {
        let officer = house.person("Olga", Role::Security, None);
        at("2025-02-10T09:00:00Z");
        incident(house, "malware", "2025-01-05T10:00:00Z", Some("2025-01-05T12:00:00Z"), false);
        incident(house, "deception", "2025-01-20T10:00:00Z", Some("2025-01-20T14:30:00Z"), false);
        incident(house, "deception", "2024-12-20T10:00:00Z", Some("2024-12-20T11:00:00Z"), false);
        let grave = incident(house, "data_breach", "2025-01-25T10:00:00Z", None, true);
        let risk = Command::change("incident", grave, None, typed(&[("security_risk", "high")]));
        house.run(&officer, risk).unwrap();
        let blind = house.sheet("security", "2025-01-01", "2025-02-01", None);
        let value = |sheet: &Json, name: &str| figure(sheet, name)["value"].clone();
        assert_eq!(value(&blind, "security_incidents"), json!(2));
        assert_eq!(value(&blind, "time_to_contain"), json!("3.25"));
        assert_eq!(value(&blind, "contained_late"), json!(0));
        let charts = blind["parts"][3]["charts"].as_array().unwrap();
        assert_eq!(
            (&charts[0]["sort"], &charts[0]["points"][0]["value"]),
            (&json!("counts"), &json!("2"))
        );
        assert!(!blind.to_string().contains(&format!("\"id\":{grave},\"kind\":\"incident\"")));

        let sighted = House {
            manager: officer.clone(),
            agent: house.agent.clone(),
            desk: house.desk.clone(),
        };
        let told = sighted.sheet("security", "2025-01-01", "2025-02-01", None);
        assert_eq!(value(&told, "security_incidents"), json!(3));
        assert_eq!(value(&told, "contained_late"), json!(1));
        assert_eq!(value(&told, "grave_not_escalated"), json!(1));
        assert_eq!(figure(&told, "time_to_contain")["exceptions"].as_array().unwrap().len(), 1);
    });
}

#[test]
fn an_analysis_keeps_the_figures_of_its_period_for_those_who_answer_for_it() {
    tell(|house| {
        at("2025-02-10T09:00:00Z");
        incident(house, "malware", "2025-01-05T10:00:00Z", Some("2025-01-05T12:00:00Z"), false);
        incident(house, "deception", "2025-01-31T23:59:59Z", None, true);
        incident(house, "deception", "2024-12-20T10:00:00Z", None, false);
        incident(house, "loss", "2025-02-01T00:00:00Z", None, false);
        let fields = [("name", "January"), ("from", "2025-01-01"), ("until", "2025-01-31")];
        let analysis = house.create("security_analysis", &fields);
        let held = ["incidents", "incidents_before", "late"];
        let held = held.map(|field| house.holds("security_analysis", analysis, field));
        assert_eq!(held, ["2", "1", "1"].map(str::to_owned));
        let by_class: Json =
            serde_json::from_str(&house.holds("security_analysis", analysis, "by_class")).unwrap();
        assert_eq!(
            by_class[0],
            json!({"class": "deception", "incidents": 1, "high_impact": 0,
            "incidents_before": 1})
        );
        assert!(house.desk.list(&house.agent, &Query::of("security_analysis")).is_err());
        assert_eq!(
            house.desk.list(&house.manager, &Query::of("security_analysis")).unwrap().records.len(),
            1
        );
    });
}
