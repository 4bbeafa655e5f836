//! The clock of the demo: it stands where the story stands while the story is told, and afterwards
//! goes as a real clock does.
//!
//! A desk asks a plain function for the time, so what the function answers has to be kept beside
//! it. This is the one place of Gemba that keeps something for the whole process, and demo mode is
//! the only one that uses it.
use jiff::Timestamp;
use std::sync::{
    Mutex, PoisonError,
    atomic::{AtomicI64, Ordering},
};

/// Where the clock stands, in milliseconds since 1970 (UTC).
static STANDS_AT_MS: AtomicI64 = AtomicI64::new(0);
/// The real time, once the story is told.
static REAL: Mutex<Option<fn() -> Timestamp>> = Mutex::new(None);

/// What time it is in the demo, in UTC; the beginning of 1970 before anything was set.
pub fn now() -> Timestamp {
    let real = *REAL.lock().unwrap_or_else(PoisonError::into_inner);
    match real {
        Some(real) => real(),
        None => {
            Timestamp::from_millisecond(STANDS_AT_MS.load(Ordering::SeqCst)).unwrap_or_default()
        }
    }
}

/// Stops the clock at this moment, to the millisecond.
pub fn set(at: Timestamp) {
    STANDS_AT_MS.store(at.as_millisecond(), Ordering::SeqCst);
    *REAL.lock().unwrap_or_else(PoisonError::into_inner) = None;
}

/// From now on the clock goes by the real time.
pub fn go_by(real: fn() -> Timestamp) {
    *REAL.lock().unwrap_or_else(PoisonError::into_inner) = Some(real);
}
