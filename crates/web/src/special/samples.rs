//! The samples of an audit: each drawn record with what was seen at it, and whether the same come when drawn again.
use super::trace;
use crate::{
    address, asked,
    form::VERSION,
    part::{csrf, icon, state},
    shell::Page,
    visit::{Flash, Posted, Visit},
};
use axum::{extract::Path, response::Response};
use gemba_desk::{Command, Hit, Input, Refused};
use gemba_figures::{
    samples::{Again, again, numbers},
    trace::KINDS,
};
use gemba_model::{Record, overlay::KindView};
use gemba_vocabulary::{RecordId, Value};
use maud::{Markup, html};
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeMap;

/// Where they stand.
pub const ADDRESS: &str = "/audit/{id}/samples";
const KIND: &str = "audit";
const VERDICTS: [&str; 3] = ["not_seen", "in_order", "finding"];
/// The records of one form: two fields each.
const ROWS_MAX: usize = 100;
/// The characters of a note.
const NOTE_MAX: usize = 250;

/// The link on the page of an audit with samples.
pub fn link(visit: &Visit, view: &KindView, record: &Record) -> Markup {
    let is_drawn = view.def.name == KIND && !rows(view, record, "samples").is_empty();
    html! {
        @if is_drawn && visit.actor().is_inside() {
            a.verb.plain.slim href={ (address::of_record(KIND, record.id)) "/samples" } {
                (visit.text("samples-open"))
            }
        }
    }
}

fn rows(view: &KindView, record: &Record, field: &str) -> Vec<Json> {
    match view.value(record, field) {
        Value::Struct(Json::Array(rows)) => rows.clone(),
        _ => Vec::new(),
    }
}

/// `GET /audit/{id}/samples?again=`
pub async fn get(visit: Visit, Path(id): Path<String>) -> Response {
    visit
        .answer(move |visit| {
            let (view, record) = asked_for(visit, &id)?;
            let title = visit.text_with("samples-title", &[("name", view.title(&record).into())]);
            let page = Samples { visit, view: &view, record: &record };
            Ok(Page::new(title.clone(), page.main(&title)?).answer(visit))
        })
        .await
}

/// `POST /audit/{id}/samples`: keeps what was seen.
pub async fn post(visit: Visit, Path(id): Path<String>, posted: Posted) -> Response {
    visit
        .answer(move |visit| {
            let (view, record) = asked_for(visit, &id)?;
            let mut seen = rows(&view, &record, "seen");
            for row in &mut seen {
                let number = row["record"].as_str().unwrap_or_default().to_owned();
                let verdict = posted.text(&format!("verdict-{number}"));
                if !VERDICTS.contains(&verdict) {
                    continue;
                }
                let note: String =
                    posted.text(&format!("note-{number}")).chars().take(NOTE_MAX).collect();
                *row = json!({"record": number, "verdict": verdict});
                if let Some(row) = row.as_object_mut().filter(|_| !note.is_empty()) {
                    row.insert("note".to_owned(), note.into());
                }
            }
            let fields = Map::from_iter([("seen".to_owned(), Json::Array(seen))]);
            // What somebody else wrote meanwhile is not written over.
            let version = posted.text(VERSION).parse().ok();
            let command = Command::change(KIND, record.id, version, Input::Json(fields));
            visit.desk.run(visit.actor(), command)?;
            let flash = Flash::new("flash-changed").with("number", &view.def.number(record.id));
            let own = format!("{}/samples", address::of_record(KIND, record.id));
            Ok(visit.go(&own, Some(flash)))
        })
        .await
}

fn asked_for(visit: &Visit, id: &str) -> Result<(std::sync::Arc<KindView>, Record), Refused> {
    if !visit.actor().is_inside() {
        return Err(Refused::Forbidden(visit.text("samples-refused")));
    }
    asked::record(visit, KIND, id)
}

struct Samples<'a> {
    visit: &'a Visit,
    view: &'a KindView,
    record: &'a Record,
}

/// A sample, with its records as the reader may see them.
struct Drawn<'a> {
    sample: &'a Json,
    kind: String,
    numbers: Vec<String>,
    hits: BTreeMap<String, (RecordId, Hit)>,
}

impl Samples<'_> {
    fn main(&self, title: &str) -> Result<Markup, Refused> {
        let Self { visit, view, record } = *self;
        let own = address::of_record(KIND, record.id);
        let samples = rows(view, record, "samples");
        let is_again = visit.query("again").is_some();
        let mut parts = Vec::new();
        for (place, sample) in samples.iter().enumerate() {
            let drawn = self.drawn(sample)?;
            let evidence = visit.desk.evidence(visit.actor());
            let once_more = if is_again { again(&evidence, sample) } else { Ok(None) };
            let once_more = once_more.map_err(|fault| Refused::Failed(fault.0))?;
            parts.push(self.part(place, &drawn, once_more.as_ref()));
        }
        Ok(html! {
            nav aria-label=(visit.text("path")) {
                ol.path {
                    li { a href={ "/" (KIND) } { (visit.texts.kind_plural(view.def)) } }
                    li { a href=(own) { (view.def.number(record.id)) } }
                }
            }
            div.head {
                h1 { (title) }
                div.verbs {
                    a.verb href={ (own) "/samples?again=yes" } { (visit.text("samples-again")) }
                }
            }
            p.small.faint.lead { (visit.text("samples-what")) }
            div.stack {
                @for part in parts.iter().rev() { (part) }
            }
        })
    }

    /// Whether what was seen can be said still: once it is reported, it stays.
    fn may_write(&self) -> bool {
        self.visit.may(KIND, "change") && self.view.value(self.record, "reported_at").is_none()
    }

    fn drawn<'a>(&self, sample: &'a Json) -> Result<Drawn<'a>, Refused> {
        let visit = self.visit;
        let kind = sample["kind"].as_str().unwrap_or_default().to_owned();
        let numbers = numbers(sample);
        let ids = numbers.iter().filter_map(|one| one.rsplit_once('-')?.1.parse().ok());
        let named: Vec<(&str, RecordId)> = ids.map(|id| (kind.as_str(), id)).collect();
        let mut hits = BTreeMap::new();
        if let Some(view) = visit.desk.view(&kind) {
            for ((_, id), hit) in visit.desk.hits(visit.actor(), &named)? {
                hits.insert(view.def.number(id), (id, hit));
            }
        }
        Ok(Drawn { sample, kind, numbers, hits })
    }

    fn part(&self, place: usize, drawn: &Drawn<'_>, once_more: Option<&Again>) -> Markup {
        let visit = self.visit;
        let seen = rows(self.view, self.record, "seen");
        let is_seen = |number: &&String| {
            seen.iter().any(|one| one["record"] == **number && one["verdict"] != "not_seen")
        };
        let done = drawn.numbers.iter().filter(is_seen).count();
        let all = drawn.numbers.len();
        let id = format!("sample-{place}");
        let kind = visit.desk.view(&drawn.kind);
        let kind =
            kind.map_or_else(|| drawn.kind.clone(), |view| visit.texts.kind_plural(view.def));
        let told = [
            ("n", all.into()),
            ("all", drawn.sample["population"].to_string().into()),
            ("kind", kind.to_lowercase().into()),
            ("seed", drawn.sample["seed"].to_string().into()),
        ];
        let of = drawn.sample["of"].as_str().unwrap_or_default();
        let progress = [("done", done.into()), ("all", all.into())];
        html! {
            section.sheet aria-labelledby=(id) {
                div.sheet-head {
                    h2 id=(id) { (visit.text_with("samples-head", &told)) }
                    span.small.faint { (visit.text_with("samples-progress", &progress)) }
                }
                p.foot { (visit.text("samples-of")) " " code { (of) } }
                @if let Some(once_more) = once_more { (self.compared(once_more)) }
                @for numbers in drawn.numbers.chunks(ROWS_MAX) { (self.form(drawn, numbers, &seen)) }
            }
        }
    }

    /// Some records of a sample, in a form of their own: a record can be in two samples, and a form holds only so much.
    fn form(&self, drawn: &Drawn<'_>, numbers: &[String], seen: &[Json]) -> Markup {
        let visit = self.visit;
        let own = address::of_record(KIND, self.record.id);
        let part = [("n", numbers.len().into()), ("all", drawn.numbers.len().into())];
        html! {
            form method="post" action={ (own) "/samples" } {
                (csrf(visit))
                input type="hidden" name=(VERSION) value=(self.record.version);
                div.scroll {
                    table.rows {
                        thead { tr {
                            th.what scope="col" { (visit.text("samples-record")) }
                            th scope="col" { (visit.text("samples-state")) }
                            th scope="col" { (visit.text("samples-verdict")) }
                            th scope="col" { (visit.text("samples-note")) }
                            th scope="col" { (visit.text("samples-on")) }
                        } }
                        tbody { @for number in numbers { (self.row(drawn, number, seen)) } }
                    }
                }
                @if self.may_write() {
                    div.form-foot {
                        button.verb.first { (visit.text("samples-keep")) }
                        @if numbers.len() < drawn.numbers.len() {
                            span.soft { (visit.text_with("samples-part", &part)) }
                        }
                    }
                }
            }
        }
    }

    fn compared(&self, one: &Again) -> Markup {
        let visit = self.visit;
        let key = if one.is_same() { "samples-same" } else { "samples-other" };
        let sign = if one.is_same() { "pass" } else { "fail" };
        let values = [("then", one.population_then.into()), ("now", one.population_now.into())];
        html! {
            div.hint {
                (icon(sign))
                p {
                    b { (visit.text(key)) } " "
                    (visit.text_with("samples-population", &values)) " "
                    (visit.text(if one.is_whole { "samples-kept" } else { "samples-not-kept" }))
                }
            }
        }
    }

    fn row(&self, drawn: &Drawn<'_>, number: &str, seen: &[Json]) -> Markup {
        let visit = self.visit;
        let row = seen.iter().find(|one| one["record"] == number);
        let verdict = row.and_then(|one| one["verdict"].as_str()).unwrap_or("not_seen");
        let note = row.and_then(|one| one["note"].as_str()).unwrap_or_default();
        let hit = drawn.hits.get(number);
        let view = visit.desk.view(&drawn.kind);
        let audit = self.record.id.to_string();
        let raise =
            address::with_query("/audit_finding/new", [("audit", &*audit), ("evidence", number)]);
        html! {
            tr {
                th.what scope="row" {
                    @if let Some((id, hit)) = hit {
                        a.link href=(address::of_record(&drawn.kind, *id)) { (hit.title) } " "
                    }
                    small { (number) }
                }
                td {
                    @if let (Some((_, hit)), Some(view)) = (hit, &view) { (state(visit, view.def, &hit.state)) }
                }
                @if self.may_write() { (self.asked(number, verdict, note)) } @else {
                    td { (visit.text(&key(verdict))) }
                    td.text { (note) }
                }
                td {
                    @if let Some((id, _)) = hit {
                        @if KINDS.contains(&&*drawn.kind) {
                            a.link href=(trace::href(&drawn.kind, *id)) { (visit.text("trace-open")) }
                            @if visit.may("audit_finding", "create") { " · " }
                        }
                    }
                    @if visit.may("audit_finding", "create") {
                        a.link href=(raise) { (visit.text("samples-raise")) }
                    }
                }
            }
        }
    }

    /// The cells in which somebody says what was seen.
    fn asked(&self, number: &str, verdict: &str, note: &str) -> Markup {
        let visit = self.visit;
        let label = |text: &str| format!("{}: {number}", visit.text(text));
        html! {
            td {
                select.input name={ "verdict-" (number) } aria-label=(label("samples-verdict")) {
                    @for one in VERDICTS {
                        option value=(one) selected[one == verdict] { (visit.text(&key(one))) }
                    }
                }
            }
            td {
                input.input name={ "note-" (number) } value=(note) maxlength=(NOTE_MAX)
                    aria-label=(label("samples-note"));
            }
        }
    }
}

/// The words of a verdict.
fn key(verdict: &str) -> String {
    format!("samples-{}", verdict.replace('_', "-"))
}
