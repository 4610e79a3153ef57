//! What `sst plan` takes.

use clap::{ArgGroup, Args};

use super::ListFormat;

/// The goals that are tests, where a level of an interval and a small population mean nothing.
const TESTS: [&str; 3] = ["claim", "non_inferiority", "compare_periods"];

#[derive(Args)]
#[command(group = ArgGroup::new("goal").required(true).args(["precision", "claim", "non_inferiority", "compare_periods"]))]
pub(crate) struct PlanArguments {
    /// Answers for an interval of this half-width, as 0.05 for plus or minus 5 points; with --expect
    #[arg(long, value_name = "HALF-WIDTH")]
    pub(crate) precision: Option<f64>,
    /// Answers to tell a share from this claim, by the exact one-sided test; with --expect
    #[arg(long, value_name = "SHARE")]
    pub(crate) claim: Option<f64>,
    /// Answers to show that a share is not below another by the margin or more; with --margin and --expect
    #[arg(long, requires = "margin")]
    pub(crate) non_inferiority: bool,
    /// Answers on each side to tell two shares apart, as of two periods or sites; with --expect and --against
    #[arg(long, requires = "against")]
    pub(crate) compare_periods: bool,
    /// The share that is expected
    #[arg(long, value_name = "SHARE")]
    pub(crate) expect: f64,
    /// The share to compare with; of --non-inferiority the same as --expect unless given
    #[arg(long, value_name = "SHARE", conflicts_with_all = ["precision", "claim"])]
    pub(crate) against: Option<f64>,
    /// How much lower still counts as not worse
    #[arg(long, value_name = "POINTS", requires = "non_inferiority", conflicts_with_all = ["precision", "claim", "compare_periods"])]
    pub(crate) margin: Option<f64>,
    /// The chance that the test shows what is expected [default: 0.8]
    #[arg(long, value_name = "CHANCE", conflicts_with = "precision")]
    pub(crate) power: Option<f64>,
    /// The chance of a false alarm [default: 0.05; one-sided for --claim, two-sided for --compare-periods; 0.025, one-sided,
    /// for --non-inferiority]
    #[arg(long, value_name = "CHANCE", conflicts_with = "precision")]
    pub(crate) alpha: Option<f64>,
    /// The level of the interval [default: 0.95]
    #[arg(long, value_name = "LEVEL", requires = "precision", conflicts_with_all = TESTS)]
    pub(crate) level: Option<f64>,
    /// How many there are in all, where that is few: an audit of 300 clients
    #[arg(long, value_name = "N", requires = "precision", conflicts_with_all = TESTS, value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) population: Option<u64>,
    /// Answers on the other side for each on this one [default: 1]
    #[arg(long, value_name = "RATIO", requires = "compare_periods", conflicts_with_all = ["precision", "claim", "non_inferiority"])]
    pub(crate) ratio: Option<f64>,
    /// What so many answers would tell, beside how many are needed; of --compare-periods on the first side
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=10_000_000))]
    pub(crate) answers: Option<u64>,
    /// How much repeated clients widen the variance, as `design_effect` in the results; at least 1
    #[arg(long, value_name = "FACTOR")]
    pub(crate) design_effect: Option<f64>,
    /// The share of follow-ups that are answered: how many to send
    #[arg(long, value_name = "SHARE")]
    pub(crate) response_rate: Option<f64>,
    /// How sure it is to be that enough of them are answered [default: 0.9]
    #[arg(long, value_name = "CHANCE", requires = "response_rate")]
    pub(crate) assurance: Option<f64>,
    /// How to print
    #[arg(long, value_enum, default_value_t = ListFormat::Table)]
    pub(crate) format: ListFormat,
}
