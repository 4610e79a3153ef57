//! A typed table that grows record by record.

use polars::prelude::{DataFrame, DataType, IntoColumn, NamedFrom, Series};
use sst_core::day::Day;
use sst_core::definitions::{Definitions, GroupColumn};
use sst_core::record::{Question, Record};

use super::names::Names;
use super::{TidyError, unwritable};

/// The table while records come in: one list for each column that the export has.
pub(super) struct Columns<'n> {
    names: &'n Names,
    client_id: Option<Vec<Option<String>>>,
    session_id: Option<Vec<Option<String>>>,
    session_date: Vec<Option<i32>>,
    request_date: Option<Vec<Option<i32>>>,
    followup_date: Option<Vec<Option<i32>>>,
    closed_date: Option<Vec<Option<i32>>>,
    status: Option<Vec<Option<&'static str>>>,
    wait_minutes: Option<Vec<Option<u32>>>,
    groups: Vec<(usize, GroupColumn, Vec<Option<String>>)>,
    ratings: Vec<(Question, Vec<Option<u32>>)>,
    codes: Vec<(Question, Vec<Option<&'static str>>)>,
    own: Vec<(usize, String, Vec<Option<bool>>)>,
    scores: Vec<(usize, String, Vec<Option<f64>>)>,
}

impl<'n> Columns<'n> {
    pub(super) fn new(definitions: &Definitions, names: &'n Names) -> Self {
        let has = |name: &str| definitions.collected.contains(name);
        let ids = |name: &str| has(name).then(Vec::new);
        let dates = |name: &str| has(name).then(Vec::new);
        let questions = |rating: bool| {
            Question::ALL.into_iter().filter(move |question| question.is_rating() == rating && has(question.column()))
        };
        let own = definitions.own_questions.iter().enumerate().filter(|(_, name)| has(name));
        let groups = definitions.groups.iter().enumerate().filter(|(_, group)| has(&group.name));
        let scores =
            definitions.instruments.iter().flat_map(|found| ["pre", "post"].map(|end| format!("{}_{end}", found.id)));
        Self {
            names,
            client_id: ids("client_id"),
            session_id: ids("session_id"),
            session_date: Vec::new(),
            request_date: dates("request_date"),
            followup_date: dates("followup_date"),
            closed_date: dates("closed_date"),
            status: has("status").then(Vec::new),
            wait_minutes: has("wait_minutes").then(Vec::new),
            groups: groups.map(|(place, group)| (place, group.clone(), Vec::new())).collect(),
            ratings: questions(true).map(|question| (question, Vec::new())).collect(),
            codes: questions(false).map(|question| (question, Vec::new())).collect(),
            own: own.map(|(number, name)| (number, name.clone(), Vec::new())).collect(),
            scores: scores
                .enumerate()
                .filter(|(_, name)| has(name))
                .map(|(place, name)| (place, name, Vec::new()))
                .collect(),
        }
    }

    pub(super) fn add(&mut self, record: &Record<'_>) {
        let names = self.names;
        let days = |day: Option<Day>| day.map(|day| day.0);
        push(&mut self.client_id, record.client_id.map(|id| names.client(id)));
        push(&mut self.session_id, record.session_id.map(|id| names.session(id, record.file)));
        self.session_date.push(Some(record.session_date.0));
        push(&mut self.request_date, days(record.request_date));
        push(&mut self.followup_date, days(record.followup_date));
        push(&mut self.closed_date, days(record.closed_date));
        push(&mut self.status, record.status.map(sst_core::record::Status::id));
        push(&mut self.wait_minutes, record.wait_minutes);
        for (place, group, labels) in &mut self.groups {
            labels.push(record.groups.get(*place).and_then(|cell| names.group(group, cell)));
        }
        for (question, ratings) in &mut self.ratings {
            ratings.push(record.answers.get(*question).map(|code| u32::from(code.place())));
        }
        for (question, codes) in &mut self.codes {
            let place = record.answers.get(*question).map(|code| usize::from(code.place()) - 1);
            codes.push(place.and_then(|place| question.codes().get(place).copied()));
        }
        for (number, _, answers) in &mut self.own {
            answers.push(record.own.get(*number));
        }
        for (place, _, scores) in &mut self.scores {
            scores.push(record.scores.get(*place).copied().flatten().map(sst_core::record::Score::to_f64));
        }
    }

    pub(super) fn finish(self) -> Result<DataFrame, TidyError> {
        let rows = self.session_date.len();
        let date = |name: &str, days: Vec<Option<i32>>| {
            Series::new(name.into(), days).cast(&DataType::Date).map_err(|error| unwritable(&error))
        };
        let mut columns: Vec<Series> = Vec::new();
        columns.extend(self.client_id.map(|ids| Series::new("client_id".into(), ids)));
        columns.extend(self.session_id.map(|ids| Series::new("session_id".into(), ids)));
        columns.push(date("session_date", self.session_date)?);
        columns.extend(self.request_date.map(|days| date("request_date", days)).transpose()?);
        columns.extend(self.status.map(|status| Series::new("status".into(), status)));
        columns.extend(self.groups.into_iter().map(|(_, group, labels)| Series::new(group.name.into(), labels)));
        columns.extend(self.wait_minutes.map(|minutes| Series::new("wait_minutes".into(), minutes)));
        columns
            .extend(self.ratings.into_iter().map(|(question, places)| Series::new(question.column().into(), places)));
        columns.extend(self.codes.into_iter().map(|(question, codes)| Series::new(question.column().into(), codes)));
        columns.extend(self.followup_date.map(|days| date("followup_date", days)).transpose()?);
        columns.extend(self.closed_date.map(|days| date("closed_date", days)).transpose()?);
        columns.extend(self.own.into_iter().map(|(_, name, answers)| Series::new(name.into(), answers)));
        columns.extend(self.scores.into_iter().map(|(_, name, scores)| Series::new(name.into(), scores)));
        let columns = columns.into_iter().map(IntoColumn::into_column).collect();
        DataFrame::new(rows, columns).map_err(|error| unwritable(&error))
    }
}

fn push<T>(column: &mut Option<Vec<T>>, cell: T) {
    if let Some(cells) = column {
        cells.push(cell);
    }
}
