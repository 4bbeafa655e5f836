//! What conformity checks read, answered from the store.
use crate::{
    Desk, Refused, World,
    permit::Subject,
    restricted::{Unseen, take_off},
};
use gemba_model::{
    AskedField, Firsts, Narrow, Record,
    check::{Changed, Evidence, EvidenceFault},
    filter::Filter,
    overlay::KindView,
    restricted::Bar,
};
use gemba_store::{Db, acts, history, narrow, records};
use gemba_vocabulary::{RecordId, ValueRef, actor::Actor};
use jiff::Timestamp;
use std::{cell::RefCell, num::NonZero, ops::RangeInclusive, sync::Arc, thread};

/// More readers at once would only wait for each other.
const READERS_MAX: usize = 8;

struct DeskEvidence<'a, R> {
    desk: &'a Desk,
    /// Who reads; nobody where a flow does.
    actor: Option<&'a Actor>,
    reading: R,
    now: Timestamp,
}

/// Through what evidence is read.
trait Reads: Sized {
    fn read<T>(
        &self,
        desk: &Desk,
        reading: impl FnOnce(&mut dyn Db) -> Result<T, Refused>,
    ) -> Result<T, Refused>;

    fn shared<'b>(_evidence: &'b DeskEvidence<'_, Self>) -> Option<&'b (dyn Evidence + Sync)> {
        None
    }
}

/// Connections of the pool, as many as are asked for at once.
struct Pool;

impl Reads for Pool {
    fn read<T>(
        &self,
        desk: &Desk,
        reading: impl FnOnce(&mut dyn Db) -> Result<T, Refused>,
    ) -> Result<T, Refused> {
        desk.inner.store.read(reading)
    }

    fn shared<'b>(evidence: &'b DeskEvidence<'_, Self>) -> Option<&'b (dyn Evidence + Sync)> {
        Some(evidence)
    }
}

/// The transaction that writes, where a flow reads within it.
struct Within<'a>(RefCell<&'a mut dyn Db>);

impl Reads for Within<'_> {
    fn read<T>(
        &self,
        _: &Desk,
        reading: impl FnOnce(&mut dyn Db) -> Result<T, Refused>,
    ) -> Result<T, Refused> {
        let Ok(mut db) = self.0.try_borrow_mut() else {
            return Err(Refused::Failed("Records are being read already.".to_owned()));
        };
        reading(&mut **db)
    }
}

impl Desk {
    /// What checks read. Only people inside check: evidence is never narrowed to a customer's part.
    pub fn evidence<'a>(&'a self, actor: &'a Actor) -> impl Evidence + Sync + 'a {
        DeskEvidence { desk: self, actor: Some(actor), reading: Pool, now: self.now() }
    }

    /// How many steps of a kind's records came from other tools.
    pub fn imported_steps(&self, actor: &Actor, kind: &str) -> Result<i64, Refused> {
        let view = self.known(kind)?;
        self.inner.permit.check(actor, &view, "read", &Subject::none())?;
        self.inner.store.read(|db| Ok(history::count_imported(db, kind)?))
    }

    /// Whether no record at all is out of the actor's sight because it is restricted.
    fn sees_all(&self, db: &mut dyn Db, actor: &Actor) -> Result<bool, Refused> {
        if actor.sees_restricted() {
            return Ok(true);
        }
        let marked = self.inner.bars.iter().filter_map(|(kind, bars)| {
            let own: Vec<_> =
                bars.iter().filter(|bar| matches!(bar, Bar::Marked(_))).cloned().collect();
            Some((self.view(kind)?, own)).filter(|(_, own)| !own.is_empty())
        });
        // Whatever else is barred belongs to a record that says so itself.
        for (view, own) in marked {
            if records::is_any_barred(db, view.def, &own)? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

impl World<'_> {
    /// What figures are worked out from, within the transaction that writes.
    pub fn evidence(&mut self) -> impl Evidence + '_ {
        let now = self.now();
        let (desk, db) = self.parts();
        DeskEvidence { desk, actor: None, reading: Within(RefCell::new(db)), now }
    }
}

impl<R: Reads> DeskEvidence<'_, R> {
    fn known(&self, kind: &str) -> Result<Arc<KindView>, EvidenceFault> {
        let view = self.desk.known(kind).map_err(fault)?;
        let Some(actor) = self.actor else { return Ok(view) };
        if !actor.is_inside() {
            return Err(EvidenceFault("Conformity is shown to people inside only.".to_owned()));
        }
        self.desk.inner.permit.check(actor, &view, "read", &Subject::none()).map_err(fault)?;
        Ok(view)
    }

    /// The same without what is out of the reader's sight. A flow reads everything: what it keeps are figures, and
    /// promises are kept or missed whoever looks.
    fn narrowed(&self, view: &KindView, filters: &[Filter]) -> Vec<Filter> {
        let bar = self.actor.and_then(|actor| self.desk.bar(actor, view));
        filters.iter().cloned().chain(bar).collect()
    }

    fn read<T>(
        &self,
        reading: impl FnOnce(&mut dyn Db) -> Result<T, Refused>,
    ) -> Result<T, EvidenceFault> {
        self.reading.read(self.desk, reading).map_err(fault)
    }

    /// What records of the kind could name that is out of the reader's sight.
    fn unseen(&self, db: &mut dyn Db, view: &KindView) -> Result<Unseen, Refused> {
        let actor = self.actor.filter(|actor| !actor.sees_restricted());
        match actor.filter(|_| self.desk.names_restricted(view)) {
            Some(actor) => self.desk.all_unseen(db, actor, view),
            None => Ok(Unseen::new()),
        }
    }
}

fn fault(refused: Refused) -> EvidenceFault {
    EvidenceFault(refused.to_string())
}

impl<R: Reads> Evidence for DeskEvidence<'_, R> {
    fn view(&self, kind: &str) -> Option<KindView> {
        self.desk.view(kind).map(|view| (*view).clone())
    }

    fn may_read(&self, kind: &str) -> bool {
        self.known(kind).is_ok()
    }

    fn visit(
        &self,
        kind: &str,
        filters: &[Filter],
        visitor: &mut dyn FnMut(&Record) -> bool,
    ) -> Result<(), EvidenceFault> {
        let view = self.known(kind)?;
        let filters = self.narrowed(&view, filters);
        self.read(|db| {
            let unseen = self.unseen(db, &view)?;
            if unseen.is_empty() {
                return Ok(records::visit(db, &view, &filters, visitor)?);
            }
            Ok(records::visit(db, &view, &filters, &mut |record| {
                let mut record = record.clone();
                take_off(&view, &mut record, &unseen);
                visitor(&record)
            })?)
        })
    }

    fn count(&self, kind: &str, filters: &[Filter]) -> Result<u64, EvidenceFault> {
        let view = self.known(kind)?;
        let filters = self.narrowed(&view, filters);
        let count = self.read(|db| Ok(records::count(db, &view, &filters, &[], i64::MAX)?))?;
        Ok(u64::try_from(count).unwrap_or_default())
    }

    fn without(
        &self,
        kind: &str,
        filters: &[Filter],
        other: &str,
        by: &str,
        limit: usize,
    ) -> Result<(u64, Vec<RecordId>), EvidenceFault> {
        let (view, other) = (self.known(kind)?, self.known(other)?);
        let filters = self.narrowed(&view, filters);
        self.read(|db| Ok(records::without(db, &view, &filters, &other, by, limit)?))
    }

    fn first_activity(&self, kind: &str, verbs: &[&str]) -> Result<Firsts, EvidenceFault> {
        let view = self.known(kind)?;
        self.read(|db| {
            let mut times = acts::first_of(db, kind, verbs)?;
            if let Some(actor) = self.actor {
                let hidden = self.desk.out_of_sight(db, actor, &view)?;
                if !hidden.is_empty() {
                    times.retain(|record| !hidden.contains(&record));
                }
            }
            Ok(times)
        })
    }

    fn now(&self) -> Timestamp {
        self.now
    }

    fn visit_fields(
        &self,
        kind: &str,
        fields: &[AskedField<'_>],
        numbers: RangeInclusive<RecordId>,
        visitor: &mut dyn FnMut(&Narrow<'_>) -> bool,
    ) -> Result<(), EvidenceFault> {
        let view = self.known(kind)?;
        let filters = self.narrowed(&view, &[]);
        self.read(|db| {
            let unseen = self.unseen(db, &view)?;
            if unseen.is_empty() {
                return Ok(narrow::visit(db, &view, fields, &numbers, &filters, visitor)?);
            }
            // What is taken off stands in the fields asked for, each at its place in the definition.
            let fields: Vec<_> = fields.iter().map(|field| AskedField::whole(field.name)).collect();
            let places: Vec<_> = fields.iter().map(|field| view.def.position(field.name)).collect();
            let mut whole = Record::blank(view.def.fields.len(), "");
            Ok(narrow::visit(db, &view, &fields, &numbers, &filters, &mut |record| {
                for (place, value) in places.iter().zip(record.values) {
                    let slot = place.and_then(|place| whole.values.get_mut(place));
                    slot.into_iter().for_each(|slot| *slot = value.to_value());
                }
                take_off(&view, &mut whole, &unseen);
                let value = |place: usize| whole.values.get(place).map(ValueRef::of);
                let values = places.iter().map(|place| place.and_then(value).unwrap_or_default());
                let values: Vec<_> = values.collect();
                visitor(&Narrow { values: &values, ..*record })
            })?)
        })
    }

    fn last_number(&self, kind: &str) -> Result<RecordId, EvidenceFault> {
        self.known(kind)?;
        self.read(|db| Ok(narrow::last_number(db, kind)?))
    }

    fn first_activity_of(
        &self,
        kind: &str,
        verbs: &[&str],
        record: RecordId,
    ) -> Result<Option<Timestamp>, EvidenceFault> {
        let view = self.known(kind)?;
        let first = self.read(|db| {
            if let Some(actor) = self.actor
                && self.desk.in_sight(db, actor, &view, vec![record])?.is_empty()
            {
                return Ok(None);
            }
            Ok(acts::first_of_record(db, kind, verbs, record)?)
        })?;
        Ok(first.map(moment))
    }

    fn shared(&self) -> Option<&(dyn Evidence + Sync)> {
        R::shared(self)
    }

    fn at_once(&self, most: usize, work: &(dyn Fn() + Sync)) {
        let cores = thread::available_parallelism().map_or(1, NonZero::get);
        thread::scope(|scope| {
            for _ in 1..cores.min(READERS_MAX).min(most) {
                scope.spawn(work);
            }
            work();
        });
    }

    fn position(&self) -> Result<Option<u64>, EvidenceFault> {
        // A flow reads what is not written yet.
        let Some(actor) = self.actor else { return Ok(None) };
        self.read(|db| {
            let sees_all = self.desk.sees_all(db, actor)?;
            sees_all.then(|| history::size(db)).transpose().map_err(Refused::from)
        })
    }

    fn changed_since(&self, position: u64) -> Result<Option<Changed>, EvidenceFault> {
        self.read(|db| {
            // What is written in between is told again the next time.
            let now = history::size(db)?;
            let records = acts::changed(db, position)?;
            Ok(records
                .filter(|_| now >= position)
                .map(|records| Changed { position: now, records }))
        })
    }
}

fn moment(ms: i64) -> Timestamp {
    Timestamp::from_millisecond(ms).unwrap_or_default()
}
