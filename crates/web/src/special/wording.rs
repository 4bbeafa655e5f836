//! Our words held against the standard: clause by clause, with one button a row, so that somebody with a licensed copy
//! is through in minutes.
mod one;

pub use one::{added, section};

use crate::{
    address,
    part::{csrf, empty, icon},
    shell::Page,
    value::{Titles, Wanted, day_words},
    visit::{Flash, Posted, Visit},
};
use axum::response::Response;
use gemba_conformity::{
    Edition, Requirement, Wording, Wordings, requirement::Basis, wording::KIND,
};
use gemba_desk::{Command, Input, Query, Refused};
use gemba_model::filter::Filter;
use gemba_vocabulary::{Value, clause::is_within};
use maud::{Markup, html};
use serde_json::{Map, json};

/// Where the page stands.
pub const ADDRESS: &str = "/catalogue-check";
const TODAY: &str = "2018";
/// What is shown, with the text of each; the first is what is shown if nobody asked.
const SHOWN: [&str; 4] = ["open", "memory", "differs", "all"];

/// Whether the reader sees the page.
pub fn is_open(visit: &Visit) -> bool {
    visit.actor().is_inside() && visit.may(KIND, "read")
}

/// What an address asks for.
struct Asked {
    edition: &'static Edition,
    /// One chapter or clause; empty is all of them.
    clause: String,
    shown: &'static str,
    /// The requirement that was compared last: the keyboard goes on at the one after it.
    after: Option<String>,
}

impl Asked {
    fn of(visit: &Visit) -> Result<Self, Refused> {
        let name = visit.query("edition");
        let edition = Edition::named(name.as_deref().unwrap_or(TODAY));
        let edition = edition.map_err(|fault| Refused::Unknown(fault.to_string()))?;
        let shown = visit.query("show").unwrap_or_default();
        let shown = SHOWN.into_iter().find(|name| *name == shown).unwrap_or(SHOWN[0]);
        let clause = visit.query("clause").unwrap_or_default();
        Ok(Self { edition, clause, shown, after: visit.query("after") })
    }

    fn link(&self, clause: &str, shown: &str, after: &str) -> String {
        let edition = Some(self.edition.name).filter(|name| *name != TODAY).unwrap_or_default();
        let shown = if shown == SHOWN[0] { "" } else { shown };
        let pairs = [("edition", edition), ("clause", clause), ("show", shown), ("after", after)];
        address::with_query(ADDRESS, pairs)
    }

    fn own(&self, after: &str) -> String {
        self.link(&self.clause, self.shown, after)
    }

    fn asks(&self, one: &Requirement, wordings: &Wordings) -> bool {
        let is_of_clause = self.clause.is_empty() || is_within(&one.clause, &self.clause);
        let differs = |wording: &Wording| wording.verdict != "agrees";
        is_of_clause
            && match self.shown {
                "open" => wordings.about(&one.id).is_none(),
                "memory" => one.verified == Basis::Memory,
                "differs" => {
                    wordings.about(&one.id).is_some_and(differs)
                        || wordings.waiting(&one.id).is_some()
                }
                _ => true,
            }
    }
}

/// `GET /catalogue-check?edition=&clause=&show=`
pub async fn get(visit: Visit) -> Response {
    visit
        .answer(|visit| {
            if !is_open(visit) {
                return Err(Refused::Forbidden(visit.text("wording-refused")));
            }
            let main = main(visit, &Asked::of(visit)?)?;
            Ok(Page::new(visit.text("wording-title"), main).answer(visit))
        })
        .await
}

/// `POST /catalogue-check`: says that our words agree, for one requirement or for all of a clause that are still open.
pub async fn post(visit: Visit, posted: Posted) -> Response {
    visit.answer(move |visit| answer(visit, &posted)).await
}

fn answer(visit: &Visit, posted: &Posted) -> Result<Response, Refused> {
    if !is_open(visit) || !visit.may(KIND, "create") {
        return Err(Refused::Forbidden(visit.text("wording-refused")));
    }
    let asked = Asked::of(visit)?;
    let evidence = visit.desk.evidence(visit.actor());
    let wordings = Wordings::of(asked.edition.name, &evidence).map_err(failed)?;
    let copy = posted.text("held_against");
    let (id, clause) = (posted.text("agrees"), posted.text("clause"));
    let is_meant = |one: &&Requirement| {
        if id.is_empty() { !clause.is_empty() && one.clause == clause } else { one.id == id }
    };
    let meant = asked.edition.requirements.iter().filter(is_meant);
    let open: Vec<_> = meant.filter(|one| wordings.about(&one.id).is_none()).collect();
    let last = open.last().map(|one| one.id.clone()).unwrap_or_default();
    for one in &open {
        let mut fields = Map::new();
        let told = [
            ("requirement", one.id.as_str()),
            ("edition", asked.edition.name),
            ("verdict", "agrees"),
            ("held_against", copy),
        ];
        for (name, text) in told {
            fields.insert(name.to_owned(), json!(text));
        }
        visit.desk.run(visit.actor(), Command::create(KIND, Input::Json(fields)))?;
    }
    if open.is_empty() {
        let own = address::with_query(&asked.own(""), [("copy", copy)]);
        return Ok(visit.go(&own, None));
    }
    let count = open.len().to_string();
    let key = if open.len() == 1 { "flash-wording-one" } else { "flash-wording-many" };
    let flash = Flash::new(key).with("n", &count);
    Ok(visit.go(&asked.own(&last), Some(flash)))
}

fn failed(fault: gemba_model::check::EvidenceFault) -> Refused {
    Refused::Failed(fault.0)
}

/// The copy that was read last, so that nobody types it again.
fn copy(visit: &Visit, edition: &Edition) -> Result<String, Refused> {
    if let Some(copy) = visit.query("copy") {
        return Ok(copy);
    }
    let query = Query {
        filters: vec![Filter::is("edition", Value::Text(edition.name.to_owned()))],
        limit: 1,
        ..Query::of(KIND)
    };
    let newest = visit.desk.list(visit.actor(), &query)?.records;
    let view = visit.desk.view(KIND);
    let held = newest.first().zip(view).map(|(record, view)| {
        view.value(record, "held_against").as_text().unwrap_or_default().to_owned()
    });
    Ok(held.unwrap_or_default())
}

fn main(visit: &Visit, asked: &Asked) -> Result<Markup, Refused> {
    let evidence = visit.desk.evidence(visit.actor());
    let wordings = Wordings::of(asked.edition.name, &evidence).map_err(failed)?;
    let copy = copy(visit, asked.edition)?;
    let may = visit.may(KIND, "create");
    let rows: Vec<_> =
        asked.edition.requirements.iter().filter(|one| asked.asks(one, &wordings)).collect();
    let mut wanted = Wanted::default();
    for by in rows.iter().filter_map(|one| wordings.about(&one.id)?.by) {
        wanted.record("person", by);
    }
    let titles = wanted.look_up(visit)?;
    let place = Placed { visit, asked, wordings: &wordings, titles: &titles, copy: &copy, may };
    let next = place.next(&rows);
    let mut clauses: Vec<(&str, Vec<&Requirement>)> = Vec::new();
    for one in &rows {
        match clauses.last_mut() {
            Some((clause, of)) if *clause == one.clause => of.push(one),
            _ => clauses.push((&one.clause, vec![one])),
        }
    }
    Ok(html! {
        (place.head())
        p.small.faint.lead { (visit.text("wording-what")) }
        (place.tabs())
        form method="post" action=(asked.own("")) {
            (csrf(visit))
            div.stack {
                @if may { (place.copy_field()) }
                @if clauses.is_empty() {
                    section.sheet { (empty("check", &visit.text("wording-none"), &visit.text("wording-none-help"),
                        html! { a.verb href=(asked.link("", "all", "")) { (visit.text("wording-show-all")) } })) }
                }
                @for (_, rows) in &clauses { (place.clause(rows, next)) }
                (place.missing())
            }
        }
    })
}

/// What every part of the page needs.
struct Placed<'a> {
    visit: &'a Visit,
    asked: &'a Asked,
    wordings: &'a Wordings,
    titles: &'a Titles,
    copy: &'a str,
    may: bool,
}

impl Placed<'_> {
    /// The row at which the keyboard goes on: the first open one behind the one compared last, else the first open one.
    fn next<'b>(&self, rows: &[&'b Requirement]) -> Option<&'b str> {
        let after = self.asked.after.as_deref()?;
        let all = &self.asked.edition.requirements;
        let place = |id: &str| all.iter().position(|one| one.id == id);
        let open = |one: &&&'b Requirement| self.wordings.about(&one.id).is_none();
        let behind = rows.iter().filter(open).find(|one| place(&one.id) > place(after));
        behind.or_else(|| rows.iter().find(open)).map(|one| one.id.as_str())
    }

    fn head(&self) -> Markup {
        let visit = self.visit;
        let all = self.asked.edition.requirements.len();
        let done = self.wordings.compared(self.asked.edition);
        let values = [("n", done.into()), ("all", all.into())];
        html! {
            div.head {
                h1 { (visit.text("wording-title")) }
                span.soft { (visit.text_with("wording-progress", &values)) }
                div.verbs {
                    @if self.may {
                        a.verb href=(self.form_of("added", "")) { (visit.text("wording-add")) }
                    }
                }
            }
        }
    }

    fn form_of(&self, verdict: &str, requirement: &str) -> String {
        let pairs = [
            ("requirement", requirement),
            ("edition", self.asked.edition.name),
            ("verdict", verdict),
            ("held_against", self.copy),
        ];
        address::with_query(&format!("/{KIND}/new"), pairs)
    }

    fn tabs(&self) -> Markup {
        let (visit, asked) = (self.visit, self.asked);
        let chapters = ["", "4", "5", "6", "7", "8", "9", "10"];
        html! {
            nav.tabs aria-label=(visit.text("wording-shown")) {
                @for name in SHOWN {
                    a href=(asked.link(&asked.clause, name, ""))
                        aria-current=[(asked.shown == name).then_some("page")] {
                        (visit.text(&format!("wording-show-{name}")))
                    }
                }
            }
            nav.tabs aria-label=(visit.text("wording-clauses")) {
                @for name in chapters {
                    a href=(asked.link(name, asked.shown, ""))
                        aria-current=[(asked.clause == name).then_some("page")] {
                        @if name.is_empty() { (visit.text("all")) } @else { (name) }
                    }
                }
            }
        }
    }

    fn copy_field(&self) -> Markup {
        let visit = self.visit;
        html! {
            section.sheet aria-label=(visit.text("wording-copy")) {
                div.asking {
                    div.field {
                        label for="held_against" { (visit.text("wording-copy")) }
                        input #held_against name="held_against" value=(self.copy) required autocomplete="off"
                            aria-describedby="held_against-help";
                        p.help #held_against-help { (visit.text("wording-copy-help")) }
                    }
                    // The first button of the form: Enter within the input ticks nothing.
                    button.verb { (visit.text("wording-copy-keep")) }
                }
            }
        }
    }

    fn clause(&self, rows: &[&Requirement], next: Option<&str>) -> Markup {
        let Some(first) = rows.first() else { return html! {} };
        let visit = self.visit;
        let title = format!("{} {}", first.clause, first.title);
        let open = rows.iter().any(|one| self.wordings.about(&one.id).is_none());
        html! {
            section.sheet aria-label=(title) {
                div.sheet-head {
                    h2 { (title) }
                    @if self.may && open {
                        button.verb.slim name="clause" value=(first.clause) {
                            (visit.text("wording-agrees-all"))
                            span.hide { " (" (first.clause) ")" }
                        }
                    }
                }
                table.rows {
                    caption.hide { (title) }
                    thead { tr {
                        th scope="col" { (visit.text("readiness-id")) }
                        th.what scope="col" { (visit.text("wording-ours")) }
                        th scope="col" { (visit.text("wording-compared")) }
                        @if self.may { th.end scope="col" { span.hide { (visit.text("wording-verbs")) } } }
                    } }
                    tbody { @for one in rows { (self.row(one, next == Some(one.id.as_str()))) } }
                }
            }
        }
    }

    fn row(&self, one: &Requirement, is_next: bool) -> Markup {
        let visit = self.visit;
        let href = one::href(self.asked.edition, &one.id);
        let wording = self.wordings.about(&one.id);
        let words = wording.and_then(|wording| wording.corrected.as_deref());
        html! {
            tr id=(format!("r-{}", one.id)) {
                td.id { a.link href=(href) { (one.id) } }
                td.what {
                    @match words {
                        Some(words) => { (words) p.small.faint { (visit.text("wording-ours")) ": " (one.text) } },
                        None => (one.text),
                    }
                    p.small.faint { (one::basis(visit, one.verified)) }
                }
                td { (self.standing(&one.id)) }
                @if self.may {
                    td.end {
                        @if wording.is_none() {
                            button.verb.slim name="agrees" value=(one.id) autofocus[is_next] {
                                (icon("check")) " " (visit.text("wording-agrees"))
                                span.hide { " (" (one.id) ")" }
                            }
                        }
                        " " a.verb.slim href=(self.form_of("corrected", &one.id)) {
                            (visit.text("wording-correct")) span.hide { " (" (one.id) ")" }
                        }
                    }
                }
            }
        }
    }

    fn standing(&self, id: &str) -> Markup {
        let visit = self.visit;
        let waiting = self.wordings.waiting(id);
        html! {
            @if let Some(wording) = self.wordings.about(id) {
                a.link href=(address::of_record(KIND, wording.record)) {
                    (visit.text(&format!("wording-{}", wording.verdict)))
                }
                p.small.faint {
                    @if let Some(by) = wording.by { (self.titles.name(visit, "person", by)) " · " }
                    @if let Some(on) = wording.on { time datetime=(on) { (day_words(on)) } }
                }
            } @else if waiting.is_none() { span.faint { (visit.text("wording-not-yet")) } }
            @if let Some(waiting) = waiting {
                p.small { a.link href=(address::of_record(KIND, waiting.record)) {
                    (visit.text_with("wording-waits", &[("number", waiting.number.as_str().into())]))
                } }
            }
        }
    }

    /// Requirements that the list lacked: those that count, and those that wait.
    fn missing(&self) -> Markup {
        let visit = self.visit;
        let added = self.wordings.added(self.asked.edition);
        let is_new = |one: &(&str, &Wording)| one.1.verdict == "added";
        let waiting: Vec<_> = self.wordings.all_waiting().filter(is_new).collect();
        html! {
            @if !added.is_empty() || !waiting.is_empty() {
                section.sheet aria-labelledby="missing" {
                    div.sheet-head {
                        h2 #missing { (visit.text("wording-missing")) }
                        span.small.faint { (visit.text("wording-missing-help")) }
                    }
                    ul.items {
                        @for one in &added {
                            li {
                                span.name {
                                    a.link href=(one::href(self.asked.edition, &one.id)) { (one.id) } " " (one.text)
                                }
                                span.end { (self.standing(&one.id)) }
                            }
                        }
                        @for (id, one) in waiting {
                            li {
                                span.name { (id) " " (one.corrected.as_deref().unwrap_or_default()) }
                                span.end { a.link href=(address::of_record(KIND, one.record)) {
                                    (visit.text_with("wording-waits", &[("number", one.number.as_str().into())]))
                                } }
                            }
                        }
                    }
                }
            }
        }
    }
}
