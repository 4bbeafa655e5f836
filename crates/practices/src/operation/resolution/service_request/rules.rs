//! What guards the steps of a service request, and what Gemba works out of it.
use super::{CloseCode, ServiceRequest, Wait};
use gemba_model::{
    FieldFault, Holds, Kind, Refusal, Situation, approval_rules,
    condition::{self, Known},
    held::Structured,
    library::{fault_unless, fill_in, has_note, is_import, only_if},
    request_form::{self, Question},
};
use gemba_vocabulary::{RecordId, Ref, Seconds, Value, actor::Role, id::number, kind};
use jiff::{SignedDuration, ToSpan};
use serde::{Deserialize, de::DeserializeOwned};

const KIND: &str = "service_request";
const ITEM: &str = "request_item";
/// The days in which whoever got something can say that it is not as it should be.
const REOPEN_DAYS_MAX: i64 = 14;
const CLOSE_AFTER_DAYS_USUAL: i64 = 5;

fn of_item(me: &ServiceRequest, field: &str, now: &Situation<'_>) -> Value {
    now.facts.value(ITEM, me.request_item.id, field)
}

fn rows<T: DeserializeOwned>(value: &Value) -> Vec<T> {
    let Value::Struct(json) = value else { return Vec::new() };
    Vec::deserialize(json).unwrap_or_default()
}

fn questions(me: &ServiceRequest, now: &Situation<'_>) -> Vec<Question> {
    rows(&of_item(me, "questions", now))
}

/// What conditions know: the answers, the request itself, and who gets it.
fn known(me: &ServiceRequest, now: &Situation<'_>) -> Known {
    let answers = me.answers.as_ref().map_or(&[][..], |rows| &rows.0);
    let known = request_form::known(&questions(me, now), &request_form::texts(answers));
    let (values, fields) = (me.to_values(), ServiceRequest::DEF.fields);
    let whose = me.requested_for.or(me.requested_by).map_or(0, |person| person.id);
    let of_person = |field: &str| now.facts.value("person", whose, field);
    let text = Holds::ShortText;
    known
        .with("request", fields.iter().zip(&values))
        .and("requester", "customer", &Holds::Int, &of_person("customer"))
        .and("requester", "job_title", &text, &of_person("job_title"))
        .and("requester", "location", &text, &of_person("location"))
}

fn rules_that_apply(me: &ServiceRequest, now: &Situation<'_>) -> Vec<Ref<kind::ApprovalRule>> {
    let named = match of_item(me, "approval_rules", now) {
        Value::Refs(ids) => ids,
        _ => Vec::new(),
    };
    approval_rules::that_apply(KIND, &named, &known(me, now), now.facts)
}

pub(super) fn needs_nobody(me: &ServiceRequest, now: &Situation<'_>) -> bool {
    rules_that_apply(me, now).is_empty()
}

pub(super) fn submit(me: &mut ServiceRequest, now: &Situation<'_>) {
    me.submitted_at = Some(now.now);
    me.approval_rules = rules_that_apply(me, now);
    if me.approval_rules.is_empty() {
        me.approved_at = Some(now.now);
    }
}

/// Whoever asked for it, or a colleague for them.
pub(super) fn is_theirs(me: &ServiceRequest, now: &Situation<'_>) -> Result<(), Refusal> {
    let is_own = me.requested_by.map(|person| person.id) == now.actor.person;
    only_if(
        is_own || now.actor.is_inside() && !now.actor.is(Role::Auditor),
        "Only whoever asked for it can do this, or somebody of the service desk for them.",
    )
}

pub(super) fn is_approved(me: &ServiceRequest, now: &Situation<'_>) -> Result<(), Refusal> {
    only_if(
        now.actor.person.is_none() || now.actor.person != me.requested_by.map(|person| person.id),
        "Nobody approves their own request. Ask someone else to decide it.",
    )?;
    approval_rules::all_given(KIND, &me.approval_rules, now)
}

pub(super) fn approve(me: &mut ServiceRequest, now: &Situation<'_>) {
    me.approved_at = Some(now.now);
    let last = approval_rules::deciders(KIND, None, now).into_iter().next_back();
    me.approved_by = last.map(Ref::new);
}

pub(super) fn is_refused(_: &ServiceRequest, now: &Situation<'_>) -> Result<(), Refusal> {
    only_if(has_note(now), "Say why it is not approved; whoever asked for it reads it.")
}

pub(super) fn refuse(me: &mut ServiceRequest, now: &Situation<'_>) {
    me.decision = now.note.map(ToOwned::to_owned);
    me.close_code = Some(CloseCode::NotApproved);
    me.closed_at = Some(now.now);
}

pub(super) fn take_back(me: &mut ServiceRequest, now: &Situation<'_>) {
    me.decision = now.note.map(ToOwned::to_owned);
    me.close_code = Some(CloseCode::TakenBack);
    me.closed_at = Some(now.now);
}

pub(super) fn may_start(me: &ServiceRequest, now: &Situation<'_>) -> Result<(), Refusal> {
    only_if(
        me.approved_at.is_some_and(|at| at <= now.now),
        "It was not approved, so nobody may begin. Wait for the approvals.",
    )?;
    approval_rules::all_given(KIND, &me.approval_rules, now)?;
    only_if(
        !of_item(me, "instruction", now).is_none(),
        "Its item has no instruction, so nobody knows how it is done. Write one first.",
    )
}

pub(super) fn start(me: &mut ServiceRequest, now: &Situation<'_>) {
    me.started_at.get_or_insert(now.now);
    if me.assigned_to.is_none() {
        me.assigned_to = now.actor.person.map(Ref::new);
    }
}

pub(super) fn says_what_it_waits_for(
    me: &ServiceRequest,
    _: &Situation<'_>,
) -> Result<(), Refusal> {
    fill_in("Wait", &[(me.waits_for.is_some(), "Waits for")])
}

pub(super) fn wait(me: &mut ServiceRequest, now: &Situation<'_>) {
    if let Some(reason) = me.waits_for.clone() {
        let pauses = me.pauses.get_or_insert_default();
        let supplier = me.supplier.map(|one| number("SUP", one.id));
        pauses.0.push(Wait { reason, from: now.now, to: None, supplier });
    }
}

pub(super) fn resume(me: &mut ServiceRequest, now: &Situation<'_>) {
    me.waits_for = None;
    let pauses = me.pauses.iter_mut().flat_map(|pauses| &mut pauses.0);
    for pause in pauses.filter(|pause| pause.to.is_none()) {
        pause.to = Some(now.now.max(pause.from));
    }
}

pub(super) fn is_done(me: &ServiceRequest, now: &Situation<'_>) -> Result<(), Refusal> {
    fill_in("Done", &[(me.fulfilment.is_some(), "Fulfilment")])?;
    let text = |text: &str| Value::Text(text.to_owned());
    let mine = [("parent_kind", text(KIND)), ("parent", Value::Int(now.record))];
    let open = [&mine[..], &[("state", text("open"))]].concat();
    only_if(
        now.facts.each("task", &open, "id").is_empty(),
        "A task of it is still open. Finish it, or cancel it with a reason, first.",
    )?;
    let begun: Vec<_> = now.facts.each("task", &mine, "fulfilment_step");
    let begun: Vec<_> = begun.iter().filter_map(Value::as_int).collect();
    only_if(
        steps_needed(me, now).iter().all(|step| begun.contains(step)),
        "A step of its item has not had its turn yet. It comes once those before it are done.",
    )
}

/// The steps of the item that this request needs.
fn steps_needed(me: &ServiceRequest, now: &Situation<'_>) -> Vec<RecordId> {
    let of_item = [
        ("request_item", Value::Ref(me.request_item.id)),
        ("state", Value::Text("current".to_owned())),
    ];
    let steps = now.facts.each("fulfilment_step", &of_item, "id");
    let known = known(me, now);
    let is_needed = |id: &RecordId| {
        let only_if = now.facts.value("fulfilment_step", *id, "only_if");
        condition::holds(only_if.as_text(), &known).unwrap_or(true)
    };
    steps.iter().filter_map(Value::as_int).filter(is_needed).collect()
}

pub(super) fn finish(me: &mut ServiceRequest, now: &Situation<'_>) {
    me.fulfilled_at = Some(now.now);
    me.fulfilled_by = now.actor.person.map(Ref::new).or(me.assigned_to);
}

pub(super) fn is_over(me: &ServiceRequest, now: &Situation<'_>) -> Result<(), Refusal> {
    if me.confirmed_by_user {
        return Ok(());
    }
    let days = of_item(me, "close_after_days", now).as_int().unwrap_or(CLOSE_AFTER_DAYS_USUAL);
    let since = me.fulfilled_at.map(|at| now.now.duration_since(at));
    let is_silent = since.is_some_and(|since| since >= SignedDuration::from_hours(24 * days));
    only_if(
        is_silent,
        "Whoever asked for it has not said yet that it is as it should be. Tick “Confirmed by user” \
         if they did.",
    )
}

pub(super) fn close(me: &mut ServiceRequest, now: &Situation<'_>) {
    me.closed_at = Some(now.now);
    let is_confirmed = me.confirmed_by_user;
    me.close_code = Some(if is_confirmed { CloseCode::Confirmed } else { CloseCode::NoAnswer });
}

pub(super) fn may_reopen(me: &ServiceRequest, now: &Situation<'_>) -> Result<(), Refusal> {
    let until = me.fulfilled_at.and_then(|at| at.checked_add((24 * REOPEN_DAYS_MAX).hours()).ok());
    only_if(
        until.is_some_and(|until| now.now < until),
        "It was done more than 14 days ago. Ask for it anew.",
    )
}

pub(super) fn reopen(me: &mut ServiceRequest, now: &Situation<'_>) {
    // The clock stood still between the end and the reopening; what was promised goes on from there.
    if let Some(from) = me.fulfilled_at.take() {
        let pauses = me.pauses.get_or_insert_default();
        let reason = "Done, until reopened".to_owned();
        pauses.0.push(Wait { reason, from, to: Some(now.now), supplier: None });
    }
    me.fulfilled_by = None;
    me.confirmed_by_user = false;
}

pub(super) fn settle(
    me: &mut ServiceRequest,
    before: Option<&ServiceRequest>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    if is_import(now) {
        return Ok(());
    }
    if before.is_none() {
        fill_at_creation(me, now)?;
    }
    settle_customer(me, before, now)?;
    match before {
        Some(before) if before.submitted_at.is_some() => {
            let is_same = before.request_item == me.request_item;
            fault_unless(is_same, "request_item", "is fixed once it is asked for; ask anew")?;
            let is_same = before.answers == me.answers;
            fault_unless(is_same, "answers", "are fixed once it is asked for; add a comment")?;
        }
        _ => settle_answers(me, now)?,
    }
    settle_priority(me, now)
}

fn fill_at_creation(me: &mut ServiceRequest, now: &Situation<'_>) -> Result<(), FieldFault> {
    let entry = of_item(me, "catalogue_entry", now).as_int().unwrap_or_default();
    let of_entry = now.facts.value("catalogue_entry", entry, "state");
    let is_on_offer = [of_item(me, "state", now), of_entry]
        .iter()
        .all(|state| state.as_text() == Some("published"));
    fault_unless(is_on_offer, "request_item", "is not on offer now; choose another one")?;
    if me.requested_by.is_none() {
        me.requested_by = now.actor.person.map(Ref::new);
    }
    if me.customer.is_none() {
        let of_person = |person: RecordId| now.facts.value("person", person, "customer").as_int();
        let whose = me.requested_for.or(me.requested_by).and_then(|one| of_person(one.id));
        me.customer = whose.or(now.actor.customer).map(Ref::new);
    }
    let item = me.request_item.id;
    let of_item = |field| now.facts.value(ITEM, item, field);
    let text = |field| of_item(field).as_text().map(ToOwned::to_owned);
    me.summary = me.summary.take().or_else(|| text("name"));
    me.category = text("category");
    me.service = now.facts.value("catalogue_entry", entry, "service").as_int().map(Ref::new);
    if let Value::Money(price) = of_item("price") {
        me.price = Some(price);
    }
    if let Value::Duration(seconds) = of_item("fulfil_within") {
        me.fulfil_within = Some(Seconds(seconds));
    }
    me.team = me.team.or_else(|| of_item("team").as_int().map(Ref::new));
    Ok(())
}

/// People from outside ask for themselves and for those of their own customer.
fn settle_customer(
    me: &ServiceRequest,
    before: Option<&ServiceRequest>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    if now.actor.is_inside() || before.is_some_and(|one| one.requested_for == me.requested_for) {
        return Ok(());
    }
    let customer_of = |id: RecordId| now.facts.value("person", id, "customer").as_int();
    let is_near = me.requested_for.is_none_or(|person| {
        Some(person.id) == now.actor.person
            || now.actor.customer.is_some() && customer_of(person.id) == now.actor.customer
    });
    fault_unless(is_near, "requested_for", "must be somebody of your own organization")
}

fn settle_answers(me: &mut ServiceRequest, now: &Situation<'_>) -> Result<(), FieldFault> {
    let questions = questions(me, now);
    let given = me.answers.take().unwrap_or_default();
    match request_form::settled(&questions, &given.0) {
        Ok(settled) => {
            me.answers = (!settled.is_empty()).then_some(Structured(settled));
            Ok(())
        }
        Err(faults) => {
            me.answers = Some(given);
            let words = |name: &String| {
                let question = questions.iter().find(|one| one.name == *name);
                question.map_or_else(|| name.clone(), |one| one.question.clone())
            };
            let told: Vec<_> =
                faults.iter().map(|(name, fault)| format!("“{}” {fault}", words(name))).collect();
            Err(FieldFault::new("answers", format!("do not fit the form: {}", told.join("; "))))
        }
    }
}

fn settle_priority(me: &mut ServiceRequest, now: &Situation<'_>) -> Result<(), FieldFault> {
    if let Some(priority) = me.priority_override {
        fault_unless((1..=5).contains(&priority), "priority_override", "must be 1 to 5")?;
        fault_unless(
            me.override_reason.is_some(),
            "override_reason",
            "is required: say why it has another priority than its item gives",
        )?;
        me.priority = Some(priority);
        return Ok(());
    }
    me.override_reason = None;
    me.priority = Some(priority_by_rule(me, now));
    Ok(())
}

#[derive(Deserialize)]
struct PriorityRule {
    when: String,
    priority: i64,
}

fn priority_by_rule(me: &ServiceRequest, now: &Situation<'_>) -> i64 {
    let known = known(me, now);
    let rules: Vec<PriorityRule> = rows(&of_item(me, "priority_rules", now));
    let first =
        rules.iter().find(|rule| condition::holds(Some(&rule.when), &known).unwrap_or(false));
    let usual = || of_item(me, "priority", now).as_int().unwrap_or(3);
    first.map_or_else(usual, |rule| rule.priority)
}
