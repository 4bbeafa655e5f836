//! Figures that count records, and say which.
use crate::sheet::{Cell, Figure, FigureDef, Judged, Named, Table, column};
use gemba_vocabulary::Value;

/// A count as a value.
pub fn number(count: usize) -> Value {
    Value::Int(i64::try_from(count).unwrap_or(i64::MAX))
}

/// A record, or an empty cell.
pub fn cell(named: Option<&Named>) -> Cell {
    named.cloned().map_or_else(Cell::default, Cell::record)
}

/// How many records there are, each with a word about it.
pub fn records<'a>(
    def: &'static FigureDef,
    all: impl IntoIterator<Item = (&'a Named, String)>,
    empty: &'static str,
) -> Figure {
    let columns = [column("record", "Record", ""), column("what", "What about it", "")];
    let mut table = Table::new("records", "Records", &columns, empty);
    for (named, what) in all {
        table.rows.push(vec![Cell::record(named.clone()), what.as_str().into()]);
    }
    Figure::new(def, number(table.rows.len())).from(table)
}

/// The same, held against the wish that there is none.
pub fn none_wanted(figure: Figure) -> Figure {
    let is_none = figure.value == Value::Int(0);
    figure.judged(if is_none { Judged::Kept } else { Judged::Missed })
}

/// The same, held against the wish that there is at least one.
pub fn some_wanted(figure: Figure) -> Figure {
    let is_some = figure.value != Value::Int(0);
    figure.judged(if is_some { Judged::Kept } else { Judged::Missed })
}
