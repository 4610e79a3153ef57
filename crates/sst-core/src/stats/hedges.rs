//! Hedges' correction of a standardised mean.

use super::incomplete_beta::stirling_error;

/// J(m) = Γ(m/2)/(√(m/2) Γ((m-1)/2)): what a standardised mean whose standard deviation has m degrees of freedom is multiplied
/// by so that it is right on average; 0 to 1, none unless m >= 2 (there is then no such mean).
///
/// ln J = -(a-1) ln(1 - 1/(2a)) - 1/2 + δ(a) - δ(a - 1/2) with a = m/2 and δ the error of Stirling's formula for Γ, so that large
/// logarithms do not cancel. Hedges (1981), *Journal of Educational Statistics* 6, 107-128, eq. 6e.
///
/// ```
/// let j = sst_core::stats::hedges_correction(39).unwrap();
/// assert!((j - 0.980_624_238_680_338).abs() < 1e-14);
/// ```
pub fn hedges_correction(degrees_of_freedom: u64) -> Option<f64> {
    if degrees_of_freedom < 2 {
        return None;
    }
    let a = degrees_of_freedom as f64 / 2.0;
    // Γ(a) = Γ(a+1)/a: the same error of Stirling's formula for both.
    let log = -(a - 1.0) * (-0.5 / a).ln_1p() - 0.5 + stirling_error(a) - stirling_error(a - 0.5);
    Some(log.exp())
}

/// 1 - 3/(4m - 1), Hedges' approximation to J(m), as many programs have it. Hedges (1981), as above, eq. 6f.
///
/// ```
/// let j = sst_core::stats::hedges_correction_approximate(39).unwrap();
/// assert!((j - 0.980_645_161_290_323).abs() < 1e-14);
/// ```
pub fn hedges_correction_approximate(degrees_of_freedom: u64) -> Option<f64> {
    (degrees_of_freedom >= 2).then(|| 1.0 - 3.0 / (4.0 * degrees_of_freedom as f64 - 1.0))
}
