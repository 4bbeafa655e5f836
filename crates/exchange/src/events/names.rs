//! The people, teams and other records that a log names on the way.
use super::plan::Making;
use gemba_vocabulary::RecordId;
use jiff::Timestamp;
use std::collections::HashMap;

/// A record that a log names.
pub(crate) struct Name {
    /// Its kind, by its place among the plan's targets.
    pub target: usize,
    /// What the log calls it.
    pub text: String,
    /// When a row first names it; nothing if only broken rows do.
    pub first_at: Option<Timestamp>,
    /// How it is made, by its place among the plan's makings: the first in the mapping that names
    /// it counts.
    pub making: usize,
    /// Its number here, once it is known.
    pub id: Option<RecordId>,
}

/// Every record that a log names, each once.
#[derive(Default)]
pub(crate) struct Names {
    pub list: Vec<Name>,
    by_text: HashMap<(usize, String), usize>,
}

impl Names {
    /// The place of a name; it is added if it is new.
    pub fn place(&mut self, target: usize, text: &str) -> usize {
        if let Some(place) = self.by_text.get(&(target, text.to_owned())) {
            return *place;
        }
        let place = self.list.len();
        let text = text.to_owned();
        self.by_text.insert((target, text.clone()), place);
        self.list.push(Name { target, text, first_at: None, making: usize::MAX, id: None });
        place
    }

    /// Notes that a good row names it.
    pub fn note(&mut self, place: usize, at: Timestamp, making: usize) {
        if let Some(name) = self.list.get_mut(place) {
            name.first_at = Some(name.first_at.map_or(at, |first| first.min(at)));
            name.making = name.making.min(making);
        }
    }

    /// The number here of the record at that place.
    pub fn id(&self, place: usize) -> Option<RecordId> {
        self.list.get(place)?.id
    }
}

/// What the log's spelling of a name is without stray blanks: `Opened by  8` is `Opened by 8`.
pub(crate) fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The origin of a record that a log names.
pub(crate) fn origin(source: &str, making: &Making, name: &str) -> String {
    format!("{source}:{}:{name}", making.kind)
}
