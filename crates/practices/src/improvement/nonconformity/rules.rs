//! What the verbs of a nonconformity ask for, and what holds at every save.
use super::{ActionNeeded, Nonconformity, Similar, SystemChange};
use gemba_model::{
    FieldFault, Refusal, Situation,
    library::{date_not_in_future, fault_unless, fill_in, is_import, only_if},
};
use gemba_vocabulary::{Ref, Value, clause::is_clause};

pub(super) fn is_corrected(me: &Nonconformity, _: &Situation<'_>) -> Result<(), Refusal> {
    fill_in(
        "Put right",
        &[
            (me.owner.is_some(), "Owner"),
            (me.requirement.is_some(), "Requirement"),
            (me.severity.is_some(), "Severity"),
            (me.review_note.is_some(), "Review note"),
            (me.correction.is_some(), "Correction"),
            (me.corrected_by.is_some(), "Corrected by"),
            (me.corrected_on.is_some(), "Corrected on"),
            (me.consequences.is_some(), "Consequences"),
        ],
    )
}

pub(super) fn is_analysed(me: &Nonconformity, _: &Situation<'_>) -> Result<(), Refusal> {
    fill_in(
        "Analyse",
        &[
            (me.cause_method.is_some(), "Cause method"),
            (me.cause.is_some(), "Cause"),
            (me.cause_evidence.is_some(), "Cause evidence"),
            (me.similar_where.is_some(), "Similar where"),
            (me.similar.is_some(), "Similar"),
            (me.similar != Some(Similar::Found) || me.similar_cases.is_some(), "Similar cases"),
            (me.action_needed.is_some(), "Action needed"),
        ],
    )?;
    only_if(
        is_cause(me),
        "The cause says what was found once more. Say why it came about: what led to it, and why nothing held it up.",
    )
}

/// A cause is more than the finding, or a part of it, in the same words.
fn is_cause(me: &Nonconformity) -> bool {
    let plain = |text: &str| -> String {
        text.chars().filter(|one| one.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let cause = plain(me.cause.as_deref().unwrap_or_default());
    let said = [Some(&*me.name), me.description.as_deref(), me.review_note.as_deref()];
    !cause.is_empty() && said.into_iter().flatten().all(|text| plain(text) != cause)
}

/// The states of its corrective actions.
fn actions(now: &Situation<'_>) -> Vec<String> {
    let mine = [("nonconformity", Value::Ref(now.record))];
    now.facts.each("corrective_action", &mine, "state").iter().map(Value::to_text).collect()
}

pub(super) fn is_acting(me: &Nonconformity, now: &Situation<'_>) -> Result<(), Refusal> {
    only_if(
        me.action_needed == Some(ActionNeeded::Needed),
        "It says that no action is needed. Take “Nothing more to do”, or change the decision.",
    )?;
    only_if(
        !actions(now).is_empty(),
        "No corrective action is on record yet. Add one: it says what is done, by whom and by when.",
    )
}

/// Nobody looks whether their own work did what it should.
fn is_somebody_else(me: &Nonconformity, now: &Situation<'_>) -> Result<(), Refusal> {
    let person = now.actor.person;
    let is_own = [me.owner, me.corrected_by].iter().flatten().any(|one| person == Some(one.id));
    only_if(
        person.is_some() && !is_own,
        "Nobody verifies their own work. Ask somebody who neither owns it nor put it right.",
    )
}

fn is_decided(label: &str, me: &Nonconformity) -> Result<(), Refusal> {
    fill_in(
        label,
        &[
            (me.system_change.is_some(), "System change"),
            (me.system_change_note.is_some(), "System change note"),
            (me.verification.is_some(), "Verification"),
        ],
    )
}

pub(super) fn is_verified(me: &Nonconformity, now: &Situation<'_>) -> Result<(), Refusal> {
    is_somebody_else(me, now)?;
    is_decided("Verify", me)?;
    let works = |state: &String| matches!(&**state, "effective" | "closed");
    let actions = actions(now);
    only_if(
        actions.iter().all(works) && !actions.is_empty(),
        "Not every corrective action was found to be effective. Have the others checked first.",
    )?;
    only_if(
        me.system_change != Some(SystemChange::Made) || me.change.is_some(),
        "Name under “Change” the change by which the system was changed.",
    )
}

pub(super) fn is_unneeded(me: &Nonconformity, now: &Situation<'_>) -> Result<(), Refusal> {
    only_if(
        me.action_needed == Some(ActionNeeded::NotNeeded),
        "It says that action is needed. Take “Act”, or change the decision and give the reason.",
    )?;
    is_somebody_else(me, now)?;
    fill_in("Nothing more to do", &[(me.no_action_because.is_some(), "No action because")])?;
    is_decided("Nothing more to do", me)
}

pub(super) fn verify(me: &mut Nonconformity, now: &Situation<'_>) {
    me.verified_by = now.actor.person.map(Ref::new);
    me.verified_at = Some(now.now);
}

pub(super) fn is_closed(_: &Nonconformity, now: &Situation<'_>) -> Result<(), Refusal> {
    only_if(
        actions(now).iter().all(|state| state == "closed"),
        "A corrective action is still open. Close it first.",
    )
}

pub(super) fn settle(
    me: &mut Nonconformity,
    _: Option<&Nonconformity>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    date_not_in_future("corrected_on", me.corrected_on, now)?;
    // Rules of our own are told in words; what looks like a clause must be one.
    let is_number = |text: &String| text.starts_with(|one: char| one.is_ascii_digit());
    let is_known = me.requirement.as_ref().is_none_or(|text| !is_number(text) || is_clause(text));
    fault_unless(
        is_known || is_import(now),
        "requirement",
        "must be a clause from 4 to 10 such as 8.6.1-c, or a rule in words",
    )?;
    let of_finding = |field| {
        me.audit_finding
            .map(|one| now.facts.value("audit_finding", one.id, field))
            .unwrap_or_default()
    };
    if me.requirement.is_none() {
        me.requirement = of_finding("clause").as_text().map(ToOwned::to_owned);
    }
    if me.service.is_none() {
        let incident = me.incident.map(|one| now.facts.value("incident", one.id, "service"));
        let complaint = me.complaint.map(|one| now.facts.value("complaint", one.id, "service"));
        let known = [incident, complaint].into_iter().flatten().find_map(|value| value.as_int());
        me.service = known.map(Ref::new);
    }
    Ok(())
}
