//! Context, leadership and planning, told as people tell them: what is approved holds, what is due is asked for, and
//! the sheets and the plan say what the records say.
use crate::figures::house::{House, at, figure, tell, typed};
use gemba_desk::{Command, Imported};
use gemba_vocabulary::{
    RecordId,
    actor::{Actor, Channel, Role},
};
use serde_json::{Value as Json, json};

/// Takes a step as that person, with a note.
fn take(
    house: &House,
    who: &Actor,
    kind: &str,
    id: RecordId,
    verb: &str,
    fields: &[(&str, &str)],
) -> Result<(), String> {
    let command = Command::verb(kind, id, verb).with_input(typed(fields));
    house.run(who, command.with_note("It had to be.")).map(|_| ())
}

/// Records something as whoever runs the services.
fn write(house: &House, kind: &str, fields: &[(&str, &str)]) -> RecordId {
    house.run(&house.manager, Command::create(kind, typed(fields))).unwrap().id
}

pub fn service_on_offer(house: &House, name: &str) -> RecordId {
    let customer = house.create("customer", &[("name", "Acme")]).to_string();
    let service = house.create("service", &[("name", name), ("customers", &customer)]);
    let calendar = house
        .create(
            "calendar",
            &[("name", name), ("time_zone", "Europe/Paris"), ("hours", "Mon-Fri 08:00-18:00")],
        )
        .to_string();
    let number = service.to_string();
    let agreement =
        [("name", name), ("customer", &*customer), ("service", &*number), ("calendar", &*calendar)];
    house.create("service_level_agreement", &agreement);
    house.go_live(service);
    let owner = house.manager.person.unwrap().to_string();
    let entry = [
        ("name", name),
        ("service", &*service.to_string()),
        ("description", "It works"),
        ("outcome", "People can work"),
        ("dependencies", "None"),
        ("owner", &*owner),
        ("hours", "Always"),
        ("how_to_request", "Ring us"),
    ]
    .map(|(name, text)| (name, text.to_owned()));
    let entry: Vec<_> = entry.iter().map(|(name, text)| (*name, &**text)).collect();
    let told = Imported {
        at: "2024-12-01T08:00:00Z".parse().unwrap(),
        state: Some("published".to_owned()),
        origin: None,
        by: None,
    };
    let command = Command::create("catalogue_entry", typed(&entry)).with_import(told);
    house.desk.run(&Actor::house(Channel::Import), command).unwrap();
    service
}

/// A matter, a party with what it requires, and a scope over one service, approved by top management.
fn scoped(house: &House, boss: &Actor, service: RecordId) -> RecordId {
    let owner = house.manager.person.unwrap().to_string();
    let issue = [
        ("name", "The law on critical infrastructure"),
        ("side", "outside"),
        ("category", "law"),
        ("owner", &*owner),
        ("effect", "Incidents are reported within a day"),
    ];
    let issue = write(house, "context_issue", &issue);
    let decided = [
        ("relevance", "relevant"),
        ("rationale", "A customer falls under it"),
        ("review_on", "2025-09-01"),
    ];
    let idle = house.go("context_issue", issue, "decide", &decided).unwrap_err();
    assert!(idle.contains("What matters leads to something"), "{idle}");
    let risk = [("name", "A fine"), ("aspect", "organization"), ("issues", &*issue.to_string())]
        .map(|(name, text)| (name, text.to_owned()));
    let risk: Vec<_> = risk.iter().map(|(name, text)| (*name, &**text)).collect();
    let risk = write(house, "risk", &risk);
    house.go("context_issue", issue, "decide", &decided).unwrap();
    assert_eq!(house.holds("context_issue", issue, "risks"), risk.to_string());
    let party =
        [("name", "The authority"), ("sort", "regulator"), ("owner", &*owner), ("stake", "Fines")];
    let party = write(house, "interested_party", &party);
    let known = [("climate", "none_found"), ("review_on", "2025-09-01")];
    let early = house.go("interested_party", party, "confirm", &known).unwrap_err();
    assert!(early.contains("Nothing is on record that they require"), "{early}");
    let requirement =
        [("name", "Reports within a day"), ("party", &*party.to_string()), ("category", "legal")]
            .map(|(name, text)| (name, text.to_owned()));
    let requirement: Vec<_> = requirement.iter().map(|(name, text)| (*name, &**text)).collect();
    let requirement = write(house, "party_requirement", &requirement);
    let met = [("owner", &*owner), ("how_met", "By the on-call rota")];
    house.go("party_requirement", requirement, "accept", &met).unwrap();
    house.go("interested_party", party, "confirm", &known).unwrap();
    let (service, issue, requirement) =
        (service.to_string(), issue.to_string(), requirement.to_string());
    let scope = [
        ("name", "Scope 2025"),
        ("owner", &*owner),
        ("organization", "Acme IT"),
        ("services", &*service),
        ("locations", "Paris"),
        ("other_parties", "Nothing"),
        ("all_clauses", "yes"),
        ("issues", &*issue),
        ("requirements", &*requirement),
    ];
    let scope = write(house, "scope_statement", &scope);
    take(house, boss, "scope_statement", scope, "approve", &[]).unwrap();
    scope
}

#[test]
fn the_scope_is_held_against_what_is_delivered_and_another_takes_its_place() {
    tell(|house| {
        let boss = house.person("Bea", Role::TopManagement, None);
        let mail = service_on_offer(house, "Mail");
        let scope = scoped(house, &boss, mail);
        assert_eq!(
            house.holds("scope_statement", scope, "statement"),
            "The service management system of Acme IT supporting the provision of Mail to its customers from Paris."
        );
        let phones = service_on_offer(house, "Telephony");
        let sheet = house.sheet("scope", "2025-01-02", "2025-01-03", None);
        let missing = figure(&sheet, "services_not_mentioned");
        assert_eq!((&missing["value"], &missing["judged"]), (&json!(1), &json!("missed")));
        assert_eq!(missing["rests_on"]["rows"][0][0]["about"]["id"], json!(phones));
        assert_eq!(figure(&sheet, "parties_without_requirement")["value"], json!(0));
        assert_eq!(figure(&sheet, "issues_without_decision")["value"], json!(0));
        assert_eq!(figure(&sheet, "climate_answers")["judged"], json!("missed"));
        // The next scope comes by a change, and the one before makes room.
        let change = house.create("change", &[("summary", "Telephony comes")]);
        let of = |field: &str| house.holds("scope_statement", scope, field);
        let (issues, requirements, owner) = (of("issues"), of("requirements"), of("owner"));
        let both = format!("{mail},{phones}");
        let next = [
            ("name", "Scope 2025b"),
            ("owner", &*owner),
            ("organization", "Acme IT"),
            ("services", &*both),
            ("locations", "Paris"),
            ("other_parties", "Nothing"),
            ("all_clauses", "yes"),
            ("issues", &*issues),
            ("requirements", &*requirements),
            ("what_is_new", "Telephony"),
        ];
        let next = write(house, "scope_statement", &next);
        let bare = take(house, &boss, "scope_statement", next, "approve", &[]).unwrap_err();
        assert!(bare.contains("fill in: Change"), "{bare}");
        house.edit("scope_statement", next, &[("change", &change.to_string())]).unwrap();
        at("2025-01-03T09:00:00Z");
        take(house, &boss, "scope_statement", next, "approve", &[]).unwrap();
        house.until("2025-01-03T09:00:01Z");
        let state = house.sheet("scope", "2025-01-03", "2025-01-04", None);
        assert_eq!(figure(&state, "scopes_in_force")["value"], json!(1));
        assert_eq!(figure(&state, "services_not_mentioned")["value"], json!(0));
        assert_ne!(house.holds("scope_statement", scope, "superseded_at"), "");
    });
}

/// A role in use that answers for conformity and reports.
fn role(house: &House, boss: &Actor) -> RecordId {
    let role = [
        ("name", "Service manager"),
        ("responsibilities", "The system keeps to the standard"),
        ("authorities", "May stop any change"),
        ("sms_conformity", "yes"),
        ("performance_reporting", "yes"),
    ];
    let role = write(house, "role", &role);
    take(house, boss, "role", role, "establish", &[]).unwrap();
    role
}

fn assigned(house: &House, boss: &Actor, role: RecordId, who: &Actor, to: &str) -> RecordId {
    let (role, person) = (role.to_string(), who.person.unwrap().to_string());
    let fields = [("role", &*role), ("person", &*person), ("from", "2025-01-01"), ("to", to)];
    let assignment = write(house, "role_assignment", &fields);
    let refused = house.go("role_assignment", assignment, "assign", &[]).unwrap_err();
    assert!(refused.contains("Top management assigns a role that"), "{refused}");
    take(house, boss, "role_assignment", assignment, "assign", &[]).unwrap();
    assignment
}

#[test]
fn whoever_is_given_a_role_takes_it_on_and_holds_it_until_the_last_day() {
    tell(|house| {
        let boss = house.person("Bea", Role::TopManagement, None);
        let role = role(house, &boss);
        let vacant = house.sheet("roles", "2025-01-02", "2025-01-03", None);
        assert_eq!(figure(&vacant, "roles_vacant")["value"], json!(1));
        let assignment = assigned(house, &boss, role, &house.agent, "2025-03-31");
        house.until("2025-01-02T09:00:01Z");
        let task = house.numbers("task", "assigned_to", house.agent.person.unwrap());
        assert_eq!(task.len(), 1, "she is asked to take it on");
        let sheet = house.sheet("roles", "2025-01-02", "2025-01-03", None);
        assert_eq!(figure(&sheet, "assignments_unacknowledged")["value"], json!(1));
        assert_eq!(figure(&sheet, "conformity_held")["value"], json!(1));
        assert_eq!(figure(&sheet, "decisions_without_authority")["value"], json!(3));
        let other = take(house, &boss, "role_assignment", assignment, "acknowledge", &[]);
        assert!(other.unwrap_err().contains("takes it on"));
        take(house, &house.agent, "role_assignment", assignment, "acknowledge", &[]).unwrap();
        house.until("2025-01-03T09:00:00Z");
        let sheet = house.sheet("roles", "2025-01-03", "2025-01-04", None);
        assert_eq!(figure(&sheet, "assignments_unacknowledged")["value"], json!(0));
        assert!(house.go("task", task[0], "finish", &[]).is_err(), "it is finished already");
        house.until("2025-04-01T00:00:01Z");
        let sheet = house.sheet("roles", "2025-04-01", "2025-04-02", None);
        assert_eq!(figure(&sheet, "roles_vacant")["value"], json!(1));
        assert_eq!(house.holds("role_assignment", assignment, "to"), "2025-03-31");
    });
}

/// An objective from 70 to 90 that the service manager wrote and top management agreed to, told and pursued.
fn pursued(house: &House, boss: &Actor) -> RecordId {
    let owner = house.manager.person.unwrap().to_string();
    let policy = write(house, "document", &[("name", "Policy")]).to_string();
    let statement = [
        ("name", "We become better"),
        ("text", "Again and again"),
        ("document", &*policy),
        ("commitment", "improvement"),
        ("covers", "both"),
    ];
    let statement = write(house, "policy_statement", &statement);
    take(house, boss, "policy_statement", statement, "confirm", &[]).unwrap();
    let business = [
        ("name", "Two more clinics"),
        ("target", "Two agreements"),
        ("due", "2026-12-31"),
        ("owner", &*owner),
    ];
    let business = write(house, "business_objective", &business);
    take(house, boss, "business_objective", business, "agree", &[]).unwrap();
    let obligation =
        [("name", "The law"), ("sort", "law"), ("source", "Section 22"), ("owner", &*owner)];
    let obligation = write(house, "obligation", &obligation);
    let applies = [
        ("applies_to_all", "yes"),
        ("how_it_applies", "To all data"),
        ("how_met", "By encryption"),
        ("review_on", "2025-12-01"),
    ];
    house.go("obligation", obligation, "apply", &applies).unwrap();
    let measure = write(house, "measure", &[("name", "Incidents in time")]);
    let (statement, business, obligation, measure) =
        (statement.to_string(), business.to_string(), obligation.to_string(), measure.to_string());
    let actions = r#"[{"what": "A second shift", "owner": "Anna", "due": "2025-02-01"}]"#;
    let objective = [
        ("name", "Nine of ten incidents in time"),
        ("owner", &*owner),
        ("policy_statement", &*statement),
        ("business_objectives", &*business),
        ("obligations", &*obligation),
        ("measures", &*measure),
        ("metric", "Share of incidents in time"),
        ("unit", "%"),
        ("baseline", "70"),
        ("target", "90"),
        ("begins_on", "2025-01-01"),
        ("due", "2025-12-31"),
        ("resources", "One more agent"),
        ("actions", actions),
        ("how_evaluated", "Each quarter"),
    ];
    let objective = write(house, "objective", &objective);
    let own = house.go("objective", objective, "agree", &[]).unwrap_err();
    assert!(
        own.contains("approve") || own.contains("does not agree") || own.contains("Whoever"),
        "{own}"
    );
    take(house, boss, "objective", objective, "agree", &[]).unwrap();
    let early = house.go("objective", objective, "pursue", &[]).unwrap_err();
    assert!(early.contains("Nobody was told"), "{early}");
    let told = [("audience", "Everybody"), ("channel", "Meeting")];
    house.go("objective", objective, "communicate", &told).unwrap();
    house.go("objective", objective, "pursue", &[]).unwrap();
    objective
}

fn evaluated(house: &House, objective: RecordId, until: &str, actual: &str) -> RecordId {
    let objective = objective.to_string();
    let fields = [("objective", &*objective), ("until", until), ("actual", actual)];
    let evaluation = write(house, "objective_evaluation", &fields);
    let said = [("reason", "One was ill"), ("reaction", "Overtime"), ("evidence", "The figures")];
    house.go("objective_evaluation", evaluation, "record", &said).unwrap();
    evaluation
}

#[test]
fn an_objective_stands_where_its_last_evaluation_says() {
    tell(|house| {
        let boss = house.person("Bea", Role::TopManagement, None);
        let objective = pursued(house, &boss);
        let holds = |field: &str| house.holds("objective", objective, field);
        assert_eq!(holds("next_evaluation_on"), "2025-04-02");
        // Two weeks before, whoever owns it is reminded.
        house.until("2025-03-19T00:00:01Z");
        let tasks = house.numbers("task", "assigned_to", house.manager.person.unwrap());
        assert_eq!(tasks.len(), 1);
        at("2025-04-10T09:00:00Z");
        let sheet = house.sheet("objectives", "2025-04-10", "2025-04-11", None);
        assert_eq!(figure(&sheet, "objectives_stale")["value"], json!(1));
        assert_eq!(figure(&sheet, "actions_overdue")["value"], json!(1));
        // 90 of 364 days are gone, and 3 of 20 points are done: at risk.
        let first = evaluated(house, objective, "2025-04-01", "73");
        assert_eq!(house.holds("objective_evaluation", first, "elapsed"), "24.73");
        house.until("2025-04-10T09:00:01Z");
        let held = ["actual", "attainment", "course", "next_evaluation_on"].map(holds);
        assert_eq!(held, ["73", "15", "at_risk", "2025-07-01"].map(str::to_owned));
        let early = house.go("objective", objective, "meet", &[]).unwrap_err();
        assert!(early.contains("is not reached"), "{early}");
        let second = evaluated(house, objective, "2025-04-09", "91");
        house.until("2025-04-10T09:00:02Z");
        assert_eq!((&*holds("actual"), &*holds("course")), ("91", "reached"));
        // What was wrong does not count.
        house.go("objective_evaluation", second, "withdraw", &[]).unwrap();
        house.until("2025-04-10T09:00:03Z");
        assert_eq!(holds("actual"), "73");
        let sheet = house.sheet("objectives", "2025-04-10", "2025-04-11", None);
        let off = figure(&sheet, "objectives_off_course");
        assert_eq!((&off["value"], &off["judged"]), (&json!(1), &json!("missed")));
        assert_eq!(figure(&sheet, "requirements_without_objective")["value"], json!(0));
        house.go("objective", objective, "revise", &[]).unwrap();
        house.edit("objective", objective, &[("target", "80")]).unwrap();
        take(house, &boss, "objective", objective, "agree", &[]).unwrap();
        assert_eq!((&*holds("edition"), &*holds("told")), ("2", ""));
    });
}

#[test]
fn the_plan_says_what_the_records_say_and_keeps_it_as_it_was_approved() {
    tell(|house| {
        let boss = house.person("Bea", Role::TopManagement, None);
        let owner = house.manager.person.unwrap().to_string();
        let policy = write(house, "document", &[("name", "Policy")]).to_string();
        let plan = [
            ("name", "Plan 2025"),
            ("owner", &*owner),
            ("from", "2025-01-01"),
            ("until", "2025-12-31"),
            ("policy", &*policy),
            ("limitations", "Nobody at night"),
            ("other_parties_approach", "One owner each"),
            ("technology", "This program"),
            ("how_measured", "Figures"),
            ("how_audited", "Twice a year"),
            ("how_reported", "Monthly"),
            ("how_improved", "From the register"),
        ];
        let plan = write(house, "service_management_plan", &plan);
        let empty =
            take(house, &boss, "service_management_plan", plan, "approve", &[]).unwrap_err();
        assert!(empty.contains("a scope in force, with its services; an obligation"), "{empty}");
        let mail = service_on_offer(house, "Mail");
        scoped(house, &boss, mail);
        let role = role(house, &boss);
        assigned(house, &boss, role, &house.manager, "");
        pursued(house, &boss);
        let need = [
            ("name", "A fourth agent"),
            ("sort", "people"),
            ("needed", "4"),
            ("available", "3"),
            ("unit", "people"),
        ];
        let need = write(house, "resource_need", &need);
        let decided =
            [("decision", "provide"), ("decision_reason", "It pays"), ("needed_by", "2025-06-01")];
        take(house, &boss, "resource_need", need, "decide", &decided).unwrap();
        house.go("service_management_plan", plan, "refresh", &[]).unwrap();
        let content = house.holds("service_management_plan", plan, "content");
        for line in
            ["\"Mail\"", "Service manager: Mara", "people; needed 4, there 3 people; provide"]
        {
            assert!(content.contains(line), "no {line} in {content}");
        }
        take(house, &boss, "service_management_plan", plan, "approve", &[]).unwrap();
        house.edit("service", mail, &[("name", "Electronic mail")]).unwrap();
        let sheet = house.sheet("plan", "2025-01-02", "2025-01-03", None);
        assert_eq!(figure(&sheet, "points_answered")["value"], json!(8));
        assert_eq!(figure(&sheet, "plans_in_force")["judged"], json!("kept"));
        let parts = sheet["parts"].as_array().unwrap();
        let services = parts.iter().find(|part| part["title"] == "Services").unwrap();
        assert_eq!(
            services["tables"][0]["rows"][0][1]["value"],
            json!("Mail"),
            "as it was approved"
        );
        checked(house, plan);
    });
}

/// Another plan is held against it, and stands out once it changes.
fn checked(house: &House, plan: RecordId) {
    let owner = house.manager.person.unwrap().to_string();
    let capacity = [
        ("name", "Capacity of mail"),
        ("owner", &*owner),
        ("from", "2025-01-01"),
        ("until", "2025-12-31"),
    ];
    let capacity = write(house, "capacity_plan", &capacity);
    let changed = |day: &str, next: &str| {
        let sheet = house.sheet("plan", day, next, None);
        figure(&sheet, "plans_changed")["value"].clone()
    };
    assert_eq!(changed("2025-01-02", "2025-01-03"), json!(1));
    let verdict = [("verdict", "They agree")];
    house.go("service_management_plan", plan, "check_plans", &verdict).unwrap();
    let others: Json =
        serde_json::from_str(&house.holds("service_management_plan", plan, "other_plans")).unwrap();
    assert_eq!(others[0]["name"], "Capacity of mail");
    assert_eq!(changed("2025-01-02", "2025-01-03"), json!(0));
    at("2025-01-05T09:00:00Z");
    house.edit("capacity_plan", capacity, &[("current", "Full")]).unwrap();
    assert_eq!(changed("2025-01-05", "2025-01-06"), json!(1));
}

#[test]
fn the_criteria_in_force_say_who_accepts_a_risk_and_its_work_becomes_tasks() {
    tell(|house| {
        let boss = house.person("Bea", Role::TopManagement, None);
        let owner = house.manager.person.unwrap().to_string();
        let scale: Vec<_> =
            (1..=5).map(|weight| json!({"weight": weight, "means": "So much"})).collect();
        let scale = Json::Array(scale).to_string();
        let criteria = [
            ("name", "Criteria 2025"),
            ("owner", &*owner),
            ("likelihood_scale", &*scale),
            ("impact_scale", &*scale),
            ("owner_score_max", "4"),
            ("manager_score_max", "9"),
            ("appetite", "Money rather than patients"),
            ("approach", "Once a quarter"),
        ];
        let criteria = write(house, "risk_criteria", &criteria);
        take(house, &boss, "risk_criteria", criteria, "approve", &[]).unwrap();
        let risk = [
            ("name", "The only supplier of lines fails"),
            ("aspect", "other_party"),
            ("owner", &*owner),
            ("likelihood", "3"),
            ("impact", "4"),
            ("customer_impact", "high"),
        ];
        let risk = write(house, "risk", &risk);
        house.go("risk", risk, "assess", &[]).unwrap();
        assert_eq!(house.holds("risk", risk, "authority"), "top_management", "12 is beyond 9");
        let sheet = house.sheet("risks", "2025-01-02", "2025-01-03", None);
        assert_eq!(figure(&sheet, "risks_grave")["value"], json!(1));
        assert_eq!(figure(&sheet, "criteria_in_force")["judged"], json!("kept"));
        let manager = house.go("risk", risk, "accept", &[("review_on", "2025-06-01")]).unwrap_err();
        assert!(manager.contains("Top manager"), "{manager}");
        let stranger = r#"[{"what": "A second line", "owner": "The team", "due": "2025-03-01"}]"#;
        let how =
            [("treatment", "reduce"), ("priority", "high"), ("how_judged", "A trial in March")];
        let treat = [&how[..], &[("actions", stranger)]].concat();
        assert!(house.go("risk", risk, "treat", &treat).unwrap_err().contains("anybody on record"));
        let action = stranger.replace("The team", "Anna");
        house.go("risk", risk, "treat", &[&how[..], &[("actions", &*action)]].concat()).unwrap();
        house.until("2025-01-02T09:00:01Z");
        let tasks = house.numbers("task", "assigned_to", house.agent.person.unwrap());
        assert_eq!(tasks.len(), 1);
        assert_eq!(house.holds("task", tasks[0], "summary"), "A second line");
        house.go("risk", risk, "finish", &[("evidence", "It is there")]).unwrap();
        house.until("2025-01-02T09:00:02Z");
        assert!(house.go("task", tasks[0], "finish", &[]).is_err(), "it is finished already");
    });
}

#[test]
fn whoever_owns_a_matter_is_reminded_before_its_day() {
    tell(|house| {
        let boss = house.person("Bea", Role::TopManagement, None);
        let mail = service_on_offer(house, "Mail");
        scoped(house, &boss, mail);
        let count = |house: &House| {
            house.numbers("task", "assigned_to", house.manager.person.unwrap()).len()
        };
        house.until("2025-08-17T00:00:01Z");
        assert_eq!(count(house), 0);
        house.until("2025-08-18T00:00:01Z");
        assert_eq!(count(house), 2, "the matter and the party");
        house.until("2025-10-18T00:00:01Z");
        assert_eq!(count(house), 2, "once for each day");
    });
}
