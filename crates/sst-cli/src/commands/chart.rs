//! `sst chart NAME FILE... -o x.svg`

use std::collections::BTreeSet;
use std::path::Path;
use std::process::ExitCode;

use sst_charts::{ChartError, ChartKind, ChartOptions, ChartRequest, Theme, Width};
use sst_core::results::ResultSet;
use sst_core::text::Catalogue;
use sst_ingest::mapping::did_you_mean;

use super::pool;
use crate::analysis::{Groupings, analyse, refuse_overwriting, warn_of_unused_rows};
use crate::arguments::{ChartArguments, ThemeName};
use crate::failure::Failure;
use crate::output::Output;
use crate::verdict;

pub(crate) fn run(arguments: &ChartArguments, output: &Output) -> Result<ExitCode, Failure> {
    let kind = kind(&arguments.name)?;
    let fail_on = verdict::fail_on(&arguments.source.fail_on)?;
    let is_png = arguments.output.as_deref().map_or(Ok(false), is_png)?;
    if let Some(path) = &arguments.output {
        refuse_overwriting(&arguments.source, path)?;
    }
    let catalogue = Catalogue::english();
    let group = arguments.by.clone().unwrap_or_else(|| "concern".to_owned());
    let by = match kind {
        ChartKind::Dots => vec![group.clone()],
        ChartKind::ChangeClasses | ChartKind::Missing => arguments.by.iter().cloned().collect(),
        kind if kind.needs_months() => vec!["month".to_owned()],
        _ => Vec::new(),
    };
    if matches!(kind, ChartKind::Dots | ChartKind::ChangeClasses | ChartKind::Missing) && group.contains(',') {
        return Err(Failure::wrong_use(
            format!("--by {group}: a picture compares the labels of one group"),
            Some("`sst rates` makes cross-tables".to_owned()),
        ));
    }
    if kind == ChartKind::Forest {
        return pool::forest(arguments, is_png, output);
    }
    let analysis = analyse(&arguments.source, &Groupings::OfChart(&by), false, &catalogue, output)?;
    let results = &analysis.results;
    let (measure, instrument) = (arguments.measure.clone(), arguments.instrument.clone());
    let request = ChartRequest { kind, measure, key: Some(group), instrument };
    let options = options(arguments.theme, arguments.narrow);
    if kind.is_of_a_questionnaire() && request.instrument.is_none() {
        say_which(results, output);
    }
    let chart = sst_charts::svg(results, &request, &options, &catalogue).map_err(|error| refused(&error))?;
    let Some(chart) = chart else {
        return Err(Failure::wrong_use(
            format!("there is nothing to draw for `{}`", kind.id()),
            Some(if kind.is_of_a_questionnaire() {
                "no questionnaire has scores before and after, or no rule of change is known for it: `sst change`"
                    .to_owned()
            } else {
                "the data have no answers to show, only one month, or nobody who did not answer".to_owned()
            }),
        ));
    };
    write(&chart.svg, arguments.output.as_deref(), is_png, output)?;
    warn_of_unused_rows(results, output);
    Ok(verdict::exit_code(&analysis, &fail_on, output))
}

/// How a picture is to look.
pub(super) fn options(theme: ThemeName, is_narrow: bool) -> ChartOptions {
    ChartOptions {
        theme: match theme {
            ThemeName::Light => Theme::Light,
            ThemeName::Dark => Theme::Dark,
        },
        width: if is_narrow { Width::Narrow } else { Width::Wide },
        id_prefix: "chart".to_owned(),
    }
}

/// Writes a picture to its file, or prints it.
pub(super) fn write(svg: &str, path: Option<&Path>, is_png: bool, output: &Output) -> Result<(), Failure> {
    match path {
        None => output.data(&format!("{svg}\n")),
        Some(path) if is_png => output.file(path, &render(svg)?),
        Some(path) => output.file(path, format!("{svg}\n").as_bytes()),
    }
}

/// Of several questionnaires the first with pairs of scores is drawn.
fn say_which(results: &ResultSet, output: &Output) {
    let wholes = results.results.iter().filter(|entry| entry.by.is_empty());
    let with_pairs = wholes.filter(|entry| entry.as_joint().is_some_and(|joint| joint.answered != Some(0)));
    let ids: Vec<&str> = with_pairs.filter_map(|entry| entry.instrument.as_deref()).collect();
    if let [first, others @ ..] = ids.as_slice()
        && !others.is_empty()
    {
        output.note(&format!("Drawn: {first}. For another: --instrument {}", others.join(", ")));
    }
}

#[cfg(feature = "png")]
fn render(svg: &str) -> Result<Vec<u8>, Failure> {
    sst_charts::png(svg).map_err(|error| refused(&error))
}

#[cfg(not(feature = "png"))]
fn render(_: &str) -> Result<Vec<u8>, Failure> {
    Err(Failure::wrong_use("this build of sst draws no PNG", Some("end the name in .svg".to_owned())))
}

fn kind(name: &str) -> Result<ChartKind, Failure> {
    name.parse().map_err(|()| {
        let names = ChartKind::ALL.map(ChartKind::id);
        let hint = match did_you_mean(name, names) {
            Some(meant) => format!("did you mean {meant}?"),
            None => format!("there are {}", names.join(", ")),
        };
        Failure::wrong_use(format!("there is no picture `{name}`"), Some(hint))
    })
}

fn is_png(path: &Path) -> Result<bool, Failure> {
    match path.extension().and_then(|end| end.to_str()) {
        Some("png") => Ok(true),
        Some("svg") => Ok(false),
        _ => Err(Failure::wrong_use(
            format!("{}: the format cannot be told from the name", path.display()),
            Some("end it in .svg or .png".to_owned()),
        )),
    }
}

fn refused(error: &ChartError) -> Failure {
    let hint = match error {
        ChartError::UnknownMeasure { wanted, known } => Some(meant(wanted, known, "the data have none to draw")),
        ChartError::UnknownGroup { wanted, known } => Some(meant(wanted, known, "the data have no groups to draw")),
        ChartError::UnknownInstrument { wanted, known } => {
            Some(meant(wanted, known, "the data have no questionnaire with scores before and after"))
        }
        ChartError::Rendering => None,
    };
    Failure::wrong_use(error.to_string(), hint)
}

/// What to write in place of a name that is not known.
fn meant(wanted: &str, known: &[String], when_none: &str) -> String {
    match did_you_mean(wanted, known.iter().map(String::as_str)) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None if known.is_empty() => when_none.to_owned(),
        None => {
            let known: BTreeSet<&str> = known.iter().map(String::as_str).collect();
            format!("there are {}", known.into_iter().collect::<Vec<_>>().join(", "))
        }
    }
}
