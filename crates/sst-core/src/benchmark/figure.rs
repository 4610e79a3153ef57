//! The number of a benchmark, as what it is.

/// The number of a benchmark.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Figure {
    /// A share; with a margin, whatever is no further from it counts as the same.
    Point {
        /// The share, 0 to 1.
        share: f64,
        /// What is near enough, above 0.
        margin: Option<f64>,
    },
    /// "Up to" a share.
    Ceiling {
        /// The share, 0 to 1.
        at_most: f64,
    },
    /// From a share to a share.
    Band {
        /// The lower, 0 to 1.
        low: f64,
        /// The higher.
        high: f64,
    },
    /// Events among so many.
    Counts {
        /// Events.
        events: u64,
        /// Out of these.
        n: u64,
    },
    /// No number that could be compared, as "over half".
    InWords,
}

impl Figure {
    /// The band that a margin makes of a point, or the band itself; ends as they are written, without the noise of subtraction.
    pub(super) fn band(self) -> Option<(f64, f64)> {
        let plain = |share: f64| (share * 1e9).round() / 1e9;
        match self {
            Self::Band { low, high } => Some((low, high)),
            Self::Point { share, margin: Some(margin) } => Some((plain(share - margin), plain(share + margin))),
            _ => None,
        }
    }
}
