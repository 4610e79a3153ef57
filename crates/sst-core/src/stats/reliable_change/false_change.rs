//! How many would seem changed if nobody had changed.

use libm::erfc;

/// The share that exceeds ± `critical` by Jacobson & Truax's index when nobody changed: 2 (1 - Φ(critical)), half of it on
/// each side. 0 to 1; errors of measurement normal, alike for all and unrelated between both times.
///
/// ```
/// // One in twenty at 1.959964.
/// assert!((sst_core::stats::false_change_beyond_index(1.959_963_984_540_054) - 0.05).abs() < 1e-15);
/// ```
pub fn false_change_beyond_index(critical: f64) -> f64 {
    erfc(critical.max(0.0) / std::f64::consts::SQRT_2)
}

/// The share that moves by at least `points` when nobody changed, half of it each way; none unless points > 0 and SEM > 0.
///
/// D ~ N(0, 2 SEM²), points and SEM in points of the scale. Observed scores are whole numbers of the scale's `unit`, so
/// "at least k" begins half a unit below k: with a unit, P(|D| >= k - unit/2), the usual answer; without, P(|D| >= k).
/// Regression to the mean of those who start high comes on top.
///
/// ```
/// use sst_core::stats::false_change_by_threshold;
/// // PHQ-9, s = 6.1, r = 0.84: SEM √2 = 3.451; 6 points or more, P(|Z| >= 5.5/3.451) = 0.111; without the half unit 0.082.
/// let sem = 6.1 * 0.16_f64.sqrt();
/// assert_eq!(format!("{:.3}", false_change_by_threshold(6.0, sem, Some(1.0)).unwrap()), "0.111");
/// assert_eq!(format!("{:.3}", false_change_by_threshold(6.0, sem, None).unwrap()), "0.082");
/// ```
pub fn false_change_by_threshold(points: f64, sem: f64, unit: Option<f64>) -> Option<f64> {
    let from = points - unit.unwrap_or(0.0) / 2.0;
    // P(|D| >= x) = erfc(x / (SEM √2 √2)).
    (points > 0.0 && sem > 0.0 && from.is_finite()).then(|| erfc(from.max(0.0) / (2.0 * sem)))
}
