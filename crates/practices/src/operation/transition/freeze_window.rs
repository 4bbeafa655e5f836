//! Freeze windows: times in which nothing is changed.
use gemba_model::{Choice, FieldFault, Kind, Situation, Step, library::fault_unless, step};
use gemba_vocabulary::{Ref, kind};
use jiff::Timestamp;

/// A time in which nothing is changed, such as the last days before the books are closed.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "FRZ", clause = "8.5.1", life, settle = settle)]
#[kind(shares(Comments, Links))]
pub struct FreezeWindow {
    /// What it is for, in one line.
    #[field(searched, listed, visible)]
    pub name: String,
    /// From when on nothing is changed.
    #[field(listed, filtered, visible)]
    pub starts_at: Timestamp,
    /// From when on things may be changed again.
    #[field(listed, filtered, visible)]
    pub ends_at: Timestamp,
    /// The services that stay as they are. Empty means all of them.
    #[field(visible)]
    pub services: Vec<Ref<kind::Service>>,
    /// Why nothing may change then.
    #[field(long, searched)]
    pub reason: Option<String>,
    /// The changes that are let through all the same.
    pub exceptions: Vec<Ref<kind::Change>>,
}

/// Where a freeze window stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// It counts.
    #[choice(tone = Going)]
    Announced,
    /// It was called off.
    #[choice(tone = Off, end)]
    CalledOff,
}

const LIFE: &[Step<FreezeWindow>] =
    &[step("call_off", "Call off", &[State::Announced], State::CalledOff)
        .help("Things may be changed after all. Say why.")
        .needs_note()];

fn settle(
    me: &mut FreezeWindow,
    _: Option<&FreezeWindow>,
    _: &Situation<'_>,
) -> Result<(), FieldFault> {
    fault_unless(me.starts_at < me.ends_at, "ends_at", "must lie after the start")
}

#[cfg(test)]
mod tests {
    use crate::story::Story;

    #[test]
    fn it_ends_after_it_begins_and_is_called_off_with_a_reason() {
        let begin = [("name", "Year end"), ("starts_at", "2026-12-20T00:00:00Z")];
        let backward = [&begin[..], &[("ends_at", "2026-12-20T00:00:00Z")]].concat();
        let refusal = Story::of("freeze_window").save(&backward).unwrap_err();
        assert_eq!(refusal, "Ends at must lie after the start.");
        let whole = [&begin[..], &[("ends_at", "2027-01-04T00:00:00Z")]].concat();
        let mut story = Story::saved("freeze_window", &whole);
        assert!(story.take("call_off", &[]).is_err(), "nobody said why");
        story.noted("call_off", &[], "The books close later").unwrap();
        assert_eq!(story.state(), "called_off");
    }
}
