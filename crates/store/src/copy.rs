//! Copies a whole store into an empty one, on the same engine or the other: backups, restores, and moving house.
use crate::{
    db::{Columns, Db, Row, Sql, StoreError},
    dialect::ColumnType,
    schema,
};
use gemba_model::KindDef;

const ROWS_AT_ONCE: usize = 500;

/// Copies every table but the full-text index, which the desk writes anew. `to` holds the schema and nothing else.
pub fn copy_all(
    from: &mut dyn Db,
    to: &mut dyn Db,
    kinds: &[&'static KindDef],
    progress: &mut dyn FnMut(u64, u64),
) -> Result<(), StoreError> {
    let tables = schema::all_tables(kinds);
    let mut total = 0;
    for (table, _) in &tables {
        let row = from.first(&format!("SELECT count(*) FROM \"{table}\""), &[])?;
        total += row.map_or(Ok(0), |row| Columns::of(&row).take().int())?;
    }
    let total = u64::try_from(total).unwrap_or_default();
    let mut done = 0;
    for (table, columns) in &tables {
        let names: Vec<_> = columns.iter().map(|(name, _)| format!("\"{name}\"")).collect();
        let names = names.join(", ");
        let mut rows: Vec<Row> = Vec::with_capacity(ROWS_AT_ONCE);
        let insert = Insert { table, names: &names, columns };
        from.each(&format!("SELECT {names} FROM \"{table}\""), &[], &mut |row| {
            rows.push(row);
            if rows.len() == ROWS_AT_ONCE {
                done += insert.write(to, &mut rows)?;
                progress(done, total);
            }
            Ok(true)
        })?;
        done += insert.write(to, &mut rows)?;
        progress(done, total);
        let has_key = columns.iter().any(|(_, column)| *column == ColumnType::Key);
        if has_key && let Some(sql) = to.dialect().count_on(table) {
            to.query(&sql, &[])?;
        }
    }
    Ok(())
}

struct Insert<'a> {
    table: &'a str,
    names: &'a str,
    columns: &'a [(String, ColumnType)],
}

impl Insert<'_> {
    fn write(&self, to: &mut dyn Db, rows: &mut Vec<Row>) -> Result<u64, StoreError> {
        let marks: Vec<_> = (1..=self.columns.len()).map(|place| format!("${place}")).collect();
        let sql = format!(
            "INSERT INTO \"{}\" ({}) VALUES ({})",
            self.table,
            self.names,
            marks.join(", ")
        );
        let mut count = 0;
        for row in rows.drain(..) {
            let row: Row = row
                .into_iter()
                .zip(self.columns)
                .map(|(value, (_, column))| match (value, column) {
                    (Sql::Int(number), ColumnType::Bool) => Sql::Bool(number != 0),
                    (value, _) => value,
                })
                .collect();
            to.execute(&sql, &row)?;
            count += 1;
        }
        Ok(count)
    }
}
