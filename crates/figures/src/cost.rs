//! What services cost, against their budgets: by service, and for the house.
pub mod books;
mod defs;
mod house;

use crate::{
    asked::Ask,
    reading::{self, in_states},
    sheet::{Cell, Chart, Figure, Judged, Named, Part, Point, Sheet, Sort, Table, column},
};
use books::{Account, Books, money, sum};
use gemba_model::{
    check::{Evidence, EvidenceFault},
    filter::{Filter, Test},
};
use gemba_vocabulary::{RecordId, Value, capacity_figures, cost_figures};
use jiff::civil::Date;
use rust_decimal::Decimal;

/// From how many hundredths over budget on it is missed.
const NEAR_PERCENT_MAX: Decimal = Decimal::TEN;
const NO_BUDGET: &str = "No approved budget of the service covers these months.";
const NO_MONTH: &str = "No month of the period is over.";

/// The sheet.
pub fn read(evidence: &dyn Evidence, ask: &Ask) -> Result<Sheet, EvidenceFault> {
    let books = Books::read(evidence, ask)?;
    let mut parts = Vec::new();
    if ask.about.is_none() {
        parts.extend(house::parts(evidence, ask, &books)?);
    }
    for ((service, currency), account) in &books.accounts {
        if ask.about.is_none_or(|about| about == *service) {
            let of = Of { books: &books, service: *service, currency, account };
            parts.push(of.part(evidence)?);
        }
    }
    if parts.is_empty() {
        let mut part = match ask.about.and_then(|about| books.services.get(&about)) {
            Some(service) => Part::about(service.clone()),
            None => Part::titled("Costs"),
        };
        part.notes.push("No costs are recorded and no budget is approved for these months.".into());
        parts.push(part);
    }
    Ok(Sheet { parts })
}

/// One service in one currency.
struct Of<'a> {
    books: &'a Books,
    service: RecordId,
    currency: &'a str,
    account: &'a Account,
}

impl Of<'_> {
    fn part(&self, evidence: &dyn Evidence) -> Result<Part, EvidenceFault> {
        let named = self.books.services.get(&self.service).cloned();
        let mut part = named.map_or_else(|| Part::titled(self.service.to_string()), Part::about);
        let is_alone = self.books.accounts.keys().filter(|key| key.0 == self.service).count() == 1;
        if !is_alone {
            part.title = format!("{} ({})", part.title, self.currency);
        }
        let months = &self.books.months;
        let (direct, shared) = (&self.account.direct, &self.account.shared);
        let total = sum(direct, months) + sum(shared, months);
        part.figures.push(Figure::new(&defs::TOTAL, self.money(total)).from(self.by_month()));
        let direct = Figure::new(&defs::DIRECT, self.money(sum(direct, months)));
        part.figures.push(direct.from(self.direct_rows()));
        let shared = Figure::new(&defs::SHARED, self.money(sum(shared, months)));
        part.figures.push(shared.from(self.shared_rows()));
        self.against_budget(total, &mut part);
        self.unit_costs(evidence, total, &mut part)?;
        part.charts.push(self.chart());
        Ok(part)
    }

    fn money(&self, amount: Decimal) -> Value {
        Value::Money(money(amount, self.currency))
    }

    fn against_budget(&self, total: Decimal, part: &mut Part) {
        let (over, months) = (self.books.months_over(), self.books.months.as_slice());
        let actual = (!over.is_empty()).then(|| self.account.actual(over));
        let budget = self.account.budget(over).filter(|_| !over.is_empty());
        let whole = self.account.budget(months);
        let why = if over.is_empty() { NO_MONTH } else { NO_BUDGET };
        let cash = |amount: Option<Decimal>| amount.map(|amount| self.money(amount));
        let share = |percent: Option<Decimal>| percent.map(Value::Decimal);
        let variance =
            actual.zip(budget).map(|(actual, budget)| cost_figures::Variance::of(actual, budget));
        let percent = variance.and_then(|variance| variance.percent);
        let line =
            actual.and_then(|actual| cost_figures::straight_line(actual, over.len(), months.len()));
        let off =
            line.zip(whole).and_then(|(line, whole)| cost_figures::percent(line - whole, whole));
        let used = whole.and_then(|whole| cost_figures::percent(total, whole));
        let budgets = self.budget_rows();
        let figures = [
            Figure::or_undefined(&defs::ACTUAL, cash(actual), NO_MONTH)
                .from(self.by_month())
                .except(self.running()),
            Figure::or_undefined(&defs::BUDGET, cash(budget), why).from(budgets.clone()),
            Figure::or_undefined(&defs::VARIANCE, cash(variance.map(|one| one.amount)), why)
                .from(self.by_month()),
            Figure::or_undefined(&defs::VARIANCE_PERCENT, share(percent), why)
                .judged(judge(percent))
                .from(self.by_month()),
            Figure::or_undefined(&defs::WHOLE_BUDGET, cash(whole), NO_BUDGET).from(budgets),
            Figure::or_undefined(&defs::USED, share(used), NO_BUDGET).from(self.by_month()),
            Figure::or_undefined(&defs::LEFT, cash(whole.map(|whole| whole - total)), NO_BUDGET)
                .from(self.by_month()),
            Figure::or_undefined(&defs::FORECAST, cash(line), NO_MONTH).from(self.by_month()),
            Figure::or_undefined(&defs::FORECAST_OVER, share(off), why)
                .judged(judge(off))
                .from(self.by_month()),
        ];
        part.figures.extend(figures);
    }

    /// What was booked in months that are not over, and is left out of what is held against the budget.
    fn running(&self) -> Vec<(Option<Named>, String)> {
        let rest = self.books.months.get(self.books.over..).unwrap_or_default();
        let booked = self.account.actual(rest);
        if booked.is_zero() {
            return Vec::new();
        }
        let amount = money(booked, self.currency);
        vec![(None, format!("{amount} of months that are not over are left out."))]
    }

    fn by_month(&self) -> Table {
        let columns = [
            column("month", "Month", ""),
            column("direct", "Direct", ""),
            column("shared", "Shared", ""),
            column("total", "Total", ""),
            column("budget", "Budget", ""),
            column("over", "Over", ""),
        ];
        let mut table = Table::new("months", "By month", &columns, "There is no month.");
        for (place, month) in self.books.months.iter().enumerate() {
            let of = |all: &std::collections::BTreeMap<Date, Decimal>| {
                all.get(month).copied().unwrap_or_default()
            };
            let (direct, shared) = (of(&self.account.direct), of(&self.account.shared));
            let budget = self.account.budget.get(month).map(|amount| self.money(*amount));
            table = table.row(vec![
                label(*month).as_str().into(),
                self.money(direct).into(),
                self.money(shared).into(),
                self.money(direct + shared).into(),
                budget.unwrap_or_default().into(),
                Value::Bool(place < self.books.over).into(),
            ]);
        }
        table
    }

    fn direct_rows(&self) -> Table {
        let columns = [
            column("cost", "Cost", ""),
            column("cost_type", "Sort of cost", ""),
            column("month", "Month", ""),
            column("amount", "Amount", ""),
        ];
        let empty = "Nothing was spent for it alone.";
        let mut table = Table::new("costs", "Costs of the service", &columns, empty);
        let is_own = |cost: &&books::Cost| {
            cost.service == Some(self.service) && cost.currency == self.currency
        };
        for cost in self.books.costs.iter().filter(is_own) {
            table = table.row(vec![
                Cell::record(cost.named.clone()),
                self.books.cost_type(cost.cost_type),
                label(cost.month).as_str().into(),
                self.money(cost.amount).into(),
            ]);
        }
        table
    }

    fn shared_rows(&self) -> Table {
        let columns = [
            column("month", "Month", ""),
            column("cost_type", "Sort of cost", ""),
            column("rule", "Rule", ""),
            column("driver", "Driver", ""),
            column("weight", "Weight", ""),
            column("share", "Share", ""),
        ];
        let empty = "It bears no share of what is shared.";
        let mut table = Table::new("shares", "Shares", &columns, empty);
        let is_own = |share: &&books::Share| {
            share.service == self.service && share.currency == self.currency
        };
        for share in self.books.shares.iter().filter(is_own) {
            table = table.row(vec![
                label(share.month).as_str().into(),
                self.books.cost_type(share.cost_type),
                Cell::record(share.rule.clone()),
                share.driver.as_str().into(),
                share.weight.into(),
                self.money(share.amount).into(),
            ]);
        }
        table
    }

    fn budget_rows(&self) -> Table {
        let columns = [
            column("budget", "Budget", ""),
            column("months", "Months of the period", ""),
            column("amount", "Holds for them", ""),
        ];
        let mut table = Table::new("budgets", "Budgets", &columns, NO_BUDGET);
        let is_own = |budget: &&books::Budget| {
            budget.service == Some(self.service) && budget.currency == self.currency
        };
        for budget in self.books.budgets.iter().filter(is_own) {
            table = table.row(vec![
                Cell::record(budget.named.clone()),
                Decimal::from(budget.monthly.len()).into(),
                self.money(budget.monthly.values().sum()).into(),
            ]);
        }
        table
    }

    fn unit_costs(
        &self,
        evidence: &dyn Evidence,
        total: Decimal,
        part: &mut Part,
    ) -> Result<(), EvidenceFault> {
        let units = [
            in_states(&["current"]),
            Filter::is("service", Value::Ref(self.service)),
            Filter::is("is_cost_unit", Value::Bool(true)),
        ];
        let sources = reading::list(evidence, "demand_source", &units, |one| Some(one.named()))?;
        for source in sources {
            part.figures.push(self.unit_cost(evidence, total, &source)?);
        }
        Ok(())
    }

    fn unit_cost(
        &self,
        evidence: &dyn Evidence,
        total: Decimal,
        source: &Named,
    ) -> Result<Figure, EvidenceFault> {
        let months = &self.books.months;
        let first = months.first().copied().unwrap_or_default();
        let filters = [
            in_states(&["current"]),
            Filter::is("source", Value::Ref(source.id)),
            Filter { field: "month".to_owned(), test: Test::AtLeast(Value::Date(first)) },
        ];
        let mut measured = reading::list(evidence, "demand_measure", &filters, |one| {
            Some((one.date("month")?, one.named(), one.decimal("value")?))
        })?;
        measured.retain(|(month, ..)| months.contains(month));
        let values: Vec<_> = measured.iter().map(|(.., value)| *value).collect();
        let units = capacity_figures::mean(&values);
        let cost = units.and_then(|units| cost_figures::unit_cost(total, units, months.len()));
        let columns = [column("measure", "Measured", ""), column("value", "Units", "")];
        let mut table = Table::new("units", "Units", &columns, "Nothing was measured.");
        for (_, measure, value) in measured {
            table = table.row(vec![Cell::record(measure), value.into()]);
        }
        let value = cost.map(|amount| {
            Value::Money(gemba_vocabulary::Money { amount, currency: self.currency.to_owned() })
        });
        let why = "No units of the source were measured in the period.";
        let missing = months.len().saturating_sub(values.len());
        let mut exceptions =
            vec![(Some(source.clone()), format!("The unit is: {}.", source.title))];
        if missing > 0 {
            let what = format!("{missing} months were not measured; the mean is of the others.");
            exceptions.push((Some(source.clone()), what));
        }
        Ok(Figure::or_undefined(&defs::UNIT, value, why).from(table).except(exceptions))
    }

    fn chart(&self) -> Chart {
        let months = self.books.months.iter().enumerate();
        let points = months.map(|(place, month)| {
            let is_open = place >= self.books.over;
            let actual = self.account.actual(&[*month]);
            let value = (!is_open || !actual.is_zero()).then_some(actual);
            Point { label: label(*month), value, is_open }
        });
        let count = Decimal::from(self.account.budget.len());
        let budget = self.account.budget.values().sum::<Decimal>().checked_div(count);
        let lines =
            budget.map(|budget| ("Budget of a month".to_owned(), cost_figures::cents(budget)));
        Chart {
            name: "monthly_cost",
            label: format!("Cost by month, {}", self.currency),
            unit: "",
            sort: Sort::Individuals,
            points: points.collect(),
            lines: lines.into_iter().collect(),
        }
    }
}

impl Books {
    fn cost_type(&self, id: RecordId) -> Cell {
        let named = self.cost_types.get(&id).cloned();
        named.map_or_else(|| Cell::from(id.to_string().as_str()), Cell::record)
    }
}

/// How so many hundredths over budget are judged.
fn judge(percent: Option<Decimal>) -> Judged {
    match percent {
        None => Judged::Not,
        Some(percent) if percent <= Decimal::ZERO => Judged::Kept,
        Some(percent) if percent <= NEAR_PERCENT_MAX => Judged::Near,
        Some(_) => Judged::Missed,
    }
}

/// A month as it is written.
pub(crate) fn label(month: Date) -> String {
    month.strftime("%Y-%m").to_string()
}
