//! Watchers: people who want to know what becomes of a record.
use gemba_model::{FieldFault, Kind, Situation, library::fault_unless};
use gemba_vocabulary::{
    Ref,
    actor::{Actor, Role},
    kind,
};

/// Somebody who wants to know what becomes of a record that is not theirs to work on.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "WAT", clause = "7.4", title = "name", menu = Hidden, settle = settle)]
pub struct Watcher {
    /// The kind of the record that is watched.
    #[field(filtered, visible)]
    pub parent_kind: String,
    /// The number of the record that is watched.
    #[field(filtered, visible)]
    pub parent: i64,
    /// Who watches it. Empty takes whoever adds it.
    #[field(filtered, visible, scope = Requester)]
    pub person: Option<Ref<kind::Person>>,
    /// The record and the number of the person, in words: nobody watches a record twice.
    #[field(computed, unique)]
    pub name: Option<String>,
}

/// Those who work on records, and may say who else should hear of them.
const WORK: &[Role] = &[Role::Administrator, Role::ServiceManager, Role::ProcessOwner, Role::Agent];

fn settle(me: &mut Watcher, _: Option<&Watcher>, now: &Situation<'_>) -> Result<(), FieldFault> {
    fault_unless(me.parent > 0, "parent", "must be the number of the record to watch")?;
    me.person = me.person.or_else(|| now.actor.person.map(Ref::new));
    let Some(person) = me.person else {
        return Err(FieldFault::new("person", "is required"));
    };
    let may_add = now.actor.person == Some(person.id) || works_here(now.actor);
    fault_unless(may_add, "person", "must be you: only those who work on records add others")?;
    let words = me.parent_kind.replace('_', " ");
    me.name = Some(format!("{words} {} watched by person {}", me.parent, person.id));
    Ok(())
}

fn works_here(actor: &Actor) -> bool {
    WORK.iter().any(|role| actor.is(*role))
}

#[cfg(test)]
mod tests {
    use crate::story::Story;
    use gemba_vocabulary::actor::Role;

    #[test]
    fn whoever_asks_becomes_the_watcher_and_can_stop() {
        let fields = [("parent_kind", "incident"), ("parent", "12"), ("person", "3")];
        let mut story = Story::saved("watcher", &fields);
        assert_eq!(story.holds("name"), "incident 12 watched by person 3");
        story.take("retire", &[]).unwrap();
        assert_eq!(story.state(), "retired");
    }

    #[test]
    fn who_does_not_work_on_records_watches_for_themselves_alone() {
        let fields = |person| [("parent_kind", "incident"), ("parent", "12"), ("person", person)];
        for role in [Role::Approver, Role::Auditor, Role::Requester, Role::CustomerContact] {
            let mut story = Story::of("watcher");
            let refusal = story.by(2, &[role]).save(&fields("3")).unwrap_err();
            assert!(refusal.starts_with("Person must be you"), "{role:?}: {refusal}");
            story.save(&fields("2")).unwrap();
            assert_eq!(story.holds("name"), "incident 12 watched by person 2");
        }
        Story::of("watcher").by(2, &[Role::Approver, Role::Agent]).save(&fields("3")).unwrap();
    }
}
