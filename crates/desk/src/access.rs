//! For how long somebody gets in: a day on the person, after which nothing opens any more.
use crate::{Command, Desk, Input, Refused};
use gemba_model::Record;
use gemba_vocabulary::{
    RecordId, Value,
    actor::{Actor, Channel, Role},
};
use jiff::civil::Date;

/// Somebody who is let in for a time.
#[derive(Clone, Debug)]
pub struct Guest {
    /// The last day on which they get in.
    pub until: Date,
    /// The certification body for which they audit, by its name; none for anybody else.
    pub audits_for: Option<String>,
}

impl Desk {
    /// Refuses whoever's last day is past, with a sentence that says so.
    pub(crate) fn gets_in(&self, person: &Record) -> Result<(), Refused> {
        let view = self.known("person")?;
        let today = self.now().to_zoned(self.zone()).date();
        match view.value(person, "access_until") {
            Value::Date(day) if *day < today => Err(Refused::Not(format!(
                "Access was given until {day} and is over. Ask an administrator if it is to go on."
            ))),
            _ => Ok(()),
        }
    }

    /// The record of a person, whoever asks.
    pub(crate) fn person(&self, id: RecordId) -> Result<Record, Refused> {
        self.record(&Actor::house(Channel::CommandLine), "person", id)
    }

    /// Makes a person who gets in until a day.
    pub fn add_guest(
        &self,
        actor: &Actor,
        (name, email): (&str, &str),
        roles: &[Role],
        guest: &Guest,
    ) -> Result<RecordId, Refused> {
        let roles: Vec<_> = roles.iter().map(|role| role.name()).collect();
        let mut values = vec![
            ("name".to_owned(), Value::Text(name.to_owned())),
            ("email".to_owned(), Value::Text(email.trim().to_lowercase())),
            ("roles".to_owned(), Value::Text(roles.join(", "))),
        ];
        values.extend(self.limits(actor, guest)?);
        Ok(self.run(actor, Command::create("person", Input::Values(values)))?.record.id)
    }

    /// Sets until which day a person gets in.
    pub fn let_in(&self, actor: &Actor, person: RecordId, guest: &Guest) -> Result<(), Refused> {
        let input = Input::Values(self.limits(actor, guest)?);
        self.run(actor, Command::change("person", person, None, input)).map(|_| ())
    }

    fn limits(&self, actor: &Actor, guest: &Guest) -> Result<Vec<(String, Value)>, Refused> {
        let mut values = vec![("access_until".to_owned(), Value::Date(guest.until))];
        if let Some(name) = &guest.audits_for {
            let id = self.body_named(actor, name)?;
            values.push(("audits_for".to_owned(), Value::Ref(id)));
        }
        Ok(values)
    }

    fn body_named(&self, actor: &Actor, name: &str) -> Result<RecordId, Refused> {
        const KIND: &str = "certification_body";
        let name = name.trim();
        let filters = vec![gemba_model::filter::Filter::is("name", Value::Text(name.to_owned()))];
        let query = crate::Query { filters, ..crate::Query::of(KIND) };
        let found = self.list(actor, &query)?.records.first().map(|one| one.id);
        found.ok_or_else(|| {
            Refused::Not(format!(
                "There is no certification body “{name}”. Record it first, under “Certification bodies”."
            ))
        })
    }
}
