//! Analyses of security incidents: by type, by volume and by what they did, and what is concluded.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Row, Situation, Step,
    held::Structured,
    library::{fault_unless, fill_in, today},
    step,
};
use gemba_vocabulary::{Ref, kind};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

/// What the security incidents of a period show, by type, by volume and by what they did to services
/// and to those served. Gemba takes the figures when it is begun; people conclude and decide.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "SEA", clause = "8.7.3.3", menu = Check, plural = "Security analyses", life)]
#[kind(settle = settle)]
#[kind(shares(Comments, Attachments, Links, Tasks, Tags))]
pub struct SecurityAnalysis {
    /// What it is called, such as “Security incidents in the third quarter”.
    #[field(searched, listed)]
    pub name: String,
    /// The first day of the period.
    #[field(listed, filtered)]
    pub from: Date,
    /// The last day of the period.
    #[field(listed, filtered)]
    pub until: Date,
    /// Who looks at it.
    #[field(listed, filtered)]
    pub analysed_by: Option<Ref<kind::Person>>,
    /// How many there were of each class, and how hard they hit, in this period and in the one before.
    #[field(computed, rows = OfClass)]
    pub by_class: Option<Structured<Vec<OfClass>>>,
    /// How many there were.
    #[field(computed, listed)]
    pub incidents: Option<i64>,
    /// How many there were in the period of the same length before.
    #[field(computed)]
    pub incidents_before: Option<i64>,
    /// How many took more than a day until they were contained, or are not contained yet.
    #[field(computed, label = "Contained late")]
    pub late: Option<i64>,
    /// When the figures were taken.
    #[field(computed)]
    pub taken_at: Option<Timestamp>,
    /// What they did to services, to customers and others, and to the management of services, in words.
    #[field(long)]
    pub impact: Option<String>,
    /// What the figures say, in words.
    #[field(long, searched)]
    pub conclusions: Option<String>,
    /// What is done so that it becomes better, by whom and by when.
    #[field(long)]
    pub improvements: Option<String>,
    /// To whom it was reported, and when.
    pub reported_to: Option<String>,
    /// When it was concluded.
    #[field(computed, filtered)]
    pub concluded_at: Option<Timestamp>,
}

/// The security incidents of one class.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct OfClass {
    /// The class.
    pub class: String,
    /// How many there were.
    pub incidents: i64,
    /// How many of them had a high impact.
    pub high_impact: i64,
    /// How many there were in the period before.
    pub incidents_before: i64,
}

/// Where an analysis stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// The figures are taken; nobody has concluded.
    Draft,
    /// It is known what they say and what is done.
    #[choice(tone = Done, end)]
    Concluded,
    /// It is not carried on.
    #[choice(tone = Off, end)]
    Discarded,
}

const LIFE: &[Step<SecurityAnalysis>] = &[
    step("conclude", "Conclude", &[State::Draft], State::Concluded)
        .help("Says what they did, what follows, and to whom it was reported.")
        .asks(&["analysed_by", "impact", "conclusions", "improvements", "reported_to"])
        .guard(may_conclude)
        .then(|me, now| me.concluded_at = Some(now.now)),
    step("discard", "Discard", &[State::Draft], State::Discarded)
        .help("It is not carried on. Say why.")
        .needs_note(),
];

fn may_conclude(me: &SecurityAnalysis, _: &Situation<'_>) -> Result<(), Refusal> {
    fill_in(
        "Conclude",
        &[
            (me.analysed_by.is_some(), "Analysed by"),
            (me.impact.is_some(), "Impact"),
            (me.conclusions.is_some(), "Conclusions"),
            (me.reported_to.is_some(), "Reported to"),
        ],
    )
}

fn settle(
    me: &mut SecurityAnalysis,
    before: Option<&SecurityAnalysis>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    fault_unless(me.from <= me.until, "until", "lies before the first day")?;
    fault_unless(me.until < today(now), "until", "must be over: its figures are taken once")?;
    let is_kept = before.is_none_or(|before| (before.from, before.until) == (me.from, me.until));
    fault_unless(is_kept, "from", "and the last day stay as they are; begin another analysis")
}

#[cfg(test)]
mod tests {
    use crate::story::{Story, walk};

    const KIND: &str = "security_analysis";
    const WHOLE: &[(&str, &str)] = &[
        ("name", "The last quarter"),
        ("from", "2025-10-01"),
        ("until", "2025-12-31"),
        ("analysed_by", "1"),
        ("impact", "One ward without mail for a day"),
        ("conclusions", "Mails deceive people most"),
        ("reported_to", "The board, in January"),
    ];
    const MACHINE: &[(&str, &str, &str)] =
        &[("draft", "concluded", "conclude"), ("draft", "discarded", "discard")];

    #[test]
    fn each_step_leads_on_and_each_other_is_refused() {
        walk(KIND, MACHINE, "Begun twice", |from, _| {
            let mut story = Story::saved(KIND, WHOLE);
            story.put(from);
            story
        });
    }

    #[test]
    fn its_period_is_over_and_stays() {
        let begin = |from, until| {
            Story::of(KIND).save(&[("name", "Now"), ("from", from), ("until", until)])
        };
        assert!(begin("2026-01-01", "2026-03-31").unwrap_err().contains("must be over"));
        assert!(begin("2026-02-01", "2026-01-31").unwrap_err().contains("before the first day"));
        let mut story = Story::saved(KIND, WHOLE);
        assert!(story.save(&[("until", "2025-11-30")]).unwrap_err().contains("stay as they are"));
        let bare = &[("name", "Bare"), ("from", "2025-10-01"), ("until", "2025-12-31")];
        let refusal = Story::saved(KIND, bare).take("conclude", &[]).unwrap_err();
        assert_eq!(
            refusal,
            "Before “Conclude”, fill in: Analysed by, Impact, Conclusions, Reported to."
        );
    }
}
