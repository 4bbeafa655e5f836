//! Measurements: what a measure came to in a period, what that rests on, and what was made of it.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Situation, Step,
    held::Structured,
    judgement::{Better, Judged},
    library::{called, fault_unless, fill_in, is_import, only_if},
    step,
};
use gemba_vocabulary::{Ref, Value, kind};
use jiff::{Timestamp, civil::Date};
use rust_decimal::Decimal;
use serde_json::Value as Json;

/// What a measure came to in a period, kept with the data on which it rests, and what somebody made of it. Gemba
/// begins one for each measure in use when its period is over.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "MEV", clause = "9.1", title = "name", menu = Check, life, begins = begins)]
#[kind(settle = settle)]
#[kind(shares(Comments, Attachments, Links, Tasks))]
pub struct Measurement {
    /// The measure and the period, in one line.
    #[field(computed, searched)]
    pub name: Option<String>,
    /// What was measured.
    #[field(listed, filtered)]
    pub measure: Ref<kind::Measure>,
    /// The first day of the period.
    #[field(listed, filtered)]
    pub from: Date,
    /// The day after the last of the period.
    #[field(filtered)]
    pub until: Date,
    /// What it came to.
    #[field(listed)]
    pub value: Option<Decimal>,
    /// Why there is no value, such as that nothing happened that could be measured. No value is never zero.
    pub no_value_because: Option<String>,
    /// Where the value comes from: the sheet and its figure, or the report of a tool.
    pub taken_from: Option<String>,
    /// What was left out or counted otherwise, and why.
    #[field(long)]
    pub exceptions: Option<String>,
    /// What the value counts.
    #[field(computed)]
    pub unit: Option<String>,
    /// The target as it stood then.
    #[field(computed)]
    pub target: Option<Decimal>,
    /// How it stands against the target.
    #[field(computed, listed, filtered)]
    pub judged: Option<Judged>,
    /// When the value was taken.
    #[field(computed)]
    pub taken_at: Option<Timestamp>,
    /// Who typed it in; nobody where Gemba took it.
    #[field(computed)]
    pub taken_by: Option<Ref<kind::Person>>,
    /// By when the value has to be here.
    #[field(filtered)]
    pub due_on: Option<Date>,
    /// Who answers for the measure.
    #[field(computed, filtered)]
    pub owner: Option<Ref<kind::Person>>,
    /// The figure as the sheet told it, with its definition and its data.
    #[field(computed)]
    pub rests_on: Option<Structured<Json>>,
    /// What the value means: better or worse than before, why, and whether the measure itself still serves.
    #[field(long, searched)]
    pub evaluation: Option<String>,
    /// Why nothing is to be done about a missed target, if no task came of it.
    pub no_action_because: Option<String>,
    /// Who said what it means.
    #[field(computed)]
    pub evaluated_by: Option<Ref<kind::Person>>,
    /// When it was said what it means.
    #[field(computed, filtered)]
    pub evaluated_at: Option<Timestamp>,
}

/// Where a measurement stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// The period is over, and somebody has to enter the value.
    #[choice(tone = Waiting)]
    Expected,
    /// The value is here.
    #[choice(tone = Going)]
    Taken,
    /// It was said what it means.
    #[choice(tone = Done, end)]
    Evaluated,
}

const LIFE: &[Step<Measurement>] = &[
    step("enter", "Enter the value", &[State::Expected], State::Taken)
        .help("Says what it came to and where that comes from, or why there is no value.")
        .asks(&["value", "no_value_because", "taken_from", "exceptions"])
        .guard(|me, _| has_result("Enter the value", me))
        .then(note_taken),
    step("correct", "Correct the value", &[State::Taken], State::Taken)
        .help("Another value takes its place, after something was found wrong. Say what.")
        .asks(&["value", "no_value_because", "taken_from", "exceptions"])
        .needs_note()
        .guard(|me, _| has_result("Correct the value", me))
        .then(note_taken),
    step("evaluate", "Evaluate", &[State::Taken], State::Evaluated)
        .help("Says what the value means. For a missed target a task says what is done, or it is said why nothing is.")
        .asks(&["evaluation", "no_action_because"])
        .guard(may_evaluate)
        .then(|me, now| {
            me.evaluated_by = now.actor.person.map(Ref::new);
            me.evaluated_at = Some(now.now);
        }),
    step("reopen", "Reopen", &[State::Evaluated], State::Taken)
        .help("Something was found wrong in it. Say what.")
        .needs_note()
        .then(|me, _| {
            me.evaluated_by = None;
            me.evaluated_at = None;
        }),
];

fn begins(me: &Measurement) -> State {
    if me.value.is_some() || me.no_value_because.is_some() { State::Taken } else { State::Expected }
}

fn has_result(verb: &str, me: &Measurement) -> Result<(), Refusal> {
    fill_in(
        verb,
        &[
            (me.value.is_some() || me.no_value_because.is_some(), "Value or No value because"),
            (me.taken_from.is_some(), "Taken from"),
        ],
    )?;
    only_if(
        me.value.is_none() || me.no_value_because.is_none(),
        "There is a value, and a reason why there is none. Take one of them away.",
    )
}

fn note_taken(me: &mut Measurement, now: &Situation<'_>) {
    me.taken_at = Some(now.now);
    me.taken_by = now.actor.person.map(Ref::new);
}

fn may_evaluate(me: &Measurement, now: &Situation<'_>) -> Result<(), Refusal> {
    fill_in("Evaluate", &[(me.evaluation.is_some(), "Evaluation")])?;
    let mine = [
        ("parent_kind", Value::Text("measurement".to_owned())),
        ("parent", Value::Int(now.record)),
    ];
    only_if(
        me.judged != Some(Judged::Missed)
            || me.no_action_because.is_some()
            || !now.facts.each("task", &mine, "id").is_empty(),
        "The target was missed, and nothing is to be done. Add a task, or say under “No action because” why there is \
         none.",
    )
}

fn settle(
    me: &mut Measurement,
    before: Option<&Measurement>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    fault_unless(me.from < me.until, "until", "must lie after the first day")?;
    let measure = me.measure.id;
    let of_measure = |field| now.facts.value("measure", measure, field);
    let decimal = |value: &Value| if let Value::Decimal(it) = value { Some(*it) } else { None };
    match before {
        Some(before) if !is_import(now) => {
            let is_same =
                (before.measure, before.from, before.until) == (me.measure, me.from, me.until);
            fault_unless(is_same, "measure", "and its period stay the same; begin another one")?;
            let is_kept = before.evaluated_at.is_none()
                || me.evaluated_at.is_none()
                || (before.value, &before.evaluation) == (me.value, &me.evaluation);
            fault_unless(is_kept, "value", "stays as it was evaluated; reopen it first")?;
        }
        _ => {
            let of_measure = |field| of_measure(field).as_text().map(ToOwned::to_owned);
            me.unit = me.unit.take().or_else(|| of_measure("unit"));
            if me.value.is_some() && me.taken_at.is_none() {
                note_taken(me, now);
            }
        }
    }
    if before.is_none_or(|before| before.target.is_none()) {
        me.target = me.target.or_else(|| decimal(&of_measure("target")));
    }
    me.owner = of_measure("owner").as_int().map(Ref::new).or(me.owner);
    let better = of_measure("better");
    let better = better.as_text().and_then(<Better as Choice>::named);
    let warning = decimal(&of_measure("warning"));
    me.judged = me
        .value
        .zip(better.zip(me.target))
        .map(|(value, (better, target))| Judged::of(value, better, target, warning));
    let called = called("measure", "MEA", "name", measure, now);
    me.name = Some(format!("{called}, from {}", me.from));
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::story::{Story, walk};
    use gemba_vocabulary::Value;

    const KIND: &str = "measurement";
    const JANUARY: &[(&str, &str)] =
        &[("measure", "4"), ("from", "2026-01-01"), ("until", "2026-02-01")];

    fn begun(value: &str) -> Story {
        let mut story = Story::of(KIND);
        let text = |text: &str| Value::Text(text.to_owned());
        story.given("measure", 4, "name", text("Resolved in time"));
        story.given("measure", 4, "unit", text("%"));
        story.given("measure", 4, "better", text("higher"));
        story.given("measure", 4, "target", Value::Decimal(95.into()));
        story.given("measure", 4, "warning", Value::Decimal(97.into()));
        story.save(&[JANUARY, &[("value", value)]].concat()).unwrap();
        story
    }

    #[test]
    fn a_value_is_held_against_the_target_of_its_time() {
        let mut story = begun("96");
        let held = ["name", "unit", "target", "judged"].map(|field| story.holds(field));
        assert_eq!(held, ["Resolved in time, from 2026-01-01", "%", "95", "near"]);
        assert_eq!(story.state(), "taken");
        story.given("measure", 4, "target", Value::Decimal(99.into()));
        story
            .noted("correct", &[("value", "98"), ("taken_from", "The tool")], "Counted twice")
            .unwrap();
        assert_eq!((&*story.holds("target"), &*story.holds("judged")), ("95", "met"));
    }

    #[test]
    fn no_value_is_said_and_never_zero() {
        let mut story = begun("");
        assert_eq!(story.state(), "expected");
        let refusal = story.take("enter", &[]).unwrap_err();
        assert_eq!(
            refusal,
            "Before “Enter the value”, fill in: Value or No value because, Taken from."
        );
        let both = [("value", "0"), ("no_value_because", "None"), ("taken_from", "The tool")];
        assert!(story.take("enter", &both).unwrap_err().contains("Take one of them away"));
        let none = [("no_value_because", "Nothing was resolved"), ("taken_from", "The tool")];
        story.take("enter", &none).unwrap();
        assert_eq!((&*story.holds("judged"), &*story.holds("value")), ("", ""));
    }

    #[test]
    fn something_is_done_about_a_missed_target() {
        let mut story = begun("90");
        let says = [("evaluation", "Two people were ill")];
        assert!(story.take("evaluate", &says).unwrap_err().contains("Add a task"));
        let task = [("parent_kind", Value::Text(KIND.to_owned())), ("parent", Value::Int(7))];
        story.given_record("task", &task);
        story.take("evaluate", &says).unwrap();
        assert!(story.save(&[("value", "96")]).unwrap_err().contains("reopen it first"));
    }

    #[test]
    fn the_whole_way() {
        let machine = &[
            ("expected", "taken", "enter"),
            ("taken", "taken", "correct"),
            ("taken", "evaluated", "evaluate"),
            ("evaluated", "taken", "reopen"),
        ];
        walk(KIND, machine, "Counted twice", |state, _| {
            let mut story = begun("99");
            story.save(&[("taken_from", "The tool"), ("evaluation", "Good")]).unwrap();
            story.put(state);
            story
        });
    }
}
