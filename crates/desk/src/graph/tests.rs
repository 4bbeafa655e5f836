//! The way through a graph, held against a plain search over the same edges.
use super::net::{Edge, Maker, Net, Node, Step, Walk, Way};
use gemba_model::Feels;
use std::collections::{BTreeMap, BTreeSet};

fn node(id: i64) -> Node {
    Node { kind: 0, id }
}

fn edge(maker: i64, from: i64, to: i64, feels: Feels) -> Edge {
    let maker = Maker { source: 0, id: maker };
    Edge { maker, from: node(from), to: node(to), by: "x", feels }
}

fn walk(net: &Net, from: i64, way: Way, depth_max: u32) -> Vec<Step> {
    let (uses, enters) = (|_: u16, _: &str| true, |_: Node| true);
    net.walk(node(from), &Walk { way, depth_max, uses: &uses, enters: &enters })
}

fn told(steps: &[Step]) -> Vec<(i64, u32)> {
    steps.iter().map(|step| (step.node.id, step.depth)).collect()
}

#[test]
fn trouble_passes_to_whoever_feels_it() {
    let mut net = Net::default();
    net.put(edge(1, 10, 20, Feels::From));
    net.put(edge(2, 20, 30, Feels::To));
    net.put(edge(3, 30, 40, Feels::Both));
    net.put(edge(4, 30, 50, Feels::Neither));
    assert_eq!(told(&walk(&net, 20, Way::Up, 9)), [(30, 1), (10, 1), (40, 2)]);
    assert_eq!(told(&walk(&net, 40, Way::Down, 9)), [(30, 1), (20, 2)]);
    assert_eq!(told(&walk(&net, 20, Way::Up, 1)), [(30, 1), (10, 1)]);
    assert_eq!(told(&walk(&net, 10, Way::Up, 9)), []);
    let sentences: Vec<_> = walk(&net, 20, Way::Up, 1).iter().map(|s| s.begins_here).collect();
    assert_eq!(sentences, [false, true], "20 is part of 30; 10 depends on 20");
}

#[test]
fn what_may_not_be_entered_is_no_way_through() {
    let mut net = Net::default();
    net.put(edge(1, 1, 2, Feels::To));
    net.put(edge(2, 2, 3, Feels::To));
    let (uses, enters) = (|_: u16, _: &str| true, |node: Node| node.id != 2);
    let walk = Walk { way: Way::Up, depth_max: 9, uses: &uses, enters: &enters };
    assert_eq!(net.walk(node(1), &walk), []);
}

/// A cheap sequence of numbers that look random.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> i64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i64::try_from((self.0 >> 33) % sides).unwrap()
    }
}

/// Depths by the plainest search there is.
fn plain(edges: &BTreeMap<i64, (i64, i64)>, from: i64) -> BTreeMap<i64, u32> {
    let mut depths = BTreeMap::from([(from, 0)]);
    let mut frontier = BTreeSet::from([from]);
    for depth in 1.. {
        let next: BTreeSet<i64> = edges
            .values()
            .filter(|(from, _)| frontier.contains(from))
            .map(|(_, to)| *to)
            .filter(|to| !depths.contains_key(to))
            .collect();
        if next.is_empty() {
            break;
        }
        depths.extend(next.iter().map(|to| (*to, depth)));
        frontier = next;
    }
    depths.remove(&from);
    depths
}

#[test]
fn however_edges_come_and_go_every_depth_is_the_shortest() {
    let mut dice = Dice(7);
    let (mut net, mut edges) = (Net::default(), BTreeMap::new());
    for _ in 0..400 {
        let maker = dice.roll(60);
        let (from, to) = (dice.roll(25), dice.roll(25));
        net.take(Maker { source: 0, id: maker });
        edges.remove(&maker);
        if dice.roll(4) > 0 && from != to {
            net.put(edge(maker, from, to, Feels::To));
            edges.insert(maker, (from, to));
        }
        assert_eq!(net.edges(), edges.len());
        let start = dice.roll(25);
        let steps = walk(&net, start, Way::Up, u32::MAX);
        let found: BTreeMap<_, _> = steps.iter().map(|step| (step.node.id, step.depth)).collect();
        assert_eq!(found, plain(&edges, start));
        for step in &steps {
            let before = step.before.map_or(0, |at| steps[at].depth);
            assert_eq!(step.depth, before + 1, "a path grows by one edge at a time");
        }
    }
}
