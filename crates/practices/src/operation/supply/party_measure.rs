//! Measures of other parties: what one achieved in a period, against what was asked of it.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Situation, Step,
    library::{date_not_in_future, fault_unless, fill_in, only_if},
    step,
};
use gemba_vocabulary::{Ref, Value, id::number, kind};
use jiff::{Timestamp, civil::Date};
use rust_decimal::Decimal;

/// What another party achieved in a period, against what was asked of it, and what we make of that.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "PME", clause = "8.2.3", title = "name", menu = Check, life, settle = settle)]
#[kind(shares(Comments, Attachments, Links, Tasks, Tags))]
pub struct PartyMeasure {
    /// The party and what is measured, in one line.
    #[field(computed, searched)]
    pub name: Option<String>,
    /// What the party has to do with.
    #[field(filtered)]
    pub involvement: Ref<kind::PartyInvolvement>,
    /// What is measured, such as the share of repairs in time.
    #[field(searched)]
    pub measure: String,
    /// The first day of the period.
    #[field(listed, filtered)]
    pub from: Date,
    /// The last day of the period.
    #[field(listed, filtered)]
    pub to: Date,
    /// What was asked of the party, a number where there is one.
    #[field(listed)]
    pub target: String,
    /// Whether more or less than the target is good.
    #[field(default = "at_least")]
    pub better: Better,
    /// What came of it, a number where the target is one.
    #[field(listed)]
    pub value: Option<String>,
    /// What the numbers count, such as % or hours.
    pub unit: Option<String>,
    /// Whether the target was met. Gemba works it out where target and value are numbers.
    #[field(listed, filtered)]
    pub met: Option<Met>,
    /// Where the value comes from: our own figures, theirs, and how theirs were checked.
    #[field(long)]
    pub figures_from: Option<String>,
    /// What we make of it: is it good enough for the requirements, and what is done if not.
    #[field(long, searched)]
    pub evaluation: Option<String>,
    /// Who judged it.
    #[field(computed)]
    pub evaluated_by: Option<Ref<kind::Person>>,
    /// When it was judged.
    #[field(computed, filtered)]
    pub evaluated_at: Option<Timestamp>,
}

/// On which side of the target it is good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Better {
    /// The value should reach the target or lie above.
    AtLeast,
    /// The value should not lie above the target.
    AtMost,
}

/// Whether a target was met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Met {
    /// It was met.
    #[choice(tone = Done)]
    Met,
    /// It was missed.
    #[choice(tone = Major)]
    Missed,
}

/// Whether a measure was judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// It is to be measured and judged.
    Open,
    /// Somebody inside judged it.
    #[choice(tone = Done, end)]
    Evaluated,
}

const LIFE: &[Step<PartyMeasure>] =
    &[step("evaluate", "Evaluate", &[State::Open], State::Evaluated)
        .help("Judges what came of it: is it good enough, and what is done if not.")
        .asks(&["value", "met", "figures_from", "evaluation"])
        .guard(may_evaluate)
        .then(|me, now| {
            me.evaluated_by = now.actor.person.map(Ref::new);
            me.evaluated_at = Some(now.now);
        })];

fn may_evaluate(me: &PartyMeasure, now: &Situation<'_>) -> Result<(), Refusal> {
    fill_in(
        "Evaluate",
        &[
            (me.value.is_some(), "Value"),
            (me.met.is_some() || worked_out(me).is_some(), "Met"),
            (me.evaluation.is_some(), "Evaluation"),
        ],
    )?;
    only_if(
        now.now.to_zoned(jiff::tz::TimeZone::UTC).date() >= me.to,
        "The period is not over. Judge it on its last day at the earliest.",
    )
}

/// A number as people write it, with or without the sign of a share.
fn plain(text: &str) -> Option<Decimal> {
    text.trim().trim_end_matches('%').trim_end().parse().ok()
}

/// Whether the target was met, where both are numbers.
fn worked_out(me: &PartyMeasure) -> Option<Met> {
    let (target, value) = (plain(&me.target)?, plain(me.value.as_deref()?)?);
    let is_met = match me.better {
        Better::AtLeast => value >= target,
        Better::AtMost => value <= target,
    };
    Some(if is_met { Met::Met } else { Met::Missed })
}

fn settle(
    me: &mut PartyMeasure,
    before: Option<&PartyMeasure>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    let involvement = now.facts.value("party_involvement", me.involvement.id, "name");
    let involvement = match involvement {
        Value::Text(name) => name,
        _ => number("PIN", me.involvement.id),
    };
    me.name = Some(format!("{involvement}: {}", me.measure));
    fault_unless(me.to >= me.from, "to", "lies before the first day of the period")?;
    if me.value.is_none() {
        // What was told of a value that was taken away went with it.
        let is_told_anew = me.met.is_some() && me.met != before.and_then(|before| before.met);
        fault_unless(!is_told_anew, "met", "cannot be told without a value; give the value first")?;
        me.met = None;
        return Ok(());
    }
    me.met = worked_out(me).or(me.met);
    date_not_in_future("from", Some(me.from), now)
}

#[cfg(test)]
mod tests {
    use crate::story::{ADA, Story, walk};
    use gemba_vocabulary::Value;

    const KIND: &str = "party_measure";
    const WHOLE: &[(&str, &str)] = &[
        ("involvement", "3"),
        ("measure", "Repairs in time"),
        ("from", "2026-02-01"),
        ("to", "2026-02-28"),
        ("target", "95"),
        ("unit", "%"),
        ("value", "96.5"),
        ("evaluation", "Good, and it agrees with our own incidents"),
    ];

    #[test]
    fn numbers_say_by_themselves_whether_the_target_was_met() {
        let mut story = Story::of(KIND);
        let name = Value::Text("Lines Ltd: Network".to_owned());
        story.given("party_involvement", 3, "name", name);
        story.save(WHOLE).unwrap();
        assert_eq!(story.holds("name"), "Lines Ltd: Network: Repairs in time");
        for (target, value, better, met) in [
            ("95", "96.5", "at_least", "met"),
            ("95", "95", "at_least", "met"),
            ("95 %", "94.99%", "at_least", "missed"),
            ("4", "3.5", "at_most", "met"),
            ("4", "4", "at_most", "met"),
            ("4", "4.1", "at_most", "missed"),
        ] {
            story.save(&[("target", target), ("value", value), ("better", better)]).unwrap();
            assert_eq!(story.holds("met"), met, "{value} {better} {target}");
        }
        story.save(&[("met", "met")]).unwrap();
        assert_eq!(story.holds("met"), "missed", "numbers are not argued with");
    }

    #[test]
    fn where_there_are_no_numbers_a_person_says_it() {
        let words = [("target", "A report on each first working day"), ("value", "Two were late")];
        let mut story = Story::saved(KIND, &[WHOLE, &words].concat());
        assert_eq!(story.holds("met"), "");
        let refusal = story.take("evaluate", &[]).unwrap_err();
        assert_eq!(refusal, "Before “Evaluate”, fill in: Met.");
        story.take("evaluate", &[("met", "missed")]).unwrap();
        let told = (story.holds("met"), story.holds("evaluated_by"));
        assert_eq!(told, ("missed".to_owned(), ADA.to_string()));
    }

    #[test]
    fn a_period_is_judged_when_it_is_over() {
        let mut story = Story::saved(KIND, WHOLE);
        story.save(&[("from", "2026-03-01"), ("to", "2026-03-31")]).unwrap();
        let refusal = story.take("evaluate", &[]).unwrap_err();
        assert!(refusal.starts_with("The period is not over."), "{refusal}");
        let refusal = story.save(&[("to", "2026-02-27")]).unwrap_err();
        assert_eq!(refusal, "To lies before the first day of the period.");
        story.save(&[("value", "")]).unwrap();
        assert_eq!(story.holds("met"), "", "it went with the value");
        let refusal = story.save(&[("value", ""), ("met", "met")]).unwrap_err();
        assert!(refusal.starts_with("Met cannot be told without a value"), "{refusal}");
    }

    #[test]
    fn the_one_step_leads_on_and_nothing_leads_further() {
        walk(KIND, &[("open", "evaluated", "evaluate")], "Good", |from, _| {
            let mut story = Story::saved(KIND, WHOLE);
            story.put(from);
            story
        });
    }
}
