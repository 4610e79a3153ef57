//! Everything of `sst` that is data and not code, as files, embedded: texts, instruments, aliases, fonts, samples.

pub mod fonts;
pub mod texts;

/// The JSON Schema of the results document.
pub const RESULTS_SCHEMA: &str = include_str!("../schema/sst-results-1.schema.json");

/// The questionnaires that ship, one TOML file each.
pub const INSTRUMENTS: &[&str] = &[
    include_str!("../instruments/phq9.toml"),
    include_str!("../instruments/gad7.toml"),
    include_str!("../instruments/ors.toml"),
];

/// Headers that services' systems write, by canonical column.
pub const ALIASES: &str = include_str!("../aliases/aliases.toml");

/// The sample export of the README.
pub const SAMPLE_SESSIONS: &str = include_str!("../samples/sessions.csv");
