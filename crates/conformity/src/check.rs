//! A check: what it looks at, what must be true of it, and what to do next. Data, put together from
//! combinators.
//!
//! ```
//! use gemba_conformity::{check::{Check, Step, every}, combinator::filled, condition::state};
//! let check = Check::of("8.6.1-d", "Closed incidents: when, how and by whom they were resolved.")
//!     .scan(
//!         every("incident")
//!             .dated_by("opened_at")
//!             .only(state(&["closed"]))
//!             .rule(filled(&["resolved_at", "resolution", "resolved_by"])),
//!     )
//!     .begin(Step::create("incident", "Raise incidents, and resolve and close them."))
//!     .mend(Step::change("incident", "Write down how the incidents listed were resolved."));
//! assert_eq!(check.id(), "8.6.1-d");
//! ```
use crate::{
    combinator::{Rule, Verdict},
    condition::Condition,
    field::Field,
    reads::Reads,
    world::Member,
};
use std::borrow::Cow;

/// How one requirement is checked.
pub struct Check {
    id: &'static str,
    examined: &'static str,
    scans: Vec<Scan>,
    attest: Option<&'static str>,
    begin: Step,
    mend: Step,
}

/// A pass over the records of one kind: which of them are judged, and by which rules.
pub struct Scan {
    kind: &'static str,
    dated_by: Option<Field>,
    only: Vec<Condition>,
    aside: Vec<(Condition, &'static str)>,
    rules: Vec<Rule>,
    excused: Vec<(Condition, &'static str)>,
    share: Option<Share>,
}

/// A share of the records judged that must not grow too large.
pub struct Share {
    /// The largest share that is allowed, in percent.
    pub percent_max: u64,
    /// Which records count towards it.
    pub of: Condition,
    /// What they do, continuing their number.
    pub words: &'static str,
}

/// What somebody can do next, in terms of a page: a verb on a kind of record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The kind of record.
    pub kind: &'static str,
    /// `create`, `change`, or a verb of the kind's life.
    pub verb: &'static str,
    /// What to do, in a sentence.
    pub sentence: &'static str,
}

/// What a scan says of one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Judgement {
    /// The scan does not speak of it.
    Outside,
    /// It is counted apart, for this reason.
    Aside(&'static str),
    /// Its time has not come yet.
    NotYet(&'static str),
    /// It keeps every rule.
    Kept,
    /// What is wrong, continuing its number.
    Broken(Cow<'static, str>),
}

impl Check {
    /// The check of the requirement of that id, and what it examines, in words.
    pub fn of(id: &'static str, examined: &'static str) -> Self {
        let nothing = Step { kind: "", verb: "", sentence: "" };
        Self { id, examined, scans: Vec::new(), attest: None, begin: nothing, mend: nothing }
    }

    /// Looks at a kind of record as well. The first scan carries the check: if it finds nothing to
    /// judge, there is no data, whatever the others find in order.
    pub fn scan(mut self, scan: Scan) -> Self {
        self.scans.push(scan);
        self
    }

    /// Asks a person to confirm what records cannot say: the check alone never passes.
    pub fn attest(mut self, sentence: &'static str) -> Self {
        self.attest = Some(sentence);
        self
    }

    /// What to do where there is no data.
    pub fn begin(mut self, step: Step) -> Self {
        self.begin = step;
        self
    }

    /// What to do about exceptions.
    pub fn mend(mut self, step: Step) -> Self {
        self.mend = step;
        self
    }

    /// The requirement's id.
    pub fn id(&self) -> &'static str {
        self.id
    }

    /// What it examines, in words.
    pub fn examined(&self) -> &'static str {
        self.examined
    }

    /// The scans, the one that carries the check first.
    pub fn scans(&self) -> &[Scan] {
        &self.scans
    }

    /// What a person must confirm.
    pub fn attested(&self) -> Option<&'static str> {
        self.attest
    }

    /// What to do where there is no data, and what to do about exceptions.
    pub fn steps(&self) -> (Step, Step) {
        (self.begin, self.mend)
    }
}

/// Begins a scan of every record of the kind.
pub fn every(kind: &'static str) -> Scan {
    Scan {
        kind,
        dated_by: None,
        only: Vec::new(),
        aside: Vec::new(),
        rules: Vec::new(),
        excused: Vec::new(),
        share: None,
    }
}

impl Scan {
    /// Places records in time by this field, and where it is empty by when they were recorded.
    /// Without it the scan looks at how things stand now, whatever the period.
    pub fn dated_by(mut self, field: &'static str) -> Self {
        self.dated_by = Some(Field::of(field));
        self
    }

    /// Speaks only of records that meet the condition.
    pub fn only(mut self, condition: Condition) -> Self {
        self.only.push(condition);
        self
    }

    /// Counts records apart that meet the condition, and does not judge them.
    pub fn aside(mut self, condition: Condition, reason: &'static str) -> Self {
        self.aside.push((condition, reason));
        self
    }

    /// Adds a rule.
    pub fn rule(mut self, rule: Rule) -> Self {
        self.rules.push(rule);
        self
    }

    /// Waits with a broken rule while the condition is met.
    pub fn excused_while(mut self, condition: Condition, awaited: &'static str) -> Self {
        self.excused.push((condition, awaited));
        self
    }

    /// At most this share of the records judged may meet the condition; `words` continue their
    /// numbers.
    pub fn at_most_percent(mut self, percent_max: u64, of: Condition, words: &'static str) -> Self {
        self.share = Some(Share { percent_max, of, words });
        self
    }

    /// The kind.
    pub fn kind(&self) -> &'static str {
        self.kind
    }

    /// The field that places records in time.
    pub fn dated(&self) -> Option<&'static str> {
        self.dated_by.as_ref().map(Field::called)
    }

    /// The same, to be looked at.
    pub(crate) fn dated_at(&self) -> Option<&Field> {
        self.dated_by.as_ref()
    }

    /// The share that must not grow too large.
    pub fn share(&self) -> Option<&Share> {
        self.share.as_ref()
    }

    /// Everything it reads.
    pub fn reads(&self) -> Reads {
        let apart = self.aside.iter().chain(&self.excused).map(|(condition, _)| condition);
        let share = self.share.iter().map(|share| &share.of);
        let conditions = self.only.iter().chain(apart).chain(share).map(Condition::reads);
        let dated = self.dated().map(|field| Reads::fields(&[field]));
        let all = conditions.chain(self.rules.iter().map(Rule::reads)).cloned().chain(dated);
        all.fold(Reads::nothing(), Reads::and)
    }

    pub(crate) fn judge(&self, member: &Member<'_>) -> Judgement {
        if !self.only.iter().all(|condition| condition.holds(member)) {
            return Judgement::Outside;
        }
        if let Some(reason) = first_met(&self.aside, member) {
            return Judgement::Aside(reason);
        }
        let (mut broken, mut awaited) = (None::<Cow<'static, str>>, None);
        for rule in &self.rules {
            match rule.judge(member) {
                Verdict::Kept => {}
                Verdict::Broken(words) => match &mut broken {
                    Some(before) => {
                        let before = before.to_mut();
                        before.push_str(", and ");
                        before.push_str(&words);
                    }
                    None => broken = Some(words),
                },
                Verdict::NotYet(what) => awaited = Some(what),
            }
        }
        let Some(broken) = broken else {
            return awaited.map_or(Judgement::Kept, Judgement::NotYet);
        };
        first_met(&self.excused, member)
            .map_or_else(|| Judgement::Broken(broken), Judgement::NotYet)
    }
}

fn first_met(
    conditions: &[(Condition, &'static str)],
    member: &Member<'_>,
) -> Option<&'static str> {
    conditions.iter().find(|(condition, _)| condition.holds(member)).map(|(_, why)| *why)
}

impl Step {
    /// Recording something new.
    pub const fn create(kind: &'static str, sentence: &'static str) -> Self {
        Self { kind, verb: "create", sentence }
    }

    /// Changing what a record holds.
    pub const fn change(kind: &'static str, sentence: &'static str) -> Self {
        Self { kind, verb: "change", sentence }
    }

    /// A verb of the kind's life.
    pub const fn take(kind: &'static str, verb: &'static str, sentence: &'static str) -> Self {
        Self { kind, verb, sentence }
    }
}
