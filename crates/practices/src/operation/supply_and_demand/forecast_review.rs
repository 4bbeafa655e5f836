//! Reviews of costs and forecasts: actual costs held against the budget, where they are heading, and what is done.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Row, Situation, Step,
    held::Structured,
    library::{fault_unless, fill_in, today},
    step,
};
use gemba_vocabulary::{Ref, kind};
use jiff::{Timestamp, civil::Date};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Costs of some whole months held against the budget, and where they are heading. Gemba takes the
/// figures and keeps them, with the allocation rules that were used; people conclude, and decide on
/// each service that is off by more than they allow.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "FRV", clause = "8.4.1", menu = Check, life, settle = settle)]
#[kind(shares(Comments, Attachments, Links, Tasks, Tags, Review))]
pub struct ForecastReview {
    /// What it is called, such as “Costs in the first half of 2026”.
    #[field(searched, listed)]
    pub name: String,
    /// The first day of the period, which begins a month.
    #[field(listed, filtered)]
    pub from: Date,
    /// The last day of the period, which ends a month. It may lie ahead: then costs are forecast.
    #[field(listed, filtered)]
    pub until: Date,
    /// Who reviews it.
    #[field(listed, filtered)]
    pub reviewed_by: Option<Ref<kind::Person>>,
    /// What the ledgers of finance say for the period in all, each in its currency. It must match.
    #[field(rows = ControlTotal)]
    pub control_totals: Option<Structured<Vec<ControlTotal>>>,
    /// From how many hundredths over or under budget on something is decided.
    #[field(percent, unit = "%", default = "10")]
    pub limit_percent: Option<Decimal>,
    /// What the forecast rests on besides the straight line: contracts, prices, projects.
    #[field(long)]
    pub basis: Option<String>,
    /// What is expected otherwise than at the last review, and why.
    #[field(long)]
    pub changes: Option<String>,
    /// What the figures say, in words.
    #[field(long, searched)]
    pub conclusions: Option<String>,
    /// What is done about each service that is off.
    #[field(rows = Decision)]
    pub decisions: Option<Structured<Vec<Decision>>>,
    /// What each service came to.
    #[field(computed, rows = Line)]
    pub figures: Option<Structured<Vec<Line>>>,
    /// How shared costs were split, with the version of the rule and the values of its driver.
    #[field(computed, rows = Share)]
    pub shares: Option<Structured<Vec<Share>>>,
    /// What is recorded here, held against what the ledgers say.
    #[field(computed, rows = Match)]
    pub matches: Option<Structured<Vec<Match>>>,
    /// When the figures were taken.
    #[field(computed)]
    pub taken_at: Option<Timestamp>,
    /// When it was concluded.
    #[field(computed, filtered)]
    pub concluded_at: Option<Timestamp>,
}

/// What a ledger says for the period in all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct ControlTotal {
    /// The ledger, as the costs name it. Left empty, it is all that is recorded in the currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ledger: Option<String>,
    /// The total that the ledger says.
    pub total: Decimal,
    /// Its currency, by the code of three capital letters, such as EUR.
    pub currency: String,
}

/// What is decided about a service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct Decision {
    /// The service, as it is called among the figures.
    pub service: String,
    /// What is done, or why nothing is.
    pub decision: String,
    /// Who does it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub who: Option<String>,
    /// By when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Date>,
}

/// What a service came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct Line {
    /// The service.
    pub service: String,
    /// In which currency.
    pub currency: String,
    /// What was spent for it alone.
    pub direct: Decimal,
    /// Its share of what is shared.
    pub shared: Decimal,
    /// Both together, in the months that are over.
    pub actual: Decimal,
    /// What the budget holds for the same months.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub budget: Option<Decimal>,
    /// Actual minus budget.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variance: Option<Decimal>,
    /// The same in hundredths of the budget.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub percent: Option<Decimal>,
    /// What the whole period will come to, by a straight line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub forecast: Option<Decimal>,
}

/// How a shared cost was split.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct Share {
    /// The month of the cost.
    pub month: String,
    /// The rule with its version.
    pub rule: String,
    /// The driver.
    pub driver: String,
    /// The service.
    pub service: String,
    /// Its value of the driver.
    pub weight: Decimal,
    /// Its share of the cost.
    pub share: Decimal,
    /// In which currency.
    pub currency: String,
}

/// What is recorded, held against what a ledger says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct Match {
    /// The ledger; all of them if it names none.
    pub ledger: String,
    /// In which currency.
    pub currency: String,
    /// What is recorded here.
    pub recorded: Decimal,
    /// What the ledger says.
    pub total: Decimal,
    /// Recorded minus ledger.
    pub difference: Decimal,
}

/// Where a review stands.
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

const LIFE: &[Step<ForecastReview>] = &[
    step("take_figures", "Take figures again", &[State::Draft], State::Draft)
        .help("Takes the figures as the records stand now, after something was put right.")
        .asks(&["control_totals"]),
    step("conclude", "Conclude", &[State::Draft], State::Concluded)
        .help("Says what the figures mean, and what is done about each service that is off.")
        .asks(&["reviewed_by", "basis", "changes", "conclusions", "decisions"])
        .guard(may_conclude)
        .then(|me, now| me.concluded_at = Some(now.now)),
    step("discard", "Discard", &[State::Draft], State::Discarded)
        .help("It is not needed. Say why.")
        .needs_note(),
];

fn may_conclude(me: &ForecastReview, _: &Situation<'_>) -> Result<(), Refusal> {
    let matches = rows(me.matches.as_ref());
    fill_in(
        "Conclude",
        &[
            (me.reviewed_by.is_some(), "Reviewed by"),
            (me.basis.is_some(), "Basis"),
            (me.changes.is_some(), "Changes"),
            (me.conclusions.is_some(), "Conclusions"),
            (!matches.is_empty(), "Control totals"),
        ],
    )?;
    if let Some(off) = matches.iter().find(|one| !one.difference.is_zero()) {
        return Err(Refusal::because(format!(
            "What is recorded differs by {} {} from the ledger {}. Bring in what is missing, put \
             right what is wrong, and take the figures again.",
            off.difference, off.currency, off.ledger
        )));
    }
    let checked: BTreeSet<_> = matches.iter().map(|one| one.currency.as_str()).collect();
    let unchecked = rows(me.figures.as_ref()).iter().find(|one| !checked.contains(&*one.currency));
    if let Some(line) = unchecked {
        return Err(Refusal::because(format!(
            "There are costs in {} and no control total in that currency. Give what the ledger says.",
            line.currency
        )));
    }
    let decided: BTreeSet<_> =
        rows(me.decisions.as_ref()).iter().map(|one| one.service.trim()).collect();
    let limit = me.limit_percent.unwrap_or(Decimal::TEN);
    let is_off = |one: &&Line| one.percent.is_some_and(|percent| percent.abs() > limit);
    match rows(me.figures.as_ref())
        .iter()
        .filter(is_off)
        .find(|one| !decided.contains(&*one.service))
    {
        Some(open) => Err(Refusal::because(format!(
            "“{}” is off its budget by more than {} %, and nothing is decided. Say under “Decisions” \
             what is done, or why nothing is.",
            open.service,
            limit.normalize()
        ))),
        None => Ok(()),
    }
}

fn rows<T>(all: Option<&Structured<Vec<T>>>) -> &[T] {
    all.map_or(&[], |rows| &rows.0)
}

fn settle(
    me: &mut ForecastReview,
    _: Option<&ForecastReview>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    fault_unless(me.from == me.from.first_of_month(), "from", "must begin a month")?;
    fault_unless(me.until == me.until.last_of_month(), "until", "must end a month")?;
    fault_unless(me.from < me.until, "until", "lies before the first day")?;
    fault_unless(me.from <= today(now), "from", "lies ahead; there are no costs yet")?;
    let is_code = |code: &str| code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase());
    let totals = rows(me.control_totals.as_ref());
    let fault = "need a currency each, by its code of three capital letters, such as EUR";
    fault_unless(totals.iter().all(|one| is_code(&one.currency)), "control_totals", fault)?;
    let is_below = me.limit_percent.is_some_and(|limit| limit.is_sign_negative());
    fault_unless(!is_below, "limit_percent", "cannot be below zero")
}

#[cfg(test)]
mod tests {
    use crate::story::{Story, walk};
    use gemba_vocabulary::Value;
    use serde_json::json;

    const KIND: &str = "forecast_review";
    const WHOLE: &[(&str, &str)] = &[
        ("name", "First quarter"),
        ("from", "2026-01-01"),
        ("until", "2026-12-31"),
        ("reviewed_by", "2"),
        ("basis", "Two contracts end in May"),
        ("changes", "None since January"),
        ("conclusions", "Mail is dearer than planned"),
    ];

    fn told(difference: &str, percent: &str) -> Story {
        let mut story = Story::saved(KIND, WHOLE);
        let line = json!([{"service": "Mail", "currency": "EUR", "direct": "9", "shared": "1",
            "actual": "10", "budget": "8", "variance": "2", "percent": percent}]);
        let check = json!([{"ledger": "finance", "currency": "EUR", "recorded": "10",
            "total": "10", "difference": difference}]);
        story.knows("figures", Value::Struct(line)).knows("matches", Value::Struct(check));
        story
    }

    #[test]
    fn it_is_concluded_when_the_ledger_matches_and_what_is_off_was_decided() {
        let mut story = Story::saved(KIND, WHOLE);
        let refusal = story.take("conclude", &[]).unwrap_err();
        assert_eq!(refusal, "Before “Conclude”, fill in: Control totals.");
        let refusal = told("-3.10", "25").take("conclude", &[]).unwrap_err();
        assert!(refusal.contains("differs by -3.10 EUR from the ledger finance"), "{refusal}");
        let refusal = told("0.00", "-25").take("conclude", &[]).unwrap_err();
        assert!(refusal.starts_with("“Mail” is off its budget by more than 10 %"), "{refusal}");
        told("0.00", "10").take("conclude", &[]).unwrap();
        let decided = r#"[{"service":"Mail","decision":"Two licences fewer"}]"#;
        told("0.00", "25").take("conclude", &[("decisions", decided)]).unwrap();
    }

    #[test]
    fn a_currency_without_a_control_total_is_told() {
        let mut story = told("0", "1");
        let line = json!([{"service": "ERP", "currency": "USD", "direct": "5", "shared": "0",
            "actual": "5"}]);
        story.knows("figures", Value::Struct(line));
        let refusal = story.take("conclude", &[]).unwrap_err();
        assert!(refusal.starts_with("There are costs in USD"), "{refusal}");
    }

    #[test]
    fn it_is_about_whole_months_that_have_begun() {
        let refused =
            |field, text| Story::of(KIND).save(&[WHOLE, &[(field, text)]].concat()).unwrap_err();
        assert_eq!(refused("from", "2026-01-03"), "From must begin a month.");
        assert_eq!(refused("until", "2026-12-30"), "Until must end a month.");
        assert!(refused("from", "2026-04-01").starts_with("From lies ahead"));
        let total = r#"[{"total":"5","currency":"Euro"}]"#;
        assert!(refused("control_totals", total).contains("need a currency each"));
        assert_eq!(refused("limit_percent", "-1"), "Limit percent cannot be below zero.");
    }

    #[test]
    fn each_step_leads_on_and_each_other_is_refused() {
        let machine = [
            ("draft", "draft", "take_figures"),
            ("draft", "concluded", "conclude"),
            ("draft", "discarded", "discard"),
        ];
        walk(KIND, &machine, "So agreed", |from, _| {
            let mut story = told("0", "1");
            story.put(from);
            story
        });
    }
}
