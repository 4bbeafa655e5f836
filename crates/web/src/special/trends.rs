//! Trends: incidents month by month against what varies by chance, and what most of them are about. Where problems are
//! looked for before people complain.
use crate::{
    address,
    part::{empty, icon},
    shell::Page,
    value::{Titles, Wanted},
    visit::Visit,
};
use axum::response::Response;
use gemba_desk::Refused;
use gemba_model::{
    check::Evidence,
    trends::{KIND, SORTS, Sort, Trends},
};
use gemba_vocabulary::problem_figures::CountChart;
use jiff::civil::Date;
use maud::{Markup, html};
use rust_decimal::{Decimal, prelude::ToPrimitive};

/// Where the page stands.
pub const ADDRESS: &str = "/trends";
const ROWS_MAX: usize = 12;
const HEIGHT: u64 = 200;
/// As wide as the picture is drawn; it fills its sheet.
const WIDE: u64 = 960;
const LEFT: u64 = 36;
const TOP: u64 = 12;

/// `GET /trends`
pub async fn get(visit: Visit) -> Response {
    visit
        .answer(|visit| {
            if !visit.actor().is_inside() {
                return Err(Refused::Forbidden(visit.text("trends-refused")));
            }
            let trends = read(visit)?;
            Ok(Page::new(visit.text("trends-title"), main(visit, &trends)?).answer(visit))
        })
        .await
}

fn read(visit: &Visit) -> Result<Trends, Refused> {
    let view = crate::asked::kind(visit, KIND)?;
    let mut trends = Trends::until(visit.desk.now(), visit.zone.clone());
    let evidence = visit.desk.evidence(visit.actor());
    let visited = evidence.visit(KIND, &trends.filters(), &mut |record| {
        trends.add(&view, record);
        true
    });
    visited.map_err(|fault| Refused::Failed(fault.0))?;
    Ok(trends)
}

fn main(visit: &Visit, trends: &Trends) -> Result<Markup, Refused> {
    let months: Vec<_> = trends.months().collect();
    let chart = trends.chart();
    let mut wanted = Wanted::default();
    for field in SORTS {
        for (sort, _) in trends.sorts(field).0.into_iter().take(ROWS_MAX) {
            if let Sort::Record(id) = sort {
                wanted.record(field, *id);
            }
        }
    }
    let titles = wanted.look_up(visit)?;
    Ok(html! {
        div.head {
            h1 { (visit.text("trends-title")) }
            div.verbs {
                @if visit.may("problem", "create") {
                    a.verb href="/problem/new?source=trend" { (visit.text("trends-raise")) }
                }
            }
        }
        div.stack {
            section.sheet aria-labelledby="trends-months" {
                div.sheet-head {
                    h2 #trends-months { (visit.text("trends-months")) }
                    span.small.faint { (limits(visit, chart.as_ref())) }
                }
                div.scroll tabindex="0" role="region"
                    aria-label=(visit.text("trends-region")) {
                    (picture(visit, trends, &months, chart.as_ref()))
                }
                details.more {
                    summary.verb { (icon("down")) " " (visit.text("trends-table")) }
                    (table(visit, trends, &months, chart.as_ref()))
                }
            }
            @for field in SORTS { (few(visit, trends, field, &titles)?) }
        }
    })
}

fn limits(visit: &Visit, chart: Option<&CountChart>) -> String {
    let Some(chart) = chart else { return visit.text("trends-too-few") };
    let figures = [("mean", chart.mean), ("ucl", chart.ucl), ("lcl", chart.lcl)];
    let figures = figures.map(|(name, figure)| (name, figure.round_dp(1).to_string().into()));
    visit.text_with("trends-limits", &figures)
}

/// A height on the picture, for a count.
struct Scale(Decimal);

impl Scale {
    fn of(months: &[(Date, u64)], chart: Option<&CountChart>) -> Self {
        let most = months.iter().map(|(_, count)| Decimal::from(*count)).max().unwrap_or_default();
        let limit = chart.map(|chart| chart.ucl).unwrap_or_default();
        Self(most.max(limit).max(Decimal::ONE))
    }

    fn at(&self, count: Decimal) -> u64 {
        let part = (count * Decimal::from(HEIGHT)).checked_div(self.0).unwrap_or_default();
        (TOP + HEIGHT).saturating_sub(part.round().to_u64().unwrap_or_default())
    }
}

fn picture(
    visit: &Visit,
    trends: &Trends,
    months: &[(Date, u64)],
    chart: Option<&CountChart>,
) -> Markup {
    let scale = Scale::of(months, chart);
    let count = u64::try_from(months.len()).unwrap_or(1).max(1);
    let step = (WIDE - LEFT).checked_div(count).unwrap_or(WIDE);
    let places = (0_u64..).map(|place| LEFT + step / 2 + step * place);
    let points: Vec<_> = months
        .iter()
        .zip(places)
        .map(|((month, count), x)| (*month, *count, x, scale.at(Decimal::from(*count))))
        .collect();
    let line: Vec<_> = points.iter().map(|(_, _, x, y)| format!("{x},{y}")).collect();
    html! {
        svg.trend role="img" aria-label=(visit.text("trends-picture"))
            viewBox={ "0 0 " (WIDE) " " (HEIGHT + TOP + 24) } {
            @if let Some(chart) = chart {
                @for (class, figure) in [("ucl", chart.ucl), ("mean", chart.mean), ("lcl", chart.lcl)] {
                    @let y = scale.at(figure);
                    line class=(class) x1=(LEFT) x2=(WIDE) y1=(y) y2=(y) {}
                    text x="0" y=(y + 4) { (figure.round_dp(1)) }
                }
            }
            polyline points=(line.join(" ")) {}
            @for (month, count, x, y) in &points {
                @let is_alarm = chart.is_some_and(|chart| trends.is_alarm(chart, *month, *count));
                @let running = if trends.is_running(*month) { " running" } else { "" };
                circle class={ (if is_alarm { "alarm" } else { "" }) (running) } cx=(x) cy=(y)
                    r=(if is_alarm { 6 } else { 4 }) {}
                text.month x=(x) y=(HEIGHT + TOP + 18) { (month.strftime("%b")) }
            }
        }
    }
}

/// The same in words and numbers.
fn table(
    visit: &Visit,
    trends: &Trends,
    months: &[(Date, u64)],
    chart: Option<&CountChart>,
) -> Markup {
    html! {
        table.rows {
            caption.hide { (visit.text("trends-months")) }
            thead { tr {
                th scope="col" { (visit.text("trends-month")) }
                th.number scope="col" { (visit.text("trends-count")) }
                th scope="col" { (visit.text("trends-word")) }
            } }
            tbody {
                @for (month, count) in months {
                    tr {
                        th scope="row" { (month.strftime("%B %Y")) }
                        td.number { (count) }
                        td {
                            @if chart.is_some_and(|chart| trends.is_alarm(chart, *month, *count)) {
                                span.token.hot { (icon("warning")) (visit.text("trends-alarm")) }
                            } @else if trends.is_running(*month) {
                                span.faint { (visit.text("trends-running")) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn few(visit: &Visit, trends: &Trends, field: &str, titles: &Titles) -> Result<Markup, Refused> {
    let (sorts, few) = trends.sorts(field);
    let view = crate::asked::kind(visit, KIND)?;
    let label = view.field(field).map(|def| visit.texts.field_label(KIND, def));
    let label = label.unwrap_or_default();
    let id = format!("trends-by-{field}");
    let most = sorts.first().map_or(1, |(_, count)| *count);
    let few_count = few.map_or(0, |few| few.set_size);
    Ok(html! {
        section.sheet aria-labelledby=(id) {
            div.sheet-head {
                h2 id=(id) { (visit.text_with("trends-by", &[("field", label.clone().into())])) }
                @if let Some(few) = few {
                    span.small.faint {
                        (visit.text_with("trends-few", &[
                            ("n", few.set_size.into()),
                            ("all", sorts.len().into()),
                            ("share", few.share_percent.to_string().into()),
                        ]))
                    }
                }
            }
            @if sorts.is_empty() {
                (empty("filter", &visit.text("trends-none"), &visit.text("trends-none-help"), html! {}))
            } @else {
                ol.bars {
                    @for (place, (sort, count)) in sorts.iter().take(ROWS_MAX).enumerate() {
                        li.few[place < few_count] {
                            span.bar-name { (name(visit, field, sort, titles)) }
                            progress max=(most) value=(count) aria-hidden="true" {}
                            span.number { (count) }
                        }
                    }
                }
            }
        }
    })
}

/// What it is, leading to its incidents or to the record itself.
fn name(visit: &Visit, field: &str, sort: &Sort, titles: &Titles) -> Markup {
    match sort {
        Sort::Record(id) => titles.link(visit, field, *id),
        Sort::Words(words) => {
            let href = address::with_query(&format!("/{KIND}"), [(field, &**words)]);
            html! { a.link.in-text href=(href) { (words) } }
        }
    }
}
