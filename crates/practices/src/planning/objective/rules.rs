//! What the verbs of an objective ask for and do, and what holds at every save.
use super::{Action, Level, Objective, Revision, Told};
use gemba_model::{
    FieldFault, Refusal, Situation,
    library::{fault_unless, fill_in, has_note, is_import, only_if, today},
};
use gemba_vocabulary::{Ref, actor::Role, objective::is_reached};
use rust_decimal::Decimal;

const MONTHS: std::ops::RangeInclusive<i64> = 1..=24;

impl Objective {
    fn actions(&self) -> &[Action] {
        self.actions.as_ref().map_or(&[], |rows| &rows.0)
    }

    /// What was agreed.
    fn content(&self) -> impl PartialEq + '_ {
        let Self { name, level, process, service, policy_statement, unit, direction, .. } = self;
        let Self { baseline, target, due, metric, .. } = self;
        let about = (name, level, process, service, policy_statement);
        (about, unit, direction, baseline, target, due, metric)
    }

    fn reached(&self, actual: Decimal) -> Option<bool> {
        Some(is_reached(self.target?, actual, self.direction == super::Direction::Higher))
    }
}

pub(super) fn is_agreed(me: &Objective, now: &Situation<'_>) -> Result<(), Refusal> {
    let has_requirements = !me.obligations.is_empty()
        || !me.service_requirements.is_empty()
        || !me.party_requirements.is_empty();
    fill_in(
        "Agree",
        &[
            (me.owner.is_some(), "Owner"),
            (me.level != Level::Function || me.function.is_some(), "Function"),
            (me.level != Level::Process || me.process.is_some(), "Process"),
            (me.level != Level::Service || me.service.is_some(), "Service"),
            (me.policy_statement.is_some(), "Policy statement"),
            (has_requirements, "Obligations, Service requirements or Party requirements"),
            (me.metric.is_some(), "Metric"),
            (me.unit.is_some(), "Unit"),
            (me.baseline.is_some(), "Baseline"),
            (me.target.is_some(), "Target"),
            (me.due.is_some(), "Due"),
            (me.resources.is_some(), "Resources"),
            (!me.actions().is_empty(), "Actions"),
            (me.how_evaluated.is_some(), "How evaluated"),
            (me.evaluate_months.is_some(), "Evaluate months"),
        ],
    )?;
    only_if(
        me.due.is_some_and(|day| day > today(now)),
        "Say under “Due” by when it shall be reached; that day must lie ahead.",
    )?;
    only_if(
        now.actor.person.is_some() && now.actor.person != now.created_by,
        "Whoever wrote an objective does not agree to it. Ask somebody else.",
    )?;
    let is_top = now.actor.is(Role::TopManagement);
    only_if(
        is_top || (me.level != Level::Organization && now.actor.is(Role::ServiceManager)),
        if me.level == Level::Organization {
            "Top management agrees to an objective for the whole organization. Ask somebody in that role."
        } else {
            "Top management or a service manager agrees to an objective. Ask one of them."
        },
    )
}

pub(super) fn agree(me: &mut Objective, now: &Situation<'_>) {
    me.agreed_by = now.actor.person.map(Ref::new);
    me.agreed_at = Some(now.now);
    me.told = None;
    me.edition.add_one();
}

pub(super) fn is_told(me: &Objective, _: &Situation<'_>) -> Result<(), Refusal> {
    let parts = [(me.audience.is_some(), "Audience"), (me.channel.is_some(), "Channel")];
    fill_in("Record who was told", &parts)
}

pub(super) fn note_told(me: &mut Objective, now: &Situation<'_>) {
    if let (Some(audience), Some(channel)) = (me.audience.take(), me.channel.take()) {
        let told = Told { audience, channel, on: today(now) };
        me.told.get_or_insert_default().0.push(told);
    }
}

pub(super) fn was_told(me: &Objective, _: &Situation<'_>) -> Result<(), Refusal> {
    only_if(
        me.told.as_ref().is_some_and(|told| !told.0.is_empty()),
        "Nobody was told of it. Tell those whom it concerns, and record who was told.",
    )
}

pub(super) fn is_met(me: &Objective, _: &Situation<'_>) -> Result<(), Refusal> {
    let Some(actual) = me.actual else {
        return Err(Refusal::because("Nobody evaluated it. Record an evaluation first."));
    };
    only_if(
        me.reached(actual) == Some(true),
        "The last evaluation says that the target is not reached. Evaluate it anew, or take “Missed”.",
    )
}

pub(super) fn is_missed(me: &Objective, now: &Situation<'_>) -> Result<(), Refusal> {
    only_if(has_note(now), "Say why it was not reached.")?;
    only_if(
        me.actual.and_then(|actual| me.reached(actual)) != Some(true),
        "The last evaluation says that the target is reached. Take “Met”, or evaluate it anew.",
    )
}

/// Keeps what held until now and makes room for something else.
pub(super) fn revise(me: &mut Objective, now: &Situation<'_>) {
    let reason = now.note.unwrap_or_default().to_owned();
    let revision = Revision { on: today(now), reason, target: me.target, due: me.due };
    me.revisions.get_or_insert_default().0.push(revision);
    (me.agreed_by, me.agreed_at) = (None, None);
}

pub(super) fn close_told(_: &Objective, now: &Situation<'_>) -> Result<(), Refusal> {
    only_if(has_note(now), "Say what follows from it.")
}

pub(super) fn settle(
    me: &mut Objective,
    before: Option<&Objective>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    let is_interval = me.evaluate_months.is_none_or(|months| MONTHS.contains(&months));
    fault_unless(is_interval, "evaluate_months", "must be 1 to 24")?;
    let is_backward = me.begins_on.zip(me.due).is_some_and(|(from, due)| due <= from);
    fault_unless(!is_backward, "due", "must lie after the first day")?;
    let is_way = me.baseline.zip(me.target).is_none_or(|(baseline, target)| {
        let is_higher = me.direction == super::Direction::Higher;
        if is_higher { target >= baseline } else { target <= baseline }
    });
    fault_unless(
        is_way,
        "target",
        "lies on the wrong side of the baseline; look at “Direction” too",
    )?;
    let agreed = before.filter(|it| it.agreed_at.is_some() && !is_import(now));
    let is_kept =
        agreed.is_none_or(|before| me.agreed_at.is_none() || before.content() == me.content());
    fault_unless(
        is_kept,
        "name",
        "and all that was agreed stay as they are; revise the objective to change it",
    )
}
