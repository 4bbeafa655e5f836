//! Cost types: the sorts of cost that the organization tells apart, as agreed with finance.
use gemba_model::{Choice, Kind};

/// A sort of cost, such as licences, wages or rooms, as agreed with finance. Budgets and costs are
/// kept by service and by this.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "CTY", clause = "8.4.1", menu = Plan)]
#[kind(shares(Comments, Links))]
pub struct CostType {
    /// What it is called, such as “Wages of the service desk”.
    #[field(searched, listed)]
    pub name: String,
    /// Whether such a cost belongs to one service or is shared by several.
    #[field(listed, filtered)]
    pub nature: Nature,
    /// Whether it buys something that lasts or keeps things running.
    #[field(listed, filtered)]
    pub sort: Sort,
    /// The accounts of the ledger that belong to it.
    #[field(searched, listed)]
    pub accounts: Option<String>,
    /// The policy or process of finance that it follows.
    #[field(long)]
    pub policy: Option<String>,
}

/// Whether a cost can be laid at the door of one service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Nature {
    /// It is spent for one service.
    Direct,
    /// It is shared, and split among services by an allocation rule.
    Indirect,
}

/// What is bought.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Sort {
    /// It keeps things running, and is used up at once.
    Operating,
    /// It buys something that lasts for years.
    Capital,
}

#[cfg(test)]
mod tests {
    use crate::story::Story;

    #[test]
    fn it_says_of_what_nature_and_sort_a_cost_is() {
        let given = [("name", "Licences"), ("nature", "direct"), ("sort", "operating")];
        let mut story = Story::saved("cost_type", &given);
        assert_eq!(story.state(), "current");
        story.take("retire", &[]).unwrap();
        let refusal = Story::of("cost_type").save(&[("name", "Licences")]).unwrap_err();
        assert_eq!(refusal, "Nature is required.");
    }
}
