//! Attachments: files kept with another record.
use gemba_model::{FieldFault, Kind, Situation, library::fault_unless};

/// A file kept with another record: a picture of the screen, a signed agreement, a test result.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "ATT", clause = "7.5.3", menu = Hidden, settle = settle)]
pub struct Attachment {
    /// The file's name, as it came.
    #[field(searched, listed)]
    pub name: String,
    /// The kind of the record that the file belongs to.
    #[field(filtered)]
    pub parent_kind: String,
    /// The number of the record that the file belongs to.
    #[field(filtered)]
    pub parent: i64,
    /// What the file is, told from its content, such as `image/png`.
    pub media_type: String,
    /// How large the file is.
    #[field(unit = "bytes")]
    pub size: i64,
    /// The SHA-256 sum of the content in hexadecimal, by which anyone can tell that it is
    /// unchanged.
    pub digest: String,
}

const DIGEST_LENGTH: usize = 64;

fn settle(
    me: &mut Attachment,
    _: Option<&Attachment>,
    _: &Situation<'_>,
) -> Result<(), FieldFault> {
    fault_unless(me.parent > 0, "parent", "must be the number of the record it belongs to")?;
    fault_unless(me.size >= 0, "size", "must not be negative")?;
    me.digest = me.digest.to_ascii_lowercase();
    let is_sum =
        me.digest.len() == DIGEST_LENGTH && me.digest.bytes().all(|b| b.is_ascii_hexdigit());
    fault_unless(is_sum, "digest", "must be a SHA-256 sum of 64 hexadecimal digits")
}
