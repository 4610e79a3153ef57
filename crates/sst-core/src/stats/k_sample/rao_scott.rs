//! Tests of several shares when clients answer more than once: each share counts for as many answers as it is worth.

use crate::stats::tails_of_laws::normal_two_sided;
use crate::stats::{ChiSquaredTest, Share, StatsError, TrendTest};

/// A share and its design effect, at least 1: how much repeated clients widen its variance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ClusteredShare {
    /// The share.
    pub share: Share,
    /// d.
    pub design_effect: f64,
}

/// p and n/d.
struct Effective {
    p: f64,
    n: f64,
}

/// Tests that all shares are one: χ² = Σ m_i (p_i - p)²/(p (1-p)), m_i = n_i/d_i, p = Σ m_i p_i/Σ m_i, with k - 1 degrees of
/// freedom. With design effects of 1 it is [`chi_squared_of_shares`](crate::stats::chi_squared_of_shares). Clients in several of
/// the groups are not allowed for.
///
/// Rao & Scott (1992), *Biometrics* 48, 577-585.
///
/// # Errors
/// `NoAnswers` where a share has none or there is no share, `MoreEventsThanAnswers`, `OneValue` of one share, `AllAlike` where
/// all said yes or all said no, `OutOfRange` of a design effect below 1.
///
/// ```
/// use sst_core::stats::{ClusteredShare, Share, chi_squared_of_clustered_shares};
/// // By hand: 40 of 50 and 24 of 40, each worth half its answers: p = .7111, half of Pearson's 4.3269.
/// let of = |events, answered| ClusteredShare { share: Share { events, answered }, design_effect: 2.0 };
/// let test = chi_squared_of_clustered_shares(&[of(40, 50), of(24, 40)])?;
/// assert_eq!(format!("{:.4} {}", test.statistic, test.df), "2.1635 1");
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn chi_squared_of_clustered_shares(shares: &[ClusteredShare]) -> Result<ChiSquaredTest, StatsError> {
    let effective = effective(shares)?;
    if shares.len() == 1 {
        return Err(StatsError::OneValue);
    }
    let (p, _) = pooled(&effective);
    let statistic: f64 = effective.iter().map(|one| one.n * (one.p - p).powi(2)).sum();
    ChiSquaredTest::new(statistic / (p * (1.0 - p)), shares.len() as u64 - 1)
}

/// Tests whether shares rise or fall with the scores of their groups, as [`cochran_armitage`](crate::stats::cochran_armitage)
/// with m_i = n_i/d_i answers. Clients in several of the groups are not allowed for.
///
/// Rao & Scott (1992), *Biometrics* 48, 577-585.
///
/// # Errors
/// As [`chi_squared_of_clustered_shares`]; `OneValue` where all scores are one, `OutOfRange` where there are not as many
/// scores as shares or one is not finite.
///
/// ```
/// use sst_core::stats::{ClusteredShare, Share, cochran_armitage, trend_of_clustered_shares};
/// let shares = [(83, 86), (90, 93), (129, 136), (70, 82)].map(|(events, answered)| Share { events, answered });
/// let clustered = shares.map(|share| ClusteredShare { share, design_effect: 4.0 });
/// let scores = [1.0, 2.0, 3.0, 4.0];
/// let (plain, test) = (cochran_armitage(&shares, &scores)?, trend_of_clustered_shares(&clustered, &scores)?);
/// // Every share is worth a quarter of its answers: half of z, the same slope.
/// assert!((test.z - plain.z / 2.0).abs() < 1e-12 && (test.slope - plain.slope).abs() < 1e-12);
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn trend_of_clustered_shares(shares: &[ClusteredShare], scores: &[f64]) -> Result<TrendTest, StatsError> {
    if scores.len() != shares.len() || scores.iter().any(|score| !score.is_finite()) {
        return Err(StatsError::OutOfRange);
    }
    let effective = effective(shares)?;
    let (p, n) = pooled(&effective);
    let groups = || effective.iter().zip(scores);
    let mean = groups().map(|(one, score)| one.n * score).sum::<f64>() / n;
    let spread: f64 = groups().map(|(one, score)| one.n * (score - mean).powi(2)).sum();
    if spread == 0.0 {
        return Err(StatsError::OneValue);
    }
    let toward: f64 = groups().map(|(one, score)| (score - mean) * one.n * (one.p - p)).sum();
    let z = toward / (p * (1.0 - p) * spread).sqrt();
    Ok(TrendTest { z, two_sided: normal_two_sided(z), slope: toward / spread })
}

fn effective(shares: &[ClusteredShare]) -> Result<Vec<Effective>, StatsError> {
    let of = |one: &ClusteredShare| {
        if !(one.design_effect >= 1.0 && one.design_effect.is_finite()) {
            return Err(StatsError::OutOfRange);
        }
        let p = one.share.estimate()?;
        Ok(Effective { p, n: one.share.answered as f64 / one.design_effect })
    };
    let effective = shares.iter().map(of).collect::<Result<Vec<_>, _>>()?;
    let is_all = |p: f64| effective.iter().all(|one| one.p == p);
    match shares {
        [] => Err(StatsError::NoAnswers),
        _ if is_all(0.0) || is_all(1.0) => Err(StatsError::AllAlike),
        _ => Ok(effective),
    }
}

/// p and Σ m.
fn pooled(effective: &[Effective]) -> (f64, f64) {
    let n: f64 = effective.iter().map(|one| one.n).sum();
    (effective.iter().map(|one| one.n * one.p).sum::<f64>() / n, n)
}
