//! What `sst pool` takes.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::ThemeName;

#[derive(Args)]
pub(crate) struct PoolArguments {
    /// A table with a row for each study: study,events,n or study,estimate,se, and year where it is known. CSV, a workbook, or
    /// `-` for standard input. Or a results document of `sst pool`
    #[arg(value_name = "STUDIES")]
    pub(crate) file: PathBuf,
    /// The model: reml (random effects on the logit scale, Knapp-Hartung interval), or binomial-normal (counts as they are, for
    /// studies at 0% or 100%)
    #[arg(long, value_enum, default_value_t = ModelName::Reml)]
    pub(crate) model: ModelName,
    /// What estimates are, where studies have no counts: identity (pooled and shown as they are) or logit (log-odds, shown as
    /// shares) [default: identity]
    #[arg(long, value_enum)]
    pub(crate) scale: Option<ScaleName>,
    /// The confidence level, as 0.95
    #[arg(long, default_value = "0.95")]
    pub(crate) level: f64,
    /// How the interval of each study is made: wilson, clopper-pearson, jeffreys, agresti-coull
    #[arg(long, default_value = "wilson")]
    pub(crate) method: String,
    /// How to print
    #[arg(long, value_enum)]
    pub(crate) format: Option<PoolFormat>,
    /// Where to write; .svg or .png (the forest plot), .html, .md, .json, .csv or .txt by the name; may repeat
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Vec<PathBuf>,
    /// The forest plot light or dark
    #[arg(long, value_enum, default_value_t = ThemeName::Light)]
    pub(crate) theme: ThemeName,
    /// The forest plot narrow, for phones
    #[arg(long)]
    pub(crate) narrow: bool,
    /// Fill in the SHA-256 of the table
    #[arg(long)]
    pub(crate) hash: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ModelName {
    Reml,
    #[value(alias = "binomial_normal")]
    BinomialNormal,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ScaleName {
    Identity,
    Logit,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PoolFormat {
    Table,
    Json,
    Csv,
    Md,
}
