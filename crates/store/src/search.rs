//! Full-text search over all kinds: FTS5 in SQLite, tsvector in PostgreSQL. Newest first, never counting all matches.
use crate::{
    db::{Columns, Db, Sql, StoreError},
    dialect::Dialect,
};
use gemba_vocabulary::RecordId;

/// How many bits of a document's number are the record's; the rest is the kind's.
const RECORD_BITS: u32 = 44;
const WORDS_MAX: usize = 8;

/// The number of a record's document: kinds have numbers of their own, given by the desk.
pub fn document(kind_number: i64, record: RecordId) -> i64 {
    (kind_number << RECORD_BITS) | record
}

/// Writes what a record can be found by. `scope` are words such as `c17` that narrow by whose it is.
pub fn write(
    db: &mut dyn Db,
    document: i64,
    is_new: bool,
    text: &str,
    scope: &str,
) -> Result<(), StoreError> {
    let args = [Sql::Int(document), Sql::Text(text.to_owned()), Sql::Text(scope.to_owned())];
    match db.dialect() {
        Dialect::Sqlite => {
            if !is_new {
                db.execute("DELETE FROM search WHERE rowid = $1", &[Sql::Int(document)])?;
            }
            db.execute("INSERT INTO search (rowid, body, scope) VALUES ($1, $2, $3)", &args)?;
        }
        Dialect::Postgres => {
            db.execute(
                "INSERT INTO search (doc, words) VALUES ($1, \
                 setweight(to_tsvector('simple', $2::text), 'A') || \
                 setweight(to_tsvector('simple', $3::text), 'D')) \
                 ON CONFLICT (doc) DO UPDATE SET words = excluded.words",
                &args,
            )?;
        }
    }
    Ok(())
}

/// The numbers of the newest records of a kind that contain all words (the last one may be unfinished), narrowed to one
/// of the scopes if any are given.
pub fn find(
    db: &mut dyn Db,
    kind_number: i64,
    text: &str,
    scopes: &[String],
    before: RecordId,
    limit: i64,
) -> Result<Vec<RecordId>, StoreError> {
    let words = words(text);
    if words.is_empty() {
        return Ok(Vec::new());
    }
    // Whole words first: they are read newest first and no further than needed, where an unfinished word has to gather
    // all its endings beforehand.
    let whole = find_words(db, kind_number, &words, false, scopes, before, limit)?;
    if i64::try_from(whole.len()).is_ok_and(|found| found >= limit) {
        return Ok(whole);
    }
    find_words(db, kind_number, &words, true, scopes, before, limit)
}

fn find_words(
    db: &mut dyn Db,
    kind_number: i64,
    words: &[String],
    is_unfinished: bool,
    scopes: &[String],
    before: RecordId,
    limit: i64,
) -> Result<Vec<RecordId>, StoreError> {
    let (pattern, sql) = match db.dialect() {
        Dialect::Sqlite => (
            sqlite_pattern(words, is_unfinished, scopes),
            "SELECT rowid FROM search WHERE search MATCH $1 AND rowid > $2 AND rowid < $3 \
             ORDER BY rowid DESC LIMIT $4",
        ),
        Dialect::Postgres => (
            postgres_pattern(words, is_unfinished, scopes),
            "SELECT doc FROM search WHERE words @@ to_tsquery('simple', $1) AND doc > $2 \
             AND doc < $3 ORDER BY doc DESC LIMIT $4",
        ),
    };
    let args = [
        Sql::Text(pattern),
        Sql::Int(document(kind_number, 0)),
        Sql::Int(document(kind_number, before)),
        Sql::Int(limit),
    ];
    let mask = document(1, 0) - 1;
    db.query(sql, &args)?.iter().map(|row| Ok(Columns::of(row).take().int()? & mask)).collect()
}

/// The words of a question: letters and digits only, so that nothing of it can be an operator.
fn words(text: &str) -> Vec<String> {
    text.split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(WORDS_MAX)
        .map(str::to_lowercase)
        .collect()
}

fn sqlite_pattern(words: &[String], is_unfinished: bool, scopes: &[String]) -> String {
    let last = words.len().saturating_sub(1);
    let parts: Vec<_> = words
        .iter()
        .enumerate()
        .map(|(place, word)| {
            format!("\"{word}\"{}", if is_unfinished && place == last { "*" } else { "" })
        })
        .collect();
    let body = format!("body : ({})", parts.join(" AND "));
    if scopes.is_empty() {
        return body;
    }
    let scopes: Vec<_> = scopes.iter().map(|scope| format!("\"{scope}\"")).collect();
    format!("{body} AND scope : ({})", scopes.join(" OR "))
}

fn postgres_pattern(words: &[String], is_unfinished: bool, scopes: &[String]) -> String {
    let last = words.len().saturating_sub(1);
    let parts: Vec<_> = words
        .iter()
        .enumerate()
        .map(|(place, word)| {
            format!("'{word}':{}A", if is_unfinished && place == last { "*" } else { "" })
        })
        .collect();
    let body = parts.join(" & ");
    if scopes.is_empty() {
        return body;
    }
    let scopes: Vec<_> = scopes.iter().map(|scope| format!("'{scope}':D")).collect();
    format!("{body} & ({})", scopes.join(" | "))
}
