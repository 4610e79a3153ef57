//! Outcome measures of single-session therapy: from session records to rates that carry their denominators.
//!
//! ```text
//! Record -> Ledger -> close(as_of) -> Summary -> estimate -> protect -> ResultSet
//! ```
//!
//! Pure: no files, no clock, no environment, no threads.

pub mod benchmark;
pub mod change;
pub mod codes;
pub mod day;
pub mod definitions;
pub mod estimate;
pub mod instrument;
pub mod ledger;
pub mod measure;
pub mod planning;
pub mod pooling;
pub mod protect;
pub mod record;
pub mod results;
pub mod stats;
pub mod summary;
pub mod text;
pub mod workers;
