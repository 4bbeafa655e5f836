//! Risks: how great they are, where they stand, and what they are expected to cost.
use crate::{
    asked::Ask,
    counted::{none_wanted, number, records, some_wanted},
    reading::{Read, list, names},
    sheet::{Cell, Figure, FigureDef, Judged, Named, Part, Row, Sheet, Table, column},
};
use gemba_model::{
    check::{Evidence, EvidenceFault},
    filter::Filter,
};
use gemba_vocabulary::{
    Money, RecordId, Value,
    risk::{Bands, WEIGHTS},
};
use jiff::civil::Date;
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// How many risks are open.
pub static OPEN: FigureDef = FigureDef {
    name: "risks_open",
    label: "Open risks",
    unit: "",
    definition: "All risks that are not closed (clause 6.1). The score is likelihood times impact, each from 1 to 5; \
                 after a treatment it is what is left.",
};

/// How many risks are beyond what a manager may accept.
pub static GRAVE: FigureDef = FigureDef {
    name: "risks_grave",
    label: "Risks for top management",
    unit: "",
    definition: "Open risks whose score, after the treatment if there was one, is beyond what a manager may accept \
                 by the criteria in force; without criteria that is 12 (definition RSK-1). Only top management \
                 accepts them.",
};

/// How many reviews of risks are overdue.
pub static OVERDUE: FigureDef = FigureDef {
    name: "risks_overdue",
    label: "Reviews overdue",
    unit: "",
    definition: "Open risks whose day of review is past, and accepted or monitored risks that have none (clause \
                 8.7.3.2). The target is none.",
};

/// How many services have no security risk that was looked at.
pub static SERVICES: FigureDef = FigureDef {
    name: "services_without_risk",
    label: "Services without a security risk on record",
    unit: "",
    definition: "Live services for which no open risk to information security is on record that was assessed and \
                 whose review is not overdue (clause 8.7.3.2). The target is none.",
};

/// How many suppliers have no risk on record.
pub static SUPPLIERS: FigureDef = FigureDef {
    name: "suppliers_without_risk",
    label: "Suppliers without a risk on record",
    unit: "",
    definition: "Suppliers who work for us and whom no open risk names that was assessed (clause 6.1.2 a 3). The \
                 target is none.",
};

/// Whether criteria are in force.
pub static CRITERIA: FigureDef = FigureDef {
    name: "criteria_in_force",
    label: "Risk criteria in force",
    unit: "",
    definition: "Risk criteria that top management approved and that no others took the place of (clause 6.1.2 c). \
                 There is one version; without one the usual bands of 6 and 12 hold.",
};

/// What the open risks are expected to cost in a year.
pub static LOSS: FigureDef = FigureDef {
    name: "expected_loss",
    label: "Loss expected in a year",
    unit: "",
    definition: "The sum over open risks of a single loss times how often it comes in a year, with the rate after \
                 the treatment where there is one (annual loss expectancy, definition RSK-2). Risks without both \
                 numbers are left out.",
};

/// What the treatments are worth in a year.
pub static BENEFIT: FigureDef = FigureDef {
    name: "net_benefit",
    label: "Benefit of treatments in a year",
    unit: "",
    definition: "The sum over open risks of the loss expected before the treatment, less that after it, less what \
                 the treatment costs in a year (definition RSK-2). Risks without these numbers are left out.",
};

/// A risk, as the figures need it.
struct Risk {
    named: Named,
    aspect: String,
    state: String,
    services: Vec<RecordId>,
    suppliers: Vec<RecordId>,
    owner: Option<RecordId>,
    likelihood: Option<i64>,
    impact: Option<i64>,
    score: Option<i64>,
    residual: Option<i64>,
    stands: Option<(i64, i64)>,
    authority: String,
    effect: Option<Decimal>,
    loss_before: Option<Money>,
    loss_after: Option<Money>,
    benefit: Option<Money>,
    review_on: Option<Date>,
}

impl Risk {
    fn of(read: &Read<'_>) -> Self {
        let before = read.int("likelihood").zip(read.int("impact"));
        let left = read.int("residual_likelihood").zip(read.int("residual_impact"));
        Self {
            named: read.named(),
            aspect: read.text("aspect"),
            state: read.state().to_owned(),
            services: read.refs("services"),
            suppliers: read.refs("suppliers"),
            owner: read.int("owner"),
            likelihood: read.int("likelihood"),
            impact: read.int("impact"),
            score: read.int("score"),
            residual: read.int("residual_score"),
            stands: left.or(before),
            authority: read.text("authority"),
            effect: read.decimal("treatment_effect"),
            loss_before: read.money("loss_before"),
            loss_after: read.money("loss_after"),
            benefit: read.money("net_benefit"),
            review_on: read.date("review_on"),
        }
    }

    /// The score that stands now.
    fn now(&self) -> Option<i64> {
        self.residual.or(self.score)
    }

    fn is_overdue(&self, today: Date) -> bool {
        let must_have = matches!(&*self.state, "accepted" | "monitored");
        self.review_on.map_or(must_have, |day| day < today)
    }

    /// The loss that is expected as things stand.
    fn loss(&self) -> Option<&Money> {
        self.loss_after.as_ref().or(self.loss_before.as_ref())
    }
}

/// Works out the sheet.
pub fn read(evidence: &dyn Evidence, ask: &Ask) -> Result<Sheet, EvidenceFault> {
    let open = Filter::is("open", Value::Bool(true));
    let mut risks = list(evidence, "risk", &[open], |read| Some(Risk::of(read)))?;
    let today = evidence.now().to_zoned(ask.zone.clone()).date();
    let services = names(evidence, "service", &[])?;
    let people = names(evidence, "person", &[])?;
    let mut part = Part::titled("All open risks");
    if let Some(service) = ask.about {
        risks.retain(|risk| risk.services.contains(&service));
        part = services.get(&service).cloned().map_or(part, Part::about);
    }
    risks.sort_by_key(|risk| (std::cmp::Reverse(risk.now()), risk.named.id));
    part.figures.push(count(&OPEN, &risks, &people, |_| true));
    let criteria = criteria(evidence)?;
    let bands = criteria.last().map_or(Bands::USUAL, |(_, bands)| *bands);
    let is_grave = |risk: &Risk| risk.now().is_some_and(|score| score > bands.manager_max);
    part.figures.push(count(&GRAVE, &risks, &people, is_grave));
    part.figures.push(none_wanted(count(&OVERDUE, &risks, &people, |risk| risk.is_overdue(today))));
    if ask.about.is_none() {
        part.figures.push(none_wanted(uncovered(evidence, &risks, today)?));
        part.figures.push(none_wanted(unnamed(evidence, &risks)?));
        let told = criteria.iter().map(|(named, _)| (named, String::new()));
        part.figures.push(some_wanted(records(&CRITERIA, told, "None are in force.")));
    }
    part.figures.push(sum(&LOSS, &risks, Risk::loss));
    part.figures.push(sum(&BENEFIT, &risks, |risk| risk.benefit.as_ref()));
    part.tables.push(matrix(&risks, bands));
    part.tables.push(by_aspect(&risks, today));
    part.notes.push(
        "A risk stands in the matrix with what is left after its treatment, if there was one. Risks that nobody \
         weighed stand in no cell."
            .to_owned(),
    );
    Ok(Sheet { parts: vec![part] })
}

/// The criteria in force, with who may accept up to which score. Of two the later holds.
fn criteria(evidence: &dyn Evidence) -> Result<Vec<(Named, Bands)>, EvidenceFault> {
    list(evidence, "risk_criteria", &[crate::reading::in_states(&["in_force"])], |read| {
        let owner_max = read.int("owner_score_max").unwrap_or(Bands::USUAL.owner_max);
        let manager_max = read.int("manager_score_max").unwrap_or(Bands::USUAL.manager_max);
        Some((read.named(), Bands { owner_max, manager_max }))
    })
}

/// Suppliers who work for us and whom no risk names that somebody weighed.
fn unnamed(evidence: &dyn Evidence, risks: &[Risk]) -> Result<Figure, EvidenceFault> {
    let weighed = risks.iter().filter(|risk| risk.score.is_some());
    let named: BTreeSet<_> = weighed.flat_map(|risk| &risk.suppliers).copied().collect();
    let working = crate::reading::in_states(&["active", "under_review", "remediation", "exiting"]);
    let mut suppliers = names(evidence, "supplier", &[working])?;
    suppliers.retain(|id, _| !named.contains(id));
    let told = suppliers.values().map(|supplier| (supplier, "no risk names them".to_owned()));
    Ok(records(&SUPPLIERS, told, "A risk names each."))
}

fn whole(value: Option<i64>) -> Cell {
    value.map_or(Value::None, Value::Int).into()
}

fn amount(value: Option<&Money>) -> Cell {
    value.cloned().map_or(Value::None, Value::Money).into()
}

fn count(
    def: &'static FigureDef,
    risks: &[Risk],
    people: &BTreeMap<RecordId, Named>,
    counts: impl Fn(&Risk) -> bool,
) -> Figure {
    let counted: Vec<_> = risks.iter().filter(|risk| counts(risk)).collect();
    let mut table = Table::new(
        "risks",
        "Risks",
        &[
            column("risk", "Risk", ""),
            column("owner", "Owner", ""),
            column("likelihood", "Likelihood", ""),
            column("impact", "Impact", ""),
            column("score", "Score", ""),
            column("residual", "After treatment", ""),
            column("authority", "Accepted by", ""),
            column("effect", "Treatment effect", "%"),
            column("loss_before", "Yearly loss", ""),
            column("loss_after", "Yearly loss after treatment", ""),
            column("review_on", "Review on", ""),
        ],
        "There is no such risk.",
    );
    for risk in &counted {
        let owner = risk.owner.and_then(|id| people.get(&id)).cloned();
        table.rows.push(vec![
            Cell::record(risk.named.clone()),
            owner.map_or_else(Cell::default, Cell::record),
            whole(risk.likelihood),
            whole(risk.impact),
            whole(risk.score),
            whole(risk.residual),
            risk.authority.replace('_', " ").as_str().into(),
            risk.effect.map_or(Value::None, Value::Decimal).into(),
            amount(risk.loss_before.as_ref()),
            amount(risk.loss_after.as_ref()),
            risk.review_on.map_or(Value::None, Value::Date).into(),
        ]);
    }
    Figure::new(def, number(counted.len())).from(table)
}

/// Live services without a security risk that somebody looked at.
fn uncovered(
    evidence: &dyn Evidence,
    risks: &[Risk],
    today: Date,
) -> Result<Figure, EvidenceFault> {
    let looked_at = risks.iter().filter(|risk| {
        risk.aspect == "security" && risk.score.is_some() && !risk.is_overdue(today)
    });
    let covered: BTreeSet<_> = looked_at.flat_map(|risk| &risk.services).copied().collect();
    let live = crate::reading::in_states(&["live"]);
    let services = names(evidence, "service", &[live])?;
    let mut table = Table::new(
        "services",
        "Services",
        &[column("service", "Service", "")],
        "Each live service has one.",
    );
    let open = services.into_iter().filter(|(id, _)| !covered.contains(id));
    table.rows = open.map(|(_, service)| vec![Cell::record(service)]).collect();
    Ok(Figure::new(&SERVICES, number(table.rows.len())).from(table))
}

/// A sum of money over risks, if it is all of one currency.
fn sum<'a>(
    def: &'static FigureDef,
    risks: &'a [Risk],
    of: impl Fn(&'a Risk) -> Option<&'a Money>,
) -> Figure {
    let mut table = Table::new(
        "amounts",
        "Risks",
        &[column("risk", "Risk", ""), column("amount", "Amount", "")],
        "No risk has these numbers.",
    );
    let (mut totals, mut exceptions) = (BTreeMap::<&str, Decimal>::new(), Vec::new());
    for risk in risks {
        match of(risk) {
            Some(money) => {
                *totals.entry(&money.currency).or_default() += money.amount;
                table.rows.push(vec![Cell::record(risk.named.clone()), amount(Some(money))]);
            }
            None => {
                exceptions
                    .push((Some(risk.named.clone()), "It has not all the numbers.".to_owned()));
            }
        }
    }
    let mut totals = totals.into_iter();
    let (first, second) = (totals.next(), totals.next());
    let why = if second.is_some() {
        "The amounts are in more than one currency."
    } else {
        "No risk has the numbers that it takes."
    };
    let money = |(currency, amount): (&str, Decimal)| {
        Value::Money(Money { amount, currency: currency.to_owned() })
    };
    let value = first.filter(|_| second.is_none()).map(money);
    Figure::or_undefined(def, value, why).from(table).except(exceptions)
}

/// How many risks stand in each cell of likelihood and impact; the gravest row comes first.
fn matrix(risks: &[Risk], bands: Bands) -> Table {
    let columns = [
        column("impact", "Impact", ""),
        column("likelihood_1", "Likelihood 1", ""),
        column("likelihood_2", "Likelihood 2", ""),
        column("likelihood_3", "Likelihood 3", ""),
        column("likelihood_4", "Likelihood 4", ""),
        column("likelihood_5", "Likelihood 5", ""),
    ];
    let mut table = Table::new("matrix", "Likelihood and impact", &columns, "There is no risk.");
    for impact in WEIGHTS.rev() {
        let cells = WEIGHTS.map(|likelihood| {
            let here =
                risks.iter().filter(|risk| risk.stands == Some((likelihood, impact))).count();
            let score = likelihood * impact;
            let judged = if here == 0 {
                Judged::Not
            } else if score <= bands.owner_max {
                Judged::Kept
            } else if score <= bands.manager_max {
                Judged::Near
            } else {
                Judged::Missed
            };
            Cell::from(number(here)).judged(judged)
        });
        let row: Row = [Cell::from(Value::Int(impact))].into_iter().chain(cells).collect();
        table.rows.push(row);
    }
    table
}

fn by_aspect(risks: &[Risk], today: Date) -> Table {
    let columns = [
        column("aspect", "What would be harmed", ""),
        column("risks", "Open risks", ""),
        column("highest", "Highest score", ""),
        column("overdue", "Reviews overdue", ""),
    ];
    let mut table =
        Table::new("by_aspect", "By what would be harmed", &columns, "There is no risk.");
    let aspects: BTreeSet<_> = risks.iter().map(|risk| &*risk.aspect).collect();
    for aspect in aspects {
        let of: Vec<_> = risks.iter().filter(|risk| risk.aspect == aspect).collect();
        let overdue = of.iter().filter(|risk| risk.is_overdue(today)).count();
        table.rows.push(vec![
            aspect.replace('_', " ").as_str().into(),
            number(of.len()).into(),
            whole(of.iter().filter_map(|risk| risk.now()).max()),
            Cell::from(number(overdue)).judged(if overdue > 0 {
                Judged::Missed
            } else {
                Judged::Kept
            }),
        ]);
    }
    table
}
