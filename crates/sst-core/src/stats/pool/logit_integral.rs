//! The likelihood of one study's count when its logit is drawn from a normal law, with its derivatives.
//!
//! ∫ p^x (1-p)^(n-x) φ(b) db, p = expit(μ + θ b): the integrand is entire but for the poles of p and falls off like a normal law
//! at least, so the trapezoid rule settles faster than any power of its step (Trefethen & Weideman 2014, *SIAM Review* 56,
//! 385-458, section 5). Adaptive Gauss-Hermite with metafor's 7 nodes is 1e-5 off in τ² at ordinary
//! studies, and 2% with some at 0% and 100%.

use super::expit;

/// The log-likelihood of a study, less its binomial coefficient, and its derivatives in μ and θ.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::stats) struct Likelihood {
    pub(in crate::stats) value: f64,
    pub(in crate::stats) by_mean: f64,
    pub(in crate::stats) by_spread: f64,
    pub(in crate::stats) by_mean_twice: f64,
    pub(in crate::stats) by_both: f64,
    pub(in crate::stats) by_spread_twice: f64,
}

impl std::ops::AddAssign for Likelihood {
    fn add_assign(&mut self, other: Self) {
        self.value += other.value;
        self.by_mean += other.by_mean;
        self.by_spread += other.by_spread;
        self.by_mean_twice += other.by_mean_twice;
        self.by_both += other.by_both;
        self.by_spread_twice += other.by_spread_twice;
    }
}

/// ln of the smallest part of the largest term that counts, negated.
const NEGLIGIBLE: f64 = 42.0;

/// The likelihood of x of n at mean μ and spread θ >= 0 of the logits.
pub(in crate::stats) fn likelihood(x: f64, n: f64, mean: f64, spread: f64) -> Likelihood {
    let term = |b: f64| Term::at(x, n, mean + spread * b, b);
    let (mode, width) = mode(x, n, mean, spread);
    let top = term(mode).log;
    // Fine for the normal shape at its mode, and for p, whose nearest pole is π away.
    let step = if spread > 0.0 { (width / 3.0).min(0.25 / spread) } else { width / 3.0 };
    let mut sums = [0.0; 10];
    let mut add = |term: &Term| {
        let weight = (term.log - top).exp();
        let Term { b, score, curvature, .. } = *term;
        let b2 = b * b;
        let values = [1.0, score, score * b, curvature, curvature * b, curvature * b2, b, b2, b2 * b, b2 * b2];
        for (sum, value) in sums.iter_mut().zip(values) {
            *sum += weight * value;
        }
    };
    add(&term(mode));
    for direction in [-step, step] {
        for k in 1_u32.. {
            let term = term(mode + direction * f64::from(k));
            add(&term);
            if term.log < top - NEGLIGIBLE {
                break;
            }
        }
    }
    let [weights, ..] = sums;
    let [_, score, score_b, curvature, curvature_b, curvature_b2, b, b2, b3, b4] = sums.map(|sum| sum / weights);
    let value = top + (weights * step / std::f64::consts::TAU.sqrt()).ln();
    if spread < BY_PARTS_FROM {
        return Likelihood {
            value,
            by_mean: score,
            by_spread: score_b,
            by_mean_twice: curvature - score * score,
            by_both: curvature_b - score * score_b,
            by_spread_twice: curvature_b2 - score_b * score_b,
        };
    }
    // The same by parts, ∫ (θ s - b) ... = 0: b is small where s, of thousands of answers, cancels.
    let squared = spread * spread;
    Likelihood {
        value,
        by_mean: b / spread,
        by_spread: (b2 - 1.0) / spread,
        by_mean_twice: (b2 - b * b - 1.0) / squared,
        by_both: (b3 - b * b2 - 2.0 * b) / squared,
        by_spread_twice: (b4 - b2 * b2 - 3.0 * b2 + 1.0) / squared,
    }
}

/// From this θ on derivatives are taken by parts; below, b is nearly standard normal and its moments would cancel.
const BY_PARTS_FROM: f64 = 0.1;

/// The integrand at one b.
struct Term {
    b: f64,
    log: f64,
    /// x - n p, by which ln of the binomial part changes with the logit.
    score: f64,
    /// (x - n p)² - n p (1-p), the second derivative of the binomial part over itself.
    curvature: f64,
}

impl Term {
    fn at(x: f64, n: f64, logit: f64, b: f64) -> Self {
        // ln(1 + e^logit) without overflow.
        let log_one_plus = logit.max(0.0) + (-logit.abs()).exp().ln_1p();
        let (p, q) = (expit(logit), expit(-logit));
        let score = x * q - (n - x) * p;
        Self { b, log: x * logit - n * log_one_plus - b * b / 2.0, score, curvature: score * score - n * p * q }
    }
}

/// Where the integrand is largest, and the width of the normal law of the same curvature there.
fn mode(x: f64, n: f64, mean: f64, spread: f64) -> (f64, f64) {
    // b = θ (x - n p(b)): the left side rises, the right one falls.
    let (mut low, mut high) = (-spread * (n - x), spread * x);
    let mut b = 0.0_f64.clamp(low, high);
    let mut width = 1.0;
    for _ in 0..200 {
        let logit = mean + spread * b;
        let (p, q) = (expit(logit), expit(-logit));
        let off = b - spread * (x * q - (n - x) * p);
        if off > 0.0 {
            high = b;
        } else {
            low = b;
        }
        let slope = 1.0 + spread * spread * n * p * q;
        width = 1.0 / slope.sqrt();
        let newton = b - off / slope;
        let next = if newton > low && newton < high { newton } else { f64::midpoint(low, high) };
        // The rule needs a point near the mode, not the mode.
        if (next - b).abs() <= 1e-3 * width {
            break;
        }
        b = next;
    }
    (b, width)
}
