//! Sample quantiles of a histogram.

/// The sample quantile at `share` (0 to 1) of values given as ascending (value, count): Hyndman & Fan's type 7, R's
/// default: linear between the order statistics at (n-1)·share. `None` when there is no value.
///
/// Hyndman & Fan (1996), *American Statistician* 50, 361-365.
///
/// ```
/// // R: quantile(c(1, 2, 3, 4), 0.25) is 1.75.
/// let values = std::collections::BTreeMap::from([(1, 1), (2, 1), (3, 1), (4, 1)]);
/// assert_eq!(sst_core::stats::quantile_type_7(&values, 0.25), Some(1.75));
/// ```
pub fn quantile_type_7<'v>(values: impl IntoIterator<Item = (&'v i32, &'v u64)> + Copy, share: f64) -> Option<f64> {
    let n: u64 = values.into_iter().map(|(_, count)| count).sum();
    let place = (n.checked_sub(1)? as f64) * share;
    let below = place.floor() as u64;
    let at = |wanted: u64| {
        let mut seen = 0;
        values.into_iter().find(|&(_, count)| {
            seen += count;
            seen > wanted
        })
    };
    let (low, _) = at(below)?;
    let (high, _) = at(place.ceil() as u64)?;
    Some(f64::from(*low) + (place - below as f64) * (f64::from(*high) - f64::from(*low)))
}
