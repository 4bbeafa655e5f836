//! Escalations: work raised to someone who can do more about it.
use gemba_model::{
    Choice, FieldFault, Kind, Situation,
    library::{fault_unless, not_in_future},
};
use gemba_vocabulary::{Ref, kind};
use jiff::Timestamp;

/// An incident raised to someone who knows more or may decide more, because time runs out or
/// somebody asked.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "ESC", clause = "8.6.1", settle = settle)]
#[kind(shares(Comments))]
pub struct Escalation {
    /// What is raised and why, in one line.
    #[field(searched, listed)]
    pub summary: String,
    /// The incident that is raised.
    #[field(listed, filtered)]
    pub incident: Ref<kind::Incident>,
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
    pub to_team: Option<Ref<kind::Team>>,
    /// The person that it is raised to.
    pub to_person: Option<Ref<kind::Person>>,
    /// When it was raised. Empty means now.
    #[field(listed)]
    pub at: Option<Timestamp>,
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

fn settle(
    me: &mut Escalation,
    before: Option<&Escalation>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
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
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::story::Story;

    const RAISED: &[(&str, &str)] =
        &[("summary", "Needs the network team"), ("incident", "3"), ("direction", "functional")];

    #[test]
    fn it_is_raised_to_someone_and_now_unless_said_otherwise() {
        let nobody = Story::of("escalation").save(RAISED).unwrap_err();
        assert!(nobody.contains("say to whom it is raised"), "{nobody}");
        let story = Story::saved("escalation", &[RAISED, &[("to_team", "4")]].concat());
        assert_eq!(story.holds("at"), "2026-03-02T09:00:00Z");
        assert_eq!((&*story.holds("reason"), &*story.holds("clock")), ("by_hand", "none"));
        let earlier = [RAISED, &[("to_person", "2"), ("at", "2026-03-01T20:00:00Z")]].concat();
        let story = Story::saved("escalation", &earlier);
        assert_eq!(story.holds("at"), "2026-03-01T20:00:00Z");
    }

    #[test]
    fn time_that_runs_out_is_the_time_of_a_promise() {
        let breach = [RAISED, &[("to_team", "4"), ("reason", "breach")]].concat();
        let refusal = Story::of("escalation").save(&breach).unwrap_err();
        assert!(refusal.contains("say which promise"), "{refusal}");
        let story = Story::saved("escalation", &[&*breach, &[("clock", "response")]].concat());
        assert_eq!(story.holds("clock"), "response");
    }
}
