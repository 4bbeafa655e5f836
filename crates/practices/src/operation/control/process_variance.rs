//! Work that went otherwise than its process says: what it did, and what is done about it.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Situation, Step,
    library::{date_not_in_future, fill_in, only_if, today},
    step,
};
use gemba_vocabulary::{Ref, kind};
use jiff::civil::Date;

/// A process was carried out otherwise than it says, or altered without anybody's decision. Its effects are looked at,
/// harm is made good, and somebody else says that it is over.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "PRV", clause = "8.1", menu = Check, life, settle = settle)]
#[kind(shares(Comments, Attachments, Links, Tasks, Tags, Watchers))]
pub struct ProcessVariance {
    /// What went otherwise, in one line.
    #[field(searched, listed)]
    pub name: String,
    /// The process that it concerns.
    #[field(listed, filtered)]
    pub process: Ref<kind::Process>,
    /// What was done instead, by whom and since when.
    #[field(long, searched)]
    pub description: Option<String>,
    /// The day on which it was found.
    #[field(listed, filtered)]
    pub found_on: Option<Date>,
    /// Who looks after it.
    #[field(listed, filtered)]
    pub owner: Option<Ref<kind::Person>>,
    /// What it did to services, customers and records. “None” is an answer.
    #[field(long)]
    pub effects: Option<String>,
    /// What is done about harm, and so that it does not come again.
    #[field(long)]
    pub action: Option<String>,
    /// Whether the new way is better, so that the process is to be changed.
    pub keep_it: bool,
    /// The change by which the process is altered, if the new way is kept.
    #[field(filtered)]
    pub change: Option<Ref<kind::Change>>,
    /// Who looked at what was done and said that it is over.
    #[field(computed)]
    pub reviewed_by: Option<Ref<kind::Person>>,
    /// The day on which they did.
    #[field(computed, filtered)]
    pub reviewed_on: Option<Date>,
}

/// Where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// It was seen, and nobody has looked at what it did.
    Found,
    /// What it did is known, and something is done about it.
    #[choice(tone = Going)]
    Examined,
    /// Somebody else looked at it, and it is over.
    #[choice(tone = Done, end)]
    Closed,
}

const LIFE: &[Step<ProcessVariance>] = &[
    step("examine", "Effects are known", &[State::Found], State::Examined)
        .help("Says what it did, and what is done about it.")
        .asks(&["effects", "action", "owner", "keep_it", "change"])
        .guard(|me: &ProcessVariance, _| {
            fill_in(
                "Effects are known",
                &[
                    (me.owner.is_some(), "Owner"),
                    (me.effects.is_some(), "Effects"),
                    (me.action.is_some(), "Action"),
                ],
            )
        }),
    step("close", "Close", &[State::Examined], State::Closed)
        .help("What was to be done is done. Somebody else than its owner says so, and what they looked at.")
        .asks(&["change"])
        .needs_note()
        .guard(may_close)
        .then(|me, now| {
            me.reviewed_by = now.actor.person.map(Ref::new);
            me.reviewed_on = Some(today(now));
        }),
    step("reopen", "Reopen", &[State::Closed], State::Found)
        .help("It came again, or was more than was thought. Say what.")
        .needs_note(),
];

fn may_close(me: &ProcessVariance, now: &Situation<'_>) -> Result<(), Refusal> {
    let owner = me.owner.map(|owner| owner.id);
    only_if(
        now.actor.person.is_some() && now.actor.person != owner,
        "Whoever looks after it does not close it. Ask somebody else to look at what was done.",
    )?;
    only_if(
        !me.keep_it || me.change.is_some(),
        "A way that is kept becomes part of the process by a change. Name it under “Change”.",
    )
}

fn settle(
    me: &mut ProcessVariance,
    _: Option<&ProcessVariance>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    date_not_in_future("found_on", me.found_on, now)?;
    me.found_on.get_or_insert(today(now));
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::story::{ADA, BEN, Story, walk};
    use gemba_vocabulary::actor::Role;

    const KIND: &str = "process_variance";
    const FOUND: &[(&str, &str)] =
        &[("name", "Closed without asking"), ("process", "4"), ("owner", "1")];

    #[test]
    fn each_step_leads_on_and_each_other_is_refused() {
        let machine = [
            ("found", "examined", "examine"),
            ("examined", "closed", "close"),
            ("closed", "found", "reopen"),
        ];
        walk(KIND, &machine, "Looked", |from, _| {
            let mut story = Story::saved(KIND, FOUND);
            story.save(&[("effects", "None"), ("action", "Told")]).unwrap();
            story.put(from).by(BEN, &[Role::ProcessOwner]);
            story
        });
    }

    #[test]
    fn its_effects_are_looked_at_and_somebody_else_closes_it() {
        let mut story = Story::saved(KIND, FOUND);
        assert_eq!(story.holds("found_on"), "2026-03-02");
        let bare = story.take("examine", &[]).unwrap_err();
        assert_eq!(bare, "Before “Effects are known”, fill in: Effects, Action.");
        let known =
            [("effects", "Two people rang again"), ("action", "Told all"), ("keep_it", "yes")];
        story.take("examine", &known).unwrap();
        assert!(story.by(ADA, &[Role::Agent]).noted("close", &[], "Fine").is_err());
        story.by(BEN, &[Role::ProcessOwner]);
        assert!(story.noted("close", &[], "Fine").unwrap_err().contains("by a change"));
        story.noted("close", &[("change", "8")], "All do it now").unwrap();
        assert_eq!(story.holds("reviewed_by"), "2");
    }
}
