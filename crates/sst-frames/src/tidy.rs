//! Records as a typed table: one row each, under the names of the record layout.

use std::io::Write;

use polars::error::PolarsError;
use polars::prelude::{
    Column, CsvWriter, DataFrame, DataType, IntoColumn, NamedFrom, ParquetWriter, SerWriter, Series, StringChunked,
};
use sst_core::day::Day;
use sst_core::definitions::Definitions;
use sst_core::record::{Question, Record};
use sst_ingest::read::{Export, ReadError, Reading};

/// An export as a table, and what reading it came to.
///
/// **The table holds client rows**: ids as they are, one row for each session. A file of it is named `*.client-data.*`
/// and stays where the export stays.
pub struct Tidy {
    /// One row for each record, as read: before duplicates are dropped and before the as-of date is known. Dates are
    /// dates, ratings and minutes integers, scores numbers, own questions booleans, everything else text; missing is
    /// null. Only columns that the export has are there, under their canonical names, so `sst` reads the table back.
    pub table: DataFrame,
    /// The ledger of the same records, and what became of every row.
    pub reading: Reading,
}

/// Why there is no table.
#[derive(Debug, thiserror::Error)]
pub enum TidyError {
    /// The export cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// Two columns would have one name.
    #[error("two columns of the table would have the same name; rename a group or a measure of the mapping file")]
    SameName,
    /// The table cannot be made or written.
    #[error("the table cannot be written: {0}")]
    Unwritable(String),
}

/// Reads an export into a table.
///
/// # Errors
/// [`TidyError`]
pub fn tidy(export: &mut Export<'_>) -> Result<Tidy, TidyError> {
    let mut columns = Columns::new(&export.definitions);
    let reading = export.read_records(&mut |record| columns.add(record))?;
    Ok(Tidy { table: columns.finish()?, reading })
}

impl Tidy {
    /// Writes the table as Parquet. It holds client rows.
    ///
    /// # Errors
    /// [`TidyError::Unwritable`]
    pub fn write_parquet(&self, out: impl Write) -> Result<(), TidyError> {
        ParquetWriter::new(out).finish(&mut self.table.clone()).map(|_| ()).map_err(|error| unwritable(&error))
    }

    /// Writes the table as CSV, with texts that a spreadsheet would take for a formula made harmless. It holds client rows.
    ///
    /// # Errors
    /// [`TidyError::Unwritable`]
    pub fn write_csv(&self, mut out: impl Write) -> Result<(), TidyError> {
        let harmless = |column: &Column| match column.str() {
            Ok(texts) => {
                let texts: StringChunked = texts.iter().map(|text| text.map(harmless)).collect();
                texts.with_name(column.name().clone()).into_column()
            }
            Err(_) => column.clone(),
        };
        let columns = self.table.columns().iter().map(harmless).collect();
        let mut table = DataFrame::new(self.table.height(), columns).map_err(|error| unwritable(&error))?;
        CsvWriter::new(&mut out).finish(&mut table).map_err(|error| unwritable(&error))
    }
}

/// A text that begins as a formula does gets a `'` in front.
fn harmless(text: &str) -> std::borrow::Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\0']) { format!("'{text}").into() } else { text.into() }
}

/// The words of the system where it is the system; polars' own may hold cells.
fn unwritable(error: &PolarsError) -> TidyError {
    TidyError::Unwritable(match error {
        PolarsError::IO { error, .. } => error.to_string(),
        PolarsError::Duplicate(_) => return TidyError::SameName,
        _ => "the table library refuses it".to_owned(),
    })
}

/// The table while records come in: one list for each column that the export has.
struct Columns {
    client_id: Option<Vec<Option<String>>>,
    session_id: Option<Vec<Option<String>>>,
    session_date: Vec<Option<i32>>,
    request_date: Option<Vec<Option<i32>>>,
    followup_date: Option<Vec<Option<i32>>>,
    closed_date: Option<Vec<Option<i32>>>,
    status: Option<Vec<Option<&'static str>>>,
    wait_minutes: Option<Vec<Option<u32>>>,
    groups: Vec<(usize, String, Vec<Option<String>>)>,
    ratings: Vec<(Question, Vec<Option<u32>>)>,
    codes: Vec<(Question, Vec<Option<&'static str>>)>,
    own: Vec<(usize, String, Vec<Option<bool>>)>,
    scores: Vec<(usize, String, Vec<Option<f64>>)>,
}

impl Columns {
    fn new(definitions: &Definitions) -> Self {
        let has = |name: &str| definitions.collected.contains(name);
        let ids = |name: &str| has(name).then(Vec::new);
        let dates = |name: &str| has(name).then(Vec::new);
        let questions = |rating: bool| {
            Question::ALL.into_iter().filter(move |question| question.is_rating() == rating && has(question.column()))
        };
        let own = definitions.own_questions.iter().enumerate().filter(|(_, name)| has(name));
        let groups = definitions.groups.iter().map(|group| &group.name).enumerate().filter(|(_, name)| has(name));
        let scores =
            definitions.instruments.iter().flat_map(|found| ["pre", "post"].map(|end| format!("{}_{end}", found.id)));
        Self {
            client_id: ids("client_id"),
            session_id: ids("session_id"),
            session_date: Vec::new(),
            request_date: dates("request_date"),
            followup_date: dates("followup_date"),
            closed_date: dates("closed_date"),
            status: has("status").then(Vec::new),
            wait_minutes: has("wait_minutes").then(Vec::new),
            groups: groups.map(|(place, name)| (place, name.clone(), Vec::new())).collect(),
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

    fn add(&mut self, record: &Record<'_>) {
        let days = |day: Option<Day>| day.map(|day| day.0);
        let owned = |text: Option<&str>| text.map(str::to_owned);
        push(&mut self.client_id, owned(record.client_id));
        push(&mut self.session_id, owned(record.session_id));
        self.session_date.push(Some(record.session_date.0));
        push(&mut self.request_date, days(record.request_date));
        push(&mut self.followup_date, days(record.followup_date));
        push(&mut self.closed_date, days(record.closed_date));
        push(&mut self.status, record.status.map(sst_core::record::Status::id));
        push(&mut self.wait_minutes, record.wait_minutes);
        for (place, _, labels) in &mut self.groups {
            let label = record.groups.get(*place).map(|label| label.trim()).filter(|label| !label.is_empty());
            labels.push(owned(label));
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

    fn finish(self) -> Result<DataFrame, TidyError> {
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
        columns.extend(self.groups.into_iter().map(|(_, name, labels)| Series::new(name.into(), labels)));
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
