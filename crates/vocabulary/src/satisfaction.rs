//! How content people are, from what they answered. Whoever did not answer is in no share but that of the answers.
use jiff::{Timestamp, ToSpan};
use rust_decimal::{Decimal, RoundingStrategy};

/// The best score that can be given.
pub const SCORE_MAX: i64 = 5;
/// From this score on an answer counts as content: the top two of five.
pub const CONTENT_FROM: i64 = 4;
/// From this likelihood on somebody is a promoter.
pub const PROMOTER_FROM: i64 = 9;
/// Up to this likelihood somebody is a detractor.
pub const DETRACTOR_TO: i64 = 6;

/// What a number of questions came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Satisfaction {
    /// How many were asked.
    pub asked: u64,
    /// How many answered.
    pub answered: u64,
    /// How many gave a score of 1 to 5.
    pub scored: u64,
    /// How many of those gave 4 or 5.
    pub content: u64,
    /// How many said how likely they would recommend us, 0 to 10.
    pub rated: u64,
    /// How many of those gave 9 or 10.
    pub promoters: u64,
    /// How many of those gave 6 or less.
    pub detractors: u64,
}

impl Satisfaction {
    /// Counts one more who was asked.
    pub fn ask(&mut self) {
        self.asked = self.asked.saturating_add(1);
    }

    /// Counts one more answer. A score or a likelihood outside of its scale counts as not given.
    pub fn answer(&mut self, score: Option<i64>, likelihood: Option<i64>) {
        let add = |count: &mut u64, yes: bool| *count = count.saturating_add(u64::from(yes));
        add(&mut self.answered, true);
        if let Some(score) = score.filter(|score| (1..=SCORE_MAX).contains(score)) {
            add(&mut self.scored, true);
            add(&mut self.content, score >= CONTENT_FROM);
        }
        if let Some(likely) = likelihood.filter(|likely| (0..=10).contains(likely)) {
            add(&mut self.rated, true);
            add(&mut self.promoters, likely >= PROMOTER_FROM);
            add(&mut self.detractors, likely <= DETRACTOR_TO);
        }
    }

    /// The share of scores that are 4 or 5; nothing without a score.
    pub fn csat_percent(&self) -> Option<Decimal> {
        percent(Decimal::from(self.content), self.scored)
    }

    /// The share of promoters less that of detractors; nothing if nobody said.
    pub fn nps(&self) -> Option<Decimal> {
        percent(Decimal::from(self.promoters) - Decimal::from(self.detractors), self.rated)
    }

    /// The share of those asked who answered; nothing if nobody was asked.
    pub fn response_percent(&self) -> Option<Decimal> {
        percent(Decimal::from(self.answered), self.asked)
    }
}

fn percent(part: Decimal, whole: u64) -> Option<Decimal> {
    let share = (part * Decimal::ONE_HUNDRED).checked_div(Decimal::from(whole))?;
    Some(share.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero))
}

/// By when something is due that may take so many days; nothing beyond the calendar.
pub fn days_after(begin: Timestamp, days: i64) -> Option<Timestamp> {
    begin.checked_add((days.checked_mul(24)?).hours()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vector_sat_1_shares_of_84_answers() {
        let mut all = Satisfaction::default();
        (0..120).for_each(|_| all.ask());
        for place in 0..84 {
            let score = if place < 63 { 4 + place % 2 } else { 1 + place % 3 };
            let likely = match place {
                0..40 => 9 + place % 2,
                40..54 => place % 7,
                _ => 7 + place % 2,
            };
            all.answer(Some(score), Some(likely));
        }
        assert_eq!(all.csat_percent(), Some(Decimal::from(75)));
        assert_eq!(all.nps(), Some("30.95".parse().unwrap()));
        assert_eq!(all.response_percent(), Some(Decimal::from(70)));
    }

    #[test]
    fn without_answers_there_is_no_share() {
        let mut none = Satisfaction::default();
        assert_eq!((none.csat_percent(), none.nps(), none.response_percent()), (None, None, None));
        none.ask();
        assert_eq!(none.response_percent(), Some(Decimal::ZERO), "asked in vain is a share of 0");
        none.answer(Some(6), Some(11));
        assert_eq!((none.csat_percent(), none.nps()), (None, None), "outside of the scale");
    }
}
