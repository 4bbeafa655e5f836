//! Demand forecasts: how much will be asked for, by which method, and how far that was from what came.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Row, Situation, Step,
    held::Structured,
    library::{called, fault_unless, only_if},
    step,
};
use gemba_vocabulary::{Ref, kind};
use jiff::{Timestamp, civil::Date};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// How much of a demand source will be asked for in the months ahead. Gemba works it out from the
/// months measured before, counts business events in, and later says how far it was from what came.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "DFC", clause = "8.4.2", title = "name", menu = Plan, life, settle = settle)]
#[kind(shares(Comments, Attachments, Links, Tags))]
pub struct DemandForecast {
    /// What is forecast and from when on, in one line.
    #[field(computed, searched)]
    pub name: Option<String>,
    /// What is forecast.
    #[field(listed, filtered)]
    pub source: Ref<kind::DemandSource>,
    /// How it is worked out.
    #[field(listed, filtered)]
    pub method: Method,
    /// How many months ahead.
    #[field(listed, unit = "months", default = "3")]
    pub horizon: i64,
    /// Over how many months a moving average goes.
    #[field(unit = "months", default = "3")]
    pub window: i64,
    /// How much the newest month weighs in smoothing, between 0 and 1.
    #[field(default = "0.5")]
    pub weight: Decimal,
    /// After how many months the season comes again.
    #[field(unit = "months", default = "12")]
    pub season: i64,
    /// What else was considered, and what it is used for.
    #[field(long)]
    pub basis: Option<String>,
    /// The first month that is forecast.
    #[field(computed, listed, filtered)]
    pub first_month: Option<Date>,
    /// The months it was worked out from.
    #[field(computed, rows = Measured)]
    pub history: Option<Structured<Vec<Measured>>>,
    /// What is expected, and later what came.
    #[field(computed, rows = Expected)]
    pub values: Option<Structured<Vec<Expected>>>,
    /// How far the same method would have missed the past, on average.
    #[field(computed, percent, listed, unit = "%", label = "Error in the past")]
    pub mape_percent: Option<Decimal>,
    /// How far it was from what came, on average.
    #[field(computed, percent, listed, unit = "%", label = "Error against what came")]
    pub came_percent: Option<Decimal>,
    /// When it was worked out.
    #[field(computed, filtered)]
    pub taken_at: Option<Timestamp>,
    /// When it was last held against what came.
    #[field(computed)]
    pub compared_at: Option<Timestamp>,
}

/// How a forecast is worked out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Method {
    /// It is the mean of the last months: for demand that neither rises nor falls.
    MovingAverage,
    /// Newer months weigh more than older ones: for demand that moves slowly.
    Smoothing,
    /// It is the value of the same month a season ago: for demand that comes again each year.
    SeasonalNaive,
}

/// A month that was measured.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct Measured {
    /// The month.
    pub month: Date,
    /// How much it was.
    pub value: Decimal,
}

/// A month that is forecast.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct Expected {
    /// The month.
    pub month: Date,
    /// What the method says.
    pub expected: Decimal,
    /// The same with business events counted in.
    pub with_events: Decimal,
    /// What came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub came: Option<Decimal>,
    /// By how many hundredths of what came the forecast with its events was off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error_percent: Option<Decimal>,
}

/// Where a forecast stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// It says what is expected.
    #[choice(tone = Going)]
    Current,
    /// All its months are over, and it was held against them.
    #[choice(tone = Done, end)]
    Compared,
    /// It is not used.
    #[choice(tone = Off, end)]
    Discarded,
}

const LIFE: &[Step<DemandForecast>] = &[
    step("compare", "Compare with what came", &[State::Current], State::Current)
        .help("Holds it against the months that were measured since.")
        .or_to(State::Compared, |me: &DemandForecast, _| me.is_over())
        .guard(|me: &DemandForecast, _| {
            only_if(
                me.values().iter().any(|one| one.came.is_some()),
                "None of its months was measured yet. Record the measures first; they are found by \
                 themselves.",
            )
        })
        .then(|me, now| me.compared_at = Some(now.now)),
    step("discard", "Discard", &[State::Current], State::Discarded)
        .help("It is not used. Say why.")
        .needs_note()
        .guard(not_compared),
];

/// A forecast that was held against what came is not thrown away.
fn not_compared(me: &DemandForecast, _: &Situation<'_>) -> Result<(), Refusal> {
    only_if(
        me.compared_at.is_none(),
        "It was held against what came, and is kept for that. Make a new forecast beside it.",
    )
}

impl DemandForecast {
    fn values(&self) -> &[Expected] {
        self.values.as_ref().map_or(&[], |rows| &rows.0)
    }

    fn is_over(&self) -> bool {
        !self.values().is_empty() && self.values().iter().all(|one| one.came.is_some())
    }
}

const MONTHS_MAX: i64 = 36;

fn settle(
    me: &mut DemandForecast,
    before: Option<&DemandForecast>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    let months = |count: i64| (1..=MONTHS_MAX).contains(&count);
    fault_unless(months(me.horizon), "horizon", "must be 1 to 36 months")?;
    fault_unless(months(me.window), "window", "must be 1 to 36 months")?;
    fault_unless(months(me.season), "season", "must be 1 to 36 months")?;
    let is_share = me.weight > Decimal::ZERO && me.weight <= Decimal::ONE;
    fault_unless(is_share, "weight", "must be above 0 and at most 1")?;
    let how = |one: &DemandForecast| {
        (one.source, one.method, one.horizon, one.window, one.weight, one.season)
    };
    let is_kept = before.is_none_or(|before| how(before) == how(me));
    let fault = "and all that the forecast was worked out by stay as they are; make a new forecast";
    fault_unless(is_kept, "method", fault)?;
    let source = called("demand_source", "DSO", "name", me.source.id, now);
    let from = me.first_month.map(|month| format!(", from {}", month.strftime("%Y-%m")));
    me.name = Some(format!("{source}{}", from.unwrap_or_default()));
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::story::{Story, walk};
    use gemba_vocabulary::Value;
    use serde_json::json;

    const KIND: &str = "demand_forecast";
    const WHOLE: &[(&str, &str)] = &[("source", "3"), ("method", "smoothing")];

    fn told(came: Option<&str>) -> Story {
        let mut story = Story::saved(KIND, WHOLE);
        let row =
            json!({"month": "2026-02-01", "expected": "125", "with_events": "150", "came": came});
        story.knows("values", Value::Struct(json!([row])));
        story
    }

    #[test]
    fn it_is_compared_once_something_came_and_over_once_all_did() {
        let refusal = told(None).take("compare", &[]).unwrap_err();
        assert!(refusal.starts_with("None of its months was measured"), "{refusal}");
        let mut story = told(Some("140"));
        story.take("compare", &[]).unwrap();
        assert_eq!(story.state(), "compared");
        let next = json!({"month": "2026-03-01", "expected": "1", "with_events": "1"});
        let one = json!({"month": "2026-02-01", "expected": "1", "with_events": "1", "came": "2"});
        let mut story = Story::saved(KIND, WHOLE);
        story.knows("values", Value::Struct(json!([one, next])));
        story.take("compare", &[]).unwrap();
        assert_eq!(story.state(), "current", "a month is still ahead");
    }

    #[test]
    fn how_it_was_worked_out_stays_as_it_is() {
        let mut story = Story::saved(KIND, WHOLE);
        assert_eq!((&*story.holds("weight"), &*story.holds("horizon")), ("0.5", "3"));
        let refusal = story.save(&[("weight", "0.3")]).unwrap_err();
        assert!(refusal.ends_with("make a new forecast."), "{refusal}");
        let refused =
            |field, text| Story::of(KIND).save(&[WHOLE, &[(field, text)]].concat()).unwrap_err();
        assert_eq!(refused("weight", "0"), "Weight must be above 0 and at most 1.");
        assert_eq!(refused("horizon", "37"), "Horizon must be 1 to 36 months.");
    }

    #[test]
    fn each_step_leads_on_and_each_other_is_refused() {
        let machine = [("current", "compared", "compare"), ("current", "discarded", "discard")];
        walk(KIND, &machine, "Not needed", |from, _| {
            let mut story = told(Some("140"));
            story.put(from);
            story
        });
    }
}
