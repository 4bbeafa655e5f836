//! The demo organization, made on a real desk and looked at as its people would.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]
use gemba_conformity::{Edition, Options, Readiness, readiness};
use gemba_desk::{Desk, Query, Refused, Setup};
use gemba_figures::{Ask, Judged};
use gemba_ledger::Signer;
use gemba_model::{Record, check::Outcome, filter::Filter};
use gemba_starter::{DemoPeople, demo_clock};
use gemba_testkit::on_both_engines;
use gemba_vocabulary::{
    RecordId, Value,
    actor::{Actor, Channel, Role},
};
use jiff::{Timestamp, tz::TimeZone};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Mutex, MutexGuard, PoisonError},
};
use tempfile::TempDir;

mod gaps {
    pub mod management;
}

/// The demo's clock is one for the whole process, so the stories take turns.
static TURN: Mutex<()> = Mutex::new(());

fn turn() -> MutexGuard<'static, ()> {
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

struct Demo {
    desk: Desk,
    people: DemoPeople,
    house: Actor,
}

fn open(url: &str, clock: fn() -> Timestamp) -> Desk {
    let signer = Signer::from_seed("harbour.example/ledger", [7; 32]).unwrap();
    let setup = Setup {
        address: url.to_owned(),
        kinds: gemba_practices::KINDS,
        flows: gemba_flows::all(),
        signer: Some(signer),
        clock,
    };
    Desk::open(setup).unwrap()
}

fn file() -> (TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("hasty-sqlite:{}", folder.path().join("demo.db").display());
    (folder, url)
}

impl Demo {
    fn seed(url: &str, until: &str, seed: u64) -> Self {
        let desk = open(url, demo_clock::now);
        let until: Timestamp = until.parse().unwrap();
        let (mut last, mut whole) = (0, 0);
        let mut progress = |done, all| {
            assert!(last <= done && done <= all, "{done} of {all} after {last}");
            (last, whole) = (done, all);
        };
        let people = gemba_starter::seed(&desk, until, seed, &mut progress).unwrap();
        assert!(last == whole && whole > 2_000, "{last} of {whole}");
        assert_eq!(desk.now(), until, "the clock stands where the story ends");
        Self { desk, people, house: Actor::house(Channel::CommandLine) }
    }

    fn all(&self, kind: &str) -> Vec<Record> {
        let query = Query { limit: 100_000, ..Query::of(kind) };
        self.desk.list(&self.house, &query).unwrap().records
    }

    fn value(&self, kind: &str, record: &Record, field: &str) -> Value {
        self.desk.view(kind).unwrap().value(record, field).clone()
    }

    fn states(&self, kind: &str) -> BTreeMap<String, usize> {
        let mut states = BTreeMap::new();
        for record in self.all(kind) {
            *states.entry(record.state).or_default() += 1;
        }
        states
    }

    fn counts(&self) -> BTreeMap<&'static str, BTreeMap<String, usize>> {
        let kinds = self.desk.kinds();
        kinds.iter().map(|view| (view.def.name, self.states(view.def.name))).collect()
    }

    fn summaries(&self) -> Vec<String> {
        let of = |record: &Record| self.value("incident", record, "summary").to_text();
        self.all("incident").iter().map(of).collect()
    }

    fn ledger_entries(&self) -> u64 {
        let mut count = 0;
        let mut visit = |_: &_| {
            count += 1;
            Ok(())
        };
        self.desk.each_entry(&mut visit).unwrap();
        count
    }

    /// The escalations of an incident, as reason and clock.
    fn escalations(&self, incident: RecordId) -> BTreeSet<(String, String)> {
        let filters = vec![Filter::is("incident", Value::Ref(incident))];
        let query = Query { filters, limit: 100, ..Query::of("escalation") };
        let records = self.desk.list(&self.house, &query).unwrap().records;
        let text = |record, field| self.value("escalation", record, field).to_text();
        records.iter().map(|record| (text(record, "reason"), text(record, "clock"))).collect()
    }

    fn assert_everybody_has_something_to_do(&self) {
        for view in self.desk.kinds() {
            let kind = view.def.name;
            assert!(!self.all(kind).is_empty(), "there is no {kind}");
        }
        let states = self.states("incident");
        for state in ["new", "triaged", "assigned", "in_progress", "pending", "major", "resolved"] {
            assert!(states.contains_key(state), "no incident is {state}: {states:?}");
        }
        let incidents: usize = states.values().sum();
        assert!((240..=290).contains(&incidents), "{incidents} incidents");
        assert!(states["closed"] > incidents / 2, "{states:?}");
        assert!(self.states("problem").len() >= 6, "{:?}", self.states("problem"));
        assert!(self.states("change").len() >= 8, "{:?}", self.states("change"));
        assert!(self.states("service")["live"] >= 8);
    }

    fn assert_time_runs(&self) {
        let now = self.desk.now();
        let (mut late, mut warned) = (0, 0);
        for incident in self.all("incident") {
            let due = self.value("incident", &incident, "resolve_due").as_instant();
            let is_open = !matches!(&*incident.state, "resolved" | "closed" | "cancelled");
            let Some(due) = due.filter(|_| is_open) else { continue };
            let raised = self.escalations(incident.id);
            let is_raised = |reason: &str| raised.contains(&(reason.into(), "resolution".into()));
            late += usize::from(due < now && is_raised("breach"));
            warned += usize::from(due > now && is_raised("before_breach"));
        }
        assert_eq!(late, 2, "late and escalated");
        assert!(warned >= 1, "nobody was warned of an incident that is due soon");
    }

    fn assert_nothing_lies_ahead(&self) {
        let now = self.desk.now();
        for view in self.desk.kinds() {
            for record in self.all(view.def.name) {
                assert!(record.updated_at < now, "{} {}", view.def.name, record.id);
                assert!(!record.imported);
            }
        }
    }

    /// How the figures of that name in a sheet are judged, as the page of this morning shows them.
    fn judged(&self, sheet: &str, figure: &str) -> Vec<Judged> {
        let def = gemba_figures::sheet_named(sheet).unwrap();
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        let period = def.usual.period(self.desk.now().to_zoned(zone.clone()).date());
        let ask = Ask { period, zone, about: None };
        let evidence = self.desk.evidence(&self.house);
        let sheet = (def.read)(&evidence, &ask).unwrap();
        let figures = sheet.parts.iter().flat_map(|part| &part.figures);
        figures.filter(|one| one.def.name == figure).map(|one| one.judged).collect()
    }

    fn readiness(&self) -> Readiness {
        let evidence = self.desk.evidence(&self.house);
        readiness(Edition::named("2018").unwrap(), &evidence, Options::default()).unwrap()
    }

    fn assert_figures_have_something_to_tell(&self) {
        let variances = self.judged("cost", "variance_percent");
        for judged in [Judged::Kept, Judged::Near, Judged::Missed] {
            assert!(variances.contains(&judged), "no service is {judged:?}: {variances:?}");
        }
        assert_eq!(self.judged("cost", "unallocated"), [Judged::Kept]);
        assert_eq!(self.judged("demand", "over_limit_percent"), [Judged::Missed]);
        let decide = self.judged("capacity", "decide_by");
        assert!(decide.contains(&Judged::Kept) && decide.len() == 3, "{decide:?}");
        let decide = self.judged("capacity", "decide_by");
        assert!(decide.contains(&Judged::Missed), "{decide:?}");
        let is_told = |task: &Record| {
            self.value("task", task, "parent_kind").as_text() == Some("capacity_metric")
        };
        assert!(self.all("task").iter().any(is_told), "nobody has to decide about capacity");
    }

    fn assert_ledger_verifies(&self) {
        let verifier = self.desk.verifier();
        let (report, forged) = self.desk.verify_ledger(verifier.as_ref(), &mut |_| ()).unwrap();
        assert!(report.is_clean(), "{:?}", report.findings);
        assert!(forged.is_empty(), "{forged:?}");
        assert!(report.totals.checkpoints_matched > 30, "it is sealed each night");
    }
}

const MORNING: &str = "2026-11-23T10:24:00Z";
/// A Sunday, a holiday's eve and the hour in which the clocks are put forward.
const EASTER_NIGHT: &str = "2027-03-28T00:40:00Z";

#[test]
fn a_newcomer_finds_a_living_organization_on_either_engine() {
    let _turn = turn();
    on_both_engines(|url| {
        let demo = Demo::seed(url, MORNING, 1);
        demo.assert_everybody_has_something_to_do();
        demo.assert_time_runs();
        demo.assert_nothing_lies_ahead();
        demo.assert_figures_have_something_to_tell();
        demo.assert_ledger_verifies();
    });
}

#[test]
fn it_lives_at_night_and_on_holidays_too() {
    let _turn = turn();
    let (_folder, url) = file();
    let demo = Demo::seed(&url, EASTER_NIGHT, 2);
    demo.assert_everybody_has_something_to_do();
    demo.assert_time_runs();
    demo.assert_nothing_lies_ahead();
    // What is open is open on any day.
    assert_eq!(open_of_management(&demo.readiness()), gaps::management::GAPS.map(|(id, _)| id));
}

#[test]
fn the_same_seed_tells_the_same_story_and_another_one_another() {
    let _turn = turn();
    let ((_one, first), (_two, second), (_three, third)) = (file(), file(), file());
    let first = Demo::seed(&first, MORNING, 5);
    let second = Demo::seed(&second, MORNING, 5);
    assert_eq!(first.counts(), second.counts());
    assert_eq!(first.summaries(), second.summaries());
    assert_eq!(first.ledger_entries(), second.ledger_entries());
    assert_eq!(first.people, second.people);
    let different: BTreeSet<_> = first.summaries().into_iter().collect();
    assert!(different.len() > 120, "only {} different summaries", different.len());
    assert_ne!(first.summaries(), Demo::seed(&third, MORNING, 6).summaries());
}

/// The requirements of clauses 8.2 to 8.7 that the demo does not meet.
const FAILS: &[&str] = &[
    "8.2.1-2",
    "8.2.2-3",
    "8.2.2-4",
    "8.2.3.1-a",
    "8.2.3.2-a",
    "8.2.3.2-b",
    "8.2.4-1",
    "8.2.4-2",
    "8.2.5-1",
    "8.2.6-2",
    "8.2.6-e",
    "8.2.6-7",
    "8.2.6-10",
    "8.3.2-5",
    "8.3.2-6",
    "8.3.3-2",
    "8.3.3-6",
    "8.3.4.1-3",
    "8.3.4.1-5",
    "8.3.4.1-8",
    "8.4.1-1",
    "8.4.3-1",
    "8.4.3-2",
    "8.4.3-3",
    "8.5.2.1-4",
    "8.6.1-1",
    "8.6.1-6",
    "8.7.1-4",
    "8.7.1-5",
    "8.7.3.2-4",
    "8.7.3.2-5",
    "8.7.3.3-c",
];
/// The requirements of clauses 8.2 to 8.7 for which the demo has no record yet.
const EMPTY: &[&str] = &[
    "8.2.6-8",
    "8.2.6-9",
    "8.3.4.2-3",
    "8.5.1.2-a",
    "8.5.1.2-b",
    "8.5.1.2-d",
    "8.5.1.2-e",
    "8.5.1.2-f",
    "8.5.1.3-6",
    "8.5.1.3-8",
    "8.5.1.3-9",
    "8.5.2.1-2",
    "8.5.2.1-3",
    "8.5.2.3-1",
    "8.5.2.3-2",
    "8.5.2.3-3",
    "8.5.2.3-4",
    "8.5.3-9",
    "8.5.3-11",
    "8.5.3-12",
    "8.6.3-1",
];

/// What is open of clauses 4 to 7, 8.1, 9 and 10.
fn open_of_management(report: &Readiness) -> Vec<&str> {
    let open = report.requirements.iter().filter(|answer| answer.result != Outcome::Pass);
    let open = open.map(|answer| answer.id.as_str());
    open.filter(|id| gaps::management::is_of_management(id)).collect()
}

#[test]
fn readiness_has_honest_gaps_to_tell_and_no_others() {
    let _turn = turn();
    let (_folder, url) = file();
    let demo = Demo::seed(&url, MORNING, 3);
    let report = demo.readiness();
    let count = |outcome: Outcome| report.summary[&outcome];
    assert_eq!(count(Outcome::NoCheckYet), 0);
    assert!(count(Outcome::Pass) >= 110, "{:?}", report.summary);
    let of = |outcome: Outcome| {
        let answers = report.requirements.iter().filter(move |answer| answer.result == outcome);
        answers.map(|answer| answer.id.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(open_of_management(&report), gaps::management::GAPS.map(|(id, _)| id));
    let of_operation = |outcome: Outcome| {
        let ids = of(outcome).into_iter();
        ids.filter(|id| !gaps::management::is_of_management(id)).collect::<Vec<_>>()
    };
    let (fails, empty) = (of_operation(Outcome::Fail), of_operation(Outcome::NoData));
    // Left out on purpose: a service delivered without an agreement (8.3.3-2), missed targets without an action
    // (8.3.3-6), incidents without a word of what was done (8.6.1-1), a major incident without its review (8.6.1-6).
    // The rest is what the checks find besides; whoever mends the demo takes it off these lists.
    assert_eq!(fails, FAILS);
    for meant in ["8.3.3-2", "8.3.3-6", "8.6.1-1", "8.6.1-6"] {
        let answer = report.requirements.iter().find(|answer| answer.id == meant).unwrap();
        assert!((1..=4).contains(&answer.exception_count), "{meant}: {}", answer.exception_count);
    }
    assert_eq!(empty, EMPTY);
}

#[test]
fn its_people_can_speak_and_customers_see_their_own_alone() {
    let _turn = turn();
    let (_folder, url) = file();
    let demo = Demo::seed(&url, MORNING, 4);
    let mut roles = BTreeSet::new();
    for person in &demo.people.people {
        assert!(person.email.ends_with(".example"), "{}", person.email);
        let id = demo.desk.find_person(&person.email).unwrap().expect(&person.email);
        let actor = demo.desk.speak_for(id, Channel::Page).unwrap();
        assert_eq!(actor.name, person.name);
        assert!(actor.roles.contains(&Role::named(&person.role).unwrap()));
        roles.extend(actor.roles.iter().copied());
        if actor.is(Role::CustomerContact) {
            let query = Query { limit: 1_000, ..Query::of("incident") };
            let seen = demo.desk.list(&actor, &query).unwrap().records;
            assert!((30..200).contains(&seen.len()), "{} sees {}", person.name, seen.len());
            let of = |record: &Record| demo.value("incident", record, "customer").as_int();
            assert!(seen.iter().all(|record| of(record) == actor.customer));
        }
    }
    // A program speaks over the API alone.
    let all = Role::ALL.into_iter().filter(|role| *role != Role::Program);
    assert_eq!(roles, all.collect(), "somebody to try each role as");
}

#[test]
fn a_database_in_use_and_a_desk_with_another_clock_are_refused() {
    let _turn = turn();
    let (_folder, url) = file();
    let noon: fn() -> Timestamp = || "2026-01-05T12:00:00Z".parse().unwrap();
    let desk = open(&url, noon);
    let until = MORNING.parse().unwrap();
    let refused = gemba_starter::seed(&desk, until, 1, &mut |_, _| ()).unwrap_err();
    assert!(refused.to_string().contains("demo_clock::now"), "{refused}");
    let house = Actor::house(Channel::CommandLine);
    desk.add_person(&house, "Ada", "ada@example.org", &[Role::Administrator]).unwrap();
    let refused = gemba_starter::seed(&desk, until, 1, &mut |_, _| ()).unwrap_err();
    assert!(matches!(&refused, Refused::Not(why) if why.contains("empty one")), "{refused}");
    demo_clock::set(until);
    assert_eq!(demo_clock::now(), until);
    demo_clock::go_by(noon);
    assert_eq!(demo_clock::now(), noon(), "afterwards time is real again");
}
