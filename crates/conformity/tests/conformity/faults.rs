//! Every check, held against three organizations: an empty one, a sound one, and a sound one with one fault.
use crate::{
    sound::{NOW, organization, values},
    world::Records,
};
use gemba_conformity::{
    Check, Edition, Options, checks,
    run::{reads_of, run},
};
use gemba_model::check::Outcome;
use gemba_practices::register::kind;
use gemba_vocabulary::Value;

fn result(check: &Check, records: &Records) -> Outcome {
    let requirement = Edition::named("2018").unwrap().requirement(check.id()).unwrap();
    let answers = run(&[(requirement, Some(check))], records, Options::default()).unwrap();
    answers[0].result
}

#[test]
fn without_records_every_check_says_that_there_is_no_data() {
    let empty = Records::at(NOW);
    for check in checks::of(Edition::named("2018").unwrap()) {
        assert_eq!(result(&check, &empty), Outcome::NoData, "{}", check.id());
    }
}

#[test]
fn a_sound_organization_passes_or_waits_for_a_person() {
    let sound = organization();
    let mut wrong = Vec::new();
    for check in checks::of(Edition::named("2018").unwrap()) {
        let expected =
            if check.attested().is_some() { Outcome::NeedsPerson } else { Outcome::Pass };
        let is = result(&check, &sound);
        if is != expected && !has_its_own_test(check.id()) {
            wrong.push(format!("{}: {is:?} {:?}", check.id(), sound.sentences(check.id())));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Clauses whose checks are walked through one by one in files of their own.
fn has_its_own_test(id: &str) -> bool {
    id.starts_with("8.3.3-") || id.starts_with("8.6.1-")
}

/// Something that goes wrong in the sound organization.
#[derive(Clone)]
enum Fault {
    /// A field of every record of the kind holds something else.
    Holds(&'static str, &'static str, Value),
    /// Every record of the kind is in another state.
    Is(&'static str, &'static str),
    /// The kind has no record.
    Gone(&'static str),
    /// The last record of the kind is missing.
    LastGone(&'static str),
    /// Nobody wrote anything into the history.
    Silent,
}

impl Fault {
    fn befall(&self, records: &mut Records) {
        let ids = |records: &Records, kind: &str| records.ids(kind);
        match self {
            Self::Holds(kind, field, value) => {
                for id in ids(records, kind) {
                    records.set(kind, id, field, value.clone());
                }
            }
            Self::Is(kind, state) => {
                for id in ids(records, kind) {
                    records.record(kind, id).state = (*state).into();
                }
            }
            Self::Gone(kind) => {
                ids(records, kind).into_iter().for_each(|id| records.remove(kind, id));
            }
            Self::LastGone(kind) => {
                ids(records, kind).last().into_iter().for_each(|id| records.remove(kind, *id));
            }
            Self::Silent => records.forget_entries(),
        }
    }

    /// Whether it is something that is missing, which may need another such thing to be a fault at all: “this or that”.
    fn is_a_lack(&self) -> bool {
        match self {
            Self::Holds(_, _, value) => !matches!(value, Value::Text(_) | Value::Ref(_)),
            Self::Gone(_) => true,
            _ => false,
        }
    }
}

impl Fault {
    /// Whether a field is left empty, or says no.
    fn is_empty(&self) -> bool {
        matches!(self, Self::Holds(_, _, Value::None | Value::Bool(false)))
    }
}

fn faults_of(check: &Check) -> Vec<Fault> {
    let mut all = vec![Fault::Silent];
    for (judged, reads) in reads_of(check) {
        for (name, names) in reads.others.iter().chain([(&judged, &reads.own)]) {
            let def = kind(name).unwrap().def();
            all.extend([Fault::Gone(name), Fault::LastGone(name)]);
            all.push(Fault::Is(name, def.first_state()));
            all.extend(def.state("missing").map(|_| Fault::Is(name, "missing")));
            for field in &names.fields {
                let place = def.position(field).unwrap();
                let values = values(&def.fields[place].holds).into_iter();
                all.extend(values.map(|value| Fault::Holds(name, field, value)));
            }
        }
    }
    all
}

#[test]
fn for_every_check_there_is_a_fault_that_it_finds() {
    let sound = organization();
    let finds = |check: &Check, faults: &[&Fault]| {
        let mut broken = sound.clone();
        faults.iter().for_each(|fault| fault.befall(&mut broken));
        result(check, &broken) == Outcome::Fail
    };
    let mut blind = Vec::new();
    for check in checks::of(Edition::named("2018").unwrap()) {
        let faults = faults_of(&check);
        let lacks: Vec<_> = faults.iter().filter(|fault| fault.is_a_lack()).collect();
        let is_found = faults.iter().any(|fault| finds(&check, &[fault]))
            || lacks.iter().any(|one| lacks.iter().any(|other| finds(&check, &[one, other])))
            || finds(
                &check,
                &lacks.iter().copied().filter(|lack| lack.is_empty()).collect::<Vec<_>>(),
            );
        if !is_found && !has_its_own_test(check.id()) {
            blind.push(check.id());
        }
    }
    assert!(blind.is_empty(), "never fail: {blind:?}");
}
