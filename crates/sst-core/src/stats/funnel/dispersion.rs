//! Overdispersion: do units differ by more than chance?

use crate::stats::{Share, StatsError};

/// How much units vary about a centre.
#[derive(Debug, Clone, PartialEq)]
pub struct Dispersion {
    /// z of each unit: (x/n - c)/√(c(1-c)/n).
    pub z: Vec<f64>,
    /// z cut at the 10% and 90% quantiles.
    pub z_winsorised: Vec<f64>,
    /// Mean of the cut z², 0 up; 1 is what chance brings.
    pub phi: f64,
    /// tau², the variance between units that is no chance, of the share; 0 where they vary no more than chance.
    pub tau2: f64,
}

/// The dispersion of units about a centre strictly between 0 and 1; each unit needs answers.
///
/// φ = Σ z²/k with z cut at their 10% and 90% quantiles (type 7); w = n/(c(1-c)); τ² = (k φ - (k-1))/(Σw - Σw²/Σw), 0 where that is
/// negative. Shares as they are, not transformed (FunnelPlotR transforms by arcsine). Spiegelhalter (2005), *Quality and Safety in Health Care* 14, 347-351;
/// Spiegelhalter et al. (2012), *JRSS A* 175, 1-47, p. 12.
///
/// # Errors
/// `NoAnswers`, `MoreEventsThanAnswers`, `OneValue` of fewer than two units, `OutOfRange` of the centre.
///
/// ```
/// use sst_core::stats::{Share, dispersion};
/// // By hand: z = -2, 0, 2, cut at -1.6 and 1.6: φ = 2 · 2.56/3.
/// let units = [40, 50, 60].map(|events| Share { events, answered: 100 });
/// assert_eq!(format!("{:.4}", dispersion(&units, 0.5)?.phi), "1.7067");
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn dispersion(units: &[Share], centre: f64) -> Result<Dispersion, StatsError> {
    if !(centre > 0.0 && centre < 1.0) {
        return Err(StatsError::OutOfRange);
    }
    for unit in units {
        unit.counts()?;
    }
    if units.len() < 2 {
        return Err(StatsError::OneValue);
    }
    let spread = centre * (1.0 - centre);
    let z: Vec<f64> = units
        .iter()
        .map(|unit| Ok((unit.estimate()? - centre) / (spread / unit.answered as f64).sqrt()))
        .collect::<Result<_, StatsError>>()?;
    let mut ascending = z.clone();
    ascending.sort_by(f64::total_cmp);
    let (low, high) = (quantile(&ascending, 0.1), quantile(&ascending, 0.9));
    let z_winsorised: Vec<f64> = z.iter().map(|z| z.clamp(low, high)).collect();
    // Summed in order of size, so that the order of the units is all one.
    let k = units.len() as f64;
    let phi = ascending.iter().map(|z| z.clamp(low, high).powi(2)).sum::<f64>() / k;
    let answered: u128 = units.iter().map(|unit| u128::from(unit.answered)).sum();
    let squares: u128 = units.iter().map(|unit| u128::from(unit.answered).pow(2)).sum();
    let weights = (answered as f64 - squares as f64 / answered as f64) / spread;
    let tau2 = ((k * phi - (k - 1.0)) / weights).max(0.0);
    Ok(Dispersion { z, z_winsorised, phi, tau2 })
}

/// Type 7 of ascending values; there is at least one.
fn quantile(ascending: &[f64], share: f64) -> f64 {
    let place = (ascending.len() - 1) as f64 * share;
    let (below, above) = (ascending[place.floor() as usize], ascending[place.ceil() as usize]);
    below + (place - place.floor()) * (above - below)
}
