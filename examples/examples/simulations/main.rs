//! How often the intervals hold the truth: the simulations behind docs/simulations.md.
//!
//! ```sh
//! cargo run -p sst-examples --example simulations -- --write
//! ```
//!
//! makes docs/simulations.csv and docs/simulations.md again, which takes some minutes in the dev profile and less with `--release`.
//! Without `--write` the rows go to standard output; `--replicates 500` is quick.

mod clients;
mod coverage;
mod page;
mod record;

use std::error::Error;
use std::io::{self, Write};
use std::path::Path;
use std::thread;

use clap::Parser;

use coverage::{REPLICATES, SEED, run, settings};

#[derive(Parser)]
struct Arguments {
    /// The seed; the recorded run has the default
    #[arg(long, default_value_t = SEED)]
    seed: u64,
    /// Replicates of each setting; the recorded run has the default
    #[arg(long, default_value_t = REPLICATES)]
    replicates: u64,
    /// Write docs/simulations.csv and docs/simulations.md; only with the seed and replicates of the recorded run
    #[arg(long)]
    write: bool,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    if arguments.write && (arguments.seed, arguments.replicates) != (SEED, REPLICATES) {
        return Err(
            "--write records the run with the default seed and replicates: leave --seed and --replicates away".into()
        );
    }
    let settings = settings();
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let size = settings.len().div_ceil(threads * 8);
    let rows = |part: &[coverage::Setting]| -> String {
        part.iter()
            .map(|setting| record::rows(*setting, &run(*setting, arguments.seed, arguments.replicates)))
            .collect()
    };
    // Each setting has its own streams: whoever draws it, the rows are the same.
    let parts: Vec<&[coverage::Setting]> = settings.chunks(size).collect();
    let mut found = vec![String::new(); parts.len()];
    for (parts, found) in parts.chunks(threads).zip(found.chunks_mut(threads)) {
        thread::scope(|scope| {
            for (part, found) in parts.iter().zip(found) {
                scope.spawn(|| *found = rows(part));
            }
        });
    }
    let csv = format!("{}\n{}", record::HEADER, found.concat());
    if arguments.write {
        let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs");
        std::fs::write(docs.join("simulations.csv"), &csv)?;
        std::fs::write(docs.join("simulations.md"), page::page(&csv))?;
    } else {
        io::stdout().lock().write_all(csv.as_bytes())?;
    }
    Ok(())
}
