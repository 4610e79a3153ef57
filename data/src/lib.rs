//! Everything of `sst` that is data and not code, as files, embedded: texts, instruments, aliases, fonts, samples.

pub mod texts;

/// The JSON Schema of the results document.
pub const RESULTS_SCHEMA: &str = include_str!("../schema/sst-results-1.schema.json");

/// The questionnaires that ship, one TOML file each.
pub const INSTRUMENTS: &[&str] = &[];
