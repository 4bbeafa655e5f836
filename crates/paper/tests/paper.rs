//! A report on paper says what the sheet says, and words of records stay words.
use gemba_paper::{Head, pdf};
use serde_json::json;

fn sheet(title: &str) -> serde_json::Value {
    let cell =
        |value: serde_json::Value| json!({"value": value, "about": null, "judged": "missed"});
    let points: Vec<_> = (1..=9)
        .map(|month| json!({"period": format!("2026-0{month}"), "value": "98.5", "is_open": month == 9}))
        .collect();
    json!({"parts": [{
        "title": title, "about": null, "notes": ["Mail for Acme."],
        "figures": [{"name": "share", "label": "Kept", "value": "92.68", "unit": "%", "undefined": null,
            "judged": "missed", "definition": "Met out of all.", "rests_on": null, "exceptions": []}],
        "tables": [{"name": "late", "label": "Late ones",
            "columns": [{"name": "incident", "label": "Incident", "unit": ""},
                {"name": "due", "label": "Due", "unit": ""}],
            "rows": [[cell(json!("No mail")), cell(json!("2026-06-02T16:00:00Z"))],
                [cell(json!(null)), cell(json!({"amount": "12.50", "currency": "EUR"}))]]}],
        "charts": [{"name": "share", "label": "Kept in each month", "unit": "%", "sort": "individuals",
            "points": points, "lines": [{"label": "promised", "value": "95"}],
            "mean": "98.5", "upper": "99", "lower": "98", "signals": [{"period": "2026-03", "rule": "outside"}]}],
    }]})
}

fn head() -> Head {
    Head {
        title: "Service report".to_owned(),
        lines: vec!["Acme".to_owned(), "June 2026".to_owned()],
        words: "A good month.\n\nOne promise was not kept.".to_owned(),
        foot: "SRT-000001".to_owned(),
    }
}

#[test]
fn a_sheet_becomes_a_pdf_that_says_what_it_is() {
    let bytes = pdf(&head(), &sheet("Mail for Łódź – Ōsaka")).unwrap();
    assert!(bytes.starts_with(b"%PDF-"), "no PDF");
    assert!(bytes.len() > 5_000, "{} bytes are an empty page", bytes.len());
    let text = String::from_utf8_lossy(&bytes);
    assert!(text.contains("/StructTreeRoot"), "it is tagged, for those who listen to it");
    assert_eq!(
        bytes,
        pdf(&head(), &sheet("Mail for Łódź – Ōsaka")).unwrap(),
        "and the same each time"
    );
}

#[test]
fn words_of_records_are_never_read_as_markup() {
    let wicked = "#read(\"/etc/passwd\") #panic() $x$ @ref *bold* = heading";
    let bytes = pdf(&head(), &sheet(wicked)).unwrap();
    assert!(bytes.starts_with(b"%PDF-"));
    let plain =
        pdf(&Head { words: wicked.to_owned(), foot: wicked.to_owned(), ..head() }, &json!({}));
    assert!(plain.is_ok(), "{plain:?}");
}
