//! The demo organization measures, reports and reviews: what a newcomer finds under Check.
use gemba_desk::{Desk, Query, Setup};
use gemba_figures::{Ask, Figure, Sheet};
use gemba_model::Record;
use gemba_starter::demo_clock;
use gemba_vocabulary::{
    Value,
    actor::{Actor, Channel},
};
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

fn all(desk: &Desk, kind: &str) -> Vec<Record> {
    let query = Query { limit: 10_000, ..Query::of(kind) };
    let mut records = desk.list(&Actor::house(Channel::CommandLine), &query).unwrap().records;
    records.sort_by_key(|one| one.id);
    records
}

fn text(desk: &Desk, kind: &str, record: &Record, field: &str) -> String {
    desk.view(kind).unwrap().value(record, field).to_text()
}

fn states(desk: &Desk, kind: &str) -> BTreeMap<String, usize> {
    let mut states = BTreeMap::new();
    for record in all(desk, kind) {
        *states.entry(record.state).or_default() += 1;
    }
    states
}

fn sheet(desk: &Desk, name: &str) -> Sheet {
    let def = gemba_figures::sheet_named(name).unwrap();
    let zone = TimeZone::get("Europe/Berlin").unwrap();
    let period = def.usual.period(desk.now().to_zoned(zone.clone()).date());
    let actor = Actor::house(Channel::CommandLine);
    let evidence = desk.evidence(&actor);
    (def.read)(&evidence, &Ask { period, zone, about: None }).unwrap()
}

fn figure<'a>(sheet: &'a Sheet, name: &str) -> &'a Figure {
    let mut figures = sheet.parts.iter().flat_map(|part| &part.figures);
    figures.find(|one| one.def.name == name).unwrap_or_else(|| panic!("no {name}"))
}

#[test]
fn a_newcomer_finds_values_reports_and_a_signed_review() {
    let folder = tempfile::tempdir().unwrap();
    let setup = Setup {
        address: format!("sqlite:{}", folder.path().join("demo.db").display()),
        kinds: gemba_practices::KINDS,
        flows: gemba_flows::all_of_a_tale(),
        signer: None,
        clock: demo_clock::now,
    };
    let desk = Desk::open(setup).unwrap();
    let until = "2026-11-23T10:24:00Z".parse().unwrap();
    gemba_starter::seed(&desk, until, 7, &mut |_, _| ()).unwrap();

    // Values are taken, and what they mean is said.
    let taken = states(&desk, "measurement");
    assert!(taken["evaluated"] > 12, "{taken:?}");
    let in_use = all(&desk, "measure");
    for one in &in_use {
        assert_eq!(one.state, "in_use", "{}", text(&desk, "measure", one, "name"));
    }
    let with_value = in_use.iter().filter(|one| !text(&desk, "measure", one, "judged").is_empty());
    assert!(with_value.count() >= 5);
    let plan = sheet(&desk, "measures");
    assert!(plan.parts.iter().any(|part| part.charts.iter().any(|chart| chart.points.len() >= 6)));
    assert_eq!(
        figure(&plan, "without_measure").value,
        Value::Int(0),
        "each process and service is measured"
    );
    for sheet_of in ["incidents", "requests", "problems", "changes", "configuration"] {
        let told = sheet(&desk, sheet_of);
        let known = told.parts.iter().flat_map(|part| &part.figures);
        assert!(known.filter(|one| !one.value.is_none()).count() >= 3, "{sheet_of}");
    }

    // Intervals: most are set, some are not, and one was missed.
    let intervals = sheet(&desk, "intervals");
    assert!(figure(&intervals, "topics_without_interval").value.as_int().unwrap() > 0);
    assert!(figure(&intervals, "intervals_missed").value.as_int().unwrap() > 0);

    // Reports were sent, and somebody was told of what was decided.
    let runs = all(&desk, "report_run");
    let sent: Vec<_> = runs.iter().filter(|one| one.state == "sent").collect();
    assert!(!sent.is_empty(), "{:?}", states(&desk, "report_run"));
    assert!(text(&desk, "report_run", sent[0], "told").contains("Helene Falk"));
    assert!(text(&desk, "report_run", sent[0], "trends").contains("Incidents: Resolved in time"));

    // Top management signed what it decided, and the next review knows of it.
    let reviews = all(&desk, "management_review");
    assert_eq!(reviews[0].state, "signed");
    assert!(
        text(&desk, "management_review", &reviews[1], "inputs")
            .contains("Cut the supplier review down")
    );
    let decided = states(&desk, "review_decision");
    assert_eq!((decided["done"], decided["dropped"], decided["open"]), (1, 1, 2));
    assert_eq!(all(&desk, "service_evaluation")[0].state, "concluded");
}
