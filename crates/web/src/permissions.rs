//! Who may do what: the table role × kind × verb, as the desk decides it.
use crate::{part::icon, shell, visit::Visit};
use axum::response::Response;
use gemba_desk::{Refused, permit::TableRow};
use gemba_model::overlay::KindView;
use gemba_vocabulary::actor::Role;
use maud::{Markup, html};
use std::sync::Arc;

/// `GET /permissions`
pub async fn get(visit: Visit) -> Response {
    visit
        .answer(|visit| {
            if !shell::may_see_permissions(visit) {
                return Err(Refused::Forbidden(visit.text("permissions-refused")));
            }
            Ok(shell::page(visit, &visit.text("permissions-title"), table(visit)))
        })
        .await
}

fn table(visit: &Visit) -> Markup {
    let rows = visit.desk.permissions();
    html! {
        div.head {
            h1 { (visit.text("permissions-title")) }
            span.soft { (visit.text("permissions-help")) }
            div.verbs {
                details.pop.from-end {
                    summary.verb { (visit.text("search-kinds")) }
                    nav.panel aria-label=(visit.text("search-kinds")) {
                        div.choices {
                            @for view in visit.desk.kinds() {
                                a href={ "#" (view.def.name) } {
                                    (visit.texts.kind_plural(view.def))
                                }
                            }
                        }
                    }
                }
            }
        }
        div.stack {
            @for view in visit.desk.kinds() {
                @let of_kind: Vec<_> = rows.iter().filter(|row| row.kind == view.def.name).collect();
                (of(visit, &view, &of_kind))
            }
        }
    }
}

fn of(visit: &Visit, view: &Arc<KindView>, rows: &[&TableRow]) -> Markup {
    let plural = visit.texts.kind_plural(view.def);
    let (yes, no) = (visit.text("yes"), visit.text("no"));
    html! {
        section.sheet id=(view.def.name) {
            div.sheet-head { h2 { (plural) } }
            div.scroll tabindex="0" role="region" aria-label=(plural) {
                table.rows.keep {
                    caption.hide { (plural) }
                    // Columns of one width stand under one another from kind to kind.
                    colgroup { col; @for _ in Role::ALL { col width="8%"; } }
                    thead {
                        tr {
                            th scope="col" { (visit.text("permissions-verb")) }
                            @for role in Role::ALL { th scope="col" { (visit.texts.role(role)) } }
                        }
                    }
                    tbody {
                        @for row in rows {
                            tr {
                                th scope="row" { (verb(visit, view, &row.verb)) }
                                @for role in Role::ALL {
                                    td {
                                        @if row.roles.contains(&role) {
                                            span.good { (icon("check")) span.hide { (yes) } }
                                        } @else { span.hide { (no) } }
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

fn verb(visit: &Visit, view: &KindView, name: &str) -> String {
    match view.steps.iter().find(|step| step.verb == name) {
        Some(step) => visit.texts.verb_label(view.def.name, step),
        None => visit.texts.common_verb(name),
    }
}
