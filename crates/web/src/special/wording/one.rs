//! How far the words of one requirement can be trusted, beside its answer.
use crate::{
    address,
    value::{Wanted, day_words},
    visit::Visit,
};
use gemba_conformity::{Answer, Edition, Requirement, Wordings, requirement::Basis, wording::KIND};
use gemba_desk::Refused;
use maud::{Markup, html};

/// Where a requirement's answer stands.
pub fn href(edition: &Edition, id: &str) -> String {
    let edition = Some(edition.name).filter(|name| *name != super::TODAY).unwrap_or_default();
    address::with_query("/readiness", [("id", id), ("edition", edition)])
}

/// The requirement that the edition's list lacked and that the organization added, of that number.
pub fn added(visit: &Visit, edition: &Edition, id: &str) -> Result<Option<Requirement>, Refused> {
    let evidence = visit.desk.evidence(visit.actor());
    let wordings = Wordings::of(edition.name, &evidence);
    let wordings = wordings.map_err(|fault| Refused::Failed(fault.0))?;
    Ok(wordings.added(edition).into_iter().find(|one| one.id == id))
}

/// How far our words were held against a source, in words.
pub fn basis(visit: &Visit, basis: Basis) -> String {
    visit.text(match basis {
        Basis::Page => "wording-basis-page",
        Basis::SisterStandard => "wording-basis-sister",
        Basis::Memory => "wording-basis-memory",
        Basis::Own => "wording-basis-own",
    })
}

/// The section: what our words rest on, and whether the organization held them against its own copy.
pub fn section(visit: &Visit, edition: &Edition, answer: &Answer) -> Result<Markup, Refused> {
    let mut wanted = Wanted::default();
    if let Some(by) = answer.wording.as_ref().and_then(|wording| wording.by) {
        wanted.record("person", by);
    }
    let titles = wanted.look_up(visit)?;
    let pairs = [("requirement", answer.id.as_str()), ("edition", edition.name)];
    let new = |verdict: &'static str| {
        let pairs = pairs.into_iter().chain([("verdict", verdict)]);
        address::with_query(&format!("/{KIND}/new"), pairs)
    };
    Ok(html! {
        section.lead {
            h2 { (visit.text("wording-section")) }
            p.small { (basis(visit, answer.verified)) }
            @if let Some(wording) = &answer.wording {
                dl.pairs {
                    dt { (visit.text("wording-compared")) }
                    dd { a.link href=(address::of_record(KIND, wording.record)) {
                        (visit.text(&format!("wording-{}", wording.verdict)))
                    } }
                    @if let Some(words) = &wording.corrected {
                        @if wording.verdict == "corrected" {
                            dt { (visit.text("wording-own")) } dd { (words) }
                        }
                    }
                    @if let Some(reason) = &wording.reason {
                        dt { (visit.text("wording-reason")) } dd { (reason) }
                    }
                    @if let Some(by) = wording.by {
                        dt { (visit.text("wording-by")) } dd { (titles.link(visit, "person", by)) }
                    }
                    @if let Some(on) = wording.on {
                        dt { (visit.text("wording-on")) } dd { (day_words(on)) }
                    }
                    dt { (visit.text("wording-copy")) } dd { (wording.held_against) }
                }
            } @else if answer.verified != Basis::Own {
                p.small.faint { (visit.text("wording-not-yet-help")) }
                @if visit.may(KIND, "create") {
                    a.verb.slim href=(new("agrees")) { (visit.text("wording-agrees")) }
                    " " a.verb.slim href=(new("corrected")) { (visit.text("wording-correct")) }
                }
            }
        }
    })
}
