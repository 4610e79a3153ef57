//! `sst check FILE... [--format table|json]`

use std::process::ExitCode;

use sst_core::text::Catalogue;

use crate::analysis::{Groupings, analyse};
use crate::arguments::{CheckArguments, CheckFormat};
use crate::failure::Failure;
use crate::output::Output;
use crate::verdict;

mod told;

pub(crate) fn run(arguments: &CheckArguments, output: &Output) -> Result<ExitCode, Failure> {
    let fail_on = verdict::fail_on(&arguments.source.fail_on)?;
    let catalogue = Catalogue::english();
    let analysis = analyse(&arguments.source, &Groupings::Asked(&[]), false, &catalogue, output)?;
    let Some(live) = &analysis.live else {
        return Err(Failure::wrong_use(
            "`sst check` looks at session exports, and this is a results document",
            Some("`sst report` and `sst rates` show what it says about its data".to_owned()),
        ));
    };
    let told = told::Told::new(&analysis.results, live, &catalogue);
    let text = match arguments.format {
        CheckFormat::Table => told.as_text(),
        CheckFormat::Json => told.as_json(),
    };
    output.data(&text)?;
    Ok(verdict::exit_code(&analysis.results, &fail_on, output))
}
