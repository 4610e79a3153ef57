//! What `sst check` tells, as data first and then as text.

use std::fmt::Write;

use serde::Serialize;
use sst_core::codes::Severity;
use sst_core::results::{Period, ResultSet};
use sst_core::stats::quantile_type_7;
use sst_core::text::{Catalogue, format};

use crate::analysis::Live;

/// What `sst check` tells.
#[derive(Serialize)]
pub(super) struct Told {
    files: Vec<File>,
    rows_read: u64,
    rows_used: u64,
    excluded: Vec<Excluded>,
    as_of: Option<jiff::civil::Date>,
    period: Option<Period>,
    columns_used: Vec<String>,
    findings: Vec<Finding>,
    follow_up: Option<FollowUp>,
}

#[derive(Serialize)]
struct File {
    file: String,
    rows: u64,
    encoding: &'static str,
    delimiter: char,
    columns: usize,
}

#[derive(Serialize)]
struct Excluded {
    reason: &'static str,
    rows: u64,
    text: String,
}

#[derive(Serialize)]
struct Finding {
    rule: &'static str,
    severity: Severity,
    column: Option<String>,
    count: u64,
    text: String,
    hint: String,
    places: Vec<Place>,
}

#[derive(Serialize)]
struct Place {
    file: String,
    line: u64,
    record: u64,
    cell: String,
}

/// When answers came, and what follows for the mapping file.
#[derive(Serialize)]
struct FollowUp {
    answers_with_a_date: u64,
    median_days: f64,
    due_after_days: u32,
    proposed_due_after_days: u32,
}

impl Told {
    pub(super) fn new(results: &ResultSet, live: &Live, catalogue: &Catalogue) -> Self {
        let file_name = |number: usize| live.facts.get(number).map(|facts| facts.file.clone()).unwrap_or_default();
        let places_of = |rule, column: &Option<String>| -> Vec<Place> {
            let report = live.reading.findings.iter().find(|report| report.rule == rule && report.column == *column);
            let places = report.map(|report| report.places.as_slice()).unwrap_or_default();
            places
                .iter()
                .map(|place| Place {
                    file: file_name(place.file),
                    line: place.line,
                    record: place.record,
                    cell: place.cell.clone(),
                })
                .collect()
        };
        let days = &live.reading.days_to_answer;
        let answers_with_a_date = days.values().sum();
        let follow_up = quantile_type_7(days, 0.5).zip(quantile_type_7(days, 0.9)).map(|(median, ninth)| FollowUp {
            answers_with_a_date,
            median_days: median,
            due_after_days: results.follow_up.due_after_days,
            proposed_due_after_days: ninth.ceil() as u32,
        });
        Self {
            files: live
                .facts
                .iter()
                .zip(&results.inputs)
                .map(|(facts, input)| File {
                    file: facts.file.clone(),
                    rows: input.rows,
                    encoding: facts.encoding.name(),
                    delimiter: char::from(facts.dialect.delimiter),
                    columns: facts.headers.len(),
                })
                .collect(),
            rows_read: results.rows.read,
            rows_used: results.rows.used,
            excluded: results
                .rows
                .excluded
                .iter()
                .map(|excluded| Excluded {
                    reason: excluded.reason.id(),
                    rows: excluded.rows,
                    text: catalogue.text(&format!("exclusion-{}", excluded.reason), &[]),
                })
                .collect(),
            as_of: results.as_of,
            period: results.period,
            columns_used: results.collected.clone(),
            findings: results
                .findings
                .iter()
                .map(|finding| Finding {
                    rule: finding.rule.id(),
                    severity: finding.severity,
                    column: finding.column.clone(),
                    count: finding.count,
                    text: catalogue.text(&format!("finding-{}", finding.rule), &[]),
                    hint: catalogue.attribute(&format!("finding-{}", finding.rule), "help", &[]),
                    places: places_of(finding.rule, &finding.column),
                })
                .collect(),
            follow_up,
        }
    }

    pub(super) fn as_json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }

    pub(super) fn as_text(&self) -> String {
        let mut text = String::new();
        // Writing to a String cannot fail.
        let _ = self.write(&mut text);
        text
    }

    fn write(&self, text: &mut String) -> std::fmt::Result {
        for file in &self.files {
            let delimiter = match file.delimiter {
                '\t' => "tab".to_owned(),
                other => format!("\"{other}\""),
            };
            let rows = format::count(file.rows);
            let plural = if file.rows == 1 { "row" } else { "rows" };
            writeln!(
                text,
                "{}: {rows} {plural}, {} columns, {}, separated by {delimiter}",
                file.file, file.columns, file.encoding
            )?;
        }
        writeln!(text, "\nRows read {:>12}", format::count(self.rows_read))?;
        writeln!(text, "     used {:>12}", format::count(self.rows_used))?;
        for excluded in &self.excluded {
            writeln!(text, " not used {:>12}  {} ({})", format::count(excluded.rows), excluded.text, excluded.reason)?;
        }
        if let Some(as_of) = self.as_of {
            writeln!(text, "\nData up to {}.", format::date(as_of))?;
        }
        if let Some(period) = self.period {
            writeln!(text, "Period: {}.", format::period(period.from, period.to))?;
        }
        writeln!(text, "Columns used: {}.", self.columns_used.join(", "))?;
        if let Some(follow_up) = &self.follow_up {
            writeln!(
                text,
                "\n{} follow-up answers have a date: half of them came within {} days, nine of ten within {}.",
                format::count(follow_up.answers_with_a_date),
                format::decimal(follow_up.median_days, 0),
                follow_up.proposed_due_after_days,
            )?;
            if follow_up.due_after_days != follow_up.proposed_due_after_days {
                writeln!(
                    text,
                    "A follow-up counts as due after {} days now. Proposed for sst.toml: [follow_up] due_after_days = {}",
                    follow_up.due_after_days, follow_up.proposed_due_after_days
                )?;
            }
        }
        if self.findings.is_empty() {
            return writeln!(text, "\nNo findings.");
        }
        writeln!(text, "\nFindings (`sst explain ID` says more):")?;
        for finding in &self.findings {
            let severity = match finding.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Info => "info",
            };
            let column = finding.column.as_deref().map(|column| format!(" [{column}]")).unwrap_or_default();
            writeln!(
                text,
                "\n{severity}: {}{column}: {} × {}",
                finding.rule,
                format::count(finding.count),
                finding.text
            )?;
            for place in &finding.places {
                let record = if place.record == 0 { "header".to_owned() } else { format!("record {}", place.record) };
                // A finding about a whole row has the row's number where a cell would have its letters.
                let kind = if place.cell.starts_with(|c: char| c.is_ascii_digit()) { "row" } else { "cell" };
                writeln!(text, "  {}: line {}, {record}, {kind} {}", place.file, place.line, place.cell)?;
            }
            if finding.count > finding.places.len() as u64 && !finding.places.is_empty() {
                writeln!(text, "  and {} more", format::count(finding.count - finding.places.len() as u64))?;
            }
            writeln!(text, "  hint: {}", finding.hint)?;
        }
        Ok(())
    }
}
