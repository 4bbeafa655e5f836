//! Service level exceptions: when a missed target does not count, as both sides agreed it.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Situation, Step,
    library::{date_not_in_future, fault_unless, fill_in, only_if},
    step,
};
use gemba_vocabulary::{Ref, kind};
use jiff::{Timestamp, civil::Date};

/// A case in which an agreement itself excepts what was late, such as a flood. It counts once both sides agreed that it
/// is one; the share with every late one counted is told all the same.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "SLX", clause = "8.3.3", life, settle = settle)]
#[kind(shares(Comments, Attachments, Links))]
pub struct ServiceLevelException {
    /// What happened, in one line.
    #[field(searched, listed, visible)]
    pub summary: String,
    /// The agreement that excepts it.
    #[field(listed, filtered, visible)]
    pub agreement: Ref<kind::ServiceLevelAgreement>,
    /// Which of the exceptions written in the agreement it is, and why.
    #[field(long, visible)]
    pub reason: Option<String>,
    /// The incidents that it takes out.
    #[field(label = "Incidents taken out")]
    pub incidents: Vec<Ref<kind::Incident>>,
    /// From when on whatever was reported is taken out.
    #[field(visible)]
    pub from: Option<Timestamp>,
    /// Until when.
    #[field(visible)]
    pub until: Option<Timestamp>,
    /// The name of the person who agreed for the customer.
    #[field(visible)]
    pub customer_agreed_by: Option<String>,
    /// The day on which the customer agreed.
    #[field(visible)]
    pub customer_agreed_on: Option<Date>,
    /// The colleague who agreed for us.
    #[field(computed)]
    pub owner_agreed_by: Option<Ref<kind::Person>>,
}

/// Whether an exception counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// One side says that it is one.
    #[choice(tone = Waiting)]
    Proposed,
    /// Both sides agreed; it counts.
    #[choice(tone = Done)]
    Agreed,
    /// It is none: what was late stays missed.
    #[choice(tone = Off, end)]
    Rejected,
    /// It was agreed in error and counts no longer.
    #[choice(tone = Off, end)]
    Withdrawn,
}

const LIFE: &[Step<ServiceLevelException>] = &[
    step("agree", "Agree", &[State::Proposed], State::Agreed)
        .help("Both sides agree that the agreement excepts it. Results of its time are worked out anew.")
        .asks(&["reason", "incidents", "from", "until", "customer_agreed_by", "customer_agreed_on"])
        .guard(may_agree)
        .then(|me, now| me.owner_agreed_by = now.actor.person.map(Ref::new)),
    step("reject", "Reject", &[State::Proposed], State::Rejected)
        .help("It is no exception: what was late stays missed. Say why.")
        .needs_note(),
    step("withdraw", "Withdraw", &[State::Agreed], State::Withdrawn)
        .help("It was agreed in error. Say why; results of its time are worked out anew.")
        .needs_note(),
];

fn may_agree(me: &ServiceLevelException, now: &Situation<'_>) -> Result<(), Refusal> {
    fill_in(
        "Agree",
        &[
            (me.reason.is_some(), "Reason"),
            (me.customer_agreed_by.is_some(), "Customer agreed by"),
            (me.customer_agreed_on.is_some(), "Customer agreed on"),
        ],
    )?;
    only_if(
        !me.incidents.is_empty() || me.from.is_some(),
        "Say what it takes out: name incidents, or the time in which whatever was reported is taken out.",
    )?;
    let written = now.facts.value("service_level_agreement", me.agreement.id, "exceptions");
    let written = written.as_text().unwrap_or_default().trim().trim_end_matches('.');
    only_if(
        !written.is_empty() && !written.eq_ignore_ascii_case("none"),
        "The agreement lists no exceptions, so nothing can be taken out. Amend the agreement first.",
    )
}

fn settle(
    me: &mut ServiceLevelException,
    _: Option<&ServiceLevelException>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    let is_whole = me.from.is_some() == me.until.is_some();
    fault_unless(is_whole, "until", "goes with the time from which it counts; give both or none")?;
    let is_backward = me.from.zip(me.until).is_some_and(|(from, until)| until <= from);
    fault_unless(!is_backward, "until", "must lie after the time from which it counts")?;
    date_not_in_future("customer_agreed_on", me.customer_agreed_on, now)
}

#[cfg(test)]
mod tests {
    use crate::story::{ADA, Story, walk};
    use gemba_vocabulary::Value;

    const KIND: &str = "service_level_exception";
    const WHOLE: &[(&str, &str)] = &[
        ("summary", "Flood"),
        ("agreement", "4"),
        ("reason", "Higher force, section 3"),
        ("incidents", "7"),
        ("customer_agreed_by", "Zoe"),
        ("customer_agreed_on", "2026-03-01"),
    ];

    fn proposed() -> Story {
        let mut story = Story::of(KIND);
        let listed = Value::Text("Floods".to_owned());
        story.given("service_level_agreement", 4, "exceptions", listed);
        story.save(WHOLE).unwrap();
        story
    }

    #[test]
    fn both_sides_agree_to_what_the_agreement_lists() {
        let mut story = proposed();
        let refusal = story.take("agree", &[("customer_agreed_by", "")]).unwrap_err();
        assert_eq!(refusal, "Before “Agree”, fill in: Customer agreed by.");
        let refusal = story.take("agree", &[("incidents", "")]).unwrap_err();
        assert!(refusal.starts_with("Say what it takes out"), "{refusal}");
        story.take("agree", &[]).unwrap();
        assert_eq!(story.holds("owner_agreed_by"), ADA.to_string());
        let mut story = proposed();
        story.given("service_level_agreement", 4, "exceptions", Value::Text("None.".to_owned()));
        assert!(story.take("agree", &[]).unwrap_err().contains("lists no exceptions"));
    }

    #[test]
    fn a_time_has_both_its_ends() {
        let with = |fields: &[(&str, &str)]| Story::of(KIND).save(&[WHOLE, fields].concat());
        assert!(with(&[("from", "2026-02-01T00:00:00Z")]).unwrap_err().contains("both or none"));
        let backward = [("from", "2026-02-02T00:00:00Z"), ("until", "2026-02-01T00:00:00Z")];
        assert!(with(&backward).unwrap_err().contains("must lie after"));
    }

    const MACHINE: &[(&str, &str, &str)] = &[
        ("proposed", "agreed", "agree"),
        ("proposed", "rejected", "reject"),
        ("agreed", "withdrawn", "withdraw"),
    ];

    #[test]
    fn each_step_leads_on_and_each_other_is_refused() {
        walk(KIND, MACHINE, "Why", |from, _| {
            let mut story = proposed();
            story.put(from);
            story
        });
    }
}
