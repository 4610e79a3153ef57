//! From cells to records and findings; rows read = records + excluded, always.

mod advice;
mod answers;
mod block;
mod cells;
mod choices;
mod each_row;
mod error;
mod export;
mod follow;
mod items;
mod join_keys;
mod keep;
mod made;
mod meaning;
mod open_file;
mod places;
mod raw_rows;
mod reading;
mod rejects;
mod repeats;
mod row;
mod scores;
mod short_text;
mod table;
mod tally;
mod texts;
mod threads;
mod whole;

pub use answers::AnswersReading;
pub use cells::date_in;
pub use error::{OpenError, ReadError};
pub use export::{Export, FileFacts, FileLayout, has_same_content, refuse_same_content};
pub use follow::Follows;
pub use join_keys::{JoinedKeys, NoJoinColumn, SessionKeys, column_date_format, columns_used, join_date_format};
pub use made::{MadeFrom, MadeTables, SessionTable};
pub use reading::{FindingReport, Place, Reading};
pub use rejects::Reject;
pub use scores::ScoresReading;
pub use threads::Threads;
pub use whole::{WantedColumns, WholeFile, WholeFiles, headers_of};

pub(crate) use cells::number_in;
pub(crate) use raw_rows::RawRows;
