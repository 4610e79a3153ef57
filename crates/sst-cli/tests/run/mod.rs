//! Running the command in a folder of its own, as every test of it does.
#![allow(dead_code, reason = "each test file uses what it needs")]

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// A folder with files, gone when the test is over.
pub(crate) struct Folder(tempfile::TempDir);

/// What a run of the command gave.
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
    words: String,
}

impl Folder {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    /// The same folder with one more file.
    pub(crate) fn with(self, name: &str, text: &str) -> Self {
        self.write(name, text);
        self
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path(name), text).expect("a file");
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.path(name).exists()
    }

    /// The command, to be changed before it runs.
    pub(crate) fn command(&self, words: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sst"));
        command.args(words.split_whitespace()).current_dir(self.0.path()).env_remove("NO_COLOR").stdin(Stdio::null());
        command
    }

    /// Runs `sst` with these words, which hold no spaces of their own.
    pub(crate) fn sst(&self, words: &str) -> Run {
        Run::of(self.command(words), None, words)
    }

    /// Runs `sst` with this text on standard input.
    pub(crate) fn sst_with_input(&self, words: &str, input: &str) -> Run {
        Run::of(self.command(words), Some(input), words)
    }

    /// Runs a command made by [`Folder::command`].
    pub(crate) fn run(command: Command, words: &str) -> Run {
        Run::of(command, None, words)
    }
}

impl Run {
    fn of(mut command: Command, input: Option<&str>, words: &str) -> Self {
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        if input.is_some() {
            command.stdin(Stdio::piped());
        }
        let mut child = command.spawn().expect("the command starts");
        if let Some(input) = input {
            let mut stream = child.stdin.take().expect("its standard input");
            stream.write_all(input.as_bytes()).expect("the command reads");
        }
        let output = child.wait_with_output().expect("the command ends");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        let (out, err) = (text(output.stdout), text(output.stderr));
        assert!(!err.contains("panicked"), "sst {words}: {err}");
        let code = output.status.code().unwrap_or_else(|| panic!("sst {words}: ended by a signal"));
        Self { code, out, err, words: format!("sst {words}") }
    }

    /// The run, when it ended with this code and said this on standard error.
    #[track_caller]
    pub(crate) fn expect(self, code: i32, said: &str) -> Self {
        assert_eq!(self.code, code, "{}\nsaid: {}", self.words, self.err);
        assert!(self.err.contains(said), "{}\nsaid: {}\nexpected: {said}", self.words, self.err);
        self
    }

    /// The run, when it ended with 0.
    #[track_caller]
    pub(crate) fn done(self) -> Self {
        self.expect(0, "")
    }
}
