//! How a series is cut into parts, and what the limits rest on.

use std::ops::Range;

use crate::stats::StatsError;

/// How a series is cut into parts, and what the limits of a part rest on. The default: one part, all its points.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ChartPlan {
    /// The places where a new part begins (a rebase), ascending, the first point being 0. Limits and rules start again there.
    pub rebase: Vec<usize>,
    /// The limits of a part rest on its first so many points with a value; on all of them if `None`. At least 1.
    pub freeze: Option<usize>,
    /// Places of points that are drawn but take no part: neither in limits nor in rules. Months that are not over, or whose
    /// follow-up is not.
    pub left_out: Vec<usize>,
    /// A centre laid down in advance, in the unit of the chart, in place of the one that is computed.
    pub centre: Option<f64>,
}

impl ChartPlan {
    /// The parts of a series of this length. `OutOfRange` where a rebase is not inside the series or not after the one before,
    /// where nothing is to be frozen, or the centre is no number.
    pub(super) fn parts(&self, length: usize) -> Result<Vec<Range<usize>>, StatsError> {
        let ascend = self.rebase.windows(2).all(|pair| pair[0] < pair[1]);
        let inside = self.rebase.iter().all(|&place| place > 0 && place < length);
        let centre = self.centre.is_none_or(f64::is_finite);
        if !ascend || !inside || !centre || self.freeze == Some(0) {
            return Err(StatsError::OutOfRange);
        }
        let starts = std::iter::once(0).chain(self.rebase.iter().copied());
        let ends = self.rebase.iter().copied().chain(std::iter::once(length));
        Ok(starts.zip(ends).map(|(start, end)| start..end).collect())
    }
}
