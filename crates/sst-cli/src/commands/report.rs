//! `sst report FILE... [-o report.html]`

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use sst_core::results::ResultSet;
use sst_core::text::Catalogue;

use crate::analysis::{Groupings, analyse, refuse_overwriting, refuse_writing_twice, warn_of_unused_rows};
use crate::arguments::ReportArguments;
use crate::failure::Failure;
use crate::output::Output;
use crate::verdict;

/// What a report can be.
#[derive(Clone, Copy)]
enum Format {
    Html,
    Markdown,
    Json,
    #[cfg(feature = "xlsx")]
    Xlsx,
}

pub(crate) fn run(arguments: &ReportArguments, output: &Output) -> Result<ExitCode, Failure> {
    let fail_on = verdict::fail_on(&arguments.source.fail_on)?;
    let default = [PathBuf::from("report.html")];
    let paths = if arguments.output.is_empty() { &default[..] } else { &arguments.output };
    refuse_writing_twice(paths.iter())?;
    let mut targets = Vec::new();
    for path in paths {
        refuse_overwriting(&arguments.source, path)?;
        targets.push((path, format(path)?));
    }
    let catalogue = Catalogue::english();
    let analysis = analyse(&arguments.source, &Groupings::OfReport, true, &catalogue, output)?;
    let results = &analysis.results;
    for (path, format) in targets {
        output.file(path, &render(results, path, format, &catalogue)?)?;
    }
    warn_of_unused_rows(results, output);
    Ok(verdict::exit_code(&analysis, &fail_on, output))
}

#[cfg_attr(not(feature = "xlsx"), allow(unused_variables, reason = "only a workbook's failure names its file"))]
fn render(results: &ResultSet, path: &Path, format: Format, catalogue: &Catalogue) -> Result<Vec<u8>, Failure> {
    match format {
        Format::Json => Ok(results.to_json().into_bytes()),
        Format::Markdown => Ok(sst_report::markdown(results, catalogue).into_bytes()),
        Format::Html => sst_report::html(results, catalogue)
            .map(String::into_bytes)
            .map_err(|error| Failure::wrong_use(format!("a picture cannot be drawn: {error}"), None)),
        #[cfg(feature = "xlsx")]
        Format::Xlsx => super::rates::workbook(path, &sst_report::Workbook::of_report(results), catalogue),
    }
}

fn format(path: &Path) -> Result<Format, Failure> {
    match path.extension().and_then(|end| end.to_str()) {
        Some("html" | "htm") => Ok(Format::Html),
        Some("md") => Ok(Format::Markdown),
        Some("json") => Ok(Format::Json),
        #[cfg(feature = "xlsx")]
        Some("xlsx") => Ok(Format::Xlsx),
        _ => Err(Failure::wrong_use(
            format!("{}: the format cannot be told from the name", path.display()),
            Some("end it in .html, .md, .xlsx or .json".to_owned()),
        )),
    }
}
