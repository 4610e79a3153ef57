//! A row of a measure as a score: items and totals read, missing codes understood.

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

/// Reads a row; `notice` is told of the rule, the column of the joined table and the place in the file.
pub(crate) fn read_measures(
    kind: Kind,
    file: &WholeFile,
    at: FileRow,
    occasion: &Occasion,
    notice: &mut dyn FnMut(Finding, &str, usize),
) -> Result<Measure, UnusedJoin> {
    let id = match kind {
        Kind::K10 => "k10",
        Kind::K5 => "k5",
        _ => sdq_id(file, at, occasion.side)?,
    };
    let column = format!("{id}_{}", occasion.side.end());
    let mut cells = Cells { file, at, column: &column, notice };
    let (total, scored) = match kind {
        Kind::K10 => {
            let items = std::array::from_fn(|item| cells.number(&format!("k10p_item{}", item + 1), 1..=5, &["9"]));
            ("k10p_score", k10(&items, cells.number("k10p_score", 10..=50, &["99"]), occasion.day))
        }
        Kind::K5 => {
            let items = std::array::from_fn(|item| cells.number(&format!("k5_item{}", item + 1), 1..=5, &["9"]));
            ("k5_score", k5(&items, cells.number("k5_score", 5..=25, &["99"])))
        }
        _ => {
            let items = std::array::from_fn(|item| cells.number(&format!("sdq_item{}", item + 1), 0..=2, &["9", "8"]));
            let scales = ["sdq_emotional_symptoms", "sdq_conduct_problem", "sdq_hyperactivity", "sdq_peer_problem"]
                .map(|scale| cells.number(scale, 0..=10, &["99"]));
            ("sdq_total", sdq(&items, scales, cells.number("sdq_total", 0..=40, &["99"])))
        }
    };
    let Scored { score, findings } = scored;
    if let Some(place) = place(file, total) {
        for finding in findings {
            notice(finding, &column, place);
        }
    }
    let score = score.ok_or(UnusedJoin::NoScore)?;
    Ok(Measure { contact: occasion.contact, side: occasion.side, id, score, at })
}

/// The SDQ's id by its version: the baseline version at the start, the follow-up version at the end.
fn sdq_id(file: &WholeFile, at: FileRow, side: Side) -> Result<&'static str, UnusedJoin> {
    let version = place(file, "sdq_version").map(|place| file.cell(at.row, place).to_ascii_uppercase());
    match (version.as_deref(), side) {
        (Some("PC101"), Side::Before) | (Some("PC201"), Side::After) => Ok("sdq_pc"),
        (Some("PY101"), Side::Before) | (Some("PY201"), Side::After) => Ok("sdq_py"),
        (Some("YR101"), Side::Before) | (Some("YR201"), Side::After) => Ok("sdq_yr"),
        _ => Err(UnusedJoin::OtherVersion),
    }
}

/// The cells of one row.
struct Cells<'c> {
    file: &'c WholeFile,
    at: FileRow,
    column: &'c str,
    notice: &'c mut dyn FnMut(Finding, &str, usize),
}

impl Cells<'_> {
    /// A whole number in this range; blank and `missing` are none, and anything else is told.
    fn number(&mut self, header: &str, range: std::ops::RangeInclusive<i32>, missing: &[&str]) -> Option<i32> {
        let place = place(self.file, header)?;
        let cell = self.file.cell(self.at.row, place);
        if cell.is_empty() || missing.contains(&cell) {
            return None;
        }
        let number = cell.parse().ok();
        let fits = number.filter(|number| range.contains(number));
        if fits.is_none() {
            let rule = if number.is_some() { Finding::ScoreOutOfRange } else { Finding::InvalidNumber };
            (self.notice)(rule, self.column, place);
        }
        fits
    }
}
