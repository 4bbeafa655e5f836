//! Outages: times in which people could not use a service, or only in part.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Situation, Step,
    library::{fault_unless, fill_in, is_import, not_in_future, only_if},
    step,
};
use gemba_vocabulary::{RecordId, Ref, Value, kind};
use jiff::Timestamp;

/// A time in which people could not use a service, or could use it only in part. Availability is
/// counted from outages, so each of them has exact times.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "OUT", clause = "8.7.1", life, settle = settle)]
#[kind(shares(Comments, Attachments, Links, Tasks, Tags, Watchers))]
pub struct Outage {
    /// What could not be used, in one line.
    #[field(searched, listed)]
    pub summary: String,
    /// The service that people could not use. Empty takes the service of the configuration item.
    #[field(listed, filtered)]
    pub service: Option<Ref<kind::Service>>,
    /// The part that failed. The outage counts for every service that cannot work without it.
    #[field(listed, filtered)]
    pub configuration_item: Option<Ref<kind::ConfigurationItem>>,
    /// Whether only the service named here suffered, though others need the same part.
    #[field(label = "Other services went on")]
    pub others_went_on: bool,
    /// The incident in which it was handled.
    #[field(listed, filtered)]
    pub incident: Option<Ref<kind::Incident>>,
    /// The change that it was needed for, or that brought it about.
    #[field(filtered)]
    pub change: Option<Ref<kind::Change>>,
    /// Whether it was intended. It counts as downtime all the same, unless it lies in a maintenance
    /// window that was agreed and announced in time.
    #[field(filtered)]
    pub planned: bool,
    /// Whether the service could be used in part. The agreement says how far such time counts.
    #[field(filtered)]
    pub degraded: bool,
    /// How it became known.
    #[field(filtered, default = "by_hand")]
    pub source: Source,
    /// How many people could not use it. Empty means everybody who uses the service.
    #[field(unit = "people")]
    pub users_affected: Option<i64>,
    /// When people could no longer use it.
    #[field(listed, filtered)]
    pub began_at: Timestamp,
    /// When somebody, or a tool, noticed it.
    pub detected_at: Option<Timestamp>,
    /// When it was known what had to be repaired.
    pub diagnosed_at: Option<Timestamp>,
    /// When the part worked again.
    pub repaired_at: Option<Timestamp>,
    /// When people could use the service again.
    #[field(listed, filtered)]
    pub ended_at: Option<Timestamp>,
    /// When somebody made sure that people have the service back and that the times are right.
    #[field(computed)]
    pub verified_at: Option<Timestamp>,
    /// Who made sure of it.
    #[field(computed)]
    pub verified_by: Option<Ref<kind::Person>>,
    /// The problem in which the cause is looked for.
    #[field(filtered)]
    pub problem: Option<Ref<kind::Problem>>,
    /// Why it happened, as far as it is known.
    #[field(long, searched)]
    pub cause: Option<String>,
    /// What is done so that it does not come back, or why nothing is.
    #[field(long)]
    pub action: Option<String>,
}

/// How an outage became known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Source {
    /// Somebody wrote it down.
    ByHand,
    /// A tool that watches the services told of it.
    Monitoring,
    /// A major incident was declared.
    MajorIncident,
}

/// Where an outage stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// People cannot use the service.
    #[choice(tone = Going)]
    Open,
    /// People can use the service again; nobody has checked the times yet.
    #[choice(tone = Waiting)]
    Restored,
    /// Somebody made sure that it is over, and its cause is being looked for or known.
    #[choice(tone = Done, end)]
    Verified,
    /// There was no outage.
    #[choice(tone = Off, end)]
    Withdrawn,
}

const LIFE: &[Step<Outage>] = &[
    step("restore", "Restored", &[State::Open], State::Restored)
        .help("People can use the service again. An empty time means now.")
        .asks(&["ended_at", "detected_at", "diagnosed_at", "repaired_at", "users_affected"])
        .then(|me, now| {
            me.ended_at.get_or_insert(now.now);
        }),
    step("resume", "Still down", &[State::Restored], State::Open)
        .help("It did not work after all: the outage goes on. Say what was found.")
        .needs_note()
        .then(|me, _| me.ended_at = None),
    step("verify", "Verify", &[State::Restored], State::Verified)
        .help(
            "People have the service back and the times are right. If it was not planned, name the \
             problem, or say what caused it and what is done about it.",
        )
        .asks(&["ended_at", "problem", "cause", "action"])
        .guard(may_verify)
        .then(|me, now| {
            me.verified_at = Some(now.now);
            me.verified_by = now.actor.person.map(Ref::new);
        }),
    step("withdraw", "Withdraw", &[State::Open, State::Restored], State::Withdrawn)
        .help("There was no outage, or it was written down twice. Say which.")
        .needs_note(),
];

fn may_verify(me: &Outage, _: &Situation<'_>) -> Result<(), Refusal> {
    fill_in("Verify", &[(me.ended_at.is_some(), "Ended at")])?;
    let is_investigated = me.problem.is_some() || (me.cause.is_some() && me.action.is_some());
    only_if(
        me.planned || is_investigated,
        "It was not planned, so its cause is looked for. Name the problem, or fill in Cause and \
         Action.",
    )
}

fn settle(me: &mut Outage, before: Option<&Outage>, now: &Situation<'_>) -> Result<(), FieldFault> {
    if me.service.is_none() {
        me.service = me.configuration_item.as_ref().and_then(|item| service_of(item.id, now));
    }
    let is_somewhere = me.service.is_some() || me.configuration_item.is_some();
    fault_unless(is_somewhere, "service", "is required: say what could not be used")?;
    let users = me.users_affected.is_none_or(|users| users >= 0);
    fault_unless(users, "users_affected", "cannot be below zero")?;
    not_in_future("began_at", Some(me.began_at), before.map(|before| before.began_at), now)?;
    not_in_future("ended_at", me.ended_at, before.and_then(|before| before.ended_at), now)?;
    if is_import(now) {
        return Ok(());
    }
    in_order(me)
}

/// The service that the part belongs to.
fn service_of(item: RecordId, now: &Situation<'_>) -> Option<Ref<kind::Service>> {
    match now.facts.value("configuration_item", item, "service") {
        Value::Ref(id) => Some(Ref::new(id)),
        _ => None,
    }
}

/// Nothing is noticed before it begins, and nothing is repaired before it is noticed.
fn in_order(me: &Outage) -> Result<(), FieldFault> {
    let moments = [
        ("began_at", Some(me.began_at), "it began"),
        ("detected_at", me.detected_at, "it was noticed"),
        ("diagnosed_at", me.diagnosed_at, "it was diagnosed"),
        ("repaired_at", me.repaired_at, "it was repaired"),
        ("ended_at", me.ended_at, "it ended"),
    ];
    let mut last: Option<(Timestamp, &str)> = None;
    for (field, at, words) in moments {
        let Some(at) = at else { continue };
        if let Some((earlier, what)) = last {
            fault_unless(earlier <= at, field, &format!("lies before {what}"))?;
        }
        last = Some((at, words));
    }
    let took_time = me.ended_at.is_none_or(|end| me.began_at < end);
    fault_unless(took_time, "ended_at", "must lie after it began")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::{Story, walk};

    const KIND: &str = "outage";
    const MAIL: &[(&str, &str)] =
        &[("summary", "Mail down"), ("service", "3"), ("began_at", "2026-03-02T07:15:00Z")];

    #[test]
    fn it_ends_now_unless_a_time_is_given_and_its_cause_is_looked_for() {
        let mut story = Story::saved(KIND, MAIL);
        story.take("restore", &[]).unwrap();
        assert_eq!(story.holds("ended_at"), "2026-03-02T09:00:00Z");
        let refusal = story.take("verify", &[]).unwrap_err();
        assert!(refusal.contains("Name the problem, or fill in Cause and Action."), "{refusal}");
        assert!(story.take("verify", &[("cause", "A full disk")]).is_err(), "and the action?");
        story.take("verify", &[("problem", "9")]).unwrap();
        assert_eq!((story.state(), &*story.holds("verified_by")), ("verified", "1"));
    }

    #[test]
    fn what_was_planned_needs_no_cause() {
        let mut story = Story::saved(KIND, &[MAIL, &[("planned", "yes")]].concat());
        story.take("restore", &[]).unwrap();
        story.take("verify", &[]).unwrap();
        assert_eq!(story.state(), "verified");
    }

    #[test]
    fn an_item_brings_its_service_and_nothing_at_all_is_no_outage() {
        let bare = [("summary", "Down"), ("began_at", "2026-03-02T07:15:00Z")];
        let refusal = Story::of(KIND).save(&bare).unwrap_err();
        assert_eq!(refusal, "Service is required: say what could not be used.");
        let mut story = Story::of(KIND);
        story.given("configuration_item", 4, "service", Value::Ref(8));
        story.save(&[&bare[..], &[("configuration_item", "4")]].concat()).unwrap();
        assert_eq!(story.holds("service"), "8");
    }

    #[test]
    fn its_times_follow_one_another_and_none_lies_ahead() {
        let refused =
            |more: &[(&str, &str)]| Story::of(KIND).save(&[MAIL, more].concat()).unwrap_err();
        let early = refused(&[("detected_at", "2026-03-02T07:14:00Z")]);
        assert_eq!(early, "Detected at lies before it began.");
        let twice =
            [("diagnosed_at", "2026-03-02T08:00:00Z"), ("repaired_at", "2026-03-02T07:30:00Z")];
        assert_eq!(refused(&twice), "Repaired at lies before it was diagnosed.");
        assert!(refused(&[("ended_at", "2026-03-02T07:15:00Z")]).contains("after it began"));
        assert!(refused(&[("ended_at", "2026-03-02T09:01:00Z")]).contains("lies in the future"));
        assert!(refused(&[("users_affected", "-1")]).contains("below zero"));
    }

    #[test]
    fn what_still_fails_goes_on() {
        let mut story = Story::saved(KIND, MAIL);
        story.take("restore", &[]).unwrap();
        story.noted("resume", &[], "Users still see errors").unwrap();
        assert_eq!((story.state(), &*story.holds("ended_at")), ("open", ""));
    }

    const MACHINE: &[(&str, &str, &str)] = &[
        ("open", "restored", "restore"),
        ("open", "withdrawn", "withdraw"),
        ("restored", "open", "resume"),
        ("restored", "verified", "verify"),
        ("restored", "withdrawn", "withdraw"),
    ];

    #[test]
    fn each_step_leads_on_and_each_other_is_refused() {
        walk(KIND, MACHINE, "So it was", |state, _| {
            let whole = [("ended_at", "2026-03-02T08:00:00Z"), ("problem", "9")];
            let mut story = Story::saved(KIND, &[MAIL, &whole].concat());
            story.put(state);
            story
        });
    }
}
