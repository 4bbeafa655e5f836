//! The demo organization, made on a real desk and looked at as its people would.

use gemba_conformity::{Edition, Options, Readiness, readiness};
use gemba_desk::{Desk, Query, Refused, Setup};
use gemba_figures::{Ask, Judged};
use gemba_ledger::Signer;
use gemba_model::{Record, check::Outcome, filter::Filter};
use gemba_starter::{DemoPeople, Span, demo_clock};
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
        flows: gemba_flows::all_of_a_tale(),
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
/// A working day on whose eve nobody worked, long after the others.
const EVENING: &str = "2027-02-16T15:00:00Z";
const SUNDAY: &str = "2026-11-29T12:00:00Z";

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
    assert_eq!(open_in(&demo.readiness()), known_gaps());
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

/// What is open: failing, empty, or waiting for a person.
fn open_in(report: &Readiness) -> BTreeSet<&str> {
    let is_open = |outcome: Outcome| !matches!(outcome, Outcome::Pass | Outcome::NotYetDue);
    let open = report.requirements.iter().filter(|answer| is_open(answer.result));
    open.map(|answer| answer.id.as_str()).collect()
}

fn known_gaps() -> BTreeSet<&'static str> {
    crate::gaps::all().into_iter().collect()
}

#[test]
fn readiness_has_honest_gaps_to_tell_and_no_others() {
    let _turn = turn();
    let (_folder, url) = file();
    let report = Demo::seed(&url, MORNING, 3).readiness();
    assert_eq!(report.summary[&Outcome::NoCheckYet], 0);
    assert_eq!(open_in(&report), known_gaps());
    for (id, why) in crate::gaps::operation::GAPS {
        let answer = report.requirements.iter().find(|answer| answer.id == *id).unwrap();
        assert_eq!(answer.result, Outcome::Fail, "{id}: {why}");
        assert!((1..=4).contains(&answer.exception_count), "{id}: {}", answer.exception_count);
    }
}

#[test]
fn the_same_gaps_are_open_whenever_and_however_long_it_is_told() {
    let _turn = turn();
    for (until, seed, span) in [(EVENING, 8, Span::Year), (SUNDAY, 9, Span::Weeks)] {
        let (_folder, url) = file();
        let desk = open(&url, demo_clock::now);
        gemba_starter::seed_span(&desk, until.parse().unwrap(), seed, span, &mut |_, _| ())
            .unwrap();
        let house = Actor::house(Channel::CommandLine);
        let edition = Edition::named("2018").unwrap();
        let report = readiness(edition, &desk.evidence(&house), Options::default()).unwrap();
        assert_eq!(open_in(&report), known_gaps(), "at {}", desk.now());
    }
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
