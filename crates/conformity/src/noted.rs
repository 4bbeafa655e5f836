//! What judging records looked at besides those records, so that it is known when they must be judged again.
use jiff::Timestamp;

/// Something that was looked at: of a kind all records, one record, or those that name a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key(u64);

/// Numbers of records have the lower bits, what was looked at the eight above them, the kind the rest.
const BY_SHIFT: u32 = 40;
const KIND_SHIFT: u32 = 48;
const NUMBER_MASK: u64 = (1 << BY_SHIFT) - 1;
const CONTENT: u8 = 0;
const WHOLE: u8 = 1;
/// Fields by which records name others are counted from here.
const NAMING: u8 = 2;
const OWN: u8 = 128;
/// How many fields of one kind may name what is judged.
pub(crate) const NAMING_MAX: u8 = OWN - NAMING;

impl Key {
    fn new(kind: u16, by: u8, id: i64) -> Self {
        let id = id.cast_unsigned() & NUMBER_MASK;
        Self((u64::from(kind) << KIND_SHIFT) | (u64::from(by) << BY_SHIFT) | id)
    }

    /// One record of the kind.
    pub fn content(kind: u16, id: i64) -> Self {
        Self::new(kind, CONTENT, id)
    }

    /// All records of the kind.
    pub fn whole(kind: u16) -> Self {
        Self::new(kind, WHOLE, 0)
    }

    /// The records of the kind that name that one in a field.
    pub fn naming(kind: u16, by: u8, named: i64) -> Self {
        Self::new(kind, NAMING + by, named)
    }

    /// The records of the kind that name one of those judged in a field.
    pub fn of_own(kind: u16, by: u8) -> Self {
        Self::new(kind, OWN + by, 0)
    }
}

/// What was looked at, and until when the judgement holds.
#[derive(Clone, Debug, Default)]
pub(crate) struct Noted {
    keys: Vec<Key>,
    /// The earliest moment at which something may be judged otherwise, though no record has changed.
    pub expires: Option<Timestamp>,
}

impl Noted {
    pub fn take(&mut self, key: Key) {
        if self.keys.last() != Some(&key) {
            self.keys.push(key);
        }
    }

    pub fn expire(&mut self, at: Timestamp) {
        self.expires = Some(self.expires.map_or(at, |before| before.min(at)));
    }

    /// In order, each key once.
    pub fn closed(mut self) -> Self {
        self.keys.sort_unstable();
        self.keys.dedup();
        self.keys.shrink_to_fit();
        self
    }

    /// Whether it was looked at. For what is closed.
    pub fn holds(&self, key: Key) -> bool {
        self.keys.binary_search(&key).is_ok()
    }
}
