//! What a list shows, as CSV for a spreadsheet: the same records, order and columns, sent page by
//! page.
use crate::{
    list::{AskedFor, Column},
    shell::header_value,
    value::{self, Titles, Wanted},
    visit::{Visit, blocking},
};
use axum::{
    body::{Body, Bytes},
    response::{IntoResponse, Response},
};
use futures_util::{StreamExt as _, stream};
use gemba_desk::{Query, Refused};
use gemba_model::{FieldDef, Holds, Record, overlay::KindView};
use gemba_vocabulary::{Value, cell::shielded};
use http::{HeaderValue, header};
use jiff::Timestamp;
use std::{io, sync::Arc};

const PAGE_RECORDS: usize = 200;

/// A list on its way to a file.
struct Sheet {
    visit: Visit,
    view: Arc<KindView>,
    columns: Vec<Column>,
}

enum Next {
    Page(Query),
    Over,
}

/// The list as a file. Whatever the reader may not see is not in the answers of the desk either.
pub fn answer(
    visit: &Visit,
    view: Arc<KindView>,
    fields: &[FieldDef],
    asked: &AskedFor,
) -> Result<Response, Refused> {
    let mut columns = vec![Column::Number];
    let title = fields.iter().find(|field| field.name == view.def.title);
    columns.extend(title.cloned().map(Column::Field));
    let beside = asked.beside.iter().cloned().map(Column::Field);
    let rest = asked.columns.iter().filter(|column| **column != Column::Number).cloned();
    columns.extend(rest.chain(beside));
    let name = format!("{}.csv", view.def.name);
    let sheet = Arc::new(Sheet { visit: visit.clone(), view, columns });
    let query = Query { after: None, limit: PAGE_RECORDS, ..asked.query.clone() };
    // The first page is read now, so that a refusal is a page and not a broken file.
    let (first, next) = sheet.page(query)?;
    let text = format!("\u{feff}{}{first}", sheet.head());
    let rest = stream::unfold((sheet, next), |(sheet, next)| async move {
        let Next::Page(query) = next else { return None };
        let reading = sheet.clone();
        match blocking(move || reading.page(query)).await {
            Ok((text, next)) => Some((Ok(Bytes::from(text)), (sheet, next))),
            // A file that breaks off must not look whole.
            Err(refused) => Some((Err(io::Error::other(refused.to_string())), (sheet, Next::Over))),
        }
    });
    let begin = stream::once(async move { Ok::<_, io::Error>(Bytes::from(text)) });
    // Whoever packs the answer asks once more after its end.
    let body = Body::from_stream(begin.chain(rest).fuse());
    let mut response = body.into_response();
    let headers = response.headers_mut();
    let csv = HeaderValue::from_static("text/csv; charset=utf-8");
    headers.insert(header::CONTENT_TYPE, csv);
    let disposition = format!("attachment; filename=\"{name}\"");
    headers.insert(header::CONTENT_DISPOSITION, header_value(&disposition));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    Ok(response)
}

impl Sheet {
    fn head(&self) -> String {
        let label = |column: &Column| column.label(&self.visit, self.view.def);
        line(self.columns.iter().map(label))
    }

    fn page(&self, query: Query) -> Result<(String, Next), Refused> {
        let page = self.visit.desk.list(self.visit.actor(), &query)?;
        let titles = self.titles(&page.records)?;
        let row = |record: &Record| {
            line(self.columns.iter().map(|column| self.cell(&titles, record, column)))
        };
        let text = page.records.iter().map(row).collect();
        let next = page.next.map(|after| Next::Page(Query { after: Some(after), ..query }));
        Ok((text, next.unwrap_or(Next::Over)))
    }

    fn titles(&self, records: &[Record]) -> Result<Titles, Refused> {
        let mut wanted = Wanted::default();
        for record in records {
            for column in &self.columns {
                match column {
                    Column::Field(field) => {
                        wanted.value(field, self.view.value(record, &field.name));
                    }
                    Column::CreatedBy => {
                        record.created_by.into_iter().for_each(|id| wanted.record("person", id));
                    }
                    _ => {}
                }
            }
        }
        wanted.look_up(&self.visit)
    }

    fn cell(&self, titles: &Titles, record: &Record, column: &Column) -> String {
        let (visit, def) = (&self.visit, self.view.def);
        match column {
            Column::Number => def.number(record.id),
            Column::State => harmless(&visit.texts.state_label(def, &record.state)),
            Column::CreatedAt => self.moment(record.created_at),
            Column::UpdatedAt => self.moment(record.updated_at),
            Column::CreatedBy => {
                let name = record.created_by.map(|id| titles.name(visit, "person", id));
                harmless(&name.unwrap_or_default())
            }
            Column::Tags => harmless(&record.tags.join(" ")),
            Column::Field(field) => self.field(titles, field, self.view.value(record, &field.name)),
        }
    }

    fn field(&self, titles: &Titles, field: &FieldDef, value: &Value) -> String {
        match value {
            // Numbers and times as a spreadsheet reads them; they begin with a sign of their own
            // only as numbers.
            Value::Int(_) | Value::Decimal(_) | Value::Date(_) | Value::Duration(_) => {
                value.to_text()
            }
            Value::Money(_) => value.to_text(),
            Value::Instant(at) => self.moment(*at),
            Value::Text(text) if !matches!(field.holds, Holds::Choice(_)) => harmless(text),
            other => {
                let kind = self.view.def.name;
                harmless(&value::words(&self.visit, titles, kind, field, other))
            }
        }
    }

    fn moment(&self, at: Timestamp) -> String {
        at.to_zoned(self.visit.zone.clone()).strftime("%Y-%m-%d %H:%M:%S").to_string()
    }
}

/// Text that no spreadsheet takes for a formula.
fn harmless(text: &str) -> String {
    shielded(text.to_owned())
}

/// One line of CSV (RFC 4180).
fn line(cells: impl Iterator<Item = String>) -> String {
    let mut line = cells.map(|cell| quoted(&cell)).collect::<Vec<_>>().join(",");
    line.push_str("\r\n");
    line
}

fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_that_looks_like_a_formula_is_made_harmless() {
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"] {
            assert_eq!(harmless(formula), format!("'{formula}"));
        }
        assert_eq!(harmless("1 = 1"), "1 = 1");
    }

    #[test]
    fn a_cell_with_commas_quotes_or_lines_comes_back_whole() {
        let cells = ["a,b", "say \"no\"", "two\nlines", "plain"].map(str::to_owned);
        let text = line(cells.into_iter());
        assert_eq!(text, "\"a,b\",\"say \"\"no\"\"\",\"two\nlines\",plain\r\n");
    }
}
