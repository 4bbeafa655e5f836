//! Saved views: lists that somebody keeps, as tabs above the list.
use crate::{
    address, asked,
    list::{AskedFor, address_of},
    part::csrf,
    visit::{Flash, Posted, Visit},
};
use axum::{extract::Path, response::Response};
use gemba_desk::{Command, Input, Query, Refused};
use gemba_model::{FieldDef, Holds, Record, filter::Filter, overlay::KindView};
use gemba_vocabulary::Value;
use maud::{Markup, html};

const KIND: &str = "saved_view";
const VIEWS_MAX: usize = 100;
/// Fields by which a record is somebody's, the usual one first.
const PERSON_FIELDS: &[&str] =
    &["assigned_to", "owner", "approver", "relationship_manager", "manager"];

/// A list that is one click away.
pub struct Tab {
    /// What it is called.
    pub label: String,
    /// Where it leads.
    pub href: String,
    /// Whether it is the list shown.
    pub is_current: bool,
}

/// The lists of a kind that are one click away.
pub struct Views {
    /// All of them: open ones, the reader's own, all; then the views that people saved.
    pub tabs: Vec<Tab>,
    /// The views that the reader saved: their names and their pages.
    own: Vec<(String, String)>,
}

/// The tabs of a kind.
pub fn of(visit: &Visit, view: &KindView, asked: &AskedFor) -> Result<Views, Refused> {
    let kind = view.def.name;
    let here = narrowing(&asked.pairs);
    let open = ("open".to_owned(), "yes".to_owned());
    let tab = |label: String, pairs: Vec<(String, String)>, href: Option<String>| Tab {
        label,
        is_current: narrowing(&pairs) == here,
        href: href.unwrap_or_else(|| address_of(kind, &pairs)),
    };
    let mut tabs = vec![tab(open_label(visit, view), vec![open.clone()], Some(format!("/{kind}")))];
    if let Some(field) = person_field(visit, view) {
        let mine = (field.name.to_string(), "me".to_owned());
        tabs.push(tab(visit.text("view-mine"), vec![open, mine], None));
    }
    tabs.push(tab(visit.text("all"), Vec::new(), Some(format!("/{kind}?view=all"))));
    let mut own = Vec::new();
    for (own_view, saved) in saved(visit, view)? {
        let title = own_view.title(&saved);
        tabs.push(tab(title.clone(), pairs_of(&own_view, &saved), None));
        if saved.created_by == visit.actor().person {
            own.push((title, address::of_record(KIND, saved.id)));
        }
    }
    Ok(Views { tabs, own })
}

/// The state that open records are in, if there is but one; else “Open”.
fn open_label(visit: &Visit, view: &KindView) -> String {
    let mut open = view.def.states.iter().filter(|state| !state.is_end);
    match (open.next(), open.next()) {
        (Some(one), None) => visit.texts.state_label(view.def, &one.name),
        _ => visit.text("view-open"),
    }
}

/// The field by which records of the kind are somebody's.
fn person_field<'a>(visit: &Visit, view: &'a KindView) -> Option<&'a FieldDef> {
    let is_person =
        |field: &&FieldDef| matches!(&field.holds, Holds::Ref(target) if target == "person");
    // What is whose inside is no way for a customer's people to part their own records.
    visit.actor().person.filter(|_| visit.actor().is_inside())?;
    PERSON_FIELDS.iter().find_map(|name| view.field(name).filter(is_person))
}

/// What narrows and orders, in any order: by this two addresses are the same list.
fn narrowing(pairs: &[(String, String)]) -> Vec<&(String, String)> {
    let is_kept = |pair: &&(String, String)| {
        !matches!(pair.0.as_str(), "after" | "columns" | "limit" | "sort" | "view")
    };
    let mut kept: Vec<_> = pairs.iter().filter(is_kept).collect();
    kept.sort();
    kept
}

type Saved = (std::sync::Arc<KindView>, Record);

/// The views of a kind that the reader saved, and those that others share.
fn saved(visit: &Visit, view: &KindView) -> Result<Vec<Saved>, Refused> {
    let Some(own) = visit.desk.view(KIND).filter(|_| visit.may(KIND, "read")) else {
        return Ok(Vec::new());
    };
    let of_kind = Filter::is("of_kind", Value::Text(view.def.name.to_owned()));
    let open = Filter::is("open", Value::Bool(true));
    let query = Query { filters: vec![of_kind, open], limit: VIEWS_MAX, ..Query::of(KIND) };
    let page = visit.desk.list(visit.actor(), &query)?;
    let me = visit.actor().person.map(Value::Ref);
    let is_for_me = |record: &Record| {
        own.value(record, "shared").is_yes() || me.as_ref() == Some(own.value(record, "owner"))
    };
    let mut found: Vec<_> = page.records.into_iter().filter(is_for_me).collect();
    found.reverse();
    Ok(found.into_iter().map(|record| (own.clone(), record)).collect())
}

fn pairs_of(own: &KindView, saved: &Record) -> Vec<(String, String)> {
    let query = own.value(saved, "query").to_text();
    let uri = format!("/?{query}").parse::<http::Uri>();
    let read = |uri: &http::Uri| {
        axum::extract::Query::<Vec<(String, String)>>::try_from_uri(uri).map(|query| query.0).ok()
    };
    let mut pairs = uri.ok().as_ref().and_then(read).unwrap_or_default();
    if let Some(columns) = own.value(saved, "columns").as_text().filter(|text| !text.is_empty()) {
        pairs.push(("columns".to_owned(), columns.to_owned()));
    }
    if narrowing(&pairs).is_empty() {
        pairs.push(("view".to_owned(), "all".to_owned()));
    }
    pairs
}

/// The way to keep the list shown, and to let go of one that was kept.
pub fn saving(visit: &Visit, view: &KindView, asked: &AskedFor, views: &Views) -> Markup {
    let may = visit.may(KIND, "create") && visit.desk.view(KIND).is_some();
    let columns: Vec<_> = asked.columns.iter().map(crate::list::Column::name).collect();
    html! {
        @if may {
            details.pop {
                summary.chip.add { (visit.text("view-save")) }
                form.panel method="post" action={ "/" (view.def.name) "/views" } {
                    (csrf(visit))
                    input type="hidden" name="query" value=(asked.spelled());
                    @if asked.has_own_columns {
                        input type="hidden" name="columns" value=(columns.join(","));
                    }
                    div.field {
                        label for="view-name" { (visit.text("view-name")) }
                        input #view-name name="name" required maxlength="80" autocomplete="off";
                    }
                    div.field.tick {
                        label for="view-shared" {
                            input #view-shared type="checkbox" name="shared" value="yes";
                            " " span { (visit.text("view-shared")) }
                        }
                    }
                    button.verb.first.slim { (visit.text("view-save")) }
                    @if !views.own.is_empty() {
                        h2 { (visit.text("view-yours")) }
                        div.choices {
                            @for (name, href) in &views.own { a href=(href) { (name) } }
                        }
                    }
                }
            }
        }
    }
}

/// `POST /{kind}/views`
pub async fn save(visit: Visit, Path(kind): Path<String>, posted: Posted) -> Response {
    visit
        .answer(move |visit| {
            let view = asked::kind(visit, &kind)?;
            let name = posted.text("name");
            let shared = if posted.text("shared") == "yes" { "yes" } else { "no" };
            let fields = [
                ("name", name),
                ("of_kind", view.def.name),
                ("query", posted.text("query")),
                ("columns", posted.text("columns")),
                ("shared", shared),
            ];
            let fields =
                fields.into_iter().map(|(name, text)| (name.to_owned(), text.to_owned())).collect();
            let input = Input::Text { fields, zone: visit.zone.clone() };
            match visit.desk.run(visit.actor(), Command::create(KIND, input)) {
                Ok(done) => {
                    let own = asked::kind(visit, KIND)?;
                    let href = address_of(&kind, &pairs_of(&own, &done.record));
                    let flash = Flash::new("flash-view-saved").with("name", name);
                    Ok(visit.go(&href, Some(flash)))
                }
                Err(Refused::Invalid(_)) if name.is_empty() => {
                    let back = format!("/{kind}?{}", posted.text("query"));
                    Ok(visit.go(&back, Some(Flash::new("flash-bad-view-name"))))
                }
                Err(why) => Err(why),
            }
        })
        .await
}
