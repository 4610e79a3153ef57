//! Whether covariates tell all events from the rest: then no coefficient is large enough.

/// A direction that moves no prediction the wrong way by more than this part of the largest move separates: a largest likelihood, if
/// there was one, would lie a million times farther out.
const ROUNDING: f64 = 1e-6;

/// Whether moves of the logits by `moves` raise only rows where all had the event and lower only those where none had.
///
/// Albert & Anderson (1984), *Biometrika* 71, 1-10: then, and only then, the likelihood rises without end.
pub(super) fn separates(moves: &[f64], counts: &[(f64, f64)]) -> bool {
    let largest = moves.iter().fold(0.0_f64, |largest, by| largest.max(by.abs()));
    let dust = ROUNDING * largest;
    largest > 0.0 && moves.iter().zip(counts).all(|(&by, &(x, n))| (x == 0.0 || by >= -dust) && (x == n || by <= dust))
}
