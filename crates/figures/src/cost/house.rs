//! Costs of the house: all services beside one another, what nobody bears, and whether the ledgers agree.
use super::{
    books::{Books, money, sum},
    defs, judge, label,
};
use crate::{
    asked::Ask,
    reading::{self, in_states},
    sheet::{Cell, Chart, Figure, Judged, Named, Part, Point, Sort, Table, column},
};
use gemba_model::check::{Evidence, EvidenceFault, Period};
use gemba_vocabulary::{RecordId, Value, cost_figures::Variance};
use jiff::{ToSpan, civil::Date};
use rust_decimal::Decimal;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// A part for each currency: amounts of different ones are never added up.
pub fn parts(
    evidence: &dyn Evidence,
    ask: &Ask,
    books: &Books,
) -> Result<Vec<Part>, EvidenceFault> {
    let recorded = books.costs.iter().map(|cost| cost.currency.as_str());
    let planned = books.budgets.iter().map(|budget| budget.currency.as_str());
    let currencies: BTreeSet<_> = recorded.chain(planned).collect();
    let mut parts = Vec::new();
    for currency in &currencies {
        let mut part = Part::titled(format!("All services, {currency}"));
        figures(books, currency, &mut part);
        part.tables.push(services(books, currency));
        part.tables.push(sorts(books, currency));
        part.charts.push(chart(books, currency));
        parts.push(part);
    }
    if let Some(first) = parts.first_mut() {
        first.figures.push(control(evidence, ask)?);
    }
    Ok(parts)
}

fn figures(books: &Books, currency: &str, part: &mut Part) {
    let recorded = books.recorded(currency, None);
    let recorded = Figure::new(&defs::RECORDED, Value::Money(money(recorded, currency)));
    part.figures.push(recorded.from(sorts(books, currency)));
    let columns = [
        column("month", "Month", ""),
        column("cost_type", "Sort of cost", ""),
        column("amount", "Amount", ""),
    ];
    let mut table = Table::new("unshared", "Borne by no service", &columns, "All of it is borne.");
    let (mut sum, mut exceptions) = (Decimal::ZERO, Vec::new());
    for one in books.unshared.iter().filter(|one| one.currency == currency) {
        sum += one.amount;
        let amount = money(one.amount, currency);
        let about = books.cost_types.get(&one.cost_type).cloned();
        exceptions.push((about, format!("{amount} of {}: {}", label(one.month), one.why)));
        table = table.row(vec![
            label(one.month).as_str().into(),
            books.cost_type(one.cost_type),
            Value::Money(amount).into(),
        ]);
    }
    let judged = if sum.is_zero() { Judged::Kept } else { Judged::Missed };
    let unshared = Figure::new(&defs::UNSHARED, Value::Money(money(sum, currency)));
    part.figures.push(unshared.judged(judged).from(table).except(exceptions));
}

fn services(books: &Books, currency: &str) -> Table {
    let columns = [
        column("service", "Service", ""),
        column("direct", "Direct", ""),
        column("shared", "Shared", ""),
        column("total", "Total", ""),
        column("budget", "Budget to date", ""),
        column("variance", "Variance", ""),
        column("percent", "Of budget", "%"),
    ];
    let empty = "No service has costs or a budget.";
    let mut table = Table::new("services", "By service", &columns, empty);
    for ((service, _), account) in books.accounts.iter().filter(|(key, _)| key.1 == currency) {
        let cash = |amount| Value::Money(money(amount, currency));
        let (direct, shared) =
            (sum(&account.direct, &books.months), sum(&account.shared, &books.months));
        let over = books.months_over();
        let budget = account.budget(over).filter(|_| !over.is_empty());
        let variance = budget.map(|budget| Variance::of(account.actual(over), budget));
        let percent = variance.and_then(|variance| variance.percent);
        let service = books.services.get(service).cloned().map(Cell::record).unwrap_or_default();
        let share = Cell::from(percent.map(Value::Decimal).unwrap_or_default());
        table = table.row(vec![
            service,
            cash(direct).into(),
            cash(shared).into(),
            cash(direct + shared).into(),
            budget.map(cash).unwrap_or_default().into(),
            variance.map(|one| cash(one.amount)).unwrap_or_default().into(),
            share.judged(judge(percent)),
        ]);
    }
    table
}

/// What was spent on each sort of cost, and the budget of what is shared.
fn sorts(books: &Books, currency: &str) -> Table {
    let mut spent: BTreeMap<RecordId, (Decimal, Decimal)> = BTreeMap::new();
    for cost in books.costs.iter().filter(|cost| cost.currency == currency) {
        let (direct, shared) = spent.entry(cost.cost_type).or_default();
        *(if cost.service.is_some() { direct } else { shared }) += cost.amount;
    }
    let columns = [
        column("cost_type", "Sort of cost", ""),
        column("direct", "For one service", ""),
        column("shared", "Shared", ""),
        column("total", "Total", ""),
    ];
    let mut table = Table::new("sorts", "By sort of cost", &columns, "Nothing was spent.");
    for (cost_type, (direct, shared)) in spent {
        let cash = |amount| Cell::from(Value::Money(money(amount, currency)));
        let name = books.cost_type(cost_type);
        table = table.row(vec![name, cash(direct), cash(shared), cash(direct + shared)]);
    }
    table
}

fn chart(books: &Books, currency: &str) -> Chart {
    let spent = |month: Date| -> Decimal {
        let is_of = |cost: &&super::books::Cost| cost.month == month && cost.currency == currency;
        books.costs.iter().filter(is_of).map(|cost| cost.amount).sum()
    };
    let points = books.months.iter().enumerate().map(|(place, month)| {
        let (is_open, spent) = (place >= books.over, spent(*month));
        let value = (!is_open || !spent.is_zero()).then_some(spent);
        Point { label: label(*month), value, is_open }
    });
    Chart {
        name: "monthly_cost",
        label: format!("Cost of all services by month, {currency}"),
        unit: "",
        sort: Sort::Individuals,
        points: points.collect(),
        lines: Vec::new(),
    }
}

/// What a ledger says for a period in all.
#[derive(Clone, Deserialize)]
pub struct ControlTotal {
    /// The ledger; nothing means all of them.
    pub ledger: Option<String>,
    /// The total.
    pub total: Decimal,
    /// Its currency.
    pub currency: String,
}

/// A review with the totals that the ledgers say for its period.
struct Review {
    named: Named,
    period: Period,
    totals: Vec<ControlTotal>,
}

fn control(evidence: &dyn Evidence, ask: &Ask) -> Result<Figure, EvidenceFault> {
    let states = [in_states(&["draft", "concluded"])];
    let mut reviews = reading::list(evidence, "forecast_review", &states, |one| {
        let Value::Struct(rows) = one.value("control_totals") else { return None };
        let (from, until) = (one.date("from")?, one.date("until")?.saturating_add(1.day()));
        let totals = serde_json::from_value(rows.clone()).ok()?;
        Some(Review { named: one.named(), period: Period { from, until }, totals })
    })?;
    let asked = ask.period;
    reviews.retain(|one| one.period.from >= asked.from && one.period.until <= asked.until);
    let columns = [
        column("review", "Review", ""),
        column("ledger", "Ledger", ""),
        column("recorded", "Recorded", ""),
        column("total", "Ledger says", ""),
        column("difference", "Difference", ""),
    ];
    let empty = "No review within the period gives a control total.";
    let mut table = Table::new("control_totals", "Control totals", &columns, empty);
    let (mut count, mut off) = (0, 0_i64);
    for review in reviews {
        let books = Books::read(evidence, &Ask { period: review.period, ..ask.clone() })?;
        for ControlTotal { ledger, total, currency } in review.totals {
            let recorded = books.recorded(&currency, ledger.as_deref());
            let difference = recorded - total;
            count += 1;
            off += i64::from(!difference.is_zero());
            let judged = if difference.is_zero() { Judged::Kept } else { Judged::Missed };
            let cash = |amount| Cell::from(Value::Money(money(amount, &currency)));
            table = table.row(vec![
                Cell::record(review.named.clone()),
                ledger.as_deref().unwrap_or("all of them").into(),
                cash(recorded),
                cash(total),
                cash(difference).judged(judged),
            ]);
        }
    }
    let value = (count > 0).then_some(Value::Int(off));
    let judged = match &value {
        None => Judged::Not,
        Some(Value::Int(0)) => Judged::Kept,
        Some(_) => Judged::Missed,
    };
    Ok(Figure::or_undefined(&defs::CONTROL, value, empty).judged(judged).from(table))
}
