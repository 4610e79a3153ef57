//! `sst methods FILE... [--format md|text|json]`

use std::path::Path;
use std::process::ExitCode;

use sst_core::text::Catalogue;

use crate::analysis::{Groupings, analyse, refuse_overwriting, warn_of_unused_rows};
use crate::arguments::{MethodsArguments, MethodsFormat};
use crate::failure::Failure;
use crate::output::Output;
use crate::verdict;

pub(crate) fn run(arguments: &MethodsArguments, output: &Output) -> Result<ExitCode, Failure> {
    let fail_on = verdict::fail_on(&arguments.source.fail_on)?;
    let format = match (arguments.format, arguments.output.as_deref()) {
        (Some(format), _) => format,
        (None, Some(path)) => by_name(path)?,
        (None, None) => MethodsFormat::Md,
    };
    if let Some(path) = &arguments.output {
        refuse_overwriting(&arguments.source, path)?;
    }
    let catalogue = Catalogue::english();
    // The document of a report: its methods are those of the same groups, and its inputs have their hashes.
    let analysis = analyse(&arguments.source, &Groupings::OfReport, true, &catalogue, output)?;
    let methods = sst_report::methods(&analysis.results, &catalogue);
    let text = match format {
        MethodsFormat::Md => methods.to_markdown(),
        MethodsFormat::Text => methods.to_text(),
        MethodsFormat::Json => methods.to_json(),
    };
    match &arguments.output {
        None => output.data(&text)?,
        Some(path) => output.file(path, text.as_bytes())?,
    }
    warn_of_unused_rows(&analysis.results, output);
    Ok(verdict::exit_code(&analysis, &fail_on, output))
}

fn by_name(path: &Path) -> Result<MethodsFormat, Failure> {
    match path.extension().and_then(|end| end.to_str()) {
        Some("md") => Ok(MethodsFormat::Md),
        Some("txt") => Ok(MethodsFormat::Text),
        Some("json") => Ok(MethodsFormat::Json),
        _ => Err(Failure::wrong_use(
            format!("{}: the format cannot be told from the name", path.display()),
            Some("end it in .md, .txt or .json, or give --format".to_owned()),
        )),
    }
}
