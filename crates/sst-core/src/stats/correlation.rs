//! Pearson's correlation from exact sums.

use super::{Interval, Level, StatsError, normal_quantile};

/// Sums over pairs of whole numbers (scores in thousandths), exact up to 10^9 pairs of 32-bit scores.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PairSums {
    /// n, how many pairs.
    pub n: u64,
    /// Σ x.
    pub x: i128,
    /// Σ y.
    pub y: i128,
    /// Σ x².
    pub xx: i128,
    /// Σ y².
    pub yy: i128,
    /// Σ x y.
    pub xy: i128,
}

impl PairSums {
    /// Of pairs (x, y), each with its count.
    ///
    /// ```
    /// use sst_core::stats::PairSums;
    /// let sums = PairSums::of([((1, 2), 3), ((4, 6), 1)]);
    /// assert_eq!(sums, PairSums { n: 4, x: 7, y: 12, xx: 19, yy: 48, xy: 30 });
    /// ```
    pub fn of(pairs: impl IntoIterator<Item = ((i32, i32), u64)>) -> Self {
        let mut sums = Self::default();
        for ((x, y), count) in pairs {
            let (x, y, times) = (i128::from(x), i128::from(y), i128::from(count));
            sums.n += count;
            sums.x += x * times;
            sums.y += y * times;
            sums.xx += x * x * times;
            sums.yy += y * y * times;
            sums.xy += x * y * times;
        }
        sums
    }

    /// n Σx² - (Σx)², the same of y, and n Σxy - Σx Σy: n (n-1) times the variances and the covariance, exact.
    pub(super) fn spreads(&self) -> (i128, i128, i128) {
        let n = i128::from(self.n);
        (n * self.xx - self.x * self.x, n * self.yy - self.y * self.y, n * self.xy - self.x * self.y)
    }
}

/// Pearson's r, -1 to 1; none where x or y does not vary.
///
/// r = (n Σxy - Σx Σy)/√((n Σx² - (Σx)²)(n Σy² - (Σy)²)): differences of whole numbers, so that nothing cancels.
///
/// ```
/// use sst_core::stats::{PairSums, pearson};
/// assert_eq!(pearson(&PairSums::of([((1, 1), 1), ((2, 3), 1), ((3, 2), 1)])), Some(0.5));
/// assert_eq!(pearson(&PairSums::of([((1, 5), 1), ((2, 5), 1)])), None);
/// ```
pub fn pearson(sums: &PairSums) -> Option<f64> {
    let (x, y, both) = sums.spreads();
    (x > 0 && y > 0).then(|| (both as f64 / (x as f64 * y as f64).sqrt()).clamp(-1.0, 1.0))
}

/// Fisher's interval of a correlation: tanh(artanh r ± z/√(n-3)).
///
/// Fisher (1921), *Metron* 1, 3-32. Pairs normal and independent.
///
/// # Errors
/// `OutOfRange` unless -1 < r < 1: at ±1 the transformed value is infinite; `NoAnswers` of fewer than 4 pairs.
///
/// ```
/// use sst_core::stats::{Level, fisher_interval};
/// // scipy 1.17.1: artanh 0.6 ± 1.959964/√25, turned back.
/// let interval = fisher_interval(0.6, 28, Level::DEFAULT)?;
/// assert_eq!((format!("{:.4}", interval.low), format!("{:.4}", interval.high)), ("0.2924".into(), "0.7951".into()));
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn fisher_interval(r: f64, n: u64, level: Level) -> Result<Interval, StatsError> {
    if !(r > -1.0 && r < 1.0) {
        return Err(StatsError::OutOfRange);
    }
    if n < 4 {
        return Err(StatsError::NoAnswers);
    }
    let half = normal_quantile(level.each_tail())? / ((n - 3) as f64).sqrt();
    let z = r.atanh();
    Ok(Interval { low: (z - half).tanh(), high: (z + half).tanh() })
}
