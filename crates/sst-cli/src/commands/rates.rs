//! `sst rates FILE... [--by concern] [--format table|json|csv|md]`

use std::path::Path;
use std::process::ExitCode;

use sst_core::text::Catalogue;

use super::github;
use crate::analysis::{Groupings, analyse, refuse_overwriting, warn_of_unused_rows};
use crate::arguments::{RatesArguments, RatesFormat};
use crate::failure::Failure;
use crate::output::Output;
use crate::verdict;

/// Excel takes a CSV for UTF-8 only with this mark.
pub(crate) const MARK: &str = "\u{feff}";

pub(crate) fn run(arguments: &RatesArguments, output: &Output) -> Result<ExitCode, Failure> {
    let fail_on = verdict::fail_on(&arguments.source.fail_on)?;
    let format = format_of(arguments.printing.format, arguments.printing.output.as_deref())?;
    if let (RatesFormat::Github, Some(path)) = (format, &arguments.printing.output) {
        return Err(Failure::wrong_use(
            format!("-o {}: a job's annotations go to standard output", path.display()),
            Some("leave -o away; the summary goes to the file that GITHUB_STEP_SUMMARY names".to_owned()),
        ));
    }
    if let Some(path) = &arguments.printing.output {
        refuse_overwriting(&arguments.source, path)?;
    }
    let catalogue = Catalogue::english();
    let groupings = Groupings::Asked(&arguments.printing.by);
    let analysis = analyse(&arguments.source, &groupings, arguments.printing.hash, &catalogue, output)?;
    let results = &analysis.results;
    if format == RatesFormat::Github {
        github::tell(&analysis, &arguments.source, &catalogue, output)?;
        return Ok(verdict::exit_code(&analysis, &fail_on, output));
    }
    #[cfg(feature = "frames")]
    if let (RatesFormat::Parquet, Some(path)) = (format, &arguments.printing.output) {
        parquet(path, &sst_report::estimate_rows(results), output)?;
    }
    #[cfg(feature = "xlsx")]
    if let (RatesFormat::Xlsx, Some(path)) = (format, &arguments.printing.output) {
        output.file(path, &workbook(path, &sst_report::Workbook::of_rates(results), &catalogue)?)?;
    }
    let text = match format {
        #[cfg(feature = "frames")]
        RatesFormat::Parquet => String::new(),
        #[cfg(feature = "xlsx")]
        RatesFormat::Xlsx => String::new(),
        RatesFormat::Table => sst_report::table(results, &catalogue),
        RatesFormat::Json => results.to_json(),
        RatesFormat::Csv => sst_report::csv(results),
        RatesFormat::Md | RatesFormat::Github => sst_report::rates_markdown(results, &catalogue),
    };
    match &arguments.printing.output {
        None => output.data(&text)?,
        Some(_) if format.binary_name().is_some() => {}
        Some(path) if format == RatesFormat::Csv => output.file(path, format!("{MARK}{text}").as_bytes())?,
        Some(path) => output.file(path, text.as_bytes())?,
    }
    warn_of_unused_rows(results, output);
    Ok(verdict::exit_code(&analysis, &fail_on, output))
}

/// Writes estimates as Parquet.
#[cfg(feature = "frames")]
pub(super) fn parquet(path: &Path, rows: &[sst_core::results::EstimateRow], output: &Output) -> Result<(), Failure> {
    let mut bytes = Vec::new();
    sst_frames::write_estimates(rows, &mut bytes)
        .map_err(|error| Failure::unreadable(format!("{}: {error}", path.display()), None))?;
    output.file(path, &bytes)
}

/// A workbook of results.
#[cfg(feature = "xlsx")]
pub(super) fn workbook(
    path: &Path,
    workbook: &sst_report::Workbook<'_>,
    catalogue: &Catalogue,
) -> Result<Vec<u8>, Failure> {
    workbook.bytes(catalogue).map_err(|error| {
        let hint = "a .csv has room for any number of rows".to_owned();
        Failure::wrong_use(format!("{}: {error}", path.display()), Some(hint))
    })
}

/// How to print: as asked, else by the file's name, else a table.
pub(crate) fn format_of(asked: Option<RatesFormat>, output: Option<&Path>) -> Result<RatesFormat, Failure> {
    let by_name = |path: &Path| match path.extension().and_then(|end| end.to_str()) {
        Some("csv") => Ok(RatesFormat::Csv),
        Some("json") => Ok(RatesFormat::Json),
        Some("md") => Ok(RatesFormat::Md),
        #[cfg(feature = "frames")]
        Some("parquet") => Ok(RatesFormat::Parquet),
        #[cfg(feature = "xlsx")]
        Some("xlsx") => Ok(RatesFormat::Xlsx),
        Some("txt") => Ok(RatesFormat::Table),
        _ => Err(Failure::wrong_use(
            format!("{}: the format cannot be told from the name", path.display()),
            Some("end it in .csv, .parquet, .xlsx, .json, .md or .txt, or give --format".to_owned()),
        )),
    };
    match (asked, output) {
        (Some(format), output) => match format.binary_name().filter(|_| output.is_none()) {
            None => Ok(format),
            Some(name) => Err(Failure::wrong_use(
                format!("--format {name} needs a file"),
                Some(format!("give one, as -o results.{name}")),
            )),
        },
        (None, Some(path)) => by_name(path),
        (None, None) => Ok(RatesFormat::Table),
    }
}
