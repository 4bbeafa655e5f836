//! Attachments: files kept with another record.
use gemba_model::{FieldFault, Kind, Situation, library::fault_unless};
use gemba_vocabulary::{Ref, kind};

/// A file kept with another record: a picture of the screen, a signed agreement, a test result.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "ATT", clause = "7.5.3", menu = Hidden, settle = settle)]
pub struct Attachment {
    /// The file's name, as it came.
    #[field(searched, listed, visible)]
    pub name: String,
    /// The kind of the record that the file belongs to.
    #[field(filtered, visible)]
    pub parent_kind: String,
    /// The number of the record that the file belongs to.
    #[field(filtered, visible)]
    pub parent: i64,
    /// What the file is, told from its content, such as `image/png`.
    #[field(computed, visible)]
    pub media_type: String,
    /// How large the file is.
    #[field(computed, visible, unit = "bytes")]
    pub size: i64,
    /// The SHA-256 sum of the content in hexadecimal, by which anyone can tell that it is
    /// unchanged.
    #[field(computed, visible)]
    pub digest: String,
    /// The person outside who sent it, or for whom it is meant. Empty keeps it among colleagues.
    #[field(filtered, visible, scope = Requester)]
    pub shown_to: Option<Ref<kind::Person>>,
    /// The customer whose contacts see it too.
    #[field(filtered, visible, scope = Customer)]
    pub customer: Option<Ref<kind::Customer>>,
}

const DIGEST_LENGTH: usize = 64;

fn settle(
    me: &mut Attachment,
    _: Option<&Attachment>,
    _: &Situation<'_>,
) -> Result<(), FieldFault> {
    be_possible(me)
}

/// Holds what was told of the content to what a file can be.
fn be_possible(me: &mut Attachment) -> Result<(), FieldFault> {
    fault_unless(me.parent > 0, "parent", "must be the number of the record it belongs to")?;
    fault_unless(me.size >= 0, "size", "must not be negative")?;
    me.digest = me.digest.to_ascii_lowercase();
    let is_sum =
        me.digest.len() == DIGEST_LENGTH && me.digest.bytes().all(|b| b.is_ascii_hexdigit());
    fault_unless(is_sum, "digest", "must be a SHA-256 sum of 64 hexadecimal digits")
}

#[cfg(test)]
mod tests {
    use super::{Attachment, be_possible};

    #[test]
    fn its_sum_and_size_are_ones_a_file_can_have() {
        let file = || Attachment {
            name: "screen.png".to_owned(),
            parent_kind: "incident".to_owned(),
            parent: 12,
            media_type: "image/png".to_owned(),
            size: 2048,
            digest: "AB".repeat(32),
            shown_to: None,
            customer: None,
        };
        let mut good = file();
        be_possible(&mut good).unwrap();
        assert_eq!(good.digest, "ab".repeat(32));
        let fault = |mut file: Attachment| be_possible(&mut file).unwrap_err().field;
        assert_eq!(fault(Attachment { digest: "abc".to_owned(), ..file() }), "digest");
        assert_eq!(fault(Attachment { size: -1, ..file() }), "size");
        assert_eq!(fault(Attachment { parent: 0, ..file() }), "parent");
    }
}
