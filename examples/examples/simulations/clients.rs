//! Made-up clients whose answers go together: what the simulations draw.

use sst_core::stats::ClusterSums;
use sst_examples::prng::Prng;

/// 2^-53: from the upper bits of a word to a number in [0, 1).
const STEP: f64 = 1.0 / (1u64 << 53) as f64;

/// Yes with a chance of `probability`.
pub(crate) fn says_yes(prng: &mut Prng, probability: f64) -> bool {
    ((prng.word() >> 11) as f64 * STEP) < probability
}

/// One client's answers to come: beta-binomial, drawn as Pólya's urn, so that nothing but +, * and / is needed.
///
/// The next answer is yes with probability (p (1-ρ) + ρ y)/(1 - ρ + ρ n) after y yeses of n; any two answers of the client
/// are then correlated by ρ, and each by itself is yes with probability p.
pub(crate) struct Client {
    share: f64,
    correlation: f64,
    answers: f64,
    yeses: f64,
}

impl Client {
    pub(crate) fn new(share: f64, correlation: f64) -> Self {
        Self { share, correlation, answers: 0.0, yeses: 0.0 }
    }

    pub(crate) fn answer(&mut self, prng: &mut Prng) -> bool {
        let rest = 1.0 - self.correlation;
        let chance = (self.share * rest + self.correlation * self.yeses) / (rest + self.correlation * self.answers);
        let yes = says_yes(prng, chance);
        self.answers += 1.0;
        self.yeses += f64::from(u8::from(yes));
        yes
    }
}

/// Adds a client with so many answers and yeses.
pub(crate) fn add(sums: &mut ClusterSums, answers: u64, yeses: u64) {
    let (n, y) = (u128::from(answers), u128::from(yeses));
    sums.clients += u64::from(answers > 0);
    sums.answered += answers;
    sums.events += yeses;
    sums.sum_n2 += n * n;
    sums.sum_ny += n * y;
    sums.sum_y2 += y * y;
}

/// Nobody yet.
pub(crate) const NOBODY: ClusterSums =
    ClusterSums { clients: 0, answered: 0, events: 0, sum_n2: 0, sum_ny: 0, sum_y2: 0 };
