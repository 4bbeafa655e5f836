//! The index agrees with its parts: with itself, with the table, with the gaps and with the records.
use super::{Reading, records::Found};
use crate::names;
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;

/// The most exceptions that an answer lists.
const LISTED_MAX: u64 = 100;

/// The edition whose requirements are answered by records; older ones are answered by what they became.
const TODAY: &str = "2018";

/// Checks the index, the table, the gaps and the documents.
pub fn check(reading: &mut Reading, found: &Found) {
    let index = reading.json(names::INDEX).unwrap_or_default();
    let rows = index.get("requirements").and_then(Json::as_array).cloned().unwrap_or_default();
    let missing = texts(index.get("missing"));
    let about = reading.manifest.get("about").cloned().unwrap_or_default();
    let is_joined = text(&about, "edition") != TODAY;
    for row in &rows {
        for sentence in answer(row, is_joined, found, &missing) {
            reading.report.fault(names::INDEX, None, format!("{}: {sentence}", text(row, "id")));
        }
        for sentence in evidence(row, found) {
            reading.report.fault(names::INDEX, None, format!("{}: {sentence}", text(row, "id")));
        }
    }
    reading.agrees("requirements", rows.len());
    reading.report.count("requirements", rows.len());
    let gaps = gaps(reading, &rows);
    reading.report.count("gaps told openly", gaps);
    table(reading, &rows);
    documents(reading, found);
}

fn text<'a>(row: &'a Json, field: &str) -> &'a str {
    row.get(field).and_then(Json::as_str).unwrap_or_default()
}

fn number(row: &Json, field: &str) -> u64 {
    row.get(field).and_then(Json::as_u64).unwrap_or_default()
}

fn texts(list: Option<&Json>) -> Vec<String> {
    let list = list.and_then(Json::as_array).into_iter().flatten();
    list.filter_map(|one| Some(one.as_str()?.to_owned())).collect()
}

fn answer(row: &Json, is_joined: bool, found: &Found, missing: &[String]) -> Vec<String> {
    let mut sentences = Vec::new();
    let (result, count) = (text(row, "result"), number(row, "exception_count"));
    if (result == "fail") != (count > 0) {
        sentences.push(format!("Its result is “{result}” with {count} exceptions."));
    }
    let listed = row.get("exceptions").and_then(Json::as_array).cloned().unwrap_or_default();
    // Where answers of today's edition were joined, one record can be an exception of more than one of them.
    if !is_joined && u64::try_from(listed.len()).ok() != Some(count.min(LISTED_MAX)) {
        let said = format!("It counts {count} exceptions and lists {}.", listed.len());
        sentences.push(said);
    }
    for part in ["population", "exceptions"] {
        let counted = row.get("counted");
        let of = |origin: &str| {
            counted.and_then(|both| both.get(origin)).map_or(0, |one| number(one, part))
        };
        let whole = if part == "population" { number(row, part) } else { count };
        if counted.is_some() && of("here") + of("imported") != whole {
            sentences.push(format!("Its {part} here and imported do not add up to {whole}."));
        }
    }
    for exception in &listed {
        let (kind, record) =
            (text(exception, "kind"), exception.get("record").and_then(Json::as_i64));
        let record = record.unwrap_or_default();
        let is_here = found.known.contains(&(kind.to_owned(), record));
        if !is_here && !missing.contains(&format!("{kind} {record}")) {
            sentences.push(format!("Its exception, {kind} {record}, is not among the records."));
        }
    }
    let attested = row.get("attested").and_then(|attested| attested.get("record"));
    if let Some(record) = attested.and_then(Json::as_i64)
        && !found.known.contains(&("attestation".to_owned(), record))
    {
        sentences.push(format!("Its attestation, number {record}, is not among the records."));
    }
    sentences
}

/// How many records of each kind are said to be here for the sake of a requirement, held against those that are.
fn evidence(row: &Json, found: &Found) -> Vec<String> {
    let id = text(row, "id");
    let mut here = BTreeMap::<&str, u64>::new();
    for (kind, why) in &found.why {
        if why.iter().any(|why| why.rsplit_once(" of ").is_some_and(|(_, of)| of == id)) {
            *here.entry(kind).or_default() += 1;
        }
    }
    let told = row.get("evidence").and_then(Json::as_array).into_iter().flatten();
    let wrong = told.filter_map(|one| {
        let (kind, said) = (text(one, "kind"), number(one, "in_pack"));
        let is = here.get(kind).copied().unwrap_or_default();
        (said != is).then(|| format!("It says {said} records of {kind} are here, and {is} are."))
    });
    wrong.collect()
}

fn gaps(reading: &mut Reading, rows: &[Json]) -> usize {
    let told = reading.json(names::GAPS).unwrap_or_default();
    let gaps = told.get("gaps").and_then(Json::as_array).cloned().unwrap_or_default();
    let met = rows.iter().filter(|row| text(row, "result") == "pass").count();
    let mut sentences = Vec::new();
    let said = (told.get("count").and_then(Json::as_u64), told.get("of").and_then(Json::as_u64));
    if said != (u64::try_from(gaps.len()).ok(), u64::try_from(rows.len()).ok()) {
        sentences.push("Its counts are not what it lists.".to_owned());
    }
    if met + gaps.len() != rows.len() {
        sentences.push(format!(
            "{met} requirements are met and {} gaps are listed, of {} requirements.",
            gaps.len(),
            rows.len()
        ));
    }
    let by_id: BTreeMap<_, _> = gaps.iter().map(|gap| (text(gap, "id"), gap)).collect();
    for row in rows.iter().filter(|row| text(row, "result") != "pass") {
        let id = text(row, "id");
        let Some(gap) = by_id.get(id) else {
            sentences.push(format!("{id} is not met, and it is not among the gaps."));
            continue;
        };
        for field in ["result", "exception_count", "exceptions", "next_step"] {
            if gap.get(field) != row.get(field) {
                sentences.push(format!("{id}: “{field}” is not what the index says."));
            }
        }
    }
    for sentence in sentences {
        reading.report.fault(names::GAPS, None, sentence);
    }
    reading.agrees("gaps", gaps.len());
    gaps.len()
}

fn table(reading: &mut Reading, rows: &[Json]) {
    let bytes = reading.members.get(names::TABLE).cloned().unwrap_or_default();
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    let told: Vec<BTreeMap<String, String>> = reader.deserialize().filter_map(Result::ok).collect();
    if told.len() != rows.len() {
        let sentence = format!("It has {} rows, and the index has {}.", told.len(), rows.len());
        reading.report.fault(names::TABLE, None, sentence);
    }
    for (line, (told, row)) in (2..).zip(told.iter().zip(rows)) {
        let cell = |column: &str| told.get(column).map(String::as_str).unwrap_or_default();
        let agrees = cell("requirement") == text(row, "id")
            && cell("result") == text(row, "result")
            && cell("population") == number(row, "population").to_string()
            && cell("exceptions") == number(row, "exception_count").to_string()
            && cell("digest") == text(row, "digest");
        if !agrees {
            let sentence = format!("It is not what the index says of {}.", text(row, "id"));
            reading.report.fault(names::TABLE, Some(line), sentence);
        }
    }
}

/// A document in Markdown is the text of its record.
fn documents(reading: &mut Reading, found: &Found) {
    let names: Vec<_> =
        reading.members.keys().filter(|name| name.starts_with(names::DOCUMENTS)).cloned().collect();
    let mut count = 0;
    for name in names {
        let number = name.strip_prefix(names::DOCUMENTS).and_then(|name| name.strip_suffix(".md"));
        let Some(number) = number.filter(|number| !number.contains('/')) else { continue };
        count += 1;
        let written = reading.text(&name).unwrap_or_default();
        if found.texts.get(number).map(String::as_str) != Some(written.as_str()) {
            let sentence = format!("It is not the text of the record {number}.");
            reading.report.fault(&name, None, sentence);
        }
    }
    reading.report.count("documents that are the text of their record", count);
    if reading.manifest.get("about").is_none_or(|about| *about == json!(null)) {
        reading.report.fault(names::MANIFEST, None, "It does not say what the pack is about.");
    }
}
