//! Documents: what is written down, in editions that are reviewed, approved, published and replaced.
use gemba_model::{
    Choice, FieldFault, Kind, Situation,
    library::{Awareness, fault_unless, is_import, today},
};
use gemba_vocabulary::{Ref, Value, actor::Role, kind};
use jiff::{Timestamp, ToSpan, civil::Date};

mod life;
mod tests;
use life::LIFE;

/// One edition of a document, such as a policy or a procedure. Its reference stays the same from edition to edition.
/// What was approved is not altered: the next edition takes its place.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "DOC", clause = "7.5", menu = Plan, life, settle = settle)]
#[kind(shares(Comments, Attachments, Links, Tasks, Tags, Watchers, Approvals, Review))]
pub struct Document {
    /// What it is called, in one line.
    #[field(searched, listed, visible)]
    pub name: String,
    /// The reference that it has in every edition, such as PRO-04.
    #[field(searched, listed, filtered, visible)]
    pub number: Option<String>,
    /// Which edition this is, such as 2 or 2.1.
    #[field(listed, visible, default = "1")]
    pub edition: String,
    /// What sort of document it is.
    #[field(listed, filtered, visible, default = "procedure")]
    pub sort: Sort,
    /// What it says. Headings, lists and tables are written in Markdown.
    #[field(long, searched, visible)]
    pub text: Option<String>,
    /// The edition that this one takes the place of.
    #[field(filtered)]
    pub previous: Option<Ref<kind::Document>>,
    /// What is different from the edition before, and why.
    #[field(long, visible)]
    pub what_is_new: Option<String>,
    /// Who wrote this edition.
    #[field(computed, filtered)]
    pub author: Option<Ref<kind::Person>>,
    /// Who keeps it right.
    #[field(listed, filtered)]
    pub owner: Option<Ref<kind::Person>>,
    /// Who is to read it before it is approved.
    pub reviewers: Vec<Ref<kind::Person>>,
    /// Who approved it.
    #[field(computed, listed, visible)]
    pub approved_by: Option<Ref<kind::Person>>,
    /// When it was approved.
    #[field(computed, visible)]
    pub approved_at: Option<Timestamp>,
    /// From which day on it holds.
    #[field(listed, filtered, visible)]
    pub effective_from: Option<Date>,
    /// When it was published.
    #[field(computed, filtered, visible)]
    pub published_at: Option<Timestamp>,
    /// How long it counts as right without anybody looking at it.
    #[field(unit = "months", default = "12")]
    pub review_months: i64,
    /// By when somebody looks at it again.
    #[field(computed, listed, filtered)]
    pub next_review_on: Option<Date>,
    /// How many days before that its owner is reminded.
    #[field(unit = "days", default = "30")]
    pub remind_days: i64,
    /// The day of review of which its owner was reminded.
    #[field(computed)]
    pub reminded_for: Option<Date>,
    /// The language it is written in.
    #[field(visible, default = "English")]
    pub language: String,
    /// In which form it is kept.
    #[field(filtered, default = "here")]
    pub medium: Medium,
    /// Where it is found, if its text is not kept here.
    pub place: Option<String>,
    /// Whom it is for.
    #[field(listed, filtered, default = "inside")]
    pub distribution: Distribution,
    /// The teams that it is for.
    #[field(filtered)]
    pub teams: Vec<Ref<kind::Team>>,
    /// The customers whose people it is for.
    #[field(filtered)]
    pub customers: Vec<Ref<kind::Customer>>,
    /// How far it may be passed on.
    #[field(filtered, default = "internal")]
    pub classification: Classification,
    /// Where it comes from.
    #[field(filtered, default = "inside")]
    pub comes_from: Origin,
    /// Who publishes it, and where the newest version is found, if it comes from outside.
    pub source: Option<String>,
    /// The version that the source gives it, if it comes from outside.
    pub source_version: Option<String>,
    /// When somebody last looked whether the source has a newer version.
    #[field(computed)]
    pub checked_on: Option<Date>,
    /// How long it is kept once it holds no longer.
    #[field(filtered)]
    pub retention_rule: Option<Ref<kind::RetentionRule>>,
    /// The last day on which it is kept by that rule.
    #[field(computed, filtered)]
    pub keep_until: Option<Date>,
    /// The requirements of the standard that it serves, by their numbers, with commas between them.
    #[field(searched)]
    pub serves: Option<String>,
    /// The services that it belongs to; none means all.
    #[field(filtered)]
    pub services: Vec<Ref<kind::Service>>,
    /// The processes that it belongs to.
    #[field(filtered)]
    pub processes: Vec<Ref<kind::Process>>,
    /// Whether each person whom it is for is asked to read it and to say so.
    #[field(filtered)]
    pub to_be_acknowledged: bool,
    /// What people know once they have read it.
    #[field(default = "other")]
    pub topic: Awareness,
    /// How long people have to read it.
    #[field(unit = "days", default = "14")]
    pub acknowledge_days: i64,
    /// When it ceased to hold.
    #[field(computed)]
    pub ended_at: Option<Timestamp>,
    /// Whether everybody whom we serve reads it now.
    #[field(computed, filtered, scope = Everybody)]
    pub shown_outside: bool,
    /// The customers whose people read it now.
    #[field(computed, scope = Audience)]
    pub shown_to: Vec<Ref<kind::Customer>>,
}

/// What sort of document it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Sort {
    /// What is intended, and within which bounds.
    Policy,
    /// How far the management system reaches.
    Scope,
    /// What is to be done by when, by whom and with what.
    Plan,
    /// Who does what, in which order.
    Procedure,
    /// What a process is for, what goes in, what comes out and who answers for it.
    ProcessDescription,
    /// How one piece of work is done, step by step.
    Instruction,
    /// A pattern that others are written from.
    Template,
    /// What was agreed with somebody, kept as a text.
    Agreement,
    /// What was found or done, such as minutes.
    Record,
    /// What somebody is told about a time.
    Report,
    /// Something from outside, such as a law, a standard or a maker's manual.
    External,
}

/// In which form a document is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Medium {
    /// Its text is kept here.
    Here,
    /// It is a file kept with this record.
    File,
    /// It is kept in another place.
    Elsewhere,
    /// It is on paper.
    Paper,
}

/// Whom a document is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Distribution {
    /// Everybody who works here.
    Inside,
    /// Those of some teams; others who work here can find it.
    Teams,
    /// Everybody who works here, and the people of some customers.
    Customers,
    /// Everybody who works here, and everybody whom we serve.
    Everybody,
}

/// How far a document may be passed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Classification {
    /// Anybody may have it.
    Public,
    /// It stays with those whom it is for.
    Internal,
    /// It stays inside, and is passed on to nobody.
    Confidential,
}

/// Where a document comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Origin {
    /// It was written here.
    Inside,
    /// Somebody else wrote it.
    Outside,
}

/// Where an edition stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// It is being written.
    Draft,
    /// Somebody else reads it.
    #[choice(tone = Waiting)]
    InReview,
    /// It was approved, and is not given out yet.
    #[choice(tone = Waiting)]
    Approved,
    /// It holds, and those whom it is for can read it.
    #[choice(tone = Done)]
    Published,
    /// A later edition took its place.
    #[choice(tone = Off, end)]
    Superseded,
    /// It holds no longer, and nothing took its place.
    #[choice(tone = Off, end)]
    Withdrawn,
    /// Its time to be kept was over, and its text was taken away.
    #[choice(tone = Off, end)]
    Disposed,
}

const REVIEW_MONTHS_MAX: i64 = 60;
const DAYS_MAX: i64 = 365;

impl Document {
    /// What was approved.
    fn content(&self) -> impl PartialEq + '_ {
        (
            (&self.name, &self.number, &self.edition, self.sort, &self.text, &self.language),
            (self.medium, &self.place, self.comes_from, &self.source, &self.source_version),
        )
    }

    fn is_shown(&self) -> bool {
        self.published_at.is_some() && self.ended_at.is_none()
    }

    fn next_review(&self, now: &Situation<'_>) -> Option<Date> {
        today(now).checked_add(self.review_months.months()).ok()
    }
}

fn settle(
    me: &mut Document,
    before: Option<&Document>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    let within = |number: i64, max: i64| (1..=max).contains(&number);
    fault_unless(
        within(me.review_months, REVIEW_MONTHS_MAX),
        "review_months",
        "must be 1 to 60 months",
    )?;
    fault_unless(within(me.remind_days, DAYS_MAX), "remind_days", "must be 1 to 365 days")?;
    fault_unless(
        within(me.acknowledge_days, DAYS_MAX),
        "acknowledge_days",
        "must be 1 to 365 days",
    )?;
    let is_outside = matches!(me.distribution, Distribution::Customers | Distribution::Everybody);
    fault_unless(
        !(is_outside && me.classification == Classification::Confidential),
        "distribution",
        "leads outside, which what is confidential must not; choose another classification",
    )?;
    let itself = me.previous.is_some_and(|previous| previous.id == now.record);
    fault_unless(!itself, "previous", "must be another record than this one")?;
    let of_before = |one: &Document| {
        now.facts.value("document", one.previous?.id, "edition").as_text().map(str::to_owned)
    };
    let is_next = of_before(me).is_none_or(|edition| edition != me.edition) || is_import(now);
    fault_unless(is_next, "edition", "is that of the edition before; count on")?;
    let frozen = before.filter(|before| before.approved_at.is_some() && !is_import(now));
    let is_kept = frozen.is_none_or(|before| {
        // What is disposed of loses its text and nothing else.
        let is_over = before.keep_until.is_some_and(|day| day < today(now));
        let text = before.text.clone().filter(|_| me.text.is_some() || !is_over);
        Document { text, ..before.clone() }.content() == me.content()
            && before.previous == me.previous
    });
    fault_unless(
        is_kept,
        "text",
        "and all that was approved stay as they are; write the next edition",
    )?;
    if me.author.is_none() {
        me.author = now.actor.person.map(Ref::new);
    }
    if let Some(before) = before.filter(|before| before.published_at.is_some() && !is_import(now)) {
        let reach = |one: &Document| (one.distribution, one.teams.clone(), one.customers.clone());
        let may = life::ENTITLED.iter().any(|role| now.actor.is(*role))
            || now.actor.is(Role::Administrator);
        fault_unless(
            may || reach(before) == reach(me),
            "distribution",
            "was decided when it was published; a service manager or a process owner can alter it",
        )?;
    }
    me.shown_outside = me.is_shown() && me.distribution == Distribution::Everybody;
    me.shown_to = match me.distribution {
        Distribution::Customers if me.is_shown() => me.customers.clone(),
        _ => Vec::new(),
    };
    me.keep_until = keep_until(me, now);
    Ok(())
}

/// The last day on which it is kept: so many months after it ceased to hold, as its rule says now.
fn keep_until(me: &Document, now: &Situation<'_>) -> Option<Date> {
    let ended = me.ended_at?.to_zoned(jiff::tz::TimeZone::UTC).date();
    let rule = me.retention_rule?;
    let months = now.facts.value("retention_rule", rule.id, "keep_months");
    let Value::Int(months) = months else { return None };
    ended.checked_add(months.months()).ok()
}
