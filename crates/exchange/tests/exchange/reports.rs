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
        // Another tool says so where it was found without approval, and nothing else.
        ("unauthorised".to_owned(), if unauthorised { Value::Bool(true) } else { Value::None }),
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

/// Vector TRD-1, and of PRB-2 the order and the share.
#[test]
fn months_come_to_their_limits_and_the_few_to_their_share() {
    on_both_engines(|url| {
        let desk = desk(url);
        let now = now().to_zoned(jiff::tz::TimeZone::UTC).date().first_of_month();
        for (back, count) in (1_i32..).zip([42, 43, 39, 44, 40, 45, 38, 41]) {
            let month = now.saturating_sub(jiff::Span::new().months(back));
            let opened = format!("{month}T12:00:00Z").parse().unwrap();
            for place in 0..count {
                let category = if place % 5 == 0 { "disk" } else { "mail" };
                let fields = vec![
                    ("summary".to_owned(), Value::Text("As it was there".to_owned())),
                    ("category".to_owned(), Value::Text(category.to_owned())),
                    ("opened_at".to_owned(), Value::Instant(opened)),
                ];
                let state = Some("closed".to_owned());
                let imported = Imported { at: opened, state, origin: None, by: None };
                let command = Command::create("incident", Input::Values(fields));
                desk.run(&importer(), command.with_import(imported)).unwrap();
            }
        }
        let told = report::named(&desk, &importer(), "trends").unwrap().unwrap();
        assert_eq!(told["mean"], json!(41.5));
        assert_eq!(told["ucl"], json!(60.8261));
        assert_eq!(told["lcl"], json!(22.1739));
        assert_eq!(told["alarms"], json!([]));
        assert_eq!(told["months"].as_array().unwrap().len(), 9, "from the first record on");
        assert_eq!(told["category"]["counts"][0]["name"], json!("mail"));
        assert_eq!(told["category"]["set_size"], json!(2));
        assert_eq!(told["service"]["share_percent"], json!(null));
    });
}

#[test]
fn who_is_on_call_now_is_told_with_how_to_reach_them() {
    on_both_engines(|url| {
        let desk = desk(url);
        let house = gemba_vocabulary::actor::Actor::house(importer().channel);
        let owner = gemba_vocabulary::actor::Actor {
            channel: gemba_vocabulary::actor::Channel::CommandLine,
            ..house
        };
        let add = |kind: &str, fields: serde_json::Value| {
            let input = Input::Json(fields.as_object().unwrap().clone());
            desk.run(&owner, Command::create(kind, input)).unwrap().record.id
        };
        let team = add("team", json!({"name": "Network"}));
        let person = json!({"name": "Fia", "roles": "agent", "phone": "+33 1"});
        let person = add("person", person);
        let rota = json!({"name": "Network, first", "team": team, "people": [person],
            "starts_on": "2020-01-01", "time_zone": "UTC"});
        add("on_call_rota", rota);
        let told = report::named(&desk, &owner, "on-call").unwrap().unwrap();
        let one = &told["rotas"][0];
        assert_eq!((&one["team"], &one["level"]), (&json!("Network"), &json!("first")));
        assert_eq!((&one["person"], &one["phone"]), (&json!("Fia"), &json!("+33 1")));
        assert!(one["until"].is_string() && one.get("instead_of").is_none(), "{one}");
    });
}

#[test]
fn what_runs_out_is_reported_with_the_names_of_its_owners() {
    on_both_engines(|url| {
        let desk = desk(url);
        let add = |kind: &str, fields: serde_json::Value| {
            let serde_json::Value::Object(fields) = fields else { panic!("fields are an object") };
            desk.run(&importer(), Command::create(kind, Input::Json(fields))).unwrap().record.id
        };
        let person = json!({"name": "Greta", "email": "greta@example.org", "roles": "agent"});
        let greta = add("person", person);
        add(
            "licence",
            json!({"name": "Editor", "metric": "core", "entitled": 4, "owner": greta,
            "valid_until": "2026-11-22"}),
        );
        let told = report::named(&desk, &importer(), "lifecycle").unwrap().unwrap();
        assert_eq!((&told["as_of"], &told["within_30_days"]), (&json!("2026-11-23"), &json!([])));
        let one = json!({"day": "2026-11-22", "days": -1, "ends": "licence",
            "number": "LCN-000001", "title": "Editor", "owner": "Greta"});
        assert_eq!(told["overdue"], json!([one]));
    });
}

#[test]
fn the_portfolio_is_told_as_the_page_shows_it() {
    on_both_engines(|url| {
        let desk = desk(url);
        let bring = |kind: &str, state: &str, fields: &[(&str, Value)]| {
            let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone()));
            let state = Some(state.to_owned());
            let imported = Imported { at: now(), state, origin: None, by: None };
            let command = Command::create(kind, Input::Values(fields.collect()));
            desk.run(&importer(), command.with_import(imported)).unwrap().record.id
        };
        let text = |text: &str| Value::Text(text.to_owned());
        let halls = bring("supplier", "active", &[("name", text("Halls Ltd"))]);
        let delivered = [("name", text("Mail")), ("delivered_by", Value::Ref(halls))];
        bring("service", "live", &delivered);
        bring("service", "live", &[("name", text("Files"))]);
        let told = report::named(&desk, &importer(), "portfolio").unwrap().unwrap();
        assert_eq!(told["stages"]["in_use"], json!(2));
        let of_mail = &told["services"][1];
        assert_eq!(of_mail["run_by"][0]["name"], json!("Halls Ltd"));
        assert_eq!(of_mail["run_by"][0]["extent"], json!("whole"));
        let missing = json!(["owner", "criticality", "requirements", "agreement", "involvement"]);
        assert_eq!(of_mail["missing"], missing, "nobody said how far");
        let services = &told["spread"][0];
        assert_eq!((&services["own"], &services["others"]), (&json!(1), &json!(1)));
        assert_eq!(services["all_with_others"], json!(false));
    });
}
