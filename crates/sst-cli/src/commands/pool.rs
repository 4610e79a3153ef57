//! `sst pool STUDIES.csv`, and `sst chart forest STUDIES.csv`

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use sst_charts::{ChartKind, ChartOptions, ChartRequest};
use sst_core::codes::Caveat;
use sst_core::pooling::{POOLED, PoolModel, PoolProvenance, PoolScale, Pooling, StudyNumbers, pooled_results};
use sst_core::results::{InputFile, ResultSet};
use sst_core::text::Catalogue;
use sst_ingest::source::read_all;
use sst_ingest::studies::{Studies, read_studies};

use super::chart;
use super::rates::MARK;
use crate::analysis::{estimation_of, refuse_writing_twice};
use crate::arguments::{ChartArguments, ModelName, PoolArguments, PoolFormat, ScaleName, UnitName};
use crate::failure::Failure;
use crate::input::{self, Opened};
use crate::output::Output;

/// What is asked of a table of studies.
struct Asked {
    model: ModelName,
    scale: Option<ScaleName>,
    level: f64,
    method: String,
    hash: bool,
}

/// What a file can be, by its name.
#[derive(Clone, Copy)]
enum Target {
    Picture { is_png: bool },
    Page,
    Text(PoolFormat),
}

pub(crate) fn run(arguments: &PoolArguments, output: &Output) -> Result<ExitCode, Failure> {
    refuse_writing_twice(arguments.output.iter())?;
    let targets = arguments.output.iter().map(|path| Ok((path, target(path)?))).collect::<Result<Vec<_>, Failure>>()?;
    refuse_overwriting(std::slice::from_ref(&arguments.file), &arguments.output)?;
    let catalogue = Catalogue::english();
    let asked = Asked {
        model: arguments.model,
        scale: arguments.scale,
        level: arguments.level,
        method: arguments.method.clone(),
        hash: arguments.hash,
    };
    let results = results(&arguments.file, &asked, &catalogue, output)?;
    let options = chart::options(arguments.theme, arguments.narrow);
    for (path, target) in &targets {
        match target {
            Target::Picture { is_png } => {
                chart::write(&forest_of(&results, &options, &catalogue)?, Some(path), *is_png, output)?;
            }
            Target::Page => {
                let page = sst_report::html(&results, &catalogue)
                    .map_err(|error| Failure::wrong_use(format!("a picture cannot be drawn: {error}"), None))?;
                output.file(path, page.as_bytes())?;
            }
            Target::Text(PoolFormat::Csv) => {
                output.file(path, format!("{MARK}{}", sst_report::pool_csv(&results)).as_bytes())?;
            }
            Target::Text(format) => output.file(path, printed(&results, *format, &catalogue).as_bytes())?,
        }
    }
    if targets.is_empty() || arguments.format.is_some() {
        output.data(&printed(&results, arguments.format.unwrap_or(PoolFormat::Table), &catalogue))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The forest plot as a picture among others.
pub(super) fn forest(arguments: &ChartArguments, is_png: bool, output: &Output) -> Result<ExitCode, Failure> {
    let source = &arguments.source;
    let [file] = source.files.as_slice() else {
        return Err(Failure::wrong_use("a forest plot is of one table of studies", None));
    };
    let asks = source.mapping.is_some()
        || source.sheet.is_some()
        || source.profile.is_some()
        || !source.scores.is_empty()
        || !source.follow_up.is_empty()
        || !source.columns.is_empty()
        || [source.as_of, source.from, source.to].iter().any(Option::is_some)
        || !source.selection.is_empty()
        || source.unit != UnitName::Session
        || arguments.measure.is_some()
        || arguments.by.is_some()
        || arguments.instrument.is_some();
    if asks {
        return Err(Failure::wrong_use(
            "a forest plot is of studies: it has no sessions to map, select or group",
            Some(
                "it takes --level, --method, --theme and --narrow; `sst pool` takes --model and --scale too".to_owned(),
            ),
        ));
    }
    let catalogue = Catalogue::english();
    let (level, method) = (source.level, source.method.clone());
    let asked = Asked { model: ModelName::Reml, scale: None, level, method, hash: false };
    let results = results(file, &asked, &catalogue, output)?;
    let svg = forest_of(&results, &chart::options(arguments.theme, arguments.narrow), &catalogue)?;
    chart::write(&svg, arguments.output.as_deref(), is_png, output)?;
    Ok(ExitCode::SUCCESS)
}

fn forest_of(results: &ResultSet, options: &ChartOptions, catalogue: &Catalogue) -> Result<String, Failure> {
    let request = ChartRequest { kind: ChartKind::Forest, measure: None, key: None, instrument: None };
    let drawn = sst_charts::svg(results, &request, options, catalogue)
        .map_err(|error| Failure::wrong_use(error.to_string(), None))?;
    drawn.map(|chart| chart.svg).ok_or_else(|| {
        let hint = "give a table of studies, or a results document that `sst pool` wrote".to_owned();
        Failure::wrong_use("there are no studies to draw", Some(hint))
    })
}

fn printed(results: &ResultSet, format: PoolFormat, catalogue: &Catalogue) -> String {
    match format {
        PoolFormat::Table => sst_report::pool_table(results, catalogue),
        PoolFormat::Json => results.to_json(),
        PoolFormat::Csv => sst_report::pool_csv(results),
        PoolFormat::Md => sst_report::pool_markdown(results, catalogue),
    }
}

fn target(path: &Path) -> Result<Target, Failure> {
    match path.extension().and_then(|end| end.to_str()) {
        Some("svg") => Ok(Target::Picture { is_png: false }),
        Some("png") => Ok(Target::Picture { is_png: true }),
        Some("html" | "htm") => Ok(Target::Page),
        Some("md") => Ok(Target::Text(PoolFormat::Md)),
        Some("json") => Ok(Target::Text(PoolFormat::Json)),
        Some("csv") => Ok(Target::Text(PoolFormat::Csv)),
        Some("txt") => Ok(Target::Text(PoolFormat::Table)),
        _ => Err(Failure::wrong_use(
            format!("{}: the format cannot be told from the name", path.display()),
            Some("end it in .svg, .png, .html, .md, .json, .csv or .txt".to_owned()),
        )),
    }
}

fn refuse_overwriting(inputs: &[PathBuf], outputs: &[PathBuf]) -> Result<(), Failure> {
    // By the file itself and not by its name: a link to an input is the input.
    let is_input = |output: &&PathBuf| inputs.iter().any(|file| same_file::is_same_file(file, output).unwrap_or(false));
    match outputs.iter().find(is_input) {
        None => Ok(()),
        Some(output) => Err(Failure::wrong_use(
            format!("{}: this file is an input and would be lost", output.display()),
            Some("choose another name for the output".to_owned()),
        )),
    }
}

/// Reads the studies and pools them; or reads a results document.
fn results(file: &Path, asked: &Asked, catalogue: &Catalogue, output: &Output) -> Result<ResultSet, Failure> {
    let estimation = estimation_of(asked.level, &asked.method)?;
    let opened = input::open_all(&[file.to_owned()], output)?;
    let [opened] = opened.as_slice() else {
        return Err(Failure::wrong_use(format!("{}: this holds several files", file.display()), None));
    };
    if let Some(results) = document(opened, asked)? {
        return Ok(results);
    }
    let Studies { file, studies, ignored } = read_studies(opened.input.as_ref(), input::tables())?;
    if !ignored.is_empty() {
        output.note(&format!("Columns that are not used: {}", ignored.join(", ")));
    }
    let has_counts = studies.iter().all(|study| matches!(study.numbers, StudyNumbers::Counts(_)));
    refuse_what_does_not_fit(asked, has_counts)?;
    let pooling = Pooling {
        model: match asked.model {
            ModelName::Reml => PoolModel::Reml,
            ModelName::BinomialNormal => PoolModel::BinomialNormal,
        },
        scale: match asked.scale {
            Some(ScaleName::Logit) => PoolScale::Logit,
            Some(ScaleName::Identity) | None => PoolScale::Identity,
        },
        level: estimation.level,
        method: estimation.method,
    };
    let sha256 = if asked.hash { Some(opened.sha256()?) } else { None };
    let input = InputFile { file, sha256, rows: studies.len() as u64 };
    let provenance = PoolProvenance { version: env!("CARGO_PKG_VERSION").to_owned(), input };
    let results = pooled_results(&studies, pooling, provenance, catalogue)
        .map_err(|error| Failure::wrong_use(format!("the studies cannot be pooled: {error}"), None))?;
    warn(&results, output);
    Ok(results)
}

fn refuse_what_does_not_fit(asked: &Asked, has_counts: bool) -> Result<(), Failure> {
    if has_counts && asked.scale.is_some() {
        return Err(Failure::wrong_use(
            "--scale says what estimates are, and these studies have counts: they are pooled as logits",
            Some("leave --scale away".to_owned()),
        ));
    }
    if !has_counts && asked.model == ModelName::BinomialNormal {
        return Err(Failure::wrong_use(
            "--model binomial-normal needs counts: study,events,n",
            Some("estimates with standard errors are pooled by --model reml".to_owned()),
        ));
    }
    if !has_counts && asked.method != "wilson" {
        return Err(Failure::wrong_use(
            format!("--method {} makes intervals from counts, and these studies have none", asked.method),
            Some("the interval of an estimate with a standard error is normal; leave --method away".to_owned()),
        ));
    }
    Ok(())
}

/// What must be known before the average is quoted.
fn warn(results: &ResultSet, output: &Output) {
    let pooled = results.results.iter().find(|entry| entry.measure == POOLED && entry.by.is_empty());
    for caveat in pooled.iter().flat_map(|entry| &entry.caveats) {
        if matches!(caveat.code, Caveat::DefinitionsDiffer | Caveat::StudiesAtEdge) {
            output.warning(&caveat.text);
        }
    }
}

/// A results document in place of a table, which is shown as it is.
fn document(opened: &Opened, asked: &Asked) -> Result<Option<ResultSet>, Failure> {
    let unreadable = |error: std::io::Error| Failure::file(&opened.path, "read", &error);
    let mut start = [0; 64];
    let filled = opened.input.read_at(0, &mut start).map_err(unreadable)?;
    let begins = String::from_utf8_lossy(&start[..filled]);
    if !begins.trim_start_matches('\u{feff}').trim_start().starts_with('{') {
        return Ok(None);
    }
    let name = opened.input.name();
    let asks =
        asked.model != ModelName::Reml || asked.scale.is_some() || asked.level != 0.95 || asked.method != "wilson";
    if asks {
        return Err(Failure::wrong_use(
            format!("{name}: a results document is shown as it is: its studies are pooled already"),
            Some("leave model, scale, level and method away, or give the table of studies".to_owned()),
        ));
    }
    let bytes = read_all(opened.input.as_ref()).map_err(unreadable)?;
    let text = String::from_utf8_lossy(&bytes);
    let results = ResultSet::from_json(text.trim_start_matches('\u{feff}'))
        .map_err(|error| Failure::unreadable(format!("{name}: {error}"), None))?;
    if sst_report::is_pooled(&results) {
        return Ok(Some(results));
    }
    let hint = "`sst report` shows documents of sessions".to_owned();
    Err(Failure::wrong_use(format!("{name}: this results document is not of studies"), Some(hint)))
}
