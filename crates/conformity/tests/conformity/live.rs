//! Answers that are held, against those of a run from nothing: after every change, and as time passes.
use crate::{
    sound::{NOW, organization},
    world::Records,
};
use gemba_conformity::{
    Asked, Check, Edition, Live, Options, Readiness,
    check::{Step, every},
    checks,
    combinator::must,
    condition::{
        all, anything, given, has, is_listed_by, is_yes, names, not, recorded_within_hours, state,
        there_is,
    },
    readiness,
    run::reads_of,
};
use gemba_model::{Holds, check::Evidence};
use gemba_practices::register;
use gemba_vocabulary::{RecordId, Value};
use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};
use std::collections::{BTreeMap, BTreeSet};

/// Copies of each record lie so far apart that they are judged apart.
const APART: RecordId = 1_500;
const COPIES: RecordId = 3;

/// The same numbers in every run (SplitMix64).
pub struct Dice(pub u64);

impl Dice {
    fn throw(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        let number = usize::try_from((mixed ^ (mixed >> 31)) >> 1).unwrap();
        number % sides.max(1)
    }

    fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.throw(all.len())]
    }
}

/// What changes: the fields, states and verbs that some check looks at, by kind.
pub struct Looked {
    pub kind: &'static str,
    fields: Vec<&'static str>,
    verbs: Vec<&'static str>,
}

pub fn looked_at() -> Vec<Looked> {
    let mut all = BTreeMap::<_, (BTreeSet<_>, BTreeSet<_>)>::new();
    for check in checks::of(Edition::named("2018").unwrap()) {
        for (kind, reads) in reads_of(&check) {
            for (kind, names) in reads.others.into_iter().chain([(kind, reads.own)]) {
                let (fields, verbs) = all.entry(kind).or_default();
                fields.extend(names.fields);
                verbs.extend(names.histories.into_iter().flatten());
            }
        }
    }
    let looked = all.into_iter().map(|(kind, (fields, verbs))| Looked {
        kind,
        fields: fields.into_iter().collect(),
        verbs: verbs.into_iter().collect(),
    });
    looked.collect()
}

pub fn organization_in_parts() -> Records {
    let mut records = organization();
    for kind in records.kinds() {
        for id in records.ids(&kind) {
            (1..=COPIES).for_each(|copy| records.copy(&kind, id, id + copy * APART));
        }
    }
    records.log = Some(Vec::new());
    records
}

/// Something happens to one record.
pub fn happen(records: &mut Records, looked: &[Looked], dice: &mut Dice) {
    let Looked { kind, fields, verbs } = dice.pick(looked);
    let (def, ids) = (register::kind(kind).unwrap().def(), records.ids(kind));
    let Some(id) = (!ids.is_empty()).then(|| *dice.pick(&ids)) else { return };
    let at = (records.now - SignedDuration::from_hours(dice.throw(3_000).try_into().unwrap()))
        .to_string();
    match dice.throw(12) {
        0 => records.record(kind, id).state = dice.pick(def.states).name.to_string(),
        1 => records.remove(kind, id),
        2 => {
            let free =
                ids.iter().max().unwrap() + 1 + RecordId::try_from(dice.throw(3)).unwrap() * 700;
            records.copy(kind, id, free);
            records.record(kind, free).created_at = records.now;
        }
        3 if !verbs.is_empty() => records.entry(kind, id, dice.pick::<&str>(verbs), &at),
        4 => {
            let record = records.record(kind, id);
            record.imported = !record.imported;
        }
        _ if fields.is_empty() => {}
        _ => {
            let field = *dice.pick(fields);
            let before = records.value(kind, id, field);
            let value = value(&def.field(field).unwrap().holds, before, records, dice);
            records.set(kind, id, field, value);
        }
    }
}

fn value(holds: &Holds, before: Value, records: &Records, dice: &mut Dice) -> Value {
    let near = |dice: &mut Dice| -> Timestamp {
        let hours = i64::try_from(dice.throw(24 * 500)).unwrap() - 24 * 350;
        records.now + SignedDuration::from_hours(hours)
    };
    let day = |at: Timestamp| -> Date { at.to_zoned(TimeZone::UTC).date() };
    let number = |dice: &mut Dice| i64::try_from(dice.throw(14)).unwrap();
    if dice.throw(5) == 0 {
        return if matches!(holds, Holds::Refs(_)) { Value::Refs(Vec::new()) } else { Value::None };
    }
    let one_of = |target: &str, dice: &mut Dice| {
        let ids = records.ids(target);
        if ids.is_empty() { 77 } else { *dice.pick(&ids) }
    };
    match holds {
        Holds::Choice(choices) => Value::Text(dice.pick(choices).name.to_string()),
        Holds::ShortText | Holds::LongText => {
            Value::Text(dice.pick(&["", "Words", "other"]).to_string())
        }
        Holds::Bool => Value::Bool(dice.throw(2) == 0),
        Holds::Int => Value::Int(number(dice)),
        Holds::Duration => Value::Duration(number(dice) * 1_800),
        Holds::Decimal | Holds::Percent => Value::Decimal(number(dice).into()),
        Holds::Date => Value::Date(day(near(dice))),
        Holds::Instant => Value::Instant(near(dice)),
        Holds::Ref(target) => Value::Ref(one_of(target, dice)),
        Holds::Refs(target) => {
            let count = 1 + dice.throw(3);
            Value::Refs((0..count).map(|_| one_of(target, dice)).collect())
        }
        Holds::Money | Holds::Struct => before,
    }
}

fn of(clause: &str) -> Asked<'_> {
    Asked { clause: Some(clause), ..Asked::default() }
}

fn anew(records: &Records, edition: &str) -> Readiness {
    readiness(Edition::named(edition).unwrap(), records, Options::default()).unwrap()
}

fn held(live: &Live, records: &Records, edition: &str) -> Readiness {
    let edition = Edition::named(edition).unwrap();
    live.readiness(edition, records, Options::default()).unwrap()
}

/// The two agree, down to the digest of what was found.
fn agree(live: &Live, records: &Records, edition: &str, step: usize) {
    let (held, anew) = (held(live, records, edition), anew(records, edition));
    for (held, anew) in held.requirements.iter().zip(&anew.requirements) {
        assert_eq!(held, anew, "step {step}, {edition} {}", anew.id);
    }
    assert_eq!(held, anew);
}

#[test]
fn what_is_held_is_what_a_run_from_nothing_says_after_every_change_and_as_time_passes() {
    let (mut records, looked, live) = (organization_in_parts(), looked_at(), Live::default());
    let mut dice = Dice(2_018);
    for step in 0..60 {
        match dice.throw(4) {
            // Minutes, days, and now and then so long that most of what was awaited is due.
            0 => {
                let minutes = *dice.pick(&[1, 45, 24 * 60, 10 * 24 * 60, 100 * 24 * 60]);
                records.now += SignedDuration::from_mins(minutes);
            }
            several => {
                (0..several * several).for_each(|_| happen(&mut records, &looked, &mut dice));
            }
        }
        agree(&live, &records, "2018", step);
        if step % 20 == 7 {
            agree(&live, &records, "2011", step);
        }
    }
}

#[test]
fn after_one_change_only_what_rests_on_it_is_read_again() {
    let (mut records, live) = (organization_in_parts(), Live::default());
    held(&live, &records, "2018");
    records.visits.borrow_mut().clear();
    held(&live, &records, "2018");
    assert!(records.visits.borrow().is_empty(), "{:?}", records.visits.borrow());
    let id = records.ids("incident")[0];
    records.set("incident", id, "resolution", Value::None);
    held(&live, &records, "2018");
    let read: Vec<_> = records.visits.borrow().keys().cloned().collect();
    assert_eq!(read, ["incident"], "nothing else was touched, and nothing looks at incidents");
    agree(&live, &records, "2018", 0);
}

#[test]
fn whoever_does_not_see_everything_gets_a_run_of_their_own() {
    let (mut records, live) = (organization_in_parts(), Live::default());
    let whole = held(&live, &records, "2018");
    // To this reader nobody says up to where the history goes, and the store holds less.
    let mut less = records.clone();
    less.log = None;
    less.ids("incident").into_iter().for_each(|id| less.remove("incident", id));
    assert_eq!(held(&live, &less, "2018"), anew(&less, "2018"));
    assert_ne!(held(&live, &less, "2018"), whole);
    // And what they were told is told to nobody else.
    records.now += SignedDuration::from_mins(1);
    agree(&live, &records, "2018", 0);
}

#[test]
fn a_period_and_another_number_of_exceptions_are_answered_as_from_nothing() {
    let (records, live) = (organization_in_parts(), Live::default());
    let edition = Edition::named("2018").unwrap();
    let day = |text: &str| text.parse::<Date>().unwrap();
    let period = gemba_model::check::Period { from: day("2026-01-01"), until: day("2026-04-01") };
    for (period, exceptions_max) in [(None, 100), (Some(period), 100), (None, 1), (None, 100)] {
        let options = Options { period, exceptions_max };
        let held = live.readiness(edition, &records, options).unwrap();
        assert_eq!(held, readiness(edition, &records, options).unwrap());
        let clause = live.readiness_asked(edition, &of("8.6"), &records, options).unwrap();
        assert_eq!(
            clause,
            gemba_conformity::readiness_of_clause(edition, "8.6", &records, options).unwrap()
        );
    }
    assert_eq!(records.now(), NOW.parse().unwrap());
}

/// What looks at others that look at others in turn, and at all of a kind.
fn deep() -> Vec<Check> {
    let step = Step::change("service", "Mend it.");
    let of = |id, rule| {
        Check::of(id, "Services.").scan(every("service").rule(rule)).begin(step).mend(step)
    };
    let answered = || has("escalation", "incident", not(state(&["withdrawn"])));
    let owned = || names("service", "service", names("owner", "person", given("email")));
    let major = || there_is("incident", is_yes("is_major"));
    vec![
        of(
            "8.6.1-a",
            must(has("incident", "service", answered()), "has no incident that was answered"),
        ),
        of("8.6.1-b", must(has("incident", "service", owned()), "has no incident with an owner")),
        of(
            "8.6.1-c",
            must(all([major(), is_listed_by("scope_statement", "services", anything())]), "is odd"),
        ),
        of("8.6.1-d", must(recorded_within_hours(24 * 200), "is old")),
    ]
}

#[test]
fn what_others_name_in_turn_is_looked_at_again_too() {
    let (mut records, live) = (organization_in_parts(), Live::of(deep()));
    let kinds = ["service", "incident", "escalation", "person", "scope_statement"];
    let looked: Vec<_> =
        looked_at().into_iter().filter(|looked| kinds.contains(&looked.kind)).collect();
    let (mut dice, mut results) = (Dice(7), BTreeSet::new());
    for step in 0..400 {
        (0..=dice.throw(3)).for_each(|_| happen(&mut records, &looked, &mut dice));
        records.now += SignedDuration::from_hours(dice.throw(30).try_into().unwrap());
        let clause = |live: &Live| {
            let edition = Edition::named("2018").unwrap();
            let report = live.readiness_asked(edition, &of("8.6.1"), &records, Options::default());
            report.unwrap().requirements.into_iter().take(4).collect::<Vec<_>>()
        };
        let held = clause(&live);
        assert_eq!(held, clause(&Live::of(deep())), "step {step}");
        results.extend(held.into_iter().map(|one| (one.id, one.exception_count)));
    }
    assert!(results.len() > 10, "what happens changes what is found: {results:?}");
}
