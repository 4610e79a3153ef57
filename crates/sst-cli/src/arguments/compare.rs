//! The arguments of `sst compare`.

use std::path::PathBuf;

use clap::Args;

use super::{RatesFormat, Source};

#[derive(Args)]
pub(crate) struct CompareArguments {
    #[command(flatten)]
    pub(crate) source: Source,
    /// Compare the labels of this group with one another: a column, month, quarter or year
    #[arg(long, value_name = "GROUP", conflicts_with = "period")]
    pub(crate) by: Option<String>,
    /// Compare this period: a month (2025-03), quarter (2025-Q3), year (2025), fiscal year (2025/26), day, or two of them with
    /// .. between
    #[arg(long, value_name = "PERIOD", requires = "against", conflicts_with_all = ["from", "to"])]
    pub(crate) period: Option<String>,
    /// With --period: the other period, or `previous` (as many months or days directly before), or `same-last-year`.
    /// With --by: the label that each other one is compared with
    #[arg(long, value_name = "PERIOD|LABEL")]
    pub(crate) against: Option<String>,
    /// Which measure; may repeat; without it, all that the data have
    #[arg(long, value_name = "ID")]
    pub(crate) measure: Vec<String>,
    /// The order of the labels of --by, as "Low,Medium,High": a trend along it is tested, as along months, quarters and years
    #[arg(long, value_name = "LABEL,LABEL", requires = "by")]
    pub(crate) ordered: Option<String>,
    /// Compare within the labels of this further group too, as concern (Cochran-Mantel-Haenszel)
    #[arg(long, value_name = "GROUP")]
    pub(crate) stratify: Option<String>,
    /// How intervals of differences are made: newcombe, which allows for clients who come back, or miettinen-nurminen
    #[arg(long, default_value = "newcombe", value_name = "METHOD")]
    pub(crate) difference_method: String,
    /// How the p values of one measure are adjusted for their number: holm, bonferroni, hommel, bh, by, none
    #[arg(long, default_value = "holm", value_name = "HOW")]
    pub(crate) adjust: String,
    /// How to print; without it by the name of -o, else a table
    #[arg(long, value_enum)]
    pub(crate) format: Option<RatesFormat>,
    /// Write to a file; a .csv begins with the mark that Excel needs
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Fill in the SHA-256 of the inputs
    #[arg(long)]
    pub(crate) hash: bool,
}

impl CompareArguments {
    /// Whether anything is asked that a results document cannot answer.
    pub(crate) fn asks_for_a_comparison(&self) -> bool {
        self.by.is_some() || self.period.is_some() || self.against.is_some() || self.stratify.is_some()
    }
}
