//! Why a run ends without its result, and with which exit code.

use std::path::Path;
use std::process::ExitCode;

use sst_ingest::read::{OpenError, ReadError};
use sst_ingest::studies::StudiesError;

/// Why a run ends without its result.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) message: String,
    pub(crate) hint: Option<String>,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Wrong use or mapping: 2.
    Use,
    /// A file cannot be read or written: 3.
    File,
}

impl Failure {
    /// What was asked cannot be done.
    pub(crate) fn wrong_use(message: impl Into<String>, hint: Option<String>) -> Self {
        Self { message: message.into(), hint, kind: Kind::Use }
    }

    /// A file cannot be read or written.
    pub(crate) fn file(path: &Path, what: &str, error: &std::io::Error) -> Self {
        let hint = match error.kind() {
            std::io::ErrorKind::NotFound if what == "read" => Some("is the name right, and the folder?".to_owned()),
            std::io::ErrorKind::NotFound => Some("the folder must exist".to_owned()),
            _ => None,
        };
        Self { message: format!("{}: cannot be {what}: {error}", path.display()), hint, kind: Kind::File }
    }

    pub(crate) fn unreadable(message: impl Into<String>, hint: Option<String>) -> Self {
        Self { message: message.into(), hint, kind: Kind::File }
    }

    pub(crate) fn exit_code(&self) -> ExitCode {
        ExitCode::from(match self.kind {
            Kind::Use => 2,
            Kind::File => 3,
        })
    }
}

impl From<OpenError> for Failure {
    fn from(error: OpenError) -> Self {
        let kind = if error.is_unreadable() { Kind::File } else { Kind::Use };
        Self { message: error.to_string(), hint: error.hint(), kind }
    }
}

impl From<StudiesError> for Failure {
    fn from(error: StudiesError) -> Self {
        let kind = if error.is_unreadable() { Kind::File } else { Kind::Use };
        Self { message: error.to_string(), hint: error.hint(), kind }
    }
}

#[cfg(feature = "frames")]
impl From<sst_frames::JoinError> for Failure {
    fn from(error: sst_frames::JoinError) -> Self {
        let kind = if error.is_unreadable() { Kind::File } else { Kind::Use };
        Self { message: error.to_string(), hint: error.hint(), kind }
    }
}

impl From<ReadError> for Failure {
    fn from(error: ReadError) -> Self {
        let kind = if error.is_unreadable() { Kind::File } else { Kind::Use };
        Self { message: error.to_string(), hint: error.hint(), kind }
    }
}
