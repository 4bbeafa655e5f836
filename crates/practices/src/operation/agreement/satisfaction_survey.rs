//! Satisfaction surveys: who is asked, how they were chosen, and what is concluded.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Situation, Step,
    library::{fault_unless, fill_in, only_if, today},
    step,
};
use gemba_vocabulary::{Ref, kind};
use jiff::{Timestamp, civil::Date};
use rust_decimal::Decimal;

/// A question to people who use services: at a planned time to a sample drawn by chance, or to some
/// of those whose incident or request is over.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "SSU", clause = "8.3.2", menu = Check, life, settle = settle)]
#[kind(shares(Comments, Attachments, Links, Tasks, Tags))]
pub struct SatisfactionSurvey {
    /// What it is called, such as “Linden Clinic in spring”.
    #[field(searched, listed)]
    pub name: String,
    /// When people are asked.
    #[field(listed, filtered)]
    pub sort: Sort,
    /// The customer whose people are asked. Empty asks those of every customer.
    #[field(listed, filtered)]
    pub customer: Option<Ref<kind::Customer>>,
    /// The service that it is about. Empty is about all of them.
    #[field(filtered)]
    pub service: Option<Ref<kind::Service>>,
    /// What people are asked, as they read it.
    #[field(long, default = "How content are you with what we did for you?")]
    pub question: Option<String>,
    /// The colleague who sees to it, and who hears of low scores.
    #[field(listed, filtered)]
    pub owner: Option<Ref<kind::Person>>,
    /// How many points of a hundred the share may be off, in 95 of 100 such samples.
    #[field(percent, default = "10", unit = "points")]
    pub margin_percent: Option<Decimal>,
    /// The number that the sample is drawn by, so that anybody can draw it again. Left empty, it is
    /// set when the survey begins.
    pub seed: Option<i64>,
    /// How many people there were to ask.
    #[field(computed)]
    pub population_count: Option<i64>,
    /// How many have to be asked at least.
    #[field(computed)]
    pub sample_size: Option<i64>,
    /// The people drawn.
    #[field(computed)]
    pub sample: Vec<Ref<kind::Person>>,
    /// The share of those whose incident or request is over that is asked.
    #[field(default = "25", unit = "%")]
    pub share_percent: Option<i64>,
    /// How long somebody who was asked is left in peace.
    #[field(default = "60", unit = "days")]
    pub rest_days: Option<i64>,
    /// For how long an answer is waited for.
    #[field(default = "14", unit = "days")]
    pub answer_days: Option<i64>,
    /// Up to which score somebody has to ring whoever answered.
    #[field(default = "2")]
    pub low_score: Option<i64>,
    /// When it began.
    #[field(computed, filtered, listed)]
    pub began_at: Option<Timestamp>,
    /// The last day on which answers are taken in. It ends by itself only for those asked.
    pub ends_on: Option<Date>,
    /// How many were asked.
    #[field(computed)]
    pub asked_count: Option<i64>,
    /// How many answered.
    #[field(computed)]
    pub answered_count: Option<i64>,
    /// The share of scores that are 4 or 5.
    #[field(percent, computed, listed, unit = "%")]
    pub csat_percent: Option<Decimal>,
    /// The share of those who would recommend us (9 or 10) less that of those who would not (0 to 6).
    #[field(computed, label = "Net promoter score")]
    pub nps: Option<Decimal>,
    /// The share of those asked who answered.
    #[field(percent, computed, unit = "%")]
    pub response_percent: Option<Decimal>,
    /// What the answers say.
    #[field(long, searched)]
    pub conclusions: Option<String>,
    /// What is made better by it, by whom and by when; or why nothing is.
    #[field(long)]
    pub improvements: Option<String>,
    /// When its results were told to the customer and to our own people.
    pub told_on: Option<Date>,
    /// When it was closed.
    #[field(computed, filtered)]
    pub closed_at: Option<Timestamp>,
}

/// When people are asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Sort {
    /// A sample of all people, at a planned time.
    Periodic,
    /// Some of those whose incident or request was just closed.
    AfterResolution,
}

/// Where a survey stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// It is being prepared.
    Planned,
    /// People are asked.
    #[choice(tone = Going)]
    Running,
    /// Its answers were counted, and something was concluded.
    #[choice(tone = Done, end)]
    Closed,
    /// Nobody was asked, or it was broken off.
    #[choice(tone = Off, end)]
    Cancelled,
}

const LIFE: &[Step<SatisfactionSurvey>] = &[
    step("open", "Ask", &[State::Planned], State::Running)
        .help(
            "From now on people are asked. A sample is drawn by chance, by a number that is kept.",
        )
        .asks(&["owner", "question", "ends_on"])
        .guard(|me: &SatisfactionSurvey, _| {
            fill_in("Ask", &[(me.owner.is_some(), "Owner"), (me.question.is_some(), "Question")])
        })
        .then(|me, now| {
            me.began_at = Some(now.now);
            me.seed.get_or_insert(now.now.as_millisecond());
        }),
    step("close", "Close", &[State::Running], State::Closed)
        .help("Counts the answers. Say what they mean and what is made better.")
        .asks(&["conclusions", "improvements", "told_on"])
        .guard(may_close)
        .then(|me, now| me.closed_at = Some(now.now)),
    step("cancel", "Cancel", &[State::Planned, State::Running], State::Cancelled)
        .help("Nobody is asked any longer, and nothing is concluded. Say why.")
        .needs_note(),
];

fn may_close(me: &SatisfactionSurvey, now: &Situation<'_>) -> Result<(), Refusal> {
    fill_in(
        "Close",
        &[
            (me.conclusions.is_some(), "Conclusions"),
            (me.improvements.is_some(), "Improvements"),
            (me.told_on.is_some(), "Told on"),
        ],
    )?;
    only_if(
        now.facts.count("survey_answer", "survey", now.record) > 0,
        "Nobody was asked. Cancel it, and say why.",
    )
}

fn settle(
    me: &mut SatisfactionSurvey,
    before: Option<&SatisfactionSurvey>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    let within = |given: Option<i64>, from, to| given.is_none_or(|one| (from..=to).contains(&one));
    fault_unless(within(me.share_percent, 1, 100), "share_percent", "must be 1 to 100")?;
    fault_unless(within(me.rest_days, 0, 730), "rest_days", "must be 0 to 730 days")?;
    fault_unless(within(me.answer_days, 1, 90), "answer_days", "must be 1 to 90 days")?;
    fault_unless(within(me.low_score, 0, 5), "low_score", "must be 0 to 5; 0 is never")?;
    let margin = me.margin_percent.get_or_insert(Decimal::TEN);
    let is_fair = *margin >= Decimal::ONE && *margin <= Decimal::from(50);
    fault_unless(is_fair, "margin_percent", "must be 1 to 50 points")?;
    let is_over = me.ends_on.is_some_and(|last| last < today(now));
    let was_set = before.is_none_or(|before| before.ends_on != me.ends_on);
    fault_unless(!is_over || !was_set, "ends_on", "lies in the past")?;
    if let Some(before) = before.filter(|before| before.began_at.is_some()) {
        let fault = "stays as it was when people were asked first";
        fault_unless(me.seed == before.seed, "seed", fault)?;
        fault_unless(me.sort == before.sort, "sort", fault)?;
        fault_unless(me.customer == before.customer, "customer", fault)?;
        fault_unless(me.service == before.service, "service", fault)?;
        fault_unless(me.margin_percent == before.margin_percent, "margin_percent", fault)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::story::{Story, walk};

    const KIND: &str = "satisfaction_survey";
    const SPRING: &[(&str, &str)] = &[("name", "In spring"), ("sort", "periodic"), ("owner", "2")];
    const CONCLUDED: &[(&str, &str)] = &[
        ("conclusions", "Content with the desk, not with the printers"),
        ("improvements", "Printers are replaced by June"),
        ("told_on", "2026-03-02"),
    ];

    #[test]
    fn how_people_were_chosen_stays_as_it_was() {
        let mut story = Story::saved(KIND, SPRING);
        assert_eq!((&*story.holds("margin_percent"), &*story.holds("rest_days")), ("10", "60"));
        story.take("open", &[]).unwrap();
        assert_eq!(story.holds("seed"), "1772442000000", "the moment, as nobody gave one");
        assert!(story.save(&[("seed", "4")]).unwrap_err().contains("stays as it was"));
        assert!(story.save(&[("customer", "4")]).unwrap_err().contains("stays as it was"));
    }

    #[test]
    fn nothing_is_concluded_from_nothing() {
        let mut story = Story::saved(KIND, SPRING);
        story.take("open", &[]).unwrap();
        let refusal = story.take("close", &[]).unwrap_err();
        assert_eq!(refusal, "Before “Close”, fill in: Conclusions, Improvements, Told on.");
        assert!(story.take("close", CONCLUDED).unwrap_err().starts_with("Nobody was asked"));
        story.given_count("survey_answer", "survey", 3);
        story.take("close", CONCLUDED).unwrap();
    }

    #[test]
    fn shares_and_days_stay_within_bounds() {
        for (field, text) in [
            ("share_percent", "0"),
            ("rest_days", "731"),
            ("answer_days", "0"),
            ("low_score", "6"),
            ("margin_percent", "0.5"),
            ("ends_on", "2026-03-01"),
        ] {
            let refused = Story::of(KIND).save(&[SPRING, &[(field, text)]].concat());
            assert!(refused.is_err(), "{field} {text}");
        }
    }

    #[test]
    fn the_whole_way() {
        let machine = &[
            ("planned", "running", "open"),
            ("running", "closed", "close"),
            ("planned", "cancelled", "cancel"),
            ("running", "cancelled", "cancel"),
        ];
        walk(KIND, machine, "Too soon after the last one", |state, _| {
            let mut story = Story::saved(KIND, &[SPRING, CONCLUDED].concat());
            story.given_count("survey_answer", "survey", 3);
            story.put(state);
            story
        });
    }
}
