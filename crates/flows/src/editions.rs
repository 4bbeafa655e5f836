//! Editions: when the next edition of a document is published, or that of a process approved, the one that it names as
//! the edition before gives way. Until then that one holds, so that there is never a time without any.
use gemba_desk::{Command, DueDone, DueWork, Flow, Refused, Saving, World};
use gemba_vocabulary::Value;

/// The editions of one desk. It remembers nothing.
#[derive(Debug, Default)]
pub struct Editions;

const TOPIC: &str = "editions";

/// A kind that is kept in editions.
struct Sort {
    kind: &'static str,
    /// The verb by which an edition begins to hold, and the state in which it does.
    begins: (&'static str, &'static str),
    /// The verb by which the one before gives way.
    gives_way: &'static str,
}

const SORTS: [Sort; 2] = [
    Sort { kind: "document", begins: ("publish", "published"), gives_way: "new_version" },
    Sort { kind: "process", begins: ("approve", "in_force"), gives_way: "supersede" },
];

impl Flow for Editions {
    fn before_save(&self, world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
        let kind = saving.view.def.name;
        let begins = SORTS.iter().any(|sort| (sort.kind, sort.begins.0) == (kind, saving.verb));
        if begins && !saving.value("previous").is_none() {
            saving.plan(TOPIC, Some(world.now()));
        }
        Ok(())
    }

    fn topic(&self) -> &'static str {
        TOPIC
    }

    fn due(&self, world: &mut World<'_>, work: &DueWork) -> Result<DueDone, Refused> {
        let mut done = DueDone::default();
        let Some(sort) = SORTS.iter().find(|sort| sort.kind == work.kind) else { return Ok(done) };
        let view = world.view(sort.kind)?;
        let Some(edition) = world.record(sort.kind, work.record)? else { return Ok(done) };
        let Value::Ref(previous) = *view.value(&edition, "previous") else { return Ok(done) };
        let Some(before) = world.record(sort.kind, previous)? else { return Ok(done) };
        if edition.state == sort.begins.1 && before.state == sort.begins.1 {
            let note = format!("{} took its place.", view.def.number(edition.id));
            done.commands
                .push(Command::verb(sort.kind, before.id, sort.gives_way).with_note(&note));
        }
        Ok(done)
    }

    fn was_saved(&self, _: &str) {}
}
