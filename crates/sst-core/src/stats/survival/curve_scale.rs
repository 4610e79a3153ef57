//! The scale on which the interval of a curve is symmetric.

use crate::stats::{Interval, StatsError};

/// How the interval of a curve is made, named as R's `conf.type`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CurveScale {
    /// ln(-ln p): within 0 and 1 by itself, and near its level in small groups. The default here; R's is `Log`.
    #[default]
    LogLog,
    /// ln p, cut off at 1.
    Log,
    /// p, cut off at 0 and 1.
    Plain,
    /// ln(p/(1-p)).
    Logit,
    /// arcsin √p, cut off at 0 and π/2.
    Arcsine,
}

impl CurveScale {
    /// Every scale.
    pub const ALL: [Self; 5] = [Self::LogLog, Self::Log, Self::Plain, Self::Logit, Self::Arcsine];

    /// The interval of p, 0 < p < 1, whose logarithm has standard error `log_se`, at the normal quantile z.
    ///
    /// g(p) ± z |g'(p)| p log_se, g as the scale has it, back by g⁻¹. Borgan & Liestøl (1990), *Scandinavian Journal of
    /// Statistics* 17, 35-41; log-log: Kalbfleisch & Prentice (1980), *The statistical analysis of failure time data*, section 1.3.
    ///
    /// # Errors
    /// `OutOfRange` unless 0 < p < 1 and `log_se` is finite and at least 0.
    ///
    /// ```
    /// use sst_core::stats::CurveScale;
    /// // survival 3.5-3 on the 21 patients on 6-MP, week 10: S = 0.753, standard error 0.0963, log-log 0.503 to 0.889.
    /// let s = 6.0 / 7.0 * 16.0 / 17.0 * 14.0 / 15.0;
    /// let interval = CurveScale::LogLog.interval(s, 0.0963 / s, 1.96)?;
    /// assert_eq!(format!("{:.3} {:.3}", interval.low, interval.high), "0.503 0.889");
    /// # Ok::<(), sst_core::stats::StatsError>(())
    /// ```
    pub fn interval(self, p: f64, log_se: f64, z: f64) -> Result<Interval, StatsError> {
        if !(p > 0.0 && p < 1.0 && log_se >= 0.0 && log_se.is_finite()) {
            return Err(StatsError::OutOfRange);
        }
        let half = z * log_se;
        let interval = |low: f64, high: f64| Interval { low, high };
        Ok(match self {
            Self::LogLog => {
                let log = p.ln();
                let factor = (half / -log).exp();
                interval((log * factor).exp(), (log / factor).exp())
            }
            Self::Log => interval(p * (-half).exp(), (p * half.exp()).min(1.0)),
            Self::Plain => interval((p - p * half).max(0.0), (p + p * half).min(1.0)),
            Self::Logit => {
                let odds = p / (1.0 - p);
                let factor = (half / (1.0 - p)).exp();
                interval(odds / (factor + odds), odds * factor / (1.0 + odds * factor))
            }
            Self::Arcsine => {
                let angle = p.sqrt().asin();
                let half = half / 2.0 * (p / (1.0 - p)).sqrt();
                let square = |angle: f64| angle.sin().powi(2);
                interval(square((angle - half).max(0.0)), square((angle + half).min(std::f64::consts::FRAC_PI_2)))
            }
        })
    }
}
