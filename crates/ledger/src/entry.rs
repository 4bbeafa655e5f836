//! What an entry of the log is, and the exact bytes that are hashed for it.
//!
//! An entry has a head (who, when, what) that stays for ever, and a body (the content) that may
//! be erased. The leaf of the tree holds the head and only a salted commitment to the body, so
//! when body and salt are erased, nobody can guess the content from the hash, and every proof
//! over the entry still holds.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::error::LedgerError;
use crate::tree::{Hash, leaf_hash};

/// The verb of the entry that allows bodies of earlier entries to be erased. Its own body lists
/// their indices; see [`erase_body`].
pub const ERASE_VERB: &str = "erase";

/// The first line of every leaf; another encoding would need another one.
const LEAF_PREFIX: &str = "gemba-entry-v1\n";

/// What is hashed before the salt, so that a commitment is never mistaken for another hash.
const BODY_PREFIX: &[u8] = b"gemba-body-v1\n";

/// The part of an entry that is never erased: who did what to which record, when and from where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The position in the log; the first entry has 0, and there is no gap.
    pub index: u64,
    /// When it happened, in UTC, as milliseconds since 1970-01-01.
    pub at_ms: i64,
    /// The id of the person who did it; none when the system did.
    pub actor: Option<i64>,
    /// The way it came in, such as `web`, `api`, `import` or `timer`.
    pub channel: String,
    /// The kind of record, such as `incident`.
    pub kind: String,
    /// The id of the record.
    pub record: i64,
    /// What was done, such as `create` or `resolve`.
    pub verb: String,
    /// Whether it was brought by an import, rather than having happened here.
    pub imported: bool,
}

/// 32 random bytes, new for every entry, that hide the body behind its hash. Whoever has the
/// body and the salt can check the hash; whoever has only the hash can guess nothing from it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Salt(pub [u8; 32]);

impl Salt {
    /// The salt as 64 hexadecimal digits.
    pub fn to_hex(&self) -> String {
        hex::encode(self.0)
    }
}

impl FromStr for Salt {
    type Err = LedgerError;

    /// Reads 64 hexadecimal digits.
    fn from_str(text: &str) -> Result<Self, LedgerError> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text, &mut bytes)
            .map_err(|_| LedgerError::malformed("salt", "64 hexadecimal digits are expected"))?;
        Ok(Self(bytes))
    }
}

// A salt in a log file would make an erased body guessable again.
impl fmt::Debug for Salt {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Salt(hidden)")
    }
}

impl Serialize for Salt {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_hex())
    }
}

impl<'de> Deserialize<'de> for Salt {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// The commitment to a body: SHA-256 of `"gemba-body-v1\n"`, the 32 bytes of the salt, and the
/// body's exact UTF-8 text. The text is JSON, but it is hashed as it stands: whoever stores it
/// must keep it byte for byte.
pub fn body_hash(salt: &Salt, body: &str) -> Hash {
    let digest = Sha256::new_with_prefix(BODY_PREFIX)
        .chain_update(salt.0)
        .chain_update(body.as_bytes())
        .finalize();
    Hash(digest.into())
}

/// The bytes of an entry's leaf: ten lines of UTF-8, each ended by a line feed.
///
/// ```text
/// gemba-entry-v1
/// index 12
/// at 1767225600000
/// actor 7                  or: actor -
/// channel 3:web
/// kind 8:incident
/// record 42
/// verb 7:resolve
/// imported no              or: imported yes
/// body 5f1c…               64 hexadecimal digits in lower case: the body's hash
/// ```
///
/// Numbers are decimal without leading zeros, with `-` when negative. Each text has its length in
/// bytes before it, so no text, not even one with line feeds, can pass for another line.
pub fn leaf_data(head: &Head, body_hash: &Hash) -> Vec<u8> {
    let actor = head.actor.map_or_else(|| "-".to_owned(), |id| id.to_string());
    let imported = if head.imported { "yes" } else { "no" };
    format!(
        "{LEAF_PREFIX}index {}\nat {}\nactor {actor}\nchannel {}:{}\nkind {}:{}\nrecord {}\n\
         verb {}:{}\nimported {imported}\nbody {body_hash}\n",
        head.index,
        head.at_ms,
        head.channel.len(),
        head.channel,
        head.kind.len(),
        head.kind,
        head.record,
        head.verb.len(),
        head.verb,
    )
    .into_bytes()
}

/// The leaf hash of an entry in the tree: RFC 6962's leaf hash of its [`leaf_data`].
pub fn entry_hash(head: &Head, body_hash: &Hash) -> Hash {
    leaf_hash(&leaf_data(head, body_hash))
}

/// The body of an entry of verb [`ERASE_VERB`]: `{"erased":[3,17]}`. It allows exactly the bodies
/// of these earlier entries to be absent. A caller may add other keys beside `erased`.
pub fn erase_body(indices: &[u64]) -> String {
    let list: Vec<String> = indices.iter().map(u64::to_string).collect();
    format!("{{\"erased\":[{}]}}", list.join(","))
}

/// The indices that the body of an erase entry lists; none when it has no list.
pub(crate) fn erased_indices(body: &str) -> Result<Vec<u64>, LedgerError> {
    #[derive(Deserialize)]
    struct Erasure {
        #[serde(default)]
        erased: Vec<u64>,
    }
    let erasure: Erasure = serde_json::from_str(body)
        .map_err(|error| LedgerError::malformed("list of erased entries", error.to_string()))?;
    Ok(erasure.erased)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    fn head() -> Head {
        Head {
            index: 12,
            at_ms: -1,
            actor: Some(7),
            channel: "wéb".into(),
            kind: "incident".into(),
            record: 42,
            verb: "resolve".into(),
            imported: false,
        }
    }

    #[test]
    fn the_leaf_is_the_documented_text() {
        let hash = Hash([0xab; 32]);
        let expected = format!(
            "gemba-entry-v1\nindex 12\nat -1\nactor 7\nchannel 4:wéb\nkind 8:incident\nrecord 42\n\
             verb 7:resolve\nimported no\nbody {}\n",
            "ab".repeat(32)
        );
        assert_eq!(String::from_utf8(leaf_data(&head(), &hash)).unwrap(), expected);
        let system = Head { actor: None, imported: true, ..head() };
        let text = String::from_utf8(leaf_data(&system, &hash)).unwrap();
        assert!(text.contains("\nactor -\n") && text.contains("\nimported yes\n"));
    }

    #[test]
    fn the_commitment_depends_on_salt_and_body_and_hides_the_salt() {
        let (one, two) = (Salt([1; 32]), Salt([2; 32]));
        assert_ne!(body_hash(&one, "{}"), body_hash(&two, "{}"));
        assert_ne!(body_hash(&one, "{}"), body_hash(&one, "{ }"));
        assert_eq!(format!("{one:?}"), "Salt(hidden)");
        assert_eq!(one.to_hex().parse::<Salt>().unwrap(), one);
        assert!("12".parse::<Salt>().is_err());
    }

    #[test]
    fn an_erase_body_is_read_back_and_nonsense_is_refused() {
        assert_eq!(erase_body(&[3, 17]), r#"{"erased":[3,17]}"#);
        assert_eq!(erased_indices(&erase_body(&[3, 17])).unwrap(), [3, 17]);
        assert_eq!(erased_indices(r#"{"text":"x"}"#).unwrap(), [0_u64; 0]);
        assert!(erased_indices(r#"{"erased":"all"}"#).is_err());
        assert!(erased_indices("erased").is_err());
    }

    /// Reads a leaf back, so that two heads can never share one encoding.
    fn decode(data: &[u8]) -> Option<(Head, Hash)> {
        fn line<'a>(rest: &mut &'a [u8], name: &str) -> Option<&'a str> {
            let after = rest.strip_prefix(name.as_bytes())?.strip_prefix(b" ")?;
            let end = after.iter().position(|&byte| byte == b'\n')?;
            *rest = &after[end + 1..];
            std::str::from_utf8(&after[..end]).ok()
        }
        fn text(rest: &mut &[u8], name: &str) -> Option<String> {
            let after = rest.strip_prefix(name.as_bytes())?.strip_prefix(b" ")?;
            let colon = after.iter().position(|&byte| byte == b':')?;
            let length: usize = std::str::from_utf8(&after[..colon]).ok()?.parse().ok()?;
            let value = &after[colon + 1..colon + 1 + length];
            *rest = after[colon + 1 + length..].strip_prefix(b"\n")?;
            String::from_utf8(value.to_vec()).ok()
        }
        let mut rest = data.strip_prefix(b"gemba-entry-v1\n")?;
        let head = Head {
            index: line(&mut rest, "index")?.parse().ok()?,
            at_ms: line(&mut rest, "at")?.parse().ok()?,
            actor: match line(&mut rest, "actor")? {
                "-" => None,
                id => Some(id.parse().ok()?),
            },
            channel: text(&mut rest, "channel")?,
            kind: text(&mut rest, "kind")?,
            record: line(&mut rest, "record")?.parse().ok()?,
            verb: text(&mut rest, "verb")?,
            imported: line(&mut rest, "imported")? == "yes",
        };
        let hash = line(&mut rest, "body")?.parse().ok()?;
        rest.is_empty().then_some((head, hash))
    }

    proptest! {
        #[test]
        fn no_two_heads_share_a_leaf(
            numbers in any::<(u64, i64, Option<i64>, i64, bool)>(),
            channel in "(?s).{0,12}", kind in "[a-z:\n 0-9]{0,40}", verb in "(?s).{0,12}",
            hash in any::<[u8; 32]>(),
        ) {
            let (index, at_ms, actor, record, imported) = numbers;
            let head = Head { index, at_ms, actor, channel, kind, record, verb, imported };
            let data = leaf_data(&head, &Hash(hash));
            prop_assert_eq!(decode(&data), Some((head, Hash(hash))));
        }
    }
}
