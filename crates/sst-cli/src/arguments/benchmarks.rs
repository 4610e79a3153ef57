//! `sst benchmarks`

use std::path::PathBuf;

use clap::Args;

use super::ListFormat;

#[derive(Args)]
pub(crate) struct BenchmarksArguments {
    /// The figure's or claim's id; without it, all of them
    pub(crate) id: Option<String>,
    /// How to print
    #[arg(long, value_enum, default_value_t = ListFormat::Table)]
    pub(crate) format: ListFormat,
    /// Also those of this mapping file
    #[arg(long, short, value_name = "FILE")]
    pub(crate) mapping: Option<PathBuf>,
}
