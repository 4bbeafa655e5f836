//! Wording checks name requirements that there are, and a newer one takes the place of the one before.
use gemba_conformity::Edition;
use gemba_desk::{Command, DueDone, DueWork, Flow, Refused, Saving, World};
use gemba_model::{FieldFault, Record, filter::Filter};
use gemba_vocabulary::Value;

/// Looks at what was compared. It remembers nothing.
#[derive(Debug, Default)]
pub struct WordingFlow;

const KIND: &str = "wording_check";
const GIVEN: &str = "given";
/// More of one requirement than anybody makes.
const EARLIER_MAX: usize = 100;

impl Flow for WordingFlow {
    fn before_save(&self, world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
        if saving.view.def.name != KIND {
            return Ok(());
        }
        if saving.before.is_none() {
            names_a_requirement(saving)?;
        }
        let was_given = saving.before.is_some_and(|before| before.state == GIVEN);
        if saving.record.state == GIVEN && !was_given {
            let text = |field: &str| saving.value(field).as_text().unwrap_or_default().to_owned();
            let earlier = given(world, &text("requirement"), &text("edition"))?;
            if earlier.iter().any(|one| one.id != saving.record.id) {
                saving.plan(KIND, Some(world.now()));
            }
        }
        Ok(())
    }

    fn topic(&self) -> &'static str {
        KIND
    }

    /// Takes back what counted before; one that counts no longer itself takes nothing's place.
    fn due(&self, world: &mut World<'_>, work: &DueWork) -> Result<DueDone, Refused> {
        let mut done = DueDone::default();
        let view = world.view(KIND)?;
        let Some(newest) = world.record(KIND, work.record)? else { return Ok(done) };
        if newest.state != GIVEN {
            return Ok(done);
        }
        let text =
            |field: &str| view.value(&newest, field).as_text().unwrap_or_default().to_owned();
        for one in given(world, &text("requirement"), &text("edition"))? {
            // What was proposed earlier may have been approved later, and then it is the newer one.
            let key = |one: &Record| (one.updated_at, one.id);
            if one.id != newest.id && key(&one) < key(&newest) {
                let note = format!("{} took its place.", view.def.number(newest.id));
                done.commands.push(Command::verb(KIND, one.id, "withdraw").with_note(&note));
            }
        }
        Ok(done)
    }

    fn was_saved(&self, _: &str) {}
}

fn given(world: &mut World<'_>, requirement: &str, edition: &str) -> Result<Vec<Record>, Refused> {
    let text = |field: &str, text: &str| Filter::is(field, Value::Text(text.to_owned()));
    let filters =
        [text("state", GIVEN), text("requirement", requirement), text("edition", edition)];
    world.find(KIND, &filters, EARLIER_MAX)
}

fn names_a_requirement(saving: &mut Saving<'_>) -> Result<(), Refused> {
    let text = |field: &str| saving.value(field).as_text().unwrap_or_default().trim().to_owned();
    let edition = Edition::named(&text("edition")).map_err(|fault| {
        let fault = fault.to_string();
        let said = fault.trim_end_matches('.');
        FieldFault::new("edition", format!("is not one that Gemba knows: {said}"))
    })?;
    let requirement = text("requirement");
    let is_listed = edition.requirement(&requirement).is_some();
    let fault = match (text("verdict").as_str(), is_listed) {
        ("added", true) => "is in our list: say that our words agree, or put them right".to_owned(),
        ("added", false) | (_, true) => return Ok(()),
        _ => format!("is no requirement of the edition of {}", edition.name),
    };
    Err(FieldFault::new("requirement", fault).into())
}
