//! Everything that goes into a pack, part by part.
use super::{documents, people, records, sealing};
use crate::{fault::ExchangeError, report};
use gemba_conformity::{
    Answer, Edition, Options, Requirement as Asked, judged, population::ByKind, readiness,
};
use gemba_desk::Desk;
use gemba_figures::SHEETS;
use gemba_model::{check::Evidence, overlay::KindView};
use gemba_pack::{About, Action, Owner, Parts, PersonNamed, RECORDS_EACH_MAX, Requirement, Wanted};
use gemba_vocabulary::{RecordId, Value, actor::Actor};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;

/// Gathers the parts. Records come first and the seal of the ledger last, so that every entry is under the seal.
pub fn gather(
    desk: &Desk,
    actor: &Actor,
    wanted: &Wanted,
    number: &str,
) -> Result<Parts, ExchangeError> {
    let read_from = desk.ledger_size()?;
    let edition = Edition::named(&wanted.edition);
    let edition = edition.map_err(|fault| ExchangeError::wrong(fault.to_string()))?;
    let answered = answered(desk, actor, wanted, edition)?;
    let mut chosen = records::Chosen::default();
    for (one, by_kind) in &answered {
        chosen.answer(&one.answer, by_kind);
    }
    let (samples, wording) =
        (records::samples(desk, actor, wanted, &mut chosen)?, records::wording(desk, actor)?);
    chosen.whole_kinds(desk, actor)?;
    let documents = documents::in_force(desk, actor, &mut chosen)?;
    let (records, entries, missing) = chosen.read(desk, actor)?;
    let sealed = sealing::seal(desk, entries)?;
    let requirements: Vec<_> = answered.into_iter().map(|(one, _)| one).collect();
    let people = people::named(desk, actor, &requirements, &records, &sealed.entries)?;
    let by = actor.person.and_then(|id| people.iter().find(|one| one.id == Some(id)).cloned());
    let about = About {
        number: Some(number.to_owned()),
        reason: wanted.reason.clone(),
        edition: edition.name.to_owned(),
        standard: edition.standard.to_owned(),
        period: wanted.period,
        stage: wanted.stage,
        at: desk.now(),
        by: by.unwrap_or_else(|| PersonNamed { id: actor.person, name: actor.name.clone() }),
        organization: desk.organization(),
        read_from,
    };
    Ok(Parts {
        about,
        requirements,
        sheets: sheets(desk, actor, wanted)?,
        documents,
        samples,
        wording,
        records,
        entries: sealed.entries,
        people,
        actions: actions(desk, actor)?,
        missing,
        ledger_size: sealed.size,
        ledger_root: sealed.root,
        checkpoint: sealed.checkpoint,
        earlier: sealed.earlier,
        verifier: desk.verifier().map(|key| key.to_string()).unwrap_or_default(),
        report: None,
    })
}

fn fits(stage: Option<u8>, requirement: &Asked) -> bool {
    let Some(stage) = stage else { return true };
    !requirement.stage.starts_with("Stage") || requirement.stage == format!("Stage {stage}")
}

fn answered(
    desk: &Desk,
    actor: &Actor,
    wanted: &Wanted,
    edition: &Edition,
) -> Result<Vec<(Requirement, ByKind)>, ExchangeError> {
    let evidence = desk.evidence(actor);
    let options = Options { period: wanted.period, ..Options::default() };
    let report = readiness(edition, &evidence, options)?;
    let asked: Vec<_> = edition.requirements.iter().filter(|one| fits(wanted.stage, one)).collect();
    let mut judged = judged(&asked, &evidence, wanted.period, RECORDS_EACH_MAX)?;
    let owners = report.requirements.iter().filter_map(|answer| answer.owner.as_ref());
    let people: Vec<_> = owners.map(|owner| owner.person).collect();
    let names = desk.titles(actor, "person", &people)?;
    let mut by_id: BTreeMap<String, Answer> =
        report.requirements.into_iter().map(|answer| (answer.id.clone(), answer)).collect();
    let told = asked.into_iter().filter_map(|one| {
        let answer = by_id.remove(&one.id)?;
        let by_kind = judged.remove(&one.id).unwrap_or_default();
        let counts = by_kind.iter().map(|(kind, judged)| ((*kind).to_owned(), judged.count));
        let requirement = Requirement {
            sort: one.kind.clone(),
            stage: one.stage.clone(),
            owner: owner(&answer, &names),
            judged: counts.collect(),
            answer,
        };
        Some((requirement, by_kind))
    });
    Ok(told.collect())
}

/// Who answers for a requirement, with their name.
fn owner(answer: &Answer, names: &BTreeMap<RecordId, String>) -> Option<Owner> {
    let of = answer.owner.as_ref()?;
    let does = if of.kind == "process" { "owner of" } else { "holder of" };
    Some(Owner {
        person: of.person,
        name: names.get(&of.person).cloned().unwrap_or_default(),
        why: format!("{does} {}", of.number),
    })
}

/// Visits the records of a kind that the actor may read.
pub fn each(
    desk: &Desk,
    actor: &Actor,
    kind: &str,
    visitor: &mut dyn FnMut(&KindView, &gemba_model::Record),
) -> Result<(), ExchangeError> {
    let evidence = desk.evidence(actor);
    let Some(view) = evidence.view(kind).filter(|_| evidence.may_read(kind)) else {
        return Ok(());
    };
    evidence.visit(kind, &[], &mut |record| {
        visitor(&view, record);
        true
    })?;
    Ok(())
}

/// Whether a record is in the last state of its life.
pub fn is_over(view: &KindView, state: &str) -> bool {
    view.def.state(state).is_some_and(|state| state.is_end)
}

fn sheets(
    desk: &Desk,
    actor: &Actor,
    wanted: &Wanted,
) -> Result<BTreeMap<String, Json>, ExchangeError> {
    let mut sheets = BTreeMap::new();
    let days = wanted.period.map(|period| (period.from.to_string(), period.until.to_string()));
    let days = days.as_ref();
    let days = (days.map(|days| days.0.as_str()), days.map(|days| days.1.as_str()));
    let may_read = |kind: &str| desk.evidence(actor).may_read(kind);
    for def in SHEETS.iter().filter(|def| may_read(def.kind)) {
        let told = match report::sheet(desk, actor, def.name, days, None) {
            Ok(Some((def, ask, sheet))) => sheet.told(def, &ask),
            Ok(None) => continue,
            // A sheet rests on more than one kind, and not everybody may read all of them.
            Err(error) => json!({"not_told": error.to_string()}),
        };
        let sheet = json!({
            "definition": {
                "name": def.name, "label": def.label, "clause": def.clause, "what": def.what,
            },
            "data": told,
        });
        sheets.insert(def.name.to_owned(), sheet);
    }
    Ok(sheets)
}

/// The field that says by when, for each kind of what is done about something that was not met; and the one in which
/// the words stand.
const UNDER_WAY: [(&str, &str, &str, &str); 3] = [
    ("nonconformity", "", "description", "requirement"),
    ("corrective_action", "due", "action", "nonconformity"),
    ("audit_finding", "closure_due", "description", "clause"),
];

fn actions(desk: &Desk, actor: &Actor) -> Result<Vec<Action>, ExchangeError> {
    let mut actions = Vec::new();
    // What a nonconformity is about, its corrective actions are about too.
    let mut of_nonconformity: BTreeMap<RecordId, Vec<String>> = BTreeMap::new();
    for (kind, due, words, about) in UNDER_WAY {
        each(desk, actor, kind, &mut |view, record| {
            let value = |field: &str| view.value(record, field);
            let said = match (kind, value(about).as_int()) {
                ("corrective_action", Some(of)) => {
                    of_nonconformity.get(&of).cloned().unwrap_or_default()
                }
                _ => clauses(&value(about).to_text()),
            };
            if kind == "nonconformity" {
                of_nonconformity.insert(record.id, said.clone());
            }
            if !is_over(view, &record.state) {
                actions.push(Action {
                    kind: kind.to_owned(),
                    id: record.id,
                    number: view.def.number(record.id),
                    title: view.title(record),
                    words: value(words).to_text(),
                    due: match value(due) {
                        Value::Date(day) => Some(*day),
                        _ => None,
                    },
                    about: said,
                });
            }
        })?;
    }
    Ok(actions)
}

/// The numbers of clauses and requirements in a text.
fn clauses(text: &str) -> Vec<String> {
    let parts = text.split([',', ';', ' ']).map(str::trim);
    let is_number = |part: &&str| part.starts_with(|first: char| first.is_ascii_digit());
    parts.filter(is_number).map(str::to_owned).collect()
}
