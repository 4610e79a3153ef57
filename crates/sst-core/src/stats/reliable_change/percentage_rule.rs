//! Change as a share of the score before.

use super::{ReliableChange, ScaleDirection};

/// (post - pre)/|pre|, positive where the score rose; none at a score of 0 before, which has no percentage.
///
/// ```
/// use sst_core::stats::relative_change;
/// assert_eq!(relative_change(20_000, 14_000), Some(-0.3));
/// assert_eq!(relative_change(0, 5_000), None);
/// ```
pub fn relative_change(pre: i32, post: i32) -> Option<f64> {
    let difference = i64::from(post) - i64::from(pre);
    (pre != 0).then(|| difference as f64 / f64::from(pre).abs())
}

/// How much of the score before counts as change, in thousandths of it (300 is 30%), met by equality.
///
/// The share depends on where a scale has its 0: 1-5 and 0-4 give other percentages, and a scale turned round (max - score)
/// other ones again. It is offered because papers report it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PercentageRule {
    improvement: u32,
    deterioration: u32,
}

impl PercentageRule {
    /// The same share either way; none for 0.
    pub const fn same(per_mille: u32) -> Option<Self> {
        Self::new(per_mille, per_mille)
    }

    /// Another share for worse than for better; none where either is 0.
    pub const fn new(improvement: u32, deterioration: u32) -> Option<Self> {
        if improvement == 0 || deterioration == 0 { None } else { Some(Self { improvement, deterioration }) }
    }

    /// Which way a person moved, decided in whole numbers; none at a score of 0 before: that person has neither improved nor
    /// deteriorated nor stayed the same by this rule.
    ///
    /// ```
    /// use sst_core::stats::{PercentageRule, ReliableChange, ScaleDirection};
    /// let rule = PercentageRule::same(300).unwrap();
    /// assert_eq!(rule.change(ScaleDirection::LowerIsBetter, 20_000, 14_000), Some(ReliableChange::Improved));
    /// assert_eq!(rule.change(ScaleDirection::LowerIsBetter, 0, 14_000), None);
    /// ```
    pub fn change(self, direction: ScaleDirection, pre: i32, post: i32) -> Option<ReliableChange> {
        if pre == 0 {
            return None;
        }
        let better = i128::from(direction.improvement(pre, post)) * 1000;
        let of_pre = |share: u32| i128::from(share) * i128::from(pre.unsigned_abs());
        Some(if better >= of_pre(self.improvement) {
            ReliableChange::Improved
        } else if -better >= of_pre(self.deterioration) {
            ReliableChange::Deteriorated
        } else {
            ReliableChange::Unchanged
        })
    }
}
