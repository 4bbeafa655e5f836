//! What a printed sheet needs beside its figures. How it is laid out is known to the printer alone.
use crate::{asked::Ask, register::SheetDef};
use gemba_model::{Record, overlay::KindView};
use gemba_vocabulary::Value;
use jiff::ToSpan;
use serde_json::Value as Json;

/// What stands above the figures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// What it is, such as “Service report”.
    pub title: String,
    /// For whom, and about which time, line by line.
    pub lines: Vec<String>,
    /// What its author makes of it, in paragraphs.
    pub words: String,
    /// What stands at the foot of every page, such as the number of the record.
    pub foot: String,
}

/// Lays a sheet out as a PDF, as [`crate::Sheet::told`] tells it; the error is a sentence for the log.
pub type Printer = fn(&Head, &Json) -> Result<Vec<u8>, String>;

/// The report to one customer, which is printed as it was kept.
pub const REPORT: &str = "service_report";
/// The report that comes round, which is printed as it was kept.
pub const RUN: &str = "report_run";

/// What a report is called on paper, and the field in which its author says what the figures mean.
fn called(kind: &str) -> Option<(&'static str, &'static str)> {
    match kind {
        REPORT => Some(("Service report", "assessment")),
        RUN => Some(("Report", "conclusions")),
        _ => None,
    }
}

/// Whether records of a kind are printed as they were kept.
pub fn is_report(kind: &str) -> bool {
    called(kind).is_some()
}

/// What a report says on paper: its head, and the figures kept on it. Nothing before they were taken.
pub fn of_report<'a>(
    organization: &str,
    view: &KindView,
    record: &'a Record,
) -> Option<(Head, &'a Json)> {
    let (title, words) = called(view.def.name)?;
    let place = view.def.position("content")?;
    let Some(Value::Struct(content)) = record.values.get(place) else { return None };
    let value = |field: &str| view.value(record, field);
    let last = match value("until") {
        Value::Date(until) => until.saturating_sub(1.day()).to_string(),
        _ => String::new(),
    };
    let number = view.def.number(record.id);
    let head = Head {
        title: title.to_owned(),
        lines: vec![
            value("name").to_text(),
            format!("From {} to {last}, by {organization}", value("from").to_text()),
        ],
        words: value(words).to_text(),
        foot: format!("{number}, {}", value("name").to_text()),
    };
    Some((head, content))
}

/// What stands above a sheet that is printed as it is now.
pub fn of_sheet(organization: &str, def: &SheetDef, ask: &Ask) -> Head {
    let last = ask.period.until.saturating_sub(1.day());
    Head {
        title: def.label.to_owned(),
        lines: vec![format!("From {} to {last}, {organization}", ask.period.from)],
        words: def.what.to_owned(),
        foot: format!("{}, clause {}", def.label, def.clause),
    }
}
