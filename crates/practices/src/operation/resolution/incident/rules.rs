//! What the verbs of an incident ask for and do, and what Gemba works out at every save.
use super::{Incident, Pause};
use gemba_model::{
    FieldFault, Refusal, Situation,
    library::{Count, fault_unless, fill_in, is_import, not_in_future, only_if, table_priority},
};
use gemba_vocabulary::{Ref, Value, actor::Role, clock::Span, kind};
use jiff::{SignedDuration, Timestamp};

/// How long after a solution it can be reopened. Later on, a new incident tells the truer story.
const REOPEN_DAYS: i64 = 14;

/// How long people wait for the next word on a major incident when nothing was agreed.
const UPDATE_MINUTES_USUAL: i64 = 60;
const UPDATE_MINUTES_MAX: i64 = 1_440;

pub(super) fn is_classified(me: &Incident, now: &Situation<'_>) -> Result<(), Refusal> {
    fill_in(
        "Classify",
        &[
            (me.service.is_some(), "Service"),
            (me.category.is_some(), "Category"),
            (me.impact.is_some(), "Impact"),
            (me.urgency.is_some(), "Urgency"),
        ],
    )?;
    let in_table = || table_priority(me.impact, me.urgency, now).is_some();
    only_if(
        me.priority.is_some() || me.priority_override.is_some() || in_table(),
        "The priority table has no cell for this impact and urgency. Set a priority by hand with a \
         reason, or ask an administrator to add the cell.",
    )
}

pub(super) fn is_given_to_someone(me: &Incident, now: &Situation<'_>) -> Result<(), Refusal> {
    only_if(
        me.team.is_some() || me.assigned_to.is_some(),
        "Nobody is named to work on it. Choose a team or a person.",
    )?;
    let roles = me.assigned_to.map(|person| now.facts.value("person", person.id, "roles"));
    let works_here = |roles: &str| {
        let mut names = roles.split(',').filter_map(|name| Role::named(name.trim()));
        names.any(|role| !matches!(role, Role::Requester | Role::CustomerContact | Role::Auditor))
    };
    only_if(
        roles.as_ref().and_then(Value::as_text).is_none_or(works_here),
        "The person chosen has no role in which to work on incidents. Choose someone else, or have \
         them made an agent.",
    )
}

pub(super) fn says_what_it_waits_for(me: &Incident, _: &Situation<'_>) -> Result<(), Refusal> {
    fill_in("Wait", &[(me.pause_reason.is_some(), "Pause reason")])
}

pub(super) fn is_led(me: &Incident, _: &Situation<'_>) -> Result<(), Refusal> {
    fill_in(
        "Declare major",
        &[
            (me.major_manager.is_some(), "Major manager"),
            (me.top_management_notified_at.is_some(), "Top management notified at"),
        ],
    )
}

pub(super) fn is_solved(me: &Incident, _: &Situation<'_>) -> Result<(), Refusal> {
    fill_in(
        "Resolve",
        &[(me.resolution.is_some(), "Resolution"), (me.close_code.is_some(), "Close code")],
    )
}

pub(super) fn is_solved_and_confirmed(me: &Incident, now: &Situation<'_>) -> Result<(), Refusal> {
    is_solved(me, now)?;
    only_if(
        me.service_owner_confirmed,
        "A major incident is resolved when the owner of the service says that it works again. Ask \
         them, then tick “Service owner confirmed”.",
    )
}

pub(super) fn may_close(me: &Incident, now: &Situation<'_>) -> Result<(), Refusal> {
    only_if(
        me.confirmed_by_user || me.closed_by_rule.is_some(),
        "Nobody has agreed that it is over. Tick “Confirmed by user” once the reporter agrees, or \
         name the rule by which silence closes it.",
    )?;
    only_if(
        !me.is_major || now.facts.count("incident_review", "incident", now.record) > 0,
        "A major incident is closed after its review. Write the incident review first.",
    )
}

pub(super) fn may_reopen(me: &Incident, now: &Situation<'_>) -> Result<(), Refusal> {
    let window = SignedDuration::from_hours(24 * REOPEN_DAYS);
    let is_late = me.resolved_at.is_some_and(|at| now.now.duration_since(at) > window);
    only_if(
        !is_late,
        "It was resolved more than 14 days ago. Record a new incident and link it to this one.",
    )
}

pub(super) fn note_assignment(me: &mut Incident, now: &Situation<'_>) {
    me.assigned_at.get_or_insert(now.now);
}

pub(super) fn start_work(me: &mut Incident, now: &Situation<'_>) {
    note_assignment(me, now);
    me.responded_at.get_or_insert(now.now);
    me.assigned_to = me.assigned_to.or(now.actor.person.map(Ref::new));
}

pub(super) fn begin_pause(me: &mut Incident, now: &Situation<'_>) {
    if let Some(reason) = me.pause_reason {
        let pauses = me.pauses.get_or_insert_default();
        pauses.0.push(Pause { reason, from: now.now, to: None });
    }
}

pub(super) fn end_pause(me: &mut Incident, now: &Situation<'_>) {
    me.pause_reason = None;
    let pauses = me.pauses.iter_mut().flat_map(|pauses| &mut pauses.0);
    for pause in pauses.filter(|pause| pause.to.is_none()) {
        pause.to = Some(now.now.max(pause.from));
    }
}

pub(super) fn says_how_it_goes(me: &Incident, _: &Situation<'_>) -> Result<(), Refusal> {
    fill_in("Tell stakeholders", &[(me.stakeholder_update.is_some(), "Stakeholder update")])
}

/// Everybody was told just now, if only that it is major; the next word has its time.
pub(super) fn tell(me: &mut Incident, now: &Situation<'_>) {
    me.told_at = Some(now.now);
    me.update_due = next_update(me);
}

fn next_update(me: &Incident) -> Option<Timestamp> {
    let minutes = me.update_minutes.unwrap_or(UPDATE_MINUTES_USUAL);
    me.told_at?.checked_add(SignedDuration::from_mins(minutes)).ok()
}

pub(super) fn resolve(me: &mut Incident, now: &Situation<'_>) {
    me.update_due = None;
    me.resolved_at = Some(now.now);
    me.restored_at.get_or_insert(now.now);
    me.responded_at.get_or_insert(now.now);
    me.resolved_by = me.resolved_by.or(now.actor.person.map(Ref::new));
}

/// What the solution claimed is taken back; the history keeps it.
pub(super) fn reopen(me: &mut Incident, now: &Situation<'_>) {
    me.reopen_count.add_one();
    if let Some(from) = me.resolved_at.take() {
        me.stopped.get_or_insert_default().0.push(Span { from, to: now.now.max(from) });
    }
    me.restored_at = None;
    me.resolved_by = None;
    me.closed_by_rule = None;
    me.confirmed_by_user = false;
    me.service_owner_confirmed = false;
}

pub(super) fn settle(
    me: &mut Incident,
    before: Option<&Incident>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    if before.is_none() {
        fill_at_creation(me, now);
    }
    settle_priority(me, before, now)?;
    let itself = |other: Option<Ref<kind::Incident>>| other.is_some_and(|it| it.id == now.record);
    fault_unless(!itself(me.duplicate_of), "duplicate_of", "is this incident itself")?;
    fault_unless(!itself(me.parent), "parent", "is this incident itself")?;
    let parent = me.parent.filter(|_| now.record != 0);
    let above = parent.map(|it| now.facts.value("incident", it.id, "parent"));
    let is_round = above.and_then(|above| above.as_int()).is_some_and(|id| id == now.record);
    fault_unless(!is_round, "parent", "is a part of this incident")?;
    let is_rhythm = me.update_minutes.is_none_or(|it| (5..=UPDATE_MINUTES_MAX).contains(&it));
    fault_unless(is_rhythm, "update_minutes", "must be 5 to 1440 minutes")?;
    if me.update_due.is_some() {
        me.update_due = next_update(me);
    }
    if is_import(now) {
        return Ok(());
    }
    settle_customer(me, before, now)?;
    settle_times(me, before, now)?;
    settle_pause(me, before, now)?;
    if let Some(before) = before {
        count_handover(me, before);
    }
    Ok(())
}

fn fill_at_creation(me: &mut Incident, now: &Situation<'_>) {
    me.opened_at.get_or_insert(now.now);
    if me.reporter.is_none() && !now.actor.is_inside() {
        me.reporter = now.actor.person.map(Ref::new);
    }
    if me.customer.is_none() {
        let of_reporter =
            |person: Ref<kind::Person>| now.facts.value("person", person.id, "customer").as_int();
        let customer = me.reporter.and_then(of_reporter).or(now.actor.customer);
        me.customer = customer.map(Ref::new);
    }
}

/// Someone of a customer speaks for that customer alone.
fn settle_customer(
    me: &Incident,
    before: Option<&Incident>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    let customer = me.customer.map(|customer| customer.id);
    let is_moved = before.is_none_or(|before| before.customer != me.customer);
    let is_own = now.actor.customer.is_none() || customer == now.actor.customer;
    fault_unless(
        !is_moved || is_own || now.actor.is_inside(),
        "customer",
        "must be the organization that you belong to",
    )
}

fn settle_priority(
    me: &mut Incident,
    before: Option<&Incident>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    let overridden_before = before.and_then(|before| before.priority_override);
    match me.priority_override {
        Some(priority) => {
            fault_unless((1..=5).contains(&priority), "priority_override", "must be 1 to 5")?;
            fault_unless(
                me.override_reason.is_some(),
                "override_reason",
                "is required: say why the priority differs from the table",
            )?;
            if overridden_before != Some(priority) {
                me.override_by = now.actor.person.map(Ref::new);
            }
        }
        None if overridden_before.is_some() => {
            me.override_reason = None;
            me.override_by = None;
        }
        None => {}
    }
    if let Some(before) = before {
        // Once weighed, it stays weighed: otherwise a classified incident would lose its priority.
        let kept =
            |was: bool, is: bool, field| fault_unless(is || !was, field, "cannot be emptied");
        kept(before.impact.is_some(), me.impact.is_some(), "impact")?;
        kept(before.urgency.is_some(), me.urgency.is_some(), "urgency")?;
    }
    let weighed = |it: &Incident| (it.impact, it.urgency, it.priority_override);
    let is_weighed_anew = before.is_none_or(|before| weighed(before) != weighed(me));
    // An import keeps the priority that its source gave, whatever the table says today.
    let is_given = is_import(now) && me.priority.is_some();
    if me.priority_override.is_some() {
        me.priority = me.priority_override;
    } else if !is_given && (is_weighed_anew || me.priority.is_none()) {
        me.priority = table_priority(me.impact, me.urgency, now);
    }
    Ok(())
}

fn settle_times(
    me: &Incident,
    before: Option<&Incident>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    let was = |field: fn(&Incident) -> Option<Timestamp>| before.and_then(field);
    not_in_future("opened_at", me.opened_at, was(|it| it.opened_at), now)?;
    not_in_future("restored_at", me.restored_at, was(|it| it.restored_at), now)?;
    not_in_future(
        "top_management_notified_at",
        me.top_management_notified_at,
        was(|it| it.top_management_notified_at),
        now,
    )?;
    let times = |it: &Incident| (it.opened_at, it.restored_at);
    let is_moved = before.is_none_or(|before| times(before) != times(me));
    let is_backward = me.opened_at.zip(me.restored_at).is_some_and(|(from, to)| to < from);
    fault_unless(!(is_moved && is_backward), "restored_at", "lies before the incident began")
}

/// A reason that changes while the incident waits ends one pause and begins another.
fn settle_pause(
    me: &mut Incident,
    before: Option<&Incident>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    if before.and_then(|before| before.pause_reason) == me.pause_reason {
        return Ok(());
    }
    let is_open = |pause: &&Pause| pause.to.is_none();
    let open = me.pauses.as_ref().and_then(|pauses| pauses.0.iter().find(is_open)).copied();
    match (open, me.pause_reason) {
        (None, None) => Ok(()),
        (None, Some(_)) => Err(FieldFault::new(
            "pause_reason",
            "belongs to an incident that waits; use “Wait” to give it",
        )),
        (Some(_), None) => Err(FieldFault::new(
            "pause_reason",
            "is needed while the incident waits; use “Resume” when it no longer does",
        )),
        (Some(open), Some(reason)) if open.reason == reason => Ok(()),
        (Some(_), Some(reason)) => {
            end_pause(me, now);
            me.pause_reason = Some(reason);
            begin_pause(me, now);
            Ok(())
        }
    }
}

/// Naming others without the verb is a handover too; with the verb it was counted already.
fn count_handover(me: &mut Incident, before: &Incident) {
    let team_left = before.team.is_some() && before.team != me.team;
    let person_left = before.assigned_to.is_some() && before.assigned_to != me.assigned_to;
    let is_counted = me.reassignment_count != before.reassignment_count;
    // Other tools seldom tell when they first assigned; work or a handover tells that they had.
    let was_assigned = before.assigned_at.is_some()
        || before.responded_at.is_some()
        || before.reassignment_count > Count(0);
    if was_assigned && (team_left || person_left) && !is_counted {
        me.reassignment_count.add_one();
    }
}

#[cfg(test)]
mod tests {
    use crate::story::{ADA, BEN, Story};
    use gemba_vocabulary::{
        Value,
        actor::{Channel, Role},
    };

    const WEIGHED: &[(&str, &str)] =
        &[("service", "3"), ("category", "mail"), ("impact", "high"), ("urgency", "medium")];
    const SOLVED: &[(&str, &str)] =
        &[("resolution", "Restarted the queue."), ("close_code", "restart")];

    fn reported() -> Story {
        Story::saved("incident", &[("summary", "Mail does not arrive")])
    }

    fn in_progress() -> Story {
        let mut story = reported();
        story.take("classify", WEIGHED).unwrap();
        story.take("assign", &[("team", "4")]).unwrap();
        story.at("2026-03-02T09:20:00Z").take("start", &[]).unwrap();
        story
    }

    fn major() -> Story {
        let mut story = in_progress();
        let told =
            &[("major_manager", "2"), ("top_management_notified_at", "2026-03-02T09:20:00Z")];
        story.take("declare_major", told).unwrap();
        story
    }

    fn resolved() -> Story {
        let mut story = in_progress();
        story.at("2026-03-02T11:00:00Z").take("resolve", SOLVED).unwrap();
        story
    }

    #[test]
    fn from_the_first_report_to_the_last_word() {
        let mut story = resolved();
        assert_eq!(story.holds("opened_at"), "2026-03-02T09:00:00Z");
        assert_eq!(story.holds("assigned_to"), "1", "whoever starts takes it");
        assert_eq!(story.holds("responded_at"), "2026-03-02T09:20:00Z");
        assert_eq!(story.holds("resolved_at"), "2026-03-02T11:00:00Z");
        assert_eq!(story.holds("restored_at"), "2026-03-02T11:00:00Z");
        assert_eq!(story.holds("resolved_by"), ADA.to_string());
        assert_eq!(story.holds("reassignment_count"), "0");
        let silent = story.take("close", &[]).unwrap_err();
        assert!(silent.contains("Confirmed by user"), "{silent}");
        story.at("2026-03-03T08:00:00Z").take("close", &[("confirmed_by_user", "yes")]).unwrap();
        assert_eq!(story.state(), "closed");
        assert_eq!(story.holds("closed_at"), "2026-03-03T08:00:00Z");
    }

    #[test]
    fn a_new_incident_is_not_closed_at_once() {
        let refusal = reported().take("close", &[("confirmed_by_user", "yes")]).unwrap_err();
        assert!(refusal.contains("not possible while the incident is new"), "{refusal}");
    }

    #[test]
    fn classifying_names_all_that_is_missing() {
        let mut story = reported();
        let refusal = story.take("classify", &[("service", "3")]).unwrap_err();
        assert_eq!(refusal, "Before “Classify”, fill in: Category, Impact, Urgency.");
        assert_eq!(story.holds("service"), "", "a refused verb changes nothing");
    }

    #[test]
    fn the_priority_comes_from_the_table_and_follows_it() {
        let levels = ["high", "medium", "low"];
        let expected = [[1, 2, 3], [2, 3, 4], [3, 4, 5]];
        for (impact, row) in levels.iter().zip(expected) {
            for (urgency, priority) in levels.iter().zip(row) {
                let fields = [("summary", "x"), ("impact", *impact), ("urgency", *urgency)];
                let story = Story::saved("incident", &fields);
                assert_eq!(story.holds("priority"), priority.to_string(), "{impact} {urgency}");
            }
        }
        let mut story = reported();
        story.take("classify", WEIGHED).unwrap();
        assert_eq!(story.holds("priority"), "2");
        story.save(&[("urgency", "low")]).unwrap();
        assert_eq!(story.holds("priority"), "3");
        let emptied = story.save(&[("impact", "")]).unwrap_err();
        assert_eq!(emptied, "Impact cannot be emptied.");
    }

    #[test]
    fn another_priority_needs_a_reason_and_goes_again() {
        let mut story = reported();
        story.take("classify", WEIGHED).unwrap();
        let bare = story.save(&[("priority_override", "1")]).unwrap_err();
        assert!(bare.starts_with("Override reason is required"), "{bare}");
        let beyond = [("priority_override", "6"), ("override_reason", "The board asked")];
        assert_eq!(story.save(&beyond).unwrap_err(), "Priority override must be 1 to 5.");
        story.by(BEN, &[Role::ServiceManager]);
        story.save(&[("priority_override", "1"), ("override_reason", "The board asked")]).unwrap();
        assert_eq!(story.holds("priority"), "1");
        assert_eq!(story.holds("override_by"), BEN.to_string());
        story.by(ADA, &[Role::Agent]).save(&[("urgency", "low")]).unwrap();
        assert_eq!(story.holds("priority"), "1", "an override stays until it is taken back");
        assert_eq!(story.holds("override_by"), BEN.to_string());
        story.save(&[("priority_override", "")]).unwrap();
        assert_eq!(story.holds("priority"), "3");
        assert_eq!(story.holds("override_reason"), "");
        assert_eq!(story.holds("override_by"), "");
    }

    #[test]
    fn an_import_keeps_the_priority_and_the_counts_of_its_source() {
        let mut story = Story::of("incident");
        story.through(Channel::Import);
        story
            .save(&[
                ("summary", "From elsewhere"),
                ("impact", "high"),
                ("urgency", "high"),
                ("priority", "4"),
                ("team", "4"),
                ("assigned_at", "2026-03-01T08:00:00Z"),
                ("opened_at", "2026-03-04T08:00:00Z"),
                ("reassignment_count", "3"),
            ])
            .unwrap();
        story.save(&[("team", "5"), ("assigned_at", "")]).unwrap();
        assert_eq!(story.holds("priority"), "4");
        assert_eq!(story.holds("reassignment_count"), "3");
        story.through(Channel::Page).save(&[("description", "Looked at.")]).unwrap();
        assert_eq!(story.holds("priority"), "4", "what was not weighed anew stays");
        assert_eq!(story.holds("opened_at"), "2026-03-04T08:00:00Z");
        story.save(&[("impact", "low"), ("team", "6")]).unwrap();
        assert_eq!(story.holds("priority"), "3");
        assert_eq!(story.holds("reassignment_count"), "4", "from here on it is counted here");
    }

    #[test]
    fn work_is_given_to_a_team_or_to_someone_who_may_do_it() {
        let mut story = reported();
        story.take("classify", WEIGHED).unwrap();
        let nobody = story.take("assign", &[]).unwrap_err();
        assert!(nobody.contains("Choose a team or a person"), "{nobody}");
        story.given("person", 8, "roles", Value::Text("requester, auditor".to_owned()));
        let guest = story.take("assign", &[("assigned_to", "8")]).unwrap_err();
        assert!(guest.contains("no role in which to work"), "{guest}");
        story.given("person", 8, "roles", Value::Text("requester, agent".to_owned()));
        story.take("assign", &[("assigned_to", "8")]).unwrap();
        assert_eq!(story.state(), "assigned");
    }

    #[test]
    fn each_handover_is_counted_once_with_or_without_the_verb() {
        let mut story = reported();
        story.save(&[("team", "3")]).unwrap();
        story.take("classify", WEIGHED).unwrap();
        story.take("assign", &[("team", "4")]).unwrap();
        assert_eq!(story.holds("reassignment_count"), "0", "the first assignment is no handover");
        story.take("start", &[]).unwrap();
        let unreasoned = story.take("reassign", &[("team", "5")]).unwrap_err();
        assert!(unreasoned.starts_with("Say why"), "{unreasoned}");
        let other = &[("team", "5"), ("assigned_to", "2")];
        story.noted("reassign", other, "Their server").unwrap();
        assert_eq!(story.state(), "assigned");
        assert_eq!(story.holds("reassignment_count"), "1");
        story.save(&[("team", "6"), ("assigned_to", "")]).unwrap();
        assert_eq!(
            story.holds("reassignment_count"),
            "2",
            "team and person at once are one handover"
        );
        story.save(&[("assigned_to", "2")]).unwrap();
        assert_eq!(story.holds("reassignment_count"), "2", "naming a person in the team is none");
        story.save(&[("symptom", "slow")]).unwrap();
        assert_eq!(story.holds("reassignment_count"), "2");
    }

    #[test]
    fn the_first_response_stays_the_first() {
        let mut story = in_progress();
        story.noted("reassign", &[("team", "5")], "Their server").unwrap();
        story.at("2026-03-02T15:00:00Z").take("start", &[]).unwrap();
        assert_eq!(story.holds("responded_at"), "2026-03-02T09:20:00Z");
        assert_eq!(story.holds("assigned_at"), "2026-03-02T09:00:00Z");
    }

    #[test]
    fn waiting_is_kept_with_its_reason_and_times() {
        let mut story = in_progress();
        let bare = story.take("wait", &[]).unwrap_err();
        assert_eq!(bare, "Before “Wait”, fill in: Pause reason.");
        story.at("2026-03-02T10:00:00Z").take("wait", &[("pause_reason", "customer")]).unwrap();
        assert_eq!(story.state(), "pending");
        story.at("2026-03-02T12:00:00Z").save(&[("pause_reason", "supplier")]).unwrap();
        let emptied = story.save(&[("pause_reason", "")]).unwrap_err();
        assert!(emptied.contains("use “Resume”"), "{emptied}");
        story.at("2026-03-02T14:00:00Z").take("resume", &[]).unwrap();
        assert_eq!(story.state(), "in_progress");
        assert_eq!(story.holds("pause_reason"), "");
        let pauses: serde_json::Value = serde_json::from_str(&story.holds("pauses")).unwrap();
        let expected = serde_json::json!([
            {"reason": "customer", "from": "2026-03-02T10:00:00Z", "to": "2026-03-02T12:00:00Z"},
            {"reason": "supplier", "from": "2026-03-02T12:00:00Z", "to": "2026-03-02T14:00:00Z"},
        ]);
        assert_eq!(pauses, expected);
        let loose = story.save(&[("pause_reason", "change")]).unwrap_err();
        assert!(loose.contains("use “Wait”"), "{loose}");
    }

    #[test]
    fn a_pause_moves_no_date_that_was_set_by_hand() {
        let mut story = Story::of("incident");
        story.save(&[("summary", "Slow"), ("opened_at", "2026-03-01T22:00:00Z")]).unwrap();
        story.take("classify", WEIGHED).unwrap();
        story.take("assign", &[("team", "4")]).unwrap();
        story.take("start", &[]).unwrap();
        story.take("wait", &[("pause_reason", "evidence")]).unwrap();
        story.at("2026-03-04T09:00:00Z").take("resume", &[]).unwrap();
        let by_hand = [SOLVED, &[("restored_at", "2026-03-03T07:00:00Z"), ("resolved_by", "2")]];
        story.take("resolve", &by_hand.concat()).unwrap();
        assert_eq!(story.holds("opened_at"), "2026-03-01T22:00:00Z");
        assert_eq!(story.holds("restored_at"), "2026-03-03T07:00:00Z");
        assert_eq!(story.holds("resolved_by"), "2");
        assert_eq!(story.holds("resolved_at"), "2026-03-04T09:00:00Z");
    }

    #[test]
    fn times_that_cannot_be_are_refused() {
        let mut story = Story::of("incident");
        let ahead = [("summary", "Slow"), ("opened_at", "2026-03-02T09:00:01Z")];
        let refusal = story.save(&ahead).unwrap_err();
        assert!(refusal.starts_with("Opened at lies in the future"), "{refusal}");
        let mut story = in_progress();
        let early = [SOLVED, &[("restored_at", "2026-03-02T08:00:00Z")]].concat();
        let refusal = story.take("resolve", &early).unwrap_err();
        assert_eq!(refusal, "Restored at lies before the incident began.");
        assert_eq!(story.state(), "in_progress");
    }

    #[test]
    fn a_major_incident_is_led_and_top_management_knows() {
        let mut story = in_progress();
        let refusal = story.take("declare_major", &[("major_manager", "2")]).unwrap_err();
        assert_eq!(refusal, "Before “Declare major”, fill in: Top management notified at.");
        let mut story = major();
        assert_eq!((story.state(), &*story.holds("is_major")), ("major", "yes"));
        let refusal = story.take("resolve", SOLVED).unwrap_err();
        assert!(refusal.contains("Service owner confirmed"), "{refusal}");
        assert!(story.take("downgrade", &[]).unwrap_err().starts_with("Say why"));
        story.noted("downgrade", &[], "One site only").unwrap();
        assert_eq!((story.state(), &*story.holds("is_major")), ("in_progress", "yes"));
    }

    #[test]
    fn declaring_major_before_anybody_started_is_the_response() {
        let mut story = reported();
        story.take("classify", WEIGHED).unwrap();
        let told =
            &[("major_manager", "2"), ("top_management_notified_at", "2026-03-02T09:00:00Z")];
        story.at("2026-03-02T09:05:00Z").take("declare_major", told).unwrap();
        assert_eq!(story.holds("responded_at"), "2026-03-02T09:05:00Z");
    }

    #[test]
    fn a_major_incident_is_closed_after_its_review() {
        let mut story = major();
        let solved = [SOLVED, &[("service_owner_confirmed", "yes")]].concat();
        story.take("resolve", &solved).unwrap();
        let refusal = story.take("close", &[("confirmed_by_user", "yes")]).unwrap_err();
        assert!(refusal.contains("Write the incident review first"), "{refusal}");
        story.given_count("incident_review", "incident", 1);
        story.take("close", &[("confirmed_by_user", "yes")]).unwrap();
        assert_eq!(story.state(), "closed");
    }

    #[test]
    fn silence_closes_by_a_rule_that_has_a_name() {
        let mut story = resolved();
        story.through(Channel::Timer);
        story.take("close", &[("closed_by_rule", "5 working days silent")]).unwrap();
        assert_eq!(story.holds("closed_by_rule"), "5 working days silent");
    }

    #[test]
    fn reopening_lets_the_clock_go_on_and_takes_the_solution_back() {
        let mut story = resolved();
        story.at("2026-03-05T08:00:00Z").take("reopen", &[]).unwrap();
        assert_eq!(story.state(), "in_progress");
        assert_eq!(story.holds("reopen_count"), "1");
        for field in ["resolved_at", "restored_at", "resolved_by"] {
            assert_eq!(story.holds(field), "", "{field}");
        }
        let stopped: serde_json::Value = serde_json::from_str(&story.holds("stopped")).unwrap();
        let span =
            serde_json::json!([{"from": "2026-03-02T11:00:00Z", "to": "2026-03-05T08:00:00Z"}]);
        assert_eq!(stopped, span);
        story.at("2026-03-05T09:00:00Z").take("resolve", &[]).unwrap();
        assert_eq!(story.holds("restored_at"), "2026-03-05T09:00:00Z");
    }

    #[test]
    fn reopening_ends_after_fourteen_days() {
        let mut story = resolved();
        let late = story.at("2026-03-16T11:00:01Z").take("reopen", &[]).unwrap_err();
        assert!(late.contains("Record a new incident"), "{late}");
        story.at("2026-03-16T11:00:00Z").take("reopen", &[]).unwrap();
        assert_eq!(story.state(), "in_progress");
    }

    #[test]
    fn cancelling_names_the_twin_or_the_reason() {
        let mut story = reported();
        let bare = story.take("cancel", &[]).unwrap_err();
        assert!(bare.contains("say in a note why"), "{bare}");
        let itself = story.take("cancel", &[("duplicate_of", "7")]).unwrap_err();
        assert_eq!(itself, "Duplicate of is this incident itself.");
        story.take("cancel", &[("duplicate_of", "6")]).unwrap();
        assert_eq!(story.state(), "cancelled");
        let mut story = reported();
        story.noted("cancel", &[], "A test call").unwrap();
        assert_eq!(story.state(), "cancelled");
        assert!(in_progress().noted("cancel", &[], "Too late").is_err());
    }

    #[test]
    fn a_report_from_outside_belongs_to_the_reporter_and_their_customer() {
        let mut story = Story::of("incident");
        story.by(BEN, &[Role::CustomerContact]).of_customer(9);
        let foreign = story.save(&[("summary", "Slow"), ("customer", "10")]).unwrap_err();
        assert_eq!(foreign, "Customer must be the organization that you belong to.");
        story.save(&[("summary", "Slow")]).unwrap();
        assert_eq!((&*story.holds("reporter"), &*story.holds("customer")), ("2", "9"));

        let mut story = Story::of("incident");
        story.given("person", BEN, "customer", Value::Ref(9));
        story.save(&[("summary", "Rang us"), ("reporter", "2")]).unwrap();
        assert_eq!(story.holds("customer"), "9", "the reporter's own customer");
    }
}
