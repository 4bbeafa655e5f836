use crate::{desk, importer};
use gemba_desk::{Command, Desk, Input};
use gemba_exchange::{
    events::{self, Map, Summary},
    report,
};
use gemba_testkit::on_both_engines;
use gemba_vocabulary::{
    RecordId,
    actor::{Actor, Channel, Role},
};
use std::collections::BTreeMap;

const MAP: &str = r#"
source = "old"
missing = ["?"]
[case]
column = "id"
[time]
column = "at"
[order]
column = "n"
[actor]
column = "by"
[state]
column = "state"
[state.values]
open = "new"
going = "in_progress"
waiting = { state = "pending", set = { pause_reason = "supplier" } }
done = "resolved"
odd = {}
[[field]]
field = "summary"
column = "title"
[[field]]
field = "priority"
column = "prio"
[[field]]
field = "team"
column = "team"
[[field]]
field = "opened_at"
column = "opened"
[[field]]
field = "resolved_at"
column = "resolved"
last_in = ["resolved"]
[[field]]
field = "source_sla_met"
column = "met"
"#;

const HEADER: &str = "id,at,n,by,state,title,prio,team,opened,resolved,met\n";
const FIRST: &str = "\
a,2026-01-05 10:00,1,Ada,open,Mail,2,?,2026-01-05 09:30,2026-01-06 09:30,yes
a,2026-01-05 10:00,2,Ada,going,Mail,2,Desk,2026-01-05 09:30,2026-01-06 09:30,yes
a,2026-01-05 12:00,3,Ben,waiting,Mail,1,Desk,2026-01-05 09:30,2026-01-06 09:30,no
b,2026-01-05 11:00,1,Ben,odd,\"Print, or not\",3,Desk,2026-01-05 11:00,?,yes
";
const REST: &str = "\
a,2026-01-06 09:30,4,Ben,done,Mail,1,Desk,2026-01-05 09:30,2026-01-06 09:30,no
b,2026-01-05 12:00,2,Ben,going,\"Print, or not\",3,?,2026-01-05 11:00,?,yes
c,2026-01-07 09:00,1,Cleo,open,Phone,4,Desk,2026-01-07 09:00,?,yes
";

fn import_text(desk: &Desk, text: &str) -> Summary {
    let map = Map::parse(MAP).unwrap();
    events::import(desk, &importer(), &map, None, text.as_bytes(), &mut |_, _| {}).unwrap()
}

fn holds(desk: &Desk, origin: &str, field: &str) -> String {
    let record = desk.by_origin(&importer(), "incident", origin).unwrap().unwrap();
    desk.view("incident").unwrap().value(&record, field).to_text()
}

/// All that a reader can see of the records, their history included.
fn seen(desk: &Desk) -> String {
    let mut told = Vec::new();
    for kind in ["person", "team", "incident"] {
        let mut bytes = Vec::new();
        let all = gemba_exchange::table::everything(kind);
        let format = gemba_exchange::table::Format::Csv;
        gemba_exchange::table::export(desk, &importer(), &all, format, &mut bytes).unwrap();
        told.push(String::from_utf8(bytes).unwrap());
    }
    for id in 1..=3 {
        let Ok(history) = desk.history(&importer(), "incident", id, None, 50) else { continue };
        told.extend(history.iter().map(|one| {
            format!("{id} {} {} {:?} {:?}", one.at, one.actor_name, one.state, one.changes)
        }));
    }
    told.join("\n")
}

#[test]
fn each_row_becomes_a_step_at_its_own_time() {
    on_both_engines(|address| {
        let desk = desk(address);
        let summary = import_text(&desk, &format!("{HEADER}{FIRST}{REST}"));
        assert_eq!((summary.rows, summary.steps, summary.records), (7, 7, 3));
        let named = BTreeMap::from([("person".to_owned(), 3), ("team".to_owned(), 1)]);
        assert_eq!(summary.named_records, named);
        assert_eq!(summary.state_kept, BTreeMap::from([("odd".to_owned(), 1)]));
        assert_eq!(holds(&desk, "old:a", "priority"), "1", "the source's word, not the table's");
        assert_eq!(holds(&desk, "old:a", "resolved_at"), "2026-01-06T09:30:00Z");
        assert_eq!(holds(&desk, "old:a", "pause_reason"), "", "it waits no longer");
        assert_eq!(holds(&desk, "old:b", "team"), "", "what the last row leaves out is gone");
        let mut history = desk.history(&importer(), "incident", 1, None, 10).unwrap();
        history.reverse();
        let states: Vec<_> = history.iter().map(|one| one.state.clone().unwrap().1).collect();
        assert_eq!(states, ["new", "in_progress", "pending", "resolved"]);
        let actors: Vec<_> = history.iter().map(|one| one.actor_name.as_str()).collect();
        assert_eq!(actors, ["Ada", "Ada", "Ben", "Ben"]);
        assert_eq!(history[2].at.to_string(), "2026-01-05T12:00:00Z");
        let figures = report::incidents(&desk, &importer()).unwrap();
        assert_eq!(figures["imported_steps"], 7);
        assert_eq!(figures["source_sla_met_by_priority"]["1"], 0);
        assert_eq!(figures["open_to_resolve_hours"]["median"], 24.0);
    });
}

#[test]
fn the_order_of_rows_does_not_matter() {
    on_both_engines(|address| {
        let folder = tempfile::tempdir().unwrap();
        let straight = desk(&format!("sqlite:{}", folder.path().join("straight.db").display()));
        import_text(&straight, &format!("{HEADER}{FIRST}{REST}"));
        let turned = desk(address);
        let mut rows: Vec<_> = FIRST.lines().chain(REST.lines()).collect();
        rows.reverse();
        import_text(&turned, &format!("{HEADER}{}\n", rows.join("\n")));
        assert_eq!(seen(&turned), seen(&straight));
    });
}

#[test]
fn the_same_file_again_changes_nothing_and_a_grown_one_adds_what_is_new() {
    on_both_engines(|address| {
        let desk = desk(address);
        let first = format!("{HEADER}{FIRST}");
        assert_eq!(import_text(&desk, &first).steps, 4);
        assert_eq!(holds(&desk, "old:a", "resolved_at"), "", "it is not resolved yet");
        let before = seen(&desk);
        let again = import_text(&desk, &first);
        assert_eq!((again.steps, again.known_steps, again.records), (0, 4, 0));
        assert!(again.named_records.is_empty());
        assert_eq!(seen(&desk), before);
        let grown = import_text(&desk, &format!("{HEADER}{REST}{FIRST}"));
        assert_eq!((grown.steps, grown.known_steps, grown.late_steps), (3, 4, 0));
        assert_eq!(grown.records, 1);
        let folder = tempfile::tempdir().unwrap();
        let whole = crate::desk(&format!("sqlite:{}", folder.path().join("whole.db").display()));
        import_text(&whole, &format!("{HEADER}{FIRST}{REST}"));
        let sorted = |text: String| {
            let mut lines: Vec<_> = text.lines().map(str::to_owned).collect();
            lines.sort();
            lines
        };
        assert_eq!(sorted(seen(&desk)), sorted(seen(&whole)));
    });
}

fn change(desk: &Desk, id: RecordId, field: &str, text: &str) {
    let fields = BTreeMap::from([(field.to_owned(), text.to_owned())]);
    let input = Input::Text { fields, zone: jiff::tz::TimeZone::UTC };
    let house = Actor::house(Channel::Page);
    desk.run(&house, Command::change("incident", id, None, input)).unwrap();
}

#[test]
fn what_people_did_here_since_is_kept() {
    on_both_engines(|address| {
        let desk = desk(address);
        import_text(&desk, &format!("{HEADER}{FIRST}"));
        change(&desk, 1, "summary", "Mail is slow");
        let grown = import_text(&desk, &format!("{HEADER}{FIRST}{REST}"));
        assert_eq!((grown.steps, grown.known_steps), (3, 4));
        assert_eq!(holds(&desk, "old:a", "summary"), "Mail is slow");
        assert_eq!(holds(&desk, "old:a", "resolved_at"), "2026-01-06T09:30:00Z");
    });
}

#[test]
fn a_row_put_right_later_is_written_down_and_turns_nothing_back() {
    on_both_engines(|address| {
        let desk = desk(address);
        let text = format!("{HEADER}{FIRST}{REST}");
        let broken = text.replace("a,2026-01-05 12:00,3", "a,2026-01-35 12:00,3");
        let summary = import_text(&desk, &broken);
        assert_eq!((summary.steps, summary.faults.count, summary.faults.first[0].line), (6, 1, 4));
        let summary = import_text(&desk, &text);
        assert_eq!((summary.steps, summary.late_steps, summary.known_steps), (1, 1, 6));
        let record = desk.by_origin(&importer(), "incident", "old:a").unwrap().unwrap();
        assert_eq!(record.state, "resolved");
        let history = desk.history(&importer(), "incident", record.id, None, 1).unwrap();
        assert_eq!(history[0].at.to_string(), "2026-01-05T12:00:00Z");
        let text_of_step = history[0].text.clone().unwrap();
        assert!(text_of_step.contains("state: waiting"), "{text_of_step}");
        let again = import_text(&desk, &text);
        assert_eq!((again.steps, again.known_steps), (0, 7));
    });
}

#[test]
fn ten_broken_rows_are_named_and_cost_themselves() {
    on_both_engines(|address| {
        let mut bytes = format!("{HEADER}{FIRST}").into_bytes();
        let broken: [(&[u8], &str); 10] = [
            (b",2026-01-05 10:00,9,Ada,open,X,2,?,?,?,yes", "names no case"),
            (b"x,2026-02-30 10:00,9,Ada,open,X,2,?,?,?,yes", "no time written as"),
            (b"x,?,9,Ada,open,X,2,?,?,?,yes", "no time written as"),
            (b"x,2026-01-05 10:00,9,Ada,open,X,2,?,?,yes", "10 columns where the header has 11"),
            (b"x,2026-01-05 10:00,9,Ada,lost,X,2,?,?,?,yes", "\u{201c}lost\u{201d}"),
            (b"x,2026-01-05 10:00,9,Ada,open,X,two,?,?,?,yes", "must be a whole number"),
            (b"x,2026-01-05 10:00,nine,Ada,open,X,2,?,?,?,yes", "column \u{201c}n\u{201d}"),
            (b"x,2026-01-05 10:00,9,Ada,open,\"X,2,?,?,?,yes", "quotation mark"),
            (b"x,2026-01-05 10:00,9,Ad\xe4,open,X,2,?,?,?,yes", "UTF-8"),
            (b"x,2026-01-05 10:00,9,Ada,open,?,2,?,?,?,yes", "says nothing in column"),
        ];
        for (row, _) in broken {
            bytes.extend_from_slice(row);
            bytes.push(b'\n');
        }
        bytes.extend_from_slice(REST.as_bytes());
        // The last line was cut off.
        bytes.extend_from_slice(b"d,2026-01-08 09:00,1,Dan,op");
        let desk = desk(address);
        let map = Map::parse(MAP).unwrap();
        let summary =
            events::import(&desk, &importer(), &map, None, bytes.as_slice(), &mut |_, _| {})
                .unwrap();
        assert_eq!((summary.rows, summary.steps, summary.faults.count), (18, 7, 11));
        let faults = &summary.faults.first;
        for (place, (_, what)) in broken.iter().enumerate() {
            assert_eq!(faults[place].line, 6 + u64::try_from(place).unwrap());
            assert!(faults[place].sentence.contains(what), "{what}: {}", faults[place].sentence);
        }
        assert_eq!(
            (faults[10].line, &*faults[10].sentence),
            (19, "has 5 columns where the header has 11.")
        );
        let folder = tempfile::tempdir().unwrap();
        let clean = crate::desk(&format!("sqlite:{}", folder.path().join("clean.db").display()));
        import_text(&clean, &format!("{HEADER}{FIRST}{REST}"));
        assert_eq!(seen(&desk), seen(&clean), "no trace of the broken rows, no Dan either");
    });
}

#[test]
fn a_row_that_repeats_another_counts_once() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk(&format!("sqlite:{}", folder.path().join("gemba.db").display()));
    let summary = import_text(&desk, &format!("{HEADER}{FIRST}{REST}{FIRST}"));
    assert_eq!((summary.rows, summary.steps, summary.repeated_rows), (11, 7, 4));
}

#[test]
fn the_zone_of_the_import_goes_before_the_mappings() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk(&format!("sqlite:{}", folder.path().join("gemba.db").display()));
    let map = Map::parse(&format!("zone = \"Asia/Tokyo\"\n{MAP}")).unwrap();
    let text = format!("{HEADER}{FIRST}");
    let zone = Some("Europe/Paris");
    events::import(&desk, &importer(), &map, zone, text.as_bytes(), &mut |_, _| {}).unwrap();
    assert_eq!(holds(&desk, "old:a", "opened_at"), "2026-01-05T08:30:00Z");
}

#[test]
fn a_team_of_that_name_is_taken_where_the_mapping_says_so() {
    on_both_engines(|address| {
        let desk = desk(address);
        let fields = BTreeMap::from([("name".to_owned(), "Desk".to_owned())]);
        let input = Input::Text { fields, zone: jiff::tz::TimeZone::UTC };
        desk.run(&Actor::house(Channel::Page), Command::create("team", input)).unwrap();
        let map = MAP.replace("column = \"team\"\n", "column = \"team\"\nfind_by_name = true\n");
        let (map, text) = (Map::parse(&map).unwrap(), format!("{HEADER}{FIRST}"));
        let summary =
            events::import(&desk, &importer(), &map, None, text.as_bytes(), &mut |_, _| {})
                .unwrap();
        assert_eq!(summary.named_records.get("team"), None);
        assert_eq!(holds(&desk, "old:a", "team"), "1");
    });
}

#[test]
fn what_does_not_fit_is_said_before_anything_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk(&format!("sqlite:{}", folder.path().join("gemba.db").display()));
    let import = |map: &str, text: &str, actor: &Actor, zone| {
        let map = Map::parse(map).unwrap();
        let import = events::import(&desk, actor, &map, zone, text.as_bytes(), &mut |_, _| {});
        import.unwrap_err().to_string()
    };
    let wrong = MAP
        .replace("field = \"team\"", "field = \"crew\"")
        .replace("\"in_progress\"", "\"busy\"")
        .replace("column = \"prio\"", "column = \"gravity\"");
    let text = format!("{HEADER}{FIRST}");
    let error = import(&wrong, &text, &importer(), Some("Mars/Olympus"));
    for part in ["“crew”", "“busy”", "“gravity”", "Mars/Olympus"] {
        assert!(error.contains(part), "{part} in {error}");
    }
    let agent = Actor { roles: vec![Role::Agent], ..importer() };
    assert!(!import(MAP, &text, &agent, None).is_empty(), "an agent rewrites no history");
    assert_eq!(import(MAP, "", &importer(), None).matches("empty").count(), 1);
    let all = gemba_exchange::table::everything("person");
    assert!(desk.list(&importer(), &all).unwrap().records.is_empty());
}

#[test]
fn progress_is_told_up_to_the_end() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk(&format!("sqlite:{}", folder.path().join("gemba.db").display()));
    let (map, text) = (Map::parse(MAP).unwrap(), format!("{HEADER}{FIRST}{REST}"));
    let mut told = Vec::new();
    let progress = &mut |done, total| told.push((done, total));
    events::import(&desk, &importer(), &map, None, text.as_bytes(), progress).unwrap();
    // Seven steps, three people and a team.
    assert_eq!((told[0], *told.last().unwrap()), ((0, 11), (11, 11)));
    assert!(told.is_sorted());
}
