//! What is different between two texts, line by line.

/// A line of two texts laid side by side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line<'a> {
    /// It stands in both.
    Same(&'a str),
    /// It stands in the first one only.
    Gone(&'a str),
    /// It stands in the second one only.
    New(&'a str),
}

/// Longer texts are told as wholly different where they are not the same at the beginning and the end.
const CELLS_MAX: usize = 4_000_000;

/// The lines of both texts, with what is the same told once: the longest that both have in common, in order.
pub fn lines<'a>(before: &'a str, after: &'a str) -> Vec<Line<'a>> {
    let (mut old, mut new): (Vec<_>, Vec<_>) = (before.lines().collect(), after.lines().collect());
    let begin = old.iter().zip(&new).take_while(|(one, other)| one == other).count();
    let rest = old.len().min(new.len()) - begin;
    let end = old.iter().rev().zip(new.iter().rev());
    let end = end.take(rest).take_while(|(one, other)| one == other).count();
    let tail = old.split_off(old.len() - end);
    new.truncate(new.len() - end);
    let (head, old) = old.split_at(begin);
    let (_, new) = new.split_at(begin);
    let mut told: Vec<_> = head.iter().map(|line| Line::Same(line)).collect();
    told.extend(middle(old, new));
    told.extend(tail.into_iter().map(Line::Same));
    told
}

fn middle<'a>(old: &[&'a str], new: &[&'a str]) -> Vec<Line<'a>> {
    let width = new.len() + 1;
    let gone = || old.iter().map(|line| Line::Gone(line));
    let fresh = || new.iter().map(|line| Line::New(line));
    if (old.len() + 1).saturating_mul(width) > CELLS_MAX {
        return gone().chain(fresh()).collect();
    }
    // How many lines both have in common from here to the end.
    let mut common = vec![0_u32; (old.len() + 1) * width];
    let at = |common: &[u32], row: usize, column: usize| {
        common.get(row * width + column).copied().unwrap_or_default()
    };
    for (row, one) in old.iter().enumerate().rev() {
        for (column, other) in new.iter().enumerate().rev() {
            let best = if one == other {
                at(&common, row + 1, column + 1) + 1
            } else {
                at(&common, row + 1, column).max(at(&common, row, column + 1))
            };
            if let Some(cell) = common.get_mut(row * width + column) {
                *cell = best;
            }
        }
    }
    let (mut told, mut row, mut column) = (Vec::new(), 0, 0);
    loop {
        match (old.get(row), new.get(column)) {
            (Some(one), Some(other)) if one == other => {
                told.push(Line::Same(one));
                (row, column) = (row + 1, column + 1);
            }
            (Some(one), other)
                if other.is_none()
                    || at(&common, row + 1, column) >= at(&common, row, column + 1) =>
            {
                told.push(Line::Gone(one));
                row += 1;
            }
            (_, Some(other)) => {
                told.push(Line::New(other));
                column += 1;
            }
            _ => return told,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{
        Line::{Gone, New, Same},
        lines,
    };

    #[test]
    fn what_is_the_same_is_told_once() {
        let told = lines("a\nb\nc\nd", "a\nc\nx\nd");
        assert_eq!(told, [Same("a"), Gone("b"), Same("c"), New("x"), Same("d")]);
        assert_eq!(lines("a", "a"), [Same("a")]);
        assert_eq!(lines("", "a\nb"), [New("a"), New("b")]);
        assert_eq!(lines("a\na", "a"), [Same("a"), Gone("a")]);
    }

    #[test]
    fn very_long_texts_are_told_without_looking_for_what_they_have_in_common() {
        let long = |word: &str| {
            (0..3_000).map(|line| format!("{word} {line}")).collect::<Vec<_>>().join("\n")
        };
        let (one, other) = (long("one"), long("other"));
        let told = lines(&one, &other);
        assert_eq!(told.len(), 6_000);
        assert!(matches!(told.first(), Some(Gone("one 0"))));
    }
}
