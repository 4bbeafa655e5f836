//! Capacity samples: how much of something was in use at a moment.
use gemba_model::{
    FieldFault, Kind, Situation,
    library::{called, fault_unless, is_alone, not_in_future},
};
use gemba_vocabulary::{Ref, Value, kind};
use jiff::Timestamp;
use rust_decimal::Decimal;

/// How much of a capacity metric was in use at a moment. They come in from monitoring, and each
/// moment has one value.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "CSA", clause = "8.4.3", title = "name", menu = Check, settle = settle)]
#[kind(shares(Comments))]
pub struct CapacitySample {
    /// What was measured and when, in one line.
    #[field(computed)]
    pub name: Option<String>,
    /// What was measured.
    #[field(listed, filtered)]
    pub metric: Ref<kind::CapacityMetric>,
    /// When it was measured.
    #[field(listed, filtered)]
    pub at: Timestamp,
    /// How much it was.
    #[field(listed)]
    pub value: Decimal,
    /// Where it comes from, such as Prometheus.
    #[field(filtered)]
    pub from: Option<String>,
}

fn settle(
    me: &mut CapacitySample,
    before: Option<&CapacitySample>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    not_in_future("at", Some(me.at), before.map(|before| before.at), now)?;
    let same = [("metric", Value::Ref(me.metric.id)), ("at", Value::Instant(me.at))];
    fault_unless(is_alone("capacity_sample", &same, now), "at", "was measured already")?;
    let metric = called("capacity_metric", "CME", "name", me.metric.id, now);
    me.name = Some(format!("{metric}, {}", me.at.strftime("%Y-%m-%d %H:%M")));
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::story::Story;
    use gemba_vocabulary::Value;

    const WHOLE: &[(&str, &str)] =
        &[("metric", "3"), ("at", "2026-03-01T10:00:00Z"), ("value", "61.5")];

    #[test]
    fn a_moment_is_measured_once_and_not_ahead() {
        let mut story = Story::of("capacity_sample");
        story.given("capacity_metric", 3, "name", Value::Text("Disk".to_owned()));
        story.save(WHOLE).unwrap();
        assert_eq!(story.holds("name"), "Disk, 2026-03-01 10:00");
        let at = Value::Instant("2026-03-01T11:00:00Z".parse().unwrap());
        let state = ("state", Value::Text("current".to_owned()));
        let other = [("metric", Value::Ref(3)), ("at", at), state, ("id", Value::Int(99))];
        story.given_record("capacity_sample", &other);
        let refusal = story.save(&[("at", "2026-03-01T11:00:00Z")]).unwrap_err();
        assert_eq!(refusal, "At was measured already.");
        let refusal = story.save(&[("at", "2026-03-02T10:00:00Z")]).unwrap_err();
        assert!(refusal.starts_with("At lies in the future"), "{refusal}");
    }
}
