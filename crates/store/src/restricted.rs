//! What bars a record from whoever has not the role for it, spelled as a condition. All names are those of definitions.
use gemba_model::restricted::{Bar, Belongs};

/// The condition under which nothing bars a record. What cannot be told is barred.
pub(crate) fn unbarred(bars: &[Bar]) -> String {
    let each = bars.iter().map(|bar| match bar {
        // Neither engine looks this up in an index of yes and no, of which nearly all are no.
        Bar::Marked(field) => format!("\"{field}\" IS NOT TRUE"),
        Bar::Belongs(belongs) => format!("NOT {}", names_barred(belongs)),
    });
    let each: Vec<_> = each.collect();
    if each.is_empty() { "(1=1)".to_owned() } else { format!("({})", each.join(" AND ")) }
}

/// The condition under which a record is barred, for the few that are: they are looked up by their index.
pub(crate) fn barred(bars: &[Bar]) -> String {
    let each = bars.iter().map(|bar| match bar {
        Bar::Marked(field) => format!("\"{field}\" = TRUE"),
        Bar::Belongs(belongs) => names_barred(belongs),
    });
    each.collect::<Vec<_>>().join(" OR ")
}

/// The condition under which a record names a barred one; never unknown.
fn names_barred(belongs: &Belongs) -> String {
    let Belongs { field, kind_field, kind, bars } = belongs;
    let of_kind = kind_field.map_or_else(String::new, |kind_field| {
        format!("\"{kind_field}\" IS NOT NULL AND \"{kind_field}\" = '{kind}' AND ")
    });
    format!(
        "({of_kind}\"{field}\" IS NOT NULL AND \"{field}\" IN (SELECT \"id\" FROM \"{kind}\" WHERE {}))",
        barred(bars)
    )
}
