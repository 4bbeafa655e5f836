//! What the organization added to the kinds: records of the kind `custom_field`, laid over the definitions.
use crate::Refused;
use gemba_model::{
    AnyKind, Record,
    overlay::{Addition, KindView},
};
use gemba_store::{Db, records, schema};
use std::collections::BTreeSet;

/// The kind whose records are the overlay.
pub(crate) const KIND: &str = "custom_field";

/// Reads every kind with the organization's additions laid on.
pub(crate) fn views(
    db: &mut dyn Db,
    faces: &'static [&'static dyn AnyKind],
) -> Result<Vec<KindView>, Refused> {
    let mut views: Vec<_> = faces.iter().map(|face| KindView::plain(*face)).collect();
    let names: BTreeSet<_> = faces.iter().map(|face| face.def().name).collect();
    let Some(own) = views.iter().find(|view| view.def.name == KIND).cloned() else {
        return Ok(views);
    };
    let open = gemba_model::filter::Filter::is("open", gemba_vocabulary::Value::Bool(true));
    let mut additions = Vec::new();
    records::visit(db, &own, &[open], &mut |record| {
        additions.push(addition(&own, record));
        true
    })?;
    for addition in additions {
        if let Some(view) = views.iter_mut().find(|view| view.def.name == addition.kind)
            && let Err(refusal) = view.lay(&addition, &names)
        {
            // An addition that a newer version no longer takes must not keep the house from opening.
            tracing::warn!(field = addition.field, why = refusal.0, "an added field was left out");
        }
    }
    Ok(views)
}

/// Whether the addition that a record describes can be laid on; makes its index if it is marked as filtered.
pub(crate) fn check(
    db: &mut dyn Db,
    faces: &'static [&'static dyn AnyKind],
    own: &KindView,
    record: &Record,
) -> Result<(), Refused> {
    let addition = addition(own, record);
    let names: BTreeSet<_> = faces.iter().map(|face| face.def().name).collect();
    let mut views = views(db, faces)?;
    let view = views.iter_mut().find(|view| view.def.name == addition.kind).ok_or_else(|| {
        Refused::Not(format!("There is no kind “{}” to add a field to.", addition.kind))
    })?;
    view.lay(&addition, &names)?;
    if addition.filtered
        && let Some(field) = view.custom.iter().find(|field| field.name == addition.field)
    {
        schema::index_custom(db, view.def, field)?;
    }
    Ok(())
}

fn addition(own: &KindView, record: &Record) -> Addition {
    let value = |field: &str| own.value(record, field);
    let text = |field: &str| value(field).to_text();
    let maybe = |field: &str| value(field).as_text().map(str::to_owned).filter(|t| !t.is_empty());
    let yes = |field: &str| value(field).is_yes();
    let is_added = text("field").starts_with("x_");
    Addition {
        kind: text("of_kind"),
        field: text("field"),
        label: text("label"),
        help: text("help"),
        holds: maybe("holds"),
        choices: text("choices")
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .map(str::to_owned)
            .collect(),
        target: maybe("target"),
        required: (yes("required") || !is_added).then(|| yes("required")),
        filtered: yes("filtered"),
        listed: yes("in_list"),
        customer_visible: yes("customer_visible"),
    }
}
