//! Where the evidence is kept, held against the kinds that there are.
use gemba_conformity::{Edition, Place, kept};

/// The clauses of the management system; those of the practices are told by their kinds.
fn is_of_the_system(clause: &str) -> bool {
    !clause.starts_with("8.") || clause == "8.1"
}

#[test]
fn each_requirement_of_the_system_says_where_its_evidence_is_kept() {
    let edition = Edition::named("2018").unwrap();
    let untold: Vec<_> = edition
        .requirements
        .iter()
        .filter(|one| is_of_the_system(&one.clause) && kept(&one.id).is_none())
        .map(|one| &one.id)
        .collect();
    assert!(untold.is_empty(), "not told: {untold:?}");
    for id in kept::all().unwrap().keys() {
        assert!(edition.requirement(id).is_some(), "there is no requirement {id}");
    }
}

#[test]
fn each_kind_and_field_that_is_named_exists() {
    let mut wrong = Vec::new();
    for (id, told) in kept::all().unwrap() {
        for place in &told.places {
            let Place::Kind { kind, field } = place else { continue };
            let def = gemba_practices::kind(kind).map(gemba_model::AnyKind::def);
            let is_there = |field: &String| {
                def.is_some_and(|def| def.fields.iter().any(|one| one.name == *field))
            };
            if def.is_none() || !field.as_ref().is_none_or(is_there) {
                wrong.push(format!("{id}: {place:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
