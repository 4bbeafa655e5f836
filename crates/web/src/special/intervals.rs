//! Planned intervals: each topic that has to be looked at again and again, by clause: whether an interval is set, when
//! it was done last and what shows it, and when it is due.
use crate::{
    address, asked,
    part::icon,
    shell::Page,
    value::{Titles, Wanted, day_words},
    visit::Visit,
};
use axum::response::Response;
use gemba_desk::Refused;
use gemba_figures::{
    Named,
    intervals::{Planned, Standing, done, planned},
};
use gemba_model::{
    Choice,
    check::EvidenceFault,
    planned_interval::{TOPICS, Topic, TopicDef},
};
use jiff::civil::Date;
use maud::{Markup, html};

/// Where the page stands.
pub const ADDRESS: &str = "/intervals";
/// The kind that somebody must be allowed to read to see it.
pub const KIND: &str = "planned_review";

/// `GET /intervals`
pub async fn get(visit: Visit) -> Response {
    visit
        .answer(|visit| {
            if !visit.actor().is_inside() {
                return Err(Refused::Forbidden(visit.text("intervals-refused")));
            }
            asked::kind_for(visit, KIND, "read")?;
            let all = Intervals::read(visit)?;
            Ok(Page::new(visit.text("intervals-title"), main(visit, &all)).answer(visit))
        })
        .await
}

/// Everything that the page shows.
struct Intervals {
    planned: Vec<Planned>,
    /// The last time of each topic without an interval, as the records show it.
    unset: Vec<(&'static TopicDef, Option<(Date, Named)>)>,
    titles: Titles,
}

impl Intervals {
    fn read(visit: &Visit) -> Result<Self, Refused> {
        let failed = |fault: EvidenceFault| Refused::Failed(fault.0);
        let evidence = visit.desk.evidence(visit.actor());
        let today = visit.desk.now().to_zoned(visit.zone.clone()).date();
        let planned = planned(&evidence, today).map_err(failed)?;
        let mut unset = Vec::new();
        for def in TOPICS {
            if !planned.iter().any(|one| one.topic == Some(def.topic)) {
                let last = done(&evidence, def).map_err(failed)?;
                unset.push((def, last.into_iter().rfind(|(day, _)| *day <= today)));
            }
        }
        let mut wanted = Wanted::default();
        planned.iter().filter_map(|one| one.owner).for_each(|owner| wanted.record("person", owner));
        let titles = wanted.look_up(visit)?;
        Ok(Self { planned, unset, titles })
    }

    fn count(&self, standing: Standing) -> usize {
        self.planned.iter().filter(|one| one.standing == standing).count()
    }

    fn missed(&self) -> usize {
        self.planned.iter().map(|one| one.missed.len()).sum()
    }

    /// The planned reviews of a topic; those of none and of something else for nothing.
    fn of(&self, topic: Option<Topic>) -> impl Iterator<Item = &Planned> {
        self.planned.iter().filter(move |one| match topic {
            Some(_) => one.topic == topic,
            None => one.topic.is_none_or(|topic| topic.def().is_none()),
        })
    }
}

fn counted(visit: &Visit, key: &str, count: usize) -> String {
    visit.text_with(key, &[("n", count.into())])
}

fn main(visit: &Visit, all: &Intervals) -> Markup {
    let may_set = visit.may(KIND, "create");
    html! {
        div.head {
            h1 { (visit.text("intervals-title")) }
            span.soft {
                (counted(visit, "intervals-unset", all.unset.len())) " · "
                (counted(visit, "intervals-overdue", all.count(Standing::Overdue))) " · "
                (counted(visit, "intervals-soon", all.count(Standing::Soon)))
            }
            div.verbs {
                @if may_set { a.verb.first href="/planned_review/new" { (visit.text("intervals-plan")) } }
                a.verb href="/figures/intervals" { (visit.text("intervals-figures")) }
            }
        }
        div.stack {
            section.sheet aria-labelledby="intervals-topics" {
                div.sheet-head {
                    h2 #intervals-topics { (visit.text("intervals-topics")) }
                    span.small.faint { (visit.text("intervals-topics-help")) }
                }
                (table(visit, "intervals-topics", html! {
                    @for def in TOPICS {
                        @for one in all.of(Some(def.topic)) { (row(visit, Some(def), one, &all.titles)) }
                        @for (_, last) in all.unset.iter().filter(|(unset, _)| unset.topic == def.topic) {
                            (row_unset(visit, def, last.as_ref(), may_set))
                        }
                    }
                }))
            }
            @if all.of(None).next().is_some() {
                section.sheet aria-labelledby="intervals-other" {
                    div.sheet-head { h2 #intervals-other { (visit.text("intervals-other")) } }
                    (table(visit, "intervals-other", html! {
                        @for one in all.of(None) { (row(visit, None, one, &all.titles)) }
                    }))
                }
            }
            (missed(visit, all))
        }
    }
}

fn table(visit: &Visit, label: &str, rows: Markup) -> Markup {
    let heads = ["clause", "what", "every", "last", "due", "owner"];
    html! {
        div.scroll tabindex="0" role="group" aria-labelledby=(label) {
            table.rows.told.keep {
                thead { tr {
                    @for head in heads { th scope="col" { (visit.text(&format!("intervals-head-{head}"))) } }
                } }
                tbody { (rows) }
            }
        }
    }
}

fn shown(visit: &Visit, day: Option<Date>, by: Option<&Named>) -> Markup {
    html! {
        @match (day, by) {
            (None, _) => span.faint { (visit.text("intervals-never")) },
            (Some(day), Some(by)) if visit.may(by.kind, "read") => {
                a.link.in-text href=(address::of_record(by.kind, by.id)) title=(by.title) { (day_words(day)) }
            }
            (Some(day), _) => (day_words(day)),
        }
    }
}

fn row(visit: &Visit, def: Option<&TopicDef>, one: &Planned, titles: &Titles) -> Markup {
    let (class, sign, key) = match one.standing {
        Standing::Kept => ("token fine", "check", "intervals-kept"),
        Standing::Soon => ("token warm", "clock", "intervals-is-soon"),
        Standing::Overdue => ("token hot", "warning", "intervals-is-overdue"),
    };
    let title = def.map_or(&*one.about.title, |def| def.topic.label());
    html! {
        tr {
            td { (def.map_or("", |def| def.clause)) }
            td { a.link.in-text href=(address::of_record(KIND, one.about.id)) { (title) } }
            td { (visit.text_with("intervals-months", &[("n", one.months.into())])) }
            td { (shown(visit, one.last, one.by.as_ref())) }
            td {
                @if let Some(next) = one.next { (day_words(next)) " " }
                span class=(class) { (icon(sign)) (visit.text(key)) }
            }
            td { @if let Some(owner) = one.owner { (titles.link(visit, "person", owner)) } }
        }
    }
}

fn row_unset(visit: &Visit, def: &TopicDef, last: Option<&(Date, Named)>, may_set: bool) -> Markup {
    let months = def.usual_months.to_string();
    let given = [
        ("topic", def.topic.name()),
        ("summary", def.topic.label()),
        ("interval_months", &*months),
    ];
    let href = address::with_query("/planned_review/new", given);
    html! {
        tr {
            td { (def.clause) }
            td { (def.topic.label()) }
            td {
                @if may_set { a.token.hot href=(href) { (icon("warning")) (visit.text("intervals-set")) } }
                @else { span.token.hot { (icon("warning")) (visit.text("intervals-not-set")) } }
            }
            td { (shown(visit, last.map(|(day, _)| *day), last.map(|(_, by)| by))) }
            td {}
            td {}
        }
    }
}

fn review(about: &Named) -> Markup {
    html! { a.link.in-text href=(address::of_record(KIND, about.id)) { (about.title) } }
}

fn not_yet(visit: &Visit) -> Markup {
    html! { span.token.hot { (icon("warning")) (visit.text("intervals-not-yet")) } }
}

/// Each interval that was not kept.
fn missed(visit: &Visit, all: &Intervals) -> Markup {
    if all.missed() == 0 {
        return html! {};
    }
    let heads = ["what", "was-due", "done"];
    html! {
        section.sheet aria-labelledby="intervals-missed" {
            div.sheet-head {
                h2 #intervals-missed { (visit.text("intervals-missed")) }
                span.small.faint { (visit.text("intervals-missed-help")) }
            }
            div.scroll tabindex="0" role="group" aria-labelledby="intervals-missed" {
                table.rows.told.keep {
                    thead { tr {
                        @for head in heads { th scope="col" { (visit.text(&format!("intervals-head-{head}"))) } }
                    } }
                    tbody {
                        @for one in &all.planned {
                            @for missed in &one.missed {
                                tr {
                                    td { (review(&one.about)) }
                                    td { (day_words(missed.due)) }
                                    td {
                                        @match missed.done {
                                            Some(day) => (day_words(day)),
                                            None => (not_yet(visit)),
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
