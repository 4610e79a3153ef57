//! By what rows of sessions are found, and by what rows of joined files find them: read by the cells' own parser.

use std::collections::BTreeMap;

use sst_core::codes::{Finding, UnusedJoin};
use sst_core::day::Day;
use sst_core::record::{Status, plain};

use super::meaning::{Meaning, Meanings};
use super::reading::FindingReport;
use super::row::fault_of;
use super::whole::WholeFile;
use crate::columns::{ColumnPlan, DateColumn, Feeds, find_header, plan_file};
use crate::mapping::{JoinBy, JoinMapping, Mapping, did_you_mean};

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
    /// Reads them, under the columns of the mapping.
    pub fn read(file: &WholeFile, mapping: &Mapping) -> Self {
        let headers: Vec<String> = file.columns.iter().map(|column| column.name.trim().to_owned()).collect();
        let plan = plan_file(&headers, mapping);
        let of = |wanted: Feeds| plan.columns.iter().find(|column| column.feeds == wanted);
        let texts = |wanted: Feeds| {
            let column = of(wanted).map(|column| (column.place, Meanings::new(column)));
            (0..file.rows()).map(|row| text_of(file, row, column.as_ref())).collect()
        };
        let mut days = of(Feeds::Date(DateColumn::Session)).map(|column| (column.place, Meanings::new(column)));
        let mut statuses = of(Feeds::Status).map(|column| (column.place, Meanings::new(column)));
        Self {
            session: texts(Feeds::SessionId),
            client: texts(Feeds::ClientId),
            day: (0..file.rows()).map(|row| day_of(file, row, &mut days).ok().flatten()).collect(),
            attended: (0..file.rows())
                .map(|row| {
                    let Some((place, meanings)) = &mut statuses else { return true };
                    let cell = file.cell(row, *place);
                    !cell.is_empty() && meanings.of(cell) == Meaning::Status(Status::Attended)
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
    /// Reads them; `own` is how the sessions call the id.
    ///
    /// # Errors
    /// [`NoJoinColumn`]: a column that the join names is not there.
    pub fn read(file: &WholeFile, join: &JoinMapping, mapping: &Mapping) -> Result<Self, NoJoinColumn> {
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
        let header = join.key.as_deref().or(mapped.map(|column| column.header.as_str())).unwrap_or(name);
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
                options: date.options.clone(),
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
        let mut read = Self { columns: vec![key.place], ..Self::default() };
        read.columns.extend(date.as_ref().map(|date| date.place));
        let keys = (key.place, Meanings::new(&key));
        let mut dates = date.as_ref().map(|date| (date.place, Meanings::new(date)));
        let mut faults: BTreeMap<Finding, FindingReport> = BTreeMap::new();
        for row in 0..file.rows() {
            let is_selected = is_selected(row);
            read.is_selected.push(is_selected);
            read.keys.push(text_of(file, row, Some(&keys)).ok_or(UnusedJoin::NoKey));
            let day = day_of(file, row, &mut dates);
            if let (true, Err(fault), Some(date)) = (is_selected, &day, &date) {
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
