use crate::{desk, desk_at, importer, later};
use gemba_desk::{Command, Desk, Imported, Input};
use gemba_exchange::table::{self, Format, Options, Summary};
use gemba_testkit::on_both_engines;
use gemba_vocabulary::{
    RecordId,
    actor::{Actor, Channel, Role},
};
use serde_json::{Value as Json, json};

fn make(desk: &Desk, kind: &str, fields: Json) -> RecordId {
    let Json::Object(fields) = fields else { panic!("fields are an object") };
    let command = Command::create(kind, Input::Json(fields));
    desk.run(&Actor::house(Channel::Page), command).unwrap().record.id
}

fn take_out(desk: &Desk, kind: &str, format: Format) -> String {
    let mut bytes = Vec::new();
    table::export(desk, &importer(), &table::everything(kind), format, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn bring_in(desk: &Desk, kind: &str, format: Format, text: &str) -> Summary {
    let options = Options::default();
    table::import(desk, &importer(), kind, format, &options, text.as_bytes(), &mut |_, _| {})
        .unwrap()
}

fn faults(summary: &Summary) -> Vec<(u64, &str)> {
    summary.faults.first.iter().map(|fault| (fault.line, &*fault.sentence)).collect()
}

/// An organization with every sort of field, with texts that spreadsheets and CSV stumble over, and
/// with references that go round in a circle.
fn furnish(desk: &Desk) {
    let field = json!({"of_kind": "incident", "field": "x_cost", "holds": "money"});
    make(desk, "custom_field", field);
    make(
        desk,
        "custom_field",
        json!({"of_kind": "incident", "field": "x_seen_on", "holds": "date"}),
    );
    make(desk, "team", json!({"name": "Mail, \"inside\"", "purpose": "Line 1\n\n- line 3; “ü”"}));
    make(desk, "customer", json!({"name": "=SUM(A1:A9)", "notes": "'@home\n+1"}));
    make(desk, "customer", json!({"name": "Zoë & Sons", "tags": ["-odd", "big"]}));
    let ada = json!({"name": "Ada", "email": "ada@example.org", "phone": "+49 30 1", "team": 1,
        "roles": "agent, approver", "customer": 2});
    make(desk, "person", ada);
    let manager = Input::Json(json!({"manager": 1}).as_object().unwrap().clone());
    desk.run(&importer(), Command::change("team", 1, None, manager)).unwrap();
    let holidays = json!([{"date": "2026-12-25", "name": "Christmas, 1st"}]);
    make(
        desk,
        "calendar",
        json!({"name": "Office", "hours": "Mon-Fri 08:00-18:00",
        "time_zone": "Europe/Berlin", "holidays": holidays}),
    );
    make(desk, "supplier", json!({"name": "Cables Ltd", "score": "87.5", "owner": 1}));
    make(desk, "service", json!({"name": "Mail", "customers": [1, 2], "delivered_by": 1}));
    let incident = json!({"summary": "-1 mails", "description": "a\nb", "reporter": 1, "service": 1,
        "impact": "high", "urgency": "low", "tags": ["night"], "x_cost": {"amount": "12.50",
        "currency": "EUR"}, "x_seen_on": "2026-11-01", "opened_at": "2026-11-01T10:00:00.123Z"});
    make(desk, "incident", incident);
    let from_elsewhere = Imported {
        at: "2020-01-01T10:00:00Z".parse().unwrap(),
        state: Some("closed".to_owned()),
        origin: Some("old:INC, 7".to_owned()),
        by: Some(1),
    };
    let fields = json!({"summary": "Printer", "parent": 1, "reassignment_count": 4,
        "resolved_at": "2020-01-02T10:00:00Z", "source_sla_met": false});
    let input = Input::Json(fields.as_object().unwrap().clone());
    let command = Command::create("incident", input).with_import(from_elsewhere);
    desk.run(&importer(), command).unwrap();
    make(
        desk,
        "task",
        json!({"summary": "Ring them", "parent_kind": "incident", "parent": 1,
        "due_on": "2026-12-01"}),
    );
    make(desk, "link", json!({"from_kind": "incident", "from": 1, "to_kind": "customer", "to": 2}));
}

const KINDS: [&str; 10] = [
    "custom_field",
    "customer",
    "team",
    "person",
    "calendar",
    "supplier",
    "service",
    "incident",
    "task",
    "link",
];

fn move_house(from: &Desk, to: &Desk, format: Format) -> Vec<(&'static str, Summary)> {
    let bring = |kind| (kind, bring_in(to, kind, format, &take_out(from, kind, format)));
    KINDS.into_iter().map(bring).collect()
}

#[test]
fn tables_go_out_and_come_in_again_without_loss() {
    on_both_engines(|address| {
        let first = desk(address);
        furnish(&first);
        let folder = tempfile::tempdir().unwrap();
        for format in [Format::Csv, Format::Json] {
            let path = folder.path().join(format!("{format:?}.db"));
            let other = desk(&format!("sqlite:{}", path.display()));
            for (kind, summary) in move_house(&first, &other, format) {
                assert_eq!(summary.faults.count, 0, "{kind}: {:?}", summary.faults);
                assert_eq!((summary.created, summary.renumbered), (summary.rows, 0), "{kind}");
                // The team's leader is not here before the people are.
                assert_eq!(summary.left_empty.count, u64::from(kind == "team"), "{kind}");
            }
            let again = bring_in(&other, "team", format, &take_out(&first, "team", format));
            assert_eq!((again.changed, again.left_empty.count), (1, 0));
            for kind in KINDS {
                let wanted = take_out(&first, kind, format);
                assert_eq!(take_out(&other, kind, format), wanted, "{kind}");
                let again = bring_in(&other, kind, format, &wanted);
                assert_eq!((again.unchanged, again.faults.count), (again.rows, 0), "{kind}");
                let at_home = bring_in(&first, kind, format, &wanted);
                assert_eq!(at_home.unchanged, at_home.rows, "{kind}");
            }
        }
    });
}

#[test]
fn cells_show_what_people_can_read() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk(&format!("sqlite:{}", folder.path().join("gemba.db").display()));
    furnish(&desk);
    let csv = take_out(&desk, "incident", Format::Csv);
    assert!(csv.starts_with(
        "number,origin,state,created_at,created_by,updated_at,updated_by,tags,summary"
    ));
    let row = csv.lines().nth(1).unwrap();
    assert!(row.starts_with("INC-000001,,new,2026-11-23T09:00:00Z,,"), "{row}");
    for part in [",'-1 mails,", ",PER-000001,", ",12.50 EUR,", ",2026-11-01T10:00:00.123Z,"] {
        assert!(csv.contains(part), "{part} in {csv}");
    }
    let task = take_out(&desk, "task", Format::Json);
    assert!(task.contains(r#""parent_kind":"incident","parent":"INC-000001""#), "{task}");
}

#[test]
fn a_broken_row_moves_numbers_but_no_reference() {
    on_both_engines(|address| {
        let folder = tempfile::tempdir().unwrap();
        let from = desk(&format!("sqlite:{}", folder.path().join("from.db").display()));
        for name in ["Ada", "Ben", "Cleo"] {
            make(&from, "person", json!({"name": name}));
        }
        make(&from, "team", json!({"name": "Mail", "manager": 3}));
        make(&from, "team", json!({"name": "Phone", "manager": 1}));
        let to = desk_at(address, later);
        let people = take_out(&from, "person", Format::Csv).replacen("T09:00", "T29:00", 1);
        let summary = bring_in(&to, "person", Format::Csv, &people);
        assert_eq!((summary.created, summary.renumbered), (2, 2));
        assert_eq!(faults(&summary)[0].0, 2);
        let teams = take_out(&from, "team", Format::Csv);
        let summary = bring_in(&to, "team", Format::Csv, &teams);
        assert_eq!((summary.created, summary.faults.count), (1, 1));
        assert!(faults(&summary)[0].1.contains("write gemba:PER-000002"), "{:?}", summary.faults);
        let cleo = to.by_origin(&importer(), "person", "gemba:PER-000003").unwrap().unwrap();
        let team = to.record(&importer(), "team", 1).unwrap();
        assert_eq!(to.view("team").unwrap().value(&team, "manager").as_int(), Some(cleo.id));
        let people = take_out(&from, "person", Format::Csv);
        let summary = bring_in(&to, "person", Format::Csv, &people);
        assert_eq!((summary.created, summary.unchanged), (1, 2), "the row put right is added");
        let summary = bring_in(&to, "team", Format::Csv, &teams);
        assert_eq!((summary.created, summary.unchanged, summary.faults.count), (1, 1, 0));
    });
}

#[test]
fn what_comes_from_another_gemba_by_name_is_never_taken_for_our_own() {
    on_both_engines(|address| {
        let folder = tempfile::tempdir().unwrap();
        let from = desk(&format!("sqlite:{}", folder.path().join("from.db").display()));
        furnish(&from);
        let to = desk(address);
        // The same numbers, made at the very same time.
        make(&to, "person", json!({"name": "Somebody else"}));
        make(&to, "incident", json!({"summary": "Something else"}));
        let options = Options { source: Some("old-house".to_owned()), ..Options::default() };
        let move_house = || {
            KINDS.map(|kind| {
                let text = take_out(&from, kind, Format::Json);
                let (actor, from) = (importer(), text.as_bytes());
                let progress = &mut |_, _| {};
                table::import(&to, &actor, kind, Format::Json, &options, from, progress).unwrap()
            })
        };
        for summary in move_house() {
            assert_eq!((summary.faults.count, summary.created), (0, summary.rows));
        }
        let people = to.titles(&importer(), "person", &[1, 2, 3]).unwrap();
        assert_eq!(people.into_values().collect::<Vec<_>>(), ["Somebody else", "Ada"]);
        let view = to.view("incident").unwrap();
        let mail = to.by_origin(&importer(), "incident", "old-house:INC-000001").unwrap().unwrap();
        assert_eq!(view.value(&mail, "reporter").as_int(), Some(2));
        let printer = to.by_origin(&importer(), "incident", "old:INC, 7").unwrap().unwrap();
        assert_eq!(view.value(&printer, "parent").as_int(), Some(mail.id));
        assert_eq!(printer.created_by, Some(2));
        let task = to.record(&importer(), "task", 1).unwrap();
        assert_eq!(to.view("task").unwrap().value(&task, "parent").as_int(), Some(mail.id));
        let again = move_house();
        assert!(again.iter().all(|summary| summary.created == 0 && summary.faults.count == 0));
        // Without a name, a number is one of ours again, and an origin still says whom it means.
        let options = Options { source: None, ..options };
        let text: &[u8] = b"name,manager\nNew,old-house:PER-000001\nNewer,PER-000001\n";
        let (actor, progress) = (importer(), &mut |_, _| {});
        let summary =
            table::import(&to, &actor, "team", Format::Csv, &options, text, progress).unwrap();
        assert_eq!((summary.created, summary.faults.count), (2, 0));
        let newer = to.record(&importer(), "team", 3).unwrap();
        assert_eq!(to.view("team").unwrap().value(&newer, "manager").as_int(), Some(1));
    });
}

#[test]
fn a_table_written_by_hand_makes_and_changes_records() {
    on_both_engines(|address| {
        let desk = desk(address);
        let text = "Name,Purpose\nMail,Sends it\nPhone,\n";
        assert_eq!(bring_in(&desk, "team", Format::Csv, text).created, 2);
        assert!(!desk.record(&importer(), "team", 1).unwrap().imported, "it is new here");
        let text = "number,name,purpose\nTEA-000002,Phones,\n1,Mail,\n,Print,\n";
        let summary = bring_in(&desk, "team", Format::Csv, text);
        assert_eq!((summary.changed, summary.created, summary.faults.count), (2, 1, 0));
        let csv = take_out(&desk, "team", Format::Csv);
        let names: Vec<_> = csv.lines().skip(1).filter_map(|row| row.split(',').nth(8)).collect();
        assert_eq!(names, ["Mail", "Phones", "Print"]);
        assert!(!csv.contains("Sends it"), "an empty cell clears the field");
        let history = desk.history(&importer(), "team", 2, None, 10).unwrap();
        assert_eq!((history[0].verb.as_str(), history[0].channel.as_str()), ("change", "import"));
    });
}

#[test]
fn what_was_changed_here_since_is_not_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk(&format!("sqlite:{}", folder.path().join("gemba.db").display()));
    make(&desk, "incident", json!({"summary": "Mail"}));
    let old = take_out(&desk, "incident", Format::Json).replace("T09:00:00Z", "T08:00:00Z");
    let edited = old.replace("\"Mail\"", "\"Mails\"");
    let edited = edited.replace("\"created_at\":\"2026-11-23T08", "\"created_at\":\"2026-11-23T09");
    let summary = bring_in(&desk, "incident", Format::Json, &edited);
    assert!(faults(&summary)[0].1.contains("nothing was overwritten"), "{:?}", summary.faults);
    let resolved = take_out(&desk, "incident", Format::Json)
        .replace("\"state\":\"new\"", "\"state\":\"resolved\"");
    let summary = bring_in(&desk, "incident", Format::Json, &resolved);
    assert!(faults(&summary)[0].1.contains("takes no steps"), "{:?}", summary.faults);
    assert_eq!(desk.record(&importer(), "incident", 1).unwrap().version, 1);
}

#[test]
fn broken_rows_of_a_table_cost_themselves() {
    on_both_engines(|address| {
        let desk = desk(address);
        let text = "name,hours,time_zone,holidays\n\
            Good,24x7,UTC,\n\
            ,24x7,UTC,\n\
            No hours,whenever,UTC,\n\
            Too few,24x7\n\
            Bad JSON,24x7,UTC,{\n\
            Also good,Mon-Fri 08:00-18:00,Europe/Paris,\"[{\"\"date\"\": \"\"2026-12-25\"\"}]\"\n";
        let summary = bring_in(&desk, "calendar", Format::Csv, text);
        assert_eq!((summary.rows, summary.created), (6, 2));
        let faults = faults(&summary);
        assert_eq!(faults.iter().map(|fault| fault.0).collect::<Vec<_>>(), [3, 4, 5, 6]);
        assert!(faults[0].1.contains("is required"), "{faults:?}");
        assert!(faults[1].1.contains("hours"), "{faults:?}");
        assert!(faults[2].1.contains("2 columns"), "{faults:?}");
        assert!(faults[3].1.contains("holidays"), "{faults:?}");
    });
}

#[test]
fn a_column_that_no_field_takes_stops_the_import() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk(&format!("sqlite:{}", folder.path().join("gemba.db").display()));
    let options = Options::default();
    let import = |text: &str, kind| {
        let from = text.as_bytes();
        table::import(&desk, &importer(), kind, Format::Csv, &options, from, &mut |_, _| {})
    };
    let error = import("name,shoe_size\nAda,38\n", "person").unwrap_err().to_string();
    assert!(error.contains("shoe_size"), "{error}");
    let error = import("", "person").unwrap_err().to_string();
    assert!(error.contains("empty"), "{error}");
    assert!(import("a\n1\n", "unicorn").unwrap_err().to_string().contains("unicorn"));
}

#[test]
fn a_customers_people_take_out_what_they_see() {
    on_both_engines(|address| {
        let desk = desk(address);
        furnish(&desk);
        make(
            &desk,
            "incident",
            json!({"summary": "Of Zoë", "customer": 2, "x_seen_on": "2026-11-02"}),
        );
        let contact = Actor {
            roles: vec![Role::CustomerContact],
            customer: Some(2),
            ..Actor::house(Channel::Page)
        };
        let mut bytes = Vec::new();
        let all = table::everything("incident");
        let count = table::export(&desk, &contact, &all, Format::Csv, &mut bytes).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let own = take_out(&desk, "incident", Format::Csv).lines().count() - 1;
        assert!(usize::try_from(count).unwrap() < own);
        assert!(
            text.contains("Of Zoë") && !text.contains("Printer") && !text.contains("x_seen_on")
        );
    });
}
