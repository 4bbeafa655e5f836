//! A process behaviour chart, drawn on the server: the values, the limits of chance, and what is no chance.
use crate::{part::icon, visit::Visit};
use gemba_figures::{Chart, told};
use gemba_vocabulary::behaviour::Behaviour;
use maud::{Markup, html};
use rust_decimal::{Decimal, prelude::ToPrimitive};
use std::collections::BTreeMap;

const WIDE: i64 = 960;
const HEIGHT: i64 = 180;
const LEFT: i64 = 56;
const RIGHT: i64 = 12;
const TOP: i64 = 14;
/// Of fewer values a picture says nothing.
const POINTS_MIN: usize = 3;
/// Months stand under their points up to this many; of more, every second or third.
const LABELS_MAX: usize = 13;

/// The chart with its words and, folded, its values as a table.
pub fn drawn(visit: &Visit, part: &str, chart: &Chart) -> Markup {
    let words = words(visit, told::behaviour(chart).as_ref(), told::signals(chart).len());
    drawn_with(visit, part, chart, &html! { (words) })
}

/// The same with other words.
pub fn drawn_with(visit: &Visit, part: &str, chart: &Chart, words: &Markup) -> Markup {
    let behaviour = told::behaviour(chart);
    let signals: BTreeMap<_, _> = told::signals(chart).into_iter().collect();
    let id = format!("{part}-{}", chart.name);
    let values = chart.points.iter().filter(|point| point.value.is_some()).count();
    html! {
        div.chart aria-labelledby=(id) role="group" {
            h3.table-title id=(id) {
                (chart.label) @if !chart.unit.is_empty() { " " small.faint { (chart.unit) } }
            }
            p.note.small.faint { (words) }
            @if values > 0 {
                @if values >= POINTS_MIN {
                    div.scroll tabindex="0" role="region" aria-label=(chart.label) {
                        (picture(visit, chart, behaviour.as_ref(), &signals))
                    }
                }
                details.more {
                    summary.verb { (icon("down")) " " (visit.text("trends-table")) }
                    (table(visit, chart, &signals))
                }
            }
        }
    }
}

fn words(visit: &Visit, behaviour: Option<&Behaviour>, signals: usize) -> String {
    let Some(behaviour) = behaviour else { return visit.text("figures-no-limits") };
    let rounded = |figure: Decimal| figure.round_dp(2).normalize().to_string();
    visit.text_with(
        "figures-limits",
        &[
            ("mean", rounded(behaviour.mean).into()),
            ("upper", rounded(behaviour.upper).into()),
            ("lower", rounded(behaviour.lower).into()),
            ("n", signals.into()),
        ],
    )
}

/// Heights of values on the picture, from the lowest to the highest of everything drawn.
struct Scale {
    low: Decimal,
    range: Decimal,
}

impl Scale {
    fn of(chart: &Chart, behaviour: Option<&Behaviour>) -> Self {
        let values = chart.points.iter().filter_map(|point| point.value);
        let limits = behaviour.into_iter().flat_map(|all| [all.upper, all.lower]);
        let lines = chart.lines.iter().map(|(_, value)| *value);
        let all: Vec<_> = values.chain(limits).chain(lines).collect();
        let low = all.iter().min().copied().unwrap_or_default();
        let high = all.iter().max().copied().unwrap_or_default();
        let room = (high - low) / Decimal::from(20);
        // A flat line stands in the middle.
        let room = if high > low { room } else { Decimal::ONE };
        Self { low: low - room, range: high - low + room + room }
    }

    fn at(&self, value: Decimal) -> i64 {
        let part = ((value - self.low) * Decimal::from(HEIGHT)).checked_div(self.range);
        TOP + HEIGHT - part.unwrap_or_default().round().to_i64().unwrap_or_default()
    }
}

fn picture(
    visit: &Visit,
    chart: &Chart,
    behaviour: Option<&Behaviour>,
    signals: &BTreeMap<usize, &'static str>,
) -> Markup {
    let scale = Scale::of(chart, behaviour);
    let count = i64::try_from(chart.points.len()).unwrap_or(1).max(1);
    let step = (WIDE - LEFT - RIGHT).checked_div(count).unwrap_or(WIDE).max(1);
    let at = |place: usize| LEFT + step / 2 + step * i64::try_from(place).unwrap_or_default();
    let every = chart.points.len().div_ceil(LABELS_MAX).max(1);
    // A month that nobody measured breaks the line.
    let mut lines: Vec<Vec<String>> = vec![Vec::new()];
    for (place, point) in chart.points.iter().enumerate() {
        match (point.value, lines.last_mut()) {
            (Some(value), Some(line)) => line.push(format!("{},{}", at(place), scale.at(value))),
            _ => lines.push(Vec::new()),
        }
    }
    html! {
        svg.trend role="img" aria-label=(visit.text("figures-picture"))
            viewBox={ "0 0 " (WIDE) " " (HEIGHT + TOP + 26) } {
            @if let Some(behaviour) = behaviour {
                @for (class, figure) in
                    [("ucl", behaviour.upper), ("mean", behaviour.mean), ("lcl", behaviour.lower)] {
                    (across(&scale, class, figure, &figure.round_dp(1).normalize().to_string()))
                }
            }
            @if behaviour.is_none() {
                @for value in ends(chart) {
                    text x="0" y=(scale.at(value) + 4) { (value.round_dp(2).normalize()) }
                }
            }
            @for (label, value) in &chart.lines {
                (across(&scale, "promised", *value, &value.round_dp(2).normalize().to_string()))
                text.promised x=(WIDE - RIGHT) y=(scale.at(*value) - 5) { (label) }
            }
            @for line in lines.iter().filter(|line| line.len() > 1) { polyline points=(line.join(" ")) {} }
            @for (place, point) in chart.points.iter().enumerate() {
                @if let Some(value) = point.value {
                    @let alarm = if signals.contains_key(&place) { "alarm" } else { "" };
                    @let open = if point.is_open { " running" } else { "" };
                    circle class={ (alarm) (open) } cx=(at(place)) cy=(scale.at(value))
                        r=(if alarm.is_empty() { 4 } else { 6 }) {
                        title { (point.label) ": " (value.normalize()) }
                    }
                }
                @if place % every == 0 {
                    text.month x=(at(place)) y=(HEIGHT + TOP + 20) { (point.label) }
                }
            }
        }
    }
}

/// The lowest and the highest value.
fn ends(chart: &Chart) -> Vec<Decimal> {
    let values: Vec<_> = chart.points.iter().filter_map(|point| point.value).collect();
    let (low, high) = (values.iter().min().copied(), values.iter().max().copied());
    let is_line = |value: &Decimal| chart.lines.iter().any(|(_, line)| line == value);
    let ends: Vec<_> = low.into_iter().chain(high.filter(|high| Some(*high) != low)).collect();
    ends.into_iter().filter(|value| !is_line(value)).collect()
}

fn across(scale: &Scale, class: &str, value: Decimal, words: &str) -> Markup {
    let y = scale.at(value);
    html! {
        line class=(class) x1=(LEFT) x2=(WIDE - RIGHT) y1=(y) y2=(y) {}
        text x="0" y=(y + 4) { (words) }
    }
}

/// The same in words and numbers.
fn table(visit: &Visit, chart: &Chart, signals: &BTreeMap<usize, &'static str>) -> Markup {
    html! {
        table.rows.told.keep {
            thead { tr {
                th scope="col" { (visit.text("figures-period")) }
                th.number scope="col" { (chart.label) }
                th scope="col" { (visit.text("trends-word")) }
            } }
            tbody {
                @for (place, point) in chart.points.iter().enumerate() {
                    tr {
                        th scope="row" { (point.label) }
                        td.number { @if let Some(value) = point.value { (value.normalize()) } }
                        td {
                            @if let Some(rule) = signals.get(&place) {
                                span.token.hot { (icon("warning")) (visit.text(&format!("figures-signal-{rule}"))) }
                            } @else if point.is_open {
                                span.faint { (visit.text("figures-open")) }
                            } @else if point.value.is_none() {
                                span.faint { (visit.text("figures-undefined")) }
                            }
                        }
                    }
                }
            }
        }
    }
}
