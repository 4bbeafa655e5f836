//! The change calendar: when things change, what stands still, and what stands in each other's way.
pub mod beside;
mod days;
mod services;

use crate::{address, asked, part::icon, shell::Page, value::Titles, visit::Visit};
use axum::response::Response;
use gemba_desk::{Query, Refused};
use gemba_model::{
    Record,
    change_calendar::{ChangeCalendar, Finder, STATES_TO_COME},
    change_figures,
    filter::{Filter, Sort},
    overlay::KindView,
};
use gemba_vocabulary::{
    RecordId, Value,
    calendar::Span,
    change_figures::ChangeFigures,
    collision::{Collision, Planned, all_collisions},
};
use jiff::{Timestamp, ToSpan, civil::Date, civil::Weekday};
use maud::{Markup, html};
use rust_decimal::Decimal;
use std::{collections::BTreeMap, sync::Arc};

pub(crate) const CHANGE: &str = "change";
pub(crate) const FREEZE: &str = "freeze_window";
/// The address of this page.
pub const ADDRESS: &str = "/change/calendar";
const RECORDS_MAX: usize = 10_000;
const COUNT_MAX: i64 = 1_000_000;
const FIGURES_DAYS: i64 = 90;
/// What takes no place in a calendar.
const NOT_SHOWN: [&str; 2] = ["rejected", "withdrawn"];

/// `GET /change/calendar?view=&on=&service=`
pub async fn get(visit: Visit) -> Response {
    visit
        .answer(|visit| {
            asked::kind_for(visit, CHANGE, "read")?;
            let shown = Shown::read(visit)?;
            let main = shown.main()?;
            let title = visit.text("change-calendar-title");
            Ok(Page::new(title, main).live("/events?kind=change").answer(visit))
        })
        .await
}

/// Finds records as the reader of the page sees them.
pub(crate) struct Seen<'a>(pub &'a Visit);

impl Finder for Seen<'_> {
    type Fault = Refused;
    fn find(&mut self, kind: &str, filters: &[Filter]) -> Result<Vec<Record>, Refused> {
        let sort = Sort { field: "id".to_owned(), descending: false };
        let filters = filters.to_vec();
        let query = Query { filters, sort, limit: RECORDS_MAX, ..Query::of(kind) };
        Ok(self.0.desk.list(self.0.actor(), &query)?.records)
    }
    fn view(&self, kind: &str) -> Option<Arc<KindView>> {
        let can_ask = |view: &Arc<KindView>| {
            // Whoever may not see what is asked by cannot ask.
            let is_inside = self.0.actor().is_inside();
            is_inside || view.def.name == CHANGE
        };
        self.0.desk.view(kind).filter(|_| self.0.may(kind, "read")).filter(can_ask)
    }
}

/// How the time is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum View {
    Month,
    Week,
    Services,
}

impl View {
    const ALL: [Self; 3] = [Self::Month, Self::Week, Self::Services];

    const fn name(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Week => "week",
            Self::Services => "services",
        }
    }
}

/// The calendar of one time, ready to be shown.
struct Shown<'a> {
    visit: &'a Visit,
    view: View,
    on: Date,
    /// The days shown, whole weeks.
    days: Vec<Date>,
    service: Option<RecordId>,
    change: Arc<KindView>,
    changes: Vec<(Planned, Record)>,
    freezes: Vec<(Span, Record)>,
    found: BTreeMap<RecordId, Vec<Collision>>,
    titles: Titles,
}

impl<'a> Shown<'a> {
    fn read(visit: &'a Visit) -> Result<Self, Refused> {
        let view = visit.query("view");
        let view = View::ALL.into_iter().find(|one| view.as_deref() == Some(one.name()));
        let view = view.unwrap_or(View::Month);
        let today = visit.desk.now().to_zoned(visit.zone.clone()).date();
        let on = visit.query("on").and_then(|text| text.parse().ok()).unwrap_or(today);
        let service = visit.query("service").and_then(|text| text.parse().ok());
        let days = days_of(view, on);
        let span = span_of(visit, &days);
        let change = asked::kind(visit, CHANGE)?;
        let states = change.def.states.iter().map(|state| &*state.name);
        let states: Vec<_> = states.filter(|state| !NOT_SHOWN.contains(state)).collect();
        let mut finder = Seen(visit);
        let calendar = ChangeCalendar::read(&mut finder, span, &states)?;
        // What is over stands in nobody's way.
        let is_ahead = |one: &&(Planned, Record)| STATES_TO_COME.contains(&&*one.1.state);
        let changes = calendar.changes.iter().filter(is_ahead).cloned().collect();
        let mut ahead = ChangeCalendar { changes, freezes: Vec::new() };
        ahead.relate(&mut finder)?;
        let found = all_collisions(&ahead.planned(), &calendar.frozen());
        let touches = |one: &Planned| service.is_none_or(|service| one.services.contains(&service));
        let mut changes = calendar.changes;
        changes.retain(|(one, _)| touches(one));
        changes.sort_by_key(|(one, _)| (one.span.from, one.change));
        let records: Vec<_> = changes.iter().map(|(_, record)| record.clone()).collect();
        let titles = Titles::of(visit, &[(&change, &records)])?;
        let freezes = calendar.freezes.into_iter().map(|(one, record)| (one.span, record));
        let freezes = freezes.collect();
        Ok(Self { visit, view, on, days, service, change, changes, freezes, found, titles })
    }

    fn main(&self) -> Result<Markup, Refused> {
        let visit = self.visit;
        let count = self.changes.iter().filter(|(one, _)| self.found.contains_key(&one.change));
        let count = count.count();
        Ok(html! {
            div.head {
                h1 { (visit.text("change-calendar-title")) }
                span.soft { (self.time()) }
                div.verbs {
                    @if visit.may(FREEZE, "create") {
                        a.verb href={ "/" (FREEZE) "/new" } data-dialog {
                            (visit.text("change-calendar-freeze"))
                        }
                    }
                    @if visit.may(CHANGE, "create") {
                        a.verb.first href={ "/" (CHANGE) "/new" } {
                            (visit.texts.create_label(self.change.def))
                        }
                    }
                }
            }
            (self.steering()?)
            div.stack {
                section.sheet #calendar data-live-part {
                    @if count > 0 {
                        p.calendar-word {
                            span.token.hot {
                                (icon("warning"))
                                (visit.text_with("change-calendar-count", &[("n", count.into())]))
                            }
                        }
                    }
                    @match self.view {
                        View::Month | View::Week => (self.as_days()),
                        View::Services => (self.as_services()?),
                    }
                }
                @if visit.actor().is_inside() { (figures(visit)?) }
            }
        })
    }

    /// The time shown, in words.
    fn time(&self) -> String {
        match (self.view, self.days.first(), self.days.last()) {
            (View::Month, _, _) => self.on.strftime("%B %Y").to_string(),
            (_, Some(first), Some(last)) => {
                let (first, last) = (first.strftime("%-d %B"), last.strftime("%-d %B %Y"));
                format!("{first} – {last}")
            }
            _ => String::new(),
        }
    }

    fn address(&self, view: View, on: Date) -> String {
        let (on, service) = (on.to_string(), self.service.map(|id| id.to_string()));
        let mut pairs = vec![("view", view.name()), ("on", &*on)];
        if let Some(service) = &service {
            pairs.push(("service", service));
        }
        address::with_query(ADDRESS, pairs)
    }

    /// The ways to another time, another layout, and one service.
    fn steering(&self) -> Result<Markup, Refused> {
        let visit = self.visit;
        let today = visit.desk.now().to_zoned(visit.zone.clone()).date();
        let (back, on) = match self.view {
            View::Month => (
                self.on.first_of_month().saturating_sub(1.month()),
                self.on.first_of_month().saturating_add(1.month()),
            ),
            View::Week | View::Services => {
                (self.on.saturating_sub(7.days()), self.on.saturating_add(7.days()))
            }
        };
        let services = Seen(visit);
        let services = services.view("service").map(|_| {
            visit.desk.list(
                visit.actor(),
                &Query {
                    limit: 200,
                    sort: Sort { field: "name".to_owned(), descending: false },
                    filters: vec![Filter::is("open", Value::Bool(true))],
                    ..Query::of("service")
                },
            )
        });
        let services = services.transpose()?.map(|page| page.records).unwrap_or_default();
        let view = visit.desk.view("service");
        Ok(html! {
            nav.tabs aria-label=(visit.text("change-calendar-views")) {
                @for one in View::ALL {
                    a href=(self.address(one, self.on))
                        aria-current=[(one == self.view).then_some("page")] {
                        (visit.text(&format!("change-calendar-{}", one.name())))
                    }
                }
            }
            div.calendar-bar {
                nav.verbs aria-label=(visit.text("change-calendar-time")) {
                    a.square href=(self.address(self.view, back))
                        aria-label=(visit.text("change-calendar-before")) { (icon("left")) }
                    a.verb.slim href=(self.address(self.view, today)) {
                        (visit.text("change-calendar-today"))
                    }
                    a.square href=(self.address(self.view, on))
                        aria-label=(visit.text("change-calendar-after")) { (icon("right")) }
                }
                @if let Some(view) = view.filter(|_| services.len() > 1) {
                    form.calendar-service method="get" action=(ADDRESS) {
                        input type="hidden" name="view" value=(self.view.name());
                        input type="hidden" name="on" value=(self.on);
                        label for="service" { (visit.texts.kind_label(view.def)) }
                        select #service name="service" {
                            option value="" { (visit.text("change-calendar-all")) }
                            @for one in &services {
                                option value=(one.id) selected[self.service == Some(one.id)] {
                                    (view.title(one))
                                }
                            }
                        }
                        button.verb.slim { (visit.text("change-calendar-show")) }
                    }
                }
            }
        })
    }
}

fn days_of(view: View, on: Date) -> Vec<Date> {
    let monday = |day: Date| {
        let back = i64::from(day.weekday().since(Weekday::Monday));
        day.saturating_sub(back.days())
    };
    let (first, last) = match view {
        View::Month => (monday(on.first_of_month()), on.last_of_month()),
        View::Week | View::Services => (monday(on), monday(on)),
    };
    let mut days = Vec::new();
    let mut week = first;
    while week <= last {
        days.extend((0..7).map(|day: i64| week.saturating_add(day.days())));
        week = week.saturating_add(7.days());
    }
    days
}

/// The moment at which a day begins on the reader's clock.
fn begin_of(visit: &Visit, day: Date) -> Timestamp {
    day.to_zoned(visit.zone.clone()).map(|zoned| zoned.timestamp()).unwrap_or_default()
}

fn span_of(visit: &Visit, days: &[Date]) -> Span {
    let first = days.first().copied().unwrap_or_default();
    let after = days.last().copied().unwrap_or_default().saturating_add(1.day());
    Span { from: begin_of(visit, first), to: begin_of(visit, after) }
}

/// How the changes of the last three months went.
fn figures(visit: &Visit) -> Result<Markup, Refused> {
    let to = visit.desk.now();
    let from = to.saturating_sub(jiff::SignedDuration::from_hours(24 * FIGURES_DAYS));
    let from = from.unwrap_or(to);
    let figures = change_figures::count(Some(Span { from, to }), |filters| {
        let count = visit.desk.count(visit.actor(), CHANGE, filters, COUNT_MAX)?.count;
        Ok::<_, Refused>(u64::try_from(count).unwrap_or_default())
    })?;
    Ok(html! {
        section.sheet aria-labelledby="figures-title" {
            div.sheet-head {
                h2 #figures-title { (visit.text("change-figures")) }
                span.small.faint {
                    (visit.text_with("change-figures-of", &[("n", figures.closed.to_string().into())]))
                }
            }
            dl.calendar-figures {
                @for (key, figure) in told(&figures) {
                    div { dt { (visit.text(key)) } dd { (figure) } }
                }
            }
        }
    })
}

fn told(figures: &ChangeFigures) -> [(&'static str, String); 6] {
    let percent = |share: Option<Decimal>| {
        share.map_or_else(|| "–".to_owned(), |share| format!("{} %", share.normalize()))
    };
    [
        ("change-figures-success", percent(figures.success_percent())),
        ("change-figures-emergency", percent(figures.emergency_percent())),
        ("change-figures-unauthorised", percent(figures.unauthorised_percent_of_all())),
        ("change-figures-rolled-back", figures.rolled_back.to_string()),
        ("change-figures-incident", figures.caused_incident.to_string()),
        ("change-figures-misused", figures.misused.to_string()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_told_in_whole_weeks() {
        let month = days_of(View::Month, jiff::civil::date(2026, 11, 23));
        assert_eq!(month.len(), 42);
        assert_eq!(month.first(), Some(&jiff::civil::date(2026, 10, 26)), "a Monday");
        assert_eq!(month.last(), Some(&jiff::civil::date(2026, 12, 6)), "a Sunday");
        let week = days_of(View::Week, jiff::civil::date(2026, 11, 29));
        assert_eq!(week.first(), Some(&jiff::civil::date(2026, 11, 23)));
        assert_eq!(week.len(), 7);
    }

    #[test]
    fn figures_without_changes_are_no_share() {
        assert_eq!(told(&ChangeFigures::default())[0].1, "–");
        let half = ChangeFigures { closed: 8, successful: 5, ..ChangeFigures::default() };
        assert_eq!(told(&half)[0].1, "62.5 %");
    }
}
