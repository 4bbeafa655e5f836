//! Takes records out, a page at a time, as far as the reader may see them.
use super::{ENVELOPE, Format, references::Spelling};
use crate::fault::ExchangeError;
use gemba_desk::{Desk, Query, query::PAGE_RECORDS_MAX};
use gemba_model::{FieldDef, Holds, Record, filter::Sort, overlay::KindView};
use gemba_vocabulary::cell::shielded;
use gemba_vocabulary::{RecordId, Value, actor::Actor};
use serde_json::{Map, Value as Json};
use std::io::Write;

/// The question for all records of a kind, in the order of their numbers.
pub fn everything(kind: &str) -> Query {
    Query { sort: Sort { field: "id".to_owned(), descending: false }, ..Query::of(kind) }
}

/// Writes the records that answer the query, all pages of it; returns how many there were.
pub fn export(
    desk: &Desk,
    actor: &Actor,
    query: &Query,
    format: Format,
    to: &mut dyn Write,
) -> Result<u64, ExchangeError> {
    let view = desk.view(&query.kind).ok_or_else(|| {
        ExchangeError::wrong(format!("There is no kind “{}” to take out.", query.kind))
    })?;
    let fields = desk.visible_fields(actor, &query.kind);
    let mut table = match format {
        Format::Csv => Table::csv(to, &fields)?,
        Format::Json => Table::json(to)?,
    };
    let mut row = Row { view: &view, fields: &fields, names: Spelling::new(desk, actor) };
    let mut query = Query { limit: PAGE_RECORDS_MAX, after: None, ..query.clone() };
    let mut count = 0;
    loop {
        let page = desk.list(actor, &query)?;
        for record in &page.records {
            table.write(&mut row, record)?;
            count += 1;
        }
        match page.next {
            Some(next) => query.after = Some(next),
            None => break,
        }
    }
    table.end()?;
    Ok(count)
}

/// A table on its way out.
enum Table<'a> {
    Csv(Box<csv::Writer<&'a mut dyn Write>>),
    Json { to: &'a mut dyn Write, is_first: bool },
}

impl<'a> Table<'a> {
    fn csv(to: &'a mut dyn Write, fields: &[FieldDef]) -> Result<Self, ExchangeError> {
        let mut writer = csv::Writer::from_writer(to);
        let names = fields.iter().map(|field| &*field.name);
        writer.write_record(ENVELOPE.iter().copied().chain(names))?;
        Ok(Self::Csv(Box::new(writer)))
    }

    fn json(to: &'a mut dyn Write) -> Result<Self, ExchangeError> {
        to.write_all(b"[")?;
        Ok(Self::Json { to, is_first: true })
    }

    fn write(&mut self, row: &mut Row<'_>, record: &Record) -> Result<(), ExchangeError> {
        match self {
            Self::Csv(writer) => writer.write_record(row.texts(record))?,
            // A record a line: whoever reads it back can name the line that is wrong.
            Self::Json { to, is_first } => {
                let between = if std::mem::take(is_first) { "\n" } else { ",\n" };
                write!(to, "{between}{}", Json::Object(row.object(record)))?;
            }
        }
        Ok(())
    }

    fn end(self) -> Result<(), ExchangeError> {
        match self {
            Self::Csv(mut writer) => writer.flush()?,
            Self::Json { to, .. } => {
                to.write_all(b"\n]\n")?;
                to.flush()?;
            }
        }
        Ok(())
    }
}

/// How a record becomes a row.
struct Row<'a> {
    view: &'a KindView,
    fields: &'a [FieldDef],
    names: Spelling<'a>,
}

impl Row<'_> {
    /// The envelope's values, in the order of its columns.
    fn envelope(&mut self, record: &Record) -> Vec<Json> {
        let mut person = |id: Option<RecordId>| {
            id.map_or(Json::Null, |id| Json::from(self.names.of("person", id)))
        };
        vec![
            self.view.def.number(record.id).into(),
            record.origin.clone().map_or(Json::Null, Json::from),
            record.state.clone().into(),
            record.created_at.to_string().into(),
            person(record.created_by),
            record.updated_at.to_string().into(),
            person(record.updated_by),
            record.tags.iter().cloned().collect(),
        ]
    }

    fn texts(&mut self, record: &Record) -> Vec<String> {
        let mut texts: Vec<String> =
            self.envelope(record).iter().map(|part| shielded(envelope_text(part))).collect();
        for field in self.fields {
            let target = target(self.view, field, record);
            let text = match (self.view.value(record, &field.name), &target) {
                (Value::Ref(id) | Value::Int(id), Some(kind)) => self.names.of(kind, *id),
                (Value::Refs(ids), Some(kind)) => {
                    ids.iter().map(|id| self.names.of(kind, *id)).collect::<Vec<_>>().join(", ")
                }
                (value, _) => value.to_text(),
            };
            let is_words = matches!(field.holds, Holds::ShortText | Holds::LongText);
            texts.push(if is_words || target.is_some() { shielded(text) } else { text });
        }
        texts
    }

    fn object(&mut self, record: &Record) -> Map<String, Json> {
        let envelope = self.envelope(record);
        let names = ENVELOPE.iter().map(|name| (*name).to_owned());
        let mut object: Map<String, Json> = names.zip(envelope).collect();
        for field in self.fields {
            let target = target(self.view, field, record);
            let json = match (self.view.value(record, &field.name), &target) {
                (Value::Ref(id) | Value::Int(id), Some(kind)) => self.names.of(kind, *id).into(),
                (Value::Refs(ids), Some(kind)) => {
                    ids.iter().map(|id| self.names.of(kind, *id)).collect()
                }
                (value, _) => value.to_json(),
            };
            object.insert(field.name.to_string(), json);
        }
        object
    }
}

/// The kind that a field of a record refers to.
fn target(view: &KindView, field: &FieldDef, record: &Record) -> Option<String> {
    let by_partner = || {
        let partner = partner(view, field)?;
        view.value(record, &partner).as_text().map(str::to_owned)
    };
    field.holds.target().map(str::to_owned).or_else(by_partner)
}

/// The field that names the kind to which a plain number belongs: `parent_kind` for `parent`.
pub(crate) fn partner(view: &KindView, field: &FieldDef) -> Option<String> {
    let partner = format!("{}_kind", field.name);
    (field.holds == Holds::Int && view.field(&partner).is_some()).then_some(partner)
}

fn envelope_text(part: &Json) -> String {
    match part {
        Json::String(text) => text.clone(),
        Json::Array(words) => words.iter().filter_map(Json::as_str).collect::<Vec<_>>().join(", "),
        _ => String::new(),
    }
}
