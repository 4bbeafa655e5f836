//! Sets of requirements of one's own: which there are, and how they come in and go out.
use crate::{
    address,
    part::{csrf, empty, icon, state},
    shell::{Page, header_value},
    visit::{Flash, Uploaded, Visit},
};
use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use gemba_conformity::{
    OwnSet,
    catalogue::{self, DraftSet, Format},
    own,
};
use gemba_desk::{Command, Input, Refused, Together};
use gemba_model::check::EvidenceFault;
use http::{HeaderValue, StatusCode, header};
use maud::{Markup, html};

/// Where the page stands.
pub const ADDRESS: &str = "/requirement-sets";
/// A catalogue of a thousand controls is two megabytes.
const FILE_BYTES_MAX: usize = 10 * 1024 * 1024;

/// Whether the reader sees the page.
pub fn is_open(visit: &Visit) -> bool {
    visit.actor().is_inside() && visit.may(own::SET, "read")
}

/// `GET /requirement-sets`
pub async fn get(visit: Visit) -> Response {
    visit.answer(|visit| shown(visit, "", None)).await
}

fn shown(visit: &Visit, name: &str, fault: Option<&str>) -> Result<Response, Refused> {
    if !is_open(visit) {
        return Err(Refused::Forbidden(visit.text("own-refused")));
    }
    let evidence = visit.desk.evidence(visit.actor());
    let failed = |fault: EvidenceFault| Refused::Failed(fault.0);
    let mut all = Vec::new();
    for set in own::sets(&evidence).map_err(failed)? {
        let count = own::requirements(set.record, &evidence).map_err(failed)?.len();
        all.push((set, count));
    }
    let main = html! {
        div.head {
            h1 { (visit.text("own-sets")) }
            div.verbs {
                @if visit.may(own::SET, "create") {
                    a.verb href={ "/" (own::SET) "/new" } { (visit.text("own-new")) }
                }
            }
        }
        p.small.faint.lead { (visit.text("own-what")) }
        div.stack {
            (list(visit, &all))
            @if visit.may(own::SET, "create") { (upload(visit, name, fault)) }
        }
    };
    let page = Page::new(visit.text("own-sets"), main);
    let page = if fault.is_some() { page.status(StatusCode::UNPROCESSABLE_ENTITY) } else { page };
    Ok(page.answer(visit))
}

fn list(visit: &Visit, all: &[(OwnSet, usize)]) -> Markup {
    let view = visit.desk.view(own::SET);
    html! {
        section.sheet aria-label=(visit.text("own-sets")) {
            @if all.is_empty() {
                (empty("note", &visit.text("own-none"), &visit.text("own-none-help"), html! {}))
            } @else {
                div.scroll tabindex="0" role="group" aria-label=(visit.text("own-sets")) {
                    table.rows {
                        thead { tr {
                            th scope="col" { (visit.text("own-number")) }
                            th.what scope="col" { (visit.text("own-name")) }
                            th scope="col" { (visit.text("own-issue")) }
                            th scope="col" { (visit.text("own-state")) }
                            th.end scope="col" { (visit.text("own-count")) }
                            th scope="col" { (visit.text("own-take")) }
                        } }
                        tbody {
                            @for (set, count) in all {
                                @let readiness =
                                    address::with_query("/readiness", [("edition", set.name.as_str())]);
                                @let record = set.record.to_string();
                                @let list = format!("/{}", own::REQUIREMENT);
                                @let asked = address::with_query(&list, [("set", &*record)]);
                                tr {
                                    td.nowrap {
                                        a.link href=(address::of_record(own::SET, set.record)) { (set.number) }
                                    }
                                    th.what scope="row" { a.link href=(readiness) { (set.name) } }
                                    td { (set.issue.as_deref().unwrap_or_default()) }
                                    td { @if let Some(view) = &view { (state(visit, view.def, &set.state)) } }
                                    td.end { a.link href=(asked) { (count) } }
                                    td.nowrap {
                                        a.link href={ (ADDRESS) "/" (set.record) "/table.csv" } { "CSV"
                                            span.hide { " (" (set.number) ")" } }
                                        " · "
                                        a.link href={ (ADDRESS) "/" (set.record) "/catalog.json" } { "OSCAL"
                                            span.hide { " (" (set.number) ")" } }
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

fn upload(visit: &Visit, name: &str, fault: Option<&str>) -> Markup {
    html! {
        section.card aria-labelledby="bring-in" {
            h2 #bring-in { (visit.text("own-bring")) }
            form.form method="post" action=(ADDRESS) enctype="multipart/form-data" {
                (csrf(visit))
                div.field {
                    label for="file" { (visit.text("own-file")) }
                    input #file type="file" name="file" accept=".csv,.json" required
                        aria-describedby="file-error file-help" aria-invalid=[fault.map(|_| "true")];
                    @if let Some(fault) = fault { p.error #file-error role="alert" { (icon("warning")) " " (fault) } }
                    p.help #file-help { (visit.text_with("own-file-help",
                        &[("columns", catalogue::COLUMNS.join(", ").into())])) }
                }
                div.field {
                    label for="name" { (visit.text("own-name")) }
                    input.input #name name="name" value=(name) autocomplete="off" aria-describedby="name-help";
                    p.help #name-help { (visit.text("own-name-help")) }
                }
                div { button.verb.primary { (visit.text("own-bring-verb")) } }
            }
        }
    }
}

/// `POST /requirement-sets`: brings a set in from a file, whole or not at all.
pub async fn post(visit: Visit, uploaded: Uploaded) -> Response {
    visit.answer(move |visit| bring(visit, &uploaded)).await
}

fn bring(visit: &Visit, uploaded: &Uploaded) -> Result<Response, Refused> {
    if !is_open(visit) || !visit.may(own::SET, "create") {
        return Err(Refused::Forbidden(visit.text("own-refused")));
    }
    let name = uploaded.posted.text("name");
    let again = |fault: &str| shown(visit, name, Some(fault));
    let Some(file) = uploaded.files.first() else { return again(&visit.text("own-no-file")) };
    let Some(format) = Format::of_file(&file.name) else {
        return again(&visit.text("own-no-format"));
    };
    let text = std::str::from_utf8(&file.bytes).ok().filter(|text| text.len() <= FILE_BYTES_MAX);
    let Some(text) = text else { return again(&visit.text("own-no-text")) };
    let set = match catalogue::read(format, text, Some(name)) {
        Ok(set) => set,
        Err(fault) => return again(&fault.to_string()),
    };
    let count = set.requirements.len().to_string();
    let left_out = set.left_out.len().to_string();
    match visit.desk.run_as_one(visit.actor(), move |together| make(together, &set)) {
        Ok(id) => {
            let flash = Flash::new("flash-own-brought").with("n", &count).with("left", &left_out);
            Ok(visit.go(&address::of_record(own::SET, id), Some(flash)))
        }
        Err(Refused::Not(sentence)) => again(&sentence),
        Err(refused @ Refused::Invalid(_)) => again(&refused.to_string()),
        Err(refused) => Err(refused),
    }
}

/// Makes the records of a set and tells its number; what is refused is told with its place in the file.
pub fn make(together: &mut Together<'_>, set: &DraftSet) -> Result<i64, Refused> {
    let created = Command::create(own::SET, Input::Json(set.fields()));
    let id = together.run(created)?.record.id;
    for one in &set.requirements {
        let command = Command::create(own::REQUIREMENT, Input::Json(one.fields(id)));
        together.run(command).map_err(|refused| match refused {
            Refused::Invalid(_) | Refused::Not(_) => {
                Refused::Not(format!("{}: {refused}", one.place))
            }
            other => other,
        })?;
    }
    Ok(id)
}

/// `GET /requirement-sets/{id}/table.csv`
pub async fn table(visit: Visit, Path(id): Path<String>) -> Response {
    visit.answer(move |visit| handed_out(visit, &id, Format::Csv)).await
}

/// `GET /requirement-sets/{id}/catalog.json`
pub async fn catalog(visit: Visit, Path(id): Path<String>) -> Response {
    visit.answer(move |visit| handed_out(visit, &id, Format::Oscal)).await
}

fn handed_out(visit: &Visit, id: &str, format: Format) -> Result<Response, Refused> {
    if !is_open(visit) {
        return Err(Refused::Forbidden(visit.text("own-refused")));
    }
    let failed = |fault: EvidenceFault| Refused::Failed(fault.0);
    let evidence = visit.desk.evidence(visit.actor());
    let sets = own::sets(&evidence).map_err(failed)?;
    let set = sets.into_iter().find(|set| set.record.to_string() == id || set.number == id);
    let set = set.ok_or_else(|| Refused::Unknown(visit.text("own-unknown")))?;
    let asked = own::requirements(set.record, &evidence).map_err(failed)?;
    let written = catalogue::write(format, &set, &asked, visit.desk.now());
    let written = written.map_err(|fault| Refused::Failed(fault.to_string()))?;
    let (media_type, end) = match format {
        Format::Csv => ("text/csv; charset=utf-8", "csv"),
        Format::Oscal => ("application/json", "json"),
    };
    let mut response = written.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    let named = format!("attachment; filename=\"{}.{end}\"", set.number);
    headers.insert(header::CONTENT_DISPOSITION, header_value(&named));
    Ok(response)
}
