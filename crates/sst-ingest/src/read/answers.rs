//! An anonymous follow-up file: read as an export of its own, whose rows are answers with a day and no session.
//!
//! The same door as for sessions: containers, profiles, encodings, dates, labels and places of findings.

use std::collections::BTreeMap;

use sst_core::codes::{Exclusion, UnusedAnswer};
use sst_core::definitions::{Definitions, UnlinkedAnswers};

use super::error::{OpenError, ReadError};
use super::export::Export;
use super::reading::Reading;
use crate::columns::{DateColumn, Feeds, plan_file};
use crate::mapping::{Mapping, is_follow_up};
use crate::source::{Input, TableOpener};

/// How the rows of the follow-up files fared before they were counted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AnswersReading {
    /// Rows of each file, in the order of the files.
    pub rows_by_file: Vec<u64>,
    /// Rows that hold no answer with a date, by reason.
    pub unused: BTreeMap<UnusedAnswer, u64>,
}

/// Opens the files of an anonymous form.
pub(super) fn open_answers<'i>(
    inputs: &[&'i dyn Input],
    mapping: &Mapping,
    tables: &dyn TableOpener,
) -> Result<Export<'i>, OpenError> {
    if mapping.definitions.follow_up.closes_after_days.is_some() {
        return Err(OpenError::ClosesUnlinked);
    }
    let mut answers = Export::open_with(inputs, &mapping.of_answers(), tables).map_err(OpenError::of_answers)?;
    let has_question = |column: &String| mapping.definitions.follow_up.columns().contains(column);
    if !answers.definitions.collected.iter().any(has_question) {
        let files: Vec<&str> = inputs.iter().map(|input| input.name()).collect();
        let questions = mapping.definitions.follow_up.columns();
        return Err(OpenError::NoFollowUpQuestion { files: files.join(", "), questions });
    }
    // From here on they are told as what they are in the mapping file.
    for column in answers.files.iter_mut().flat_map(|file| &mut file.plan.columns) {
        match column.feeds {
            Feeds::Date(DateColumn::Session) => "follow_up.date".clone_into(&mut column.name),
            Feeds::Group(_) => column.name = format!("follow_up.{}", column.name),
            _ => {}
        }
    }
    Ok(answers)
}

/// What the sessions' definitions learn of the anonymous answers.
pub(super) fn teach(definitions: &mut Definitions, answers: &Export<'_>) {
    let there = &answers.definitions.collected;
    let groups = definitions.groups.iter().enumerate();
    let groups = groups.filter(|(_, group)| there.contains(&group.name)).map(|(place, _)| place).collect();
    definitions.unlinked = Some(UnlinkedAnswers { groups });
    let questions = definitions.follow_up.columns();
    definitions.collected.extend(questions.into_iter().filter(|question| there.contains(question)));
}

/// A question is answered among the sessions or in the anonymous form, not in both: nobody could tell what came twice.
pub(super) fn refuse_answers_among_sessions(
    file: &str,
    headers: &[String],
    mapping: &Mapping,
) -> Result<(), OpenError> {
    let plan = plan_file(headers, mapping);
    let found = plan.columns.iter().find(|column| is_follow_up(column.feeds, &mapping.definitions));
    found.map_or(Ok(()), |column| {
        Err(OpenError::FollowUpAmongSessions {
            file: file.to_owned(),
            name: column.name.clone(),
            header: headers.get(column.place).cloned().unwrap_or_default(),
        })
    })
}

/// Reads every row.
pub(super) fn read_answers(answers: &mut Export<'_>, threads: usize) -> Result<(Reading, AnswersReading), ReadError> {
    let reading = answers.read(threads, &|_| {}).map_err(ReadError::of_answers)?;
    let mut unused: BTreeMap<UnusedAnswer, u64> = BTreeMap::new();
    for (&reason, &rows) in &reading.excluded {
        let reason = match reason {
            Exclusion::NoSessionDate => UnusedAnswer::NoDate,
            Exclusion::BlankRow => UnusedAnswer::BlankRow,
            Exclusion::RepeatedHeader => UnusedAnswer::RepeatedHeader,
            Exclusion::NotASession => UnusedAnswer::NotAnAnswer,
            _ => UnusedAnswer::UnreadableRow,
        };
        *unused.entry(reason).or_default() += rows;
    }
    let account = AnswersReading { rows_by_file: reading.rows_by_file.clone(), unused };
    Ok((reading, account))
}
