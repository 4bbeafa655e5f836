//! Work for later: timers and what follows a command, kept in the database so that nothing is lost by a restart.
use crate::db::{Columns, Db, Sql, StoreError};

/// A piece of work whose time has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueJob {
    /// Its number.
    pub id: i64,
    /// Who knows how to do it.
    pub topic: String,
    /// Its name within the topic; there is one job of a name at a time.
    pub name: String,
    /// When it was due, in milliseconds since 1970 (UTC).
    pub due_ms: i64,
    /// What to do, as JSON.
    pub payload: String,
    /// How often it was tried before.
    pub attempts: i64,
}

/// Plans a job, or moves the one of that name to another time.
pub fn plan(
    db: &mut dyn Db,
    topic: &str,
    name: &str,
    due_ms: i64,
    payload: &str,
) -> Result<(), StoreError> {
    db.execute(
        "INSERT INTO job (topic, name, due_ms, payload, attempts) VALUES ($1, $2, $3, $4, 0) \
         ON CONFLICT (topic, name) DO UPDATE SET due_ms = excluded.due_ms, \
         payload = excluded.payload, attempts = 0",
        &[
            Sql::Text(topic.to_owned()),
            Sql::Text(name.to_owned()),
            Sql::Int(due_ms),
            Sql::Text(payload.to_owned()),
        ],
    )?;
    Ok(())
}

/// Takes a planned job back.
pub fn cancel(db: &mut dyn Db, topic: &str, name: &str) -> Result<(), StoreError> {
    let args = [Sql::Text(topic.to_owned()), Sql::Text(name.to_owned())];
    db.execute("DELETE FROM job WHERE topic = $1 AND name = $2", &args)?;
    Ok(())
}

/// Takes up to `limit` jobs that are due out of the queue, within the transaction that does them: if it fails they are
/// still there, and no other node takes them meanwhile.
pub fn take_due(db: &mut dyn Db, now_ms: i64, limit: i64) -> Result<Vec<DueJob>, StoreError> {
    let lock = db.dialect().for_this_transaction();
    let sql = format!(
        "SELECT id, topic, name, due_ms, payload, attempts FROM job WHERE due_ms <= $1 \
         ORDER BY due_ms LIMIT $2{lock}"
    );
    let rows = db.query(&sql, &[Sql::Int(now_ms), Sql::Int(limit)])?;
    let jobs = rows
        .iter()
        .map(|row| {
            let mut columns = Columns::of(row);
            Ok(DueJob {
                id: columns.take().int()?,
                topic: columns.take().text().to_owned(),
                name: columns.take().text().to_owned(),
                due_ms: columns.take().int()?,
                payload: columns.take().text().to_owned(),
                attempts: columns.take().int()?,
            })
        })
        .collect::<Result<Vec<_>, StoreError>>()?;
    for job in &jobs {
        db.execute("DELETE FROM job WHERE id = $1", &[Sql::Int(job.id)])?;
    }
    Ok(jobs)
}

/// When the next job is due, in milliseconds since 1970 (UTC).
pub fn next_due(db: &mut dyn Db) -> Result<Option<i64>, StoreError> {
    let row = db.first("SELECT min(due_ms) FROM job", &[])?;
    row.map_or(Ok(None), |row| Columns::of(&row).take().maybe_int())
}
