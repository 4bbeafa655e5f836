//! Measures: what is measured of the services and their management, how, when, by whom, and against what.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Situation, Step,
    judgement::{Better, Judged},
    library::{fault_unless, fill_in, is_import, only_if, today},
    planned_interval::next_due,
    rhythm::Rhythm,
    step,
};
use gemba_vocabulary::{Ref, kind};
use jiff::civil::Date;
use rust_decimal::Decimal;

/// What is measured, how and how often, who looks at it, and from which value on something is done. All measures
/// together are the measurement plan. Their values stand in measurements.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "MEA", clause = "9.1", menu = Check, life, settle = settle)]
#[kind(shares(Comments, Attachments, Links, Tasks, Tags, Watchers))]
pub struct Measure {
    /// What it is called, in one line, such as “Incidents resolved in time”.
    #[field(searched, listed)]
    pub name: String,
    /// The question that it answers, and what somebody would decide by it.
    #[field(long, searched)]
    pub question: Option<String>,
    /// The process whose performance it tells.
    #[field(filtered)]
    pub process: Option<Ref<kind::Process>>,
    /// The service whose performance it tells.
    #[field(filtered)]
    pub service: Option<Ref<kind::Service>>,
    /// The objective whose achievement it tells.
    #[field(filtered)]
    pub objective: Option<Ref<kind::Objective>>,
    /// Who answers for its values and for what is done about them.
    #[field(listed, filtered)]
    pub owner: Option<Ref<kind::Person>>,
    /// How a value is worked out, so that two people come to the same number.
    #[field(long)]
    pub formula: Option<String>,
    /// Why this way gives valid results: what the data covers, what it leaves out, and how it was checked.
    #[field(long)]
    pub method: Option<String>,
    /// Where values come from.
    #[field(default = "by_hand")]
    pub source: Source,
    /// The sheet of figures from which Gemba takes the value, such as `incidents`. The list of sheets stands under
    /// “Figures”.
    pub sheet: Option<String>,
    /// The figure of that sheet, by its name in data, such as `resolved_in_time`.
    pub figure: Option<String>,
    /// The number of the record to which the sheet is narrowed. Empty takes the whole sheet.
    #[field(label = "Narrowed to")]
    pub narrowed_to: Option<i64>,
    /// Where a value comes from that somebody types in, such as a report of a tool.
    pub taken_from: Option<String>,
    /// What the value counts, such as % or days.
    pub unit: Option<String>,
    /// On which side of the target it is good.
    pub better: Option<Better>,
    /// The value to reach.
    #[field(listed)]
    pub target: Option<Decimal>,
    /// The value from which on somebody should look, though the target is still met.
    #[field(label = "Warning limit")]
    pub warning: Option<Decimal>,
    /// How often a value is taken.
    #[field(listed, filtered, default = "month")]
    pub collected_every: Rhythm,
    /// The days after a period in which a value may still be typed in before it is late.
    #[field(default = "10", unit = "days")]
    pub days_to_enter: i64,
    /// How often somebody says what the values mean.
    #[field(default = "3", unit = "months", label = "Evaluated every")]
    pub evaluated_every: i64,
    /// From which day on values are taken. An earlier day makes up for periods that are over, as far as the records
    /// still tell. Empty takes the day on which it is taken into use.
    pub counted_from: Option<Date>,
    /// The day on which it was taken into use.
    #[field(computed)]
    pub in_use_since: Option<Date>,
    /// The day on which it was taken out of use.
    #[field(computed)]
    pub retired_on: Option<Date>,
    /// Its latest value.
    #[field(computed, listed)]
    pub latest_value: Option<Decimal>,
    /// The day after the period of the latest value.
    #[field(computed)]
    pub latest_until: Option<Date>,
    /// How the latest value stands against the target.
    #[field(computed, listed, filtered)]
    pub judged: Option<Judged>,
    /// When the next value is due: the day after the period that runs.
    #[field(computed, filtered)]
    pub next_value_on: Option<Date>,
    /// The day on which somebody said last what its values mean.
    #[field(computed)]
    pub last_evaluated_on: Option<Date>,
    /// The day by which somebody says again what its values mean.
    #[field(computed, listed, filtered)]
    pub evaluation_due_on: Option<Date>,
    /// How long before an evaluation its owner is reminded.
    #[field(default = "7", unit = "days")]
    pub remind_days: i64,
    /// The evaluation of which its owner was reminded.
    #[field(computed)]
    pub reminded_for: Option<Date>,
}

/// Where the values of a measure come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Source {
    /// Gemba works it out as a figure of a sheet, at the end of each period.
    #[choice(label = "A figure of a sheet")]
    Sheet,
    /// Somebody types it in.
    #[choice(label = "Entered by hand")]
    ByHand,
}

/// Where a measure stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// It is being thought out.
    Draft,
    /// Values are taken.
    #[choice(tone = Going)]
    InUse,
    /// No further values are taken.
    #[choice(tone = Off, end)]
    Retired,
}

const LIFE: &[Step<Measure>] = &[
    step("use", "Take into use", &[State::Draft], State::InUse)
        .help("From now on a value is taken at the end of each period.")
        .guard(may_use)
        .then(|me, now| me.in_use_since = Some(today(now))),
    step("collect", "Take values now", &[State::InUse], State::InUse)
        .help("Takes the values of all periods that are over and have none yet."),
    step("retire", "Take out of use", &[State::InUse], State::Retired)
        .help("No further values are taken; those on record stay. Say why.")
        .needs_note()
        .then(|me, now| me.retired_on = Some(today(now))),
    step("discard", "Discard", &[State::Draft], State::Retired)
        .help("It does not come into use. Say why.")
        .needs_note()
        .then(|me, now| me.retired_on = Some(today(now))),
];

fn may_use(me: &Measure, _: &Situation<'_>) -> Result<(), Refusal> {
    let is_sheet = me.source == Source::Sheet;
    fill_in(
        "Take into use",
        &[
            (me.owner.is_some(), "Owner"),
            (me.question.is_some(), "Question"),
            (me.formula.is_some(), "Formula"),
            (me.method.is_some(), "Method"),
            (me.better.is_some(), "Better"),
            (me.target.is_some(), "Target"),
            (!is_sheet || me.sheet.is_some(), "Sheet"),
            (!is_sheet || me.figure.is_some(), "Figure"),
            (is_sheet || me.taken_from.is_some(), "Taken from"),
        ],
    )?;
    only_if(
        me.process.is_some() || me.service.is_some() || me.objective.is_some(),
        "Nobody can tell what it is about. Name the process, the service or the objective whose performance it tells.",
    )
}

const EVALUATED_MONTHS_MAX: i64 = 36;
const DAYS_MAX: i64 = 90;

impl Measure {
    /// By what values can be compared with one another.
    fn way(&self) -> impl PartialEq + '_ {
        let Self { formula, source, sheet, figure, narrowed_to, unit, better, .. } = self;
        (formula, source, sheet, figure, narrowed_to, unit, better, self.collected_every)
    }
}

fn settle(
    me: &mut Measure,
    before: Option<&Measure>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    let is_known = (1..=EVALUATED_MONTHS_MAX).contains(&me.evaluated_every);
    fault_unless(is_known, "evaluated_every", "must be 1 to 36 months")?;
    let days = 0..=DAYS_MAX;
    fault_unless(days.contains(&me.days_to_enter), "days_to_enter", "must be 0 to 90 days")?;
    fault_unless(days.contains(&me.remind_days), "remind_days", "must be 0 to 90 days")?;
    let is_backward = me.better.zip(me.target.zip(me.warning)).is_some_and(|(better, both)| {
        let (target, warning) = both;
        if better == Better::Higher { warning < target } else { warning > target }
    });
    let fault = "lies beyond the target; it warns before the target is missed";
    fault_unless(!is_backward, "warning", fault)?;
    let in_use = before.filter(|before| before.in_use_since.is_some() && !is_import(now));
    fault_unless(
        in_use.is_none_or(|before| before.way() == me.way()),
        "formula",
        "and all by which values are compared stay as they are; take it out of use and write another measure",
    )?;
    let from = me.last_evaluated_on.or(me.in_use_since).filter(|_| me.retired_on.is_none());
    me.evaluation_due_on = from.and_then(|from| next_due(from, me.evaluated_every));
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::story::{Story, walk};

    const KIND: &str = "measure";
    const WHOLE: &[(&str, &str)] = &[
        ("name", "Resolved in time"),
        ("question", "Do we keep what we promised?"),
        ("process", "3"),
        ("owner", "1"),
        ("formula", "Those in time among all"),
        ("method", "The clock of the agreement; checked by hand in January"),
        ("source", "sheet"),
        ("sheet", "incidents"),
        ("figure", "resolved_in_time"),
        ("better", "higher"),
        ("target", "95"),
        ("warning", "97"),
    ];

    #[test]
    fn whoever_takes_it_into_use_can_say_what_for_and_how() {
        let mut story = Story::saved(KIND, &[("name", "Resolved in time")]);
        let refusal = story.take("use", &[]).unwrap_err();
        let all = "Owner, Question, Formula, Method, Better, Target, Taken from.";
        assert_eq!(refusal, format!("Before “Take into use”, fill in: {all}"));
        story.save(&[WHOLE, &[("process", "")]].concat()).unwrap();
        assert!(story.take("use", &[]).unwrap_err().contains("process, the service"));
        story.save(WHOLE).unwrap();
        story.take("use", &[]).unwrap();
        let held = ["in_use_since", "evaluation_due_on"].map(|field| story.holds(field));
        assert_eq!(held, ["2026-03-02", "2026-06-02"]);
    }

    #[test]
    fn values_that_are_compared_were_taken_in_the_same_way() {
        let mut story = Story::saved(KIND, WHOLE);
        story.save(&[("figure", "mean_time")]).unwrap();
        story.take("use", &[]).unwrap();
        let fault = story.save(&[("figure", "resolved_in_time")]).unwrap_err();
        assert!(fault.contains("write another measure"), "{fault}");
        story.save(&[("target", "96"), ("evaluated_every", "6")]).unwrap();
        assert_eq!(story.holds("evaluation_due_on"), "2026-09-02");
    }

    #[test]
    fn a_warning_comes_before_the_target_is_missed() {
        let wrong = [WHOLE, &[("warning", "94")]].concat();
        assert!(Story::of(KIND).save(&wrong).unwrap_err().contains("beyond the target"));
        let lower = [WHOLE, &[("better", "lower"), ("target", "5"), ("warning", "4")]].concat();
        Story::saved(KIND, &lower);
    }

    #[test]
    fn the_whole_way() {
        let machine = &[
            ("draft", "in_use", "use"),
            ("in_use", "in_use", "collect"),
            ("in_use", "retired", "retire"),
            ("draft", "retired", "discard"),
        ];
        walk(KIND, machine, "Another one tells more", |state, _| {
            let mut story = Story::saved(KIND, WHOLE);
            story.put(state);
            story
        });
    }
}
