//! The real incident log: its figures are known, so an import is right or wrong, never nearly
//! right.
use crate::{desk, importer};
use gemba_exchange::{
    events::{self, Map, Summary},
    report,
};
use gemba_testkit::{PostgresDatabase, gemba_data};
use serde_json::json;
use std::{
    fs::File,
    io::{BufRead, BufReader, Read},
    path::Path,
};

const LOG: &str = "servicenow-incident-log/incident_event_log.csv.gz";

fn import(desk: &gemba_desk::Desk, from: impl Read) -> Summary {
    let map = Map::shipped("servicenow-incidents").unwrap();
    events::import(desk, &importer(), &map, None, from, &mut |_, _| {}).unwrap()
}

#[test]
fn the_real_log_gives_the_figures_that_are_published() {
    let Some(path) = gemba_data(LOG) else { return };
    let folder = tempfile::tempdir().unwrap();
    let desk = desk(&format!("sqlite:{}", folder.path().join("gemba.db").display()));
    gives_the_published_figures(&desk, &path);
    let again = import(&desk, File::open(&path).unwrap());
    assert_eq!((again.steps, again.known_steps, again.records), (0, 141_712, 0));
    assert_eq!(report::incidents(&desk, &importer()).unwrap(), published());
}

#[test]
fn the_real_log_gives_the_same_figures_on_postgresql() {
    let Some(path) = gemba_data(LOG) else { return };
    let Ok(database) = PostgresDatabase::fresh() else { return };
    gives_the_published_figures(&desk(database.url()), &path);
}

fn gives_the_published_figures(desk: &gemba_desk::Desk, path: &Path) {
    let summary = import(desk, File::open(path).unwrap());
    assert_eq!((summary.rows, summary.steps, summary.records), (141_712, 141_712, 24_918));
    assert_eq!((summary.faults.count, summary.repeated_rows), (0, 0));
    assert_eq!(summary.state_kept["-100"], 5);
    assert_eq!(summary.unused_columns, Vec::<String>::new());
    assert_eq!(report::incidents(desk, &importer()).unwrap(), published());
}

fn published() -> serde_json::Value {
    json!({
        "incidents": 24_918,
        "imported_steps": 141_712,
        "by_priority": {"1": 270, "2": 408, "3": 23_466, "4": 774},
        "source_sla_met": 15_803,
        "source_sla_met_by_priority": {"1": 5, "2": 2, "3": 15_145, "4": 651},
        "reopened": 275,
        "reassigned": 11_369,
        "with_problem": 380,
        "with_change": 176,
        "with_ci": 54,
        "open_to_resolve_hours": {"n": 23_362, "mean": 178.17, "median": 22.1},
    })
}

/// The header and the first rows of the log.
fn first_rows(count: usize) -> Option<String> {
    let path = gemba_data(LOG)?;
    let unpacked = flate2::read::GzDecoder::new(File::open(path).unwrap());
    let lines = BufReader::new(unpacked).lines().take(count + 1);
    Some(lines.map(|line| line.unwrap() + "\n").collect())
}

#[test]
fn both_engines_and_any_order_of_rows_give_the_same_figures() {
    let Some(text) = first_rows(3_000) else { return };
    let folder = tempfile::tempdir().unwrap();
    let first = desk(&format!("sqlite:{}", folder.path().join("gemba.db").display()));
    assert_eq!(import(&first, text.as_bytes()).steps, 3_000);
    let figures = report::incidents(&first, &importer()).unwrap();
    assert_eq!(figures["imported_steps"], 3_000);
    let shuffled = shuffled(&text);
    assert_ne!(shuffled, text);
    let other = desk(&format!("sqlite:{}", folder.path().join("other.db").display()));
    assert_eq!(import(&other, shuffled.as_bytes()).steps, 3_000);
    assert_eq!(report::incidents(&other, &importer()).unwrap(), figures);
    if let Ok(database) = PostgresDatabase::fresh() {
        let postgres = desk(database.url());
        assert_eq!(import(&postgres, shuffled.as_bytes()).steps, 3_000);
        assert_eq!(report::incidents(&postgres, &importer()).unwrap(), figures);
        assert_eq!(import(&postgres, text.as_bytes()).known_steps, 3_000);
    }
}

/// The rows in another order, the same at every run.
fn shuffled(text: &str) -> String {
    let (header, rows) = text.split_once('\n').unwrap();
    let mut rows: Vec<&str> = rows.lines().collect();
    let mut seed: u64 = 7;
    for place in (1..rows.len()).rev() {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        rows.swap(place, usize::try_from(seed >> 33).unwrap() % (place + 1));
    }
    format!("{header}\n{}\n", rows.join("\n"))
}
