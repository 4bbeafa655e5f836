//! Collisions: changes that are planned for the same time and touch the same, and times in which
//! nothing is changed. The one place of the rule; who reads the records stands elsewhere.
use crate::{RecordId, calendar::Span};
use std::collections::{BTreeMap, BTreeSet};

/// A change with its time, and what it touches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// The change.
    pub change: RecordId,
    /// From when until when it is worked on.
    pub span: Span,
    /// The services that it changes or interrupts.
    pub services: BTreeSet<RecordId>,
    /// The configuration items that it changes.
    pub items: BTreeSet<RecordId>,
    /// The items that are related to those, one step away.
    pub related: BTreeSet<RecordId>,
}

/// A time in which nothing is changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Freeze {
    /// The window.
    pub window: RecordId,
    /// From when until when.
    pub span: Span,
    /// The services that stay as they are; none means all.
    pub services: BTreeSet<RecordId>,
    /// The changes that are let through.
    pub exceptions: BTreeSet<RecordId>,
}

/// What stands in the way of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Obstacle {
    /// Another change.
    Change(RecordId),
    /// A freeze window.
    Freeze(RecordId),
}

/// What both touch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shared {
    /// The same configuration item.
    Item(RecordId),
    /// An item of the one that is related to an item of the other.
    Related(RecordId),
    /// The same service.
    Service(RecordId),
    /// Everything stands still.
    Everything,
}

/// Something that is planned for the same time and touches the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Collision {
    /// What stands in the way.
    pub with: Obstacle,
    /// The time that both take.
    pub span: Span,
    /// What both touch: the closest first.
    pub shared: Vec<Shared>,
}

/// What stands in the way of a change: other changes whose time overlaps and that touch the same
/// item, a related one or the same service, and freeze windows. Spans that only meet do not overlap.
pub fn collisions<'a>(
    planned: &Planned,
    others: impl IntoIterator<Item = &'a Planned>,
    freezes: &[Freeze],
) -> Vec<Collision> {
    let others = others.into_iter().filter(|other| other.change != planned.change);
    let changes = others.filter_map(|other| collision(planned, other));
    let freezes = freezes.iter().filter_map(|freeze| frozen(planned, freeze));
    changes.chain(freezes).collect()
}

/// The changes of a calendar that collide with another one or with a freeze window, each with what
/// stands in its way. Looks at neighbours in time only, so that ten thousand changes are no burden.
pub fn all_collisions(
    planned: &[Planned],
    freezes: &[Freeze],
) -> BTreeMap<RecordId, Vec<Collision>> {
    let mut in_order: Vec<_> = planned.iter().collect();
    in_order.sort_by_key(|one| (one.span.from, one.change));
    let mut found: BTreeMap<RecordId, Vec<Collision>> = BTreeMap::new();
    let mut running: Vec<&Planned> = Vec::new();
    for one in in_order {
        running.retain(|other| other.span.to > one.span.from);
        for other in &running {
            if let (Some(mine), Some(theirs)) = (collision(one, other), collision(other, one)) {
                found.entry(one.change).or_default().push(mine);
                found.entry(other.change).or_default().push(theirs);
            }
        }
        let frozen = freezes.iter().filter_map(|freeze| frozen(one, freeze));
        let mut frozen = frozen.peekable();
        if frozen.peek().is_some() {
            found.entry(one.change).or_default().extend(frozen);
        }
        running.push(one);
    }
    found
}

fn overlap(one: Span, other: Span) -> Option<Span> {
    let span = Span { from: one.from.max(other.from), to: one.to.min(other.to) };
    (span.from < span.to).then_some(span)
}

fn collision(one: &Planned, other: &Planned) -> Option<Collision> {
    let span = overlap(one.span, other.span)?;
    let mut shared: Vec<_> =
        one.items.intersection(&other.items).copied().map(Shared::Item).collect();
    let known = |one: &Planned, other: &Planned| -> BTreeSet<_> {
        one.related.intersection(&other.items).copied().collect()
    };
    let mut near = known(one, other);
    if near.is_empty() {
        near = known(other, one);
    }
    near.retain(|item| !shared.contains(&Shared::Item(*item)));
    shared.extend(near.into_iter().map(Shared::Related));
    shared.extend(one.services.intersection(&other.services).copied().map(Shared::Service));
    let with = Obstacle::Change(other.change);
    (!shared.is_empty()).then_some(Collision { with, span, shared })
}

fn frozen(planned: &Planned, freeze: &Freeze) -> Option<Collision> {
    let span = overlap(planned.span, freeze.span)?;
    if freeze.exceptions.contains(&planned.change) {
        return None;
    }
    let shared: Vec<_> = if freeze.services.is_empty() {
        vec![Shared::Everything]
    } else {
        planned.services.intersection(&freeze.services).copied().map(Shared::Service).collect()
    };
    let with = Obstacle::Freeze(freeze.window);
    (!shared.is_empty()).then_some(Collision { with, span, shared })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn span(from: i64, to: i64) -> Span {
        let at = |hour: i64| jiff::Timestamp::from_second(hour * 3_600).unwrap();
        Span { from: at(from), to: at(to) }
    }

    fn planned(change: RecordId, from: i64, to: i64) -> Planned {
        Planned {
            change,
            span: span(from, to),
            services: BTreeSet::new(),
            items: BTreeSet::new(),
            related: BTreeSet::new(),
        }
    }

    fn on_item(change: RecordId, from: i64, to: i64, item: RecordId) -> Planned {
        Planned { items: BTreeSet::from([item]), ..planned(change, from, to) }
    }

    #[test]
    fn the_same_item_at_the_same_time_collides_and_one_after_the_other_does_not() {
        let mine = on_item(1, 20, 22, 7);
        let found = collisions(&mine, &[on_item(2, 21, 23, 7)], &[]);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].with, Obstacle::Change(2));
        assert_eq!(found[0].span, span(21, 22), "the time that both take");
        assert_eq!(found[0].shared, [Shared::Item(7)]);
        assert!(collisions(&mine, &[on_item(2, 22, 23, 7)], &[]).is_empty(), "they only meet");
        assert!(collisions(&mine, &[on_item(2, 21, 23, 8)], &[]).is_empty(), "another item");
        assert!(collisions(&mine, std::slice::from_ref(&mine), &[]).is_empty(), "with itself");
    }

    #[test]
    fn related_items_and_the_same_service_collide_too() {
        let mine = Planned { related: BTreeSet::from([9]), ..on_item(1, 20, 22, 7) };
        let found = collisions(&mine, &[on_item(2, 20, 22, 9)], &[]);
        assert_eq!(found[0].shared, [Shared::Related(9)]);
        let other_way = collisions(&on_item(2, 20, 22, 9), &[mine], &[]);
        assert_eq!(other_way[0].shared, [Shared::Related(9)], "whoever of the two knows it");
        let service = |change| Planned { services: BTreeSet::from([3]), ..planned(change, 20, 22) };
        assert_eq!(collisions(&service(1), &[service(2)], &[])[0].shared, [Shared::Service(3)]);
    }

    #[test]
    fn a_freeze_stops_all_services_or_some_and_lets_its_exceptions_through() {
        let mine = Planned { services: BTreeSet::from([3]), ..planned(1, 20, 22) };
        let freeze = |services: &[RecordId], exceptions: &[RecordId]| Freeze {
            window: 5,
            span: span(0, 24),
            services: services.iter().copied().collect(),
            exceptions: exceptions.iter().copied().collect(),
        };
        let stopped = |freeze: Freeze| {
            let found = collisions(&mine, &[], &[freeze]);
            found.into_iter().flat_map(|one| one.shared).collect::<Vec<_>>()
        };
        assert_eq!(stopped(freeze(&[], &[])), [Shared::Everything]);
        assert_eq!(stopped(freeze(&[3, 4], &[])), [Shared::Service(3)]);
        assert_eq!(stopped(freeze(&[4], &[])), []);
        assert_eq!(stopped(freeze(&[], &[1])), []);
    }

    proptest! {
        /// The sweep over a whole calendar finds what looking at each change alone finds.
        #[test]
        fn the_sweep_finds_what_each_alone_finds(
            slots in proptest::collection::vec((0i64..40, 1i64..6, 1i64..5, 1i64..5), 0..40),
            freeze in (0i64..40, 1i64..6, 0i64..4),
        ) {
            let changes: Vec<_> = (1..).zip(slots).map(|(change, (from, hours, item, service))| {
                let related = BTreeSet::from([item % 4 + 1]);
                let services = BTreeSet::from([service]);
                Planned { services, related, ..on_item(change, from, from + hours, item) }
            }).collect();
            let freezes = [Freeze {
                window: 1,
                span: span(freeze.0, freeze.0 + freeze.1),
                services: BTreeSet::from([freeze.2]),
                exceptions: BTreeSet::from([2]),
            }];
            let mut swept = all_collisions(&changes, &freezes);
            for change in &changes {
                let mut alone = collisions(change, &changes, &freezes);
                let mut found = swept.remove(&change.change).unwrap_or_default();
                alone.sort_by_key(|one| one.with);
                found.sort_by_key(|one| one.with);
                prop_assert_eq!(alone, found);
            }
            prop_assert!(swept.is_empty());
        }
    }
}
