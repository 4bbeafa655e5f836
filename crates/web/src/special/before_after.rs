//! Before and after on the page of an improvement: its values with the limits of those before it took effect. What came
//! after moves no limits, and stands hollow.
use super::figures::chart;
use crate::visit::Visit;
use gemba_figures::{Chart, Point, Sort};
use gemba_model::{Record, overlay::KindView};
use gemba_vocabulary::Value;
use jiff::civil::Date;
use maud::{Markup, html};
use rust_decimal::Decimal;
use serde::Deserialize;

const KIND: &str = "improvement";

/// A value of it, as its room keeps it.
#[derive(Deserialize)]
struct Reading {
    on: Date,
    value: Decimal,
}

/// The section; nothing for other kinds, and without values.
pub fn section(visit: &Visit, view: &KindView, record: &Record) -> Markup {
    let Some(chart) = chart_of(visit, view, record) else { return html! {} };
    let verdict = view.field("verdict").zip(view.value(record, "verdict").as_text());
    let words = html! {
        @if let Some((field, verdict)) = verdict {
            b { (visit.texts.choice_label(KIND, field, verdict)) ". " }
            (view.value(record, "verdict_note").to_text()) " " (visit.text("before-after-hollow"))
        } @else { (visit.text("before-after-not-yet")) }
    };
    html! {
        section.sheet #before-after data-live-part {
            (chart::drawn_with(visit, "improvement", &chart, &words))
        }
    }
}

fn chart_of(visit: &Visit, view: &KindView, record: &Record) -> Option<Chart> {
    if view.def.name != KIND {
        return None;
    }
    // What was measured counts before what was typed in, as the room has it.
    let told = ["series", "readings"].map(|field| match view.value(record, field) {
        Value::Struct(json) => serde_json::from_value::<Vec<Reading>>(json.clone()).ok(),
        _ => None,
    });
    let mut series = told.into_iter().flatten().find(|series| !series.is_empty())?;
    series.sort_by_key(|one| one.on);
    let changed_on = match view.value(record, "changed_on") {
        Value::Date(day) => Some(*day),
        _ => None,
    };
    let point = |one: &Reading| Point {
        label: one.on.to_string(),
        value: Some(one.value),
        is_open: changed_on.is_some_and(|day| one.on >= day),
    };
    let target = match view.value(record, "target") {
        Value::Decimal(target) => Some((visit.text("before-after-target"), *target)),
        _ => None,
    };
    let metric = view.value(record, "metric").as_text().map(ToOwned::to_owned);
    Some(Chart {
        name: "before_after",
        label: metric.unwrap_or_else(|| visit.text("before-after-title")),
        unit: "",
        sort: Sort::Individuals,
        points: series.iter().map(point).collect(),
        lines: target.into_iter().collect(),
    })
}
