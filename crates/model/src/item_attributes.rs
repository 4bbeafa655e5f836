//! What configuration items of a type are described by: which attributes they can have, which they need, and whether
//! what is given suits.
use crate::{Choice, Row};
use serde::{Deserialize, Serialize};

/// The kind that says which attributes there are.
pub const KIND: &str = "configuration_item_type";
/// The criticality of services, the least first.
const CRITICALITIES: [&str; 4] = ["low", "medium", "high", "critical"];

/// An attribute that items of a type have.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct Attribute {
    /// What it is called, such as “Memory”.
    pub name: String,
    /// For which items it must be known before they come into use; empty means for none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub needed: Option<Needed>,
    /// What stands behind the value, such as GB.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The values that it can have, with commas between them; empty means any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub choices: Option<String>,
    /// What it means and where it is found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
}

/// For which items an attribute must be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Needed {
    /// For every item.
    Always,
    /// For items of services that are critical to a medium degree or more.
    FromMedium,
    /// For items of services that are critical to a high degree or more.
    FromHigh,
    /// For items of critical services only.
    ForCritical,
}

impl Needed {
    /// Whether it is needed for an item of a service with that criticality.
    fn is_at(self, criticality: Option<&str>) -> bool {
        let given =
            criticality.and_then(|given| CRITICALITIES.iter().position(|one| *one == given));
        let from = match self {
            Self::Always => return true,
            Self::FromMedium => 1,
            Self::FromHigh => 2,
            Self::ForCritical => 3,
        };
        given.is_some_and(|given| given >= from)
    }
}

/// The value of one attribute of an item.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct Given {
    /// The attribute, as the type of the item names it.
    pub name: String,
    /// Its value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

impl Given {
    fn has_value(&self) -> bool {
        self.value.as_deref().is_some_and(|value| !value.trim().is_empty())
    }
}

/// Whether two names are the same however they are written.
pub fn is_same(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

impl Attribute {
    /// The values that it can have; none means any.
    pub fn choices(&self) -> Vec<&str> {
        let choices = self.choices.as_deref().unwrap_or_default().split(',').map(str::trim);
        choices.filter(|choice| !choice.is_empty()).collect()
    }
}

/// What is given, in the spelling of the type and without what is empty; the error says which does not suit, in words
/// that continue “Attributes …”.
pub fn settled(attributes: &[Attribute], given: &[Given]) -> Result<Vec<Given>, String> {
    let mut settled: Vec<Given> = Vec::new();
    for one in given.iter().filter(|one| one.has_value()) {
        let Some(attribute) = attributes.iter().find(|known| is_same(&known.name, &one.name))
        else {
            let known: Vec<_> = attributes.iter().map(|known| known.name.trim()).collect();
            let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
            let name = one.name.trim();
            return Err(format!("name “{name}”, which its type does not have; there are: {known}"));
        };
        let name = attribute.name.trim().to_owned();
        if settled.iter().any(|before| before.name == name) {
            return Err(format!("name “{name}” twice"));
        }
        let value = one.value.as_deref().unwrap_or_default().trim();
        let choices = attribute.choices();
        let suits = choices.iter().find(|choice| is_same(choice, value)).copied();
        if !choices.is_empty() && suits.is_none() {
            let choices = choices.join(", ");
            return Err(format!("give “{value}” for “{name}”; it can be: {choices}"));
        }
        settled.push(Given { name, value: Some(suits.unwrap_or(value).to_owned()) });
    }
    Ok(settled)
}

/// The attributes that an item of a service with that criticality needs and does not have.
pub fn missing<'a>(
    attributes: &'a [Attribute],
    given: &[Given],
    criticality: Option<&str>,
) -> Vec<&'a str> {
    let is_given = |name: &str| given.iter().any(|one| is_same(&one.name, name) && one.has_value());
    let needed = attributes.iter().filter(|one| one.needed.is_some_and(|of| of.is_at(criticality)));
    needed.map(|one| one.name.trim()).filter(|name| !is_given(name)).collect()
}

/// The names of the attributes that nothing is given of yet, to be offered.
pub fn offered<'a>(attributes: &'a [Attribute], names: &[&str]) -> Vec<&'a str> {
    let is_there = |name: &str| names.iter().any(|one| is_same(one, name));
    attributes.iter().map(|one| one.name.trim()).filter(|name| !is_there(name)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attribute(name: &str, needed: Option<Needed>, choices: &str) -> Attribute {
        let choices = Some(choices.to_owned());
        Attribute { name: name.to_owned(), needed, choices, ..Attribute::default() }
    }

    fn given(name: &str, value: &str) -> Given {
        Given { name: name.to_owned(), value: Some(value.to_owned()) }
    }

    fn server() -> [Attribute; 3] {
        [
            attribute("Memory", Some(Needed::Always), ""),
            attribute("Raid", Some(Needed::FromHigh), "none, mirror"),
            attribute("Note", None, ""),
        ]
    }

    #[test]
    fn what_suits_comes_in_the_spelling_of_the_type() {
        let told = settled(&server(), &[given("memory ", " 64 "), given("RAID", "Mirror")]);
        assert_eq!(told, Ok(vec![given("Memory", "64"), given("Raid", "mirror")]));
        assert_eq!(settled(&server(), &[given("Colour", "")]), Ok(vec![]), "nothing is given");
    }

    #[test]
    fn what_does_not_suit_is_told() {
        let fault = |given: &[Given]| settled(&server(), given).unwrap_err();
        let unknown = fault(&[given("Colour", "red")]);
        assert!(unknown.ends_with("does not have; there are: Memory, Raid, Note"), "{unknown}");
        assert_eq!(
            fault(&[given("Raid", "five")]),
            "give “five” for “Raid”; it can be: none, mirror"
        );
        assert_eq!(fault(&[given("Note", "a"), given("note", "b")]), "name “Note” twice");
    }

    #[test]
    fn more_is_needed_the_more_depends_on_it() {
        let server = server();
        assert_eq!(missing(&server, &[], None), ["Memory"]);
        assert_eq!(missing(&server, &[given("Memory", "64")], Some("medium")), [""; 0]);
        assert_eq!(missing(&server, &[given("memory", "64")], Some("high")), ["Raid"]);
        assert_eq!(missing(&server, &[given("Raid", " ")], Some("critical")), ["Memory", "Raid"]);
        assert_eq!(offered(&server, &["raid"]), ["Memory", "Note"]);
    }
}
