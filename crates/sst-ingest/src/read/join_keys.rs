//! By what rows of sessions are found, and by what rows of joined files find them: read by the cells' own parser.

use std::collections::BTreeMap;

use sst_core::codes::{Finding, UnusedJoin};
use sst_core::day::Day;
use sst_core::record::{Status, plain};

use super::choices::Choices;
use super::error::OpenError;
use super::follow::{decide_whole, is_date};
use super::meaning::{Meaning, Meanings};
use super::reading::FindingReport;
use super::row::fault_of;
use super::whole::WholeFile;
use crate::columns::{ColumnPlan, DateColumn, Feeds, feeds_of, find_header, plan_file};
use crate::mapping::{ColumnOptions, JoinBy, JoinMapping, Mapping, did_you_mean};

/// By what the rows of a file of sessions are found; a row has the same number in each list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SessionKeys {
    /// `session_id`
    pub session: Vec<Option<String>>,
    /// `client_id`
    pub client: Vec<Option<String>>,
    /// `session_date`
    pub day: Vec<Option<Day>>,
    /// Whether the session was attended.
    pub attended: Vec<bool>,
}

impl SessionKeys {
    /// Reads them, under the columns of the mapping and the profile; a row that is no session has none.
    pub fn read(file: &WholeFile) -> Self {
        let of = |wanted: Feeds| file.plan.columns.iter().find(|column| column.feeds == wanted);
        let is_session: Vec<bool> =
            (0..file.rows()).map(|row| file.plan.is_session(|place| Some(file.cell(row, place)))).collect();
        let texts = |wanted: Feeds| {
            let column = of(wanted).map(|column| (column.place, Meanings::new(column)));
            let rows = is_session.iter().enumerate();
            rows.map(|(row, is_session)| text_of(file, row, column.as_ref()).filter(|_| *is_session)).collect()
        };
        let mut days = of(Feeds::Date(DateColumn::Session)).map(|column| (column.place, Meanings::new(column)));
        let mut statuses = of(Feeds::Status).map(|column| (column, Choices::new(column), Meanings::new(column)));
        Self {
            session: texts(Feeds::SessionId),
            client: texts(Feeds::ClientId),
            day: (0..file.rows()).map(|row| day_of(file, row, &mut days).ok().flatten()).collect(),
            attended: (0..file.rows())
                .map(|row| {
                    let Some((column, choices, meanings)) = &mut statuses else { return true };
                    let said = if column.choices.is_empty() {
                        vec![file.cell(row, column.place)]
                    } else {
                        choices.made(column, |place| Some(file.cell(row, place)))
                    };
                    matches!(said.as_slice(), [said] if !said.is_empty() && meanings.of(said) == Meaning::Status(Status::Attended))
                })
                .collect(),
        }
    }
}

/// The columns of a table with these headers that the mapping uses: place and canonical name.
pub fn columns_used(headers: &[String], mapping: &Mapping) -> Vec<(usize, String)> {
    let places = |column: ColumnPlan| {
        let choices = column.choices.iter().map(|&(place, _)| place);
        let places: Vec<usize> = if column.choices.is_empty() { vec![column.place] } else { choices.collect() };
        places.into_iter().map(move |place| (place, column.name.clone()))
    };
    plan_file(headers, mapping).columns.into_iter().flat_map(places).collect()
}

/// By what the rows of a joined file find their sessions.
#[derive(Debug, Clone, Default)]
pub struct JoinedKeys {
    /// The id of each row, or why it has none.
    pub keys: Vec<Result<String, UnusedJoin>>,
    /// The date of each row; `None` where the rule has no date.
    pub days: Vec<Option<Day>>,
    /// Whether the row is one of those asked for.
    pub is_selected: Vec<bool>,
    /// The columns that are read here: key and date.
    pub columns: Vec<usize>,
    /// What was noticed; places are of file 0.
    pub findings: Vec<FindingReport>,
}

/// A joined file has not the column.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}: there is no column \"{header}\", where `{key}` of [[join]] should be")]
pub struct NoJoinColumn {
    /// The file.
    pub file: String,
    /// The key of `[[join]]`.
    pub key: &'static str,
    /// The header that was looked for.
    pub header: String,
    /// What may be meant.
    pub meant: Option<String>,
}

impl JoinedKeys {
    /// Reads them; `date_format` is what [`join_date_format`] decided.
    ///
    /// # Errors
    /// [`NoJoinColumn`]: a column that the join names is not there.
    pub fn read(
        file: &WholeFile,
        join: &JoinMapping,
        date_format: Option<&str>,
        mapping: &Mapping,
    ) -> Result<Self, NoJoinColumn> {
        let headers: Vec<String> = file.columns.iter().map(|column| column.name.trim().to_owned()).collect();
        let find = |header: &str, key: &'static str| {
            find_header(&headers, header).ok_or_else(|| NoJoinColumn {
                file: file.facts.file.clone(),
                key,
                header: header.to_owned(),
                meant: did_you_mean(header, headers.iter().map(String::as_str)).map(str::to_owned),
            })
        };
        let (name, feeds) = match join.by {
            JoinBy::Session => ("session_id", Feeds::SessionId),
            JoinBy::Client => ("client_id", Feeds::ClientId),
        };
        let mapped = mapping.columns.iter().find(|column| column.name == name);
        let planned = file.plan.columns.iter().find(|column| column.feeds == feeds);
        let planned = planned.map(|column| headers[column.place].as_str());
        let header = join.key.as_deref().or(mapped.map(|column| column.header.as_str())).or(planned).unwrap_or(name);
        let key_place = find(header, "key")?;
        let mut options = mapped.map(|column| column.options.clone()).unwrap_or_default();
        options.missing.extend(join.key_missing.iter().cloned());
        let key = ColumnPlan { place: key_place, name: join.header(name), feeds, options, choices: Vec::new() };
        let date = match &join.date {
            None => None,
            Some(date) => Some(ColumnPlan {
                place: find(&date.header, "date")?,
                name: join.header(&date.header),
                feeds: Feeds::Date(DateColumn::FollowUp),
                options: ColumnOptions {
                    format: date.options.format.clone().or(date_format.map(str::to_owned)),
                    ..date.options.clone()
                },
                choices: Vec::new(),
            }),
        };
        let mut selected = Vec::new();
        for (header, labels) in &join.selected {
            selected.push((find(header, "where")?, labels.iter().map(|label| plain(label)).collect::<Vec<_>>()));
        }
        let is_selected = |row: usize| {
            selected
                .iter()
                .all(|(place, labels): &(usize, Vec<String>)| labels.contains(&plain(file.cell(row, *place))))
        };
        // What `where` asks for by a column goes before what the profile says of it.
        let rules = file.profile.iter().flat_map(|profile| profile.rules());
        let rules = rules.filter_map(|rule| Some((headers.iter().position(|header| *header == rule.header)?, rule)));
        let rules: Vec<_> = rules.filter(|(place, _)| selected.iter().all(|(other, _)| other != place)).collect();
        let mut read = Self { columns: vec![key.place], ..Self::default() };
        read.columns.extend(date.as_ref().map(|date| date.place));
        let keys = (key.place, Meanings::new(&key));
        let mut dates = date.as_ref().map(|date| (date.place, Meanings::new(date)));
        let mut faults: BTreeMap<Finding, FindingReport> = BTreeMap::new();
        for row in 0..file.rows() {
            let is_selected = is_selected(row);
            read.is_selected.push(is_selected);
            let is_answer = rules.iter().all(|(place, rule)| rule.allows(file.cell(row, *place)));
            let key = if is_answer { Ok(()) } else { Err(UnusedJoin::NotAnAnswer) };
            read.keys.push(key.and_then(|()| text_of(file, row, Some(&keys)).ok_or(UnusedJoin::NoKey)));
            let day = day_of(file, row, &mut dates);
            if let (true, Err(fault), Some(date)) = (is_selected && is_answer, &day, &date) {
                let report = faults.entry(*fault).or_insert_with(|| FindingReport {
                    rule: *fault,
                    column: Some(date.name.clone()),
                    count: 0,
                    places: Vec::new(),
                    advice: None,
                });
                report.count += 1;
                report.places.push(file.at(Some(row)).place(0, Some(date.place)));
            }
            read.days.push(day.ok().flatten());
        }
        read.findings = faults.into_values().collect();
        Ok(read)
    }
}

/// How the dates of a join are written, where nobody said it and its files follow a profile: as the whole column decides.
///
/// # Errors
/// [`OpenError::OpenDates`], [`OpenError::MixedDates`]: with the line to write.
pub fn join_date_format(files: &[&WholeFile], join: &JoinMapping) -> Result<Option<String>, OpenError> {
    let Some(date) = join.date.as_ref().filter(|date| date.options.format.is_none()) else { return Ok(None) };
    let columns: Vec<(&WholeFile, usize)> =
        files.iter().filter_map(|file| Some((*file, find_header(&names_of(file), &date.header)?))).collect();
    let planned = columns.iter().find_map(|(file, place)| {
        let mut planned = file.plan.columns.iter().filter(|column| column.place == *place && is_date(column.feeds));
        planned.find_map(|column| column.options.format.clone())
    });
    match planned {
        Some(format) => Ok(Some(format)),
        None if columns.iter().any(|(file, _)| file.profile.is_some()) => decide_whole(&columns, "[[join]]", "date"),
        None => Ok(None),
    }
}

/// The same of a canonical column that is a column of joined files; `None` where it is no date, or the mapping says it.
///
/// # Errors
/// [`OpenError::OpenDates`], [`OpenError::MixedDates`]: with the line to write.
pub fn column_date_format(
    name: &str,
    columns: &[(&WholeFile, usize)],
    join: &JoinMapping,
    mapping: &Mapping,
) -> Result<Option<String>, OpenError> {
    let mapped = mapping.columns.iter().find(|column| column.name == name);
    let is_open = feeds_of(name, &mapping.definitions).is_some_and(is_date)
        && mapped.is_none_or(|column| column.options.format.is_none())
        && columns.iter().any(|(file, _)| file.profile.is_some());
    if !is_open {
        return Ok(None);
    }
    // One column is written in one way.
    let of_join = join.date.as_ref().and_then(|date| Some((date.header.as_str(), date.options.format.clone()?)));
    let is_it = |header: &str| columns.iter().any(|(file, place)| find_header(&names_of(file), header) == Some(*place));
    match of_join.filter(|(header, _)| is_it(header)) {
        Some((_, format)) => Ok(Some(format)),
        None => decide_whole(columns, "[columns]", name),
    }
}

fn names_of(file: &WholeFile) -> Vec<String> {
    file.columns.iter().map(|column| column.name.trim().to_owned()).collect()
}

fn text_of(file: &WholeFile, row: usize, column: Option<&(usize, Meanings<'_>)>) -> Option<String> {
    let (place, meanings) = column?;
    let cell = file.cell(row, *place);
    let is_sound = !cell.is_empty() && fault_of(cell, true).is_none() && !meanings.is_missing(cell);
    is_sound.then(|| cell.to_owned())
}

fn day_of(file: &WholeFile, row: usize, column: &mut Option<(usize, Meanings<'_>)>) -> Result<Option<Day>, Finding> {
    let Some((place, meanings)) = column else { return Ok(None) };
    let cell = file.cell(row, *place);
    if cell.is_empty() {
        return Ok(None);
    }
    if let Some(fault) = fault_of(cell, true) {
        return Err(fault);
    }
    match meanings.of(cell) {
        Meaning::Day(day) | Meaning::RealDay(day) => Ok(Some(day)),
        Meaning::Fault(fault) => Err(fault),
        _ => Ok(None),
    }
}
