//! Records narrowed to what somebody reads of them: many at once, with nothing copied that nobody asked for.
use crate::{
    columns::{look_at, look_if_given},
    condition::Where,
    db::{Columns, Db, Passed, Sql, StoreError},
    schema,
};
use gemba_model::{AskedField, Narrow, filter::Filter, overlay::KindView};
use gemba_vocabulary::{RecordId, ValueRef};
use jiff::Timestamp;
use std::ops::RangeInclusive;

/// Visits the records of a kind whose numbers lie in the range and that meet the filters, in the order of their
/// numbers, until the visitor says no. Each comes with its number, its state, when it was recorded and whether it was
/// imported, and with the values of these built-in fields, in the order in which they are asked for.
pub fn visit(
    db: &mut dyn Db,
    view: &KindView,
    asked: &[AskedField<'_>],
    numbers: &RangeInclusive<RecordId>,
    filters: &[Filter],
    visitor: &mut dyn FnMut(&Narrow<'_>) -> bool,
) -> Result<(), StoreError> {
    let unknown =
        |name: &str| StoreError::unexpected(format!("{} has no field {name}", view.def.name));
    let of = |asked: &AskedField<'_>| view.def.field(asked.name).ok_or_else(|| unknown(asked.name));
    let fields = asked.iter().map(of);
    let fields = fields.collect::<Result<Vec<_>, _>>()?;
    let mut columns =
        vec!["\"id\"".to_owned(), "\"state\"".to_owned(), "\"created_at\"".to_owned()];
    columns.push("\"imported\"".to_owned());
    let own = fields.iter().flat_map(|field| schema::columns(field));
    columns.extend(own.map(|(name, _)| format!("\"{name}\"")));
    let mut clause = Where::new(db, view);
    let (from, to) = (Sql::Int(*numbers.start()), Sql::Int(*numbers.end()));
    let (from, to) = (clause.arg(from), clause.arg(to));
    clause.and(&format!("\"id\" >= {from}"));
    clause.and(&format!("\"id\" <= {to}"));
    clause.filters(filters)?;
    let (text, args, table) = (clause.text, clause.args, view.def.name);
    let sql = format!("SELECT {} FROM \"{table}\"{text} ORDER BY \"id\"", columns.join(", "));
    let mut spare = Vec::with_capacity(fields.len());
    db.scan(&sql, &args, &mut |row| {
        let mut columns = Passed::of(row);
        let id = columns.take().int()?;
        let state = columns.take().text()?;
        let created_at = Timestamp::from_millisecond(columns.take().int()?)
            .map_err(|_| StoreError::unexpected("a moment out of range"))?;
        let imported = columns.take().yes()?;
        let mut values = emptied(std::mem::take(&mut spare));
        values.resize(fields.len(), ValueRef::None);
        for ((field, asked), slot) in fields.iter().zip(asked).zip(&mut values) {
            let look = if asked.only_given { look_if_given } else { look_at };
            look(field, &mut columns, slot)?;
        }
        let goes_on = visitor(&Narrow { id, state, created_at, imported, values: &values });
        spare = emptied(values);
        Ok(goes_on)
    })
}

/// The memory of a list for values of another row: collecting what an emptied list holds takes its memory over.
fn emptied<'b>(mut values: Vec<ValueRef<'_>>) -> Vec<ValueRef<'b>> {
    values.clear();
    values.into_iter().map_while(|_| None).collect()
}

/// The highest number that a record of the kind has; 0 where there is none.
pub fn last_number(db: &mut dyn Db, kind: &str) -> Result<RecordId, StoreError> {
    let row = db.first(&format!("SELECT max(\"id\") FROM \"{kind}\""), &[])?;
    let last = row.map_or(Ok(None), |row| Columns::of(&row).take().maybe_int())?;
    Ok(last.unwrap_or_default())
}
