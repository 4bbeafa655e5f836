//! Reports on paper: a sheet of figures as PDF, with the fonts it needs inside.
//!
//! The layout stands in `report.typ`. What is told comes in as data and is never read as markup, so that no words of a
//! record can change the layout or reach for a file.
mod press;

pub use gemba_figures::paper::Head;
use press::Press;
use serde_json::Value as Json;
use typst::layout::PagedDocument;

/// Why something could not be printed.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
#[error("the report could not be laid out: {0}")]
pub struct PaperFault(String);

/// Lays a sheet out, as [`gemba_figures::Sheet::told`] tells it.
pub fn pdf(head: &Head, sheet: &Json) -> Result<Vec<u8>, PaperFault> {
    let data = serde_json::json!({
        "title": head.title,
        "lines": head.lines,
        "words": head.words.lines().filter(|line| !line.trim().is_empty()).collect::<Vec<_>>(),
        "foot": head.foot,
        "parts": sheet.get("parts").cloned().unwrap_or_else(|| serde_json::json!([])),
    });
    let press = Press::new(data.to_string());
    let told = |faults: &[typst::diag::SourceDiagnostic]| {
        let first = faults.first().map(|fault| fault.message.to_string());
        PaperFault(first.unwrap_or_else(|| "no reason was given".to_owned()))
    };
    let document: PagedDocument = typst::compile(&press).output.map_err(|faults| told(&faults))?;
    typst_pdf::pdf(&document, &typst_pdf::PdfOptions::default()).map_err(|faults| told(&faults))
}

/// The same for whoever holds a printer: [`gemba_figures::paper::Printer`].
pub fn printed(head: &Head, sheet: &Json) -> Result<Vec<u8>, String> {
    pdf(head, sheet).map_err(|fault| fault.to_string())
}
