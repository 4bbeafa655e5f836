//! Decisions of reviews by top management: what is to be done, by whom and by when, and what became of it.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Situation, Step,
    library::{fault_unless, fill_in, is_import, only_if},
    step,
};
use gemba_vocabulary::{Ref, Value, kind};
use jiff::{Timestamp, civil::Date};

/// What a review by top management decided: what is improved or changed, who sees to it and by when. That nothing is
/// needed is a decision too.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "MGD", clause = "9.3", menu = Check, life, begins = begins, settle = settle)]
#[kind(shares(Comments, Attachments, Links, Tasks))]
pub struct ReviewDecision {
    /// What was decided, in one line.
    #[field(searched, listed)]
    pub name: String,
    /// The review that decided it.
    #[field(listed, filtered)]
    pub review: Ref<kind::ManagementReview>,
    /// What it is about.
    #[field(listed, filtered)]
    pub sort: Sort,
    /// Why it was decided so, and what it is meant to reach.
    #[field(long, searched)]
    pub reason: Option<String>,
    /// Who sees to it.
    #[field(listed, filtered)]
    pub owner: Option<Ref<kind::Person>>,
    /// By when.
    #[field(listed, filtered)]
    pub due_on: Option<Date>,
    /// The improvement by which it is done.
    #[field(filtered)]
    pub improvement: Option<Ref<kind::Improvement>>,
    /// The change by which it is done.
    #[field(filtered)]
    pub change: Option<Ref<kind::Change>>,
    /// What shows that it was done.
    #[field(long)]
    pub evidence: Option<String>,
    /// When it was done or dropped.
    #[field(computed, filtered)]
    pub settled_at: Option<Timestamp>,
    /// The due day of which its owner was reminded.
    #[field(computed)]
    pub reminded_for: Option<Date>,
}

/// What a decision of a review is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Sort {
    /// Something is made better.
    Improvement,
    /// Something is changed in how services are managed.
    #[choice(label = "Change to the system")]
    System,
    /// Something is changed in the services.
    #[choice(label = "Change to services")]
    Services,
    /// People, technology, information or money are given or moved.
    Resources,
    /// Nothing has to be made better now. It says why.
    #[choice(label = "No improvement needed")]
    NoImprovement,
    /// Nothing has to be changed now. It says why.
    #[choice(label = "No change needed")]
    NoChange,
}

/// Where a decision stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// It is to be done.
    #[choice(tone = Going)]
    Open,
    /// It was done, or there is nothing to do.
    #[choice(tone = Done, end)]
    Done,
    /// It is not done after all.
    #[choice(tone = Off, end)]
    Dropped,
}

const LIFE: &[Step<ReviewDecision>] = &[
    step("finish", "Done", &[State::Open], State::Done)
        .help("It was done. Say what shows it.")
        .asks(&["evidence"])
        .guard(|me: &ReviewDecision, _| fill_in("Done", &[(me.evidence.is_some(), "Evidence")]))
        .then(|me, now| me.settled_at = Some(now.now)),
    step("drop", "Drop", &[State::Open], State::Dropped)
        .help("It is not done after all. Say why, and who decided that.")
        .needs_note()
        .then(|me, now| me.settled_at = Some(now.now)),
    step("reopen", "Reopen", &[State::Done], State::Open)
        .help("It was not done, or not well. Say what is missing.")
        .needs_note()
        .guard(|me, _| is_to_do(me))
        .then(|me, _| me.settled_at = None),
];

fn begins(me: &ReviewDecision) -> State {
    if me.is_nothing() { State::Done } else { State::Open }
}

fn is_to_do(me: &ReviewDecision) -> Result<(), Refusal> {
    only_if(
        !me.is_nothing(),
        "It says that nothing is needed, so there is nothing to do. Add another decision.",
    )
}

impl ReviewDecision {
    fn is_nothing(&self) -> bool {
        matches!(self.sort, Sort::NoImprovement | Sort::NoChange)
    }
}

fn settle(
    me: &mut ReviewDecision,
    before: Option<&ReviewDecision>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    if is_import(now) {
        return Ok(());
    }
    if me.is_nothing() {
        fault_unless(me.reason.is_some(), "reason", "says why nothing is needed")?;
    } else {
        fault_unless(
            me.owner.is_some(),
            "owner",
            "is needed: a decision that nobody sees to is none",
        )?;
        fault_unless(me.due_on.is_some(), "due_on", "is needed: a decision without a day is none")?;
    }
    let Some(before) = before else {
        let state = now.facts.value("management_review", me.review.id, "state");
        let is_over = matches!(state.as_text(), Some("signed" | "closed" | "cancelled"));
        return fault_unless(!is_over, "review", "is signed or over; decide it in the next one");
    };
    fault_unless(before.review == me.review, "review", "stays the same; add another decision")?;
    let was_nothing = before.is_nothing() != me.is_nothing();
    fault_unless(
        !was_nothing,
        "sort",
        "cannot turn into one without work, or out of it; add another decision",
    )?;
    let signed = now.facts.value("management_review", me.review.id, "signed_at") != Value::None;
    let is_same = (&before.name, before.sort) == (&me.name, me.sort);
    fault_unless(!signed || is_same, "name", "stays as it was signed")
}

#[cfg(test)]
mod tests {
    use crate::story::{Story, walk};
    use gemba_vocabulary::Value;

    const KIND: &str = "review_decision";
    const TO_DO: &[(&str, &str)] = &[
        ("name", "Hire a second person for the night"),
        ("review", "4"),
        ("sort", "resources"),
        ("owner", "1"),
        ("due_on", "2026-06-30"),
    ];

    #[test]
    fn somebody_sees_to_it_by_a_day() {
        let bare = [&TO_DO[..3], &[("due_on", "2026-06-30")]].concat();
        assert!(Story::of(KIND).save(&bare).unwrap_err().contains("nobody sees to"));
        let mut story = Story::saved(KIND, TO_DO);
        assert_eq!(story.take("finish", &[]).unwrap_err(), "Before “Done”, fill in: Evidence.");
        story.take("finish", &[("evidence", "She began on 1 June")]).unwrap();
    }

    #[test]
    fn that_nothing_is_needed_has_a_reason() {
        let nothing = [("name", "Nothing to change"), ("review", "4"), ("sort", "no_change")];
        assert!(Story::of(KIND).save(&nothing).unwrap_err().contains("why nothing is needed"));
        let why = [&nothing[..], &[("reason", "All objectives were reached")]].concat();
        let mut story = Story::saved(KIND, &why);
        assert_eq!(story.state(), "done");
        assert!(story.noted("reopen", &[], "Why not").unwrap_err().contains("nothing to do"));
    }

    #[test]
    fn what_was_signed_stays() {
        let mut late = Story::of(KIND);
        late.given("management_review", 4, "state", Value::Text("signed".to_owned()));
        assert!(late.save(TO_DO).unwrap_err().contains("in the next one"));
        let mut story = Story::saved(KIND, TO_DO);
        story.given(
            "management_review",
            4,
            "signed_at",
            Value::Instant(jiff::Timestamp::UNIX_EPOCH),
        );
        assert!(story.save(&[("name", "Hire nobody")]).unwrap_err().contains("as it was signed"));
        story.save(&[("due_on", "2026-07-31")]).unwrap();
    }

    #[test]
    fn the_whole_way() {
        let machine =
            &[("open", "done", "finish"), ("open", "dropped", "drop"), ("done", "open", "reopen")];
        walk(KIND, machine, "It changed", |state, _| {
            let mut story = Story::saved(KIND, TO_DO);
            story.save(&[("evidence", "She began on 1 June")]).unwrap();
            story.put(state);
            story
        });
    }
}
