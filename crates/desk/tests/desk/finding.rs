//! Finding by words: the same on both engines, unfinished words too, and nobody finds by what they do not see.
use crate::house::{add, json, open, person};
use gemba_desk::{Command, Desk, Query};
use gemba_testkit::on_both_engines;
use gemba_vocabulary::actor::{Actor, Channel, Role};
use serde_json::json;

fn ids(desk: &Desk, actor: &Actor, text: &str, limit: usize) -> Vec<i64> {
    let hits = desk.search(actor, text, Some("incident"), limit).unwrap();
    hits.into_iter().map(|hit| hit.id).collect()
}

fn raise(desk: &Desk, actor: &Actor, summary: &str) -> i64 {
    add(desk, actor, "incident", json!({"summary": summary}))
}

#[test]
fn words_are_found_whole_and_unfinished_without_accents_and_within_addresses() {
    on_both_engines(|url| {
        let desk = open(url);
        let agent = person(&desk, "mara", Role::Agent, None);
        let first = raise(&desk, &agent, "Störung am Drucker-4711, fragt ines.novak@example.org");
        let second = raise(&desk, &agent, "Die Drucksachen fehlen");
        for (text, found) in [
            ("störung", vec![first]),
            ("STORUNG", vec![first]),
            ("stor", vec![first]),
            ("druck", vec![second, first]),
            ("drucker", vec![first]),
            ("4711", vec![first]),
            ("471", vec![]),
            ("novak", vec![first]),
            ("nov", vec![first]),
            ("drucker stö", vec![first]),
            ("stö drucker", vec![]),
            ("fehlen druck", vec![second]),
            ("\"NEAR\" * ) '", vec![]),
            ("\u{0}druck\\", vec![second, first]),
        ] {
            assert_eq!(ids(&desk, &agent, text, 10), found, "{text}");
        }
    });
}

#[test]
fn a_begin_with_very_many_endings_still_finds_as_many_as_asked_for() {
    on_both_engines(|url| {
        let desk = open(url);
        let agent = person(&desk, "mara", Role::Agent, None);
        let letter = |place: u8| char::from(b'a' + place);
        for place in 0..150_u8 {
            let ending: String = [place / 26, place % 26].map(letter).iter().collect();
            raise(&desk, &agent, &format!("zu{ending} Nummer {}", place % 2));
        }
        assert_eq!(ids(&desk, &agent, "zu", 100).len(), 100);
        assert_eq!(ids(&desk, &agent, "zu", 400).len(), 150);
        // The other word narrows to records of which the last ones have late endings only.
        assert_eq!(ids(&desk, &agent, "1 zu", 400).len(), 75);
        assert_eq!(ids(&desk, &agent, "zuf", 400).len(), 20);
    });
}

#[test]
fn what_was_said_is_found_by_those_who_may_read_it() {
    on_both_engines(|url| {
        let desk = open(url);
        let house = Actor::house(Channel::CommandLine);
        let customer = add(&desk, &house, "customer", json!({"name": "Bakery"}));
        let agent = person(&desk, "mara", Role::Agent, None);
        let outside = person(&desk, "otto", Role::CustomerContact, Some(customer));
        let fields = json!({"summary": "Oven is cold", "customer": customer, "tags": ["gasket"]});
        let id = add(&desk, &agent, "incident", fields);
        let say = |verb: &str, text: &str| {
            desk.run(&agent, Command::verb("incident", id, verb).with_note(text)).unwrap();
        };
        say("comment", "Which thermostat is it?");
        say("note", "They forgot the invoice again");
        let change = Command::change("incident", id, None, json(json!({"summary": "Oven cools"})));
        desk.run(&agent, change).unwrap();
        for (text, inside, outsiders) in [
            ("thermo", 1, 1),
            ("invoice", 1, 0),
            ("gasket", 1, 0),
            ("cools", 1, 1),
            ("cold", 0, 0),
            ("thermostat invoice", 1, 0),
        ] {
            assert_eq!(ids(&desk, &agent, text, 5).len(), inside, "{text}");
            assert_eq!(ids(&desk, &outside, text, 5).len(), outsiders, "{text}, from outside");
        }
    });
}

#[test]
fn a_refused_command_leaves_no_word_behind_and_an_erased_name_is_gone() {
    on_both_engines(|url| {
        let desk = open(url);
        let house = Actor::house(Channel::CommandLine);
        let someone = person(&desk, "zacharias", Role::Agent, None);
        let twice = json!({"name": "Quirin", "email": "zacharias@example.org"});
        let again = || Command::create("person", json(twice.clone()));
        let answers = desk.run_many(&house, vec![again(), again()]).unwrap();
        assert!(answers.iter().all(Result::is_err), "the address is taken");
        let quirin = json!({"name": "Quirin", "email": "quirin@example.org"});
        add(&desk, &house, "person", quirin);
        let found = |text: &str| desk.search(&house, text, Some("person"), 5).unwrap().len();
        assert_eq!((found("zach"), found("quir"), found("exa")), (1, 1, 2));
        let erase = Command::verb("person", someone.person.unwrap(), "erase");
        desk.run(&house, erase.with_note("Asked to be forgotten")).unwrap();
        assert_eq!((found("zach"), found("zacharias"), found("exa")), (0, 0, 1));
        assert_eq!(found("erased"), 1);
    });
}

#[test]
fn a_list_narrowed_by_a_common_word_has_every_record_that_holds_it() {
    on_both_engines(|url| {
        let desk = open(url);
        let agent = person(&desk, "mara", Role::Agent, None);
        let raise = |number: usize| {
            let team = if number.is_multiple_of(2) { "even" } else { "odd" };
            let summary = format!("Mailing {number} fails for {team} people");
            Command::create("incident", json(json!({"summary": summary})))
        };
        desk.run_many(&agent, (0..1_200).map(raise).collect()).unwrap();
        let view = desk.view("incident").unwrap();
        let all = |text: &str, sort: &str| {
            let (mut seen, mut after) = (Vec::new(), String::new());
            loop {
                let pairs = [("q", text), ("sort", sort), ("limit", "200"), ("after", &after)];
                let pairs = pairs.map(|(name, text)| (name.to_owned(), text.to_owned()));
                let page = desk.list(&agent, &Query::parse(&view, &pairs).unwrap()).unwrap();
                seen.extend(page.records.iter().map(|record| record.id));
                let Some(next) = page.next else { return seen };
                after = next;
            }
        };
        for (text, count) in
            [("mailing", 1_200), ("mail", 1_200), ("odd mail", 600), ("117", 1), ("1117", 1)]
        {
            let mut seen = all(text, "opened_at");
            seen.sort_unstable();
            seen.dedup();
            assert_eq!(seen.len(), count, "{text}");
            assert!(all(text, "id").is_sorted(), "{text}");
        }
        assert_eq!(ids(&desk, &agent, "odd mail", 700).len(), 500, "a search shows 500 at most");
        assert_eq!(ids(&desk, &agent, "1 mai", 5), [2], "the number is finished");
    });
}
