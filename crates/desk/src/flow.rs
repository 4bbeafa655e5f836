//! What spans practices: a flow sees a record before it is saved, plans work for later, and does it when it is due.
use crate::{Command, Desk, Refused, desk::Matrix, permit::Subject};
use gemba_model::{
    Record,
    filter::{Filter, Sort},
    overlay::KindView,
};
use gemba_store::{
    Db, history,
    records::{self, Listing},
};
use gemba_vocabulary::{
    RecordId, Value,
    actor::{Actor, Channel},
};
use jiff::{Timestamp, tz::TimeZone};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// Rules that concern more than one kind.
pub trait Flow: Send + Sync {
    /// Sees a record before it is saved; may fill its computed fields and plan work.
    fn before_save(&self, world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused>;
    /// Sees that somebody comments on a record; may plan work and changes nothing.
    fn before_comment(&self, _: &mut World<'_>, _: &mut Saving<'_>) -> Result<(), Refused> {
        Ok(())
    }
    /// The topic of its jobs in the queue.
    fn topic(&self) -> &'static str;
    /// Does a job that is due; the commands it returns go through the door in the same transaction.
    fn due(&self, world: &mut World<'_>, work: &DueWork) -> Result<DueDone, Refused>;
    /// Hears which of its attempts were refused, and what to do about that.
    fn refused(
        &self,
        _: &mut World<'_>,
        _: &DueWork,
        _: &[(RecordId, Refused)],
    ) -> Result<Vec<Command>, Refused> {
        Ok(Vec::new())
    }
    /// Is told that a record of a kind was saved, so that it forgets what it remembered of it.
    fn was_saved(&self, kind: &str);
}

/// A record on its way into the store.
pub struct Saving<'a> {
    /// Its kind.
    pub view: &'a KindView,
    /// What was stored, if anything was.
    pub before: Option<&'a Record>,
    /// What will be stored, but for its number when it is new.
    pub record: &'a mut Record,
    /// What is done to it.
    pub verb: &'a str,
    /// Who does it.
    pub actor: &'a Actor,
    pub(crate) plans: Vec<Plan>,
}

/// Work to be planned for a record once it has its number.
pub(crate) struct Plan {
    pub topic: &'static str,
    pub due: Option<Timestamp>,
}

impl Saving<'_> {
    /// Plans the topic's one job for this record, or takes it back.
    pub fn plan(&mut self, topic: &'static str, due: Option<Timestamp>) {
        self.plans.push(Plan { topic, due });
    }

    /// What the record will hold in a field.
    pub fn value(&self, field: &str) -> &Value {
        self.view.value(self.record, field)
    }

    /// Fills a built-in field.
    pub fn set(&mut self, field: &str, value: Value) {
        if let Some(place) = self.view.def.position(field)
            && let Some(slot) = self.record.values.get_mut(place)
        {
            *slot = value;
        }
    }
}

/// A job whose time has come.
#[derive(Clone, Debug)]
pub struct DueWork {
    /// The kind of the record it was planned for.
    pub kind: String,
    /// The record.
    pub record: RecordId,
    /// When it was due.
    pub due: Timestamp,
}

/// What a job that is due comes to.
#[derive(Clone, Debug, Default)]
pub struct DueDone {
    /// What is to be done, in order: all of it or, if any of it is refused, all of it again a minute
    /// later.
    pub commands: Vec<Command>,
    /// What is to be done if it can be: what is refused stops nothing else and is not tried again.
    pub attempts: Vec<Attempt>,
    /// When the same job is due again, if it is.
    pub again: Option<Timestamp>,
}

/// Commands that are done together or not at all, whatever becomes of others.
#[derive(Clone, Debug)]
pub struct Attempt {
    /// The record that they are about.
    pub record: RecordId,
    /// What is to be done, in order.
    pub commands: Vec<Command>,
}

/// What a flow may read, within the transaction that writes.
pub struct World<'a> {
    desk: &'a Desk,
    db: &'a mut dyn Db,
    now: Timestamp,
}

impl<'a> World<'a> {
    pub(crate) fn new(desk: &'a Desk, db: &'a mut dyn Db, now: Timestamp) -> Self {
        Self { desk, db, now }
    }

    pub(crate) fn parts(&mut self) -> (&'a Desk, &mut dyn Db) {
        (self.desk, self.db)
    }

    /// Now, in UTC.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// Where the organization's days begin.
    pub fn zone(&self) -> TimeZone {
        self.desk.zone()
    }

    /// The organization's name.
    pub fn organization(&self) -> String {
        self.desk.organization()
    }

    /// How many entries the ledger has; those of this transaction are not among them.
    pub fn ledger_entries(&mut self) -> Result<u64, Refused> {
        Ok(history::size(self.db)?)
    }

    /// The kind of that name.
    pub fn view(&self, kind: &str) -> Result<Arc<KindView>, Refused> {
        self.desk.known(kind)
    }

    /// Reads a record.
    pub fn record(&mut self, kind: &str, id: RecordId) -> Result<Option<Record>, Refused> {
        let view = self.desk.known(kind)?;
        Ok(records::get(self.db, &view, id)?)
    }

    /// Reads the records that meet all filters, oldest first, up to `limit`.
    pub fn find(
        &mut self,
        kind: &str,
        filters: &[Filter],
        limit: usize,
    ) -> Result<Vec<Record>, Refused> {
        let view = self.desk.known(kind)?;
        let sort = Sort { field: "id".to_owned(), descending: false };
        let listing = Listing { filters, scopes: &[], met: None, sort: &sort, after: None, limit };
        Ok(records::list(self.db, &view, &listing)?)
    }

    /// Reads the records that meet all filters for a list that others read, too: of a kind that somebody may read, and
    /// without anything restricted, whoever they are. A kind that they may not read is unknown to them.
    pub fn find_for_all(
        &mut self,
        actor: &Actor,
        kind: &str,
        filters: &[Filter],
        limit: usize,
    ) -> Result<Vec<Record>, Refused> {
        let view = self.desk.known(kind)?;
        if !self.desk.inner.permit.may(actor, &view, "read", &Subject::none()) {
            return Err(Refused::Unknown(format!("There is no kind “{kind}”.")));
        }
        let mut filters = filters.to_vec();
        self.desk.narrow(self.db, &Actor::anybody_inside(), &view, &mut filters)?;
        self.find(kind, &filters, limit)
    }

    /// Whether somebody may read a record, as far as their roles and whose it is go.
    pub fn may_read(
        &mut self,
        person: &Record,
        kind: &str,
        record: &Record,
    ) -> Result<bool, Refused> {
        let view = self.desk.known(kind)?;
        let actor = self.desk.actor_of(person, Channel::Timer)?;
        if !self.desk.inner.permit.may(&actor, &view, "read", &Subject::of(&view, record)) {
            return Ok(false);
        }
        self.desk.is_in_sight(self.db, &actor, &view, record)
    }

    /// How many records of a kind meet all filters.
    pub fn count(&mut self, kind: &str, filters: &[Filter]) -> Result<u64, Refused> {
        let view = self.desk.known(kind)?;
        let count = records::count(self.db, &view, filters, &[], i64::MAX)?;
        Ok(u64::try_from(count).unwrap_or_default())
    }

    /// The records of each kind that a person acted on from one moment to before another, as the ledger tells. Words
    /// alone are no act: a comment changes nothing.
    pub fn acted(
        &mut self,
        person: RecordId,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<BTreeMap<String, BTreeSet<RecordId>>, Refused> {
        let times = (from.as_millisecond(), to.as_millisecond());
        Ok(history::acted(self.db, person, times, &["comment", "note"])?)
    }

    /// Every kind that is kept.
    pub fn kinds(&self) -> Vec<Arc<KindView>> {
        self.desk.kinds()
    }

    /// The organization's priority matrix; the usual five steps if it has none of its own.
    pub(crate) fn read_matrix(&mut self) -> Result<Matrix, Refused> {
        let mut matrix: Matrix = [
            ("high", "high", 1),
            ("high", "medium", 2),
            ("high", "low", 3),
            ("medium", "high", 2),
            ("medium", "medium", 3),
            ("medium", "low", 4),
            ("low", "high", 3),
            ("low", "medium", 4),
            ("low", "low", 5),
        ]
        .into_iter()
        .map(|(impact, urgency, priority)| ((impact.to_owned(), urgency.to_owned()), priority))
        .collect();
        if self.desk.view("priority_rule").is_none() {
            return Ok(matrix);
        }
        let view = self.desk.known("priority_rule")?;
        let open = Filter::is("open", Value::Bool(true));
        for rule in self.find("priority_rule", &[open], 100)? {
            let of = |field: &str| view.value(&rule, field);
            if let Some(priority) = of("priority").as_int() {
                matrix.insert((of("impact").to_text(), of("urgency").to_text()), priority);
            }
        }
        Ok(matrix)
    }
}
