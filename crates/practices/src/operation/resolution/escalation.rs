//! Escalations: work raised to someone who can do more about it.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Situation, Step,
    library::{fault_unless, not_in_future, only_if},
    step,
};
use gemba_vocabulary::{Ref, kind};
use jiff::{SignedDuration, Timestamp};

/// An incident or a problem raised to someone who knows more or may decide more, because time runs
/// out or somebody asked.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "ESC", clause = "8.6.1", life, settle = settle)]
#[kind(shares(Comments))]
pub struct Escalation {
    /// What is raised and why, in one line.
    #[field(searched, listed)]
    pub summary: String,
    /// The incident that is raised.
    #[field(listed, filtered, scope = With)]
    pub incident: Option<Ref<kind::Incident>>,
    /// The problem that is raised.
    #[field(listed, filtered)]
    pub problem: Option<Ref<kind::Problem>>,
    /// Whether it is raised to more knowledge or to more authority.
    #[field(listed)]
    pub direction: Direction,
    /// What gave rise to it.
    #[field(listed, filtered, default = "by_hand")]
    pub reason: Reason,
    /// The promise whose time runs out, if that is the reason.
    #[field(default = "none")]
    pub clock: Clock,
    /// The team that it is raised to.
    #[field(filtered)]
    pub to_team: Option<Ref<kind::Team>>,
    /// The person that it is raised to.
    #[field(listed, filtered)]
    pub to_person: Option<Ref<kind::Person>>,
    /// The rota by which that person is on call. It says within how many minutes it is to be
    /// acknowledged.
    pub rota: Option<Ref<kind::OnCallRota>>,
    /// The escalation that nobody acknowledged in time, so that this one went a level up.
    #[field(filtered)]
    pub raised_after: Option<Ref<kind::Escalation>>,
    /// When it was raised. Empty means now.
    #[field(listed)]
    pub at: Option<Timestamp>,
    /// By when it is to be acknowledged, before it goes a level up.
    #[field(computed)]
    pub acknowledge_by: Option<Timestamp>,
    /// When it was acknowledged.
    #[field(computed)]
    pub acknowledged_at: Option<Timestamp>,
    /// Who acknowledged it.
    #[field(computed)]
    pub acknowledged_by: Option<Ref<kind::Person>>,
}

/// Where an escalation leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Direction {
    /// To people who know more about it.
    Functional,
    /// To people who may decide more.
    Hierarchical,
}

/// What gave rise to an escalation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Reason {
    /// The time for it is nearly used up.
    BeforeBreach,
    /// The time for it is used up.
    Breach,
    /// People who wait for word on a major incident were not told in time.
    UpdateDue,
    /// A major incident was declared.
    Major,
    /// Whoever it was raised to before did not acknowledge it in time.
    NotAcknowledged,
    /// A problem is open for longer than it may be.
    OpenTooLong,
    /// Nobody did anything about a problem for too long.
    LeftAlone,
    /// Somebody asked for it.
    ByHand,
}

/// The promise whose time runs out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Clock {
    /// The time until somebody begins to work on it.
    Response,
    /// The time until it is solved.
    Resolution,
    /// No promise; somebody asked for it.
    None,
}

/// Where an escalation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// It was raised, and nobody has said yet that they look after it.
    #[choice(tone = Waiting)]
    Raised,
    /// Whoever it was raised to looks after it.
    #[choice(tone = Going)]
    Acknowledged,
    /// It was dealt with, went a level up, or is no longer needed.
    #[choice(tone = Done, end)]
    Over,
    /// It was raised in error and does not count.
    #[choice(tone = Off, end)]
    Withdrawn,
}

const LIFE: &[Step<Escalation>] = &[
    step("acknowledge", "Acknowledge", &[State::Raised], State::Acknowledged)
        .help("You look after it. Until then it may go a level up.")
        .guard(is_for_you)
        .then(|me, now| {
            me.acknowledged_at = Some(now.now);
            me.acknowledged_by = now.actor.person.map(Ref::new);
        }),
    step("end", "End", &[State::Acknowledged], State::Over)
        .help("What it was raised for is dealt with."),
    step("end", "End", &[State::Raised], State::Over)
        .help("It is no longer needed, although nobody acknowledged it. Say why.")
        .needs_note(),
    step("withdraw", "Withdraw", &[State::Raised], State::Withdrawn)
        .help("It was raised in error and does not count. Say why.")
        .needs_note(),
];

fn is_for_you(me: &Escalation, now: &Situation<'_>) -> Result<(), Refusal> {
    let is_you = me.to_person.is_some_and(|person| now.actor.person == Some(person.id));
    let is_yours = me.to_team.is_some_and(|team| now.actor.teams.contains(&team.id));
    only_if(
        is_you || is_yours && now.actor.person.is_some(),
        "Only whoever it was raised to, or somebody of that team, can acknowledge it. Raise it to \
         somebody else if they cannot be reached.",
    )
}

fn settle(
    me: &mut Escalation,
    before: Option<&Escalation>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    fault_unless(
        me.incident.is_some() || me.problem.is_some(),
        "incident",
        "or a problem is required: say what is raised",
    )?;
    fault_unless(
        me.incident.is_none() || me.problem.is_none(),
        "problem",
        "stands beside an incident; raise one of the two, and the other by itself",
    )?;
    fault_unless(
        me.to_team.is_some() || me.to_person.is_some(),
        "to_team",
        "or a person is required: say to whom it is raised",
    )?;
    let needs_clock = matches!(me.reason, Reason::BeforeBreach | Reason::Breach);
    fault_unless(
        !needs_clock || me.clock != Clock::None,
        "clock",
        "is required when time runs out: say which promise it is about",
    )?;
    not_in_future("at", me.at, before.and_then(|before| before.at), now)?;
    me.at.get_or_insert(now.now);
    if before.is_none_or(|before| before.rota != me.rota) {
        me.acknowledge_by = me.rota.and_then(|rota| wait_until(rota, now));
    }
    Ok(())
}

/// Until when whoever is on call has time to acknowledge it, counted from when it is recorded.
fn wait_until(rota: Ref<kind::OnCallRota>, now: &Situation<'_>) -> Option<Timestamp> {
    let minutes = now.facts.value("on_call_rota", rota.id, "acknowledge_minutes").as_int()?;
    now.now.checked_add(SignedDuration::from_mins(minutes)).ok()
}

#[cfg(test)]
mod tests {
    use crate::story::{BEN, Story, walk};
    use gemba_vocabulary::{Value, actor::Role};

    const RAISED: &[(&str, &str)] =
        &[("summary", "Needs the network team"), ("incident", "3"), ("direction", "functional")];

    #[test]
    fn it_is_raised_to_someone_and_now_unless_said_otherwise() {
        let nobody = Story::of("escalation").save(RAISED).unwrap_err();
        assert!(nobody.contains("say to whom it is raised"), "{nobody}");
        let story = Story::saved("escalation", &[RAISED, &[("to_team", "4")]].concat());
        assert_eq!(story.holds("at"), "2026-03-02T09:00:00Z");
        assert_eq!((&*story.holds("reason"), &*story.holds("clock")), ("by_hand", "none"));
        assert_eq!(story.holds("acknowledge_by"), "", "no rota says how long it may wait");
        let earlier = [RAISED, &[("to_person", "2"), ("at", "2026-03-01T20:00:00Z")]].concat();
        let story = Story::saved("escalation", &earlier);
        assert_eq!(story.holds("at"), "2026-03-01T20:00:00Z");
    }

    #[test]
    fn it_raises_an_incident_or_a_problem_and_never_both() {
        let to = [("to_team", "4")];
        let both = [RAISED, &to, &[("problem", "2")]].concat();
        let refusal = Story::of("escalation").save(&both).unwrap_err();
        assert!(refusal.starts_with("Problem stands beside an incident"), "{refusal}");
        let neither = [&RAISED[..1], &RAISED[2..], &to].concat();
        let refusal = Story::of("escalation").save(&neither).unwrap_err();
        assert_eq!(refusal, "Incident or a problem is required: say what is raised.");
        let problem = [&neither[..], &[("problem", "2")]].concat();
        assert_eq!(Story::saved("escalation", &problem).holds("problem"), "2");
    }

    #[test]
    fn time_that_runs_out_is_the_time_of_a_promise() {
        let breach = [RAISED, &[("to_team", "4"), ("reason", "breach")]].concat();
        let refusal = Story::of("escalation").save(&breach).unwrap_err();
        assert!(refusal.contains("say which promise"), "{refusal}");
        let story = Story::saved("escalation", &[&*breach, &[("clock", "response")]].concat());
        assert_eq!(story.holds("clock"), "response");
    }

    fn on_call() -> Story {
        let mut story = Story::of("escalation");
        story.given("on_call_rota", 8, "acknowledge_minutes", Value::Int(20));
        let to = [("to_team", "4"), ("to_person", "2"), ("rota", "8")];
        story.save(&[RAISED, &to].concat()).unwrap();
        story
    }

    #[test]
    fn whoever_it_was_raised_to_acknowledges_it_and_nobody_else() {
        let mut story = on_call();
        assert_eq!(story.holds("acknowledge_by"), "2026-03-02T09:20:00Z");
        let refusal = story.take("acknowledge", &[]).unwrap_err();
        assert!(refusal.starts_with("Only whoever it was raised to"), "{refusal}");
        story.at("2026-03-02T09:05:00Z").by(BEN, &[Role::Agent]);
        story.take("acknowledge", &[]).unwrap();
        assert_eq!(story.holds("acknowledged_at"), "2026-03-02T09:05:00Z");
        assert_eq!(story.holds("acknowledged_by"), BEN.to_string());
        story.take("end", &[]).unwrap();
        assert_eq!(story.state(), "over");
        let mut story = on_call();
        story.in_team(4).take("acknowledge", &[]).unwrap();
        assert_eq!(story.state(), "acknowledged", "a colleague of the team may as well");
    }

    #[test]
    fn what_nobody_acknowledged_ends_with_a_reason() {
        let mut story = on_call();
        assert!(story.take("end", &[]).unwrap_err().contains("needs a reason"));
        assert!(story.take("withdraw", &[]).unwrap_err().contains("needs a reason"));
        story.noted("end", &[], "It works again").unwrap();
        assert_eq!((story.state(), &*story.holds("acknowledged_at")), ("over", ""));
    }

    #[test]
    fn each_step_of_its_life_leads_on_and_each_other_is_refused() {
        let machine = [
            ("raised", "acknowledged", "acknowledge"),
            ("acknowledged", "over", "end"),
            ("raised", "over", "end"),
            ("raised", "withdrawn", "withdraw"),
        ];
        walk("escalation", &machine, "As agreed", |from, _| {
            let mut story = on_call();
            story.by(BEN, &[Role::Agent]).put(from);
            story
        });
    }
}
