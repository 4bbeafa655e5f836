//! What is known already about something that somebody writes down: by rare words, by the same service or part, and
//! only what the asker may see.
use crate::house::{add, json, open, person};
use gemba_desk::{Alike, Command, Desk};
use gemba_model::known_answers::{ASKING, POINTS_MIN, SAME, Source};
use gemba_testkit::on_both_engines;
use gemba_vocabulary::actor::{Actor, Channel, Role};
use serde_json::json;

fn found(desk: &Desk, actor: &Actor, source: Source, text: &str, same: &[(&str, i64)]) -> Vec<i64> {
    let points = |field: &str| SAME.iter().find(|(one, _)| *one == field).unwrap().1;
    let same = same.iter().map(|(field, id)| (source.field_for(field), *id, points(field)));
    let alike = Alike {
        kind: source.kind(),
        filters: source.filters(),
        text,
        usual: ASKING,
        same: same.collect(),
        but: None,
        points_min: POINTS_MIN,
        limit: 10,
    };
    desk.similar(actor, &alike).unwrap().iter().map(|like| like.record.id).collect()
}

fn published(desk: &Desk, agent: &Actor, summary: &str, item: i64, visibility: &str) -> i64 {
    let problem = add(desk, agent, "problem", json!({"summary": "Behind it"}));
    let known = json!({"summary": summary, "cause": "Unknown to us", "problem": problem,
        "workaround": "Again", "visibility": visibility, "configuration_items": [item],
        "reviewed_by": agent.person});
    let known = add(desk, agent, "known_error", known);
    desk.run(agent, Command::verb("known_error", known, "publish")).unwrap();
    known
}

#[test]
fn known_errors_are_found_by_rare_words_or_the_same_part_once_they_are_published() {
    on_both_engines(|url| {
        let desk = open(url);
        let agent = person(&desk, "mara", Role::Agent, None);
        let house = Actor::house(Channel::CommandLine);
        let item = |name: &str| add(&desk, &house, "configuration_item", json!({"name": name}));
        let (wifi, printer) = (item("wifi-1"), item("print-1"));
        let scanner = published(&desk, &agent, "The scanner freezes in the hall", wifi, "inside");
        let spooler = published(&desk, &agent, "The spooler stops in the night", printer, "inside");
        let draft = json!({"summary": "Scanner draft", "cause": "?", "problem": 1});
        add(&desk, &agent, "known_error", draft);
        let known =
            |text: &str, same: &[(&str, i64)]| found(&desk, &agent, Source::KnownError, text, same);
        assert_eq!(known("my scanner is broken since noon", &[]), [scanner]);
        assert_eq!(known("Nothing works", &[("configuration_item", printer)]), [spooler]);
        assert_eq!(known("scanner", &[("configuration_item", printer)]), [scanner, spooler]);
        assert_eq!(known("is so", &[]), [0_i64; 0], "short words say little");
        // In a short list each word is rare; what stands in most incidents is not.
        for place in 0..130 {
            let summary = format!("The lamp {place} in the hall");
            add(&desk, &agent, "incident", json!({"summary": summary}));
        }
        assert_eq!(known("the hall", &[]), [0_i64; 0]);
        assert_eq!(known("the scanner", &[]), [scanner]);
    });
}

#[test]
fn people_from_outside_find_what_is_for_everybody_and_their_own_incidents() {
    on_both_engines(|url| {
        let desk = open(url);
        let agent = person(&desk, "mara", Role::Agent, None);
        let house = Actor::house(Channel::CommandLine);
        let osprey = add(&desk, &house, "customer", json!({"name": "Osprey"}));
        let hanna = person(&desk, "hanna", Role::CustomerContact, Some(osprey));
        let item = add(&desk, &house, "configuration_item", json!({"name": "wifi-1"}));
        let inside = published(&desk, &agent, "Scanner secret of the house", item, "inside");
        let shown = published(&desk, &agent, "Scanner freezes", item, "everybody");
        let own = json!({"summary": "Scanner broken", "customer": osprey});
        let own = add(&desk, &agent, "incident", own);
        add(&desk, &agent, "incident", json!({"summary": "Scanner of somebody else"}));
        let same = [("configuration_item", item)];
        assert_eq!(found(&desk, &hanna, Source::KnownError, "scanner", &same), [shown]);
        assert_eq!(found(&desk, &hanna, Source::Incident, "scanner", &same), [own]);
        assert_eq!(found(&desk, &agent, Source::KnownError, "scanner", &[]), [shown, inside]);
        assert_eq!(desk.record(&hanna, "known_error", shown).unwrap().id, shown);
        assert!(desk.record(&hanna, "known_error", inside).is_err());
        let hits = desk.search(&hanna, "scanner", Some("known_error"), 9).unwrap();
        assert_eq!(hits.iter().map(|hit| hit.id).collect::<Vec<_>>(), [shown]);
        // What is revised is theirs no longer, until somebody has looked it over.
        let revise = Command::verb("known_error", shown, "revise").with_note("Also at noon");
        desk.run(&agent, revise).unwrap();
        assert_eq!(found(&desk, &hanna, Source::KnownError, "scanner", &[]), [0_i64; 0]);
        assert!(desk.record(&hanna, "known_error", shown).is_err());
        let change = Command::change("known_error", shown, None, json(json!({"summary": "Mine"})));
        assert!(desk.run(&hanna, change).is_err());
    });
}
