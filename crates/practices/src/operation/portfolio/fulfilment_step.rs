//! Fulfilment steps: the pieces of work by which a request item is fulfilled, in order or side by side.
use gemba_model::{FieldFault, Kind, Situation, condition::Condition, library::fault_unless};
use gemba_vocabulary::{Ref, kind};

/// A piece of work that each request for an item brings about, once it is approved.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "FST", clause = "8.6.2", settle = settle)]
#[kind(shares(Comments, Attachments, Links))]
pub struct FulfilmentStep {
    /// What is to be done, in one line.
    #[field(searched, listed)]
    pub summary: String,
    /// The item that it is a part of.
    #[field(listed, filtered)]
    pub request_item: Ref<kind::RequestItem>,
    /// When it is its turn: everything of stage 1 first, then stage 2. What has the same stage is done side by side.
    #[field(listed, default = "1")]
    pub stage: i64,
    /// The team that does it. Empty means the team of the request.
    #[field(listed, filtered)]
    pub team: Option<Ref<kind::Team>>,
    /// How it is done, for whoever does it.
    #[field(long)]
    pub instruction: Option<String>,
    /// How many days it may take from its turn on.
    #[field(unit = "days")]
    pub due_days: Option<i64>,
    /// When it is needed at all, as a condition such as `answers.model == "other"`. Empty means always.
    pub only_if: Option<String>,
}

fn settle(
    me: &mut FulfilmentStep,
    _: Option<&FulfilmentStep>,
    _: &Situation<'_>,
) -> Result<(), FieldFault> {
    fault_unless((1..=9).contains(&me.stage), "stage", "must be 1 to 9")?;
    let is_near = me.due_days.is_none_or(|days| (0..=365).contains(&days));
    fault_unless(is_near, "due_days", "must be 0 to 365")?;
    if let Some(text) = &me.only_if {
        Condition::read(text).map_err(|fault| FieldFault::new("only_if", fault))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::story::Story;

    #[test]
    fn a_step_has_its_turn_and_a_condition_that_can_be_read() {
        let step = [("summary", "Wrap it"), ("request_item", "3")];
        let mut story = Story::saved("fulfilment_step", &step);
        assert_eq!(story.holds("stage"), "1");
        assert!(story.save(&[("stage", "10")]).unwrap_err().starts_with("Stage must be"));
        assert!(
            story.save(&[("only_if", "answers.big &&")]).unwrap_err().contains("cannot be read")
        );
        assert!(story.save(&[("due_days", "-1")]).unwrap_err().contains("0 to 365"));
        story.save(&[("only_if", "answers.big"), ("stage", "2")]).unwrap();
    }
}
