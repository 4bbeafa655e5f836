//! The starter kit: a management system to begin with, as drafts that people read, alter and approve.
//!
//! [`plan`] says what an organization gets by its answers; [`establish`] makes it. Nothing of it is approved, put in force
//! or published: that is what its people do, record by record, and what the evidence is made of.
mod files;
pub mod holidays;
mod house;
pub mod interview;

pub use interview::{Delivered, Interview, Somebody, Trait};

use crate::data::{Fields, broken};
use gemba_desk::{Command, Desk, Input, Refused};
use gemba_model::kind::Feature;
use gemba_vocabulary::{RecordId, actor::Actor};
use jiff::civil::Date;
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

/// What was made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// How many records of which kind.
    pub counts: BTreeMap<String, usize>,
    /// What the organization should know, in sentences.
    pub remarks: Vec<String>,
}

/// Which records the kit made: kind, number and key, as JSON.
const MADE: &str = "starter_kit";
/// The tag by which lists find what came from the kit.
pub const TAG: &str = "starter-kit";

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

/// Makes the kit: every record of [`plan`], each as a draft.
pub fn establish(desk: &Desk, actor: &Actor, asked: &Interview) -> Result<Report, Refused> {
    if is_established(desk)? {
        return Err(Refused::Not("The starter kit was established here already.".to_owned()));
    }
    let today = desk.now().to_zoned(desk.zone()).date();
    let drafts = plan(asked, today)?;
    desk.name_organization(asked.organization.trim())?;
    desk.set_zone(asked.time_zone.trim())?;
    let mut maker = Maker { desk, actor, asked, made: Vec::new(), keys: BTreeMap::new() };
    for draft in drafts {
        maker.make(draft)?;
    }
    let made = maker.made;
    desk.set_setting(MADE, &serde_json::to_string(&made).unwrap_or_default())?;
    let mut report = Report { remarks: remarks(asked, today), ..Report::default() };
    for (kind, ..) in made {
        *report.counts.entry(kind).or_default() += 1;
    }
    Ok(report)
}

/// The records that the kit made here, as kind and number, in order.
pub fn made(desk: &Desk) -> Result<Vec<(String, RecordId)>, Refused> {
    let Some(text) = desk.setting(MADE)? else { return Ok(Vec::new()) };
    let made: Vec<(String, RecordId, String)> = serde_json::from_str(&text).map_err(|error| {
        Refused::Failed(format!("what the starter kit made is unreadable: {error}"))
    })?;
    Ok(made.into_iter().map(|(kind, id, _)| (kind, id)).collect())
}

/// Makes one record after the other.
struct Maker<'a> {
    desk: &'a Desk,
    actor: &'a Actor,
    asked: &'a Interview,
    made: Vec<(String, RecordId, String)>,
    keys: BTreeMap<String, RecordId>,
}

impl Maker<'_> {
    fn make(&mut self, draft: Draft) -> Result<(), Refused> {
        let Draft { kind, key, serves, mut with } = draft;
        if kind == "person" {
            return self.person(key, with);
        }
        for json in with.values_mut() {
            self.name(json, &key)?;
        }
        let view = self.desk.view(&kind);
        let view = view.ok_or_else(|| broken(format!("there is no kind “{kind}” for “{key}”")))?;
        if view.def.features.contains(&Feature::Tags) {
            tag(&mut with, &serves);
        }
        let id = self.run(Command::create(&kind, Input::Json(with)), &key)?;
        self.remember(kind, id, key)
    }

    /// A person who is there already is given the role; anybody else is made.
    fn person(&mut self, key: String, mut with: Fields) -> Result<(), Refused> {
        let roles = house::roles(self.asked, &key);
        let email = with.get("email").and_then(Json::as_str).unwrap_or_default();
        let id = if let Some(id) = self.desk.find_person(email)? {
            let (view, person) =
                (self.desk.view("person"), self.desk.record(self.actor, "person", id)?);
            let held = view.map(|view| view.value(&person, "roles").to_text()).unwrap_or_default();
            let all: BTreeSet<_> = held.split(',').chain(roles.split(',')).map(str::trim).collect();
            let all: Vec<_> = all.into_iter().filter(|role| !role.is_empty()).collect();
            let with = Fields::from_iter([("roles".to_owned(), json!(all.join(", ")))]);
            self.run(Command::change("person", id, None, Input::Json(with)), &key)?
        } else {
            with.insert("roles".to_owned(), json!(roles));
            let id = self.run(Command::create("person", Input::Json(with)), &key)?;
            self.made.push(("person".to_owned(), id, key.clone()));
            id
        };
        self.keys.insert(key, id);
        Ok(())
    }

    fn run(&self, command: Command, key: &str) -> Result<RecordId, Refused> {
        let kind = command.kind.clone();
        let done = self.desk.run(self.actor, command);
        let done = done.map_err(|refused| match refused {
            refused @ (Refused::Forbidden(_) | Refused::Failed(_)) => refused,
            refused => broken(format!("the {kind} “{key}” of the kit is refused: {refused}")),
        })?;
        Ok(done.record.id)
    }

    fn remember(&mut self, kind: String, id: RecordId, key: String) -> Result<(), Refused> {
        self.made.push((kind, id, key.clone()));
        match self.keys.insert(key.clone(), id) {
            None => Ok(()),
            Some(_) => Err(broken(format!("two records of the kit have the key “{key}”"))),
        }
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
