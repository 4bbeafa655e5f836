//! The demo's texts, as they stand in `data/`, read into types.

use crate::{
    rows::{Each, More},
    texts::{FILES, RECORDS, STORIES},
};
use gemba_desk::Refused;
use gemba_vocabulary::calendar::{ServiceCalendar, time_zone};
use jiff::civil::Date;
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;

/// Fields with their values, as they go to the desk.
pub type Fields = Map<String, Json>;

/// Everything that the demo is made of.
pub struct Data {
    /// Hours, teams, customers, people.
    pub organization: Organization,
    /// The calendars by their keys.
    pub hours: BTreeMap<String, ServiceCalendar>,
    /// Public holidays with their names.
    pub holidays: Vec<(Date, String)>,
    /// Records with their steps, in the order in which the files name them.
    pub records: Vec<Tale>,
    /// Further steps of records that are told elsewhere.
    pub more: Vec<More>,
    /// Files kept with records.
    pub attachments: Vec<Attachment>,
    /// Services on their way.
    pub services: Vec<Service>,
    /// Agreements, and the classes of targets.
    pub agreements: Agreements,
    /// Configuration items.
    pub items: Vec<Item>,
    /// What happens again and again.
    pub stories: Vec<Story>,
    /// What is open right now.
    pub now: Vec<Now>,
    /// What people say.
    pub phrases: Phrases,
    /// What came back month by month.
    pub year: Year,
}

/// What came back month by month, each time with other words.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Year {
    /// What a service report made of its month.
    pub assessment: Vec<String>,
    /// Changes, one after the other.
    pub change: Vec<PastChange>,
}

/// A change of the months before.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PastChange {
    pub summary: String,
    pub description: String,
    pub category: String,
    pub service: String,
    pub item: String,
    pub by: String,
    pub plan: String,
    pub back_out: String,
    pub test: String,
    pub benefit: String,
    pub outcome: String,
    pub review: String,
    #[serde(default)]
    pub failed: bool,
}

/// The organization itself.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Organization {
    pub name: String,
    pub time_zone: String,
    pub domain: String,
    pub first: String,
    pub calendar: Vec<Calendar>,
    pub team: Vec<Team>,
    pub customer: Vec<Customer>,
    pub person: Vec<Person>,
    pub priorities: BTreeMap<String, BTreeMap<String, i64>>,
    pub priority_labels: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calendar {
    pub key: String,
    pub name: String,
    pub hours: String,
    #[serde(default)]
    pub holidays: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Team {
    pub key: String,
    pub name: String,
    pub manager: String,
    pub email: String,
    pub purpose: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Customer {
    pub key: String,
    pub name: String,
    pub domain: String,
    pub manager: String,
    pub contact: String,
    pub country: String,
    pub address: String,
    pub notes: String,
    /// Where its people sit, as it stands in a sentence.
    pub sites: Vec<String>,
    /// How the names of its computers begin.
    pub devices: String,
    /// What was agreed about reviews, surveys and complaints.
    pub care: Fields,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    pub key: String,
    pub name: String,
    pub roles: String,
    pub job_title: String,
    pub team: Option<String>,
    pub customer: Option<String>,
    pub location: Option<String>,
    pub phone: Option<String>,
}

/// A record and what becomes of it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tale {
    pub kind: String,
    pub key: String,
    pub by: String,
    pub at: String,
    pub with: Fields,
    #[serde(default)]
    pub step: Vec<Step>,
}

/// A verb that somebody takes. A time such as `+20m` follows the step before.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    pub at: String,
    pub by: Option<String>,
    pub verb: String,
    #[serde(default)]
    pub with: Fields,
    pub note: Option<String>,
    /// What is said of each row that the record holds then.
    pub each: Option<Each>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attachment {
    pub key: String,
    pub on: String,
    pub by: String,
    pub at: String,
    pub name: String,
    /// Which of the files in `data/files`.
    pub text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    pub key: String,
    pub name: String,
    pub description: String,
    pub value: String,
    pub owner: String,
    pub criticality: String,
    #[serde(default)]
    pub criticality_reason: String,
    pub customers: Vec<String>,
    pub supplier: Option<String>,
    pub criteria: String,
    pub accepted: String,
    pub reach: String,
    pub removal_plan: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agreements {
    pub class: BTreeMap<String, Class>,
    pub agreement: Vec<Agreement>,
}

/// A set of targets that several agreements share.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Class {
    pub hours: String,
    pub targets: Vec<Target>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    pub metric: String,
    pub priority: Option<i64>,
    pub time: String,
    pub share: String,
    pub hours: Option<String>,
    #[serde(default)]
    pub waits_for_supplier: bool,
    #[serde(default)]
    pub waits_for_change: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agreement {
    pub customer: String,
    pub service: String,
    pub class: String,
    pub owner: String,
    pub signer: String,
    pub requirements: String,
    pub exceptions: String,
    pub review_months: i64,
    pub limits: Vec<Limit>,
    pub stands: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    pub name: String,
    pub metric: String,
    pub limit: i64,
    pub period: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    pub key: String,
    pub name: String,
    #[serde(rename = "type")]
    pub sort: String,
    pub description: String,
    pub service: String,
    pub owner: String,
    pub location: String,
    pub serial: Option<String>,
    pub supplier: Option<String>,
    pub road: String,
    /// What is written down of it before it comes into use.
    #[serde(default)]
    pub facts: Fields,
    #[serde(default)]
    pub then: Vec<Step>,
}

/// An incident that happens again and again, each time a little different.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Story {
    pub key: String,
    pub service: String,
    pub category: String,
    pub subcategory: String,
    pub impact: String,
    pub urgency: String,
    pub team: String,
    pub contact: Vec<String>,
    pub summary: Vec<String>,
    pub about: String,
    pub work: Vec<String>,
    pub resolution: String,
    pub code: String,
    pub item: Option<String>,
    pub problem: Option<String>,
    /// What the agent asks, and what the reporter answers.
    pub ask: Option<String>,
    pub answer: Option<String>,
    /// What else it waits for, and in which words.
    pub wait: Option<String>,
    pub waiting: Option<String>,
    /// Whom it happens to; empty is everybody who has the service.
    #[serde(default)]
    pub customers: Vec<String>,
    /// How many people are concerned, at least and at most.
    pub people: Option<[i64; 2]>,
    #[serde(default)]
    pub tags: Vec<String>,
    /// Whether it is solved at once, since it cannot wait.
    #[serde(default)]
    pub quick: bool,
    /// How often it happens, against others.
    pub weight: Option<usize>,
}

/// Something that is open right now.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Now {
    pub story: String,
    pub reporter: String,
    pub state: String,
    pub minutes: Option<i64>,
    pub used: Option<i64>,
    pub priority: Option<i64>,
    pub reason: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phrases {
    pub hello: Vec<String>,
    pub done: Vec<String>,
    pub thanks: Vec<String>,
    pub again: Vec<String>,
    pub again_note: Vec<String>,
    pub again_resolution: Vec<String>,
    pub rang: Vec<String>,
    pub silent_rule: String,
    pub green_rule: String,
    pub silent_note: Vec<String>,
    pub remind: Vec<String>,
    pub hand_over: Vec<String>,
    pub picked_up: Vec<String>,
    pub twin: Vec<String>,
    pub duplicate_note: Vec<String>,
    pub major_note: Vec<String>,
    pub major_word: Vec<String>,
    pub mistaken_note: Vec<String>,
    pub missed_action: Vec<String>,
    pub availability_action: Vec<String>,
    pub content: Vec<String>,
    pub middling: Vec<String>,
    pub unhappy: Vec<String>,
    pub measured_by_hand: Vec<String>,
    pub measured_met: Vec<String>,
    pub measured_missed: Vec<String>,
    pub measured_nothing: Vec<String>,
    pub reported: Vec<String>,
    pub reported_actions: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Records {
    record: Vec<Tale>,
    #[serde(default)]
    more: Vec<More>,
    #[serde(default)]
    attachment: Vec<Attachment>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Several<T> {
    #[serde(alias = "service", alias = "item", alias = "story", alias = "now")]
    all: Vec<T>,
}

impl Data {
    /// Reads everything; the error names the file and the place.
    pub fn read() -> Result<Self, Refused> {
        let organization: Organization =
            read("organization.toml", include_str!("../data/organization.toml"))?;
        let holidays = holidays(include_str!("../data/holidays.txt"))?;
        let (mut records, mut more) = (Vec::new(), Vec::new());
        let (mut attachments, mut stories) = (Vec::new(), Vec::new());
        for (name, text) in RECORDS {
            let file: Records = read(name, text)?;
            records.extend(file.record);
            more.extend(file.more);
            attachments.extend(file.attachment);
        }
        for (name, text) in STORIES {
            stories.extend(read::<Several<Story>>(name, text)?.all);
        }
        let services: Several<Service> =
            read("services.toml", include_str!("../data/services.toml"))?;
        let items: Several<Item> = read("items.toml", include_str!("../data/items.toml"))?;
        let now: Several<Now> = read("now.toml", include_str!("../data/now.toml"))?;
        Ok(Self {
            hours: hours(&organization, &holidays)?,
            organization,
            holidays,
            records,
            more,
            attachments,
            services: services.all,
            agreements: read("agreements.toml", include_str!("../data/agreements.toml"))?,
            items: items.all,
            stories,
            now: now.all,
            phrases: read("phrases.toml", include_str!("../data/phrases.toml"))?,
            year: read("year.toml", include_str!("../data/year.toml"))?,
        })
    }

    /// The file of that name.
    pub fn file(name: &str) -> Result<&'static str, Refused> {
        let found = FILES.iter().find(|(known, _)| *known == name);
        found.map(|(_, text)| *text).ok_or_else(|| broken(format!("there is no file “{name}”")))
    }

    /// The calendar of that key.
    pub fn calendar(&self, key: &str) -> Result<&ServiceCalendar, Refused> {
        self.hours.get(key).ok_or_else(|| broken(format!("there is no calendar “{key}”")))
    }
}

/// A fault of the demo's own data, which nobody but its author can mend.
pub fn broken(what: String) -> Refused {
    Refused::Failed(format!("The demo's data is wrong: {what}."))
}

fn read<T: DeserializeOwned>(name: &str, text: &str) -> Result<T, Refused> {
    toml::from_str(text).map_err(|error| broken(format!("{name}: {error}")))
}

fn holidays(text: &str) -> Result<Vec<(Date, String)>, Refused> {
    let holiday = |line: &str| {
        let (date, name) = line.split_once(' ')?;
        Some((date.parse().ok()?, name.to_owned()))
    };
    let read = |line| holiday(line).ok_or_else(|| broken(format!("“{line}” is no holiday")));
    text.lines().map(read).collect()
}

fn hours(
    organization: &Organization,
    holidays: &[(Date, String)],
) -> Result<BTreeMap<String, ServiceCalendar>, Refused> {
    let fault = |error: &dyn std::fmt::Display| broken(format!("a calendar: {error}"));
    let zone = time_zone(&organization.time_zone).map_err(|error| fault(&error))?;
    let mut all = BTreeMap::new();
    for calendar in &organization.calendar {
        let hours = calendar.hours.parse().map_err(|error| fault(&error))?;
        let closed = holidays.iter().filter(|_| calendar.holidays).map(|(date, _)| *date);
        let made = ServiceCalendar::new(zone.clone(), hours, closed.collect());
        all.insert(calendar.key.clone(), made.map_err(|error| fault(&error))?);
    }
    Ok(all)
}
