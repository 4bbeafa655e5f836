//! Signed statements of a log's size and root: C2SP tlog-checkpoint in a C2SP signed note, with
//! Ed25519. Any tool that knows these formats can check them.
//!
//! ```text
//! gemba.example/acme                            the origin: which log this is
//! 20852163                                      how many entries it has
//! CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=  the root of their tree
//!
//! — gemba.example/acme Az3grlgtzPICa5OS8npV…    base64 of key id (4 bytes) and signature
//! ```

use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};

use crate::error::LedgerError;
use crate::tree::Hash;

/// The longest note that is read, so that a forged one cannot exhaust memory.
const NOTE_BYTES_MAX: usize = 1_000_000;

/// The most signatures on one note that are read; the specification asks for at least 16.
const SIGNATURES_MAX: usize = 100;

/// The signature type of plain Ed25519, before each encoded key.
const ED25519_TYPE: u8 = 0x01;

/// What every encoded signing key starts with.
const PRIVATE_PREFIX: &str = "PRIVATE+KEY+";

/// What a log states of itself: its origin, its size, its root. Always well-formed, so that what
/// is signed can be read back in one way only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    origin: String,
    size: u64,
    root: Hash,
    extensions: Vec<String>,
}

impl Checkpoint {
    /// A checkpoint of the log of that origin. The origin is one non-empty line, best a name such
    /// as `gemba.example/acme`.
    pub fn new(origin: &str, size: u64, root: Hash) -> Result<Self, LedgerError> {
        check_line("origin", origin)?;
        Ok(Self { origin: origin.to_owned(), size, root, extensions: Vec::new() })
    }

    /// Adds a line after the root, which is signed with the rest. It must not be empty.
    pub fn with_extension(mut self, line: &str) -> Result<Self, LedgerError> {
        check_line("extension line", line)?;
        self.extensions.push(line.to_owned());
        Ok(self)
    }

    /// Which log this is.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// How many entries the log had.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The root over these entries.
    pub fn root(&self) -> Hash {
        self.root
    }

    /// The lines after the root.
    pub fn extensions(&self) -> &[String] {
        &self.extensions
    }
}

/// The text that is signed: three lines or more, each ended by a line feed.
impl fmt::Display for Checkpoint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}\n{}\n{}\n", self.origin, self.size, self.root.to_base64())?;
        self.extensions.iter().try_for_each(|line| writeln!(formatter, "{line}"))
    }
}

impl FromStr for Checkpoint {
    type Err = LedgerError;

    fn from_str(text: &str) -> Result<Self, LedgerError> {
        let body = text
            .strip_suffix('\n')
            .ok_or_else(|| refused("its text does not end with a line feed"))?;
        let mut lines = body.split('\n');
        let origin = lines.next().unwrap_or_default();
        let size = lines.next().ok_or_else(|| refused("it has no line for the size"))?;
        let root = lines.next().ok_or_else(|| refused("it has no line for the root"))?;
        let root = Hash::from_base64(root)
            .map_err(|_| refused("its third line is not the base64 of a 32-byte root"))?;
        lines.try_fold(Self::new(origin, parse_size(size)?, root)?, |checkpoint, line| {
            checkpoint.with_extension(line)
        })
    }
}

/// A key that signs checkpoints. Its debug form does not show the secret.
pub struct Signer {
    name: String,
    key: SigningKey,
}

impl Signer {
    /// The key that 32 secret random bytes determine. The name is best the log's origin; it has
    /// no spaces and no plus sign.
    pub fn from_seed(name: &str, seed: [u8; 32]) -> Result<Self, LedgerError> {
        check_name(name)?;
        Ok(Self { name: name.to_owned(), key: SigningKey::from_bytes(&seed) })
    }

    /// Reads a key that [`Self::to_secret_text`] wrote.
    pub fn from_secret_text(text: &str) -> Result<Self, LedgerError> {
        let rest = text.strip_prefix(PRIVATE_PREFIX).ok_or_else(|| {
            LedgerError::Key(format!("a signing key starts with {PRIVATE_PREFIX}"))
        })?;
        let (name, id, seed) = parse_key(rest)?;
        let signer = Self::from_seed(name, seed)?;
        signer.verifier().check_id(id)?;
        Ok(signer)
    }

    /// The key as text to be kept secret: `PRIVATE+KEY+name+id+base64`.
    pub fn to_secret_text(&self) -> String {
        let id = hex::encode(self.verifier().id);
        format!("{PRIVATE_PREFIX}{}+{id}+{}", self.name, encode_key(self.key.as_bytes()))
    }

    /// The public half, to be given to auditors.
    pub fn verifier(&self) -> Verifier {
        Verifier::new(self.name.clone(), self.key.verifying_key())
    }

    /// The name that stands on each signature.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The signed note of a checkpoint.
    pub fn sign(&self, checkpoint: &Checkpoint) -> String {
        self.note(&checkpoint.to_string())
    }

    /// The signed note of a text that ends with a line feed.
    pub(crate) fn note(&self, text: &str) -> String {
        let signature = self.key.sign(text.as_bytes());
        let mut bytes = self.verifier().id.to_vec();
        bytes.extend_from_slice(&signature.to_bytes());
        format!("{text}\n— {} {}\n", self.name, STANDARD.encode(bytes))
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Signer({}, key hidden)", self.verifier())
    }
}

/// The public half of a signing key. Its text, `name+id+base64`, is what an auditor keeps from
/// day one: a key that comes along with the log proves nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verifier {
    name: String,
    id: [u8; 4],
    key: VerifyingKey,
}

impl Verifier {
    fn new(name: String, key: VerifyingKey) -> Self {
        let digest: [u8; 32] = Sha256::new()
            .chain_update(name.as_bytes())
            .chain_update([b'\n', ED25519_TYPE])
            .chain_update(key.as_bytes())
            .finalize()
            .into();
        let [first, second, third, fourth, ..] = digest;
        Self { name, id: [first, second, third, fourth], key }
    }

    /// The name that its signatures carry.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Reads a signed note and returns its checkpoint if this key signed it. Signatures by other
    /// keys are ignored; one in this key's name and id that is wrong spoils the note. The caller
    /// must compare the origin when a key signs for more than one log.
    pub fn verify(&self, note: &str) -> Result<Checkpoint, LedgerError> {
        self.signed_text(note)?.parse()
    }

    /// The text of a signed note, if this key signed it.
    pub(crate) fn signed_text<'a>(&self, note: &'a str) -> Result<&'a str, LedgerError> {
        let (text, signatures) = split_note(note)?;
        let mut signed = false;
        for line in signatures {
            let (name, id, signature) = parse_signature(line)?;
            if name != self.name || id != self.id {
                continue;
            }
            let signature = Signature::from_slice(&signature)
                .map_err(|_| refused("its signature does not have 64 bytes"))?;
            self.key.verify_strict(text.as_bytes(), &signature).map_err(|_| {
                refused("its signature does not match: the text was changed after signing")
            })?;
            signed = true;
        }
        if !signed {
            return Err(refused(&format!("it carries no signature of the key {self}")));
        }
        Ok(text)
    }

    fn check_id(&self, id: [u8; 4]) -> Result<(), LedgerError> {
        if id == self.id {
            return Ok(());
        }
        Err(LedgerError::Key("its id does not belong to its name and key".to_owned()))
    }
}

impl fmt::Display for Verifier {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let id = hex::encode(self.id);
        write!(formatter, "{}+{id}+{}", self.name, encode_key(self.key.as_bytes()))
    }
}

impl FromStr for Verifier {
    type Err = LedgerError;

    fn from_str(text: &str) -> Result<Self, LedgerError> {
        let (name, id, key) = parse_key(text)?;
        let key = VerifyingKey::from_bytes(&key)
            .map_err(|_| LedgerError::Key("its bytes are not an Ed25519 public key".to_owned()))?;
        let verifier = Self::new(name.to_owned(), key);
        verifier.check_id(id)?;
        Ok(verifier)
    }
}

fn refused(why: &str) -> LedgerError {
    LedgerError::Checkpoint(why.to_owned())
}

/// A line of a note: not empty, without control characters.
fn check_line(what: &str, line: &str) -> Result<(), LedgerError> {
    if line.is_empty() {
        return Err(refused(&format!("its {what} is empty")));
    }
    if line.chars().any(|character| character < ' ') {
        return Err(refused(&format!("its {what} has a line feed or another control character")));
    }
    Ok(())
}

fn check_name(name: &str) -> Result<(), LedgerError> {
    if name.is_empty() {
        return Err(LedgerError::Key("its name is empty".to_owned()));
    }
    if name.chars().any(|c| c.is_whitespace() || c.is_control() || c == '+') {
        let why = "its name has a space, a control character or a plus sign";
        return Err(LedgerError::Key(why.to_owned()));
    }
    Ok(())
}

/// Decimal digits only, without leading zeros: one number has one text.
fn parse_size(text: &str) -> Result<u64, LedgerError> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits || (text.starts_with('0') && text != "0") {
        return Err(refused("its size is not a plain decimal number"));
    }
    text.parse().map_err(|_| refused("its size is out of range"))
}

fn encode_key(key: &[u8; 32]) -> String {
    let mut bytes = vec![ED25519_TYPE];
    bytes.extend_from_slice(key);
    STANDARD.encode(bytes)
}

/// Reads `name+id+base64(0x01 || 32 bytes)`.
fn parse_key(text: &str) -> Result<(&str, [u8; 4], [u8; 32]), LedgerError> {
    let key_error = |why: &str| LedgerError::Key(why.to_owned());
    let mut parts = text.splitn(3, '+');
    let name = parts.next().unwrap_or_default();
    check_name(name)?;
    let (Some(id_text), Some(key_text)) = (parts.next(), parts.next()) else {
        return Err(key_error("name, id and key are expected with a plus sign between them"));
    };
    let mut id = [0; 4];
    hex::decode_to_slice(id_text, &mut id)
        .map_err(|_| key_error("its id is not 8 hexadecimal digits"))?;
    let bytes =
        STANDARD.decode(key_text).map_err(|_| key_error("its last part is not standard base64"))?;
    match bytes.split_first() {
        Some((&ED25519_TYPE, key)) => {
            let key = key.try_into().map_err(|_| key_error("an Ed25519 key has 32 bytes"))?;
            Ok((name, id, key))
        }
        _ => Err(key_error("it is not of type 1, Ed25519")),
    }
}

/// Splits a note at its last empty line into the signed text and the signature lines.
fn split_note(note: &str) -> Result<(&str, Vec<&str>), LedgerError> {
    if note.len() > NOTE_BYTES_MAX {
        return Err(refused("it is longer than a million bytes"));
    }
    if note.chars().any(|character| character < ' ' && character != '\n') {
        return Err(refused("it has a control character"));
    }
    let (text, signatures) = note
        .rsplit_once("\n\n")
        .ok_or_else(|| refused("it has no empty line before its signatures"))?;
    if signatures.is_empty() {
        return Err(refused("it carries no signature"));
    }
    let lines = signatures
        .strip_suffix('\n')
        .ok_or_else(|| refused("its last line does not end with a line feed"))?;
    let lines: Vec<&str> = lines.split('\n').take(SIGNATURES_MAX + 1).collect();
    if lines.len() > SIGNATURES_MAX {
        return Err(refused("it has more than 100 signatures"));
    }
    // The signed text includes the line feed before the empty line.
    let text = note.get(..=text.len()).ok_or_else(|| refused("it is cut off"))?;
    Ok((text, lines))
}

/// Reads `— name base64(4 bytes of id || signature)`.
fn parse_signature(line: &str) -> Result<(&str, [u8; 4], Vec<u8>), LedgerError> {
    let (name, code) = line
        .strip_prefix("— ")
        .and_then(|rest| rest.split_once(' '))
        .ok_or_else(|| refused("a signature line is not of the form «— name base64»"))?;
    check_name(name).map_err(|_| refused("a signature line has no valid name"))?;
    let bytes = STANDARD.decode(code).map_err(|_| refused("a signature is not standard base64"))?;
    match bytes.split_first_chunk::<4>() {
        Some((id, signature)) if !signature.is_empty() => Ok((name, *id, signature.to_vec())),
        _ => Err(refused("a signature is too short")),
    }
}
