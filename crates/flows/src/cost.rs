//! What things cost, where it is decided: a review takes its figures from the books, whoever decides about a change is
//! told its cost and what is left of the budgets, and what is approved takes the place of what was approved before.
use gemba_desk::{Command, DueDone, DueWork, Flow, Refused, Saving, World};
use gemba_figures::{
    Ask,
    cost::books::{Account, Books, Left, services_of_change, sum},
};
use gemba_model::{
    check::{EvidenceFault, Period},
    filter::{Filter, Test},
};
use gemba_vocabulary::{RecordId, Value, cost_figures};
use jiff::{ToSpan, civil::Date, tz::TimeZone};
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::{Value as Json, json};
use std::fmt::Write as _;

/// Fills reviews of costs with what the books say. It remembers nothing.
#[derive(Debug, Default)]
pub struct CostReview;

const REVIEW: &str = "forecast_review";

/// What could not be read, as the desk says it.
pub(crate) fn unread(fault: EvidenceFault) -> Refused {
    Refused::Failed(fault.0)
}

fn books(world: &mut World<'_>, period: Period) -> Result<Books, Refused> {
    let ask = Ask { period, zone: TimeZone::UTC, about: None };
    let evidence = world.evidence();
    Books::read(&evidence, &ask).map_err(unread)
}

impl Flow for CostReview {
    fn before_save(&self, world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
        let is_asked = saving.before.is_none() || saving.verb == "take_figures";
        if saving.view.def.name != REVIEW || !is_asked {
            return Ok(());
        }
        let (Value::Date(from), Value::Date(until)) = (saving.value("from"), saving.value("until"))
        else {
            return Ok(());
        };
        let period = Period { from: *from, until: until.saturating_add(1.day()) };
        let books = books(world, period)?;
        saving.set("figures", Value::Struct(lines(&books)));
        saving.set("shares", Value::Struct(shares(&books)));
        let totals = match saving.value("control_totals") {
            Value::Struct(rows) => serde_json::from_value(rows.clone()).unwrap_or_default(),
            _ => Vec::new(),
        };
        saving.set("matches", Value::Struct(matches(&books, &totals)));
        saving.set("taken_at", Value::Instant(world.now()));
        Ok(())
    }

    fn topic(&self) -> &'static str {
        REVIEW
    }

    fn due(&self, _: &mut World<'_>, _: &DueWork) -> Result<DueDone, Refused> {
        Ok(DueDone::default())
    }

    fn was_saved(&self, _: &str) {}
}

fn rows(rows: impl Iterator<Item = Json>) -> Json {
    let without_nulls = |row: Json| match row {
        Json::Object(parts) => {
            Json::Object(parts.into_iter().filter(|(_, part)| !part.is_null()).collect())
        }
        other => other,
    };
    rows.map(without_nulls).collect()
}

fn lines(books: &Books) -> Json {
    rows(books.accounts.iter().map(|((service, currency), account)| {
        line(books, &books.title(*service), currency, account)
    }))
}

fn line(books: &Books, service: &str, currency: &str, account: &Account) -> Json {
    let (over, months) = (books.months_over(), books.months.as_slice());
    let cash = |amount: Decimal| cost_figures::cents(amount).to_string();
    let actual = account.actual(over);
    let budget = account.budget(over).filter(|_| !over.is_empty());
    let variance = budget.map(|budget| cost_figures::Variance::of(actual, budget));
    let percent = variance.and_then(|variance| variance.percent);
    let forecast = cost_figures::straight_line(actual, over.len(), months.len());
    json!({
        "service": service,
        "currency": currency,
        "direct": cash(sum(&account.direct, over)),
        "shared": cash(sum(&account.shared, over)),
        "actual": cash(actual),
        "budget": budget.map(cash),
        "variance": variance.map(|variance| cash(variance.amount)),
        "percent": percent.map(|percent| percent.to_string()),
        "forecast": forecast.map(cash),
    })
}

fn shares(books: &Books) -> Json {
    rows(books.shares.iter().map(|share| {
        json!({
            "month": share.month.strftime("%Y-%m").to_string(),
            "rule": share.rule.title,
            "driver": share.driver,
            "service": books.title(share.service),
            "weight": share.weight.normalize().to_string(),
            "share": cost_figures::cents(share.amount).to_string(),
            "currency": share.currency,
        })
    }))
}

#[derive(Deserialize)]
struct ControlTotal {
    ledger: Option<String>,
    total: Decimal,
    currency: String,
}

fn matches(books: &Books, totals: &[ControlTotal]) -> Json {
    rows(totals.iter().map(|ControlTotal { ledger, total, currency }| {
        let cash = |amount: Decimal| cost_figures::cents(amount).to_string();
        let recorded = books.recorded(currency, ledger.as_deref());
        json!({
            "ledger": ledger.as_deref().unwrap_or("all of them"),
            "currency": currency,
            "recorded": cash(recorded),
            "total": cash(*total),
            "difference": cash(recorded - total),
        })
    }))
}

/// Tells whoever decides about a change what it costs. It remembers nothing.
#[derive(Debug, Default)]
pub struct ApprovalCosts;

const APPROVAL: &str = "approval";
const CHANGE: &str = "change";

impl Flow for ApprovalCosts {
    fn before_save(&self, world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
        let is_of_change = saving.value("parent_kind").as_text() == Some(CHANGE);
        if saving.view.def.name != APPROVAL || saving.before.is_some() || !is_of_change {
            return Ok(());
        }
        let Some(change) = saving.value("parent").as_int() else { return Ok(()) };
        if let Some(told) = costs_of(world, change)? {
            saving.set("costs", Value::Text(told));
        }
        Ok(())
    }

    fn topic(&self) -> &'static str {
        "approval_costs"
    }

    fn due(&self, _: &mut World<'_>, _: &DueWork) -> Result<DueDone, Refused> {
        Ok(DueDone::default())
    }

    fn was_saved(&self, _: &str) {}
}

/// The cost of a change and what is left of the budgets of its services this year, in lines.
fn costs_of(world: &mut World<'_>, change: RecordId) -> Result<Option<String>, Refused> {
    let view = world.view(CHANGE)?;
    let Some(record) = world.record(CHANGE, change)? else { return Ok(None) };
    let services = services_of_change(&view, &record);
    let cost = view.value(&record, "impact_cost").to_text();
    let mut told = match cost.trim() {
        "" => "Cost of the change: nothing was said.".to_owned(),
        cost => format!("Cost of the change: {cost}"),
    };
    let today = world.now().to_zoned(TimeZone::UTC).date();
    let from = today.first_of_year();
    let books = books(world, Period { from, until: from.saturating_add(1.year()) })?;
    for service in services {
        let name = books.title(service);
        let year = today.year();
        let left = books.left(service);
        if left.is_empty() {
            let _ = write!(told, "\n{name}: no budget was approved for {year}.");
        }
        for Left { budget, left } in left {
            let _ = write!(told, "\n{name}: {left} left of a budget of {budget} for {year}.");
        }
    }
    Ok(Some(told))
}

/// What is approved takes the place of what was approved before for the same. It remembers nothing.
#[derive(Debug, Default)]
pub struct Successor;

const TOPIC: &str = "successor";
const OTHERS_READ_MAX: usize = 1_000;

/// What is approved one at a time.
struct Single {
    kind: &'static str,
    verb: &'static str,
    state: &'static str,
    /// What two of them have in common if one takes the place of the other.
    same: &'static [&'static str],
}

const SINGLES: [Single; 2] = [
    Single {
        kind: "budget",
        verb: "approve",
        state: "approved",
        same: &["service", "cost_type", "from", "until"],
    },
    Single { kind: "capacity_plan", verb: "begin", state: "in_force", same: &["service"] },
];

impl Flow for Successor {
    fn before_save(&self, world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
        let is_it =
            |single: &Single| single.kind == saving.view.def.name && single.verb == saving.verb;
        if SINGLES.iter().any(is_it) {
            saving.plan(TOPIC, Some(world.now()));
        }
        Ok(())
    }

    fn topic(&self) -> &'static str {
        TOPIC
    }

    fn due(&self, world: &mut World<'_>, work: &DueWork) -> Result<DueDone, Refused> {
        let mut done = DueDone::default();
        let Some(single) = SINGLES.iter().find(|single| single.kind == work.kind) else {
            return Ok(done);
        };
        let view = world.view(single.kind)?;
        let Some(newer) = world.record(single.kind, work.record)? else { return Ok(done) };
        if newer.state != single.state {
            return Ok(done);
        }
        let mut filters = vec![Filter::is("state", Value::Text(single.state.to_owned()))];
        for field in single.same {
            let value = view.value(&newer, field).clone();
            let is_none = value.is_none();
            let test = if is_none { Test::Empty } else { Test::Is(vec![value]) };
            filters.push(Filter { field: (*field).to_owned(), test });
        }
        let approved = |record: &gemba_model::Record| {
            (view.value(record, "approved_at").as_instant(), record.id)
        };
        for other in world.find(single.kind, &filters, OTHERS_READ_MAX)? {
            if approved(&other) < approved(&newer) {
                let note = format!("{} took its place.", view.def.number(newer.id));
                let supersede = Command::verb(single.kind, other.id, "supersede");
                done.commands.push(supersede.with_note(&note));
            }
        }
        Ok(done)
    }

    fn was_saved(&self, _: &str) {}
}

/// The month after one.
pub(crate) fn next(month: Date) -> Date {
    month.saturating_add(1.month())
}
