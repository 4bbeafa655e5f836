//! The life of a service proposal.
use super::{About, ServiceProposal, State, ranking};
use gemba_model::{
    FieldFault, Refusal, Situation, Step,
    library::{fault_unless, fill_in, is_import, only_if},
    step,
};
use gemba_vocabulary::Ref;
use rust_decimal::Decimal;

pub(super) const LIFE: &[Step<ServiceProposal>] = &[
    step("rank", "Rank", &[State::Proposed, State::Ranked], State::Ranked)
        .help("Weighs it against the other proposals by five questions. Say why it stands there.")
        .asks(&[
            "service",
            "need",
            "benefit",
            "objective",
            "cost",
            "limitations",
            "risks",
            "rank_need",
            "rank_aims",
            "rank_reach",
            "rank_means",
            "rank_risk",
            "rank_rationale",
        ])
        .guard(may_rank)
        .then(|me, now| me.ranked_at = Some(now.now)),
    step("accept", "Accept", &[State::Ranked], State::Accepted)
        .help("Decides to do it. Somebody else than whoever proposed it says so.")
        .guard(may_decide)
        .then(decide),
    step("decline", "Decline", &[State::Ranked], State::Declined)
        .help("Decides not to do it. Say why.")
        .needs_note()
        .guard(may_decide)
        .then(decide),
    step("carry_out", "Carry out", &[State::Accepted], State::CarriedOut)
        .help("It is on its way. Name the change or transition, and the service that came of it.")
        .asks(&["service", "change", "service_transition"])
        .guard(is_on_its_way),
];

fn may_rank(me: &ServiceProposal, _: &Situation<'_>) -> Result<(), Refusal> {
    let is_of_service = me.about == About::NewService || me.service.is_some();
    fill_in(
        "Rank",
        &[
            (is_of_service, "Service"),
            (me.need.is_some(), "Need"),
            (me.benefit.is_some(), "Benefit"),
            (me.objective.is_some(), "Objective"),
            (me.cost.is_some(), "Cost"),
            (me.limitations.is_some(), "Limitations"),
            (me.risks.is_some(), "Risks"),
            (me.rank_need.is_some(), "Rank need"),
            (me.rank_aims.is_some(), "Rank aims"),
            (me.rank_reach.is_some(), "Rank reach"),
            (me.rank_means.is_some(), "Rank means"),
            (me.rank_risk.is_some(), "Rank risk"),
            (me.rank_rationale.is_some(), "Rank rationale"),
        ],
    )
}

fn may_decide(_: &ServiceProposal, now: &Situation<'_>) -> Result<(), Refusal> {
    let Some(person) = now.actor.person else {
        return Err(Refusal::because("A proposal is decided by a person. Sign in to decide it."));
    };
    only_if(
        now.created_by != Some(person),
        "Nobody decides about what they proposed themselves. Ask somebody else to decide it.",
    )
}

fn decide(me: &mut ServiceProposal, now: &Situation<'_>) {
    me.decided_by = now.actor.person.map(Ref::new);
    me.decided_at = Some(now.now);
}

fn is_on_its_way(me: &ServiceProposal, _: &Situation<'_>) -> Result<(), Refusal> {
    only_if(
        me.change.is_some() || me.service_transition.is_some(),
        "Nothing carries it out yet. Name the change or the service transition by which it is \
         done.",
    )?;
    fill_in("Carry out", &[(me.service.is_some(), "Service")])
}

pub(super) fn settle(
    me: &mut ServiceProposal,
    before: Option<&ServiceProposal>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    me.rank_score = ranking::score(me);
    if is_import(now) {
        return Ok(());
    }
    for (field, cost) in [("cost", &me.cost), ("cost_yearly", &me.cost_yearly)] {
        let is_negative = cost.as_ref().is_some_and(|cost| cost.amount < Decimal::ZERO);
        fault_unless(!is_negative, field, "is less than nothing; name what is saved as a benefit")?;
    }
    let is_decided = before.is_some_and(|before| before.decided_at.is_some());
    let is_moved = before.is_some_and(|before| before.rank_score != me.rank_score);
    fault_unless(
        !(is_decided && is_moved),
        "rank_score",
        "is what it was decided by; propose it anew if it should weigh more or less now",
    )
}
