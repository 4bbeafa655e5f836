//! Certifications through the door: their audits are planned, what these find is known, guests get in for a time, and
//! an incident is followed to the report that told of it.
use crate::figures::{
    audits::{all, id, me, state, step},
    house::{House, at, tell, typed},
    service_levels::Agreed,
};
use gemba_desk::{Command, TokenScope, access::Guest};
use gemba_figures::{samples, trace};
use gemba_vocabulary::{
    RecordId,
    actor::{Actor, Channel, Role},
};
use jiff::tz::TimeZone;
use serde_json::Value as Json;

fn body(house: &House) -> RecordId {
    house.create("certification_body", &[("name", "Northern Certification")])
}

fn certification(house: &House, body: RecordId, more: &[(&str, &str)]) -> RecordId {
    let (of, owner) = (id(body), me(&house.manager));
    let fields = [("name", "The workplace"), ("body", &*of), ("owner", &*owner)];
    let made = house.create("certification", &[&fields[..], more].concat());
    while house.desk.run_due().unwrap() > 0 {}
    made
}

/// Holds an audit and reports it, as somebody else than who owns what is audited.
fn hold(house: &House, viktor: &Actor, audit: RecordId, readiness: &str) {
    let checklist: Json = serde_json::from_str(&house.holds("audit", audit, "checklist")).unwrap();
    let mut points = checklist.as_array().unwrap().clone();
    points.iter_mut().for_each(|one| one["done"] = true.into());
    let day = &house.holds("audit", audit, "starts_on");
    let fields = [
        ("clauses", "8.6.1"),
        ("sites", "Service desk"),
        ("period_from", "2025-01-01"),
        ("period_until", "2025-03-31"),
        ("methods", "Talks and samples"),
        ("lead_auditor", &*me(viktor)),
        ("auditees", &*me(&house.agent)),
        ("plan", r#"[{"when": "Monday", "what": "Incidents", "whom": "Anna"}]"#),
        ("ends_on", day),
    ];
    house.run(viktor, Command::change("audit", audit, None, typed(&fields))).unwrap();
    step(house, viktor, ("audit", audit), "prepare", &[]).unwrap();
    step(house, viktor, ("audit", audit), "start", &[]).unwrap();
    let told = Json::Array(points).to_string();
    let report = [
        ("own_requirements", "met"),
        ("standard", "met_but_for_findings"),
        ("effectiveness", "met"),
        ("readiness", readiness),
        ("concerns", "The audit programme is young"),
        ("report", "It works"),
        ("recipients", &*me(&house.manager)),
    ];
    let early = step(house, viktor, ("audit", audit), "report", &report).unwrap_err();
    assert!(early.contains("Checklist"), "{early}");
    let report = [&report[..], &[("checklist", &*told)]].concat();
    step(house, viktor, ("audit", audit), "report", &report).unwrap();
}

#[test]
fn the_audits_of_a_certificate_are_planned_and_what_they_find_keeps_it_back() {
    tell(|house| {
        at("2025-03-03T08:00:00Z");
        let viktor = house.person("Viktor", Role::Auditor, None);
        let days = [("stage_one_on", "2025-04-07"), ("stage_two_on", "2025-05-19")];
        let body = body(house);
        let made = certification(house, body, &days);
        let audits = all(house, "audit");
        assert_eq!(audits.len(), 2, "Stage 1 and Stage 2");
        let [one, two] = [audits[0], audits[1]];
        assert_eq!(house.holds("audit", one, "body"), id(body));
        assert_eq!(house.holds("audit", one, "starts_on"), "2025-04-07");
        assert_eq!(house.holds("certification", made, "next_audit"), "Stage 1");
        house.until("2025-03-03T08:10:00Z");
        assert_eq!(all(house, "audit").len(), 2, "none is planned twice");
        // The owner is reminded, once.
        let tasks = house.numbers_of("task", "parent", made);
        assert_eq!(house.holds("task", tasks[0], "due_on"), "2025-04-07");
        house.until("2025-04-08T08:00:00Z");
        hold(house, &viktor, one, "areas_of_concern");
        while house.desk.run_due().unwrap() > 0 {}
        assert_eq!(house.holds("certification", made, "next_audit"), "Stage 2");
        house.go("certification", made, "stage_one", &[]).unwrap();
        at("2025-05-20T08:00:00Z");
        hold(house, &viktor, two, "");
        let fields = [
            ("name", "No review by top management"),
            ("audit", &*id(two)),
            ("clause", "9.3"),
            ("evidence", "There is no record of one"),
            ("body_grade", "Major"),
            ("area_manager", &*me(&house.manager)),
        ];
        let major =
            house.run(&viktor, Command::create("audit_finding", typed(&fields))).unwrap().id;
        while house.desk.run_due().unwrap() > 0 {}
        assert_eq!(house.holds("audit_finding", major, "closure_due"), "2025-11-19");
        assert_eq!(house.holds("certification", made, "blocking_findings"), "1");
        assert_eq!(house.holds("certification", made, "blocking_until"), "2025-11-19");
        house.go("certification", made, "stage_two", &[]).unwrap();
        let decided = [
            ("certificate_number", "N-7"),
            ("decided_on", "2025-05-20"),
            ("decided_by", "The panel"),
        ];
        let early = house.go("certification", made, "certify", &decided).unwrap_err();
        assert!(early.contains("keeps from a certificate"), "{early}");
        at("2025-11-20T08:00:00Z");
        let late = house.go("certification", made, "certify", &decided).unwrap_err();
        assert!(late.contains("Another Stage 2"), "{late}");
        step(house, &house.manager, ("audit_finding", major), "dispute", &[]).unwrap();
        step(house, &viktor, ("audit_finding", major), "withdraw", &[]).unwrap();
        house.go("certification", made, "certify", &decided).unwrap();
        while house.desk.run_due().unwrap() > 0 {}
        assert_eq!(all(house, "audit").len(), 5, "two surveillance audits and the last one");
        assert_eq!(house.holds("certification", made, "valid_until"), "2028-05-19");
        house.until("2028-05-20T08:00:00Z");
        assert_eq!(state(house, "certification", made), "expired", "it runs out by itself");
    });
}

#[test]
fn a_sample_of_a_usual_size_comes_again_even_when_records_changed() {
    tell(|house| {
        at("2025-03-03T08:00:00Z");
        let viktor = house.person("Viktor", Role::Auditor, None);
        let incident = |summary: &str, category: &str| {
            let with = typed(&[("summary", summary), ("category", category)]);
            house.run(&house.agent, Command::create("incident", with)).unwrap().id
        };
        let mail: Vec<_> = (0..60).map(|place| incident(&format!("No {place}"), "mail")).collect();
        for place in 0..5 {
            incident(&format!("Other {place}"), "telephone");
        }
        let secret = [("summary", "Break-in"), ("category", "mail"), ("restricted", "true")];
        let sita = house.person("Sita", Role::Security, None);
        house.run(&sita, Command::create("incident", typed(&secret))).unwrap();
        let (audit, _) = crate::figures::audits::held(house, &viktor);
        let odd = [("sample_kind", "incident"), ("sample_filter", "colour=red")];
        let refused = step(house, &viktor, ("audit", audit), "draw", &odd).unwrap_err();
        assert!(refused.contains("cannot be read as a list's address"), "{refused}");
        for kind in ["letter", "nothing_such"] {
            let unread = [("sample_kind", kind), ("sample_filter", "text=has:password")];
            let refused = step(house, &viktor, ("audit", audit), "draw", &unread).unwrap_err();
            assert!(refused.contains("names no kind of record"), "{kind}: {refused}");
        }
        let with = [("sample_kind", "incident"), ("sample_filter", "category=mail&sort=-id")];
        step(house, &viktor, ("audit", audit), "draw", &with).unwrap();
        let drawn: Json = serde_json::from_str(&house.holds("audit", audit, "samples")).unwrap();
        assert_eq!(drawn[0]["population"], 60, "what is restricted does not exist for them");
        assert_eq!(samples::numbers(&drawn[0]).len(), 38, "SMP-1");
        let seen: Json = serde_json::from_str(&house.holds("audit", audit, "seen")).unwrap();
        assert_eq!((seen.as_array().unwrap().len(), &seen[0]["verdict"]), (38, &"not_seen".into()));
        let again = || {
            let evidence = house.desk.evidence(&viktor);
            samples::again(&evidence, &drawn[0]).unwrap().unwrap()
        };
        assert!(again().is_same() && again().population_now == 60);
        house.edit("incident", mail[0], &[("category", "telephone")]).unwrap();
        let later = again();
        assert!(later.is_same(), "it was written down from what it was drawn");
        assert_eq!((later.population_then, later.population_now), (60, 59));
        let mut forged = drawn[0].clone();
        forged["drawn"] = "INC-000001, INC-000002".into();
        let evidence = house.desk.evidence(&viktor);
        assert!(!samples::again(&evidence, &forged).unwrap().unwrap().is_same());
    });
}

/// What an auditor writes besides audits is about audits, or their own.
fn writes_audits_only(house: &House, guest: &Actor) {
    let own = [
        "audit",
        "audit_programme",
        "audit_finding",
        // A pack gives out what they may read, and nothing else.
        "audit_pack",
        "link",
        "attachment",
        "watcher",
        "saved_view",
    ];
    for kind in house.desk.kinds() {
        let may = house.desk.may(guest, kind.def.name, "create");
        assert!(!may || own.contains(&kind.def.name), "{} could be created", kind.def.name);
    }
}

#[test]
fn whoever_audits_from_outside_gets_in_until_a_day_and_writes_audits_only() {
    tell(|house| {
        at("2025-03-03T08:00:00Z");
        body(house);
        let owner = Actor::house(Channel::CommandLine);
        let guest = |until: &str, of: &str| Guest {
            until: until.parse().unwrap(),
            audits_for: Some(of.to_owned()),
        };
        let add = |until: &str, of: &str, roles: &[Role]| {
            let who = ("Ines", "ines@north.example");
            house
                .desk
                .add_guest(&owner, who, roles, &guest(until, of))
                .map_err(|why| why.to_string())
        };
        let north = "Northern Certification";
        assert!(
            add("2025-06-30", "Nobody", &[Role::Auditor]).unwrap_err().contains("Record it first")
        );
        assert!(add("2027-06-30", north, &[Role::Auditor]).unwrap_err().contains("within a year"));
        let both = [Role::Auditor, Role::Agent];
        assert!(add("2025-06-30", north, &both).unwrap_err().contains("nothing else"));
        let person = add("2025-06-30", north, &[Role::Auditor]).unwrap();
        let secret = house.desk.invite(&owner, person).unwrap();
        let session = house.desk.set_password(&secret, "a long walk in the rain").unwrap();
        let ines = session.session.actor.clone();
        let token = house.desk.make_token(&ines, person, "laptop", TokenScope::Write, 300).unwrap();
        let incident = house.create("incident", &[("summary", "Mail is slow")]);
        writes_audits_only(house, &ines);
        let change = Command::change("incident", incident, None, typed(&[("summary", "Fine")]));
        assert!(house.run(&ines, change).is_err());
        let own = typed(&[("access_until", "2025-12-31")]);
        assert!(house.run(&ines, Command::change("person", person, None, own)).is_err());
        assert!(house.desk.invite(&ines, person).is_err());
        assert!(!house.desk.may(&ines, "letter", "read"));
        let of_mara = house.manager.person.unwrap();
        assert!(house.desk.make_token(&ines, of_mara, "x", TokenScope::Read, 9).is_err());
        assert!(house.desk.record(&ines, "incident", incident).is_ok(), "they read everything");
        at("2025-06-30T12:00:00Z");
        let sign_in = || {
            let email = "ines@north.example";
            let tried = house.desk.sign_in(email, "a long walk in the rain", "here");
            tried.map(|one| one.token).map_err(|why| why.to_string())
        };
        let open = sign_in().unwrap();
        assert!(house.desk.token(&token).unwrap().is_some(), "the last day counts");
        at("2025-07-01T01:00:00Z");
        assert!(house.desk.session(&open).unwrap().is_none(), "what is open ends");
        let told = sign_in().unwrap_err();
        assert!(told.contains("until 2025-06-30 and is over"), "{told}");
        let told = house.desk.token(&token).unwrap_err().to_string();
        assert!(told.contains("is over"), "{told}");
        assert!(house.desk.invite(&owner, person).is_err());
        house.desk.let_in(&owner, person, &guest("2025-09-30", north)).unwrap();
        sign_in().unwrap();
    });
}

#[test]
fn an_incident_is_followed_to_the_result_that_counts_it_and_gaps_are_told() {
    tell(|house| {
        let agreed = Agreed::make(house, "None");
        at("2025-05-05T08:00:00Z");
        let item = house.create("configuration_item", &[("name", "Mail server")]);
        let change =
            house.create("change", &[("summary", "More memory"), ("service", &id(agreed.service))]);
        let problem = [("summary", "Mail is slow each Monday"), ("change", &*id(change))];
        let problem = house.create("problem", &problem);
        let fields = [
            ("summary", "Mail is slow"),
            ("service", &*id(agreed.service)),
            ("customer", &*id(agreed.customer)),
            ("problem", &*id(problem)),
            ("configuration_item", &*id(item)),
        ];
        let incident = house.create("incident", &fields);
        let follow = |kind: &str, record| {
            let evidence = house.desk.evidence(&house.manager);
            trace::trace(&evidence, kind, record, &TimeZone::UTC).unwrap()
        };
        let way = follow("incident", incident).unwrap();
        let kinds: Vec<_> = way.steps.iter().map(|one| one.kind).collect();
        let expected = [
            "incident",
            "problem",
            "change",
            "configuration_item",
            "service",
            "service_level_agreement",
            "service_level_target",
        ];
        assert_eq!(kinds, expected);
        let gaps: Vec<_> = way.gaps.iter().map(|one| &*one.sentence).collect();
        let missing =
            ["not approved", "Nobody approved it yet", "was not worked out yet", "not reported"];
        assert!(
            missing[1..].iter().all(|one| gaps.iter().any(|gap| gap.contains(one))),
            "{gaps:?}"
        );
        assert!(!gaps.iter().any(|gap| gap.contains("No problem names it")));
        let bare = house.create("incident", &[("summary", "Something")]);
        let gaps = follow("incident", bare).unwrap().gaps;
        assert!(gaps.iter().any(|one| one.sentence == "No problem names it."));
        assert!(gaps.iter().any(|one| one.sentence.starts_with("It names no service")));
        // The month is over, and its result counts the incident.
        house.until("2025-06-02T06:00:00Z");
        let way = follow("incident", incident).unwrap();
        assert_eq!(way.of("result").count(), 1, "{:?}", way.steps);
        let of_service = follow("service", agreed.service).unwrap();
        assert_eq!(of_service.of("agreement").count(), 1);
        assert!(of_service.gaps.iter().any(|one| one.sentence.contains("part of it")));
        let of_change = follow("change", change).unwrap();
        assert_eq!(of_change.of("problem").count(), 1, "it is led back to");
        assert!(follow("incident", 99).is_none() && follow("customer", 1).is_none());
        let told = way.told();
        assert_eq!(told["steps"][0]["number"], format!("INC-{incident:06}"));
        let result = way.of("result").next().unwrap().id;
        let of_result = follow("service_level_result", result).unwrap();
        let is_missed = house.holds("service_level_result", result, "is_missed") == "yes";
        assert!(is_missed, "the incident is late");
        let acted = |way: &trace::Trace| way.of("action").count();
        assert!(
            acted(&of_result) > 0
                || of_result.gaps.iter().any(|one| one.sentence.contains("nothing was done"))
        );
    });
}
