//! A confidence level.

use super::StatsError;

/// A confidence level, strictly between 0 and 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Level(f64);

impl Level {
    /// 95%.
    pub const DEFAULT: Self = Self(0.95);

    /// The level, when it is strictly between 0 and 1.
    pub fn new(level: f64) -> Result<Self, StatsError> {
        if level > 0.0 && level < 1.0 { Ok(Self(level)) } else { Err(StatsError::BadLevel) }
    }

    /// The level as a number.
    pub const fn get(self) -> f64 {
        self.0
    }

    /// The probability left out on each side, (1 - level) / 2.
    pub fn each_tail(self) -> f64 {
        (1.0 - self.0) / 2.0
    }
}
