//! Leadership actions: what top management itself did for service management.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Situation, Step,
    library::{date_not_in_future, fault_unless, fill_in, is_import, only_if},
    step,
};
use gemba_vocabulary::{Ref, actor::Role, kind};
use jiff::civil::Date;

/// What top management did for service management, and when: a talk to everybody, a budget given, an
/// obstacle cleared away. It is how leadership is seen.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "LDA", clause = "5.1", menu = Plan, life, settle = settle)]
#[kind(shares(Comments, Attachments, Links, Tasks, Tags))]
pub struct LeadershipAction {
    /// What was done, in one line.
    #[field(searched, listed)]
    pub name: String,
    /// What it was done for.
    #[field(listed, filtered)]
    pub commitment: Commitment,
    /// What was said or done, and why.
    #[field(long, searched)]
    pub what: Option<String>,
    /// The day on which it was done.
    #[field(listed, filtered)]
    pub done_on: Option<Date>,
    /// Who of top management did it.
    #[field(computed, listed, filtered)]
    pub done_by: Option<Ref<kind::Person>>,
    /// To whom it was said, or whom it helped.
    pub audience: Option<String>,
    /// By which way, such as a meeting or a letter.
    pub channel: Option<String>,
    /// By what it can be seen: a record, a file, minutes.
    #[field(long)]
    pub evidence: Option<String>,
    /// The management review in which it was decided.
    #[field(filtered)]
    pub review: Option<Ref<kind::ManagementReview>>,
    /// The objectives that it helped.
    pub objectives: Vec<Ref<kind::Objective>>,
    /// The improvements that it set going.
    pub improvements: Vec<Ref<kind::Improvement>>,
    /// The needs that it met.
    pub resource_needs: Vec<Ref<kind::ResourceNeed>>,
}

/// What leadership is asked to care for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Commitment {
    /// Policy and objectives are there and fit where the organization is going.
    PolicyAndObjectives,
    /// The service management plan is made, carried out and kept up.
    Plan,
    /// Whoever has to decide may decide.
    Authority,
    /// It is settled what is of value, for us and for customers.
    Value,
    /// Suppliers and others who contribute are under control.
    OtherParties,
    /// Service management is part of the normal business, such as buying, hiring and projects.
    BusinessProcesses,
    /// People, technology, information and money are there.
    Resources,
    /// Everybody heard why good service management matters.
    Communication,
    /// What was intended is reached.
    Results,
    /// People are led and helped to do it well.
    People,
    /// Things become better again and again.
    Improvement,
    /// Other managers are backed to lead in their own areas.
    Managers,
}

/// Where an action stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// It is planned, or somebody wrote it down for them.
    Draft,
    /// Top management says that it did it.
    #[choice(tone = Done, end)]
    Recorded,
    /// It was not done.
    #[choice(tone = Off, end)]
    Dropped,
}

const LIFE: &[Step<LeadershipAction>] = &[
    step("record", "Record", &[State::Draft], State::Recorded)
        .help("You speak for top management and did it. Say when, and by what it can be seen.")
        .asks(&["what", "done_on", "audience", "channel", "evidence"])
        .guard(was_done)
        .then(|me, now| me.done_by = now.actor.person.map(Ref::new)),
    step("drop", "Drop", &[State::Draft], State::Dropped)
        .help("It was not done. Say why.")
        .needs_note(),
];

fn was_done(me: &LeadershipAction, now: &Situation<'_>) -> Result<(), Refusal> {
    let is_told = me.commitment != Commitment::Communication;
    fill_in(
        "Record",
        &[
            (me.what.is_some(), "What"),
            (me.done_on.is_some(), "Done on"),
            (is_told || me.audience.is_some(), "Audience"),
            (is_told || me.channel.is_some(), "Channel"),
            (me.evidence.is_some(), "Evidence"),
        ],
    )?;
    only_if(
        now.actor.is(Role::TopManagement) && now.actor.person.is_some(),
        "Top management records what it did itself. Ask whoever did it to take this step.",
    )
}

fn settle(
    me: &mut LeadershipAction,
    before: Option<&LeadershipAction>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    date_not_in_future("done_on", me.done_on, now)?;
    let content =
        |it: &LeadershipAction| (it.name.clone(), it.commitment, it.what.clone(), it.done_on);
    let recorded = before.filter(|before| before.done_by.is_some() && !is_import(now));
    let is_kept = recorded.is_none_or(|before| content(before) == content(me));
    fault_unless(is_kept, "name", "and what was recorded stay as they are; add a comment")
}

#[cfg(test)]
mod tests {
    use crate::story::{ADA, BEN, Story, walk};
    use gemba_vocabulary::actor::Role;

    const KIND: &str = "leadership_action";
    const WHOLE: &[(&str, &str)] = &[
        ("name", "Spoke to everybody about the policy"),
        ("commitment", "communication"),
        ("what", "Why a service that can be relied on is what we live from"),
        ("done_on", "2026-02-20"),
        ("audience", "All 24 of us"),
        ("channel", "Meeting in the canteen"),
        ("evidence", "The slides are attached"),
    ];
    const MACHINE: &[(&str, &str, &str)] =
        &[("draft", "recorded", "record"), ("draft", "dropped", "drop")];

    #[test]
    fn each_step_leads_on_and_each_other_is_refused() {
        walk(KIND, MACHINE, "There was no time", |from, _| {
            let mut story = Story::saved(KIND, WHOLE);
            story.put(from).by(BEN, &[Role::TopManagement]);
            story
        });
    }

    #[test]
    fn top_management_itself_records_what_it_did() {
        let mut story = Story::saved(KIND, WHOLE);
        let other = story.by(ADA, &[Role::ServiceManager]).take("record", &[]).unwrap_err();
        assert!(other.contains("records what it did itself"), "{other}");
        story.by(BEN, &[Role::TopManagement]);
        let bare = story.take("record", &[("channel", ""), ("evidence", "")]).unwrap_err();
        assert_eq!(bare, "Before “Record”, fill in: Channel, Evidence.");
        story.take("record", &[]).unwrap();
        assert_eq!(story.holds("done_by"), "2");
        assert!(story.save(&[("what", "More")]).unwrap_err().contains("add a comment"));
        let ahead = Story::of(KIND).save(&[WHOLE, &[("done_on", "2026-04-01")]].concat());
        assert!(ahead.unwrap_err().contains("lies in the future"));
    }
}
