//! What an address names: a kind, a record, a field of it.
use crate::visit::Visit;
use gemba_desk::Refused;
use gemba_model::{FieldDef, Record, overlay::KindView};
use gemba_vocabulary::RecordId;
use std::sync::Arc;

/// The kind of that name.
pub fn kind(visit: &Visit, name: &str) -> Result<Arc<KindView>, Refused> {
    visit.desk.view(name).ok_or_else(|| Refused::Unknown(visit.text("problem-no-page")))
}

/// The kind of that name, if the reader may do the verb with it.
pub fn kind_for(visit: &Visit, name: &str, verb: &str) -> Result<Arc<KindView>, Refused> {
    let view = kind(visit, name)?;
    if visit.may(name, verb) {
        return Ok(view);
    }
    let plural = visit.texts.kind_plural(view.def).to_lowercase();
    let key = if verb == "create" { "may-not-create" } else { "may-not-change" };
    Err(Refused::Forbidden(visit.text_with(key, &[("kinds", plural.into())])))
}

/// The record that an address names by its number (`12` or `INC-000012`), if the reader may see it.
pub fn record(visit: &Visit, name: &str, id: &str) -> Result<(Arc<KindView>, Record), Refused> {
    let view = kind(visit, name)?;
    let id = id_of(visit, &view, id)?;
    let record = visit.desk.record(visit.actor(), name, id)?;
    Ok((view, record))
}

/// The number of a record as an address writes it.
pub fn id_of(visit: &Visit, view: &KindView, text: &str) -> Result<RecordId, Refused> {
    let number = || {
        let (prefix, id) = gemba_vocabulary::id::parse_number(text)?;
        (prefix == view.def.prefix).then_some(id)
    };
    let id = text.parse().ok().or_else(number);
    id.ok_or_else(|| Refused::Unknown(visit.text("problem-no-page")))
}

/// The fields that the reader sees of a kind, in the definition's order, those of the organization
/// last.
pub fn fields(visit: &Visit, view: &KindView) -> Vec<FieldDef> {
    visit.desk.visible_fields(visit.actor(), view.def.name)
}
