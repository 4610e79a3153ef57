//! Two shares compared within strata: Cochran-Mantel-Haenszel's test and the common odds ratio.

use crate::stats::{ChiSquaredTest, Interval, Level, Share, StatsError, normal_quantile};

/// Two shares of one stratum. A side without answers, or a stratum where all answered alike, adds nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stratum {
    /// The first share.
    pub first: Share,
    /// The second share.
    pub second: Share,
}

/// An odds ratio common to all strata.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CommonOddsRatio {
    /// Above 1 where the first share is the larger.
    pub estimate: f64,
    /// The standard error of its logarithm.
    pub log_standard_error: f64,
    /// exp(ln estimate ± z se).
    pub interval: Interval,
}

/// The test and the ratio.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MantelHaenszel {
    /// Without correction for continuity.
    pub plain: ChiSquaredTest,
    /// With it.
    pub corrected: ChiSquaredTest,
    /// None where no stratum has an event first and none second, or the other way round: it would be 0 or infinite.
    pub odds_ratio: Option<CommonOddsRatio>,
    /// How many strata had something to add.
    pub strata: usize,
}

/// Tests p1 = p2 in every stratum, and estimates the odds ratio that all strata share.
///
/// With a, b events and no events first, c, d second, n all of a stratum: χ² = (|Σ(a - E)| - h)²/Σ V, E = (a+b)(a+c)/n,
/// V = (a+b)(c+d)(a+c)(b+d)/(n² (n-1)), h = 0, and 1/2 with correction, never below 0 (R takes no correction off a distance
/// below 1/2). OR = R/S, R = Σ ad/n, S = Σ bc/n; the variance of ln OR is Σ PR_i/(2R²) + Σ (PS_i + QR_i)/(2RS) +
/// Σ QS_i/(2S²), P = (a+d)/n, Q = (b+c)/n. Mantel & Haenszel (1959), *JNCI* 22, 719-748; Robins, Breslow & Greenland (1986),
/// *Biometrics* 42, 311-323.
///
/// # Errors
/// `MoreEventsThanAnswers`; `NoAnswers` where no stratum has anything to add.
///
/// ```
/// use sst_core::stats::{Level, Share, Stratum, mantel_haenszel};
/// // R's help of mantelhaen.test, UC Berkeley's six departments (men, women admitted): X-squared = 1.5246, p = 0.2169, with
/// // correction 1.4269, p = 0.2323; common odds ratio 0.9047.
/// let departments = [
///     (512, 825, 89, 108), (353, 560, 17, 25), (120, 325, 202, 593), (138, 417, 131, 375), (53, 191, 94, 393), (22, 373, 24, 341),
/// ];
/// let strata = departments.map(|(men, all_men, women, all_women)| Stratum {
///     first: Share { events: men, answered: all_men },
///     second: Share { events: women, answered: all_women },
/// });
/// let test = mantel_haenszel(&strata, Level::DEFAULT)?;
/// assert_eq!(format!("{:.4} {:.4}", test.plain.statistic, test.corrected.statistic), "1.5246 1.4269");
/// assert_eq!(format!("{:.4}", test.odds_ratio.unwrap().estimate), "0.9047");
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn mantel_haenszel(strata: &[Stratum], level: Level) -> Result<MantelHaenszel, StatsError> {
    let mut used = 0;
    let (mut toward, mut variance) = (0.0, 0.0);
    let (mut r, mut s, mut p_r, mut cross, mut q_s) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for stratum in strata {
        let Stratum { first, second } = *stratum;
        if first.answered == 0 || second.answered == 0 {
            continue;
        }
        let ((a, n1), (c, n2)) = (first.counts()?, second.counts()?);
        let (b, d, n) = (n1 - a, n2 - c, n1 + n2);
        if a + c == 0.0 || b + d == 0.0 {
            continue;
        }
        used += 1;
        // a - E = (ad - bc)/n.
        toward += (a * d - b * c) / n;
        variance += (n1 / n) * (n2 / n) * (a + c) * (b + d) / (n - 1.0);
        let (one, two, p, q) = (a * d / n, b * c / n, (a + d) / n, (b + c) / n);
        r += one;
        s += two;
        p_r += p * one;
        cross += p * two + q * one;
        q_s += q * two;
    }
    if used == 0 {
        return Err(StatsError::NoAnswers);
    }
    let of = |distance: f64| ChiSquaredTest::new(distance * distance / variance, 1);
    let z = normal_quantile(level.each_tail())?;
    let odds_ratio = (r > 0.0 && s > 0.0).then(|| {
        let se = (p_r / (2.0 * r * r) + cross / (2.0 * r * s) + q_s / (2.0 * s * s)).sqrt();
        let estimate = r / s;
        let end = |steps: f64| estimate * (steps * se).exp();
        CommonOddsRatio { estimate, log_standard_error: se, interval: Interval { low: end(-z), high: end(z) } }
    });
    Ok(MantelHaenszel { plain: of(toward)?, corrected: of((toward.abs() - 0.5).max(0.0))?, odds_ratio, strata: used })
}
