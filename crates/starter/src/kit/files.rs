//! The drafts of the kit as they stand in `data/kit/`, made fit for an organization by its answers.
use super::{Draft, Interview};
use crate::data::{Fields, broken};
use gemba_desk::Refused;
use jiff::{ToSpan, civil::Date};
use serde::Deserialize;
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;

/// The files in the order in which they are read: a record may name those before it.
const FILES: &[(&str, &str)] = &[
    // Clauses 7 and 8.1: documents, competence, processes. The policy is a document.
    ("support.toml", include_str!("../../data/kit/support.toml")),
    // Clauses 4 to 6: context, leadership, planning.
    ("direction.toml", include_str!("../../data/kit/direction.toml")),
    // Clause 9: measures, reports, reviews.
    ("evaluation.toml", include_str!("../../data/kit/evaluation.toml")),
    // Clause 10: audits, nonconformities, improvement.
    ("improvement.toml", include_str!("../../data/kit/improvement.toml")),
    // Clause 8: what the daily work rests on, and its procedures.
    ("house.toml", include_str!("../../data/kit/house.toml")),
    ("house_documents.toml", include_str!("../../data/kit/house_documents.toml")),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    record: Vec<Entry>,
}

/// A record of the kit as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    kind: String,
    key: String,
    /// The requirements of the standard that it serves.
    #[serde(default)]
    serves: Vec<String>,
    /// What must be true of the organization, such as `iso27001` or `!larger`.
    only_if: Option<String>,
    with: Fields,
    /// How many months may pass between two reviews.
    review_months: Option<i64>,
}

/// The drafts of every file for an organization, in order.
pub fn drafts(interview: &Interview, today: Date) -> Result<Vec<Draft>, Refused> {
    let mut all = Vec::new();
    let mut left_out = BTreeSet::new();
    for (name, text) in FILES {
        all.extend(read(name, text, interview, today, &mut left_out)?);
    }
    Ok(all)
}

/// The drafts of one file; what does not concern the organization is left out, and named nowhere.
fn read(
    name: &str,
    text: &str,
    interview: &Interview,
    today: Date,
    left_out: &mut BTreeSet<String>,
) -> Result<Vec<Draft>, Refused> {
    let file: File = toml::from_str(text).map_err(|error| broken(format!("{name}: {error}")))?;
    let mut drafts = Vec::new();
    for entry in file.record {
        let token = entry.only_if.as_deref();
        let holds = token.map_or(Some(true), |token| interview.meets(token));
        let fault = || broken(format!("{name}: “{}” has an unknown only_if", entry.key));
        if !holds.ok_or_else(fault)? {
            left_out.insert(entry.key);
            continue;
        }
        let mut with = entry.with;
        with.retain(|_, json| keep(json, left_out));
        for json in with.values_mut() {
            fill(json, interview, today)?;
        }
        let reviewed =
            entry.review_months.map(|months| review(&entry.kind, &entry.key, &with, months));
        let Entry { kind, key, serves, .. } = entry;
        drafts.push(Draft { kind, key, serves, with });
        drafts.extend(reviewed);
    }
    Ok(drafts)
}

/// Whether a field still says something without the records that were left out.
fn keep(json: &mut Json, left_out: &BTreeSet<String>) -> bool {
    let is_gone = |json: &Json| {
        json.as_str()
            .and_then(|text| text.strip_prefix('@'))
            .is_some_and(|key| left_out.contains(key))
    };
    if let Json::Array(items) = json {
        items.retain(|item| !is_gone(item));
    }
    !is_gone(json)
}

fn fill(json: &mut Json, interview: &Interview, today: Date) -> Result<(), Refused> {
    match json {
        Json::String(text) => {
            *text = match text.strip_prefix("on:") {
                Some(days) => day(days, today)?.to_string(),
                None => interview.fill(text),
            };
        }
        Json::Array(items) => {
            for item in items {
                fill(item, interview, today)?;
            }
        }
        Json::Object(row) => {
            for cell in row.values_mut() {
                fill(cell, interview, today)?;
            }
        }
        _ => {}
    }
    Ok(())
}

fn day(days: &str, today: Date) -> Result<Date, Refused> {
    let moved = days.parse::<i32>().ok().and_then(|days| today.checked_add(days.days()).ok());
    moved.ok_or_else(|| broken(format!("“on:{days}” is no day of the kit")))
}

/// The promise to look at a record again.
fn review(kind: &str, key: &str, with: &Fields, months: i64) -> Draft {
    let of = |name: &str| with.get(name).cloned();
    let summary = of("name").or_else(|| of("summary")).unwrap_or_else(|| json!(key));
    let owner = of("owner").unwrap_or_else(|| json!("@manager"));
    let with = [
        ("summary", summary),
        ("parent_kind", json!(kind)),
        ("parent", json!(format!("@{key}"))),
        ("interval_months", json!(months)),
        ("owner", owner),
    ];
    Draft {
        kind: "planned_review".to_owned(),
        key: format!("review-{key}"),
        serves: Vec::new(),
        with: with.into_iter().map(|(name, json)| (name.to_owned(), json)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kit::{Delivered, Trait};

    const STANDARD: &str = include_str!("../../../../standards/iso20000-1-2018.csv");
    const TEXT: &str = r#"
        [[record]]
        kind = "document"
        key = "isms"
        only_if = "iso27001"
        with = { name = "How both systems of {organization} fit together" }
        [[record]]
        kind = "document"
        key = "plan"
        serves = ["6.3-a"]
        review_months = 12
        [record.with]
        name = "Plan for {services}"
        owner = "@top"
        due = "on:+31"
        refers = ["@isms", "@manager"]
        first = "@isms"
        rows = [{ what = "Ask {manager}" }]
    "#;

    fn interview() -> Interview {
        let mut asked = Interview::usual("Europe/Berlin");
        asked.organization = "Quay".to_owned();
        asked.manager.name = "Ada".to_owned();
        asked.services = ["Mail", "Files", "Mail", "Backup"]
            .map(|name| Delivered {
                name: name.to_owned(),
                customer: String::new(),
                hours: String::new(),
            })
            .to_vec();
        asked
    }

    fn read_for(asked: &Interview) -> Vec<Draft> {
        read("test", TEXT, asked, "2026-01-31".parse().unwrap(), &mut BTreeSet::new()).unwrap()
    }

    #[test]
    fn a_draft_speaks_of_the_organization_and_names_nothing_that_was_left_out() {
        let drafts = read_for(&interview());
        let keys: Vec<_> = drafts.iter().map(|draft| draft.key.as_str()).collect();
        assert_eq!(keys, ["plan", "review-plan"]);
        let wanted = json!({
            "name": "Plan for Mail, Files and Backup", "owner": "@top", "due": "2026-03-03",
            "refers": ["@manager"], "rows": [{"what": "Ask Ada"}],
        });
        assert_eq!(Json::Object(drafts[0].with.clone()), wanted);
        let review = json!({
            "summary": "Plan for Mail, Files and Backup", "parent_kind": "document",
            "parent": "@plan", "interval_months": 12, "owner": "@top",
        });
        assert_eq!(Json::Object(drafts[1].with.clone()), review);
    }

    #[test]
    fn what_an_organization_holds_brings_drafts_of_its_own() {
        let mut asked = interview();
        asked.holds.insert(Trait::Iso27001);
        let drafts = read_for(&asked);
        assert_eq!(drafts[0].with["name"], "How both systems of Quay fit together");
        assert_eq!(drafts[1].with["refers"], json!(["@isms", "@manager"]));
        assert_eq!(asked.meets("!iso27001"), Some(false));
        assert_eq!((asked.meets("larger"), asked.meets("!larger")), (Some(false), Some(true)));
        assert_eq!(asked.meets("iso42"), None);
    }

    /// The procedures name fields that documents have as soon as their room is written.
    #[test]
    fn the_procedures_of_the_house_speak_of_the_organization() {
        let text = include_str!("../../data/kit/house_documents.toml");
        let today = "2026-11-28".parse().unwrap();
        let drafts = read("house_documents.toml", text, &interview(), today, &mut BTreeSet::new());
        let drafts = drafts.unwrap();
        assert_eq!(drafts.len(), 20, "ten procedures, each with its review");
        for draft in drafts.iter().filter(|draft| draft.kind == "document") {
            assert!(!draft.serves.is_empty() && draft.with["text"].as_str().unwrap().len() > 200);
        }
    }

    #[test]
    fn every_file_is_read_whatever_was_answered_and_no_key_comes_twice() {
        let today: Date = "2026-11-28".parse().unwrap();
        for people in [3, 80] {
            for holds in [BTreeSet::new(), Trait::ALL.into_iter().collect()] {
                let asked = Interview { people, holds, ..interview() };
                let drafts = drafts(&asked, today).unwrap();
                let house = super::super::house::drafts(&asked, today);
                let mut known: BTreeSet<String> =
                    house.into_iter().map(|draft| draft.key).collect();
                known.insert("top".to_owned());
                for draft in &drafts {
                    for id in &draft.serves {
                        let is_known = STANDARD.contains(&format!(",{id},"))
                            || STANDARD.contains(&format!(",{id} ("));
                        assert!(is_known, "{} serves {id}, which is no requirement", draft.key);
                    }
                    let told = serde_json::to_string(&draft.with).unwrap();
                    let mut parts = told.split('{').skip(1);
                    let is_word =
                        |part: &str| part.starts_with(|letter: char| letter.is_lowercase());
                    assert!(!parts.any(is_word), "{} keeps a placeholder: {told}", draft.key);
                    for key in super::super::references(&draft.with) {
                        assert!(known.contains(&key), "{} names {key}", draft.key);
                    }
                    assert!(
                        known.insert(draft.key.clone()),
                        "two records have the key {}",
                        draft.key
                    );
                }
            }
        }
    }
}
