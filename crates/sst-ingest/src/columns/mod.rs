//! Which columns of a file feed what: by the record layout's names, and by the mapping.

mod feeds;
mod formats;
mod headers;
mod known;
mod scores;

pub use feeds::{DateColumn, Feeds};
pub use formats::{CANDIDATE_FORMATS, formats_that_fit};

pub(crate) use feeds::{canonical_names, feeds_of};
pub(crate) use headers::{ColumnPlan, FilePlan, find_header, plan_file};
pub(crate) use known::{known_headers, known_headers_of_scores};
pub(crate) use scores::{CLIENT, DATE, MEASURE, NearLabels, SCORE, plan_scores};
