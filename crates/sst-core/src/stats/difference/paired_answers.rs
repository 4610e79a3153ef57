//! Two answers of every client: Newcombe's paired interval.

use super::square_and_add;
use crate::stats::{Interval, Level, Share, StatsError, wilson};

/// How many clients said what, first and second time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PairedAnswers {
    /// a, yes both times.
    pub both: u64,
    /// b, yes the first time only.
    pub first_only: u64,
    /// c, yes the second time only.
    pub second_only: u64,
    /// d, yes neither time.
    pub neither: u64,
}

impl PairedAnswers {
    /// n = a + b + c + d.
    pub const fn pairs(&self) -> u64 {
        self.both + self.first_only + self.second_only + self.neither
    }

    /// p1 - p2 = (b - c)/n, -1 to 1. Newcombe (1998), *Statistics in Medicine* 17, 2635-2650.
    ///
    /// # Errors
    /// `NoAnswers` without a pair.
    ///
    /// ```
    /// use sst_core::stats::PairedAnswers;
    /// // Newcombe 1998: 36, 12, 2, 0 is a difference of 0.2.
    /// assert_eq!(PairedAnswers { both: 36, first_only: 12, second_only: 2, neither: 0 }.difference()?, 0.2);
    /// # Ok::<(), sst_core::stats::StatsError>(())
    /// ```
    pub fn difference(&self) -> Result<f64, StatsError> {
        if self.pairs() == 0 {
            return Err(StatsError::NoAnswers);
        }
        Ok((self.first_only as f64 - self.second_only as f64) / self.pairs() as f64)
    }

    /// Newcombe's interval of p1 - p2, within \[-1, 1\]: that of independent shares with the correlation φ of the answers.
    ///
    /// φ = max(ad - bc - n/2, 0)/√((a+b)(c+d)(a+c)(b+d)) where ad > bc, else (ad - bc)/√(...), and 0 where a margin is 0.
    /// Newcombe (1998), *Statistics in Medicine* 17, 2635-2650, method 10.
    ///
    /// # Errors
    /// `NoAnswers` without a pair.
    ///
    /// ```
    /// use sst_core::stats::{Level, PairedAnswers};
    /// // Newcombe 1998: 36, 12, 2, 0 gives 0.0569 to 0.3404.
    /// let pairs = PairedAnswers { both: 36, first_only: 12, second_only: 2, neither: 0 };
    /// let interval = pairs.newcombe(Level::DEFAULT)?;
    /// assert_eq!((format!("{:.4}", interval.low), format!("{:.4}", interval.high)), ("0.0569".into(), "0.3404".into()));
    /// # Ok::<(), sst_core::stats::StatsError>(())
    /// ```
    pub fn newcombe(&self, level: Level) -> Result<Interval, StatsError> {
        let answered = self.pairs();
        let of = |events: u64| Ok((Share { events, answered }.estimate()?, wilson(events, answered, level)?));
        let (first, second) = (of(self.both + self.first_only)?, of(self.both + self.second_only)?);
        Ok(square_and_add(first, second, self.corrected_phi()))
    }

    fn corrected_phi(&self) -> f64 {
        let [a, b, c, d] = [self.both, self.first_only, self.second_only, self.neither].map(i128::from);
        let margins = [a + b, c + d, a + c, b + d].map(|margin| (margin as f64).sqrt()).iter().product::<f64>();
        let cross = a * d - b * c;
        let numerator = if cross > 0 { (cross as f64 - self.pairs() as f64 / 2.0).max(0.0) } else { cross as f64 };
        if margins == 0.0 { 0.0 } else { numerator / margins }
    }
}
