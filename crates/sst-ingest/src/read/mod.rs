//! From cells to records and findings; rows read = records + excluded, always.

mod block;
mod cells;
mod error;
mod export;
mod meaning;
mod reading;
mod row;
mod short_text;
mod tally;
mod threads;

pub use cells::date_in;
pub use error::{OpenError, ReadError};
pub use export::{Export, FileFacts, FileSample};
pub use reading::{FindingReport, Place, Reading};
