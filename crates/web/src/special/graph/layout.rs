//! Where the boxes of a graph stand: one layer for each depth, what a record depends on to its left, what depends on it
//! to its right. Boxes never lie over one another; a layer that would grow too tall gets several columns.
use std::{collections::BTreeMap, fmt::Write as _};

/// How wide a box is.
pub const BOX_WIDTH: i32 = 176;
/// How tall a box is.
pub const BOX_HEIGHT: i32 = 38;
const ROW: i32 = 48;
const COLUMN: i32 = 190;
/// What lies between two layers, for the lines.
const BETWEEN: i32 = 56;
const MARGIN: i32 = 12;
/// How far lines keep from the boxes they pass.
const ASIDE: i32 = 7;
const ROWS_MAX: usize = 24;

/// A box to be placed.
#[derive(Clone, Debug)]
pub struct Placing {
    /// Its layer: 0 in the middle, negative to the left.
    pub layer: i32,
    /// The box, among those to be placed, that it is reached from.
    pub before: Option<usize>,
    /// What it is sorted by among its like.
    pub title: String,
}

/// Where a box stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Its left edge.
    pub x: i32,
    /// Its upper edge.
    pub y: i32,
    /// The left edge of its layer.
    layer_left: i32,
    /// The right edge of its layer.
    layer_right: i32,
}

/// Where everything stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// Each box, in the order given.
    pub boxes: Vec<Place>,
    /// How wide the picture is.
    pub width: i32,
    /// How tall it is.
    pub height: i32,
}

/// Places the boxes.
pub fn layout(placing: &[Placing]) -> Layout {
    let mut layers = BTreeMap::<i32, Vec<usize>>::new();
    for (at, one) in placing.iter().enumerate() {
        layers.entry(one.layer).or_default().push(at);
    }
    let places = sorted(placing, &mut layers);
    let rows_of = |count: usize| count.div_ceil(count.div_ceil(ROWS_MAX).max(1));
    let tallest = layers.values().map(|layer| rows_of(layer.len())).max().unwrap_or(1);
    let height = number(tallest) * ROW;
    let mut boxes = vec![Place::default(); placing.len()];
    let mut x = MARGIN;
    for layer in layers.values() {
        let rows = rows_of(layer.len());
        let top = MARGIN + (height - number(rows) * ROW) / 2;
        let columns = number(layer.len().div_ceil(rows.max(1)));
        let layer_right = x + (columns - 1) * COLUMN + BOX_WIDTH;
        for at in layer {
            let place = places.get(at).copied().unwrap_or_default();
            let (column, row) = (place / rows.max(1), place % rows.max(1));
            if let Some(slot) = boxes.get_mut(*at) {
                let (left, y) = (x + number(column) * COLUMN, top + number(row) * ROW);
                *slot = Place { x: left, y, layer_left: x, layer_right };
            }
        }
        x += columns * COLUMN + BETWEEN;
    }
    Layout { boxes, width: x - BETWEEN + MARGIN, height: height + 2 * MARGIN }
}

/// Sorts each layer so that boxes stand near the one they are reached from, from the middle outwards; tells the place
/// of each box within its layer.
fn sorted(placing: &[Placing], layers: &mut BTreeMap<i32, Vec<usize>>) -> BTreeMap<usize, usize> {
    let mut places = BTreeMap::new();
    let mut order: Vec<i32> = layers.keys().copied().collect();
    order.sort_by_key(|layer| layer.unsigned_abs());
    for layer in order {
        let Some(members) = layers.get_mut(&layer) else { continue };
        members.sort_by_key(|at| {
            let one = placing.get(*at);
            let before = one.and_then(|one| one.before).and_then(|before| places.get(&before));
            (before.copied().unwrap_or_default(), one.map(|one| one.title.clone()))
        });
        places.extend(members.iter().copied().zip(0..));
    }
    places
}

fn number(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX / COLUMN / 4)
}

/// The line from one box to another, as the path of an SVG. It runs between the boxes, never through one that stands
/// in a layer of either end.
pub fn line(from: Place, to: Place) -> String {
    let is_right = from.x <= to.x;
    let (left, right) = if is_right { (from, to) } else { (to, from) };
    let (out, into) = (left.x + BOX_WIDTH, right.x);
    let middle = |place: Place| place.y + BOX_HEIGHT / 2;
    let (y1, y2) = (middle(left), middle(right));
    if left.x == right.x {
        let bow = out + BETWEEN / 2;
        return format!("M{out} {}C{bow} {0} {bow} {1} {out} {1}", middle(from), middle(to));
    }
    let is_near = out == left.layer_right && into == right.layer_left;
    if is_near && left.layer_left != right.layer_left {
        let (x1, x2) = if is_right { (out, into) } else { (into, out) };
        let (y1, y2) = (middle(from), middle(to));
        let bend = (x2 - x1) / 2;
        return format!("M{x1} {y1}C{} {y1} {} {y2} {x2} {y2}", x1 + bend, x2 - bend);
    }
    let mut points = vec![(out, y1)];
    if out == left.layer_right || left.layer_left == right.layer_left {
        points.push((out + ASIDE, y1));
    } else {
        let gutter = left.y - ASIDE + 2;
        points.extend([(out + ASIDE, y1), (out + ASIDE, gutter)]);
        points.push((left.layer_right + BETWEEN / 2, gutter));
    }
    if into == right.layer_left && left.layer_left != right.layer_left {
        points.push((into - BETWEEN / 2, points.last().map_or(y1, |last| last.1)));
        points.push((into - BETWEEN / 2, y2));
    } else {
        let gutter = right.y - ASIDE + 2;
        let x = points.last().map_or(out, |last| last.0);
        points.extend([(x, gutter), (into - ASIDE, gutter), (into - ASIDE, y2)]);
    }
    points.push((into, y2));
    if !is_right {
        points.reverse();
    }
    let mut path = String::new();
    for (at, (x, y)) in points.into_iter().enumerate() {
        let _ = write!(path, "{}{x} {y}", if at == 0 { "M" } else { "L" });
    }
    path
}

/// As much of a text as fits into so many letters: its beginning and its end, since that is where names differ. Wide
/// letters count twice.
pub fn fitted(text: &str, letters_max: usize) -> String {
    let width = |letter: char| if u32::from(letter) >= 0x1100 { 2 } else { 1 };
    if text.chars().map(width).sum::<usize>() <= letters_max {
        return text.to_owned();
    }
    let cut = |letters: &mut dyn Iterator<Item = char>, most: usize| {
        let mut used = 0;
        let fits = letters.take_while(|letter| {
            used += width(*letter);
            used <= most
        });
        fits.collect::<Vec<char>>()
    };
    let half = letters_max.saturating_sub(1) / 2;
    let first: String = cut(&mut text.chars(), half).into_iter().collect();
    let last: String = cut(&mut text.chars().rev(), half).into_iter().rev().collect();
    format!("{}…{}", first.trim_end(), last.trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn placing(layer: i32, before: Option<usize>, title: &str) -> Placing {
        Placing { layer, before, title: title.to_owned() }
    }

    #[test]
    fn three_hundred_boxes_stand_apart_and_within_the_picture() {
        let mut all = vec![placing(0, None, "switch")];
        for at in 0..299_usize {
            let layer = [1, 1, 1, 2, 2, 3, -1, -1, -2][at % 9];
            all.push(placing(layer, Some(at / 3), &format!("host-{at:03}")));
        }
        let layout = layout(&all);
        for (at, Place { x, y, .. }) in layout.boxes.iter().enumerate() {
            assert!(*x >= 0 && x + BOX_WIDTH <= layout.width, "{at} leaves the picture sideways");
            assert!(*y >= 0 && y + BOX_HEIGHT <= layout.height, "{at} leaves it up or down");
            for other in layout.boxes.iter().skip(at + 1) {
                let apart = (x - other.x).abs() >= BOX_WIDTH || (y - other.y).abs() >= BOX_HEIGHT;
                assert!(apart, "two boxes lie over one another at {x}, {y}");
            }
        }
        let rows = i32::try_from(ROWS_MAX).unwrap();
        assert!(layout.height <= rows * ROW + 2 * MARGIN, "it fits on two screens");
    }

    #[test]
    fn layers_stand_from_left_to_right_and_boxes_near_where_they_come_from() {
        let all = [
            placing(0, None, "me"),
            placing(1, Some(0), "b"),
            placing(1, Some(0), "a"),
            placing(2, Some(1), "x"),
            placing(2, Some(2), "y"),
            placing(-1, Some(0), "below"),
        ];
        let at = layout(&all).boxes;
        assert!(at[5].x < at[0].x && at[0].x < at[1].x && at[1].x < at[3].x);
        assert!(at[2].y < at[1].y, "a stands over b");
        assert!(at[4].y < at[3].y, "what comes from a stands over what comes from b");
    }

    /// The points of a line of straight parts; nothing for a bow.
    fn points(path: &str) -> Option<Vec<(i32, i32)>> {
        let path = path.strip_prefix('M').filter(|path| !path.contains('C'))?;
        let point = |text: &str| {
            let (x, y) = text.split_once(' ').unwrap();
            (x.parse().unwrap(), y.parse().unwrap())
        };
        Some(path.split('L').map(point).collect())
    }

    #[test]
    fn lines_of_a_wide_layer_run_between_its_boxes_and_not_through_them() {
        let mut all = vec![placing(0, None, "site")];
        all.extend((0..140).map(|at| placing(1, Some(0), &format!("port-{at:03}"))));
        let layout = layout(&all);
        let mut seen = 0;
        for to in layout.boxes.iter().skip(1) {
            let there = line(layout.boxes[0], *to);
            let Some(points) = points(&there) else { continue };
            seen += 1;
            for pair in points.windows(2) {
                let ((x1, y1), (x2, y2)) = (pair[0], pair[1]);
                for other in layout.boxes.iter().skip(1) {
                    let across = x1.min(x2) < other.x + BOX_WIDTH && x1.max(x2) > other.x;
                    let along = y1.min(y2) < other.y + BOX_HEIGHT && y1.max(y2) > other.y;
                    assert!(!(across && along), "{there} runs through {other:?}");
                }
            }
            let mut back = super::tests::points(&line(*to, layout.boxes[0])).unwrap();
            back.reverse();
            assert_eq!(back, points, "the way back is the same");
        }
        assert!(seen > 100, "most stand behind others: {seen}");
    }

    #[test]
    fn long_names_are_cut_where_the_box_ends() {
        assert_eq!(fitted("mail-1", 22), "mail-1");
        assert_eq!(fitted("a very long name of a server", 13), "a very…server");
        assert_eq!(fitted("日本語の名前", 9), "日本…名前");
    }
}
