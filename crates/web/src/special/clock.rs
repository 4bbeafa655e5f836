//! How much of a promised time is left, in words and as a bar.
use crate::{value::duration_words, visit::Visit};
use gemba_model::{Record, overlay::KindView};
use gemba_vocabulary::Value;
use jiff::Timestamp;
use maud::{Markup, html};

/// From this share of the time on, the clock asks for attention.
const NEAR_PERCENT: i64 = 75;

/// Where a promise stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// Kept or missed; nothing runs any more.
    Over {
        /// Whether it was kept.
        met: bool,
    },
    /// It waits; the time does not count.
    Held,
    /// It runs.
    Running {
        /// Seconds until it is due; negative when it is late.
        left_seconds: i64,
        /// How much of the time is used up, in percent.
        used_percent: i64,
    },
}

impl Clock {
    /// The solution clock of a record whose kind has one.
    pub fn of(view: &KindView, record: &Record, now: Timestamp) -> Option<Self> {
        let at = |name: &str| view.value(record, name).as_instant();
        if at("resolved_at").is_some() {
            return match view.value(record, "resolve_met") {
                Value::Bool(met) => Some(Self::Over { met: *met }),
                _ => None,
            };
        }
        if view.def.state(&record.state).is_some_and(|state| state.is_end) {
            return None;
        }
        let Some(due) = at("resolve_due") else {
            // A time is promised, but nobody can say when it is over: the clock stands still.
            return (!view.value(record, "resolve_seconds").is_none()).then_some(Self::Held);
        };
        let begun = at("opened_at").unwrap_or(record.created_at).as_second();
        let (all, used) = ((due.as_second() - begun).max(1), now.as_second() - begun);
        let used_percent = (used.saturating_mul(100) / all).clamp(0, 100);
        Some(Self::Running { left_seconds: due.as_second() - now.as_second(), used_percent })
    }

    /// Whether it is late.
    pub fn is_late(self) -> bool {
        matches!(self, Self::Running { left_seconds: ..=0, .. } | Self::Over { met: false })
    }

    /// Whether it runs out within that many seconds, or has.
    pub fn ends_within(self, seconds: i64) -> bool {
        matches!(self, Self::Running { left_seconds, .. } if left_seconds <= seconds)
    }

    /// A bar and words.
    pub fn shown(self, visit: &Visit) -> Markup {
        let (class, percent, words) = match self {
            Self::Held => return html! { span.clock.held { (visit.text("clock-held")) } },
            Self::Over { met: true } => ("", 100, visit.text("clock-met")),
            Self::Over { met: false } => ("late", 100, visit.text("clock-missed")),
            Self::Running { left_seconds, .. } if left_seconds <= 0 => {
                let time = duration_words(&visit.texts, whole_minutes(-left_seconds));
                ("late", 100, visit.text_with("clock-late", &[("time", time.into())]))
            }
            Self::Running { left_seconds, used_percent } => {
                let class = if used_percent >= NEAR_PERCENT { "near" } else { "" };
                let time = duration_words(&visit.texts, whole_minutes(left_seconds));
                let words = visit.text_with("clock-left", &[("time", time.into())]);
                (class, used_percent, words)
            }
        };
        html! {
            span class={ "clock " (class) } {
                meter min="0" max="100" value=(percent) aria-label=(visit.text("clock-share")) {}
                (words)
            }
        }
    }
}

/// Nobody plans by the second: below a minute it counts, above it only fills the line.
const fn whole_minutes(seconds: i64) -> i64 {
    if seconds < 60 { seconds } else { seconds - seconds % 60 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gemba_practices::register::kind;

    const NOW: &str = "2026-11-23T10:00:00Z";

    fn clock(state: &str, values: &[(&str, Value)]) -> Option<Clock> {
        let view = KindView::plain(kind("incident").unwrap());
        let mut record = Record::blank(view.def.fields.len(), state);
        for (name, value) in values {
            record.values[view.def.position(name).unwrap()] = value.clone();
        }
        Clock::of(&view, &record, NOW.parse().unwrap())
    }

    fn at(text: &str) -> Value {
        Value::Instant(text.parse().unwrap())
    }

    #[test]
    fn a_running_clock_tells_what_is_left_and_what_is_used() {
        let opened = ("opened_at", at("2026-11-23T08:00:00Z"));
        let due = |text| clock("in_progress", &[opened.clone(), ("resolve_due", at(text))]);
        let running = |left_seconds, used_percent| Clock::Running { left_seconds, used_percent };
        assert_eq!(due("2026-11-23T12:00:00Z"), Some(running(7200, 50)));
        assert_eq!(due("2026-11-23T09:00:00Z"), Some(running(-3600, 100)));
        assert!(due("2026-11-23T10:00:00Z").unwrap().is_late());
        assert!(!due("2026-11-23T10:00:01Z").unwrap().is_late());
        assert!(due("2026-11-23T11:00:00Z").unwrap().ends_within(3600));
        assert!(!due("2026-11-23T11:00:01Z").unwrap().ends_within(3600));
    }

    #[test]
    fn seconds_are_told_in_the_last_minute_only() {
        assert_eq!([59, 60, 119, 3_601].map(whole_minutes), [59, 60, 60, 3_600]);
    }

    #[test]
    fn a_promise_without_an_end_in_sight_is_held_and_no_promise_is_no_clock() {
        let promised = ("resolve_seconds", Value::Duration(3600));
        assert_eq!(clock("pending", &[promised]), Some(Clock::Held));
        assert_eq!(clock("pending", &[("pause_reason", Value::Text("customer".into()))]), None);
        assert_eq!(clock("new", &[]), None);
    }

    #[test]
    fn what_is_resolved_was_met_or_missed_and_what_was_cancelled_has_no_clock() {
        let resolved = ("resolved_at", at("2026-11-23T09:00:00Z"));
        let over = |met| [resolved.clone(), ("resolve_met", Value::Bool(met))];
        assert_eq!(clock("resolved", &over(true)), Some(Clock::Over { met: true }));
        assert!(clock("closed", &over(false)).unwrap().is_late());
        assert_eq!(clock("resolved", &[resolved]), None);
        assert_eq!(clock("cancelled", &[("resolve_due", at("2026-11-23T09:00:00Z"))]), None);
    }
}
