//! The postman of a serving house: settings from options, environment and file, and the thread that goes the rounds.
use crate::serve::PRINTER;
use anyhow::{Context, Result};
use gemba_cli::args::MailPlace;
use gemba_desk::Desk;
use gemba_exchange::mail::{Postman, Settings};
use std::{thread, time::Duration};

const PASSWORD: &str = "GEMBA_SMTP_PASSWORD";
const ROUND_EVERY: Duration = Duration::from_secs(2);
/// What goes wrong at the house itself is tried again after this time.
const REST: Duration = Duration::from_secs(30);

/// The settings; nothing where the house sends no mail.
pub fn settings(place: &MailPlace) -> Result<Option<Settings>> {
    let Some(url) = place.smtp.clone() else { return Ok(None) };
    let from = place.mail_from.clone().context("name the sender with --mail-from")?;
    let password = match &place.smtp_password_file {
        Some(file) => {
            let text = std::fs::read_to_string(file)
                .with_context(|| format!("cannot read {}", file.display()))?;
            Some(text.trim_end_matches(['\r', '\n']).to_owned())
        }
        None => std::env::var(PASSWORD).ok(),
    };
    let pages = place.public_url.clone();
    Ok(Some(Settings { url, from, password, pages, printer: PRINTER }))
}

/// Starts the rounds; they end with the program. A letter that is under way then goes out again later.
pub fn start(desk: &Desk, settings: &Settings) -> Result<()> {
    let postman = Postman::new(desk, settings).map_err(anyhow::Error::msg)?;
    thread::Builder::new().name("gemba-postman".to_owned()).spawn(move || {
        loop {
            match postman.round() {
                Ok(round) => {
                    if round.not_taken > 0 {
                        tracing::warn!(
                            round.not_taken,
                            "letters were not taken by the mail server"
                        );
                    }
                    thread::sleep(ROUND_EVERY);
                }
                Err(error) => {
                    tracing::error!(%error, "letters could not be looked through");
                    thread::sleep(REST);
                }
            }
        }
    })?;
    Ok(())
}
