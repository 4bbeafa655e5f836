//! What can be asked about audits and for auditors.
use super::Place;
use clap::{Args as ClapArgs, Subcommand};
use std::path::PathBuf;

/// What a pack for auditors is to be about.
#[derive(Clone, Debug, ClapArgs)]
pub struct PackAsk {
    /// The edition of ISO/IEC 20000-1.
    #[arg(long, default_value = "2018")]
    pub edition: String,
    /// The first day looked at; without both days all of them.
    #[arg(long, value_name = "DAY", requires = "until")]
    pub from: Option<String>,
    /// The day after the last looked at.
    #[arg(long, value_name = "DAY", requires = "from")]
    pub until: Option<String>,
    /// The stage of a certification audit, 1 or 2; without it both.
    #[arg(long, value_name = "STAGE")]
    pub stage: Option<u8>,
    /// The audit whose samples are in it, such as AUD-000003; without it those of every audit.
    #[arg(long, value_name = "NUMBER")]
    pub sample: Option<String>,
    /// What it is made for; it stands on the pack and on its record.
    #[arg(long, value_name = "WORDS", default_value = "Made at the command line")]
    pub reason: String,
    /// The new file.
    #[arg(long, short, value_name = "FILE")]
    pub output: PathBuf,
    /// The store and its key.
    #[command(flatten)]
    pub place: Place,
}

/// What to do about audits.
#[derive(Debug, Subcommand)]
pub enum AuditAsk {
    /// Show the samples of an audit; with --again, draw each of them once more and compare.
    Sample {
        /// The number of the audit, such as AUD-000003.
        audit: String,
        /// Draw them again, and end with 1 unless the same records come.
        #[arg(long)]
        again: bool,
        /// Print it as JSON.
        #[arg(long)]
        json: bool,
        /// The store and its key.
        #[command(flatten)]
        place: Place,
    },
}
