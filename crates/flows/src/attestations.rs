//! What is confirmed about a requirement names one that the edition has, or a set of one's own.
use gemba_conformity::{Edition, Wordings, own};
use gemba_desk::{DueDone, DueWork, Flow, Refused, Saving, World};
use gemba_model::{FieldFault, check::EvidenceFault};
use gemba_vocabulary::Value;

/// Looks at what is confirmed. It remembers nothing.
#[derive(Debug, Default)]
pub struct Attestations;

const KIND: &str = "attestation";

impl Flow for Attestations {
    fn before_save(&self, world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
        if saving.view.def.name != KIND || saving.before.is_some() {
            return Ok(());
        }
        let text =
            |field: &str| saving.value(field).as_text().unwrap_or_default().trim().to_owned();
        let (name, requirement) = (text("edition"), text("requirement"));
        let failed = |fault: EvidenceFault| Refused::Failed(fault.0);
        let edition = match Edition::named(&name) {
            Ok(edition) => edition,
            Err(fault) => {
                let set = own::set_named(&name, &world.evidence()).map_err(failed)?;
                let set = set.filter(|set| set.state != "retired").ok_or_else(|| {
                    let fault = fault.to_string();
                    let said = fault.trim_end_matches('.');
                    FieldFault::new(
                        "edition",
                        format!("is neither a set of your own nor one that Gemba knows: {said}"),
                    )
                })?;
                // Readiness looks for the name, whatever the set was asked for by.
                saving.set("edition", Value::Text(set.name.clone()));
                let all = own::requirements(set.record, &world.evidence()).map_err(failed)?;
                let is_asked = all.iter().any(|one| one.asked.id == requirement);
                return known(is_asked, &format!("“{}”", set.name));
            }
        };
        let is_listed = edition.requirement(&requirement).is_some();
        let mut is_added = || -> Result<bool, Refused> {
            let wordings = Wordings::of(edition.name, &world.evidence()).map_err(failed)?;
            Ok(wordings.about(&requirement).is_some_and(|one| one.verdict == "added"))
        };
        known(is_listed || is_added()?, &format!("the edition of {}", edition.name))
    }

    fn topic(&self) -> &'static str {
        KIND
    }

    fn due(&self, _: &mut World<'_>, _: &DueWork) -> Result<DueDone, Refused> {
        Ok(DueDone::default())
    }

    fn was_saved(&self, _: &str) {}
}

fn known(is_known: bool, of: &str) -> Result<(), Refused> {
    if is_known {
        return Ok(());
    }
    let said = format!("is no requirement of {of}: look it up under “Readiness”");
    Err(FieldFault::new("requirement", said).into())
}
