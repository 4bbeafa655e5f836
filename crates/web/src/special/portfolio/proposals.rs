//! What is proposed, by its points.
use super::counted;
use crate::{
    address, asked,
    part::{empty, icon, state},
    visit::Visit,
};
use gemba_desk::Refused;
use gemba_model::portfolio::Portfolio;
use maud::{Markup, html};

const KIND: &str = "service_proposal";

pub fn section(visit: &Visit, portfolio: &Portfolio) -> Result<Markup, Refused> {
    let view = asked::kind(visit, KIND)?;
    let about = view.field("about");
    let unranked = u64::try_from(portfolio.unranked()).unwrap_or_default();
    Ok(html! {
        section.sheet aria-labelledby="portfolio-proposals" {
            div.sheet-head {
                h2 #portfolio-proposals { (visit.text("portfolio-proposals")) }
                @if unranked > 0 {
                    span.token.warm { (icon("warning")) (counted(visit, "portfolio-unranked", unranked)) }
                }
                a.link href=(format!("/{KIND}")) { (visit.text("portfolio-proposals-all")) }
            }
            @if portfolio.proposals.is_empty() {
                (empty("more", &visit.text("portfolio-no-proposals"),
                    &visit.text("portfolio-no-proposals-help"), html! {}))
            } @else {
                table.rows.portfolio {
                    caption.hide { (visit.text("portfolio-proposals")) }
                    thead { tr {
                        th.what scope="col" { (visit.texts.kind_label(view.def)) }
                        th scope="col" { (visit.text("portfolio-about")) }
                        th scope="col" { (visit.text("portfolio-state")) }
                        th scope="col" { (visit.text("portfolio-score")) }
                    } }
                    tbody {
                        @for one in &portfolio.proposals {
                            tr {
                                th.what scope="row" {
                                    a.link href=(address::of_record(KIND, one.id)) { (one.name) }
                                }
                                td { @if let Some(about) = about {
                                    (visit.texts.choice_label(KIND, about, &one.about))
                                } }
                                td { (state(visit, view.def, &one.state)) }
                                td {
                                    @if let Some(score) = one.score {
                                        progress max="14" value=(score) aria-hidden="true" {} " "
                                        (visit.text_with("portfolio-points", &[("n", score.into())]))
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    })
}
