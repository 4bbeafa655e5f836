//! What the demo has to tell of customers and suppliers, and of documents and people: most is well, one thing is
//! missed, and one is near.
use gemba_desk::{Desk, Setup};
use gemba_figures::{Ask, sheet_named};
use gemba_starter::{demo_clock, seed};
use gemba_vocabulary::actor::{Actor, Channel};
use jiff::tz::TimeZone;
use rust_decimal::Decimal;
use serde_json::Value as Json;
use tempfile::TempDir;

fn demo() -> (TempDir, Desk) {
    let folder = tempfile::tempdir().unwrap();
    let address = format!("hasty-sqlite:{}", folder.path().join("demo.db").display());
    let desk = Desk::open(Setup {
        address,
        kinds: gemba_practices::KINDS,
        flows: gemba_flows::all_of_a_tale(),
        signer: None,
        clock: demo_clock::now,
    })
    .unwrap();
    let until = "2026-11-23T09:14:00Z".parse().unwrap();
    seed(&desk, until, 5, &mut |_, _| {}).unwrap();
    (folder, desk)
}

fn told(desk: &Desk, name: &str) -> Json {
    let def = sheet_named(name).unwrap();
    let zone = TimeZone::get("Europe/Berlin").unwrap();
    let mut period = def.usual.period(desk.now().to_zoned(zone.clone()).date());
    period.until = "2026-12-01".parse().unwrap();
    let ask = Ask { period, zone, about: None };
    let house = Actor::house(Channel::CommandLine);
    (def.read)(&desk.evidence(&house), &ask).unwrap().told(def, &ask)
}

fn number(sheet: &Json, name: &str) -> Decimal {
    let figures = sheet["parts"][0]["figures"].as_array().unwrap();
    let value = &figures.iter().find(|one| one["name"] == name).unwrap()["value"];
    value.as_str().map_or_else(|| value.as_i64().unwrap().into(), |text| text.parse().unwrap())
}

#[test]
fn there_is_something_to_see() {
    let (_folder, desk) = demo();
    let satisfaction = told(&desk, "satisfaction");
    assert!(number(&satisfaction, "asked") > Decimal::from(30), "people are asked");
    let csat = number(&satisfaction, "csat");
    assert!((Decimal::from(60)..Decimal::from(95)).contains(&csat), "most are content: {csat}");
    let response = number(&satisfaction, "response");
    assert!(
        (Decimal::from(40)..Decimal::from(90)).contains(&response),
        "not everybody answers: {response}"
    );
    assert_eq!(number(&satisfaction, "overdue"), Decimal::from(0), "no review is overdue");
    let complaints = told(&desk, "complaints");
    assert_eq!(number(&complaints, "received"), Decimal::from(4));
    assert_eq!(number(&complaints, "acknowledged_in_time"), Decimal::from(75), "one came too late");
    assert_eq!(number(&complaints, "escalated"), Decimal::from(25));
    let waiting = told(&desk, "supplier-waiting");
    assert!(number(&waiting, "waiting_hours") > Decimal::from(10));
    assert!(waiting["parts"].as_array().unwrap().len() > 4, "several suppliers");
    let alignment = told(&desk, "alignment");
    assert!(number(&alignment, "compared") > Decimal::from(50));
    assert_eq!(
        number(&alignment, "weak_links"),
        Decimal::from(5),
        "one target for three customers, one end for two"
    );
    assert_eq!(
        number(&alignment, "weak_links_decided"),
        Decimal::from(3),
        "those of autumn were decided about, two came since"
    );
    documents_and_people(&desk);
}

fn documents_and_people(desk: &Desk) {
    let documents = told(desk, "documents");
    assert_eq!(number(&documents, "in_force"), Decimal::from(8));
    assert_eq!(number(&documents, "reviews_overdue"), Decimal::from(1), "nobody looked at the law");
    assert_eq!(number(&documents, "held_twice"), Decimal::from(0));
    let awareness = told(desk, "awareness");
    let share = number(&awareness, "acknowledged_share");
    assert!((Decimal::from(60)..Decimal::from(98)).contains(&share), "most have read: {share}");
    assert!(number(&awareness, "late") >= Decimal::from(1), "Rosa is late");
    let competence = told(desk, "competence");
    assert_eq!(number(&competence, "gaps"), Decimal::from(1), "Jonas learns to lead a major");
    assert_eq!(number(&competence, "gaps_without_action"), Decimal::from(0));
    assert!(number(&competence, "expiring") >= Decimal::from(1));
    let communications = told(desk, "communications");
    assert_eq!(number(&communications, "topics"), Decimal::from(7));
    assert_eq!(number(&communications, "topics_overdue"), Decimal::from(0));
    let processes = told(desk, "processes");
    assert_eq!(number(&processes, "processes_in_force"), Decimal::from(19));
    assert_eq!(number(&processes, "without_measure"), Decimal::from(0));
}
