//! Figures over records that came in, on both engines.
use crate::{desk, importer, now};
use gemba_desk::{Command, Imported, Input};
use gemba_exchange::report;
use gemba_testkit::on_both_engines;
use gemba_vocabulary::Value;
use serde_json::json;

fn change(result: &str, model: &str, unauthorised: bool) -> Command {
    let text = |text: &str| Value::Text(text.to_owned());
    let fields = vec![
        ("summary".to_owned(), text("As it was there")),
        ("model".to_owned(), text(model)),
        ("result".to_owned(), text(result)),
        ("unauthorised".to_owned(), Value::Bool(unauthorised)),
    ];
    let state = Some("closed".to_owned());
    let imported = Imported { at: now(), state, origin: None, by: None };
    Command::create("change", Input::Values(fields)).with_import(imported)
}

/// Vector CHG-1.
#[test]
fn a_hundred_and_twenty_changes_come_to_their_shares() {
    on_both_engines(|url| {
        let desk = desk(url);
        let mut commands = Vec::new();
        for place in 0..120 {
            let result = match place {
                0..111 => "successful",
                111..116 => "rolled_back",
                _ => "caused_incident",
            };
            let model = if place < 9 { "emergency" } else { "normal" };
            commands.push(change(result, model, false));
        }
        commands.extend((0..3).map(|_| change("successful", "normal", true)));
        for command in commands {
            desk.run(&importer(), command).unwrap();
        }
        let figures = report::named(&desk, &importer(), "changes").unwrap().unwrap();
        assert_eq!(figures["closed"], json!(120));
        assert_eq!(figures["success_percent"], json!(92.5));
        assert_eq!(figures["emergency_percent"], json!(7.5));
        assert_eq!(figures["unauthorised_percent_of_all"], json!(2.44));
        assert_eq!(figures["rolled_back"], json!(5));
        assert!(report::named(&desk, &importer(), "weather").unwrap().is_none());
    });
}
