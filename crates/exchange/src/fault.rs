//! What is wrong with a file, and with single lines of it.
use gemba_desk::Refused;
use gemba_model::check::EvidenceFault;
use serde::Serialize;
use std::fmt;

/// How far a long piece of work has come: how much is done, and of how much; 0 if nobody knows.
pub type Progress<'a> = &'a mut dyn FnMut(u64, u64);

/// One line of a file that was left out, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// The line in the file, counted from 1; the header counts.
    pub line: u64,
    /// What is wrong with it, in words that continue “Line 17 …”.
    pub sentence: String,
}

impl Fault {
    pub(crate) fn new(line: u64, sentence: impl Into<String>) -> Self {
        Self { line, sentence: sentence.into() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "line {} {}", self.line, self.sentence)
    }
}

/// The lines that were left out. Of a file that is wrong all over, the first ones are kept and all
/// are counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Faults {
    /// How many lines were left out.
    pub count: u64,
    /// The first of them, in the order of the file.
    pub first: Vec<Fault>,
}

const FAULTS_KEPT_MAX: usize = 10_000;

impl Faults {
    pub(crate) fn add(&mut self, fault: Fault) {
        self.count += 1;
        if self.first.len() < FAULTS_KEPT_MAX {
            self.first.push(fault);
        }
    }

    /// Tells each line that something became of, below a line that counts them.
    pub(crate) fn tell(&self, to: &mut fmt::Formatter<'_>, became: &str) -> fmt::Result {
        if self.count == 0 {
            return Ok(());
        }
        let noun = if self.count == 1 { "row" } else { "rows" };
        writeln!(to, "{} {noun} {became}:", self.count)?;
        for fault in &self.first {
            writeln!(to, "  {fault}")?;
        }
        Ok(())
    }

    pub(crate) fn sort(&mut self) {
        self.first.sort_by_key(|fault| fault.line);
    }
}

/// Why a whole file could not be brought in or taken out.
#[derive(Debug, thiserror::Error)]
pub enum ExchangeError {
    /// The file could not be read or written.
    #[error("The file could not be read or written: {0}.")]
    File(#[from] std::io::Error),
    /// The file, or the mapping for it, is not what it should be.
    #[error("{0}")]
    Wrong(String),
    /// The desk refused, for a reason that would hold for every line.
    #[error("{0}")]
    Refused(#[from] Refused),
    /// The store could not be read.
    #[error("{0}")]
    Evidence(#[from] EvidenceFault),
}

impl ExchangeError {
    pub(crate) fn wrong(sentence: impl Into<String>) -> Self {
        Self::Wrong(sentence.into())
    }
}

impl From<csv::Error> for ExchangeError {
    fn from(error: csv::Error) -> Self {
        match error.into_kind() {
            csv::ErrorKind::Io(error) => Self::File(error),
            other => Self::Wrong(format!("The file could not be written as CSV: {other:?}.")),
        }
    }
}

/// Whether a refusal concerns one line only, so that the others go on.
pub(crate) fn is_of_one_line(refused: &Refused) -> bool {
    !matches!(refused, Refused::Failed(_) | Refused::Forbidden(_))
}
