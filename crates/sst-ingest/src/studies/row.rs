//! One row to one study.

use sst_core::pooling::{Study, StudyNumbers};
use sst_core::stats::{Share, StudyEffect};

use super::SAYS_WHAT;
use super::fault::{StudiesError, StudyFault, StudyProblem};
use crate::mapping::did_you_mean;
use crate::read::{WholeFile, number_in};

/// Counts beyond are no counts of people.
const LARGEST_COUNT: u64 = 1_000_000_000;
/// Estimates and standard errors beyond are none.
const LARGEST_ESTIMATE: f64 = 1e6;
/// Smaller standard errors are none.
const SMALLEST_ERROR: f64 = 1e-9;

/// Which column holds what.
pub(super) struct Columns {
    pub(super) study: usize,
    numbers: Numbers,
    year: Option<usize>,
    says_what: Vec<usize>,
}

enum Numbers {
    Counts { events: usize, n: usize },
    Estimates { estimate: usize, se: usize },
}

impl Columns {
    pub(super) fn of(table: &WholeFile) -> Result<Self, StudiesError> {
        let file = || table.facts.file.clone();
        let headers: Vec<String> = table.columns.iter().map(|column| folded(&column.name)).collect();
        let place = |name: &str| -> Result<Option<usize>, StudiesError> {
            let mut places = headers.iter().enumerate().filter(|(_, header)| header.as_str() == name).map(|(i, _)| i);
            let first = places.next();
            if places.next().is_some() {
                let (what, meant) =
                    (format!("the column `{name}` is there twice"), Some("leave one of them".to_owned()));
                return Err(StudiesError::Columns { file: file(), what, meant });
            }
            Ok(first)
        };
        let missing = |name: &str| {
            let meant = did_you_mean(name, headers.iter().map(String::as_str).filter(|header| !header.is_empty()));
            let meant = meant.map(|meant| format!("rename the column \"{meant}\", if that is it"));
            StudiesError::Columns { file: file(), what: format!("there is no column `{name}`"), meant }
        };
        let study = place("study")?.ok_or_else(|| missing("study"))?;
        let (events, n, estimate, se) = (place("events")?, place("n")?, place("estimate")?, place("se")?);
        let numbers = match (events, n, estimate, se) {
            (Some(events), Some(n), _, _) => Numbers::Counts { events, n },
            (_, _, Some(estimate), Some(se)) => Numbers::Estimates { estimate, se },
            (Some(_), None, _, _) => return Err(missing("n")),
            // Neither way is begun, or the counts lack their events.
            (None, Some(_), ..) | (None, None, None, None) => return Err(missing("events")),
            (_, _, Some(_), None) => return Err(missing("se")),
            (_, _, None, Some(_)) => return Err(missing("estimate")),
        };
        let mut says_what = Vec::new();
        for name in SAYS_WHAT {
            says_what.extend(place(name)?);
        }
        Ok(Self { study, numbers, year: place("year")?, says_what })
    }

    fn used(&self) -> Vec<usize> {
        let numbers = match self.numbers {
            Numbers::Counts { events, n } => [events, n],
            Numbers::Estimates { estimate, se } => [estimate, se],
        };
        [self.study].into_iter().chain(numbers).chain(self.year).chain(self.says_what.iter().copied()).collect()
    }

    /// Headers of columns that are not used.
    pub(super) fn ignored(&self, table: &WholeFile) -> Vec<String> {
        let used = self.used();
        let names = table.columns.iter().enumerate().filter(|(place, _)| !used.contains(place));
        names.map(|(_, column)| column.name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
    }

    pub(super) fn header(table: &WholeFile, place: usize) -> String {
        table.columns.get(place).map(|column| column.name.trim().to_owned()).unwrap_or_default()
    }
}

/// A header without what does not matter in it.
fn folded(header: &str) -> String {
    header.trim().to_lowercase().replace([' ', '-'], "_")
}

/// Rows to studies.
pub(super) struct RowReader<'t> {
    pub(super) table: &'t WholeFile,
    pub(super) columns: &'t Columns,
    pub(super) may_have_comma: bool,
}

impl RowReader<'_> {
    pub(super) fn line(&self, row: usize) -> u64 {
        self.table.at(Some(row)).line
    }

    /// The study of a row; `None` where it has faults.
    pub(super) fn study(&self, row: usize, faults: &mut Vec<StudyFault>) -> Option<Study> {
        let before = faults.len();
        let mut fault = |place: usize, problem: StudyProblem| {
            let column = Some(Columns::header(self.table, place));
            faults.push(StudyFault { line: self.line(row), column, problem });
        };
        let name = one_line(self.table.cell(row, self.columns.study));
        if name.is_empty() {
            fault(self.columns.study, StudyProblem::NoName);
        }
        let numbers = match self.columns.numbers {
            Numbers::Counts { events, n } => self.counts(row, events, n, &mut fault),
            Numbers::Estimates { estimate, se } => self.estimate(row, estimate, se, &mut fault),
        };
        let year = self.columns.year.and_then(|place| self.year(row, place, &mut fault));
        let says = self.columns.says_what.iter().map(|&place| one_line(self.table.cell(row, place)));
        let definition = says.filter(|words| !words.is_empty()).collect::<Vec<_>>().join(": ");
        let definition = Some(definition).filter(|words| !words.is_empty());
        let numbers = numbers?;
        (faults.len() == before).then_some(Study { name, numbers, year, definition })
    }

    fn counts(
        &self,
        row: usize,
        events_at: usize,
        n_at: usize,
        fault: &mut dyn FnMut(usize, StudyProblem),
    ) -> Option<StudyNumbers> {
        let mut count = |place: usize| whole(self.table.cell(row, place)).map_err(|problem| fault(place, problem)).ok();
        let (events, answered) = (count(events_at), count(n_at));
        let (events, answered) = (events?, answered?);
        if answered == 0 {
            fault(n_at, StudyProblem::NoAnswers);
        } else if events > answered {
            fault(events_at, StudyProblem::MoreEvents);
        }
        Some(StudyNumbers::Counts(Share { events, answered }))
    }

    fn estimate(
        &self,
        row: usize,
        estimate_at: usize,
        se_at: usize,
        fault: &mut dyn FnMut(usize, StudyProblem),
    ) -> Option<StudyNumbers> {
        let mut number = |place: usize, problem: StudyProblem, is_fine: &dyn Fn(f64) -> bool| {
            let cell = self.table.cell(row, place);
            let found = number_in(cell, self.may_have_comma).filter(|&number| is_fine(number));
            if found.is_none() {
                fault(place, if cell.is_empty() { StudyProblem::Blank } else { problem });
            }
            found
        };
        let estimate = number(estimate_at, StudyProblem::NotANumber, &|number| number.abs() <= LARGEST_ESTIMATE);
        let is_error = |number: f64| (SMALLEST_ERROR..=LARGEST_ESTIMATE).contains(&number);
        let error = number(se_at, StudyProblem::BadError, &is_error);
        StudyEffect::of_standard_error(estimate?, error?).ok().map(StudyNumbers::Estimate)
    }

    fn year(&self, row: usize, place: usize, fault: &mut dyn FnMut(usize, StudyProblem)) -> Option<i32> {
        let cell = self.table.cell(row, place);
        if cell.is_empty() {
            return None;
        }
        let year = cell.parse().ok().filter(|year| cell.len() == 4 && (1800..=2200).contains(year));
        if year.is_none() {
            fault(place, StudyProblem::BadYear);
        }
        year
    }
}

fn whole(cell: &str) -> Result<u64, StudyProblem> {
    if cell.is_empty() {
        return Err(StudyProblem::Blank);
    }
    if !cell.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(StudyProblem::NotWhole);
    }
    cell.parse().ok().filter(|&count| count <= LARGEST_COUNT).ok_or(StudyProblem::TooLarge)
}

/// A label in one line, as tables and pictures need it.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
