//! Service level agreements: what customer and provider promised each other for a service.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Situation, Step,
    library::{Count, date_not_in_future, fault_unless, fill_in, only_if, today},
    step,
};
use gemba_vocabulary::{Ref, kind};
use jiff::civil::Date;

/// What a customer and we agreed for one service: what it must do, how well, how much, and from
/// when.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "SLA", clause = "8.3.3", life, settle = settle)]
#[kind(shares(Comments, Attachments, Approvals, Links, Tasks, Review))]
pub struct ServiceLevelAgreement {
    /// What people call the agreement.
    #[field(searched, listed, visible)]
    pub name: String,
    /// The customer it was made with.
    #[field(listed, filtered, visible, scope = Customer)]
    pub customer: Ref<kind::Customer>,
    /// The service it is about.
    #[field(listed, filtered, visible)]
    pub service: Ref<kind::Service>,
    /// The hours by which its promises are counted.
    #[field(listed)]
    pub calendar: Ref<kind::Calendar>,
    /// The first day on which it counts.
    #[field(listed, visible)]
    pub starts_on: Option<Date>,
    /// The last day on which it counts. Empty means until it is ended.
    #[field(listed, visible)]
    pub ends_on: Option<Date>,
    /// What the customer needs from the service, as far as it was approved.
    #[field(long)]
    pub requirements: Option<String>,
    /// The approved requirements that it rests on.
    pub based_on: Vec<Ref<kind::ServiceRequirement>>,
    /// When a missed target does not count, such as during a flood. Write “none” if there is no
    /// such case.
    #[field(long, visible)]
    pub exceptions: Option<String>,
    /// Whether a target that is missed while more work came than a workload limit covers counts as an exception.
    #[field(label = "Overload excuses")]
    pub overload_excuses: bool,
    /// How often it was put in force: each amended text is a new version.
    #[field(computed, visible, default = "0", listed)]
    pub edition: Count,
    /// The colleague who answers for keeping the agreement.
    #[field(listed)]
    pub owner: Option<Ref<kind::Person>>,
    /// How many months may pass between two reviews.
    #[field(unit = "months")]
    pub review_months: Option<i64>,
    /// The day of the last review with the customer.
    pub last_review_on: Option<Date>,
    /// The name of the person who agreed for the customer.
    pub customer_agreed_by: Option<String>,
    /// The day on which the customer agreed.
    pub customer_agreed_on: Option<Date>,
    /// The colleague who agreed for us.
    pub owner_agreed_by: Option<Ref<kind::Person>>,
    /// The day on which we agreed.
    pub owner_agreed_on: Option<Date>,
}

/// Where an agreement stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// It is being written.
    Draft,
    /// Customer and provider talk about it.
    #[choice(tone = Going)]
    Negotiation,
    /// Both sides said yes; it does not count yet.
    #[choice(tone = Waiting)]
    Agreed,
    /// It counts.
    #[choice(tone = Done)]
    InForce,
    /// It counts, and both sides look at whether it still fits.
    #[choice(tone = Going)]
    UnderReview,
    /// It was changed, and both sides have to agree again before it counts.
    #[choice(tone = Waiting)]
    Amended,
    /// It no longer counts.
    #[choice(tone = Off, end)]
    Terminated,
}

const LIFE: &[Step<ServiceLevelAgreement>] = &[
    step("propose", "Propose", &[State::Draft], State::Negotiation)
        .help("Puts the draft before the customer. It must say what the customer needs.")
        .asks(&["requirements", "based_on"])
        .guard(may_propose),
    step("agree", "Agree", &[State::Negotiation], State::Agreed)
        .help(
            "Customer and owner both say yes to the targets, the workload limits and the \
             exceptions.",
        )
        .asks(&[
            "owner",
            "exceptions",
            "customer_agreed_by",
            "customer_agreed_on",
            "owner_agreed_by",
            "owner_agreed_on",
        ])
        .guard(|me, now| {
            is_agreed("Agree", me)?;
            is_complete(me, now)
        }),
    step("start", "Put in force", &[State::Agreed], State::InForce)
        .help("From its first day on, the agreement counts and is measured.")
        .asks(&["starts_on"])
        .guard(may_start)
        .then(|me, _| me.edition.add_one()),
    step("review", "Review", &[State::InForce], State::UnderReview)
        .help("Looks at the agreement with the customer, as planned or after a missed target."),
    step("keep", "Keep as it is", &[State::UnderReview], State::InForce)
        .help("The review found that the agreement still fits.")
        .asks(&["last_review_on"])
        .guard(|me, _| {
            fill_in("Keep as it is", &[(me.last_review_on.is_some(), "Last review on")])
        }),
    step("amend", "Amend", &[State::UnderReview], State::Amended)
        .help("Changes the agreement. Say what changes and why; then both sides agree anew.")
        .asks(&["last_review_on"])
        .needs_note()
        .then(forget_agreement),
    step("start", "Put in force", &[State::Amended], State::InForce)
        .help("Both sides agreed to the amended text, and it counts from now on.")
        .asks(&[
            "owner",
            "exceptions",
            "starts_on",
            "customer_agreed_by",
            "customer_agreed_on",
            "owner_agreed_by",
            "owner_agreed_on",
        ])
        .guard(|me, now| {
            is_agreed("Put in force", me)?;
            may_start(me, now)
        })
        .then(|me, _| me.edition.add_one()),
    step("end", "End", &[State::InForce], State::Terminated)
        .help("The service ended or another agreement takes over. Say which.")
        .asks(&["ends_on"])
        .needs_note()
        .then(|me, now| {
            me.ends_on.get_or_insert(today(now));
        }),
];

/// It says what the customer needs, and the requirements it names were approved.
fn may_propose(me: &ServiceLevelAgreement, now: &Situation<'_>) -> Result<(), Refusal> {
    fill_in("Propose", &[(me.requirements.is_some(), "Requirements")])?;
    let state = |id| now.facts.value("service_requirement", id, "state");
    let open = me.based_on.iter().find(|one| state(one.id).as_text() != Some("approved"));
    let Some(open) = open else { return Ok(()) };
    let text = now.facts.value("service_requirement", open.id, "text").to_text();
    Err(Refusal::because(format!(
        "The requirement “{text}” is not approved. Have it approved first, or leave it out."
    )))
}

fn is_agreed(verb_label: &str, me: &ServiceLevelAgreement) -> Result<(), Refusal> {
    fill_in(
        verb_label,
        &[
            (me.owner.is_some(), "Owner"),
            (me.customer_agreed_by.is_some(), "Customer agreed by"),
            (me.customer_agreed_on.is_some(), "Customer agreed on"),
            (me.owner_agreed_by.is_some(), "Owner agreed by"),
            (me.owner_agreed_on.is_some(), "Owner agreed on"),
        ],
    )
}

/// Targets, workload limits and exceptions are all there.
fn is_complete(me: &ServiceLevelAgreement, now: &Situation<'_>) -> Result<(), Refusal> {
    let current = |kind| now.facts.count_in_state(kind, "agreement", now.record, "current");
    only_if(
        current("service_level_target") > 0,
        "The agreement has no target yet. Add at least one service level target to it first.",
    )?;
    only_if(
        current("workload_limit") > 0,
        "The agreement does not say how much work it covers. Add at least one workload limit \
         first.",
    )?;
    only_if(
        me.exceptions.is_some(),
        "The agreement does not say when a missed target does not count. Fill in Exceptions, or \
         write “none”.",
    )
}

fn may_start(me: &ServiceLevelAgreement, now: &Situation<'_>) -> Result<(), Refusal> {
    is_complete(me, now)?;
    fill_in("Put in force", &[(me.starts_on.is_some(), "Starts on")])
}

fn forget_agreement(me: &mut ServiceLevelAgreement, _: &Situation<'_>) {
    me.customer_agreed_by = None;
    me.customer_agreed_on = None;
    me.owner_agreed_by = None;
    me.owner_agreed_on = None;
}

fn settle(
    me: &mut ServiceLevelAgreement,
    _: Option<&ServiceLevelAgreement>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    let is_backward = me.starts_on.zip(me.ends_on).is_some_and(|(first, last)| last < first);
    fault_unless(!is_backward, "ends_on", "lies before the first day")?;
    let months = me.review_months.is_none_or(|months| (1..=120).contains(&months));
    fault_unless(months, "review_months", "must be 1 to 120 months")?;
    date_not_in_future("last_review_on", me.last_review_on, now)?;
    date_not_in_future("customer_agreed_on", me.customer_agreed_on, now)?;
    date_not_in_future("owner_agreed_on", me.owner_agreed_on, now)
}

#[cfg(test)]
mod tests {
    use crate::story::Story;
    use gemba_vocabulary::Value;

    const NAMED: &[(&str, &str)] =
        &[("name", "Mail for Acme"), ("customer", "1"), ("service", "2"), ("calendar", "3")];
    const AGREED: &[(&str, &str)] = &[
        ("customer_agreed_by", "Zoe Acme"),
        ("customer_agreed_on", "2026-03-01"),
        ("owner_agreed_by", "2"),
        ("owner_agreed_on", "2026-03-02"),
    ];

    fn negotiated() -> Story {
        let mut story = Story::saved("service_level_agreement", NAMED);
        assert!(story.take("propose", &[]).unwrap_err().ends_with("fill in: Requirements."));
        story.take("propose", &[("requirements", "Mail by nine")]).unwrap();
        story.save(&[("owner", "2")]).unwrap();
        story
    }

    fn in_force() -> Story {
        let mut story = negotiated();
        story.given_count("service_level_target", "agreement", 2);
        story.given_count("workload_limit", "agreement", 1);
        story.take("agree", &[AGREED, &[("exceptions", "none")]].concat()).unwrap();
        story.take("start", &[("starts_on", "2026-04-01")]).unwrap();
        story
    }

    #[test]
    fn it_rests_on_approved_requirements() {
        let mut story = Story::of("service_level_agreement");
        story.given("service_requirement", 8, "state", Value::Text("draft".to_owned()));
        story.given("service_requirement", 8, "text", Value::Text("Mail by nine".to_owned()));
        story.save(&[NAMED, &[("based_on", "8"), ("requirements", "As listed")]].concat()).unwrap();
        let refusal = story.take("propose", &[]).unwrap_err();
        assert!(
            refusal.starts_with("The requirement “Mail by nine” is not approved."),
            "{refusal}"
        );
        story.given("service_requirement", 8, "state", Value::Text("approved".to_owned()));
        story.take("propose", &[]).unwrap();
    }

    #[test]
    fn what_is_still_talked_about_is_not_put_in_force() {
        let refusal = negotiated().take("start", &[("starts_on", "2026-04-01")]).unwrap_err();
        assert!(refusal.contains("not possible while"), "{refusal}");
    }

    #[test]
    fn both_sides_agree_to_targets_limits_and_exceptions() {
        let mut story = negotiated();
        let one_side = story.take("agree", &AGREED[..2]).unwrap_err();
        assert_eq!(one_side, "Before “Agree”, fill in: Owner agreed by, Owner agreed on.");
        let untargeted = story.take("agree", AGREED).unwrap_err();
        assert!(untargeted.contains("has no target yet"), "{untargeted}");
        story.given_count("service_level_target", "agreement", 1);
        let unlimited = story.take("agree", AGREED).unwrap_err();
        assert!(unlimited.contains("how much work it covers"), "{unlimited}");
        story.given_count("workload_limit", "agreement", 1);
        let unexcepted = story.take("agree", AGREED).unwrap_err();
        assert!(unexcepted.contains("write “none”"), "{unexcepted}");
        story.take("agree", &[AGREED, &[("exceptions", "none")]].concat()).unwrap();
        assert_eq!(story.state(), "agreed");
        story.given_count("service_level_target", "agreement", 0);
        let emptied = story.take("start", &[("starts_on", "2026-04-01")]).unwrap_err();
        assert!(emptied.contains("has no target yet"), "{emptied}");
    }

    #[test]
    fn an_amended_agreement_is_agreed_anew() {
        let mut story = in_force();
        story.take("review", &[]).unwrap();
        story.noted("amend", &[("last_review_on", "2026-03-02")], "Faster mail").unwrap();
        assert_eq!(story.holds("customer_agreed_by"), "");
        let refusal = story.take("start", &[]).unwrap_err();
        assert!(refusal.contains("Customer agreed by"), "{refusal}");
        assert_eq!(story.holds("edition"), "1");
        story.take("start", AGREED).unwrap();
        assert_eq!((story.state(), &*story.holds("edition")), ("in_force", "2"));
    }

    #[test]
    fn a_review_that_keeps_it_has_a_day() {
        let mut story = in_force();
        story.take("review", &[]).unwrap();
        assert!(story.take("keep", &[]).unwrap_err().ends_with("fill in: Last review on."));
        let ahead = story.take("keep", &[("last_review_on", "2026-05-01")]).unwrap_err();
        assert!(ahead.starts_with("Last review on lies in the future"), "{ahead}");
        story.take("keep", &[("last_review_on", "2026-03-02")]).unwrap();
        assert_eq!(story.state(), "in_force");
    }

    #[test]
    fn ending_keeps_a_last_day_that_was_set_by_hand() {
        let mut story = in_force();
        story.at("2026-09-30T12:00:00Z").noted("end", &[], "Service ended").unwrap();
        assert_eq!(story.holds("ends_on"), "2026-09-30");
        let mut story = in_force();
        story.noted("end", &[("ends_on", "2026-12-31")], "Service ends").unwrap();
        assert_eq!(story.holds("ends_on"), "2026-12-31");
    }

    #[test]
    fn its_days_and_months_make_sense() {
        let mut story = Story::saved("service_level_agreement", NAMED);
        let backward = &[("starts_on", "2026-04-01"), ("ends_on", "2026-03-31")];
        assert_eq!(story.save(backward).unwrap_err(), "Ends on lies before the first day.");
        let never = story.save(&[("review_months", "0")]).unwrap_err();
        assert_eq!(never, "Review months must be 1 to 120 months.");
    }
}
