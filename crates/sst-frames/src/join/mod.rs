//! Several files joined into one table of sessions, which then meets the same door as any file.
//!
//! Sessions are never multiplied or lost: each row of sessions stays one row, with at most one row of each joined file
//! beside it. Every row of a joined file is used or counted under a reason.

mod files;
pub(crate) mod matching;
pub(crate) mod table;

pub(crate) use files::in_file;
pub use files::{JoinAccount, JoinError, Joined, join_files};
