//! What the answers themselves make: hours, people, a team, priorities, customers, services and what is promised.
use super::{
    Draft, Interview, Trait, holidays,
    interview::{Delivered, Somebody},
};
use crate::{
    data::Fields,
    deed::{at, fields},
};
use jiff::civil::Date;
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;

/// For how many years holidays are written down, this one included.
const YEARS_AHEAD: i16 = 2;
const ROUND_THE_CLOCK: &str = "24x7";

/// Impact, urgency, and the priority that comes of both.
const PRIORITIES: [(&str, &str, i64); 9] = [
    ("high", "high", 1),
    ("high", "medium", 2),
    ("high", "low", 3),
    ("medium", "high", 2),
    ("medium", "medium", 3),
    ("medium", "low", 4),
    ("low", "high", 3),
    ("low", "medium", 4),
    ("low", "low", 5),
];
const PRIORITY_LABELS: [&str; 5] = ["critical", "high", "moderate", "low", "planning"];

const PURPOSE: &str =
    "Takes every report and request, solves what it can at once, and keeps whoever asked informed.";
const COMPLAINT: &str = "A complaint is when somebody says that they are not content with how something was done. \
                         A fault that is reported is none.";

/// What is promised to begin with: metric, priority, minutes, share, name.
const PROMISES: [(&str, Option<i64>, i64, &str, &str); 6] = [
    ("response", Some(1), 30, "95", "Priority 1: response within 30 minutes"),
    ("response", Some(2), 60, "90", "Priority 2: response within 1 hour"),
    ("response", None, 240, "90", "All other priorities: response within 4 hours"),
    ("resolution", Some(1), 240, "90", "Priority 1: solved within 4 hours"),
    ("resolution", Some(2), 480, "90", "Priority 2: solved within 8 hours"),
    ("resolution", None, 2_400, "85", "All other priorities: solved within 40 hours"),
];

/// Everything, in the order in which it is made.
pub fn drafts(asked: &Interview, today: Date) -> Vec<Draft> {
    let (calendars, customers) = (calendars(asked), customers(asked));
    let mut house = House { asked, calendars, customers, all: Vec::new() };
    house.organization(today);
    for (key, name, own) in services(asked) {
        house.service(&key, &name, &own);
    }
    house.all
}

/// What is made so far, and the keys by which it is named.
struct House<'a> {
    asked: &'a Interview,
    /// By weekly hours.
    calendars: BTreeMap<String, String>,
    /// By name.
    customers: BTreeMap<&'a str, String>,
    all: Vec<Draft>,
}

impl House<'_> {
    fn add(&mut self, kind: &str, key: &str, serves: &[&str], with: Fields) {
        let serves = serves.iter().map(|&id| id.to_owned()).collect();
        self.all.push(Draft { kind: kind.to_owned(), key: key.to_owned(), serves, with });
    }

    /// People, team, hours, priorities and customers.
    fn organization(&mut self, today: Date) {
        let asked = self.asked;
        let person = |one: &Somebody| person(asked, &one.name, &one.email);
        self.add("person", "manager", &[], person(&asked.manager));
        if !asked.is_one_person() {
            self.add("person", "top", &[], person(&asked.top));
        }
        let desk = fields([
            ("name", json!("Service desk")),
            ("manager", at("manager")),
            ("purpose", json!(PURPOSE)),
        ]);
        self.add("team", "team", &[], desk);
        for (hours, key) in self.calendars.clone() {
            self.add("calendar", &key, &["8.3.3-2"], calendar(asked, &hours, today));
        }
        for (impact, urgency, priority) in PRIORITIES {
            let place = usize::try_from(priority - 1).unwrap_or_default();
            let with = fields([
                ("impact", json!(impact)),
                ("urgency", json!(urgency)),
                ("priority", json!(priority)),
                ("label", json!(PRIORITY_LABELS.get(place))),
            ]);
            self.add("priority_rule", &format!("priority-{impact}-{urgency}"), &["8.6.1-b"], with);
        }
        for (name, key) in self.customers.clone() {
            self.add("customer", &key, &["8.3.2-1", "8.3.2-2"], customer(asked, name));
        }
    }

    /// A service with its requirement, its entry in the catalogue, and what is promised to each customer.
    fn service(&mut self, key: &str, name: &str, own: &[&Delivered]) {
        let of = own.iter().filter_map(|one| self.customers.get(customer_of(self.asked, one)));
        let with = fields([
            ("name", json!(name)),
            ("owner", at("manager")),
            ("customers", of.map(|key| at(key)).collect()),
        ]);
        self.add("service", key, &["8.2.2-2"], with);
        let requirement = fields([
            ("text", json!(format!("{name} can be used whenever the agreed hours last."))),
            ("service", at(key)),
            ("category", json!("availability")),
            ("source", json!("Whoever receives it, as far as it is known today.")),
            (
                "acceptance",
                json!("The share of the agreed hours in which it could be used, month by month."),
            ),
        ]);
        self.add("service_requirement", &format!("need-{key}"), &["8.2.2-1"], requirement);
        let entry = entry(self.asked, name, key, own);
        self.add("catalogue_entry", &format!("entry-{key}"), &["8.2.4-1", "8.2.4-2"], entry);
        for (place, one) in (1..).zip(own) {
            self.agreement(&format!("sla-{key}-{place}"), key, name, one);
        }
    }

    fn agreement(&mut self, key: &str, service: &str, name: &str, one: &Delivered) {
        let (customer, hours) = (customer_of(self.asked, one), hours_of(self.asked, one));
        let named = |key: Option<&String>| at(key.map(String::as_str).unwrap_or_default());
        let with = fields([
            ("name", json!(format!("{name} for {customer}"))),
            ("customer", named(self.customers.get(customer))),
            ("service", at(service)),
            ("calendar", named(self.calendars.get(hours))),
            ("exceptions", json!("None.")),
            ("owner", at("manager")),
            ("review_months", json!(12)),
        ]);
        self.add("service_level_agreement", key, &["8.3.3-1", "8.3.3-2"], with);
        for (metric, priority, minutes, share, promise) in PROMISES {
            let with = fields([
                ("name", json!(promise)),
                ("agreement", at(key)),
                ("metric", json!(metric)),
                ("priority", json!(priority)),
                ("target", json!(minutes * 60)),
                ("threshold", json!(share)),
            ]);
            let rank = priority.map_or_else(|| "all".to_owned(), |priority| priority.to_string());
            self.add("service_level_target", &format!("{key}-{metric}-{rank}"), &["8.3.3-3"], with);
        }
    }
}

/// What people and pages call the roles of those who are named in the answers.
pub fn roles(asked: &Interview, key: &str) -> &'static str {
    match key {
        "manager" if asked.is_one_person() => "service_manager, top_management, approver",
        "manager" => "service_manager",
        _ => "top_management, approver",
    }
}

fn person(asked: &Interview, name: &str, email: &str) -> Fields {
    fields([
        ("name", json!(name.trim())),
        ("email", json!(email.trim().to_lowercase())),
        ("time_zone", json!(asked.time_zone.trim())),
    ])
}

/// The weekly hours that are needed, with the keys of their calendars.
fn calendars(asked: &Interview) -> BTreeMap<String, String> {
    let mut all = BTreeMap::from([(asked.hours.trim().to_owned(), "calendar".to_owned())]);
    if asked.holds.contains(&Trait::AroundTheClock) {
        all.entry(ROUND_THE_CLOCK.to_owned()).or_insert_with(|| "calendar-round".to_owned());
    }
    for service in &asked.services {
        let next = format!("calendar-{}", all.len() + 1);
        all.entry(hours_of(asked, service).to_owned()).or_insert(next);
    }
    all
}

fn hours_of<'a>(asked: &'a Interview, service: &'a Delivered) -> &'a str {
    let own = service.hours.trim();
    if own.is_empty() { asked.hours.trim() } else { own }
}

fn calendar(asked: &Interview, hours: &str, today: Date) -> Fields {
    let years = today.year()..=today.year() + YEARS_AHEAD;
    let is_usual = hours == asked.hours.trim();
    let never_closes = hours == ROUND_THE_CLOCK;
    let place = holidays::of(&asked.country, years).filter(|_| !never_closes);
    let closed = place.map_or(Json::Null, |place| {
        let day = |(day, name): &(Date, String)| json!({"date": day.to_string(), "name": name});
        place.days.iter().map(day).collect()
    });
    let name = match (never_closes, is_usual) {
        (true, _) => "Round the clock".to_owned(),
        (_, true) => "Service desk hours".to_owned(),
        _ => format!("Hours {hours}"),
    };
    fields([
        ("name", json!(name)),
        ("hours", json!(hours)),
        ("time_zone", json!(asked.time_zone.trim())),
        ("country", json!(asked.country_name())),
        ("holidays", closed),
    ])
}

/// The name of whoever receives the service: the organization itself where nobody else does.
fn customer_of<'a>(asked: &'a Interview, service: &'a Delivered) -> &'a str {
    let own = service.customer.trim();
    if own.is_empty() { asked.organization.trim() } else { own }
}

/// The customers by name, with their keys.
fn customers(asked: &Interview) -> BTreeMap<&str, String> {
    let mut all = BTreeMap::new();
    for service in &asked.services {
        let next = format!("customer-{}", all.len() + 1);
        all.entry(customer_of(asked, service)).or_insert(next);
    }
    all
}

fn customer(asked: &Interview, name: &str) -> Fields {
    let is_own = name == asked.organization.trim();
    let words = if is_own { "Our own people, whom we serve like a customer." } else { "" };
    fields([
        ("name", json!(name)),
        ("relationship_manager", at("manager")),
        ("country", json!(if is_own { asked.country_name() } else { String::new() })),
        ("notes", json!(words)),
        ("review_months", json!(6)),
        ("survey_months", json!(12)),
        ("complaint_definition", json!(COMPLAINT)),
        ("complaint_acknowledge_days", json!(1)),
        ("complaint_answer_days", json!(10)),
        ("complaint_accept_days", json!(10)),
        (
            "complaint_escalation",
            json!(asked.fill("{top}, if the answer of {manager} does not satisfy.")),
        ),
        ("complaint_escalates_to", at(if asked.is_one_person() { "manager" } else { "top" })),
    ])
}

/// The services in the order of the answers, each once: key, name, and to whom it is delivered.
fn services(asked: &Interview) -> Vec<(String, String, Vec<&Delivered>)> {
    let mut all: Vec<(String, String, Vec<&Delivered>)> = Vec::new();
    for service in &asked.services {
        let name = service.name.trim();
        let same = all.iter_mut().find(|(_, known, _)| known.eq_ignore_ascii_case(name));
        match same {
            Some((_, _, own)) => own.push(service),
            None => {
                all.push((format!("service-{}", all.len() + 1), name.to_owned(), vec![service]));
            }
        }
    }
    all
}

fn entry(asked: &Interview, name: &str, service: &str, own: &[&Delivered]) -> Fields {
    let hours = own.first().map_or(asked.hours.trim(), |one| hours_of(asked, one));
    fields([
        ("name", json!(name)),
        ("service", at(service)),
        ("category", json!("Services")),
        (
            "description",
            json!(format!(
                "What {name} is and does, in two sentences that those who use it would say themselves."
            )),
        ),
        (
            "outcome",
            json!(format!("What people can do with {name} that they could not do without it.")),
        ),
        ("dependencies", json!("None that is known yet.")),
        ("hours", json!(format!("Somebody answers {hours}."))),
        ("how_to_request", json!("Ask the service desk.")),
        ("owner", at("manager")),
    ])
}
