//! The clock that a story is told by.
use jiff::Timestamp;
use std::sync::atomic::{AtomicI64, Ordering};

static NOW_MS: AtomicI64 = AtomicI64::new(0);

/// Goes on at that time.
pub fn go_to(time: &str) {
    let time: Timestamp = time.parse().unwrap();
    NOW_MS.store(time.as_millisecond(), Ordering::SeqCst);
}

/// Each look at the clock moves it a little: nothing happens twice at one time.
pub fn now() -> Timestamp {
    Timestamp::from_millisecond(NOW_MS.fetch_add(1, Ordering::SeqCst)).unwrap()
}
