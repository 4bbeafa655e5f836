//! What everything is held against: one durable insert after another into a bare table.
use crate::report::number;
use anyhow::Result;
use postgres::{Client, NoTls};
use rusqlite::{Connection, params};
use std::{
    path::Path,
    time::{Duration, Instant},
};

const DESCRIPTION: &str =
    "Since this morning nothing goes out, and what comes in is late by hours.";
const COLUMNS: &str = "state TEXT, at BIGINT, summary TEXT, description TEXT, customer BIGINT,
    service BIGINT, priority BIGINT";

/// Inserts into SQLite for so long, one fsync each; how many a second.
pub fn sqlite_inserts_per_second(folder: &Path, phase: Duration) -> Result<f64> {
    let folder = tempfile::Builder::new().prefix("bare-").tempdir_in(folder)?;
    let connection = Connection::open(folder.path().join("bare.db"))?;
    connection.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;")?;
    connection.execute_batch(&format!("CREATE TABLE row (id INTEGER PRIMARY KEY, {COLUMNS})"))?;
    let mut insert = connection.prepare(
        "INSERT INTO row (state, at, summary, description, customer, service, priority)
         VALUES ('new', ?1, ?2, ?3, 17, 4, 3)",
    )?;
    let (begun, mut count) = (Instant::now(), 0_usize);
    while begun.elapsed() < phase {
        insert.execute(params![count, summary(count), DESCRIPTION])?;
        count += 1;
    }
    Ok(number(count) / begun.elapsed().as_secs_f64())
}

/// The same into PostgreSQL, one commit each.
pub fn postgres_inserts_per_second(url: &str, phase: Duration) -> Result<f64> {
    let mut client = Client::connect(url, NoTls)?;
    client.batch_execute(&format!(
        "CREATE TABLE row (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, {COLUMNS})"
    ))?;
    let insert = client.prepare(
        "INSERT INTO row (state, at, summary, description, customer, service, priority)
         VALUES ('new', $1, $2, $3, 17, 4, 3)",
    )?;
    let (begun, mut count) = (Instant::now(), 0_usize);
    while begun.elapsed() < phase {
        let at = i64::try_from(count)?;
        client.execute(&insert, &[&at, &summary(count), &DESCRIPTION])?;
        count += 1;
    }
    Ok(number(count) / begun.elapsed().as_secs_f64())
}

fn summary(count: usize) -> String {
    format!("Mail does not arrive at desk {count}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn some_rows_are_written() {
        let folder = tempfile::tempdir().unwrap();
        let rate = sqlite_inserts_per_second(folder.path(), Duration::from_millis(50)).unwrap();
        assert!(rate > 1.0, "{rate}");
    }
}
