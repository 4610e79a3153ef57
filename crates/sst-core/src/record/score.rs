//! A questionnaire score as an integer: thousandths, so that sums are exact.

/// A score in thousandths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Score(pub i32);

impl Score {
    /// The nearest thousandth, halves away from zero; `None` beyond ±2 million.
    pub fn from_f64(value: f64) -> Option<Self> {
        let thousandths = (value * 1000.0).round();
        (thousandths.abs() <= 2e9).then_some(Self(thousandths as i32))
    }

    /// The score as a number.
    pub fn to_f64(self) -> f64 {
        f64::from(self.0) / 1000.0
    }
}
