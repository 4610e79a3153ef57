//! Hageman & Arrindell's cut-offs and their index of having passed one, on true scores.

use super::{Baseline, Norms, Population};

/// Norms with the spread of true scores, √(s² - SEM²), in place of that of observed scores, for the cut-offs a, b and c.
/// A population that spreads less than the error `sem` has none. Hageman & Arrindell (1999), *Behaviour Research and
/// Therapy* 37, 1169-1193.
///
/// ```
/// use sst_core::stats::{CutoffFormula, Norms, Population, ScaleDirection, cutoff, true_score_norms};
/// let couples = Norms {
///     clinical: Some(Population { mean: 81.583_333_333_333_33, sd: 11.825_661_265_562_1 }),
///     functional: Some(Population { mean: 114.8, sd: 17.8 }),
///     direction: ScaleDirection::HigherIsBetter,
/// };
/// let of_true = true_score_norms(&couples, 4.096_529_229_010_57);
/// assert_eq!(format!("{:.4}", cutoff(CutoffFormula::C, &of_true).unwrap()), "94.5511");
/// ```
pub fn true_score_norms(norms: &Norms, sem: f64) -> Norms {
    let of_true = |population: Population| {
        let variance = population.sd * population.sd - sem * sem;
        (variance >= 0.0).then(|| Population { sd: variance.sqrt(), ..population })
    };
    Norms { clinical: norms.clinical.and_then(of_true), functional: norms.functional.and_then(of_true), ..*norms }
}

/// The index of having passed a cut-off, positive on the better side; passed beyond
/// [`RciMethod::critical`](super::RciMethod::critical) (1.644854 at 95%), none where undefined.
///
/// cs_indiv = \[m2 + (post - m2) r_22 - cut\] / (√r_22 SEM), r_22 of [`Baseline::reliability_after`]. Hageman & Arrindell
/// (1999), as above.
pub fn cutoff_index(baseline: &Baseline, post: f64, cut: f64) -> Option<f64> {
    let r22 = baseline.reliability_after()?;
    let sem = baseline.standard_error_of_measurement()?;
    let estimate = baseline.mean_post + (post - baseline.mean_post) * r22;
    let index = baseline.direction.sign() * (estimate - cut) / (r22.sqrt() * sem);
    index.is_finite().then_some(index)
}
