//! Alerts: what monitoring tools noticed, and whether it goes on.
use gemba_model::{
    Choice, FieldFault, Kind, Row, Situation, Step,
    held::Structured,
    library::{Count, fault_unless},
    step,
};
use gemba_vocabulary::{Ref, kind};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Something that a monitoring tool noticed and told, such as a machine that does not answer. It is
/// one record however often the tool tells of it; a rule says which service it concerns, and whether
/// it opens an incident.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "ALT", clause = "8.6.1", life, begins = begins, settle = settle)]
#[kind(shares(Comments, Links))]
pub struct Alert {
    /// What the tool calls it.
    #[field(searched, listed)]
    pub name: String,
    /// The number by which the tool knows it; the same number is the same alert.
    #[field(unique, searched)]
    pub fingerprint: String,
    /// The tool that told it, such as alertmanager.
    #[field(filtered)]
    pub source: Option<String>,
    /// How grave the tool says it is.
    #[field(listed, filtered)]
    pub severity: Option<String>,
    /// What the tool says of it.
    #[field(long, searched)]
    pub summary: Option<String>,
    /// The labels by which rules know it.
    #[field(rows = Pair)]
    pub labels: Option<Structured<Vec<Pair>>>,
    /// What else the tool tells of it.
    #[field(rows = Pair)]
    pub annotations: Option<Structured<Vec<Pair>>>,
    /// Where the tool shows it.
    #[field(long)]
    pub link: Option<String>,
    /// When it began.
    #[field(listed, filtered)]
    pub starts_at: Timestamp,
    /// When it ended; empty while it goes on.
    #[field(listed, filtered)]
    pub ends_at: Option<Timestamp>,
    /// How often it began.
    #[field(computed, listed, default = "0")]
    pub times: Count,
    /// The rule that holds for it.
    #[field(computed, filtered)]
    pub rule: Option<Ref<kind::AlertRule>>,
    /// The service that it concerns, by its rule.
    #[field(computed, listed, filtered)]
    pub service: Option<Ref<kind::Service>>,
    /// The configuration item that it concerns, by its rule.
    #[field(computed, filtered)]
    pub item: Option<Ref<kind::ConfigurationItem>>,
    /// What it has in common with alerts that tell of the same thing.
    #[field(computed, filtered)]
    pub group: Option<String>,
    /// The incident that it belongs to.
    #[field(listed, filtered, scope = With)]
    pub incident: Option<Ref<kind::Incident>>,
    /// Whether only those with the role “Information security” may know that it exists, by its rule.
    #[field(computed, filtered, scope = Restricted)]
    pub restricted: bool,
}

/// A name and its value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct Pair {
    /// The name.
    pub name: String,
    /// The value.
    pub value: String,
}

/// Whether an alert goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// It goes on.
    #[choice(tone = Going)]
    Firing,
    /// It is over.
    #[choice(tone = Done, end)]
    Resolved,
}

const LIFE: &[Step<Alert>] = &[
    step("tell", "Told again", &[State::Firing], State::Firing)
        .help("The tool told of it again, with other words.")
        .asks(&["severity", "summary", "labels", "annotations", "link", "starts_at"]),
    step("end", "Over", &[State::Firing], State::Resolved)
        .help("The tool says that it is over, and since when.")
        .asks(&["severity", "summary", "labels", "annotations", "link", "starts_at", "ends_at"])
        .then(|me, now| {
            me.ends_at.get_or_insert(now.now);
        }),
    step("fire", "Begins again", &[State::Resolved], State::Firing)
        .help("It was over and began again.")
        .asks(&["severity", "summary", "labels", "annotations", "link", "starts_at"])
        .then(|me, _| {
            me.ends_at = None;
            // What begins again is looked at anew; the history keeps what it belonged to.
            me.incident = None;
            me.times.add_one();
        }),
    step("attach", "Belongs to", &[State::Firing, State::Resolved], State::Firing)
        .or_to(State::Resolved, |me: &Alert, _| me.ends_at.is_some())
        .help("It tells of what an incident is about.")
        .asks(&["incident"]),
];

fn begins(me: &Alert) -> State {
    if me.ends_at.is_some() { State::Resolved } else { State::Firing }
}

fn settle(me: &mut Alert, before: Option<&Alert>, _: &Situation<'_>) -> Result<(), FieldFault> {
    if before.is_none() {
        me.times.add_one();
    }
    fault_unless(!me.fingerprint.trim().is_empty(), "fingerprint", "is required")?;
    let is_backward = me.ends_at.is_some_and(|end| end < me.starts_at);
    fault_unless(!is_backward, "ends_at", "lies before it began")
}

#[cfg(test)]
mod tests {
    use crate::story::{Story, walk};

    const KIND: &str = "alert";
    const WHOLE: &[(&str, &str)] =
        &[("name", "InstanceDown"), ("fingerprint", "a1b2"), ("starts_at", "2026-03-02T08:00:00Z")];
    const MACHINE: &[(&str, &str, &str)] = &[
        ("firing", "firing", "tell"),
        ("firing", "resolved", "end"),
        ("firing", "firing", "attach"),
        ("resolved", "firing", "fire"),
        ("resolved", "resolved", "attach"),
    ];

    #[test]
    fn each_step_leads_on_and_each_other_is_refused() {
        walk(KIND, MACHINE, "Told", |from, _| {
            let mut story = Story::saved(KIND, WHOLE);
            if from == "resolved" {
                story.save(&[("ends_at", "2026-03-02T08:30:00Z")]).unwrap();
            }
            story.put(from);
            story
        });
    }

    #[test]
    fn an_alert_that_begins_again_is_the_same_alert() {
        let mut story = Story::saved(KIND, WHOLE);
        assert_eq!((story.state(), &*story.holds("times")), ("firing", "1"));
        story.take("attach", &[("incident", "4")]).unwrap();
        story.take("end", &[("ends_at", "2026-03-02T08:30:00Z")]).unwrap();
        assert_eq!((story.state(), &*story.holds("incident")), ("resolved", "4"));
        story.take("fire", &[("starts_at", "2026-03-02T09:00:00Z")]).unwrap();
        let held = ["times", "incident", "ends_at"].map(|field| story.holds(field));
        assert_eq!(held, ["2", "", ""].map(str::to_owned));
        let early = story.take("end", &[("ends_at", "2026-03-02T08:59:00Z")]).unwrap_err();
        assert!(early.contains("lies before it began"), "{early}");
    }

    #[test]
    fn what_is_over_when_it_is_told_begins_there() {
        let mut story = Story::of(KIND);
        story.save(WHOLE).unwrap();
        assert_eq!(story.state(), "firing");
        let over = [WHOLE, &[("ends_at", "2026-03-02T08:30:00Z")]].concat();
        let mut story = Story::of(KIND);
        story.save(&over).unwrap();
        assert_eq!(story.state(), "resolved");
    }
}
