//! What came in earlier: the records of an origin, and which of a case's steps they already went
//! through.
use super::rows::Step;
use crate::fault::ExchangeError;
use gemba_desk::Desk;
use gemba_model::{check::Evidence, filter::Filter};
use gemba_vocabulary::{RecordId, Value, actor::Actor};
use jiff::Timestamp;
use std::collections::{BTreeMap, HashMap};

/// A record that came in earlier.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Known {
    pub id: RecordId,
    version: i64,
    updated_at: Timestamp,
}

const HISTORY_ENTRIES_AT_ONCE: usize = 200;

/// The records of a kind whose origin begins so, by origin.
pub(crate) fn by_origin(
    desk: &Desk,
    actor: &Actor,
    kind: &str,
    begin: &str,
) -> Result<HashMap<String, Known>, ExchangeError> {
    let mut found = HashMap::new();
    let imported = [Filter::is("imported", Value::Bool(true))];
    desk.evidence(actor).visit(kind, &imported, &mut |record| {
        if let Some(origin) = record.origin.as_ref().filter(|origin| origin.starts_with(begin)) {
            let known =
                Known { id: record.id, version: record.version, updated_at: record.updated_at };
            found.insert(origin.clone(), known);
        }
        true
    })?;
    Ok(found)
}

/// The records of a kind by their headline; a headline that several share names none of them.
pub(crate) fn by_title(
    desk: &Desk,
    actor: &Actor,
    kind: &str,
) -> Result<HashMap<String, Option<RecordId>>, ExchangeError> {
    let mut found = HashMap::new();
    let Some(view) = desk.view(kind) else { return Ok(found) };
    desk.evidence(actor).visit(kind, &[], &mut |record| {
        let title = super::names::tidy(&view.title(record));
        found.entry(title).and_modify(|id| *id = None).or_insert(Some(record.id));
        true
    })?;
    Ok(found)
}

/// Which of a case's steps are on record already.
pub(crate) fn steps(
    desk: &Desk,
    actor: &Actor,
    kind: &str,
    known: &Known,
    steps: &[Step],
) -> Result<Vec<bool>, ExchangeError> {
    let count = i64::try_from(steps.len()).unwrap_or(i64::MAX);
    let is_last = steps.last().is_some_and(|last| last.at == known.updated_at);
    // Nothing but these steps ever happened to it: there is no need to read its history.
    if known.version == count && is_last {
        return Ok(vec![true; steps.len()]);
    }
    let mut times = imported_times(desk, actor, kind, known.id)?;
    let mut take = |step: &Step| match times.get_mut(&step.at) {
        Some(left) if *left > 0 => {
            *left -= 1;
            true
        }
        _ => false,
    };
    Ok(steps.iter().map(&mut take).collect())
}

/// How many steps an import brought, by the time at which they happened.
fn imported_times(
    desk: &Desk,
    actor: &Actor,
    kind: &str,
    id: RecordId,
) -> Result<BTreeMap<Timestamp, u64>, ExchangeError> {
    let (mut times, mut before) = (BTreeMap::new(), None);
    loop {
        let page = desk.history(actor, kind, id, before, HISTORY_ENTRIES_AT_ONCE)?;
        for happening in page.iter().filter(|happening| happening.imported) {
            *times.entry(happening.at).or_default() += 1;
        }
        match page.last() {
            Some(oldest) if page.len() == HISTORY_ENTRIES_AT_ONCE => before = Some(oldest.entry),
            _ => return Ok(times),
        }
    }
}
