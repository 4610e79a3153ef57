//! `sst`: from a session export to an honest report.

mod analysis;
mod arguments;
mod client_data;
mod commands;
mod expectation;
mod extract;
mod failure;
mod files;
mod input;
mod mapping_file;
mod opened;
mod output;
mod profile;
mod verdict;

use std::process::ExitCode;

use arguments::{Arguments, Verb};
use failure::Failure;
use output::Output;

fn main() -> ExitCode {
    let mut arguments = Arguments::read();
    let output = Output::new(&arguments.words);
    match expand(&mut arguments, &output).and_then(|()| run(&arguments, &output)) {
        Ok(code) => code,
        Err(failure) => {
            output.failure(&failure);
            failure.exit_code()
        }
    }
}

/// Puts the files in place of the folders and patterns that stand for them.
fn expand(arguments: &mut Arguments, output: &Output) -> Result<(), Failure> {
    for words in arguments.verb.files_mut() {
        *words = files::expand(words, output)?;
    }
    Ok(())
}

fn run(arguments: &Arguments, output: &Output) -> Result<ExitCode, Failure> {
    match &arguments.verb {
        Verb::Report(report) => commands::report::run(report, output),
        Verb::Rates(rates) => commands::rates::run(rates, output),
        Verb::Change(change) => commands::change::run(change, output),
        Verb::Compare(compare) => commands::compare::run(compare, output),
        #[cfg(feature = "frames")]
        Verb::Tidy(tidy) => commands::tidy::run(tidy, output),
        Verb::Check(check) => commands::check::run(check, output),
        Verb::Init(init) => commands::init::run(init, output),
        Verb::Chart(chart) => commands::chart::run(chart, output),
        Verb::Pool(pool) => commands::pool::run(pool, output),
        Verb::Plan(plan) => commands::plan::run(plan, output),
        Verb::Methods(methods) => commands::methods::run(methods, output),
        Verb::Instruments(instruments) => commands::instruments::run(instruments, output),
        Verb::Benchmarks(benchmarks) => commands::benchmarks::run(benchmarks, output),
        Verb::Profiles(profiles) => commands::profiles::run(profiles, output),
        Verb::Explain(explain) => commands::explain::run(explain, output),
        Verb::Schema => commands::schema::run(output),
        Verb::Completions(completions) => commands::completions::run(completions, output),
        Verb::Man => commands::man::run(output),
    }
}
