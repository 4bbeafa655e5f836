//! The whole of an edition: how far it is met, what an auditor would make of it, and the shortest way on.
use super::{
    OUTCOMES, TODAY, checked, course, editions, head, how_far, label, link, list, sign, stage, turn,
};
use crate::{
    special::ring::{Counts, ring, split},
    texts::group,
    visit::Visit,
};
use gemba_conformity::{
    Readiness,
    stage::{Part, group_of},
};
use gemba_desk::Refused;
use gemba_model::check::Outcome;
use maud::{Markup, html};

/// The whole, or what one stage looks at.
pub fn whole(visit: &Visit) -> Result<Markup, Refused> {
    let report = checked(visit, None)?;
    let groups: Vec<_> =
        report.by_clause.iter().map(|part| (part.part.clone(), counts(part))).collect();
    let count = |outcome| report.summary.get(&outcome).copied().unwrap_or(0);
    let (pass, all) = (count(Outcome::Pass), report.requirements.len());
    let told = [("n", pass.into()), ("all", all.into())];
    Ok(html! {
        (head(visit, &report))
        (editions(visit))
        (stage::tabs(visit))
        div.board {
            div.stack {
                section.card {
                    (ring(&groups, &visit.text_with("readiness-ring", &told), &group(&pass.to_string()),
                        &visit.text_with("readiness-of", &told)))
                    div.legend {
                        @for outcome in OUTCOMES {
                            a href=(link(visit, [("result", outcome.name())])) {
                                span class={ "result " (super::class(outcome)) } {
                                    (sign(outcome)) " " (label(visit, outcome)) " "
                                    b { (count(outcome)) }
                                }
                            }
                        }
                    }
                    p.note { (visit.text("readiness-note")) }
                }
                (turn::wheel(visit, &report))
            }
            div.stack {
                (stage::conclusions(visit, &report))
                (list::list(visit, &report))
                (clauses(visit, &report, &groups))
                (course::trend(visit, &report)?)
            }
        }
    })
}

/// How many requirements of a part came to each result, as rings and bars are drawn from it.
pub fn counts(part: &Part) -> Counts {
    let count =
        |(outcome, count): (&Outcome, &u64)| (*outcome, u32::try_from(*count).unwrap_or(u32::MAX));
    part.results.iter().map(count).collect()
}

fn clauses(visit: &Visit, report: &Readiness, groups: &[(String, Counts)]) -> Markup {
    let title = visit.text("readiness-clauses");
    html! {
        section.sheet {
            div.sheet-head { h2 { (title) } }
            table.rows.clauses {
                caption.hide { (title) }
                thead {
                    tr {
                        th scope="col" { (visit.text("readiness-clause")) }
                        th scope="col" { (visit.text("readiness-about")) }
                        th.bar-cell scope="col" { (visit.text("readiness-results")) }
                        th.end scope="col" { (label(visit, Outcome::Pass)) }
                    }
                }
                tbody {
                    @for (name, counts) in groups {
                        @let href = link(visit, [("clause", name.as_str())]);
                        tr data-href=(href) {
                            td.clause { (name) }
                            td.what { a href=(href) { (about(visit, report, name)) } }
                            td.bar-cell { (split(counts, &spelled(visit, counts))) }
                            td.end { (how_far(visit, counts)) }
                        }
                    }
                }
            }
        }
    }
}

fn about(visit: &Visit, report: &Readiness, name: &str) -> String {
    if report.edition != TODAY {
        let mut answers = report.requirements.iter();
        let first = answers.find(|answer| group_of(report.edition, &answer.clause) == name);
        return first.map(|answer| answer.title.clone()).unwrap_or_default();
    }
    visit.text(&format!("clause-{}", name.replace('.', "-")))
}

/// How many came to each result, in words.
pub fn spelled(visit: &Visit, counts: &Counts) -> String {
    let part = |outcome: Outcome| {
        let count = counts.get(&outcome).copied().filter(|count| *count > 0)?;
        Some(format!("{count} {}", label(visit, outcome).to_lowercase()))
    };
    OUTCOMES.into_iter().filter_map(part).collect::<Vec<_>>().join(", ")
}
