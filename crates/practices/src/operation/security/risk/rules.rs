//! What the verbs of a risk ask for and do, and what Gemba works out at every save.
use super::{Authorized, Risk, Scored, Treatment};
use gemba_model::{
    FieldFault, Refusal, Situation,
    library::{fault_unless, fill_in, has_note, is_import, only_if, proofs, today},
};
use gemba_vocabulary::{
    RecordId, Ref, Value,
    actor::Role,
    risk::{
        Authority, Bands, annual_loss_expectancy, net_benefit, score, treatment_effect_percent,
    },
};

const MANAGERS: [Role; 2] = [Role::ServiceManager, Role::ProcessOwner];

pub(super) fn is_assessed(me: &Risk, _: &Situation<'_>) -> Result<(), Refusal> {
    fill_in(
        "Assess",
        &[
            (me.owner.is_some(), "Owner"),
            (me.likelihood.is_some(), "Likelihood"),
            (me.impact.is_some(), "Impact"),
            (me.customer_impact.is_some(), "Customer impact"),
        ],
    )
}

/// Weighed anew, what was decided before no longer holds.
pub(super) fn assess(me: &mut Risk, now: &Situation<'_>) {
    (me.accepted_by, me.accepted_at) = (None, None);
    (me.residual_likelihood, me.residual_impact, me.effectiveness) = (None, None, None);
    note_score(me, false, now);
}

pub(super) fn accept(me: &mut Risk, now: &Situation<'_>) {
    note_acceptance(me, me.score, now);
}

pub(super) fn rescore(me: &mut Risk, now: &Situation<'_>) {
    note_score(me, true, now);
    let left = weighed(me.residual_likelihood, me.residual_impact);
    note_acceptance(me, left, now);
}

fn note_acceptance(me: &mut Risk, score: Option<i64>, now: &Situation<'_>) {
    let bands = bands(now);
    let authority = score.map(|score| Authority::within(score, bands));
    let was_asked =
        authority == Some(Authority::TopManagement) && !now.actor.is(Role::TopManagement);
    me.accepted_by = if was_asked { me.top_manager } else { now.actor.person.map(Ref::new) };
    me.accepted_at = Some(now.now);
}

fn note_score(me: &mut Risk, is_residual: bool, now: &Situation<'_>) {
    let (likelihood, impact) = if is_residual {
        (me.residual_likelihood, me.residual_impact)
    } else {
        (me.likelihood, me.impact)
    };
    if let (Some(likelihood), Some(impact)) = (likelihood, impact)
        && let Some(score) = score(likelihood, impact)
    {
        let at = now.now;
        let scored = Scored { at, likelihood, impact, score, is_residual };
        me.scores.get_or_insert_default().0.push(scored);
    }
}

/// The criteria in force.
fn criteria(now: &Situation<'_>) -> Option<RecordId> {
    let in_force = [("state", Value::Text("in_force".to_owned()))];
    // Of two, the later holds: the other is about to be superseded.
    now.facts.each("risk_criteria", &in_force, "id").last().and_then(Value::as_int)
}

/// Who may accept up to which score, by the criteria in force.
fn bands(now: &Situation<'_>) -> Bands {
    let Some(id) = criteria(now) else { return Bands::USUAL };
    let of = |field: &str| now.facts.value("risk_criteria", id, field).as_int();
    Bands {
        owner_max: of("owner_score_max").unwrap_or(Bands::USUAL.owner_max),
        manager_max: of("manager_score_max").unwrap_or(Bands::USUAL.manager_max),
    }
}

/// Whether whoever takes the step, or for the gravest whoever was asked, may accept a risk of that score.
pub(super) fn is_accepted_by_authority(
    me: &Risk,
    score: Option<i64>,
    now: &Situation<'_>,
) -> Result<(), Refusal> {
    let Some(score) = score else {
        return fill_in("Accept", &[(false, "Likelihood"), (false, "Impact")]);
    };
    // Whoever may bear the gravest may bear any.
    if now.actor.is(Role::TopManagement) {
        return Ok(());
    }
    let is_manager = MANAGERS.iter().any(|role| now.actor.is(*role));
    match Authority::within(score, bands(now)) {
        Authority::Owner => {
            let is_owner = me.owner.is_some_and(|owner| now.actor.person == Some(owner.id));
            only_if(
                is_owner || is_manager,
                "Its owner, or a manager, accepts it. Ask one of them to take this step.",
            )
        }
        Authority::Manager => only_if(
            is_manager,
            "With this score a service manager or a process owner accepts it. Ask one of them to take this step.",
        ),
        Authority::TopManagement => {
            fill_in("Accept", &[(me.top_manager.is_some(), "Top manager")])?;
            only_if(
                me.top_manager.is_some_and(|person| has_approved(me, person.id, now)),
                "With this score top management accepts it. Ask the person under “Top manager” under “Approvals”, \
                 and wait for their yes.",
            )
        }
    }
}

/// Whether that very person said yes since it was weighed last.
fn has_approved(me: &Risk, person: RecordId, now: &Situation<'_>) -> bool {
    let about = [
        ("parent_kind", Value::Text("risk".to_owned())),
        ("parent", Value::Int(now.record)),
        ("state", Value::Text("approved".to_owned())),
        ("decided_by", Value::Ref(person)),
    ];
    let scores = me.scores.iter().flat_map(|scores| &scores.0);
    let weighed = scores.filter(|scored| !scored.is_residual).map(|scored| scored.at).max();
    let given = proofs("risk", "approval", &about, "decided_at", now);
    given.iter().filter_map(Value::as_instant).any(|at| weighed.is_none_or(|since| at >= since))
}

pub(super) fn is_planned(me: &Risk, now: &Situation<'_>) -> Result<(), Refusal> {
    let has_actions = me.actions.as_ref().is_some_and(|actions| !actions.0.is_empty());
    fill_in(
        "Treat",
        &[
            (me.treatment.is_some(), "Treatment"),
            (me.priority.is_some(), "Priority"),
            (has_actions, "Actions"),
            (me.how_judged.is_some(), "How judged"),
        ],
    )?;
    only_if(
        me.treatment != Some(Treatment::Bear),
        "What is borne is not treated. Choose what is done about it, or accept it.",
    )?;
    let rows = me.actions.iter().flat_map(|actions| &actions.0);
    let stranger = rows.map(|action| &action.owner).find(|owner| {
        let named = [("name", Value::Text((*owner).clone()))];
        now.facts.each("person", &named, "id").is_empty()
    });
    match stranger {
        None => Ok(()),
        Some(owner) => Err(Refusal(format!(
            "“{owner}” is not the name of anybody on record. A piece of work is done by a person: write the name as \
             it stands under “People”."
        ))),
    }
}

pub(super) fn is_finished(me: &Risk, _: &Situation<'_>) -> Result<(), Refusal> {
    fill_in("Finish treatment", &[(me.evidence.is_some(), "Evidence")])
}

pub(super) fn is_rescored(me: &Risk, now: &Situation<'_>) -> Result<(), Refusal> {
    fill_in(
        "Score what is left",
        &[
            (me.residual_likelihood.is_some(), "Residual likelihood"),
            (me.residual_impact.is_some(), "Residual impact"),
            (me.effectiveness.is_some(), "Effectiveness"),
        ],
    )?;
    is_watched(me, now)?;
    let left = weighed(me.residual_likelihood, me.residual_impact);
    // A weight beyond the scale is found fault with when it is saved.
    left.map_or(Ok(()), |left| is_accepted_by_authority(me, Some(left), now))
}

pub(super) fn is_watched(me: &Risk, now: &Situation<'_>) -> Result<(), Refusal> {
    only_if(
        me.review_on.is_some_and(|day| day > today(now)),
        "Say under “Review on” by when it is looked at again; that day must lie ahead.",
    )
}

pub(super) fn is_gone(me: &Risk, now: &Situation<'_>) -> Result<(), Refusal> {
    only_if(has_note(now), "Say what shows that its source is gone.")?;
    let is_owner = me.owner.is_some_and(|owner| now.actor.person == Some(owner.id));
    only_if(
        MANAGERS.iter().any(|role| now.actor.is(*role)) && !is_owner,
        "A service manager or a process owner who does not own it closes it. Ask one of them.",
    )
}

fn weighed(likelihood: Option<i64>, impact: Option<i64>) -> Option<i64> {
    score(likelihood?, impact?)
}

pub(super) fn settle(
    me: &mut Risk,
    before: Option<&Risk>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    let weights = [
        ("likelihood", me.likelihood),
        ("impact", me.impact),
        ("residual_likelihood", me.residual_likelihood),
        ("residual_impact", me.residual_impact),
    ];
    for (field, weight) in weights {
        let is_weight =
            weight.is_none_or(|weight| gemba_vocabulary::risk::WEIGHTS.contains(&weight));
        fault_unless(is_weight, field, "must be 1 to 5")?;
    }
    let rates = [("yearly_rate", me.yearly_rate), ("residual_rate", me.residual_rate)];
    for (field, rate) in rates {
        let is_rate = rate.is_none_or(|rate| !rate.is_sign_negative());
        fault_unless(is_rate, field, "must be 0 or more")?;
    }
    if let Some(before) = before.filter(|before| before.accepted_at.is_some() && !is_import(now)) {
        let weight = |it: &Risk| (it.likelihood, it.impact);
        let is_kept = weight(before) == weight(me) || me.accepted_at.is_none();
        fault_unless(
            is_kept,
            "likelihood",
            "was accepted as it is; review the risk to weigh it anew",
        )?;
        let left = |it: &Risk| (it.residual_likelihood, it.residual_impact);
        let is_kept = left(before) == left(me) || me.accepted_at != before.accepted_at;
        fault_unless(
            is_kept,
            "residual_likelihood",
            "was accepted as it is; review the risk to weigh it anew",
        )?;
    }
    me.score = weighed(me.likelihood, me.impact);
    me.residual_score = weighed(me.residual_likelihood, me.residual_impact);
    let stands = me.residual_score.or(me.score);
    let bands = bands(now);
    me.criteria = criteria(now).map(Ref::new);
    me.authority = stands.map(|score| Authorized::from(Authority::within(score, bands)));
    let effect = me.score.zip(me.residual_score);
    me.treatment_effect = effect.and_then(|(score, left)| treatment_effect_percent(score, left));
    let loss = |rate| annual_loss_expectancy(me.single_loss.as_ref()?, rate);
    me.loss_before = me.yearly_rate.and_then(loss);
    me.loss_after = me.residual_rate.and_then(loss);
    me.net_benefit = me
        .loss_before
        .as_ref()
        .zip(me.loss_after.as_ref())
        .zip(me.treatment_cost.as_ref())
        .and_then(|((before, after), cost)| net_benefit(before, after, cost));
    Ok(())
}
