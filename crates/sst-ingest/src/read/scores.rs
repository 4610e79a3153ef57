//! A table of scores, read whole: each row a client, a date, a questionnaire and a score.
//!
//! The same door as for sessions: the same encodings, quotes, dates, numbers and ranges, and the same places in findings.

use std::collections::BTreeMap;

use sst_core::codes::{Exclusion, Finding, UnusedScore};
use sst_core::day::Day;
use sst_core::definitions::Definitions;
use sst_core::ledger::DatedScores;
use sst_core::record::{Score, plain};

use super::cells::number_in;
use super::each_row::{At, TakesRows, each_row};
use super::error::OpenError;
use super::export::FileFacts;
use super::meaning::{Meaning, Meanings};
use super::open_file::open;
use super::places::add_report;
use super::reading::FindingReport;
use super::row::{Findings, fault_of, finding_of, is_error_cell, trimmed};
use super::tally::{RowPlace, Tally};
use crate::columns::{CLIENT, DATE, FilePlan, MEASURE, NearLabels, SCORE, known_headers_of_scores, plan_scores};
use crate::mapping::{Mapping, did_you_mean};
use crate::source::{Input, Layout, TableOpener};

/// What reading the scores files came to.
#[derive(Clone)]
pub(super) struct ScoresRead {
    /// The scores, by the questionnaires' places in the definitions.
    pub(super) dated: DatedScores,
    pub(super) facts: Vec<FileFacts>,
    pub(super) account: ScoresReading,
    pub(super) reports: Vec<FindingReport>,
}

/// How the rows of the scores files fared before they met any session.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ScoresReading {
    /// Rows of each file, in the order of the files.
    pub rows_by_file: Vec<u64>,
    /// Rows that hold no score, by reason.
    pub unused: BTreeMap<UnusedScore, u64>,
    /// Known labels of questionnaires that are near to ones that are not known.
    pub near_labels: Vec<String>,
}

/// Where a score comes from: its file, and the row.
type Origin = (u16, RowPlace);

/// Reads every row of every file; the files are numbered after those of sessions.
pub(super) fn read_scores(
    inputs: &[&dyn Input],
    first_number: usize,
    mapping: &Mapping,
    tables: &dyn TableOpener,
) -> Result<ScoresRead, OpenError> {
    let mut dated = DatedScores::default();
    let mut origins: Vec<Origin> = Vec::new();
    let mut near = NearLabels::default();
    let mut unused = BTreeMap::new();
    let mut read = Vec::new();
    let known = known_headers_of_scores(&mapping.scores);
    for (number, &input) in inputs.iter().enumerate() {
        let mut file = open(input, tables, &Layout::default(), &known)?;
        file.plan = plan_scores(&file.head.headers, &mapping.scores).map_err(|column| {
            let (input, headers) = (input.name().to_owned(), &file.head.headers);
            let (name, header) = (column.name.trim_start_matches("scores.").to_owned(), column.header.clone());
            let times = headers.iter().filter(|text| plain(text) == plain(&header)).count();
            if times > 1 {
                return OpenError::ScoresColumnTwice { file: input, name, header };
            }
            let meant = did_you_mean(&header, headers.iter().map(String::as_str)).map(str::to_owned);
            OpenError::NoScoresColumn { file: input, name, header, meant }
        })?;
        file.forget_blank_columns();
        file.refuse_unreadable_columns()?;
        let mut reader = RowReader {
            plan: &file.plan,
            may_have_comma: file.head.dialect.delimiter != b',',
            meanings: file.plan.columns.iter().map(Meanings::new).collect(),
            targets: targets(mapping),
            definitions: &mapping.definitions,
            near: &mut near,
            mapping,
            dated: &mut dated,
            origins: &mut origins,
            unused: &mut unused,
            file: number as u16,
            tally: Tally::default(),
            rows: 0,
        };
        let sizes = each_row(&file, &mut reader).map_err(OpenError::Scores)?;
        let RowReader { tally, rows, .. } = reader;
        file.refuse_unreadable_dates(&tally).map_err(|error| OpenError::Scores(error.of_scores()))?;
        read.push((file, tally, rows, sizes));
    }
    for row in dated.settle() {
        let (file, place) = origins[row];
        read[usize::from(file)].1.notice(Finding::ConflictingScore, Some(SCORE), place);
    }
    let mut reports = BTreeMap::new();
    for (number, (file, tally, _, sizes)) in read.iter().enumerate() {
        for report in file.reports(first_number + number, 0, tally, sizes) {
            add_report(&mut reports, report);
        }
    }
    let mut near_labels = near.found;
    near_labels.sort();
    Ok(ScoresRead {
        dated,
        facts: read.iter().map(|(file, ..)| FileFacts::of(file)).collect(),
        account: ScoresReading {
            rows_by_file: read.iter().map(|(_, _, rows, _)| *rows).collect(),
            unused,
            near_labels,
        },
        reports: reports.into_values().collect(),
    })
}

/// What a label stands for.
#[derive(Clone, Copy)]
enum Target {
    Score(usize),
    Sum(usize),
    /// A questionnaire that is left out of the definitions.
    NotAskedFor,
}

fn targets(mapping: &Mapping) -> Vec<Target> {
    let place = |id: &str| mapping.definitions.instruments.iter().position(|known| known.id == id);
    let target = |place: Option<usize>, is_raw: bool| match (place, is_raw) {
        (None, _) => Target::NotAskedFor,
        (Some(place), false) => Target::Score(place),
        (Some(place), true) => Target::Sum(place),
    };
    mapping.scores.labels.iter().map(|known| target(place(&known.instrument), known.is_raw)).collect()
}

/// Reads the rows of one file.
struct RowReader<'f, 'a> {
    plan: &'f FilePlan,
    may_have_comma: bool,
    meanings: Vec<Meanings<'f>>,
    targets: Vec<Target>,
    definitions: &'a Definitions,
    near: &'a mut NearLabels,
    mapping: &'a Mapping,
    dated: &'a mut DatedScores,
    origins: &'a mut Vec<Origin>,
    unused: &'a mut BTreeMap<UnusedScore, u64>,
    file: u16,
    tally: Tally,
    rows: u64,
}

impl TakesRows for RowReader<'_, '_> {
    fn tally(&mut self) -> &mut Tally {
        &mut self.tally
    }

    fn wanted(&self) -> usize {
        self.plan.columns.iter().map(|column| column.place + 1).max().unwrap_or(0)
    }

    fn take<'r>(
        &mut self,
        place: RowPlace,
        exclusion: impl FnOnce(&mut At<'_>) -> Option<Exclusion>,
        cell_at: impl Fn(usize) -> Option<&'r str>,
        is_suspect: bool,
    ) {
        self.rows += 1;
        let mut tally = std::mem::take(&mut self.tally);
        let mut at = At { tally: &mut tally, place };
        let outcome = match exclusion(&mut at) {
            Some(Exclusion::BlankRow) => Err(UnusedScore::BlankRow),
            Some(Exclusion::RepeatedHeader) => Err(UnusedScore::RepeatedHeader),
            Some(_) => Err(UnusedScore::UnreadableRow),
            None => self.read(cell_at, is_suspect, &mut at),
        };
        self.tally = tally;
        match outcome {
            Ok(()) => self.origins.push((self.file, place)),
            Err(reason) => *self.unused.entry(reason).or_default() += 1,
        }
    }
}

impl RowReader<'_, '_> {
    /// Reads the four cells; every one that is wrong is told, and the first says why the row is not used.
    fn read<'r>(
        &mut self,
        cell_at: impl Fn(usize) -> Option<&'r str>,
        is_suspect: bool,
        at: &mut At<'_>,
    ) -> Result<(), UnusedScore> {
        let [date, client, measure, score] = [DATE, CLIENT, MEASURE, SCORE].map(|column| {
            let cell = trimmed(cell_at(self.plan.columns[column].place).unwrap_or_default());
            let is_error = || is_error_cell(cell) && !self.meanings[column].is_missing(cell);
            match fault_of(cell, is_suspect).or_else(|| is_error().then_some(Finding::ErrorCell)) {
                Some(fault) => {
                    at.notice(fault, Some(column));
                    Err(())
                }
                None if cell.is_empty() => {
                    if column != SCORE {
                        at.notice(Finding::IncompleteScore, Some(column));
                    }
                    Ok(None)
                }
                None => Ok(Some(cell)),
            }
        });
        let client = client.ok().flatten().ok_or(UnusedScore::NoClient);
        let date = self.date(date.ok().flatten(), at);
        at.tally.records += u64::from(date.is_ok());
        let target = self.target(measure.ok().flatten(), at);
        let score = match target {
            Ok(target) => self.score(score, target, at),
            Err(reason) => Err(reason),
        };
        let (client, date, (instrument, score)) = (client?, date?, score?);
        self.dated.add(client, instrument, date, score);
        Ok(())
    }

    fn date(&mut self, cell: Option<&str>, at: &mut At<'_>) -> Result<Day, UnusedScore> {
        match cell.map(|cell| self.meanings[DATE].of(cell)) {
            Some(Meaning::Day(day) | Meaning::RealDay(day)) => return Ok(day),
            Some(Meaning::Fault(fault)) => at.notice(fault, Some(DATE)),
            Some(Meaning::Missing) => at.notice(Finding::IncompleteScore, Some(DATE)),
            _ => {}
        }
        Err(UnusedScore::NoDate)
    }

    fn target(&mut self, cell: Option<&str>, at: &mut At<'_>) -> Result<Target, UnusedScore> {
        let cell = cell.ok_or(UnusedScore::UnknownMeasure)?;
        if let Meaning::Value(place) = self.meanings[MEASURE].of(cell) {
            return match self.targets[place] {
                Target::NotAskedFor => Err(UnusedScore::NotAskedFor),
                target => Ok(target),
            };
        }
        at.notice(Finding::UnknownMeasure, Some(MEASURE));
        self.near.look_at(cell, &self.mapping.scores);
        Err(UnusedScore::UnknownMeasure)
    }

    fn score(
        &self,
        cell: Result<Option<&str>, ()>,
        target: Target,
        at: &mut At<'_>,
    ) -> Result<(usize, Score), UnusedScore> {
        let cell = cell.map_err(|()| UnusedScore::InvalidScore)?;
        let cell = cell.filter(|cell| !self.meanings[SCORE].is_missing(cell)).ok_or(UnusedScore::NoScore)?;
        let known = &self.definitions.instruments;
        let score = number_in(cell, self.may_have_comma).ok_or(Finding::InvalidNumber).and_then(|value| match target {
            Target::Score(place) => Ok((place, known[place].score(value).map_err(finding_of)?)),
            Target::Sum(place) => Ok((place, known[place].convert(value).map_err(finding_of)?)),
            Target::NotAskedFor => Err(Finding::UnknownMeasure),
        });
        if let (Ok(_), Target::Sum(_)) = (score, target) {
            at.notice(Finding::ScoreConverted, Some(SCORE));
        }
        score.map_err(|fault| {
            at.notice(fault, Some(SCORE));
            UnusedScore::InvalidScore
        })
    }
}
