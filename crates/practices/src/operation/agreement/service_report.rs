//! Service reports: what a customer is told about a period, kept as it was told.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Situation, Step,
    held::Structured,
    library::{fault_unless, fill_in, only_if, today},
    step,
};
use gemba_vocabulary::{Ref, Value, kind};
use jiff::{Timestamp, civil::Date};
use serde_json::Value as Json;

/// What a customer is told about a period: how promises were kept, what failed, what changed, and what is done. The
/// figures are taken from the records when it is prepared, and kept as they were sent. The customer's people see it
/// once it is sent.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "SRT", clause = "9.4", title = "name", menu = Check, life, settle = settle)]
#[kind(shares(Comments, Attachments, Approvals, Links, Tasks))]
pub struct ServiceReport {
    /// The customer and the period, in one line.
    #[field(computed, searched, listed, visible)]
    pub name: Option<String>,
    /// The customer it is for.
    #[field(listed, filtered, visible)]
    pub customer: Ref<kind::Customer>,
    /// The first day that it tells of.
    #[field(listed, filtered, visible)]
    pub from: Date,
    /// The day after the last that it tells of.
    #[field(listed, visible)]
    pub until: Date,
    /// What we make of the figures: what went well, what did not, and what is done about it.
    #[field(long, searched, visible)]
    pub assessment: Option<String>,
    /// Who gets it, by name or address.
    #[field(visible)]
    pub recipients: Option<String>,
    /// The figures as they were when it was prepared, with definitions and exceptions.
    #[field(computed, visible, label = "Figures kept")]
    pub content: Option<Structured<Json>>,
    /// When the figures were taken.
    #[field(computed, visible)]
    pub prepared_at: Option<Timestamp>,
    /// Who approved it.
    #[field(computed)]
    pub approved_by: Option<Ref<kind::Person>>,
    /// When it was sent.
    #[field(computed, listed, filtered, visible)]
    pub sent_at: Option<Timestamp>,
    /// Whose people see it: nobody before it is sent.
    #[field(computed, scope = Audience)]
    pub sent_to: Vec<Ref<kind::Customer>>,
}

/// Where a report stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// Its figures have not been taken yet.
    Draft,
    /// Its figures are taken, and somebody says what they mean.
    #[choice(tone = Going)]
    Prepared,
    /// Somebody else looked at it and lets it go out.
    #[choice(tone = Waiting)]
    Approved,
    /// The customer has it.
    #[choice(tone = Done, end)]
    Sent,
    /// It does not go out.
    #[choice(tone = Off, end)]
    Withdrawn,
}

const LIFE: &[Step<ServiceReport>] = &[
    step("prepare", "Prepare", &[State::Draft], State::Prepared)
        .help("Takes the figures of the period from the records."),
    step("refresh", "Take figures anew", &[State::Prepared], State::Prepared)
        .help("Takes the figures anew, after something was put right in the records. Say what.")
        .needs_note(),
    step("approve", "Approve", &[State::Prepared], State::Approved)
        .help("Somebody else than its author lets it go out. It says what we make of the figures.")
        .asks(&["assessment"])
        .guard(|me: &ServiceReport, _| {
            fill_in("Approve", &[(me.assessment.is_some(), "Assessment")])
        })
        .then(|me: &mut ServiceReport, now| me.approved_by = now.actor.person.map(Ref::new)),
    step("return", "Return", &[State::Approved], State::Prepared)
        .help("Something has to be put right before it goes out. Say what.")
        .needs_note(),
    step("send", "Send", &[State::Approved], State::Sent)
        .help("The customer's people see it from now on, with its figures as they are kept.")
        .asks(&["recipients"])
        .guard(may_send)
        .then(|me, now| {
            me.sent_at = Some(now.now);
            me.sent_to = vec![me.customer];
        }),
    step(
        "withdraw",
        "Withdraw",
        &[State::Draft, State::Prepared, State::Approved],
        State::Withdrawn,
    )
    .help("It does not go out. Say why.")
    .needs_note(),
];

fn may_send(me: &ServiceReport, now: &Situation<'_>) -> Result<(), Refusal> {
    fill_in("Send", &[(me.recipients.is_some(), "Recipients")])?;
    only_if(
        me.until <= today(now),
        "The period is not over. Send it when it is, and take its figures anew before.",
    )
}

fn settle(
    me: &mut ServiceReport,
    before: Option<&ServiceReport>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    fault_unless(me.from < me.until, "until", "must lie after the first day")?;
    let period = |of: &ServiceReport| (of.customer, of.from, of.until);
    let is_moved = before.is_some_and(|before| period(before) != period(me));
    fault_unless(
        !is_moved || me.prepared_at.is_none(),
        "from",
        "stays with the customer and the last day once figures were taken; write another report",
    )?;
    let customer = now.facts.value("customer", me.customer.id, "name");
    let customer = match customer {
        Value::Text(name) => name,
        _ => format!("Customer {}", me.customer.id),
    };
    me.name = Some(format!("{customer}, {} to {}", me.from, me.until));
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::story::{Story, walk};
    use gemba_vocabulary::Value;

    const KIND: &str = "service_report";
    const JANUARY: &[(&str, &str)] =
        &[("customer", "4"), ("from", "2026-01-01"), ("until", "2026-02-01")];

    fn approved() -> Story {
        let mut story = Story::saved(KIND, JANUARY);
        story.take("prepare", &[]).unwrap();
        story.take("approve", &[("assessment", "A good month")]).unwrap();
        story
    }

    #[test]
    fn nobody_of_the_customer_sees_it_before_it_is_sent() {
        let mut story = Story::of(KIND);
        story.given("customer", 4, "name", Value::Text("Acme".to_owned()));
        story.save(JANUARY).unwrap();
        assert_eq!(story.holds("name"), "Acme, 2026-01-01 to 2026-02-01");
        story.take("prepare", &[]).unwrap();
        let refusal = story.take("approve", &[]).unwrap_err();
        assert_eq!(refusal, "Before “Approve”, fill in: Assessment.");
        story.take("approve", &[("assessment", "A good month")]).unwrap();
        assert_eq!(story.holds("sent_to"), "");
        assert_eq!(story.take("send", &[]).unwrap_err(), "Before “Send”, fill in: Recipients.");
        story.take("send", &[("recipients", "Zoe")]).unwrap();
        assert_eq!((story.state(), &*story.holds("sent_to")), ("sent", "4"));
    }

    #[test]
    fn a_period_that_runs_is_not_sent_and_one_with_figures_not_moved() {
        let mut story = Story::saved(KIND, JANUARY);
        story.save(&[("from", "2026-03-01"), ("until", "2026-04-01")]).unwrap();
        story.take("prepare", &[]).unwrap();
        story.take("approve", &[("assessment", "So far")]).unwrap();
        let refusal = story.take("send", &[("recipients", "Zoe")]).unwrap_err();
        assert!(refusal.starts_with("The period is not over."), "{refusal}");
        assert!(
            Story::of(KIND)
                .save(&[("customer", "4"), ("from", "2026-02-01"), ("until", "2026-02-01")])
                .is_err()
        );
    }

    const MACHINE: &[(&str, &str, &str)] = &[
        ("draft", "prepared", "prepare"),
        ("draft", "withdrawn", "withdraw"),
        ("prepared", "prepared", "refresh"),
        ("prepared", "approved", "approve"),
        ("prepared", "withdrawn", "withdraw"),
        ("approved", "prepared", "return"),
        ("approved", "sent", "send"),
        ("approved", "withdrawn", "withdraw"),
    ];

    #[test]
    fn each_step_leads_on_and_each_other_is_refused() {
        walk(KIND, MACHINE, "Why", |from, _| {
            let mut story = approved();
            story.save(&[("recipients", "Zoe")]).unwrap();
            story.put(from);
            story
        });
    }
}
