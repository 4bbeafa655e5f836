//! Evaluations of other parties: how well one meets our criteria, and what was decided by that.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Row, Situation, Step,
    held::Structured,
    library::{date_not_in_future, fault_unless, fill_in, is_import, only_if, today},
    parties, step,
};
use gemba_vocabulary::{Ref, kind};
use jiff::civil::Date;
use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

/// How well another party meets our criteria, before its work begins and again while it works, and
/// what was decided by that.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "PEV", clause = "8.2.3", title = "name", life, settle = settle)]
#[kind(shares(Comments, Attachments, Links, Tasks, Tags, Watchers))]
pub struct PartyEvaluation {
    /// The party and the criteria, in one line.
    #[field(computed, searched)]
    pub name: Option<String>,
    /// The supplier that is evaluated.
    #[field(filtered)]
    pub supplier: Option<Ref<kind::Supplier>>,
    /// The customer that takes part as if it were a supplier.
    #[field(filtered)]
    pub customer: Option<Ref<kind::Customer>>,
    /// The team of your own house that works outside of the management system.
    #[field(filtered)]
    pub team: Option<Ref<kind::Team>>,
    /// The party by its name, if it is none of those on record.
    #[field(searched, filtered)]
    pub other_party: Option<String>,
    /// Which version of the criteria was used, so that figures can be compared.
    #[field(listed, searched)]
    pub criteria_version: String,
    /// Each criterion with its weight and what the party reaches.
    #[field(rows = Score)]
    pub scores: Option<Structured<Vec<Score>>>,
    /// What the party reaches in all: each score counts by its weight.
    #[field(percent, computed, listed, filtered, unit = "%")]
    pub total: Option<Decimal>,
    /// Why it was decided so.
    #[field(long, searched)]
    pub reason: Option<String>,
    /// The day on which it was decided. Left empty, it is the day of the step.
    #[field(listed, filtered)]
    pub decided_on: Option<Date>,
    /// Who decided.
    #[field(computed)]
    pub decided_by: Option<Ref<kind::Person>>,
    /// The day by which the party is evaluated again.
    #[field(listed, filtered)]
    pub next_on: Option<Date>,
}

/// One criterion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct Score {
    /// What is asked of the party.
    pub criterion: String,
    /// How much it counts, in comparison to the others.
    pub weight: i64,
    /// What the party reaches, from 0 to 100.
    pub score: i64,
    /// What that rests on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<String>,
}

/// What came of an evaluation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// It is under way.
    Open,
    /// The party may work for us, or go on doing so.
    #[choice(tone = Done)]
    Chosen,
    /// The party does not work for us.
    #[choice(tone = Off, end)]
    NotChosen,
    /// A newer evaluation took its place.
    #[choice(tone = Off, end)]
    Outdated,
}

const LIFE: &[Step<PartyEvaluation>] = &[
    step("choose", "Choose", &[State::Open], State::Chosen)
        .help("Decides for the party by its scores, and says when to look again.")
        .asks(&["scores", "reason", "decided_on", "next_on"])
        .guard(|me, now| {
            may_decide("Choose", me, now)?;
            fill_in("Choose", &[(me.next_on.is_some(), "Next on")])
        })
        .then(decide),
    step("turn_down", "Turn down", &[State::Open], State::NotChosen)
        .help("Decides against the party by its scores.")
        .asks(&["scores", "reason", "decided_on"])
        .guard(|me, now| may_decide("Turn down", me, now))
        .then(decide),
    step("outdate", "Outdated", &[State::Chosen], State::Outdated)
        .help("It counts no longer: a newer evaluation took its place. Name that.")
        .needs_note(),
];

fn may_decide(label: &str, me: &PartyEvaluation, now: &Situation<'_>) -> Result<(), Refusal> {
    fill_in(label, &[(!scores(me).is_empty(), "Scores"), (me.reason.is_some(), "Reason")])?;
    only_if(
        now.actor.person.is_some(),
        "A party is chosen or turned down by a person. Sign in to decide.",
    )
}

fn decide(me: &mut PartyEvaluation, now: &Situation<'_>) {
    me.decided_on.get_or_insert(today(now));
    me.decided_by = now.actor.person.map(Ref::new);
}

fn scores(me: &PartyEvaluation) -> &[Score] {
    me.scores.as_ref().map_or(&[], |rows| &rows.0)
}

/// The mean of all scores, each by its weight; nothing without a score.
fn total(scores: &[Score]) -> Option<Decimal> {
    let weights: Decimal = scores.iter().map(|one| Decimal::from(one.weight)).sum();
    let points = scores.iter().map(|one| Decimal::from(one.weight) * Decimal::from(one.score));
    let mean = points.sum::<Decimal>().checked_div(weights)?;
    Some(mean.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero))
}

fn settle(
    me: &mut PartyEvaluation,
    before: Option<&PartyEvaluation>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    me.other_party = me.other_party.take().map(|name| name.trim().to_owned());
    let party = parties::named(
        me.supplier.map(|one| one.id),
        me.customer.map(|one| one.id),
        me.team.map(|one| one.id),
        me.other_party.as_deref(),
    )?;
    let called = parties::called(&party, now);
    me.name = Some(format!("{called} by criteria {}", me.criteria_version));
    let is_fair = |one: &Score| one.weight > 0 && (0..=100).contains(&one.score);
    fault_unless(
        scores(me).iter().all(is_fair),
        "scores",
        "hold a weight that is not above 0, or a score that is not 0 to 100",
    )?;
    me.total = total(scores(me));
    date_not_in_future("decided_on", me.decided_on, now)?;
    let judged = |of: &PartyEvaluation| {
        (of.scores.clone(), of.criteria_version.clone(), of.supplier, of.customer, of.team)
    };
    let was_decided = before.filter(|before| before.decided_by.is_some());
    fault_unless(
        was_decided.is_none_or(|before| judged(before) == judged(me)) || is_import(now),
        "scores",
        "are what it was decided by; evaluate the party anew",
    )
}

#[cfg(test)]
mod tests {
    use crate::story::{ADA, Story, walk};
    use gemba_vocabulary::Value;

    const KIND: &str = "party_evaluation";
    const SCORES: &str = r#"[{"criterion": "Repairs in time", "weight": 3, "score": 90},
        {"criterion": "Reports", "weight": 1, "score": 60, "seen": "Two of three were late"}]"#;
    const WHOLE: &[(&str, &str)] = &[
        ("supplier", "3"),
        ("criteria_version", "4"),
        ("scores", SCORES),
        ("reason", "Best of three"),
        ("next_on", "2027-03-01"),
    ];

    #[test]
    fn weights_make_the_total() {
        let mut story = Story::of(KIND);
        story.given("supplier", 3, "name", Value::Text("Lines Ltd".to_owned()));
        story.save(WHOLE).unwrap();
        assert_eq!(story.holds("total"), "82.5", "(3 × 90 + 60) / 4");
        assert_eq!(story.holds("name"), "Lines Ltd by criteria 4");
        let odd = r#"[{"criterion": "Reports", "weight": 0, "score": 60}]"#;
        assert!(story.save(&[("scores", odd)]).unwrap_err().contains("not above 0"));
        let odd = r#"[{"criterion": "Reports", "weight": 1, "score": 101}]"#;
        assert!(story.save(&[("scores", odd)]).unwrap_err().contains("not 0 to 100"));
        let thirds = r#"[{"criterion": "A", "weight": 2, "score": 100},
            {"criterion": "B", "weight": 1, "score": 0}]"#;
        story.save(&[("scores", thirds)]).unwrap();
        assert_eq!(story.holds("total"), "66.67");
        story.save(&[("scores", "[]")]).unwrap();
        assert_eq!(story.holds("total"), "", "nothing was scored");
    }

    #[test]
    fn it_is_decided_by_scores_with_a_reason_and_stays_as_it_was_decided() {
        let mut story = Story::saved(KIND, &[("supplier", "3"), ("criteria_version", "4")]);
        let refusal = story.take("choose", &[]).unwrap_err();
        assert_eq!(refusal, "Before “Choose”, fill in: Scores, Reason.");
        let scored = [("scores", SCORES), ("reason", "Best of three")];
        let refusal = story.take("choose", &scored).unwrap_err();
        assert_eq!(refusal, "Before “Choose”, fill in: Next on.");
        story.take("choose", &[&scored[..], &[("next_on", "2027-03-01")]].concat()).unwrap();
        let told = (story.holds("decided_on"), story.holds("decided_by"));
        assert_eq!(told, ("2026-03-02".to_owned(), ADA.to_string()));
        let refusal = story.save(&[("scores", "[]")]).unwrap_err();
        assert_eq!(refusal, "Scores are what it was decided by; evaluate the party anew.");
        story.save(&[("next_on", "2026-12-01")]).unwrap();
    }

    #[test]
    fn exactly_one_party_is_evaluated() {
        let mut story = Story::of(KIND);
        assert!(story.save(&[("criteria_version", "4")]).unwrap_err().contains("is missing"));
        let two = story.save(&[WHOLE, &[("other_party", "Group payroll")]].concat());
        assert_eq!(two.unwrap_err(), "Other party is one party too many; name exactly one.");
    }

    /// The life of an evaluation: from, to, verb.
    const MACHINE: &[(&str, &str, &str)] = &[
        ("open", "chosen", "choose"),
        ("open", "not_chosen", "turn_down"),
        ("chosen", "outdated", "outdate"),
    ];

    #[test]
    fn each_step_leads_on_when_its_guard_is_met_and_each_other_is_refused() {
        walk(KIND, MACHINE, "PEV-000012", |from, _| {
            let mut story = Story::saved(KIND, WHOLE);
            story.put(from);
            story
        });
    }
}
