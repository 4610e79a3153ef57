//! p values of several tests, adjusted for their number.

use crate::stats::StatsError;

/// What is kept below the level when there are several tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Adjustment {
    /// Holm 1979: the chance of any false alarm, whatever the tests have to do with each other. The default.
    #[default]
    Holm,
    /// Bonferroni: the same, never sharper.
    Bonferroni,
    /// Hommel 1988: the same, sharper, where Simes' inequality holds (independent or positively dependent tests).
    Hommel,
    /// Benjamini & Hochberg 1995: the expected share of false alarms among alarms, for independent or positively dependent tests.
    BenjaminiHochberg,
    /// Benjamini & Yekutieli 2001: the same, whatever the tests have to do with each other.
    BenjaminiYekutieli,
}

/// Adjusted p values, 0 to 1, in the order given.
///
/// With p(1) <= ... <= p(m): Bonferroni m p(i); Holm max over j <= i of (m-j+1) p(j); Benjamini-Hochberg min over j >= i of
/// m p(j)/j; Benjamini-Yekutieli the same times Σ 1/j; Hommel: Wright (1992), *Biometrics* 48, 1005-1013, appendix; all at most 1.
/// Holm (1979), *Scandinavian Journal of Statistics* 6, 65-70; Hommel (1988), *Biometrika* 75, 383-386; Benjamini & Hochberg
/// (1995), *JRSS B* 57, 289-300; Benjamini & Yekutieli (2001), *Annals of Statistics* 29, 1165-1188.
///
/// # Errors
/// `OutOfRange` where a p is not from 0 to 1.
///
/// ```
/// use sst_core::stats::{Adjustment, adjust};
/// // By hand: 4 · .01, 3 · .02, then 2 · .022 and .09, which are never less than the one before.
/// let holm = adjust(&[0.01, 0.022, 0.02, 0.09], Adjustment::Holm)?;
/// assert!(holm.iter().zip([0.04, 0.06, 0.06, 0.09]).all(|(ours, his)| (ours - his).abs() < 1e-15));
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn adjust(p: &[f64], adjustment: Adjustment) -> Result<Vec<f64>, StatsError> {
    if p.iter().any(|p| !(0.0..=1.0).contains(p)) {
        return Err(StatsError::OutOfRange);
    }
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|&one, &two| p[one].total_cmp(&p[two]));
    let ascending: Vec<f64> = order.iter().map(|&place| p[place]).collect();
    let adjusted = match adjustment {
        Adjustment::Holm => holm(&ascending),
        Adjustment::Bonferroni => ascending.iter().map(|p| p * ascending.len() as f64).collect(),
        Adjustment::Hommel => hommel(&ascending),
        Adjustment::BenjaminiHochberg => false_discovery(&ascending, 1.0),
        Adjustment::BenjaminiYekutieli => {
            false_discovery(&ascending, (1..=ascending.len()).map(|j| 1.0 / j as f64).sum())
        }
    };
    let mut answer = vec![0.0; p.len()];
    for (place, value) in order.into_iter().zip(adjusted) {
        answer[place] = value.min(1.0);
    }
    Ok(answer)
}

fn holm(ascending: &[f64]) -> Vec<f64> {
    let m = ascending.len();
    let mut largest = 0.0_f64;
    let step = |(before, &p): (usize, &f64)| {
        largest = largest.max((m - before) as f64 * p);
        largest
    };
    ascending.iter().enumerate().map(step).collect()
}

fn false_discovery(ascending: &[f64], factor: f64) -> Vec<f64> {
    let m = ascending.len() as f64;
    let mut smallest = 1.0_f64;
    let mut adjusted: Vec<f64> = (1..=ascending.len())
        .rev()
        .map(|j| {
            smallest = smallest.min(factor * m / j as f64 * ascending[j - 1]);
            smallest
        })
        .collect();
    adjusted.reverse();
    adjusted
}

fn hommel(ascending: &[f64]) -> Vec<f64> {
    let n = ascending.len();
    let mut adjusted = ascending.to_vec();
    for m in (2..=n).rev() {
        let (lower, upper) = adjusted.split_at_mut(n - m);
        let largest_p = &ascending[n - m..];
        let at_least = largest_p.iter().zip(1..).map(|(p, j)| m as f64 * p / f64::from(j)).fold(1.0, f64::min);
        for value in upper {
            *value = value.max(at_least);
        }
        for (value, p) in lower.iter_mut().zip(ascending) {
            *value = value.max(at_least.min(m as f64 * p));
        }
    }
    adjusted
}
