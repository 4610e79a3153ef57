//! Outcome measures of single-session therapy: from session records to rates that carry their denominators.
//!
//! Pure: no files, no clock, no environment, no threads.

pub mod codes;
pub mod results;
pub mod text;
