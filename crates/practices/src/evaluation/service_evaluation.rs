//! Evaluations of services: whether a service met each of its requirements in a period, and how that is known.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Row, Situation, Step,
    held::Structured,
    library::{called, fault_unless, fill_in, is_import},
    step,
};
use gemba_vocabulary::{Ref, kind};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

/// Whether a service met each of its approved requirements in a period. Gemba lists the requirements, and proposes
/// what the records tell; a person says of each whether it was met.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "SEV", clause = "9.1", title = "name", menu = Check, life, settle = settle)]
#[kind(shares(Comments, Attachments, Links, Tasks))]
pub struct ServiceEvaluation {
    /// The service and the period, in one line.
    #[field(computed, searched)]
    pub name: Option<String>,
    /// The service that is evaluated.
    #[field(listed, filtered)]
    pub service: Ref<kind::Service>,
    /// The first day of the period.
    #[field(listed, filtered)]
    pub from: Date,
    /// The day after the last of the period.
    #[field(listed)]
    pub until: Date,
    /// Who evaluates it.
    #[field(listed, filtered)]
    pub owner: Option<Ref<kind::Person>>,
    /// Each approved requirement: whether it was met, and how that is known.
    #[field(rows = Verdict)]
    pub verdicts: Option<Structured<Vec<Verdict>>>,
    /// What the records of the period say of the service.
    #[field(computed, rows = Fact)]
    pub facts: Option<Structured<Vec<Fact>>>,
    /// How many requirements were met.
    #[field(computed, listed)]
    pub met_count: Option<i64>,
    /// How many requirements were not met.
    #[field(computed, listed)]
    pub not_met_count: Option<i64>,
    /// Of how many requirements nothing is known.
    #[field(computed)]
    pub no_data_count: Option<i64>,
    /// Whether the service does what it is for, and what is done where it does not.
    #[field(long, searched)]
    pub conclusion: Option<String>,
    /// When the facts were taken from the records.
    #[field(computed)]
    pub taken_at: Option<Timestamp>,
    /// When it was concluded.
    #[field(computed, filtered)]
    pub concluded_at: Option<Timestamp>,
}

/// Whether a requirement was met.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct Verdict {
    /// The number of the requirement, such as SRQ-000012.
    pub requirement: String,
    /// What it asks for.
    pub asks: String,
    /// Whether it was met.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<Outcome>,
    /// How that is known: the record, the figure or the test that shows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<String>,
}

/// Whether a requirement was met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It was met.
    #[choice(tone = Done)]
    Met,
    /// It was not met.
    #[choice(tone = Major)]
    NotMet,
    /// Nothing is known. That is never a yes.
    #[choice(tone = Waiting)]
    NoData,
}

/// What the records say of a service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct Fact {
    /// What was looked at.
    pub what: String,
    /// What it came to.
    pub came: String,
}

/// Where an evaluation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// The requirements are listed, and somebody looks at each.
    #[choice(tone = Going)]
    Draft,
    /// It says of each requirement whether it was met.
    #[choice(tone = Done, end)]
    Concluded,
    /// It was not needed.
    #[choice(tone = Off, end)]
    Discarded,
}

const LIFE: &[Step<ServiceEvaluation>] = &[
    step("refresh", "Take facts anew", &[State::Draft], State::Draft)
        .help("Lists requirements that were approved since, and takes the facts from the records of this moment."),
    step("conclude", "Conclude", &[State::Draft], State::Concluded)
        .help("It is said of each requirement whether it was met and how that is known, and what follows.")
        .asks(&["verdicts", "conclusion", "owner"])
        .guard(may_conclude)
        .then(|me, now| me.concluded_at = Some(now.now)),
    step("discard", "Discard", &[State::Draft], State::Discarded)
        .help("It is not needed. Say why.")
        .needs_note(),
];

impl ServiceEvaluation {
    fn verdicts(&self) -> &[Verdict] {
        self.verdicts.as_ref().map_or(&[], |all| &all.0)
    }

    fn count(&self, result: Outcome) -> Option<i64> {
        i64::try_from(self.verdicts().iter().filter(|one| one.result == Some(result)).count()).ok()
    }
}

fn may_conclude(me: &ServiceEvaluation, _: &Situation<'_>) -> Result<(), Refusal> {
    fill_in("Conclude", &[(me.owner.is_some(), "Owner"), (me.conclusion.is_some(), "Conclusion")])?;
    if me.verdicts().is_empty() {
        return Err(Refusal::because(
            "The service has no approved requirement. Approve its requirements, then take the facts anew.",
        ));
    }
    let is_open = |one: &&Verdict| one.result.is_none() || one.evidence.is_none();
    match me.verdicts().iter().find(is_open) {
        Some(open) => Err(Refusal::because(format!(
            "Of {} it is not said whether it was met and how that is known. Fill in both; where nothing is known, say \
             so and why.",
            open.requirement
        ))),
        None => Ok(()),
    }
}

fn settle(
    me: &mut ServiceEvaluation,
    before: Option<&ServiceEvaluation>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    fault_unless(me.from < me.until, "until", "must lie after the first day")?;
    if let Some(before) = before.filter(|_| !is_import(now)) {
        let is_same =
            (before.service, before.from, before.until) == (me.service, me.from, me.until);
        fault_unless(is_same, "service", "and the period stay the same; begin another one")?;
        let is_kept = before.concluded_at.is_none()
            || (&before.verdicts, &before.conclusion) == (&me.verdicts, &me.conclusion);
        fault_unless(is_kept, "verdicts", "stay as they were concluded; begin another one")?;
    }
    me.met_count = me.count(Outcome::Met);
    me.not_met_count = me.count(Outcome::NotMet);
    me.no_data_count = me.count(Outcome::NoData);
    let service = called("service", "SVC", "name", me.service.id, now);
    me.name = Some(format!("{service}, {} to {}", me.from, me.until));
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::story::{Story, walk};

    const KIND: &str = "service_evaluation";
    const OPEN: &str = r#"[{"requirement": "SRQ-000001", "asks": "Mail arrives within a minute"}]"#;
    const SAID: &str = r#"[{"requirement": "SRQ-000001", "asks": "Mail arrives within a minute",
        "result": "not_met", "evidence": "INC-000004: an hour on 3 January"}]"#;

    fn listed(verdicts: &str) -> Story {
        let fields = [
            ("service", "4"),
            ("from", "2026-01-01"),
            ("until", "2026-02-01"),
            ("owner", "1"),
            ("verdicts", verdicts),
        ];
        Story::saved(KIND, &fields)
    }

    #[test]
    fn each_requirement_is_spoken_of() {
        let conclusion = [("conclusion", "Good but for one hour")];
        assert!(listed("[]").take("conclude", &conclusion).unwrap_err().contains("no approved"));
        let mut story = listed(OPEN);
        let refusal = story.take("conclude", &conclusion).unwrap_err();
        assert!(refusal.starts_with("Of SRQ-000001 it is not said"), "{refusal}");
        story.take("conclude", &[("verdicts", SAID), conclusion[0]]).unwrap();
        let counts = ["met_count", "not_met_count", "no_data_count"].map(|one| story.holds(one));
        assert_eq!(counts, ["0", "1", "0"]);
        assert!(story.save(&[("verdicts", OPEN)]).unwrap_err().contains("as they were concluded"));
    }

    #[test]
    fn the_whole_way() {
        let machine = &[
            ("draft", "draft", "refresh"),
            ("draft", "concluded", "conclude"),
            ("draft", "discarded", "discard"),
        ];
        walk(KIND, machine, "Not needed", |state, _| {
            let mut story = listed(SAID);
            story.save(&[("conclusion", "Good")]).unwrap();
            story.put(state);
            story
        });
    }
}
