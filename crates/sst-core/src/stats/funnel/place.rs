//! A funnel of units: what each is flagged for.

use super::{Dispersion, FunnelLimits, dispersion, funnel_limits};
use crate::stats::tails_of_laws::normal_two_sided;
use crate::stats::{Adjustment, ExactTails, Interval, Level, Share, StatsError, adjust, exact_tails, normal_quantile};

/// What a funnel is drawn about.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum FunnelCentre {
    /// The share of all units together. The default.
    #[default]
    Together,
    /// A share laid down in advance, strictly between 0 and 1.
    Given(f64),
}

/// A funnel.
#[derive(Debug, Clone, PartialEq)]
pub struct Funnel {
    /// The centre.
    pub centre: f64,
    /// How much the units vary; why that is not known, where it is not (`OneValue` of a single unit).
    pub dispersion: Result<Dispersion, StatsError>,
    /// The units in the order given; one without answers has a reason in its place (`NoAnswers`).
    pub units: Vec<Result<FunnelUnit, StatsError>>,
}

/// One unit of a funnel.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FunnelUnit {
    /// x/n.
    pub estimate: f64,
    /// Limits with 0.025 on each side.
    pub limits_95: FunnelLimits,
    /// Limits with 0.001 on each side.
    pub limits_998: FunnelLimits,
    /// c ± z √(c(1-c)/n + τ²) with 0.025 on each side, cut at 0 and 1; `None` where units vary no more than chance.
    pub adjusted_95: Option<Interval>,
    /// The same with 0.001 on each side.
    pub adjusted_998: Option<Interval>,
    /// P(X <= x) and P(X >= x) under Bin(n, centre).
    pub tails: ExactTails,
    /// P(X < x) + P(X = x)/2, 0 to 1: small for a low unit, near 1 for a high one.
    pub mid_p: f64,
    /// (x/n - c)/√(c(1-c)/n).
    pub z: f64,
    /// (x/n - c)/√(c(1-c)/n + τ²); z itself where units vary no more than chance.
    pub z_adjusted: f64,
    /// Whether it is flagged, at 95% and at 99.8%: `None` where it is neither.
    pub flag: Option<FunnelFlag>,
    /// Two-sided: 2 times the smaller exact tail, at most 1; where τ² > 0 not less than the p of `z_adjusted`.
    pub p: f64,
    /// p by Holm's way: the chance of any false flag is kept.
    pub p_holm: f64,
    /// p by Benjamini and Hochberg's way: the expected share of false flags among flags is kept.
    pub p_false_discovery: f64,
}

/// A unit beyond the limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FunnelFlag {
    /// Above the 95% limits.
    High95,
    /// Above the 99.8% limits.
    High998,
    /// Below the 95% limits.
    Low95,
    /// Below the 99.8% limits.
    Low998,
}

/// A funnel of units about a centre.
///
/// A unit is flagged on its exact tail (below 0.025, or 0.001, on its side) and never on a drawn line; where units vary by more than
/// chance (τ² > 0, [`dispersion`]) only if the normal tail of `z_adjusted` is below that too. Spiegelhalter (2005), *Quality and
/// Safety in Health Care* 14, 347-351.
///
/// # Errors
/// `NoAnswers` where no unit has answers, `MoreEventsThanAnswers`, `AllAlike` where all units together said yes or all said no,
/// `OutOfRange` of a given centre, `NotConverged`.
///
/// ```
/// use sst_core::stats::{FunnelCentre, FunnelFlag, Share, funnel};
/// // 12 of 12 about 0.79 is no outlier: .79^12 = 0.059.
/// let units = [(12, 12), (60, 95), (0, 0)].map(|(events, answered)| Share { events, answered });
/// let funnel = funnel(&units[..1], FunnelCentre::Given(0.79))?;
/// assert_eq!(funnel.units[0].unwrap().flag, None);
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn funnel(units: &[Share], centre: FunnelCentre) -> Result<Funnel, StatsError> {
    let counts = |unit: &&Share| unit.answered > 0 || unit.events > 0;
    let counted: Vec<Share> = units.iter().filter(counts).copied().collect();
    let mut together = Share { events: 0, answered: 0 };
    for unit in &counted {
        unit.counts()?;
        together = Share { events: together.events + unit.events, answered: together.answered + unit.answered };
    }
    let pooled = together.estimate()?;
    let centre = match centre {
        FunnelCentre::Given(centre) => centre,
        FunnelCentre::Together if pooled == 0.0 || pooled == 1.0 => return Err(StatsError::AllAlike),
        FunnelCentre::Together => pooled,
    };
    if !(centre > 0.0 && centre < 1.0) {
        return Err(StatsError::OutOfRange);
    }
    let dispersion = dispersion(&counted, centre);
    let tau2 = dispersion.as_ref().map_or(0.0, |dispersion| dispersion.tau2);
    let mut placed = counted.iter().map(|&unit| place(unit, centre, tau2)).collect::<Result<Vec<_>, _>>()?;
    let p: Vec<f64> = placed.iter().map(|unit| unit.p).collect();
    let (holm, rates) = (adjust(&p, Adjustment::Holm)?, adjust(&p, Adjustment::BenjaminiHochberg)?);
    for ((unit, holm), rate) in placed.iter_mut().zip(holm).zip(rates) {
        (unit.p_holm, unit.p_false_discovery) = (holm, rate);
    }
    let mut placed = placed.into_iter();
    let units = units
        .iter()
        .map(|unit| if counts(&unit) { placed.next().ok_or(StatsError::NoAnswers) } else { Err(StatsError::NoAnswers) })
        .collect();
    Ok(Funnel { centre, dispersion, units })
}

fn place(unit: Share, centre: f64, tau2: f64) -> Result<FunnelUnit, StatsError> {
    let wide = Level::new(0.998)?;
    let tails = exact_tails(unit, centre)?;
    let estimate = unit.estimate()?;
    let variance = centre * (1.0 - centre) / unit.answered as f64;
    let z = (estimate - centre) / variance.sqrt();
    let z_adjusted = if tau2 > 0.0 { (estimate - centre) / (variance + tau2).sqrt() } else { z };
    let exact = tails.at_most.min(tails.at_least);
    let tail = if tau2 > 0.0 { exact.max(normal_two_sided(z_adjusted) / 2.0) } else { exact };
    let is_high = tails.at_least < tails.at_most;
    let flag = match (tail, is_high) {
        (tail, true) if tail < wide.each_tail() => Some(FunnelFlag::High998),
        (tail, false) if tail < wide.each_tail() => Some(FunnelFlag::Low998),
        (tail, true) if tail < Level::DEFAULT.each_tail() => Some(FunnelFlag::High95),
        (tail, false) if tail < Level::DEFAULT.each_tail() => Some(FunnelFlag::Low95),
        _ => None,
    };
    let p = (2.0 * tail).min(1.0);
    let adjusted = |level: Level| -> Result<Option<Interval>, StatsError> {
        let reach = normal_quantile(level.each_tail())? * (variance + tau2).sqrt();
        let interval = Interval { low: (centre - reach).max(0.0), high: (centre + reach).min(1.0) };
        Ok((tau2 > 0.0).then_some(interval))
    };
    Ok(FunnelUnit {
        estimate,
        limits_95: funnel_limits(unit.answered, centre, Level::DEFAULT)?,
        limits_998: funnel_limits(unit.answered, centre, wide)?,
        adjusted_95: adjusted(Level::DEFAULT)?,
        adjusted_998: adjusted(wide)?,
        tails,
        // P(X < x) + P(X = x)/2, from the two tails: their sum is 1 + P(X = x).
        mid_p: f64::midpoint(tails.at_most, 1.0 - tails.at_least).clamp(0.0, 1.0),
        z,
        z_adjusted,
        flag,
        p,
        p_holm: p,
        p_false_discovery: p,
    })
}
