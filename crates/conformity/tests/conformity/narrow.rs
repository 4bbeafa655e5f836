//! Checks are given those fields alone that they say they read: each answers as if it were given everything.
use crate::live::{Dice, happen, looked_at, organization_in_parts};
use gemba_conformity::{
    Check, Edition, Options, Requirement,
    check::{Step, every},
    checks,
    condition::{Condition, not},
    reads::Reads,
    run::run,
};
use gemba_practices::register;

/// A check that reads every field of every kind, alone and as what others look at, and says nothing.
fn reads_everything(kinds: &[&'static str]) -> Check {
    let step = Step::change("service", "Mend it.");
    let mut check = Check::of("everything", "Everything.").begin(step).mend(step);
    for kind in kinds {
        let def = register::kind(kind).unwrap().def();
        let fields: Vec<_> = def.fields.iter().map(|field| &*field.name).collect();
        let reads = Reads::fields(&fields).and(Reads::fields(&fields).of_kind(def.name));
        let anything = Condition::new(reads, |_| true);
        check = check.scan(every(def.name).only(not(anything)));
    }
    check
}

#[test]
fn every_check_alone_answers_as_it_does_when_everything_is_read() {
    let (mut records, looked) = (organization_in_parts(), looked_at());
    let edition = Edition::named("2018").unwrap();
    let checks = checks::of(edition);
    let kinds: Vec<_> = looked.iter().map(|looked| looked.kind).collect();
    let everything = reads_everything(&kinds);
    let any = edition.requirements.first().unwrap();
    let asked: Vec<(&Requirement, &Check)> =
        checks.iter().map(|check| (edition.requirement(check.id()).unwrap(), check)).collect();
    let mut dice = Dice(20_000);
    for step in 0..12 {
        let together = asked.iter().map(|(requirement, check)| (*requirement, Some(*check)));
        let together: Vec<_> = together.chain([(any, Some(&everything))]).collect();
        let together = run(&together, &records, Options::default()).unwrap();
        for ((requirement, check), with_all) in asked.iter().zip(together) {
            let alone = run(&[(*requirement, Some(*check))], &records, Options::default()).unwrap();
            assert_eq!(alone, [with_all], "step {step}, {}", check.id());
        }
        (0..60).for_each(|_| happen(&mut records, &looked, &mut dice));
    }
}
