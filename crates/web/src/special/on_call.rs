//! Who is on call: now, by team and level, with how to reach them; and in the next weeks, as a strip and as a list.
mod strip;

use crate::{
    address, asked,
    part::{empty, icon, who_linked},
    shell::Page,
    value::{Titles, Wanted, clock_words},
    visit::Visit,
};
use axum::response::Response;
use gemba_desk::Refused;
use gemba_model::{
    change_calendar::Finder,
    filter::{Filter, Test},
    on_call::{OVERRIDE, OnCall, ROTA},
};
use gemba_vocabulary::{RecordId, Value, calendar::Span, on_call::Shift};
use jiff::{Timestamp, ToSpan, civil::Date};
use maud::{Markup, html};
use std::collections::{BTreeMap, BTreeSet};

/// Where the page stands.
pub const ADDRESS: &str = "/on-call";
const DAYS: i64 = 28;
const SHIFTS_MAX: usize = 60;

/// `GET /on-call`
pub async fn get(visit: Visit) -> Response {
    visit
        .answer(|visit| {
            if !visit.actor().is_inside() {
                return Err(Refused::Forbidden(visit.text("on-call-refused")));
            }
            let shown = Shown::read(visit)?;
            let title = visit.text("on-call-title");
            Ok(Page::new(title, shown.main()).live("/events").answer(visit))
        })
        .await
}

/// How somebody is reached.
#[derive(Default)]
struct Person {
    name: String,
    phone: Option<String>,
    email: Option<String>,
}

struct Shown<'a> {
    visit: &'a Visit,
    now: Timestamp,
    /// The days of the strip, the first of them today.
    first: Date,
    span: Span,
    rotas: Vec<OnCall>,
    people: BTreeMap<RecordId, Person>,
    titles: Titles,
}

impl<'a> Shown<'a> {
    fn read(visit: &'a Visit) -> Result<Self, Refused> {
        asked::kind_for(visit, ROTA, "read")?;
        let now = visit.desk.now();
        let first = now.to_zoned(visit.zone.clone()).date();
        let begin = |day: Date| {
            day.to_zoned(visit.zone.clone()).map(|at| at.timestamp()).unwrap_or_default()
        };
        let span = Span { from: begin(first), to: begin(first.saturating_add(DAYS.days())) };
        let mut finder = visit.desk.finder(visit.actor());
        let rotas = OnCall::read(&mut finder, None, span.from)?;
        let mut wanted = Wanted::default();
        let mut people = BTreeSet::new();
        for one in &rotas {
            wanted.record("team", one.team);
            for shift in shifts(one, span) {
                people.extend([shift.person, shift.turn_of]);
                if let Some(swap) = shift.swap {
                    wanted.record(OVERRIDE, swap);
                }
            }
        }
        let people = people_of(&mut finder, people)?;
        let titles = wanted.look_up(visit)?;
        Ok(Self { visit, now, first, span, rotas, people, titles })
    }

    fn main(&self) -> Markup {
        let visit = self.visit;
        let mut teams: Vec<_> = self.rotas.iter().map(|one| one.team).collect();
        teams.dedup();
        let add = |kind: &'static str, key: &str, class: &'static str| {
            html! {
                @if visit.may(kind, "create") {
                    a class=(class) href={ "/" (kind) "/new?_next=" (ADDRESS) } { (visit.text(key)) }
                }
            }
        };
        html! {
            div.head {
                h1 { (visit.text("on-call-title")) }
                span.soft { (clock_words(visit, self.now)) }
                div.verbs {
                    (add(ROTA, "on-call-rota", "verb"))
                    @if !self.rotas.is_empty() { (add(OVERRIDE, "on-call-swap", "verb first")) }
                }
            }
            div.stack #on-call data-live-part {
                @if self.rotas.is_empty() {
                    div.sheet {
                        (empty("bell", &visit.text("on-call-none"), &visit.text("on-call-none-help"), html! {}))
                    }
                }
                @for team in teams { (self.team(team)) }
            }
        }
    }

    fn team(&self, team: RecordId) -> Markup {
        let visit = self.visit;
        let of_team = || self.rotas.iter().filter(|one| one.team == team);
        let id = format!("team-{team}");
        html! {
            section.sheet aria-labelledby=(id) {
                div.sheet-head { h2 id=(id) { (self.titles.link(visit, "team", team)) } }
                ul.reached { @for one in of_team() { (self.reached(one)) } }
                div.scroll tabindex="0" role="region"
                    aria-label=(visit.text("on-call-region")) { (self.strip(of_team())) }
                details.more {
                    summary.verb { (icon("down")) " " (visit.text("on-call-list")) }
                    @for one in of_team() { (self.list(one)) }
                }
            }
        }
    }

    /// Who is on call now, and how they are reached.
    fn reached(&self, one: &OnCall) -> Markup {
        let visit = self.visit;
        let level = self.level(one);
        html! {
            li {
                span.level { (level) a.small.link href=(address::of_record(ROTA, one.rota)) { (one.name) } }
                @if let Some(shift) = one.at(self.now) {
                    @let person = self.people.get(&shift.person);
                    span.person {
                        (self.who(shift.person))
                        @if shift.swap.is_some() { " " (self.swapped(&shift)) }
                        span.small.faint { (self.until(&shift)) }
                    }
                    span.ways {
                        @if let Some(phone) = person.and_then(|one| one.phone.as_deref()) {
                            a.verb.slim href={ "tel:" (phone.replace(' ', "")) } { (phone) }
                        }
                        @if let Some(email) = person.and_then(|one| one.email.as_deref()) {
                            a.link.small href={ "mailto:" (email) } { (email) }
                        }
                    }
                } @else {
                    span.person.faint { (visit.text("on-call-nobody")) }
                }
            }
        }
    }

    fn until(&self, shift: &Shift) -> String {
        if shift.span.to == Timestamp::MAX {
            return self.visit.text("on-call-open");
        }
        self.visit.text_with("on-call-until", &[("time", self.moment(shift.span.to).into())])
    }

    fn who(&self, person: RecordId) -> Markup {
        who_linked(self.name(person), &address::of_record("person", person))
    }

    fn name(&self, person: RecordId) -> &str {
        self.people.get(&person).map_or("?", |person| &person.name)
    }

    /// A token that leads to what was swapped.
    fn swapped(&self, shift: &Shift) -> Markup {
        let visit = self.visit;
        let name = self.name(shift.turn_of);
        let words = visit.text_with("on-call-instead", &[("name", name.into())]);
        html! {
            @if let Some(swap) = shift.swap {
                a.token.warm href=(address::of_record(OVERRIDE, swap))
                    title=[self.titles.get(OVERRIDE, swap)] { (words) }
            }
        }
    }

    fn level(&self, one: &OnCall) -> String {
        self.visit.text(&format!("on-call-{}", one.level.name()))
    }

    /// The day of the week, the day, and the hour.
    fn moment(&self, at: Timestamp) -> String {
        at.to_zoned(self.visit.zone.clone()).strftime("%a %-d %b, %H:%M").to_string()
    }

    /// The shifts of the next weeks one below the other, each with the way to swap it.
    fn list(&self, one: &OnCall) -> Markup {
        let visit = self.visit;
        let may = visit.may(OVERRIDE, "create");
        html! {
            table.rows.shifts {
                caption { b { (one.name) } " · " (self.level(one)) }
                thead.hide { tr {
                    th scope="col" { (visit.text("on-call-from")) }
                    th scope="col" { (visit.text("on-call-to")) }
                    th scope="col" { (visit.text("on-call-who")) }
                    th scope="col" { (visit.text("on-call-change")) }
                } }
                tbody {
                    @for shift in shifts(one, self.span).filter(|shift| shift.span.to > self.now) {
                        tr {
                            td { (self.moment(shift.span.from)) }
                            td { (self.until(&shift)) }
                            td { (self.who(shift.person)) " " (self.swapped(&shift)) }
                            td.end {
                                @if may && shift.span.to != Timestamp::MAX {
                                    a.link.small href=(self.swap(one, &shift)) { (visit.text("on-call-swap-this")) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// The form that swaps this shift, filled in as far as it is known.
    fn swap(&self, one: &OnCall, shift: &Shift) -> String {
        let typed = |at: Timestamp| {
            at.to_zoned(self.visit.zone.clone()).strftime("%Y-%m-%dT%H:%M").to_string()
        };
        let from = shift.span.from.max(self.now);
        let (rota, from, to) = (one.rota.to_string(), typed(from), typed(shift.span.to));
        let pairs =
            [("rota", &*rota), ("starts_at", &*from), ("ends_at", &*to), ("_next", ADDRESS)];
        address::with_query(&format!("/{OVERRIDE}/new"), pairs)
    }
}

/// The shifts that fall into a time.
fn shifts(one: &OnCall, span: Span) -> impl Iterator<Item = Shift> {
    one.shifts(span.from).take_while(move |shift| shift.span.from < span.to).take(SHIFTS_MAX)
}

fn people_of<F: Finder>(
    finder: &mut F,
    ids: BTreeSet<RecordId>,
) -> Result<BTreeMap<RecordId, Person>, F::Fault> {
    let Some(view) = finder.view("person").filter(|_| !ids.is_empty()) else {
        return Ok(BTreeMap::new());
    };
    let ids = ids.into_iter().map(Value::Int).collect();
    let found = finder.find("person", &[Filter { field: "id".to_owned(), test: Test::Is(ids) }])?;
    let people = found.iter().map(|record| {
        let held = |field: &str| view.value(record, field).as_text().map(str::to_owned);
        let (phone, email) = (held("phone"), held("email"));
        (record.id, Person { name: view.title(record), phone, email })
    });
    Ok(people.collect())
}
