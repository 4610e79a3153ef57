//! `sst change FILE... [--by concern] [--criterion jacobson-truax] [--sensitivity] [--per-client out.client-data.csv]`

mod per_client;

use std::process::ExitCode;

use sst_core::change::{ChangeRule, RuleSet};
use sst_core::results::ResultSet;
use sst_core::text::Catalogue;
use sst_ingest::mapping::{Mapping, did_you_mean};

use super::rates::{MARK, format_of};
use crate::analysis::{Groupings, analyse_with, refuse_overwriting, warn_of_unused_rows};
use crate::arguments::{ChangeArguments, RatesFormat};
use crate::failure::Failure;
use crate::output::Output;
use crate::verdict;

pub(crate) fn run(arguments: &ChangeArguments, output: &Output) -> Result<ExitCode, Failure> {
    let fail_on = verdict::fail_on(&arguments.source.fail_on)?;
    let format = format_of(arguments.format, arguments.output.as_deref())?;
    for path in arguments.output.iter().chain(&arguments.per_client) {
        refuse_overwriting(&arguments.source, path)?;
    }
    if let Some(path) = &arguments.per_client {
        per_client::refuse(path, arguments.allow_client_data)?;
    }
    let catalogue = Catalogue::english();
    let groupings = Groupings::Asked(&arguments.by);
    let adjust = |mapping: &mut Mapping| {
        let rule = rule(arguments, mapping.definitions.change.clone())?;
        mapping.definitions.apply_rule(rule, &catalogue);
        if let Some(id) = &arguments.instrument {
            only(mapping, id)?;
        }
        Ok(())
    };
    let mut analysis = analyse_with(&arguments.source, &groupings, arguments.hash, &catalogue, output, &adjust)?;
    keep_change(&mut analysis.results);
    if !analysis.results.results.iter().any(|entry| entry.as_joint().is_some()) {
        output.warning(
            "no questionnaire has a column before and one after, as phq9_pre and phq9_post: there is no change",
        );
    }
    if let Some(path) = &arguments.per_client {
        let live = analysis.live.as_ref().ok_or_else(|| {
            Failure::wrong_use("--per-client: a results document holds no sessions", Some("give the export".to_owned()))
        })?;
        per_client::write(path, live, output)?;
    }
    let text = match format {
        RatesFormat::Table => sst_report::change_table(&analysis.results, &catalogue),
        RatesFormat::Json => analysis.results.to_json(),
        RatesFormat::Csv => sst_report::change_csv(&analysis.results),
        RatesFormat::Md => sst_report::change_markdown(&analysis.results, &catalogue),
    };
    match &arguments.output {
        None => output.data(&text)?,
        Some(path) if format == RatesFormat::Csv => output.file(path, format!("{MARK}{text}").as_bytes())?,
        Some(path) => output.file(path, text.as_bytes())?,
    }
    warn_of_unused_rows(&analysis.results, output);
    Ok(verdict::exit_code(&analysis.results, &fail_on, output))
}

/// What the command line asks for in place of the mapping's rule.
fn rule(arguments: &ChangeArguments, mut rule: ChangeRule) -> Result<ChangeRule, Failure> {
    fn parsed<T: std::str::FromStr<Err = String>>(flag: &str, text: Option<&String>) -> Result<Option<T>, Failure> {
        let parse = |text: &String| text.parse::<T>().map_err(|expected| wrong(flag, text, &expected));
        text.map(parse).transpose()
    }
    if let Some(rule_set) = parsed::<RuleSet>("rules", arguments.rules.as_ref())? {
        rule = rule_set.rule();
    }
    if let Some(criterion) = parsed("criterion", arguments.criterion.as_ref())? {
        rule.criterion = criterion;
    }
    if let Some(cutoff) = parsed("cutoff", arguments.cutoff.as_ref())? {
        rule.cutoff = cutoff;
    }
    if let Some(sd) = parsed("sd", arguments.sd.as_ref())? {
        rule.sd_source = sd;
    }
    if let Some(reliability) = arguments.reliability {
        if !(0.0..=1.0).contains(&reliability) {
            return Err(wrong("reliability", &reliability.to_string(), "a number from 0 to 1"));
        }
        rule.reliability = Some(reliability);
    }
    rule.sensitivity |= arguments.sensitivity;
    Ok(rule)
}

fn wrong(flag: &str, given: &str, expected: &str) -> Failure {
    Failure::wrong_use(format!("--{flag} {given}: expected {expected}"), None)
}

/// Keeps one questionnaire.
fn only(mapping: &mut Mapping, id: &str) -> Result<(), Failure> {
    let known: Vec<String> = mapping.definitions.instruments.iter().map(|instrument| instrument.id.clone()).collect();
    if !known.iter().any(|known| known == id) {
        let meant = did_you_mean(id, known.iter().map(String::as_str)).map(|meant| format!("did you mean `{meant}`?"));
        return Err(Failure::wrong_use(format!("--instrument {id}: there is no such questionnaire"), meant));
    }
    mapping.definitions.retain_instruments(|place| known[place] == id);
    Ok(())
}

/// Leaves the results that are about questionnaires.
fn keep_change(results: &mut ResultSet) {
    results.results.retain(|entry| entry.instrument.is_some());
}
