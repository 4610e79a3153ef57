//! Estimates as rows of typed cells: what CSV, Parquet and workbooks are written from.

use std::borrow::Cow;
use std::fmt;

use super::{Payload, ResultEntry};

/// What the cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellKind {
    /// Words.
    Text,
    /// A whole number from 0.
    Count,
    /// Any number.
    Number,
}

/// One cell.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum TableCell {
    /// Undefined, or of no meaning here.
    #[default]
    Empty,
    /// Words.
    Text(String),
    /// A whole number from 0.
    Count(u64),
    /// A finite number.
    Number(f64),
}

/// One estimate under [`Self::COLUMNS`]; what is not set is empty.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct EstimateRow([TableCell; EstimateRow::COLUMNS.len()]);

impl EstimateRow {
    /// The columns, always these: their names are those of the results document.
    pub const COLUMNS: [(&'static str, CellKind); 22] = [
        ("measure", CellKind::Text),
        ("kind", CellKind::Text),
        ("instrument", CellKind::Text),
        ("horizon_days", CellKind::Count),
        ("by", CellKind::Text),
        ("eligible", CellKind::Count),
        ("not_due", CellKind::Count),
        ("asked", CellKind::Count),
        ("answered", CellKind::Count),
        ("events", CellKind::Count),
        ("clients", CellKind::Count),
        ("clients_answered", CellKind::Count),
        ("estimate", CellKind::Number),
        ("low", CellKind::Number),
        ("high", CellKind::Number),
        ("level", CellKind::Number),
        ("method", CellKind::Text),
        ("design_effect", CellKind::Number),
        ("bounds_low", CellKind::Number),
        ("bounds_high", CellKind::Number),
        ("reason", CellKind::Text),
        ("caveats", CellKind::Text),
    ];

    /// The same row with a value in that column.
    #[must_use]
    pub fn with(mut self, column: &str, value: Option<impl Into<TableCell>>) -> Self {
        let place = Self::COLUMNS.iter().position(|(name, _)| *name == column);
        debug_assert!(place.is_some(), "{column} is no column");
        if let (Some(place), Some(value)) = (place, value) {
            self.0[place] = value.into();
        }
        self
    }

    /// The cells in the order of the columns.
    pub const fn cells(&self) -> &[TableCell] {
        &self.0
    }

    /// The cell of a column.
    pub fn cell(&self, column: &str) -> &TableCell {
        let place = Self::COLUMNS.iter().position(|(name, _)| *name == column);
        place.map_or(&TableCell::Empty, |place| &self.0[place])
    }

    /// What every row says of its entry; `by` is a JSON object.
    pub fn of(entry: &ResultEntry, kind: &str, measure: &str) -> Self {
        Self::default()
            .with("measure", Some(measure))
            .with("kind", Some(kind))
            .with("instrument", entry.instrument.as_deref())
            .with("by", serde_json::to_string(&entry.by).ok())
            .with("reason", entry.reason.map(crate::codes::Reason::id))
    }

    /// The same row with the caveats of its entry, joined by `;`.
    #[must_use]
    pub fn with_caveats_of(self, entry: &ResultEntry) -> Self {
        let caveats = entry.caveats.iter().map(|caveat| caveat.code.id()).collect::<Vec<_>>().join(";");
        self.with("caveats", Some(caveats).filter(|caveats| !caveats.is_empty()))
    }

    /// A proportion or a mean; nothing else is an estimate.
    pub fn of_estimate(entry: &ResultEntry, level: f64) -> Option<Self> {
        let row = Self::of(entry, entry.payload.kind().id(), &entry.measure).with_caveats_of(entry);
        match &entry.payload {
            Payload::Proportion(share) => Some(
                row.with("eligible", share.eligible)
                    .with("not_due", share.not_due)
                    .with("asked", share.asked)
                    .with("answered", share.answered)
                    .with("events", share.events)
                    .with("clients", share.clients)
                    .with("clients_answered", share.clients_answered)
                    .with("estimate", share.estimate)
                    .with("low", share.low)
                    .with("high", share.high)
                    .with("level", Some(level))
                    .with("method", Some(share.method.as_str()))
                    .with("design_effect", share.design_effect)
                    .with("bounds_low", share.bounds.map(|bounds| bounds.low))
                    .with("bounds_high", share.bounds.map(|bounds| bounds.high)),
            ),
            Payload::Mean(mean) => Some(
                row.with("eligible", mean.eligible)
                    .with("answered", mean.answered)
                    .with("estimate", mean.estimate)
                    .with("low", mean.low)
                    .with("high", mean.high)
                    .with("level", Some(level))
                    .with("method", Some(mean.method.as_str())),
            ),
            Payload::Count(_)
            | Payload::Distribution(_)
            | Payload::Joint(_)
            | Payload::Comparison(_)
            | Payload::Test(_) => None,
        }
    }
}

/// Full precision; nothing where it is empty.
impl fmt::Display for TableCell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => Ok(()),
            Self::Text(text) => f.write_str(text),
            Self::Count(count) => count.fmt(f),
            Self::Number(number) => number.fmt(f),
        }
    }
}

impl From<&str> for TableCell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for TableCell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Cow<'_, str>> for TableCell {
    fn from(text: Cow<'_, str>) -> Self {
        Self::Text(text.into_owned())
    }
}

impl From<u64> for TableCell {
    fn from(count: u64) -> Self {
        Self::Count(count)
    }
}

impl From<f64> for TableCell {
    fn from(number: f64) -> Self {
        if number.is_finite() { Self::Number(number) } else { Self::Empty }
    }
}
