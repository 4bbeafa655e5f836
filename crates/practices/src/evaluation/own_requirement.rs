//! Requirements of one's own sets, each with what shows that it is met.
use gemba_model::{Choice, FieldFault, Kind, Situation, library::fault_unless};
use gemba_vocabulary::{Ref, clause::listed, kind};

/// One requirement of a set of your own. It is shown by requirements of ISO/IEC 20000-1 that ask for the same, by a
/// rule over records, or by both; where you say neither, a person confirms it for a time.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "ORQ", clause = "9.1", menu = Check, settle = settle)]
#[kind(shares(Comments, Attachments, Links))]
pub struct OwnRequirement {
    /// What it is about, in a few words.
    #[field(searched, listed)]
    pub name: String,
    /// The set that it is of.
    #[field(listed, filtered)]
    pub set: Ref<kind::RequirementSet>,
    /// Its number within the set, such as AC-2 or 3.1.
    #[field(searched, listed, filtered)]
    pub identifier: String,
    /// The clause, chapter or family that it stands in.
    #[field(listed, filtered)]
    pub part: Option<String>,
    /// What is asked.
    #[field(long, searched)]
    pub text: String,
    /// What helps to understand or to meet it.
    #[field(long, searched)]
    pub guidance: Option<String>,
    /// Whether it is a mere note, which nothing has to be done about.
    pub is_note: bool,
    /// The requirements of ISO/IEC 20000-1:2018 that show it too, by their numbers, such as 8.6.1-a, 8.6.1-b.
    #[field(searched)]
    pub shown_by: Option<String>,
    /// What has to be true of records.
    #[field(filtered)]
    pub rule: Option<Rule>,
    /// The kind of record that the rule looks at, by its name in addresses, such as continuity_test.
    #[field(filtered)]
    pub record_kind: Option<String>,
    /// The state of its life that the rule looks at, such as closed. Empty looks at all.
    pub in_state: Option<String>,
    /// The field that has to be filled in, by its name in data, such as resolution.
    pub has_field: Option<String>,
    /// Within how many months a new record has to come, again and again. Empty asks for none.
    #[field(unit = "months")]
    pub interval_months: Option<i64>,
}

/// What has to be true of records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Rule {
    /// There is at least one record of the kind.
    AtLeastOne,
    /// Every record of the kind has the field filled in.
    EveryHas,
}

/// The longest interval that makes sense: ten years.
const MONTHS_MAX: i64 = 120;

fn settle(
    me: &mut OwnRequirement,
    _: Option<&OwnRequirement>,
    _: &Situation<'_>,
) -> Result<(), FieldFault> {
    for text in [&mut me.shown_by, &mut me.record_kind, &mut me.in_state, &mut me.has_field] {
        *text = text.take().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    }
    me.identifier = me.identifier.trim().to_owned();
    me.shown_by = me.shown_by.as_ref().map(|ids| listed(ids).collect::<Vec<_>>().join(", "));
    let is_one_word = !me.identifier.is_empty() && !me.identifier.contains(char::is_whitespace);
    fault_unless(is_one_word, "identifier", "is one word, such as AC-2 or 3.1")?;
    let parts = [
        (me.record_kind.is_some(), "record_kind"),
        (me.in_state.is_some(), "in_state"),
        (me.has_field.is_some(), "has_field"),
        (me.interval_months.is_some(), "interval_months"),
    ];
    let Some(rule) = me.rule else {
        let given = parts.iter().find(|part| part.0).map(|part| part.1);
        let fault = "is part of a rule over records; choose one under “Rule”, or leave this empty";
        return fault_unless(given.is_none(), given.unwrap_or_default(), fault);
    };
    let fault = "is empty: say which kind of record the rule looks at";
    fault_unless(me.record_kind.is_some(), "record_kind", fault)?;
    let needs_field = rule == Rule::EveryHas;
    let fault = "is empty: say which field has to be filled in";
    fault_unless(!needs_field || me.has_field.is_some(), "has_field", fault)?;
    let fault = "is for the rule that every record has a field filled in; leave it empty";
    fault_unless(needs_field || me.has_field.is_none(), "has_field", fault)?;
    let is_usual = me.interval_months.is_none_or(|months| (1..=MONTHS_MAX).contains(&months));
    fault_unless(is_usual, "interval_months", "must be from 1 to 120")
}

#[cfg(test)]
mod tests {
    use crate::story::Story;

    const KIND: &str = "own_requirement";
    const WHOLE: &[(&str, &str)] = &[
        ("name", "Restoring is tried out"),
        ("set", "1"),
        ("identifier", "3.1"),
        ("text", "Restoring from backups is tried out each quarter."),
    ];

    fn refused(more: &[(&str, &str)]) -> String {
        Story::of(KIND).save(&[WHOLE, more].concat()).unwrap_err()
    }

    #[test]
    fn it_is_shown_by_others_by_a_rule_or_by_a_person() {
        let mut story = Story::saved(KIND, WHOLE);
        story.save(&[("shown_by", "8.7.2-1; 8.7.2-2 ")]).unwrap();
        assert_eq!(story.holds("shown_by"), "8.7.2-1, 8.7.2-2");
        let rule = [("rule", "at_least_one"), ("record_kind", "continuity_test")];
        story.save(&[&rule[..], &[("interval_months", "3")]].concat()).unwrap();
    }

    #[test]
    fn a_rule_is_whole() {
        assert!(refused(&[("in_state", "closed")]).contains("choose one under “Rule”"));
        assert!(refused(&[("rule", "at_least_one")]).contains("which kind of record"));
        let every = [("rule", "every_has"), ("record_kind", "incident")];
        assert!(refused(&every).contains("which field has to be filled in"));
        let one = [("rule", "at_least_one"), ("record_kind", "incident"), ("has_field", "summary")];
        assert!(refused(&one).contains("leave it empty"));
        let months = [&one[..2], &[("interval_months", "0")]].concat();
        assert!(refused(&months).contains("from 1 to 120"));
    }

    #[test]
    fn its_number_is_one_word() {
        let mut story = Story::of(KIND);
        let two = [&WHOLE[..2], &[("identifier", "AC 2")], &WHOLE[3..]].concat();
        assert!(story.save(&two).unwrap_err().contains("is one word"));
    }
}
