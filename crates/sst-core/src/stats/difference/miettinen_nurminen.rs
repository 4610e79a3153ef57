//! Miettinen & Nurminen's score test and interval of a difference of two independent shares.
//!
//! Under a difference δ the likeliest p2 is found from the likelihood itself. The paper's closed form of its cubic loses half
//! the digits near its double roots, and statsmodels 0.15 has a slip in it (count0 δ where the paper has n0 δ): of the
//! project's twenty-two reference cases ten are off, the worst by 0.07, and twelve are errors. Newcombe's table II and mpmath
//! agree with what is here.

use crate::stats::root::turning_point;
use crate::stats::tails_of_laws::{normal_two_sided, normal_upper_tail};
use crate::stats::{Interval, Level, Share, StatsError, normal_quantile};

/// A score test of a difference.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ScoreTest {
    /// z, positive where p1 - p2 is above the difference tested.
    pub z: f64,
    /// P(|Z| >= |z|).
    pub two_sided: f64,
    /// P(Z >= z): small when the difference is larger than tested.
    pub greater: f64,
}

/// Tests whether p1 - p2 is δ = `difference`, -1 < δ < 1.
///
/// z = (p1 - p2 - δ)/√V, V = \[p̃1 (1-p̃1)/n1 + p̃2 (1-p̃2)/n2\] N/(N-1), N = n1 + n2, with p̃1 = p̃2 + δ the likeliest shares
/// under δ. Miettinen & Nurminen (1985), *Statistics in Medicine* 4, 213-226.
///
/// # Errors
/// `NoAnswers`, `MoreEventsThanAnswers`, `OutOfRange` for δ; `AllAlike` at δ = 0 where all said yes or all said no.
///
/// ```
/// use sst_core::stats::{Share, score_test};
/// // statsmodels 0.15: test_proportions_2indep(56, 70, 48, 80, method="score") has z = 2.6413, p = 0.0083.
/// let test = score_test(Share { events: 56, answered: 70 }, Share { events: 48, answered: 80 }, 0.0)?;
/// assert_eq!(format!("{:.4} {:.4}", test.z, test.two_sided), "2.6413 0.0083");
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn score_test(first: Share, second: Share, difference: f64) -> Result<ScoreTest, StatsError> {
    if !(difference > -1.0 && difference < 1.0) {
        return Err(StatsError::OutOfRange);
    }
    let (pair, sign) = Pair::new(first, second)?;
    let z = sign * pair.score(sign * difference).ok_or(StatsError::AllAlike)?;
    Ok(ScoreTest { z, two_sided: normal_two_sided(z), greater: normal_upper_tail(z) })
}

/// The interval of p1 - p2: all δ that [`score_test`] does not reject, within \[-1, 1\].
///
/// At an estimate of -1 or 1 that end is -1 or 1. Where all said yes or all said no, no δ but 0 has a doubt: the interval is
/// that of the limit, so 0 of 10 and 0 of 10 is -0.288 to 0.288.
///
/// # Errors
/// `NoAnswers`, `MoreEventsThanAnswers`.
///
/// ```
/// use sst_core::stats::{Level, Share, miettinen_nurminen};
/// // Newcombe 1998, table II (a), method 6: 56/70 - 48/80 gives 0.0528 to 0.3382.
/// let (first, second) = (Share { events: 56, answered: 70 }, Share { events: 48, answered: 80 });
/// let interval = miettinen_nurminen(first, second, Level::DEFAULT)?;
/// assert_eq!((format!("{:.4}", interval.low), format!("{:.4}", interval.high)), ("0.0528".into(), "0.3382".into()));
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn miettinen_nurminen(first: Share, second: Share, level: Level) -> Result<Interval, StatsError> {
    let (pair, sign) = Pair::new(first, second)?;
    let z = normal_quantile(level.each_tail())?;
    let estimate = pair.estimate();
    let end = |edge: f64| {
        if estimate == edge {
            return edge;
        }
        turning_point(estimate, edge, |difference| pair.score(difference).is_some_and(|score| score.abs() > z))
    };
    let (low, high) = (end(-1.0), end(1.0));
    Ok(if sign > 0.0 { Interval { low, high } } else { Interval { low: -high, high: -low } })
}

/// Both shares, as numbers: events, no events, answers.
struct Pair {
    x: [f64; 2],
    rest: [f64; 2],
    n: [f64; 2],
}

impl Pair {
    /// The pair counted so that events are the fewer, and the sign that its differences then have: a share near 1 would lose
    /// the digits of what it lacks.
    fn new(first: Share, second: Share) -> Result<(Self, f64), StatsError> {
        let ((x1, n1), (x2, n2)) = (first.counts()?, second.counts()?);
        let (x, rest, n) = ([x1, x2], [n1 - x1, n2 - x2], [n1, n2]);
        let is_most = 2.0 * (x1 + x2) > n1 + n2;
        Ok(if is_most { (Self { x: rest, rest: x, n }, -1.0) } else { (Self { x, rest, n }, 1.0) })
    }

    fn estimate(&self) -> f64 {
        self.x[0] / self.n[0] - self.x[1] / self.n[1]
    }

    /// z under δ; none where there is neither a distance nor a variance.
    fn score(&self, difference: f64) -> Option<f64> {
        let [n1, n2] = self.n;
        let second = self.likeliest_second(difference);
        let first = (second + difference).clamp(0.0, 1.0);
        let total = n1 + n2;
        let variance = (first * (1.0 - first) / n1 + second * (1.0 - second) / n2) * total / (total - 1.0);
        let distance = self.estimate() - difference;
        (variance > 0.0 || distance != 0.0).then(|| distance / variance.sqrt())
    }

    /// p̃2, at which x1 ln(p+δ) + (n1-x1) ln(1-p-δ) + x2 ln p + (n2-x2) ln(1-p) is largest. It is concave in p.
    fn likeliest_second(&self, difference: f64) -> f64 {
        if difference == 0.0 {
            return (self.x[0] + self.x[1]) / (self.n[0] + self.n[1]);
        }
        let slope = |p: f64| {
            // Without events a term is 0, also at the edge where p is 0.
            let term = |count: f64, p: f64| if count == 0.0 { 0.0 } else { count / p };
            term(self.x[1], p) - term(self.rest[1], 1.0 - p) + term(self.x[0], p + difference)
                - term(self.rest[0], 1.0 - p - difference)
        };
        turning_point((-difference).max(0.0), (1.0 - difference).min(1.0), |p| slope(p) < 0.0)
    }
}
