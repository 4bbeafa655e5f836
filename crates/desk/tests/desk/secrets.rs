//! Who may learn what, and what happens once: answers kept with the work, erasing, hidden history, files.
use crate::house::{add, json, open, person, value};
use gemba_desk::{Answered, Command, Desk, Done, Input, Once, Query, Refused, Setup};
use gemba_testkit::on_both_engines;
use gemba_vocabulary::{
    Value,
    actor::{Actor, Channel, Role},
};
use jiff::{SignedDuration, Timestamp};
use serde_json::json as of;
use std::{
    sync::atomic::{AtomicI64, Ordering},
    thread,
};

fn once(key: &str, fingerprint: &str) -> Once {
    Once { key: key.to_owned(), fingerprint: fingerprint.to_owned() }
}

fn said(done: &Result<Done, Refused>) -> String {
    match done {
        Ok(done) => format!("{} {} {:?}", done.kind, done.record.id, done.record.values),
        Err(refused) => refused.to_string(),
    }
}

/// What whoever asks is told, and whether it was done just now.
fn ask(desk: &Desk, actor: &Actor, once: Once, command: Command) -> (String, bool) {
    match desk.submit_once(actor, once, command, said).blocking_recv().unwrap().unwrap() {
        Answered::Now(done) => (said(&done), true),
        Answered::Before(text) => (text, false),
        Answered::Erased => ("erased".to_owned(), false),
        Answered::AnotherRequest => ("another request".to_owned(), false),
    }
}

fn lamp() -> Command {
    Command::create("incident", json(of!({"summary": "A lamp is dark"})))
}

fn count(desk: &Desk, actor: &Actor, kind: &str) -> i64 {
    desk.count(actor, kind, &[], 100).unwrap().count
}

#[test]
fn of_sixteen_at_once_with_one_key_one_is_done_and_all_are_told_the_same() {
    on_both_engines(|url| {
        let desk = open(url);
        let agent = person(&desk, "mara", Role::Agent, None);
        let told: Vec<_> = thread::scope(|scope| {
            let ask = || ask(&desk, &agent, once("k", "lamp"), lamp());
            let threads: Vec<_> = (0..16).map(|_| scope.spawn(ask)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert_eq!(told.iter().filter(|(_, is_now)| *is_now).count(), 1, "{told:?}");
        assert!(told.iter().all(|(text, _)| *text == told[0].0), "{told:?}");
        assert_eq!(count(&desk, &agent, "incident"), 1);
        assert_eq!(ask(&desk, &agent, once("k", "lift"), lamp()).0, "another request");
        // The key of somebody else is another key.
        let other = person(&desk, "otto", Role::Agent, None);
        assert!(ask(&desk, &other, once("k", "lamp"), lamp()).1);
        assert_eq!(count(&desk, &agent, "incident"), 2);
    });
}

#[test]
fn whoever_went_away_finds_the_answer_and_a_refusal_too() {
    on_both_engines(|url| {
        let desk = open(url);
        let agent = person(&desk, "mara", Role::Agent, None);
        drop(desk.submit_once(&agent, once("gone", "lamp"), lamp(), said));
        let (text, is_now) = ask(&desk, &agent, once("gone", "lamp"), lamp());
        assert!(!is_now && text.starts_with("incident 1 "), "{text}");

        let resolve = || Command::verb("incident", 1, "resolve");
        let (refusal, is_now) = ask(&desk, &agent, once("r", "resolve"), resolve());
        assert!(is_now && !refusal.starts_with("incident"), "{refusal}");
        assert_eq!(ask(&desk, &agent, once("r", "resolve"), resolve()), (refusal, false));
        let record = desk.record(&agent, "incident", 1).unwrap();
        assert_eq!(record.version, 1, "a refusal leaves nothing but its answer");
    });
}

/// Days since the test began.
static DAYS: AtomicI64 = AtomicI64::new(0);

fn clock() -> Timestamp {
    Timestamp::now() + SignedDuration::from_hours(24 * DAYS.load(Ordering::SeqCst))
}

#[test]
fn a_key_is_good_for_two_days() {
    on_both_engines(|url| {
        DAYS.store(0, Ordering::SeqCst);
        let setup = Setup {
            address: url.to_owned(),
            kinds: gemba_practices::KINDS,
            flows: Vec::new(),
            signer: None,
            clock,
        };
        let desk = Desk::open(setup).unwrap();
        let agent = person(&desk, "mara", Role::Agent, None);
        for (days, is_now) in [(0, true), (1, false), (3, true), (4, false)] {
            DAYS.store(days, Ordering::SeqCst);
            let asked = ask(&desk, &agent, once("night", "lamp"), lamp());
            assert_eq!(asked.1, is_now, "after {days} days: {asked:?}");
        }
        assert_eq!(count(&desk, &agent, "incident"), 2);
    });
}

#[test]
fn erasing_takes_the_answers_kept_and_holds_to_the_version_seen() {
    on_both_engines(|url| {
        let desk = open(url);
        let ada = person(&desk, "ada", Role::Administrator, None);
        let fields = of!({"name": "Zoe Zimmer", "email": "zoe@example.org"});
        let make = || Command::create("person", json(fields.clone()));
        let (text, _) = ask(&desk, &ada, once("zoe", "zoe"), make());
        assert!(text.contains("Zoe Zimmer"), "{text}");
        let id = desk.find_person("zoe@example.org").unwrap().unwrap();
        let phone = json(of!({"phone": "030 1234"}));
        desk.run(&ada, Command::change("person", id, Some(1), phone)).unwrap();

        let erase = |version| {
            let command = Command::verb("person", id, "erase").with_note("Asked for by letter");
            desk.run(&ada, command.with_version(version))
        };
        let stale = erase(1).unwrap_err();
        assert!(matches!(stale, Refused::Stale { given: 1, .. }), "{stale:?}");
        assert_eq!(value(&desk, &ada, "person", id, "name"), Value::Text("Zoe Zimmer".to_owned()));
        erase(2).unwrap();
        assert_eq!(ask(&desk, &ada, once("zoe", "zoe"), make()), ("erased".to_owned(), false));
        assert_eq!(desk.find_person("zoe@example.org").unwrap(), None, "nor is she made again");
    });
}

#[test]
fn the_files_of_an_erased_person_are_gone_and_every_proof_still_holds() {
    on_both_engines(|url| {
        let desk = open(url);
        let ada = person(&desk, "ada", Role::Administrator, None);
        let zoe = add(&desk, &ada, "person", of!({"name": "Zoe", "email": "zoe@example.org"}));
        let incident = add(&desk, &ada, "incident", of!({"summary": "Mail is slow"}));
        let keep = |kind: &str, id: i64, name: &str, text: &str| {
            desk.attach(&ada, kind, id, name, text.as_bytes().to_vec()).unwrap().record.id
        };
        let photo = keep("person", zoe, "zimmer.txt", "her address");
        let twice = keep("person", zoe, "again.txt", "her address");
        let shared = keep("person", zoe, "rules.txt", "the house rules");
        let other = keep("incident", incident, "rules.txt", "the house rules");
        desk.seal().unwrap();
        let erase = Command::verb("person", zoe, "erase").with_note("Asked for by letter");
        desk.run(&ada, erase).unwrap();

        assert!(desk.file(&ada, photo).is_err() && desk.file(&ada, twice).is_err());
        assert_eq!(desk.file(&ada, other).unwrap().bytes, b"the house rules");
        let name = |id: i64| value(&desk, &ada, "attachment", id, "name").to_text();
        assert_eq!(name(photo), format!("Erased file {photo}"));
        assert_eq!(
            (name(shared), name(other)),
            (format!("Erased file {shared}"), "rules.txt".to_owned())
        );
        assert_eq!(desk.search(&ada, "zimmer", Some("attachment"), 5).unwrap(), []);
        assert!(desk.history(&ada, "attachment", photo, None, 5).unwrap()[0].is_erased);
        desk.seal().unwrap();
        let verifier = desk.verifier().unwrap();
        let (report, forged) = desk.verify_ledger(Some(&verifier), &mut |_| ()).unwrap();
        assert!(report.is_clean() && forged.is_empty(), "{report:?} {forged:?}");
        assert_eq!(report.totals.erased, 4, "her record's entry and three files'");
    });
}

#[test]
fn a_page_of_history_is_full_for_people_from_outside_too() {
    on_both_engines(|url| {
        let desk = open(url);
        let agent = person(&desk, "mara", Role::Agent, None);
        let customer = add(&desk, &agent_of_the_house(), "customer", of!({"name": "Nordsee Bank"}));
        let contact = person(&desk, "noor", Role::CustomerContact, Some(customer));
        let fields = of!({"summary": "Mail is slow", "customer": customer});
        let id = add(&desk, &agent, "incident", fields);
        let say = |verb: &str, text: &str| Command::verb("incident", id, verb).with_note(text);
        for round in 0..4 {
            let mut commands = vec![say("comment", &format!("To the customer {round}"))];
            commands.extend((0..120).map(|note| say("note", &format!("Among us {note}"))));
            let done = desk.run_many(&agent, commands).unwrap();
            assert!(done.iter().all(Result::is_ok));
        }
        let (mut told, mut before) = (Vec::new(), None);
        loop {
            let page = desk.history(&contact, "incident", id, before, 2).unwrap();
            let Some(last) = page.last() else { break };
            before = Some(last.entry);
            assert!(page.len() == 2 || before == Some(page[0].entry), "a page is full or the last");
            told.extend(page);
        }
        let words: Vec<_> = told.iter().filter_map(|one| one.text.clone()).collect();
        assert_eq!(words, [3, 2, 1, 0].map(|round| format!("To the customer {round}")));
        assert_eq!(told.last().unwrap().verb, "create");
        let inside = desk.history(&agent, "incident", id, None, 7).unwrap();
        assert_eq!(inside.len(), 7);
    });
}

fn agent_of_the_house() -> Actor {
    Actor::house(Channel::CommandLine)
}

#[test]
fn nobody_claims_a_file_that_they_did_not_send() {
    on_both_engines(|url| {
        let desk = open(url);
        let agent = person(&desk, "mara", Role::Agent, None);
        let id = add(&desk, &agent, "incident", of!({"summary": "Mail is slow"}));
        let sent = desk.attach(&agent, "incident", id, "trace.txt", b"a secret".to_vec()).unwrap();
        let digest = value(&desk, &agent, "attachment", sent.record.id, "digest").to_text();
        assert_eq!(digest.len(), 64);

        let claim = of!({"name": "mine.txt", "parent_kind": "incident", "parent": id});
        let mut full = claim.clone();
        full["digest"] = of!(digest);
        full["size"] = of!(8);
        full["media_type"] = of!("text/plain");
        for channel in [Channel::Api, Channel::Page, Channel::CommandLine] {
            let asker = Actor { channel, ..agent.clone() };
            let refused =
                |fields| desk.run(&asker, Command::create("attachment", json(fields))).unwrap_err();
            let told = refused(claim.clone()).to_string();
            assert!(told.contains("followed by /files"), "{told}");
            assert!(matches!(refused(full.clone()), Refused::Invalid(_)));
        }
        let other = desk.attach(&agent, "incident", id, "other.txt", b"mine".to_vec()).unwrap();
        for (field, text) in [("digest", digest.as_str()), ("media_type", "text/html")] {
            let input = Input::Values(vec![(field.to_owned(), Value::Text(text.to_owned()))]);
            let change = Command::change("attachment", other.record.id, None, input);
            let refused = desk.run(&agent, change).unwrap_err();
            assert!(refused.to_string().contains("cannot be set"), "{refused}");
        }
        assert_eq!(desk.file(&agent, other.record.id).unwrap().bytes, b"mine");
        let files = desk.files(&agent, "incident", id, None, 10).unwrap();
        let numbers: Vec<_> = files.records.iter().map(|file| file.id).collect();
        assert_eq!(numbers, [other.record.id, sent.record.id]);
        assert_eq!(desk.list(&agent, &Query::of("attachment")).unwrap().records.len(), 2);
    });
}
