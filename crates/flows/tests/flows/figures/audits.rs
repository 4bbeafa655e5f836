//! Audits: nobody audits their own work, samples can be drawn again, what comes back is seen, a programme covers all.
use crate::figures::house::{House, at, figure, tell, typed};
use gemba_desk::{Command, Query};
use gemba_vocabulary::{
    RecordId,
    actor::{Actor, Role},
    clause::AUDITED,
    sample::draw,
};
use serde_json::{Value as Json, json};

pub fn id(number: RecordId) -> String {
    number.to_string()
}

pub fn me(actor: &Actor) -> String {
    id(actor.person.unwrap())
}

/// Takes a step as that person, with a note.
pub fn step(
    house: &House,
    who: &Actor,
    (kind, record): (&str, RecordId),
    verb: &str,
    fields: &[(&str, &str)],
) -> Result<(), String> {
    let command = Command::verb(kind, record, verb).with_input(typed(fields));
    house.run(who, command.with_note("As seen")).map(|_| ())
}

pub fn state(house: &House, kind: &str, record: RecordId) -> String {
    house.desk.record(&house.manager, kind, record).unwrap().state
}

pub fn all(house: &House, kind: &str) -> Vec<RecordId> {
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
pub fn held(house: &House, viktor: &Actor) -> (RecordId, RecordId) {
    let audit = audit(house, viktor, "8.5.1");
    step(house, viktor, ("audit", audit), "prepare", &[]).unwrap();
    step(house, viktor, ("audit", audit), "start", &[]).unwrap();
    (audit, finding(house, viktor, audit, "minor"))
}

pub fn finding(house: &House, viktor: &Actor, audit: RecordId, grade: &str) -> RecordId {
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

fn programme(house: &House, viktor: &Actor, name: &str, more: &[(&str, &str)]) -> RecordId {
    let owner = me(viktor);
    let words = [
        ("owner", &*owner),
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
    let fields = [&words[..], &[("name", name)], more].concat();
    house.run(viktor, Command::create("audit_programme", typed(&fields))).unwrap().id
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
        let programme = |name: &str, more: &[(&str, &str)]| programme(house, &viktor, name, more);
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
fn whoever_holds_a_role_in_what_is_audited_does_not_audit_it() {
    tell(|house| {
        // Roles and who holds them are kept elsewhere; without them nothing speaks against anybody.
        at("2025-03-03T08:00:00Z");
        let viktor = house.person("Viktor", Role::Auditor, None);
        let audit = audit(house, &viktor, "8.6.1");
        step(house, &viktor, ("audit", audit), "check_independence", &[]).unwrap();
        assert_eq!(house.holds("audit", audit, "conflicts"), "[]");
        if house.desk.view("role_assignment").is_none() {
            return;
        }
        let process = house.create("process", &[("name", "Incidents"), ("clause", "8.6.1")]);
        let role = [("name", "Keeper of incidents"), ("processes", &*id(process))];
        let role = house.create("role", &role);
        let held = [("role", &*id(role)), ("person", &*me(&viktor))];
        house.create("role_assignment", &held);
        step(house, &viktor, ("audit", audit), "check_independence", &[]).unwrap();
        let told = house.holds("audit", audit, "conflicts");
        assert!(told.contains("the role Keeper of incidents"), "{told}");
    });
}
