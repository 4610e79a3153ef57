//! `sst schema`

use std::process::ExitCode;

use crate::failure::Failure;
use crate::output::Output;

pub(crate) fn run(output: &Output) -> Result<ExitCode, Failure> {
    output.data(sst_core::results::json_schema())?;
    Ok(ExitCode::SUCCESS)
}
