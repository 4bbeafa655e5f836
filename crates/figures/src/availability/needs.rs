//! What services need to work, read from the parts on record and from what these have to do with each other.
//!
//! A service needs its parts and the services that it depends on; a part needs what it depends on, runs on, lies in,
//! was given to, or is a way into, and what it consists of. Parts of one redundancy group stand in for each other.
//! What is only used, joined by a cable, or a copy is not needed.
use crate::{
    reading::{self, Read, in_states},
    sheet::Named,
};
use gemba_model::{
    check::{Evidence, EvidenceFault},
    filter::{Filter, Test},
};
use gemba_vocabulary::{RecordId, Value, paths::Path};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

const ITEM: &str = "configuration_item";
const SERVICE: &str = "service";
/// One question names so many records.
const ASKED_MAX: usize = 400;
/// The relations by which the first does not work without the second.
const NEEDED: [&str; 5] = ["depends_on", "runs_on", "located_in", "assigned_to", "port_of"];
/// The states in which a part is in use, or should be.
const IN_USE: [&str; 3] = ["live", "in_maintenance", "missing"];

/// A service or a part, by its kind and number.
pub type Node = (&'static str, RecordId);

/// A part.
#[derive(Clone, Debug)]
pub struct Part {
    /// The record.
    pub named: Named,
    /// How much of the time it is there, as stated, as a share of one.
    pub stated: Option<Decimal>,
}

/// What needs what.
#[derive(Debug, Default)]
pub struct Needs {
    /// The parts, by number.
    pub parts: BTreeMap<RecordId, Part>,
    edges: BTreeMap<Node, BTreeSet<(String, Node)>>,
}

impl Needs {
    /// Reads what some services need, as far as it goes.
    pub fn of(
        evidence: &dyn Evidence,
        services: &BTreeSet<RecordId>,
    ) -> Result<Self, EvidenceFault> {
        let mut me = Self::default();
        let mut seen: BTreeSet<RecordId> = BTreeSet::new();
        let mut ahead: BTreeSet<RecordId> = services.clone();
        while !ahead.is_empty() {
            seen.extend(&ahead);
            ahead = me.read_services(evidence, &ahead)?;
            ahead.retain(|id| !seen.contains(id));
        }
        let mut items: BTreeSet<RecordId> = me.read_items(evidence, SERVICE, &seen)?;
        while !items.is_empty() {
            let next = me.read_relations(evidence, &items)?;
            let fresh: BTreeSet<_> =
                next.into_iter().filter(|id| !me.parts.contains_key(id)).collect();
            items = me.read_items(evidence, "id", &fresh)?;
        }
        Ok(me)
    }

    /// The services that some depend on.
    fn read_services(
        &mut self,
        evidence: &dyn Evidence,
        services: &BTreeSet<RecordId>,
    ) -> Result<BTreeSet<RecordId>, EvidenceFault> {
        let mut next = BTreeSet::new();
        for asked in chunks("from", services, Value::Ref) {
            let depends = Filter::is("relation", Value::Text("depends_on".to_owned()));
            let filters = [asked, depends, in_states(&["current"])];
            let read = reading::list(evidence, "service_relation", &filters, |one| {
                Some((one.int("from")?, one.int("to")?))
            })?;
            for (from, to) in read {
                self.add((SERVICE, from), String::new(), (SERVICE, to));
                next.insert(to);
            }
        }
        Ok(next)
    }

    /// The parts in use that `by` names: those of services, or those of some numbers.
    fn read_items(
        &mut self,
        evidence: &dyn Evidence,
        by: &str,
        ids: &BTreeSet<RecordId>,
    ) -> Result<BTreeSet<RecordId>, EvidenceFault> {
        let value = if by == "id" { Value::Int } else { Value::Ref };
        let mut found = BTreeSet::new();
        for asked in chunks(by, ids, value) {
            let filters = [asked, in_states(&IN_USE)];
            for (part, service, group) in reading::list(evidence, ITEM, &filters, read_item)? {
                let id = part.named.id;
                if by == SERVICE
                    && let Some(service) = service
                {
                    self.add((SERVICE, service), group, (ITEM, id));
                }
                self.parts.insert(id, part);
                found.insert(id);
            }
        }
        Ok(found)
    }

    /// What some parts need.
    fn read_relations(
        &mut self,
        evidence: &dyn Evidence,
        items: &BTreeSet<RecordId>,
    ) -> Result<BTreeSet<RecordId>, EvidenceFault> {
        let mut next = BTreeSet::new();
        // A whole needs its pieces, so there the sentence is read from its end.
        for (end, other, relations) in
            [("from", "to", &NEEDED[..]), ("to", "from", &["part_of"][..])]
        {
            for asked in chunks(end, items, Value::Ref) {
                let names = relations.iter().map(|name| Value::Text((*name).to_owned()));
                let which =
                    Filter { field: "relation".to_owned(), test: Test::Is(names.collect()) };
                let filters = [asked, which, in_states(&["current"])];
                let read = reading::list(evidence, "configuration_relation", &filters, |one| {
                    Some((one.int(end)?, group(one), one.int(other)?))
                })?;
                for (from, group, to) in read {
                    self.add((ITEM, from), group, (ITEM, to));
                    next.insert(to);
                }
            }
        }
        Ok(next)
    }

    fn add(&mut self, from: Node, group: String, to: Node) {
        self.edges.entry(from).or_default().insert((group, to));
    }

    /// What a service needs, without itself.
    pub fn path(&self, service: RecordId) -> Path<Node> {
        let root = (SERVICE, service);
        let mut needed = BTreeSet::from([root]);
        match self.build(root, &mut needed) {
            Path::All(paths) => {
                Path::All(paths.into_iter().filter(|path| *path != Path::Part(root)).collect())
            }
            other => other,
        }
    }

    /// A node with all that it needs. What stands in `needed` is needed further up and is not told again.
    fn build(&self, root: Node, needed: &mut BTreeSet<Node>) -> Path<Node> {
        let mut paths = vec![Path::Part(root)];
        let mut groups: BTreeMap<(Node, &str), Vec<Node>> = BTreeMap::new();
        let mut ahead = vec![root];
        while let Some(node) = ahead.pop() {
            for (group, to) in self.edges.get(&node).into_iter().flatten() {
                if to.0 == ITEM && !self.parts.contains_key(&to.1) {
                    continue;
                }
                if group.is_empty() {
                    if needed.insert(*to) {
                        paths.push(Path::Part(*to));
                        ahead.push(*to);
                    }
                } else {
                    groups.entry((node, group)).or_default().push(*to);
                }
            }
        }
        for members in groups.into_values() {
            let build = |member: Node| {
                let mut within = needed.clone();
                within.insert(member);
                self.build(member, &mut within)
            };
            paths.push(Path::Any(members.into_iter().map(build).collect()));
        }
        Path::All(paths)
    }
}

fn read_item(one: &Read<'_>) -> Option<(Part, Option<RecordId>, String)> {
    let stated = one.decimal("stated_availability").map(|share| share / Decimal::ONE_HUNDRED);
    let part = Part { named: one.named(), stated };
    Some((part, one.int("service"), group(one)))
}

fn group(one: &Read<'_>) -> String {
    one.text("redundancy_group").trim().to_lowercase()
}

/// Filters that name these records, so many at a time.
fn chunks(field: &str, ids: &BTreeSet<RecordId>, value: fn(RecordId) -> Value) -> Vec<Filter> {
    let ids: Vec<Value> = ids.iter().copied().map(value).collect();
    let filter = |some: &[Value]| Filter { field: field.to_owned(), test: Test::Is(some.to_vec()) };
    ids.chunks(ASKED_MAX).map(filter).collect()
}
