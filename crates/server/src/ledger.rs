//! `gemba ledger`: verify, seal, prove and export.
use crate::{asked::sink, house};
use anyhow::{Context, Result};
use gemba_cli::{
    LedgerAsk,
    terminal::{Bar, note, say},
};
use gemba_desk::Desk;
use gemba_ledger::Verifier;
use std::{io::Write, process::ExitCode};

/// The exit code when the ledger does not verify.
pub const DOES_NOT_VERIFY: u8 = 3;

/// Does what was asked of the ledger.
pub fn answer(ask: LedgerAsk) -> Result<ExitCode> {
    match ask {
        LedgerAsk::Verify { verifier, place } => {
            let verifier = verifier.map(|text| text.parse::<Verifier>()).transpose();
            let verifier = verifier.context("--verifier is no verification key")?;
            if !verify(&house::open(&place)?, verifier)? {
                return Ok(ExitCode::from(DOES_NOT_VERIFY));
            }
        }
        LedgerAsk::Checkpoint { place } => {
            let desk = house::open(&place)?;
            desk.seal()?;
            let last = desk.checkpoints()?.pop().context("the ledger is empty")?;
            say(last.note.trim_end());
            if let Some(verifier) = desk.verifier() {
                note(&format!("Check it with the key {verifier}"));
            }
        }
        LedgerAsk::Key { place } => {
            let file = house::key_path(&place);
            let verifier = house::make_key(&file)?.verifier();
            note(&format!("Made {}. Checkpoints are checked with {verifier}", file.display()));
        }
        LedgerAsk::Prove { entry, place } => {
            let proof = house::open(&place)?.prove(entry)?;
            say(&serde_json::to_string_pretty(&proof)?);
        }
        LedgerAsk::Export { output, place } => {
            let desk = house::open(&place)?;
            let mut to = sink(output.as_deref())?;
            desk.each_entry(&mut |entry| {
                serde_json::to_writer(&mut to, entry)?;
                to.write_all(b"\n")
            })?;
            to.flush()?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Verifies the whole ledger and says what was found; whether it is whole.
pub fn verify(desk: &Desk, verifier: Option<Verifier>) -> Result<bool> {
    let verifier = verifier.or_else(|| desk.verifier());
    let bar = Bar::new("Verifying");
    let (report, forged) = desk.verify_ledger(verifier.as_ref(), &mut |done| bar.at(done, done))?;
    bar.end();
    for finding in &report.findings {
        say(&finding.sentence);
    }
    for sentence in &forged {
        say(sentence);
    }
    let totals = &report.totals;
    say(&format!(
        "{} entries ({} imported, {} erased); {} signed checkpoints agree, the last vouches for {} entries.",
        totals.entries,
        totals.imported,
        totals.erased,
        totals.checkpoints_matched,
        totals.vouched_entries
    ));
    let is_whole = report.is_clean() && forged.is_empty();
    say(if is_whole { "The ledger is whole." } else { "The ledger does NOT verify." });
    Ok(is_whole)
}
