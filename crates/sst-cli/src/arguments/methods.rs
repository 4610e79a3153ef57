//! `sst methods`

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Source;

#[derive(Args)]
pub(crate) struct MethodsArguments {
    #[command(flatten)]
    pub(crate) source: Source,
    /// How to print; without it by the name of -o, else Markdown
    #[arg(long, value_enum)]
    pub(crate) format: Option<MethodsFormat>,
    /// Write to a file, .md, .txt or .json
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum MethodsFormat {
    Md,
    Text,
    Json,
}
