//! Words on standard error, data on standard output, files where asked.

use std::io::{self, IsTerminal, Write};
use std::path::Path;

use anstream::AutoStream;
use anstyle::{AnsiColor, Style};

use crate::arguments::{Color, Words};
use crate::failure::Failure;

/// Where a run speaks.
pub(crate) struct Output {
    is_quiet: bool,
    choice: anstream::ColorChoice,
}

impl Output {
    pub(crate) fn new(words: &Words) -> Self {
        let choice = match words.color {
            Color::Always => anstream::ColorChoice::Always,
            Color::Never => anstream::ColorChoice::Never,
            Color::Auto => AutoStream::choice(&io::stderr()),
        };
        Self { is_quiet: words.quiet, choice }
    }

    /// Whether a progress bar may be drawn.
    pub(crate) fn shows_progress(&self) -> bool {
        !self.is_quiet && io::stderr().is_terminal()
    }

    pub(crate) fn failure(&self, failure: &Failure) {
        self.say("error", AnsiColor::Red, &failure.message);
        if let Some(hint) = &failure.hint {
            self.say("  hint", AnsiColor::Cyan, hint);
        }
    }

    pub(crate) fn warning(&self, text: &str) {
        if !self.is_quiet {
            self.say("warning", AnsiColor::Yellow, text);
        }
    }

    pub(crate) fn note(&self, text: &str) {
        if !self.is_quiet {
            self.line(&harmless(text));
        }
    }

    /// What is said even when quiet: why the exit code is 1.
    pub(crate) fn verdict(&self, text: &str) {
        self.say("failed", AnsiColor::Red, text);
    }

    fn say(&self, label: &str, color: AnsiColor, text: &str) {
        let style = Style::new().bold().fg_color(Some(color.into()));
        self.line(&format!("{style}{label}{style:#}: {}", harmless(text)));
    }

    fn line(&self, text: &str) {
        let mut stream = AutoStream::new(io::stderr(), self.choice);
        // Nobody is there to be told when standard error is closed.
        let _ = writeln!(stream, "{text}");
    }

    /// Puts data on standard output; a closed pipe is fine.
    #[allow(clippy::unused_self, reason = "everything a run says goes through its Output")]
    pub(crate) fn data(&self, text: &str) -> Result<(), Failure> {
        let mut stream = io::stdout().lock();
        match stream.write_all(text.as_bytes()).and_then(|()| stream.flush()) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                Err(Failure::file(Path::new("standard output"), "written", &error))
            }
            _ => Ok(()),
        }
    }

    /// Writes a file.
    pub(crate) fn file(&self, path: &Path, bytes: &[u8]) -> Result<(), Failure> {
        std::fs::write(path, bytes).map_err(|error| Failure::file(path, "written", &error))?;
        self.note(&format!("Wrote {}", path.display()));
        Ok(())
    }
}

/// Text that may hold a name out of a file: nothing in it moves the cursor, rings or colours.
fn harmless(text: &str) -> String {
    text.chars().map(|c| if c.is_control() && c != '\n' { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_name_cannot_speak_to_the_terminal() {
        assert_eq!(super::harmless("site=\u{1b}[31mNorth\r\u{9b}2J\ttwo\nlines"), "site= [31mNorth  2J two\nlines");
    }
}
