//! Types of configuration items: what each is for, and by which attributes its items are described.
use gemba_model::{
    FieldFault, Kind, Situation,
    held::Structured,
    item_attributes::{Attribute, is_same},
    library::fault_unless,
};
use gemba_vocabulary::{Ref, kind};

/// A type of configuration item, such as server, with the attributes by which its items are
/// described, and which of them must be known before an item comes into use.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "CIT", clause = "8.2.6", settle = settle)]
#[kind(shares(Comments, Attachments, Links, Tags, Review))]
pub struct ConfigurationItemType {
    /// What it is called. Items name it as their type, in capitals or not.
    #[field(searched, listed)]
    pub name: String,
    /// What belongs to it and what does not, and why such items are kept under control.
    #[field(long, searched, listed)]
    pub purpose: Option<String>,
    /// Who answers for what is written down of such items.
    #[field(listed, filtered)]
    pub owner: Option<Ref<kind::Person>>,
    /// The attributes that such items have.
    #[field(rows = Attribute)]
    pub attributes: Option<Structured<Vec<Attribute>>>,
    /// The name in small letters, which is there only once.
    #[field(computed, unique)]
    pub key: Option<String>,
}

fn settle(
    me: &mut ConfigurationItemType,
    _: Option<&ConfigurationItemType>,
    _: &Situation<'_>,
) -> Result<(), FieldFault> {
    let attributes = me.attributes.as_ref().map_or(&[][..], |attributes| &attributes.0);
    for (place, one) in attributes.iter().enumerate() {
        let name = one.name.trim();
        fault_unless(!name.is_empty(), "attributes", "need a name each")?;
        let mut before = attributes.iter().take(place);
        let is_new = !before.any(|before| is_same(&before.name, name));
        fault_unless(is_new, "attributes", &format!("name “{name}” twice"))?;
        fault_unless(
            one.choices.as_deref().is_none_or(str::is_empty) || one.choices().len() > 1,
            "attributes",
            &format!("leave nothing to choose for “{name}”; give two values or more, or none"),
        )?;
    }
    me.key = Some(me.name.trim().to_lowercase());
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::story::Story;

    #[test]
    fn each_attribute_has_a_name_of_its_own() {
        let mut story = Story::saved("configuration_item_type", &[("name", " Server")]);
        assert_eq!(story.holds("key"), "server");
        let twice = r#"[{"name": "Memory"}, {"name": "memory "}]"#;
        let refusal = story.save(&[("attributes", twice)]).unwrap_err();
        assert!(refusal.contains("“memory” twice"), "{refusal}");
        let single = r#"[{"name": "Raid", "choices": "mirror"}]"#;
        assert!(story.save(&[("attributes", single)]).unwrap_err().contains("nothing to choose"));
        let sound = r#"[{"name": "Raid", "choices": "mirror, none", "needed": "from_high"}]"#;
        story.save(&[("attributes", sound)]).unwrap();
    }
}
