//! Custom fields: what one organization adds to the built-in kinds, and which rules it tightens.
use gemba_model::{Choice, FieldFault, Kind, Situation, library::fault_unless};

/// A field that your organization adds to a kind of record, or a built-in field that it makes
/// stricter. What Gemba needs to prove conformity can be tightened, never loosened.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "FLD", clause = "7.5", title = "name", menu = Organization, settle = settle)]
#[kind(shares(Comments))]
pub struct CustomField {
    /// The kind of record that gets the field, such as `incident`.
    #[field(listed, filtered)]
    pub of_kind: String,
    /// The field's name in data. A new field begins with `x_`, such as `x_cost_center`; a built-in
    /// field is named as it is, to make it stricter.
    #[field(listed)]
    pub field: String,
    /// What people read beside the input.
    #[field(listed)]
    pub label: Option<String>,
    /// What the field is for, told under the input.
    #[field(long)]
    pub help: Option<String>,
    /// What a new field can hold. Leave it empty when you tighten a built-in field.
    #[field(listed)]
    pub holds: Option<FieldType>,
    /// The choices of a choice field, one a line.
    #[field(long)]
    pub choices: Option<String>,
    /// The kind of record that a reference leads to, such as `supplier`.
    pub target: Option<String>,
    /// Whether a record without it is refused.
    #[field(listed)]
    pub required: bool,
    /// Whether lists can be narrowed and sorted by it quickly. It costs a little at every save.
    pub filtered: bool,
    /// Whether lists show it unless someone chose other columns.
    pub in_list: bool,
    /// Whether a customer's people see it.
    pub customer_visible: bool,
    /// The kind and the field together.
    #[field(computed, searched)]
    pub name: Option<String>,
}

/// What a field can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum FieldType {
    /// One line of text.
    ShortText,
    /// Many lines of text, with Markdown.
    LongText,
    /// A whole number.
    Integer,
    /// A number with up to six decimal places.
    Decimal,
    /// A share of a hundred.
    Percent,
    /// An amount in a currency.
    Money,
    /// Yes or no.
    #[choice(label = "Yes or no")]
    YesNo,
    /// A calendar day.
    Date,
    /// A date and a time of day.
    #[choice(label = "Date and time")]
    Instant,
    /// A length of time.
    Duration,
    /// One of the choices you write down.
    Choice,
    /// One record of another kind.
    Reference,
    /// Several records of another kind.
    References,
}

fn settle(
    me: &mut CustomField,
    before: Option<&CustomField>,
    _: &Situation<'_>,
) -> Result<(), FieldFault> {
    me.of_kind = me.of_kind.trim().to_owned();
    me.field = me.field.trim().to_owned();
    let is_word = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
    fault_unless(
        me.field.bytes().all(is_word),
        "field",
        "must consist of small letters, digits and underscores, such as x_cost_center",
    )?;
    if me.field.starts_with("x_") {
        check_added(me)?;
    } else {
        let is_plain = me.holds.is_none() && me.choices.is_none() && me.target.is_none();
        fault_unless(
            is_plain,
            "field",
            "is a built-in field, and what it holds cannot be changed; a field of your own begins \
             with x_",
        )?;
    }
    let renamed = before.is_some_and(|old| (&old.of_kind, &old.field) != (&me.of_kind, &me.field));
    fault_unless(
        !renamed,
        "field",
        "cannot be renamed, since records hold it; retire it and add another",
    )?;
    let retyped = before.is_some_and(|old| old.holds != me.holds);
    fault_unless(
        !retyped,
        "holds",
        "cannot be changed, since records hold it; retire the field and add another",
    )?;
    me.name = Some(format!("{}.{}", me.of_kind, me.field));
    Ok(())
}

fn check_added(me: &CustomField) -> Result<(), FieldFault> {
    fault_unless((3..=60).contains(&me.field.len()), "field", "needs 1 to 58 letters after x_")?;
    let Some(holds) = me.holds else {
        return Err(FieldFault::new("holds", "is required: say what the new field can hold"));
    };
    let is_choice = holds == FieldType::Choice;
    let has_lines = me.choices.as_deref().is_some_and(|text| !text.trim().is_empty());
    fault_unless(!is_choice || has_lines, "choices", "are required: write them down, one a line")?;
    let is_reference = matches!(holds, FieldType::Reference | FieldType::References);
    fault_unless(
        !is_reference || me.target.is_some(),
        "target",
        "is required: name the kind of record that the field leads to",
    )
}

#[cfg(test)]
mod tests {
    use super::FieldType;
    use crate::story::Story;
    use gemba_model::{AnyKind, Choice, Of, overlay};
    use std::collections::BTreeSet;

    fn refused(fields: &[(&str, &str)]) -> String {
        Story::of("custom_field").save(fields).unwrap_err()
    }

    #[test]
    fn a_new_field_says_what_it_holds() {
        let added = [("of_kind", "incident"), ("field", "x_floor")];
        let with = |more: &[(&str, &str)]| refused(&[&added[..], more].concat());
        assert!(with(&[]).starts_with("Holds is required"));
        assert!(with(&[("holds", "choice")]).starts_with("Choices are required"));
        assert!(with(&[("holds", "references")]).starts_with("Target is required"));
        let whole = [&added[..], &[("holds", "integer")]].concat();
        let mut story = Story::saved("custom_field", &whole);
        assert_eq!(story.holds("name"), "incident.x_floor");
        assert!(story.save(&[("field", "x_room")]).unwrap_err().contains("cannot be renamed"));
        assert!(story.save(&[("holds", "date")]).unwrap_err().contains("cannot be changed"));
    }

    #[test]
    fn a_built_in_field_is_made_stricter_and_nothing_else() {
        let strict = [("of_kind", "incident"), ("field", "category"), ("required", "yes")];
        assert_eq!(Story::saved("custom_field", &strict).holds("name"), "incident.category");
        let retyped = [&strict[..], &[("holds", "integer")]].concat();
        assert!(refused(&retyped).contains("is a built-in field"));
        assert!(
            refused(&[("of_kind", "incident"), ("field", "x Floor")]).contains("small letters")
        );
    }

    #[test]
    fn every_type_offered_here_is_one_that_the_overlay_takes() {
        const FACE: &dyn AnyKind = &Of::<super::CustomField>::FACE;
        let kinds = BTreeSet::from(["custom_field"]);
        for holds in FieldType::ALL {
            let addition = overlay::Addition {
                kind: "custom_field".to_owned(),
                field: "x_new".to_owned(),
                holds: Some(holds.name().to_owned()),
                choices: vec!["one".to_owned()],
                target: Some("custom_field".to_owned()),
                ..overlay::Addition::default()
            };
            let mut view = overlay::KindView::plain(FACE);
            assert_eq!(view.lay(&addition, &kinds), Ok(()), "{}", holds.name());
            assert_eq!(view.custom[0].holds.name(), holds.name());
        }
    }
}
