//! Analyses of trends: what the records of a period show, what is concluded, and what is done about it.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Row, Situation, Step,
    held::Structured,
    library::{fault_unless, fill_in, is_import, today},
    step,
};
use gemba_vocabulary::{Ref, Value, id::parse_number, kind};
use jiff::{Timestamp, ToSpan, civil::Date};
use serde::{Deserialize, Serialize};

/// What the records of some whole months show. Gemba takes the figures when the analysis is begun;
/// people conclude, and decide on each cluster that stands out.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "TRA", clause = "8.6.3", menu = Check, plural = "Trend analyses", life)]
#[kind(settle = settle)]
#[kind(shares(Comments, Attachments, Links, Tasks, Tags))]
pub struct TrendAnalysis {
    /// What it is called, such as “Incidents in the third quarter”.
    #[field(searched, listed)]
    pub name: String,
    /// What is looked at.
    #[field(listed, filtered)]
    pub subject: Subject,
    /// The first day of the period, which begins a month.
    #[field(listed, filtered)]
    pub from: Date,
    /// The last day of the period, which ends a month.
    #[field(listed, filtered)]
    pub until: Date,
    /// Who looks at it.
    #[field(listed, filtered)]
    pub analysed_by: Option<Ref<kind::Person>>,
    /// What the figures say, in words.
    #[field(long, searched)]
    pub conclusions: Option<String>,
    /// What is decided on each cluster that stands out: the problem that was raised, or why none was.
    #[field(rows = Decision)]
    pub decisions: Option<Structured<Vec<Decision>>>,
    /// What is done so that it becomes better, by whom and by when.
    #[field(long)]
    pub improvements: Option<String>,
    /// The figures of the period.
    #[field(computed, rows = Figure)]
    pub figures: Option<Structured<Vec<Figure>>>,
    /// The clusters that stand out.
    #[field(computed, rows = Signal)]
    pub signals: Option<Structured<Vec<Signal>>>,
    /// When the figures were taken.
    #[field(computed)]
    pub taken_at: Option<Timestamp>,
    /// When it was concluded.
    #[field(computed, filtered)]
    pub concluded_at: Option<Timestamp>,
}

/// What an analysis looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Subject {
    /// How many incidents there were, month by month, and of what.
    Incidents,
    /// Whether the problems that were solved stay solved.
    Problems,
    /// How changes went.
    Changes,
}

/// A figure of the period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct Figure {
    /// What was counted.
    pub figure: String,
    /// What it came to.
    pub value: String,
}

/// A cluster that stands out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct Signal {
    /// What it is.
    pub cluster: String,
    /// Why it stands out.
    pub why: String,
}

/// What is decided on a cluster.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct Decision {
    /// The cluster, as it stands among those that stand out.
    pub cluster: String,
    /// The number of the problem that was raised, such as PRB-000012.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
    /// Why no problem was raised, or what is done instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// Where an analysis stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// The figures are taken, and people think.
    #[choice(tone = Going)]
    Draft,
    /// It says what the figures mean and what is done.
    #[choice(tone = Done, end)]
    Concluded,
    /// It was not needed.
    #[choice(tone = Off, end)]
    Discarded,
}

const LIFE: &[Step<TrendAnalysis>] = &[
    step("conclude", "Conclude", &[State::Draft], State::Concluded)
        .help("It is said what the figures mean, and decided on each cluster that stands out.")
        .asks(&["conclusions", "decisions", "improvements", "analysed_by"])
        .guard(may_conclude)
        .then(|me, now| me.concluded_at = Some(now.now)),
    step("discard", "Discard", &[State::Draft], State::Discarded)
        .help("It is not needed. Say why.")
        .needs_note(),
];

fn may_conclude(me: &TrendAnalysis, _: &Situation<'_>) -> Result<(), Refusal> {
    fill_in(
        "Conclude",
        &[(me.analysed_by.is_some(), "Analysed by"), (me.conclusions.is_some(), "Conclusions")],
    )?;
    let decisions = me.decisions();
    let is_open = |signal: &&Signal| {
        let mut of_it = decisions.iter().filter(|one| one.cluster.trim() == signal.cluster);
        !of_it.any(|one| one.problem.is_some() || one.reason.is_some())
    };
    match me.signals().iter().find(is_open) {
        Some(open) => Err(Refusal::because(format!(
            "“{}” stands out, and nothing is decided on it. Name the problem that was raised under \
             “Decisions”, or say why none was.",
            open.cluster
        ))),
        None => Ok(()),
    }
}

impl TrendAnalysis {
    fn decisions(&self) -> &[Decision] {
        self.decisions.as_ref().map_or(&[], |decisions| &decisions.0)
    }

    fn signals(&self) -> &[Signal] {
        self.signals.as_ref().map_or(&[], |signals| &signals.0)
    }
}

const MONTHS_MAX: i32 = 24;

fn settle(
    me: &mut TrendAnalysis,
    before: Option<&TrendAnalysis>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    if is_import(now) {
        return Ok(());
    }
    let Some(before) = before else {
        me.taken_at = Some(now.now);
        return period(me, now);
    };
    let fault = "was settled when the figures were taken; begin another analysis";
    fault_unless(me.subject == before.subject, "subject", fault)?;
    fault_unless(me.from == before.from, "from", fault)?;
    fault_unless(me.until == before.until, "until", fault)?;
    if before.concluded_at.is_some() {
        let fault = "stay as they were concluded; begin another analysis";
        fault_unless(me.conclusions == before.conclusions, "conclusions", fault)?;
        fault_unless(me.decisions == before.decisions, "decisions", fault)?;
    }
    for decision in me.decisions() {
        let Some(number) = decision.problem.as_deref() else { continue };
        let id = parse_number(number.trim()).filter(|(prefix, _)| *prefix == "PRB");
        let is_there =
            id.is_some_and(|(_, id)| now.facts.value("problem", id, "summary") != Value::None);
        let fault = format!("name “{number}”, which is no problem here; write it as PRB-000012");
        fault_unless(is_there, "decisions", &fault)?;
    }
    Ok(())
}

/// Whole months that are over.
fn period(me: &TrendAnalysis, now: &Situation<'_>) -> Result<(), FieldFault> {
    fault_unless(me.from.day() == 1, "from", "must be the first day of a month")?;
    fault_unless(me.until == me.until.last_of_month(), "until", "must be the last day of a month")?;
    fault_unless(me.from < me.until, "until", "lies before the first day")?;
    fault_unless(me.until < today(now), "until", "has not come; whole months are analysed")?;
    let longest = me.from.checked_add(MONTHS_MAX.months());
    let is_short = longest.is_ok_and(|end| me.until < end);
    fault_unless(is_short, "until", "makes more than two years; analyse less at once")
}

#[cfg(test)]
mod tests {
    use crate::story::{Story, walk};
    use gemba_vocabulary::Value;

    const KIND: &str = "trend_analysis";
    const FEBRUARY: &[(&str, &str)] = &[
        ("name", "February"),
        ("subject", "incidents"),
        ("from", "2026-02-01"),
        ("until", "2026-02-28"),
    ];

    #[test]
    fn whole_months_that_are_over_are_analysed() {
        let refused = |field: &str, text: &str| {
            Story::of(KIND).save(&[FEBRUARY, &[(field, text)]].concat()).unwrap_err()
        };
        assert!(refused("from", "2026-02-02").contains("first day of a month"));
        assert!(refused("until", "2026-02-27").contains("last day of a month"));
        assert!(refused("until", "2026-03-31").contains("has not come"));
        assert!(refused("until", "2026-01-31").contains("before the first day"));
        assert!(refused("from", "2024-02-01").contains("more than two years"));
        let mut story = Story::saved(KIND, FEBRUARY);
        assert!(story.save(&[("subject", "changes")]).unwrap_err().contains("begin another"));
    }

    /// An analysis in which printing stands out, as the flow or an import leaves it.
    fn printing() -> Story {
        use gemba_vocabulary::actor::Channel;
        let mut story = Story::of(KIND);
        story.through(Channel::Import);
        let signals = r#"[{"cluster": "Category printing", "why": "40 of 100"}]"#;
        story.save(&[FEBRUARY, &[("signals", signals)]].concat()).unwrap();
        story.through(Channel::Page);
        story.given("problem", 12, "summary", Value::Text("Spooler".to_owned()));
        story
    }

    #[test]
    fn each_cluster_that_stands_out_is_decided_on() {
        let mut story = printing();
        let bare = story.take("conclude", &[]).unwrap_err();
        assert_eq!(bare, "Before “Conclude”, fill in: Analysed by, Conclusions.");
        story.save(&[("analysed_by", "2"), ("conclusions", "Printing is worse.")]).unwrap();
        let open = story.take("conclude", &[]).unwrap_err();
        assert!(open.starts_with("“Category printing” stands out"), "{open}");
        let empty = r#"[{"cluster": "Category printing"}]"#;
        assert!(story.take("conclude", &[("decisions", empty)]).is_err());
        let odd = r#"[{"cluster": "Category printing", "problem": "PRB-000013"}]"#;
        let refusal = story.take("conclude", &[("decisions", odd)]).unwrap_err();
        assert!(refusal.contains("is no problem here"), "{refusal}");
        let raised = r#"[{"cluster": "Category printing", "problem": "PRB-000012"}]"#;
        story.take("conclude", &[("decisions", raised)]).unwrap();
        assert_eq!(
            (story.state(), &*story.holds("concluded_at")),
            ("concluded", "2026-03-02T09:00:00Z")
        );
        assert!(story.save(&[("conclusions", "All is well.")]).unwrap_err().contains("concluded"));
    }

    const MACHINE: &[(&str, &str, &str)] =
        &[("draft", "concluded", "conclude"), ("draft", "discarded", "discard")];

    #[test]
    fn each_step_leads_on_and_each_other_is_refused() {
        walk(KIND, MACHINE, "Made twice", |from, _| {
            let more = [("analysed_by", "2"), ("conclusions", "Nothing stands out.")];
            let mut story = Story::saved(KIND, &[FEBRUARY, &more].concat());
            story.put(from);
            story
        });
    }
}
