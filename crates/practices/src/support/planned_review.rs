//! Planned reviews: what must be looked at again at an interval that was set beforehand.
use gemba_model::{
    Choice, FieldFault, Kind, Situation, Step,
    library::{date_not_in_future, fault_unless, has_note, only_if, today},
    step,
};
use gemba_vocabulary::{Ref, kind};
use jiff::{ToSpan, civil::Date};

/// The promise to look at a record again at a planned interval, such as an agreement every six
/// months.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "REV", clause = "9.1", menu = Check, life, settle = settle)]
#[kind(shares(Comments, Attachments))]
pub struct PlannedReview {
    /// What is reviewed, in one line.
    #[field(searched, listed)]
    pub summary: String,
    /// The kind of the record that is reviewed, such as `service_level_agreement`.
    #[field(filtered, label = "Belongs to kind")]
    pub parent_kind: String,
    /// The number of the record that is reviewed, within its kind.
    #[field(filtered, label = "Belongs to")]
    pub parent: i64,
    /// How long it may be until the next review.
    #[field(listed, unit = "months", default = "12")]
    pub interval_months: i64,
    /// Who sees to it that the review is held.
    #[field(listed, filtered)]
    pub owner: Option<Ref<kind::Person>>,
    /// The day of the last review. Empty until the first one was held.
    #[field(listed)]
    pub last_held_on: Option<Date>,
    /// The day by which the next review is due: an interval after the last one, or after it was
    /// planned.
    #[field(listed, filtered, computed)]
    pub next_due_on: Option<Date>,
}

/// Whether reviews are planned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// Reviews are held at the interval.
    #[choice(tone = Going)]
    Planned,
    /// No further review is planned.
    #[choice(tone = Off, end)]
    Ended,
}

const LIFE: &[Step<PlannedReview>] = &[
    step("hold", "Record a review", &[State::Planned], State::Planned)
        .help("The review was held today. Say what came of it.")
        .needs_note()
        .guard(|_, now| only_if(has_note(now), "Say what the review came to."))
        .then(|me, now| me.last_held_on = Some(today(now))),
    step("end", "End the reviews", &[State::Planned], State::Ended)
        .help("No further review is planned. Say why.")
        .needs_note()
        .guard(|_, now| only_if(has_note(now), "Say why no further review is planned.")),
    step("resume", "Plan again", &[State::Ended], State::Planned)
        .help("Reviews are held at the interval again."),
];

const INTERVAL_MONTHS_MAX: i64 = 120;

fn settle(
    me: &mut PlannedReview,
    before: Option<&PlannedReview>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    fault_unless(me.parent > 0, "parent", "must be the number of the record to review")?;
    let is_interval = (1..=INTERVAL_MONTHS_MAX).contains(&me.interval_months);
    fault_unless(is_interval, "interval_months", "must be 1 to 120 months")?;
    date_not_in_future("last_held_on", me.last_held_on, now)?;
    let is_moved = before.is_none_or(|before| {
        before.last_held_on != me.last_held_on || before.interval_months != me.interval_months
    });
    if is_moved {
        let from = me.last_held_on.unwrap_or_else(|| today(now));
        me.next_due_on = next_due(from, me.interval_months);
    }
    Ok(())
}

/// The day by which the next review is due: the last one and the interval, on the last day of a
/// month that is too short (definition “Planned interval”). Nothing beyond the calendar.
pub fn next_due(last: Date, interval_months: i64) -> Option<Date> {
    last.checked_add(interval_months.months()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::Story;
    use jiff::civil::date;

    #[test]
    fn vector_rev_1_months_clamp_to_the_last_day() {
        let due = next_due(date(2025, 1, 31), 3).unwrap();
        assert_eq!(due, date(2025, 4, 30));
        assert!(date(2025, 5, 5) > due, "overdue on 5 May");
    }

    #[test]
    fn a_review_is_held_with_words_and_moves_the_next_one() {
        let fields = [
            ("summary", "Agreement for mail"),
            ("parent_kind", "service_level_agreement"),
            ("parent", "4"),
            ("interval_months", "6"),
        ];
        let mut story = Story::saved("planned_review", &fields);
        assert!(story.take("hold", &[]).is_err());
        story.noted("hold", &[], "All targets kept; no change").unwrap();
        assert_ne!(story.holds("last_held_on"), "");
        let wrong = [&fields[..], &[("interval_months", "0")]].concat();
        assert!(Story::of("planned_review").save(&wrong).unwrap_err().contains("1 to 120"));
    }
}
