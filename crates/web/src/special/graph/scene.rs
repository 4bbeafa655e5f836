//! What is to be shown: the records reached, as many as can be told apart, with what the page says of each.
use super::{DEPTH_MAX, DEPTH_USUAL};
use crate::visit::Visit;
use gemba_desk::{Asked, Between, Impact, Query, Refused, Way};
use gemba_model::{
    Record,
    filter::{Filter, Test},
    overlay::KindView,
};
use gemba_vocabulary::{RecordId, Value};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// So many boxes can be told apart.
const NODES_MAX: usize = 300;
/// Of so many records the nearest are read.
const RECORDS_READ_MAX: usize = 2_000;
const READ_AT_ONCE: usize = 500;
const TYPE_FIELD: &str = "item_type";

/// What the address asks for.
pub struct Wanted {
    /// Over how many edges.
    pub depth: u32,
    /// `up`, `down` or nothing for both.
    pub way: String,
    /// The name of a relation, or nothing for all.
    pub by: String,
    /// A type of item, or the label of another kind; nothing for all.
    pub item_type: String,
}

impl Wanted {
    /// Reads the address; what makes no sense there is passed over.
    pub fn read(visit: &Visit) -> Self {
        let asked = |name: &str| visit.query(name).unwrap_or_default();
        let known = |by: &String| visit.desk.graph_words().iter().any(|(_, _, name)| name == by);
        let depth = asked("depth").parse().unwrap_or(DEPTH_USUAL).clamp(1, DEPTH_MAX);
        let by = Some(asked("by")).filter(known).unwrap_or_default();
        Self { depth, way: asked("way"), by, item_type: asked("type") }
    }
}

/// What is known of a record.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Its number.
    pub number: String,
    /// Its headline.
    pub title: String,
    /// The name of its state.
    pub state: String,
    /// Its type; for other kinds what one is called.
    pub type_name: String,
}

/// A record reached one way.
pub struct Row {
    /// Its kind.
    pub kind: &'static str,
    /// Its number.
    pub id: RecordId,
    /// Over how many edges.
    pub depth: u32,
    /// What the last of these says.
    pub by: &'static str,
    /// Whether the sentence of that edge begins with this record.
    pub begins_here: bool,
    /// The record it is reached from.
    pub from: (&'static str, RecordId),
}

/// All that lies one way.
pub struct Side {
    /// Which way.
    pub way: Way,
    /// The nearest first.
    pub rows: Vec<Row>,
}

/// A box of the picture.
pub struct Node {
    /// The kind of the record.
    pub kind: &'static str,
    /// Its number.
    pub id: RecordId,
    /// Negative for what the record in the middle depends on.
    pub layer: i32,
    /// The nearest box on the way to it.
    pub before: Option<usize>,
}

/// What is to be shown.
pub struct Scene {
    /// What was asked for.
    pub wanted: Wanted,
    /// The boxes, the record itself first.
    pub nodes: Vec<Node>,
    /// The lines between them.
    pub lines: Vec<Between>,
    /// Lines to a box that is reached over records that are left out.
    pub gaps: Vec<(usize, usize)>,
    /// The records found.
    pub found: BTreeSet<(&'static str, RecordId)>,
    /// The types among them.
    pub types: BTreeSet<String>,
    /// As tables.
    pub sides: Vec<Side>,
    known: HashMap<(String, RecordId), Known>,
}

impl Scene {
    /// Reads what hangs together with a record.
    pub fn of(
        visit: &Visit,
        view: &KindView,
        record: &Record,
        wanted: Wanted,
    ) -> Result<Self, Refused> {
        let me = (view.def.name, record.id);
        let ways = match wanted.way.as_str() {
            "up" => vec![Way::Up],
            "down" => vec![Way::Down],
            _ => vec![Way::Up, Way::Down],
        };
        let by: BTreeSet<_> =
            Some(wanted.by.clone()).filter(|by| !by.is_empty()).into_iter().collect();
        let mut impacts = Vec::new();
        for way in ways {
            let asked = Asked { way, depth_max: wanted.depth, by: by.clone() };
            impacts.push((way, visit.desk.impact(visit.actor(), me.0, me.1, &asked)?));
        }
        let known = read(visit, me, &impacts)?;
        let mut scene = Self {
            wanted,
            nodes: vec![Node { kind: me.0, id: me.1, layer: 0, before: None }],
            lines: Vec::new(),
            gaps: Vec::new(),
            found: BTreeSet::new(),
            types: BTreeSet::new(),
            sides: Vec::new(),
            known,
        };
        let most = scene.shares(&impacts);
        for ((way, impact), most) in impacts.iter().zip(most) {
            scene.take(me, *way, impact, most);
        }
        let named: Vec<_> = scene.nodes.iter().map(|node| (node.kind, node.id)).collect();
        scene.lines = visit.desk.edges_between(visit.actor(), &named)?;
        if !by.is_empty() {
            scene.lines.retain(|line| by.contains(line.by));
        }
        scene.find_gaps();
        Ok(scene)
    }

    /// What is known of a record; its number alone if it was not read.
    pub fn known(&self, kind: &str, id: RecordId) -> Known {
        let unread = || Known { title: format!("{kind} {id}"), ..Known::default() };
        self.known.get(&(kind.to_owned(), id)).cloned().unwrap_or_else(unread)
    }

    fn is_wanted(&self, kind: &str, id: RecordId) -> bool {
        let known = self.known.get(&(kind.to_owned(), id));
        let item_type = &self.wanted.item_type;
        known.is_some_and(|known| item_type.is_empty() || known.type_name == *item_type)
    }

    /// How many boxes each way gets: half of them, and what the other way leaves over.
    fn shares(&self, impacts: &[(Way, Impact)]) -> Vec<usize> {
        let wanted = |(_, impact): &(Way, Impact)| {
            impact.reached.iter().filter(|one| self.is_wanted(one.kind, one.id)).count()
        };
        let counts: Vec<_> = impacts.iter().map(wanted).collect();
        let all: usize = counts.iter().sum();
        let half = NODES_MAX / impacts.len().max(1);
        let share = |count: &usize| {
            let others = all - count;
            (*count).min(half.max(NODES_MAX.saturating_sub(others)))
        };
        counts.iter().map(share).collect()
    }

    fn take(&mut self, me: (&'static str, RecordId), way: Way, impact: &Impact, most: usize) {
        let mut rows = Vec::new();
        // The box of each record reached, or the nearest box on the way to it.
        let mut boxes: Vec<Option<usize>> = Vec::with_capacity(impact.reached.len());
        let mut taken = 0;
        for reached in &impact.reached {
            let before = reached.before.and_then(|at| boxes.get(at).copied().flatten());
            let before = before.or(Some(0));
            let known = self.known.get(&(reached.kind.to_owned(), reached.id));
            self.types.extend(known.map(|known| known.type_name.clone()));
            if !self.is_wanted(reached.kind, reached.id) {
                boxes.push(before);
                continue;
            }
            self.found.insert((reached.kind, reached.id));
            let from = reached.before.and_then(|at| impact.reached.get(at));
            let from = from.map_or(me, |from| (from.kind, from.id));
            let (kind, id, depth) = (reached.kind, reached.id, reached.depth);
            let (by, begins_here) = (reached.by, reached.begins_here);
            rows.push(Row { kind, id, depth, by, begins_here, from });
            let is_there = self.nodes.iter().position(|node| (node.kind, node.id) == (kind, id));
            if is_there.is_some() || taken >= most {
                boxes.push(is_there.or(before));
                continue;
            }
            taken += 1;
            let depth = i32::try_from(depth).unwrap_or(i32::MAX);
            let layer = if way == Way::Up { depth } else { -depth };
            boxes.push(Some(self.nodes.len()));
            self.nodes.push(Node { kind, id, layer, before });
        }
        rows.truncate(RECORDS_READ_MAX);
        self.sides.push(Side { way, rows });
    }

    /// A box that no line joins to the one before it is reached over records that are left out.
    fn find_gaps(&mut self) {
        let joined: BTreeSet<_> = self
            .lines
            .iter()
            .flat_map(|line| [(line.from, line.to), (line.to, line.from)])
            .collect();
        let pairs = self.nodes.iter().enumerate().filter_map(|(at, node)| Some((node.before?, at)));
        self.gaps = pairs.filter(|pair| !joined.contains(pair)).collect();
    }
}

/// Reads the nearest of the records reached, and the record itself.
fn read(
    visit: &Visit,
    me: (&'static str, RecordId),
    impacts: &[(Way, Impact)],
) -> Result<HashMap<(String, RecordId), Known>, Refused> {
    let mut wanted = BTreeMap::<&str, BTreeSet<RecordId>>::new();
    wanted.entry(me.0).or_default().insert(me.1);
    for (_, impact) in impacts {
        for reached in impact.reached.iter().take(RECORDS_READ_MAX) {
            wanted.entry(reached.kind).or_default().insert(reached.id);
        }
    }
    let mut known = HashMap::new();
    for (kind, ids) in wanted {
        let Some(view) = visit.desk.view(kind) else { continue };
        let ids: Vec<_> = ids.into_iter().map(Value::Int).collect();
        for part in ids.chunks(READ_AT_ONCE) {
            let filters = vec![Filter { field: "id".to_owned(), test: Test::Is(part.to_vec()) }];
            let query = Query { filters, limit: READ_AT_ONCE, ..Query::of(kind) };
            for record in visit.desk.list(visit.actor(), &query)?.records {
                let own = view.value(&record, TYPE_FIELD).to_text();
                let type_name = if view.def.position(TYPE_FIELD).is_none() {
                    visit.texts.kind_label(view.def)
                } else if own.is_empty() {
                    visit.text("graph-no-type")
                } else {
                    own
                };
                let one = Known {
                    number: view.def.number(record.id),
                    title: view.title(&record),
                    state: record.state.clone(),
                    type_name,
                };
                known.insert((kind.to_owned(), record.id), one);
            }
        }
    }
    Ok(known)
}
