//! How often do the charts of a service in which nothing changes raise an alarm? The table of `docs/false-alarms.md`, made again.
//!
//! ```sh
//! cargo run -p sst-examples --example false_alarms > docs/false-alarms.csv
//! ```
//!
//! Two years of months with one true share; every set of rules on the chart it is made for. `--series N` draws fewer series, and so
//! other counts; the rates stay within their intervals.

use std::error::Error;
use std::io::{self, Write};

use clap::Parser;
use sst_core::stats::{
    ChartLimits, Level, QuietChart, QuietMonths, RuleSet, Screening, Share, StatsError, false_alarms, wilson,
};
use sst_examples::prng::Prng;

#[derive(Parser)]
struct Arguments {
    /// How many series are drawn for each row.
    #[arg(long, default_value_t = 20_000)]
    series: u64,
    /// The seed; each row draws the same months.
    #[arg(long, default_value_t = 20_261_124)]
    seed: u64,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    let mut out = io::stdout().lock();
    writeln!(out, "answers_a_month,share,chart,rules,months,series,seed,alarms,rate,low,high")?;
    for (answered, share) in SERVICES {
        let months = QuietMonths { answered: vec![answered; MONTHS], share };
        for (chart, rules) in CHARTS {
            let alarms = alarms(&months, chart, &rules, arguments.series, arguments.seed)?;
            let interval = wilson(alarms.events, alarms.answered, Level::DEFAULT)?;
            writeln!(
                out,
                "{answered},{share},{},{},{MONTHS},{},{},{},{:.4},{:.4},{:.4}",
                name(chart),
                rules.id,
                arguments.series,
                arguments.seed,
                alarms.events,
                alarms.estimate()?,
                interval.low,
                interval.high
            )?;
        }
    }
    Ok(())
}

const MONTHS: usize = 24;

/// Answers a month and the true share: the service of the published figures, a small one, and one near 100%.
const SERVICES: [(u64, f64); 3] = [(45, 0.78), (12, 0.78), (45, 0.95)];

const CHARTS: [(QuietChart, RuleSet); 11] = [
    (QuietChart::Shares(ChartLimits::Exact), RuleSet::LIMITS),
    (QuietChart::Shares(ChartLimits::Normal), RuleSet::LIMITS),
    (QuietChart::Laney(Screening::Once), RuleSet::LIMITS),
    (QuietChart::Laney(Screening::Off), RuleSet::LIMITS),
    (QuietChart::Run, RuleSet::ANHOEJ),
    (QuietChart::Shares(ChartLimits::Exact), RuleSet::ANHOEJ),
    (QuietChart::Shares(ChartLimits::Exact), RuleSet::ANHOEJ_AND_LIMITS),
    (QuietChart::Individuals(Screening::Once), RuleSet::LIMITS),
    (QuietChart::Individuals(Screening::Once), RuleSet::PLOT_THE_DOTS),
    (QuietChart::Individuals(Screening::Off), RuleSet::PLOT_THE_DOTS),
    (QuietChart::Shares(ChartLimits::Normal), RuleSet::WESTERN_ELECTRIC),
];

/// What the stream of the seed is for.
const PURPOSE: u64 = 6;

fn alarms(
    months: &QuietMonths,
    chart: QuietChart,
    rules: &RuleSet,
    series: u64,
    seed: u64,
) -> Result<Share, StatsError> {
    let mut prng = Prng::stream(seed, PURPOSE, 0);
    false_alarms(months, chart, rules, series, || prng.word())
}

const fn name(chart: QuietChart) -> &'static str {
    match chart {
        QuietChart::Shares(ChartLimits::Exact) => "p exact",
        QuietChart::Shares(ChartLimits::Normal) => "p normal",
        QuietChart::Laney(Screening::Once) => "p' screened",
        QuietChart::Laney(Screening::Off) => "p' unscreened",
        QuietChart::Individuals(Screening::Once) => "XmR screened",
        QuietChart::Individuals(Screening::Off) => "XmR unscreened",
        QuietChart::Run => "run",
    }
}
