//! Complaints: somebody served is not content and says so, and gets an answer.
use gemba_model::{
    Choice, FieldFault, Kind, Situation, Step,
    library::{Count, fault_unless, is_import, not_in_future},
    step,
};
use gemba_vocabulary::{Ref, kind, satisfaction::days_after};
use jiff::Timestamp;

mod rules;
mod stories;
use rules::{
    acknowledge, answer, escalate, is_answered_higher, is_cared_for, may_accept, may_acknowledge,
    may_answer, may_escalate,
};

/// Somebody served is not content with how something was done, and says so. It is more than a fault
/// to mend: what counts as a complaint was agreed with the customer.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "CPT", clause = "8.3.2", life, settle = settle)]
#[kind(shares(Comments, Attachments, Links, Tasks, Watchers, Tags))]
pub struct Complaint {
    /// What somebody is not content with, in one line.
    #[field(searched, listed, visible)]
    pub summary: String,
    /// What happened, and what should have happened.
    #[field(long, searched, visible)]
    pub description: Option<String>,
    /// The customer whose people complain. Empty takes the customer of whoever complains.
    #[field(filtered, listed, visible, scope = Customer)]
    pub customer: Option<Ref<kind::Customer>>,
    /// Who complains and hears the answer.
    #[field(filtered, visible, scope = Requester)]
    pub complainant: Option<Ref<kind::Person>>,
    /// The service that it is about.
    #[field(filtered, listed, visible)]
    pub service: Option<Ref<kind::Service>>,
    /// The incident that gave rise to it.
    #[field(filtered, visible)]
    pub incident: Option<Ref<kind::Incident>>,
    /// The request that gave rise to it.
    #[field(filtered)]
    pub request: Option<Ref<kind::ServiceRequest>>,
    /// The answer to a survey in which it was said.
    pub survey_answer: Option<Ref<kind::SurveyAnswer>>,
    /// What sort of complaint it is, to count by.
    #[field(filtered)]
    pub category: Option<Category>,
    /// The colleague whom it is about, if it is about one. They do not look into it.
    pub subject: Option<Ref<kind::Person>>,
    /// The colleague who looks into it and answers. Empty takes whoever answers for the customer.
    #[field(filtered, listed)]
    pub owner: Option<Ref<kind::Person>>,
    /// When it arrived. Empty means now.
    #[field(filtered, listed, visible)]
    pub received_at: Option<Timestamp>,
    /// By when we say that it arrived, as agreed with the customer.
    #[field(computed, visible)]
    pub acknowledge_due: Option<Timestamp>,
    /// When we said that it arrived.
    #[field(computed, visible)]
    pub acknowledged_at: Option<Timestamp>,
    /// By when it is answered, as agreed with the customer.
    #[field(computed, filtered, listed, visible)]
    pub answer_due: Option<Timestamp>,
    /// What was found, and why it came about. Only colleagues read it.
    #[field(long)]
    pub findings: Option<String>,
    /// What is done so that it does not happen again. Only colleagues read it.
    #[field(long)]
    pub actions: Option<String>,
    /// Whether the complaint was right.
    #[field(filtered, visible)]
    pub outcome: Option<Outcome>,
    /// What we answer, as whoever complained reads it.
    #[field(long, searched, visible)]
    pub answer: Option<String>,
    /// When it was answered last.
    #[field(computed, filtered, visible)]
    pub answered_at: Option<Timestamp>,
    /// Who answered it last.
    #[field(computed)]
    pub answered_by: Option<Ref<kind::Person>>,
    /// Why something took longer than was agreed.
    pub late_because: Option<String>,
    /// Whether whoever complained told us that they accept the answer.
    #[field(label = "Accepted by the customer")]
    pub accepted_by_customer: bool,
    /// The colleague on a higher level who looks at it once more.
    #[field(filtered)]
    pub escalated_to: Option<Ref<kind::Person>>,
    /// When it was raised to a higher level last.
    #[field(computed, visible)]
    pub escalated_at: Option<Timestamp>,
    /// How often it was raised to a higher level.
    #[field(computed, default = "0", filtered)]
    pub escalation_count: Count,
    /// When it was closed.
    #[field(computed, filtered, visible)]
    pub closed_at: Option<Timestamp>,
    /// Whether it was closed because nobody said anything for the days agreed.
    #[field(computed, label = "Closed by silence")]
    pub closed_by_silence: bool,
    /// The time limit of which somebody was warned last.
    #[field(computed)]
    pub warned_for: Option<Timestamp>,
}

/// What sort of complaint it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Category {
    /// Something was not done as well as promised.
    Quality,
    /// Something took too long.
    Delay,
    /// People were not told, or told wrongly.
    Information,
    /// Somebody was not treated well.
    Conduct,
    /// A bill or a price is not right.
    Billing,
    /// Something else.
    Other,
}

/// Whether a complaint was right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Outcome {
    /// It was right.
    Justified,
    /// It was right in part.
    PartlyJustified,
    /// It was not.
    NotJustified,
}

/// Where a complaint stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// It arrived.
    Received,
    /// Whoever complained knows that it arrived.
    #[choice(tone = Waiting)]
    Acknowledged,
    /// Somebody looks into it.
    #[choice(tone = Going)]
    Investigating,
    /// It was answered, and the answer may be accepted or not.
    #[choice(tone = Waiting)]
    Answered,
    /// The answer did not satisfy, and a higher level looks at it.
    #[choice(tone = Major)]
    Escalated,
    /// The answer was accepted.
    #[choice(tone = Done, end)]
    Closed,
}

const LIFE: &[Step<Complaint>] = &[
    step("ack", "Acknowledge", &[State::Received], State::Acknowledged)
        .help("Whoever complained is told that it arrived, and by when it is answered.")
        .asks(&["customer", "service", "category", "owner", "late_because"])
        .guard(may_acknowledge)
        .then(acknowledge),
    step("start", "Look into it", &[State::Acknowledged], State::Investigating)
        .help("Somebody whom it is not about looks into it.")
        .asks(&["owner", "subject"])
        .guard(|me, now| is_cared_for("Look into it", me, now)),
    step("answer", "Answer", &[State::Investigating], State::Answered)
        .help("Whoever complained reads what we found and what we do.")
        .asks(&["outcome", "answer", "findings", "actions", "late_because"])
        .guard(may_answer)
        .then(answer),
    step("accept", "Accept", &[State::Answered], State::Closed)
        .help("The answer is accepted, or nobody said anything for the days agreed.")
        .asks(&["accepted_by_customer"])
        .guard(may_accept)
        .then(|me, now| {
            me.closed_by_silence = now.actor.is_inside() && !me.accepted_by_customer;
            me.closed_at = Some(now.now);
        }),
    step("escalate", "Not content", &[State::Answered], State::Escalated)
        .help("The answer does not satisfy. Say why: somebody on a higher level looks at it.")
        .needs_note()
        .guard(may_escalate)
        .then(escalate),
    step("answer", "Answer on a higher level", &[State::Escalated], State::Answered)
        .help("Somebody on a higher level looked at it once more and answers.")
        .asks(&["escalated_to", "outcome", "answer", "findings", "actions", "late_because"])
        .guard(is_answered_higher)
        .then(answer),
];

fn settle(
    me: &mut Complaint,
    before: Option<&Complaint>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    let given = before.and_then(|before| before.received_at);
    not_in_future("received_at", me.received_at, given, now)?;
    let received = *me.received_at.get_or_insert(now.now);
    if let (None, Some(person)) = (me.customer, me.complainant) {
        me.customer = now.facts.value("person", person.id, "customer").as_int().map(Ref::new);
    }
    if let (None, Some(incident)) = (me.service, me.incident) {
        me.service = now.facts.value("incident", incident.id, "service").as_int().map(Ref::new);
    }
    let of_customer = |field| {
        me.customer.map(|one| now.facts.value("customer", one.id, field)).unwrap_or_default()
    };
    if me.owner.is_none() {
        let manager = of_customer("relationship_manager").as_int().map(Ref::new);
        me.owner = manager.filter(|manager| rules::subject_of(me, now) != Some(manager.id));
    }
    let is_theirs = me.owner.is_none() || me.owner != me.complainant;
    fault_unless(is_theirs || is_import(now), "owner", "is the one who complains; name another")?;
    let days = |field, usual| of_customer(field).as_int().unwrap_or(usual);
    me.acknowledge_due =
        days_after(received, days("complaint_acknowledge_days", rules::ACKNOWLEDGE_DAYS_USUAL));
    // An escalated complaint is answered within the same time, counted from its escalation.
    let from = me.escalated_at.unwrap_or(received);
    me.answer_due = days_after(from, days("complaint_answer_days", rules::ANSWER_DAYS_USUAL));
    Ok(())
}
