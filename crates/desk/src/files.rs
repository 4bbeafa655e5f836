//! Files kept with records: limited in size, of a type that their first bytes confirm.
use crate::{Command, Desk, Done, Input, Page, Query, Refused, StoredFile, permit::Subject};
use gemba_model::{Record, filter::Filter, overlay::KindView};
use gemba_store::{Db, blobs};
use gemba_vocabulary::{RecordId, Value, actor::Actor};
use sha2::{Digest, Sha256};
use std::{collections::BTreeSet, fmt};

/// The kind of a file's record.
pub const KIND: &str = "attachment";

/// How large a file may be.
pub const FILE_BYTES_MAX: usize = 25 * 1024 * 1024;
/// How long the name of a file may be.
pub const NAME_LENGTH_MAX: usize = 200;

/// Types that are taken, by the ending of the name; those without a signature of their own must be text.
const TYPES: &[(&str, &str)] = &[
    ("png", "image/png"),
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("gif", "image/gif"),
    ("webp", "image/webp"),
    ("pdf", "application/pdf"),
    ("zip", "application/zip"),
    ("gz", "application/gzip"),
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ("txt", "text/plain"),
    ("log", "text/plain"),
    ("md", "text/plain"),
    ("csv", "text/csv"),
    ("json", "application/json"),
    ("eml", "text/plain"),
];

/// A content that may be kept: neither empty nor too large, and of a known type.
#[derive(Clone)]
pub struct Content {
    media_type: &'static str,
    digest: String,
    bytes: Vec<u8>,
    /// Whom a file from outside is for: whoever the record belongs to, also where a colleague of theirs sends it. The
    /// sender sees it as a contact of their customer.
    shown_to: Option<RecordId>,
}

impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes of {}", self.bytes.len(), self.media_type)
    }
}

impl Content {
    /// Keeps it.
    pub(crate) fn keep(&self, db: &mut dyn Db) -> Result<(), Refused> {
        Ok(blobs::put(db, &self.digest, self.bytes.clone())?)
    }
}

/// Says in the record of a file what the file is. Nobody else can say it: with the digest of another's file they would
/// get that file.
pub(crate) fn describe(
    view: &KindView,
    record: &mut Record,
    content: Option<&Content>,
) -> Result<(), Refused> {
    if view.def.name != KIND {
        return Ok(());
    }
    let Some(content) = content else {
        return Err(Refused::Not(
            "A file comes with its content: add it on the page of the record that it belongs to, or send it to \
             that record's address in the API, followed by /files."
                .to_owned(),
        ));
    };
    let size = i64::try_from(content.bytes.len()).unwrap_or(i64::MAX);
    let owner = content.shown_to.map(|owner| ("shown_to", Value::Ref(owner)));
    let told = [
        ("media_type", Value::Text(content.media_type.to_owned())),
        ("size", Value::Int(size)),
        ("digest", Value::Text(content.digest.clone())),
    ];
    for (field, value) in told.into_iter().chain(owner) {
        if let Some(slot) = view.def.position(field).and_then(|at| record.values.get_mut(at)) {
            *slot = value;
        }
    }
    Ok(())
}

/// The types of files that are taken, each once.
pub fn media_types() -> BTreeSet<&'static str> {
    TYPES.iter().map(|(_, media_type)| *media_type).collect()
}

impl Desk {
    /// Keeps a file with a record that the actor may comment on.
    pub fn attach(
        &self,
        actor: &Actor,
        kind: &str,
        id: RecordId,
        name: &str,
        bytes: Vec<u8>,
    ) -> Result<Done, Refused> {
        self.run(actor, self.upload(actor, kind, id, name, bytes)?)
    }

    /// The command that keeps a file with a record, once name and content are found to be good.
    pub fn upload(
        &self,
        actor: &Actor,
        kind: &str,
        id: RecordId,
        name: &str,
        bytes: Vec<u8>,
    ) -> Result<Command, Refused> {
        let record = self.record(actor, kind, id)?;
        if !self.may(actor, kind, "comment") {
            return Err(Refused::Forbidden("You may not add files to this record.".to_owned()));
        }
        let name = safe_name(name)?;
        let media_type = media_type(&name, &bytes)?;
        let digest = hex::encode(Sha256::digest(&bytes));
        let input = Input::Values(vec![
            ("name".to_owned(), Value::Text(name)),
            ("parent_kind".to_owned(), Value::Text(kind.to_owned())),
            ("parent".to_owned(), Value::Int(id)),
        ]);
        let owner = || Subject::of(&*self.known(kind).ok()?, &record).requester;
        let shown_to = if actor.is_inside() { None } else { owner() };
        let content = Content { media_type, digest, bytes, shown_to };
        Ok(Command::create(KIND, input).with_content(content))
    }

    /// A page of the files kept with a record, newest first.
    pub fn files(
        &self,
        actor: &Actor,
        kind: &str,
        id: RecordId,
        after: Option<String>,
        limit: usize,
    ) -> Result<Page, Refused> {
        self.record(actor, kind, id)?;
        let filters = vec![
            Filter::is("parent_kind", Value::Text(kind.to_owned())),
            Filter::is("parent", Value::Int(id)),
        ];
        self.list(actor, &Query { filters, after, limit, ..Query::of(KIND) })
    }

    /// A file, for whoever may see the record that it is kept with.
    pub fn file(&self, actor: &Actor, attachment: RecordId) -> Result<StoredFile, Refused> {
        let view = self.known(KIND)?;
        let record = self.record(actor, KIND, attachment)?;
        let text = |field: &str| view.value(&record, field).to_text();
        let parent = view.value(&record, "parent").as_int().unwrap_or_default();
        let of = (text("parent_kind"), parent);
        self.record(actor, &of.0, of.1)?;
        let digest = text("digest");
        let bytes = self
            .inner
            .store
            .read(|db| Ok::<_, Refused>(blobs::get(db, &digest)?))?
            .ok_or_else(|| Refused::NotFound { kind: KIND.to_owned(), id: attachment })?;
        Ok(StoredFile { of, name: text("name"), media_type: text("media_type"), digest, bytes })
    }
}

fn safe_name(name: &str) -> Result<String, Refused> {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String =
        last.chars().filter(|letter| !letter.is_control()).take(NAME_LENGTH_MAX).collect();
    let clean = clean.trim().trim_start_matches('.').to_owned();
    if clean.is_empty() {
        return Err(Refused::Not("The file has no name.".to_owned()));
    }
    Ok(clean)
}

fn media_type(name: &str, bytes: &[u8]) -> Result<&'static str, Refused> {
    if bytes.is_empty() {
        return Err(Refused::Not(format!("“{name}” is empty.")));
    }
    if bytes.len() > FILE_BYTES_MAX {
        let max = FILE_BYTES_MAX / 1024 / 1024;
        return Err(Refused::Not(format!("“{name}” is larger than {max} MB.")));
    }
    let ending = name.rsplit('.').next().unwrap_or_default().to_lowercase();
    let named = TYPES.iter().find(|(known, _)| *known == ending).map(|(_, media)| *media);
    let endings: Vec<_> = TYPES.iter().map(|(ending, _)| *ending).collect();
    let named = named.ok_or_else(|| {
        Refused::Not(format!(
            "Files of the type “.{ending}” are not taken. These are: {}.",
            endings.join(", ")
        ))
    })?;
    let found = infer::get(bytes).map(|kind| kind.mime_type());
    let is_text = std::str::from_utf8(bytes).is_ok_and(|text| !text.contains('\0'));
    let agrees = match found {
        Some(found) if found == named => true,
        // Office files are zip archives, and not every one is told apart by its first bytes.
        Some("application/zip") => named.contains("officedocument"),
        Some(found) if found.starts_with("text/") => is_text && named.starts_with("text/"),
        Some(_) => false,
        None => is_text && (named.starts_with("text/") || named == "application/json"),
    };
    if agrees {
        Ok(named)
    } else {
        Err(Refused::Not(format!(
            "“{name}” is not what its name says; its content is of another type."
        )))
    }
}
