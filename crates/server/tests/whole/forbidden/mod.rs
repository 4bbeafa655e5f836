//! What is forbidden is refused whichever way it is tried: at a page, over the API, by a file that is brought in. Each
//! refusal is a sentence, and the record stays as it was.
mod brought;
mod moves;
mod stage;
mod unknown;

use crate::place::{API, Place, importer};
use gemba_exchange::table::{self, Format, Options, Summary};
use gemba_model::Record;
use gemba_testkit::{Answer, TestClient, on_both_engines};
use gemba_vocabulary::RecordId;
use jiff::Timestamp;
use moves::Move;
use serde_json::json;
use stage::Stage;
pub use stage::assessment;

/// Markup as words, so that a sentence can be looked for.
fn words(page: &Answer) -> String {
    let html = page.text();
    let parts = html.split('<').map(|part| part.split_once('>').map_or("", |(_, text)| text));
    parts.collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

fn bring_in(place: &Place, kind: &str, format: Format, text: &str) -> Summary {
    let (options, actor) = (Options::default(), importer());
    table::import(&place.desk, &actor, kind, format, &options, text.as_bytes(), &mut |_, _| {})
        .unwrap()
}

/// A record as a file tells it.
fn taken_out(place: &Place, kind: &str, id: RecordId) -> String {
    let mut bytes = Vec::new();
    let mut all = table::everything(kind);
    all.filters.push(gemba_model::filter::Filter::is("id", gemba_vocabulary::Value::Int(id)));
    table::export(&place.desk, &importer(), &all, Format::Json, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// The one sentence that a file was answered with.
fn sentence(summary: &Summary) -> &str {
    assert_eq!((summary.created, summary.changed), (0, 0), "{summary}");
    assert_eq!(summary.faults.count, 1, "{summary}");
    &summary.faults.first[0].sentence
}

fn must_be_refused_at_a_page(stage: &Stage, client: &TestClient, one: &Move, record: &Record) {
    let place = &stage.place;
    let secret = client.get("/account").text();
    let (_, rest) = secret.split_once("name=\"csrf\" value=\"").unwrap();
    let csrf = rest.split('"').next().unwrap();
    let path = format!("/{}/{}/do/{}", one.kind, record.id, one.verb);
    let answer = client.post_form(&path, &[("csrf", csrf), ("_note", "It has to be")]);
    let said = words(&answer);
    assert!((400..500).contains(&answer.status), "{}: {} {said}", one.name, answer.status);
    let number = place.desk.view(one.kind).unwrap().def.number(record.id);
    let not_now = format!("cannot be done now: {number} is ");
    let sentence = if one.is_unknown { &*not_now } else { one.sentence };
    assert!(said.contains(sentence), "{}: {said}", one.name);
}

fn must_be_refused_over_the_api(client: &TestClient, one: &Move, record: &Record) {
    let path = format!("{API}/{}/{}", one.kind, record.id);
    let answer =
        client.post_json(&format!("{path}/{}", one.verb), &json!({"note": "It has to be"}));
    assert_eq!(answer.status, 409, "{}: {}", one.name, answer.text());
    assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{}", one.name);
    let said = answer.json()["detail"].as_str().unwrap_or_default().to_owned();
    assert!(said.contains(one.sentence) && said.ends_with('.'), "{}: {said}", one.name);
    // Nor is a state a field that could be set.
    let fields = json!({"fields": {"state": one.to}});
    let answer = client.send_json("PATCH", &path, &[], &fields);
    assert_eq!(answer.status, 422, "{}: {}", one.name, answer.text());
}

fn must_be_refused_in_a_file(stage: &Stage, one: &Move, record: &Record) {
    let place = &stage.place;
    let number = place.desk.view(one.kind).unwrap().def.number(record.id);
    let by_hand = format!("number,state\n{number},{}\n", one.to);
    let told = bring_in(place, one.kind, Format::Csv, &by_hand);
    assert!(sentence(&told).contains("a file takes no steps of a life"), "{}: {told}", one.name);
    // A file that was taken out here, with another state, and which says that it is the newest.
    let held = taken_out(place, one.kind, record.id);
    let state = format!("\"state\":\"{}\"", record.state);
    let moved = held.replacen(&state, &format!("\"state\":\"{}\"", one.to), 1);
    let at = format!("\"updated_at\":\"{}\"", record.updated_at);
    let newest = moved.replacen(&at, "\"updated_at\":\"2100-01-01T00:00:00Z\"", 1);
    assert!(held != moved && moved != newest, "{}: {held}", one.name);
    for text in [&moved, &newest] {
        let told = bring_in(place, one.kind, Format::Json, text);
        assert!(
            sentence(&told).contains("a file takes no steps of a life"),
            "{}: {told}",
            one.name
        );
    }
    let made_up =
        bring_in(place, one.kind, Format::Csv, &format!("number,state\n{number},finished\n"));
    assert!(sentence(&made_up).contains("has the state “finished”; there are: "), "{made_up}");
}

#[test]
fn what_is_forbidden_is_refused_at_a_page_over_the_api_and_in_a_file() {
    on_both_engines(|address| {
        let stage = Stage::set(Place::open(address, Timestamp::now));
        let (pages, api) = (stage.place.pages_of(stage.ada), stage.place.api_of(stage.ada));
        for one in moves::all() {
            let id = (one.record)(&stage);
            let before = stage.place.record(one.kind, id);
            assert_eq!(before.state, one.from, "{}", one.name);
            must_be_refused_at_a_page(&stage, &pages, &one, &before);
            must_be_refused_over_the_api(&api, &one, &before);
            must_be_refused_in_a_file(&stage, &one, &before);
            assert_eq!(stage.place.record(one.kind, id), before, "{} moved it", one.name);
        }
    });
}
