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
    html! {
        section.sheet #before-after data-live-part {
            (chart::drawn(visit, "improvement", &chart))
            @if let Some((field, verdict)) = verdict {
                p.lead { b { (visit.texts.choice_label(KIND, field, verdict)) } }
            }
            p.small.faint.lead {
                (view.value(record, "verdict_note").to_text()) " " (visit.text("before-after-hollow"))
            }
        }
    }
}

fn chart_of(visit: &Visit, view: &KindView, record: &Record) -> Option<Chart> {
    if view.def.name != KIND {
        return None;
    }
    let Value::Struct(series) = view.value(record, "series") else { return None };
    let series: Vec<Reading> = serde_json::from_value(series.clone()).ok()?;
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
