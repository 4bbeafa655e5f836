//! The report for people, as the printer takes it: a head and a sheet of parts.
use crate::{
    index::gaps_of,
    parts::{Parts, Requirement},
    texts::says,
};
use gemba_figures::paper::Head;
use gemba_model::check::Outcome;
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;

/// How many exceptions of one gap are told on paper; the data has more.
const EXCEPTIONS_MAX: usize = 10;

/// What the printer lays out.
pub fn report(parts: &Parts) -> (Head, Json) {
    let about = &parts.about;
    let period = about.period.map_or("Of all days".to_owned(), |period| {
        format!("From {} to before {}", period.from, period.until)
    });
    let stage = about.stage.map_or("stages 1 and 2".to_owned(), |stage| format!("stage {stage}"));
    let number = about.number.clone().unwrap_or_else(|| "Audit pack".to_owned());
    let head = Head {
        title: "Audit pack".to_owned(),
        lines: vec![
            about.organization.clone(),
            about.standard.clone(),
            about.reason.clone(),
            format!("{period}, {stage}"),
            format!("Made at {} by {}", about.at, about.by.name),
        ],
        words: format!(
            "Bound to a ledger of {} entries with the root {}.\nTo check it: gemba verify FILE --verifier KEYFILE. \
             README.txt in the pack says how it is checked without the program.",
            parts.ledger_size, parts.ledger_root
        ),
        foot: format!("{number}, {}", about.organization),
    };
    let sheet = json!({"parts": [summary(parts), gaps(parts), index(parts)]});
    (head, sheet)
}

fn part(title: &str, notes: &[String], table: Json) -> Json {
    json!({
        "title": title, "about": null, "figures": [], "tables": [table], "charts": [], "notes": notes,
    })
}

fn table(name: &str, label: &str, columns: &[(&str, &str)], rows: Vec<Vec<Json>>) -> Json {
    let columns = columns.iter();
    let columns: Vec<_> =
        columns.map(|(name, label)| json!({"name": name, "label": label, "unit": ""})).collect();
    let cell = |value: Json| json!({"value": value, "about": null, "judged": null});
    let row = |row: Vec<Json>| row.into_iter().map(cell).collect::<Vec<_>>();
    let rows: Vec<_> = rows.into_iter().map(row).collect();
    json!({"name": name, "label": label, "columns": columns, "rows": rows})
}

/// The group that a clause is summed up in: `8.6` for `8.6.1`, `7` for `7.5.2`.
fn group_of(clause: &str) -> String {
    let mut parts = clause.split('.');
    match (parts.next(), parts.next()) {
        (Some("8"), Some(second)) => format!("8.{second}"),
        (Some(first), _) => first.to_owned(),
        (None, _) => String::new(),
    }
}

fn summary(parts: &Parts) -> Json {
    let mut groups: Vec<(String, BTreeMap<Outcome, u64>)> = Vec::new();
    for one in &parts.requirements {
        let group = group_of(&one.answer.clause);
        if groups.last().is_none_or(|(last, _)| *last != group) {
            groups.push((group, BTreeMap::new()));
        }
        if let Some((_, counts)) = groups.last_mut() {
            *counts.entry(one.answer.result).or_default() += 1;
        }
    }
    let rows = groups.into_iter().map(|(group, counts)| {
        let count = |outcome| json!(counts.get(&outcome).copied().unwrap_or_default());
        let all: u64 = counts.values().sum();
        vec![
            json!(format!("Clause {group}")),
            json!(all),
            count(Outcome::Pass),
            count(Outcome::Fail),
            count(Outcome::NoData),
            count(Outcome::NotYetDue),
            count(Outcome::NeedsPerson),
            count(Outcome::NoCheckYet),
        ]
    });
    let columns = [
        ("clause", "Clause"),
        ("all", "Requirements"),
        ("pass", "Met"),
        ("fail", "Not met"),
        ("no_data", "No data"),
        ("not_yet_due", "Not yet due"),
        ("needs_person", "To be confirmed"),
        ("no_check_yet", "No check"),
    ];
    let note = format!(
        "{} records and {} entries of the ledger are in the pack. Only what is met counts as met: no data never does.",
        parts.records.len(),
        parts.entries.len()
    );
    part("Summary", &[note], table("summary", "By clause", &columns, rows.collect()))
}

fn gaps(parts: &Parts) -> Json {
    let rows = gaps_of(parts).map(|one| {
        let answer = &one.answer;
        let exceptions = answer.exceptions.iter().take(EXCEPTIONS_MAX);
        let mut words: Vec<_> = exceptions.map(|exception| exception.sentence.clone()).collect();
        if answer.exceptions.is_empty() {
            words.extend(answer.next_step.as_ref().map(|step| step.sentence.clone()));
        }
        vec![
            json!(format!("{}  {}", answer.id, answer.requirement)),
            json!(says(answer)),
            json!(words.join(" ")),
            json!(owner(one)),
        ]
    });
    let columns = [
        ("id", "Requirement"),
        ("says", "Where it stands"),
        ("words", "What is wrong, or next"),
        ("owner", "Owner"),
    ];
    let rows: Vec<_> = rows.collect();
    let note = format!("{} of {} requirements.", rows.len(), parts.requirements.len());
    part("Gaps", &[note], table("gaps", "Not shown to be met", &columns, rows))
}

fn owner(one: &Requirement) -> String {
    one.owner.as_ref().map(|owner| owner.name.clone()).unwrap_or_default()
}

fn index(parts: &Parts) -> Json {
    let rows = parts.requirements.iter().map(|one| {
        let answer = &one.answer;
        let kinds: Vec<_> = one.judged.keys().map(|kind| kind.replace('_', " ")).collect();
        vec![
            json!(format!("{}  {}", answer.id, answer.title)),
            json!(answer.result.name().replace('_', " ")),
            json!(kinds.join(", ")),
            json!(answer.population),
            json!(answer.exception_count),
            json!(owner(one)),
        ]
    });
    let columns = [
        ("id", "Requirement"),
        ("result", "Result"),
        ("evidence", "Shown by"),
        ("population", "Judged"),
        ("exceptions", "Exceptions"),
        ("owner", "Owner"),
    ];
    part("Index", &[], table("index", "Every requirement", &columns, rows.collect()))
}
