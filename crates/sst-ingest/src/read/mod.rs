//! From cells to records and findings; rows read = records + excluded, always.

mod block;
mod cells;
mod each_row;
mod error;
mod export;
mod items;
mod join_keys;
mod keep;
mod made;
mod meaning;
mod open_file;
mod places;
mod reading;
mod repeats;
mod row;
mod sample;
mod scores;
mod short_text;
mod table;
mod tally;
mod texts;
mod threads;
mod whole;

pub use cells::date_in;
pub use error::{OpenError, ReadError};
pub use export::{Export, FileFacts, FileLayout, refuse_same_content};
pub use join_keys::{JoinedKeys, NoJoinColumn, SessionKeys, columns_used};
pub use made::{MadeFrom, MadeTables, SessionTable};
pub use reading::{FindingReport, Place, Reading};
pub use sample::FileSample;
pub use scores::ScoresReading;
pub use threads::Threads;
pub use whole::WholeFile;
