//! The books: costs, budgets and rules of some whole months, and what each service comes to by them.
use crate::{
    asked::Ask,
    reading::{self, Read, in_states},
    sheet::Named,
};
use gemba_model::{
    Record,
    check::{Evidence, EvidenceFault},
    filter::{Filter, Test},
    overlay::KindView,
};
use gemba_vocabulary::{Money, RecordId, Value, cost_figures, id::parse_number};
use jiff::{ToSpan, civil::Date};
use rust_decimal::Decimal;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A line of a ledger.
#[derive(Clone, Debug)]
pub struct Cost {
    /// The record.
    pub named: Named,
    /// The service it was spent for; nothing if it is shared.
    pub service: Option<RecordId>,
    /// Its sort.
    pub cost_type: RecordId,
    /// Its month, by the first day.
    pub month: Date,
    /// How much.
    pub amount: Decimal,
    /// In which currency.
    pub currency: String,
    /// The ledger it comes from.
    pub ledger: String,
}

/// A budget that was approved.
#[derive(Clone, Debug)]
pub struct Budget {
    /// The record.
    pub named: Named,
    /// The service it is for; nothing if it is for shared costs.
    pub service: Option<RecordId>,
    /// What it holds in each month.
    pub monthly: BTreeMap<Date, Decimal>,
    /// In which currency.
    pub currency: String,
}

/// A rule by which a shared cost is split.
#[derive(Clone, Debug)]
struct Rule {
    named: Named,
    cost_type: RecordId,
    valid_from: Date,
    driver: String,
    weights: Vec<(RecordId, Decimal)>,
}

/// What of a shared cost one service bears.
#[derive(Clone, Debug)]
pub struct Share {
    /// The month of the cost.
    pub month: Date,
    /// The sort of cost.
    pub cost_type: RecordId,
    /// The rule, with its version in its name.
    pub rule: Named,
    /// What drives it.
    pub driver: String,
    /// The service.
    pub service: RecordId,
    /// Its value of the driver.
    pub weight: Decimal,
    /// Its share.
    pub amount: Decimal,
    /// In which currency.
    pub currency: String,
}

/// A shared cost that no service bears, and why.
#[derive(Clone, Debug)]
pub struct Unshared {
    /// The month of the cost.
    pub month: Date,
    /// The sort of cost.
    pub cost_type: RecordId,
    /// How much.
    pub amount: Decimal,
    /// In which currency.
    pub currency: String,
    /// Why nobody bears it.
    pub why: &'static str,
}

/// What one service comes to in one currency, by month.
#[derive(Clone, Debug, Default)]
pub struct Account {
    /// What was spent for it alone.
    pub direct: BTreeMap<Date, Decimal>,
    /// Its shares of what is shared.
    pub shared: BTreeMap<Date, Decimal>,
    /// What its budgets hold.
    pub budget: BTreeMap<Date, Decimal>,
}

/// What is left of a budget.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// The budget.
    pub budget: Money,
    /// What is left of it; below zero if more was spent.
    pub left: Money,
}

/// The services that a change touches: the one that changes, and those that suffer while it does.
pub fn services_of_change(view: &KindView, change: &Record) -> Vec<RecordId> {
    let mut services: Vec<_> = view.value(change, "service").as_int().into_iter().collect();
    if let Value::Refs(others) = view.value(change, "other_services") {
        services
            .extend(others.iter().filter(|id| !services.contains(id)).copied().collect::<Vec<_>>());
    }
    services
}

/// The books of some whole months.
#[derive(Clone, Debug, Default)]
pub struct Books {
    /// The months, the oldest first.
    pub months: Vec<Date>,
    /// How many of them are over.
    pub over: usize,
    /// What services are called.
    pub services: BTreeMap<RecordId, Named>,
    /// What sorts of cost are called.
    pub cost_types: BTreeMap<RecordId, Named>,
    /// The lines of the ledgers.
    pub costs: Vec<Cost>,
    /// The budgets.
    pub budgets: Vec<Budget>,
    /// How shared costs were split.
    pub shares: Vec<Share>,
    /// What nobody bears.
    pub unshared: Vec<Unshared>,
    /// What each service comes to in each currency.
    pub accounts: BTreeMap<(RecordId, String), Account>,
}

#[derive(Deserialize)]
struct Weight {
    service: String,
    weight: Decimal,
}

impl Books {
    /// Reads them for the whole months of a period.
    pub fn read(evidence: &dyn Evidence, ask: &Ask) -> Result<Self, EvidenceFault> {
        let months = ask.months();
        let today = evidence.now().to_zoned(ask.zone.clone()).date();
        let over = months.iter().filter(|month| next(**month) <= today).count();
        let mut books = Self {
            over,
            services: reading::names(evidence, "service", &[])?,
            cost_types: reading::names(evidence, "cost_type", &[])?,
            costs: costs(evidence, &months)?,
            budgets: budgets(evidence, &months)?,
            months,
            ..Self::default()
        };
        let rules = rules(evidence)?;
        books.share(&rules);
        books.keep_accounts();
        Ok(books)
    }

    /// The months that are over.
    pub fn months_over(&self) -> &[Date] {
        self.months.get(..self.over).unwrap_or_default()
    }

    /// Splits what is shared, each month and sort of cost by the rule that holds for that month.
    fn share(&mut self, rules: &[Rule]) {
        let mut pools: BTreeMap<(Date, RecordId, String), Decimal> = BTreeMap::new();
        for cost in self.costs.iter().filter(|cost| cost.service.is_none()) {
            let key = (cost.month, cost.cost_type, cost.currency.clone());
            *pools.entry(key).or_default() += cost.amount;
        }
        for ((month, cost_type, currency), amount) in pools {
            let holds = |rule: &&Rule| rule.cost_type == cost_type && rule.valid_from <= month;
            let latest =
                rules.iter().filter(holds).max_by_key(|rule| (rule.valid_from, rule.named.id));
            let why = |why| Unshared { month, cost_type, amount, currency: currency.clone(), why };
            let Some(rule) = latest else {
                self.unshared.push(why("No allocation rule in force holds for this month."));
                continue;
            };
            let weights: Vec<_> = rule
                .weights
                .iter()
                .map(|(service, weight)| (self.title(*service), *weight))
                .collect();
            let Some(parts) = cost_figures::split(amount, &weights) else {
                self.unshared.push(why("The weights of the rule cannot split it."));
                continue;
            };
            let shares = rule.weights.iter().zip(parts).map(|((service, weight), amount)| Share {
                month,
                cost_type,
                rule: rule.named.clone(),
                driver: rule.driver.clone(),
                service: *service,
                weight: *weight,
                amount,
                currency: currency.clone(),
            });
            self.shares.extend(shares);
        }
    }

    fn keep_accounts(&mut self) {
        for cost in &self.costs {
            let Some(service) = cost.service else { continue };
            let account = self.accounts.entry((service, cost.currency.clone())).or_default();
            *account.direct.entry(cost.month).or_default() += cost.amount;
        }
        for share in &self.shares {
            let account = self.accounts.entry((share.service, share.currency.clone())).or_default();
            *account.shared.entry(share.month).or_default() += share.amount;
        }
        for budget in &self.budgets {
            let Some(service) = budget.service else { continue };
            let account = self.accounts.entry((service, budget.currency.clone())).or_default();
            for (month, amount) in &budget.monthly {
                *account.budget.entry(*month).or_default() += *amount;
            }
        }
    }

    /// What a service is called.
    pub fn title(&self, service: RecordId) -> String {
        self.services.get(&service).map_or_else(|| service.to_string(), |one| one.title.clone())
    }

    /// What approved budgets of a service hold for the months, and what is left of them, in each currency in which it
    /// has one.
    pub fn left(&self, service: RecordId) -> Vec<Left> {
        let own = self.accounts.iter().filter(|((of, _), _)| *of == service);
        let left = own.filter_map(|((_, currency), account)| {
            let budget = account.budget(&self.months)?;
            let left = money(budget - account.actual(&self.months), currency);
            Some(Left { budget: money(budget, currency), left })
        });
        left.collect()
    }

    /// What is recorded in a currency, of one ledger or of all.
    pub fn recorded(&self, currency: &str, ledger: Option<&str>) -> Decimal {
        let is_of = |cost: &&Cost| {
            cost.currency == currency && ledger.is_none_or(|ledger| cost.ledger == ledger)
        };
        self.costs.iter().filter(is_of).map(|cost| cost.amount).sum()
    }
}

impl Account {
    /// What it comes to in such months.
    pub fn actual(&self, months: &[Date]) -> Decimal {
        sum(&self.direct, months) + sum(&self.shared, months)
    }

    /// What its budgets hold for such months; nothing if it has none.
    pub fn budget(&self, months: &[Date]) -> Option<Decimal> {
        (!self.budget.is_empty()).then(|| sum(&self.budget, months))
    }
}

/// The sum of what stands under such months.
pub fn sum(all: &BTreeMap<Date, Decimal>, months: &[Date]) -> Decimal {
    months.iter().filter_map(|month| all.get(month)).sum()
}

/// The month after one.
pub fn next(month: Date) -> Date {
    month.saturating_add(1.month())
}

/// An amount in cents.
pub fn money(amount: Decimal, currency: &str) -> Money {
    Money { amount: cost_figures::cents(amount), currency: currency.to_owned() }
}

fn costs(evidence: &dyn Evidence, months: &[Date]) -> Result<Vec<Cost>, EvidenceFault> {
    let (Some(first), Some(last)) = (months.first(), months.last()) else { return Ok(Vec::new()) };
    let booked = |test| Filter { field: "booked_on".to_owned(), test };
    let filters = [
        in_states(&["current"]),
        booked(Test::AtLeast(Value::Date(*first))),
        booked(Test::Less(Value::Date(next(*last)))),
    ];
    reading::list(evidence, "cost_record", &filters, |one| {
        let money = one.money("amount")?;
        Some(Cost {
            named: one.named(),
            service: one.int("service"),
            cost_type: one.int("cost_type")?,
            month: one.date("booked_on")?.first_of_month(),
            amount: money.amount,
            currency: money.currency,
            ledger: one.text("ledger"),
        })
    })
}

fn budgets(evidence: &dyn Evidence, months: &[Date]) -> Result<Vec<Budget>, EvidenceFault> {
    let approved = [in_states(&["approved"])];
    let mut budgets = reading::list(evidence, "budget", &approved, |one| budget(one, months))?;
    budgets.retain(|budget| !budget.monthly.is_empty());
    Ok(budgets)
}

/// A budget with what it holds in such months: evenly, so that its months add up to it.
fn budget(one: &Read<'_>, months: &[Date]) -> Option<Budget> {
    let (from, until) = (one.date("from")?, one.date("until")?);
    let money = one.money("amount")?;
    let all: Vec<_> =
        std::iter::successors(Some(from.first_of_month()), |month| Some(next(*month)))
            .take_while(|month| *month <= until)
            .collect();
    let mut monthly = BTreeMap::new();
    for (place, month) in all.iter().enumerate().filter(|(_, month)| months.contains(month)) {
        let held = |count| cost_figures::phased(money.amount, count, all.len());
        monthly.insert(*month, held(place.saturating_add(1))? - held(place)?);
    }
    Some(Budget {
        named: one.named(),
        service: one.int("service"),
        monthly,
        currency: money.currency,
    })
}

fn rules(evidence: &dyn Evidence) -> Result<Vec<Rule>, EvidenceFault> {
    reading::list(evidence, "allocation_rule", &[in_states(&["in_force"])], |one| {
        let Value::Struct(rows) = one.value("weights") else { return None };
        let rows: Vec<Weight> = serde_json::from_value(rows.clone()).ok()?;
        let weight = |row: Weight| Some((parse_number(&row.service)?.1, row.weight));
        Some(Rule {
            named: one.named(),
            cost_type: one.int("cost_type")?,
            valid_from: one.date("valid_from")?,
            driver: one.text("driver"),
            weights: rows.into_iter().filter_map(weight).collect(),
        })
    })
}
