//! The requirements of the edition as a catalog, in our own words.
use super::{Told, control, label, statement, token};
use serde_json::{Value as Json, json};

pub(super) fn catalog(told: &Told<'_>) -> Json {
    let groups =
        told.parts.requirements.chunk_by(|one, next| one.answer.clause == next.answer.clause);
    let groups: Vec<_> = groups
        .enumerate()
        .filter_map(|(place, group)| {
            let first = group.first()?;
            let controls: Vec<_> = group
                .iter()
                .map(|one| {
                    json!({
                        "id": control(&one.answer.id),
                        "title": one.answer.title,
                        "props": label(one),
                        "parts": [{
                            "id": statement(&one.answer.id),
                            "name": "statement",
                            "prose": one.answer.requirement,
                        }],
                    })
                })
                .collect();
            // A clause can come back later in the order of the standard; its group then gets another id.
            let id = format!("c-{}-{place}", token(&first.answer.clause));
            Some(json!({
                "id": id,
                "title": format!("{} {}", first.answer.clause, first.answer.title),
                "controls": controls,
            }))
        })
        .collect();
    let mut metadata = told.metadata(&format!("requirements of {}", told.parts.about.standard));
    if let Some(metadata) = metadata.as_object_mut() {
        let remarks = "The requirements stand here in words of our own. What the standard says is read in it.";
        metadata.insert("remarks".to_owned(), json!(remarks));
    }
    json!({"catalog": {"uuid": told.name("catalog", ""), "metadata": metadata, "groups": groups}})
}
