//! A first draft of a mapping file, from what the files hold.
//!
//! A header is known by its whole name, or not at all (`aliases`, `questionnaires`); cells must fit what it says
//! (`fits`). What a person must decide is asked ([`Answers`]) or left as a comment; before or after, and which way a scale
//! runs, are never guessed. The draft names headers; of cells it holds only the labels of coded columns.

mod aliases;
mod dates;
mod days;
mod defaults;
mod draft;
mod fits;
mod labels;
mod look;
mod names;
mod proposal;
mod questionnaires;
mod questions;
mod roles;

pub use days::days_to_answer;
pub use look::{FileToLookAt, Look, MOST_ROWS, look};
pub use proposal::{Placed, Proposal, State, propose};
pub use questionnaires::Side;
pub use questions::{Answers, NobodyThere, Question, Subject};

pub(crate) use aliases::{canonical_of, canonical_of_all};

/// The column of the record layout that a header is known to be, by its whole name.
pub fn known_column(header: &str) -> Option<String> {
    canonical_of(header)
}
