//! What the report makes of the answers: stages, owners, the forecast, things to do, and the course of results.
use crate::world::{Records, YES, at, on, text};
use gemba_conformity::{
    Asked, Edition, Options, Readiness, Stage,
    conclusion::Verdict,
    history::{self, Course},
    readiness_asked,
};
use gemba_model::check::Outcome;
use gemba_vocabulary::Value;
use serde_json::json;

const NOW: &str = "2025-06-20T12:00:00Z";

fn asked(records: &Records, asked: &Asked<'_>) -> Readiness {
    readiness_asked(Edition::named("2018").unwrap(), asked, records, Options::default()).unwrap()
}

fn clause<'a>(clause: &'a str) -> Asked<'a> {
    Asked { clause: Some(clause), ..Asked::default() }
}

#[test]
fn a_stage_looks_at_its_requirements_alone() {
    let records = Records::at(NOW);
    let whole = asked(&records, &Asked::default());
    let of = |stage| asked(&records, &Asked { stage: Some(stage), ..Asked::default() });
    let (one, two) = (of(Stage::One), of(Stage::Two));
    assert_eq!((one.requirements.len(), two.requirements.len()), (211, 365));
    assert_eq!(one.summary.values().sum::<u64>(), 211);
    assert_eq!(one.conclusions, whole.conclusions, "they rest on the whole edition");
    assert!(one.requirements.iter().all(|answer| answer.stage != "Stage 2"));
    let counts: Vec<_> = whole.by_stage.iter().map(|part| part.requirements).collect();
    assert_eq!(counts, [211, 365]);
    let json = serde_json::to_value(&one).unwrap();
    assert_eq!(json["stage"], "1");
    let result = Asked { result: Some(Outcome::Pass), ..Asked::default() };
    let passing = asked(&records, &result);
    assert_eq!((passing.requirements.len(), passing.summary[&Outcome::NoData]), (0, 390));
}

#[test]
fn an_empty_organization_is_not_ready_and_has_a_list_far_shorter_than_the_standard() {
    let report = asked(&Records::at(NOW), &Asked::default());
    let verdicts: Vec<_> = report.conclusions.iter().map(|one| one.verdict).collect();
    assert_eq!(verdicts, [Verdict::NotReady; 2]);
    assert_eq!(report.forecast.majors, 389, "everything that is demanded is absent");
    assert_eq!(report.absences.len(), 5);
    let turned: usize = report.todo.iter().map(|one| one.requirements.len()).sum();
    assert_eq!(turned, 389, "each requirement once");
    assert!(report.todo.len() < 100, "{}", report.todo.len());
    assert!(report.todo[0].majors >= report.todo[1].majors);
    let parts: Vec<_> = report.by_quarter.iter().map(|part| part.part.as_str()).collect();
    assert_eq!(parts, ["plan", "do", "check", "act"]);
    assert_eq!(report.by_quarter.iter().map(|part| part.requirements).sum::<u64>(), 390);
}

#[test]
fn one_record_that_breaks_many_rules_is_one_thing_to_do() {
    let mut records = Records::at(NOW);
    records.add("incident", "assigned", &[("opened_at", at("2025-06-01T08:00:00Z"))]);
    let report = asked(&records, &clause("8.6.1"));
    let fails = report.requirements.iter().filter(|one| one.result == Outcome::Fail).count();
    let mending: Vec<_> = report.todo.iter().filter(|one| one.record_count > 0).collect();
    assert!(fails > 1);
    assert_eq!((mending.len(), mending[0].requirements.len()), (1, fails), "{mending:?}");
    assert_eq!(mending[0].records[0].kind, "incident");
    assert!(report.conclusions.is_empty(), "a clause is no edition");
}

#[test]
fn whoever_answers_is_found_by_the_process_and_else_by_the_role() {
    let mut records = Records::at(NOW);
    let owner = |records: &Records, of: &str| {
        let report = asked(records, &clause(of));
        report.requirements[0].owner.clone().map(|owner| (owner.person, owner.number))
    };
    assert_eq!(owner(&records, "8.6.1"), None, "nobody");
    let process = records.add("process", "in_force", &[("clause", text("8.6"))]);
    let whole = records.add("role", "in_use", &[("sms_conformity", YES)]);
    let held = [("role", Value::Ref(whole)), ("person", Value::Ref(7))];
    let assignment = records.add("role_assignment", "assigned", &held);
    assert_eq!(owner(&records, "8.6.1"), Some((7, "ROL-000001".to_owned())));
    let of_process = [("processes", Value::Refs(vec![process]))];
    let of_process = records.add("role", "in_use", &of_process);
    let held = [("role", Value::Ref(of_process)), ("person", Value::Ref(8))];
    records.add("role_assignment", "acknowledged", &held);
    assert_eq!(owner(&records, "8.6.1"), Some((8, "ROL-000002".to_owned())));
    records.set("process", process, "owner", Value::Ref(9));
    assert_eq!(owner(&records, "8.6.1"), Some((9, "PRC-000001".to_owned())));
    assert_eq!(owner(&records, "9.2"), Some((7, "ROL-000001".to_owned())));
    records.set("role_assignment", assignment, "to", on("2025-06-19"));
    assert_eq!(owner(&records, "9.2"), None, "their time is over");
}

#[test]
fn a_course_is_read_from_what_turned_in_each_snapshot() {
    let mut records = Records::at(NOW);
    let turned = |from: Option<&str>, to: &str, exceptions: i64| {
        let row = json!({"requirement": "8.6.1-a", "from": from, "to": to, "population": 9,
            "exceptions": exceptions});
        Value::Struct(json!([row]))
    };
    let mut keep = |moment: &str, edition: &str, failing: i64, turned: Value| {
        let fields = [
            ("edition", text(edition)),
            ("taken_at", at(moment)),
            ("failing", Value::Int(failing)),
            ("turned", turned),
        ];
        records.add(history::KIND, "current", &fields)
    };
    keep("2025-06-01T00:30:00Z", "2018", 3, turned(None, "fail", 2));
    keep("2025-06-08T00:30:00Z", "2011", 8, turned(None, "fail", 2));
    let imported = keep("2025-06-08T00:30:00Z", "2018", 0, turned(Some("fail"), "pass", 0));
    keep("2025-06-15T00:30:00Z", "2018", 2, turned(Some("fail"), "no_data", 0));
    records.record(history::KIND, imported).imported = true;
    let course = Course::of("2018", &records).unwrap();
    let failing: Vec<_> = course.snapshots.iter().map(|one| one.results[&Outcome::Fail]).collect();
    assert_eq!(failing, [3, 2], "another edition and what a file brought are left out");
    let turns = course.turns("8.6.1-a");
    assert_eq!(turns.len(), 2);
    assert_eq!((turns[1].from, turns[1].to), (Some(Outcome::Fail), Outcome::NoData));
    let report = asked(&records, &clause("8.6.1"));
    let answer = report.requirements.iter().find(|one| one.id == "8.6.1-a").unwrap();
    assert_eq!(course.since(answer), Some("2025-06-15T00:30:00Z".parse().unwrap()));
    let turned = course.turned(&report.requirements);
    assert_eq!(turned.len(), report.requirements.len() - 1, "all but the one that is as it was");
    assert!(turned.iter().all(|one| one.requirement != "8.6.1-a" && one.from.is_none()));
}
