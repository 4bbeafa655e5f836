//! What a page never does: load from a third party, or carry styles and scripts of its own.
use super::Finding;
use crate::{
    source::{Source, is_word},
    tree::{Tree, crate_of, is_test},
};

const PAGES: &[&str] = &["web", "api"];
/// Names that look like addresses, but are never asked for.
const NAMESPACES: &[&str] = &["http://www.w3.org/"];
/// What makes a browser load something from an address.
const LOADING: &[&str] = &["src=", "action=", "data=", "poster=", "srcset="];
const EVENTS: &[&str] = &[
    "onclick",
    "onchange",
    "oninput",
    "onsubmit",
    "onload",
    "onerror",
    "onfocus",
    "onblur",
    "onkeydown",
    "onkeyup",
    "onmouseover",
    "ontoggle",
];

/// Scripts, styles, pictures and fonts come from this server alone.
pub fn third_party(tree: &Tree, check: &'static str) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in of_pages(tree, &["js", "css", "html", "svg"]) {
        for (place, line) in text.lines().enumerate().filter(|(_, line)| has_address(line)) {
            let says = format!(
                "“{}” names an address outside; assets come from this server alone.",
                line.trim()
            );
            findings.push(Finding::new(check, path, place + 1, says));
        }
    }
    for (path, text) in of_pages(tree, &["rs"]).filter(|(path, _)| !is_test(path)) {
        let source = Source::read(text);
        for literal in source.main_literals() {
            let before = source.before(literal.from);
            let is_address = has_address(&literal.text);
            let is_loaded = LOADING.iter().any(|attribute| before.ends_with(attribute))
                || before.ends_with("href=") && opens_element(before, "link");
            let is_loading = ["<script", "<link", "<img", "<iframe", "url(", "@import"];
            let loads = is_loading.iter().any(|sign| literal.text.contains(sign));
            let is_loose_policy = literal.text.contains("-src ")
                && (literal.text.contains("http") || literal.text.contains("'unsafe-"));
            if is_address && (is_loaded || loads) || is_loose_policy {
                let says = format!("“{}” lets a page load from outside.", literal.text);
                findings.push(Finding::new(check, path, source.line(literal.from), says));
            }
        }
    }
    findings
}

/// The content security policy forbids styles and scripts within a page; so nobody writes one.
pub fn inline(tree: &Tree, check: &'static str) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in of_pages(tree, &["rs"]).filter(|(path, _)| !is_test(path)) {
        let source = Source::read(text);
        let mut find = |at: usize, what: &str| {
            let says = format!("{what} within a page; put it into the stylesheet or the script.");
            findings.push(Finding::new(check, path, source.line(at), says));
        };
        for (at, attribute) in attributes(source.main()) {
            if attribute == "style" {
                find(at, "a style");
            } else if EVENTS.contains(&attribute) {
                find(at, "a script");
            }
        }
        for (at, _) in
            source.main().match_indices("script").chain(source.main().match_indices("style"))
        {
            if has_body(source.main(), at) {
                find(at, "an element with its own script or style");
            }
        }
        for literal in source.main_literals().filter(|literal| is_inline(&literal.text)) {
            find(literal.from, "a style or script");
        }
    }
    for (path, text) in of_pages(tree, &["html", "svg"]) {
        for (place, line) in text.lines().enumerate().filter(|(_, line)| is_inline(line)) {
            let says = format!("“{}” has a style or script of its own.", line.trim());
            findings.push(Finding::new(check, path, place + 1, says));
        }
    }
    findings
}

fn of_pages<'a>(
    tree: &'a Tree,
    endings: &'static [&'static str],
) -> impl Iterator<Item = (&'a str, &'a str)> {
    tree.ending(endings)
        .filter(|(path, _)| crate_of(path).is_some_and(|name| PAGES.contains(&name)))
}

fn has_address(text: &str) -> bool {
    let signs = ["http://", "https://"];
    signs.iter().flat_map(|sign| text.match_indices(sign)).any(|(at, _)| {
        let address = text.get(at..).unwrap_or_default();
        !NAMESPACES.iter().any(|namespace| address.starts_with(namespace))
    })
}

/// Whether the code before a place is within an element of that name: `link rel="x" href=`.
fn opens_element(before: &str, name: &str) -> bool {
    let statement = before.rsplit([';', '{', '}']).next().unwrap_or_default().trim_start();
    statement.strip_prefix(name).is_some_and(|rest| rest.starts_with([' ', '.', '#']))
}

/// Attributes as pages write them: a name, `=` without space, and a value.
fn attributes(code: &str) -> impl Iterator<Item = (usize, &str)> {
    crate::source::words(code).filter(|(at, word)| {
        let after = code.get(at + word.len()..).unwrap_or_default();
        let value = after.strip_prefix('=').unwrap_or_default();
        let begins = code.get(..*at).is_some_and(|before| before.ends_with([' ', '\n', '"', ')']));
        begins && value.starts_with(['"', '(', '{', '['])
    })
}

/// Whether an element begins here that has something between its tags: `script { … }`.
fn has_body(code: &str, at: usize) -> bool {
    let before = code.get(..at).unwrap_or_default();
    let is_statement = before.trim_end().is_empty() || before.trim_end().ends_with(['{', '}', ';']);
    let rest = code.get(at..).unwrap_or_default();
    let after =
        rest.get(rest.find(|letter| !is_word(letter)).unwrap_or(rest.len())..).unwrap_or_default();
    let head = after.split(['{', ';', '}']).next().unwrap_or_default();
    let is_element = head.starts_with([' ', '.', '#']) && !head.contains(['(', ':', '!', ',']);
    let is_assignment = head.trim_start().starts_with("= ") || head.trim_start().starts_with("=>");
    is_statement
        && is_element
        && !is_assignment
        && after.get(head.len()..).is_some_and(|body| body.starts_with('{'))
}

fn is_inline(text: &str) -> bool {
    let text = text.to_lowercase();
    [" style=", "<style", "<script>", "javascript:"].iter().any(|sign| text.contains(sign))
        || EVENTS.iter().any(|event| text.contains(&format!(" {event}=")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::says;

    const PAGE: &str = "crates/web/src/shell.rs";

    #[test]
    fn what_is_loaded_from_outside_is_found() {
        for (path, text) in [
            ("crates/web/assets/gemba.css", "@import url(https://fonts.example/a.css);"),
            ("crates/web/assets/gemba.js", "import a from \"https://cdn.example/a.js\";"),
            (PAGE, "html! { script src=\"https://cdn.example/a.js\" {} }"),
            (
                PAGE,
                "html! { head { link rel=\"stylesheet\" href=\"https://cdn.example/a.css\"; } }",
            ),
            ("crates/api/src/manual.rs", "\"<script src='http://cdn.example/a.js'></script>\""),
            (PAGE, "\"default-src 'self'; script-src 'unsafe-inline'\""),
        ] {
            assert_eq!(says(third_party, &[(path, text)]).len(), 1, "{text}");
        }
    }

    #[test]
    fn our_own_assets_namespaces_and_links_are_fine() {
        for (path, text) in [
            ("crates/web/assets/icons.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>"),
            (
                PAGE,
                "html! { link rel=\"icon\" href=\"/assets/favicon.svg\"; a href=\"https://example.org\" {} }",
            ),
            (PAGE, "\"default-src 'self'; img-src 'self' data:\""),
        ] {
            assert_eq!(says(third_party, &[(path, text)]), [""; 0], "{text}");
        }
    }

    #[test]
    fn styles_and_scripts_within_a_page_are_found() {
        for text in [
            "html! { p style=\"color: red\" {} }",
            "html! { p style=(color) {} }",
            "html! { button onclick=\"go()\" {} }",
            "html! { head { script { (code) } } }",
            "html! { head { style { (css) } } }",
            "PreEscaped(\"<script>go()</script>\")",
            "format!(\"<rect style='fill: red'/>\")",
        ] {
            assert_eq!(says(inline, &[(PAGE, text)]).len(), 1, "{text}");
        }
        let icon = ("crates/web/assets/icons.svg", "<path style=\"fill: red\"/>");
        assert_eq!(says(inline, &[icon]).len(), 1);
    }

    #[test]
    fn what_only_sounds_like_a_style_is_fine() {
        for text in [
            "let style = Style { a: 1 };",
            "html! { script src=(address) defer; link rel=\"stylesheet\" href=\"/assets/gemba.css\"; }",
            "fn script() -> Markup { html! {} }",
            "style: Style { a }",
            "match x { script => { a } }",
        ] {
            assert_eq!(says(inline, &[(PAGE, text)]), [""; 0], "{text}");
        }
    }
}
