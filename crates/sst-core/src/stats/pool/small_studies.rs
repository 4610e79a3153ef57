//! Do small studies say something else than large ones? A regression of estimates on a measure of smallness.
//!
//! A slope may come from small studies that were never published, and from small studies being of other clients. Below ten
//! studies it finds next to nothing (Sterne et al. 2011, *BMJ* 343:d4002).

use super::{StudyEffect, logit_effect};
use crate::stats::tails_of_laws::student_t_two_sided;
use crate::stats::{Share, StatsError};

/// What the regression says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SmallStudyCheck {
    /// k, at least 3.
    pub studies: usize,
    /// By how much the estimate changes with a step of the predictor.
    pub slope: f64,
    /// t of the slope, with k - 2 degrees of freedom.
    pub t: f64,
    /// P(|T| >= |t|).
    pub two_sided: f64,
    /// The estimate at a predictor of 0, that is, of a study without end.
    pub limit: f64,
}

/// Egger's test: estimates on their standard errors, weighted by 1/v, with the spread taken from the regression.
///
/// Not for shares on the logit scale: there the standard error depends on the estimate itself, and a slope is found where there
/// is none; use [`small_study_check_of_shares`]. Egger et al. (1997), *BMJ* 315, 629-634; metafor's `regtest(model = "lm")`.
///
/// # Errors
/// `OneValue` of fewer than three studies or where all standard errors are one, `OutOfRange` as in
/// [`pool_studies`](super::pool_studies), `AllAlike` where the line goes through all studies.
///
/// ```
/// use sst_core::stats::{Share, StudyEffect, logit_effect, small_study_check};
/// // metafor 3.8.1, regtest(model = "lm"): t = 1.0214, df = 8, p = 0.3370.
/// let shares = [(41, 50), (60, 100), (10, 34), (120, 200), (63, 80), (18, 20), (250, 412), (12, 15), (25, 40), (33, 60)]
///     .map(|(events, answered)| Share { events, answered });
/// let logits: Vec<StudyEffect> = shares.iter().map(|&share| Ok(logit_effect(share)?.effect)).collect::<Result<_, _>>()?;
/// let check = small_study_check(&logits)?;
/// assert_eq!(format!("{:.4} {:.4}", check.t, check.two_sided), "1.0214 0.3370");
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn small_study_check(effects: &[StudyEffect]) -> Result<SmallStudyCheck, StatsError> {
    for effect in effects {
        effect.check()?;
    }
    let point =
        |effect: &StudyEffect| Point { x: effect.variance.sqrt(), y: effect.estimate, weight: 1.0 / effect.variance };
    regress(&effects.iter().map(point).collect::<Vec<_>>())
}

/// The check for shares: logits on 1/n, weighted by n, so that neither predictor nor weight depends on the share.
///
/// After Peters et al. (2006), *JAMA* 295, 676-680, and Hunter et al. (2014), *Journal of Clinical Epidemiology* 67, 897-903, who
/// show that Egger's test and funnel plots on the standard error mislead for shares.
///
/// # Errors
/// As [`small_study_check`]; `NoAnswers`, `MoreEventsThanAnswers`.
///
/// ```
/// use sst_core::stats::{Share, small_study_check_of_shares};
/// // R 4.2.2, lm(logit ~ I(1/n), weights = n): t = 1.0694, p = 0.3161.
/// let shares = [(41, 50), (60, 100), (10, 34), (120, 200), (63, 80), (18, 20), (250, 412), (12, 15), (25, 40), (33, 60)]
///     .map(|(events, answered)| Share { events, answered });
/// let check = small_study_check_of_shares(&shares)?;
/// assert_eq!(format!("{:.4} {:.4}", check.t, check.two_sided), "1.0694 0.3161");
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn small_study_check_of_shares(shares: &[Share]) -> Result<SmallStudyCheck, StatsError> {
    let point = |share: &Share| {
        let n = share.answered as f64;
        Ok(Point { x: 1.0 / n, y: logit_effect(*share)?.effect.estimate, weight: n })
    };
    regress(&shares.iter().map(point).collect::<Result<Vec<_>, StatsError>>()?)
}

struct Point {
    x: f64,
    y: f64,
    weight: f64,
}

/// Weighted least squares of y on x.
fn regress(points: &[Point]) -> Result<SmallStudyCheck, StatsError> {
    if points.len() < 3 {
        return Err(StatsError::OneValue);
    }
    let sum = |f: &dyn Fn(&Point) -> f64| points.iter().map(|point| point.weight * f(point)).sum::<f64>();
    let all = sum(&|_| 1.0);
    let (x, y) = (sum(&|point| point.x) / all, sum(&|point| point.y) / all);
    let spread = sum(&|point| (point.x - x).powi(2));
    if points.iter().all(|point| point.x == points[0].x) {
        return Err(StatsError::OneValue);
    }
    let slope = sum(&|point| (point.x - x) * (point.y - y)) / spread;
    let limit = y - slope * x;
    let left = sum(&|point| (point.y - limit - slope * point.x).powi(2));
    if left == 0.0 {
        return Err(StatsError::AllAlike);
    }
    let df = points.len() as f64 - 2.0;
    let t = slope / (left / df / spread).sqrt();
    Ok(SmallStudyCheck { studies: points.len(), slope, t, two_sided: student_t_two_sided(t, df)?, limit })
}
