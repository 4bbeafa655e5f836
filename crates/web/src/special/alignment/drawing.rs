//! The picture of one chain: customer, our promises, the service, who supplies it, and what they promised.
use crate::{address, special::graph::fitted, visit::Visit};
use gemba_figures::{Named, alignment::Chain};
use maud::{Markup, html};

const HEIGHT: i32 = 38;
const ROW: i32 = 48;
const BETWEEN: i32 = 46;
const MARGIN: i32 = 12;
/// How wide the boxes of each column are.
const WIDTHS: [i32; 5] = [150, 216, 150, 206, 226];
/// How many letters of the one size and of the other fit into that.
const LETTERS: [(usize, usize); 5] = [(18, 24), (27, 37), (18, 24), (26, 35), (28, 39)];

/// A box.
struct Box<'a> {
    column: usize,
    y: i32,
    about: Option<&'a Named>,
    title: String,
    below: String,
    class: &'static str,
}

impl Box<'_> {
    fn x(&self) -> i32 {
        left(self.column)
    }

    fn right(&self) -> i32 {
        self.x() + WIDTHS.get(self.column).copied().unwrap_or_default()
    }

    fn middle(&self) -> i32 {
        self.y + HEIGHT / 2
    }
}

fn left(column: usize) -> i32 {
    MARGIN + WIDTHS.iter().take(column).map(|width| width + BETWEEN).sum::<i32>()
}

/// A line between two boxes, by their places.
struct Line {
    from: usize,
    to: usize,
    is_weak: bool,
}

/// Draws the chain.
pub fn draw(visit: &Visit, chain: &Chain) -> Markup {
    let (boxes, lines, height) = laid_out(visit, chain);
    let width = left(WIDTHS.len()) - BETWEEN + MARGIN;
    let of = |place: usize| boxes.get(place);
    let label = visit.text_with("alignment-picture", &[("what", chain.about.title.clone().into())]);
    html! {
        svg.graph width=(width) height=(height) viewBox={ "0 0 " (width) " " (height) }
            role="group" aria-label=(label)
        {
            @for line in &lines {
                @if let (Some(from), Some(to)) = (of(line.from), of(line.to)) {
                    path class=(if line.is_weak { "line-of weak" } else { "line-of" })
                        d=(path(from.right(), from.middle(), to.x(), to.middle())) {}
                }
            }
            @for one in &boxes { (drawn(one)) }
        }
    }
}

fn path(x1: i32, y1: i32, x2: i32, y2: i32) -> String {
    let half = i32::midpoint(x1, x2);
    format!("M{x1} {y1}C{half} {y1} {half} {y2} {x2} {y2}")
}

fn drawn(one: &Box<'_>) -> Markup {
    let (big, small) = LETTERS.get(one.column).copied().unwrap_or((20, 28));
    let width = WIDTHS.get(one.column).copied().unwrap_or_default();
    let (x, y) = (one.x(), one.y);
    let inner = html! {
        title { (one.title) @if !one.below.is_empty() { ", " (one.below) } }
        rect x=(x) y=(y) width=(width) height=(HEIGHT) rx="5" {}
        text x=(x + 10) y=(y + 16) { (fitted(&one.title, big)) }
        text.below x=(x + 10) y=(y + 30) { (fitted(&one.below, small)) }
    };
    html! {
        @if let Some(about) = one.about {
            a class=(one.class) href=(address::of_record(about.kind, about.id)) { (inner) }
        } @else {
            g class=(one.class) { (inner) }
        }
    }
}

/// Everything in its place: boxes, lines, and how tall it is.
fn laid_out<'a>(visit: &Visit, chain: &'a Chain) -> (Vec<Box<'a>>, Vec<Line>, i32) {
    let weak =
        |short: &str| visit.text_with("alignment-box-weak", &[("what", short.to_owned().into())]);
    let right = supplied(visit, chain, &weak);
    let rows = [chain.targets.len(), right.rows, 1].into_iter().max().unwrap_or(1);
    let height = number(rows) * ROW;
    let top = |count: usize| MARGIN + (height - number(count) * ROW) / 2 + (ROW - HEIGHT) / 2;
    let single = |column, about: &'a Named, below: String| Box {
        column,
        y: top(1),
        about: Some(about),
        title: about.title.clone(),
        below,
        class: "node",
    };
    let customers = visit.desk.view(chain.customer.kind);
    let customer = customers.map(|view| visit.texts.kind_label(view.def)).unwrap_or_default();
    let services = visit.desk.view(chain.service.kind);
    let service = services.map(|view| visit.texts.kind_label(view.def)).unwrap_or_default();
    let mut boxes = vec![single(0, &chain.customer, customer), single(2, &chain.service, service)];
    let mut lines = Vec::new();
    for (place, target) in chain.targets.iter().enumerate() {
        let found = chain.broken().find(|one| one.target == Some(place));
        // What the promise itself says stands first; which link is weak stands at that link.
        let alone = found.filter(|one| one.party.is_none());
        let below = alone.map_or_else(|| target.words.clone(), |one| weak(&one.short));
        let class = if found.is_some() { "node weak" } else { "node" };
        let y = top(chain.targets.len()) + number(place) * ROW;
        let about = Some(&target.about);
        lines.push(Line { from: 0, to: boxes.len(), is_weak: false });
        lines.push(Line { from: boxes.len(), to: 1, is_weak: found.is_some() });
        boxes.push(Box { column: 1, y, about, title: target.about.title.clone(), below, class });
    }
    let shift = top(right.rows);
    for party in right.parties {
        let at = boxes.len();
        lines.push(Line { from: 1, to: at, is_weak: party.is_weak });
        boxes.push(Box { y: party.of.y + shift, ..party.of });
        for (promise, is_weak) in party.promises {
            lines.push(Line { from: at, to: boxes.len(), is_weak });
            boxes.push(Box { y: promise.y + shift, ..promise });
        }
    }
    (boxes, lines, height + 2 * MARGIN)
}

/// Who supplies, on the right.
struct Supplied<'a> {
    rows: usize,
    parties: Vec<Supply<'a>>,
}

struct Supply<'a> {
    of: Box<'a>,
    is_weak: bool,
    promises: Vec<(Box<'a>, bool)>,
}

fn supplied<'a>(visit: &Visit, chain: &'a Chain, weak: &dyn Fn(&str) -> String) -> Supplied<'a> {
    let mut rows = 0;
    let mut parties = Vec::new();
    for (place, party) in chain.parties.iter().enumerate() {
        let first = rows;
        let mut promises = Vec::new();
        for (at, promise) in party.promises.iter().enumerate() {
            let its = |one: &&gemba_figures::alignment::Finding| {
                one.party == Some(place) && one.promise == Some(at)
            };
            let found = chain.broken().find(its);
            let is_near = chain
                .links
                .iter()
                .any(|link| (link.party, link.promise, link.is_near) == (place, Some(at), true));
            let class = match (found.is_some(), is_near) {
                (true, _) => "node weak",
                (false, true) => "node near",
                (false, false) => "node",
            };
            let tight =
                || visit.text_with("alignment-box-near", &[("what", promise.words.clone().into())]);
            let below = match found {
                Some(one) => weak(&one.short),
                None if is_near => tight(),
                None => promise.words.clone(),
            };
            let y = number(rows) * ROW;
            let about = Some(&promise.about);
            let title = promise.about.title.clone();
            promises.push((Box { column: 4, y, about, title, below, class }, found.is_some()));
            rows += 1;
        }
        let of_party = || {
            chain.findings.iter().filter(|one| one.party == Some(place) && one.promise.is_none())
        };
        // Where the supplier alone is named, the box of the party says that nothing binds it.
        let is_bound = party.under != party.who;
        for lack in of_party().filter(|one| !one.is_broken && is_bound) {
            let y = number(rows) * ROW;
            let title = visit.text("alignment-box-none");
            let below = lack.short.clone();
            promises
                .push((Box { column: 4, y, about: None, title, below, class: "node lack" }, false));
            rows += 1;
        }
        rows = rows.max(first + 1);
        let found = of_party().find(|one| one.is_broken || !is_bound);
        let below = found.map_or_else(|| party.under.title.clone(), |one| weak(&one.short));
        let y = i32::midpoint(number(first) * ROW, number(rows - 1) * ROW);
        let (about, title) = (Some(&party.under), party.who.title.clone());
        let class = if found.is_some() { "node weak" } else { "node" };
        let is_weak = found.is_some() || promises.iter().any(|(_, is_weak)| *is_weak);
        parties.push(Supply {
            of: Box { column: 3, y, about, title, below, class },
            is_weak,
            promises,
        });
    }
    Supplied { rows: rows.max(1), parties }
}

fn number(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX / ROW)
}
