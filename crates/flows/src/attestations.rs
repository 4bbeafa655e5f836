//! What is confirmed about a requirement names one that the edition has.
use gemba_conformity::Edition;
use gemba_desk::{DueDone, DueWork, Flow, Refused, Saving, World};
use gemba_model::FieldFault;

/// Looks at what is confirmed. It remembers nothing.
#[derive(Debug, Default)]
pub struct Attestations;

const KIND: &str = "attestation";

impl Flow for Attestations {
    fn before_save(&self, _: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
        if saving.view.def.name != KIND || saving.before.is_some() {
            return Ok(());
        }
        let text =
            |field: &str| saving.value(field).as_text().unwrap_or_default().trim().to_owned();
        let edition = Edition::named(&text("edition")).map_err(|fault| {
            let fault = fault.to_string();
            let said = fault.trim_end_matches('.');
            FieldFault::new("edition", format!("is not one that Gemba knows: {said}"))
        })?;
        let requirement = text("requirement");
        if edition.requirement(&requirement).is_none() {
            let said = format!(
                "is no requirement of the edition of {}: look it up under “Readiness”",
                edition.name
            );
            return Err(FieldFault::new("requirement", said).into());
        }
        Ok(())
    }

    fn topic(&self) -> &'static str {
        KIND
    }

    fn due(&self, _: &mut World<'_>, _: &DueWork) -> Result<DueDone, Refused> {
        Ok(DueDone::default())
    }

    fn was_saved(&self, _: &str) {}
}
