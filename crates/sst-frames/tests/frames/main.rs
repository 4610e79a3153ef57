//! Parquet and Arrow in, tables out, and the counts a second time by polars: one program, for linking polars takes long.
#![allow(clippy::expect_used, reason = "a test says what it expected")]

mod arrow_files;
mod damaged_files;
mod exports;
mod fuzz_joins;
#[path = "../../../sst-ingest/tests/mutation/mod.rs"]
mod mutation;
mod same_results;
mod second_engine;
mod tidy_tables;
