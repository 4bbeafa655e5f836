//! What everything is held against: one durable insert after another into a bare SQLite table.
use crate::report::number;
use anyhow::Result;
use rusqlite::{Connection, params};
use std::{
    path::Path,
    time::{Duration, Instant},
};

/// Inserts for so long, one fsync each; how many a second.
pub fn inserts_per_second(folder: &Path, phase: Duration) -> Result<f64> {
    let folder = tempfile::Builder::new().prefix("bare-").tempdir_in(folder)?;
    let connection = Connection::open(folder.path().join("bare.db"))?;
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
         CREATE TABLE row (id INTEGER PRIMARY KEY, state TEXT, at INTEGER, summary TEXT, description TEXT,
                           customer INTEGER, service INTEGER, priority INTEGER);",
    )?;
    let mut insert = connection.prepare(
        "INSERT INTO row (state, at, summary, description, customer, service, priority)
         VALUES ('new', ?1, ?2, ?3, 17, 4, 3)",
    )?;
    let description = "Since this morning nothing goes out, and what comes in is late by hours.";
    let (begun, mut count) = (Instant::now(), 0_usize);
    while begun.elapsed() < phase {
        insert.execute(params![
            count,
            format!("Mail does not arrive at desk {count}"),
            description
        ])?;
        count += 1;
    }
    Ok(number(count) / begun.elapsed().as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn some_rows_are_written() {
        let folder = tempfile::tempdir().unwrap();
        let rate = inserts_per_second(folder.path(), Duration::from_millis(50)).unwrap();
        assert!(rate > 1.0, "{rate}");
    }
}
