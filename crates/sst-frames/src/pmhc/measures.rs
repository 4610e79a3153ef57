//! A row of a measure as a score: items and totals read, missing codes understood.

use std::ops::RangeInclusive;

use sst_core::codes::{Finding, UnusedJoin};
use sst_core::day::Day;
use sst_ingest::read::WholeFile;

use super::files::{Kind, place};
use super::scoring::{Scored, k5, k10, nearest, sdq};
use crate::join::table::FileRow;

/// Before or after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Side {
    Before,
    After,
}

impl Side {
    /// 1 is the start of an episode, 3 its end; 2 is a review.
    pub(crate) fn of_reason(code: &str) -> Option<Self> {
        match code {
            "1" => Some(Self::Before),
            "3" => Some(Self::After),
            _ => None,
        }
    }

    /// As columns of scores end.
    pub(crate) const fn end(self) -> &'static str {
        match self {
            Self::Before => "pre",
            Self::After => "post",
        }
    }
}

/// When and of which contact a measure is.
pub(crate) struct Occasion {
    pub(crate) contact: usize,
    pub(crate) side: Side,
    pub(crate) day: Option<Day>,
}

/// A score.
#[derive(Debug, Clone)]
pub(crate) struct Measure {
    pub(crate) contact: usize,
    pub(crate) side: Side,
    pub(crate) id: &'static str,
    pub(crate) score: i32,
    pub(crate) at: FileRow,
}

impl Measure {
    /// The header of its total.
    pub(crate) fn total_header(&self) -> &'static str {
        match self.id {
            "k10" => "k10p_score",
            "k5" => "k5_score",
            _ => "sdq_total",
        }
    }

    /// The mean of several at one occasion, as the official reports take it, rounded to a whole number (halves up).
    pub(crate) fn mean(measures: &[Self]) -> Option<Self> {
        let sum: i32 = measures.iter().map(|measure| measure.score).sum();
        let first = measures.iter().min_by_key(|measure| measure.at)?;
        Some(Self { score: nearest(sum, measures.len() as i32), ..first.clone() })
    }
}

/// The columns of a file of measures.
pub(crate) struct MeasureColumns<'f> {
    kind: Kind,
    file: &'f WholeFile,
    items: Vec<Option<usize>>,
    scales: [Option<usize>; 4],
    total: Option<usize>,
    version: Option<usize>,
}

impl<'f> MeasureColumns<'f> {
    /// Finds them by their names in the specification.
    pub(crate) fn new(kind: Kind, file: &'f WholeFile) -> Self {
        let (prefix, items, total) = match kind {
            Kind::K10 => ("k10p", 10, "k10p_score"),
            Kind::K5 => ("k5", 5, "k5_score"),
            _ => ("sdq", 25, "sdq_total"),
        };
        Self {
            kind,
            file,
            items: (1..=items).map(|item| place(file, &format!("{prefix}_item{item}"))).collect(),
            scales: ["sdq_emotional_symptoms", "sdq_conduct_problem", "sdq_hyperactivity", "sdq_peer_problem"]
                .map(|scale| place(file, scale)),
            total: place(file, total),
            version: place(file, "sdq_version"),
        }
    }

    /// Reads a row; `notice` is told of the rule, the column of the joined table and the place in the file.
    pub(crate) fn read(
        &self,
        at: FileRow,
        occasion: &Occasion,
        notice: &mut dyn FnMut(Finding, &str, usize),
    ) -> Result<Measure, UnusedJoin> {
        let id = match self.kind {
            Kind::K10 => "k10",
            Kind::K5 => "k5",
            _ => self.sdq_id(at, occasion.side)?,
        };
        let mut cells = Cells { columns: self, at, id, side: occasion.side, notice };
        let Scored { score, findings } = match self.kind {
            Kind::K10 => {
                let items = cells.items(1..=5, &["9"]);
                k10(&items, cells.number(self.total, 10..=50, &["99"]), occasion.day)
            }
            Kind::K5 => {
                let items = cells.items(1..=5, &["9"]);
                k5(&items, cells.number(self.total, 5..=25, &["99"]))
            }
            _ => {
                let items = cells.items(0..=2, &["9", "8"]);
                let scales = self.scales.map(|scale| cells.number(scale, 0..=10, &["99"]));
                sdq(&items, scales, cells.number(self.total, 0..=40, &["99"]))
            }
        };
        if let Some(place) = self.total {
            for finding in findings {
                cells.notice(finding, place);
            }
        }
        let score = score.ok_or(UnusedJoin::NoScore)?;
        Ok(Measure { contact: occasion.contact, side: occasion.side, id, score, at })
    }

    /// The SDQ's id by its version: the baseline version at the start, the follow-up version at the end.
    fn sdq_id(&self, at: FileRow, side: Side) -> Result<&'static str, UnusedJoin> {
        let version = self.version.map(|place| self.file.cell(at.row, place).to_ascii_uppercase());
        match (version.as_deref(), side) {
            (Some("PC101"), Side::Before) | (Some("PC201"), Side::After) => Ok("sdq_pc"),
            (Some("PY101"), Side::Before) | (Some("PY201"), Side::After) => Ok("sdq_py"),
            (Some("YR101"), Side::Before) | (Some("YR201"), Side::After) => Ok("sdq_yr"),
            _ => Err(UnusedJoin::OtherVersion),
        }
    }
}

/// The cells of one row.
struct Cells<'c> {
    columns: &'c MeasureColumns<'c>,
    at: FileRow,
    id: &'static str,
    side: Side,
    notice: &'c mut dyn FnMut(Finding, &str, usize),
}

impl Cells<'_> {
    /// The items, as many as the questionnaire has.
    fn items<const N: usize>(&mut self, range: RangeInclusive<i32>, missing: &[&str]) -> [Option<i32>; N] {
        let columns = self.columns;
        std::array::from_fn(|item| self.number(columns.items.get(item).copied().flatten(), range.clone(), missing))
    }

    /// A whole number in this range; blank and `missing` are none, and anything else is told.
    fn number(&mut self, place: Option<usize>, range: RangeInclusive<i32>, missing: &[&str]) -> Option<i32> {
        let place = place?;
        let cell = self.columns.file.cell(self.at.row, place);
        if cell.is_empty() || missing.contains(&cell) {
            return None;
        }
        let number = cell.parse().ok();
        let fits = number.filter(|number| range.contains(number));
        if fits.is_none() {
            let rule = if number.is_some() { Finding::ScoreOutOfRange } else { Finding::InvalidNumber };
            self.notice(rule, place);
        }
        fits
    }

    fn notice(&mut self, rule: Finding, place: usize) {
        (self.notice)(rule, &format!("{}_{}", self.id, self.side.end()), place);
    }
}
