//! The checks against what the product really has: kinds, fields, states, choices, verbs and
//! requirements.
use gemba_conformity::{Edition, checks, requirement::Automation, run::reads_of};
use gemba_model::overlay::KindView;
use gemba_practices::register::{KINDS, kind};
use std::collections::BTreeSet;

#[test]
fn every_kind_field_state_and_choice_that_a_check_names_exists() {
    let mut unknown = Vec::new();
    let mut named = 0;
    for check in checks::of(Edition::named("2018").unwrap()) {
        for (judged, reads) in reads_of(&check) {
            for (name, names) in reads.others.iter().chain([(&judged, &reads.own)]) {
                named += names.fields.len();
                match kind(name) {
                    None => unknown.push(format!("{}: no kind {name}", check.id())),
                    Some(face) => unknown.extend(names.unknown_in(&KindView::plain(face))),
                }
            }
        }
    }
    assert_eq!(unknown, Vec::<String>::new());
    assert!(named > 100, "the checks say what they read");
}

#[test]
fn every_next_step_is_a_verb_of_its_kind() {
    for check in checks::of(Edition::named("2018").unwrap()) {
        let (begin, mend) = check.steps();
        for step in [begin, mend] {
            let face = kind(step.kind);
            let face = face.unwrap_or_else(|| panic!("{}: no kind {}", check.id(), step.kind));
            let is_verb = face.steps().iter().any(|one| one.verb == step.verb);
            let is_known = is_verb || ["create", "change"].contains(&step.verb);
            assert!(is_known, "{}: {} has no verb {}", check.id(), step.kind, step.verb);
            assert!(step.sentence.ends_with('.'), "{}: {}", check.id(), step.sentence);
        }
    }
}

#[test]
fn every_check_is_of_a_requirement_and_asks_a_person_where_records_cannot_tell() {
    let edition = Edition::named("2018").unwrap();
    let checks = checks::of(edition);
    let ids: BTreeSet<_> = checks.iter().map(gemba_conformity::Check::id).collect();
    assert_eq!(ids.len(), checks.len(), "one check a requirement");
    for check in &checks {
        let requirement = edition.requirement(check.id()).unwrap();
        let needs_person = requirement.automation != Automation::Records;
        // No kind holds measured workload yet, so that a person has to tell.
        let is_exempt = check.id() == "8.3.3-b";
        assert_eq!(check.attested().is_some(), needs_person || is_exempt, "{}", check.id());
        assert!(check.examined().ends_with('.'), "{}", check.id());
    }
    for clause in ["8.6.1", "8.3.3"] {
        let of_clause = edition.requirements.iter().filter(|one| one.clause == clause);
        assert!(of_clause.clone().count() > 7);
        for requirement in of_clause {
            assert!(ids.contains(requirement.id.as_str()), "{} is checked", requirement.id);
        }
    }
    assert_eq!(
        KINDS.len(),
        KINDS.iter().map(|kind| kind.def().name).collect::<BTreeSet<_>>().len()
    );
}
