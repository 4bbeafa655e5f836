//! A sheet as plain data: the one shape in which the API and the reports tell it.
use crate::{
    asked::Ask,
    register::SheetDef,
    sheet::{Cell, Chart, Figure, Named, Part, Sheet, Sort, Table},
};
use gemba_vocabulary::behaviour::Behaviour;
use rust_decimal::Decimal;
use serde_json::{Value as Json, json};

impl Sheet {
    /// Everything that the page shows.
    pub fn told(&self, def: &SheetDef, ask: &Ask) -> Json {
        json!({
            "sheet": def.name,
            "clause": def.clause,
            "from": ask.period.from,
            "until": ask.period.until,
            "time_zone": ask.zone.iana_name(),
            "about": ask.about,
            "parts": self.parts.iter().map(part).collect::<Vec<_>>(),
        })
    }
}

fn part(part: &Part) -> Json {
    json!({
        "title": part.title,
        "about": part.about.as_ref().map(named),
        "figures": part.figures.iter().map(figure).collect::<Vec<_>>(),
        "tables": part.tables.iter().map(table).collect::<Vec<_>>(),
        "charts": part.charts.iter().map(chart).collect::<Vec<_>>(),
        "notes": part.notes,
    })
}

fn named(about: &Named) -> Json {
    json!({"kind": about.kind, "id": about.id, "title": about.title})
}

impl Figure {
    /// The figure alone, as it stands in a sheet.
    pub fn told(&self) -> Json {
        figure(self)
    }
}

fn figure(figure: &Figure) -> Json {
    let exceptions = figure.exceptions.iter();
    let exceptions = exceptions
        .map(|(about, why)| json!({"about": about.as_ref().map(named), "why": why}))
        .collect::<Vec<_>>();
    json!({
        "name": figure.def.name,
        "label": figure.def.label,
        "value": figure.value.to_json(),
        "unit": figure.def.unit,
        "undefined": figure.undefined,
        "judged": figure.judged.name(),
        "definition": figure.def.definition,
        "rests_on": figure.rests_on.as_ref().map(table),
        "exceptions": exceptions,
    })
}

fn table(table: &Table) -> Json {
    let columns = table.columns.iter();
    let columns = columns
        .map(|one| json!({"name": one.name, "label": one.label, "unit": one.unit}))
        .collect::<Vec<_>>();
    let row = |row: &Vec<Cell>| row.iter().map(cell).collect::<Vec<_>>();
    json!({
        "name": table.name,
        "label": table.label,
        "columns": columns,
        "rows": table.rows.iter().map(row).collect::<Vec<_>>(),
    })
}

fn cell(cell: &Cell) -> Json {
    json!({
        "value": cell.value.to_json(),
        "about": cell.about.as_ref().map(named),
        "judged": cell.judged.name(),
    })
}

/// The limits of a chart; nothing where it has none, or too few points.
pub fn behaviour(chart: &Chart) -> Option<Behaviour> {
    let closed = chart.points.iter().filter(|point| !point.is_open);
    let values: Vec<Decimal> = closed.filter_map(|point| point.value).collect();
    match chart.sort {
        Sort::Individuals => Behaviour::of_individuals(&values),
        Sort::Counts => Behaviour::of_counts(&values),
        Sort::Plain => None,
    }
}

/// Which points are signals, each with its rule, by their place in the chart.
pub fn signals(chart: &Chart) -> Vec<(usize, &'static str)> {
    let Some(behaviour) = behaviour(chart) else { return Vec::new() };
    let closed = chart.points.iter().enumerate().filter(|(_, point)| !point.is_open);
    let places: Vec<_> =
        closed.filter(|(_, point)| point.value.is_some()).map(|(place, _)| place).collect();
    let found = behaviour.signals.iter();
    found.filter_map(|signal| Some((*places.get(signal.place)?, signal.rule.name()))).collect()
}

fn chart(chart: &Chart) -> Json {
    let behaviour = behaviour(chart);
    let limit = |of: fn(&Behaviour) -> Decimal| {
        behaviour.as_ref().map(|all| of(all).normalize().to_string())
    };
    let points = chart.points.iter().map(|point| {
        let value = point.value.map(|value| value.normalize().to_string());
        json!({"period": point.label, "value": value, "is_open": point.is_open})
    });
    let lines = chart.lines.iter();
    let lines = lines
        .map(|(label, value)| json!({"label": label, "value": value.normalize().to_string()}))
        .collect::<Vec<_>>();
    let signals = signals(chart).into_iter().filter_map(|(place, rule)| {
        Some(json!({"period": chart.points.get(place)?.label, "rule": rule}))
    });
    json!({
        "name": chart.name,
        "label": chart.label,
        "unit": chart.unit,
        "sort": chart.sort.name(),
        "points": points.collect::<Vec<_>>(),
        "lines": lines,
        "mean": limit(|all| all.mean),
        "upper": limit(|all| all.upper),
        "lower": limit(|all| all.lower),
        "signals": signals.collect::<Vec<_>>(),
    })
}
