//! Names of fields, as conditions and rules look at them.
use crate::gathered::Shape;
use std::sync::atomic::{AtomicU64, Ordering};

/// The name of a field, with the place where it was found the last time: what is looked at in every record is looked
/// up once.
pub struct Field {
    name: &'static str,
    /// Of which shape the place is, above, and the place, in the lowest bits.
    found: AtomicU64,
}

const PLACE_BITS: u32 = 16;
const NOWHERE: u64 = (1 << PLACE_BITS) - 1;

/// What names a field: its name, or a [`Field`].
pub trait FieldName: Copy {
    /// The name.
    fn name(&self) -> &str;
    /// Where it stands in a narrowed record.
    #[doc(hidden)]
    fn place(&self, shape: &Shape) -> Option<usize>;
}

impl Field {
    /// A field that was not looked at yet.
    pub const fn of(name: &'static str) -> Self {
        // No shape has the number 0.
        Self { name, found: AtomicU64::new(0) }
    }

    /// Its name.
    pub const fn called(&self) -> &'static str {
        self.name
    }

    /// Several of them.
    pub fn all(names: &'static [&'static str]) -> Vec<Self> {
        names.iter().map(|name| Self::of(name)).collect()
    }
}

impl FieldName for &Field {
    fn name(&self) -> &str {
        self.name
    }

    fn place(&self, shape: &Shape) -> Option<usize> {
        let mut found = self.found.load(Ordering::Relaxed);
        if found >> PLACE_BITS != shape.stamp {
            let place = shape.place(self.name).and_then(|place| u64::try_from(place).ok());
            found = (shape.stamp << PLACE_BITS) | place.unwrap_or(NOWHERE).min(NOWHERE);
            self.found.store(found, Ordering::Relaxed);
        }
        Some(found & NOWHERE)
            .filter(|place| *place != NOWHERE)
            .and_then(|place| usize::try_from(place).ok())
    }
}

impl FieldName for &str {
    fn name(&self) -> &str {
        self
    }

    fn place(&self, shape: &Shape) -> Option<usize> {
        shape.place(self)
    }
}
