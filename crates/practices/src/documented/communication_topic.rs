//! Topics of communication: what has to be told, to whom, when, how and by whom.
use gemba_model::{
    Choice, FieldFault, Kind, Situation, Step,
    library::{fault_unless, fill_in, today},
    step,
};
use gemba_vocabulary::{Ref, Value, kind};
use jiff::{ToSpan, civil::Date};

/// Something that has to be told again and again: what, to whom, when or at which event, by which way and by whom. All
/// of them together are the plan of communication.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "CMT", clause = "7.4", menu = Plan, life, settle = settle)]
#[kind(shares(Comments, Links, Tasks, Tags, Review))]
pub struct CommunicationTopic {
    /// What is told, in one line.
    #[field(searched, listed)]
    pub name: String,
    /// What it must say.
    #[field(long, searched)]
    pub what: Option<String>,
    /// What sort of news it is.
    #[field(listed, filtered, default = "other")]
    pub sort: Sort,
    /// Where it goes.
    #[field(listed, filtered, default = "inside")]
    pub reach: Reach,
    /// The services that it is about; none means all.
    #[field(filtered)]
    pub services: Vec<Ref<kind::Service>>,
    /// To whom, in words.
    #[field(listed)]
    pub audience: Option<String>,
    /// The interested parties to whom it goes.
    #[field(filtered)]
    pub parties: Vec<Ref<kind::InterestedParty>>,
    /// The customers to whom it goes.
    #[field(filtered)]
    pub customers: Vec<Ref<kind::Customer>>,
    /// The suppliers to whom it goes.
    #[field(filtered)]
    pub suppliers: Vec<Ref<kind::Supplier>>,
    /// The event at which it is told, such as a major incident.
    pub trigger: Option<String>,
    /// How often it is told, if it is told by the calendar.
    #[field(unit = "months")]
    pub interval_months: Option<i64>,
    /// By which way, such as mail, a meeting or the first page.
    #[field(listed)]
    pub channel: Option<String>,
    /// Who tells it.
    #[field(listed, filtered)]
    pub owner: Option<Ref<kind::Person>>,
    /// The role that tells it, if it is not always the same person.
    #[field(filtered)]
    pub role: Option<Ref<kind::Role>>,
    /// The first day on which it is due by the calendar.
    pub begins_on: Option<Date>,
    /// When it was told last.
    #[field(computed, listed)]
    pub last_sent_on: Option<Date>,
    /// By when it is told again.
    #[field(computed, listed, filtered)]
    pub next_due_on: Option<Date>,
    /// How many days before that whoever tells it is reminded.
    #[field(unit = "days", default = "7")]
    pub remind_days: i64,
    /// The day of which they were reminded.
    #[field(computed)]
    pub reminded_for: Option<Date>,
}

/// What sort of news it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Sort {
    /// The policy and what it asks of people.
    Policy,
    /// What service management shall reach, and how far it is.
    Objectives,
    /// Major incidents.
    MajorIncidents,
    /// Changes and work that is planned.
    Changes,
    /// How services went.
    Reports,
    /// Information security.
    Security,
    /// Grave events, and what is done then.
    Continuity,
    /// What was made better.
    Improvements,
    /// The agreement on how a customer and we keep in touch.
    Relationship,
    /// Something else.
    Other,
}

/// Where news goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Reach {
    /// To those who work here.
    Inside,
    /// To others.
    Outside,
    /// To both.
    Both,
}

/// Where a topic stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// It is being thought about.
    Draft,
    /// It is told as planned.
    #[choice(tone = Going)]
    InUse,
    /// It is told no longer.
    #[choice(tone = Off, end)]
    Ended,
}

const LIFE: &[Step<CommunicationTopic>] = &[
    step("adopt", "Adopt", &[State::Draft], State::InUse)
        .help("It is told from now on: what, to whom, when, how and by whom is clear.")
        .asks(&["what", "audience", "trigger", "interval_months", "channel", "owner"])
        .guard(|me: &CommunicationTopic, _| {
            let names_somebody = me.audience.is_some()
                || !(me.parties.is_empty() && me.customers.is_empty() && me.suppliers.is_empty());
            fill_in(
                "Adopt",
                &[
                    (me.what.is_some(), "What"),
                    (names_somebody, "Audience"),
                    (
                        me.trigger.is_some() || me.interval_months.is_some(),
                        "Trigger or Interval months",
                    ),
                    (me.channel.is_some(), "Channel"),
                    (me.owner.is_some(), "Owner"),
                ],
            )
        })
        .then(|me, now| {
            me.begins_on.get_or_insert(today(now));
        }),
    step("end", "End", &[State::Draft, State::InUse], State::Ended)
        .help("It is told no longer. Say why.")
        .needs_note()
        .then(|me, _| me.interval_months = None),
];

const INTERVAL_MONTHS_MAX: i64 = 60;

fn settle(
    me: &mut CommunicationTopic,
    _: Option<&CommunicationTopic>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    let is_interval =
        me.interval_months.is_none_or(|months| (1..=INTERVAL_MONTHS_MAX).contains(&months));
    fault_unless(is_interval, "interval_months", "must be 1 to 60 months")?;
    fault_unless((1..=365).contains(&me.remind_days), "remind_days", "must be 1 to 365 days")?;
    let sent = [("topic", Value::Ref(now.record)), ("state", Value::Text("sent".to_owned()))];
    let days = now.facts.each("communication", &sent, "sent_on");
    let days =
        days.iter().filter_map(|day| if let Value::Date(day) = day { Some(*day) } else { None });
    me.last_sent_on = days.max();
    me.next_due_on =
        me.begins_on.zip(me.interval_months).and_then(|(first, months)| match me.last_sent_on {
            Some(last) if last >= first => last.checked_add(months.months()).ok(),
            _ => Some(first),
        });
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::story::{Story, walk};
    use gemba_vocabulary::Value;
    use jiff::civil::date;

    const KIND: &str = "communication_topic";
    const WHOLE: &[(&str, &str)] = &[
        ("name", "How services went"),
        ("what", "Figures and what is done"),
        ("audience", "Contacts of customers"),
        ("interval_months", "1"),
        ("channel", "Mail"),
        ("owner", "1"),
    ];

    #[test]
    fn each_step_leads_on_and_each_other_is_refused() {
        let machine =
            [("draft", "in_use", "adopt"), ("draft", "ended", "end"), ("in_use", "ended", "end")];
        walk(KIND, &machine, "Nobody reads it", |from, _| {
            let mut story = Story::saved(KIND, WHOLE);
            story.put(from);
            story
        });
    }

    #[test]
    fn what_to_whom_when_how_and_by_whom_is_clear() {
        let mut story = Story::saved(KIND, &[("name", "Majors")]);
        let bare = story.take("adopt", &[]).unwrap_err();
        assert_eq!(
            bare,
            "Before “Adopt”, fill in: What, Audience, Trigger or Interval months, Channel, Owner."
        );
        assert!(story.save(&[("interval_months", "0")]).is_err());
    }

    #[test]
    fn it_is_due_an_interval_after_it_was_told_last() {
        let mut story = Story::saved(KIND, WHOLE);
        story.take("adopt", &[]).unwrap();
        assert_eq!(
            story.holds("next_due_on"),
            "2026-03-02",
            "it is due from the day on which it was adopted"
        );
        let sent = [
            ("topic", Value::Ref(7)),
            ("state", Value::Text("sent".to_owned())),
            ("sent_on", Value::Date(date(2026, 3, 31))),
        ];
        story.given_record("communication", &sent).save(&[]).unwrap();
        assert_eq!(story.holds("last_sent_on"), "2026-03-31");
        assert_eq!(story.holds("next_due_on"), "2026-04-30", "the last day of a shorter month");
        story.noted("end", &[], "Nobody reads it").unwrap();
        assert_eq!(story.holds("next_due_on"), "");
    }
}
