//! Reports of a period: the figures as they were, where they lead, what is made of them, and who was told.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Row, Situation, Step,
    held::Structured,
    library::{called, fault_unless, fill_in, is_import, only_if, today},
    step,
};
use gemba_vocabulary::{Ref, Value, kind};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// One report of a period. Its figures are taken from the records when it is prepared, with those of the periods
/// before, and kept as they were sent. What stands out in them is decided on, and those concerned are told.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "RPR", clause = "9.4", title = "name", menu = Check, life, settle = settle)]
#[kind(shares(Comments, Attachments, Approvals, Links, Tasks))]
pub struct ReportRun {
    /// The report and its period, in one line.
    #[field(computed, searched, visible)]
    pub name: Option<String>,
    /// What is reported, to whom and why.
    #[field(listed, filtered)]
    pub definition: Ref<kind::ReportDefinition>,
    /// The first day that it tells of.
    #[field(listed, filtered, visible)]
    pub from: Date,
    /// The day after the last that it tells of.
    #[field(visible)]
    pub until: Date,
    /// The day by which it is sent.
    #[field(listed, filtered)]
    pub due_on: Option<Date>,
    /// Who answers for it.
    #[field(computed, filtered)]
    pub owner: Option<Ref<kind::Person>>,
    /// The figures of this period and of those before, and where they lead.
    #[field(computed, visible, rows = Trend)]
    pub trends: Option<Structured<Vec<Trend>>>,
    /// How many periods before this one the trends show.
    #[field(computed, visible)]
    pub periods_before: Option<i64>,
    /// What the figures mean, and why.
    #[field(long, searched, visible)]
    pub conclusions: Option<String>,
    /// What stands out, what is decided on it, who does it and by when. Each figure that missed its target stands here.
    #[field(rows = Finding)]
    pub findings: Option<Structured<Vec<Finding>>>,
    /// The figures as they were, with definitions and exceptions.
    #[field(computed, visible, label = "Figures kept")]
    pub content: Option<Structured<Json>>,
    /// When the figures were taken.
    #[field(computed, visible)]
    pub prepared_at: Option<Timestamp>,
    /// Who looked at it and lets it go out.
    #[field(computed)]
    pub reviewed_by: Option<Ref<kind::Person>>,
    /// When somebody looked at it.
    #[field(computed)]
    pub reviewed_at: Option<Timestamp>,
    /// When it was sent.
    #[field(computed, listed, filtered, visible)]
    pub sent_at: Option<Timestamp>,
    /// Who was told what was agreed, how and when.
    #[field(computed, rows = Told)]
    pub told: Option<Structured<Vec<Told>>>,
    /// Whose people see it: nobody before it is sent.
    #[field(computed, scope = Audience)]
    pub sent_to: Vec<Ref<kind::Customer>>,
}

/// A figure over several periods.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct Trend {
    /// The sheet and the figure.
    pub figure: String,
    /// What it came to in the periods before, the oldest first.
    pub before: String,
    /// What it came to in this one.
    pub now: String,
    /// How it stands against what was promised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub judged: Option<String>,
    /// Where it leads.
    pub leads: String,
}

/// What stands out in a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct Finding {
    /// What stands out.
    pub finding: String,
    /// What is decided on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<String>,
    /// Who does it, by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// By when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Date>,
}

/// Somebody who was told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct Told {
    /// Who was told.
    pub who: String,
    /// How.
    pub by: String,
    /// When.
    pub on: Date,
    /// The actions of which they were told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actions: Option<String>,
}

/// Where a report of a period stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// Its figures are taken, and somebody says what they mean.
    #[choice(tone = Going)]
    Prepared,
    /// Somebody looked at it, and all that stands out is decided on.
    #[choice(tone = Waiting)]
    Reviewed,
    /// Its readers have it.
    #[choice(tone = Done, end)]
    Sent,
    /// It does not go out.
    #[choice(tone = Off, end)]
    Withdrawn,
}

const LIFE: &[Step<ReportRun>] = &[
    step("refresh", "Take figures anew", &[State::Prepared], State::Prepared)
        .help("Takes the figures anew, after something was put right in the records. Say what.")
        .needs_note(),
    step("review", "Review", &[State::Prepared], State::Reviewed)
        .help("Says what the figures mean, and decides on all that stands out. Each decision becomes a task.")
        .asks(&["conclusions", "findings"])
        .guard(may_review)
        .then(|me, now| {
            me.reviewed_by = now.actor.person.map(Ref::new);
            me.reviewed_at = Some(now.now);
        }),
    step("return", "Return", &[State::Reviewed], State::Prepared)
        .help("Something has to be put right before it goes out. Say what.")
        .needs_note(),
    step("send", "Send", &[State::Reviewed], State::Sent)
        .help("Its readers get it, with its figures as they are kept and with what was agreed.")
        .guard(may_send)
        .then(|me, now| me.sent_at = Some(now.now)),
    step("withdraw", "Withdraw", &[State::Prepared, State::Reviewed], State::Withdrawn)
        .help("It does not go out. Say why.")
        .needs_note(),
];

fn may_review(me: &ReportRun, _: &Situation<'_>) -> Result<(), Refusal> {
    fill_in("Review", &[(me.conclusions.is_some(), "Conclusions")])?;
    let findings = me.findings.as_ref().map_or(&[][..], |all| &all.0);
    let open = findings.iter().find(|one| one.decision.is_none() || one.owner.is_none());
    match open {
        Some(open) => Err(Refusal::because(format!(
            "“{}” stands out, and it is not said what is decided on it and who does it. Fill in both under “Findings”.",
            open.finding
        ))),
        None => Ok(()),
    }
}

fn may_send(me: &ReportRun, now: &Situation<'_>) -> Result<(), Refusal> {
    only_if(
        me.until <= today(now),
        "The period is not over. Send it when it is, and take its figures anew before.",
    )
}

fn settle(
    me: &mut ReportRun,
    before: Option<&ReportRun>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    fault_unless(me.from < me.until, "until", "must lie after the first day")?;
    if let Some(before) = before.filter(|_| !is_import(now)) {
        let is_same =
            (before.definition, before.from, before.until) == (me.definition, me.from, me.until);
        fault_unless(is_same, "definition", "and the period stay once figures were taken")?;
        let is_kept = before.sent_at.is_none()
            || (&before.conclusions, &before.findings) == (&me.conclusions, &me.findings);
        fault_unless(
            is_kept,
            "conclusions",
            "stay as they were sent; say what is new in the next one",
        )?;
    }
    let owner = now.facts.value("report_definition", me.definition.id, "owner");
    if before.is_none()
        && let Value::Ref(owner) = owner
    {
        me.owner = Some(Ref::new(owner));
    }
    let report = called("report_definition", "RPD", "name", me.definition.id, now);
    me.name = Some(format!("{report}, {} to {}", me.from, me.until));
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::story::{Story, walk};

    const KIND: &str = "report_run";
    const JANUARY: &[(&str, &str)] =
        &[("definition", "4"), ("from", "2026-01-01"), ("until", "2026-02-01")];
    const OPEN: &str = r#"[{"finding": "Incidents resolved in time: 88 %"}]"#;
    const DECIDED: &str = r#"[{"finding": "Incidents resolved in time: 88 %",
        "decision": "A second person on Mondays", "owner": "Ada", "due": "2026-03-31"}]"#;

    #[test]
    fn each_finding_is_decided_on_before_it_goes_out() {
        let mut story = Story::saved(KIND, &[JANUARY, &[("findings", OPEN)]].concat());
        let refusal = story.take("review", &[]).unwrap_err();
        assert_eq!(refusal, "Before “Review”, fill in: Conclusions.");
        let refusal = story.take("review", &[("conclusions", "A poor month")]).unwrap_err();
        assert!(refusal.contains("88 %” stands out"), "{refusal}");
        let says = [("conclusions", "A poor month"), ("findings", DECIDED)];
        story.take("review", &says).unwrap();
        story.take("send", &[]).unwrap();
        assert!(story.save(&[("conclusions", "A good month")]).unwrap_err().contains("were sent"));
    }

    #[test]
    fn a_period_that_runs_is_not_sent_and_no_report_moves() {
        let running = [("definition", "4"), ("from", "2026-03-01"), ("until", "2026-04-01")];
        let mut story = Story::saved(KIND, &running);
        story.take("review", &[("conclusions", "So far")]).unwrap();
        assert!(story.take("send", &[]).unwrap_err().starts_with("The period is not over."));
        assert!(story.save(&[("until", "2026-03-15")]).unwrap_err().contains("the period stay"));
    }

    #[test]
    fn the_whole_way() {
        let machine = &[
            ("prepared", "prepared", "refresh"),
            ("prepared", "reviewed", "review"),
            ("reviewed", "prepared", "return"),
            ("reviewed", "sent", "send"),
            ("prepared", "withdrawn", "withdraw"),
            ("reviewed", "withdrawn", "withdraw"),
        ];
        walk(KIND, machine, "Counted twice", |state, _| {
            let mut story = Story::saved(KIND, JANUARY);
            story.save(&[("conclusions", "Good")]).unwrap();
            story.put(state);
            story
        });
    }
}
