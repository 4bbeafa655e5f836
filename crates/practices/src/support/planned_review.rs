//! Planned reviews: what must be looked at again at an interval that was set beforehand.
use gemba_model::{
    Choice, FieldFault, Kind, Situation, Step,
    library::{date_not_in_future, fault_unless, has_note, only_if, today},
    planned_interval::Topic,
    step,
};
use gemba_vocabulary::{Ref, kind};
use jiff::civil::Date;

pub use gemba_model::planned_interval::next_due;

/// The promise to look at something again at a planned interval: at a record, such as an agreement every six months, or
/// at one of the topics for which every organization sets an interval.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "REV", clause = "9.1", menu = Check, life, settle = settle)]
#[kind(shares(Comments, Attachments))]
pub struct PlannedReview {
    /// What is reviewed, in one line.
    #[field(searched, listed)]
    pub summary: String,
    /// What is looked at, if it is one of the topics for which an interval has to be set. The records that show that
    /// it was done count by themselves.
    #[field(filtered, listed)]
    pub topic: Option<Topic>,
    /// The kind of the record that is reviewed, such as `service_level_agreement`. A topic needs none.
    #[field(filtered, label = "Belongs to kind")]
    pub parent_kind: Option<String>,
    /// The number of the record that is reviewed, within its kind.
    #[field(filtered, label = "Belongs to")]
    pub parent: Option<i64>,
    /// How long it may be until the next review.
    #[field(listed, unit = "months", default = "12")]
    pub interval_months: i64,
    /// The days that it may be late before it counts as missed. What was missed once stays so.
    #[field(default = "0", unit = "days")]
    pub grace_days: Option<i64>,
    /// How long before it is due its owner is reminded.
    #[field(default = "14", unit = "days")]
    pub remind_days: Option<i64>,
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
    /// The due day of which its owner was reminded.
    #[field(computed)]
    pub reminded_for: Option<Date>,
    /// The due day of which its owner was told that it passed.
    #[field(computed)]
    pub warned_for: Option<Date>,
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
const DAYS_MAX: i64 = 180;

fn settle(
    me: &mut PlannedReview,
    before: Option<&PlannedReview>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    let has_parent = me.parent_kind.is_some() && me.parent.is_some_and(|parent| parent > 0);
    let is_topic = me.topic.is_some() && me.parent.is_none() && me.parent_kind.is_none();
    let fault = "must be the number of the record to review, with its kind; or choose a topic";
    fault_unless(has_parent || is_topic, "parent", fault)?;
    let days = |days: Option<i64>| days.is_none_or(|days| (0..=DAYS_MAX).contains(&days));
    fault_unless(days(me.grace_days), "grace_days", "must be 0 to 180 days")?;
    fault_unless(days(me.remind_days), "remind_days", "must be 0 to 180 days")?;
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

    #[test]
    fn a_topic_needs_no_record_and_a_record_its_kind() {
        let topic = [("summary", "Costs"), ("topic", "costs"), ("interval_months", "3")];
        let mut story = Story::saved("planned_review", &topic);
        assert_eq!(story.holds("next_due_on"), "2026-06-02");
        let fault = story.save(&[("parent", "4")]).unwrap_err();
        assert!(fault.contains("or choose a topic"), "{fault}");
        assert!(Story::of("planned_review").save(&[("summary", "Costs")]).is_err());
    }
}
