//! Opens an organization's house: its store, its key, its kinds and flows.
use anyhow::{Context, Result, bail};
use gemba_cli::Place;
use gemba_desk::{Desk, Flow, Setup};
use gemba_ledger::Signer;
use jiff::Timestamp;
use std::{
    fs::OpenOptions,
    io::Write,
    path::{Path, PathBuf},
    sync::Arc,
};

/// Opens the house with the machine's clock.
pub fn open(place: &Place) -> Result<Desk> {
    open_at(place, Timestamp::now)
}

/// Opens the house with another clock.
pub fn open_at(place: &Place, clock: fn() -> Timestamp) -> Result<Desk> {
    open_with(place, clock, gemba_flows::all())
}

/// Opens the house of the demo while its year is told.
pub fn open_for_a_tale(place: &Place, clock: fn() -> Timestamp) -> Result<Desk> {
    open_with(place, clock, gemba_flows::all_of_a_tale())
}

/// Opens a house that writes letters.
pub fn open_with_mail(place: &Place) -> Result<Desk> {
    open_with(place, Timestamp::now, gemba_flows::all_with_mail())
}

fn open_with(place: &Place, clock: fn() -> Timestamp, flows: Vec<Arc<dyn Flow>>) -> Result<Desk> {
    let key = key_path(place);
    let is_new_key = !key.exists();
    let desk = Desk::open(Setup {
        address: place.database.clone(),
        kinds: gemba_practices::KINDS,
        flows,
        signer: Some(signer(&key)?),
        clock,
    });
    let database = without_password(&place.database);
    let desk = desk.with_context(|| format!("cannot open {database}"))?;
    if is_new_key && !desk.checkpoints()?.is_empty() {
        // A ledger signed by one key today and by another tomorrow would look forged.
        std::fs::remove_file(&key)?;
        bail!(
            "The ledger of {database} is signed by a key, and there is none at {}. Name its file with --key. \
             If it is lost, make a new one: gemba ledger key",
            key.display()
        );
    }
    Ok(desk)
}

/// The same place, filled without waiting for the disk.
pub fn in_haste(place: &Place) -> Place {
    Place { database: Desk::address_in_haste(&place.database), key: Some(key_path(place)) }
}

/// Fills a new database from a backup.
pub fn restore(from: &Path, place: &Place, progress: &mut dyn FnMut(u64, u64)) -> Result<()> {
    Desk::restore(from, &place.database, gemba_practices::KINDS, progress)?;
    Ok(())
}

/// Where the key lies that signs the ledger's checkpoints.
pub fn key_path(place: &Place) -> PathBuf {
    if let Some(key) = &place.key {
        return key.clone();
    }
    place
        .database
        .strip_prefix("sqlite:")
        .map_or_else(|| PathBuf::from("gemba.key"), |path| PathBuf::from(format!("{path}.key")))
}

/// Reads the key, or makes one.
fn signer(path: &Path) -> Result<Signer> {
    if path.exists() {
        let text = std::fs::read_to_string(path)
            .with_context(|| format!("cannot read the key {}", path.display()))?;
        return Signer::from_secret_text(text.trim())
            .with_context(|| format!("{} is not a key of Gemba", path.display()));
    }
    make_key(path)
}

/// Makes a key that only this user can read, in a file that must be new.
pub fn make_key(path: &Path) -> Result<Signer> {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).map_err(|error| anyhow::anyhow!("no random bytes: {error}"))?;
    let mut name = [0; 6];
    getrandom::fill(&mut name).map_err(|error| anyhow::anyhow!("no random bytes: {error}"))?;
    let signer = Signer::from_seed(&format!("gemba/{}", hex::encode(name)), seed)?;
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file =
        options.open(path).with_context(|| format!("cannot make the key {}", path.display()))?;
    writeln!(file, "{}", signer.to_secret_text())?;
    file.sync_all()?;
    Ok(signer)
}

/// An address as it may be shown.
pub fn without_password(address: &str) -> String {
    match (address.find("://"), address.find('@')) {
        (Some(scheme), Some(at)) if scheme < at => {
            let (head, tail) = (address.get(..scheme + 3), address.get(at..));
            format!("{}…{}", head.unwrap_or_default(), tail.unwrap_or_default())
        }
        _ => address.to_owned(),
    }
}
