//! Letters on their way to a real mail server, a small one.
use gemba_desk::{Command, Desk, Input, Query, Setup};
use gemba_exchange::mail::{Postman, Round, Settings};
use gemba_testkit::{mail_server::MailServer, on_both_engines};
use gemba_vocabulary::{
    RecordId,
    actor::{Actor, Channel},
};
use jiff::Timestamp;
use serde_json::json;
use std::sync::atomic::{AtomicI64, Ordering};

static NOW_MS: AtomicI64 = AtomicI64::new(0);

fn clock() -> Timestamp {
    Timestamp::from_millisecond(NOW_MS.load(Ordering::SeqCst)).unwrap()
}

fn after(minutes: i64) {
    NOW_MS.fetch_add(minutes * 60_000, Ordering::SeqCst);
}

fn open(url: &str) -> Desk {
    let noon: Timestamp = "2026-01-05T12:00:00Z".parse().unwrap();
    NOW_MS.store(noon.as_millisecond(), Ordering::SeqCst);
    let kinds = gemba_practices::KINDS;
    Desk::open(Setup { address: url.to_owned(), kinds, flows: Vec::new(), signer: None, clock })
        .unwrap()
}

fn house() -> Actor {
    Actor::house(Channel::CommandLine)
}

fn write(desk: &Desk, subject: &str) -> RecordId {
    let letter = json!({
        "to": "petra@osprey.example", "subject": subject, "text": "Grüße vom Kai.\n.dot",
        "about_kind": "incident", "about": 7,
    });
    let fields = letter.as_object().unwrap().clone();
    desk.run(&house(), Command::create("letter", Input::Json(fields))).unwrap().record.id
}

fn holds(desk: &Desk, id: RecordId, field: &str) -> String {
    let record = desk.record(&house(), "letter", id).unwrap();
    match field {
        "state" => record.state,
        field => desk.view("letter").unwrap().value(&record, field).to_text(),
    }
}

fn settings(server: &MailServer) -> Settings {
    Settings {
        url: server.url.clone(),
        from: "Harbour IT <desk@harbour.example>".to_owned(),
        password: None,
        pages: Some("https://desk.harbour.example/".to_owned()),
        printer: None,
    }
}

#[test]
fn a_letter_goes_out_once_and_is_kept_with_when_it_was_taken() {
    on_both_engines(|url| {
        let (desk, server) = (open(url), MailServer::start());
        let letter = write(&desk, "News of INC-000007");
        let postman = Postman::new(&desk, &settings(&server)).unwrap();
        assert_eq!(postman.round().unwrap(), Round { taken: 1, not_taken: 0 });
        assert_eq!(postman.round().unwrap(), Round::default());
        let kept = server.kept();
        assert_eq!(kept.len(), 1);
        assert_eq!(
            (kept[0].from.as_str(), kept[0].to[0].as_str()),
            ("desk@harbour.example", "petra@osprey.example")
        );
        let text = &kept[0].text;
        for part in [
            "Subject: News of INC-000007",
            "Message-ID: <LTR-000001.",
            "Auto-Submitted: auto-generated",
            "https://desk.harbour.example/incident/7",
            "Date: Mon, 05 Jan 2026",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert_eq!(holds(&desk, letter, "state"), "sent");
        assert!(holds(&desk, letter, "sent_at").starts_with("2026-01-05T12:00"));
    });
}

#[test]
fn what_is_not_taken_is_tried_again_later_and_given_up_in_the_end() {
    on_both_engines(|url| {
        let (desk, server) = (open(url), MailServer::start());
        let letter = write(&desk, "Report");
        let postman = Postman::new(&desk, &settings(&server)).unwrap();
        server.refuse(1);
        assert_eq!(postman.round().unwrap(), Round { taken: 0, not_taken: 1 });
        assert_eq!(postman.round().unwrap(), Round::default(), "it rests a minute");
        assert!(holds(&desk, letter, "last_error").contains("come back later"));
        after(2);
        assert_eq!(postman.round().unwrap(), Round { taken: 1, not_taken: 0 });
        assert_eq!(holds(&desk, letter, "attempts"), "2");
        let letter = write(&desk, "Nobody takes it");
        server.refuse(1_000);
        for _ in 0..20 {
            postman.round().unwrap();
            after(25 * 60);
        }
        assert_eq!(
            (holds(&desk, letter, "state").as_str(), holds(&desk, letter, "attempts").as_str()),
            ("given_up", "9")
        );
    });
}

#[test]
fn a_server_that_is_away_and_a_program_that_stopped_lose_nothing() {
    on_both_engines(|url| {
        let desk = open(url);
        let letter = write(&desk, "Report");
        let away =
            Settings { url: "smtp://127.0.0.1:1".to_owned(), ..settings(&MailServer::start()) };
        let postman = Postman::new(&desk, &away).unwrap();
        assert_eq!(postman.round().unwrap(), Round { taken: 0, not_taken: 1 });
        after(2);
        // It was claimed by a program that stopped then.
        desk.run(&house(), Command::verb("letter", letter, "hand_over")).unwrap();
        let server = MailServer::start();
        let postman = Postman::new(&desk, &settings(&server)).unwrap();
        assert_eq!(
            postman.round().unwrap(),
            Round::default(),
            "whoever claimed it may still be at it"
        );
        after(16);
        postman.round().unwrap();
        after(10);
        assert_eq!(postman.round().unwrap(), Round { taken: 1, not_taken: 0 });
        assert_eq!(server.kept().len(), 1);
    });
}

#[test]
fn a_report_goes_out_on_paper_or_in_words() {
    on_both_engines(|url| {
        let (desk, server) = (open(url), MailServer::start());
        let run = |kind: &str, fields: serde_json::Value| {
            let fields = fields.as_object().unwrap().clone();
            desk.run(&house(), Command::create(kind, Input::Json(fields))).unwrap().record.id
        };
        let customer = run("customer", json!({"name": "Osprey"}));
        let kept = json!({"label": "Kept", "value": "98.5", "unit": "%"});
        let content = json!({"parts": [{"title": "Mail", "figures": [kept]}]});
        let told = gemba_desk::Imported {
            at: clock(),
            state: Some("sent".to_owned()),
            origin: None,
            by: None,
        };
        let fields = json!({
            "customer": customer, "from": "2025-12-01", "until": "2026-01-01",
            "content": content, "name": "Osprey, December",
        });
        let report =
            Command::create("service_report", Input::Json(fields.as_object().unwrap().clone()));
        let report =
            desk.run(&Actor::house(Channel::Import), report.with_import(told)).unwrap().record.id;
        let letter = |subject: &str| {
            run(
                "letter",
                json!({
                    "to": "petra@osprey.example", "subject": subject, "text": "Our report.",
                    "about_kind": "service_report", "about": report, "with_paper": true,
                }),
            )
        };
        let first = letter("In words");
        Postman::new(&desk, &settings(&server)).unwrap().round().unwrap();
        assert!(server.kept()[0].text.contains("Kept: 98.5 %"), "{}", server.kept()[0].text);
        assert_eq!(holds(&desk, first, "attached"), "");
        let second = letter("On paper");
        let printing =
            Settings { printer: Some(|_, _| Ok(b"%PDF-1.7 paper".to_vec())), ..settings(&server) };
        Postman::new(&desk, &printing).unwrap().round().unwrap();
        let text = &server.kept()[1].text;
        assert!(text.contains("application/pdf") && text.contains("SRT-000001.pdf"), "{text}");
        assert_eq!(holds(&desk, second, "attached"), "SRT-000001.pdf");
        let failing =
            Settings { printer: Some(|_, _| Err("no ink".to_owned())), ..settings(&server) };
        let third = letter("Not at all");
        Postman::new(&desk, &failing).unwrap().round().unwrap();
        assert_eq!(holds(&desk, third, "last_error"), "no ink");
        let left =
            desk.list(&house(), &Query { limit: 10, ..Query::of("letter") }).unwrap().records.len();
        assert_eq!(left, 3);
    });
}
