//! Fisher's exact test of two independent shares.
//!
//! statrs 0.19 has one that is silently wrong for large tables (0.480 for a true 0.0017).

use crate::stats::binomial::{BinomialLaw, first_that_holds};
use crate::stats::{Share, StatsError};

/// Fisher's exact test, given all margins. X is the first share's count of events under p1 = p2.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FisherTest {
    /// P(X <= x).
    pub less: f64,
    /// P(X >= x): small when the first share is the larger.
    pub greater: f64,
    /// The probability of all counts that are no more likely than x, as R's `fisher.test`.
    pub two_sided: f64,
}

/// Tests p1 = p2 exactly. X is hypergeometric: of n1 + n2 answers with x1 + x2 events, n1 are drawn.
///
/// Two-sided, counts whose probability is within 1 + 1e-7 of P(X = x) count as equally likely. Where all said yes or all
/// said no, every p is 1. Fisher (1935), *JRSS* 98, 39-82; probabilities as in [`binomial_test`](crate::stats::binomial_test).
///
/// # Errors
/// `NoAnswers`, `MoreEventsThanAnswers`.
///
/// ```
/// use sst_core::stats::{Share, fisher_exact};
/// // Fisher's tea: 3 of 4 cups against 1 of 4, p = 0.243 and 0.486.
/// let test = fisher_exact(Share { events: 3, answered: 4 }, Share { events: 1, answered: 4 })?;
/// assert_eq!(format!("{:.3} {:.3}", test.greater, test.two_sided), "0.243 0.486");
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn fisher_exact(first: Share, second: Share) -> Result<FisherTest, StatsError> {
    first.counts()?;
    second.counts()?;
    let law = Hypergeometric {
        drawn: first.answered,
        events: first.events + second.events,
        total: first.answered + second.answered,
    };
    let x = first.events;
    let (less, greater) = (law.at_most(x), law.at_least(x));
    Ok(FisherTest { less: less.min(1.0), greater: greater.min(1.0), two_sided: law.no_more_likely_than(x) })
}

struct Hypergeometric {
    /// n1.
    drawn: u64,
    /// Events among all.
    events: u64,
    /// N.
    total: u64,
}

impl Hypergeometric {
    fn lowest(&self) -> u64 {
        (self.drawn + self.events).saturating_sub(self.total)
    }

    fn highest(&self) -> u64 {
        self.drawn.min(self.events)
    }

    /// A count of largest probability.
    fn mode(&self) -> u64 {
        let mode = (u128::from(self.drawn) + 1) * (u128::from(self.events) + 1) / (u128::from(self.total) + 2);
        (mode as u64).clamp(self.lowest(), self.highest())
    }

    /// ln P(X = x): three binomial probabilities of one share (Loader 2000, section 5).
    fn log_probability(&self, x: u64) -> f64 {
        let Self { drawn, events, total } = *self;
        if drawn == 0 || drawn == total {
            return 0.0;
        }
        let p = drawn as f64 / total as f64;
        let of = |n: u64, x: u64| BinomialLaw { n, p }.log_probability(x);
        of(events, x) + of(total - events, drawn - x) - of(total, drawn)
    }

    /// P(X = x+1)/P(X = x).
    fn step_up(&self, x: u64) -> f64 {
        let Self { drawn, events, total } = *self;
        let (up, down) = ((events - x) as f64 * (drawn - x) as f64, (x + 1) as f64);
        up / down / (total - events + x + 1 - drawn) as f64
    }

    /// P(X >= x).
    fn at_least(&self, x: u64) -> f64 {
        if x <= self.lowest() {
            return 1.0;
        }
        if x > self.highest() {
            return 0.0;
        }
        if x <= self.mode() {
            return 1.0 - self.below_mode(x - 1);
        }
        let mut term = self.log_probability(x).exp();
        let mut sum = term;
        for k in x..self.highest() {
            term *= self.step_up(k);
            sum += term;
            if term < sum * 1e-18 {
                break;
            }
        }
        sum
    }

    /// P(X <= x).
    fn at_most(&self, x: u64) -> f64 {
        if x >= self.highest() {
            return 1.0;
        }
        if x < self.mode() { self.below_mode(x) } else { 1.0 - self.at_least(x + 1) }
    }

    /// P(X <= x), x below the mode, summed downwards.
    fn below_mode(&self, x: u64) -> f64 {
        if x < self.lowest() {
            return 0.0;
        }
        let mut term = self.log_probability(x).exp();
        let mut sum = term;
        for k in (self.lowest()..x).rev() {
            term /= self.step_up(k);
            sum += term;
            if term < sum * 1e-18 {
                break;
            }
        }
        sum
    }

    fn no_more_likely_than(&self, x: u64) -> f64 {
        const AS_LIKELY: f64 = 1e-7;
        let limit = self.log_probability(x) + AS_LIKELY.ln_1p();
        let is_unlikely = |k: u64| self.log_probability(k) <= limit;
        let (lowest, mode, highest) = (self.lowest(), self.mode(), self.highest());
        if is_unlikely(mode) {
            return 1.0;
        }
        // Probabilities rise up to the mode and fall from it on.
        let above = first_that_holds(mode, highest + 1, is_unlikely);
        let not_below = first_that_holds(lowest, mode, |k| !is_unlikely(k));
        let lower = if not_below == lowest { 0.0 } else { self.at_most(not_below - 1) };
        (lower + self.at_least(above)).min(1.0)
    }
}
