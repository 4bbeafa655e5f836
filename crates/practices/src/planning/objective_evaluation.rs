//! Objective evaluations: how far an objective was reached in a period, and why.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Situation, Step,
    library::{called, date_not_in_future, fault_unless, fill_in, is_import, only_if},
    step,
};
use gemba_vocabulary::{
    RecordId, Ref, Value, kind,
    objective::{Course, attainment_percent, course},
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use rust_decimal::Decimal;

/// How far an objective was reached at the end of a period. Where a measure of the objective has a value
/// in the same unit, that is taken; what it means for the target Gemba works out.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "OEV", clause = "6.2", title = "name", menu = Plan, life, settle = settle)]
#[kind(shares(Comments, Attachments, Links, Tags))]
pub struct ObjectiveEvaluation {
    /// The objective and the last day, in one line.
    #[field(computed, searched)]
    pub name: Option<String>,
    /// The objective.
    #[field(listed, filtered)]
    pub objective: Ref<kind::Objective>,
    /// The first day that it looks at.
    pub from: Option<Date>,
    /// The last day that it looks at.
    #[field(listed, filtered)]
    pub until: Date,
    /// What was reached. Empty takes what the measure says.
    #[field(listed)]
    pub actual: Option<Decimal>,
    /// The measure from which the value was taken.
    #[field(computed)]
    pub measure: Option<Ref<kind::Measure>>,
    /// What the measure said when this was written.
    #[field(computed)]
    pub measured: Option<Decimal>,
    /// Which share of the way from the baseline to the target was done.
    #[field(computed, percent, listed)]
    pub attainment: Option<Decimal>,
    /// Which share of the time was gone.
    #[field(computed, percent, label = "Time gone")]
    pub elapsed: Option<Decimal>,
    /// How the one compares with the other.
    #[field(computed, listed, filtered)]
    pub course: Option<CourseThen>,
    /// Why it stands like that. It must be said where it is not on track.
    #[field(long, searched)]
    pub reason: Option<String>,
    /// What is done about it.
    #[field(long, searched)]
    pub reaction: Option<String>,
    /// From where the value comes, so that somebody else can look it up.
    #[field(long)]
    pub evidence: Option<String>,
    /// Who recorded it.
    #[field(computed, listed)]
    pub evaluated_by: Option<Ref<kind::Person>>,
    /// When it was recorded.
    #[field(computed)]
    pub evaluated_at: Option<Timestamp>,
}

/// How what was done compared with the time that was gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum CourseThen {
    /// The target was reached.
    Reached,
    /// As much of the way was done as of the time.
    OnTrack,
    /// Less of the way was done than of the time.
    AtRisk,
    /// Less than half as much of the way was done as of the time.
    OffTrack,
}

/// Where an evaluation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// It is being written.
    Draft,
    /// It counts, and stays as it is.
    #[choice(tone = Done)]
    Recorded,
    /// It was wrong, and does not count.
    #[choice(tone = Off, end)]
    Withdrawn,
}

const LIFE: &[Step<ObjectiveEvaluation>] = &[
    step("record", "Record", &[State::Draft], State::Recorded)
        .help("It counts from now on and stays as it is. Where it is not on track, say why and what is done.")
        .asks(&["actual", "reason", "reaction", "evidence"])
        .guard(may_record)
        .then(|me, now| {
            me.evaluated_by = now.actor.person.map(Ref::new);
            me.evaluated_at = Some(now.now);
        }),
    step("withdraw", "Withdraw", &[State::Draft, State::Recorded], State::Withdrawn)
        .help("It was wrong, and does not count. Say what was wrong.")
        .needs_note(),
];

fn may_record(me: &ObjectiveEvaluation, now: &Situation<'_>) -> Result<(), Refusal> {
    let value = worked_out(me, now);
    let is_well = matches!(value.course, Some(Course::Reached | Course::OnTrack));
    fill_in(
        "Record",
        &[
            (value.actual.is_some(), "Actual"),
            (is_well || me.reason.is_some(), "Reason"),
            (is_well || me.reaction.is_some(), "Reaction"),
            (value.measure.is_some() || me.evidence.is_some(), "Evidence"),
        ],
    )?;
    let state = now.facts.value("objective", me.objective.id, "state");
    only_if(
        state.as_text() != Some("draft"),
        "The objective is not agreed. Have it agreed before it is evaluated.",
    )
}

/// What follows from the objective and its measures.
struct WorkedOut {
    actual: Option<Decimal>,
    measure: Option<RecordId>,
    measured: Option<Decimal>,
    attainment: Option<Decimal>,
    elapsed: Option<Decimal>,
    course: Option<Course>,
}

fn decimal(value: &Value) -> Option<Decimal> {
    match value {
        Value::Decimal(number) => Some(*number),
        other => other.as_int().map(Decimal::from),
    }
}

fn worked_out(me: &ObjectiveEvaluation, now: &Situation<'_>) -> WorkedOut {
    let of = |field: &str| now.facts.value("objective", me.objective.id, field);
    let (measure, measured) = measured(me.objective.id, now).unzip();
    let actual = me.actual.or(measured);
    let (baseline, target) = (decimal(&of("baseline")), decimal(&of("target")));
    let elapsed = elapsed(me, now);
    let is_higher = of("direction").as_text() != Some("lower");
    let attainment = baseline
        .zip(target)
        .zip(actual)
        .and_then(|((baseline, target), actual)| attainment_percent(baseline, target, actual));
    let course = target.zip(actual).map(|(target, actual)| {
        course(baseline, target, actual, is_higher, elapsed.unwrap_or(Decimal::ONE_HUNDRED))
    });
    WorkedOut { actual, measure, measured, attainment, elapsed, course }
}

/// The first measure of the objective that has a value in its unit, with that value.
fn measured(objective: RecordId, now: &Situation<'_>) -> Option<(RecordId, Decimal)> {
    let Value::Refs(measures) = now.facts.value("objective", objective, "measures") else {
        return None;
    };
    let unit = now.facts.value("objective", objective, "unit");
    measures.into_iter().find_map(|id| {
        let of = |field: &str| now.facts.value("measure", id, field);
        let is_same = of("unit").is_none() || of("unit") == unit;
        decimal(&of("latest_value")).filter(|_| is_same).map(|value| (id, value))
    })
}

/// Which share of the objective's time was gone on the last day.
fn elapsed(me: &ObjectiveEvaluation, now: &Situation<'_>) -> Option<Decimal> {
    let of = |field: &str| now.facts.value("objective", me.objective.id, field);
    let begin = match of("begins_on") {
        Value::Date(day) => day,
        _ => of("agreed_at").as_instant()?.to_zoned(TimeZone::UTC).date(),
    };
    let Value::Date(due) = of("due") else { return None };
    let days = |to: Date| begin.until(to).ok().map(|span| Decimal::from(span.get_days()));
    let (all, gone) = (days(due)?, days(me.until)?);
    let share = (gone * Decimal::ONE_HUNDRED).checked_div(all)?;
    Some(share.clamp(Decimal::ZERO, Decimal::ONE_HUNDRED).round_dp(2).normalize())
}

fn settle(
    me: &mut ObjectiveEvaluation,
    before: Option<&ObjectiveEvaluation>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    date_not_in_future("until", Some(me.until), now)?;
    let is_backward = me.from.is_some_and(|from| me.until < from);
    fault_unless(!is_backward, "until", "lies before the first day")?;
    if let Some(before) = before.filter(|before| before.evaluated_at.is_some() && !is_import(now)) {
        let content = |it: &ObjectiveEvaluation| (it.objective, it.from, it.until, it.actual);
        let fault = "and all that was recorded stay as they are; withdraw it and write another";
        return fault_unless(content(before) == content(me), "actual", fault);
    }
    let objective = called("objective", "OBJ", "name", me.objective.id, now);
    me.name = Some(format!("{objective}, {}", me.until));
    let value = worked_out(me, now);
    (me.measure, me.measured) = (value.measure.map(Ref::new), value.measured);
    (me.attainment, me.elapsed) = (value.attainment, value.elapsed);
    me.course = value.course.map(|course| match course {
        Course::Reached => CourseThen::Reached,
        Course::OnTrack => CourseThen::OnTrack,
        Course::AtRisk => CourseThen::AtRisk,
        Course::OffTrack => CourseThen::OffTrack,
    });
    if me.evaluated_at.is_some() {
        me.actual = value.actual;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::story::{Story, walk};
    use gemba_vocabulary::Value;
    use rust_decimal::Decimal;

    const KIND: &str = "objective_evaluation";
    const WHOLE: &[(&str, &str)] = &[
        ("objective", "3"),
        ("until", "2026-03-01"),
        ("actual", "85"),
        ("evidence", "The figures of February"),
    ];
    const MACHINE: &[(&str, &str, &str)] = &[
        ("draft", "recorded", "record"),
        ("draft", "withdrawn", "withdraw"),
        ("recorded", "withdrawn", "withdraw"),
    ];

    fn number(number: i64) -> Value {
        Value::Decimal(Decimal::from(number))
    }

    /// From 70 to 90 within a year, of which 59 of 364 days are gone.
    fn world(story: &mut Story) {
        let text = |text: &str| Value::Text(text.to_owned());
        let day = |text: &str| Value::Date(text.parse().unwrap());
        for (field, value) in [
            ("name", text("In time")),
            ("state", text("pursued")),
            ("unit", text("%")),
            ("baseline", number(70)),
            ("target", number(90)),
            ("begins_on", day("2026-01-01")),
            ("due", day("2026-12-31")),
            ("measures", Value::Refs(vec![5, 6])),
        ] {
            story.given("objective", 3, field, value);
        }
    }

    fn whole() -> Story {
        let mut story = Story::of(KIND);
        world(&mut story);
        story.save(WHOLE).unwrap();
        story
    }

    #[test]
    fn each_step_leads_on_and_each_other_is_refused() {
        walk(KIND, MACHINE, "A figure was wrong", |from, _| {
            let mut story = whole();
            story.put(from);
            story
        });
    }

    #[test]
    fn what_is_done_is_held_against_the_time_that_is_gone() {
        let mut story = whole();
        let held = ["name", "attainment", "elapsed", "course"].map(|field| story.holds(field));
        assert_eq!(held, ["In time, 2026-03-01", "75", "16.21", "on_track"].map(str::to_owned));
        story.save(&[("actual", "71")]).unwrap();
        assert_eq!(story.holds("course"), "off_track");
        let bare = story.take("record", &[("evidence", "")]).unwrap_err();
        assert_eq!(bare, "Before “Record”, fill in: Reason, Reaction, Evidence.");
        let said = [("reason", "Two were ill"), ("reaction", "Overtime"), ("evidence", "Sheet")];
        story.take("record", &said).unwrap();
        assert!(story.save(&[("actual", "95")]).unwrap_err().contains("withdraw it"));
    }

    #[test]
    fn the_measure_says_it_where_it_has_a_value_in_the_same_unit() {
        let mut story = Story::of(KIND);
        world(&mut story);
        story.given("measure", 5, "latest_value", number(3));
        story.given("measure", 5, "unit", Value::Text("hours".to_owned()));
        story.given("measure", 6, "latest_value", number(92));
        story.given("measure", 6, "unit", Value::Text("%".to_owned()));
        story.save(&[("objective", "3"), ("until", "2026-03-01")]).unwrap();
        assert_eq!((&*story.holds("measure"), &*story.holds("course")), ("6", "reached"));
        story.take("record", &[]).unwrap();
        assert_eq!(story.holds("actual"), "92");
        let ahead = Story::of(KIND).save(&[("objective", "3"), ("until", "2026-04-01")]);
        assert!(ahead.unwrap_err().contains("lies in the future"));
    }
}
