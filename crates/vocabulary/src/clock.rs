//! The service level clock: how much attended time an answer or a solution has taken of its target.
//!
//! The clock runs from its start until it ends, in open time of the calendar alone, and stands still
//! in pauses and between a solution and its reopening. Nothing here reads the time: `now` comes in.
//!
//! What is late is decided by the due moment and nothing else: ended at or before it is met, after it
//! is missed. So what a list shows as overdue, what a person reads and what is counted always agree,
//! even when a target runs out exactly at closing time and the end comes in the night after.

use jiff::{SignedDuration, Timestamp};
use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

use crate::calendar::ServiceCalendar;
pub use crate::calendar::Span;

/// A time in which the clock stands still, such as waiting for the customer. Half-open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Pause {
    /// First moment of the pause.
    pub from: Timestamp,
    /// First moment after it; none while it lasts.
    pub to: Option<Timestamp>,
}

/// How a clock stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockState {
    /// Not ended, not paused, and not late. It may be night: the clock then waits for the morning.
    Running,
    /// Not ended and in a pause, the target not used up before.
    Paused,
    /// Ended at or before the due moment.
    Met,
    /// Ended after the due moment.
    Missed,
    /// Not ended, and past the due moment. A pause that begins afterwards hides nothing.
    Overdue,
}

/// Why a clock refuses a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ClockError {
    /// Pause of a paused clock.
    #[error("The clock is paused since {0}. Resume it before pausing it again.")]
    PausedAlready(Timestamp),
    /// Resume of a clock that is not paused.
    #[error("The clock is not paused, so there is nothing to resume.")]
    NotPaused,
    /// A step on a clock that has ended.
    #[error("The clock ended at {0}. Reopen it first.")]
    Ended(Timestamp),
    /// Reopening of a clock that has not ended.
    #[error("The clock has not ended, so there is nothing to reopen.")]
    NotEnded,
    /// A step before the one that it follows.
    #[error("This step is dated {at}, before {after}, which it follows. Correct its time.")]
    BackInTime {
        /// The time given for the step.
        at: Timestamp,
        /// The time that it must not precede.
        after: Timestamp,
    },
}

/// A running or ended measurement against one target. Whoever serves several groups, each with a
/// target of its own, keeps one clock for each: they share nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    /// Open time allowed, in seconds.
    pub target_seconds: i64,
    /// When the measurement began, open or not.
    pub started: Timestamp,
    /// Pauses in any order; they may overlap, and only their open time counts.
    pub pauses: Vec<Pause>,
    /// Times from an end to a reopening, in which the clock did not run.
    pub stopped: Vec<Span>,
    /// When it ended, unless it runs or was reopened. Nothing after it counts.
    pub ended: Option<Timestamp>,
}

impl Clock {
    /// A clock that starts now and has not been paused.
    pub fn new(target_seconds: i64, started: Timestamp) -> Self {
        Self { target_seconds, started, pauses: Vec::new(), stopped: Vec::new(), ended: None }
    }

    /// Open time used until `now`, or until the end, in whole seconds, rounded down.
    pub fn elapsed_seconds(&self, calendar: &ServiceCalendar, now: Timestamp) -> i64 {
        self.elapsed_time(calendar, now).as_secs()
    }

    /// Open time that pauses, and times between an end and a reopening, have cost until `now`, in
    /// whole seconds. Closed hours inside a pause cost nothing; what two pauses share costs once.
    pub fn paused_seconds(&self, calendar: &ServiceCalendar, now: Timestamp) -> i64 {
        self.still_time(calendar, now).as_secs()
    }

    /// Open time left of the target, in whole seconds; below zero when more than all is used.
    /// Together with the elapsed seconds it is always the target.
    pub fn remaining_seconds(&self, calendar: &ServiceCalendar, now: Timestamp) -> i64 {
        self.target_seconds.saturating_sub(self.elapsed_seconds(calendar, now))
    }

    /// Elapsed share of the target in percent, rounded down to two decimals, so that 100 never shows
    /// too early. A target of nothing is used up from the start.
    pub fn share_percent(&self, calendar: &ServiceCalendar, now: Timestamp) -> Decimal {
        let elapsed = Decimal::from(self.elapsed_seconds(calendar, now));
        let target = Decimal::from(self.target_seconds.max(0));
        (elapsed * Decimal::ONE_HUNDRED).checked_div(target).map_or(Decimal::ONE_HUNDRED, |share| {
            share.round_dp_with_strategy(2, RoundingStrategy::ToZero)
        })
    }

    /// The first moment at which the elapsed time equals the target. None while a pause is open,
    /// since nobody knows when it ends, and for a calendar that never opens again.
    ///
    /// An ended clock keeps the due moment it had: a pause after its end does not move it.
    pub fn due(&self, calendar: &ServiceCalendar) -> Option<Timestamp> {
        let is_open = |still: &Span| still.to == Timestamp::MAX;
        if self.still_spans().last().is_some_and(is_open) {
            return None;
        }
        self.target_reached_at(calendar)
    }

    /// The same moment, told also while a pause is open if the target was used up before it began:
    /// a pause does not undo a breach. None if the target is not used up before an open pause.
    pub fn target_reached_at(&self, calendar: &ServiceCalendar) -> Option<Timestamp> {
        self.moment_of_elapsed(calendar, SignedDuration::from_secs(self.target_seconds))
    }

    /// How the clock stands at `now`. An end that lies after `now` has not happened yet.
    pub fn state(&self, calendar: &ServiceCalendar, now: Timestamp) -> ClockState {
        let due = self.target_reached_at(calendar);
        let is_late = |at: Timestamp| due.is_some_and(|due| at > due);
        match self.ended.filter(|ended| *ended <= now) {
            Some(ended) if is_late(ended) => ClockState::Missed,
            Some(_) => ClockState::Met,
            None if is_late(now) => ClockState::Overdue,
            None if self.still_span_at(now).is_some() => ClockState::Paused,
            None => ClockState::Running,
        }
    }

    /// When to warn that this share of the target is used up: the first moment from then on at which
    /// the service is attended and the clock runs. So nobody is called at night for a target that
    /// runs on in the morning; 100 gives the escalation at breach, over 100 those after it.
    ///
    /// None if an open pause or the end comes first, or the calendar never opens again.
    pub fn warn_at(&self, calendar: &ServiceCalendar, percent: u32) -> Option<Timestamp> {
        let mut at = self.moment_of_elapsed(calendar, share_time(self.target_seconds, percent))?;
        loop {
            at = calendar.next_open(at)?;
            match self.still_span_at(at) {
                Some(still) if still.to == Timestamp::MAX => return None,
                Some(still) => at = still.to,
                None => return Some(at).filter(|at| self.ended.is_none_or(|ended| *at < ended)),
            }
        }
    }

    /// Gives the clock another target, as a change of priority does. What has elapsed and every pause
    /// stay as they are.
    pub fn set_target(&mut self, target_seconds: i64) {
        self.target_seconds = target_seconds;
    }

    /// Begins a pause.
    pub fn pause(&mut self, at: Timestamp) -> Result<(), ClockError> {
        self.refuse_after_end()?;
        refuse_before(at, self.started)?;
        if let Some(open) = self.pauses.iter().find(|pause| pause.to.is_none()) {
            return Err(ClockError::PausedAlready(open.from));
        }
        self.pauses.push(Pause { from: at, to: None });
        Ok(())
    }

    /// Ends the open pause.
    pub fn resume(&mut self, at: Timestamp) -> Result<(), ClockError> {
        self.refuse_after_end()?;
        let open = self.pauses.iter_mut().find(|pause| pause.to.is_none());
        let open = open.ok_or(ClockError::NotPaused)?;
        refuse_before(at, open.from)?;
        open.to = Some(at);
        Ok(())
    }

    /// Ends the clock, and with it an open pause.
    pub fn end(&mut self, at: Timestamp) -> Result<(), ClockError> {
        self.refuse_after_end()?;
        refuse_before(at, self.started)?;
        for pause in self.pauses.iter_mut().filter(|pause| pause.to.is_none()) {
            refuse_before(at, pause.from)?;
            pause.to = Some(at);
        }
        self.ended = Some(at);
        Ok(())
    }

    /// Lets an ended clock run on from where it stood. An agreement that wants a new clock instead
    /// says so and makes one.
    pub fn reopen(&mut self, at: Timestamp) -> Result<(), ClockError> {
        let ended = self.ended.ok_or(ClockError::NotEnded)?;
        refuse_before(at, ended)?;
        self.stopped.push(Span { from: ended, to: at });
        self.ended = None;
        Ok(())
    }

    fn refuse_after_end(&self) -> Result<(), ClockError> {
        self.ended.map_or(Ok(()), |ended| Err(ClockError::Ended(ended)))
    }

    fn end_by(&self, now: Timestamp) -> Timestamp {
        self.ended.map_or(now, |ended| ended.min(now))
    }

    fn elapsed_time(&self, calendar: &ServiceCalendar, now: Timestamp) -> SignedDuration {
        let gross = calendar.open_time_between(self.started, self.end_by(now));
        gross.saturating_sub(self.still_time(calendar, now))
    }

    fn still_time(&self, calendar: &ServiceCalendar, now: Timestamp) -> SignedDuration {
        let end = self.end_by(now);
        let stills = self.still_spans();
        let times =
            stills.iter().map(|still| calendar.open_time_between(still.from, still.to.min(end)));
        times.fold(SignedDuration::ZERO, SignedDuration::saturating_add)
    }

    /// The first moment at which this much time has elapsed, none if an open pause comes before it.
    fn moment_of_elapsed(
        &self,
        calendar: &ServiceCalendar,
        time: SignedDuration,
    ) -> Option<Timestamp> {
        let (mut cursor, mut remaining) = (self.started, time);
        for still in self.still_spans() {
            let runs = calendar.open_time_between(cursor, still.from);
            if remaining <= runs {
                break;
            }
            if still.to == Timestamp::MAX {
                return None;
            }
            remaining = remaining.saturating_sub(runs);
            cursor = still.to;
        }
        calendar.after_open_time(cursor, remaining)
    }

    /// Where the clock stands still between start and end: in order, apart, and none of them empty.
    /// One that is still open reaches to the end of time.
    fn still_spans(&self) -> Vec<Span> {
        let last = self.ended.unwrap_or(Timestamp::MAX);
        let pauses = self.pauses.iter();
        let pauses =
            pauses.map(|pause| Span { from: pause.from, to: pause.to.unwrap_or(Timestamp::MAX) });
        let mut spans: Vec<Span> = pauses
            .chain(self.stopped.iter().copied())
            .map(|span| Span { from: span.from.max(self.started), to: span.to.min(last) })
            .filter(|span| span.from < span.to)
            .collect();
        spans.sort_unstable();
        spans.dedup_by(|next, kept| {
            let joins = next.from <= kept.to;
            if joins {
                kept.to = kept.to.max(next.to);
            }
            joins
        });
        spans
    }

    fn still_span_at(&self, at: Timestamp) -> Option<Span> {
        self.still_spans().into_iter().find(|still| still.from <= at && at < still.to)
    }
}

/// A moment that a person promised by hand. It stands beside the clock and is never computed: no
/// pause, no reopening and no change of target moves it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Deadline {
    /// The moment promised.
    pub at: Timestamp,
}

impl Deadline {
    /// How the promise stands at `now`, for work that ended at `ended`. It is never paused.
    pub fn state(&self, ended: Option<Timestamp>, now: Timestamp) -> ClockState {
        match ended.filter(|ended| *ended <= now) {
            Some(ended) if ended > self.at => ClockState::Missed,
            Some(_) => ClockState::Met,
            None if now > self.at => ClockState::Overdue,
            None => ClockState::Running,
        }
    }
}

fn refuse_before(at: Timestamp, after: Timestamp) -> Result<(), ClockError> {
    if at < after { Err(ClockError::BackInTime { at, after }) } else { Ok(()) }
}

/// A share of a target, exact to the nanosecond.
fn share_time(target_seconds: i64, percent: u32) -> SignedDuration {
    const NANOSECONDS_PER_HUNDREDTH: i128 = 10_000_000;
    let hundredths = i128::from(target_seconds) * i128::from(percent);
    SignedDuration::try_from_nanos_i128(hundredths.saturating_mul(NANOSECONDS_PER_HUNDREDTH))
        .unwrap_or(SignedDuration::MAX)
}
