//! The program: configuration, wiring, signals. The only place that knows everything.
mod asked;
mod audits;
mod house;
mod import;
mod init;
mod kit;
mod ledger;
mod mail;
mod pack;
mod people;
mod readiness;
mod requirements;
mod serve;

use clap::Parser;
use gemba_cli::Args;
use std::process::ExitCode;

fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_env("GEMBA_LOG")
                .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn")),
        )
        .with_writer(std::io::stderr)
        .init();
    match asked::answer(Args::parse().ask) {
        Ok(code) => code,
        Err(error) => {
            gemba_cli::terminal::note(&format!("gemba: {error:#}"));
            ExitCode::FAILURE
        }
    }
}
