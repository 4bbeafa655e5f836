//! Watchers: people who want to know what becomes of a record.
use gemba_model::{FieldFault, Kind, Situation, library::fault_unless};
use gemba_vocabulary::{Ref, kind};

/// Somebody who wants to know what becomes of a record that is not theirs to work on.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "WAT", clause = "7.4", title = "name", menu = Hidden, settle = settle)]
pub struct Watcher {
    /// The kind of the record that is watched.
    #[field(filtered)]
    pub parent_kind: String,
    /// The number of the record that is watched.
    #[field(filtered)]
    pub parent: i64,
    /// Who watches it. Left empty it is whoever asks.
    #[field(filtered)]
    pub person: Option<Ref<kind::Person>>,
    /// The record and the number of the person, in words.
    #[field(computed)]
    pub name: Option<String>,
}

fn settle(me: &mut Watcher, _: Option<&Watcher>, now: &Situation<'_>) -> Result<(), FieldFault> {
    fault_unless(me.parent > 0, "parent", "must be the number of the record to watch")?;
    me.person = me.person.or_else(|| now.actor.person.map(Ref::new));
    fault_unless(me.person.is_some(), "person", "is required")?;
    let words = me.parent_kind.replace('_', " ");
    let person = me.person.map_or(0, |person| person.id);
    me.name = Some(format!("{words} {} watched by person {person}", me.parent));
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::story::Story;

    #[test]
    fn whoever_asks_becomes_the_watcher_and_can_stop() {
        let fields = [("parent_kind", "incident"), ("parent", "12"), ("person", "3")];
        let mut story = Story::saved("watcher", &fields);
        assert_eq!(story.holds("name"), "incident 12 watched by person 3");
        story.take("retire", &[]).unwrap();
        assert_eq!(story.state(), "retired");
    }
}
