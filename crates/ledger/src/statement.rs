//! Signed statements that are no checkpoints, such as which manifest a pack for auditors has. They are signed notes
//! of the same form and by the same key, so that one public key is enough to keep; and none of them can pass for a
//! checkpoint.
use crate::{
    checkpoint::{Checkpoint, Signer, Verifier},
    error::LedgerError,
};

impl Signer {
    /// The signed note of a statement: what it is, on its first line, and what it says, on the second. Neither is empty
    /// or has a line feed, and the second is no number, as a checkpoint's would be.
    pub fn sign_statement(&self, what: &str, says: &str) -> Result<String, LedgerError> {
        let refused = |why: &str| LedgerError::Checkpoint(why.to_owned());
        for line in [what, says] {
            if line.is_empty() || line.chars().any(char::is_control) {
                return Err(refused(
                    "a line of its statement is empty or holds a control character",
                ));
            }
        }
        if says.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(refused("its statement reads like a checkpoint"));
        }
        let text = format!("{what}\n{says}\n");
        if text.parse::<Checkpoint>().is_ok() {
            return Err(refused("its statement is a checkpoint"));
        }
        Ok(self.note(&text))
    }
}

impl Verifier {
    /// What a statement of that sort says, if this key signed it.
    pub fn verify_statement<'a>(&self, what: &str, note: &'a str) -> Result<&'a str, LedgerError> {
        let text = self.signed_text(note)?;
        let said = text.strip_prefix(what).and_then(|rest| rest.strip_prefix('\n'));
        let said = said.and_then(|rest| rest.strip_suffix('\n'));
        said.filter(|said| !said.contains('\n'))
            .ok_or_else(|| LedgerError::Checkpoint(format!("it is no statement “{what}”")))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::tree::EMPTY_ROOT;

    const WHAT: &str = "gemba-pack-v1";

    fn signer(seed: u8) -> Signer {
        Signer::from_seed("gemba.example/quay", [seed; 32]).unwrap()
    }

    #[test]
    fn a_statement_is_read_back_by_its_own_key_and_for_its_own_sort_only() {
        let note = signer(1).sign_statement(WHAT, "manifest 00ff").unwrap();
        let key = signer(1).verifier();
        assert_eq!(key.verify_statement(WHAT, &note).unwrap(), "manifest 00ff");
        assert!(key.verify_statement("gemba-other-v1", &note).is_err());
        assert!(signer(2).verifier().verify_statement(WHAT, &note).is_err());
        let changed = note.replace("00ff", "00fe");
        let refusal = key.verify_statement(WHAT, &changed).unwrap_err().to_string();
        assert!(refusal.contains("changed after signing"), "{refusal}");
    }

    #[test]
    fn a_statement_never_passes_for_a_checkpoint_nor_a_checkpoint_for_a_statement() {
        let note = signer(1).sign_statement(WHAT, "manifest 00ff").unwrap();
        assert!(signer(1).verifier().verify(&note).is_err());
        assert!(signer(1).sign_statement(WHAT, "12").is_err());
        assert!(signer(1).sign_statement(WHAT, "12\nAAAA").is_err());
        assert!(signer(1).sign_statement("", "manifest").is_err());
        let checkpoint = Checkpoint::new("gemba.example/quay", 0, EMPTY_ROOT).unwrap();
        let note = signer(1).sign(&checkpoint);
        assert!(signer(1).verifier().verify_statement("gemba.example/quay", &note).is_err());
    }
}
