//! The rows of a table, whether it is written as CSV or as JSON.
use super::{ENVELOPE, Format, draft::Raw, json::Objects};
use crate::{
    fault::{ExchangeError, Fault},
    reading::{Cells, Records},
};
use gemba_model::{FieldDef, overlay::KindView};
use gemba_vocabulary::cell::bared;
use serde_json::{Map, Value as Json};
use std::io::BufRead;

/// A row as it was read, or what is wrong with its line.
pub(crate) type ReadRow = Result<(u64, Vec<(String, Raw)>), Fault>;

/// The rows of a file, one at a time.
pub(crate) fn read<'a>(
    view: &KindView,
    format: Format,
    from: Box<dyn BufRead + 'a>,
) -> Result<Box<dyn Iterator<Item = Result<ReadRow, ExchangeError>> + 'a>, ExchangeError> {
    Ok(match format {
        Format::Csv => {
            let (records, header) = Records::new(from, ',')?;
            Box::new(csv_rows(records, columns(view, &header)?))
        }
        Format::Json => Box::new(json_rows(Objects::new(from))),
    })
}

fn csv_rows<'a>(
    mut records: Records<'a>,
    names: Vec<String>,
) -> impl Iterator<Item = Result<ReadRow, ExchangeError>> + 'a {
    std::iter::from_fn(move || {
        let row = |cells: Cells| {
            let texts = cells.iter().map(|text| Raw::Text(text.to_owned()));
            (cells.line, names.iter().cloned().zip(texts).collect())
        };
        match records.next() {
            Ok(record) => record.map(|record| Ok(record.map(row))),
            Err(error) => Some(Err(error.into())),
        }
    })
}

fn json_rows<'a>(
    mut objects: Objects<'a>,
) -> impl Iterator<Item = Result<ReadRow, ExchangeError>> + 'a {
    std::iter::from_fn(move || {
        let row = |(line, object): (u64, Map<String, Json>)| {
            (line, object.into_iter().map(|(name, json)| (name, Raw::Json(json))).collect())
        };
        match objects.next() {
            Ok(object) => object.map(|object| Ok(object.map(row))),
            Err(error) => Some(Err(error.into())),
        }
    })
}

/// The names of a header's columns: those of the envelope, of fields, or the labels of fields.
fn columns(view: &KindView, header: &Cells) -> Result<Vec<String>, ExchangeError> {
    let mut names = Vec::new();
    let mut faults = Vec::new();
    for text in header.iter().map(|text| bared(text.trim())) {
        let is_it =
            |field: &&FieldDef| field.name == text || field.label.eq_ignore_ascii_case(text);
        let is_envelope =
            ENVELOPE.contains(&text) || matches!(text, "id" | "version" | "imported" | "kind");
        let name = if is_envelope {
            Some(text.to_owned())
        } else {
            let by_name = view.field(text);
            by_name.or_else(|| view.all_fields().find(is_it)).map(|field| field.name.to_string())
        };
        match name {
            Some(name) if names.contains(&name) => {
                faults.push(format!("The file has two columns for “{name}”."));
            }
            Some(name) => names.push(name),
            None => faults.push(format!(
                "The column “{text}” is no field of {}.",
                view.def.plural.to_lowercase()
            )),
        }
    }
    if faults.is_empty() { Ok(names) } else { Err(ExchangeError::Wrong(faults.join("\n"))) }
}
