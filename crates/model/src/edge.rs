//! Connections between records as a graph: which fields of a kind are the two ends of an edge, and which end feels
//! trouble at the other.

use crate::KindDef;

/// An edge that each open record of a kind makes, as long as it names both ends.
#[derive(Clone, Copy, Debug)]
pub struct EdgeDef {
    /// The field that names the record where it begins; nothing if that is the record itself.
    pub from: Option<&'static str>,
    /// The field that names the record, or the records, where it ends.
    pub to: &'static str,
    /// The choice that says what the one has to do with the other; nothing if the field where it ends says it.
    pub by: Option<&'static str>,
    /// Which end feels trouble at the other, by the name of that choice or field.
    pub feels: fn(&str) -> Feels,
}

impl EdgeDef {
    /// The kinds of the records where the edges of that kind begin and end.
    pub fn ends<'a>(&self, def: &'a KindDef) -> [Option<&'a str>; 2] {
        let target = |field| def.field(field).and_then(|field| field.holds.target());
        [self.from.map_or(Some(def.name), target), target(self.to)]
    }
}

/// Which end of an edge feels trouble at the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Feels {
    /// The record where it begins: it depends on the other.
    From,
    /// The record where it ends: the other is a piece of it.
    To,
    /// Each feels the other.
    Both,
    /// Neither.
    Neither,
}

impl Feels {
    /// Whether the record where the edge ends feels trouble at its beginning.
    pub const fn is_to(self) -> bool {
        matches!(self, Self::To | Self::Both)
    }

    /// Whether the record where the edge begins feels trouble at its end.
    pub const fn is_from(self) -> bool {
        matches!(self, Self::From | Self::Both)
    }
}
