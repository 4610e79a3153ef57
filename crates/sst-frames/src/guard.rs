//! A panic of a reader of polars becomes an error.

pub(crate) use sst_ingest::source::{Panicked, guarded};
