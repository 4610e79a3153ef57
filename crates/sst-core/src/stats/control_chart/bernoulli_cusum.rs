//! A Bernoulli CUSUM: case by case, has the chance of an event changed?

use crate::stats::StatsError;

/// How finely the reference value is kept: in 1/64. Run lengths are exact for what is kept.
const UNITS: u64 = 64;

/// States of the chain at most: 2^16 units are a threshold of 1024 events in a row.
const MOST: u64 = 1 << 16;

/// A Bernoulli CUSUM, watching for the chance of an event to move from `rate` by an odds ratio.
///
/// W = max(0, W + 1 - r) at an event, W = max(0, W - r) without one; a signal once W >= h, after which W starts again at 0. With
/// odds ratio R: p1 = R p0/(1 - p0 + R p0), r = ln((1-p0)/(1-p1)) / ln(p1(1-p0)/(p0(1-p1))): the likelihood ratio's steps, divided by
/// what sets an event apart. r is kept in 1/64, so that W is a chain with finitely many states, and run lengths are solved for it
/// exactly. Reynolds & Stoumbos (1999), *Journal of Quality Technology* 31, 87-108; Steiner et al. (2000), *Biostatistics* 1, 441-452.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BernoulliCusum {
    /// p0, the usual chance of an event, strictly between 0 and 1.
    pub rate: f64,
    /// R, above 1 to watch for a rise, below 1 for a fall.
    pub odds_ratio: f64,
    /// r in 1/64, of events where R > 1 and of cases without one where R < 1.
    reference: u64,
    /// h in 1/64.
    threshold: u64,
}

/// A CUSUM over cases.
#[derive(Debug, Clone, PartialEq)]
pub struct CusumPath {
    /// W after each case, at least 0; at a signal before it starts again.
    pub values: Vec<f64>,
    /// The places of the cases at which W reached the threshold.
    pub signals: Vec<usize>,
}

impl BernoulliCusum {
    /// The smallest threshold whose average run length is at least `run_length` cases while nothing changes.
    ///
    /// # Errors
    /// `OutOfRange` where the rate is not strictly between 0 and 1, the odds ratio not positive or 1, the run length not from 1 up,
    /// or the reference value is beyond what 1/64 can tell from 0 or 1; `NotConverged` where no threshold below 1024 is enough.
    ///
    /// ```
    /// use sst_core::stats::BernoulliCusum;
    /// // One in five is not helped; a doubling of the odds is to be seen; a false alarm once in 500 cases.
    /// let chart = BernoulliCusum::design(0.2, 2.0, 500.0)?;
    /// let (quiet, doubled) = (chart.average_run_length(0.2)?, chart.average_run_length(1.0 / 3.0)?);
    /// assert!(quiet >= 500.0 && doubled < 60.0);
    /// // By hand: without a threshold beyond one event the run length is geometric.
    /// let first_event = BernoulliCusum::with_threshold(0.2, 2.0, 0.5)?;
    /// assert!((first_event.average_run_length(0.2)? - 5.0).abs() < 1e-12);
    /// # Ok::<(), sst_core::stats::StatsError>(())
    /// ```
    pub fn design(rate: f64, odds_ratio: f64, run_length: f64) -> Result<Self, StatsError> {
        if !(run_length >= 1.0 && run_length.is_finite()) {
            return Err(StatsError::OutOfRange);
        }
        let mut chart = Self::with_threshold(rate, odds_ratio, 1.0 / UNITS as f64)?;
        let (mut low, mut high) = (0, 1);
        let mut is_enough = |threshold| {
            chart.threshold = threshold;
            Ok::<_, StatsError>(chart.average_run_length(rate)? >= run_length)
        };
        while !is_enough(high)? {
            (low, high) = (high, high * 2);
            if high > MOST {
                return Err(StatsError::NotConverged);
            }
        }
        // Run lengths rise with the threshold.
        while high - low > 1 {
            let middle = low.midpoint(high);
            if is_enough(middle)? { high = middle } else { low = middle }
        }
        chart.threshold = high;
        Ok(chart)
    }

    /// The chart with a threshold h in events, rounded to 1/64.
    ///
    /// # Errors
    /// `OutOfRange` as of [`BernoulliCusum::design`], or where h is not from 1/64 to 1024.
    pub fn with_threshold(rate: f64, odds_ratio: f64, threshold: f64) -> Result<Self, StatsError> {
        let is_rate = rate > 0.0 && rate < 1.0;
        if !(is_rate && odds_ratio > 0.0 && odds_ratio.is_finite() && odds_ratio != 1.0) {
            return Err(StatsError::OutOfRange);
        }
        let (p0, ratio) = if odds_ratio > 1.0 { (rate, odds_ratio) } else { (1.0 - rate, 1.0 / odds_ratio) };
        // (1-p0)/(1-p1) = 1 - p0 + R p0.
        let reference = ((ratio - 1.0) * p0).ln_1p() / ratio.ln();
        let reference = (reference * UNITS as f64).round() as u64;
        let threshold = (threshold * UNITS as f64).round();
        if reference == 0 || reference >= UNITS || !(1.0..=MOST as f64).contains(&threshold) {
            return Err(StatsError::OutOfRange);
        }
        Ok(Self { rate, odds_ratio, reference, threshold: threshold as u64 })
    }

    /// r, what is taken off at each case, 0 to 1.
    pub fn reference(&self) -> f64 {
        self.reference as f64 / UNITS as f64
    }

    /// h, in events.
    pub fn threshold(&self) -> f64 {
        self.threshold as f64 / UNITS as f64
    }

    /// The average number of cases from W = 0 to the signal if the chance of an event is `rate`, 0 to 1.
    ///
    /// E_w = 1 + q E_(w+1-r) + (1-q) E_max(0, w-r), solved for all states. Brook & Evans (1972), *Biometrika* 59, 539-549.
    ///
    /// # Errors
    /// `OutOfRange` of a rate that is none; `NotConverged` where no signal can ever come, or hardly.
    pub fn average_run_length(&self, rate: f64) -> Result<f64, StatsError> {
        if !(0.0..=1.0).contains(&rate) {
            return Err(StatsError::OutOfRange);
        }
        let counted = if self.odds_ratio > 1.0 { rate } else { 1.0 - rate };
        let length = run_length(self.threshold as usize, self.reference as usize, counted);
        if length.is_finite() && length > 0.0 { Ok(length) } else { Err(StatsError::NotConverged) }
    }

    /// W over cases in their order, `true` an event.
    ///
    /// ```
    /// use sst_core::stats::BernoulliCusum;
    /// // R = 3 about 1 in 2: r = ln 2 / ln 3 = 0.6309, kept as 40/64. Two events in a row reach 0.75.
    /// let chart = BernoulliCusum::with_threshold(0.5, 3.0, 0.75)?;
    /// let path = chart.run([true, false, true, true, false]);
    /// assert_eq!(path.values, [0.375, 0.0, 0.375, 0.75, 0.0]);
    /// assert_eq!(path.signals, [3]);
    /// # Ok::<(), sst_core::stats::StatsError>(())
    /// ```
    pub fn run(&self, cases: impl IntoIterator<Item = bool>) -> CusumPath {
        let mut path = CusumPath { values: Vec::new(), signals: Vec::new() };
        let mut sum = 0;
        for (place, is_event) in cases.into_iter().enumerate() {
            let counts = is_event == (self.odds_ratio > 1.0);
            sum = (sum + if counts { UNITS } else { 0 }).saturating_sub(self.reference);
            path.values.push(sum as f64 / UNITS as f64);
            if sum >= self.threshold {
                path.signals.push(place);
                sum = 0;
            }
        }
        path
    }
}

/// E_0 of E_w = 1 + q E_(w + UNITS - reference) + (1-q) E_max(0, w - reference), E = 0 from `threshold` on.
///
/// The equations are banded: they are eliminated from the highest state down, each E_w put in terms of lower states. The matrix is an
/// M-matrix: all that is added is positive and no pivot is needed.
fn run_length(threshold: usize, reference: usize, q: f64) -> f64 {
    let (up, down) = (UNITS as usize - reference, reference);
    let band = up.max(down);
    // Row w: E_w = constant[w] + Σ_(d = 1..=band) lower[w][d - 1] E_(w-d), once the higher states are eliminated.
    let mut constant = vec![0.0; threshold];
    let mut lower = vec![vec![0.0; band]; threshold];
    let mut weights = Vec::with_capacity(up + band + 1);
    for w in (0..threshold).rev() {
        // Weights of E_(w + up), ..., E_w, ..., E_(w - band), the first at place 0.
        let top = w + up;
        weights.clear();
        weights.resize(up + band + 1, 0.0);
        let mut ones = 1.0;
        weights[0] = q;
        weights[top - w.saturating_sub(down)] += 1.0 - q;
        for state in (w + 1..=top).rev() {
            let weight = std::mem::take(&mut weights[top - state]);
            if weight > 0.0 && state < threshold {
                ones += weight * constant[state];
                for (d, through) in (1..).zip(&lower[state]).take(state) {
                    weights[top - state + d] += weight * through;
                }
            }
        }
        // What is left on E_w itself.
        let stays = 1.0 - weights[up];
        constant[w] = ones / stays;
        for (through, weight) in lower[w].iter_mut().zip(&weights[up + 1..]) {
            *through = weight / stays;
        }
    }
    constant.first().copied().unwrap_or(f64::NAN)
}
