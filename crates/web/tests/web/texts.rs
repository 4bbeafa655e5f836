//! Every word of the pages comes by a key that the language has, and a language is added without touching a room.
use gemba_model::{
    Choice, Menu,
    check::Outcome,
    item_attributes::Needed,
    lifecycle::{Nearness, Sort},
};
use gemba_vocabulary::actor::{Channel, Role};
use gemba_web::texts::Texts;
use std::{collections::BTreeSet, fs, path::Path};

const ENGLISH: &str = include_str!("../../locales/en.ftl");

fn sources() -> Vec<(String, String)> {
    fn walk(folder: &Path, found: &mut Vec<(String, String)>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|end| end == "rs") {
                found.push((path.display().to_string(), fs::read_to_string(&path).unwrap()));
            }
        }
    }
    let mut found = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    found
}

/// The keys that the sources ask for by name.
fn asked() -> BTreeSet<(String, String)> {
    const CALLS: [&str; 5] = ["text(", "text_with(", "Flash::new(", "refuse(&visit,", "Fault("];
    let mut keys = BTreeSet::new();
    for (path, source) in sources() {
        for call in CALLS {
            for (place, _) in source.match_indices(call) {
                let (before, after) = (&source[..place], &source[place + call.len()..]);
                if before.ends_with("posted.") {
                    continue; // What a form sent, not a word of ours.
                }
                let Some(rest) = after.trim_start().strip_prefix('"') else { continue };
                keys.insert((rest.split('"').next().unwrap().to_owned(), path.clone()));
            }
        }
        // Keys on their way to such a call: what begins like a family of them.
        for word in source.split('"').skip(1).step_by(2) {
            let families = ["flash-", "problem-", "home-", "readiness-", "welcome-", "token-"];
            let is_key = word.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
            if is_key && !word.ends_with('-') && families.iter().any(|one| word.starts_with(one)) {
                keys.insert((word.to_owned(), path.clone()));
            }
        }
    }
    keys
}

/// The keys that are put together from a name, each with all the names there are.
fn composed() -> Vec<String> {
    let mut keys = Vec::new();
    keys.extend(["plan", "do", "check", "act", "organization"].map(|menu| format!("menu-{menu}")));
    keys.extend(["light", "dark", "system"].map(|theme| format!("theme-{theme}")));
    keys.extend(Role::ALL.map(|role| format!("role-{}", role.name())));
    keys.extend(Outcome::ALL.map(|one| format!("outcome-{}", one.name().replace('_', "-"))));
    keys.extend(["1", "2"].map(|stage| format!("readiness-stage-{stage}")));
    keys.extend(["major", "minor"].map(|grade| format!("readiness-would-be-{grade}")));
    for verdict in ["ready", "ready-with-concerns", "not-ready"] {
        keys.push(format!("readiness-verdict-{verdict}"));
    }
    let channels =
        [Channel::Page, Channel::Api, Channel::CommandLine, Channel::Import, Channel::Timer];
    keys.extend(channels.map(|channel| format!("channel-{}", channel.name())));
    for verb in ["read", "create", "change", "comment", "note", "import", "erase", "tag"] {
        keys.push(format!("common-verb-{verb}"));
    }
    keys.extend(gemba_model::leading::all().map(gemba_web::leading::key));
    keys.extend(Sort::ALL.map(|sort| format!("lifecycle-sort-{}", sort.name())));
    for nearness in Nearness::ALL {
        keys.push(format!("lifecycle-{}", nearness.name().replace('_', "-")));
    }
    keys.extend(["nothing", "asked", "followed"].map(|choice| format!("mail-{choice}")));
    for name in ["iso27001", "iso9001", "around-the-clock", "suppliers", "personal-data"] {
        keys.push(format!("start-holds-{name}"));
    }
    for name in ["what", "ends", "day", "owner"] {
        keys.push(format!("lifecycle-{name}"));
    }
    let needed = Needed::ALL.iter().map(|one| one.name().replace('_', "-"));
    keys.extend(needed.map(|name| format!("attributes-{name}")));
    let edition = gemba_conformity::Edition::named("2018").unwrap();
    for requirement in &edition.requirements {
        let mut parts = requirement.clause.split('.');
        let first = parts.next().unwrap();
        let second = parts.next().filter(|_| first == "8").map(|part| format!("-{part}"));
        keys.push(format!("clause-{first}{}", second.unwrap_or_default()));
    }
    keys
}

#[test]
fn english_has_every_key_that_a_page_asks_for() {
    let has: BTreeSet<_> = keys_of(ENGLISH).into_iter().collect();
    let asked = asked();
    assert!(asked.len() > 100, "the sources were found: {}", asked.len());
    let missing: Vec<_> = asked
        .into_iter()
        .chain(composed().into_iter().map(|key| (key, "put together".to_owned())))
        .filter(|(key, _)| !has.contains(key))
        .collect();
    assert!(missing.is_empty(), "en.ftl lacks {missing:#?}");
}

fn keys_of(fluent: &str) -> Vec<String> {
    let lines = fluent.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()));
    lines.filter_map(|line| line.split_once(" = ")).map(|(key, _)| key.to_owned()).collect()
}

#[test]
fn english_can_be_read_whole_and_says_nothing_twice() {
    Texts::of("en", ENGLISH).unwrap();
    let keys = keys_of(ENGLISH);
    let distinct: BTreeSet<_> = keys.iter().collect();
    assert_eq!(keys.len(), distinct.len(), "a key stands twice");
    assert!(Texts::of("en", "broken key\n").is_err(), "what cannot be read is told");
}

#[test]
fn a_language_is_added_for_one_label_and_english_stands_behind_it() {
    let fluent = "field-incident-summary = Zusammenfassung\n\
        field-incident-summary-help = Was nicht geht, in einer Zeile.\n\
        kind-incident-plural = Störungen\n\
        state-incident-new = Neu\n\
        verb-incident-resolve = Lösen\n\
        choice-incident-impact-high = Hoch\n";
    let texts = Texts::of("de", fluent).unwrap();
    let kind = gemba_practices::register::kind("incident").unwrap();
    let def = kind.def();
    let field = |name: &str| def.field(name).unwrap();
    assert_eq!(texts.language(), "de");
    assert_eq!(texts.field_label("incident", field("summary")), "Zusammenfassung");
    assert_eq!(texts.field_help("incident", field("summary")), "Was nicht geht, in einer Zeile.");
    assert_eq!(texts.kind_plural(def), "Störungen");
    assert_eq!(texts.state_label(def, "new"), "Neu");
    assert_eq!(texts.choice_label("incident", field("impact"), "high"), "Hoch");
    let steps = kind.steps();
    let resolve = steps.iter().find(|step| step.verb == "resolve").unwrap();
    assert_eq!(texts.verb_label("incident", resolve), "Lösen");
    // What the language does not say is told as the room or the English file says it.
    assert_eq!(texts.field_label("incident", field("team")), field("team").label);
    assert_eq!(texts.state_label(def, "closed"), "Closed");
    assert_eq!(texts.text("sign-out"), "Sign out");
}

#[test]
fn numbers_are_grouped_and_plurals_chosen() {
    let texts = Texts::english();
    let count = |n: i64| texts.text_with("search-count", &[("n", n.into())]);
    assert_eq!(count(1), "1 record");
    assert_eq!(count(24_918), "24,918 records");
}

#[test]
fn every_quarter_of_the_menu_that_a_kind_stands_in_has_a_word() {
    let texts = Texts::english();
    for kind in gemba_practices::KINDS {
        let word = match kind.def().menu {
            Menu::Plan => "menu-plan",
            Menu::Do => "menu-do",
            Menu::Check => "menu-check",
            Menu::Act => "menu-act",
            Menu::Organization => "menu-organization",
            Menu::Hidden => continue,
        };
        assert_ne!(texts.text(word), word);
    }
}
