//! The index: every requirement with its answer and where it is shown, as data and as a table; and the gaps, openly.
use crate::parts::{Parts, Requirement};
use gemba_conformity::Answer;
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;

/// The columns of the table.
pub const COLUMNS: [&str; 17] = [
    "requirement",
    "clause",
    "title",
    "text",
    "demanded",
    "stage",
    "result",
    "evidence",
    "population",
    "exceptions",
    "in_pack",
    "from",
    "until",
    "owner",
    "attestation",
    "next_step",
    "digest",
];

/// The index as data.
pub fn index(parts: &Parts) -> Json {
    let in_pack = in_pack(parts);
    let none = BTreeMap::new();
    let rows = parts.requirements.iter();
    let rows = rows.map(|one| row(one, in_pack.get(one.answer.id.as_str()).unwrap_or(&none)));
    json!({"requirements": rows.collect::<Vec<_>>(), "missing": parts.missing})
}

/// How many records of each kind are in the pack for the sake of each requirement.
fn in_pack(parts: &Parts) -> BTreeMap<&str, BTreeMap<&str, u64>> {
    let mut counts = BTreeMap::<&str, BTreeMap<&str, u64>>::new();
    for record in &parts.records {
        let mut of: Vec<_> = record.why.iter().filter_map(|why| why.rsplit_once(" of ")).collect();
        of.retain(|(_, what)| parts.requirements.iter().any(|one| one.answer.id == *what));
        of.sort_unstable_by_key(|(_, what)| *what);
        of.dedup_by_key(|(_, what)| *what);
        for (_, what) in of {
            *counts.entry(what).or_default().entry(&record.kind).or_default() += 1;
        }
    }
    counts
}

fn row(one: &Requirement, in_pack: &BTreeMap<&str, u64>) -> Json {
    let mut row = json!(one.answer);
    let kinds = one.judged.iter().map(|(kind, judged)| {
        let here = in_pack.get(kind.as_str()).copied().unwrap_or_default();
        json!({"kind": kind, "judged": judged, "in_pack": here})
    });
    let evidence: Vec<_> = kinds.collect();
    if let Some(fields) = row.as_object_mut() {
        fields.insert("sort".to_owned(), json!(one.sort));
        fields.insert("stage".to_owned(), json!(one.stage));
        fields.insert("owner".to_owned(), json!(one.owner));
        fields.insert("evidence".to_owned(), json!(evidence));
    }
    row
}

/// The index as a table.
pub fn table(parts: &Parts) -> Result<Vec<u8>, csv::Error> {
    let in_pack = in_pack(parts);
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS)?;
    for one in &parts.requirements {
        let answer = &one.answer;
        let here: u64 = in_pack.get(answer.id.as_str()).map_or(0, |kinds| kinds.values().sum());
        let day = |of: fn(&gemba_model::check::Period) -> jiff::civil::Date| {
            answer.period.as_ref().map(|period| of(period).to_string()).unwrap_or_default()
        };
        let kinds: Vec<_> = one.judged.keys().map(String::as_str).collect();
        writer.write_record([
            answer.id.as_str(),
            answer.clause.as_str(),
            answer.title.as_str(),
            answer.requirement.as_str(),
            if answer.is_demanded { "yes" } else { "no" },
            one.stage.as_str(),
            answer.result.name(),
            kinds.join(" ").as_str(),
            answer.population.to_string().as_str(),
            answer.exception_count.to_string().as_str(),
            here.to_string().as_str(),
            day(|period| period.from).as_str(),
            day(|period| period.until).as_str(),
            one.owner.as_ref().map_or("", |owner| owner.name.as_str()),
            answer.attested.as_ref().map_or("", |attested| attested.number.as_str()),
            answer.next_step.as_ref().map_or("", |step| step.sentence.as_str()),
            answer.digest.as_deref().unwrap_or_default(),
        ])?;
    }
    writer.into_inner().map_err(|error| csv::Error::from(std::io::Error::other(error.to_string())))
}

/// What is not shown to be met, with everything that is known of it.
pub fn gaps(parts: &Parts) -> Json {
    let gaps: Vec<_> = gaps_of(parts).map(gap).collect();
    json!({
        "count": gaps.len(),
        "of": parts.requirements.len(),
        "gaps": gaps,
    })
}

/// The requirements that are not shown to be met.
pub fn gaps_of(parts: &Parts) -> impl Iterator<Item = &Requirement> {
    parts.requirements.iter().filter(|one| !one.is_met())
}

fn gap(one: &Requirement) -> Json {
    let Answer { id, clause, title, requirement, is_demanded, result, .. } = &one.answer;
    json!({
        "id": id,
        "clause": clause,
        "title": title,
        "requirement": requirement,
        "is_demanded": is_demanded,
        "result": result,
        "says": crate::texts::says(&one.answer),
        "exception_count": one.answer.exception_count,
        "exceptions": one.answer.exceptions,
        "next_step": one.answer.next_step,
        "owner": one.owner,
    })
}
