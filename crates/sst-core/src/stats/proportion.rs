//! Intervals for one proportion.

use super::incomplete_beta::{beta_quantile_lower, beta_quantile_upper};
use super::{Interval, Level, StatsError, normal_quantile};

/// How an interval for a proportion is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ProportionMethod {
    /// Wilson 1927, the default.
    #[default]
    Wilson,
    /// Clopper & Pearson 1934, "exact".
    ClopperPearson,
    /// Jeffreys with the endpoint rule of Brown, Cai & DasGupta 2001.
    Jeffreys,
    /// Agresti & Coull 1998, clipped to [0, 1].
    AgrestiCoull,
}

impl ProportionMethod {
    /// Every method.
    pub const ALL: [Self; 4] = [Self::Wilson, Self::ClopperPearson, Self::Jeffreys, Self::AgrestiCoull];

    /// The id in results.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Wilson => "wilson",
            Self::ClopperPearson => "clopper_pearson",
            Self::Jeffreys => "jeffreys",
            Self::AgrestiCoull => "agresti_coull",
        }
    }
}

impl std::str::FromStr for ProportionMethod {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wanted = text.replace('-', "_");
        Self::ALL
            .into_iter()
            .find(|method| method.id() == wanted)
            .ok_or_else(|| format!("expected one of {}", Self::ALL.map(Self::id).join(", ")))
    }
}

/// The interval of events among answered by the method asked for.
///
/// # Errors
/// `NoAnswers` when nobody answered, `MoreEventsThanAnswers`.
///
/// ```
/// use sst_core::stats::{Level, ProportionMethod, proportion_interval};
/// // Newcombe 1998, table I, 15 of 148: Wilson 0.0624 to 0.1605, Clopper-Pearson 0.0578 to 0.1617.
/// let low = |method| Ok::<_, sst_core::stats::StatsError>(format!("{:.4}", proportion_interval(method, 15, 148, Level::DEFAULT)?.low));
/// assert_eq!((low(ProportionMethod::Wilson)?, low(ProportionMethod::ClopperPearson)?), ("0.0624".into(), "0.0578".into()));
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn proportion_interval(
    method: ProportionMethod,
    events: u64,
    answered: u64,
    level: Level,
) -> Result<Interval, StatsError> {
    match method {
        ProportionMethod::Wilson => wilson(events, answered, level),
        ProportionMethod::ClopperPearson => clopper_pearson(events, answered, level),
        ProportionMethod::Jeffreys => jeffreys(events, answered, level),
        ProportionMethod::AgrestiCoull => agresti_coull(events, answered, level),
    }
}

fn check(events: u64, answered: u64) -> Result<(f64, f64), StatsError> {
    if answered == 0 {
        Err(StatsError::NoAnswers)
    } else if events > answered {
        Err(StatsError::MoreEventsThanAnswers)
    } else {
        Ok((events as f64, answered as f64))
    }
}

/// Wilson's score interval.
///
/// The roots π of (1 + z²/n) π² - (2p + z²/n) π + p² = 0; the lower root as p² / ((1 + z²/n) · upper root), so that
/// nothing cancels. Wilson (1927), *JASA* 22, 209-212.
///
/// # Errors
/// `NoAnswers`, `MoreEventsThanAnswers`.
///
/// ```
/// use sst_core::stats::{Level, wilson};
/// // Newcombe 1998, table I: 81 of 263 gives 0.2553 to 0.3662.
/// let interval = wilson(81, 263, Level::DEFAULT)?;
/// assert_eq!((format!("{:.4}", interval.low), format!("{:.4}", interval.high)), ("0.2553".into(), "0.3662".into()));
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn wilson(events: u64, answered: u64, level: Level) -> Result<Interval, StatsError> {
    let (x, n) = check(events, answered)?;
    let z = normal_quantile(level.each_tail())?;
    Ok(wilson_at(x / n, (n - x) / n, n, z))
}

/// Wilson's interval at a share of exactly `share` among `answers`, which need not be whole: those of a design effect, or those yet to
/// come. 0 <= share <= 1, answers above 0.
///
/// # Errors
/// `OutOfRange` outside these ranges.
///
/// ```
/// use sst_core::stats::{Level, wilson, wilson_of_share};
/// assert_eq!(wilson_of_share(0.75, 40.0, Level::DEFAULT)?, wilson(30, 40, Level::DEFAULT)?);
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn wilson_of_share(share: f64, answers: f64, level: Level) -> Result<Interval, StatsError> {
    if !((0.0..=1.0).contains(&share) && answers > 0.0 && answers.is_finite()) {
        return Err(StatsError::OutOfRange);
    }
    Ok(wilson_at(share, 1.0 - share, answers, normal_quantile(level.each_tail())?))
}

/// Wilson's interval at share p, q = 1 - p, with n answers (not necessarily whole) and quantile z.
pub(super) fn wilson_at(p: f64, q: f64, n: f64, z: f64) -> Interval {
    // The roots of share p are 1 minus those of share q: work on the side where nothing cancels.
    if p <= q {
        let (low, high) = wilson_roots(p, q, n, z);
        Interval { low, high }
    } else {
        let (low, high) = wilson_roots(q, p, n, z);
        Interval { low: 1.0 - high, high: 1.0 - low }
    }
}

fn wilson_roots(p: f64, q: f64, n: f64, z: f64) -> (f64, f64) {
    let w = z * z / n;
    let upper_times = p + w / 2.0 + z * (p * q / n + w / (4.0 * n)).sqrt();
    (if p == 0.0 { 0.0 } else { p * p / upper_times }, upper_times / (1.0 + w))
}

/// The Clopper-Pearson interval: beta quantiles, exactly 0 at no events and exactly 1 at all.
///
/// low = B(α/2; x, n-x+1), high = B(1-α/2; x+1, n-x). Clopper & Pearson (1934), *Biometrika* 26, 404-413.
///
/// # Errors
/// `NoAnswers`, `MoreEventsThanAnswers`, `NotConverged`.
///
/// ```
/// use sst_core::stats::{Level, clopper_pearson};
/// // Newcombe 1998, table I: 81 of 263 gives 0.2527 to 0.3676.
/// let interval = clopper_pearson(81, 263, Level::DEFAULT)?;
/// assert_eq!((format!("{:.4}", interval.low), format!("{:.4}", interval.high)), ("0.2527".into(), "0.3676".into()));
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn clopper_pearson(events: u64, answered: u64, level: Level) -> Result<Interval, StatsError> {
    let (x, n) = check(events, answered)?;
    let tail = level.each_tail();
    let low = if events == 0 { 0.0 } else { beta_quantile_lower(x, n - x + 1.0, tail)? };
    let high = if events == answered { 1.0 } else { beta_quantile_upper(x + 1.0, n - x, tail)? };
    Ok(Interval { low, high })
}

/// The Jeffreys interval with the endpoint rule: 0 at no events, 1 at all.
///
/// low = B(α/2; x+1/2, n-x+1/2), high = B(1-α/2; the same). Brown, Cai & DasGupta (2001), *Statistical Science* 16,
/// 101-133, section 4.1.
///
/// # Errors
/// `NoAnswers`, `MoreEventsThanAnswers`, `NotConverged`.
///
/// ```
/// use sst_core::stats::{Level, jeffreys};
/// // statsmodels 0.15, proportion_confint(81, 263, method="jeffreys"): 0.2545 to 0.3656.
/// let interval = jeffreys(81, 263, Level::DEFAULT)?;
/// assert_eq!((format!("{:.4}", interval.low), format!("{:.4}", interval.high)), ("0.2545".into(), "0.3656".into()));
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn jeffreys(events: u64, answered: u64, level: Level) -> Result<Interval, StatsError> {
    let (x, n) = check(events, answered)?;
    let (a, b, tail) = (x + 0.5, n - x + 0.5, level.each_tail());
    let low = if events == 0 { 0.0 } else { beta_quantile_lower(a, b, tail)? };
    let high = if events == answered { 1.0 } else { beta_quantile_upper(a, b, tail)? };
    Ok(Interval { low, high })
}

/// The Agresti-Coull interval, clipped to [0, 1].
///
/// ñ = n + z², p̃ = (x + z²/2)/ñ, p̃ ± z sqrt(p̃(1-p̃)/ñ). Agresti & Coull (1998), *American Statistician* 52, 119-126.
///
/// # Errors
/// `NoAnswers`, `MoreEventsThanAnswers`.
///
/// ```
/// use sst_core::stats::{Level, agresti_coull};
/// // statsmodels 0.15, proportion_confint(81, 263, method="agresti_coull"): 0.2552 to 0.3663.
/// let interval = agresti_coull(81, 263, Level::DEFAULT)?;
/// assert_eq!((format!("{:.4}", interval.low), format!("{:.4}", interval.high)), ("0.2552".into(), "0.3663".into()));
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn agresti_coull(events: u64, answered: u64, level: Level) -> Result<Interval, StatsError> {
    let (x, n) = check(events, answered)?;
    let z = normal_quantile(level.each_tail())?;
    let total = n + z * z;
    let p = (x + z * z / 2.0) / total;
    let half = z * (p * (1.0 - p) / total).sqrt();
    Ok(Interval { low: (p - half).max(0.0), high: (p + half).min(1.0) })
}
