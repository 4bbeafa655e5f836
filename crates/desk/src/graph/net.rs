//! The graph itself: records as nodes, connections as edges, and the way through them, breadth first. It reads no
//! database and knows no kind.
use gemba_model::Feels;
use gemba_vocabulary::RecordId;
use std::collections::HashMap;

/// A record: the place of its kind in the register, and its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Node {
    pub kind: u16,
    pub id: RecordId,
}

/// Which record makes an edge, and by which of the definitions of edges.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Maker {
    pub source: u16,
    pub id: RecordId,
}

/// An edge as it is put in.
#[derive(Clone, Copy, Debug)]
pub struct Edge {
    pub maker: Maker,
    pub from: Node,
    pub to: Node,
    pub by: &'static str,
    pub feels: Feels,
}

/// One end of an edge as the other end knows it.
#[derive(Clone, Copy, Debug)]
struct End {
    other: u32,
    maker: Maker,
    by: &'static str,
    feels: Feels,
}

#[derive(Debug)]
struct Vertex {
    node: Node,
    out: Vec<End>,
    into: Vec<End>,
}

/// Which way is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// To what feels trouble here: what depends on this.
    Up,
    /// To that whose trouble is felt here: what this depends on.
    Down,
}

/// A node that was reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    pub node: Node,
    /// How many edges lie between it and the beginning, on a shortest way.
    pub depth: u32,
    /// The place, among the nodes reached, of the one before it; nothing for those next to the beginning.
    pub before: Option<usize>,
    /// What the edge from there says.
    pub by: &'static str,
    /// Whether that edge, as it reads, begins at this node.
    pub begins_here: bool,
}

/// How far is gone.
pub struct Walk<'a> {
    pub way: Way,
    pub depth_max: u32,
    /// Whether an edge of this source, with these words, may be used.
    pub uses: &'a dyn Fn(u16, &str) -> bool,
    /// Whether the node may be entered.
    pub enters: &'a dyn Fn(Node) -> bool,
}

/// What a walk has seen so far.
struct Gone {
    seen: Vec<bool>,
    steps: Vec<Step>,
    /// The places of the steps.
    places: Vec<u32>,
}

/// All nodes and edges.
#[derive(Debug, Default)]
pub struct Net {
    places: HashMap<Node, u32>,
    vertices: Vec<Vertex>,
    /// Where the edges of a record begin.
    makers: HashMap<Maker, u32>,
    edges: usize,
}

impl Net {
    /// How many edges there are.
    pub fn edges(&self) -> usize {
        self.edges
    }

    /// Puts an edge in. All edges of one maker begin at the same node. An edge from a node to itself leads nowhere and
    /// is left out.
    pub fn put(&mut self, edge: Edge) {
        let (Some(from), Some(to)) = (self.place(edge.from), self.place(edge.to)) else { return };
        if from == to {
            return;
        }
        let Edge { maker, by, feels, .. } = edge;
        if let Some(vertex) = self.vertex_mut(from) {
            vertex.out.push(End { other: to, maker, by, feels });
        }
        if let Some(vertex) = self.vertex_mut(to) {
            vertex.into.push(End { other: from, maker, by, feels });
        }
        self.makers.insert(maker, from);
        self.edges += 1;
    }

    /// Takes all edges of a maker out.
    pub fn take(&mut self, maker: Maker) {
        let Some(from) = self.makers.remove(&maker) else { return };
        let Some(vertex) = self.vertex_mut(from) else { return };
        let mut others = Vec::new();
        vertex.out.retain(|end| {
            let is_other = end.maker != maker;
            if !is_other {
                others.push(end.other);
            }
            is_other
        });
        self.edges = self.edges.saturating_sub(others.len());
        for other in others {
            if let Some(vertex) = self.vertex_mut(other) {
                vertex.into.retain(|end| end.maker != maker);
            }
        }
    }

    /// Goes from a node to all that can be reached, the nearest first.
    pub fn walk(&self, from: Node, walk: &Walk<'_>) -> Vec<Step> {
        let Some(start) = self.places.get(&from).copied() else { return Vec::new() };
        let seen = vec![false; self.vertices.len()];
        let mut gone = Gone { seen, steps: Vec::new(), places: Vec::new() };
        mark(&mut gone.seen, start);
        self.enter(start, None, walk, &mut gone);
        let mut at = 0;
        while let Some(place) = gone.places.get(at).copied() {
            self.enter(place, Some(at), walk, &mut gone);
            at += 1;
        }
        gone.steps
    }

    /// Steps to all that is next to a place and was not seen yet.
    fn enter(&self, place: u32, before: Option<usize>, walk: &Walk<'_>, gone: &mut Gone) {
        let here = before.and_then(|at| gone.steps.get(at)).map_or(0, |step| step.depth);
        let depth = here.saturating_add(1);
        if depth > walk.depth_max {
            return;
        }
        let Some(vertex) = self.vertex(place) else { return };
        let is_up = walk.way == Way::Up;
        // Going up leads to whoever feels trouble here; going down to that whose trouble is felt here.
        let out = vertex.out.iter().filter(|end| leads(end.feels, is_up));
        let into = vertex.into.iter().filter(|end| leads(end.feels, !is_up));
        let ends = out.map(|end| (end, false)).chain(into.map(|end| (end, true)));
        for (end, begins_here) in ends {
            let is_seen = usize::try_from(end.other).ok().and_then(|at| gone.seen.get(at)).copied();
            if is_seen != Some(false) || !(walk.uses)(end.maker.source, end.by) {
                continue;
            }
            let Some(other) = self.vertex(end.other) else { continue };
            // A node that may not be entered is not asked for again.
            mark(&mut gone.seen, end.other);
            if (walk.enters)(other.node) {
                gone.steps.push(Step { node: other.node, depth, before, by: end.by, begins_here });
                gone.places.push(end.other);
            }
        }
    }

    /// The edges between some nodes: places among them, what the edge says, which end feels.
    pub fn between(
        &self,
        nodes: &[Node],
        uses: &dyn Fn(u16, &str) -> bool,
    ) -> Vec<(usize, usize, &'static str, Feels)> {
        let places: HashMap<u32, usize> = nodes
            .iter()
            .enumerate()
            .filter_map(|(at, node)| Some((*self.places.get(node)?, at)))
            .collect();
        let mut found = Vec::new();
        for (at, node) in nodes.iter().enumerate() {
            let vertex = self.places.get(node).and_then(|place| self.vertex(*place));
            for end in vertex.into_iter().flat_map(|vertex| &vertex.out) {
                if let Some(to) = places.get(&end.other)
                    && uses(end.maker.source, end.by)
                {
                    found.push((at, *to, end.by, end.feels));
                }
            }
        }
        found
    }

    fn place(&mut self, node: Node) -> Option<u32> {
        if let Some(place) = self.places.get(&node) {
            return Some(*place);
        }
        let place = u32::try_from(self.vertices.len()).ok()?;
        self.vertices.push(Vertex { node, out: Vec::new(), into: Vec::new() });
        self.places.insert(node, place);
        Some(place)
    }

    fn vertex(&self, place: u32) -> Option<&Vertex> {
        self.vertices.get(usize::try_from(place).ok()?)
    }

    fn vertex_mut(&mut self, place: u32) -> Option<&mut Vertex> {
        self.vertices.get_mut(usize::try_from(place).ok()?)
    }
}

/// Whether trouble passes along an edge from its beginning to its end, or back.
fn leads(feels: Feels, is_along: bool) -> bool {
    if is_along { feels.is_to() } else { feels.is_from() }
}

fn mark(seen: &mut [bool], place: u32) {
    if let Some(slot) = usize::try_from(place).ok().and_then(|at| seen.get_mut(at)) {
        *slot = true;
    }
}
