//! Parquet in, tidy tables out, and the second engine that checks the counts. The only crate that knows polars.
//!
//! A Parquet file is opened as rows of text ([`Parquet`]), so its cells meet the same parser as those of a CSV; and what
//! that parser understood comes out as a typed table ([`tidy`]), for R and Python and for tests that count it again.

mod guard;
mod pages;
mod parquet;
mod results;
mod tidy;
mod words;

pub use parquet::Parquet;
pub use results::write_estimates;
pub use tidy::{
    Codebook, KeyTooShort, Names, Naming, Origins, PseudonymKey, Tidy, TidyError, UsedRows, tidy, used_rows,
};
