//! What the desk tells: happenings, hits, events, offers, sessions.
use gemba_model::StepDef;
use gemba_vocabulary::{RecordId, Value, actor::Actor};
use jiff::Timestamp;

/// A verb of a life that the reader may do now.
#[derive(Clone, Debug)]
pub struct Offer {
    /// The step.
    pub step: StepDef,
    /// What is missing for it, with what the record holds now.
    pub refusal: Option<String>,
}

/// One entry of a record's history.
#[derive(Clone, Debug)]
pub struct Happening {
    /// The index of the ledger's entry.
    pub entry: u64,
    /// When it happened.
    pub at: Timestamp,
    /// Who did it.
    pub actor: Option<RecordId>,
    /// The name of who did it.
    pub actor_name: String,
    /// Through which channel.
    pub channel: String,
    /// What was done.
    pub verb: String,
    /// Whether it happened in another tool.
    pub imported: bool,
    /// The fields that changed.
    pub changes: Vec<FieldChange>,
    /// The state before and after, if it changed.
    pub state: Option<(String, String)>,
    /// The comment, note or reason.
    pub text: Option<String>,
    /// Whether its content was erased.
    pub is_erased: bool,
}

/// A field's old and new value.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldChange {
    /// The field's name.
    pub field: String,
    /// What it held.
    pub old: Value,
    /// What it holds since.
    pub new: Value,
}

/// A record found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Its kind.
    pub kind: String,
    /// Its number within the kind.
    pub id: RecordId,
    /// Its number as people see it.
    pub number: String,
    /// Its headline.
    pub title: String,
    /// The name of its state.
    pub state: String,
}

/// Something that was just done, for whoever listens.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Event {
    /// The record's kind.
    pub kind: String,
    /// The record.
    pub id: RecordId,
    /// What was done.
    pub verb: String,
    /// The record's version since.
    pub version: i64,
    /// Who did it.
    pub actor: String,
}

/// Somebody who is signed in.
#[derive(Clone, Debug)]
pub struct Session {
    /// Who.
    pub actor: Actor,
    /// The secret that forms carry, so that no other site can send them.
    pub csrf: String,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// A session just begun, with the secret for the cookie.
#[derive(Clone, Debug)]
pub struct NewSession {
    /// The secret.
    pub token: String,
    /// The session.
    pub session: Session,
}

/// What a personal token allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenScope {
    /// Reading only.
    Read,
    /// Everything that its owner may.
    Write,
}

/// A personal token, without its secret.
#[derive(Clone, Debug)]
pub struct TokenInfo {
    /// Its number.
    pub id: i64,
    /// What its owner calls it.
    pub name: String,
    /// What it allows.
    pub scope: TokenScope,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
    /// Whether it was taken back.
    pub revoked: bool,
}

/// A file kept with a record.
#[derive(Clone, Debug)]
pub struct StoredFile {
    /// The kind and number of the record that it is kept with.
    pub of: (String, RecordId),
    /// Its name.
    pub name: String,
    /// Its type, found by its first bytes.
    pub media_type: String,
    /// The SHA-256 of its content, in hexadecimal.
    pub digest: String,
    /// Its content.
    pub bytes: Vec<u8>,
}
