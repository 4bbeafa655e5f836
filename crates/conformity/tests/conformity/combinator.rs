//! What the combinators say, apart from any clause.
use crate::world::{Records, at, text};
use gemba_conformity::{
    Answer, Check, Edition, Options,
    check::{Scan, every},
    combinator::{filled, must, when},
    condition::{all, any, anything, given, has, is, is_yes, names, not, state},
    run::run,
};
use gemba_model::check::{Evidence, EvidenceFault, Outcome};
use gemba_vocabulary::Value;

fn answer(records: &Records, scan: Scan) -> Answer {
    ask(records, scan, 100).unwrap()
}

fn ask(records: &Records, scan: Scan, exceptions_max: usize) -> Result<Answer, EvidenceFault> {
    let requirement = Edition::named("2018").unwrap().requirement("8.6.1-a").unwrap();
    let check = Check::of("8.6.1-a", "Whatever a test asks.").scan(scan);
    let options = Options { period: None, exceptions_max };
    let mut answers = run(&[(requirement, Some(&check))], records, options)?;
    Ok(answers.remove(0))
}

/// Incidents of mail and print, of which those of print are open; the second has an escalation.
fn four_incidents() -> Records {
    let mut records = Records::at("2025-06-20T12:00:00Z");
    for category in ["Mail", "Print", "Mail", "Print"] {
        let state = if category == "Mail" { "closed" } else { "assigned" };
        let opened = at("2025-06-01T08:00:00Z");
        records.add("incident", state, &[("category", text(category)), ("opened_at", opened)]);
    }
    records.add("escalation", "raised", &[("incident", Value::Ref(2))]);
    records
}

#[test]
fn conditions_join_as_logic_has_it() {
    let records = four_incidents();
    let population = |condition| answer(&records, every("incident").only(condition)).population;
    let mail = || is("category", &["mail"]);
    let closed = || state(&["closed"]);
    assert_eq!(population(anything()), 4);
    assert_eq!(population(mail()), 2);
    assert_eq!(population(not(mail())), 2);
    assert_eq!(population(all([mail(), closed()])), 2);
    assert_eq!(population(all([not(mail()), closed()])), 0);
    assert_eq!(population(any([not(mail()), closed()])), 4);
    assert_eq!(population(has("escalation", "incident", anything())), 1);
    assert_eq!(population(given("service")), 0);
    assert_eq!(population(is_yes("is_major")), 0);
    let of_print = names("incident", "incident", is("category", &["Print"]));
    assert_eq!(answer(&records, every("escalation").only(of_print)).population, 1);
}

#[test]
fn several_broken_rules_make_one_exception() {
    let mut records = four_incidents();
    records.set("incident", 1, "service", Value::Ref(1));
    let scan = every("incident")
        .rule(filled(&["service", "category"]))
        .rule(when(state(&["closed"]), must(given("resolution"), "says nothing of its end")));
    let found = answer(&records, scan);
    assert_eq!((found.population, found.exception_count), (4, 4));
    let sentences: Vec<_> = found.exceptions.iter().map(|it| it.sentence.as_str()).collect();
    assert_eq!(
        sentences,
        [
            "INC-000001 says nothing of its end.",
            "INC-000002 has no “Service”.",
            "INC-000003 has no “Service”, and says nothing of its end.",
            "INC-000004 has no “Service”.",
        ]
    );
}

#[test]
fn exceptions_are_counted_beyond_those_that_are_listed() {
    let records = four_incidents();
    let found = ask(&records, every("incident").rule(filled(&["service"])), 3).unwrap();
    assert_eq!((found.exceptions.len(), found.exception_count), (3, 4));
    assert_eq!(found.exceptions[2].record, 3);
}

#[test]
fn a_re_run_agrees_and_a_change_shows() {
    let mut records = four_incidents();
    let scan = || every("incident").rule(filled(&["service"]));
    let (once, again) = (answer(&records, scan()), answer(&records, scan()));
    assert_eq!(once, again);
    records.set("incident", 4, "service", Value::Ref(1));
    let changed = answer(&records, scan());
    assert_ne!(once.digest, changed.digest);
    records.set("incident", 4, "service", Value::None);
    assert_eq!(once.digest, answer(&records, scan()).digest);
}

#[test]
fn what_is_imported_is_counted_apart() {
    let mut records = four_incidents();
    for id in [1, 2, 3] {
        records.record("incident", id).imported = true;
    }
    records.set("incident", 1, "service", Value::Ref(1));
    let counted = answer(&records, every("incident").rule(filled(&["service"]))).counted;
    assert_eq!((counted.imported.population, counted.imported.exceptions), (3, 2));
    assert_eq!((counted.here.population, counted.here.exceptions), (1, 1));
}

#[test]
fn names_that_do_not_exist_are_refused_before_anything_is_judged() {
    let records = four_incidents();
    let fault = |scan| ask(&records, scan, 9).unwrap_err().0;
    assert_eq!(
        fault(every("incident").rule(filled(&["colour"]))),
        "A check reads what does not exist: Incidents have no field “colour”."
    );
    assert_eq!(
        fault(every("incident").only(state(&["asleep"]))),
        "A check reads what does not exist: Incidents have no state “asleep”."
    );
    assert!(fault(every("incident").only(is("impact", &["huge"]))).contains("“huge” is no choice"));
    assert!(fault(every("weather")).contains("there is no such kind"));
    let other = has("escalation", "weather", anything());
    assert!(fault(every("incident").only(other)).contains("Escalations have no field “weather”"));
}

#[test]
fn evidence_out_of_order_is_refused() {
    let mut records = four_incidents();
    records.turn_round("incident");
    let fault = ask(&records, every("incident"), 9).unwrap_err();
    assert!(fault.0.contains("did not come in the order of their numbers"), "{fault}");
    assert_eq!(records.count("incident", &[]), Ok(4));
}

#[test]
fn a_person_is_asked_only_where_records_are_in_order() {
    let requirement = Edition::named("2018").unwrap().requirement("8.6.1-2").unwrap();
    let result = |records: &Records, scan: Scan| {
        let check = Check::of("8.6.1-2", "Whatever a test asks.").scan(scan).attest("Confirm it.");
        run(&[(requirement, Some(&check))], records, Options::default()).unwrap()[0].result
    };
    let records = four_incidents();
    assert_eq!(result(&records, every("incident")), Outcome::NeedsPerson);
    assert_eq!(result(&records, every("incident").rule(filled(&["service"]))), Outcome::Fail);
    assert_eq!(result(&records, every("problem")), Outcome::NoData);
}
