//! All English that a reader sees, in one catalogue, and all numbers they see, formatted in one place.
//!
//! Texts are [Fluent](https://projectfluent.org) files in `sst-data`; another language is another folder there and
//! no code.

mod catalogue;
pub mod format;

pub use catalogue::{Arg, Catalogue};
