//! Questions about one record that are answered with yes or no. They select what a rule speaks of,
//! and make up rules.
//!
//! ```
//! use gemba_conformity::condition::{all, is_yes, not, state};
//! let running_major_incidents = all([is_yes("is_major"), not(state(&["resolved", "closed"]))]);
//! assert!(running_major_incidents.reads().own.fields.contains("is_major"));
//! ```
use crate::{
    combinator::{Rule, Verdict},
    field::Field,
    reads::Reads,
    world::{Member, Slot},
};
use gemba_vocabulary::ValueRef;
use jiff::SignedDuration;

pub mod held;

/// A question about one record.
pub struct Condition {
    reads: Reads,
    test: Box<Test>,
}

type Test = dyn Fn(&Member<'_>) -> bool + Send + Sync;

impl Condition {
    /// A question that no function here asks; say what it reads.
    pub fn new(reads: Reads, test: impl Fn(&Member<'_>) -> bool + Send + Sync + 'static) -> Self {
        Self { reads, test: Box::new(test) }
    }

    /// The answer.
    pub fn holds(&self, member: &Member<'_>) -> bool {
        (self.test)(member)
    }

    /// What it reads.
    pub fn reads(&self) -> &Reads {
        &self.reads
    }
}

/// The record is in one of these states.
pub fn state(states: &'static [&'static str]) -> Condition {
    Condition::new(Reads::states(states), |member| states.contains(&member.state()))
}

/// The record was not taken out of use. For kinds without a life of their own.
pub fn in_use() -> Condition {
    not(state(&["retired"]))
}

/// The field holds something.
pub fn given(field: &'static str) -> Condition {
    let at = Field::of(field);
    Condition::new(Reads::given(&[field]), move |member| member.has(&at))
}

/// The field says yes.
pub fn is_yes(field: &'static str) -> Condition {
    let at = Field::of(field);
    Condition::new(Reads::fields(&[field]), move |member| member.value(&at).is_yes())
}

/// The field holds one of these choices or words, capitals aside.
pub fn is(field: &'static str, words: &'static [&'static str]) -> Condition {
    let at = Field::of(field);
    Condition::new(Reads::choices(field, words), move |member| {
        let text = member.text(&at).trim();
        words.iter().any(|word| text.eq_ignore_ascii_case(word))
    })
}

/// The record came from another tool's data.
pub fn imported() -> Condition {
    Condition::new(Reads::nothing(), |member: &Member<'_>| member.is_imported())
}

/// The record was recorded less than so many hours ago.
pub fn recorded_within_hours(hours: i64) -> Condition {
    Condition::new(Reads::nothing(), move |member| {
        let over = member.recorded_at().checked_add(SignedDuration::from_hours(hours));
        over.is_ok_and(|over| !member.world.reached(over))
    })
}

/// The day in the field has passed; if there is none, it has not.
pub fn is_past(field: &'static str) -> Condition {
    let at = Field::of(field);
    Condition::new(Reads::fields(&[field]), move |member| {
        member.day(&at).is_some_and(|day| member.world.has_passed_day(day))
    })
}

/// The moment in the one field is not after that in the other; both are given.
pub fn in_order(first: &'static str, second: &'static str) -> Condition {
    let (first_at, second_at) = (Field::of(first), Field::of(second));
    Condition::new(Reads::fields(&[first, second]), move |member| {
        member
            .instant(&first_at)
            .zip(member.instant(&second_at))
            .is_some_and(|(first, second)| first <= second)
    })
}

/// The number in the field is at least this.
pub fn at_least(field: &'static str, least: i64) -> Condition {
    let at = Field::of(field);
    Condition::new(Reads::fields(&[field]), move |member| match member.value(&at) {
        ValueRef::Int(number) => number >= least,
        ValueRef::Decimal(number) => number >= least.into(),
        _ => false,
    })
}

/// Some record of kind `other` lists this one in its field `by`, which holds several, and meets the condition.
pub fn is_listed_by(other: &'static str, by: &'static str, that: Condition) -> Condition {
    has(other, by, that)
}

/// Some record of that kind, whichever, meets the condition.
pub fn there_is(kind: &'static str, that: Condition) -> Condition {
    let reads = that.reads.clone().of_kind(kind);
    let (slot, read) = (Slot::fresh(), reads.others.keys().copied().collect::<Vec<_>>());
    Condition::new(reads, move |member| {
        let world = member.world;
        let is = world.once(slot, &read, || world.all(kind).any(|other| that.holds(&other)));
        is.is_some_and(|is| *is)
    })
}

/// The field holds rows, one of which says `word` under `key` and something under `beside`.
pub fn has_row(
    field: &'static str,
    (key, word): (&'static str, &'static str),
    beside: &'static str,
) -> Condition {
    let at = Field::of(field);
    Condition::new(Reads::fields(&[field]), move |member| {
        let rows = member.value(&at).rows().unwrap_or_default();
        rows.iter().any(|row| {
            let text =
                |name: &str| row.get(name).and_then(|cell| cell.as_str()).unwrap_or_default();
            text(key) == word && !text(beside).trim().is_empty()
        })
    })
}

/// The field holds rows, one of which says one of the words under `key`.
pub fn some_row_says(
    field: &'static str,
    key: &'static str,
    words: &'static [&'static str],
) -> Condition {
    let at = Field::of(field);
    Condition::new(Reads::fields(&[field]), move |member| {
        let rows = member.value(&at).rows().unwrap_or_default();
        rows.iter().any(|row| {
            row.get(key).and_then(|cell| cell.as_str()).is_some_and(|is| words.contains(&is))
        })
    })
}

/// Two fields name different records, or one of them none.
pub fn differ(one: &'static str, other: &'static str) -> Condition {
    Condition::new(Reads::fields(&[one, other]), move |member| {
        let named = |field| member.value(field).as_int();
        named(one).is_none() || named(one) != named(other)
    })
}

/// The opposite.
pub fn not(condition: Condition) -> Condition {
    let reads = condition.reads.clone();
    Condition::new(reads, move |member| !condition.holds(member))
}

/// All of these.
pub fn all<const N: usize>(conditions: [Condition; N]) -> Condition {
    Condition::new(read_by(&conditions), move |member| {
        conditions.iter().all(|condition| condition.holds(member))
    })
}

/// At least one of these.
pub fn any<const N: usize>(conditions: [Condition; N]) -> Condition {
    Condition::new(read_by(&conditions), move |member| {
        conditions.iter().any(|condition| condition.holds(member))
    })
}

/// Some record of kind `other` names this one in its field `by`, and meets the condition: "every X
/// has a Y".
pub fn has(other: &'static str, by: &'static str, that: Condition) -> Condition {
    let reads = that.reads.clone().of_those_naming(other, by);
    Condition::new(reads, move |member| {
        member.named_by(other, by).any(|witness| that.holds(&witness))
    })
}

/// The record of kind `other` that this one names in the field exists and meets the condition.
pub fn names(field: &'static str, other: &'static str, that: Condition) -> Condition {
    let reads = that.reads.clone().of_kind(other).and(Reads::fields(&[field]));
    let at = Field::of(field);
    Condition::new(reads, move |member| {
        member.named(&at, other).is_some_and(|named| that.holds(&named))
    })
}

/// Its history has an entry of one of these verbs.
pub fn did(verbs: &'static [&'static str]) -> Condition {
    Condition::new(Reads::history(verbs), |member| member.first_activity(verbs).is_some())
}

/// The rule is broken.
pub fn breaks(rule: Rule) -> Condition {
    Condition::new(rule.reads().clone(), move |member| {
        matches!(rule.judge(member), Verdict::Broken(_))
    })
}

/// Whatever the record holds.
pub fn anything() -> Condition {
    Condition::new(Reads::nothing(), |_| true)
}

fn read_by(conditions: &[Condition]) -> Reads {
    let reads = conditions.iter().map(|condition| condition.reads.clone());
    reads.fold(Reads::nothing(), Reads::and)
}
