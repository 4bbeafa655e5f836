//! Capacity plans: how there will be enough of everything, what that costs, and what comes of it.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Row, Situation, Step,
    held::Structured,
    library::{approved_by_another, fault_unless, fill_in, is_import, only_if, today},
    step,
};
use gemba_vocabulary::{Money, Ref, kind};
use jiff::{Timestamp, civil::Date};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// How there will be enough capacity for a service, now and as demand is foreseen: what was
/// compared, what was chosen, what it costs, and by when it is decided. Gemba works out for each
/// option when its metrics reach the value to act.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "CPN", clause = "8.4.3", menu = Plan, life, settle = settle)]
#[kind(shares(Comments, Attachments, Approvals, Links, Tasks, Tags, Review))]
pub struct CapacityPlan {
    /// What it is called, such as “Capacity of mail 2027”.
    #[field(searched, listed)]
    pub name: String,
    /// The service that it is for. Left empty, it is for several.
    #[field(listed, filtered)]
    pub service: Option<Ref<kind::Service>>,
    /// Who answers for it.
    #[field(listed, filtered)]
    pub owner: Option<Ref<kind::Person>>,
    /// The first day that it plans for.
    #[field(listed)]
    pub from: Date,
    /// The last day that it plans for.
    #[field(listed)]
    pub until: Date,
    /// The metrics that it looks at.
    #[field(filtered)]
    pub metrics: Vec<Ref<kind::CapacityMetric>>,
    /// The forecasts of demand that it rests on.
    pub forecasts: Vec<Ref<kind::DemandForecast>>,
    /// Capacity as it is today: people, technology, information, money.
    #[field(long, searched)]
    pub current: Option<String>,
    /// Capacity as it will be needed, and which demand says so.
    #[field(long, searched)]
    pub foreseen: Option<String>,
    /// What agreed service levels ask of capacity. “None” is an answer.
    #[field(long, label = "Effect of service levels")]
    pub impact_service_levels: Option<String>,
    /// What availability asks of capacity, such as a second machine. “None” is an answer.
    #[field(long, label = "Effect of availability")]
    pub impact_availability: Option<String>,
    /// What continuity asks of capacity, such as room at the other site. “None” is an answer.
    #[field(long, label = "Effect of continuity")]
    pub impact_continuity: Option<String>,
    /// By when and at which values capacity is changed, besides what the metrics say.
    #[field(long)]
    pub thresholds: Option<String>,
    /// What could be done, each with its cost, the growth it is meant for and what it adds.
    #[field(rows = Alternative)]
    pub options: Option<Structured<Vec<Alternative>>>,
    /// What was chosen, as the option is called, and why.
    #[field(long)]
    pub choice: Option<String>,
    /// What it costs in all.
    #[field(listed)]
    pub cost: Option<Money>,
    /// What came of it: whether capacity was there when it was needed.
    #[field(long)]
    pub results: Option<String>,
    /// When the metrics reach the value to act: as it is, and by each option.
    #[field(computed, rows = Outlook)]
    pub outlook: Option<Structured<Vec<Outlook>>>,
    /// Who approved it.
    #[field(computed)]
    pub approved_by: Option<Ref<kind::Person>>,
    /// When it was approved.
    #[field(computed, filtered)]
    pub approved_at: Option<Timestamp>,
}

/// Something that could be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct Alternative {
    /// What it is called, such as “A second disk shelf”.
    pub option: String,
    /// By how many hundredths demand is higher at once than the line says. Nothing means as it says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub growth_percent: Option<Decimal>,
    /// By how many hundredths there is more capacity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub added_percent: Option<Decimal>,
    /// What it costs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<Decimal>,
    /// In which currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// What speaks for it and against it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remark: Option<String>,
}

/// When a metric reaches its value to act under an option.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct Outlook {
    /// The option; the first is “As it is”.
    pub option: String,
    /// The metric.
    pub metric: String,
    /// The first month in which the value to act is reached; nothing where it is not foreseen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub over_from: Option<Date>,
    /// The month by which something must be decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decide_by: Option<Date>,
    /// Why nothing is foreseen, or what the line rests on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// Where a plan stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// It is being written.
    Draft,
    /// It was approved and waits for its first day.
    #[choice(tone = Waiting)]
    Approved,
    /// It is carried out.
    #[choice(tone = Done)]
    InForce,
    /// Another plan took its place, or it never held.
    #[choice(tone = Off, end)]
    Superseded,
}

const LIFE: &[Step<CapacityPlan>] = &[
    step("approve", "Approve", &[State::Draft], State::Approved)
        .help("It is decided. Not for whoever wrote it.")
        .asks(&["choice", "cost"])
        .guard(may_approve)
        .then(|me, now| {
            me.approved_by = now.actor.person.map(Ref::new);
            me.approved_at = Some(now.now);
        }),
    step("begin", "Comes into force", &[State::Approved], State::InForce)
        .help("It is carried out from now on, in place of the plan before.")
        .guard(|me: &CapacityPlan, now| {
            only_if(
                me.from <= today(now),
                "Its first day has not come. Correct “From”, or wait for that day.",
            )
        }),
    step("record_results", "Record results", &[State::InForce], State::InForce)
        .help("Says what came of it so far.")
        .asks(&["results"])
        .guard(|me: &CapacityPlan, _| {
            fill_in("Record results", &[(me.results.is_some(), "Results")])
        }),
    step("supersede", "Supersede", &[State::InForce], State::Superseded)
        .help("Another plan takes its place. Say which one.")
        .asks(&["results"])
        .needs_note(),
    step("discard", "Discard", &[State::Draft, State::Approved], State::Superseded)
        .help("It does not come into force. Say why.")
        .needs_note(),
];

fn may_approve(me: &CapacityPlan, now: &Situation<'_>) -> Result<(), Refusal> {
    fill_in(
        "Approve",
        &[
            (me.owner.is_some(), "Owner"),
            (!me.metrics.is_empty(), "Metrics"),
            (!me.forecasts.is_empty(), "Forecasts"),
            (me.current.is_some(), "Current"),
            (me.foreseen.is_some(), "Foreseen"),
            (me.impact_service_levels.is_some(), "Effect of service levels"),
            (me.impact_availability.is_some(), "Effect of availability"),
            (me.impact_continuity.is_some(), "Effect of continuity"),
            (me.thresholds.is_some(), "Thresholds"),
            (!me.options().is_empty(), "Options"),
            (me.choice.is_some(), "Choice"),
        ],
    )?;
    approved_by_another("a plan", now)
}

impl CapacityPlan {
    fn options(&self) -> &[Alternative] {
        self.options.as_ref().map_or(&[], |rows| &rows.0)
    }

    /// What was approved.
    fn content(&self) -> impl PartialEq + '_ {
        let Self { service, metrics, forecasts, options, choice, cost, foreseen, .. } = self;
        (service, metrics, forecasts, options, choice, cost, foreseen)
    }
}

fn settle(
    me: &mut CapacityPlan,
    before: Option<&CapacityPlan>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    fault_unless(me.from < me.until, "until", "must lie after the first day")?;
    let least = -Decimal::ONE_HUNDRED;
    let is_possible = |one: &Alternative| {
        let percents = [one.growth_percent, one.added_percent];
        percents.iter().flatten().all(|percent| *percent > least)
    };
    let fault = "must have percentages above -100";
    fault_unless(me.options().iter().all(is_possible), "options", fault)?;
    let approved = before.filter(|before| before.approved_at.is_some() && !is_import(now));
    let is_kept = approved.is_none_or(|before| before.content() == me.content());
    fault_unless(is_kept, "options", "and all that was approved stay as they are; write a new plan")
}

#[cfg(test)]
mod tests {
    use crate::story::{BEN, Story, walk};
    use gemba_vocabulary::actor::Role;

    const KIND: &str = "capacity_plan";
    const OPTIONS: &str = r#"[{"option":"A second shelf","added_percent":"50"}]"#;
    const WHOLE: &[(&str, &str)] = &[
        ("name", "Capacity of mail 2026"),
        ("owner", "2"),
        ("from", "2026-01-01"),
        ("until", "2026-12-31"),
        ("metrics", "4"),
        ("forecasts", "5"),
        ("current", "66 % of the disk"),
        ("foreseen", "80 % in autumn"),
        ("impact_service_levels", "None"),
        ("impact_availability", "A second node"),
        ("impact_continuity", "Room at the other site"),
        ("thresholds", "Act at 80 %"),
        ("options", OPTIONS),
        ("choice", "A second shelf: cheaper than moving"),
        ("results", "None yet"),
    ];

    #[test]
    fn it_says_all_that_is_asked_of_a_plan_before_it_is_approved() {
        let mut story = Story::saved(KIND, &WHOLE[..4]);
        let refusal = story.take("approve", &[]).unwrap_err();
        assert_eq!(
            refusal,
            "Before “Approve”, fill in: Metrics, Forecasts, Current, Foreseen, Effect of service \
             levels, Effect of availability, Effect of continuity, Thresholds, Options, Choice."
        );
        let mut story = Story::saved(KIND, WHOLE);
        assert!(story.take("approve", &[]).unwrap_err().contains("Ask somebody else"));
        story.by(BEN, &[Role::ServiceManager]).take("approve", &[]).unwrap();
        let other = r#"[{"option":"A second shelf","added_percent":"60"}]"#;
        assert!(story.save(&[("options", other)]).unwrap_err().contains("write a new plan"));
        story.save(&[("results", "The shelf is in")]).unwrap();
    }

    #[test]
    fn it_begins_on_its_first_day() {
        let mut story = Story::saved(KIND, &[WHOLE, &[("from", "2026-05-01")]].concat());
        story.put("approved");
        assert!(story.take("begin", &[]).unwrap_err().contains("first day has not come"));
        story.at("2026-05-01T08:00:00Z").take("begin", &[]).unwrap();
        let refusal = story.take("record_results", &[("results", "")]).unwrap_err();
        assert_eq!(refusal, "Before “Record results”, fill in: Results.");
        let rows = r#"[{"option":"Less","growth_percent":"-100"}]"#;
        let refusal = Story::of(KIND).save(&[WHOLE, &[("options", rows)]].concat()).unwrap_err();
        assert_eq!(refusal, "Options must have percentages above -100.");
    }

    #[test]
    fn each_step_leads_on_and_each_other_is_refused() {
        let machine = [
            ("draft", "approved", "approve"),
            ("draft", "superseded", "discard"),
            ("approved", "in_force", "begin"),
            ("approved", "superseded", "discard"),
            ("in_force", "in_force", "record_results"),
            ("in_force", "superseded", "supersede"),
        ];
        walk(KIND, &machine, "So agreed", |from, _| {
            let mut story = Story::saved(KIND, WHOLE);
            story.put(from).by(BEN, &[Role::ServiceManager]);
            story
        });
    }
}
