//! Customers: the organizations that services are for.
use gemba_model::{FieldFault, Kind, Situation, library::fault_unless};
use gemba_vocabulary::{Ref, kind};
use jiff::civil::Date;

/// An organization, or a part of your own, that receives services. Its people see its records and
/// nobody else's.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "CUS", clause = "8.3.2", settle = settle)]
#[kind(shares(Comments, Attachments, Links, Tasks, Tags, Review))]
pub struct Customer {
    /// What the customer is called.
    #[field(searched, listed, visible)]
    pub name: String,
    /// The colleague who answers for the relationship and for how satisfied this customer is.
    #[field(listed, filtered)]
    pub relationship_manager: Option<Ref<kind::Person>>,
    /// The customer's own person to talk to.
    pub contact: Option<Ref<kind::Person>>,
    /// The country in which the customer is at home.
    pub country: Option<String>,
    /// Where letters and visitors go.
    #[field(long)]
    pub address: Option<String>,
    /// What colleagues should know before they call.
    #[field(long)]
    pub notes: Option<String>,
    /// The groups of people who use the services, and who else has a stake in them.
    #[field(long)]
    pub user_groups: Option<String>,
    /// How often services are reviewed with this customer. Gemba plans the next review by it. Empty
    /// means that none is planned.
    #[field(unit = "months")]
    pub review_months: Option<i64>,
    /// The day on which the last review was held.
    #[field(computed)]
    pub last_review_on: Option<Date>,
    /// The day by which the next review is due.
    #[field(computed, filtered, listed)]
    pub next_review_on: Option<Date>,
    /// How often this customer's people are asked how content they are.
    #[field(unit = "months")]
    pub survey_months: Option<i64>,
    /// What counts as a complaint, as it was agreed with this customer.
    #[field(long, visible)]
    pub complaint_definition: Option<String>,
    /// How many days may pass until we say that a complaint arrived. Empty counts as one.
    #[field(visible, unit = "days")]
    pub complaint_acknowledge_days: Option<i64>,
    /// How many days may pass until a complaint is answered. Empty counts as ten.
    #[field(visible, unit = "days")]
    pub complaint_answer_days: Option<i64>,
    /// After how many days without a word an answer counts as accepted. Empty counts as ten.
    #[field(visible, unit = "days")]
    pub complaint_accept_days: Option<i64>,
    /// Who looks at a complaint when its answer does not satisfy, and how to reach them.
    #[field(long, visible)]
    pub complaint_escalation: Option<String>,
    /// The colleague on a higher level to whom an escalated complaint goes.
    pub complaint_escalates_to: Option<Ref<kind::Person>>,
}

const MONTHS_MAX: i64 = 60;
const DAYS_MAX: i64 = 365;

fn settle(me: &mut Customer, _: Option<&Customer>, _: &Situation<'_>) -> Result<(), FieldFault> {
    for (field, months) in
        [("review_months", me.review_months), ("survey_months", me.survey_months)]
    {
        let is_fair = months.is_none_or(|months| (1..=MONTHS_MAX).contains(&months));
        fault_unless(is_fair, field, "must be 1 to 60 months")?;
    }
    for (field, days) in [
        ("complaint_acknowledge_days", me.complaint_acknowledge_days),
        ("complaint_answer_days", me.complaint_answer_days),
        ("complaint_accept_days", me.complaint_accept_days),
    ] {
        let is_fair = days.is_none_or(|days| (1..=DAYS_MAX).contains(&days));
        fault_unless(is_fair, field, "must be 1 to 365 days")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::story::Story;

    #[test]
    fn intervals_and_limits_make_sense() {
        let mut story = Story::saved("customer", &[("name", "Acme"), ("review_months", "3")]);
        let refused = |story: &mut Story, field, text| story.save(&[(field, text)]).unwrap_err();
        assert!(refused(&mut story, "review_months", "0").ends_with("must be 1 to 60 months."));
        assert!(refused(&mut story, "survey_months", "61").ends_with("must be 1 to 60 months."));
        let days = refused(&mut story, "complaint_answer_days", "366");
        assert_eq!(days, "Complaint answer days must be 1 to 365 days.");
    }
}
