//! The next weeks of a team's rotas as a strip: a bar for each rota, a piece for each shift.
use super::{DAYS, Shown, shifts};
use crate::part::initials;
use gemba_model::on_call::OnCall;
use gemba_vocabulary::on_call::Shift;
use jiff::{Timestamp, ToSpan, civil::Weekday};
use maud::{Markup, html};

const HEAD: usize = 24;
const LABEL: usize = 18;
const BAR: usize = 30;
const GAP: usize = 8;
/// As many parts has the whole width; a share is told in whole parts and written in percent.
const PARTS: i64 = 10_000;
/// The least parts for a whole name, and for its initials.
const NAME_PARTS_MIN: i64 = 1_100;
const INITIALS_PARTS_MIN: i64 = 300;

impl Shown<'_> {
    pub(super) fn strip<'b>(&'b self, rotas: impl Iterator<Item = &'b OnCall>) -> Markup {
        let rotas: Vec<_> = rotas.collect();
        let height = HEAD + rotas.len() * (LABEL + BAR + GAP);
        let now = percent(self.place(self.now));
        html! {
            svg.on-call role="img" aria-label=(self.visit.text("on-call-picture")) width="100%"
                height=(height) {
                (self.days(height))
                // Beneath the names, so that it never crosses one out.
                line.now x1=(now) x2=(now) y1="0" y2=(height) {}
                @for (place, one) in rotas.iter().enumerate() {
                    @let y = HEAD + place * (LABEL + BAR + GAP);
                    text.rota x="8" y=(y + 12) { (self.level(one)) }
                    @for (turn, shift) in shifts(one, self.span).enumerate() {
                        (self.piece(one, &shift, turn, y + LABEL))
                    }
                }
            }
        }
    }

    /// A line for each Monday, and its date.
    fn days(&self, height: usize) -> Markup {
        let days = (0..DAYS).map(|day| self.first.saturating_add(day.days()));
        let days = days.filter(|day| *day == self.first || day.weekday() == Weekday::Monday);
        let mut last = -PARTS;
        html! {
            @for day in days {
                @let at = day.to_zoned(self.visit.zone.clone()).map(|at| at.timestamp()).unwrap_or_default();
                @let place = self.place(at);
                @let x = percent(place);
                line x1=(x) x2=(x) y1="0" y2=(height) {}
                @if place - last > NAME_PARTS_MIN {
                    svg x=(x) y="0" width="130" height=(HEAD) overflow="visible" {
                        text.day x="6" y="14" { (day.strftime("%a %-d %b")) }
                    }
                    ({ last = place; html! {} })
                }
            }
        }
    }

    fn piece(&self, one: &OnCall, shift: &Shift, turn: usize, y: usize) -> Markup {
        let (from, to) = (self.place(shift.span.from), self.place(shift.span.to));
        let width = (to - from).max(0);
        let name = self.name(shift.person);
        let short = match width {
            NAME_PARTS_MIN.. => name.to_owned(),
            INITIALS_PARTS_MIN.. => initials(name),
            _ => String::new(),
        };
        let turn = one.people().iter().position(|person| *person == shift.person).unwrap_or(turn);
        let class = match (shift.swap, turn % 2) {
            (Some(_), _) => "swapped",
            (None, 0) => "even",
            (None, _) => "odd",
        };
        html! {
            svg x=(percent(from)) y=(y) width=(percent(width)) height=(BAR) {
                title {
                    (name) " · " (self.moment(shift.span.from)) " – " (self.until(shift))
                }
                rect class=(class) x="1" width="100%" height=(BAR) rx="4" {}
                text x="9" y="19" { (short) }
            }
        }
    }

    /// Where a moment stands in the weeks shown.
    fn place(&self, at: Timestamp) -> i64 {
        let at = at.clamp(self.span.from, self.span.to);
        let whole = self.span.to.duration_since(self.span.from).as_secs().max(1);
        at.duration_since(self.span.from).as_secs() * PARTS / whole
    }
}

fn percent(parts: i64) -> String {
    format!("{}.{:02}%", parts / 100, parts % 100)
}
