//! Aalen & Johansen's cumulative incidence: the event when something else can end the time first.

use super::{CurvePoint, CurveScale, EventTable, RiskDay};
use crate::stats::{Level, StatsError, normal_quantile};

/// The share with the event by each day, when a competing end makes the event impossible.
///
/// F(t) = Σ S(j-) d_j/n_j, S(t) = Π (1 - (d_j + c_j)/n_j). The standard error is the infinitesimal jackknife, √Σ_i (∂F/∂w_i)² over the
/// weights w of the clients, as R's `survfit` has it; without competing ends it is Greenwood's. The interval is taken on F itself:
/// without competing ends Kaplan-Meier's log-log interval, taken on S, is another. Aalen & Johansen (1978), *Scandinavian
/// Journal of Statistics* 5, 141-150; Jaeckel (1972), *Bell Labs memorandum* 72-1215-11; Aalen's variance: Gray (1988), *Annals of
/// Statistics* 16, 1141-1154, with the hypergeometric correction for ties of cmprsk.
///
/// # Errors
/// `NoAnswers` of an empty table.
///
/// ```
/// use sst_core::stats::{CurveScale, End, EventTable, Level, aalen_johansen};
/// // Four clients: one returns on day 1, one is closed on day 2, one returns on day 3, one is followed to day 4. Nobody is lost
/// // before, so that F(3) is the share of all: 2 of 4, with the standard error √(1/2 · 1/2 / 4) of a share.
/// let table: EventTable = [(1, End::Event), (2, End::Competing), (3, End::Event), (4, End::Censored)].into_iter().collect();
/// let curve = aalen_johansen(&table, CurveScale::LogLog, Level::DEFAULT)?;
/// assert_eq!(format!("{:.3} {:.3}", curve[2].incidence, curve[2].standard_error.unwrap()), "0.500 0.250");
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn aalen_johansen(table: &EventTable, scale: CurveScale, level: Level) -> Result<Vec<CurvePoint>, StatsError> {
    if table.clients() == 0 {
        return Err(StatsError::NoAnswers);
    }
    let z = normal_quantile(level.each_tail())?;
    let has_competing = table.days().any(|risk| risk.competing > 0);
    let mut state = State { event_free: 1.0, ..State::default() };
    let mut curve = Vec::new();
    for risk in table.days() {
        state.pass(risk);
        // Rounding must not leave a curve at 1 a digit off.
        let incidence = if state.event_free == 0.0 && !has_competing { 1.0 } else { state.incidence.min(1.0) };
        let is_inside = incidence > 0.0 && incidence < 1.0;
        let standard_error = is_inside.then(|| state.jackknife().sqrt());
        let interval = standard_error.map(|se| scale.interval(incidence, se / incidence, z)).transpose()?;
        curve.push(CurvePoint {
            risk,
            incidence,
            event_free: state.event_free,
            standard_error,
            variance_by_counts: is_inside.then_some(state.by_counts.squares.max(0.0)),
            interval,
        });
    }
    Ok(curve)
}

/// Σ (a + b F)² w over what happened before, kept at the F of today: a moves on as F grows.
#[derive(Debug, Clone, Copy, Default)]
struct Parts {
    /// Σ w a².
    squares: f64,
    /// Σ w a b.
    products: f64,
    /// Σ w b².
    slopes: f64,
}

impl Parts {
    fn add(&mut self, weight: f64, a: f64, b: f64) {
        self.squares += weight * a * a;
        self.products += weight * a * b;
        self.slopes += weight * b * b;
    }

    /// F has grown by `rise`.
    fn move_on(&mut self, rise: f64) {
        self.squares += rise * (2.0 * self.products + rise * self.slopes);
        self.products += rise * self.slopes;
    }
}

/// The curve so far.
#[derive(Debug, Clone, Copy, Default)]
struct State {
    event_free: f64,
    incidence: f64,
    /// Those still followed, and by how much F and S change with the weight of each of them.
    followed: f64,
    by_incidence: f64,
    by_event_free: f64,
    /// The influence of those no longer followed.
    gone: Parts,
    /// Aalen's variance.
    by_counts: Parts,
}

impl State {
    fn pass(&mut self, risk: RiskDay) {
        let (n, d) = (risk.at_risk as f64, risk.events as f64);
        let ended = (risk.events + risk.competing) as f64;
        let stay = (risk.at_risk - risk.events - risk.competing) as f64;
        let free = self.event_free;
        let rise = free * (d / n);
        self.gone.move_on(rise);
        self.by_counts.move_on(-rise);
        self.incidence += rise;
        self.event_free = free * (stay / n);
        self.followed = stay - risk.censored as f64;
        // Each client's weight counts in n, and in d for those with the event.
        let without = self.by_incidence + self.by_event_free * (d / n) - free * d / (n * n);
        let with = without + free / n;
        let after_end = self.by_event_free * (stay / n) - free * stay / (n * n);
        let after_none = self.by_event_free * (stay / n) + free * ended / (n * n);
        // Whoever is gone moves S in proportion to S from then on, and F by that times the rise of F.
        let slope = |by_event_free: f64| if self.event_free > 0.0 { by_event_free / self.event_free } else { 0.0 };
        self.gone.add(risk.events as f64, with, slope(after_end));
        self.gone.add(risk.competing as f64, without, slope(after_end));
        self.gone.add(risk.censored as f64, without, slope(after_none));
        (self.by_incidence, self.by_event_free) = (without, after_none);
        let one_over = if self.event_free > 0.0 { 1.0 / self.event_free } else { 0.0 };
        for (ends, own) in [(d, 1.0), (risk.competing as f64, 0.0)] {
            if ends > 0.0 {
                let ties = if n > 1.0 { 1.0 - (ends - 1.0) / (n - 1.0) } else { 1.0 };
                self.by_counts.add(free * free * ties * ends / (n * n), own, one_over);
            }
        }
    }

    fn jackknife(&self) -> f64 {
        (self.gone.squares + self.followed * self.by_incidence * self.by_incidence).max(0.0)
    }
}
