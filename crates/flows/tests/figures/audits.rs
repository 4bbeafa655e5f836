//! Audits and improvement: nobody audits their own work, samples can be drawn again, breaches become nonconformities,
//! days are told of, and before and after are held against one another.
use crate::house::{House, at, figure, tell, typed};
use gemba_desk::{Command, Query};
use gemba_vocabulary::{
    RecordId,
    actor::{Actor, Role},
    clause::AUDITED,
    sample::draw,
};
use serde_json::{Value as Json, json};

fn id(number: RecordId) -> String {
    number.to_string()
}

fn me(actor: &Actor) -> String {
    id(actor.person.unwrap())
}

/// Takes a step as that person, with a note.
fn step(
    house: &House,
    who: &Actor,
    (kind, record): (&str, RecordId),
    verb: &str,
    fields: &[(&str, &str)],
) -> Result<(), String> {
    let command = Command::verb(kind, record, verb).with_input(typed(fields));
    house.run(who, command.with_note("As seen")).map(|_| ())
}

fn state(house: &House, kind: &str, record: RecordId) -> String {
    house.desk.record(&house.manager, kind, record).unwrap().state
}

fn all(house: &House, kind: &str) -> Vec<RecordId> {
    let query = Query { limit: 500, ..Query::of(kind) };
    let mut found: Vec<_> =
        house.desk.list(&house.manager, &query).unwrap().records.iter().map(|one| one.id).collect();
    found.sort_unstable();
    found
}

fn incident(house: &House, summary: &str) -> RecordId {
    let with = typed(&[("summary", summary), ("category", "mail")]);
    house.run(&house.agent, Command::create("incident", with)).unwrap().id
}

/// An audit of incidents, prepared by its lead auditor, who is given.
fn audit(house: &House, lead: &Actor, clauses: &str) -> RecordId {
    let fields = [("name", "Incidents, spring"), ("owner", &*me(&house.manager))];
    let audit = house.run(lead, Command::create("audit", typed(&fields))).unwrap().id;
    let fields = [
        ("clauses", clauses),
        ("sites", "Service desk"),
        ("period_from", "2025-01-01"),
        ("period_until", "2025-03-31"),
        ("methods", "Talks and samples"),
        ("lead_auditor", &*me(lead)),
        ("auditees", &*me(&house.agent)),
        ("plan", r#"[{"when": "Monday", "what": "Incidents", "whom": "Anna"}]"#),
        ("starts_on", "2025-04-07"),
    ];
    let command = Command::change("audit", audit, None, typed(&fields));
    house.run(lead, command).unwrap();
    audit
}

#[test]
fn nobody_audits_what_they_own_or_worked_on() {
    tell(|house| {
        at("2025-03-03T08:00:00Z");
        let viktor = house.person("Viktor", Role::Auditor, None);
        incident(house, "Mail is slow");
        let foreign = audit(house, &viktor, "8.6.1");
        step(house, &viktor, ("audit", foreign), "prepare", &[]).unwrap();
        assert_eq!(house.holds("audit", foreign, "conflicts"), "[]");
        step(house, &viktor, ("audit", foreign), "start", &[]).unwrap();
        // Anna recorded an incident in the audited time.
        let second = audit(house, &viktor, "8.6");
        let anna = me(&house.agent);
        let with = [("auditors", &*anna), ("auditees", &*me(&house.manager))];
        house.run(&viktor, Command::change("audit", second, None, typed(&with))).unwrap();
        let told = house.holds("audit", second, "conflicts");
        assert!(told.contains("Anna") && told.contains("1 incident"), "{told}");
        step(house, &viktor, ("audit", second), "prepare", &[]).unwrap();
        let refused = step(house, &viktor, ("audit", second), "start", &[]).unwrap_err();
        assert!(refused.contains("Nobody audits their own work. Anna: 1 incident"), "{refused}");
        assert_eq!(state(house, "audit", second), "prepared");
        // Before the audited time it was somebody else's work as far as this audit looks.
        let later = [("period_from", "2025-03-04"), ("period_until", "2025-03-31")];
        house.run(&viktor, Command::change("audit", second, None, typed(&later))).unwrap();
        assert_eq!(house.holds("audit", second, "conflicts"), "[]");
        // Whoever owns a process of the clause does not audit it.
        let with = [("name", "Incidents"), ("owner", &*me(&viktor))];
        let process = house.create("process", &with);
        let named = [("processes", &*id(process))];
        house.run(&viktor, Command::change("audit", second, None, typed(&named))).unwrap();
        let told = house.holds("audit", second, "conflicts");
        assert!(told.contains("the process Incidents") && told.contains("they own it"), "{told}");
        let refused = step(house, &viktor, ("audit", second), "start", &[]).unwrap_err();
        assert!(refused.contains("Name another auditor"), "{refused}");
    });
}

#[test]
fn a_sample_is_drawn_from_all_and_can_be_drawn_again() {
    tell(|house| {
        at("2025-03-03T08:00:00Z");
        let viktor = house.person("Viktor", Role::Auditor, None);
        let before: Vec<_> = (0..40).map(|place| incident(house, &format!("No {place}"))).collect();
        at("2025-04-02T08:00:00Z");
        incident(house, "After the audited time");
        let audit = audit(house, &viktor, "8.6.1");
        step(house, &viktor, ("audit", audit), "prepare", &[]).unwrap();
        let odd = [("sample_kind", "incidents")];
        let refused = step(house, &viktor, ("audit", audit), "draw", &odd).unwrap_err();
        assert!(refused.contains("names no kind of record"), "{refused}");
        let none = [("sample_kind", "incident"), ("sample_state", "closed")];
        let refused = step(house, &viktor, ("audit", audit), "draw", &none).unwrap_err();
        assert!(refused.contains("no such record in the audited time"), "{refused}");
        let of = [
            ("sample_kind", "incident"),
            ("sample_state", ""),
            ("sample_size", "5"),
            ("sample_seed", "42"),
        ];
        step(house, &viktor, ("audit", audit), "draw", &of).unwrap();
        step(house, &viktor, ("audit", audit), "draw", &of[..3]).unwrap();
        let samples: Json = serde_json::from_str(&house.holds("audit", audit, "samples")).unwrap();
        assert_eq!((&samples[0]["population"], &samples[0]["seed"]), (&40.into(), &42.into()));
        let drawn: Vec<_> =
            draw(&before, 5, 42).iter().map(|one| format!("INC-{one:06}")).collect();
        assert_eq!(samples[0]["drawn"], drawn.join(", "));
        let seed = samples[1]["seed"].as_i64().unwrap();
        assert_ne!(seed, 42, "one of its own");
        let again: Vec<_> = draw(&before, 5, seed.cast_unsigned())
            .iter()
            .map(|one| format!("INC-{one:06}"))
            .collect();
        assert_eq!(samples[1]["drawn"], again.join(", "));
    });
}

/// An audit that is being held, with a finding in the words of the standard's practice.
fn held(house: &House, viktor: &Actor) -> (RecordId, RecordId) {
    let audit = audit(house, viktor, "8.5.1");
    step(house, viktor, ("audit", audit), "prepare", &[]).unwrap();
    step(house, viktor, ("audit", audit), "start", &[]).unwrap();
    (audit, finding(house, viktor, audit, "minor"))
}

fn finding(house: &House, viktor: &Actor, audit: RecordId, grade: &str) -> RecordId {
    let fields = [
        ("name", "Changes without a look back"),
        ("audit", &*id(audit)),
        ("clause", "8.5.1.3-d"),
        ("evidence", "CHG-000004"),
        ("grade", grade),
        ("area_manager", &*me(&house.agent)),
    ];
    house.run(viktor, Command::create("audit_finding", typed(&fields))).unwrap().id
}

#[test]
fn an_auditor_writes_audits_and_nothing_else() {
    tell(|house| {
        at("2025-03-03T08:00:00Z");
        let viktor = house.person("Viktor", Role::Auditor, None);
        let (audit, finding) = held(house, &viktor);
        let incident = incident(house, "Mail is slow");
        let change = |kind: &str, record, field, text| {
            house.run(&viktor, Command::change(kind, record, None, typed(&[(field, text)])))
        };
        change("audit", audit, "strengths", "Quick answers").unwrap();
        change("incident", incident, "summary", "Mail").unwrap_err();
        let create = |kind: &str, fields: &[(&str, &str)]| {
            house.run(&viktor, Command::create(kind, typed(fields)))
        };
        for (kind, fields) in [
            ("nonconformity", &[("name", "One")][..]),
            ("improvement", &[("name", "One")]),
            ("planned_review", &[("summary", "One"), ("parent_kind", "audit"), ("parent", "1")]),
            ("service_review", &[("customer", "1"), ("planned_on", "2025-05-05")]),
        ] {
            assert!(create(kind, fields).unwrap_err().contains("may not"), "{kind}");
        }
        // Agreeing is for the area.
        let own = step(house, &viktor, ("audit_finding", finding), "agree", &[]).unwrap_err();
        assert!(own.contains("Whoever answers for the area"), "{own}");
        step(house, &house.agent, ("audit_finding", finding), "agree", &[]).unwrap();
        step(house, &house.agent, ("audit_finding", finding), "close", &[]).unwrap_err();
    });
}

#[test]
fn a_breach_becomes_a_nonconformity_and_both_go_to_their_end() {
    tell(|house| {
        at("2025-04-07T08:00:00Z");
        let viktor = house.person("Viktor", Role::Auditor, None);
        let (audit, breach) = held(house, &viktor);
        let remark = finding(house, &viktor, audit, "opportunity");
        let anna = house.agent.clone();
        let of = |record| ("audit_finding", record);
        step(house, &anna, of(breach), "agree", &[]).unwrap();
        step(house, &anna, of(remark), "agree", &[]).unwrap();
        house.until("2025-04-07T08:00:01Z");
        let [led] = all(house, "nonconformity")[..] else {
            panic!("the breach alone leads to one")
        };
        let told = ["source", "requirement", "severity", "owner", "audit_finding"];
        let told = told.map(|field| house.holds("nonconformity", led, field));
        assert_eq!(told, ["audit", "8.5.1.3-d", "minor", &*me(&anna), &*id(breach)]);
        assert_eq!(house.holds("audit_finding", breach, "nonconformity"), id(led));
        let corrected = [
            ("review_note", "One of nineteen"),
            ("correction", "It was looked back on"),
            ("corrected_by", &*me(&anna)),
            ("corrected_on", "2025-04-07"),
            ("consequences", "None were harmed"),
        ];
        let nonconformity = ("nonconformity", led);
        step(house, &anna, nonconformity, "correct", &corrected).unwrap();
        step(house, &anna, of(breach), "correct", &[]).unwrap();
        let analysed = [
            ("cause_method", "five_whys"),
            ("cause", "The template has no step for it"),
            ("cause_evidence", "Read in the template"),
            ("similar_where", "All other templates"),
            ("similar", "none"),
            ("action_needed", "needed"),
        ];
        step(house, &anna, nonconformity, "analyse", &analysed).unwrap();
        step(house, &anna, of(breach), "analyse", &[]).unwrap();
        let with = [
            ("name", "The step"),
            ("nonconformity", &*id(led)),
            ("action", "Add it"),
            ("owner", &*me(&anna)),
            ("due", "2025-04-10"),
            ("effort", "low"),
            ("proportion", "An hour"),
        ];
        let action =
            house.run(&anna, Command::create("corrective_action", typed(&with))).unwrap().id;
        assert_eq!(
            house.holds("corrective_action", action, "cause"),
            "The template has no step for it"
        );
        house.go("nonconformity", led, "act", &[]).unwrap();
        let own = step(house, &anna, ("corrective_action", action), "approve", &[]).unwrap_err();
        assert!(own.contains("their own request"), "{own}");
        house.go("corrective_action", action, "approve", &[]).unwrap();
        step(house, &anna, ("corrective_action", action), "start", &[]).unwrap();
        house.until("2025-04-10T06:00:00Z");
        let tasks = house.numbers_of("task", "parent", action);
        assert_eq!(tasks.len(), 1, "its owner is told on the day");
        assert_eq!(
            house.holds("task", tasks[0], "summary"),
            "Finish the corrective action: The step"
        );
        house.until("2025-04-11T06:00:00Z");
        assert_eq!(house.numbers_of("task", "parent", action).len(), 1, "and once");
        let sheet = || house.sheet("nonconformities", "2025-01-01", "2026-01-01", None);
        assert_eq!(figure(&sheet(), "actions_overdue")["value"], 1);
        let done = [("evidence", "Version 4")];
        step(house, &anna, ("corrective_action", action), "finish", &done).unwrap();
        let result = [("result", "Ten changes were looked back on")];
        let early = house.go("corrective_action", action, "check_ok", &result).unwrap_err();
        assert!(early.contains("Check it from 2025-05-11 on"), "{early}");
        house.until("2025-05-11T06:00:00Z");
        let tasks = house.numbers_of("task", "parent", action);
        assert_eq!(
            house.holds("task", tasks[1], "assigned_to"),
            me(&house.manager),
            "not the owner"
        );
        assert_eq!(figure(&sheet(), "checks_due")["value"], 1);
        house.go("corrective_action", action, "check_ok", &result).unwrap();
        let verified = [
            ("system_change", "none_needed"),
            ("system_change_note", "The process says it"),
            ("verification", "None since"),
        ];
        house.go("nonconformity", led, "verify", &verified).unwrap();
        assert!(house.go("nonconformity", led, "close", &[]).unwrap_err().contains("still open"));
        house.go("corrective_action", action, "close", &[]).unwrap();
        house.go("nonconformity", led, "close", &[]).unwrap();
        let values = ["recorded", "open", "actions_overdue", "checks_due", "effective_at_once"];
        let told = sheet();
        let values = values.map(|name| figure(&told, name)["value"].clone());
        assert_eq!(values, [json!(1), json!(0), json!(0), json!(0), json!("100")]);
        assert_eq!(told["parts"][0]["charts"][0]["sort"], "counts", "TRD-1: a c-chart");
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
fn a_finding_at_the_same_requirement_is_a_repeat_and_days_are_told_of() {
    tell(|house| {
        at("2025-03-03T08:00:00Z");
        let viktor = house.person("Viktor", Role::Auditor, None);
        let (_, first) = held(house, &viktor);
        let (second_audit, second) = held(house, &viktor);
        assert_eq!(house.holds("audit_finding", first, "repeats"), "");
        assert_eq!(house.holds("audit_finding", second, "repeats"), id(first));
        let same_audit = finding(house, &viktor, second_audit, "minor");
        assert_eq!(
            house.holds("audit_finding", same_audit, "repeats"),
            id(first),
            "of another audit"
        );
        let sheet = || house.sheet("audits", "2025-01-01", "2026-01-01", None);
        assert_eq!(figure(&sheet(), "findings_repeated")["value"], "66.67");
        house.until("2025-03-17T06:00:00Z");
        let tasks = house.numbers_of("task", "parent", first);
        assert_eq!(
            house.holds("task", tasks[0], "assigned_to"),
            me(&house.agent),
            "the area answers"
        );
        house.until("2025-03-18T06:00:00Z");
        assert_eq!(figure(&sheet(), "findings_unanswered")["value"], 3);
        let why = Command::verb("audit_finding", first, "dispute");
        house.run(&house.agent, why.with_note("It was looked back on")).unwrap();
        let back = Command::verb("audit_finding", first, "withdraw");
        assert!(house.go("audit_finding", first, "withdraw", &[]).is_err(), "not the manager");
        house.run(&viktor, back.with_note("So it was")).unwrap();
        assert_eq!(figure(&sheet(), "findings_open")["value"], 2);
        house.until("2025-09-01T06:00:00Z");
        assert_eq!(figure(&sheet(), "findings_overdue")["value"], 2);
    });
}

/// Areas of a programme for every clause.
fn areas() -> String {
    let each = AUDITED.iter().map(|(clause, area)| {
        json!({"clause": clause, "area": area, "importance": 3, "because": "Usual", "month": "2025-03-01"})
    });
    Json::Array(each.collect()).to_string()
}

#[test]
fn a_programme_asks_the_records_and_one_holds_for_a_time() {
    tell(|house| {
        at("2025-01-10T08:00:00Z");
        let viktor = house.person("Viktor", Role::Auditor, None);
        let top = house.person("Helene", Role::TopManagement, None);
        for place in 0..100 {
            incident(house, &format!("No {place}"));
        }
        let (audit, _) = held(house, &viktor);
        let words = [
            ("owner", &*me(&viktor)),
            ("frequency", "Yearly"),
            ("methods", "Talks"),
            ("responsibilities", "Viktor"),
            ("planning", "Two weeks before"),
            ("reporting", "Ten days"),
            ("changes", "None"),
            ("earlier_results", "One minor finding"),
            ("areas", &*areas()),
            ("period_from", "2025-01-01"),
            ("period_until", "2025-12-31"),
        ];
        let programme = |name: &str, more: &[(&str, &str)]| {
            let fields = [&words[..], &[("name", name)], more].concat();
            house.run(&viktor, Command::create("audit_programme", typed(&fields))).unwrap().id
        };
        let first = programme("Audits 2025", &[]);
        let told: Json =
            serde_json::from_str(&house.holds("audit_programme", first, "suggestions")).unwrap();
        let of = |clause: &str| {
            told.as_array().unwrap().iter().find(|one| one["clause"] == clause).unwrap().clone()
        };
        assert_eq!((&of("8.6.1")["records"], &of("8.6.1")["importance"]), (&json!(100), &json!(3)));
        assert_eq!((&of("8.5.1")["findings"], &of("8.5.1")["importance"]), (&json!(1), &json!(3)));
        assert_eq!(of("8.4.1")["importance"], 2, "nobody looked");
        let of_first = ("audit_programme", first);
        assert!(step(house, &viktor, of_first, "approve", &[]).is_err(), "an auditor does not");
        step(house, &top, of_first, "approve", &[]).unwrap();
        let sheet = || house.sheet("audit-programme", "2025-01-10", "2025-01-11", None);
        let value = |sheet: &Json, name| figure(sheet, name)["value"].clone();
        assert_eq!(value(&sheet(), "areas_covered"), "0");
        let report = [
            ("own_requirements", "met"),
            ("standard", "met"),
            ("effectiveness", "met"),
            ("report", "It works"),
            ("recipients", &*me(&house.manager)),
        ];
        step(house, &viktor, ("audit", audit), "report", &report).unwrap();
        let now = sheet();
        assert_eq!(value(&now, "areas_covered"), "3.23", "one of 31");
        assert_eq!(value(&now, "areas_never"), 30);
        at("2025-04-01T08:00:00Z");
        assert_eq!(value(&sheet(), "areas_late"), 30, "March is over");
        let next = programme(
            "Audits 2026",
            &[
                ("period_from", "2026-01-01"),
                ("period_until", "2026-12-31"),
                ("areas", &areas().replace("2025-03", "2026-03")),
            ],
        );
        step(house, &top, ("audit_programme", next), "approve", &[]).unwrap();
        house.until("2025-04-01T08:00:01Z");
        assert_eq!(state(house, "audit_programme", first), "in_force", "it is for another year");
        let better = programme("Audits 2025, second version", &[]);
        step(house, &top, ("audit_programme", better), "approve", &[]).unwrap();
        house.until("2025-04-01T08:00:02Z");
        assert_eq!(state(house, "audit_programme", first), "superseded");
        assert_eq!(state(house, "audit_programme", next), "in_force");
    });
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
