//! Files kept with records: taking them, and handing them out so that they harm nobody.
use crate::{
    address, asked,
    shell::header_value,
    visit::{Flash, Uploaded, Visit},
};
use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use gemba_desk::{Command, Input, Refused, StoredFile};
use gemba_model::{Record, Scope, overlay::KindView};
use gemba_vocabulary::Value;
use http::{HeaderValue, header};

/// Pictures that a browser shows without running anything in them.
const PICTURES: &[&str] = &["image/png", "image/jpeg", "image/gif", "image/webp"];

/// The kind of a file's record.
pub const KIND: &str = "attachment";
/// The tick by which colleagues show a file to whoever the record is about.
pub const SHOWN: &str = "shown";

/// Whom outside a record is about, as a file names them; nothing if it is nobody's.
pub fn outside(view: &KindView, record: &Record) -> Vec<(String, Value)> {
    let named = view.def.fields.iter().filter_map(|field| {
        let own = match field.scope? {
            Scope::Requester => "shown_to",
            Scope::Customer => "customer",
            _ => return None,
        };
        match view.value(record, &field.name) {
            Value::Ref(id) => Some((own.to_owned(), Value::Ref(*id))),
            _ => None,
        }
    });
    named.collect()
}

/// `POST /{kind}/{id}/attach`
pub async fn attach(
    visit: Visit,
    Path((kind, id)): Path<(String, String)>,
    uploaded: Uploaded,
) -> Response {
    visit
        .answer(move |visit| {
            let (view, record) = asked::record(visit, &kind, &id)?;
            let own = address::of_record(view.def.name, record.id);
            if uploaded.files.is_empty() {
                return Ok(visit.go(&own, Some(Flash::new("flash-bad-no-file"))));
            }
            let is_one = uploaded.files.len() == 1;
            for file in uploaded.files {
                let kept =
                    visit.desk.attach(visit.actor(), &kind, record.id, &file.name, file.bytes);
                if let Err(Refused::Not(sentence)) = kept {
                    let flash = Flash::new("flash-bad-said").with("sentence", &sentence);
                    return Ok(visit.go(&own, Some(flash)));
                }
                let file = kept?.record.id;
                if visit.actor().is_inside() && uploaded.posted.text(SHOWN) == "yes" {
                    let shown = Input::Values(outside(&view, &record));
                    visit.desk.run(visit.actor(), Command::change(KIND, file, None, shown))?;
                }
            }
            let key = if is_one { "flash-attached" } else { "flash-attached-many" };
            Ok(visit.go(&own, Some(Flash::new(key))))
        })
        .await
}

/// `GET /attachment/{id}/file`, with `?show` for pictures in place
pub async fn get(visit: Visit, Path(id): Path<String>) -> Response {
    visit
        .answer(move |visit| {
            let view = asked::kind(visit, KIND)?;
            let id = asked::id_of(visit, &view, &id)?;
            let file = visit.desk.file(visit.actor(), id)?;
            let wants_picture = visit.pairs().iter().any(|(name, _)| name == "show");
            Ok(handed_out(file, wants_picture))
        })
        .await
}

fn handed_out(file: StoredFile, wants_picture: bool) -> Response {
    let is_picture = PICTURES.contains(&file.media_type.as_str());
    let way = if wants_picture && is_picture { "inline" } else { "attachment" };
    // The plain name is for old browsers; the second is the name as it is.
    let plain: String = file
        .name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || ".-_ ".contains(c) { c } else { '_' })
        .collect();
    let named = address::encoded(&file.name);
    let disposition = format!("{way}; filename=\"{plain}\"; filename*=UTF-8''{named}");
    let mut response = file.bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, header_value(&file.media_type));
    headers.insert(header::CONTENT_DISPOSITION, header_value(&disposition));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    // What somebody else attached runs nothing here, whatever it is.
    let rule = HeaderValue::from_static("sandbox; default-src 'none'");
    headers.insert(header::CONTENT_SECURITY_POLICY, rule);
    response
}
