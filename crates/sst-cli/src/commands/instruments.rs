//! `sst instruments`

use std::fmt::Write;
use std::process::ExitCode;

use sst_core::instrument::{Better, Instrument};

use crate::failure::Failure;
use crate::output::Output;

pub(crate) fn run(output: &Output) -> Result<ExitCode, Failure> {
    let mut text =
        format!("{:10} {:12} {:>6} {:>6} {:>6}  {:8} {}\n", "id", "name", "min", "max", "unit", "better", "columns");
    for instrument in Instrument::built_in() {
        let better = match instrument.better {
            Better::Lower => "lower",
            Better::Higher => "higher",
        };
        let Instrument { id, name, min, max, unit, .. } = &instrument;
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{id:10} {name:12} {min:>6} {max:>6} {unit:>6}  {better:8} {id}_pre, {id}_post");
    }
    text += "\nAnother one: [[instrument]] in sst.toml, with id, min, max, unit and better.\n";
    output.data(&text)?;
    Ok(ExitCode::SUCCESS)
}
