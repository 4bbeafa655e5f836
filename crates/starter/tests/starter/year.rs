//! A year of the demo: what came back month by month can be seen in its figures.
use gemba_desk::{Desk, Query, Setup};
use gemba_model::{Record, filter::Filter};
use gemba_starter::{Span, demo_clock, seed_span};
use gemba_vocabulary::{
    Value,
    actor::{Actor, Channel},
};
use jiff::Timestamp;
use std::collections::BTreeMap;

fn house() -> Actor {
    Actor::house(Channel::CommandLine)
}

fn all(desk: &Desk, kind: &str, filters: Vec<Filter>) -> Vec<Record> {
    let query = Query { filters, limit: 100_000, ..Query::of(kind) };
    desk.list(&house(), &query).unwrap().records
}

#[test]
fn thirteen_months_of_work_are_there_month_by_month() {
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::open(Setup {
        address: format!("hasty-sqlite:{}", folder.path().join("demo.db").display()),
        kinds: gemba_practices::KINDS,
        flows: gemba_flows::all_of_a_tale(),
        signer: None,
        clock: demo_clock::now,
    })
    .unwrap();
    let until: Timestamp = "2026-11-23T10:24:00Z".parse().unwrap();
    seed_span(&desk, until, 1, Span::Year, &mut |_, _| ()).unwrap();
    let view = desk.view("incident").unwrap();
    let mut months: BTreeMap<String, usize> = BTreeMap::new();
    for incident in all(&desk, "incident", Vec::new()) {
        let opened = view.value(&incident, "opened_at").as_instant().unwrap_or(incident.created_at);
        *months.entry(opened.to_string()[..7].to_owned()).or_default() += 1;
    }
    assert_eq!(months.len(), 13, "{months:?}");
    assert!(months.values().all(|count| (20..260).contains(count)), "{months:?}");
    assert!(months["2026-04"] > months["2026-05"] * 3 / 2, "one month stands out: {months:?}");
    let reports =
        all(&desk, "service_report", vec![Filter::is("state", Value::Text("sent".to_owned()))]);
    assert!(reports.len() >= 30, "{} reports were sent", reports.len());
    let changes = all(&desk, "change", Vec::new());
    assert!(changes.len() >= 24, "{} changes", changes.len());
    let results = all(&desk, "service_level_result", Vec::new());
    let view = desk.view("service_level_result").unwrap();
    let firsts: std::collections::BTreeSet<_> =
        results.iter().map(|one| view.value(one, "from").to_text()).collect();
    assert!(firsts.len() >= 12, "{firsts:?}");
    assert!(all(&desk, "customer", Vec::new()).len() == 3);
    assert!(all(&desk, "service", Vec::new()).len() >= 12);
}
