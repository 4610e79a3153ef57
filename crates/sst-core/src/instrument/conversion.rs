//! From the sum of the items to the score that is reported, by a published table.

use serde::{Deserialize, Serialize};

use super::round::{thousandths, to_unit};
use crate::record::Score;

/// What a conversion begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ConvertedFrom {
    /// The sum of the items.
    Raw,
}

/// A table of sums and their scores.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Conversion {
    /// What it begins with.
    pub from: ConvertedFrom,
    /// Sum and score, the sums rising.
    pub table: Vec<[f64; 2]>,
    /// What converted scores are rounded to, halves away from zero.
    pub converted_unit: f64,
    /// Where it stands.
    pub source: String,
    /// Whether that was read at the publisher's, and not remembered or found elsewhere.
    pub verified: bool,
    /// What one should know beside it.
    #[serde(default)]
    pub note: Option<String>,
}

impl Conversion {
    /// The score of a sum; `None` where the table has no such sum.
    pub fn convert(&self, raw: Score) -> Option<Score> {
        let unit = thousandths(self.converted_unit);
        let [_, score] = self.table.iter().find(|[sum, _]| thousandths(*sum) == i64::from(raw.0))?;
        to_unit(i128::from(thousandths(*score)), 1, 0, unit)
    }

    /// Whether this is the score of a sum in the table.
    pub fn has_raw(&self, raw: Score) -> bool {
        self.table.iter().any(|[sum, _]| thousandths(*sum) == i64::from(raw.0))
    }

    /// Whether a score given as converted may be a sum that somebody forgot to convert: a sum of the table that is no score
    /// of it.
    pub(super) fn is_raw_only(&self, score: Score) -> bool {
        self.has_raw(score) && self.table.iter().all(|[_, converted]| thousandths(*converted) != i64::from(score.0))
    }

    /// Whether the table rises, and its scores lie from `min` to `max`.
    pub(super) fn is_possible(&self, min: f64, max: f64) -> bool {
        let is_finite = self.table.iter().flatten().all(|number| number.is_finite());
        let rises = self.table.windows(2).all(|pair| pair[0][0] < pair[1][0] && pair[0][1] < pair[1][1]);
        let fits = self.table.iter().all(|[_, score]| (min..=max).contains(score));
        let has_unit = self.converted_unit >= 0.001 && self.converted_unit.is_finite();
        is_finite && rises && fits && has_unit && !self.table.is_empty() && !self.source.trim().is_empty()
    }
}
