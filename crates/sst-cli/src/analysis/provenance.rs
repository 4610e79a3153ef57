//! What the results say of where they come from.

use std::collections::BTreeMap;

use sst_core::codes::Finding;
use sst_core::estimate::{AnswerProvenance, Provenance, ScoreProvenance};
use sst_core::ledger::Selection;
use sst_core::results::InputFile;
use sst_ingest::read::Reading;

use crate::arguments::Source;
use crate::failure::Failure;
use crate::input::Opened;

pub(super) fn answer_provenance(
    opened: &[Opened],
    reading: &Reading,
    hash: bool,
) -> Result<Option<AnswerProvenance>, Failure> {
    let Some(answers) = &reading.answers else { return Ok(None) };
    let opened: Vec<&Opened> = opened.iter().collect();
    let inputs = input_files(&opened, &answers.rows_by_file, hash)?;
    Ok(Some(AnswerProvenance { inputs, unused: answers.unused.clone() }))
}

pub(super) fn score_provenance(
    opened: &[Opened],
    reading: &Reading,
    hash: bool,
) -> Result<Option<ScoreProvenance>, Failure> {
    let Some(scores) = &reading.scores else { return Ok(None) };
    let opened: Vec<&Opened> = opened.iter().collect();
    let inputs = input_files(&opened, &scores.rows_by_file, hash)?;
    Ok(Some(ScoreProvenance { inputs, unused: scores.unused.clone() }))
}

pub(crate) fn input_files(opened: &[&Opened], rows: &[u64], hash: bool) -> Result<Vec<InputFile>, Failure> {
    let mut files = Vec::new();
    for (opened, &rows) in opened.iter().zip(rows) {
        let sha256 = if hash { Some(opened.sha256()?) } else { None };
        files.push(InputFile { file: opened.input.name().to_owned(), sha256, rows });
    }
    Ok(files)
}

pub(super) fn provenance(reading: &Reading, selection: &Selection, source: &Source) -> Provenance {
    let mut findings: BTreeMap<(Finding, Option<String>), u64> = BTreeMap::new();
    for report in &reading.findings {
        *findings.entry((report.rule, report.column.clone())).or_default() += report.count;
    }
    let mut labels: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for text in &source.selection {
        if let Some((name, label)) = text.split_once('=') {
            labels.entry(name.trim().to_owned()).or_default().push(label.trim().to_owned());
        }
    }
    for labels in labels.values_mut() {
        labels.sort();
        labels.dedup();
    }
    Provenance {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        inputs: Vec::new(),
        mapping: None,
        profile: None,
        unit: selection.unit,
        selection: labels,
        excluded: reading.excluded.clone(),
        findings,
        scores: None,
        answers: None,
        joins: Vec::new(),
    }
}
