//! How records hang together: what depends on one, and what it depends on.
//!
//! Kinds say which of their fields are the ends of an edge ([`EdgeDef`]). The desk keeps the whole graph in memory,
//! read at the first question. Before each question it looks up in the ledger which records were touched since, and
//! reads the edges of those anew: the ledger has what was committed, in its order, whichever node did it, and nothing
//! that was rolled back. So an answer never lags behind, and no message between nodes can be missed.
mod net;
#[cfg(test)]
mod tests;

pub use net::Way;

use crate::{Desk, Hit, Refused};
use gemba_model::{EdgeDef, Feels, KindDef};
use gemba_store::{Db, edges, history, records};
use gemba_vocabulary::{RecordId, actor::Actor};
use net::{Edge, Maker, Net, Node, Walk};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::{PoisonError, RwLock},
};

/// When so many entries came since, reading everything anew is cheaper.
const ENTRIES_FOLLOWED_MAX: u64 = 50_000;
/// One question to the store has a mark for each record.
const TITLES_ASKED_MAX: usize = 1_024;

/// A question about what hangs together with a record.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Which way.
    pub way: Way,
    /// Over how many edges at most.
    pub depth_max: u32,
    /// Only by edges of these names; none means all.
    pub by: BTreeSet<String>,
}

impl Asked {
    /// All that lies that way, however far.
    pub fn all(way: Way) -> Self {
        Self { way, depth_max: u32::MAX, by: BTreeSet::new() }
    }

    /// The same, over so many edges at most.
    pub fn within(mut self, depth_max: u32) -> Self {
        self.depth_max = depth_max;
        self
    }
}

/// What was found, the nearest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Impact {
    /// The records reached.
    pub reached: Vec<Reached>,
}

impl Impact {
    /// The way to a record reached: the places of those that lie on it, the nearest to the beginning first, itself
    /// last.
    pub fn path(&self, at: usize) -> Vec<usize> {
        let mut path = vec![at];
        let mut here = at;
        while let Some(before) = self.reached.get(here).and_then(|reached| reached.before) {
            path.push(before);
            here = before;
        }
        path.reverse();
        path
    }
}

/// A record that was reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reached {
    /// Its kind.
    pub kind: &'static str,
    /// Its number.
    pub id: RecordId,
    /// Over how many edges, on a shortest way.
    pub depth: u32,
    /// The place, among those reached, of the one before it; nothing if that is the record asked about.
    pub before: Option<usize>,
    /// The name of what the edge from there says: a choice, or the field that names the other record.
    pub by: &'static str,
    /// Whether the sentence of that edge begins with this record.
    pub begins_here: bool,
}

/// An edge between two of several records, for drawing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Between {
    /// The place of the record where it begins.
    pub from: usize,
    /// The place of the record where it ends.
    pub to: usize,
    /// The name of what it says.
    pub by: &'static str,
    /// Which end feels trouble at the other.
    pub feels: Feels,
}

/// Headlines by kind and number.
pub type Hits = BTreeMap<(&'static str, RecordId), Hit>;

/// The graph, once somebody asked.
#[derive(Default)]
pub(crate) struct Held(RwLock<Option<Current>>);

/// The graph as of an entry of the ledger.
struct Current {
    net: Net,
    entries: u64,
}

/// A definition of edges, with the kind whose records make them.
struct Source {
    def: &'static KindDef,
    edge: &'static EdgeDef,
    from: u16,
    to: u16,
}

impl Desk {
    /// The kinds whose records can be nodes of the graph.
    pub fn graph_kinds(&self) -> BTreeSet<&'static str> {
        let ends = self.sources().into_iter().flat_map(|source| [source.from, source.to]);
        ends.filter_map(|kind| self.kind_at(kind)).collect()
    }

    /// The headlines and states of records that the reader may see.
    pub fn hits(&self, actor: &Actor, of: &[(&str, RecordId)]) -> Result<Hits, Refused> {
        let mut by_kind = BTreeMap::<&str, Vec<RecordId>>::new();
        for (kind, id) in of {
            by_kind.entry(kind).or_default().push(*id);
        }
        let mut hits = Hits::new();
        for (kind, ids) in by_kind {
            let view = self.known(kind)?;
            if !self.may(actor, kind, "read") {
                continue;
            }
            let rows = self.inner.store.read(|db| {
                let ids = self.in_sight(db, actor, &view, ids)?;
                let parts = ids.chunks(TITLES_ASKED_MAX);
                let rows = parts.map(|part| records::titles(db, view.def, part));
                Ok::<_, Refused>(rows.collect::<Result<Vec<_>, _>>()?)
            })?;
            for (id, title, state) in rows.into_iter().flatten() {
                if actor.is_inside() || self.record(actor, kind, id).is_ok() {
                    let (kind, number) = (view.def.name, view.def.number(id));
                    let hit = Hit { kind: kind.to_owned(), id, number, title, state };
                    hits.insert((kind, id), hit);
                }
            }
        }
        Ok(hits)
    }

    /// What edges can say: the names of the choices, and of the fields that name the other record.
    pub fn graph_words(&self) -> Vec<(&'static KindDef, &'static str, &'static str)> {
        let words = self.sources().into_iter().flat_map(|source| {
            let by = source.edge.by.and_then(|by| source.def.field(by));
            let names: Vec<&'static str> = match by {
                Some(field) => field.choices().iter().map(|choice| &*choice.name).collect(),
                None => vec![source.edge.to],
            };
            let field = source.edge.by.unwrap_or(source.edge.to);
            names.into_iter().map(move |name| (source.def, field, name))
        });
        words.collect()
    }

    /// What depends on a record, or what it depends on, as far as the reader may see.
    pub fn impact(
        &self,
        actor: &Actor,
        kind: &str,
        id: RecordId,
        asked: &Asked,
    ) -> Result<Impact, Refused> {
        self.record(actor, kind, id)?;
        self.reach(actor, kind, id, asked)
    }

    /// The same, for who is known to see the record.
    pub(crate) fn reach(
        &self,
        actor: &Actor,
        kind: &str,
        id: RecordId,
        asked: &Asked,
    ) -> Result<Impact, Refused> {
        let Some(kind) = self.kind_place(kind) else { return Ok(Impact::default()) };
        let sight = self.sight(actor);
        let steps = self.with_graph(|net| {
            let uses = |source: u16, by: &str| {
                sight.sources.contains(&source) && (asked.by.is_empty() || asked.by.contains(by))
            };
            let enters = |node: Node| sight.enters(self, actor, node);
            let (way, depth_max) = (asked.way, asked.depth_max);
            net.walk(Node { kind, id }, &Walk { way, depth_max, uses: &uses, enters: &enters })
        })?;
        let reached = steps.into_iter().map(|step| Reached {
            kind: self.kind_at(step.node.kind).unwrap_or_default(),
            id: step.node.id,
            depth: step.depth,
            before: step.before,
            by: step.by,
            begins_here: step.begins_here,
        });
        Ok(Impact { reached: reached.collect() })
    }

    /// The edges between records that the reader was told of.
    pub fn edges_between(
        &self,
        actor: &Actor,
        records: &[(&str, RecordId)],
    ) -> Result<Vec<Between>, Refused> {
        let sight = self.sight(actor);
        let none = Node { kind: u16::MAX, id: 0 };
        let nodes: Vec<_> = records
            .iter()
            .map(|(kind, id)| self.kind_place(kind).map_or(none, |kind| Node { kind, id: *id }))
            .map(|node| if sight.enters(self, actor, node) { node } else { none })
            .collect();
        let uses = |source: u16, _: &str| sight.sources.contains(&source);
        let found = self.with_graph(|net| net.between(&nodes, &uses))?;
        let found = found.into_iter().map(|(from, to, by, feels)| Between { from, to, by, feels });
        Ok(found.collect())
    }

    fn kind_place(&self, kind: &str) -> Option<u16> {
        let place = self.inner.faces.iter().position(|face| face.def().name == kind)?;
        u16::try_from(place).ok()
    }

    fn kind_at(&self, place: u16) -> Option<&'static str> {
        self.inner.faces.get(usize::from(place)).map(|face| face.def().name)
    }

    fn sources(&self) -> Vec<Source> {
        let mut sources = Vec::new();
        for def in self.inner.faces.iter().map(|face| face.def()) {
            for edge in def.edges {
                let end = |field: &str| {
                    let target = def.field(field).and_then(|field| field.holds.target());
                    target.and_then(|target| self.kind_place(target))
                };
                let from = edge.from.map_or_else(|| self.kind_place(def.name), end);
                if let (Some(from), Some(to)) = (from, end(edge.to)) {
                    sources.push(Source { def, edge, from, to });
                }
            }
        }
        sources
    }

    /// Answers a question to the graph as of the newest entry of the ledger.
    fn with_graph<R>(&self, question: impl Fn(&Net) -> R) -> Result<R, Refused> {
        let entries = self.inner.store.read(|db| Ok::<_, Refused>(history::size(db)?))?;
        let held = self.inner.graph.0.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(current) = held.as_ref().filter(|current| current.entries >= entries) {
            return Ok(question(&current.net));
        }
        drop(held);
        let mut held = self.inner.graph.0.write().unwrap_or_else(PoisonError::into_inner);
        let next = self.inner.store.read(|db| match held.take() {
            Some(current) if entries.saturating_sub(current.entries) <= ENTRIES_FOLLOWED_MAX => {
                self.follow(db, current, entries)
            }
            _ => self.load(db),
        })?;
        let answer = question(&next.net);
        *held = Some(next);
        Ok(answer)
    }

    /// Reads all edges.
    fn load(&self, db: &mut dyn Db) -> Result<Current, Refused> {
        // The size comes first: what is written meanwhile is read again, which does no harm.
        let entries = history::size(db)?;
        let mut net = Net::default();
        for (source, place) in self.sources().iter().zip(0..) {
            put(db, &mut net, source, place, None)?;
        }
        tracing::debug!(edges = net.edges(), entries, "the graph was read");
        Ok(Current { net, entries })
    }

    /// Reads the edges anew of what was touched since.
    fn follow(
        &self,
        db: &mut dyn Db,
        mut current: Current,
        entries: u64,
    ) -> Result<Current, Refused> {
        let sources = self.sources();
        let kinds: Vec<_> = sources.iter().map(|source| source.def.name).collect();
        for (kind, id) in history::touched(db, current.entries, &kinds)? {
            for (source, place) in sources.iter().zip(0..) {
                if source.def.name == kind {
                    current.net.take(Maker { source: place, id });
                    put(db, &mut current.net, source, place, Some(id))?;
                }
            }
        }
        current.entries = current.entries.max(entries);
        Ok(current)
    }

    fn sight(&self, actor: &Actor) -> Sight {
        let reads = |kind: &str| self.may(actor, kind, "read");
        let is_shown = |source: &Source, field: Option<&'static str>| {
            let field = field.and_then(|field| source.def.field(field));
            actor.is_inside() || field.is_none_or(|field| field.customer_visible)
        };
        let sources = self.sources().into_iter().zip(0..).filter(|(source, _)| {
            let edge = source.edge;
            reads(source.def.name)
                && [edge.from, Some(edge.to), edge.by].iter().all(|field| is_shown(source, *field))
        });
        let sources = sources.map(|(_, place)| place).collect();
        let kinds = self.graph_kinds().into_iter().filter(|kind| reads(kind));
        let kinds = kinds.filter_map(|kind| {
            let is_barred = self.view(kind).is_some_and(|view| self.bar(actor, &view).is_some());
            Some((self.kind_place(kind)?, (kind, actor.is_inside() && !is_barred)))
        });
        Sight { sources, kinds: kinds.collect() }
    }
}

/// What a reader sees of the graph.
struct Sight {
    sources: BTreeSet<u16>,
    /// Each kind that they read, and whether they read all of its records.
    kinds: HashMap<u16, (&'static str, bool)>,
}

impl Sight {
    /// Whether the reader may come to a node. People inside read all records of most kinds or none; of others, and for
    /// people from outside, each record is asked for.
    fn enters(&self, desk: &Desk, actor: &Actor, node: Node) -> bool {
        let Some((kind, is_all)) = self.kinds.get(&node.kind) else { return false };
        *is_all || desk.record(actor, kind, node.id).is_ok()
    }
}

fn put(
    db: &mut dyn Db,
    net: &mut Net,
    source: &Source,
    place: u16,
    of: Option<RecordId>,
) -> Result<(), Refused> {
    let by = source.edge.by.and_then(|by| source.def.field(by));
    edges::each(db, source.def, source.edge, of, &mut |edge| {
        // A name that is no choice any more has no meaning that one could follow.
        let word = match by {
            Some(field) => {
                field.choices().iter().find(|one| one.name == edge.by).map(|one| &*one.name)
            }
            None => Some(source.edge.to),
        };
        if let Some(by) = word {
            net.put(Edge {
                maker: Maker { source: place, id: edge.holder },
                from: Node { kind: source.from, id: edge.from },
                to: Node { kind: source.to, id: edge.to },
                by,
                feels: (source.edge.feels)(by),
            });
        }
    })?;
    Ok(())
}
