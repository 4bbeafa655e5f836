//! What is asked before the kit is made.
use super::holidays;
use gemba_desk::Refused;
use gemba_model::FieldFault;
use gemba_vocabulary::calendar::{WeeklyHours, time_zone};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The answers about an organization, as a file of answers holds them too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Interview {
    /// What it is called.
    pub organization: String,
    /// How many people work in it.
    pub people: u32,
    /// Where it is at home, as a code such as `DE`, or `DE-HH` for a region.
    pub country: String,
    /// The time zone of the clock on its wall.
    pub time_zone: String,
    /// The hours in which somebody answers, such as `Mon-Fri 08:00-18:00`.
    pub hours: String,
    /// What else is true of it.
    #[serde(default)]
    pub holds: BTreeSet<Trait>,
    /// Who answers for the services.
    pub manager: Somebody,
    /// Who directs the organization.
    pub top: Somebody,
    /// What it delivers, and to whom.
    #[serde(rename = "service")]
    pub services: Vec<Delivered>,
}

/// What can be true of an organization and decides which drafts it gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trait {
    /// It holds a certificate by ISO/IEC 27001, or wants one.
    Iso27001,
    /// It holds a certificate by ISO 9001, or wants one.
    Iso9001,
    /// Somebody works round the clock.
    AroundTheClock,
    /// Suppliers contribute to its services.
    Suppliers,
    /// Its services keep data of persons.
    PersonalData,
}

/// A person by name and mail address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Somebody {
    /// Their name.
    pub name: String,
    /// The address they sign in with.
    pub email: String,
}

/// A service and who receives it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Delivered {
    /// What the service is called.
    pub name: String,
    /// The customer; empty where the organization serves itself.
    #[serde(default)]
    pub customer: String,
    /// Its hours where they differ from the usual ones.
    #[serde(default)]
    pub hours: String,
}

/// From how many people on an organization is a larger one.
pub const LARGER: u32 = 26;

impl Trait {
    /// Every one, in the order in which they are asked.
    pub const ALL: [Self; 5] =
        [Self::Iso27001, Self::Iso9001, Self::AroundTheClock, Self::Suppliers, Self::PersonalData];

    /// Its name in files and forms.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Iso27001 => "iso27001",
            Self::Iso9001 => "iso9001",
            Self::AroundTheClock => "around_the_clock",
            Self::Suppliers => "suppliers",
            Self::PersonalData => "personal_data",
        }
    }

    /// The one of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }

    /// The question that it answers.
    pub const fn question(self) -> &'static str {
        match self {
            Self::Iso27001 => "Is there a certificate by ISO/IEC 27001, or should there be one?",
            Self::Iso9001 => "Is there a certificate by ISO 9001, or should there be one?",
            Self::AroundTheClock => "Does somebody answer round the clock?",
            Self::Suppliers => "Do suppliers contribute to the services?",
            Self::PersonalData => "Do the services keep data of persons?",
        }
    }
}

impl Interview {
    /// Answers to begin with, for a small provider.
    pub fn usual(zone: &str) -> Self {
        let nobody = || Somebody { name: String::new(), email: String::new() };
        Self {
            organization: String::new(),
            people: 10,
            country: String::new(),
            time_zone: zone.to_owned(),
            hours: "Mon-Fri 08:00-18:00".to_owned(),
            holds: BTreeSet::new(),
            manager: nobody(),
            top: nobody(),
            services: Vec::new(),
        }
    }

    /// Reads a file of answers.
    pub fn read(text: &str) -> Result<Self, Refused> {
        let read: Result<Self, _> = toml::from_str(text);
        read.map_err(|error| Refused::Not(format!("The answers cannot be read: {error}")))
    }

    /// Whether the token of an `only_if` holds; none is unknown.
    pub fn meets(&self, token: &str) -> Option<bool> {
        if let Some(other) = token.strip_prefix('!') {
            return self.meets(other).map(|holds| !holds);
        }
        if token == "larger" {
            return Some(self.people >= LARGER);
        }
        Trait::named(token).map(|one| self.holds.contains(&one))
    }

    /// Whether the same person manages the services and directs the organization.
    pub fn is_one_person(&self) -> bool {
        self.manager.email.trim().eq_ignore_ascii_case(self.top.email.trim())
    }

    /// The name of the country, or its code where it is not known.
    pub fn country_name(&self) -> String {
        let code = self.country.trim().to_uppercase();
        let known = code.split('-').next().unwrap_or_default().to_owned();
        let found = holidays::codes().find(|(one, _)| *one == known);
        found.map_or(code, |(_, name)| name.to_owned())
    }

    /// Everything that is wrong with the answers, by the name of the answer.
    pub fn check(&self) -> Result<(), Refused> {
        let mut faults = Vec::new();
        let mut need = |holds: bool, field: &str, sentence: &str| {
            if !holds {
                faults.push(FieldFault::new(field, sentence));
            }
        };
        let is_named = |text: &str| !text.trim().is_empty();
        let is_mail = |text: &str| {
            let parts = text.trim().split_once('@');
            parts.is_some_and(|(name, house)| is_named(name) && house.contains('.'))
        };
        need(is_named(&self.organization), "organization", "is required");
        need((1..=1_000_000).contains(&self.people), "people", "must be one or more");
        need(is_named(&self.country), "country", "is required, as a code such as DE or FR");
        need(
            time_zone(self.time_zone.trim()).is_ok(),
            "time_zone",
            "must be a time zone's name, such as Europe/Paris",
        );
        let are_hours = |text: &str| text.trim().parse::<WeeklyHours>().is_ok();
        need(are_hours(&self.hours), "hours", "must be weekly hours, such as Mon-Fri 08:00-18:00");
        for (field, somebody) in [("manager", &self.manager), ("top", &self.top)] {
            need(is_named(&somebody.name), field, "needs a name");
            need(is_mail(&somebody.email), field, "needs a mail address, such as ada@example.org");
        }
        need(!self.services.is_empty(), "services", "are missing; name at least one");
        let named: BTreeSet<_> = self.services.iter().map(Delivered::key).collect();
        need(
            named.len() == self.services.len(),
            "services",
            "name a service twice for the same customer",
        );
        for service in &self.services {
            need(is_named(&service.name), "services", "need a name each");
            let hours = service.hours.trim();
            need(
                hours.is_empty() || are_hours(hours),
                "services",
                "have hours that cannot be read",
            );
        }
        if faults.is_empty() { Ok(()) } else { Err(Refused::Invalid(faults)) }
    }

    /// A sentence's text with what this organization is called in place of `{organization}` and the like.
    pub fn fill(&self, text: &str) -> String {
        let words: [(&str, &dyn Fn() -> String); 6] = [
            ("{organization}", &|| self.organization.trim().to_owned()),
            ("{services}", &|| self.services_in_words()),
            ("{country}", &|| self.country_name()),
            ("{hours}", &|| self.hours.trim().to_owned()),
            ("{manager}", &|| self.manager.name.trim().to_owned()),
            ("{top}", &|| self.top.name.trim().to_owned()),
        ];
        let mut text = text.to_owned();
        for (name, word) in words {
            if text.contains(name) {
                text = text.replace(name, &word());
            }
        }
        text
    }

    /// The services as they stand in a sentence, each once.
    pub fn services_in_words(&self) -> String {
        let mut names: Vec<&str> = Vec::new();
        for service in &self.services {
            let name = service.name.trim();
            if !names.contains(&name) {
                names.push(name);
            }
        }
        match names.split_last() {
            Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
            Some((last, _)) => (*last).to_owned(),
            None => String::new(),
        }
    }
}

impl Delivered {
    /// A service as one says it: `Mail for Harbour School, Mon-Sat 07:00-20:00`.
    pub fn told(text: &str) -> Self {
        let (text, hours) = match text.rsplit_once(", ") {
            Some((rest, hours)) if hours.trim().parse::<WeeklyHours>().is_ok() => (rest, hours),
            _ => (text, ""),
        };
        let (name, customer) = text.split_once(" for ").unwrap_or((text, ""));
        let own = |text: &str| text.trim().to_owned();
        Self { name: own(name), customer: own(customer), hours: own(hours) }
    }

    fn key(&self) -> (String, String) {
        (self.name.trim().to_lowercase(), self.customer.trim().to_lowercase())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_is_read_as_one_says_it() {
        let told = |text: &str| {
            let Delivered { name, customer, hours } = Delivered::told(text);
            [name, customer, hours].join("|")
        };
        assert_eq!(told("Mail"), "Mail||");
        assert_eq!(told("Mail for Harbour School"), "Mail|Harbour School|");
        assert_eq!(told("Mail for Quay, Sons & Co."), "Mail|Quay, Sons & Co.|");
        assert_eq!(told("Water for the town, 24x7"), "Water|the town|24x7");
    }
}
