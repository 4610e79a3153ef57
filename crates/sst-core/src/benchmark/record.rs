//! A published figure or claim with everything that one must know before setting anything beside it.

use serde::{Deserialize, Serialize};

use super::figure::Figure;
use super::kinds::{BenchmarkKind, DenominatorKind, Evidence, OutcomeKind, SessionsKind};

/// A published figure or claim.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Benchmark {
    /// The id.
    pub id: String,
    /// A short name, as "Cannistrà and others 2020".
    pub label: String,
    /// A figure or a claim.
    pub kind: BenchmarkKind,
    /// Who found or said it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub study: Option<String>,
    /// When, as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<String>,
    /// What counts as a yes.
    pub outcome_kind: OutcomeKind,
    /// Out of whom.
    pub denominator_kind: DenominatorKind,
    /// After how many sessions.
    pub sessions: SessionsKind,
    /// The questionnaire, where it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instrument: Option<String>,
    /// What was counted, in words.
    pub definition: String,
    /// How many said yes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub events: Option<u64>,
    /// Out of how many; with `percent` alone, the n that stands beside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub n: Option<u64>,
    /// The percentage as it is printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub percent: Option<String>,
    /// The lower end of a band, as a share.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub low: Option<f64>,
    /// The upper end of a band.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub high: Option<f64>,
    /// A ceiling ("up to"), as a share.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_most: Option<f64>,
    /// What counts as the same as a percentage, as a share.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub margin: Option<f64>,
    /// Whether `events` are computed from the printed percentage.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub events_derived: bool,
    /// When clients were asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timepoint: Option<String>,
    /// Who was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub informant: Option<String>,
    /// How it was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub design: Option<String>,
    /// Where it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Whether that was read.
    pub evidence: Evidence,
    /// As what it is often quoted, and is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub misquoted_as: Option<String>,
    /// What it does and does not mean.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The measures beside which it is told.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shown_with: Vec<String>,
}

/// Why a record cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BenchmarkFault {
    /// Not one number.
    #[error("has one of: `events` with `n`, `low` with `high`, `at_most`, or `percent`")]
    NotOneNumber,
    /// More events than n, or n of 0.
    #[error("has `events` of at most `n`, and `n` above 0")]
    Counts,
    /// Shares outside 0 to 1, or a band whose ends are not in order.
    #[error("has shares from 0 to 1, `low` below `high`")]
    Shares,
    /// A percentage above 100.
    #[error("has a `percent` from 0 to 100")]
    Percent,
    /// A margin of something else than a percentage, or one that is none.
    #[error("has a `margin` only beside `percent` alone, above 0 and below 0.5")]
    Margin,
    /// A text without anything in it.
    #[error("needs an `id`, a `label` and a `definition`")]
    Blank,
}

impl Benchmark {
    /// What its number is.
    ///
    /// # Errors
    /// [`BenchmarkFault`]: numbers that are missing, too many, or cannot be.
    pub fn figure(&self) -> Result<Figure, BenchmarkFault> {
        let is_share = |share: f64| (0.0..=1.0).contains(&share);
        let number = |text: &String| text.parse::<f64>().ok().filter(|number| number.is_finite());
        let printed = self.percent.as_ref().map(number);
        if printed.flatten().is_some_and(|percent| !(0.0..=100.0).contains(&percent)) {
            return Err(BenchmarkFault::Percent);
        }
        let figure = match (self.events, self.low.zip(self.high), self.at_most, printed) {
            (Some(events), None, None, _) => match self.n {
                Some(n) if n > 0 && events <= n => Figure::Counts { events, n },
                _ => return Err(BenchmarkFault::Counts),
            },
            (None, Some((low, high)), None, _) if is_share(low) && is_share(high) && low < high => {
                Figure::Band { low, high }
            }
            (None, None, Some(at_most), _) if is_share(at_most) => Figure::Ceiling { at_most },
            (None, Some(_), None, _) | (None, None, Some(_), _) => return Err(BenchmarkFault::Shares),
            (None, None, None, Some(Some(percent))) => Figure::Point { share: percent / 100.0, margin: self.margin },
            (None, None, None, Some(None)) => Figure::InWords,
            _ => return Err(BenchmarkFault::NotOneNumber),
        };
        if self.low.is_some() != self.high.is_some() {
            return Err(BenchmarkFault::NotOneNumber);
        }
        let takes_margin = matches!(figure, Figure::Point { .. });
        if self.margin.is_some_and(|margin| !(takes_margin && margin > 0.0 && margin < 0.5)) {
            return Err(BenchmarkFault::Margin);
        }
        if self.n == Some(0) {
            return Err(BenchmarkFault::Counts);
        }
        Ok(figure)
    }

    /// The record, when its numbers can be and it says what it is.
    ///
    /// # Errors
    /// [`BenchmarkFault`].
    pub fn checked(self) -> Result<Self, BenchmarkFault> {
        self.figure()?;
        let is_blank = [&self.id, &self.label, &self.definition].into_iter().any(|text| text.trim().is_empty());
        if is_blank { Err(BenchmarkFault::Blank) } else { Ok(self) }
    }
}
