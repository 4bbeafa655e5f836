//! Maintenance windows: times in which a service rests, as agreed with those who use it.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Situation, Step,
    library::{fault_unless, fill_in, not_in_future, only_if},
    step,
};
use gemba_vocabulary::{Ref, kind};
use jiff::Timestamp;

/// A time in which services rest so that work can be done on them. It does not count as downtime if
/// it was agreed and announced as early as was promised.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "MWN", clause = "8.7.1", life, settle = settle)]
#[kind(shares(Comments, Attachments, Approvals, Links, Tasks, Tags))]
pub struct MaintenanceWindow {
    /// What is done in it, in one line.
    #[field(searched, listed)]
    pub name: String,
    /// The services that rest.
    #[field(listed, filtered)]
    pub services: Vec<Ref<kind::Service>>,
    /// The agreements whose customers said yes. Empty means everybody whom the services are for.
    #[field(filtered)]
    pub agreements: Vec<Ref<kind::ServiceLevelAgreement>>,
    /// From when on the services rest.
    #[field(listed, filtered)]
    pub starts_at: Timestamp,
    /// From when on they can be used again.
    #[field(listed, filtered)]
    pub ends_at: Timestamp,
    /// The change for which it is needed.
    #[field(filtered)]
    pub change: Option<Ref<kind::Change>>,
    /// Who said yes for those who use the services, or the clause of the agreement that allows it.
    pub agreed_by: Option<String>,
    /// When it was agreed.
    #[field(filtered)]
    pub agreed_at: Option<Timestamp>,
    /// When those who use the services were told of it. Whether that was in time is counted from here.
    #[field(listed, filtered)]
    pub announced_at: Option<Timestamp>,
    /// Who was told, and how.
    pub told: Option<String>,
    /// What came of it.
    #[field(long)]
    pub outcome: Option<String>,
}

/// Where a maintenance window stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// Somebody wants it.
    Planned,
    /// Those who use the services said yes to it.
    #[choice(tone = Waiting)]
    Agreed,
    /// Everybody concerned was told.
    #[choice(tone = Going)]
    Announced,
    /// It is over.
    #[choice(tone = Done, end)]
    Done,
    /// It does not take place.
    #[choice(tone = Off, end)]
    CalledOff,
}

const LIFE: &[Step<MaintenanceWindow>] = &[
    step("agree", "Agree", &[State::Planned], State::Agreed)
        .help("Those who use the services said yes to this time, or the agreement allows it.")
        .asks(&["agreed_by", "agreed_at", "agreements"])
        .guard(|me: &MaintenanceWindow, _| {
            fill_in("Agree", &[(me.agreed_by.is_some(), "Agreed by")])
        })
        .then(|me: &mut MaintenanceWindow, now| {
            me.agreed_at.get_or_insert(now.now);
        }),
    step("announce", "Announce", &[State::Agreed], State::Announced)
        .help("Everybody concerned was told. An empty time means now.")
        .asks(&["announced_at", "told"])
        .guard(|me: &MaintenanceWindow, _| fill_in("Announce", &[(me.told.is_some(), "Told")]))
        .then(|me: &mut MaintenanceWindow, now| {
            me.announced_at.get_or_insert(now.now);
        }),
    step("revise", "Revise", &[State::Agreed, State::Announced], State::Planned)
        .help("The time or the services change. It is agreed and announced anew. Say what changes.")
        .needs_note()
        .then(|me: &mut MaintenanceWindow, _| {
            me.agreed_by = None;
            me.agreed_at = None;
            me.announced_at = None;
            me.told = None;
        }),
    step("finish", "Finish", &[State::Agreed, State::Announced], State::Done)
        .help("The work is over and the services can be used again.")
        .asks(&["outcome"])
        .guard(may_finish),
    step(
        "call_off",
        "Call off",
        &[State::Planned, State::Agreed, State::Announced],
        State::CalledOff,
    )
    .help("It does not take place. Say why.")
    .needs_note(),
];

fn may_finish(me: &MaintenanceWindow, now: &Situation<'_>) -> Result<(), Refusal> {
    only_if(
        me.starts_at <= now.now,
        "It has not begun. Wait until then, or call it off if it does not take place.",
    )
}

fn settle(
    me: &mut MaintenanceWindow,
    before: Option<&MaintenanceWindow>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    fault_unless(me.starts_at < me.ends_at, "ends_at", "must lie after the start")?;
    fault_unless(!me.services.is_empty(), "services", "are required: say what rests")?;
    let was = |of: fn(&MaintenanceWindow) -> Option<Timestamp>| before.and_then(of);
    not_in_future("agreed_at", me.agreed_at, was(|one| one.agreed_at), now)?;
    not_in_future("announced_at", me.announced_at, was(|one| one.announced_at), now)?;
    let Some(before) = before else { return Ok(()) };
    if before.agreed_at.is_none() || me.agreed_at.is_none() {
        return Ok(());
    }
    let fault = "was agreed as it is; take the step “Revise” first, so that it is agreed anew";
    fault_unless(me.starts_at == before.starts_at, "starts_at", fault)?;
    fault_unless(me.ends_at == before.ends_at, "ends_at", fault)?;
    fault_unless(me.services == before.services, "services", fault)?;
    fault_unless(me.agreed_at == before.agreed_at, "agreed_at", fault)
}

#[cfg(test)]
mod tests {
    use crate::story::{Story, walk};

    const KIND: &str = "maintenance_window";
    const PATCH: &[(&str, &str)] = &[
        ("name", "Patches"),
        ("services", "3"),
        ("starts_at", "2026-03-11T17:00:00Z"),
        ("ends_at", "2026-03-11T19:00:00Z"),
    ];

    #[test]
    fn it_is_agreed_then_announced_and_both_moments_are_kept() {
        let mut story = Story::saved(KIND, PATCH);
        assert!(story.take("agree", &[]).unwrap_err().ends_with("fill in: Agreed by."));
        story.take("agree", &[("agreed_by", "Zoe of Acme")]).unwrap();
        assert_eq!(story.holds("agreed_at"), "2026-03-02T09:00:00Z");
        assert!(story.take("announce", &[]).unwrap_err().ends_with("fill in: Told."));
        story.at("2026-03-04T09:00:00Z").take("announce", &[("told", "Mail to all")]).unwrap();
        assert_eq!(story.holds("announced_at"), "2026-03-04T09:00:00Z");
    }

    #[test]
    fn what_was_agreed_changes_only_when_it_is_agreed_anew() {
        let mut story = Story::saved(KIND, PATCH);
        story.save(&[("ends_at", "2026-03-11T18:00:00Z")]).unwrap();
        story.take("agree", &[("agreed_by", "Zoe of Acme")]).unwrap();
        let refusal = story.save(&[("ends_at", "2026-03-11T23:00:00Z")]).unwrap_err();
        assert!(refusal.contains("take the step “Revise” first"), "{refusal}");
        assert!(story.save(&[("services", "3, 4")]).is_err(), "nor other services");
        assert!(story.save(&[("agreed_at", "2026-02-01T00:00:00Z")]).is_err(), "nor earlier");
        story.noted("revise", &[], "It takes longer").unwrap();
        assert_eq!((story.state(), &*story.holds("agreed_at")), ("planned", ""));
        story.save(&[("ends_at", "2026-03-11T23:00:00Z")]).unwrap();
    }

    #[test]
    fn it_has_a_length_and_services_and_is_not_over_before_it_begins() {
        let refused =
            |field, text| Story::of(KIND).save(&[PATCH, &[(field, text)]].concat()).unwrap_err();
        assert_eq!(refused("ends_at", "2026-03-11T17:00:00Z"), "Ends at must lie after the start.");
        assert_eq!(refused("services", ""), "Services are required: say what rests.");
        assert!(refused("announced_at", "2026-03-03T00:00:00Z").contains("lies in the future"));
        let mut story = Story::saved(KIND, PATCH);
        story.take("agree", &[("agreed_by", "Zoe of Acme")]).unwrap();
        assert!(story.take("finish", &[]).unwrap_err().starts_with("It has not begun."));
        story.at("2026-03-11T18:30:00Z").take("finish", &[]).unwrap();
        assert_eq!(story.state(), "done");
    }

    const MACHINE: &[(&str, &str, &str)] = &[
        ("planned", "agreed", "agree"),
        ("planned", "called_off", "call_off"),
        ("agreed", "announced", "announce"),
        ("agreed", "planned", "revise"),
        ("agreed", "done", "finish"),
        ("agreed", "called_off", "call_off"),
        ("announced", "planned", "revise"),
        ("announced", "done", "finish"),
        ("announced", "called_off", "call_off"),
    ];

    #[test]
    fn each_step_leads_on_and_each_other_is_refused() {
        walk(KIND, MACHINE, "So it was", |state, _| {
            let whole = [("agreed_by", "Zoe of Acme"), ("told", "Mail to all")];
            let mut story = Story::saved(KIND, &[PATCH, &whole].concat());
            story.put(state).at("2026-03-11T18:00:00Z");
            story
        });
    }
}
