//! The starter kit: a management system to begin with, as drafts that people read, alter and approve.
//!
//! [`plan`] says what an organization gets by its answers; [`establish`] makes it. Nothing of it is approved, put in
//! force or published: that is what its people do, record by record, and what the evidence is made of.
mod files;
pub mod holidays;
mod house;
pub mod interview;

pub use interview::{Delivered, Interview, Somebody, Trait};

use crate::data::{Fields, broken};
use gemba_desk::{Command, Desk, Input, Refused, Together};
use gemba_model::kind::Feature;
use gemba_vocabulary::{RecordId, actor::Actor};
use jiff::{civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};

/// A record of the kit before it is made. Other records stand in it by their keys, such as `@policy`.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// Its kind.
    pub kind: String,
    /// Its name within the kit.
    pub key: String,
    /// The requirements of the standard that it serves.
    pub serves: Vec<String>,
    /// Its fields.
    pub with: Fields,
}

impl Draft {
    /// What it will be called.
    pub fn title(&self) -> &str {
        let called = |field| self.with.get(field)?.as_str();
        ["name", "summary", "text"].into_iter().find_map(called).unwrap_or(&self.key)
    }
}

/// What was made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// How many records of which kind.
    pub counts: BTreeMap<String, usize>,
    /// What the organization should know, in sentences.
    pub remarks: Vec<String>,
}

/// A record that the kit made, and who decides about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    /// Its kind.
    pub kind: String,
    /// Its number within the kind.
    pub id: RecordId,
    /// Whoever approves it: top management or the service manager.
    pub approver: RecordId,
}

/// The setting of the house that names what the kit made, as JSON.
const MADE: &str = "starter_kit";
/// The tag by which lists find what came from the kit.
pub const TAG: &str = "starter-kit";
/// What top management decides about; the service manager sees to the rest.
const FOR_TOP: [&str; 9] = [
    "authority",
    "business_objective",
    "objective",
    "policy_statement",
    "risk_criteria",
    "role",
    "scope_statement",
    "security_policy",
    "service_management_plan",
];
/// The sorts of documents that top management approves.
const DOCUMENTS_FOR_TOP: [&str; 3] = ["policy", "scope", "plan"];

/// What an organization gets by its answers, in the order in which it is made.
pub fn plan(asked: &Interview, today: Date) -> Result<Vec<Draft>, Refused> {
    asked.check()?;
    let mut all = house::drafts(asked, today);
    let is_one_person = asked.is_one_person();
    for mut draft in files::drafts(asked, today)? {
        if is_one_person {
            draft.with.values_mut().for_each(top_is_manager);
        }
        all.push(draft);
    }
    Ok(all)
}

/// What the organization should know before or after the kit is made.
pub fn remarks(asked: &Interview, today: Date) -> Vec<String> {
    let mut all = Vec::new();
    match holidays::of(&asked.country, today.year()..=today.year()) {
        None => all.push(format!(
            "The public holidays of {} are not known here: write them into the calendar yourself.",
            asked.country_name()
        )),
        Some(place) => all.push(format!(
            "The public holidays of {} stand in the calendar until the end of {}; look whether your region has others.",
            place.country,
            today.year() + 2
        )),
    }
    if asked.is_one_person() {
        all.push(
            "One person manages the services and directs the organization. What somebody wrote somebody else approves: \
             name a second person before you begin to approve."
                .to_owned(),
        );
    }
    all
}

/// Whether the kit was established here.
pub fn is_established(desk: &Desk) -> Result<bool, Refused> {
    Ok(desk.setting(MADE)?.is_some())
}

/// Makes the kit: every record of [`plan`], each as a draft, in one transaction.
pub fn establish(desk: &Desk, actor: &Actor, asked: &Interview) -> Result<Report, Refused> {
    // Days are counted in the zone of the answers: the house may not know its own yet.
    let zone = TimeZone::get(asked.time_zone.trim()).unwrap_or(TimeZone::UTC);
    let today = desk.now().to_zoned(zone).date();
    let drafts = plan(asked, today)?;
    let people = [&asked.manager, &asked.top].map(|one| one.email.trim().to_lowercase());
    let mut known = BTreeMap::new();
    for email in people {
        if let Some(id) = desk.find_person(&email)? {
            known.insert(email, (id, roles_of(desk, actor, id)?));
        }
    }
    let is_first = !desk.has_people()?;
    let (home, answers) = (desk.clone(), asked.clone());
    // Whoever asks for the kit did not write it: nobody is its author, so that they may approve what is theirs.
    let scribe = Actor { person: None, ..actor.clone() };
    let made = desk.run_as_one(&scribe, move |together| {
        if together.setting(MADE)?.is_some() {
            return Err(Refused::Not("The starter kit was established here already.".to_owned()));
        }
        let (made, keys) = (Vec::new(), BTreeMap::new());
        let mut maker =
            Maker { desk: &home, together, asked: &answers, known, is_first, made, keys };
        for draft in drafts {
            maker.make(draft)?;
        }
        let made = maker.made;
        let told = serde_json::to_string(&made);
        let told =
            told.map_err(|error| Refused::Failed(format!("the kit is not told: {error}")))?;
        together.set_setting(MADE, &told)?;
        Ok(made)
    })?;
    desk.name_organization(asked.organization.trim())?;
    desk.set_zone(asked.time_zone.trim())?;
    let mut report = Report { remarks: remarks(asked, today), ..Report::default() };
    for Made { kind, .. } in made {
        *report.counts.entry(kind).or_default() += 1;
    }
    Ok(report)
}

/// The records that the kit made here, in order; none before it was established.
pub fn made(desk: &Desk) -> Result<Vec<Made>, Refused> {
    let Some(text) = desk.setting(MADE)? else { return Ok(Vec::new()) };
    serde_json::from_str(&text).map_err(|error| {
        Refused::Failed(format!("what the starter kit made is unreadable: {error}"))
    })
}

fn roles_of(desk: &Desk, actor: &Actor, id: RecordId) -> Result<String, Refused> {
    let view = desk.view("person").ok_or_else(|| broken("there are no people".to_owned()))?;
    Ok(view.value(&desk.record(actor, "person", id)?, "roles").to_text())
}

/// Makes one record after the other.
struct Maker<'a, 'b> {
    desk: &'a Desk,
    together: &'a mut Together<'b>,
    asked: &'a Interview,
    /// The people of the answers who are there already, by mail address: their numbers and roles.
    known: BTreeMap<String, (RecordId, String)>,
    /// Whether nobody was there before, so that somebody has to look after the house itself.
    is_first: bool,
    made: Vec<Made>,
    keys: BTreeMap<String, RecordId>,
}

impl Maker<'_, '_> {
    fn make(&mut self, draft: Draft) -> Result<(), Refused> {
        let Draft { kind, key, serves, mut with } = draft;
        if kind == "person" {
            return self.person(key, with);
        }
        let is_for_top = FOR_TOP.contains(&kind.as_str())
            || with
                .get("sort")
                .and_then(Json::as_str)
                .is_some_and(|sort| DOCUMENTS_FOR_TOP.contains(&sort));
        for json in with.values_mut() {
            self.name(json, &key)?;
        }
        let view = self.desk.view(&kind);
        let view = view.ok_or_else(|| broken(format!("there is no kind “{kind}” for “{key}”")))?;
        if view.def.features.contains(&Feature::Tags) {
            tag(&mut with, &serves);
        }
        let id = self.run(Command::create(&kind, Input::Json(with)), &key)?;
        let person = |key: &str| self.keys.get(key).copied();
        let approver =
            person(if is_for_top { "top" } else { "manager" }).or_else(|| person("manager"));
        self.made.push(Made { kind, id, approver: approver.unwrap_or_default() });
        match self.keys.insert(key.clone(), id) {
            None => Ok(()),
            Some(_) => Err(broken(format!("two records of the kit have the key “{key}”"))),
        }
    }

    /// A person who is there already is given the role; anybody else is made.
    fn person(&mut self, key: String, mut with: Fields) -> Result<(), Refused> {
        let mut roles = house::roles(self.asked, &key).to_owned();
        if self.is_first && key == "manager" {
            roles.push_str(", administrator");
        }
        let email = with.get("email").and_then(Json::as_str).unwrap_or_default();
        let id = if let Some((id, held)) = self.known.get(email).cloned() {
            let all: BTreeSet<_> = held.split(',').chain(roles.split(',')).map(str::trim).collect();
            let all: Vec<_> = all.into_iter().filter(|role| !role.is_empty()).collect();
            let with = Fields::from_iter([("roles".to_owned(), json!(all.join(", ")))]);
            self.run(Command::change("person", id, None, Input::Json(with)), &key)?
        } else {
            with.insert("roles".to_owned(), json!(roles));
            let id = self.run(Command::create("person", Input::Json(with)), &key)?;
            self.made.push(Made { kind: "person".to_owned(), id, approver: id });
            id
        };
        self.keys.insert(key, id);
        Ok(())
    }

    fn run(&mut self, command: Command, key: &str) -> Result<RecordId, Refused> {
        let kind = command.kind.clone();
        let done = self.together.run(command).map_err(|refused| match refused {
            refused @ (Refused::Forbidden(_) | Refused::Failed(_)) => refused,
            refused => broken(format!("the {kind} “{key}” of the kit is refused: {refused}")),
        })?;
        Ok(done.record.id)
    }

    /// Puts numbers of records in place of their keys.
    fn name(&self, json: &mut Json, own: &str) -> Result<(), Refused> {
        match json {
            Json::String(text) => {
                if let Some(key) = text.strip_prefix('@') {
                    let id = self.keys.get(key);
                    let fault =
                        || broken(format!("“{own}” of the kit names “{key}”, which is not there"));
                    *json = Json::from(*id.ok_or_else(fault)?);
                }
            }
            Json::Array(items) => items.iter_mut().try_for_each(|item| self.name(item, own))?,
            Json::Object(row) => row.values_mut().try_for_each(|cell| self.name(cell, own))?,
            _ => {}
        }
        Ok(())
    }
}

fn top_is_manager(json: &mut Json) {
    match json {
        Json::String(text) if text == "@top" => "@manager".clone_into(text),
        Json::Array(items) => items.iter_mut().for_each(top_is_manager),
        Json::Object(row) => row.values_mut().for_each(top_is_manager),
        _ => {}
    }
}

/// Says where it came from and which clauses it serves.
fn tag(with: &mut Fields, serves: &[String]) {
    let mut tags = vec![TAG.to_owned()];
    for requirement in serves {
        let clause = requirement.split('-').next().unwrap_or_default();
        let tag = format!("clause-{}", clause.replace('.', "-"));
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    let own = with.get("tags").and_then(Json::as_array).cloned().unwrap_or_default();
    let all: Vec<Json> = own.into_iter().chain(tags.into_iter().map(Json::from)).collect();
    with.insert("tags".to_owned(), Json::from(all));
}

/// The keys of the records that fields name.
#[cfg(test)]
fn references(with: &Fields) -> Vec<String> {
    fn of(json: &Json, found: &mut Vec<String>) {
        match json {
            Json::String(text) => found.extend(text.strip_prefix('@').map(str::to_owned)),
            Json::Array(items) => items.iter().for_each(|item| of(item, found)),
            Json::Object(row) => row.values().for_each(|cell| of(cell, found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    with.values().for_each(|json| of(json, &mut found));
    found
}
