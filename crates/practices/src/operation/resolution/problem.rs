//! Problem management: find what causes incidents, and keep them from coming back.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Situation, Step,
    library::{Level, fault_unless, fill_in, has_note, is_import, only_if, table_priority, today},
    step,
};
use gemba_vocabulary::{Ref, kind};
use jiff::civil::Date;

/// The cause of one or more incidents, known or still looked for.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "PRB", clause = "8.6.3", life, settle = settle)]
#[kind(shares(Comments, Attachments, Tasks, Links, Watchers, Tags, Approvals))]
pub struct Problem {
    /// What goes wrong again and again, in one line.
    #[field(searched, listed, visible)]
    pub summary: String,
    /// What is known about it so far.
    #[field(long, searched)]
    pub description: Option<String>,
    /// The service that suffers from it.
    #[field(filtered, listed)]
    pub service: Option<Ref<kind::Service>>,
    /// What sort of problem it is, in your own words.
    pub category: Option<String>,
    /// How it came to notice.
    #[field(default = "reactive")]
    pub source: Source,
    /// How much it affects.
    pub impact: Option<Level>,
    /// How fast the harm grows.
    pub urgency: Option<Level>,
    /// Which problem is worked on first, from the organization's table of impact and urgency.
    #[field(computed, listed, filtered)]
    pub priority: Option<i64>,
    /// Who looks for the cause and sees to the end of it.
    #[field(listed, filtered)]
    pub owner: Option<Ref<kind::Person>>,
    /// The part that it seems to come from.
    pub configuration_item: Option<Ref<kind::ConfigurationItem>>,
    /// What causes it.
    #[field(long, searched)]
    pub cause: Option<String>,
    /// How people can go on working until it is solved.
    #[field(long, searched, visible)]
    pub workaround: Option<String>,
    /// Whether it was looked for a workaround and none was found.
    #[field(label = "No workaround found")]
    pub workaround_none: bool,
    /// What was tried and found while looking for the cause.
    #[field(long)]
    pub effort: Option<String>,
    /// The change that takes the cause away.
    pub change: Option<Ref<kind::Change>>,
    /// The supplier whose part it comes from.
    pub supplier: Option<Ref<kind::Supplier>>,
    /// Until when the business lives with it.
    pub accepted_until: Option<Date>,
    /// When somebody looks again at whether to live with it.
    pub review_on: Option<Date>,
    /// Whether the solution worked: what changed in the incidents since.
    #[field(long)]
    pub effect: Option<String>,
}

/// How a problem came to notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Source {
    /// Through incidents that happened.
    Reactive,
    /// Through figures that point to it.
    Trend,
    /// Through word from a supplier.
    Supplier,
}

/// Where a problem stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// Somebody noticed it.
    Logged,
    /// It is known what sort it is and how much it matters.
    Assessed,
    /// Somebody looks for the cause.
    #[choice(tone = Going)]
    Investigating,
    /// The cause is known, and so is whether there is a workaround.
    #[choice(tone = Waiting)]
    KnownError,
    /// The cause was looked for and not found.
    #[choice(tone = Off)]
    CauseNotFound,
    /// It is settled how the cause is taken away.
    #[choice(tone = Going)]
    FixPlanned,
    /// The business lives with it until a day that was agreed.
    #[choice(tone = Waiting)]
    Accepted,
    /// The cause was taken away; it is watched whether that helps.
    #[choice(tone = Done)]
    Resolved,
    /// It is over.
    #[choice(tone = Done, end)]
    Closed,
}

const LIFE: &[Step<Problem>] = &[
    step("classify", "Classify", &[State::Logged], State::Assessed)
        .help("Says what sort of problem it is and how much it matters.")
        .asks(&["category", "source", "impact", "urgency"])
        .guard(is_classified),
    step("start", "Investigate", &[State::Assessed], State::Investigating)
        .help("Somebody begins to look for the cause.")
        .asks(&["owner"])
        .guard(|me, _| fill_in("Investigate", &[(me.owner.is_some(), "Owner")])),
    step("cause_found", "Cause found", &[State::Investigating], State::KnownError)
        .help("The cause is known. Say how people can go on working, or that no way was found.")
        .asks(&["cause", "workaround", "workaround_none"])
        .guard(|me, _| {
            fill_in(
                "Cause found",
                &[
                    (me.cause.is_some(), "Cause"),
                    (
                        me.workaround.is_some() || me.workaround_none,
                        "Workaround (or tick “No workaround found”)",
                    ),
                ],
            )
        }),
    step("stop", "Stop looking", &[State::Investigating], State::CauseNotFound)
        .help("The cause was not found, and looking on is not worth it. Say who agreed.")
        .asks(&["effort"])
        .needs_note()
        .guard(|me, _| fill_in("Stop looking", &[(me.effort.is_some(), "Effort")])),
    step("plan_fix", "Plan the fix", &[State::KnownError], State::FixPlanned)
        .help(
            "Settles how the cause is taken away: by a change, or otherwise by a decision in a \
             note.",
        )
        .asks(&["change"])
        .guard(|me, now| {
            only_if(
                me.change.is_some() || has_note(now),
                "Name the change that takes the cause away, or say in a note what was decided \
                 instead.",
            )
        }),
    step("accept", "Live with it", &[State::KnownError], State::Accepted)
        .help("The business decides to live with it for now. Say who decided and why.")
        .asks(&["accepted_until", "review_on"])
        .needs_note()
        .guard(has_review_ahead),
    step("review", "Look again", &[State::Accepted], State::KnownError)
        .help("The day has come to look again at whether to live with it.")
        .asks(&["review_on"])
        .guard(|me, now| {
            only_if(
                me.review_on.is_some_and(|day| day <= today(now)),
                "The day of the review has not come yet. Bring “Review on” forward if it cannot \
                 wait.",
            )
        }),
    step("fix_done", "Fixed", &[State::FixPlanned], State::Resolved)
        .help("The cause was taken away. From here on it is watched whether that helps.")
        .guard(is_fixed),
    step("recur", "It came back", &[State::Resolved], State::Investigating)
        .help("An incident of this sort happened again. Say which.")
        .needs_note(),
    step("close", "Close", &[State::Resolved], State::Closed)
        .help("Enough time went by, and the solution worked. Say what shows it.")
        .asks(&["effect"])
        .guard(|me, _| fill_in("Close", &[(me.effect.is_some(), "Effect")])),
    step("close", "Close", &[State::CauseNotFound], State::Closed)
        .help("Nobody looks on. Say who agreed and how it is noticed if it comes back.")
        .needs_note(),
];

fn is_classified(me: &Problem, now: &Situation<'_>) -> Result<(), Refusal> {
    fill_in(
        "Classify",
        &[
            (me.category.is_some(), "Category"),
            (me.impact.is_some(), "Impact"),
            (me.urgency.is_some(), "Urgency"),
        ],
    )?;
    only_if(
        me.priority.is_some() || table_priority(me.impact, me.urgency, now).is_some(),
        "The priority table has no cell for this impact and urgency. Ask an administrator to add \
         it.",
    )
}

fn has_review_ahead(me: &Problem, now: &Situation<'_>) -> Result<(), Refusal> {
    fill_in("Live with it", &[(me.review_on.is_some(), "Review on")])?;
    only_if(
        me.review_on.is_some_and(|day| day > today(now)),
        "The day of the review has passed. Choose one that lies ahead.",
    )
}

fn is_fixed(me: &Problem, now: &Situation<'_>) -> Result<(), Refusal> {
    let is_done = |change: Ref<kind::Change>| {
        now.facts.value("change", change.id, "implemented_at").as_instant().is_some()
    };
    match me.change {
        Some(change) => only_if(
            is_done(change),
            "The change that takes the cause away is not done yet. Finish the change first.",
        ),
        None => only_if(has_note(now), "Say in a note how the cause was taken away."),
    }
}

fn settle(
    me: &mut Problem,
    before: Option<&Problem>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    let is_kept = is_import(now) && me.priority.is_some();
    let weighed = |problem: &Problem| (problem.impact, problem.urgency);
    let is_weighed_anew = before.is_none_or(|before| weighed(before) != weighed(me));
    if !is_kept && (is_weighed_anew || me.priority.is_none()) {
        me.priority = table_priority(me.impact, me.urgency, now);
    }
    let is_late = me.review_on.zip(me.accepted_until).is_some_and(|(look, until)| look > until);
    fault_unless(!is_late, "review_on", "lies after the day until which it is accepted")
}

#[cfg(test)]
mod tests {
    use crate::story::Story;
    use gemba_vocabulary::Value;

    const WEIGHED: &[(&str, &str)] =
        &[("category", "disk"), ("impact", "high"), ("urgency", "low")];

    fn known_error() -> Story {
        let mut story = Story::saved("problem", &[("summary", "Disks fill up")]);
        story.take("classify", WEIGHED).unwrap();
        story.take("start", &[("owner", "2")]).unwrap();
        let found = &[("cause", "No log rotation"), ("workaround_none", "yes")];
        story.take("cause_found", found).unwrap();
        story
    }

    fn fix_planned() -> Story {
        let mut story = known_error();
        story.take("plan_fix", &[("change", "5")]).unwrap();
        story
    }

    #[test]
    fn a_known_error_is_not_closed_without_a_solution() {
        let refusal = known_error().noted("close", &[], "Tired of it").unwrap_err();
        assert!(refusal.contains("leads on from: resolved, cause not found"), "{refusal}");
    }

    #[test]
    fn a_cause_comes_with_a_workaround_or_the_word_that_there_is_none() {
        let mut story = Story::saved("problem", &[("summary", "Disks fill up")]);
        let bare = story.take("classify", &[("category", "disk")]).unwrap_err();
        assert_eq!(bare, "Before “Classify”, fill in: Impact, Urgency.");
        story.take("classify", WEIGHED).unwrap();
        assert_eq!(story.holds("priority"), "3");
        assert!(story.take("start", &[]).unwrap_err().ends_with("fill in: Owner."));
        story.take("start", &[("owner", "2")]).unwrap();
        let refusal = story.take("cause_found", &[("cause", "No rotation")]).unwrap_err();
        assert!(refusal.contains("No workaround found"), "{refusal}");
        let way = &[("cause", "No rotation"), ("workaround", "Delete old logs")];
        story.take("cause_found", way).unwrap();
        assert_eq!(story.state(), "known_error");
    }

    #[test]
    fn it_is_fixed_when_its_change_is_done_and_closed_when_that_helped() {
        let mut story = known_error();
        let bare = story.take("plan_fix", &[]).unwrap_err();
        assert!(bare.contains("Name the change"), "{bare}");
        let mut story = fix_planned();
        let early = story.take("fix_done", &[]).unwrap_err();
        assert!(early.contains("not done yet"), "{early}");
        let done = Value::Instant("2026-03-01T20:00:00Z".parse().unwrap());
        story.given("change", 5, "implemented_at", done).take("fix_done", &[]).unwrap();
        assert_eq!(story.take("close", &[]).unwrap_err(), "Before “Close”, fill in: Effect.");
        story.take("close", &[("effect", "12 a month before, none since")]).unwrap();
        assert_eq!(story.state(), "closed");
    }

    #[test]
    fn living_with_it_has_a_day_to_look_again() {
        let mut story = known_error();
        let days = [("accepted_until", "2026-12-31"), ("review_on", "2026-06-01")];
        assert!(story.take("accept", &days).unwrap_err().starts_with("Say why"));
        let past = story.noted("accept", &[("review_on", "2026-03-02")], "Too dear").unwrap_err();
        assert!(past.contains("has passed"), "{past}");
        let late = [("accepted_until", "2026-05-31"), ("review_on", "2026-06-01")];
        let late = story.noted("accept", &late, "Too dear").unwrap_err();
        assert!(late.contains("lies after the day"), "{late}");
        story.noted("accept", &days, "Too dear, says the board").unwrap();
        let early = story.take("review", &[]).unwrap_err();
        assert!(early.contains("has not come yet"), "{early}");
        story.at("2026-06-01T08:00:00Z").take("review", &[]).unwrap();
        assert_eq!(story.state(), "known_error");
    }
}
