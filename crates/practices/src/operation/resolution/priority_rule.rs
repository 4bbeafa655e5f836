//! Priority rules: the table that turns impact and urgency into a priority.
use gemba_model::{
    Choice, FieldFault, Kind, Situation,
    library::{Level, fault_unless},
};

/// One cell of the table that turns impact and urgency into a priority. Change the cells to fit
/// your organization.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "PRI", clause = "8.6.1", title = "name", menu = Organization, settle = settle)]
pub struct PriorityRule {
    /// How much is affected.
    #[field(listed, filtered)]
    pub impact: Level,
    /// How fast the harm grows.
    #[field(listed, filtered)]
    pub urgency: Level,
    /// The priority that comes of both: 1 is worked on first, 5 last.
    #[field(listed)]
    pub priority: i64,
    /// What people call this priority, such as “critical”.
    pub label: Option<String>,
    /// The impact and the urgency together.
    #[field(unique, computed)]
    pub name: Option<String>,
}

fn settle(
    me: &mut PriorityRule,
    _: Option<&PriorityRule>,
    _: &Situation<'_>,
) -> Result<(), FieldFault> {
    fault_unless((1..=5).contains(&me.priority), "priority", "must be 1 to 5")?;
    me.name = Some(format!("{} × {}", me.impact.name(), me.urgency.name()));
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::story::Story;

    #[test]
    fn a_cell_has_a_name_and_one_of_five_priorities() {
        let cell = [("impact", "high"), ("urgency", "medium"), ("priority", "2")];
        let mut story = Story::saved("priority_rule", &cell);
        assert_eq!(story.holds("name"), "high × medium");
        assert_eq!(story.save(&[("priority", "0")]).unwrap_err(), "Priority must be 1 to 5.");
        assert_eq!(story.holds("priority"), "2");
    }
}
