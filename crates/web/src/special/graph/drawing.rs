//! The picture: boxes that lead to their records, and lines that say what the one has to do with the other.
use super::{
    layout::{BOX_HEIGHT, BOX_WIDTH, Place, Placing, fitted, layout, line},
    scene::{Node, Scene},
    word,
};
use crate::{address, visit::Visit};
use maud::{Markup, html};
use std::fmt::Write as _;

const TITLE_LETTERS_MAX: usize = 21;
const BELOW_LETTERS_MAX: usize = 30;

/// Draws the scene.
pub fn draw(visit: &Visit, scene: &Scene) -> Markup {
    let placing: Vec<_> = scene
        .nodes
        .iter()
        .map(|node| Placing {
            layer: node.layer,
            before: node.before,
            title: counted(&scene.known(node.kind, node.id).title),
        })
        .collect();
    let layout = layout(&placing);
    let at = |place: usize| layout.boxes.get(place).copied();
    let words = visit.desk.graph_words();
    let said = |by: &str| {
        let found = words.iter().find(|(_, _, name)| *name == by);
        found.map(|(def, field, name)| word(visit, def, field, name)).unwrap_or_default()
    };
    let (width, height) = (layout.width, layout.height);
    html! {
        svg.graph width=(width) height=(height) viewBox={ "0 0 " (width) " " (height) }
            role="group" aria-label=(visit.text("graph-picture"))
        {
            defs {
                marker #arrow viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7"
                    orient="auto-start-reverse"
                {
                    path.head-of-line d="M0 0L8 4L0 8z" {}
                }
            }
            @for (from, to) in &scene.gaps {
                @if let (Some(from), Some(to)) = (at(*from), at(*to)) {
                    path.line-of.gap d=(line(from, to)) {}
                }
            }
            @for between in &scene.lines {
                @if let (Some(from), Some(to)) = (at(between.from), at(between.to)) {
                    path.line-of d=(line(from, to)) marker-end="url(#arrow)" {
                        title { (said(between.by)) }
                    }
                }
            }
            @for (place, node) in scene.nodes.iter().enumerate() {
                @if let Some(corner) = at(place) { (drawn(visit, scene, node, corner)) }
            }
        }
    }
}

fn drawn(visit: &Visit, scene: &Scene, node: &Node, place: Place) -> Markup {
    let Place { x, y, .. } = place;
    let known = scene.known(node.kind, node.id);
    let view = visit.desk.view(node.kind);
    let state = view.as_ref().map(|view| visit.texts.state_label(view.def, &known.state));
    let state = state.unwrap_or_default();
    let is_over =
        view.is_some_and(|view| view.def.state(&known.state).is_some_and(|state| state.is_end));
    let below = format!("{} · {state}", known.type_name);
    let class = match (node.layer, is_over) {
        (0, _) => "node me",
        (_, true) => "node over",
        _ => "node",
    };
    let round = if node.kind == "service" { 19 } else { 5 };
    let whole = format!("{}, {below}, {}", known.title, known.number);
    html! {
        a class=(class) href=(address::of_record(node.kind, node.id)) {
            title { (whole) }
            rect x=(x) y=(y) width=(BOX_WIDTH) height=(BOX_HEIGHT) rx=(round) {}
            text x=(x + 12) y=(y + 16) { (fitted(&known.title, TITLE_LETTERS_MAX)) }
            text.below x=(x + 12) y=(y + 30) { (fitted(&below, BELOW_LETTERS_MAX)) }
        }
    }
}

/// A name as it is sorted: `port 2` stands before `port 10`.
fn counted(name: &str) -> String {
    let (mut sorted, mut digits) = (String::new(), String::new());
    for letter in name.chars().chain(['\0']) {
        if letter.is_ascii_digit() {
            digits.push(letter);
            continue;
        }
        if !digits.is_empty() {
            let _ = write!(sorted, "{:0>12}", std::mem::take(&mut digits));
        }
        sorted.push(letter);
    }
    sorted
}

#[cfg(test)]
mod tests {
    use super::counted;

    #[test]
    fn numbers_within_names_are_sorted_as_numbers() {
        let mut names = ["eth10", "eth2", "eth2/11", "eth2/9", "eth"];
        names.sort_by_key(|name| counted(name));
        assert_eq!(names, ["eth", "eth2", "eth2/9", "eth2/11", "eth10"]);
    }
}
