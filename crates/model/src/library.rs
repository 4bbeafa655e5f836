//! Common rules of rooms: choices and small checks that several practices share.
//!
//! Rooms do not import one another; what two of them need alike stands here.
use crate::{Choice, FieldFault, Held, Holds, Refusal, Situation};
use gemba_vocabulary::{
    RecordId, Value,
    actor::{Channel, Role},
    id::number,
};
use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};

/// Low, medium or high: of impact, urgency and risk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Choice)]
pub enum Level {
    /// Little depends on it, or few people feel it.
    Low,
    /// Several people, or one important part of the work, feel it.
    Medium,
    /// Many people or a vital part of the work feel it, or the harm grows by the minute.
    High,
}

/// Who reads what is written for many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Visibility {
    /// The people of the organization.
    Inside,
    /// The people of the organization and everybody whom it serves.
    Everybody,
}

/// What somebody who works here has to be aware of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Choice)]
pub enum Awareness {
    /// The policy.
    Policy,
    /// What service management shall reach.
    Objectives,
    /// The services that matter to their own work.
    Services,
    /// What they themselves add, and what better work is good for.
    Contribution,
    /// What follows if the rules are not kept.
    Consequences,
    /// Something else.
    Other,
}

/// A number that Gemba counts up by itself. Nothing counts as zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Count(pub i64);

impl Count {
    /// One more than before.
    pub fn add_one(&mut self) {
        self.0 = self.0.saturating_add(1);
    }
}

impl Held for Count {
    const HOLDS: Holds = Holds::Int;
    const REQUIRED: bool = false;
    fn from_value(value: &Value) -> Result<Self, &'static str> {
        if value.is_none() { Ok(Self(0)) } else { i64::from_value(value).map(Self) }
    }
    fn to_value(&self) -> Value {
        Value::Int(self.0)
    }
}

/// Refuses a verb with one sentence that names every field still missing, by its label.
pub fn fill_in(verb_label: &str, parts: &[(bool, &str)]) -> Result<(), Refusal> {
    let missing: Vec<_> = parts.iter().filter(|part| !part.0).map(|part| part.1).collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(Refusal(format!("Before “{verb_label}”, fill in: {}.", missing.join(", "))))
}

/// Refuses with the sentence unless the condition holds.
pub fn only_if(holds: bool, sentence: &str) -> Result<(), Refusal> {
    if holds { Ok(()) } else { Err(Refusal::because(sentence)) }
}

/// Finds fault with a field, in words that continue its label, unless the condition holds.
pub fn fault_unless(holds: bool, field: &str, fault: &str) -> Result<(), FieldFault> {
    if holds { Ok(()) } else { Err(FieldFault::new(field, fault)) }
}

/// Refuses an approval by whoever wrote it. `what` is said in the sentence, such as `a rule`.
pub fn approved_by_another(what: &str, now: &Situation<'_>) -> Result<(), Refusal> {
    only_if(
        now.actor.person.is_some() && now.actor.person != now.created_by,
        &format!("Whoever wrote {what} does not approve it. Ask somebody else."),
    )
}

/// Refuses an approval by whoever wrote it, and by everybody who does not speak for top management. `what` is said in
/// the sentence, such as `a scope`.
pub fn approved_by_top(what: &str, now: &Situation<'_>) -> Result<(), Refusal> {
    approved_by_another(what, now)?;
    only_if(
        now.actor.is(Role::TopManagement),
        &format!("Top management approves {what}. Ask somebody in that role."),
    )
}

/// Things in a sentence: `a, b and c`.
pub fn in_words(things: &[String]) -> String {
    match things {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// Whether another tool's data comes in: it is taken as its source tells it, and marked as
/// Whether somebody may say for the organization how it stands to the standard: service managers, process owners, top
/// management and administrators, and the house itself.
pub fn speaks_for_house(now: &Situation<'_>) -> bool {
    let entitled =
        [Role::Administrator, Role::ServiceManager, Role::ProcessOwner, Role::TopManagement];
    entitled.iter().any(|role| now.actor.is(*role)) || now.actor.person.is_none()
}

/// imported.
pub fn is_import(now: &Situation<'_>) -> bool {
    now.actor.channel == Channel::Import
}

/// Whether a record came in from another tool.
pub fn is_brought(kind: &str, id: RecordId, now: &Situation<'_>) -> bool {
    now.facts.value(kind, id, "imported").is_yes()
}

/// What each record of `kind` that holds all these values holds in `field`, as far as it can prove something about the
/// record at hand, which is of the kind `own`: what an import brought proves nothing about a record that was made here.
pub fn proofs(
    own: &str,
    kind: &str,
    holding: &[(&str, Value)],
    field: &str,
    now: &Situation<'_>,
) -> Vec<Value> {
    let made_here = [("imported", Value::Bool(false))];
    let only = if is_brought(own, now.record, now) { &[][..] } else { &made_here[..] };
    now.facts.each(kind, &[holding, only].concat(), field)
}

/// What another record is called, or its number where it has no name.
pub fn called(kind: &str, prefix: &str, field: &str, id: RecordId, now: &Situation<'_>) -> String {
    match now.facts.value(kind, id, field) {
        Value::Text(name) => name,
        _ => number(prefix, id),
    }
}

/// Whether no other record in use, of a kind without a life of its own, holds all these values.
pub fn is_alone(kind: &str, holding: &[(&str, Value)], now: &Situation<'_>) -> bool {
    let in_use = [("state", Value::Text("current".to_owned()))];
    let others = now.facts.each(kind, &[holding, &in_use].concat(), "id");
    others.iter().all(|other| other.as_int() == Some(now.record))
}

/// Whether a reason or note in words came with the verb.
pub fn has_note(now: &Situation<'_>) -> bool {
    now.note.is_some_and(|note| !note.trim().is_empty())
}

/// Finds fault with a moment that was set anew and lies in the future. Imported moments are kept.
pub fn not_in_future(
    field: &str,
    given: Option<Timestamp>,
    before: Option<Timestamp>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    let is_future = given != before && given.is_some_and(|at| at > now.now);
    fault_unless(
        !is_future || is_import(now),
        field,
        "lies in the future; give the time at which it happened",
    )
}

/// Finds fault with a date that lies in the future everywhere on earth. Imported dates are kept.
pub fn date_not_in_future(
    field: &str,
    given: Option<Date>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    // East of Greenwich tomorrow has begun already.
    let latest = today(now).saturating_add(1.day());
    fault_unless(
        is_import(now) || given.is_none_or(|date| date <= latest),
        field,
        "lies in the future; give the day on which it happened",
    )
}

/// The date in Universal Time.
pub fn today(now: &Situation<'_>) -> Date {
    now.now.to_zoned(TimeZone::UTC).date()
}

/// What the organization's table says for an impact and an urgency, if both are known.
pub fn table_priority(
    impact: Option<Level>,
    urgency: Option<Level>,
    now: &Situation<'_>,
) -> Option<i64> {
    now.facts.priority(impact?.name(), urgency?.name())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::life::NoFacts;
    use gemba_vocabulary::actor::Actor;

    #[test]
    fn everything_missing_is_named_at_once() {
        let refusal = fill_in("Sign", &[(false, "Owner"), (true, "Scope"), (false, "Score")]);
        assert_eq!(refusal, Err(Refusal("Before “Sign”, fill in: Owner, Score.".to_owned())));
        assert_eq!(fill_in("Sign", &[(true, "Owner")]), Ok(()));
    }

    #[test]
    fn nothing_counts_as_zero() {
        let mut count = Count::from_value(&Value::None).unwrap();
        count.add_one();
        assert_eq!(count.to_value(), Value::Int(1));
    }

    #[test]
    fn the_future_is_refused_to_people_but_kept_for_imports() {
        let now: Timestamp = "2026-03-02T10:00:00Z".parse().unwrap();
        let later: Timestamp = "2026-03-02T10:00:01Z".parse().unwrap();
        let check = |channel, given, before| {
            let actor = Actor::house(channel);
            let facts = &NoFacts;
            let now =
                Situation { now, actor: &actor, record: 1, created_by: None, note: None, facts };
            not_in_future("opened_at", given, before, &now)
        };
        assert!(check(Channel::Page, Some(later), None).is_err());
        assert_eq!(check(Channel::Page, Some(now), None), Ok(()));
        assert_eq!(check(Channel::Page, Some(later), Some(later)), Ok(()));
        assert_eq!(check(Channel::Import, Some(later), None), Ok(()));
    }
}
