//! Demand measures: how much was asked for in a month.
use gemba_model::{
    FieldFault, Kind, Situation,
    library::{called, fault_unless, is_alone, is_import, today},
};
use gemba_vocabulary::{Ref, Value, kind};
use jiff::civil::Date;
use rust_decimal::Decimal;

/// How much of a demand source was used or asked for in one month. Each month has one value.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "DME", clause = "8.4.2", title = "name", menu = Check, settle = settle)]
#[kind(shares(Comments, Links))]
pub struct DemandMeasure {
    /// The source and the month, in one line.
    #[field(computed, searched)]
    pub name: Option<String>,
    /// What was measured.
    #[field(listed, filtered)]
    pub source: Ref<kind::DemandSource>,
    /// The month, by its first day.
    #[field(listed, filtered)]
    pub month: Date,
    /// How much it was.
    #[field(listed)]
    pub value: Decimal,
    /// Whether Gemba counted it from its own records.
    #[field(computed, filtered)]
    pub is_counted: bool,
    /// What has to be known to read it, such as a day on which nothing was counted.
    #[field(long)]
    pub remark: Option<String>,
}

fn settle(
    me: &mut DemandMeasure,
    _: Option<&DemandMeasure>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    me.month = me.month.first_of_month();
    fault_unless(me.month <= today(now) || is_import(now), "month", "has not begun")?;
    fault_unless(!me.value.is_sign_negative(), "value", "cannot be below zero")?;
    let same = [("source", Value::Ref(me.source.id)), ("month", Value::Date(me.month))];
    fault_unless(is_alone("demand_measure", &same, now), "month", "was measured already")?;
    let source = called("demand_source", "DSO", "name", me.source.id, now);
    me.name = Some(format!("{source}, {}", me.month.strftime("%Y-%m")));
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::story::Story;
    use gemba_vocabulary::Value;
    use jiff::civil::date;

    const KIND: &str = "demand_measure";
    const WHOLE: &[(&str, &str)] = &[("source", "3"), ("month", "2026-02-17"), ("value", "1200")];

    #[test]
    fn a_month_is_measured_once() {
        let mut story = Story::of(KIND);
        story.given("demand_source", 3, "name", Value::Text("Mailboxes".to_owned()));
        story.save(WHOLE).unwrap();
        assert_eq!(story.holds("month"), "2026-02-01");
        assert_eq!(story.holds("name"), "Mailboxes, 2026-02");
        let month = Value::Date(date(2026, 1, 1));
        let state = ("state", Value::Text("current".to_owned()));
        let other = [("source", Value::Ref(3)), ("month", month), state, ("id", Value::Int(99))];
        story.given_record(KIND, &other);
        story.save(&[("value", "1210")]).unwrap();
        let refusal = story.save(&[("month", "2026-01-05")]).unwrap_err();
        assert_eq!(refusal, "Month was measured already.");
    }

    #[test]
    fn nothing_is_measured_ahead_or_below_zero() {
        let refused =
            |field, text| Story::of(KIND).save(&[WHOLE, &[(field, text)]].concat()).unwrap_err();
        assert_eq!(refused("month", "2026-04-01"), "Month has not begun.");
        assert_eq!(refused("value", "-1"), "Value cannot be below zero.");
    }
}
