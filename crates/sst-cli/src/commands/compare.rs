//! `sst compare FILE... --by site`, `--period 2025-07..2025-12 --against previous`

use std::process::ExitCode;

use sst_core::estimate::{Compared, Comparing, GroupOrder, MOST_GROUPS_IN_PAIRS, compare};
use sst_core::results::{By, Payload, ResultEntry, ResultSet};
use sst_core::text::{Catalogue, format};
use sst_ingest::mapping::did_you_mean;

#[cfg(feature = "xlsx")]
use super::rates::workbook;
use super::rates::{MARK, format_of};
use crate::analysis::{Analysis, Groupings, analyse, comparing, estimation, refuse_overwriting, warn_of_unused_rows};
use crate::arguments::{CompareArguments, RatesFormat};
use crate::failure::Failure;
use crate::output::Output;
use crate::verdict;

pub(crate) fn run(arguments: &CompareArguments, output: &Output) -> Result<ExitCode, Failure> {
    let fail_on = verdict::fail_on(&arguments.source.fail_on)?;
    let format = format_of(arguments.format, arguments.output.as_deref())?;
    refuse_other_formats(format)?;
    if let Some(path) = &arguments.output {
        refuse_overwriting(&arguments.source, path)?;
    }
    let catalogue = Catalogue::english();
    let groupings = Groupings::Compared(arguments);
    let mut analysis = analyse(&arguments.source, &groupings, arguments.hash, &catalogue, output)?;
    if analysis.live.is_some() {
        add_comparisons(arguments, &mut analysis, &catalogue, output)?;
    }
    keep_compared(&mut analysis.results);
    if !analysis.results.results.iter().any(compares) {
        output.warning("there is nothing to compare: no measure has answers in two groups or periods");
    }
    let results = &analysis.results;
    #[cfg(feature = "xlsx")]
    if let (RatesFormat::Xlsx, Some(path)) = (format, &arguments.output) {
        output.file(path, &workbook(path, &sst_report::Workbook::of_comparisons(results), &catalogue)?)?;
    }
    let text = match format {
        _ if format.binary_name().is_some() => String::new(),
        RatesFormat::Json => results.to_json(),
        RatesFormat::Csv => sst_report::compare_csv(results),
        RatesFormat::Md => sst_report::compare_markdown(results, &catalogue),
        _ => sst_report::compare_table(results, &catalogue),
    };
    match &arguments.output {
        None => output.data(&text)?,
        Some(_) if format.binary_name().is_some() => {}
        Some(path) if format == RatesFormat::Csv => output.file(path, format!("{MARK}{text}").as_bytes())?,
        Some(path) => output.file(path, text.as_bytes())?,
    }
    warn_of_unused_rows(results, output);
    Ok(verdict::exit_code(&analysis, &fail_on, output))
}

/// A comparison has no annotations, and no row of the table of estimates.
fn refuse_other_formats(format: RatesFormat) -> Result<(), Failure> {
    let is_other = match format {
        #[cfg(feature = "frames")]
        RatesFormat::Parquet => true,
        format => format == RatesFormat::Github,
    };
    let hint = || Some("give --format table, json, csv or md, or -o FILE.xlsx".to_owned());
    if is_other {
        Err(Failure::wrong_use("a comparison is written as a table, JSON, CSV, Markdown or a workbook", hint()))
    } else {
        Ok(())
    }
}

fn add_comparisons(
    arguments: &CompareArguments,
    analysis: &mut Analysis,
    catalogue: &Catalogue,
    output: &Output,
) -> Result<(), Failure> {
    let Analysis { results, live: Some(live), .. } = analysis else { return Ok(()) };
    let plan = comparing(arguments, &live.definitions)?;
    tell_of_groups(&plan, results, output)?;
    tell_of_periods(&plan, results, output);
    compare(results, &live.closed, &live.definitions, &plan, estimation(&arguments.source)?, catalogue)
        .map_err(|error| Failure::wrong_use(format!("a difference cannot be computed: {error}"), None))
}

/// Refuses labels that no session has, and says what is not compared.
fn tell_of_groups(plan: &Comparing, results: &ResultSet, output: &Output) -> Result<(), Failure> {
    let Compared::Groups { key, against, order } = &plan.compared else { return Ok(()) };
    let sessions = |entry: &ResultEntry| {
        (entry.measure == "sessions" && entry.by.len() == 1)
            .then(|| Some((entry.by.get(key)?.clone(), entry.as_count())))
    };
    let groups: Vec<(Option<String>, Option<u64>)> =
        results.results.iter().filter_map(|entry| sessions(entry)?).collect();
    let known: Vec<&str> = groups.iter().filter_map(|(label, _)| label.as_deref()).collect();
    let ordered: &[String] = if let GroupOrder::As(labels) = order { labels } else { &[] };
    let asked =
        against.iter().map(|label| ("--against", label)).chain(ordered.iter().map(|label| ("--ordered", label)));
    for (flag, label) in asked {
        if !known.contains(&label.as_str()) {
            let hint = match did_you_mean(label, known.iter().copied()) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("there are {}", known.join(", ")),
            };
            return Err(Failure::wrong_use(format!("{flag} {label}: no session has it as its {key}"), Some(hint)));
        }
    }
    if let Some(label) = ordered.iter().enumerate().find_map(|(i, one)| ordered[..i].contains(one).then_some(one)) {
        let hint = Some("a label stands once in an order".to_owned());
        return Err(Failure::wrong_use(format!("--ordered {label}: it is named twice"), hint));
    }
    if let Some(label) = against.as_ref().filter(|label| !ordered.is_empty() && !ordered.contains(label)) {
        return Err(Failure::wrong_use(format!("--against {label}: it is not among the labels of --ordered"), None));
    }
    let left_out = known.iter().filter(|label| !ordered.is_empty() && !ordered.iter().any(|one| one == *label)).count();
    if left_out > 0 {
        let labels = if left_out == 1 { "label of" } else { "labels of" };
        output.warning(&format!("{left_out} {labels} {key} not named in --ordered: not compared"));
    }
    if let Some((_, Some(sessions))) = groups.iter().find(|(label, sessions)| label.is_none() && *sessions != Some(0)) {
        let sessions = format::count(*sessions);
        output.warning(&format!("sessions without {key}: {sessions}, not compared"));
    }
    let groups = known.len() - left_out;
    if against.is_none() && groups > MOST_GROUPS_IN_PAIRS {
        output.warning(&format!(
            "{groups} groups would make {} pairs: only the tests of all of them are shown. --against LABEL compares each \
             with one, --where {key}=LABEL (repeated) picks some",
            groups * (groups - 1) / 2
        ));
    }
    Ok(())
}

/// Says which period has no session.
fn tell_of_periods(plan: &Comparing, results: &ResultSet, output: &Output) {
    let Compared::Periods { period, against } = &plan.compared else { return };
    for one in [period, against] {
        let by = By::from([("period".to_owned(), Some(one.label.clone()))]);
        if !results.results.iter().any(|entry| entry.by == by) {
            output.warning(&format!("no session lies in {}", one.label));
        }
    }
}

fn compares(entry: &ResultEntry) -> bool {
    matches!(entry.payload, Payload::Comparison(_) | Payload::Test(_))
}

/// Leaves the comparisons, and the shares of the measures that are compared.
fn keep_compared(results: &mut ResultSet) {
    let compared: Vec<(String, Option<String>)> = results
        .results
        .iter()
        .filter(|entry| compares(entry))
        .map(|entry| (entry.measure.clone(), entry.instrument.clone()))
        .collect();
    results.results.retain(|entry| {
        let is_of_one = || compared.iter().any(|(measure, of)| *measure == entry.measure && *of == entry.instrument);
        compares(entry) || (entry.as_proportion().is_some() && is_of_one())
    });
}
