//! When somebody first acted on records, and which records something was done to: read from the history by its indexes.
use crate::db::{Columns, Db, Sql, StoreError};
use gemba_ledger::ERASE_VERB;
use gemba_model::{Firsts, check::IMPORTED_STEP};
use gemba_vocabulary::RecordId;
use jiff::Timestamp;
use std::collections::BTreeSet;

/// Of more entries than this nobody wants to know record by record.
const CHANGED_MAX: i64 = 20_000;

/// When the records of a kind first had an entry of one of the verbs. The verb `note`
/// also stands for words that came with another verb; [`IMPORTED_STEP`] for whatever came from another tool.
pub fn first_of(db: &mut dyn Db, kind: &str, verbs: &[&str]) -> Result<Firsts, StoreError> {
    let (yes, no) = (db.dialect().yes(), db.dialect().no());
    let mut found = Vec::new();
    for verb in verbs {
        // Each condition is that of an index, word by word.
        let mut args = vec![Sql::Text(kind.to_owned())];
        let condition = match *verb {
            IMPORTED_STEP => format!("imported = {yes} AND verb <> 'create'"),
            "create" => "verb = 'create'".to_owned(),
            verb => {
                args.push(Sql::Text(verb.to_owned()));
                format!("imported IN ({no}, {yes}) AND verb = $2 AND verb <> 'create'")
            }
        };
        moments(db, &condition, &args, &mut found)?;
    }
    if verbs.contains(&"note") {
        let mut args = vec![Sql::Text(kind.to_owned())];
        // Those of the verbs themselves were found already.
        let marks = verbs.iter().map(|verb| {
            args.push(Sql::Text((*verb).to_owned()));
            format!("${}", args.len())
        });
        let marks: Vec<_> = marks.collect();
        let condition = format!("body LIKE '%\"text\":%' AND verb NOT IN ({})", marks.join(", "));
        moments(db, &condition, &args, &mut found)?;
    }
    Ok(Firsts::of(found))
}

/// The moments of all entries that meet the condition.
fn moments(
    db: &mut dyn Db,
    condition: &str,
    args: &[Sql],
    found: &mut Vec<(RecordId, Timestamp)>,
) -> Result<(), StoreError> {
    let sql = format!("SELECT record, at_ms FROM ledger WHERE kind = $1 AND {condition}");
    db.scan(&sql, args, &mut |row| {
        let (record, at) = (row.column(0).int()?, row.column(1).int()?);
        let at = Timestamp::from_millisecond(at)
            .map_err(|_| StoreError::unexpected("a moment out of range"))?;
        found.push((record, at));
        Ok(true)
    })
}

/// The same as [`first_of`] for one record.
pub fn first_of_record(
    db: &mut dyn Db,
    kind: &str,
    verbs: &[&str],
    record: RecordId,
) -> Result<Option<i64>, StoreError> {
    let sql = "SELECT at_ms, verb, imported, body LIKE '%\"text\":%' FROM ledger \
               WHERE kind = $1 AND record = $2 ORDER BY idx";
    let mut first = None::<i64>;
    db.each(sql, &[Sql::Text(kind.to_owned()), Sql::Int(record)], &mut |row| {
        let mut columns = Columns::of(&row);
        let at = columns.take().int()?;
        let verb = columns.take().text();
        let is_imported = columns.take().yes() && verb != "create";
        let is_told = columns.take().yes();
        let counts = verbs.contains(&verb)
            || (is_imported && verbs.contains(&IMPORTED_STEP))
            || (is_told && verbs.contains(&"note"));
        if counts {
            first = Some(first.map_or(at, |first| first.min(at)));
        }
        Ok(true)
    })?;
    Ok(first)
}

/// The records that have an entry from the index `from` on: kind, record. Nothing if there are too many, or if
/// something was erased: that changes what older entries say.
pub fn changed(
    db: &mut dyn Db,
    from: u64,
) -> Result<Option<BTreeSet<(String, RecordId)>>, StoreError> {
    let from = i64::try_from(from).map_err(|_| StoreError::unexpected("an index beyond 2^63"))?;
    let sql = "SELECT kind, record, verb FROM ledger WHERE idx >= $1 ORDER BY idx LIMIT $2";
    let (mut found, mut left, mut is_told) = (BTreeSet::new(), CHANGED_MAX, true);
    db.each(sql, &[Sql::Int(from), Sql::Int(CHANGED_MAX)], &mut |row| {
        let mut columns = Columns::of(&row);
        let (kind, record) = (columns.take().text().to_owned(), columns.take().int()?);
        left -= 1;
        is_told = columns.take().text() != ERASE_VERB && left > 0;
        found.insert((kind, record));
        Ok(is_told)
    })?;
    Ok(is_told.then_some(found))
}
