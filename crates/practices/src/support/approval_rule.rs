//! Approval rules: who has to say yes to what, before it begins.
use gemba_model::{
    Choice, FieldFault, Kind, Situation,
    condition::Condition,
    library::{fault_unless, is_import},
};
use gemba_vocabulary::{Ref, kind};

/// Who has to approve changes or requests of a certain sort. Gemba asks them by itself, one stage
/// after the other, and nothing goes on before they said yes.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "APL", clause = "8.5.1", menu = Plan, settle = settle)]
#[kind(shares(Comments, Links, Review))]
pub struct ApprovalRule {
    /// What people call the rule, such as “Line manager” or “Change authority for vital services”.
    #[field(searched, listed)]
    pub name: String,
    /// What it decides about.
    #[field(filtered, listed)]
    pub about: About,
    /// Whether it is for those request items only that name it. Else it is for all of them.
    #[field(filtered, label = "Only where named")]
    pub only_named: bool,
    /// When it asks, as a condition in CEL, such as `change.risk == "high"` or `request.price >
    /// 500.0`. Empty means always.
    pub condition: Option<String>,
    /// In which order it asks: everybody of stage 1 first, then stage 2. Rules of one stage ask side by side.
    #[field(listed, default = "1")]
    pub stage: i64,
    /// Who is asked.
    #[field(listed, default = "people")]
    pub asks: Asked,
    /// The people who are asked, if the rule names them.
    pub people: Vec<Ref<kind::Person>>,
    /// The team whose members are asked, if the rule asks a team.
    #[field(filtered)]
    pub team: Option<Ref<kind::Team>>,
    /// How many of them have to say yes.
    #[field(listed, default = "1")]
    pub needed: i64,
    /// Who is asked where all the others are the ones who want it, and who may decide while they are away.
    pub deputies: Vec<Ref<kind::Person>>,
}

/// What a rule decides about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum About {
    /// Changes, once they are assessed.
    Change,
    /// Service requests, once they are handed in.
    ServiceRequest,
}

/// Who is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Asked {
    /// The people that the rule names.
    People,
    /// The members of the team that the rule names.
    Team,
    /// The manager of whoever wants it, as their own record says.
    Manager,
    /// Whoever answers for the service.
    ServiceOwner,
}

fn settle(
    me: &mut ApprovalRule,
    _: Option<&ApprovalRule>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    if let Some(text) = &me.condition {
        Condition::read(text).map_err(|fault| FieldFault::new("condition", fault))?;
    }
    fault_unless((1..=9).contains(&me.stage), "stage", "must be 1 to 9")?;
    fault_unless((1..=9).contains(&me.needed), "needed", "must be 1 to 9")?;
    fault_unless(
        !(me.only_named && me.about == About::Change),
        "only_named",
        "is for request items; a rule about changes is for all of them, by its condition",
    )?;
    if is_import(now) {
        return Ok(());
    }
    let asks_a_form = me.condition.as_deref().is_some_and(|text| text.contains("answers."));
    fault_unless(
        me.only_named || !asks_a_form,
        "only_named",
        "is needed: the condition asks for answers, which only the items that name the rule have",
    )?;
    let are_named = me.asks != Asked::People || !me.people.is_empty();
    fault_unless(are_named, "people", "are missing; name those who are asked")?;
    let has_team = me.asks != Asked::Team || me.team.is_some();
    fault_unless(has_team, "team", "is missing; name the team whose members are asked")?;
    let is_reachable =
        me.asks != Asked::People || i64::try_from(me.people.len()).unwrap_or(i64::MAX) >= me.needed;
    fault_unless(is_reachable, "needed", "is more than the people who are asked")
}

#[cfg(test)]
mod tests {
    use crate::story::Story;

    fn refused(more: &[(&str, &str)]) -> String {
        let plain = [("name", "Board"), ("about", "change"), ("people", "1,2")];
        Story::of("approval_rule").save(&[&plain[..], more].concat()).unwrap_err()
    }

    #[test]
    fn a_rule_asks_somebody_at_some_stage() {
        let mut story = Story::of("approval_rule");
        story.save(&[("name", "Board"), ("about", "change"), ("people", "1,2")]).unwrap();
        assert_eq!((&*story.holds("stage"), &*story.holds("needed")), ("1", "1"));
        assert!(refused(&[("people", "")]).starts_with("People are missing"));
        assert!(refused(&[("asks", "team")]).starts_with("Team is missing"));
        assert!(refused(&[("needed", "3")]).contains("more than the people"));
        assert!(refused(&[("stage", "0")]).starts_with("Stage must be 1 to 9"));
        assert!(refused(&[("only_named", "yes")]).contains("is for request items"));
    }

    #[test]
    fn who_asks_for_answers_is_named_by_the_items_that_have_them() {
        let asks = ("condition", "answers.size == \"large\"");
        let about = ("about", "service_request");
        assert!(refused(&[about, asks]).starts_with("Only where named is needed"));
        let named = [("name", "Large"), about, asks, ("people", "1"), ("only_named", "yes")];
        Story::of("approval_rule").save(&named).unwrap();
    }

    #[test]
    fn a_condition_can_be_read() {
        let refusal = refused(&[("condition", "change.risk == ")]);
        assert!(refusal.starts_with("Condition cannot be read as a condition"), "{refusal}");
    }
}
