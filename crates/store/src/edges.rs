//! The edges that records make: read all at once or for one record, without reading whole records.
use crate::db::{Columns, Db, Sql, StoreError};
use gemba_model::{EdgeDef, Holds, KindDef};
use gemba_vocabulary::RecordId;

/// An edge as a record makes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    /// The record that makes it.
    pub holder: RecordId,
    /// Where it begins.
    pub from: RecordId,
    /// Where it ends.
    pub to: RecordId,
    /// The name of the choice that says what it is; empty if the definition names none.
    pub by: String,
}

/// Visits the edges of the open records of a kind, or of one of them.
pub fn each(
    db: &mut dyn Db,
    def: &KindDef,
    edge: &EdgeDef,
    of: Option<RecordId>,
    visitor: &mut dyn FnMut(Edge),
) -> Result<(), StoreError> {
    let holds = def.field(edge.to).map(|field| &field.holds);
    let holds = holds.ok_or_else(|| StoreError::unexpected(format!("no field {}", edge.to)))?;
    let (from, by) = (edge.from.unwrap_or("id"), edge.by.map_or("NULL".to_owned(), quoted));
    let mut sql = format!(
        "SELECT \"id\", {}, {}, {by} FROM \"{}\" WHERE \"open\" = {} AND {} IS NOT NULL",
        quoted(from),
        quoted(edge.to),
        def.name,
        db.dialect().yes(),
        quoted(edge.to),
    );
    let mut args = Vec::new();
    if let Some(id) = of {
        sql.push_str(" AND \"id\" = $1");
        args.push(Sql::Int(id));
    }
    let is_many = matches!(holds, Holds::Refs(_));
    db.each(&sql, &args, &mut |row| {
        let mut columns = Columns::of(&row);
        let holder = columns.take().int()?;
        let from = columns.take().maybe_int()?;
        let (to, by) = (columns.take(), columns.take().text().to_owned());
        let ends: Vec<RecordId> = if is_many {
            serde_json::from_str(to.text())
                .map_err(|_| StoreError::unexpected("references that are no list"))?
        } else {
            to.maybe_int()?.into_iter().collect()
        };
        let Some(from) = from else { return Ok(true) };
        for to in ends {
            visitor(Edge { holder, from, to, by: by.clone() });
        }
        Ok(true)
    })
}

fn quoted(name: &str) -> String {
    format!("\"{name}\"")
}
