//! The calendar by days: a month or a week.
use super::{CHANGE, FREEZE, Shown, View, begin_of};
use crate::{
    address,
    part::{icon, shape},
};
use gemba_model::Record;
use gemba_vocabulary::{calendar::Span, collision::Planned};
use jiff::{ToSpan, civil::Date};
use maud::{Markup, html};

/// How many changes a day of a month shows; the rest waits on the week's page.
const MONTH_MAX: usize = 4;
const WEEK_MAX: usize = 100;

impl Shown<'_> {
    pub(super) fn as_days(&self) -> Markup {
        let visit = self.visit;
        let today = visit.desk.now().to_zoned(visit.zone.clone()).date();
        html! {
            ol class={ "calendar " (self.view.name()) } {
                @for day in &self.days { (self.day(*day, today)) }
            }
        }
    }

    fn day(&self, day: Date, today: Date) -> Markup {
        let span = self.span(day);
        let max = if self.view == View::Month { MONTH_MAX } else { WEEK_MAX };
        let mut changes = self.within(span);
        let more = changes.len().saturating_sub(max);
        // What collides is never the part that is left out.
        changes.sort_by_key(|(one, _)| !self.found.contains_key(&one.change));
        changes.truncate(max);
        changes.sort_by_key(|(one, _)| (one.span.from, one.change));
        let frozen: Vec<_> = self.frozen(span).collect();
        let is_other = self.view == View::Month && day.month() != self.on.month();
        let is_empty = changes.is_empty() && frozen.is_empty();
        let classes = [("other", is_other), ("today", day == today), ("bare", is_empty)];
        let classes = classes.into_iter().filter(|(_, is)| *is).map(|(name, _)| name);
        let classes = classes.collect::<Vec<_>>().join(" ");
        html! {
            li class=(classes) {
                h2 {
                    time datetime=(day) aria-current=[(day == today).then_some("date")] {
                        span.weekday { (day.strftime("%a")) " " }
                        (day.day())
                        span.month { " " (day.strftime("%b")) }
                    }
                }
                @for record in frozen { (self.freeze(record)) }
                @if !changes.is_empty() {
                    ul { @for (one, record) in &changes { li { (self.entry(one, record, span)) } } }
                }
                @if more > 0 {
                    a.small.link href=(self.address(View::Week, day)) {
                        (self.visit.text_with("change-calendar-more", &[("n", more.into())]))
                    }
                }
            }
        }
    }

    /// From the beginning of a day to that of the next, on the reader's clock.
    pub(super) fn span(&self, day: Date) -> Span {
        let next = day.saturating_add(1.day());
        Span { from: begin_of(self.visit, day), to: begin_of(self.visit, next) }
    }

    pub(super) fn within(&self, span: Span) -> Vec<&(Planned, Record)> {
        let overlaps =
            |one: &&(Planned, Record)| one.0.span.from < span.to && one.0.span.to > span.from;
        self.changes.iter().filter(overlaps).collect()
    }

    fn frozen(&self, span: Span) -> impl Iterator<Item = &Record> {
        let overlaps = move |one: &&(Span, Record)| one.0.from < span.to && one.0.to > span.from;
        self.freezes.iter().filter(overlaps).map(|(_, record)| record)
    }

    fn freeze(&self, record: &Record) -> Markup {
        let title = self.visit.desk.view(FREEZE).map(|view| view.title(record));
        html! {
            a.frozen href=(address::of_record(FREEZE, record.id)) {
                (icon("calendar")) " " (title.unwrap_or_default())
            }
        }
    }

    /// A change on a day: when it begins if it begins that day, what it is, and whether something
    /// stands in its way.
    pub(super) fn entry(&self, one: &Planned, record: &Record, day: Span) -> Markup {
        let visit = self.visit;
        let begins = one.span.from >= day.from;
        let collisions = self.found.get(&one.change).map_or(0, Vec::len);
        let def = self.change.def;
        let sign = def.state(&record.state).map_or("new", shape);
        let state = visit.texts.state_label(def, &record.state);
        let zoned = one.span.from.to_zoned(visit.zone.clone());
        html! {
            a class={ "planned " (sign) } href=(address::of_record(CHANGE, one.change))
                title={ (def.number(one.change)) " · " (state) } {
                @if collisions > 0 {
                    span.hit role="img"
                        aria-label=(visit.text_with("change-calendar-hit", &[("n", collisions.into())])) {
                        (icon("warning"))
                    } " "
                }
                @if begins { time datetime=(one.span.from) { (zoned.strftime("%H:%M")) } " " }
                @else { span.faint { "… " } }
                (self.change.title(record))
            }
        }
    }
}
