//! A small organization to measure in: people, services, and an agreement in force, so that a new incident costs what
//! it costs in life: its clock is worked out, and its alarms are queued.
use anyhow::{Context, Result};
use gemba_desk::{Command, Desk, Imported, Input, Setup, TokenScope};
use gemba_vocabulary::{
    RecordId, Value,
    actor::{Actor, Channel, Role},
};
use jiff::{Timestamp, tz::TimeZone};
use serde_json::json;
use std::collections::BTreeMap;

/// A house that is set up, and the secrets to enter it by.
pub struct House {
    /// For the API, with the right to write.
    pub token: String,
    /// For the pages.
    pub session: String,
    /// Its incidents have a clock.
    agreed: (RecordId, RecordId),
    /// Its incidents have none.
    free: (RecordId, RecordId),
}

/// Opens the desk on a database, as the program does.
pub fn open(database: &str) -> Result<Desk> {
    Ok(Desk::open(Setup {
        address: database.to_owned(),
        kinds: gemba_practices::KINDS,
        flows: gemba_flows::all(),
        signer: None,
        clock: Timestamp::now,
    })?)
}

/// Whoever owns the machine.
pub fn owner() -> Actor {
    Actor::house(Channel::CommandLine)
}

impl House {
    /// Sets up the organization.
    pub fn set_up(desk: &Desk) -> Result<Self> {
        let person = desk.add_person(&owner(), "Ben Ch", "ben@example.org", &[Role::Agent])?;
        let secret = desk.invite(&owner(), person)?;
        let session = desk.set_password(&secret, "a load of requests")?.token;
        let token = desk.make_token(&owner(), person, "measures", TokenScope::Write, 1)?;
        let agreed = (named(desk, "customer", "Northwind")?, named(desk, "service", "Mail")?);
        let free = (named(desk, "customer", "Southwind")?, named(desk, "service", "Files")?);
        agree(desk, agreed)?;
        Ok(Self { token, session, agreed, free })
    }

    /// A request that creates an incident; with an agreement it gets a clock.
    pub fn create(&self, number: usize, is_agreed: bool) -> Vec<u8> {
        let (customer, service) = if is_agreed { self.agreed } else { self.free };
        let body = json!({"fields": {
            "summary": format!("Mail does not arrive at desk {number}"),
            "description": "Since this morning nothing goes out, and what comes in is late by hours. \
                            Several colleagues see the same.",
            "customer": customer,
            "service": service,
            "category": "mail",
            "impact": "medium",
            "urgency": "low",
            "contact_type": "phone",
        }})
        .to_string();
        format!(
            "POST /api/v1/incident HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {}\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            self.token,
            body.len()
        )
        .into_bytes()
    }

    /// A request for a page.
    pub fn page(&self, path: &str) -> Vec<u8> {
        format!(
            "GET {path} HTTP/1.1\r\nHost: bench\r\nCookie: gemba_session={}\r\n\r\n",
            self.session
        )
        .into_bytes()
    }

    /// A request to the API.
    pub fn api(&self, path: &str) -> Vec<u8> {
        format!(
            "GET /api/v1{path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {}\r\n\r\n",
            self.token
        )
        .into_bytes()
    }
}

fn named(desk: &Desk, kind: &str, name: &str) -> Result<RecordId> {
    create(desk, kind, &[("name", name)])
}

fn create(desk: &Desk, kind: &str, fields: &[(&str, &str)]) -> Result<RecordId> {
    let done = desk.run(&owner(), Command::create(kind, typed(fields)));
    Ok(done.with_context(|| format!("a {kind} is refused"))?.record.id)
}

/// An agreement in force since long, with a promise for a response and for a solution.
fn agree(desk: &Desk, (customer, service): (RecordId, RecordId)) -> Result<()> {
    let calendar =
        [("name", "Office hours"), ("hours", "Mon-Fri 08:00-18:00"), ("time_zone", "Europe/Paris")];
    let calendar = create(desk, "calendar", &calendar)?.to_string();
    let (customer, service) = (customer.to_string(), service.to_string());
    let fields = [
        ("name", "Mail for Northwind"),
        ("customer", customer.as_str()),
        ("service", &service),
        ("calendar", &calendar),
        ("starts_on", "2020-01-01"),
    ];
    let imported = Imported {
        at: "2020-01-01T00:00:00Z".parse()?,
        state: Some("in_force".to_owned()),
        origin: None,
        by: None,
    };
    let command = Command::create("service_level_agreement", typed(&fields));
    let done = desk.run(&owner(), command.with_import(imported))?;
    let agreement = done.record.id.to_string();
    for (name, metric, target) in
        [("An answer", "response", "1h"), ("A solution", "resolution", "30h")]
    {
        let fields = [
            ("name", name),
            ("agreement", agreement.as_str()),
            ("metric", metric),
            ("target", target),
        ];
        create(desk, "service_level_target", &fields)?;
    }
    Ok(())
}

/// Fields as they are typed.
fn typed(fields: &[(&str, &str)]) -> Input {
    let own = |(name, text): &(&str, &str)| ((*name).to_owned(), (*text).to_owned());
    let fields: BTreeMap<_, _> = fields.iter().map(own).collect();
    Input::Text { fields, zone: TimeZone::UTC }
}

/// Fields as values.
pub fn values(fields: Vec<(&str, Value)>) -> Input {
    Input::Values(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use gemba_desk::Query;

    #[test]
    fn the_house_gives_its_incidents_a_clock() {
        let folder = tempfile::tempdir().unwrap();
        let desk = open(&format!("sqlite:{}", folder.path().join("a.db").display())).unwrap();
        let house = House::set_up(&desk).unwrap();
        let (actor, _) = desk.token(&house.token).unwrap().expect("the token is good");
        let body = |is_agreed| {
            let request = String::from_utf8(house.create(1, is_agreed)).unwrap();
            let body: serde_json::Value =
                serde_json::from_str(request.split("\r\n\r\n").nth(1).unwrap()).unwrap();
            body["fields"].as_object().unwrap().clone()
        };
        for is_agreed in [true, false] {
            desk.run(&actor, Command::create("incident", Input::Json(body(is_agreed)))).unwrap();
        }
        let view = desk.view("incident").unwrap();
        let page = desk.list(&owner(), &Query::of("incident")).unwrap();
        let dues: Vec<_> =
            page.records.iter().map(|record| view.value(record, "resolve_due").is_none()).collect();
        assert_eq!(dues, [true, false], "newest first: the one without an agreement has no clock");
        assert!(desk.session(&house.session).unwrap().is_some());
    }
}
