//! Who has to know what: who works for the organization, and for whom of them a document is. One answer for those who
//! ask and those who count.
use crate::{Record, overlay::KindView};
use gemba_vocabulary::{Value, actor::Role};

/// Roles that nobody has who works here.
const OF_OTHERS: [Role; 3] = [Role::Requester, Role::CustomerContact, Role::Program];

/// Whether somebody works for the organization, employed or by contract. Whoever belongs to a customer, or audits for
/// somebody else, does not.
pub fn is_ours(people: &KindView, person: &Record) -> bool {
    let roles = people.value(person, "roles").as_text().unwrap_or_default();
    let works_here = roles
        .split(',')
        .filter_map(|name| Role::named(name.trim()))
        .any(|role| !OF_OTHERS.contains(&role));
    let of_others =
        ["customer", "audits_for"].iter().any(|field| !people.value(person, field).is_none());
    person.state == "current" && !of_others && works_here
}

/// Whether a document is for somebody who works here.
pub fn is_for(documents: &KindView, document: &Record, people: &KindView, person: &Record) -> bool {
    if documents.value(document, "distribution").as_text() != Some("teams") {
        return true;
    }
    match (documents.value(document, "teams"), people.value(person, "team")) {
        (Value::Refs(teams), Value::Ref(team)) => teams.contains(team),
        _ => false,
    }
}
