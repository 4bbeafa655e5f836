//! Alignment checks: whether what suppliers promise us carries what we promise customers, and what was decided.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Row, Situation, Step,
    held::Structured,
    library::{Count, fault_unless, fill_in},
    step,
};
use gemba_vocabulary::{Ref, kind};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A check whether what suppliers and our own teams promise carries what we promised customers:
/// planned, or before a contract or an agreement binds us. Gemba finds what does not; people decide.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "ALC", clause = "8.3.4", title = "name", menu = Check, life, settle = settle)]
#[kind(shares(Comments, Attachments, Links, Tasks, Tags))]
pub struct AlignmentCheck {
    /// What it is called. Empty is named by what gave rise to it.
    #[field(searched, listed)]
    pub name: Option<String>,
    /// What gave rise to it.
    #[field(listed, filtered, default = "planned")]
    pub occasion: Occasion,
    /// The contract that is going to be signed, or looked at alone.
    #[field(filtered)]
    pub contract: Option<Ref<kind::Contract>>,
    /// The agreement that is going to be put in force, or looked at alone.
    #[field(filtered)]
    pub agreement: Option<Ref<kind::ServiceLevelAgreement>>,
    /// Who makes it. Empty takes whoever records it.
    #[field(listed, filtered)]
    pub checked_by: Option<Ref<kind::Person>>,
    /// When the promises were compared.
    #[field(computed, listed, filtered)]
    pub compared_at: Option<Timestamp>,
    /// How many promises to customers were compared.
    #[field(computed, default = "0")]
    pub compared_count: Count,
    /// What does not carry.
    #[field(computed, rows = Finding)]
    pub findings: Option<Structured<Vec<Finding>>>,
    /// How many findings there are.
    #[field(computed, listed, default = "0")]
    pub finding_count: Count,
    /// What is decided on each finding.
    #[field(rows = Decision)]
    pub decisions: Option<Structured<Vec<Decision>>>,
    /// What follows from it on the whole.
    #[field(long, searched)]
    pub conclusions: Option<String>,
    /// When it was concluded.
    #[field(computed, filtered)]
    pub concluded_at: Option<Timestamp>,
}

/// What gives rise to a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Occasion {
    /// Its planned time came.
    Planned,
    /// A contract is going to be signed or changed.
    Contract,
    /// An agreement with a customer is going to be put in force or changed.
    Agreement,
}

/// Something that does not carry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct Finding {
    /// By what it is known again: the records and the weakness.
    pub key: String,
    /// The number of the promise to a customer, or of the agreement.
    pub record: String,
    /// What does not carry, in a sentence.
    pub finding: String,
}

/// What is decided on a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct Decision {
    /// By what the finding is known.
    pub key: String,
    /// What is decided.
    #[serde(default)]
    pub decision: Option<Verdict>,
    /// Why, or by whom and by when it is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// What is decided on a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// We live with the risk, for a reason.
    Accept,
    /// The supplier is asked for more.
    Renegotiate,
    /// The customer is promised less.
    PromiseLess,
    /// We bridge it ourselves, such as with spare parts or people of ours.
    Bridge,
}

/// Where a check stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// The promises were compared, and it is decided on what does not carry.
    #[choice(tone = Going)]
    Open,
    /// Something was decided on each finding.
    #[choice(tone = Done, end)]
    Concluded,
    /// It was not needed.
    #[choice(tone = Off, end)]
    Discarded,
}

const LIFE: &[Step<AlignmentCheck>] = &[
    step("refresh", "Compare again", &[State::Open], State::Open)
        .help("Compares the promises anew, as they are now. Decisions on what is left stay."),
    step("conclude", "Conclude", &[State::Open], State::Concluded)
        .help("Something is decided on each finding, with the reason.")
        .asks(&["decisions", "conclusions", "checked_by"])
        .guard(may_conclude)
        .then(|me, now| me.concluded_at = Some(now.now)),
    step("discard", "Discard", &[State::Open], State::Discarded)
        .help("It is not needed. Say why.")
        .needs_note(),
];

fn may_conclude(me: &AlignmentCheck, _: &Situation<'_>) -> Result<(), Refusal> {
    fill_in(
        "Conclude",
        &[(me.checked_by.is_some(), "Checked by"), (me.conclusions.is_some(), "Conclusions")],
    )?;
    let is_open = |finding: &&Finding| {
        let mut of_it = me.decisions().iter().filter(|one| one.key.trim() == finding.key);
        !of_it.any(|one| one.decision.is_some() && one.reason.is_some())
    };
    match me.findings().iter().find(is_open) {
        Some(open) => Err(Refusal::because(format!(
            "Nothing is decided on “{}”. Choose under “Decisions” what is done about it, and say \
             why.",
            open.finding.trim_end_matches('.')
        ))),
        None => Ok(()),
    }
}

impl AlignmentCheck {
    fn findings(&self) -> &[Finding] {
        self.findings.as_ref().map_or(&[], |findings| &findings.0)
    }

    fn decisions(&self) -> &[Decision] {
        self.decisions.as_ref().map_or(&[], |decisions| &decisions.0)
    }
}

fn settle(
    me: &mut AlignmentCheck,
    before: Option<&AlignmentCheck>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    match me.occasion {
        Occasion::Planned => {}
        Occasion::Contract => {
            fault_unless(me.contract.is_some(), "contract", "is required: say which one it is")?;
        }
        Occasion::Agreement => {
            fault_unless(me.agreement.is_some(), "agreement", "is required: say which one it is")?;
        }
    }
    if let Some(before) = before {
        let fault = "stays as it was when the promises were compared; make another check";
        fault_unless(me.contract == before.contract, "contract", fault)?;
        fault_unless(me.agreement == before.agreement, "agreement", fault)?;
    }
    if me.checked_by.is_none() {
        me.checked_by = now.actor.person.map(Ref::new);
    }
    if me.name.is_none() {
        let of = |kind, id| now.facts.value(kind, id, "name").to_text();
        me.name = Some(match (me.contract, me.agreement) {
            (Some(contract), _) => format!("Alignment of {}", of("contract", contract.id)),
            (_, Some(one)) => format!("Alignment of {}", of("service_level_agreement", one.id)),
            _ => format!("Alignment on {}", gemba_model::library::today(now)),
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::story::{ADA, Story, walk};
    use gemba_vocabulary::Value;
    use serde_json::json;

    const KIND: &str = "alignment_check";

    fn compared() -> Story {
        let mut story = Story::saved(KIND, &[("conclusions", "One link is weak")]);
        let finding = json!([{"key": "SLT-3/CON-2/slower", "record": "SLT-3",
            "finding": "Lines Ltd may take longer than we may."}]);
        story.knows("findings", Value::Struct(finding));
        story
    }

    #[test]
    fn something_is_decided_on_each_finding_with_its_reason() {
        let mut story = compared();
        let refusal = story.take("conclude", &[]).unwrap_err();
        assert!(
            refusal.contains("decided on “Lines Ltd may take longer than we may”"),
            "{refusal}"
        );
        let decide = |reason: &str| {
            format!(r#"[{{"key":"SLT-3/CON-2/slower","decision":"accept"{reason}}}]"#)
        };
        let bare = decide("");
        assert!(story.take("conclude", &[("decisions", &bare)]).is_err(), "why?");
        let whole = decide(r#","reason":"A spare line is there""#);
        story.take("conclude", &[("decisions", &whole)]).unwrap();
        assert_eq!(story.holds("checked_by"), ADA.to_string());
    }

    #[test]
    fn what_it_was_made_for_is_named_and_stays() {
        let refused = Story::of(KIND).save(&[("occasion", "contract")]).unwrap_err();
        assert_eq!(refused, "Contract is required: say which one it is.");
        let mut story = Story::of(KIND);
        story.given("contract", 4, "name", Value::Text("Site lines".to_owned()));
        story.save(&[("occasion", "contract"), ("contract", "4")]).unwrap();
        assert_eq!(story.holds("name"), "Alignment of Site lines");
        assert!(story.save(&[("contract", "5")]).unwrap_err().contains("stays as it was"));
    }

    #[test]
    fn the_whole_way() {
        let machine = &[
            ("open", "open", "refresh"),
            ("open", "concluded", "conclude"),
            ("open", "discarded", "discard"),
        ];
        walk(KIND, machine, "Twice", |state, _| {
            let mut story = Story::saved(KIND, &[("conclusions", "All carries")]);
            story.put(state);
            story
        });
    }
}
