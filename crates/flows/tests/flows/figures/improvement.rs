//! Nonconformities and improvements: a breach goes to its end, counts have limits, and before and after are compared.
use crate::figures::{
    audits::{all, finding, held, id, me, state, step},
    house::{House, at, figure, tell, typed},
};
use gemba_desk::Command;
use gemba_vocabulary::{
    RecordId,
    actor::{Actor, Role},
};
use serde_json::{Value as Json, json};

/// Put right and analysed in the nonconformity; the finding takes it from there.
fn analysed(house: &House, anna: &Actor, led: RecordId, breach: RecordId) {
    let corrected = [
        ("review_note", "One of nineteen"),
        ("correction", "It was looked back on"),
        ("corrected_by", &*me(anna)),
        ("corrected_on", "2025-04-07"),
        ("consequences", "None were harmed"),
    ];
    let (of, nonconformity) = (("audit_finding", breach), ("nonconformity", led));
    step(house, anna, nonconformity, "correct", &corrected).unwrap();
    step(house, anna, of, "correct", &[]).unwrap();
    let analysed = [
        ("cause_method", "five_whys"),
        ("cause", "The template has no step for it"),
        ("cause_evidence", "Read in the template"),
        ("similar_where", "All other templates"),
        ("similar", "none"),
        ("action_needed", "needed"),
    ];
    step(house, anna, nonconformity, "analyse", &analysed).unwrap();
    step(house, anna, of, "analyse", &[]).unwrap();
}

/// The corrective action, from its proposal until it is being done.
fn begun(house: &House, anna: &Actor, led: RecordId) -> RecordId {
    let with = [
        ("name", "The step"),
        ("nonconformity", &*id(led)),
        ("action", "Add it"),
        ("owner", &*me(anna)),
        ("due", "2025-04-10"),
        ("effort", "low"),
        ("proportion", "An hour"),
    ];
    let action = house.run(anna, Command::create("corrective_action", typed(&with))).unwrap().id;
    let cause = house.holds("corrective_action", action, "cause");
    assert_eq!(cause, "The template has no step for it");
    house.go("nonconformity", led, "act", &[]).unwrap();
    let own = step(house, anna, ("corrective_action", action), "approve", &[]).unwrap_err();
    assert!(own.contains("their own request"), "{own}");
    house.go("corrective_action", action, "approve", &[]).unwrap();
    step(house, anna, ("corrective_action", action), "start", &[]).unwrap();
    action
}

/// Its owner is told of its day, and whoever approved it of the day from which on it can be checked.
fn checked(house: &House, anna: &Actor, action: RecordId) {
    let sheet = || house.sheet("nonconformities", "2025-01-01", "2026-01-01", None);
    let told = |place: usize, field: &str| {
        house.holds("task", house.numbers_of("task", "parent", action)[place], field)
    };
    house.until("2025-04-10T06:00:00Z");
    assert_eq!(told(0, "summary"), "Finish the corrective action: The step");
    house.until("2025-04-11T06:00:00Z");
    assert_eq!(house.numbers_of("task", "parent", action).len(), 1, "and once");
    assert_eq!(figure(&sheet(), "actions_overdue")["value"], 1);
    let done = [("evidence", "Version 4")];
    step(house, anna, ("corrective_action", action), "finish", &done).unwrap();
    let result = [("result", "Ten changes were looked back on")];
    let early = house.go("corrective_action", action, "check_ok", &result).unwrap_err();
    assert!(early.contains("Check it from 2025-05-11 on"), "{early}");
    house.until("2025-05-11T06:00:00Z");
    assert_eq!(told(1, "assigned_to"), me(&house.manager), "not the owner");
    assert_eq!(figure(&sheet(), "checks_due")["value"], 1);
    house.go("corrective_action", action, "check_ok", &result).unwrap();
}

#[test]
fn a_breach_becomes_a_nonconformity_and_both_go_to_their_end() {
    tell(|house| {
        at("2025-04-07T08:00:00Z");
        let viktor = house.person("Viktor", Role::Auditor, None);
        let (audit, breach) = held(house, &viktor);
        let remark = finding(house, &viktor, audit, "opportunity");
        let anna = house.agent.clone();
        for one in [breach, remark] {
            step(house, &anna, ("audit_finding", one), "agree", &[]).unwrap();
        }
        house.until("2025-04-07T08:00:01Z");
        let [led] = all(house, "nonconformity")[..] else {
            panic!("the breach alone leads to one")
        };
        let told = ["source", "requirement", "severity", "owner", "audit_finding"];
        let told = told.map(|field| house.holds("nonconformity", led, field));
        assert_eq!(told, ["audit", "8.5.1.3-d", "minor", &*me(&anna), &*id(breach)]);
        assert_eq!(house.holds("audit_finding", breach, "nonconformity"), id(led));
        analysed(house, &anna, led, breach);
        let action = begun(house, &anna, led);
        checked(house, &anna, action);
        let verified = [
            ("system_change", "none_needed"),
            ("system_change_note", "The process says it"),
            ("verification", "None since"),
        ];
        house.go("nonconformity", led, "verify", &verified).unwrap();
        assert!(house.go("nonconformity", led, "close", &[]).unwrap_err().contains("still open"));
        house.go("corrective_action", action, "close", &[]).unwrap();
        house.go("nonconformity", led, "close", &[]).unwrap();
        let told = house.sheet("nonconformities", "2025-01-01", "2026-01-01", None);
        let values = ["recorded", "open", "actions_overdue", "checks_due", "effective_at_once"];
        let values = values.map(|name| figure(&told, name)["value"].clone());
        assert_eq!(values, [json!(1), json!(0), json!(0), json!(0), json!("100")]);
        close_finding(house, &viktor, breach);
        let audits = house.sheet("audits", "2025-01-01", "2026-01-01", None);
        let value = |name| figure(&audits, name)["value"].clone();
        assert_eq!((value("findings_open"), value("closed_in_time")), (json!(1), json!("100")));
    });
}

/// The rest of a finding's way, from its plan to its end.
fn close_finding(house: &House, viktor: &Actor, finding: RecordId) {
    let anna = house.agent.clone();
    let of = ("audit_finding", finding);
    let plan = [
        ("action", "The step"),
        ("action_owner", &*me(&anna)),
        ("action_due", "2025-05-20"),
        ("plan_accepted_by", &*me(viktor)),
    ];
    step(house, &anna, of, "plan", &plan).unwrap();
    step(house, &anna, of, "do", &[("action_evidence", "Version 4")]).unwrap();
    let result = [("verification_result", "Ten changes")];
    assert!(step(house, viktor, of, "verify", &result).unwrap_err().contains("too short"));
    at("2025-06-11T08:00:00Z");
    step(house, viktor, of, "verify", &result).unwrap();
    step(house, viktor, of, "close", &[]).unwrap();
    assert_eq!(state(house, "audit_finding", finding), "closed");
}

#[test]
fn an_improvement_is_weighed_and_before_and_after_are_compared() {
    tell(|house| {
        at("2025-03-03T08:00:00Z");
        let top = house.person("Helene", Role::TopManagement, None);
        let criteria = r#"[{"criterion": "Value", "weight": 3},
            {"criterion": "Fit with objectives", "weight": 5, "serves_objectives": true}]"#;
        let with = [("name", "Criteria"), ("owner", &*me(&house.manager)), ("criteria", criteria)];
        let version =
            house.run(&house.manager, Command::create("improvement_criteria", typed(&with)));
        let version = ("improvement_criteria", version.unwrap().id);
        step(house, &house.manager, version, "approve", &[]).unwrap_err();
        step(house, &top, version, "approve", &[]).unwrap();
        let anna = house.agent.clone();
        let idea = [("name", "Reset without a call"), ("description", "A third of all calls")];
        let idea = house.run(&anna, Command::create("improvement", typed(&idea))).unwrap().id;
        assert_eq!(house.holds("improvement", idea, "proposed_by"), me(&anna));
        let ratings = r#"[{"criterion": "Value", "points": 4}, {"criterion": "Fit with objectives", "points": 5}]"#;
        house.go("improvement", idea, "evaluate", &[("ratings", ratings)]).unwrap();
        assert_eq!(house.holds("improvement", idea, "score"), "92.5");
        let approved = [("priority", "1"), ("owner", &*me(&anna)), ("sponsor", &*me(&top))];
        step(house, &anna, ("improvement", idea), "approve", &approved).unwrap_err();
        step(house, &top, ("improvement", idea), "approve", &approved).unwrap();
        let planned = [
            ("dimension", "productivity"),
            ("metric", "Calls in a week"),
            ("baseline", "11"),
            ("target", "6"),
            ("target_date", "2025-06-30"),
            ("touches", "neither"),
            ("plan", r#"[{"what": "A page", "who": "Anna", "due": "2025-04-01"}]"#),
        ];
        house.go("improvement", idea, "plan", &planned).unwrap();
        step(house, &anna, ("improvement", idea), "start", &[]).unwrap();
        at("2025-05-05T08:00:00Z");
        step(house, &anna, ("improvement", idea), "finish", &[("changed_on", "2025-05-01")])
            .unwrap();
        let reading = |(place, value): (usize, i64)| {
            let month = if place < 6 { 4 } else { 5 };
            json!({"on": format!("2025-{month:02}-{:02}", place + 1), "value": value.to_string()})
        };
        let values = [10, 12, 8, 10, 14, 12, 3, 2, 4];
        let readings =
            Json::Array(values.into_iter().enumerate().map(reading).collect()).to_string();
        let measured = [("actual", "4"), ("readings", &*readings)];
        house.go("improvement", idea, "measure", &measured).unwrap();
        let told = ["mean_before", "mean_after", "verdict"];
        let told = told.map(|field| house.holds("improvement", idea, field));
        assert_eq!(
            (state(house, "improvement", idea), told),
            ("target_met".into(), ["11", "3", "better"].map(Into::into))
        );
        let sheet = || house.sheet("improvements", "2025-01-01", "2026-01-01", None);
        let now = sheet();
        let value = |name| figure(&now, name)["value"].clone();
        let all =
            ["proposed", "carried_out", "targets_met", "really_better", "not_reported"].map(value);
        assert_eq!(all, [json!(1), json!(1), json!("100"), json!("100"), json!(1)]);
        house.go("improvement", idea, "report", &[("reported_in", "To all, in May")]).unwrap();
        assert_eq!(figure(&sheet(), "not_reported")["value"], 0);
        assert_eq!(house.numbers("improvement", "criteria", version.1), [idea]);
    });
}

#[test]
fn vector_trd_1_through_the_door() {
    tell(|house| {
        // Each month as many as the vector says, and a ninth that is not over.
        for (month, count) in [41, 38, 45, 40, 44, 39, 43, 42, 63].into_iter().enumerate() {
            at(&format!("2025-{:02}-15T08:00:00Z", month + 1));
            for place in 0..count {
                house.create("nonconformity", &[("name", &format!("No {place}"))]);
            }
        }
        let sheet = house.sheet("nonconformities", "2025-01-01", "2025-10-01", None);
        let chart = &sheet["parts"][0]["charts"][0];
        let limits = ["mean", "upper", "lower"].map(|name| chart[name].clone());
        assert_eq!(limits, ["41.5", "60.8261", "22.1739"].map(Json::from));
        // The month that runs moves no limits; as it stands it lies above the upper one.
        assert_eq!(chart["points"][8]["value"], "63");
        let upper: f64 = chart["upper"].as_str().unwrap().parse().unwrap();
        assert!(upper < 63.0, "63 is an alarm");
    });
}
