//! How much of services, components and processes is in our own hands, and what each other party has.
use super::counted;
use crate::{address, part::icon, visit::Visit};
use gemba_model::{parties, portfolio::Portfolio};
use gemba_vocabulary::parties::{Aspect, Party, Spread};
use maud::{Markup, html};
use std::collections::BTreeSet;

pub fn section(visit: &Visit, portfolio: &Portfolio) -> Markup {
    let spreads = &portfolio.parties.spreads;
    let parties: BTreeSet<_> = spreads.iter().flat_map(|spread| spread.parties.keys()).collect();
    html! {
        section.sheet aria-labelledby="portfolio-hands" {
            div.sheet-head {
                h2 #portfolio-hands { (visit.text("portfolio-hands")) }
                span.small.faint { (visit.text("portfolio-hands-rule")) }
                a.link href="/party_involvement" { (visit.text("portfolio-involvements")) }
            }
            table.rows.portfolio {
                caption.hide { (visit.text("portfolio-hands")) }
                thead { tr {
                    th.what scope="col" { (visit.text("portfolio-aspect")) }
                    th scope="col" { (visit.text("portfolio-own")) }
                    th scope="col" { (visit.text("portfolio-shared")) }
                    th scope="col" { (visit.text("portfolio-others")) }
                    th scope="col" { (visit.text("portfolio-word")) }
                } }
                tbody { @for spread in spreads { (row(visit, portfolio, spread)) } }
            }
            p.foot { (visit.text("portfolio-counted")) }
        }
        @if !parties.is_empty() {
            section.sheet aria-labelledby="portfolio-by-party" {
                div.sheet-head { h2 #portfolio-by-party { (visit.text("portfolio-by-party")) } }
                table.rows.portfolio {
                    caption.hide { (visit.text("portfolio-by-party")) }
                    thead { tr {
                        th.what scope="col" { (visit.text("portfolio-party")) }
                        @for aspect in Aspect::ALL { th scope="col" { (label(visit, aspect)) } }
                    } }
                    tbody { @for party in parties { (of_party(visit, portfolio, party)) } }
                }
            }
        }
    }
}

fn label(visit: &Visit, aspect: Aspect) -> String {
    visit.text(&format!("portfolio-{}", aspect.name()))
}

fn row(visit: &Visit, portfolio: &Portfolio, spread: &Spread) -> Markup {
    let count = |key: &str, count: u64| {
        let text = visit.text_with(key, &[("n", count.into()), ("all", spread.in_scope.into())]);
        html! { @if count > 0 { (text) } }
    };
    let kept = spread.in_scope.saturating_sub(spread.others);
    html! {
        tr {
            th.what scope="row" { (label(visit, spread.aspect)) }
            td {
                @if spread.in_scope > 0 {
                    progress max=(spread.in_scope) value=(kept) aria-hidden="true" {} " "
                }
                (count("portfolio-n-own", spread.own))
            }
            td { (count("portfolio-n-shared", spread.shared)) }
            td { (count("portfolio-n-others", spread.others)) }
            td {
                @if spread.is_all_with_others() {
                    span.token.hot { (icon("warning")) (visit.text("portfolio-all-with-others")) }
                    @if let Some(party) = spread.sole_party() { " " (portfolio.called(party)) }
                } @else if spread.in_scope == 0 {
                    span.faint { (visit.text("portfolio-nothing-in-scope")) }
                } @else {
                    span.token.fine { (icon("check")) (counted(visit, "portfolio-kept", kept)) }
                }
            }
        }
    }
}

fn of_party(visit: &Visit, portfolio: &Portfolio, party: &Party) -> Markup {
    let called = portfolio.called(party);
    let counts = |spread: &Spread| spread.parties.get(party).copied().unwrap_or_default();
    html! {
        tr {
            th.what scope="row" {
                @match parties::record_of(party).filter(|(kind, _)| visit.may(kind, "read")) {
                    Some((kind, id)) => a.link href=(address::of_record(kind, id)) { (called) },
                    None => (called),
                }
            }
            @for spread in &portfolio.parties.spreads {
                @let (touched, whole) = counts(spread);
                td {
                    @if touched > 0 {
                        (counted(visit, &format!("portfolio-n-{}", spread.aspect.name()), touched))
                        @if whole > 0 { " " span.token.warm { (counted(visit, "portfolio-n-whole", whole)) } }
                    }
                }
            }
        }
    }
}
