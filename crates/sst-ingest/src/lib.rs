//! Reads session exports into typed records and findings, with places kept.
//!
//! A file is text in blocks ([`source`]), its header says which columns feed what ([`columns`], by the record layout and
//! the [`mapping`]), and each row becomes a record of the ledger, or is accounted for ([`read`]).

pub mod columns;
pub mod init;
pub mod mapping;
pub mod profile;
pub mod read;
pub mod source;
pub mod studies;
