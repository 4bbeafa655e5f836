//! Work spread over several threads, where the evidence can be read by several at once.
use gemba_model::check::{Evidence, EvidenceFault};
use gemba_vocabulary::RecordId;
use std::{
    ops::RangeInclusive,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

/// How many records are judged together, and judged again together: a part of the definition of an answer's digest.
pub(crate) const CHUNK: RecordId = 1_024;
/// How many numbers one reader takes at a time.
const PART: RecordId = 32 * CHUNK;

/// Records whose numbers lie in a range.
pub(crate) type Part = RangeInclusive<RecordId>;

/// A kind's records in parts that several can read at once; one part where only one reads.
pub(crate) fn parts(kind: &str, evidence: &dyn Evidence) -> Result<Vec<Part>, EvidenceFault> {
    let Some(shared) = evidence.shared() else { return Ok(vec![RecordId::MIN..=RecordId::MAX]) };
    // Whatever is recorded from now on is read with the last part.
    Ok(parted(shared.last_number(kind)?, RecordId::MAX))
}

/// The numbers up to the last in parts, the last part up to `end`.
pub(crate) fn parted(last: RecordId, end: RecordId) -> Vec<Part> {
    let count = last / PART;
    let part = |at: RecordId| {
        let to = if at == count { end } else { (at + 1) * PART - 1 };
        let from = if at == 0 { RecordId::MIN } else { at * PART };
        from..=to
    };
    (0..=count).map(part).collect()
}

/// Does every task, on several threads where the evidence can be shared, each with something of its own. The answers
/// come in the order of the tasks.
pub(crate) fn spread<T: Sync, R: Send, O>(
    evidence: &dyn Evidence,
    tasks: &[T],
    own: impl Fn() -> O + Sync,
    work: impl Fn(&dyn Evidence, &O, &T) -> Result<R, EvidenceFault> + Sync,
) -> Result<Vec<R>, EvidenceFault> {
    let Some(shared) = evidence.shared().filter(|_| tasks.len() > 1) else {
        let own = own();
        return tasks.iter().map(|task| work(evidence, &own, task)).collect();
    };
    let (next, done) = (AtomicUsize::new(0), Mutex::new(Vec::with_capacity(tasks.len())));
    let run = || {
        let own = own();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(task) = tasks.get(number) else { return };
            let answer = work(shared, &own, task);
            if answer.is_err() {
                next.store(tasks.len(), Ordering::Relaxed);
            }
            done.lock().unwrap_or_else(PoisonError::into_inner).push((number, answer));
        }
    };
    shared.at_once(tasks.len(), &run);
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(number, _)| *number);
    done.into_iter().map(|(_, answer)| answer).collect()
}

/// Does something to each of these, on several threads where the evidence brings some.
pub(crate) fn each_at_once<T: Send>(
    evidence: &dyn Evidence,
    all: impl ExactSizeIterator<Item = T> + Send,
    work: impl Fn(T) + Sync,
) {
    let (count, rest) = (all.len(), Mutex::new(all));
    let run = || {
        loop {
            let next = rest.lock().unwrap_or_else(PoisonError::into_inner).next();
            let Some(next) = next else { return };
            work(next);
        }
    };
    match evidence.shared() {
        Some(shared) => shared.at_once(count, &run),
        None => run(),
    }
}
