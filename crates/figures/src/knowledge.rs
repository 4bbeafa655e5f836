//! Knowledge: which services have articles, which articles wait for a look, and whether they help.
use crate::{
    asked::Ask,
    reading::{in_states, list, names},
    sheet::{Cell, Figure, FigureDef, Judged, Named, Part, Sheet, Table, column},
};
use gemba_model::check::{Evidence, EvidenceFault};
use gemba_vocabulary::{RecordId, Value};
use jiff::civil::Date;
use rust_decimal::{Decimal, RoundingStrategy};
use std::collections::BTreeSet;

/// How many articles there are.
pub static PUBLISHED: FigureDef = FigureDef {
    name: "articles",
    label: "Articles published",
    unit: "",
    definition: "How many knowledge articles can be read (clause 7.6).",
};
/// Services that nothing is written about.
pub static WITHOUT: FigureDef = FigureDef {
    name: "services_without",
    label: "Services without an article",
    unit: "",
    definition: "Live services that no published article is about. The target is none.",
};
/// Articles that nobody looked at in time.
pub static OVERDUE: FigureDef = FigureDef {
    name: "reviews_overdue",
    label: "Reviews overdue",
    unit: "",
    definition: "Published articles whose day of review is past. The target is none.",
};
/// Whether articles help.
pub static HELPED: FigureDef = FigureDef {
    name: "helped_share",
    label: "Said to have helped",
    unit: "%",
    definition: "Of all answers of readers of the published articles, the share that says that the article helped.",
};
/// Articles that nobody used.
pub static UNUSED: FigureDef = FigureDef {
    name: "unused",
    label: "Of which nobody said anything",
    unit: "",
    definition: "Published articles of which no reader ever said whether they helped, and that name no incident.",
};

struct Article {
    named: Named,
    service: Option<RecordId>,
    due: Option<Date>,
    helped: i64,
    did_not: i64,
    incidents: usize,
}

/// The sheet.
pub fn read(evidence: &dyn Evidence, ask: &Ask) -> Result<Sheet, EvidenceFault> {
    let today = evidence.now().to_zoned(ask.zone.clone()).date();
    let mut articles = list(evidence, "knowledge_article", &[in_states(&["published"])], |one| {
        Some(Article {
            named: one.named(),
            service: one.int("service"),
            due: one.date("review_due_on"),
            helped: one.int("helped").unwrap_or_default(),
            did_not: one.int("did_not_help").unwrap_or_default(),
            incidents: one.refs("incidents").len(),
        })
    })?;
    let services = names(evidence, "service", &[in_states(&["live"])])?;
    if let Some(service) = ask.about {
        articles.retain(|one| one.service == Some(service));
    }
    let covered: BTreeSet<_> = articles.iter().filter_map(|one| one.service).collect();
    let is_asked = |id: &RecordId| ask.about.is_none_or(|only| only == *id);
    let without = services.iter().filter(|(id, _)| is_asked(id) && !covered.contains(id));
    let mut bare = Table::new(
        "services",
        "Services",
        &[column("service", "Service", "")],
        "Each live service has one.",
    );
    bare.rows = without.map(|(_, one)| vec![Cell::record(one.clone())]).collect();
    let of = |taken: &dyn Fn(&Article) -> bool| {
        articles.iter().filter(|one| taken(one)).collect::<Vec<_>>()
    };
    let overdue = of(&|one| one.due.is_some_and(|day| day < today));
    let unused = of(&|one| one.helped + one.did_not == 0 && one.incidents == 0);
    let judged = |number: usize| if number == 0 { Judged::Kept } else { Judged::Missed };
    let (helped, said) = articles
        .iter()
        .fold((0, 0), |(helped, said), one| (helped + one.helped, said + one.helped + one.did_not));
    let share = (Decimal::from(helped) * Decimal::ONE_HUNDRED).checked_div(Decimal::from(said));
    let share = share.map(|share| {
        Value::Decimal(share.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero))
    });
    let mut part = Part::titled("Knowledge articles");
    part.figures = vec![
        Figure::new(&PUBLISHED, count(articles.len())),
        Figure::new(&WITHOUT, count(bare.rows.len())).judged(judged(bare.rows.len())).from(bare),
        Figure::new(&OVERDUE, count(overdue.len()))
            .judged(judged(overdue.len()))
            .from(listed("overdue", "Overdue", &overdue)),
        Figure::or_undefined(&HELPED, share, "No reader said whether an article helped."),
        Figure::new(&UNUSED, count(unused.len())).from(listed("unused", "Articles", &unused)),
    ];
    part.tables = vec![listed("articles", "Articles", &articles.iter().collect::<Vec<_>>())];
    Ok(Sheet { parts: vec![part] })
}

fn count(number: usize) -> Value {
    Value::Int(i64::try_from(number).unwrap_or(i64::MAX))
}

fn listed(name: &'static str, label: &'static str, all: &[&Article]) -> Table {
    let columns = [
        column("article", "Article", ""),
        column("review", "Review", ""),
        column("helped", "Helped", ""),
        column("did_not", "Did not help", ""),
        column("incidents", "Incidents named", ""),
    ];
    let mut table = Table::new(name, label, &columns, "There is none.");
    table.rows = all
        .iter()
        .map(|one| {
            vec![
                Cell::record(one.named.clone()),
                one.due.map_or(Value::None, Value::Date).into(),
                Value::Int(one.helped).into(),
                Value::Int(one.did_not).into(),
                count(one.incidents).into(),
            ]
        })
        .collect();
    table
}
