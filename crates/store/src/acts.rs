//! When somebody first acted on records, and which records something was done to: read from the history by its indexes.
use crate::db::{Columns, Db, Sql, StoreError};
use gemba_ledger::ERASE_VERB;
use gemba_model::check::IMPORTED_STEP;
use gemba_vocabulary::RecordId;
use std::collections::{BTreeMap, BTreeSet};

/// Of more entries than this nobody wants to know record by record.
const CHANGED_MAX: i64 = 20_000;

/// When the records of a kind first had an entry of one of the verbs, in milliseconds since 1970 (UTC). The verb `note`
/// also stands for words that came with another verb; [`IMPORTED_STEP`] for whatever came from another tool.
pub fn first_of(
    db: &mut dyn Db,
    kind: &str,
    verbs: &[&str],
) -> Result<BTreeMap<RecordId, i64>, StoreError> {
    first(db, kind, verbs, None)
}

/// The same for one record.
pub fn first_of_record(
    db: &mut dyn Db,
    kind: &str,
    verbs: &[&str],
    record: RecordId,
) -> Result<Option<i64>, StoreError> {
    Ok(first(db, kind, verbs, Some(record))?.remove(&record))
}

fn first(
    db: &mut dyn Db,
    kind: &str,
    verbs: &[&str],
    record: Option<RecordId>,
) -> Result<BTreeMap<RecordId, i64>, StoreError> {
    let (yes, no) = (db.dialect().yes(), db.dialect().no());
    let mut found = BTreeMap::new();
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
        earliest(db, &condition, args, record, &mut found)?;
        if *verb == "note" {
            let args = vec![Sql::Text(kind.to_owned())];
            earliest(db, "body LIKE '%\"text\":%'", args, record, &mut found)?;
        }
    }
    Ok(found)
}

/// Keeps the earliest moment of each record's entries that meet the condition.
fn earliest(
    db: &mut dyn Db,
    condition: &str,
    mut args: Vec<Sql>,
    record: Option<RecordId>,
    found: &mut BTreeMap<RecordId, i64>,
) -> Result<(), StoreError> {
    let mut one = String::new();
    if let Some(record) = record {
        args.push(Sql::Int(record));
        one = format!(" AND record = ${}", args.len());
    }
    let sql = format!("SELECT record, at_ms FROM ledger WHERE kind = $1 AND {condition}{one}");
    db.scan(&sql, &args, &mut |row| {
        let mut columns = Columns::of(row);
        let (record, at) = (columns.take().int()?, columns.take().int()?);
        found.entry(record).and_modify(|first| *first = at.min(*first)).or_insert(at);
        Ok(true)
    })
}

/// The records that have an entry from the index `from` on: kind, record. Nothing if there are too many, or if something
/// was erased: that changes what older entries say.
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
