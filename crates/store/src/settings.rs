//! Named texts of the house: its ledger's name and key, the end of the ledger, what was set up.
use crate::db::{Columns, Db, Sql, StoreError};

/// Reads a setting.
pub fn get(db: &mut dyn Db, name: &str) -> Result<Option<String>, StoreError> {
    let row =
        db.first("SELECT value FROM setting WHERE name = $1", &[Sql::Text(name.to_owned())])?;
    Ok(row.and_then(|row| Columns::of(&row).take().maybe_text()))
}

/// Writes a setting.
pub fn set(db: &mut dyn Db, name: &str, value: &str) -> Result<(), StoreError> {
    db.execute(
        "INSERT INTO setting (name, value) VALUES ($1, $2) \
         ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        &[Sql::Text(name.to_owned()), Sql::Text(value.to_owned())],
    )?;
    Ok(())
}
