//! The life of an edition, and what each of its verbs asks for.
use super::{Distribution, Document, Medium, Origin, Sort, State};
use gemba_model::{
    Refusal, Situation, Step,
    library::{fill_in, has_note, is_import, only_if, today},
    step,
};
use gemba_vocabulary::{Ref, Value, actor::Role};

/// Who approves documents.
pub(super) const ENTITLED: [Role; 4] =
    [Role::TopManagement, Role::ServiceManager, Role::ProcessOwner, Role::Approver];
/// Who approves what binds the whole organization.
const AT_THE_TOP: [Role; 2] = [Role::TopManagement, Role::Administrator];

pub(super) const LIFE: &[Step<Document>] = &[
    step("submit", "Submit", &[State::Draft], State::InReview)
        .help("It is written, and somebody else is to read it.")
        .asks(&["reviewers"])
        .guard(is_whole),
    step("approve", "Approve", &[State::InReview], State::Approved)
        .help(
            "It is right and enough. Somebody else than its author says so; a policy or the scope is approved by top \
             management.",
        )
        .guard(may_approve)
        .then(|me, now| {
            me.approved_by = now.actor.person.map(Ref::new);
            me.approved_at = Some(now.now);
        }),
    step("return", "Return", &[State::InReview], State::Draft)
        .help("Something is missing or wrong. Say what.")
        .needs_note()
        .guard(|_, now| only_if(has_note(now), "Say what is missing or wrong.")),
    step("publish", "Publish", &[State::Approved], State::Published)
        .help("Those whom it is for can read it from now on. It takes the place of the edition before.")
        .asks(&["effective_from", "distribution", "teams", "customers", "to_be_acknowledged", "topic"])
        .guard(may_publish)
        .then(|me, now| {
            me.published_at = Some(now.now);
            me.next_review_on = me.next_review(now);
            if me.comes_from == Origin::Outside {
                me.checked_on = Some(today(now));
            }
        }),
    step("review", "Still right", &[State::Published], State::Published)
        .help(
            "Somebody looked at it again: it is right, and what comes from outside is the newest version. Say what was \
             looked at.",
        )
        .needs_note()
        .guard(|_, now| only_if(has_note(now), "Say what was looked at."))
        .then(|me, now| {
            me.next_review_on = me.next_review(now);
            if me.comes_from == Origin::Outside {
                me.checked_on = Some(today(now));
            }
        }),
    step("new_version", "Give way to the next edition", &[State::Published], State::Superseded)
        .help("A later edition was published. Gemba takes this step by itself then.")
        .guard(has_successor)
        .then(|me, now| me.ended_at = Some(now.now)),
    step("withdraw", "Withdraw", &[State::Published], State::Withdrawn)
        .help("It holds no longer, and nothing takes its place. Say why.")
        .needs_note()
        .guard(|_, now| only_if(has_note(now), "Say why it holds no longer."))
        .then(|me, now| me.ended_at = Some(now.now)),
    step("dispose", "Dispose of", &[State::Superseded], State::Disposed)
        .help(
            "The time for which its rule keeps it is over. Its text is taken off the record; say how copies elsewhere \
             were destroyed.",
        )
        .needs_note()
        .guard(may_dispose)
        .then(|me, _| me.text = None),
];

fn has_content(me: &Document) -> bool {
    match me.medium {
        Medium::Here => me.text.is_some(),
        Medium::Elsewhere | Medium::Paper => me.place.is_some(),
        // Files are kept beside the record and looked at by whoever reviews it.
        Medium::File => true,
    }
}

fn is_whole(me: &Document, _: &Situation<'_>) -> Result<(), Refusal> {
    let content = if me.medium == Medium::Here { "Text" } else { "Place" };
    let is_ours = me.comes_from == Origin::Inside;
    fill_in(
        "Submit",
        &[
            (me.number.is_some(), "Number"),
            (me.owner.is_some(), "Owner"),
            (has_content(me), content),
            (me.previous.is_none() || me.what_is_new.is_some(), "What is new"),
            (is_ours || me.source.is_some(), "Source"),
            (is_ours || me.source_version.is_some(), "Source version"),
        ],
    )
}

fn may_approve(me: &Document, now: &Situation<'_>) -> Result<(), Refusal> {
    let is_author =
        |person| now.created_by == Some(person) || me.author.is_some_and(|one| one.id == person);
    only_if(
        now.actor.person.is_some_and(|person| !is_author(person)),
        "Whoever wrote a document does not approve it. Ask somebody else.",
    )?;
    let is_for_the_top = matches!(me.sort, Sort::Policy | Sort::Scope);
    only_if(
        !is_for_the_top || AT_THE_TOP.iter().any(|role| now.actor.is(*role)),
        "A policy and the scope are approved by top management. Ask them.",
    )?;
    only_if(
        is_for_the_top || ENTITLED.iter().any(|role| now.actor.is(*role)) || is_reviewer(me, now),
        "A service manager, a process owner, an approver or one of its reviewers approves it. Ask one of them.",
    )
}

fn is_reviewer(me: &Document, now: &Situation<'_>) -> bool {
    me.reviewers.iter().any(|one| now.actor.person == Some(one.id))
}

fn may_publish(me: &Document, now: &Situation<'_>) -> Result<(), Refusal> {
    fill_in(
        "Publish",
        &[
            (me.effective_from.is_some(), "Effective from"),
            (me.distribution != Distribution::Teams || !me.teams.is_empty(), "Teams"),
            (me.distribution != Distribution::Customers || !me.customers.is_empty(), "Customers"),
        ],
    )?;
    only_if(
        me.effective_from.is_none_or(|day| day <= today(now) || is_import(now)),
        "Its day has not come. Publish it on the day from which it holds.",
    )?;
    let Some(previous) = me.previous else { return Ok(()) };
    let state = now.facts.value("document", previous.id, "state");
    let text = |field| now.facts.value("document", previous.id, field);
    only_if(
        text("number").as_text() == me.number.as_deref(),
        "The edition before has another number. Give both the same, or leave “Previous” empty.",
    )?;
    only_if(
        matches!(state.as_text(), Some("published" | "withdrawn")),
        "The edition before does not hold any more: another one took its place. Begin again from that one.",
    )
}

fn has_successor(_: &Document, now: &Situation<'_>) -> Result<(), Refusal> {
    let later =
        [("previous", Value::Ref(now.record)), ("state", Value::Text("published".to_owned()))];
    only_if(
        is_import(now) || !now.facts.each("document", &later, "id").is_empty(),
        "No later edition was published. Write the next edition, have it approved and publish it; this one gives way \
         then.",
    )
}

fn may_dispose(me: &Document, now: &Situation<'_>) -> Result<(), Refusal> {
    fill_in("Dispose of", &[(me.retention_rule.is_some(), "Retention rule")])?;
    let keep = super::keep_until(me, now);
    only_if(
        keep.is_some_and(|day| day < today(now)),
        "The time for which its rule keeps it is not over. “Keep until” says the last day.",
    )?;
    only_if(has_note(now), "Say how copies elsewhere were destroyed.")
}
