//! Availability results: what the availability of a service came to in a period, kept for good.
use gemba_model::{FieldFault, Kind, Situation, library::fault_unless};
use gemba_vocabulary::{Ref, Value, kind};
use jiff::civil::Date;
use rust_decimal::Decimal;

/// How much of the agreed time a service could be used in one period, held against what was
/// promised. Gemba writes one when a month is over, and works it out anew when an outage of that
/// month is corrected.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "AVR", clause = "8.7.1", title = "name", menu = Check, settle = settle)]
#[kind(shares(Comments, Links, Tasks))]
pub struct AvailabilityResult {
    /// The target and the period together.
    #[field(computed, searched, listed)]
    pub name: Option<String>,
    /// The target that was measured.
    #[field(filtered)]
    pub target: Ref<kind::ServiceLevelTarget>,
    /// The agreement that the target is part of.
    #[field(computed, filtered)]
    pub agreement: Option<Ref<kind::ServiceLevelAgreement>>,
    /// The service that was measured.
    #[field(computed, listed, filtered)]
    pub service: Option<Ref<kind::Service>>,
    /// The first day of the period.
    #[field(listed, filtered)]
    pub from: Date,
    /// The day after the last day of the period.
    #[field(filtered)]
    pub until: Date,
    /// The agreed service time.
    #[field(computed, unit = "h")]
    pub agreed_hours: Option<Decimal>,
    /// What of it was agreed planned work and counts out.
    #[field(computed, unit = "h")]
    pub planned_hours: Option<Decimal>,
    /// The agreed service time that is left.
    #[field(computed, unit = "h")]
    pub net_hours: Option<Decimal>,
    /// How much of it the service could not be used.
    #[field(computed, listed, unit = "h")]
    pub downtime_hours: Option<Decimal>,
    /// The share of the agreed time in which the service could be used. Empty where no time was
    /// agreed.
    #[field(percent, computed, listed, unit = "%")]
    pub availability_percent: Option<Decimal>,
    /// The share that was promised when this was worked out first.
    #[field(percent, computed, listed, unit = "%")]
    pub target_percent: Option<Decimal>,
    /// How many outages there were; those that overlap are one.
    #[field(computed)]
    pub outage_count: Option<i64>,
    /// The outages that it was worked out from.
    #[field(computed, filtered)]
    pub outages: Vec<Ref<kind::Outage>>,
    /// The maintenance windows that counted out.
    #[field(computed, filtered)]
    pub windows: Vec<Ref<kind::MaintenanceWindow>>,
    /// Whether the share stayed below what was promised.
    #[field(computed, listed, filtered)]
    pub is_missed: bool,
    /// What is done about a missed target, or why nothing is.
    #[field(long)]
    pub action: Option<String>,
}

fn settle(
    me: &mut AvailabilityResult,
    before: Option<&AvailabilityResult>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    fault_unless(me.from < me.until, "until", "must lie after the first day")?;
    let fault = "stays as it is; a result is of one target and one period";
    let is_same = |same: fn(&AvailabilityResult, &AvailabilityResult) -> bool| {
        before.is_none_or(|before| same(before, me))
    };
    fault_unless(is_same(|a, b| a.target == b.target), "target", fault)?;
    fault_unless(is_same(|a, b| a.from == b.from), "from", fault)?;
    fault_unless(is_same(|a, b| a.until == b.until), "until", fault)?;
    let target = me.target.id;
    let held = |kind: &str, id, field: &str| now.facts.value(kind, id, field);
    if let Value::Ref(agreement) = held("service_level_target", target, "agreement") {
        me.agreement = Some(Ref::new(agreement));
        if let Value::Ref(service) = held("service_level_agreement", agreement, "service") {
            me.service = Some(Ref::new(service));
        }
    }
    let holding = [
        ("target", Value::Ref(target)),
        ("from", Value::Date(me.from)),
        ("until", Value::Date(me.until)),
    ];
    let others = now.facts.each("availability_result", &holding, "id");
    let other = others.iter().filter_map(Value::as_int).find(|id| *id != now.record);
    if let Some(other) = other {
        let number = gemba_vocabulary::id::number("AVR", other);
        let fault = format!("is of a period that has a result already ({number})");
        return Err(FieldFault::new("from", fault));
    }
    if me.target_percent.is_none()
        && let Value::Decimal(promised) = held("service_level_target", target, "threshold")
    {
        me.target_percent = Some(promised);
    }
    let name = held("service_level_target", target, "name");
    let name = name.as_text().map_or_else(|| format!("Target {target}"), ToOwned::to_owned);
    me.name = Some(format!("{name}, from {}", me.from));
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::story::Story;
    use gemba_vocabulary::Value;

    const KIND: &str = "availability_result";
    const JUNE: &[(&str, &str)] =
        &[("target", "3"), ("from", "2025-06-01"), ("until", "2025-07-01")];

    fn told() -> Story {
        let mut story = Story::of(KIND);
        story.given("service_level_target", 3, "name", Value::Text("Mail is there".to_owned()));
        story.given("service_level_target", 3, "agreement", Value::Ref(5));
        story.given("service_level_target", 3, "threshold", Value::Decimal(995.into()));
        story.given("service_level_agreement", 5, "service", Value::Ref(8));
        story
    }

    #[test]
    fn it_says_of_what_it_is_and_keeps_what_was_promised_then() {
        let mut story = told();
        story.save(JUNE).unwrap();
        assert_eq!(story.holds("name"), "Mail is there, from 2025-06-01");
        assert_eq!((&*story.holds("agreement"), &*story.holds("service")), ("5", "8"));
        story.given("service_level_target", 3, "threshold", Value::Decimal(999.into()));
        story.save(&[("action", "None needed")]).unwrap();
        assert_eq!(story.holds("target_percent"), "995", "a new promise does not judge the past");
    }

    #[test]
    fn a_period_of_a_target_has_one_result_that_stays_of_it() {
        let refusal = told().save(&[JUNE, &[("until", "2025-06-01")]].concat()).unwrap_err();
        assert_eq!(refusal, "Until must lie after the first day.");
        let mut story = told();
        story.save(JUNE).unwrap();
        assert!(story.save(&[("from", "2025-05-01")]).unwrap_err().contains("stays as it is"));
        let mut story = told();
        let day = |text: &str| Value::Date(text.parse().unwrap());
        let fields = [
            ("target", Value::Ref(3)),
            ("from", day("2025-06-01")),
            ("until", day("2025-07-01")),
            ("id", Value::Int(4)),
        ];
        story.given_record(KIND, &fields);
        assert!(story.save(JUNE).unwrap_err().contains("a result already (AVR-000004)"));
    }
}
