//! Contents of files, kept once each under their SHA-256.
use crate::db::{Columns, Db, Sql, StoreError};

/// Keeps a content under its digest (hex).
pub fn put(db: &mut dyn Db, digest: &str, bytes: Vec<u8>) -> Result<(), StoreError> {
    db.execute(
        "INSERT INTO blob (digest, bytes) VALUES ($1, $2) ON CONFLICT (digest) DO NOTHING",
        &[Sql::Text(digest.to_owned()), Sql::Bytes(bytes)],
    )?;
    Ok(())
}

/// The content under a digest.
pub fn get(db: &mut dyn Db, digest: &str) -> Result<Option<Vec<u8>>, StoreError> {
    let row =
        db.first("SELECT bytes FROM blob WHERE digest = $1", &[Sql::Text(digest.to_owned())])?;
    Ok(row.map(|row| Columns::of(&row).take().bytes().to_vec()))
}

/// Takes a content away.
pub fn remove(db: &mut dyn Db, digest: &str) -> Result<(), StoreError> {
    db.execute("DELETE FROM blob WHERE digest = $1", &[Sql::Text(digest.to_owned())])?;
    Ok(())
}
