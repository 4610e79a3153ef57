//! Exit code 1: gates that failed, findings that were not to be there.

use std::process::ExitCode;

use sst_core::codes::{Finding, Severity};
use sst_core::results::{GateOutcome, GateState, ResultSet};
use sst_core::text::format;
use sst_ingest::mapping::did_you_mean;

use crate::analysis::Analysis;
use crate::failure::Failure;
use crate::output::Output;

/// What `--fail-on` asks for.
pub(crate) enum FailOn {
    Severity(Severity),
    Rule(Finding),
}

/// Reads what `--fail-on` was given.
pub(crate) fn fail_on(words: &[String]) -> Result<Vec<FailOn>, Failure> {
    words
        .iter()
        .map(|word| match word.as_str() {
            "error" => Ok(FailOn::Severity(Severity::Error)),
            "warning" => Ok(FailOn::Severity(Severity::Warning)),
            "info" => Ok(FailOn::Severity(Severity::Info)),
            id => id.parse().map(FailOn::Rule).map_err(|_| {
                let ids = Finding::ALL.iter().map(|rule| rule.id()).chain(["error", "warning", "info"]);
                let meant = did_you_mean(id, ids).map(|meant| format!("did you mean {meant}?"));
                let hint = meant.unwrap_or_else(|| "`sst explain` lists the ids; or error, warning, info".to_owned());
                Failure::wrong_use(format!("--fail-on {id}: there is no such finding"), Some(hint))
            }),
        })
        .collect()
}

impl FailOn {
    fn is_about(&self, rule: Finding) -> bool {
        match self {
            Self::Severity(severity) => rule.severity() >= *severity,
            Self::Rule(wanted) => rule == *wanted,
        }
    }
}

/// Says what the gates, `[expect]` and `--fail-on` came to.
pub(crate) fn exit_code(analysis: &Analysis, fail_on: &[FailOn], output: &Output) -> ExitCode {
    let results = &analysis.results;
    let mut failed = gates_fail(results, output);
    let is_named = |rule: Finding| fail_on.iter().any(|wanted| wanted.is_about(rule));
    for unmet in &analysis.unmet {
        if is_named(unmet.rule) {
            failed = true;
            output.verdict(&format!("{}: {} (--fail-on)", unmet.rule, unmet.text));
        } else {
            output.warning(&format!("{}: {}", unmet.rule, unmet.text));
        }
    }
    let is_told = |rule: Finding| analysis.unmet.iter().any(|unmet| unmet.rule == rule);
    for finding in results.findings.iter().filter(|finding| is_named(finding.rule) && !is_told(finding.rule)) {
        failed = true;
        let column = finding.column.as_deref().map(|column| format!(" in {column}")).unwrap_or_default();
        output.verdict(&format!("{} × {}{column} (--fail-on)", format::count(finding.count), finding.rule));
    }
    if failed { ExitCode::from(1) } else { ExitCode::SUCCESS }
}

/// Says what the gates came to; whether one failed.
fn gates_fail(results: &ResultSet, output: &Output) -> bool {
    let mut failed = false;
    for gate in &results.gates {
        match gate.state {
            GateState::Met => {}
            GateState::Failed => {
                failed = true;
                output.verdict(&format!("gate {}", in_words(gate)));
            }
            GateState::NotShown => {
                let few = gate.answered.is_none_or(|answered| answered < gate.min_answered);
                let why = if few { format!("; it needs {} answers to fail", gate.min_answered) } else { String::new() };
                output.warning(&format!("gate not shown: {}{why}", in_words(gate)));
            }
        }
    }
    failed
}

/// What was asked of a gate and what there is.
pub(crate) fn in_words(gate: &GateOutcome) -> String {
    let group: Vec<String> =
        gate.by.iter().map(|(key, label)| format!(" {key}={}", label.as_deref().unwrap_or(""))).collect();
    let interval = match (gate.low, gate.high) {
        (Some(low), Some(high)) => {
            format!("{} to {}", format::percent_1(low), format::percent_1(high))
        }
        _ => "no interval".to_owned(),
    };
    let answered = gate.answered.map_or("no".to_owned(), format::count);
    format!(
        "{}{}: at least {} asked for, {interval} from {answered} answers",
        gate.measure,
        group.concat(),
        format::percent_1(gate.at_least)
    )
}
