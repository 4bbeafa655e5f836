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
        let Some(due) = at("resolve_due") else {
            let is_waiting = !view.value(record, "pause_reason").is_none();
            return (is_waiting && view.field("resolve_due").is_some()).then_some(Self::Held);
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
                let time = duration_words(&visit.texts, -left_seconds);
                ("late", 100, visit.text_with("clock-late", &[("time", time.into())]))
            }
            Self::Running { left_seconds, used_percent } => {
                let class = if used_percent >= NEAR_PERCENT { "near" } else { "" };
                let time = duration_words(&visit.texts, left_seconds);
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
