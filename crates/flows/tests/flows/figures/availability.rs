//! Availability: outages and maintenance windows as people record them come to the figures of the definitions.
use crate::figures::house::{House, at, figure, tell};
use gemba_vocabulary::RecordId;
use serde_json::Value as Json;

/// A service with an agreement in force that promises availability in office hours.
struct Promised {
    service: RecordId,
    agreement: RecordId,
    target: RecordId,
}

fn promise(house: &House, hours: &str, target: &[(&str, &str)]) -> Promised {
    let service = house.create("service", &[("name", "Mail")]);
    promise_for(house, service, hours, target)
}

fn promise_for(house: &House, service: RecordId, hours: &str, target: &[(&str, &str)]) -> Promised {
    let calendar = [("name", hours), ("hours", hours), ("time_zone", "Europe/Paris")];
    let calendar = house.create("calendar", &calendar).to_string();
    let customer = house.create("customer", &[("name", "Acme")]).to_string();
    let owner = house.manager.person.unwrap().to_string();
    let agreement = house.create(
        "service_level_agreement",
        &[
            ("name", "Mail for Acme"),
            ("customer", &customer),
            ("service", &service.to_string()),
            ("calendar", &calendar),
            ("owner", &owner),
            ("requirements", "Mail in office hours"),
            ("exceptions", "none"),
            ("customer_agreed_by", "Zoe"),
            ("customer_agreed_on", "2025-01-02"),
            ("owner_agreed_by", &owner),
            ("owner_agreed_on", "2025-01-02"),
            ("starts_on", "2025-06-01"),
        ],
    );
    let of = agreement.to_string();
    let named = [("name", "Mail is there"), ("agreement", &of), ("metric", "availability")];
    let target = house.create("service_level_target", &[&named[..], target].concat());
    let limit = [("name", "Mailboxes"), ("agreement", &of), ("metric", "boxes"), ("limit", "500")];
    house.create("workload_limit", &limit);
    for verb in ["propose", "agree", "start"] {
        house.go("service_level_agreement", agreement, verb, &[]).unwrap();
    }
    Promised { service, agreement, target }
}

const OFFICE: &str = "Mon-Fri 08:00-20:00";
const PERCENT: &[(&str, &str)] = &[("threshold", "99")];

/// An outage on the wall of Paris in summer, which is two hours before Universal Time.
fn outage(
    house: &House,
    service: RecordId,
    from: &str,
    to: &str,
    more: &[(&str, &str)],
) -> RecordId {
    let (from, to) = (format!("{from}:00+02:00"), format!("{to}:00+02:00"));
    let (from, to) = (utc(&from), utc(&to));
    let service = service.to_string();
    let fields =
        [("summary", "Down"), ("service", &service), ("began_at", &from), ("ended_at", &to)];
    house.create("outage", &[&fields[..], more].concat())
}

fn utc(text: &str) -> String {
    text.parse::<jiff::Timestamp>().unwrap().to_string()
}

fn june_outages(house: &House, service: RecordId) {
    for (from, to) in [
        ("2025-06-03T09:15", "2025-06-03T10:45"),
        ("2025-06-03T10:00", "2025-06-03T11:15"),
        ("2025-06-11T17:30", "2025-06-11T19:00"),
        ("2025-06-14T10:00", "2025-06-14T13:00"),
        ("2025-06-30T19:30", "2025-07-01T01:00"),
    ] {
        outage(house, service, from, to, &[]);
    }
}

fn window(house: &House, service: RecordId) -> RecordId {
    let fields = [
        ("name", "Patches"),
        ("services", &*service.to_string()),
        ("starts_at", "2025-06-11T16:00:00Z"),
        ("ends_at", "2025-06-11T18:00:00Z"),
    ];
    house.create("maintenance_window", &fields)
}

fn agree(house: &House, window: RecordId, told: &str) {
    at("2025-06-02T07:00:00Z");
    house.go("maintenance_window", window, "agree", &[("agreed_by", "Zoe")]).unwrap();
    at(told);
    house.go("maintenance_window", window, "announce", &[("told", "Mail to all")]).unwrap();
}

fn june(house: &House, service: RecordId) -> Json {
    house.sheet("availability", "2025-06-01", "2025-07-01", Some(service))
}

fn values(sheet: &Json, names: &[&str]) -> Vec<String> {
    let value = |name: &&str| match &figure(sheet, name)["value"] {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    };
    names.iter().map(value).collect()
}

const AVL_1: [&str; 5] =
    ["agreed_time", "planned_downtime", "net_agreed_time", "downtime", "availability"];

#[test]
fn vectors_avl_1_and_3_an_agreed_window_counts_out_and_overlaps_count_once() {
    tell(|house| {
        let mail = promise(house, OFFICE, PERCENT);
        let window = window(house, mail.service);
        agree(house, window, "2025-06-04T07:00:00Z");
        at("2025-07-02T09:00:00Z");
        june_outages(house, mail.service);
        let sheet = june(house, mail.service);
        assert_eq!(values(&sheet, &AVL_1), ["252", "2", "250", "3", "98.8"]);
        assert_eq!(figure(&sheet, "availability")["judged"], "missed");
        let times = ["outages", "mtrs", "mtbf", "mtbsi"];
        assert_eq!(values(&sheet, &times), ["3", "1", "82.3333", "83.3333"]);
        let rests_on = &figure(&sheet, "downtime")["rests_on"]["rows"];
        assert_eq!(rests_on.as_array().unwrap().len(), 5, "every outage that was looked at");
        let why = &figure(&sheet, "downtime")["exceptions"];
        assert!(why.to_string().contains("outside of the agreed service time"), "{why}");
    });
}

#[test]
fn vector_avl_2_a_window_that_was_not_agreed_is_downtime() {
    tell(|house| {
        let mail = promise(house, OFFICE, PERCENT);
        window(house, mail.service);
        at("2025-07-02T09:00:00Z");
        june_outages(house, mail.service);
        let sheet = june(house, mail.service);
        assert_eq!(values(&sheet, &["downtime", "availability"]), ["5", "98.0159"]);
        let why = figure(&sheet, "availability")["exceptions"].to_string();
        assert!(why.contains("It was not agreed before it began"), "{why}");
    });
}

#[test]
fn a_window_announced_later_than_promised_is_downtime_as_well() {
    tell(|house| {
        let notice = [PERCENT, &[("maintenance_notice", "7d")]].concat();
        let mail = promise(house, OFFICE, &notice);
        let late = window(house, mail.service);
        agree(house, late, "2025-06-04T16:00:01Z");
        at("2025-07-02T09:00:00Z");
        let sheet = june(house, mail.service);
        assert_eq!(values(&sheet, &AVL_1[1..4]), ["0", "252", "2"]);
        let why = figure(&sheet, "availability")["exceptions"].to_string();
        assert!(why.contains("later than was promised"), "{why}");
        house.go("maintenance_window", late, "call_off", &[]).unwrap();
        let sheet = june(house, mail.service);
        assert_eq!(values(&sheet, &["downtime"]), ["0"], "it did not take place");
    });
}

#[test]
fn vector_avl_4_availability_by_people() {
    tell(|house| {
        let people = [PERCENT, &[("user_count", "500"), ("maintenance_notice", "0")]].concat();
        let mail = promise(house, OFFICE, &people);
        let window = window(house, mail.service);
        agree(house, window, "2025-06-04T07:00:00Z");
        at("2025-07-02T09:00:00Z");
        let down = |day: &str, to: &str, more: &[(&str, &str)]| {
            let on = |time: &str| format!("2025-06-{day}T{time}");
            outage(house, mail.service, &on("09:00"), &on(to), more)
        };
        down("03", "11:00", &[]);
        down("04", "09:30", &[("users_affected", "100")]);
        down("05", "09:30", &[("users_affected", "500")]);
        let sheet = june(house, mail.service);
        let names = ["net_agreed_time", "user_weighted_availability"];
        assert_eq!(values(&sheet, &names), ["250", "98.96"]);
    });
}

#[test]
fn vector_avl_5_allowed_downtime() {
    tell(|house| {
        let always = promise(house, "24x7", &[("threshold", "99.5")]);
        let office = promise(house, OFFICE, &[("threshold", "99.5")]);
        let window = window(house, office.service);
        agree(house, window, "2025-06-04T07:00:00Z");
        at("2025-07-02T09:00:00Z");
        let allowed = |mail: &Promised| values(&june(house, mail.service), &["allowed_downtime"]);
        assert_eq!(allowed(&always), ["3.6"], "720 hours around the clock");
        assert_eq!(allowed(&office), ["1.25"], "250 agreed hours");
        house.edit("service_level_target", always.target, &[("threshold", "99.9")]).unwrap();
        assert_eq!(allowed(&always), ["0.72"], "43.2 minutes");
    });
}

/// A part in use with a share that was stated.
fn part(house: &House, service: RecordId, share: &str, more: &[(&str, &str)]) -> RecordId {
    let change = house.create("change", &[("summary", "Build it")]).to_string();
    let (service, name) = (service.to_string(), format!("part {share}"));
    let fields = [
        ("name", &*name),
        ("item_type", "server"),
        ("owner", "1"),
        ("service", &service),
        ("change", &change),
        ("stated_availability", share),
    ];
    let id = house.create("configuration_item", &[&fields[..], more].concat());
    for verb in ["build", "test", "deploy"] {
        house.go("configuration_item", id, verb, &[]).unwrap();
    }
    id
}

fn relate(house: &House, from: RecordId, relation: &str, to: RecordId, group: &str) {
    let (from, to) = (from.to_string(), to.to_string());
    let fields =
        [("from", &*from), ("relation", relation), ("to", &*to), ("redundancy_group", group)];
    house.create("configuration_relation", &fields);
}

#[test]
fn vector_avl_6_serial_and_redundant_paths() {
    tell(|house| {
        let mail = promise(house, OFFICE, &[("threshold", "99.4")]);
        part(house, mail.service, "99.9", &[]);
        part(house, mail.service, "99.5", &[]);
        let third = part(house, mail.service, "99.95", &[]);
        let design = || june(house, mail.service);
        assert_eq!(values(&design(), &["design_availability"]), ["99.3508"]);
        assert_eq!(figure(&design(), "design_availability")["judged"], "missed");
        house.go("configuration_item", third, "retire", &[]).unwrap();
        let pair = [("redundancy_group", "Nodes")];
        let one = part(house, mail.service, "99", &pair);
        part(house, mail.service, "99", &pair);
        assert_eq!(values(&design(), &["design_availability"]), ["99.3906"]);
        let base = house.create("service", &[("name", "Machines")]);
        let host = part(house, base, "90", &[]);
        relate(house, one, "runs_on", host, "");
        // 0.994005 x (1 - 0.01 x (1 - 0.99 x 0.9))
        assert_eq!(values(&design(), &["design_availability"]), ["99.2922"]);
        let sheet = design();
        let rows = &figure(&sheet, "design_availability")["rests_on"]["rows"];
        assert_eq!(rows.as_array().unwrap().len(), 5, "{rows}");
    });
}

#[test]
fn an_item_that_fails_counts_for_every_service_that_needs_it_and_not_while_another_stands_in() {
    tell(|house| {
        let mail = promise(house, OFFICE, PERCENT);
        let desk = promise(house, OFFICE, PERCENT);
        let front = part(house, desk.service, "99.9", &[]);
        let first = part(house, mail.service, "99", &[]);
        let spare = house.create("service", &[("name", "Spares")]);
        let second = part(house, spare, "99", &[]);
        relate(house, front, "depends_on", first, "Mail nodes");
        relate(house, front, "depends_on", second, "Mail nodes");
        at("2025-07-02T09:00:00Z");
        let item = first.to_string();
        let fails = [("configuration_item", &*item)];
        outage(house, mail.service, "2025-06-03T09:00", "2025-06-03T11:00", &fails);
        let down = |of: &Promised| values(&june(house, of.service), &["downtime", "outages"]);
        assert_eq!(down(&mail), ["2", "1"]);
        assert_eq!(down(&desk), ["0", "0"], "the second node went on");
        let why = figure(&june(house, desk.service), "downtime")["exceptions"].to_string();
        assert!(why.contains("Others of its group went on"), "{why}");
        let item = second.to_string();
        let bare = [
            ("summary", "Second node"),
            ("configuration_item", &*item),
            ("began_at", "2025-06-03T08:00:00Z"),
            ("ended_at", "2025-06-03T10:00:00Z"),
        ];
        let both = house.create("outage", &bare);
        assert_eq!(down(&desk), ["1", "1"], "both were down from 10:00 to 11:00");
        house.edit("outage", both, &[("others_went_on", "yes")]).unwrap();
        assert_eq!(down(&desk), ["0", "0"]);
        assert_eq!(down(&mail), ["2", "1"], "mail does not need the second node");
    });
}

#[test]
fn vector_avl_7_no_agreed_time_is_no_availability() {
    tell(|house| {
        let mail = promise(house, OFFICE, PERCENT);
        at("2025-07-02T09:00:00Z");
        june_outages(house, mail.service);
        let sunday = house.sheet("availability", "2025-06-15", "2025-06-16", Some(mail.service));
        let none = figure(&sunday, "availability");
        assert!(none["value"].is_null() && none["judged"].is_null(), "{none}");
        assert!(none["undefined"].as_str().unwrap().contains("No service time was agreed"));
        let bare = house.create("service", &[("name", "Bare")]);
        let sheet = june(house, bare);
        assert!(figure(&sheet, "availability")["undefined"].as_str().unwrap().contains("No agree"));
    });
}

#[test]
fn vector_avl_8_repair_ends_before_people_have_the_service_back() {
    tell(|house| {
        let mail = promise(house, OFFICE, PERCENT);
        at("2025-07-02T09:00:00Z");
        let moments = [
            ("detected_at", "2025-06-03T07:15:00Z"),
            ("diagnosed_at", "2025-06-03T07:45:00Z"),
            ("repaired_at", "2025-06-03T08:30:00Z"),
        ];
        outage(house, mail.service, "2025-06-03T09:15", "2025-06-03T11:15", &moments);
        let names = ["detect_to_diagnose", "diagnose_to_repair", "mttr", "mtrs"];
        assert_eq!(values(&june(house, mail.service), &names), ["30", "45", "75", "2"]);
    });
}

#[test]
fn degraded_service_counts_only_by_the_weight_of_the_agreement() {
    tell(|house| {
        let mail = promise(house, OFFICE, PERCENT);
        at("2025-07-02T09:00:00Z");
        let half = [("degraded", "yes")];
        outage(house, mail.service, "2025-06-03T09:00", "2025-06-03T13:00", &half);
        let down = || values(&june(house, mail.service), &["downtime", "outages"]);
        assert_eq!(down(), ["0", "0"]);
        let why = figure(&june(house, mail.service), "downtime")["exceptions"].to_string();
        assert!(why.contains("the agreement does not count that"), "{why}");
        let weight = [("degraded_percent", "50")];
        house.edit("service_level_target", mail.target, &weight).unwrap();
        assert_eq!(down(), ["2", "1"]);
    });
}

fn results(house: &House) -> Vec<(RecordId, String, String, String)> {
    let of = |id| {
        let holds = |field: &str| house.holds("availability_result", id, field);
        (id, holds("from"), holds("availability_percent"), holds("is_missed"))
    };
    let is_there =
        |id: &RecordId| house.desk.record(&house.manager, "availability_result", *id).is_ok();
    (1..=9).filter(is_there).map(of).collect()
}

#[test]
fn a_month_that_is_over_is_kept_and_worked_out_anew_when_an_outage_is_corrected() {
    tell(|house| {
        let mail = promise(house, OFFICE, PERCENT);
        let window = window(house, mail.service);
        agree(house, window, "2025-06-04T07:00:00Z");
        at("2025-06-30T20:30:00Z");
        let first = outage(house, mail.service, "2025-06-03T09:15", "2025-06-03T11:15", &[]);
        house.until("2025-06-30T21:00:00Z");
        assert!(results(house).is_empty(), "the month is not over");
        house.until("2025-07-01T12:00:00Z");
        let kept = results(house);
        assert_eq!(kept, [(1, "2025-06-01".into(), "99.2".into(), "no".into())]);
        assert_eq!(house.holds("availability_result", 1, "service"), mail.service.to_string());
        assert_eq!(house.holds("availability_result", 1, "agreement"), mail.agreement.to_string());
        house.until("2025-07-01T13:00:00Z");
        assert_eq!(results(house).len(), 1, "once");
        house.edit("outage", first, &[("ended_at", "2025-06-03T11:15:00Z")]).unwrap();
        house.until("2025-07-01T14:00:00Z");
        assert_eq!(results(house)[0].2, "98.4");
        assert_eq!(results(house)[0].3, "yes");
        let task = |field: &str| house.holds("task", 1, field);
        assert!(task("summary").starts_with("Missed availability"), "{}", task("summary"));
        assert_eq!((&*task("parent_kind"), &*task("parent")), ("availability_result", "1"));
        assert_eq!(task("assigned_to"), house.manager.person.unwrap().to_string());
        // Moved out of the month: the result it had a part in is found all the same.
        let moved = [("began_at", "2025-07-01T07:00:00Z"), ("ended_at", "2025-07-01T08:00:00Z")];
        house.edit("outage", first, &moved).unwrap();
        house.until("2025-07-01T15:00:00Z");
        assert_eq!((&*results(house)[0].2, &*results(house)[0].3), ("100", "no"));
        house.until("2025-08-01T12:00:00Z");
        assert_eq!(results(house)[1].1, "2025-07-01");
    });
}

#[test]
fn a_target_by_the_quarter_is_judged_by_the_quarter() {
    tell(|house| {
        let quarter = [PERCENT, &[("window", "quarter")]].concat();
        let mail = promise(house, OFFICE, &quarter);
        at("2025-06-30T22:30:00Z");
        outage(house, mail.service, "2025-06-03T08:00", "2025-06-03T20:00", &[]);
        house.until("2025-07-01T12:00:00Z");
        let kept = results(house);
        let months: Vec<_> = kept.iter().map(|(_, from, ..)| &**from).collect();
        assert_eq!(months, ["2025-06-01", "2025-04-01"]);
        assert_eq!((&*kept[0].3, &*kept[1].3), ("no", "yes"), "12 of 252 hours");
    });
}

#[test]
fn a_major_incident_opens_the_outage_of_its_service_once_and_ends_it() {
    tell(|house| {
        at("2025-06-03T07:20:00Z");
        let service = house.create("service", &[("name", "Mail")]).to_string();
        let incident = house.create(
            "incident",
            &[
                ("summary", "Mail down"),
                ("opened_at", "2025-06-03T07:15:00Z"),
                ("service", &service),
                ("category", "Mail"),
                ("impact", "high"),
                ("urgency", "high"),
            ],
        );
        let lead = house.manager.person.unwrap().to_string();
        let go = |verb: &str, fields: &[(&str, &str)]| {
            house.go("incident", incident, verb, fields).unwrap();
        };
        go("classify", &[]);
        let top = "2025-06-03T07:20:00Z";
        go("declare_major", &[("major_manager", &lead), ("top_management_notified_at", top)]);
        house.until("2025-06-03T07:21:00Z");
        let holds = |field: &str| house.holds("outage", 1, field);
        assert_eq!(holds("began_at"), "2025-06-03T07:15:00Z");
        assert_eq!((&*holds("service"), &*holds("source")), (&*service, "major_incident"));
        assert_eq!(holds("incident"), incident.to_string());
        house.go("incident", incident, "tell", &[("stakeholder_update", "Soon")]).unwrap();
        house.until("2025-06-03T09:00:00Z");
        assert!(house.desk.record(&house.manager, "outage", 2).is_err(), "once");
        go(
            "resolve",
            &[
                ("resolution", "New disk"),
                ("close_code", "repaired"),
                ("restored_at", "2025-06-03T08:45:00Z"),
                ("service_owner_confirmed", "yes"),
            ],
        );
        house.until("2025-06-03T09:01:00Z");
        assert_eq!(holds("ended_at"), "2025-06-03T08:45:00Z");
    });
}
