//! The organization before any work is done: hours, teams, customers, people, priorities.
use crate::{
    data::{Data, Person},
    days::Days,
    deed::{Deed, at, fields, minutes_after},
};
use gemba_desk::Refused;
use serde_json::{Value as Json, json};

/// What sets the organization up, thirteen months ago.
pub fn deeds(data: &Data, days: &Days) -> Result<Vec<Deed>, Refused> {
    let first = data.organization.first.as_str();
    let begins = days.moment("m13.1+ 08:00")?;
    let mut deeds = Vec::new();
    let persons = || data.organization.person.iter();
    for person in persons().filter(|person| person.key == first) {
        deeds.push(person_deed(data, person, begins, "house"));
    }
    calendars(data, days, &mut deeds)?;
    let org = &data.organization;
    for team in &org.team {
        let email = format!("{}@{}", team.email, org.domain);
        let with = fields([
            ("name", json!(team.name)),
            ("email", json!(email)),
            ("purpose", json!(team.purpose)),
        ]);
        let key = format!("team-{}", team.key);
        deeds.push(Deed::make(minutes_after(begins, 20), first, "team", &key, with));
    }
    for customer in &org.customer {
        let with = fields([
            ("name", json!(customer.name)),
            ("country", json!(customer.country)),
            ("address", json!(customer.address)),
            ("notes", json!(customer.notes)),
        ]);
        deeds.push(Deed::make(minutes_after(begins, 30), first, "customer", &customer.key, with));
    }
    for person in persons().filter(|person| person.key != first) {
        deeds.push(person_deed(data, person, minutes_after(begins, 45), first));
    }
    let known = minutes_after(begins, 60);
    for team in &org.team {
        let with = fields([("manager", at(&team.manager))]);
        deeds.push(Deed::take(known, first, &format!("team-{}", team.key), "change", with));
    }
    for customer in &org.customer {
        let with = fields([
            ("relationship_manager", at(&customer.manager)),
            ("contact", at(&customer.contact)),
        ]);
        deeds.push(Deed::take(known, first, &customer.key, "change", with));
    }
    let agreed = days.moment("w46 09:00")?;
    for customer in &org.customer {
        deeds.push(Deed::take(
            agreed,
            &customer.manager,
            &customer.key,
            "change",
            customer.care.clone(),
        ));
    }
    for person in persons() {
        let of_customer = |key: &String| org.customer.iter().find(|one| one.key == *key);
        let customer = person.customer.as_ref().and_then(of_customer).map(|one| &one.contact);
        let of_team = |key: &String| org.team.iter().find(|one| one.key == *key);
        let team = person.team.as_ref().and_then(of_team).map(|one| &one.manager);
        let leader = customer.or(team).filter(|leader| **leader != person.key);
        if let Some(leader) = leader {
            let with = fields([("manager", at(leader))]);
            deeds.push(Deed::take(known, first, &person.key, "change", with));
        }
    }
    priorities(data, days, &mut deeds)?;
    Ok(deeds)
}

/// The address with which a person signs in.
pub fn email(data: &Data, person: &Person) -> String {
    let org = &data.organization;
    let own = org.customer.iter().find(|one| Some(&one.key) == person.customer.as_ref());
    let domain = own.map_or(&org.domain, |customer| &customer.domain);
    format!("{}@{domain}", person.key)
}

fn person_deed(data: &Data, person: &Person, when: jiff::Timestamp, by: &str) -> Deed {
    let team = person.team.as_ref().map(|team| format!("team-{team}")).unwrap_or_default();
    let with = fields([
        ("name", json!(person.name)),
        ("email", json!(email(data, person))),
        ("roles", json!(person.roles)),
        ("job_title", json!(person.job_title)),
        ("phone", json!(person.phone)),
        ("location", json!(person.location)),
        ("team", at(&team)),
        ("customer", at(person.customer.as_deref().unwrap_or_default())),
        ("time_zone", json!(data.organization.time_zone)),
    ]);
    Deed::make(when, by, "person", &person.key, with)
}

fn calendars(data: &Data, days: &Days, deeds: &mut Vec<Deed>) -> Result<(), Refused> {
    let when = days.moment("m13.1+ 08:10")?;
    let org = &data.organization;
    let holidays: Vec<_> = data
        .holidays
        .iter()
        .map(|(date, name)| json!({"date": date.to_string(), "name": name}))
        .collect();
    for calendar in &org.calendar {
        let closed = if calendar.holidays { Json::from(holidays.clone()) } else { Json::Null };
        let with = fields([
            ("name", json!(calendar.name)),
            ("hours", json!(calendar.hours)),
            ("time_zone", json!(org.time_zone)),
            ("country", json!("Germany")),
            ("holidays", closed),
        ]);
        let key = format!("cal-{}", calendar.key);
        deeds.push(Deed::make(when, &org.first, "calendar", &key, with));
    }
    Ok(())
}

fn priorities(data: &Data, days: &Days, deeds: &mut Vec<Deed>) -> Result<(), Refused> {
    let when = days.moment("m13.1+ 09:30")?;
    let org = &data.organization;
    for (impact, row) in &org.priorities {
        for (urgency, priority) in row {
            let with = fields([
                ("impact", json!(impact)),
                ("urgency", json!(urgency)),
                ("priority", json!(priority)),
                ("label", json!(org.priority_labels.get(&priority.to_string()))),
            ]);
            let key = format!("priority-{impact}-{urgency}");
            deeds.push(Deed::make(when, &org.first, "priority_rule", &key, with));
        }
    }
    Ok(())
}
