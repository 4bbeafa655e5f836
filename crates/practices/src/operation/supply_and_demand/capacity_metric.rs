//! Capacity metrics: whose use is watched, at which value to look and at which to act, and how long it takes to get
//! more.
use gemba_model::{Choice, FieldFault, Kind, Situation, library::fault_unless};
use gemba_vocabulary::{Ref, Seconds, kind};
use jiff::{Timestamp, civil::Date};
use rust_decimal::Decimal;

/// Something whose use is watched, such as the disk of a server or the hours of a team, with the
/// values at which to look and to act, and how long it takes to get more. Gemba works out each day
/// when the second value is reached, and gives its owner a task in time.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "CME", clause = "8.4.3", menu = Plan, settle = settle)]
#[kind(shares(Comments, Attachments, Links, Tasks, Tags, Review))]
pub struct CapacityMetric {
    /// What it is called, such as “Disk of the mail store”.
    #[field(searched, listed)]
    pub name: String,
    /// The service that needs it.
    #[field(listed, filtered)]
    pub service: Ref<kind::Service>,
    /// The part that is measured.
    #[field(filtered)]
    pub configuration_item: Option<Ref<kind::ConfigurationItem>>,
    /// The sort of resource.
    #[field(listed, filtered)]
    pub resource: Resource,
    /// What its values count, such as % or hours.
    #[field(listed)]
    pub unit: String,
    /// Which value of a month is looked at.
    #[field(default = "peak")]
    pub monthly: Monthly,
    /// The value from which somebody has to look.
    #[field(listed)]
    pub warn_at: Decimal,
    /// The value that must not be reached: there has to be more by then.
    #[field(listed)]
    pub act_at: Decimal,
    /// How long it takes from a decision until there is more.
    #[field(listed, unit = "months", default = "2")]
    pub lead_time_months: i64,
    /// Who decides, and gets the task.
    #[field(listed, filtered)]
    pub owner: Option<Ref<kind::Person>>,
    /// The question to Prometheus that tells its values, as one series.
    #[field(long)]
    pub query: Option<String>,
    /// How far apart the values are that Prometheus is asked for.
    #[field(default = "1h")]
    pub query_step: Option<Seconds>,
    /// What the values said, and how performance could be better.
    #[field(long, searched)]
    pub analysis: Option<String>,
    /// The first month in which the line through the months that are over has reached the value to
    /// act.
    #[field(computed, listed, filtered)]
    pub over_from: Option<Date>,
    /// The month by which something must be decided.
    #[field(computed, listed, filtered)]
    pub decide_by: Option<Date>,
    /// How the line was found, in words.
    #[field(computed)]
    pub forecast: Option<String>,
    /// When that was worked out.
    #[field(computed)]
    pub checked_at: Option<Timestamp>,
    /// The month of reaching for which its owner got a task.
    #[field(computed)]
    pub asked_for: Option<Date>,
}

/// The sorts of resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Resource {
    /// People: their number, their hours, their skills.
    Human,
    /// Technology: machines, lines, storage, licences.
    Technical,
    /// Information: data, documents, knowledge that must be at hand.
    Information,
    /// Money that can be spent in time.
    Financial,
}

/// Which value of a month stands for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Monthly {
    /// The highest one.
    Peak,
    /// The one that 95 of 100 do not exceed, by nearest rank.
    P95,
    /// The mean of all.
    Mean,
}

const LEAD_MONTHS_MAX: i64 = 60;
const STEP_SECONDS_MIN: i64 = 15;
const STEP_SECONDS_MAX: i64 = 86_400;

fn settle(
    me: &mut CapacityMetric,
    _: Option<&CapacityMetric>,
    _: &Situation<'_>,
) -> Result<(), FieldFault> {
    fault_unless(me.warn_at < me.act_at, "warn_at", "must lie below the value to act")?;
    let is_lead = (0..=LEAD_MONTHS_MAX).contains(&me.lead_time_months);
    fault_unless(is_lead, "lead_time_months", "must be 0 to 60 months")?;
    let steps = STEP_SECONDS_MIN..=STEP_SECONDS_MAX;
    let is_step = me.query_step.is_none_or(|step| steps.contains(&step.0));
    fault_unless(is_step, "query_step", "must be 15 seconds to a day")
}

#[cfg(test)]
mod tests {
    use crate::story::Story;

    const WHOLE: &[(&str, &str)] = &[
        ("name", "Disk of the mail store"),
        ("service", "3"),
        ("resource", "technical"),
        ("unit", "%"),
        ("warn_at", "70"),
        ("act_at", "80"),
    ];

    #[test]
    fn it_warns_before_it_acts_and_knows_its_lead_time() {
        let story = Story::saved("capacity_metric", WHOLE);
        assert_eq!((&*story.holds("monthly"), &*story.holds("lead_time_months")), ("peak", "2"));
        let refused = |field, text| {
            Story::of("capacity_metric").save(&[WHOLE, &[(field, text)]].concat()).unwrap_err()
        };
        assert_eq!(refused("warn_at", "80"), "Warn at must lie below the value to act.");
        assert_eq!(refused("lead_time_months", "61"), "Lead time months must be 0 to 60 months.");
        assert_eq!(refused("query_step", "1s"), "Query step must be 15 seconds to a day.");
    }
}
