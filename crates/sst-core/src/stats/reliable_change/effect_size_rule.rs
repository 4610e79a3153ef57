//! Change as a share of a standard deviation.

use super::{DifferenceRule, ReliableChange, ScaleDirection};

/// Which way a person moved by (post - pre)/sd, met by equality at ± `share`; none unless sd > 0 and share > 0.
///
/// The same as [`DifferenceRule::of_points`] of share · sd. Scores in thousandths, `sd` in points: the baseline's, or a national one. Half a standard deviation is the usual share: Norman,
/// Sloan & Wyrwich (2003), *Medical Care* 41, 582-592.
///
/// ```
/// use sst_core::stats::{ReliableChange, ScaleDirection, effect_size_change};
/// // 4 of 8 is half a standard deviation.
/// let change = effect_size_change(ScaleDirection::LowerIsBetter, 30_000, 26_000, 8.0, 0.5);
/// assert_eq!(change, Some(ReliableChange::Improved));
/// ```
pub fn effect_size_change(
    direction: ScaleDirection,
    pre: i32,
    post: i32,
    sd: f64,
    share: f64,
) -> Option<ReliableChange> {
    let points = if sd > 0.0 && share > 0.0 { share * sd } else { return None };
    Some(DifferenceRule::of_points(points)?.change(direction, pre, post))
}
