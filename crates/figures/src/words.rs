//! A sheet in plain words, for a terminal.
use crate::sheet::{Cell, Figure, Part, Sheet, Table};
use std::fmt::Write as _;

const LABEL_WIDTH: usize = 36;

impl Sheet {
    /// The sheet as lines of text: figures with their judgement, tables row by row.
    pub fn words(&self) -> String {
        let mut text = String::new();
        for part in &self.parts {
            tell_part(&mut text, part);
        }
        text
    }
}

fn tell_part(text: &mut String, part: &Part) {
    // Writing to a text cannot fail.
    let _ = writeln!(text, "{}", part.title);
    for figure in &part.figures {
        let _ = writeln!(text, "  {:<LABEL_WIDTH$} {}", figure.def.label, words_of(figure));
    }
    for note in &part.notes {
        let _ = writeln!(text, "  {note}");
    }
    for table in &part.tables {
        tell_table(text, table);
    }
}

fn words_of(figure: &Figure) -> String {
    let judged = figure.judged.name().map(|name| format!("  ({name})")).unwrap_or_default();
    match &figure.undefined {
        Some(why) => format!("undefined: {why}"),
        None => format!("{} {}{judged}", figure.value.to_text(), figure.def.unit),
    }
}

fn tell_table(text: &mut String, table: &Table) {
    let _ = writeln!(text, "  {}", table.label);
    if table.rows.is_empty() {
        let _ = writeln!(text, "    {}", table.empty);
    }
    for row in &table.rows {
        let cell = |(cell, column): (&Cell, &crate::sheet::Column)| {
            let value = cell.value.to_text();
            (!value.is_empty()).then(|| format!("{}: {value} {}", column.label, column.unit))
        };
        let cells: Vec<_> = row.iter().zip(&table.columns).filter_map(cell).collect();
        let line = cells.iter().map(|cell| cell.trim_end()).collect::<Vec<_>>().join(", ");
        let _ = writeln!(text, "    {line}");
    }
}
