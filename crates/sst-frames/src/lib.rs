//! Parquet and Arrow in, tidy tables out, and the second engine that checks the counts. The only crate that knows polars.
//!
//! A Parquet or Arrow file is opened as rows of text ([`Frames`]), so its cells meet the same parser as those of a CSV; and what
//! that parser understood comes out as a typed table ([`tidy`]), for R and Python and for tests that count it again.

mod arrow;
mod blocks;
mod frames;
mod guard;
mod join;
mod pages;
mod parquet;
mod pmhc;
mod results;
mod tidy;
mod words;

pub use arrow::Arrow;
pub use frames::Frames;
pub use join::{JoinAccount, JoinError, Joined, join_files};
pub use parquet::Parquet;
pub use pmhc::{Became, Extract, PMHC_MDS_FIELDS, PMHC_MDS_MAPPING, is_part_of_pmhc_mds, is_pmhc_mds, read_pmhc_mds};
pub use results::write_estimates;
pub use tidy::{
    Codebook, KeyTooShort, Names, Naming, Origins, PseudonymKey, Tidy, TidyError, UsedRows, tidy, used_rows,
};
