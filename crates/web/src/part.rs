//! The small parts that every page is made of: an icon, a face, a state, a hint.
use crate::{asset, visit::Visit};
use gemba_model::{ChoiceDef, KindDef, Tone};
use maud::{Markup, html};

/// A picture from the sheet of icons; it says nothing to those who listen.
pub fn icon(name: &str) -> Markup {
    html! {
        svg.icon aria-hidden="true" { use href=(format!("{}#{name}", asset::icons())) {} }
    }
}

/// The house's sign.
pub fn wheel() -> Markup {
    html! {
        svg.wheel viewBox="0 0 20 20" aria-hidden="true" {
            path.turn d="M10 2.5a7.5 7.5 0 0 1 7.5 7.5" {}
            path d="M17.5 10A7.5 7.5 0 0 1 10 17.5" opacity=".75" {}
            path d="M10 17.5A7.5 7.5 0 0 1 2.5 10" opacity=".5" {}
            path d="M2.5 10A7.5 7.5 0 0 1 10 2.5" opacity=".28" {}
        }
    }
}

/// The field that proves that a form is ours; stands first in every form that posts.
pub fn csrf(visit: &Visit) -> Markup {
    html! { input type="hidden" name="csrf" value=(visit.session.csrf); }
}

/// Words of a definition: what stands between backticks is shown as it is to be typed.
pub fn said(words: &str) -> Markup {
    html! {
        @for (place, part) in words.split('`').enumerate() {
            @if place % 2 == 1 { code { (part) } } @else { (part) }
        }
    }
}

/// The initials of a name: of its first and last word.
pub fn initials(name: &str) -> String {
    let mut words = name
        .split_whitespace()
        .filter_map(|word| word.chars().find(|letter| letter.is_alphanumeric()));
    let (first, last) = (words.next(), words.next_back());
    first.into_iter().chain(last).flat_map(char::to_uppercase).collect()
}

/// A person as a round sign alone, with the name for those who listen or point.
pub fn face(name: &str) -> Markup {
    html! { span.face role="img" aria-label=(name) title=(name) { (initials(name)) } }
}

/// A person as a round sign beside the name.
pub fn who(name: &str) -> Markup {
    html! { span.who { span.face aria-hidden="true" { (initials(name)) } " " (name) } }
}

/// A person as a round sign beside the name, which leads to their page.
pub fn who_linked(name: &str, href: &str) -> Markup {
    html! {
        span.who {
            span.face aria-hidden="true" { (initials(name)) } " " a.link.in-text href=(href) { (name) }
        }
    }
}

/// A record's state: a shape beside its word.
pub fn state(visit: &Visit, def: &KindDef, name: &str) -> Markup {
    let shape = def.state(name).map_or("new", shape);
    html! { span class={ "state " (shape) } { (visit.texts.state_label(def, name)) } }
}

/// The shape that stands for a state.
pub fn shape(state: &ChoiceDef) -> &'static str {
    match (state.tone, state.is_end) {
        (Tone::Off, _) => "stopped",
        // What went well and is over is quiet; what went well and may still come back is green.
        (Tone::Done, true) => "shut",
        (tone, _) => tone.name(),
    }
}

/// How much a priority asks for: bars of ink.
pub fn priority(visit: &Visit, priority: i64) -> Markup {
    let words = visit.text_with("priority-of", &[("priority", priority.into())]);
    html! {
        span class={ "prio p" (priority) } role="img" aria-label=(words) title=(words) { i{} i{} i{} i{} }
    }
}

/// What a summary of mistakes on top of a form says; each names the field's element and what is wrong.
pub fn mistakes(title: &str, faults: &[(String, String)]) -> Markup {
    html! {
        div.summary role="alert" tabindex="-1" {
            h2 { (icon("warning")) " " (title) }
            @if !faults.is_empty() {
                ul { @for (id, fault) in faults { li { a href={ "#" (id) } { (fault) } } } }
            }
        }
    }
}

/// What stands where a list would be.
pub fn empty(sign: &str, title: &str, words: &str, verbs: Markup) -> Markup {
    html! {
        div.empty {
            (icon(sign))
            h2 { (title) }
            p { (words) }
            @if !verbs.0.is_empty() { div.verbs { (verbs) } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn initials_are_of_the_first_and_the_last_word() {
        assert_eq!(initials("Mara Lind"), "ML");
        assert_eq!(initials("ana maria de la ruiz"), "AR");
        assert_eq!(initials("Ölaf"), "Ö");
        assert_eq!(initials("caller 12 (“x”)"), "CX");
        assert_eq!(initials(""), "");
    }
}
