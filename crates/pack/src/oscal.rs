//! The same in OSCAL, the language in which tools of auditors speak of such things: a catalog of the requirements in
//! our own words, a plan, results, and a plan of action and milestones. Names (UUIDs) and times follow from what the
//! pack holds, so that the same pack says the same.
mod catalog;
mod plan;
mod poam;
mod results;

use crate::{
    archive::Members,
    parts::{Parts, Requirement},
    write::hash,
};
use gemba_model::check::Outcome;
use gemba_vocabulary::RecordId;
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use uuid::Uuid;

const VERSION: &str = "1.1.3";
/// The space of all names that packs make.
const SPACE: &str = "gemba-pack-v1";

/// The documents by the names of their files.
pub fn documents(parts: &Parts, members: &Members) -> Vec<(&'static str, Json)> {
    let told = Told { parts, members, space: space(parts) };
    let mut documents = vec![
        ("oscal/catalog.json", catalog::catalog(&told)),
        ("oscal/assessment-plan.json", plan::plan(&told)),
        ("oscal/assessment-results.json", results::results(&told)),
    ];
    documents.extend(poam::poam(&told).map(|poam| ("oscal/poam.json", poam)));
    documents
}

/// The space of the names of one pack.
fn space(parts: &Parts) -> Uuid {
    let all = Uuid::new_v5(&Uuid::NAMESPACE_URL, SPACE.as_bytes());
    let about = &parts.about;
    let period = about.period.map(|period| format!("{} {}", period.from, period.until));
    let what = format!(
        "{}\n{}\n{}\n{period:?}\n{:?}",
        parts.ledger_root, about.at, about.edition, about.stage
    );
    Uuid::new_v5(&all, what.as_bytes())
}

/// A pack on its way into OSCAL.
struct Told<'a> {
    parts: &'a Parts,
    members: &'a Members,
    space: Uuid,
}

impl Told<'_> {
    /// The name of something in this pack.
    fn name(&self, what: &str, which: &str) -> String {
        Uuid::new_v5(&self.space, format!("{what} {which}").as_bytes()).to_string()
    }

    fn at(&self) -> Json {
        json!(self.parts.about.at)
    }

    fn metadata(&self, title: &str) -> Json {
        let about = &self.parts.about;
        let organization = self.name("party", "organization");
        json!({
            "title": format!("{}: {title}", about.organization),
            "last-modified": self.at(),
            "version": about.number.clone().unwrap_or_else(|| "1".to_owned()),
            "oscal-version": VERSION,
            "roles": [{"id": "owner", "title": "Whose services are assessed"}],
            "parties": [{
                "uuid": organization, "type": "organization", "name": about.organization,
            }],
            "responsible-parties": [{"role-id": "owner", "party-uuids": [organization]}],
        })
    }

    /// A file of the pack as a resource.
    fn resource(&self, file: &str, title: &str) -> Json {
        let hashes = self
            .members
            .get(file)
            .map(|bytes| json!([{"algorithm": "SHA-256", "value": hash(bytes)}]));
        let mut link = json!({"href": format!("../{file}")});
        if let (Some(link), Some(hashes)) = (link.as_object_mut(), hashes) {
            link.insert("hashes".to_owned(), hashes);
        }
        json!({"uuid": self.name("resource", file), "title": title, "rlinks": [link]})
    }

    /// The records that exceptions name, each once, as resources.
    fn subjects(&self) -> Vec<Json> {
        let numbers = self.numbers();
        let here = numbers.iter().filter(|((kind, id), _)| {
            let exceptions = self.parts.requirements.iter().flat_map(|one| &one.answer.exceptions);
            exceptions.into_iter().any(|one| one.kind == *kind && one.record == *id)
        });
        let told = here.map(|((kind, id), number)| {
            json!({
                "uuid": self.name("record", &format!("{kind} {id}")),
                "title": number,
                "rlinks": [{"href": format!("../records/{kind}.jsonl")}],
            })
        });
        told.collect()
    }

    fn numbers(&self) -> BTreeMap<(&str, RecordId), &str> {
        let records = self.parts.records.iter();
        records.map(|one| ((one.kind.as_str(), one.id), one.number.as_str())).collect()
    }
}

/// The id of a control: a requirement's id may begin with a digit, a control's may not.
fn control(requirement: &str) -> String {
    format!("r-{}", token(requirement))
}

/// The id of what a control states.
fn statement(requirement: &str) -> String {
    format!("{}_smt", control(requirement))
}

/// A text that may stand in an id.
fn token(text: &str) -> String {
    let keep = |letter: char| letter.is_alphanumeric() || ['.', '-', '_'].contains(&letter);
    text.chars().map(|letter| if keep(letter) { letter } else { '_' }).collect()
}

/// Why a requirement is held to be met or not, in the words of OSCAL.
fn reason(one: &Requirement) -> &'static str {
    match one.answer.result {
        Outcome::Pass => "pass",
        Outcome::Fail => "fail",
        _ => "other",
    }
}

/// The property that names a requirement as the standard's readers do.
fn label(one: &Requirement) -> Json {
    json!([{"name": "label", "value": one.answer.id}])
}
