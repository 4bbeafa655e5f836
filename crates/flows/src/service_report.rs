//! Service reports: when one is prepared, its figures are taken from the records and kept on it, as everybody reads
//! them on the sheet at that moment.
use gemba_desk::{DueDone, DueWork, Flow, Refused, Saving, World};
use gemba_figures::{Ask, sheet_named};
use gemba_model::check::Period;
use gemba_vocabulary::Value;

/// The reports of one desk. It remembers nothing.
#[derive(Debug, Default)]
pub struct ServiceReports;

const KIND: &str = "service_report";
const SHEET: &str = "service-report";

impl Flow for ServiceReports {
    fn before_save(&self, world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
        let is_taken = ["prepare", "refresh"].contains(&saving.verb);
        if saving.view.def.name != KIND || !is_taken {
            return Ok(());
        }
        let (Value::Date(from), Value::Date(until)) = (saving.value("from"), saving.value("until"))
        else {
            return Ok(());
        };
        let period = Period { from: *from, until: *until };
        let about = saving.value("customer").as_int();
        let Some(def) = sheet_named(SHEET) else { return Ok(()) };
        let ask = Ask { period, zone: world.zone(), about };
        let sheet = (def.read)(&world.evidence(), &ask);
        let sheet = sheet.map_err(|fault| Refused::Failed(fault.0))?;
        saving.set("content", Value::Struct(sheet.told(def, &ask)));
        saving.set("prepared_at", Value::Instant(world.now()));
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
