//! How answers and progress are shown at a terminal.
use indicatif::{ProgressBar, ProgressStyle};
use std::io::{self, Write};

/// Prints a line of an answer. A closed pipe (`gemba … | head`) is no fault.
pub fn say(text: &str) {
    let _ = writeln!(io::stdout(), "{text}");
}

/// Prints a line about the work, apart from the answer.
pub fn note(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
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
