//! Service continuity: plans, tests and invocations as people record them.
use crate::figures::house::{House, at, figure, tell, typed};
use gemba_desk::{Command, Imported};
use gemba_figures::continuity::offline;
use gemba_vocabulary::{
    RecordId,
    actor::{Actor, Channel, Role},
};
use jiff::tz::TimeZone;
use serde_json::Value as Json;

const PLAN: &str = "continuity_plan";
const TEST: &str = "continuity_test";
const INVOCATION: &str = "invocation";

struct Ready {
    service: RecordId,
    requirement: RecordId,
    plan: RecordId,
    /// Who may invoke the plan.
    ben: Actor,
}

/// A live, critical service with an agreed requirement and an approved plan.
fn ready(house: &House, clock_starts: &str) -> Ready {
    let service = house.create("service", &[("name", "Mail"), ("criticality", "critical")]);
    let ben = house.person("Ben", Role::Agent, None);
    let invoker = ben.person.unwrap().to_string();
    let requirement = house.create(
        "continuity_requirement",
        &[
            ("name", "Mail after a disaster"),
            ("service", &service.to_string()),
            ("business_effect", "No orders come in"),
            ("rto", "4h"),
            ("rpo", "15m"),
            ("clock_starts", clock_starts),
            ("minimum_level", "Mail for the order desk"),
            ("sources", "The agreement with Acme"),
            ("agreed_by", "Zoe"),
        ],
    );
    house.go("continuity_requirement", requirement, "agree", &[]).unwrap();
    let plan = house.create(
        PLAN,
        &[
            ("name", "Loss of a data hall"),
            ("services", &service.to_string()),
            ("owner", &invoker),
            ("requirements", &requirement.to_string()),
            ("criteria", "A hall is lost for longer than two hours"),
            ("invokers", &invoker),
            ("responsibilities", "Ben leads"),
            ("procedures", r#"[{"what": "Start <the> southern machines", "who": "Cem"}]"#),
            ("targets", r#"[{"service": "Mail", "level": "Order desk only"}]"#),
            ("resources", "Southern hall, four people, the tapes"),
            ("contacts", r#"[{"name": "Cem", "phone": "+49 40 1234"}]"#),
            ("return_to_normal", "Copy the data back at night"),
            ("copies", r#"[{"place": "Safe of the gate house", "checked_on": "2025-01-02"}]"#),
        ],
    );
    house.go(PLAN, plan, "approve", &[]).unwrap();
    Ready { service, requirement, plan, ben }
}

const MEASURED: &[(&str, &str)] = &[
    ("depth", "full"),
    ("held_on", "2025-03-10"),
    ("participants", "Ben, Cem"),
    ("scenario", "A fire in the northern hall"),
    ("disrupted_at", "2025-03-10T02:10:00Z"),
    ("declared_at", "2025-03-10T02:40:00Z"),
    ("last_good_at", "2025-03-10T01:58:00Z"),
    ("restored_at", "2025-03-10T06:25:00Z"),
    ("verdict", "passed_with_gaps"),
    ("findings", "The list of contacts was old"),
];

fn tried_out(house: &House, ready: &Ready) -> RecordId {
    at("2025-03-10T12:00:00Z");
    let (plan, requirement) = (ready.plan.to_string(), ready.requirement.to_string());
    let fields = [("name", "Fire"), ("plan", &*plan), ("requirement", &*requirement)];
    let test = house.create(TEST, &[&fields[..], MEASURED].concat());
    house.go(TEST, test, "record", &[]).unwrap();
    house.until("2025-03-10T12:01:00Z");
    test
}

fn sheet(house: &House, service: RecordId) -> Json {
    house.sheet("continuity", "2025-01-01", "2026-01-01", Some(service))
}

fn value<'a>(sheet: &'a Json, name: &str) -> (&'a Json, &'a Json) {
    let figure = figure(sheet, name);
    (&figure["value"], &figure["judged"])
}

#[test]
fn vector_bcm_1_what_a_test_measured_is_held_against_the_requirement() {
    tell(|house| {
        let ready = ready(house, "disruption");
        let test = tried_out(house, &ready);
        let told = sheet(house, ready.service);
        let is = |name: &str, number: i64, judged: &str| {
            assert_eq!(value(&told, name), (&Json::from(number), &Json::from(judged)), "{name}");
        };
        is("recovery_time", 255, "missed");
        is("recovery_time_from_declaration", 225, "kept");
        is("data_loss", 12, "kept");
        assert_eq!(value(&told, "rto_met").0, &Json::Bool(false));
        assert_eq!(house.holds(TEST, test, "rto_met"), "no");
        assert_eq!(house.holds(TEST, test, "rpo_met"), "yes");
    });
}

#[test]
fn vector_bcm_1_a_clock_that_starts_with_the_declaration_is_kept() {
    tell(|house| {
        let ready = ready(house, "declaration");
        let test = tried_out(house, &ready);
        assert_eq!(house.holds(TEST, test, "rto_met"), "yes");
        assert_eq!(value(&sheet(house, ready.service), "rto_met").0, &Json::Bool(true));
    });
}

fn change(house: &House, service: RecordId, risk: &str) -> RecordId {
    let service = service.to_string();
    let fields = [
        ("summary", "New storage"),
        ("service", &*service),
        ("model", "emergency"),
        ("threat", "The old one fails"),
        ("risk", risk),
        ("plan", "Copy and switch"),
        ("back_out_plan", "Switch back"),
    ];
    let change = house.create("change", &fields);
    let boss = house.person("Boss", Role::ProcessOwner, None);
    let approve = Command::verb("change", change, "emergency_approve").with_note("At once");
    house.run(&boss, approve).unwrap();
    let tested = [("test_result", "It ran before")];
    house.go("change", change, "start", &tested).unwrap();
    let outcome = [("outcome", "It runs")];
    house.go("change", change, "done", &outcome).unwrap();
    change
}

#[test]
fn vector_bcm_2_a_major_change_asks_for_a_test_before_the_calendar_does() {
    tell(|house| {
        let ready = ready(house, "disruption");
        let holds = |field: &str| house.holds(PLAN, ready.plan, field);
        assert_eq!(holds("test_missing"), "yes", "it was never tried out");
        tried_out(house, &ready);
        assert_eq!((&*holds("last_test_on"), &*holds("test_missing")), ("2025-03-10", "no"));
        assert_eq!(holds("test_due_on"), "2026-03-10");
        house.until("2025-07-01T12:00:00Z");
        change(house, ready.service, "low");
        house.until("2025-07-01T12:01:00Z");
        assert_eq!(holds("test_missing"), "no", "a small change asks for nothing");
        house.until("2025-08-02T12:00:00Z");
        let change = change(house, ready.service, "high");
        house.until("2025-12-01T12:00:00Z");
        assert_eq!((&*holds("changed_on"), &*holds("test_missing")), ("2025-08-02", "yes"));
        assert_eq!(holds("changed_by"), change.to_string());
        let told = sheet(house, ready.service);
        assert_eq!(value(&told, "test_due"), (&"2026-03-10".into(), &"kept".into()));
        assert_eq!(value(&told, "retest_after_change"), (&true.into(), &"missed".into()));
        assert_eq!(value(&told, "test_missing"), (&true.into(), &"missed".into()));
        let why = figure(&told, "test_missing")["exceptions"].to_string();
        assert!(why.contains("2025-08-02") && why.contains("New storage"), "{why}");
        let waived = [("waiver", "Only the disks"), ("waived_change", &*change.to_string())];
        house.edit(PLAN, ready.plan, &waived).unwrap();
        assert_eq!(holds("test_missing"), "no", "a reason is on record");
    });
}

#[test]
fn the_day_of_a_test_passes_without_anybody_saving_the_plan() {
    tell(|house| {
        let ready = ready(house, "disruption");
        tried_out(house, &ready);
        let holds = |field: &str| house.holds(PLAN, ready.plan, field);
        house.until("2026-03-10T23:00:00Z");
        assert_eq!(holds("test_missing"), "no", "the day itself is in time");
        house.until("2026-03-11T00:00:00Z");
        assert_eq!(holds("test_missing"), "yes");
    });
}

#[test]
fn an_invoked_plan_opens_its_log_and_goes_round_to_approved_with_a_report() {
    tell(|house| {
        let ready = ready(house, "disruption");
        at("2025-05-05T08:40:00Z");
        let step = |verb: &str| Command::verb(PLAN, ready.plan, verb).with_note("The hall burns");
        let refused = house.run(&house.agent, step("invoke")).unwrap_err();
        assert!(refused.contains("Only those whom the plan names"), "{refused}");
        let edit = Command::change(PLAN, ready.plan, None, typed(&[("name", "Mine")]));
        assert!(house.run(&ready.ben, edit).is_err(), "an agent invokes and does not rewrite");
        house.run(&ready.ben, step("invoke")).unwrap();
        house.until("2025-05-05T08:41:00Z");
        let holds = |field: &str| house.holds(INVOCATION, 1, field);
        assert_eq!(holds("plan"), ready.plan.to_string());
        assert_eq!(holds("requirement"), ready.requirement.to_string());
        assert_eq!(holds("declared_at"), "2025-05-05T08:40:00Z");
        assert_eq!(holds("invoked_by"), ready.ben.person.unwrap().to_string());
        assert!(house.run(&ready.ben, step("recover")).unwrap_err().contains("log"));
        let log = |text: &str| Command::verb(INVOCATION, 1, "log").with_note(text);
        house.run(&ready.ben, log("Southern hall starts")).unwrap();
        let rewrite = Command::change(INVOCATION, 1, None, typed(&[("log", "[]")]));
        assert!(house.run(&house.manager, rewrite).is_err(), "nobody rewrites the log");
        house.run(&ready.ben, step("recover")).unwrap();
        assert!(house.run(&ready.ben, step("return")).unwrap_err().contains("still runs"));
        let back =
            [("disrupted_at", "2025-05-05T08:10:00Z"), ("restored_at", "2025-05-05T08:41:00Z")];
        house.go(INVOCATION, 1, "finish", &back).unwrap();
        house.run(&ready.ben, step("return")).unwrap();
        let refused = house.go(PLAN, ready.plan, "review", &[]).unwrap_err();
        assert!(refused.contains("cause, effect and recovery"), "{refused}");
        let told = sheet(house, ready.service);
        assert!(told.to_string().contains("the report of cause, effect and recovery"));
        let report = [
            ("cause", "A battery burned"),
            ("effect", "No mail for half an hour"),
            ("recovery", "From the southern hall"),
            ("lessons", "Keys were missing"),
            ("reported_to", "Top management"),
        ];
        house.go(INVOCATION, 1, "review", &report).unwrap();
        house.go(PLAN, ready.plan, "review", &[]).unwrap();
        let record = house.desk.record(&house.manager, PLAN, ready.plan).unwrap();
        assert_eq!(record.state, "approved");
        assert!(holds("log").contains("Southern hall starts"));
    });
}

#[test]
fn late_actions_are_named_and_hold_up_the_plan_until_they_are_done() {
    tell(|house| {
        let ready = ready(house, "disruption");
        tried_out(house, &ready);
        let review = [
            ("lessons", "Look at the list monthly"),
            ("actions", r#"[{"what": "New list", "who": "Cem", "due_on": "2025-04-01"}]"#),
        ];
        house.go(TEST, 1, "review", &review).unwrap();
        let late = || {
            let told = sheet(house, ready.service);
            value(&told, "late_actions").0.clone()
        };
        assert_eq!(late(), Json::from(0));
        house.until("2025-04-02T08:00:00Z");
        assert_eq!(late(), Json::from(1));
        house.go(PLAN, ready.plan, "test", &[]).unwrap();
        let refused = house.go(PLAN, ready.plan, "update", &[]).unwrap_err();
        assert!(refused.contains("actions that are not done"), "{refused}");
        let done = review[1].1.replace("04-01\"", "04-01\", \"done_on\": \"2025-04-02\"");
        house.go(TEST, 1, "close", &[("actions", &done)]).unwrap();
        house.go(PLAN, ready.plan, "update", &[]).unwrap();
        assert_eq!(late(), Json::from(0));
    });
}

/// A service that customers use, as another tool knew it.
fn live(house: &House, name: &str, criticality: &str) -> RecordId {
    let fields = typed(&[("name", name), ("criticality", criticality)]);
    let state = Some("live".to_owned());
    let imported = Imported { at: house.desk.now(), state, origin: None, by: None };
    let command = Command::create("service", fields).with_import(imported);
    house.desk.run(&Actor::house(Channel::Import), command).unwrap().record.id
}

#[test]
fn critical_services_without_a_plan_or_a_requirement_are_named() {
    tell(|house| {
        let ready = ready(house, "disruption");
        let whole = || house.sheet("continuity", "2025-01-01", "2026-01-01", None);
        assert!(value(&whole(), "covered_services").0.is_null(), "no live service is critical");
        live(house, "Printing", "low");
        let payroll = live(house, "Payroll", "critical");
        live(house, "Telephony", "high");
        let told = whole();
        assert_eq!(value(&told, "covered_services"), (&"0".into(), &"missed".into()));
        let both = format!("{},{payroll}", ready.service);
        house.edit(PLAN, ready.plan, &[("services", &both)]).unwrap();
        let told = whole();
        assert_eq!(value(&told, "covered_services").0, "0", "and no requirement is agreed");
        let why = figure(&told, "covered_services")["exceptions"].to_string();
        assert!(why.contains("No continuity requirement of it is agreed."), "{why}");
        assert!(why.contains("neither a plan in force nor an agreed requirement"), "{why}");
        house.go("continuity_requirement", ready.requirement, "revise", &[]).unwrap();
        let other = [("service", &*payroll.to_string()), ("agreed_by", "Zoe")];
        house.edit("continuity_requirement", ready.requirement, &other).unwrap();
        house.go("continuity_requirement", ready.requirement, "agree", &[]).unwrap();
        assert_eq!(value(&whole(), "covered_services").0, "50");
        assert_eq!(value(&whole(), "tested_plans"), (&"0".into(), &"missed".into()));
        tried_out(house, &ready);
        assert_eq!(value(&whole(), "tested_plans"), (&"100".into(), &"kept".into()));
    });
}

#[test]
fn a_plan_is_one_page_that_needs_nothing_else() {
    tell(|house| {
        let ready = ready(house, "disruption");
        tried_out(house, &ready);
        let evidence = house.desk.evidence(&house.agent);
        let page = offline::page(&evidence, ready.plan, &TimeZone::UTC).unwrap().unwrap();
        assert_eq!(page.file_name, format!("CPL-{:06}.html", ready.plan));
        for part in [
            "Loss of a data hall",
            "A hall is lost for longer than two hours",
            "Start &lt;the&gt; southern machines",
            "Order desk only",
            "+49 40 1234",
            "240 minutes",
            "Southern hall, four people, the tapes",
            "Copy the data back at night",
            "Back after 255 minutes from the disruption",
            "The next test is due on 2026-03-10.",
            "Safe of the gate house",
        ] {
            assert!(page.html.contains(part), "{part} is missing in {}", page.html);
        }
        for foreign in ["<script", "http:", "https:", "src=", "href=", "url(", "@import"] {
            assert!(!page.html.contains(foreign), "{foreign} needs something else");
        }
        assert!(offline::page(&evidence, 99, &TimeZone::UTC).unwrap().is_none());
        drop(evidence);
        let zoe = house.create("customer", &[("name", "Acme")]);
        let zoe = house.person("Zoe", Role::CustomerContact, Some(zoe));
        let evidence = house.desk.evidence(&zoe);
        assert!(offline::page(&evidence, ready.plan, &TimeZone::UTC).is_err(), "for people inside");
    });
}
