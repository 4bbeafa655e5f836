//! Costs: what was spent, on which service and on what sort of cost, as the ledger of finance has it.
use gemba_model::{
    FieldFault, Kind, Situation,
    library::{date_not_in_future, fault_unless, is_alone},
};
use gemba_vocabulary::{Money, Ref, Value, cost_figures::cents, kind};
use jiff::civil::Date;

/// What was spent: one line of the ledger. A cost of no service in particular is shared, and split
/// by the allocation rule of its type.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "COS", clause = "8.4.1", title = "text", menu = Check, label = "Cost", settle = settle)]
#[kind(shares(Comments, Attachments, Links, Tags))]
pub struct CostRecord {
    /// What was paid for.
    #[field(searched, listed)]
    pub text: String,
    /// The service that it was spent for. Left empty, it is shared.
    #[field(listed, filtered)]
    pub service: Option<Ref<kind::Service>>,
    /// The sort of cost.
    #[field(listed, filtered)]
    pub cost_type: Ref<kind::CostType>,
    /// The day to which the ledger counts it.
    #[field(listed, filtered)]
    pub booked_on: Date,
    /// How much it was. A credit stands below zero.
    #[field(listed)]
    pub amount: Money,
    /// The ledger that it comes from, such as “finance”.
    #[field(filtered)]
    pub ledger: Option<String>,
    /// The number of the line in that ledger. It keeps a line from being counted twice.
    #[field(searched, filtered)]
    pub voucher: Option<String>,
    /// The supplier who was paid.
    #[field(filtered)]
    pub supplier: Option<Ref<kind::Supplier>>,
    /// The contract under which it was paid.
    #[field(filtered)]
    pub contract: Option<Ref<kind::Contract>>,
    /// The asset that was paid for.
    #[field(filtered)]
    pub configuration_item: Option<Ref<kind::ConfigurationItem>>,
    /// The change that it belongs to.
    #[field(filtered)]
    pub change: Option<Ref<kind::Change>>,
}

fn settle(
    me: &mut CostRecord,
    _: Option<&CostRecord>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    let amount = me.amount.amount;
    fault_unless(cents(amount) == amount, "amount", "must not be finer than a cent")?;
    fault_unless(!amount.is_zero(), "amount", "must not be nothing")?;
    date_not_in_future("booked_on", Some(me.booked_on), now)?;
    let nature = now.facts.value("cost_type", me.cost_type.id, "nature");
    let is_direct = nature.as_text() == Some("direct");
    fault_unless(
        me.service.is_some() || !is_direct,
        "service",
        "is missing: a cost of a direct type is spent for one service",
    )?;
    let Some(voucher) = &me.voucher else { return Ok(()) };
    let Some(ledger) = &me.ledger else {
        return Err(FieldFault::new("ledger", "is missing: say which ledger the voucher is of"));
    };
    let text = |text: &String| Value::Text(text.clone());
    let same = [("ledger", text(ledger)), ("voucher", text(voucher))];
    fault_unless(is_alone("cost_record", &same, now), "voucher", "is recorded already")
}

#[cfg(test)]
mod tests {
    use crate::story::Story;
    use gemba_vocabulary::Value;

    const KIND: &str = "cost_record";
    const WHOLE: &[(&str, &str)] = &[
        ("text", "Licences of March"),
        ("service", "3"),
        ("cost_type", "4"),
        ("booked_on", "2026-03-01"),
        ("amount", "1200.50 EUR"),
        ("ledger", "finance"),
        ("voucher", "4711"),
    ];

    fn refused(more: &[(&str, &str)]) -> String {
        Story::of(KIND).save(&[WHOLE, more].concat()).unwrap_err()
    }

    #[test]
    fn a_line_of_a_ledger_counts_once() {
        let text = |text: &str| Value::Text(text.to_owned());
        let mut story = Story::of(KIND);
        let state = ("state", text("current"));
        let voucher = ("voucher", text("4711"));
        let other = [("ledger", text("finance")), voucher, state, ("id", Value::Int(2))];
        story.given_record(KIND, &other);
        assert_eq!(story.save(WHOLE).unwrap_err(), "Voucher is recorded already.");
        story.save(&[("ledger", "travel")]).unwrap_err();
        story.save(&[WHOLE, &[("ledger", "travel")]].concat()).unwrap();
        assert!(refused(&[("ledger", "")]).starts_with("Ledger is missing"));
    }

    #[test]
    fn amounts_and_days_that_cannot_be_are_told() {
        assert_eq!(refused(&[("amount", "0 EUR")]), "Amount must not be nothing.");
        assert!(refused(&[("amount", "0.001 EUR")]).contains("finer than a cent"));
        assert!(refused(&[("booked_on", "2026-04-01")]).contains("lies in the future"));
        Story::saved(KIND, &[WHOLE, &[("amount", "-5 EUR")]].concat());
    }

    #[test]
    fn a_direct_cost_names_its_service_and_a_shared_one_need_not() {
        let shared = [WHOLE, &[("service", "")]].concat();
        Story::saved(KIND, &shared);
        let mut story = Story::of(KIND);
        story.given("cost_type", 4, "nature", Value::Text("direct".to_owned()));
        assert!(story.save(&shared).unwrap_err().starts_with("Service is missing"));
        story.save(WHOLE).unwrap();
    }
}
