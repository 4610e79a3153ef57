//! Writes a synthetic session export to standard output.
//!
//! `cargo run -p sst-examples --example generate -- --sessions 1500 --seed 2025 --months 12 --dirty 0.02 > sessions.csv`

use std::{
    io::{self, Write},
    process::ExitCode,
};

use clap::{Parser, ValueEnum};
use jiff::civil::Date;
use sst_examples::{Defect, Layout, Plan};

/// Writes a synthetic session export to standard output; what is in it, to standard error.
#[derive(Debug, Parser)]
struct Arguments {
    /// How many sessions
    #[arg(long, default_value_t = 1500)]
    sessions: u64,
    /// Start of the random numbers: the same seed gives the same bytes
    #[arg(long, default_value_t = 2025)]
    seed: u64,
    /// First day
    #[arg(long, default_value = "2025-01-01")]
    start: Date,
    /// Months from the first day to the export
    #[arg(long, default_value_t = 12, value_parser = clap::value_parser!(u16).range(1..=120))]
    months: u16,
    /// Share of rows with a defect, 0 to 1
    #[arg(long, default_value_t = 0.0)]
    dirty: f64,
    /// How it is written
    #[arg(long, value_enum, default_value_t = Style::Full)]
    layout: Style,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Style {
    /// Every column of the record layout
    Full,
    /// Fifteen columns, every row clean: for measuring speed
    Bench,
    /// A French service's own layout: semicolons, Windows-1252, DD/MM/YYYY, other headers and labels
    Foreign,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever reads has read enough, as `head` does.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "cannot write the export: {error}");
            ExitCode::from(3)
        }
    }
}

fn run(arguments: &Arguments) -> io::Result<()> {
    let clean = match arguments.layout {
        Style::Full => Plan::new(arguments.sessions, arguments.seed),
        Style::Bench => Plan::bench(arguments.sessions, arguments.seed),
        Style::Foreign => Plan { layout: Layout::FOREIGN, ..Plan::new(arguments.sessions, arguments.seed) },
    };
    let plan = Plan {
        start: arguments.start,
        months: arguments.months,
        dirty_per_million: (arguments.dirty.clamp(0.0, 1.0) * 1e6).round() as u64,
        ..clean
    };
    let tally = plan.write(io::stdout().lock())?;

    let mut words = io::stderr().lock();
    let [attended, no_show, cancelled, booked] = tally.status;
    writeln!(words, "{} rows: {} sessions of {} clients", tally.rows, tally.sessions, tally.clients)?;
    writeln!(words, "attended {attended}, no-show {no_show}, cancelled {cancelled}, booked {booked}")?;
    for (name, asked) in [("helpful", tally.helpful), ("improved", tally.improved), ("enough", tally.enough)] {
        writeln!(
            words,
            "{name}: {} of {} answers; in truth {} of {attended}",
            asked.events, asked.answered, asked.truly
        )?;
    }
    for kind in Defect::ALL.into_iter().filter(|kind| tally.defect(*kind) > 0) {
        writeln!(words, "defect {kind:?}: {}", tally.defect(kind))?;
    }
    Ok(())
}
