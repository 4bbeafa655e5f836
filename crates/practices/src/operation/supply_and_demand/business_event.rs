//! Business events: what happens in a customer's business, or in ours, that moves demand for a service.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Situation, Step,
    library::{fault_unless, fill_in, only_if, today},
    step,
};
use gemba_vocabulary::{Ref, kind};
use jiff::civil::Date;
use rust_decimal::Decimal;

/// Something in a business that moves demand for a service, such as a new site, a campaign or the
/// end of the year. Forecasts count it in for its months.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "BEV", clause = "8.4.2", menu = Plan, life, settle = settle)]
#[kind(shares(Comments, Attachments, Links, Tasks, Tags))]
pub struct BusinessEvent {
    /// What happens, in one line.
    #[field(searched, listed)]
    pub summary: String,
    /// The customer in whose business it happens.
    #[field(listed, filtered)]
    pub customer: Option<Ref<kind::Customer>>,
    /// The demand that it moves.
    #[field(listed, filtered)]
    pub source: Ref<kind::DemandSource>,
    /// The first day on which it moves demand.
    #[field(listed, filtered)]
    pub from: Date,
    /// The last day; left empty, it lasts.
    #[field(listed)]
    pub until: Option<Date>,
    /// By how many hundredths demand is higher, or lower if below zero.
    #[field(percent, listed, unit = "%")]
    pub effect_percent: Decimal,
    /// Who told us, when, and how sure it is.
    #[field(long)]
    pub told_by: Option<String>,
    /// What it came to, against what was expected.
    #[field(long)]
    pub came_to: Option<String>,
}

/// Where an event stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// It is expected, and forecasts count it in.
    #[choice(tone = Waiting)]
    Expected,
    /// It happened, and its effect was looked at.
    #[choice(tone = Done, end)]
    Over,
    /// It will not happen.
    #[choice(tone = Off, end)]
    CalledOff,
}

const LIFE: &[Step<BusinessEvent>] = &[
    step("finish", "It is over", &[State::Expected], State::Over)
        .help("It happened. Say what it came to, against what was expected.")
        .asks(&["until", "came_to"])
        .guard(may_finish),
    step("call_off", "Call off", &[State::Expected], State::CalledOff)
        .help("It will not happen. Say who told us.")
        .needs_note(),
];

fn may_finish(me: &BusinessEvent, now: &Situation<'_>) -> Result<(), Refusal> {
    fill_in("It is over", &[(me.came_to.is_some(), "Came to")])?;
    only_if(me.from <= today(now), "It has not begun. Call it off if it will not happen.")
}

fn settle(
    me: &mut BusinessEvent,
    _: Option<&BusinessEvent>,
    _: &Situation<'_>,
) -> Result<(), FieldFault> {
    let is_backward = me.until.is_some_and(|until| until < me.from);
    fault_unless(!is_backward, "until", "lies before the first day")?;
    let is_possible = me.effect_percent > -Decimal::ONE_HUNDRED && !me.effect_percent.is_zero();
    fault_unless(is_possible, "effect_percent", "must be more or less than nothing, above -100 %")
}

#[cfg(test)]
mod tests {
    use crate::story::{Story, walk};

    const KIND: &str = "business_event";
    const WHOLE: &[(&str, &str)] = &[
        ("summary", "New site in Hanover"),
        ("source", "3"),
        ("from", "2026-02-01"),
        ("effect_percent", "20"),
        ("came_to", "18 % more, as told"),
    ];

    #[test]
    fn it_moves_demand_from_its_first_day_on() {
        let refused =
            |field, text| Story::of(KIND).save(&[WHOLE, &[(field, text)]].concat()).unwrap_err();
        assert_eq!(refused("until", "2026-01-31"), "Until lies before the first day.");
        assert!(refused("effect_percent", "0").contains("more or less than nothing"));
        assert!(refused("effect_percent", "-100").contains("above -100 %"));
        let mut story = Story::saved(KIND, &[WHOLE, &[("from", "2026-05-01")]].concat());
        assert!(story.take("finish", &[]).unwrap_err().starts_with("It has not begun."));
        let refusal = story.take("finish", &[("came_to", "")]).unwrap_err();
        assert_eq!(refusal, "Before “It is over”, fill in: Came to.");
    }

    #[test]
    fn each_step_leads_on_and_each_other_is_refused() {
        let machine = [("expected", "over", "finish"), ("expected", "called_off", "call_off")];
        walk(KIND, &machine, "Told by Petra", |from, _| {
            let mut story = Story::saved(KIND, WHOLE);
            story.put(from);
            story
        });
    }
}
