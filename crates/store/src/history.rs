//! The history of every record, which is the ledger: one table, appended to in the transaction of each command.
use crate::db::{Columns, Db, Row, Sql, StoreError};
use gemba_ledger::{
    audit::StoredEntry,
    entry::{Head, Salt, body_hash, entry_hash},
    tree::{CompactRange, Hash},
};
use gemba_vocabulary::RecordId;
use std::collections::{BTreeMap, BTreeSet};

/// The end of the ledger as a transaction sees it, with what else the writer must forget when work is undone.
#[derive(Clone, Default)]
pub struct Tail {
    range: CompactRange,
    is_changed: bool,
    /// Words that the batch added to the list of words; see [`crate::search`].
    pub(crate) new_words: Vec<u64>,
}

/// One entry to be appended.
pub struct NewEntry<'a> {
    /// When it happened, in milliseconds since 1970 (UTC).
    pub at_ms: i64,
    /// Who did it.
    pub actor: Option<RecordId>,
    /// Through which channel.
    pub channel: &'a str,
    /// The kind of the record.
    pub kind: &'a str,
    /// The record.
    pub record: RecordId,
    /// What was done.
    pub verb: &'a str,
    /// Whether it happened in another tool.
    pub imported: bool,
    /// The rest, as JSON: each field's old and new value, a comment, a reason.
    pub body: String,
    /// The salt of the commitment to the body; fresh random bytes.
    pub salt: [u8; 32],
}

const COLUMNS: &str = "idx, at_ms, actor, channel, kind, record, verb, imported, body, salt, \
                       body_hash, leaf";
const TAIL_SETTING: &str = "ledger_tail";

/// Reads the end of the ledger at the begin of a batch; another process may have written since.
pub(crate) fn load_tail(db: &mut dyn Db) -> Result<(), StoreError> {
    *db.tail() = Tail { range: stored_range(db)?, ..Tail::default() };
    Ok(())
}

fn stored_range(db: &mut dyn Db) -> Result<CompactRange, StoreError> {
    match crate::settings::get(db, TAIL_SETTING)? {
        Some(text) => CompactRange::from_bytes(&from_hex(&text)?).map_err(fault),
        None => Ok(CompactRange::default()),
    }
}

/// Writes the end of the ledger before the commit of a batch, if it grew.
pub(crate) fn save_tail(db: &mut dyn Db) -> Result<(), StoreError> {
    if !db.tail().is_changed {
        return Ok(());
    }
    let text = to_hex(&db.tail().range.to_bytes());
    crate::settings::set(db, TAIL_SETTING, &text)
}

/// Appends an entry; returns its index, counted from 0.
pub fn append(db: &mut dyn Db, entry: NewEntry<'_>) -> Result<u64, StoreError> {
    let index = db.tail().range.size();
    let head = Head {
        index,
        at_ms: entry.at_ms,
        actor: entry.actor,
        channel: entry.channel.to_owned(),
        kind: entry.kind.to_owned(),
        record: entry.record,
        verb: entry.verb.to_owned(),
        imported: entry.imported,
    };
    let hash = body_hash(&Salt(entry.salt), &entry.body);
    let leaf = entry_hash(&head, &hash);
    let tiles = db.tail().range.append(leaf);
    db.tail().is_changed = true;
    db.execute(
        "INSERT INTO ledger (idx, at_ms, actor, channel, kind, record, verb, imported, body, salt, \
         body_hash, leaf) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        &[
            Sql::Int(place(index)?),
            Sql::Int(head.at_ms),
            Sql::int_or_null(head.actor),
            Sql::Text(head.channel),
            Sql::Text(head.kind),
            Sql::Int(head.record),
            Sql::Text(head.verb),
            Sql::Bool(head.imported),
            Sql::Text(entry.body),
            Sql::Bytes(entry.salt.to_vec()),
            Sql::Bytes(hash.0.to_vec()),
            Sql::Bytes(leaf.0.to_vec()),
        ],
    )?;
    for tile in tiles {
        db.execute(
            "INSERT INTO ledger_tile (level, idx, hash) VALUES ($1, $2, $3)",
            &[
                Sql::Int(tile.level.into()),
                Sql::Int(place(tile.index)?),
                Sql::Bytes(tile.hash.0.to_vec()),
            ],
        )?;
    }
    Ok(index)
}

/// The size and root of the ledger as stored. Entries that the batch at hand appended are not among them yet.
pub fn root(db: &mut dyn Db) -> Result<(u64, Hash), StoreError> {
    let range = stored_range(db)?;
    Ok((range.size(), range.root()))
}

/// The size and root of the ledger with what the batch at hand appended so far. For the writer only: it alone carries
/// the end of the ledger along.
pub fn root_so_far(db: &mut dyn Db) -> (u64, Hash) {
    let range = &db.tail().range;
    (range.size(), range.root())
}

/// One page of a record's history, newest first, before the entry `before` if one is given.
pub fn of_record(
    db: &mut dyn Db,
    kind: &str,
    record: RecordId,
    before: Option<u64>,
    limit: i64,
) -> Result<Vec<StoredEntry>, StoreError> {
    let before = before.map_or(Ok(i64::MAX), place)?;
    let sql = format!(
        "SELECT {COLUMNS} FROM ledger WHERE kind = $1 AND record = $2 AND idx < $3 \
         ORDER BY idx DESC LIMIT $4"
    );
    let args = [Sql::Text(kind.to_owned()), Sql::Int(record), Sql::Int(before), Sql::Int(limit)];
    db.query(&sql, &args)?.iter().map(entry).collect()
}

/// One entry.
pub fn get(db: &mut dyn Db, index: u64) -> Result<Option<StoredEntry>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM ledger WHERE idx = $1");
    db.first(&sql, &[Sql::Int(place(index)?)])?.as_ref().map(entry).transpose()
}

/// The entries by which contents of earlier entries were erased.
pub fn erasures(db: &mut dyn Db) -> Result<Vec<StoredEntry>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM ledger WHERE kind = $1 AND verb = $2 ORDER BY idx");
    let verb = gemba_ledger::ERASE_VERB.to_owned();
    db.query(&sql, &[Sql::Text("person".to_owned()), Sql::Text(verb)])?.iter().map(entry).collect()
}

/// Visits all entries in the order of their index, until the visitor says no.
pub fn each(
    db: &mut dyn Db,
    visitor: &mut dyn FnMut(StoredEntry) -> Result<bool, StoreError>,
) -> Result<(), StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM ledger ORDER BY idx");
    db.each(&sql, &[], &mut |row| visitor(entry(&row)?))
}

/// How many entries there are; those of a batch not yet committed are not among them.
pub fn size(db: &mut dyn Db) -> Result<u64, StoreError> {
    let row = db.first("SELECT max(idx) FROM ledger", &[])?;
    let last = row.map_or(Ok(None), |row| Columns::of(&row).take().maybe_int())?;
    last.map_or(Ok(0), |last| unplace(last + 1))
}

/// The records of some kinds that have an entry from the index `from` on: kind, record.
pub fn touched(
    db: &mut dyn Db,
    from: u64,
    kinds: &[&str],
) -> Result<BTreeSet<(String, RecordId)>, StoreError> {
    let mut found = BTreeSet::new();
    // The kinds are looked at here, so that no engine reads all entries of a kind for the sake of the last few.
    let sql = "SELECT kind, record FROM ledger WHERE idx >= $1";
    db.each(sql, &[Sql::Int(place(from)?)], &mut |row| {
        let mut columns = Columns::of(&row);
        let kind = columns.take().text();
        if kinds.contains(&kind) {
            found.insert((kind.to_owned(), columns.take().int()?));
        }
        Ok(true)
    })?;
    Ok(found)
}

/// What was said about the records of a kind from one number to another, in order: verb, words.
pub fn talk(
    db: &mut dyn Db,
    kind: &str,
    from: RecordId,
    to: RecordId,
) -> Result<BTreeMap<RecordId, Vec<(String, String)>>, StoreError> {
    let sql = "SELECT record, verb, body FROM ledger WHERE kind = $1 AND record >= $2 AND record <= $3 \
               AND body LIKE '%\"text\":%' ORDER BY idx";
    let args = [Sql::Text(kind.to_owned()), Sql::Int(from), Sql::Int(to)];
    let mut talks = BTreeMap::<_, Vec<_>>::new();
    db.each(sql, &args, &mut |row| {
        let mut columns = Columns::of(&row);
        let record = columns.take().int()?;
        let verb = columns.take().text().to_owned();
        let body: serde_json::Value = serde_json::from_str(columns.take().text())
            .map_err(|error| StoreError::unexpected(format!("an entry's body: {error}")))?;
        if let Some(words) = body.get("text").and_then(serde_json::Value::as_str) {
            talks.entry(record).or_default().push((verb, words.to_owned()));
        }
        Ok(true)
    })?;
    Ok(talks)
}

/// The records of each kind that somebody acted on from one moment to before another, in milliseconds since 1970 (UTC),
/// by any verb but those. What was done in another tool counts.
pub fn acted(
    db: &mut dyn Db,
    actor: RecordId,
    (from_ms, to_ms): (i64, i64),
    without_verbs: &[&str],
) -> Result<BTreeMap<String, BTreeSet<RecordId>>, StoreError> {
    let sql =
        "SELECT kind, record, verb FROM ledger WHERE actor = $1 AND at_ms >= $2 AND at_ms < $3";
    let args = [Sql::Int(actor), Sql::Int(from_ms), Sql::Int(to_ms)];
    let mut found = BTreeMap::<String, BTreeSet<RecordId>>::new();
    db.each(sql, &args, &mut |row| {
        let mut columns = Columns::of(&row);
        let (kind, record) = (columns.take().text().to_owned(), columns.take().int()?);
        if !without_verbs.contains(&columns.take().text()) {
            found.entry(kind).or_default().insert(record);
        }
        Ok(true)
    })?;
    Ok(found)
}

/// The first of the verbs that was done to a record here, and not told by another tool.
pub fn first_here(
    db: &mut dyn Db,
    kind: &str,
    record: RecordId,
    verbs: &[&str],
) -> Result<Option<String>, StoreError> {
    let sql = format!(
        "SELECT verb FROM ledger WHERE kind = $1 AND record = $2 AND imported <> {} ORDER BY idx",
        db.dialect().yes()
    );
    let mut found = None;
    db.each(&sql, &[Sql::Text(kind.to_owned()), Sql::Int(record)], &mut |row| {
        let verb = Columns::of(&row).take().text().to_owned();
        found = verbs.contains(&&*verb).then_some(verb);
        Ok(found.is_none())
    })?;
    Ok(found)
}

/// How many entries of a kind came from other tools.
pub fn count_imported(db: &mut dyn Db, kind: &str) -> Result<i64, StoreError> {
    let sql = format!(
        "SELECT count(*) FROM ledger WHERE kind = $1 AND imported = {}",
        db.dialect().yes()
    );
    let row = db.first(&sql, &[Sql::Text(kind.to_owned())])?;
    row.as_ref().map_or(Ok(0), |row| Columns::of(row).take().int())
}

/// Erases the bodies and salts of a record's entries; heads and commitments stay, so that proofs still hold.
/// Returns the indices erased.
pub fn erase(db: &mut dyn Db, kind: &str, record: RecordId) -> Result<Vec<u64>, StoreError> {
    let args = [Sql::Text(kind.to_owned()), Sql::Int(record)];
    let rows = db.query(
        "SELECT idx FROM ledger WHERE kind = $1 AND record = $2 AND body IS NOT NULL ORDER BY idx",
        &args,
    )?;
    db.execute(
        "UPDATE ledger SET body = NULL, salt = NULL WHERE kind = $1 AND record = $2",
        &args,
    )?;
    rows.iter().map(|row| Columns::of(row).take().int().and_then(unplace)).collect()
}

/// One stored leaf hash.
pub fn leaves(db: &mut dyn Db, from: u64, to: u64) -> Result<Vec<Hash>, StoreError> {
    let args = [Sql::Int(place(from)?), Sql::Int(place(to)?)];
    let rows =
        db.query("SELECT leaf FROM ledger WHERE idx >= $1 AND idx < $2 ORDER BY idx", &args)?;
    rows.iter().map(|row| hash(Columns::of(row).take())).collect()
}

/// The stored hash of 256 (level 1), 65,536 (level 2) … leaves.
pub fn tile(db: &mut dyn Db, level: u8, index: u64) -> Result<Option<Hash>, StoreError> {
    let args = [Sql::Int(level.into()), Sql::Int(place(index)?)];
    let row = db.first("SELECT hash FROM ledger_tile WHERE level = $1 AND idx = $2", &args)?;
    row.as_ref().map(|row| hash(Columns::of(row).take())).transpose()
}

/// Keeps a signed checkpoint of that size.
pub fn save_checkpoint(
    db: &mut dyn Db,
    size: u64,
    at_ms: i64,
    note: &str,
) -> Result<(), StoreError> {
    db.execute(
        "INSERT INTO ledger_checkpoint (size, at_ms, note) VALUES ($1, $2, $3) \
         ON CONFLICT (size) DO NOTHING",
        &[Sql::Int(place(size)?), Sql::Int(at_ms), Sql::Text(note.to_owned())],
    )?;
    Ok(())
}

/// The signed checkpoints kept, smallest first: size, time in milliseconds, signed note.
pub fn checkpoints(db: &mut dyn Db) -> Result<Vec<(u64, i64, String)>, StoreError> {
    let rows = db.query("SELECT size, at_ms, note FROM ledger_checkpoint ORDER BY size", &[])?;
    rows.iter()
        .map(|row| {
            let mut columns = Columns::of(row);
            let size = unplace(columns.take().int()?)?;
            Ok((size, columns.take().int()?, columns.take().text().to_owned()))
        })
        .collect()
}

fn entry(row: &Row) -> Result<StoredEntry, StoreError> {
    let mut columns = Columns::of(row);
    let head = Head {
        index: unplace(columns.take().int()?)?,
        at_ms: columns.take().int()?,
        actor: columns.take().maybe_int()?,
        channel: columns.take().text().to_owned(),
        kind: columns.take().text().to_owned(),
        record: columns.take().int()?,
        verb: columns.take().text().to_owned(),
        imported: columns.take().yes(),
    };
    let body = columns.take().maybe_text();
    let salt = columns.take().bytes();
    Ok(StoredEntry {
        head,
        body,
        salt: <[u8; 32]>::try_from(salt).ok().map(Salt),
        body_hash: hash(columns.take())?,
        leaf_hash: hash(columns.take())?,
    })
}

fn hash(column: &Sql) -> Result<Hash, StoreError> {
    Hash::from_slice(column.bytes()).map_err(fault)
}

fn fault(error: gemba_ledger::LedgerError) -> StoreError {
    StoreError::unexpected(error.to_string())
}

fn place(index: u64) -> Result<i64, StoreError> {
    i64::try_from(index).map_err(|_| StoreError::unexpected("a ledger index beyond 2^63"))
}

fn unplace(index: i64) -> Result<u64, StoreError> {
    u64::try_from(index).map_err(|_| StoreError::unexpected("a negative ledger index"))
}

fn to_hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn from_hex(text: &str) -> Result<Vec<u8>, StoreError> {
    let fault = || StoreError::unexpected("the end of the ledger is not written in hex");
    (0..text.len())
        .step_by(2)
        .map(|at| {
            text.get(at..at + 2).and_then(|two| u8::from_str_radix(two, 16).ok()).ok_or_else(fault)
        })
        .collect()
}
