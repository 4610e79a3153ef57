//! What is wrong with a table of studies. Messages name files, headers and lines, never cells.

use std::fmt;

use crate::read::OpenError;

/// So many faults are told; the rest is counted.
const TOLD: usize = 20;

/// Why a table of studies cannot be pooled.
#[derive(Debug, thiserror::Error)]
pub enum StudiesError {
    /// The file cannot be read.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// A column that is needed is not there, or is there twice.
    #[error("{file}: {what}")]
    Columns {
        /// The file.
        file: String,
        /// Which.
        what: String,
        /// What may be meant.
        meant: Option<String>,
    },
    /// There is a header and nothing under it.
    #[error("{file}: there is no study under the header")]
    NoStudies {
        /// The file.
        file: String,
    },
    /// Rows that cannot be pooled.
    #[error("{}", told(file, faults))]
    Faults {
        /// The file.
        file: String,
        /// Each, in the order of the lines.
        faults: Vec<StudyFault>,
    },
}

impl StudiesError {
    /// What to do.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Open(error) => error.hint(),
            Self::Columns { meant: Some(meant), .. } => Some(meant.clone()),
            Self::Columns { .. } => Some(
                "the header is study,events,n or study,estimate,se, and year where it is known; case does not matter"
                    .to_owned(),
            ),
            Self::NoStudies { .. } => {
                Some("each study is a row: its name, how many said yes, how many answered".to_owned())
            }
            Self::Faults { .. } => None,
        }
    }

    /// Whether the file itself is at fault, and not what is in its header.
    pub fn is_unreadable(&self) -> bool {
        match self {
            Self::Open(error) => error.is_unreadable(),
            Self::Columns { .. } => false,
            Self::NoStudies { .. } | Self::Faults { .. } => true,
        }
    }
}

/// One fault, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StudyFault {
    /// The line, from 1.
    pub line: u64,
    /// The header of the column, where the fault is in one.
    pub column: Option<String>,
    /// What is wrong.
    pub problem: StudyProblem,
}

/// What is wrong with a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StudyProblem {
    /// Its cells cannot be told apart.
    Unreadable,
    /// The study has no name.
    NoName,
    /// Another line has a study of this name.
    SameName {
        /// That line.
        first: u64,
    },
    /// There is no number.
    Blank,
    /// No whole number from 0.
    NotWhole,
    /// A whole number, and too large to be a count of people.
    TooLarge,
    /// Nobody answered.
    NoAnswers,
    /// More events than answers.
    MoreEvents,
    /// No number.
    NotANumber,
    /// A standard error that is not above 0.
    BadError,
    /// No year.
    BadYear,
}

impl fmt::Display for StudyProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = match self {
            Self::Unreadable => "the cells of this row cannot be told apart: look at its quotes and delimiters",
            Self::NoName => "the study has no name",
            Self::SameName { first } => {
                return write!(
                    f,
                    "line {first} has a study of the same name; a study counts once: name two studies apart, as 2014a and 2014b"
                );
            }
            Self::Blank => "there is no number; leave out studies that do not report one",
            Self::NotWhole => "expected a whole number from 0, written in digits",
            Self::TooLarge => "expected a count of people, and this is more than 1,000,000,000",
            Self::NoAnswers => "nobody answered: with n = 0 there is nothing to pool",
            Self::MoreEvents => "more events than answers: events is how many of the n said yes",
            Self::NotANumber => "expected a number within 1,000,000 of 0, as 0.82",
            Self::BadError => "expected a standard error above 0 and at most 1,000,000",
            Self::BadYear => "expected a year from 1800 to 2200, in four digits",
        };
        f.write_str(words)
    }
}

fn told(file: &str, faults: &[StudyFault]) -> String {
    let mut lines: Vec<String> = faults
        .iter()
        .take(TOLD)
        .map(|fault| {
            let column = fault.column.as_ref().map(|header| format!(", column \"{header}\"")).unwrap_or_default();
            format!("line {}{column}: {}", fault.line, fault.problem)
        })
        .collect();
    if faults.len() > TOLD {
        lines.push(format!("and {} more", faults.len() - TOLD));
    }
    if let [only] = lines.as_slice() { format!("{file}: {only}") } else { format!("{file}:\n  {}", lines.join("\n  ")) }
}
