//! Where the boxes of a graph stand: one layer for each depth, what a record depends on to its left, what depends on it
//! to its right. Boxes never lie over one another; a layer that would grow too tall gets several columns.
use std::collections::BTreeMap;

/// How wide a box is.
pub const BOX_WIDTH: i32 = 176;
/// How tall a box is.
pub const BOX_HEIGHT: i32 = 38;
const ROW: i32 = 48;
const COLUMN: i32 = 190;
/// What lies between two layers, for the lines.
const BETWEEN: i32 = 56;
const MARGIN: i32 = 12;
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

/// Where everything stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// The upper left corner of each box, in the order given.
    pub boxes: Vec<(i32, i32)>,
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
    let mut boxes = vec![(0, 0); placing.len()];
    let mut x = MARGIN;
    for layer in layers.values() {
        let rows = rows_of(layer.len());
        let top = MARGIN + (height - number(rows) * ROW) / 2;
        for at in layer {
            let place = places.get(at).copied().unwrap_or_default();
            let (column, row) = (place / rows.max(1), place % rows.max(1));
            if let Some(slot) = boxes.get_mut(*at) {
                *slot = (x + number(column) * COLUMN, top + number(row) * ROW);
            }
        }
        x += number(layer.len().div_ceil(rows.max(1))) * COLUMN + BETWEEN;
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

/// The line from one box to another, as the path of an SVG.
pub fn line(from: (i32, i32), to: (i32, i32)) -> String {
    let middle = BOX_HEIGHT / 2;
    let (y1, y2) = (from.1 + middle, to.1 + middle);
    if from.0 == to.0 {
        let (x1, x2) = (from.0 + BOX_WIDTH, to.0 + BOX_WIDTH);
        let out = x1 + BETWEEN / 2;
        return format!("M{x1} {y1}C{out} {y1} {out} {y2} {x2} {y2}");
    }
    let is_right = from.0 < to.0;
    let (x1, x2) = if is_right { (from.0 + BOX_WIDTH, to.0) } else { (from.0, to.0 + BOX_WIDTH) };
    let bend = (x2 - x1) / 2;
    format!("M{x1} {y1}C{} {y1} {} {y2} {x2} {y2}", x1 + bend, x2 - bend)
}

/// As much of a text as fits into so many letters; wide letters count twice.
pub fn fitted(text: &str, letters_max: usize) -> String {
    let width = |letter: char| if u32::from(letter) >= 0x1100 { 2 } else { 1 };
    if text.chars().map(width).sum::<usize>() <= letters_max {
        return text.to_owned();
    }
    let (mut cut, mut used) = (String::new(), 1);
    for letter in text.chars() {
        used += width(letter);
        if used > letters_max {
            break;
        }
        cut.push(letter);
    }
    format!("{}…", cut.trim_end())
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
        for (at, (x, y)) in layout.boxes.iter().enumerate() {
            assert!(*x >= 0 && x + BOX_WIDTH <= layout.width, "{at} leaves the picture sideways");
            assert!(*y >= 0 && y + BOX_HEIGHT <= layout.height, "{at} leaves it up or down");
            for (other_x, other_y) in layout.boxes.iter().skip(at + 1) {
                let apart = (x - other_x).abs() >= BOX_WIDTH || (y - other_y).abs() >= BOX_HEIGHT;
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
        assert!(at[5].0 < at[0].0 && at[0].0 < at[1].0 && at[1].0 < at[3].0);
        assert!(at[2].1 < at[1].1, "a stands over b");
        assert!(at[4].1 < at[3].1, "what comes from a stands over what comes from b");
    }

    #[test]
    fn long_names_are_cut_where_the_box_ends() {
        assert_eq!(fitted("mail-1", 22), "mail-1");
        assert_eq!(fitted("a very long name of a server", 12), "a very long…");
        assert_eq!(fitted("日本語の名前", 8), "日本語…");
    }
}
