//! What `docs/importing.md` teaches is run here, to the letter.
use crate::{desk, importer};
use gemba_exchange::{
    events::{self, Map},
    table::{self, Format, Options},
};
use gemba_testkit::on_both_engines;
use gemba_vocabulary::Value;

const MANUAL: &str = include_str!("../../../../docs/importing.md");

/// The blocks of the manual in a language, in order.
fn blocks(language: &str) -> Vec<&'static str> {
    let begin = format!("```{language}\n");
    let parts = MANUAL.split(begin.as_str()).skip(1);
    parts.map(|part| part.split("```").next().unwrap()).collect()
}

#[test]
fn the_log_of_the_manual_comes_in_as_the_manual_says() {
    on_both_engines(|address| {
        let desk = desk(address);
        let map = Map::parse(blocks("toml")[0]).unwrap();
        let log = blocks("csv")[0];
        let import = || {
            let from = log.as_bytes();
            events::import(&desk, &importer(), &map, None, from, &mut |_, _| {}).unwrap()
        };
        assert_eq!(import().to_string(), blocks("text")[0]);
        let view = desk.view("incident").unwrap();
        let mail = desk.by_origin(&importer(), "incident", "ticketstar:T-1001").unwrap().unwrap();
        let holds = |field| view.value(&mail, field).to_text();
        assert_eq!(mail.state, "resolved");
        assert_eq!(mail.created_at.to_string(), "2026-03-02T08:15:00Z", "Berlin is ahead of UTC");
        assert_eq!(holds("impact"), "high");
        assert_eq!(holds("description"), "T-1001: Mail does not arrive");
        assert_eq!(holds("responded_at"), "2026-03-02T08:31:00Z");
        assert_eq!(holds("resolved_at"), "2026-03-03T10:40:00Z");
        assert_eq!(holds("pause_reason"), "");
        let pause =
            r#"[{"reason":"customer","from":"2026-03-02T16:05:00Z","to":"2026-03-03T07:50:00Z"}]"#;
        let Value::Struct(pauses) = view.value(&mail, "pauses") else { panic!("{mail:?}") };
        assert_eq!(*pauses, serde_json::from_str::<serde_json::Value>(pause).unwrap());
        let printer =
            desk.by_origin(&importer(), "incident", "ticketstar:T-1002").unwrap().unwrap();
        assert_eq!((printer.state.as_str(), printer.version), ("new", 2));
        let history = desk.history(&importer(), "incident", mail.id, None, 10).unwrap();
        assert_eq!(history.len(), 5);
        assert!(history.iter().all(|happening| happening.imported));
        assert_eq!(history[0].actor_name, "Ada Park");
        assert_eq!(history[0].state, Some(("in_progress".to_owned(), "resolved".to_owned())));
        let again = import();
        assert_eq!((again.steps, again.known_steps, again.records), (0, 7, 0));
    });
}

#[test]
fn the_table_of_the_manual_makes_two_teams() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk(&format!("sqlite:{}", folder.path().join("gemba.db").display()));
    let (actor, from, options) = (importer(), blocks("csv")[1].as_bytes(), Options::default());
    let summary =
        table::import(&desk, &actor, "team", Format::Csv, &options, from, &mut |_, _| {}).unwrap();
    assert_eq!(summary.to_string(), "2 rows: 2 made, 0 changed, 0 as they were.\n");
}
