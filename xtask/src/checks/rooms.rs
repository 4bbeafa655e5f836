//! Never 1: a room imports another room.
use super::Finding;
use crate::{
    source::Source,
    tree::Tree,
    use_paths::{UsePath, use_paths},
};

const ROOMS: &str = "crates/practices/src/";
/// What is no room: the list of them, and what their tests share.
const NO_ROOMS: &[&str] = &["lib.rs", "register.rs", "story.rs"];
/// What the tests of rooms share: the story, and the list of rooms in which they look up their own.
const SHARED_BY_TESTS: [&str; 2] = ["story", "register"];
/// The mark of a file that holds tests alone.
const TESTS_ALONE: &str = "#![cfg(test)]";

/// A room may name the words, the model, and the modules below itself.
pub fn rooms(tree: &Tree, check: &'static str) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in tree.rust() {
        let Some(inner) = path.strip_prefix(ROOMS).filter(|inner| !NO_ROOMS.contains(inner)) else {
            continue;
        };
        let module: Vec<&str> = inner.trim_end_matches(".rs").split('/').collect();
        let room_parts = room_parts(tree, &module);
        let source = Source::read(text);
        let has_tests_alone = source.code.lines().any(|line| line == TESTS_ALONE);
        for used in use_paths(&source.code) {
            let place = match used.at >= source.main_bytes {
                _ if has_tests_alone => Place::TestsAlone,
                true => Place::Tests,
                false => Place::Room,
            };
            if let Some(why) = wrong(&used, &module, room_parts, place) {
                let says = format!(
                    "the room names {}, {why}. Refer to it by `kind::…`; common rules go down to `model`.",
                    used.text()
                );
                findings.push(Finding::new(check, path, source.line(used.at), says));
            }
        }
    }
    findings
}

/// Where a path is used.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// In what the room does.
    Room,
    /// In the tests at the end of its file.
    Tests,
    /// In a file of tests.
    TestsAlone,
}

/// How many parts of a module's path name its room: a room is the first file on the way down.
fn room_parts(tree: &Tree, module: &[&str]) -> usize {
    let is_file = |count: &usize| {
        let path = format!("{ROOMS}{}.rs", module.get(..*count).unwrap_or_default().join("/"));
        tree.paths().any(|one| one == path)
    };
    (1..=module.len()).find(is_file).unwrap_or(module.len())
}

fn wrong(used: &UsePath, module: &[&str], room_parts: usize, place: Place) -> Option<String> {
    let first = used.parts.first()?;
    let room = module.get(..room_parts).unwrap_or_default();
    match first.as_str() {
        "crate" => {
            let own: Vec<&str> = std::iter::once("crate").chain(room.iter().copied()).collect();
            let is_shared = place != Place::Room
                && SHARED_BY_TESTS.iter().any(|shared| used.begins(&["crate", shared]));
            (!used.begins(&own) && !is_shared).then(|| "which is outside of it".to_owned())
        }
        "super" => {
            let ups = used.parts.iter().take_while(|part| *part == "super").count();
            // The module of the tests is one step further down.
            let below = module.len() - room_parts + usize::from(place == Place::Tests);
            (ups > below).then(|| "which leaves it".to_owned())
        }
        crate_name if crate_name.starts_with("gemba_") => {
            let is_below = ["gemba_vocabulary", "gemba_model"].contains(&crate_name);
            (!is_below).then(|| "a crate that rooms do not know".to_owned())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::says;

    const INCIDENT: &str = "crates/practices/src/operation/resolution/incident.rs";
    const RULES: &str = "crates/practices/src/operation/resolution/incident/rules.rs";

    fn on(path: &str, text: &str) -> Vec<String> {
        let mut files = vec![(INCIDENT, ""), (path, text)];
        files.dedup_by_key(|file| file.0);
        let last = files.len() - 1;
        files[last].1 = text;
        says(rooms, &files)
    }

    #[test]
    fn a_room_that_imports_another_is_found() {
        let found = on(INCIDENT, "\nuse crate::{operation::resolution::problem::Problem, x};");
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].contains(":2: ") && found[0].contains("resolution::problem::Problem"));
        assert_eq!(on(INCIDENT, "fn a() { super::problem::b() }").len(), 1);
        assert_eq!(on(RULES, "use super::super::problem;").len(), 1);
        assert_eq!(on(INCIDENT, "use gemba_desk::Desk;").len(), 1);
        let in_tests = "#[cfg(test)]\nmod tests {\n use super::super::problem::Problem;\n}";
        assert_eq!(on(INCIDENT, in_tests).len(), 1);
        assert_eq!(on(INCIDENT, "use crate::story::Story;").len(), 1, "the story is for tests");
    }

    #[test]
    fn a_file_of_tests_alone_tells_stories_and_names_no_other_room_either() {
        let alone = |text: &str| on(RULES, &format!("//! Tests.\n#![cfg(test)]\n{text}"));
        let stories = "use super::Incident;\nuse crate::{register::kind, story::Story};";
        assert_eq!(alone(stories), [""; 0]);
        assert_eq!(alone("use super::super::problem::Problem;").len(), 1);
        assert_eq!(alone("use crate::support::team::Team;").len(), 1);
    }

    #[test]
    fn a_room_may_name_itself_and_what_is_below() {
        let text = "use gemba_model::Kind;\nuse rules::settle;\nuse crate::operation::resolution::incident::rules;\n\
                    #[cfg(test)]\nmod tests {\n use super::*;\n use crate::story::Story;\n}";
        assert_eq!(on(INCIDENT, text), [""; 0]);
        assert_eq!(
            on(
                RULES,
                "use super::Incident;\n#[cfg(test)]\nmod tests { use super::super::Incident; }"
            ),
            [""; 0]
        );
        assert_eq!(
            on("crates/practices/src/register.rs", "use crate::support::team::Team;"),
            [""; 0]
        );
    }
}
