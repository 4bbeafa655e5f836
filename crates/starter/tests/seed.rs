//! The demo organization, made on a real desk and looked at as its people would.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]
use gemba_desk::{Desk, Query, Setup};
use gemba_ledger::Signer;
use gemba_model::{
    Record,
    filter::{Filter, Test},
};
use gemba_starter::{DemoPeople, demo_clock};
use gemba_testkit::on_both_engines;
use gemba_vocabulary::{
    RecordId, Value,
    actor::{Actor, Channel, Role},
};
use jiff::Timestamp;
use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

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

impl Demo {
    fn seed(url: &str, until: &str, seed: u64) -> Self {
        let desk = Desk::open(Setup {
            address: url.to_owned(),
            kinds: gemba_practices::KINDS,
            flows: gemba_flows::all(),
            signer: Some(Signer::from_seed("harbour.example/ledger", [7; 32]).unwrap()),
            clock: demo_clock::now,
        })
        .unwrap();
        let until: Timestamp = until.parse().unwrap();
        let mut last = 0;
        let mut progress = |done, all| {
            assert!(last <= done && done <= all, "{last} {done} {all}");
            last = done;
        };
        let people = gemba_starter::seed(&desk, until, seed, &mut progress).unwrap();
        assert_eq!(desk.now(), until);
        Self { desk, people, house: Actor::house(Channel::CommandLine) }
    }

    fn in_memory_of_one_file(until: &str, seed: u64) -> (tempfile::TempDir, Self) {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("demo.db").display());
        let demo = Self::seed(&url, until, seed);
        (folder, demo)
    }

    fn all(&self, kind: &str, filters: Vec<Filter>) -> Vec<Record> {
        let query = Query { filters, limit: 100_000, ..Query::of(kind) };
        self.desk.list(&self.house, &query).unwrap().records
    }

    fn value(&self, kind: &str, record: &Record, field: &str) -> Value {
        self.desk.view(kind).unwrap().value(record, field).clone()
    }

    fn states(&self, kind: &str) -> BTreeMap<String, usize> {
        let mut states = BTreeMap::new();
        for record in self.all(kind, Vec::new()) {
            *states.entry(record.state).or_default() += 1;
        }
        states
    }

    fn counts(&self) -> BTreeMap<(String, String), usize> {
        let mut counts = BTreeMap::new();
        for view in self.desk.kinds() {
            for (state, count) in self.states(view.def.name) {
                counts.insert((view.def.name.to_owned(), state), count);
            }
        }
        counts
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

    fn actor(&self, email: &str) -> Actor {
        let id: RecordId = self.desk.find_person(email).unwrap().unwrap();
        self.desk.speak_for(id, Channel::Page).unwrap()
    }
}

const MORNING: &str = "2026-11-23T10:24:00Z";

#[test]
fn a_newcomer_finds_a_living_organization_on_either_engine() {
    let _turn = turn();
    on_both_engines(|url| {
        let demo = Demo::seed(url, MORNING, 1);
        for view in demo.desk.kinds() {
            let kind = view.def.name;
            assert!(!demo.all(kind, Vec::new()).is_empty(), "there is no {kind}");
        }
        let states = demo.states("incident");
        for state in ["new", "triaged", "assigned", "in_progress", "pending", "major", "resolved"] {
            assert!(states.contains_key(state), "no incident is {state}: {states:?}");
        }
        let incidents: usize = states.values().sum();
        assert!((240..=300).contains(&incidents), "{incidents} incidents");
        assert!(demo.states("problem").len() >= 6, "{:?}", demo.states("problem"));
        assert!(demo.states("change").len() >= 8, "{:?}", demo.states("change"));
        assert!(demo.states("service")["live"] >= 8);
        let verifier = demo.desk.verifier();
        let (report, forged) =
            demo.desk.verify_ledger(verifier.as_ref(), &mut |_| ()).unwrap();
        assert!(report.is_clean(), "{report:?}");
        assert!(forged.is_empty(), "{forged:?}");
        assert!(demo.desk.checkpoints().unwrap().len() > 30, "the ledger is sealed each night");
    });
}
