//! Cut-offs between a clinical and a functional population, from their means and standard deviations.
//!
//! Jacobson & Truax 1991, p. 13: a, two standard deviations beyond the clinical mean; b, within two standard deviations of the
//! functional mean; c, where both populations are equally likely. The R package clinicalsignificance makes b with the
//! *clinical* standard deviation; the paper, and this, with the functional one.

/// Mean and standard deviation of a population.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Population {
    /// The mean.
    pub mean: f64,
    /// The standard deviation.
    pub sd: f64,
}

/// Which cut-off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CutoffFormula {
    /// m_clin ± 2 s_clin, on the way to health.
    A,
    /// m_fun ∓ 2 s_fun, on the way to illness.
    B,
    /// (s_clin m_fun + s_fun m_clin) / (s_clin + s_fun).
    C,
}

/// The cut-off, in points; `None` where a population that it needs is not known, or c's have no spread.
///
/// Which way health lies follows from the direction of the scale: `higher_is_better`.
///
/// ```
/// // Jacobson & Truax 1991, p. 13: clinical 40 (7.5), functional 60 (7.5): a 55, b 45, c 50.
/// use sst_core::stats::{CutoffFormula, Population, cutoff};
/// let (clinical, functional) = (Population { mean: 40.0, sd: 7.5 }, Population { mean: 60.0, sd: 7.5 });
/// let of = |formula| cutoff(formula, Some(clinical), Some(functional), true);
/// assert_eq!([of(CutoffFormula::A), of(CutoffFormula::B), of(CutoffFormula::C)], [Some(55.0), Some(45.0), Some(50.0)]);
/// ```
pub fn cutoff(
    formula: CutoffFormula,
    clinical: Option<Population>,
    functional: Option<Population>,
    higher_is_better: bool,
) -> Option<f64> {
    let to_health = if higher_is_better { 1.0 } else { -1.0 };
    match formula {
        CutoffFormula::A => clinical.map(|clinical| clinical.mean + to_health * 2.0 * clinical.sd),
        CutoffFormula::B => functional.map(|functional| functional.mean - to_health * 2.0 * functional.sd),
        CutoffFormula::C => {
            let (clinical, functional) = (clinical?, functional?);
            let spread = clinical.sd + functional.sd;
            (spread > 0.0).then(|| (clinical.sd * functional.mean + functional.sd * clinical.mean) / spread)
        }
    }
}

impl Population {
    /// The population of true scores: its standard deviation without that of measurement, √(s² - SEM²). `None` where the
    /// error of measurement is the whole of it. Hageman & Arrindell 1999.
    pub fn of_true_scores(self, standard_error_of_measurement: f64) -> Option<Self> {
        let variance = self.sd.powi(2) - standard_error_of_measurement.powi(2);
        (variance > 0.0).then(|| Self { sd: variance.sqrt(), ..self })
    }
}
