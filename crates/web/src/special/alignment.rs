//! Whether what suppliers promise carries what customers were promised: a picture of each chain, drawn on the server,
//! and the same in words.
mod drawing;

use crate::{
    address, asked,
    part::{empty, icon},
    shell::Page,
    visit::Visit,
};
use axum::response::Response;
use gemba_desk::Refused;
use gemba_figures::alignment::{Chain, Decided, Finding, Scope, chains, decided};
use maud::{Markup, html};
use std::collections::BTreeMap;

/// Where the page stands.
pub const ADDRESS: &str = "/alignment";
/// The kind that somebody must be allowed to read to see it.
pub const KIND: &str = "supplier_target";

/// `GET /alignment?agreement=&contract=`
pub async fn get(visit: Visit) -> Response {
    visit
        .answer(|visit| {
            if !visit.actor().is_inside() {
                return Err(Refused::Forbidden(visit.text("alignment-refused")));
            }
            asked::kind_for(visit, KIND, "read")?;
            let number = |name: &str| visit.query(name).and_then(|text| text.parse().ok());
            let scope = Scope {
                only_agreement: number("agreement"),
                only_contract: number("contract"),
                ..Scope::default()
            };
            let evidence = visit.desk.evidence(visit.actor());
            let failed = |fault: gemba_model::check::EvidenceFault| Refused::Failed(fault.0);
            let all = chains(&evidence, &scope).map_err(failed)?;
            let decided = decided(&evidence).map_err(failed)?;
            let main = main(visit, &all, &decided);
            Ok(Page::new(visit.text("alignment-title"), main).answer(visit))
        })
        .await
}

type Known = BTreeMap<String, Decided>;

fn counted(visit: &Visit, key: &str, count: usize) -> String {
    visit.text_with(key, &[("n", count.into())])
}

fn main(visit: &Visit, chains: &[Chain], decided: &Known) -> Markup {
    html! {
        div.head {
            h1 { (visit.text("alignment-title")) }
            (summary(visit, chains, decided))
            div.verbs {
                @if visit.may("supplier_target", "create") {
                    a.verb href="/supplier_target/new" data-dialog { (visit.text("alignment-add")) }
                }
                @if visit.may("alignment_check", "create") {
                    a.verb.first href="/alignment_check/new" { (visit.text("alignment-check")) }
                }
            }
        }
        div.stack {
            @if chains.is_empty() {
                (empty("link", &visit.text("alignment-none"), &visit.text("alignment-none-help"), html! {}))
            }
            @for chain in chains { (section(visit, chain, decided)) }
        }
    }
}

/// In a line: how many links are weak, and of how many somebody has decided.
fn summary(visit: &Visit, chains: &[Chain], decided: &Known) -> Markup {
    let findings = || chains.iter().flat_map(|chain| &chain.findings);
    let weak = findings().filter(|one| one.is_broken).count();
    let known = findings().filter(|one| one.is_broken && decided.contains_key(&one.key)).count();
    let missing = findings().filter(|one| !one.is_broken).count();
    html! {
        @if !chains.is_empty() {
            span.soft {
                (counted(visit, "alignment-weak", weak))
                @if known > 0 { ", " (counted(visit, "alignment-decided", known)) }
                " · " (counted(visit, "alignment-missing", missing))
            }
        }
    }
}

fn section(visit: &Visit, chain: &Chain, decided: &Known) -> Markup {
    let id = format!("chain-{}", chain.about.id);
    html! {
        section.sheet {
            div.sheet-head {
                h2 id=(id) {
                    a.link href=(address::of_record(chain.about.kind, chain.about.id)) { (chain.about.title) }
                }
                span.small.faint { (chain.customer.title) " · " (chain.service.title) }
            }
            div.scroll tabindex="0" role="region" aria-labelledby=(id) { (drawing::draw(visit, chain)) }
            @if chain.findings.is_empty() {
                p.calendar-word {
                    span.token.fine { (icon("check")) (visit.text("alignment-carries")) }
                }
            } @else {
                ul.todo { @for one in &chain.findings { (finding(visit, chain, one, decided)) } }
            }
        }
    }
}

fn finding(visit: &Visit, chain: &Chain, one: &Finding, decided: &Known) -> Markup {
    let under = chain.party(one).map(|party| &party.under);
    let known = decided.get(&one.key);
    let (tone, word) = match (one.is_broken, known) {
        (_, Some(_)) => ("token cool", "alignment-word-decided"),
        (true, None) => ("token hot", "alignment-word-weak"),
        (false, None) => ("token warm", "alignment-word-missing"),
    };
    html! {
        li {
            (icon("warning"))
            div {
                b { (one.sentence) }
                p {
                    span class=(tone) { (visit.text(word)) }
                    @if let Some(under) = under {
                        " " a.link.in-text href=(address::of_record(under.kind, under.id)) { (under.title) }
                    }
                    @if let Some(known) = known {
                        " · " (known.words()) " · "
                        a.link.in-text href=(address::of_record(known.check.kind, known.check.id)) {
                            (known.check.title)
                        }
                    }
                }
            }
        }
    }
}
