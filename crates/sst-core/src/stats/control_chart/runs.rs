//! Anhoej's analysis of runs: the longest run and the crossings, against what chance allows.

use super::Side;
use crate::stats::StatsError;
use crate::stats::binomial::{BinomialLaw, try_first_that_holds};

/// Runs and crossings of a series about its centre.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RunsAnalysis {
    /// n, the points that are not on the centre.
    pub useful: u64,
    /// The length of the longest run on one side.
    pub longest_run: u64,
    /// The longest that is no signal: round(log2 n) + 3.
    pub longest_allowed: u64,
    /// How often the series crosses the centre.
    pub crossings: u64,
    /// The fewest that are no signal: the 5% quantile of Bin(n - 1, 1/2).
    pub fewest_allowed: u64,
}

impl RunsAnalysis {
    /// The longest run is longer than allowed.
    pub const fn is_long_run(&self) -> bool {
        self.longest_run > self.longest_allowed
    }

    /// There are fewer crossings than allowed.
    pub const fn is_few_crossings(&self) -> bool {
        self.crossings < self.fewest_allowed
    }
}

/// The analysis of points by their side of the centre, in order; `None` is a point on the centre, which is passed over.
///
/// Schilling (2012), *Mathematics Magazine* 85, 141-149, for the run; Chen (2010), *JMASM* 9, 2, formula 7, for the crossings;
/// Anhøj & Olesen (2014), *PLoS ONE* 9, e113825.
///
/// # Errors
/// `NoAnswers` where no point is off the centre, `NotConverged`.
///
/// ```
/// use sst_core::stats::{Side, runs_analysis};
/// // Anhøj & Olesen: of 24 useful points a run of more than 8, or fewer than 8 crossings, is a signal.
/// let sides: Vec<_> = (0..24).map(|i| Some(if i % 2 == 0 { Side::Above } else { Side::Below })).collect();
/// let runs = runs_analysis(&sides)?;
/// assert_eq!((runs.longest_allowed, runs.fewest_allowed, runs.crossings, runs.longest_run), (8, 8, 23, 1));
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn runs_analysis(sides: &[Option<Side>]) -> Result<RunsAnalysis, StatsError> {
    let useful: Vec<Side> = sides.iter().copied().flatten().collect();
    if useful.is_empty() {
        return Err(StatsError::NoAnswers);
    }
    let runs = || useful.chunk_by(|one, next| one == next);
    let n = useful.len() as u64;
    Ok(RunsAnalysis {
        useful: n,
        longest_run: runs().map(<[Side]>::len).max().unwrap_or(0) as u64,
        // log2 of a whole number is never halfway.
        longest_allowed: (n as f64).log2().round() as u64 + 3,
        crossings: runs().count() as u64 - 1,
        fewest_allowed: fewest_allowed(n)?,
    })
}

fn fewest_allowed(useful: u64) -> Result<u64, StatsError> {
    if useful == 1 {
        return Ok(0);
    }
    let law = BinomialLaw { n: useful - 1, p: 0.5 };
    try_first_that_holds(0, useful - 1, |x| Ok(law.at_most(x)? >= 0.05))
}
