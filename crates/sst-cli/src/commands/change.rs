//! `sst change FILE... [--by concern] [--criterion jacobson-truax] [--sensitivity] [--per-client out.client-data.csv]`

mod per_client;

use std::collections::BTreeSet;
use std::process::ExitCode;

use sst_core::change::{ChangeRule, RuleSet};
use sst_core::definitions::Definitions;
use sst_core::record::plain;
use sst_core::results::ResultSet;
use sst_core::text::Catalogue;
use sst_ingest::mapping::{Mapping, did_you_mean};

#[cfg(feature = "frames")]
use super::rates::parquet;
#[cfg(feature = "xlsx")]
use super::rates::workbook;
use super::rates::{MARK, format_of};
use crate::analysis::{
    Groupings, analyse_with, refuse_overwriting, refuse_protection, refuse_writing_twice, warn_of_unused_rows,
};
use crate::arguments::{ChangeArguments, RatesFormat};
use crate::client_data;
use crate::failure::Failure;
use crate::output::Output;
use crate::verdict;

pub(crate) fn run(arguments: &ChangeArguments, output: &Output) -> Result<ExitCode, Failure> {
    let fail_on = verdict::fail_on(&arguments.source.fail_on)?;
    let format = format_of(arguments.printing.format, arguments.printing.output.as_deref())?;
    if format == RatesFormat::Github {
        let hint = "`sst check --format github` and `sst rates --format github` tell a job what there is to tell";
        return Err(Failure::wrong_use("--format github: change has no annotations of its own", Some(hint.to_owned())));
    }
    for path in arguments.printing.output.iter().chain(&arguments.per_client) {
        refuse_overwriting(&arguments.source, path)?;
    }
    refuse_writing_twice(arguments.printing.output.iter().chain(&arguments.per_client))?;
    if let Some(path) = &arguments.per_client {
        refuse_protection(&arguments.source.protection, "--per-client writes a row for each pair of scores")?;
        client_data::refuse("--per-client", path, &[client_data::CSV], arguments.allow_client_data)?;
    }
    let catalogue = Catalogue::english();
    let groupings = Groupings::Asked(&arguments.printing.by);
    let adjust = |mapping: &mut Mapping| {
        let rule = rule(arguments, mapping.definitions.change.clone())?;
        mapping.definitions.apply_rule(rule, &catalogue);
        if let Some(id) = &arguments.instrument {
            only(mapping, id)?;
        }
        Ok(())
    };
    let mut analysis =
        analyse_with(&arguments.source, &groupings, arguments.printing.hash, &catalogue, output, &adjust, None)?;
    if analysis.live.is_none() {
        of_document(arguments, &mut analysis.results)?;
    }
    keep_change(&mut analysis.results);
    if let Some(live) = &analysis.live {
        warn_of_rule_set(&live.definitions, output);
    }
    if !analysis.results.results.iter().any(|entry| entry.as_joint().is_some()) {
        output.warning(
            "no questionnaire has a column before and one after, as phq9_pre and phq9_post: there is no change",
        );
    }
    #[cfg(feature = "frames")]
    if let (RatesFormat::Parquet, Some(path)) = (format, &arguments.printing.output) {
        parquet(path, &sst_report::change_rows(&analysis.results), output)?;
    }
    #[cfg(feature = "xlsx")]
    if let (RatesFormat::Xlsx, Some(path)) = (format, &arguments.printing.output) {
        output.file(path, &workbook(path, &sst_report::Workbook::of_change(&analysis.results), &catalogue)?)?;
    }
    let text = match format {
        #[cfg(feature = "frames")]
        RatesFormat::Parquet => String::new(),
        #[cfg(feature = "xlsx")]
        RatesFormat::Xlsx => String::new(),
        RatesFormat::Table => sst_report::change_table(&analysis.results, &catalogue),
        RatesFormat::Json => analysis.results.to_json(),
        RatesFormat::Csv => sst_report::change_csv(&analysis.results),
        RatesFormat::Md | RatesFormat::Github => sst_report::change_markdown(&analysis.results, &catalogue),
    };
    match &arguments.printing.output {
        None => output.data(&text)?,
        Some(_) if format.binary_name().is_some() => {}
        Some(path) if format == RatesFormat::Csv => output.file(path, format!("{MARK}{text}").as_bytes())?,
        Some(path) => output.file(path, text.as_bytes())?,
    }
    // Last: where something else fails, no client rows are left behind.
    if let (Some(path), Some(live)) = (&arguments.per_client, &analysis.live) {
        per_client::write(path, live, output)?;
    }
    warn_of_unused_rows(&analysis.results, output);
    Ok(verdict::exit_code(&analysis, &fail_on, output))
}

/// What the command line asks for in place of the mapping's rule.
fn rule(arguments: &ChangeArguments, mut rule: ChangeRule) -> Result<ChangeRule, Failure> {
    fn parsed<T: std::str::FromStr<Err = String>>(flag: &str, text: Option<&String>) -> Result<Option<T>, Failure> {
        let parse = |text: &String| text.parse::<T>().map_err(|expected| wrong(flag, text, &expected));
        text.map(parse).transpose()
    }
    let others = [
        ("criterion", arguments.criterion.is_some()),
        ("cutoff", arguments.cutoff.is_some()),
        ("sd", arguments.sd.is_some()),
        ("reliability", arguments.reliability.is_some()),
    ];
    let others: Vec<&str> = others.into_iter().filter_map(|(flag, is_given)| is_given.then_some(flag)).collect();
    let is_another = |set: RuleSet| !others.is_empty() && (!set.takes_other_numbers() || arguments.criterion.is_some());
    if let Some(rule_set) = parsed::<RuleSet>("rules", arguments.rules.as_ref())? {
        if is_another(rule_set) {
            let problem = format!("--rules {} with --{} beside it is another rule", rule_set.id(), others.join(", --"));
            let hint = "give the standard alone, or the numbers without its name".to_owned();
            return Err(Failure::wrong_use(problem, Some(hint)));
        }
        rule = rule_set.rule();
    } else if rule.rule_set.is_some_and(is_another) {
        // What the command line asks for goes before the standard of the mapping, which it then is no longer.
        rule = ChangeRule { sensitivity: rule.sensitivity, ..ChangeRule::default() };
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

/// Keeps one questionnaire, by its id or its name.
fn only(mapping: &mut Mapping, wanted: &str) -> Result<(), Failure> {
    let known = &mapping.definitions.instruments;
    let by_id = known.iter().position(|known| plain(&known.id) == plain(wanted));
    let found = by_id.or_else(|| known.iter().position(|known| plain(&known.name) == plain(wanted)));
    let Some(found) = found else {
        return Err(no_questionnaire(wanted, known.iter().map(|known| known.id.as_str())));
    };
    mapping.definitions.retain_instruments(|place| place == found);
    Ok(())
}

fn no_questionnaire<'a>(wanted: &str, known: impl Iterator<Item = &'a str>) -> Failure {
    let meant = did_you_mean(wanted, known).map(|meant| format!("did you mean `{meant}`?"));
    Failure::wrong_use(format!("--instrument {wanted}: there is no such questionnaire"), meant)
}

/// A results document holds counts under the rule it was made with: another rule needs the sessions.
fn of_document(arguments: &ChangeArguments, results: &mut ResultSet) -> Result<(), Failure> {
    let needs_sessions = [
        ("rules", arguments.rules.is_some()),
        ("criterion", arguments.criterion.is_some()),
        ("cutoff", arguments.cutoff.is_some()),
        ("sd", arguments.sd.is_some()),
        ("reliability", arguments.reliability.is_some()),
        ("sensitivity", arguments.sensitivity),
        ("per-client", arguments.per_client.is_some()),
    ];
    if let Some((flag, _)) = needs_sessions.into_iter().find(|&(_, is_given)| is_given) {
        let problem = format!("--{flag}: a results document holds no sessions to apply it to");
        return Err(Failure::wrong_use(problem, Some("give the export".to_owned())));
    }
    if let Some(wanted) = &arguments.instrument {
        let known: BTreeSet<String> = results.results.iter().filter_map(|entry| entry.instrument.clone()).collect();
        let found = known.iter().find(|id| plain(id) == plain(wanted)).cloned();
        let found = found.ok_or_else(|| no_questionnaire(wanted, known.iter().map(String::as_str)))?;
        results.results.retain(|entry| entry.instrument.as_ref() == Some(&found));
    }
    Ok(())
}

/// A standard that judges questionnaires together, and they are not there on its own scale.
fn warn_of_rule_set(definitions: &Definitions, output: &Output) {
    let asked = definitions.change.rule_set.filter(|set| !set.members().is_empty());
    if let Some(set) = asked.filter(|_| definitions.together.is_empty()) {
        let all = if set.needs_all_members() { "all" } else { "any" };
        output.warning(&format!(
            "{} is not counted: it needs {all} of {} on the scale of the standard",
            set.id(),
            set.members().join(", ")
        ));
    }
}

/// Leaves the results that are about questionnaires.
fn keep_change(results: &mut ResultSet) {
    results.results.retain(|entry| entry.instrument.is_some());
}
