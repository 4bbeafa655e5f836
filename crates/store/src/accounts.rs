//! What signing in needs: password hashes, sessions, invitations, tokens, failures. Secrets are kept as digests only.
use crate::db::{Columns, Db, Sql, StoreError};
use gemba_vocabulary::RecordId;

/// A session as stored.
#[derive(Clone, Debug)]
pub struct SessionRow {
    /// Who is signed in.
    pub person: RecordId,
    /// The secret that forms carry.
    pub csrf: String,
    /// When it ends, in milliseconds since 1970 (UTC).
    pub expires_ms: i64,
}

/// A personal token as stored.
#[derive(Clone, Debug)]
pub struct TokenRow {
    /// Its number.
    pub id: i64,
    /// Whose it is.
    pub person: RecordId,
    /// What its owner calls it.
    pub name: String,
    /// What it allows.
    pub scope: String,
    /// When it was made, in milliseconds since 1970 (UTC).
    pub created_ms: i64,
    /// When it ends.
    pub expires_ms: i64,
    /// Whether it was taken back.
    pub revoked: bool,
}

fn text(value: &str) -> Sql {
    Sql::Text(value.to_owned())
}

/// The argon2id hash of a person's password.
pub fn password_hash(db: &mut dyn Db, person: RecordId) -> Result<Option<String>, StoreError> {
    let row = db.first("SELECT hash FROM credential WHERE person = $1", &[Sql::Int(person)])?;
    Ok(row.and_then(|row| Columns::of(&row).take().maybe_text()))
}

/// Sets a person's password hash and ends all their sessions.
pub fn set_password(
    db: &mut dyn Db,
    person: RecordId,
    hash: &str,
    now_ms: i64,
) -> Result<(), StoreError> {
    db.execute(
        "INSERT INTO credential (person, hash, changed_ms) VALUES ($1, $2, $3) \
         ON CONFLICT (person) DO UPDATE SET hash = excluded.hash, changed_ms = excluded.changed_ms",
        &[Sql::Int(person), text(hash), Sql::Int(now_ms)],
    )?;
    db.execute("DELETE FROM session WHERE person = $1", &[Sql::Int(person)])?;
    Ok(())
}

/// Takes everything away by which a person could sign in.
pub fn forget(db: &mut dyn Db, person: RecordId) -> Result<(), StoreError> {
    for table in ["credential", "session", "token", "invitation"] {
        db.execute(&format!("DELETE FROM {table} WHERE person = $1"), &[Sql::Int(person)])?;
    }
    Ok(())
}

/// Begins a session under the digest of its secret.
pub fn begin_session(
    db: &mut dyn Db,
    hash: &str,
    row: &SessionRow,
    now_ms: i64,
) -> Result<(), StoreError> {
    db.execute("DELETE FROM session WHERE expires_ms < $1", &[Sql::Int(now_ms)])?;
    db.execute(
        "INSERT INTO session (hash, person, csrf, created_ms, expires_ms) \
         VALUES ($1, $2, $3, $4, $5)",
        &[
            text(hash),
            Sql::Int(row.person),
            text(&row.csrf),
            Sql::Int(now_ms),
            Sql::Int(row.expires_ms),
        ],
    )?;
    Ok(())
}

/// The session under a digest.
pub fn session(db: &mut dyn Db, hash: &str) -> Result<Option<SessionRow>, StoreError> {
    let row =
        db.first("SELECT person, csrf, expires_ms FROM session WHERE hash = $1", &[text(hash)])?;
    row.map(|row| {
        let mut columns = Columns::of(&row);
        Ok(SessionRow {
            person: columns.take().int()?,
            csrf: columns.take().text().to_owned(),
            expires_ms: columns.take().int()?,
        })
    })
    .transpose()
}

/// Ends a session.
pub fn end_session(db: &mut dyn Db, hash: &str) -> Result<(), StoreError> {
    db.execute("DELETE FROM session WHERE hash = $1", &[text(hash)])?;
    Ok(())
}

/// Keeps an invitation to set a password, under the digest of its secret; older ones of the person end.
pub fn invite(
    db: &mut dyn Db,
    hash: &str,
    person: RecordId,
    expires_ms: i64,
) -> Result<(), StoreError> {
    db.execute("DELETE FROM invitation WHERE person = $1", &[Sql::Int(person)])?;
    db.execute(
        "INSERT INTO invitation (hash, person, expires_ms) VALUES ($1, $2, $3)",
        &[text(hash), Sql::Int(person), Sql::Int(expires_ms)],
    )?;
    Ok(())
}

/// Who is invited under a digest, if the invitation is still good.
pub fn invited(db: &mut dyn Db, hash: &str, now_ms: i64) -> Result<Option<RecordId>, StoreError> {
    let row = db.first(
        "SELECT person FROM invitation WHERE hash = $1 AND expires_ms > $2",
        &[text(hash), Sql::Int(now_ms)],
    )?;
    row.map(|row| Columns::of(&row).take().int()).transpose()
}

/// Uses an invitation up.
pub fn use_invitation(db: &mut dyn Db, hash: &str) -> Result<(), StoreError> {
    db.execute("DELETE FROM invitation WHERE hash = $1", &[text(hash)])?;
    Ok(())
}

/// Keeps a token under the digest of its secret.
pub fn add_token(db: &mut dyn Db, hash: &str, row: &TokenRow) -> Result<(), StoreError> {
    db.execute(
        "INSERT INTO token (hash, person, name, scope, created_ms, expires_ms, revoked) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &[
            text(hash),
            Sql::Int(row.person),
            text(&row.name),
            text(&row.scope),
            Sql::Int(row.created_ms),
            Sql::Int(row.expires_ms),
            Sql::Bool(row.revoked),
        ],
    )?;
    Ok(())
}

const TOKEN: &str = "SELECT id, person, name, scope, created_ms, expires_ms, revoked FROM token";

/// The token under a digest.
pub fn token(db: &mut dyn Db, hash: &str) -> Result<Option<TokenRow>, StoreError> {
    let row = db.first(&format!("{TOKEN} WHERE hash = $1"), &[text(hash)])?;
    row.as_ref().map(token_row).transpose()
}

/// A person's tokens, oldest first.
pub fn tokens(db: &mut dyn Db, person: RecordId) -> Result<Vec<TokenRow>, StoreError> {
    let rows = db.query(&format!("{TOKEN} WHERE person = $1 ORDER BY id"), &[Sql::Int(person)])?;
    rows.iter().map(token_row).collect()
}

/// Takes a person's token back; returns whether there was one.
pub fn revoke_token(db: &mut dyn Db, person: RecordId, id: i64) -> Result<bool, StoreError> {
    let touched = db.execute(
        "UPDATE token SET revoked = $1 WHERE person = $2 AND id = $3",
        &[Sql::Bool(true), Sql::Int(person), Sql::Int(id)],
    )?;
    Ok(touched > 0)
}

fn token_row(row: &crate::Row) -> Result<TokenRow, StoreError> {
    let mut columns = Columns::of(row);
    Ok(TokenRow {
        id: columns.take().int()?,
        person: columns.take().int()?,
        name: columns.take().text().to_owned(),
        scope: columns.take().text().to_owned(),
        created_ms: columns.take().int()?,
        expires_ms: columns.take().int()?,
        revoked: columns.take().yes(),
    })
}

/// Notes a failed sign-in of a subject (an address of a person or of a machine) and drops old notes.
pub fn note_failure(
    db: &mut dyn Db,
    subject: &str,
    now_ms: i64,
    keep_ms: i64,
) -> Result<(), StoreError> {
    db.execute("DELETE FROM sign_in_failure WHERE at_ms < $1", &[Sql::Int(now_ms - keep_ms)])?;
    db.execute(
        "INSERT INTO sign_in_failure (subject, at_ms) VALUES ($1, $2)",
        &[text(subject), Sql::Int(now_ms)],
    )?;
    Ok(())
}

/// How often a subject failed since a moment.
pub fn failures(db: &mut dyn Db, subject: &str, since_ms: i64) -> Result<i64, StoreError> {
    let row = db.first(
        "SELECT count(*) FROM sign_in_failure WHERE subject = $1 AND at_ms >= $2",
        &[text(subject), Sql::Int(since_ms)],
    )?;
    row.map_or(Ok(0), |row| Columns::of(&row).take().int())
}

/// Forgets a subject's failures.
pub fn clear_failures(db: &mut dyn Db, subject: &str) -> Result<(), StoreError> {
    db.execute("DELETE FROM sign_in_failure WHERE subject = $1", &[text(subject)])?;
    Ok(())
}

/// The answer kept for a request, with the request's fingerprint; no answer if it was erased.
pub fn answer(db: &mut dyn Db, name: &str) -> Result<Option<(String, Option<String>)>, StoreError> {
    let row =
        db.first("SELECT fingerprint, answer FROM idempotency WHERE name = $1", &[text(name)])?;
    Ok(row.map(|row| {
        let mut columns = Columns::of(&row);
        let fingerprint = columns.take().text().to_owned();
        // Before the answer stands the record that it tells of.
        let answer = columns.take().text().split_once(' ').map(|(_, answer)| answer.to_owned());
        (fingerprint, answer)
    }))
}

/// Keeps the answer to a request about a record.
pub fn keep_answer(
    db: &mut dyn Db,
    name: &str,
    fingerprint: &str,
    (kind, record): (&str, RecordId),
    answer: &str,
    now_ms: i64,
) -> Result<(), StoreError> {
    db.execute(
        "INSERT INTO idempotency (name, fingerprint, answer, at_ms) VALUES ($1, $2, $3, $4)",
        &[
            text(name),
            text(fingerprint),
            Sql::Text(format!("{kind}:{record} {answer}")),
            Sql::Int(now_ms),
        ],
    )?;
    Ok(())
}

/// Forgets the answers that were kept before a moment.
pub fn forget_answers(db: &mut dyn Db, before_ms: i64) -> Result<(), StoreError> {
    db.execute("DELETE FROM idempotency WHERE at_ms < $1", &[Sql::Int(before_ms)])?;
    Ok(())
}

/// Erases the answers that tell of a record; that their requests were done stays known.
pub fn erase_answers(db: &mut dyn Db, kind: &str, record: RecordId) -> Result<(), StoreError> {
    let told = format!("{kind}:{record} %");
    db.execute("UPDATE idempotency SET answer = '' WHERE answer LIKE $1", &[Sql::Text(told)])?;
    Ok(())
}
