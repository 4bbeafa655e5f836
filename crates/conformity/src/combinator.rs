//! What must be true of a record: the rules from which checks are put together.
//!
//! | combinator | says |
//! |---|---|
//! | [`filled`] | every X has these fields filled |
//! | [`must`] | every X meets the condition; none lacks it (a count that must be 0) |
//! | [`must`] with [`has`] | every X has a Y |
//! | [`when`] | the rule counts for those that meet a condition |
//! | [`unless_overdue`] | what the rule awaits is fine as long as it is not overdue |
//! | [`followed_by`] | every X has a Y within so many days |
//! | [`acted_on`] | the history of every X shows action before a moment |
//! | [`agrees_with_matrix`] | what is worked out agrees with its table, or somebody said why not |
//! | [`covered_for_each`] | every X has a Y for each record that it names |
//! | [`interval::instances_of`], [`interval::last_done_in`] | an interval is kept |
//! | [`together::together`] | records make up a whole, and none is missing |
//! | [`Scan::at_most_percent`] | a share stays below a limit |
//! | [`Check::attest`] | a person must confirm what records cannot say |
//!
//! [`has`]: crate::condition::has
//! [`Scan::at_most_percent`]: crate::check::Scan::at_most_percent
//! [`Check::attest`]: crate::check::Check::attest
//!
//! A rule answers with words that continue the record's number: `INC-000123` *has no service*.
use crate::{
    condition::Condition,
    field::Field,
    reads::Reads,
    world::{Member, Slot, day_of},
};
use gemba_vocabulary::{RecordId, Value};
use jiff::{ToSpan, civil::Date};
use std::{borrow::Cow, collections::BTreeMap};

pub mod interval;
pub mod together;

/// What a rule finds in one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It keeps the rule.
    Kept,
    /// It does not; the words continue its number. Those that are the same for every record are not copied.
    Broken(Cow<'static, str>),
    /// Its time has not come yet; the words name what is awaited.
    NotYet(&'static str),
}

/// What must be true of a record.
pub struct Rule {
    reads: Reads,
    judge: Box<Judge>,
}

type Judge = dyn Fn(&Member<'_>) -> Verdict + Send + Sync;

impl Rule {
    /// A rule that no function here makes; say what it reads.
    pub fn new(
        reads: Reads,
        judge: impl Fn(&Member<'_>) -> Verdict + Send + Sync + 'static,
    ) -> Self {
        Self { reads, judge: Box::new(judge) }
    }

    /// What it finds in the record.
    pub fn judge(&self, member: &Member<'_>) -> Verdict {
        (self.judge)(member)
    }

    /// What it reads.
    pub fn reads(&self) -> &Reads {
        &self.reads
    }
}

/// Every one of these fields holds something.
pub fn filled(fields: &'static [&'static str]) -> Rule {
    let at = Field::all(fields);
    Rule::new(Reads::given(fields), move |member| {
        missing(member, &at).map_or(Verdict::Kept, |words| Verdict::Broken(words.into()))
    })
}

/// Which of the fields hold nothing, in words; nothing if all of them hold something.
fn missing(member: &Member<'_>, fields: &[Field]) -> Option<String> {
    let mut words = None::<String>;
    for field in fields.iter().filter(|field| !member.has(*field)) {
        let title = member.title(field);
        let words = match &mut words {
            Some(words) => {
                words.push_str(" and no “");
                words
            }
            None => {
                let words = words.insert(String::with_capacity(title.len() + 32));
                words.push_str("has no “");
                words
            }
        };
        words.push_str(title);
        words.push('”');
    }
    words
}

/// The condition is met. The words say what is wrong where it is not.
pub fn must(condition: Condition, otherwise: &'static str) -> Rule {
    Rule::new(condition.reads().clone(), move |member| {
        kept_if(condition.holds(member), || otherwise)
    })
}

/// The rule counts where the condition is met. Elsewhere it is kept.
pub fn when(condition: Condition, rule: Rule) -> Rule {
    let reads = condition.reads().clone().and(rule.reads.clone());
    Rule::new(
        reads,
        move |member| {
            if condition.holds(member) { rule.judge(member) } else { Verdict::Kept }
        },
    )
}

/// What is not due yet counts as kept: only what is overdue breaks the rule.
pub fn unless_overdue(rule: Rule) -> Rule {
    Rule::new(rule.reads.clone(), move |member| match rule.judge(member) {
        Verdict::NotYet(_) => Verdict::Kept,
        verdict => verdict,
    })
}

/// What must come after something else, and until when.
#[derive(Clone, Copy, Debug)]
pub struct Followed {
    /// The kind that must follow.
    pub other: &'static str,
    /// Its field that names the record judged.
    pub by: &'static str,
    /// Its day.
    pub on: &'static str,
    /// The moment or day of the record judged from which days are counted.
    pub after: &'static str,
    /// How many days later it may be at most.
    pub days_max: i64,
    /// What it is called while it is awaited, such as `the review is not due yet`.
    pub awaited: &'static str,
    /// What is wrong where it is missing, such as `has no review`.
    pub otherwise: &'static str,
}

/// A record of another kind follows within so many days, and meets the condition.
pub fn followed_by(followed: Followed, that: Condition) -> Rule {
    let Followed { other, by, on, after, days_max, awaited, otherwise } = followed;
    let reads = that.reads().clone().and(Reads::fields(&[on])).of_those_naming(other, by);
    let (on_at, after_at) = (Field::of(on), Field::of(after));
    Rule::new(reads.and(Reads::fields(&[after])), move |member| {
        let Some(begun) = member.day(&after_at) else {
            return Verdict::Broken(format!("has no “{}”", member.title(after)).into());
        };
        let last = begun.saturating_add(days_max.days());
        let in_time = |witness: &Member<'_>| witness.day(&on_at).is_some_and(|day| day <= last);
        let mut witnesses = member.named_by(other, by);
        if witnesses.any(|witness| in_time(&witness) && that.holds(&witness)) {
            Verdict::Kept
        } else if !member.world.has_passed_day(last) {
            Verdict::NotYet(awaited)
        } else {
            let words = format!("{otherwise} by {last}, {days_max} days after {begun}");
            Verdict::Broken(words.into())
        }
    })
}

/// Its history has an entry of one of these verbs, written before the moment in the field; what is
/// written in the very step that fills it does not count.
pub fn acted_on(
    verbs: &'static [&'static str],
    until: &'static str,
    otherwise: &'static str,
) -> Rule {
    let reads = Reads::history(verbs).and(Reads::fields(&[until]));
    let at = Field::of(until);
    Rule::new(reads, move |member| {
        let first = member.first_activity(verbs);
        let in_time =
            first.is_some_and(|first| member.instant(&at).is_none_or(|until| first < until));
        kept_if(in_time, || otherwise)
    })
}

/// A table that gives a number for two choices, and the fields by which somebody may depart from
/// it.
#[derive(Clone, Copy, Debug)]
pub struct Matrix {
    /// The kind whose records are the cells; only those in state `current` count.
    pub cells: &'static str,
    /// The two choices, called alike in the cell and in the record judged.
    pub keys: [&'static str; 2],
    /// The number, called alike in both.
    pub gives: &'static str,
    /// The number that somebody chose instead.
    pub instead: &'static str,
    /// Why.
    pub reason: &'static str,
}

/// What the record holds is what the table gives, or what somebody chose instead and said why.
pub fn agrees_with_matrix(matrix: Matrix) -> Rule {
    let Matrix { cells, keys: [row, column], gives, instead, reason } = matrix;
    let cell = Reads::fields(&[row, column, gives]).and(Reads::states(&["current"]));
    let own = Reads::fields(&[row, column, gives, instead, reason]);
    let (slot, at) = (Slot::fresh(), [row, column, gives].map(Field::of));
    Rule::new(own.and(cell.of_kind(cells)), move |member| {
        let broken = |words: String| Verdict::Broken(words.into());
        if let Some(words) = missing(member, &at) {
            return broken(words);
        }
        let is = member.value(gives).to_value();
        let what = || format!("{} {}", member.label(gives), is.to_text());
        if member.has(instead) {
            let chosen = member.value(instead).to_value();
            return match (chosen == is, member.has(reason)) {
                (true, true) => Verdict::Kept,
                (true, false) => broken(format!("has {} by hand, without a reason", what())),
                (false, _) => broken(format!(
                    "has {}, though {} was chosen by hand",
                    what(),
                    chosen.to_text()
                )),
            };
        }
        let (row_is, column_is) = (member.text(row), member.text(column));
        let given = given(member, slot, &matrix);
        if given.as_ref() == Some(&is) {
            return Verdict::Kept;
        }
        let (row, column) = (member.label(row), member.label(column));
        let gives = given.map_or_else(|| "none".to_owned(), |given| given.to_text());
        broken(format!(
            "has {}, but the matrix gives {gives} for {row} {row_is} and {column} {column_is}",
            what()
        ))
    })
}

/// What the first current cell gives for the two choices of the record.
fn given(member: &Member<'_>, slot: Slot, matrix: &Matrix) -> Option<Value> {
    let Matrix { cells, keys: [row, column], gives, .. } = *matrix;
    let table = member.world.once(slot, &[cells], || {
        let mut table = BTreeMap::<String, BTreeMap<String, Value>>::new();
        for cell in member.world.all(cells).filter(|cell| cell.state() == "current") {
            let of_row = table.entry(cell.text(row).to_owned()).or_default();
            let cell_is = || cell.value(gives).to_value();
            of_row.entry(cell.text(column).to_owned()).or_insert_with(cell_is);
        }
        table
    })?;
    table.get(member.text(row))?.get(member.text(column)).cloned()
}

/// Which records of another kind cover the one judged, for each record that it names.
#[derive(Clone, Copy, Debug)]
pub struct Covered {
    /// The field of the record judged that names several.
    pub each: &'static str,
    /// The kind of those named, for their numbers.
    pub of_kind: &'static str,
    /// The kind that covers.
    pub other: &'static str,
    /// Its field that names the record judged.
    pub by: &'static str,
    /// Its field that names one of the several.
    pub one: &'static str,
}

/// For each record named there is another that covers it and meets the condition. Where none is
/// named, one is enough. The words are told with the numbers of those that are not covered.
pub fn covered_for_each(covered: Covered, that: Condition, otherwise: &'static str) -> Rule {
    let Covered { each, of_kind, other, by, one } = covered;
    let reads = that.reads().clone().and(Reads::fields(&[one])).of_those_naming(other, by);
    let reads = reads.and(Reads::fields(&[each])).and(Reads::nothing().of_kind(of_kind));
    Rule::new(reads, move |member| {
        let covers: Vec<_> =
            member.named_by(other, by).filter(|witness| that.holds(witness)).collect();
        let ids = member.value(each).refs();
        if ids.is_empty() && covers.is_empty() {
            return Verdict::Broken(otherwise.into());
        }
        let is_covered =
            |id: &RecordId| covers.iter().any(|cover| cover.value(one).as_int() == Some(*id));
        let bare = ids.iter().filter(|id| !is_covered(id));
        let bare: Vec<_> = bare.map(|id| member.world.number(of_kind, id)).collect();
        kept_if(bare.is_empty(), || format!("{otherwise} for {}", bare.join(", ")))
    })
}

fn kept_if<W: Into<Cow<'static, str>>>(is_kept: bool, otherwise: impl FnOnce() -> W) -> Verdict {
    if is_kept { Verdict::Kept } else { Verdict::Broken(otherwise().into()) }
}

/// The day of the moment at which a record was recorded.
pub(crate) fn recorded_on(member: &Member<'_>) -> Date {
    day_of(member.recorded_at())
}
