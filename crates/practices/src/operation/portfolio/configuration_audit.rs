//! Checks of configuration information: a random sample is compared with what is really there.
use gemba_model::{
    Choice, FieldFault, Kind, Row, Situation, Step,
    held::Structured,
    library::{fault_unless, only_if},
    step,
};
use gemba_vocabulary::{Ref, kind, sample::accuracy};
use jiff::{Timestamp, civil::Date};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A check whether configuration items are recorded as they really are: a sample is drawn by
/// chance, and each item of it is looked at.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "CAU", clause = "8.2.6", menu = Check, life, settle = settle)]
#[kind(shares(Comments, Attachments, Links, Tasks, Tags))]
pub struct ConfigurationAudit {
    /// What is checked, such as “Servers in spring”.
    #[field(searched, listed)]
    pub name: String,
    /// The day for which it is planned.
    #[field(listed, filtered)]
    pub planned_on: Option<Date>,
    /// Who looks at the items.
    #[field(listed, filtered)]
    pub checked_by: Option<Ref<kind::Person>>,
    /// Only items that are part of this service.
    #[field(filtered)]
    pub service: Option<Ref<kind::Service>>,
    /// Only items of this type.
    pub item_type: Option<String>,
    /// How many items are drawn.
    #[field(default = "50")]
    pub sample_size: i64,
    /// The number that the sample is drawn by, so that anybody can draw it again. Left empty, it is
    /// set when the sample is drawn.
    pub seed: Option<i64>,
    /// When the sample was drawn.
    #[field(computed)]
    pub drawn_at: Option<Timestamp>,
    /// How many items there were to draw from.
    #[field(computed)]
    pub population_count: Option<i64>,
    /// The items drawn.
    #[field(computed)]
    pub sample: Vec<Ref<kind::ConfigurationItem>>,
    /// What was found of each item drawn.
    #[field(rows = Finding)]
    pub findings: Option<Structured<Vec<Finding>>>,
    /// How many items are recorded as they are.
    #[field(computed)]
    pub right_count: Option<i64>,
    /// The share of the sample that is recorded as it is.
    #[field(percent, listed, computed, unit = "%")]
    pub accuracy_percent: Option<Decimal>,
    /// Where the share of all items lies at least, with a confidence of 95 %.
    #[field(percent, computed, unit = "%")]
    pub accuracy_low_percent: Option<Decimal>,
    /// Where it lies at most, with the same confidence.
    #[field(percent, computed, unit = "%")]
    pub accuracy_high_percent: Option<Decimal>,
    /// What is done about what was found wrong.
    #[field(long)]
    pub actions: Option<String>,
    /// When all items had been looked at.
    #[field(computed, filtered)]
    pub finished_at: Option<Timestamp>,
}

/// What was found of one item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct Finding {
    /// The number of the item, such as CFG-000012.
    pub item: String,
    /// Whether it is recorded as it is.
    #[serde(default)]
    pub result: Option<Outcome>,
    /// What is different.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remark: Option<String>,
}

/// Whether an item is recorded as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It is as recorded.
    Matches,
    /// It is there, and something is different.
    Differs,
    /// It is not there.
    NotFound,
}

/// Where a check stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// It is intended.
    Planned,
    /// The sample was drawn, and its items are looked at.
    #[choice(tone = Going)]
    Checking,
    /// Every item was looked at.
    #[choice(tone = Done, end)]
    Finished,
    /// It was decided not to do it.
    #[choice(tone = Off, end)]
    Cancelled,
}

const LIFE: &[Step<ConfigurationAudit>] = &[
    step("draw", "Draw the sample", &[State::Planned], State::Checking)
        .help("Draws the items by chance, by a number that is written down.")
        .then(|me, now| {
            me.drawn_at = Some(now.now);
            me.seed.get_or_insert(now.now.as_millisecond());
        }),
    step("finish", "Finish", &[State::Checking], State::Finished)
        .help("Every item was looked at, and something is done about what was wrong.")
        .asks(&["findings", "actions"])
        .guard(|me: &ConfigurationAudit, _| {
            only_if(
                me.findings().iter().all(|one| one.result.is_some()) && !me.sample.is_empty(),
                "Some items have no result yet. Say of each whether it is as recorded.",
            )?;
            let is_wrong = |one: &Finding| one.result != Some(Outcome::Matches);
            only_if(
                !me.findings().iter().any(is_wrong) || me.actions.is_some(),
                "Something was found wrong. Say under “Actions” what is done about it.",
            )
        })
        .then(|me, now| me.finished_at = Some(now.now)),
    step("cancel", "Cancel", &[State::Planned, State::Checking], State::Cancelled)
        .help("It is not done. Say why.")
        .needs_note(),
];

impl ConfigurationAudit {
    fn findings(&self) -> &[Finding] {
        self.findings.as_ref().map_or(&[], |findings| &findings.0)
    }
}

fn settle(
    me: &mut ConfigurationAudit,
    before: Option<&ConfigurationAudit>,
    _: &Situation<'_>,
) -> Result<(), FieldFault> {
    let size = 1..=5_000;
    fault_unless(size.contains(&me.sample_size), "sample_size", "must be from 1 to 5,000")?;
    if let Some(before) = before.filter(|before| before.drawn_at.is_some()) {
        let fault = "stays as it was when the sample was drawn";
        fault_unless(me.seed == before.seed, "seed", fault)?;
        fault_unless(me.sample_size == before.sample_size, "sample_size", fault)?;
        fault_unless(me.service == before.service, "service", fault)?;
        fault_unless(me.item_type == before.item_type, "item_type", fault)?;
        check_findings(me)?;
    } else if before.is_none() || me.drawn_at.is_none() {
        fault_unless(me.findings().is_empty(), "findings", "come with the sample; draw it first")?;
    }
    count(me);
    Ok(())
}

/// Each item drawn has one finding, and nothing else has.
fn check_findings(me: &ConfigurationAudit) -> Result<(), FieldFault> {
    let number = |item: &Ref<kind::ConfigurationItem>| gemba_vocabulary::id::number("CFG", item.id);
    let drawn: BTreeSet<_> = me.sample.iter().map(number).collect();
    let mut seen = BTreeSet::new();
    for finding in me.findings() {
        let item = finding.item.trim();
        let is_drawn = drawn.contains(item);
        fault_unless(is_drawn, "findings", &format!("name {item}, which was not drawn"))?;
        let is_new = seen.insert(item);
        fault_unless(is_new, "findings", &format!("name {item} twice"))?;
    }
    let missing = drawn.iter().find(|item| !seen.contains(item.as_str()));
    match missing {
        Some(item) => Err(FieldFault::new(
            "findings",
            format!("leave out {item}, which was drawn; every item drawn stays"),
        )),
        None => Ok(()),
    }
}

fn count(me: &mut ConfigurationAudit) {
    let findings = me.findings();
    let seen = findings.iter().filter(|one| one.result.is_some()).count();
    let right = findings.iter().filter(|one| one.result == Some(Outcome::Matches)).count();
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let found = accuracy(number(right), number(seen));
    me.right_count = found.map(|_| i64::from(number(right)));
    me.accuracy_percent = found.map(|found| found.percent);
    me.accuracy_low_percent = found.map(|found| found.low);
    me.accuracy_high_percent = found.map(|found| found.high);
}

#[cfg(test)]
mod tests {
    use crate::story::Story;

    const KIND: &str = "configuration_audit";

    #[test]
    fn a_sample_is_drawn_before_anything_is_found_and_the_seed_is_written_down() {
        let mut story = Story::of(KIND);
        let early = r#"[{"item": "CFG-000001", "result": "matches"}]"#;
        let refusal = story.save(&[("name", "Servers"), ("findings", early)]).unwrap_err();
        assert!(refusal.contains("draw it first"), "{refusal}");
        assert!(story.save(&[("name", "Servers"), ("sample_size", "0")]).is_err());
        story.save(&[("name", "Servers")]).unwrap();
        story.take("draw", &[]).unwrap();
        assert_eq!(story.holds("seed"), "1772442000000", "the moment of drawing");
        let mut story = Story::saved(KIND, &[("name", "Servers"), ("seed", "42")]);
        story.take("draw", &[]).unwrap();
        assert_eq!(story.holds("seed"), "42");
        let refusal = story.take("finish", &[]).unwrap_err();
        assert!(refusal.contains("have no result yet"), "{refusal}");
    }

    /// The whole life, as from>verb>to; each other step is refused.
    #[test]
    fn it_goes_from_a_plan_over_a_sample_to_an_end() {
        let states = ["planned", "checking", "finished", "cancelled"];
        let moves = [("planned", "draw"), ("planned", "cancel"), ("checking", "cancel")];
        for state in states {
            for verb in ["draw", "cancel", "finish"] {
                let mut story = Story::saved(KIND, &[("name", "Servers")]);
                story.put(state);
                let done = story.noted(verb, &[], "So decided");
                let is_allowed = moves.contains(&(state, verb));
                assert_eq!(done.is_ok(), is_allowed, "{state} {verb}: {done:?}");
            }
        }
    }
}
