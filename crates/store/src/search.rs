//! Full-text search over all kinds: FTS5 in SQLite, tsvector in PostgreSQL. Newest first, never counting all matches.
//!
//! Both engines get the same words: small letters and digits without accents. For the begin of a word an engine
//! gathers every record of all its endings before it can name the newest; so a list of each kind's words stands
//! beside the index, and an unfinished word is asked for as its endings, of which one must be met.
use crate::{
    db::{Columns, Db, Sql, StoreError},
    dialect::SearchPlace,
};
use gemba_vocabulary::RecordId;
use std::{
    collections::HashSet,
    hash::{DefaultHasher, Hash, Hasher},
};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Which words are written, and how. Where a database was written by another form, its index is made anew.
pub const FORM: &str = "5";
/// The setting that keeps the form.
pub const FORM_SETTING: &str = "search_form";

/// How many bits of a document's number are the record's; the rest is the kind's.
const RECORD_BITS: u32 = 44;
const WORDS_MAX: usize = 8;
/// What goes on behind these does not count.
const WORD_LETTERS_MAX: usize = 100;
/// Longer ones are found whole only.
const LISTED_LETTERS_MAX: usize = 32;
/// Longer numbers are found whole only too: nearly every one is new, and nobody looks for the begin of one.
const LISTED_DIGITS_MAX: usize = 3;
const KNOWN_MAX: usize = 500_000;
/// So many endings are asked for at once …
const ENDINGS_AT_ONCE: i64 = 64;
/// … and so often, until enough records are found.
const ENDINGS_TURNS_MAX: usize = 16;

/// What a record is found by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// What everybody finds it by who may see it.
    pub body: String,
    /// What only people of the organization find it by.
    pub inside: String,
    /// Words such as `c17` that narrow by whose it is.
    pub scopes: Vec<String>,
}

/// Words that are in the list of words for sure.
#[derive(Default)]
pub struct KnownWords(HashSet<u64>);

/// What is asked.
#[derive(Clone, Copy)]
pub struct Question<'a> {
    /// The kind's number, given by the desk.
    pub kind_number: i64,
    /// What was typed: all words must be met, the last one may be unfinished.
    pub text: &'a str,
    /// Whether the asker finds by what only people of the organization do.
    pub is_inside: bool,
    /// One of these must be met, if there are any.
    pub scopes: &'a [String],
    /// How many records at most.
    pub limit: i64,
}

/// The number of a record's document: kinds have numbers of their own, given by the desk.
pub fn document(kind_number: i64, record: RecordId) -> i64 {
    (kind_number << RECORD_BITS) | record
}

/// Writes what a record can be found by.
pub fn write(
    db: &mut dyn Db,
    kind_number: i64,
    record: RecordId,
    is_new: bool,
    text: &Text,
) -> Result<(), StoreError> {
    let document = document(kind_number, record);
    if !is_new && let Some(removal) = db.dialect().search_removal() {
        db.execute(removal, &[Sql::Int(document)])?;
    }
    let (body, inside) = (words(&text.body), words(&text.inside));
    let dialect = db.dialect();
    let spelled = |place, words: &[String]| -> Vec<String> {
        words.iter().map(|word| dialect.search_word(place, word)).collect()
    };
    let mut scopes = spelled(SearchPlace::Scope, &text.scopes);
    scopes.extend(dialect.search_kind(kind_number));
    let args = [
        Sql::Int(document),
        Sql::Text(spelled(SearchPlace::Body, &body).join(" ")),
        Sql::Text(spelled(SearchPlace::Inside, &inside).join(" ")),
        Sql::Text(scopes.join(" ")),
    ];
    db.execute(dialect.search_insertion(), &args)?;
    for word in body.iter().chain(&inside) {
        list(db, kind_number, word)?;
    }
    Ok(())
}

/// Puts a word into the kind's list of words.
fn list(db: &mut dyn Db, kind_number: i64, word: &str) -> Result<(), StoreError> {
    if !is_listed(word) {
        return Ok(());
    }
    let hash = hash(kind_number, word);
    if db.known_words().0.contains(&hash) || db.tail().new_words.contains(&hash) {
        return Ok(());
    }
    let sql = "INSERT INTO search_word (kind, word) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    db.execute(sql, &[Sql::Int(kind_number), Sql::Text(word.to_owned())])?;
    db.tail().new_words.push(hash);
    Ok(())
}

/// Takes the words that no record of the kind is found by any more off the list, as after an erasure.
pub fn forget(db: &mut dyn Db, kind_number: i64, text: &Text) -> Result<(), StoreError> {
    for word in words(&text.body).iter().chain(&words(&text.inside)) {
        let anyone = Question { kind_number, text: word, is_inside: true, scopes: &[], limit: 1 };
        if find_groups(db, &[vec![word.clone()]], &anyone)?.is_empty() {
            let args = [Sql::Int(kind_number), Sql::Text(word.clone())];
            db.execute("DELETE FROM search_word WHERE kind = $1 AND word = $2", &args)?;
            db.known_words().0.remove(&hash(kind_number, word));
        }
    }
    Ok(())
}

fn hash(kind_number: i64, word: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (kind_number, word).hash(&mut hasher);
    hasher.finish()
}

/// Remembers the words that are in the list since the commit.
pub(crate) fn learn(db: &mut dyn Db) {
    let new = std::mem::take(&mut db.tail().new_words);
    let known = &mut db.known_words().0;
    if known.len() > KNOWN_MAX {
        known.clear();
    }
    known.extend(new);
}

/// The newest records of a kind that answer the question.
pub fn find(db: &mut dyn Db, question: Question<'_>) -> Result<Vec<RecordId>, StoreError> {
    let Some(mut asked) = asked(db, &question)? else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for _ in 0..ENDINGS_TURNS_MAX {
        let Some(after) = asked.endings.last().map(|furthest| format!("{furthest} ")) else {
            break;
        };
        let is_all = is_all(&asked.endings);
        found.extend(find_groups(db, &asked.groups(), &question)?);
        if is_all || i64::try_from(found.len()).is_ok_and(|found| found >= question.limit) {
            break;
        }
        asked.endings = listed(db, question.kind_number, &asked.last, &after)?;
    }
    found.sort_unstable_by(|one, other| other.cmp(one));
    found.dedup();
    found.truncate(usize::try_from(question.limit).unwrap_or_default());
    Ok(found)
}

/// All records that answer a question, as a condition of a list.
pub struct Met {
    pub(crate) pattern: String,
    pub(crate) above: i64,
    pub(crate) below: i64,
    /// Leaves the record of a document's number.
    pub(crate) mask: i64,
}

/// Spells the question as a condition, however many records meet it; nothing if none can.
pub fn met(db: &mut dyn Db, question: &Question<'_>) -> Result<Option<Met>, StoreError> {
    let Some(mut asked) = asked(db, question)? else { return Ok(None) };
    let mut more = asked.endings.clone();
    for _ in 1..ENDINGS_TURNS_MAX {
        let Some(furthest) = more.last().filter(|_| !is_all(&more)) else { break };
        more = listed(db, question.kind_number, &asked.last, &format!("{furthest} "))?;
        asked.endings.extend(more.iter().cloned());
    }
    let groups = asked.groups();
    let (kind, is_inside, scopes) = (question.kind_number, question.is_inside, question.scopes);
    let pattern = db.dialect().search_pattern(kind, &groups, is_inside, scopes);
    let above = document(question.kind_number, 0);
    let below = document(question.kind_number + 1, 0);
    Ok(Some(Met { pattern, above, below, mask: document(1, 0) - 1 }))
}

/// The words of a question.
struct Asked {
    /// All but the last, each to be met as it is.
    whole: Vec<String>,
    /// The last one, which may be unfinished.
    last: String,
    /// Words of the kind's list that the last one may become.
    endings: Vec<String>,
}

impl Asked {
    fn groups(&self) -> Vec<Vec<String>> {
        let whole = self.whole.iter().map(|word| vec![word.clone()]);
        whole.chain([self.endings.clone()]).collect()
    }
}

/// What is asked, or nothing where no record of the kind can answer.
fn asked(db: &mut dyn Db, question: &Question<'_>) -> Result<Option<Asked>, StoreError> {
    let kind = question.kind_number;
    let mut whole = words(question.text);
    whole.truncate(WORDS_MAX);
    let Some(last) = whole.pop() else { return Ok(None) };
    for word in &whole {
        // What no record of the kind holds need not be looked for.
        if is_listed(word) && listed(db, kind, word, word)?.first() != Some(word) {
            return Ok(None);
        }
    }
    let endings =
        if is_listed(&last) { listed(db, kind, &last, &last)? } else { vec![last.clone()] };
    Ok((!endings.is_empty()).then_some(Asked { whole, last, endings }))
}

fn is_all(endings: &[String]) -> bool {
    i64::try_from(endings.len()).is_ok_and(|count| count < ENDINGS_AT_ONCE)
}

/// Whether a word stands in the list of words.
fn is_listed(word: &str) -> bool {
    word.len() <= LISTED_LETTERS_MAX
        && (word.len() <= LISTED_DIGITS_MAX || !word.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The next words of the kind's list that begin so, from the one given on.
fn listed(
    db: &mut dyn Db,
    kind_number: i64,
    begin: &str,
    from: &str,
) -> Result<Vec<String>, StoreError> {
    let sql = "SELECT word FROM search_word WHERE kind = $1 AND word >= $2 AND word < $3 \
               ORDER BY word LIMIT $4";
    let args = [
        Sql::Int(kind_number),
        Sql::Text(from.to_owned()),
        Sql::Text(format!("{begin}{}", char::MAX)),
        Sql::Int(ENDINGS_AT_ONCE),
    ];
    let rows = db.query(sql, &args)?;
    Ok(rows.iter().map(|row| Columns::of(row).take().text().to_owned()).collect())
}

pub(crate) fn find_groups(
    db: &mut dyn Db,
    groups: &[Vec<String>],
    question: &Question<'_>,
) -> Result<Vec<RecordId>, StoreError> {
    let dialect = db.dialect();
    let (kind, is_inside, scopes) = (question.kind_number, question.is_inside, question.scopes);
    let args = [
        Sql::Text(dialect.search_pattern(kind, groups, is_inside, scopes)),
        Sql::Int(document(question.kind_number, 0)),
        Sql::Int(document(question.kind_number + 1, 0)),
        Sql::Int(question.limit),
    ];
    let mut rows = None;
    if let Some(sql) = dialect.search_recent_question() {
        let newest = db.query(sql, &args)?;
        let is_enough = i64::try_from(newest.len()).is_ok_and(|count| count >= question.limit);
        let span = args.get(1..3).unwrap_or_default();
        if is_enough || db.first(dialect.search_more(), span)?.is_none() {
            rows = Some(newest);
        }
    }
    let rows = match rows {
        Some(rows) => rows,
        None => db.query(dialect.search_question(), &args)?,
    };
    let mask = document(1, 0) - 1;
    rows.iter().map(|row| Ok(Columns::of(row).take().int()? & mask)).collect()
}

/// The words of a text: small letters and digits without accents.
pub(crate) fn words(text: &str) -> Vec<String> {
    let folded: String = if text.is_ascii() {
        text.to_ascii_lowercase()
    } else {
        text.nfkd()
            .filter(|letter| !is_combining_mark(*letter))
            .flat_map(char::to_lowercase)
            .collect()
    };
    folded
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| word.chars().take(WORD_LETTERS_MAX).collect())
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn words_are_small_letters_and_digits_without_accents() {
        assert_eq!(
            words("Drucker-Störung im Büro №7!"),
            ["drucker", "storung", "im", "buro", "no7"]
        );
        assert_eq!(words("mara@example.org"), ["mara", "example", "org"]);
        assert_eq!(words("Cafe\u{301} \"OR\" x*"), ["cafe", "or", "x"]);
        assert_eq!(words(" … "), [""; 0]);
    }
}
