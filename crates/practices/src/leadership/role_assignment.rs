//! Role assignments: who holds a role from when to when, and that they know it.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Situation, Step,
    library::{called, fault_unless, fill_in, is_import, only_if, today},
    step,
};
use gemba_vocabulary::{Ref, Value, actor::Role, kind};
use jiff::{Timestamp, civil::Date};

/// Somebody holds a role for a time. They are told, and say themselves that they take it on.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "RAS", clause = "5.3", title = "name", menu = Plan, life, settle = settle)]
#[kind(shares(Comments, Attachments, Links, Tasks, Tags))]
pub struct RoleAssignment {
    /// The role and the person, in one line.
    #[field(computed, searched)]
    pub name: Option<String>,
    /// The role.
    #[field(listed, filtered)]
    pub role: Ref<kind::Role>,
    /// Who holds it.
    #[field(listed, filtered)]
    pub person: Ref<kind::Person>,
    /// Whether they stand in for whoever holds it.
    #[field(filtered)]
    pub is_deputy: bool,
    /// The first day.
    #[field(listed, filtered)]
    pub from: Option<Date>,
    /// The last day. Empty means until further notice.
    #[field(listed, filtered)]
    pub to: Option<Date>,
    /// Who assigned it.
    #[field(computed, listed)]
    pub assigned_by: Option<Ref<kind::Person>>,
    /// When it was assigned.
    #[field(computed)]
    pub assigned_at: Option<Timestamp>,
    /// When they said that they take it on.
    #[field(computed, listed)]
    pub acknowledged_at: Option<Timestamp>,
}

/// Where an assignment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// Somebody proposed it.
    Proposed,
    /// They hold the role and have not said yet that they know.
    #[choice(tone = Waiting)]
    Assigned,
    /// They hold the role and know what it asks.
    #[choice(tone = Done)]
    Acknowledged,
    /// They do not hold it, or no longer.
    #[choice(tone = Off, end)]
    Ended,
}

const LIFE: &[Step<RoleAssignment>] = &[
    step("assign", "Assign", &[State::Proposed], State::Assigned)
        .help(
            "They hold the role from its first day and are asked to take it on. Top management does it, or a \
             service manager where the role answers for neither conformity nor reports.",
        )
        .asks(&["from", "to"])
        .guard(may_assign)
        .then(|me, now| {
            me.assigned_by = now.actor.person.map(Ref::new);
            me.assigned_at = Some(now.now);
        }),
    step("acknowledge", "Take it on", &[State::Assigned], State::Acknowledged)
        .help("You read what the role answers for and may decide, and take it on.")
        .guard(|me: &RoleAssignment, now| {
            only_if(
                now.actor.person == Some(me.person.id),
                "Whoever holds the role takes it on. Ask them to take this step themselves.",
            )
        })
        .then(|me, now| me.acknowledged_at = Some(now.now)),
    step("end", "End", &[State::Proposed, State::Assigned, State::Acknowledged], State::Ended)
        .help("They do not hold it, or no longer. Say who does now.")
        .asks(&["to"])
        .needs_note()
        .then(|me, now| {
            // Whoever stops before the last day stops today, or on the first day if that lies ahead.
            let today = me.from.map_or(today(now), |from| from.max(today(now)));
            me.to = Some(me.to.map_or(today, |last| last.min(today)));
        }),
];

fn may_assign(me: &RoleAssignment, now: &Situation<'_>) -> Result<(), Refusal> {
    fill_in("Assign", &[(me.from.is_some(), "From")])?;
    let of_role = |field: &str| now.facts.value("role", me.role.id, field);
    only_if(
        of_role("state") == Value::Text("in_use".to_owned()),
        "The role is not in use. Establish it first.",
    )?;
    let is_top = of_role("sms_conformity").is_yes() || of_role("performance_reporting").is_yes();
    only_if(
        now.actor.is(Role::TopManagement) || (!is_top && now.actor.is(Role::ServiceManager)),
        if is_top {
            "Top management assigns a role that answers for conformity or reports to it. Ask somebody in that role."
        } else {
            "Top management or a service manager assigns a role. Ask one of them."
        },
    )
}

fn settle(
    me: &mut RoleAssignment,
    before: Option<&RoleAssignment>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    let is_backward = me.from.zip(me.to).is_some_and(|(from, to)| to < from);
    fault_unless(!is_backward, "to", "lies before the first day")?;
    let assigned = before.filter(|before| before.assigned_at.is_some() && !is_import(now));
    let who = |it: &RoleAssignment| (it.role, it.person, it.is_deputy);
    let is_kept = assigned.is_none_or(|before| who(before) == who(me));
    fault_unless(
        is_kept,
        "person",
        "and the role stay as they were assigned; end it and assign it anew",
    )?;
    let role = called("role", "ROL", "name", me.role.id, now);
    let person = called("person", "PER", "name", me.person.id, now);
    me.name = Some(format!("{role}: {person}{}", if me.is_deputy { " (deputy)" } else { "" }));
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::story::{ADA, BEN, Story, walk};
    use gemba_vocabulary::{Value, actor::Role};

    const KIND: &str = "role_assignment";
    const WHOLE: &[(&str, &str)] = &[("role", "3"), ("person", "2"), ("from", "2026-01-01")];
    const MACHINE: &[(&str, &str, &str)] = &[
        ("proposed", "assigned", "assign"),
        ("assigned", "acknowledged", "acknowledge"),
        ("proposed", "ended", "end"),
        ("assigned", "ended", "end"),
        ("acknowledged", "ended", "end"),
    ];

    fn whole(is_top: bool) -> Story {
        let mut story = Story::of(KIND);
        let text = |text: &str| Value::Text(text.to_owned());
        story.given("role", 3, "state", text("in_use")).given("role", 3, "name", text("Auditor"));
        story.given("person", 2, "name", text("Ben"));
        story.given("role", 3, "sms_conformity", Value::Bool(is_top));
        story.save(WHOLE).unwrap();
        story
    }

    #[test]
    fn each_step_leads_on_and_each_other_is_refused() {
        walk(KIND, MACHINE, "Cleo does now", |from, _| {
            let mut story = whole(true);
            story.put(from).by(BEN, &[Role::TopManagement]);
            story
        });
    }

    #[test]
    fn only_they_themselves_take_it_on() {
        let mut story = whole(false);
        assert_eq!(story.holds("name"), "Auditor: Ben");
        story.by(ADA, &[Role::ServiceManager]).take("assign", &[]).unwrap();
        let other = story.take("acknowledge", &[]).unwrap_err();
        assert!(other.contains("Whoever holds the role takes it on"), "{other}");
        story.by(BEN, &[Role::Agent]).take("acknowledge", &[]).unwrap();
        assert_eq!(story.holds("acknowledged_at"), "2026-03-02T09:00:00Z");
        let moved = story.save(&[("person", "1")]).unwrap_err();
        assert!(moved.contains("assign it anew"), "{moved}");
        story.noted("end", &[], "Cleo").unwrap();
        assert_eq!(story.holds("to"), "2026-03-02");
    }

    #[test]
    fn what_answers_for_conformity_is_assigned_by_top_management() {
        let mut story = whole(true);
        let manager = story.by(ADA, &[Role::ServiceManager]).take("assign", &[]).unwrap_err();
        assert!(manager.contains("Top management assigns a role that"), "{manager}");
        story.given("role", 3, "state", Value::Text("draft".to_owned()));
        let early = story.by(ADA, &[Role::TopManagement]).take("assign", &[]).unwrap_err();
        assert!(early.contains("Establish it first"), "{early}");
        let backward = story.save(&[("to", "2025-01-01")]).unwrap_err();
        assert!(backward.contains("lies before the first day"), "{backward}");
    }
}
