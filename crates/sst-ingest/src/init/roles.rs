//! Which of the files hold sessions, which scores, and which are to be joined.

use sst_core::definitions::Definitions;

use super::aliases::{ByName, by_header, scores_column};
use super::dates::{Dates, Order};
use super::look::{ColumnLook, FileLook};
use super::names::Name;
use super::questionnaires::{Questionnaire, questionnaire};
use crate::mapping::Mapping;
use crate::read::number_in;

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Role {
    /// A row for each session.
    Sessions,
    /// A row for each client, date and questionnaire.
    Scores(ScoresFile),
    /// Answers to follow-up questions, without the sessions.
    FollowUp {
        /// How its rows would find their sessions: `session_id` or `client_id`, and the header.
        by: Option<(&'static str, String)>,
        /// The header of the day of the answer, and its format.
        date: Option<(String, Option<&'static str>)>,
    },
}

/// The columns of a table of scores.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ScoresFile {
    pub(super) client_id: String,
    pub(super) date: String,
    pub(super) format: Option<&'static str>,
    pub(super) measure: String,
    pub(super) score: String,
    /// Questionnaires with the labels that the table has for them, where their own name is not enough.
    pub(super) labels: Vec<(&'static str, Vec<String>)>,
    /// Labels of no known questionnaire: how many.
    pub(super) unknown: usize,
    /// What is against it.
    pub(super) against: Option<String>,
}

/// The columns that are asked after the session.
const FOLLOW_UP: [&str; 6] =
    ["followup_date", "change_rating", "enough", "no_return_reason", "goal_met", "next_step_done"];

fn known<'f>(file: &'f FileLook, name: &str, definitions: &Definitions) -> Option<&'f ColumnLook> {
    file.columns.iter().find(|column| {
        matches!(by_header(&column.header, definitions), ByName::Itself(found) | ByName::Known(found) if found == name)
    })
}

/// What each file holds.
pub(super) fn roles(files: &[FileLook], mapping: &Mapping) -> Vec<Role> {
    let definitions = &mapping.definitions;
    let scores: Vec<Option<ScoresFile>> = files.iter().map(|file| scores_file(file, mapping)).collect();
    let has_sessions = |place: usize| {
        let file = &files[place];
        scores[place].is_none()
            && ["status", "session_date", "session_id"]
                .iter()
                .filter(|name| known(file, name, definitions).is_some())
                .count()
                > usize::from(known(file, "session_id", definitions).is_some())
    };
    let any_sessions = (0..files.len()).any(has_sessions);
    (0..files.len())
        .map(|place| {
            if let Some(scores) = &scores[place] {
                return Role::Scores(scores.clone());
            }
            let file = &files[place];
            let asks = FOLLOW_UP.iter().any(|name| known(file, name, definitions).is_some());
            if any_sessions && !has_sessions(place) && asks {
                return follow_up(file, definitions);
            }
            Role::Sessions
        })
        .collect()
}

fn follow_up(file: &FileLook, definitions: &Definitions) -> Role {
    let by = ["session_id", "client_id"].into_iter().find_map(|name| {
        let column = known(file, name, definitions).or_else(|| weak(file, name, definitions))?;
        Some((name, column.header.clone()))
    });
    let date = known(file, "followup_date", definitions)
        .or_else(|| weak(file, "followup_date", definitions))
        .or_else(|| weak(file, "session_date", definitions));
    let date = date.and_then(|column| Some((column.header.clone(), format_of(column)?)));
    Role::FollowUp { by, date }
}

fn weak<'f>(file: &'f FileLook, name: &str, definitions: &Definitions) -> Option<&'f ColumnLook> {
    file.columns
        .iter()
        .find(|column| matches!(by_header(&column.header, definitions), ByName::Weak(found) if found == name))
}

/// The format that a column's dates need, if it is settled.
#[allow(clippy::option_option, reason = "no date at all, a date that needs no format, a date with its format")]
fn format_of(column: &ColumnLook) -> Option<Option<&'static str>> {
    match Dates::of(&column.values).order {
        Order::Plain => Some(None),
        Order::One { format, .. } => Some(Some(format)),
        _ => None,
    }
}

fn scores_file(file: &FileLook, mapping: &Mapping) -> Option<ScoresFile> {
    // A file that says anything of the session itself holds sessions.
    let says_of_sessions = ["status", "helpfulness", "change_rating", "enough", "session_id"];
    if says_of_sessions.iter().any(|name| known(file, name, &mapping.definitions).is_some()) {
        return None;
    }
    let find = |wanted: &str| {
        let mut found = file.columns.iter().filter(|column| scores_column(&column.header) == Some(wanted));
        Some((found.next()?, found.next().is_some()))
    };
    let (client, two_clients) = find("client_id")?;
    let (date, two_dates) = find("date")?;
    let (measure, two_measures) = find("measure")?;
    let (score, two_scores) = find("score")?;
    let mut labels: Vec<(&'static str, Vec<String>)> = Vec::new();
    let (mut unknown, mut known_rows) = (0, 0);
    for (label, count) in &measure.values {
        let is_said = mapping
            .scores
            .labels
            .iter()
            .any(|known| sst_core::record::plain(&known.label) == sst_core::record::plain(label));
        let found = questionnaire(&Name::of(label)).filter(Questionnaire::is_plain_score);
        let found = found.filter(|found| mapping.definitions.instruments.iter().any(|known| known.id == found.id));
        if is_said || found.is_some() {
            known_rows += count;
        }
        match found {
            _ if is_said => {}
            None => unknown += 1,
            Some(found) => match labels.iter_mut().find(|(id, _)| *id == found.id) {
                Some((_, labels)) => labels.push(label.clone()),
                None => labels.push((found.id, vec![label.clone()])),
            },
        }
    }
    let numbers: u64 =
        score.values.iter().filter(|(cell, _)| number_in(cell, true).is_some()).map(|(_, count)| count).sum();
    let format = format_of(date);
    let against = if two_clients || two_dates || two_measures || two_scores {
        Some("more than one column could be the one")
    } else if known_rows == 0 || known_rows * 2 < measure.filled {
        Some("most labels are of no known questionnaire")
    } else if numbers * 10 < score.filled * 9 {
        Some("the scores are no numbers")
    } else if format.is_none() {
        Some("the order of its dates is not settled")
    } else {
        None
    };
    Some(ScoresFile {
        client_id: client.header.clone(),
        date: date.header.clone(),
        format: format.flatten(),
        measure: measure.header.clone(),
        score: score.header.clone(),
        labels,
        unknown,
        against: against.map(str::to_owned),
    })
}
