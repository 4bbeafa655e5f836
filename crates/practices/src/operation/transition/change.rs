//! Changes: whatever is added, altered or taken away, decided before it is done.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Situation, Step,
    library::{Level, fault_unless, fill_in, is_import, only_if},
    step,
};
use gemba_vocabulary::{RecordId, Ref, actor::Role, kind};
use jiff::Timestamp;

/// Something to be added, altered or taken away that could affect a service. It is decided before
/// it begins.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "CHG", clause = "8.5.1", life, settle = settle)]
#[kind(shares(Comments, Attachments, Tasks, Links, Watchers, Tags, Approvals))]
pub struct Change {
    /// What changes, in one line.
    #[field(searched, listed, visible)]
    pub summary: String,
    /// What exactly changes and why, and what stays as it is.
    #[field(long, searched, visible)]
    pub description: Option<String>,
    /// How it is handled: by template, in full, or at once.
    #[field(filtered, default = "normal", label = "Change model")]
    pub model: Model,
    /// The service that changes.
    #[field(filtered, listed, visible)]
    pub service: Option<Ref<kind::Service>>,
    /// The customer that it is done for.
    #[field(filtered, visible, scope = Customer)]
    pub customer: Option<Ref<kind::Customer>>,
    /// What sort of change it is, in your own words.
    pub category: Option<String>,
    /// The parts that are touched.
    pub configuration_items: Vec<Ref<kind::ConfigurationItem>>,
    /// Who wants it. Empty means whoever recorded it.
    #[field(filtered, scope = Requester)]
    pub requested_by: Option<Ref<kind::Person>>,
    /// How likely and how bad it would be if it went wrong.
    #[field(listed)]
    pub risk: Option<Level>,
    /// What is gained by it, and lost without it.
    #[field(long)]
    pub benefit: Option<String>,
    /// What it means for services, customers, plans, capacity, availability, continuity, security
    /// and cost.
    #[field(long)]
    pub impact_assessment: Option<String>,
    /// How it is done, step by step.
    #[field(long)]
    pub plan: Option<String>,
    /// How things are put back if it goes wrong.
    #[field(long)]
    pub back_out_plan: Option<String>,
    /// What the test showed, or why there was none.
    #[field(long)]
    pub test_result: Option<String>,
    /// When the work is to begin.
    #[field(listed, visible)]
    pub starts_at: Option<Timestamp>,
    /// When the work is to be over.
    #[field(visible)]
    pub ends_at: Option<Timestamp>,
    /// When it was approved.
    #[field(computed)]
    pub approved_at: Option<Timestamp>,
    /// Who approved it.
    #[field(computed)]
    pub approved_by: Option<Ref<kind::Person>>,
    /// When it was done.
    #[field(computed)]
    pub implemented_at: Option<Timestamp>,
    /// What came of it.
    #[field(long)]
    pub outcome: Option<String>,
    /// What the look back found: whether it reached what it was for, and what to do better.
    #[field(long)]
    pub review: Option<String>,
}

/// How a change is handled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Model {
    /// It is small, well known and done by a template.
    Standard,
    /// It is assessed and approved in full.
    Normal,
    /// It cannot wait, because harm is near.
    Emergency,
}

/// Where a change stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// It is being written.
    Draft,
    /// It was handed in and waits to be assessed.
    #[choice(tone = Waiting)]
    Submitted,
    /// Its risk and effects are known, and it waits for a decision.
    #[choice(tone = Waiting)]
    Assessed,
    /// It may be done.
    #[choice(tone = Going)]
    Approved,
    /// It may not be done.
    #[choice(tone = Off, end)]
    Rejected,
    /// Its time is fixed, and those concerned were told.
    #[choice(tone = Waiting)]
    Scheduled,
    /// It is being done.
    #[choice(tone = Going)]
    Implementing,
    /// It was done and checked.
    #[choice(tone = Done)]
    Implemented,
    /// It went wrong, and things were put back.
    #[choice(tone = Off)]
    BackedOut,
    /// It went wrong.
    #[choice(tone = Major)]
    Failed,
    /// Somebody looked back on it.
    #[choice(tone = Done)]
    Reviewed,
    /// It is over.
    #[choice(tone = Done, end)]
    Closed,
    /// Whoever wanted it took it back.
    #[choice(tone = Off, end)]
    Withdrawn,
}

const LIFE: &[Step<Change>] = &[
    step("submit", "Submit", &[State::Draft], State::Submitted)
        .help(
            "Hands it in. What changes, of which sort, and which parts are touched must be clear.",
        )
        .asks(&["description", "category", "configuration_items", "requested_by"])
        .guard(is_described),
    step("assess", "Assess", &[State::Submitted], State::Assessed)
        .help("Writes down the risk, the benefit and the effects, so that it can be decided.")
        .asks(&["risk", "benefit", "impact_assessment"])
        .guard(is_assessed),
    step("withdraw", "Withdraw", &[State::Submitted], State::Withdrawn)
        .help("Takes it back. Only whoever wants it can.")
        .guard(is_the_requester),
    step("approve", "Approve", &[State::Assessed], State::Approved)
        .help(
            "Decides that it may be done. Never by whoever wants it, and always before it starts.",
        )
        .guard(may_approve)
        .then(|me, now| {
            me.approved_at = Some(now.now);
            me.approved_by = now.actor.person.map(Ref::new);
        }),
    step("reject", "Reject", &[State::Assessed], State::Rejected)
        .help("Decides that it may not be done. Say why.")
        .needs_note(),
    step("schedule", "Schedule", &[State::Approved], State::Scheduled)
        .help("Fixes its time. Those concerned must have been told.")
        .asks(&["starts_at", "ends_at"])
        .guard(|me, _| {
            fill_in(
                "Schedule",
                &[(me.starts_at.is_some(), "Starts at"), (me.ends_at.is_some(), "Ends at")],
            )
        }),
    step("start", "Start", &[State::Scheduled], State::Implementing)
        .help(
            "The work begins. It must be clear how things are put back, and what the test showed.",
        )
        .asks(&["back_out_plan", "test_result"])
        .guard(may_start),
    step("done", "Done", &[State::Implementing], State::Implemented)
        .help("It was done, and a check showed that it works.")
        .asks(&["outcome"])
        .guard(|me: &Change, _| fill_in("Done", &[(me.outcome.is_some(), "Outcome")]))
        .then(|me, now| me.implemented_at = Some(now.now)),
    step("back_out", "Back out", &[State::Implementing], State::BackedOut)
        .help("It went wrong, and things were put back as planned. Say what happened.")
        .asks(&["outcome"])
        .needs_note(),
    step("fail", "Failed", &[State::Implementing], State::Failed)
        .help("It went wrong. Say what happened and who looks into it.")
        .asks(&["outcome"])
        .needs_note(),
    step("pir", "Review", &[State::Implemented, State::BackedOut, State::Failed], State::Reviewed)
        .help("Looks back: did it reach what it was for, and what is to be done better?")
        .asks(&["review"])
        .guard(|me, _| fill_in("Review", &[(me.review.is_some(), "Review")])),
    step("close", "Close", &[State::Reviewed], State::Closed)
        .help("All is said and done, and the records of the parts it touched are up to date."),
];

fn is_described(me: &Change, _: &Situation<'_>) -> Result<(), Refusal> {
    fill_in(
        "Submit",
        &[
            (me.description.is_some(), "Description"),
            (me.category.is_some(), "Category"),
            (!me.configuration_items.is_empty(), "Configuration items"),
            (me.requested_by.is_some(), "Requested by"),
        ],
    )
}

fn is_assessed(me: &Change, _: &Situation<'_>) -> Result<(), Refusal> {
    fill_in(
        "Assess",
        &[
            (me.risk.is_some(), "Risk"),
            (me.benefit.is_some(), "Benefit"),
            (me.impact_assessment.is_some(), "Impact assessment"),
        ],
    )
}

fn wants_it(me: &Change, person: RecordId, now: &Situation<'_>) -> bool {
    me.requested_by.is_some_and(|by| by.id == person) || now.created_by == Some(person)
}

fn is_the_requester(me: &Change, now: &Situation<'_>) -> Result<(), Refusal> {
    only_if(
        now.actor.person.is_some_and(|person| wants_it(me, person, now)),
        "Only whoever wants the change can withdraw it. Once it is assessed it can be rejected.",
    )
}

fn may_approve(me: &Change, now: &Situation<'_>) -> Result<(), Refusal> {
    let Some(person) = now.actor.person else {
        return Err(Refusal::because("A change is approved by a person. Sign in to approve it."));
    };
    let entitled = [Role::Approver, Role::ProcessOwner, Role::ServiceManager];
    only_if(
        entitled.into_iter().any(|role| now.actor.is(role)),
        "Changes are approved by an approver, a process owner or a service manager. Ask one of \
         them.",
    )?;
    only_if(
        !wants_it(me, person, now),
        "Nobody approves their own change. Ask someone else to approve it.",
    )?;
    only_if(
        me.starts_at.is_none_or(|starts_at| now.now < starts_at),
        "The planned start has passed, and approval comes before the start. Plan a later start \
         first.",
    )
}

fn may_start(me: &Change, now: &Situation<'_>) -> Result<(), Refusal> {
    only_if(
        me.approved_at.is_some_and(|approved_at| approved_at <= now.now),
        "The change was not approved, so it cannot start. Have it approved first.",
    )?;
    fill_in(
        "Start",
        &[(me.back_out_plan.is_some(), "Back out plan"), (me.test_result.is_some(), "Test result")],
    )
}

fn settle(me: &mut Change, before: Option<&Change>, now: &Situation<'_>) -> Result<(), FieldFault> {
    if before.is_none() && me.requested_by.is_none() {
        me.requested_by = now.actor.person.map(Ref::new);
    }
    if is_import(now) {
        return Ok(());
    }
    let is_backward = me.starts_at.zip(me.ends_at).is_some_and(|(start, end)| end <= start);
    fault_unless(!is_backward, "ends_at", "must lie after the start")?;
    let is_moved = before.is_none_or(|before| before.starts_at != me.starts_at);
    let is_early = me.approved_at.zip(me.starts_at).is_some_and(|(yes, start)| start <= yes);
    fault_unless(
        !(is_moved && is_early),
        "starts_at",
        "lies before the approval; approval comes before the start",
    )
}

#[cfg(test)]
mod tests {
    use crate::story::{ADA, BEN, Story};
    use gemba_vocabulary::actor::Role;

    const DESCRIBED: &[(&str, &str)] =
        &[("description", "Larger disks"), ("category", "server"), ("configuration_items", "4,5")];
    const WEIGHED: &[(&str, &str)] = &[
        ("risk", "low"),
        ("benefit", "Room for two years"),
        ("impact_assessment", "Ten minutes without mail"),
    ];
    const TIMED: &[(&str, &str)] =
        &[("starts_at", "2026-03-07T20:00:00Z"), ("ends_at", "2026-03-07T22:00:00Z")];

    fn assessed() -> Story {
        let mut story = Story::saved("change", &[("summary", "Larger disks")]);
        story.take("submit", DESCRIBED).unwrap();
        story.take("assess", WEIGHED).unwrap();
        story
    }

    fn approved() -> Story {
        let mut story = assessed();
        story.by(BEN, &[Role::Approver]).take("approve", &[]).unwrap();
        story
    }

    #[test]
    fn from_the_wish_to_the_last_word() {
        let mut story = approved();
        assert_eq!(story.holds("requested_by"), ADA.to_string(), "whoever recorded it wants it");
        assert_eq!(story.holds("approved_by"), BEN.to_string());
        story.take("schedule", TIMED).unwrap();
        let bare = story.take("start", &[("test_result", "Ran on a copy")]).unwrap_err();
        assert_eq!(bare, "Before “Start”, fill in: Back out plan.");
        let ready = &[("back_out_plan", "Old disks"), ("test_result", "Ran on a copy")];
        story.at("2026-03-07T20:00:00Z").take("start", ready).unwrap();
        story.at("2026-03-07T21:00:00Z").take("done", &[("outcome", "All there")]).unwrap();
        assert_eq!(story.holds("implemented_at"), "2026-03-07T21:00:00Z");
        assert!(story.take("close", &[]).is_err(), "nobody looked back yet");
        assert!(story.take("pir", &[]).unwrap_err().ends_with("fill in: Review."));
        story.take("pir", &[("review", "Went as planned")]).unwrap();
        story.take("close", &[]).unwrap();
        assert_eq!(story.state(), "closed");
    }

    #[test]
    fn what_was_only_assessed_is_not_started() {
        let refusal = assessed().take("start", &[]).unwrap_err();
        assert!(refusal.contains("not possible while the change is assessed"), "{refusal}");
        let mut smuggled = assessed();
        smuggled.put("scheduled");
        let ready = &[("back_out_plan", "Old disks"), ("test_result", "Ran on a copy")];
        let refusal = smuggled.take("start", ready).unwrap_err();
        assert!(refusal.contains("Have it approved first"), "{refusal}");
    }

    #[test]
    fn nobody_approves_their_own_change() {
        let mut story = assessed();
        let plain = story.by(BEN, &[Role::Agent]).take("approve", &[]).unwrap_err();
        assert!(plain.contains("Ask one of them"), "{plain}");
        let own = story.by(ADA, &[Role::Approver]).take("approve", &[]).unwrap_err();
        assert!(own.starts_with("Nobody approves their own change"), "{own}");
        story.save(&[("requested_by", "2")]).unwrap();
        let wished = story.by(BEN, &[Role::Approver]).take("approve", &[]).unwrap_err();
        assert!(wished.starts_with("Nobody approves their own change"), "{wished}");
        let recorded = story.by(ADA, &[Role::Approver]).take("approve", &[]).unwrap_err();
        assert!(recorded.starts_with("Nobody approves their own change"), "{recorded}");
        story.by(3, &[Role::ServiceManager]).take("approve", &[]).unwrap();
        assert_eq!(story.state(), "approved");
    }

    #[test]
    fn approval_comes_before_the_start() {
        let mut story = assessed();
        story.save(TIMED).unwrap();
        story.by(BEN, &[Role::Approver]);
        let late = story.at("2026-03-07T20:00:00Z").take("approve", &[]).unwrap_err();
        assert!(late.contains("Plan a later start"), "{late}");
        story.at("2026-03-07T19:59:59Z").take("approve", &[]).unwrap();
        let moved = story.save(&[("starts_at", "2026-03-07T19:00:00Z")]).unwrap_err();
        assert!(moved.contains("approval comes before the start"), "{moved}");
    }

    #[test]
    fn only_whoever_wants_it_takes_it_back() {
        let mut story = Story::saved("change", &[("summary", "Larger disks")]);
        let bare = story.take("submit", &[]).unwrap_err();
        assert_eq!(bare, "Before “Submit”, fill in: Description, Category, Configuration items.");
        story.take("submit", DESCRIBED).unwrap();
        let other = story.by(BEN, &[Role::Agent]).take("withdraw", &[]).unwrap_err();
        assert!(other.contains("Only whoever wants the change"), "{other}");
        story.by(ADA, &[Role::Agent]).take("withdraw", &[]).unwrap();
        assert_eq!(story.state(), "withdrawn");
    }

    #[test]
    fn work_does_not_end_before_it_begins() {
        let mut story = approved();
        let backward =
            &[("starts_at", "2026-03-07T20:00:00Z"), ("ends_at", "2026-03-07T20:00:00Z")];
        let refusal = story.take("schedule", backward).unwrap_err();
        assert_eq!(refusal, "Ends at must lie after the start.");
    }
}
