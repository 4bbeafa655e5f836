//! How answers and progress are shown at a terminal.
use indicatif::{ProgressBar, ProgressStyle};
use std::io::{self, BufRead as _, IsTerminal as _, Write};

/// Prints a line of an answer. A closed pipe (`gemba … | head`) is no fault.
pub fn say(text: &str) {
    let _ = writeln!(io::stdout(), "{text}");
}

/// Prints a line about the work, apart from the answer.
pub fn note(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}

/// Whether somebody sits at the terminal who can be asked.
pub fn is_somebody_there() -> bool {
    io::stdin().is_terminal()
}

/// Asks a question; an empty answer means what is usual. Nothing where nobody answers any longer.
pub fn ask(question: &str, usual: &str) -> Option<String> {
    let hint = if usual.is_empty() { String::new() } else { format!(" [{usual}]") };
    let mut to = io::stderr();
    let _ = write!(to, "{question}{hint} ");
    let _ = to.flush();
    let mut line = String::new();
    let read = io::stdin().lock().read_line(&mut line).ok()?;
    if read == 0 {
        return None;
    }
    let answer = line.trim();
    Some(if answer.is_empty() { usual.to_owned() } else { answer.to_owned() })
}

/// A bar for long work; it shows itself only to a person.
pub struct Bar(ProgressBar);

impl Bar {
    /// Begins a bar that says what is done.
    pub fn new(what: &str) -> Self {
        let bar = ProgressBar::new(0);
        if let Ok(style) =
            ProgressStyle::with_template("{msg} {bar:32} {human_pos} of {human_len} {elapsed}")
        {
            bar.set_style(style);
        }
        bar.set_message(what.to_owned());
        Self(bar)
    }

    /// Shows how far the work is.
    pub fn at(&self, done: u64, total: u64) {
        self.0.set_length(total.max(done));
        self.0.set_position(done);
    }

    /// Takes the bar away.
    pub fn end(&self) {
        self.0.finish_and_clear();
    }
}
