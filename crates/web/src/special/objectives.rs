//! Objectives as a tree: what the organization is after, the objectives that serve it, and for each of them the
//! process, the measures and the work, with what they stand at now.
use crate::{
    address, asked,
    part::{empty, state},
    shell::Page,
    value::day_words,
    visit::Visit,
};
use axum::response::Response;
use gemba_desk::Refused;
use gemba_figures::{
    Judged, Named,
    objectives::{Branch, Goal, Measured, Objective, Piece, branches, judged},
};
use jiff::civil::Date;
use maud::{Markup, html};
use rust_decimal::{Decimal, prelude::ToPrimitive};

/// Where the page stands.
pub const ADDRESS: &str = "/objectives";
/// The kind that somebody must be allowed to read to see it.
pub const KIND: &str = "objective";
const BUSINESS: &str = "business_objective";
const WORK_MAX: usize = 4;

/// `GET /objectives`
pub async fn get(visit: Visit) -> Response {
    visit
        .answer(|visit| {
            if !visit.actor().is_inside() {
                return Err(Refused::Forbidden(visit.text("objectives-refused")));
            }
            asked::kind_for(visit, KIND, "read")?;
            let tree = branches(&visit.desk.evidence(visit.actor()));
            let tree = tree.map_err(|fault| Refused::Failed(fault.0))?;
            Ok(Page::new(visit.text("objectives-title"), main(visit, &tree)?).answer(visit))
        })
        .await
}

fn counted(visit: &Visit, key: &str, count: usize) -> String {
    visit.text_with(key, &[("n", count.into())])
}

fn today(visit: &Visit) -> Date {
    visit.desk.now().to_zoned(visit.zone.clone()).date()
}

fn main(visit: &Visit, tree: &[Branch]) -> Result<Markup, Refused> {
    Ok(html! {
        div.head {
            h1 { (visit.text("objectives-title")) }
            (summary(visit, tree))
            div.verbs {
                a.verb href="/figures/objectives" { (visit.text("objectives-figures")) }
                @if visit.may(KIND, "create") {
                    a.verb.first href="/objective/new" { (visit.text("objectives-add")) }
                }
            }
        }
        div.stack {
            @if tree.is_empty() {
                (empty("pass", &visit.text("objectives-none"), &visit.text("objectives-none-help"), html! {}))
            }
            @for branch in tree { (section(visit, branch)?) }
        }
    })
}

/// In a line: how many are under way, and how many of them are not on track. One that serves two ends counts once.
fn summary(visit: &Visit, tree: &[Branch]) -> Markup {
    let mut all: Vec<&Objective> =
        tree.iter().flat_map(|branch| &branch.goals).map(|goal| &goal.objective).collect();
    all.sort_by_key(|one| one.named.id);
    all.dedup_by_key(|one| one.named.id);
    all.retain(|one| one.is_live());
    let count = |of: &[Judged]| all.iter().filter(|one| of.contains(&judged(&one.course))).count();
    let (off, open) = (count(&[Judged::Near, Judged::Missed]), count(&[Judged::Not]));
    html! {
        @if !all.is_empty() {
            span.soft {
                (counted(visit, "objectives-live", all.len()))
                @if off > 0 { " · " (counted(visit, "objectives-off", off)) }
                @if open > 0 { " · " (counted(visit, "objectives-open", open)) }
                @if off + open == 0 { " · " (visit.text("objectives-well")) }
            }
        }
    }
}

fn section(visit: &Visit, branch: &Branch) -> Result<Markup, Refused> {
    let business = asked::kind(visit, BUSINESS)?;
    let id =
        branch.business.as_ref().map_or_else(|| "loose".to_owned(), |of| format!("end-{}", of.id));
    Ok(html! {
        section.sheet aria-labelledby=(id) {
            div.sheet-head {
                @match &branch.business {
                    Some(of) => {
                        h2 id=(id) { (link(of)) }
                        (state(visit, business.def, &branch.state))
                        @if let Some(due) = branch.due {
                            span.small.faint { (visit.text_with("objectives-due", &[("day", day_words(due).into())])) }
                        }
                    }
                    None => {
                        h2 id=(id) { (visit.text("objectives-loose")) }
                        span.small.faint { (visit.text("objectives-loose-help")) }
                    }
                }
            }
            @if branch.goals.is_empty() {
                p.calendar-word { span.token.warm { (visit.text("objectives-serves-none")) } }
            } @else {
                (table(visit, branch, &id)?)
            }
        }
    })
}

fn link(of: &Named) -> Markup {
    html! { a.link href=(address::of_record(of.kind, of.id)) { (of.title) } }
}

fn table(visit: &Visit, branch: &Branch, caption: &str) -> Result<Markup, Refused> {
    let view = asked::kind(visit, KIND)?;
    let heads = ["objectives-far", "objectives-process", "objectives-measures", "objectives-work"];
    Ok(html! {
        table.rows.portfolio.tree aria-labelledby=(caption) {
            thead { tr {
                th.what scope="col" { (visit.texts.kind_label(view.def)) }
                @for head in heads { th scope="col" { (visit.text(head)) } }
                th scope="col" { (visit.text("objectives-by")) }
            } }
            tbody { @for goal in &branch.goals {
                tr {
                    th.what scope="row" { (name(visit, goal)) }
                    td { (far(visit, &goal.objective)) }
                    td { @if let Some(process) = &goal.process { (link(process)) } }
                    td { (measures(visit, goal)) }
                    td { (work(visit, goal)) }
                    td { (due(visit, &goal.objective)) " " (state(visit, view.def, &goal.objective.state)) }
                }
            } }
        }
    })
}

/// What it is called, who answers for it, and which statement of the policy it serves.
fn name(visit: &Visit, goal: &Goal) -> Markup {
    let policy = goal.objective.policy.as_ref();
    html! {
        (link(&goal.objective.named))
        @if let Some(owner) = &goal.owner { " " small.faint { (owner.title) } }
        ul.tokens {
            @match policy {
                Some(policy) => li { a.token href=(address::of_record(policy.kind, policy.id)) { (policy.title) } },
                None => li { span.token.warm { (visit.text("objectives-no-policy")) } },
            }
        }
    }
}

fn number(value: Option<Decimal>) -> String {
    value.map_or_else(|| "–".to_owned(), |value| value.normalize().to_string())
}

/// Where it stands between baseline and target, and what that means.
fn far(visit: &Visit, one: &Objective) -> Markup {
    let (tone, key) = match &*one.course {
        "reached" => ("token fine", "objectives-reached"),
        "on_track" => ("token fine", "objectives-on-track"),
        "at_risk" => ("token warm", "objectives-at-risk"),
        "off_track" => ("token hot", "objectives-off-track"),
        _ => ("token", "objectives-not-evaluated"),
    };
    let share = one.attainment.and_then(|share| share.round().to_i64());
    let values = [
        ("actual", number(one.actual).into()),
        ("target", number(one.target).into()),
        ("unit", one.unit.clone().into()),
    ];
    html! {
        div {
            @if let Some(share) = share {
                progress max="100" value=(share.clamp(0, 100)) aria-hidden="true" {} " "
            }
            @if one.target.is_some() { (visit.text_with("objectives-values", &values)) }
        }
        span class=(tone) { (visit.text(key)) }
    }
}

fn measures(visit: &Visit, goal: &Goal) -> Markup {
    html! {
        @if goal.measures.is_empty() {
            @if goal.objective.is_live() { span.token.warm { (visit.text("objectives-no-measure")) } }
        } @else {
            ul { @for measure in &goal.measures { li { (measured(visit, measure)) } } }
        }
    }
}

fn measured(visit: &Visit, measure: &Measured) -> Markup {
    let values = [
        ("actual", number(measure.latest).into()),
        ("target", number(measure.target).into()),
        ("unit", measure.unit.clone().into()),
    ];
    html! {
        (link(&measure.named))
        @if measure.latest.is_some() {
            " " span.faint.nowrap { (visit.text_with("objectives-values", &values)) }
        }
        @if !measure.judged.is_empty() { " " span.token { (measure.judged.replace('_', " ")) } }
    }
}

/// What is done for it: its own actions, then the tasks that belong to it and to its measures.
fn work(visit: &Visit, goal: &Goal) -> Markup {
    let today = today(visit);
    let tasks = goal.tasks.iter().chain(goal.measures.iter().flat_map(|one| &one.tasks));
    let open = |piece: &&Piece| piece.progress != "done";
    let all: Vec<_> = goal.objective.actions.iter().chain(tasks).filter(open).collect();
    let more = all.len().saturating_sub(WORK_MAX);
    html! {
        @if all.is_empty() && goal.objective.is_live() {
            span.faint { (visit.text("objectives-no-work")) }
        }
        ul { @for piece in all.iter().take(WORK_MAX) {
            li {
                @match &piece.about {
                    Some(about) => (link(about)),
                    None => (piece.what),
                }
                @if !piece.who.is_empty() { " " small.faint { (piece.who) } }
                @if piece.is_late(today) { " " span.token.hot { (visit.text("objectives-late")) } }
            }
        } }
        @if more > 0 { span.faint { (counted(visit, "objectives-more", more)) } }
    }
}

fn due(visit: &Visit, one: &Objective) -> Markup {
    let is_late = one.is_live() && one.due.is_some_and(|day| day < today(visit));
    html! {
        @if let Some(day) = one.due {
            span.nowrap { (day_words(day)) }
            @if is_late { " " span.token.hot { (visit.text("objectives-late")) } }
        }
    }
}
