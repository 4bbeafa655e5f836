//! `gemba pack` and `gemba verify`: a file for auditors, made and checked.
use crate::{asked::owner, house, serve};
use anyhow::{Context, Result};
use gemba_cli::{
    args::PackAsk,
    terminal::{note, say},
};
use gemba_desk::{Desk, Refused};
use gemba_exchange::{ExchangeError, pack};
use gemba_ledger::Verifier;
use gemba_model::check::Period;
use gemba_pack::{Made, Outside, Report, Wanted};
use gemba_vocabulary::actor::Actor;
use std::{
    path::Path,
    process::ExitCode,
    sync::{Mutex, TryLockError},
};

/// The exit code when a pack is not whole.
const NOT_WHOLE: u8 = 1;
/// So many faults are told at the terminal; the JSON has all of them.
const FAULTS_MAX: usize = 50;

/// Makes a pack and writes it to a new file.
pub fn pack(ask: &PackAsk) -> Result<()> {
    let file = &ask.output;
    anyhow::ensure!(!file.exists(), "{} is there already; name a new file", file.display());
    let desk = house::open(&ask.place)?;
    let sample = ask.sample.as_deref().map(|number| audit(&desk, number)).transpose()?;
    let wanted = Wanted {
        reason: ask.reason.clone(),
        edition: ask.edition.clone(),
        period: period(ask.from.as_deref(), ask.until.as_deref())?,
        stage: ask.stage,
        audit: sample,
    };
    let made = pack::make(&desk, &owner(), &wanted, serve::PRINTER)?;
    std::fs::write(file, &made.bytes)
        .with_context(|| format!("cannot write {}", file.display()))?;
    say(&format!(
        "{}: {} requirements, {} of them not shown to be met; {} records and {} entries, bound to a ledger of {}.",
        made.number, made.requirements, made.gaps, made.records, made.entries, made.ledger_size
    ));
    say(&format!("{}  {}", made.digest, file.display()));
    if let Some(verifier) = desk.verifier() {
        note(&format!("Whoever checks it needs the key on another way than the pack: {verifier}"));
    }
    Ok(())
}

/// A pack takes the memory of all that it judges: one is made at a time, whoever asks.
static MAKING: Mutex<()> = Mutex::new(());

/// Makes a pack for the pages and the API.
pub fn make(desk: &Desk, actor: &Actor, wanted: &Wanted) -> Result<Made, Refused> {
    let _alone = match MAKING.try_lock() {
        Ok(alone) => alone,
        Err(TryLockError::Poisoned(alone)) => alone.into_inner(),
        Err(TryLockError::WouldBlock) => {
            let sentence =
                "A pack is being made, and one is made at a time. Try again in a minute.";
            return Err(Refused::Not(sentence.to_owned()));
        }
    };
    pack::make(desk, actor, wanted, serve::PRINTER).map_err(|error| match error {
        ExchangeError::Refused(refused) => refused,
        ExchangeError::Wrong(sentence) => Refused::Not(sentence),
        failed => Refused::Failed(failed.to_string()),
    })
}

fn audit(desk: &Desk, number: &str) -> Result<i64> {
    let found = desk.find_number(number).filter(|(kind, _)| kind == "audit").map(|(_, id)| id);
    found.or(number.parse().ok()).with_context(|| format!("“{number}” is no number of an audit"))
}

fn period(from: Option<&str>, until: Option<&str>) -> Result<Option<Period>> {
    let day = |text: &str| {
        text.parse().with_context(|| format!("“{text}” is no day, such as 2026-03-01"))
    };
    let Some((from, until)) = from.zip(until) else { return Ok(None) };
    Ok(Some(Period { from: day(from)?, until: day(until)? }))
}

/// Checks a pack and says what was found.
pub fn verify(
    file: &Path,
    verifier: Option<&str>,
    checkpoint: Option<&Path>,
    json: bool,
) -> Result<ExitCode> {
    let read = |path: &Path| {
        std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))
    };
    let bytes = read(file)?;
    let verifier = verifier.map(key).transpose()?;
    let checkpoint = checkpoint.map(read).transpose()?.map(String::from_utf8).transpose();
    let checkpoint = checkpoint.context("the checkpoint is not written in UTF-8")?;
    let outside = Outside { verifier: verifier.as_ref(), checkpoint: checkpoint.as_deref() };
    let report = gemba_pack::verify(&bytes, outside);
    if json {
        say(&serde_json::to_string_pretty(&report)?);
    } else {
        show(&report);
    }
    Ok(if report.is_whole() { ExitCode::SUCCESS } else { ExitCode::from(NOT_WHOLE) })
}

/// A key, or the first line of a file that holds one.
fn key(text: &str) -> Result<Verifier> {
    if let Ok(verifier) = text.parse() {
        return Ok(verifier);
    }
    let content = std::fs::read_to_string(text)
        .with_context(|| format!("“{text}” is neither a key nor a file that can be read"))?;
    let line = content.lines().next().unwrap_or_default();
    line.parse().with_context(|| format!("the first line of {text} is no key"))
}

fn show(report: &Report) {
    if let Some(about) = &report.about {
        let text = |field: &str| about.get(field).and_then(|value| value.as_str()).unwrap_or("-");
        say(&format!(
            "{}, {}: {} at {}",
            text("organization"),
            text("standard"),
            text("reason"),
            text("at")
        ));
    }
    for checked in &report.checked {
        say(&format!("{:>8}  {}", checked.count, checked.what));
    }
    for words in &report.notes {
        say(words);
    }
    for fault in report.faults.iter().take(FAULTS_MAX) {
        say(&fault.to_string());
    }
    let count = report.faults.len();
    if count > FAULTS_MAX {
        say(&format!("… and {} more.", count - FAULTS_MAX));
    }
    say(&if count == 0 {
        "OK: the pack holds what it says.".to_owned()
    } else {
        format!("NOT OK: {count} faults.")
    });
}
