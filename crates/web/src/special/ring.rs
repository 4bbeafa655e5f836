//! Results as a ring, drawn on the server: one arc for each result of each clause.
use super::readiness::{OUTCOMES, class};
use gemba_model::check::Outcome;
use maud::{Markup, html};
use std::{collections::BTreeMap, f64::consts::PI};

const RADIUS: f64 = 128.0;
const TEXT_RADIUS: f64 = 102.0;
const MIDDLE: f64 = 160.0;
const GAP_DEGREES: f64 = 2.1;

/// How many requirements of a group came to each result.
pub type Counts = BTreeMap<Outcome, u32>;

/// The sum of all results.
pub fn total(counts: &Counts) -> u32 {
    counts.values().sum()
}

/// The ring of all groups, clockwise from the top.
pub fn ring(groups: &[(String, Counts)], label: &str, sum: &str, of: &str) -> Markup {
    let count = groups.iter().map(|(_, counts)| total(counts)).sum::<u32>().max(1);
    let gaps = GAP_DEGREES * f64::from(u32::try_from(groups.len()).unwrap_or(0));
    let degrees = (360.0 - gaps) / f64::from(count);
    let mut at = GAP_DEGREES / 2.0;
    let (mut arcs, mut names) = (Vec::new(), Vec::new());
    for (name, counts) in groups {
        let begin = at;
        for outcome in OUTCOMES {
            let size = f64::from(counts.get(&outcome).copied().unwrap_or(0)) * degrees;
            if size > 0.0 {
                arcs.push((class(outcome), arc(at, at + size)));
                at += size;
            }
        }
        names.push((name, point(TEXT_RADIUS, f64::midpoint(begin, at))));
        at += GAP_DEGREES;
    }
    html! {
        svg.ring viewBox="0 0 320 320" role="img" aria-label=(label) {
            @for (class, path) in arcs { path class=(class) d=(path) {} }
            @for (name, (x, y)) in names {
                text x=(format!("{x:.1}")) y=(format!("{:.1}", y + 3.5)) { (name) }
            }
            text.sum x="160" y="158" { (sum) }
            text.of x="160" y="180" { (of) }
        }
    }
}

/// A bar split by result.
pub fn split(counts: &Counts, label: &str) -> Markup {
    let all = total(counts).max(1);
    let mut at = 0;
    let mut parts = Vec::new();
    for outcome in OUTCOMES {
        let size = counts.get(&outcome).copied().unwrap_or(0);
        if size > 0 {
            parts.push((class(outcome), at, size));
            at += size;
        }
    }
    html! {
        svg.split viewBox={ "0 0 " (all) " 1" } preserveAspectRatio="none" role="img"
            aria-label=(label)
        {
            @for (class, at, size) in parts {
                rect class=(class) x=(at) width=(size) height="1" {}
            }
        }
    }
}

fn point(radius: f64, degrees: f64) -> (f64, f64) {
    let angle = degrees * PI / 180.0;
    (MIDDLE + radius * angle.sin(), MIDDLE - radius * angle.cos())
}

fn arc(from: f64, to: f64) -> String {
    let ((x1, y1), (x2, y2)) = (point(RADIUS, from), point(RADIUS, to));
    let is_large = i32::from(to - from > 180.0);
    format!("M{x1:.2} {y1:.2}A{RADIUS} {RADIUS} 0 {is_large} 1 {x2:.2} {y2:.2}")
}
