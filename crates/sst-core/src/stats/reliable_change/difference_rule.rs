//! A number of points as the rule: a published reliable change, or a minimal important difference.

use super::{ReliableChange, ScaleDirection};

/// How many points count as change, in thousandths of a point like the scores: whole numbers, so that 0.1 more or less on a
/// scale of tenths is decided exactly. Both are *met by equality*: "falls by 6 or more".
///
/// ```
/// use sst_core::stats::{DifferenceRule, ReliableChange, ScaleDirection};
/// // PHQ-9: 6 points. From 18 to 12 is enough, to 13 is not.
/// let rule = DifferenceRule::same(6_000).unwrap();
/// assert_eq!(rule.change(ScaleDirection::LowerIsBetter, 18_000, 12_000), ReliableChange::Improved);
/// assert_eq!(rule.change(ScaleDirection::LowerIsBetter, 18_000, 13_000), ReliableChange::Unchanged);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DifferenceRule {
    improvement: u32,
    deterioration: u32,
}

impl DifferenceRule {
    /// The same number of points either way; none for 0: everybody would have improved and deteriorated.
    pub const fn same(points: u32) -> Option<Self> {
        Self::new(points, points)
    }

    /// Other points for worse than for better; none where either is 0.
    pub const fn new(improvement: u32, deterioration: u32) -> Option<Self> {
        if improvement == 0 || deterioration == 0 { None } else { Some(Self { improvement, deterioration }) }
    }

    /// The same number of points either way, `points` as a source prints them or as a spread gives them: the least whole number
    /// of thousandths that is as many, since scores are no finer. What differs by less than a millionth of a thousandth is of
    /// the arithmetic, not of the person. None unless points > 0.
    ///
    /// ```
    /// use sst_core::stats::DifferenceRule;
    /// // 3 × 0.1 is 0.30000000000000004 in floats, and still met by 0.3.
    /// assert_eq!(DifferenceRule::of_points(3.0 * 0.1), DifferenceRule::same(300));
    /// assert_eq!(DifferenceRule::of_points(2.7182), DifferenceRule::same(2_719));
    /// assert_eq!(DifferenceRule::of_points(0.0), None);
    /// ```
    pub fn of_points(points: f64) -> Option<Self> {
        // Out of reach of any two scores where it does not fit.
        let least = (points * 1000.0 - 1e-6).ceil().clamp(1.0, f64::from(u32::MAX));
        if points > 0.0 && points.is_finite() { Self::same(least as u32) } else { None }
    }

    /// Which way a person moved; scores in thousandths.
    pub const fn change(self, direction: ScaleDirection, pre: i32, post: i32) -> ReliableChange {
        let better = direction.improvement(pre, post);
        if better >= self.improvement as i64 {
            ReliableChange::Improved
        } else if -better >= self.deterioration as i64 {
            ReliableChange::Deteriorated
        } else {
            ReliableChange::Unchanged
        }
    }
}
