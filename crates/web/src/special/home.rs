//! The first page: what cannot go on without the reader, what is with them, and what nobody has taken.
use crate::{
    address,
    part::{empty, icon, priority, state},
    shell::{self, Page},
    special::{catalogue, clock::Clock, documents::to_read, following, raised},
    texts::group,
    value::{Titles, clock_words, day_words, moment},
    visit::Visit,
};
use axum::response::Response;
use gemba_desk::{Query, Refused};
use gemba_model::{
    Record,
    filter::{Filter, Sort, Test},
    overlay::KindView,
};
use gemba_vocabulary::{RecordId, Value};
use jiff::SignedDuration;
use maud::{Markup, PreEscaped, html};
use std::sync::Arc;

const SOON_SECONDS: i64 = 4 * 3600;
const SHOWN_MAX: usize = 50;
const ROWS_MAX: usize = 12;
const COUNT_MAX: i64 = 1000;

/// Records of one kind, as the page shows them.
struct Heap {
    view: Arc<KindView>,
    records: Vec<Record>,
    titles: Titles,
}

/// `GET /`
pub async fn get(visit: Visit) -> Response {
    visit
        .answer(|visit| {
            let main = if visit.actor().is_inside() { inside(visit)? } else { served(visit)? };
            let page = Page::new(shell::home_title(visit), main);
            Ok(page.live("/events").answer(visit))
        })
        .await
}

fn inside(visit: &Visit) -> Result<Markup, Refused> {
    let me = visit.actor().person.map_or(Value::None, Value::Ref);
    let open = || Filter::is("open", Value::Bool(true));
    let mine = |field: &str| vec![Filter::is(field, me.clone()), open()];
    let incidents = heap(visit, "incident", mine("assigned_to"), "resolve_due", SHOWN_MAX)?;
    let tasks = heap(visit, "task", mine("assigned_to"), "due_on", SHOWN_MAX)?;
    let approvals = heap(visit, "approval", mine("approver"), "-id", SHOWN_MAX)?;
    let problems = heap(visit, "problem", mine("owner"), "-id", SHOWN_MAX)?;
    let requests = heap(visit, "service_request", mine("assigned_to"), "fulfil_due", SHOWN_MAX)?;
    let teams: Vec<_> = visit.actor().teams.iter().copied().map(Value::Ref).collect();
    let queue = if teams.is_empty() {
        None
    } else {
        let of_team = Filter { field: "team".to_owned(), test: Test::Is(teams) };
        let untaken = Filter { field: "assigned_to".to_owned(), test: Test::Empty };
        heap(visit, "incident", vec![of_team, untaken, open()], "resolve_due", ROWS_MAX)?
    };
    let needs: Vec<Markup> = [
        raised::needs(visit)?,
        urgent(visit, incidents.as_ref()),
        asked(visit, approvals.as_ref()),
        due(visit, tasks.as_ref()),
        to_read::needs(visit)?,
    ]
    .concat();
    let with_you = [&incidents, &requests, &problems, &tasks].into_iter().flatten();
    let count: usize = with_you.clone().map(|heap| heap.records.len()).sum();
    Ok(html! {
        (head(visit, &visit.text_with("home-count", &[("n", count.into())])))
        div.board.turned {
            div.stack {
                (needs_you(visit, &needs))
                // Without a record it takes no room, but is there for the news to fill.
                div.stack #with data-live-part hidden[count == 0] {
                    (with(visit, &with_you.collect::<Vec<_>>()))
                }
                @if let Some(queue) = &queue { (team_queue(visit, queue)) }
                (following::section(visit)?)
                @if queue.is_none() { (pressing(visit)?) }
            }
            div.stack { (figures(visit)?) }
        }
    })
}

fn served(visit: &Visit) -> Result<Markup, Refused> {
    // The desk's scope already narrows this to what is theirs or their organization's.
    let open = vec![Filter::is("open", Value::Bool(true))];
    let over = vec![Filter::is("open", Value::Bool(false))];
    let requests = heap(visit, "service_request", open.clone(), "-id", SHOWN_MAX)?;
    let asked_of = visit.actor().person.map_or(Value::None, Value::Ref);
    let asked_of = [vec![Filter::is("approver", asked_of)], open.clone()].concat();
    let approvals = heap(visit, "approval", asked_of, "-id", SHOWN_MAX)?;
    let open = heap(visit, "incident", open, "-id", SHOWN_MAX)?;
    let over = heap(visit, "incident", over, "-id", ROWS_MAX)?;
    let mut asked = asked(visit, approvals.as_ref());
    let of_me = visit.actor().person.map_or(Value::None, Value::Ref);
    let questions = [vec![Filter::is("person", of_me)], open_only()].concat();
    let questions = heap(visit, "survey_answer", questions, "-id", SHOWN_MAX)?;
    asked.extend(surveys(visit, questions.as_ref()));
    let complaints = heap(visit, "complaint", open_only(), "-id", SHOWN_MAX)?;
    let none = empty(
        "check",
        &visit.text("home-served-none"),
        &visit.text("home-served-none-help"),
        PreEscaped(String::new()),
    );
    let sheet = |key: &str, heap: &Heap| {
        html! {
            section.sheet {
                div.sheet-head { h2 { (visit.text(key)) } }
                (table(visit, heap, &visit.text(key)))
            }
        }
    };
    Ok(html! {
        (head(visit, ""))
        div.stack {
            @if !asked.is_empty() {
                section.sheet {
                    div.sheet-head { h2 { (visit.text("home-needs")) } }
                    ul.todo { @for one in &asked { (one) } }
                }
            }
            @if let Some(heap) = requests.filter(|heap| !heap.records.is_empty()) {
                (sheet("home-served-requests", &heap))
            }
            @match &open {
                Some(heap) if !heap.records.is_empty() => (sheet("home-served-open", heap)),
                _ => div.sheet { (none) },
            }
            @if let Some(heap) = complaints.filter(|heap| !heap.records.is_empty()) {
                (sheet("home-served-complaints", &heap))
            }
            (following::section(visit)?)
            @if let Some(heap) = over.filter(|heap| !heap.records.is_empty()) {
                (sheet("home-served-over", &heap))
            }
        }
    })
}

fn open_only() -> Vec<Filter> {
    vec![Filter::is("open", Value::Bool(true))]
}

/// Questions how content the reader is.
fn surveys(visit: &Visit, heap: Option<&Heap>) -> Vec<Markup> {
    let Some(Heap { view, records, .. }) = heap else { return Vec::new() };
    let asked = records.iter().map(|record| {
        let href = address::of_record(view.def.name, record.id);
        html! {
            li {
                (icon("note"))
                div {
                    a href=(href) { b { (visit.text("home-served-surveys")) } }
                    p { (view.title(record)) " · " (moment(visit, record.created_at)) }
                }
                a.verb.slim href=(href) { (visit.text("home-answer")) }
            }
        }
    });
    asked.collect()
}

fn head(visit: &Visit, words: &str) -> Markup {
    let view = visit.desk.view("incident").filter(|_| visit.may("incident", "create"));
    let catalogue = catalogue::link(visit);
    html! {
        div.head {
            h1 { (shell::home_title(visit)) }
            @if !words.is_empty() { span.soft { (words) } }
            @if let Some(view) = view {
                div.verbs {
                    (catalogue)
                    @if !visit.actor().is_inside() && visit.may("complaint", "create") {
                        a.verb href="/complaint/new" { (visit.text("home-served-complain")) }
                    }
                    a.verb.first href="/incident/new" data-key="c" {
                        (visit.texts.create_label(view.def)) " " kbd { "C" }
                    }
                }
            }
        }
    }
}

fn heap(
    visit: &Visit,
    kind: &str,
    filters: Vec<Filter>,
    sort: &str,
    limit: usize,
) -> Result<Option<Heap>, Refused> {
    let Some(view) = visit.desk.view(kind).filter(|_| visit.may(kind, "read")) else {
        return Ok(None);
    };
    let sort = Sort::parse(&view, sort).map_err(Refused::Unknown)?;
    let query = Query { filters, sort, limit, ..Query::of(kind) };
    let mut records = visit.desk.list(visit.actor(), &query)?.records;
    let now = visit.desk.now();
    // What is due comes first; what is due at no time comes last, whatever the store thinks of nothing.
    records.sort_by_key(|record| {
        let left = match Clock::of(&view, record, now) {
            Some(Clock::Running { left_seconds, .. }) => left_seconds,
            _ => i64::MAX,
        };
        (left, view.value(record, "priority").as_int().unwrap_or(i64::MAX), -record.id)
    });
    let titles = Titles::of(visit, &[(&view, &records)])?;
    Ok(Some(Heap { view, records, titles }))
}

fn needs_you(visit: &Visit, needs: &[Markup]) -> Markup {
    let none = empty(
        "check",
        &visit.text("home-needs-none"),
        &visit.text("home-needs-none-help"),
        PreEscaped(String::new()),
    );
    html! {
        section.sheet #needs data-live-part {
            div.sheet-head {
                h2 { (visit.text("home-needs")) } span.small.faint { (visit.text("home-needs-help")) }
            }
            @if needs.is_empty() { (none) } @else { ul.todo { @for need in needs { (need) } } }
        }
    }
}

/// The reader's incidents that are late or nearly so.
fn urgent(visit: &Visit, heap: Option<&Heap>) -> Vec<Markup> {
    let Some(Heap { view, records, titles }) = heap else { return Vec::new() };
    let now = visit.desk.now();
    let urgent = records.iter().filter_map(|record| {
        let clock = Clock::of(view, record, now).filter(|clock| clock.ends_within(SOON_SECONDS))?;
        let tone = if clock.is_late() { "bad-ink" } else { "warn" };
        let due = view.value(record, "resolve_due").as_instant()?;
        let due = visit.text_with("home-due", &[("time", clock_words(visit, due).into())]);
        Some(html! {
            li {
                span class=(tone) { (icon("clock")) }
                div {
                    a href=(address::of_record(view.def.name, record.id)) { b { (view.title(record)) } }
                    p {
                        (view.def.number(record.id))
                        @for name in beside(visit, view, record, titles) { " · " (name) }
                        " · " (due)
                    }
                }
                div.verbs { (clock.shown(visit)) }
            }
        })
    });
    urgent.collect()
}

fn asked(visit: &Visit, heap: Option<&Heap>) -> Vec<Markup> {
    let Some(Heap { view, records, titles }) = heap else { return Vec::new() };
    let asked = records.iter().map(|record| {
        let href = address::of_record(view.def.name, record.id);
        let title = visit.text_with("home-approve", &[("what", view.title(record).into())]);
        html! {
            li {
                (icon("attest"))
                div {
                    a href=(href) { b { (title) } }
                    p {
                        (view.def.number(record.id))
                        @if let Some(by) = record.created_by.and_then(|id| titles.get("person", id)) {
                            " · " (visit.text_with("home-asked-by", &[("name", by.into())]))
                        }
                        " · " (moment(visit, record.created_at))
                    }
                }
                a.verb.slim href=(href) { (visit.text("home-decide")) }
            }
        }
    });
    asked.collect()
}

/// The reader's tasks that are due today or were before.
fn due(visit: &Visit, heap: Option<&Heap>) -> Vec<Markup> {
    let Some(Heap { view, records, .. }) = heap else { return Vec::new() };
    let today = visit.desk.now().to_zoned(visit.zone.clone()).date();
    let due = records.iter().filter_map(|record| {
        let Value::Date(day) = view.value(record, "due_on") else { return None };
        let (key, tone) =
            if *day < today { ("home-task-late", "bad-ink") } else { ("home-task-today", "warn") };
        let href = address::of_record(view.def.name, record.id);
        (*day <= today).then(|| {
            html! {
                li {
                    span class=(tone) { (icon("check")) }
                    div {
                        a href=(href) {
                            b { (view.title(record)) }
                        }
                        p {
                            (view.def.number(record.id)) " · "
                            (visit.text_with(key, &[("day", day_words(*day).into())]))
                        }
                    }
                    a.verb.slim href=(href) { (visit.text("flash-open")) }
                }
            }
        })
    });
    due.collect()
}

fn with(visit: &Visit, heaps: &[&Heap]) -> Markup {
    html! {
        @for heap in heaps.iter().filter(|heap| !heap.records.is_empty()) {
            @let plural = visit.texts.kind_plural(heap.view.def);
            @let title = visit.text_with("home-with-kind", &[("kind", plural.to_lowercase().into())]);
            section.sheet {
                div.sheet-head {
                    h2 { (title) }
                    a.link href=(all_of(heap.view.def.name)) {
                        (visit.text_with("home-all", &[("n", heap.records.len().into())]))
                    }
                }
                (table(visit, heap, &title))
            }
        }
    }
}

fn all_of(kind: &str) -> String {
    let who = if kind == "problem" { "owner" } else { "assigned_to" };
    address::with_query(&format!("/{kind}"), [(who, "me"), ("open", "yes")])
}

fn team_queue(visit: &Visit, heap: &Heap) -> Markup {
    let title = visit.text("home-queue");
    let none = || {
        let (title, words) = (visit.text("home-queue-none"), visit.text("home-queue-none-help"));
        empty("team", &title, &words, PreEscaped(String::new()))
    };
    html! {
        section.sheet #queue data-live-part {
            div.sheet-head {
                h2 { (title) } span.small.faint { (visit.text("home-queue-help")) }
            }
            @if heap.records.is_empty() { (none()) } @else { (table(visit, heap, &title)) }
        }
    }
}

/// What is resolved is still open until its reporter agrees, but nothing is due any more.
fn unresolved() -> Filter {
    Filter { field: "resolved_at".to_owned(), test: Test::Empty }
}

/// What presses most in the whole house, for those who work in no team.
fn pressing(visit: &Visit) -> Result<Markup, Refused> {
    let open = || Filter::is("open", Value::Bool(true));
    let promised = Filter { field: "resolve_due".to_owned(), test: Test::Filled };
    let filters = vec![open(), promised, unresolved()];
    let mut heap = heap(visit, "incident", filters, "resolve_due", ROWS_MAX)?;
    if heap.as_ref().is_none_or(|heap| heap.records.is_empty()) {
        heap = self::heap(visit, "incident", vec![open(), unresolved()], "-id", ROWS_MAX)?;
    }
    let Some(heap) = heap.filter(|heap| !heap.records.is_empty()) else {
        return Ok(PreEscaped(String::new()));
    };
    let title = visit.text("home-pressing");
    let all = address::with_query("/incident", [("open", "yes"), ("sort", "resolve_due")]);
    Ok(html! {
        section.sheet #pressing data-live-part {
            div.sheet-head {
                h2 { (title) } a.link href=(all) { (visit.text("home-pressing-all")) }
            }
            (table(visit, &heap, &title))
        }
    })
}

fn table(visit: &Visit, heap: &Heap, caption: &str) -> Markup {
    let Heap { view, records, titles } = heap;
    let (has_priority, has_clock) =
        (view.field("priority").is_some(), view.field("resolve_due").is_some());
    let label =
        |name: &str| view.field(name).map(|field| visit.texts.field_label(view.def.name, field));
    html! {
        table.rows {
            caption.hide { (caption) }
            thead {
                tr {
                    @if has_priority { th scope="col" { span.hide { (label("priority").unwrap_or_default()) } } }
                    th.wide scope="col" { (visit.text("column-number")) }
                    th scope="col" { (label(view.def.title).unwrap_or_default()) }
                    th scope="col" { (visit.text("column-state")) }
                    @if has_clock { th scope="col" { (visit.text("column-clock")) } }
                    th.wider scope="col" { (visit.text("column-updated")) }
                }
            }
            tbody {
                @for record in records.iter().take(ROWS_MAX) {
                    (row(visit, view, record, titles, has_priority, has_clock))
                }
            }
        }
    }
}

fn row(
    visit: &Visit,
    view: &KindView,
    record: &Record,
    titles: &Titles,
    has_priority: bool,
    has_clock: bool,
) -> Markup {
    let href = address::of_record(view.def.name, record.id);
    let beside = beside(visit, view, record, titles);
    let clock = Clock::of(view, record, visit.desk.now());
    html! {
        tr data-href=(href) {
            @if has_priority {
                td { @if let Value::Int(number) = view.value(record, "priority") { (priority(visit, *number)) } }
            }
            td.id.wide { (view.def.number(record.id)) }
            td.what {
                a href=(href) { (view.title(record)) }
                @if !beside.is_empty() { small { (beside.join(" · ")) } }
            }
            td { (state(visit, view.def, &record.state)) }
            @if has_clock { td { @if let Some(clock) = clock { (clock.shown(visit)) } } }
            td.num.faint.wider { (moment(visit, record.updated_at)) }
        }
    }
}

/// What places a record at a glance: its service and its customer.
fn beside(visit: &Visit, view: &KindView, record: &Record, titles: &Titles) -> Vec<String> {
    let name = |field: &str| -> Option<String> {
        let target = view.field(field)?.holds.target()?;
        let Value::Ref(id): &Value = view.value(record, field) else { return None };
        let id: RecordId = *id;
        titles.get(target, id).map(str::to_owned)
    };
    let is_inside = visit.actor().is_inside();
    let fields = if is_inside { vec!["service", "customer"] } else { vec!["service"] };
    fields.into_iter().filter_map(name).collect()
}

fn figures(visit: &Visit) -> Result<Markup, Refused> {
    if !visit.may("incident", "read") || visit.desk.view("incident").is_none() {
        return Ok(PreEscaped(String::new()));
    }
    let soon = visit.desk.now().saturating_add(SignedDuration::from_secs(SOON_SECONDS));
    let soon = soon.unwrap_or_else(|_| visit.desk.now());
    let open = Filter::is("open", Value::Bool(true));
    let yes = || Value::Bool(true);
    let is = |field: &str, test: Test| Filter { field: field.to_owned(), test };
    let asked = [
        ("home-figure-open", vec![]),
        (
            "home-figure-soon",
            vec![is("resolve_due", Test::Less(Value::Instant(soon))), unresolved()],
        ),
        ("home-figure-untaken", vec![is("assigned_to", Test::Empty), unresolved()]),
        ("home-figure-major", vec![is("is_major", Test::Is(vec![yes()])), unresolved()]),
    ];
    let mut shown = Vec::new();
    for (key, more) in asked {
        let filters: Vec<_> = [open.clone()].into_iter().chain(more).collect();
        let count = visit.desk.count(visit.actor(), "incident", &filters, COUNT_MAX)?;
        let words = group(&count.count.to_string());
        let words = if count.is_more { format!("{words}+") } else { words };
        let pairs: Vec<_> =
            filters.iter().map(|filter| (filter.field.clone(), filter.spell())).collect();
        let pairs = pairs.iter().map(|(name, text)| (name.as_str(), text.as_str()));
        shown.push((visit.text(key), words, address::with_query("/incident", pairs)));
    }
    Ok(html! {
        section.card #figures data-live-part {
            h2 { (visit.text("home-figures")) }
            div.figures {
                @for (label, words, href) in shown {
                    a.figure href=(href) { b { (words) } small { (label) } }
                }
            }
        }
    })
}
