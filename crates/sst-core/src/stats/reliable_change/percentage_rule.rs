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

/// How much of the score before counts as change, in thousandths of a percent (30,000 is 30%), met by equality.
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
    pub const fn same(thousandths_of_a_percent: u32) -> Option<Self> {
        Self::new(thousandths_of_a_percent, thousandths_of_a_percent)
    }

    /// The same percentage either way; none unless it is above 0 and has at most three decimals: a rule that is met by
    /// equality is decided in whole numbers.
    ///
    /// ```
    /// use sst_core::stats::PercentageRule;
    /// assert_eq!(PercentageRule::of_percent(12.5), PercentageRule::same(12_500));
    /// assert_eq!(PercentageRule::of_percent(100.0 / 3.0), None);
    /// ```
    pub fn of_percent(percent: f64) -> Option<Self> {
        let thousandths = (percent * 1000.0).round();
        let is_whole = (percent * 1000.0 - thousandths).abs() <= 1e-6;
        let fits = is_whole && (1.0..=f64::from(u32::MAX)).contains(&thousandths);
        if fits { Self::same(thousandths as u32) } else { None }
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
    /// let rule = PercentageRule::same(30_000).unwrap();
    /// assert_eq!(rule.change(ScaleDirection::LowerIsBetter, 20_000, 14_000), Some(ReliableChange::Improved));
    /// assert_eq!(rule.change(ScaleDirection::LowerIsBetter, 0, 14_000), None);
    /// ```
    pub fn change(self, direction: ScaleDirection, pre: i32, post: i32) -> Option<ReliableChange> {
        if pre == 0 {
            return None;
        }
        let better = i128::from(direction.improvement(pre, post)) * 100_000;
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
