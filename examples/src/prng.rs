//! Random numbers that stay the same for ever.

/// The odd constant of SplitMix64: 2^64 divided by the golden ratio.
const GAMMA: u64 = 0x9E37_79B9_7F4A_7C15;

/// SplitMix64 (Steele, Lea & Flood 2014, "Fast splittable pseudorandom number generators", OOPSLA; the constants are those of
/// Vigna's public-domain `splitmix64.c`).
///
/// It is fifteen lines here and not a crate, for two reasons. A committed sample must be made again, byte for byte, in years: the
/// crates promise stable streams of *words* but not of the numbers drawn from them (`rand` changes its ranges between releases).
/// And a stream can be opened at any (seed, purpose, index) without drawing what lies before: each session has its own, so that
/// spoiling a few cells, or one more question, leaves every other session as it was. Only integers are drawn: no `ln` or `cos`
/// whose last bit differs between machines.
#[derive(Debug, Clone)]
pub struct Prng {
    state: u64,
}

impl Prng {
    /// The generator of the published test vectors, started at `state`.
    pub const fn new(state: u64) -> Self {
        Self { state }
    }

    /// The stream of item `index` for one `purpose`, independent of all other streams of the seed.
    pub const fn stream(seed: u64, purpose: u64, index: u64) -> Self {
        let lane = mix(seed ^ mix(purpose.wrapping_mul(GAMMA)));
        Self { state: mix(lane.wrapping_add(index.wrapping_mul(GAMMA))) }
    }

    /// The next 64 random bits.
    pub const fn word(&mut self) -> u64 {
        self.state = self.state.wrapping_add(GAMMA);
        mix(self.state)
    }

    /// A whole number in 0..n by multiplication and shift; its bias is below n / 2^64. `n` = 0 gives 0.
    pub const fn below(&mut self, n: u64) -> u64 {
        ((self.word() as u128 * n as u128) >> 64) as u64
    }

    /// Yes with a chance of `permille` in 1000.
    pub const fn chance(&mut self, permille: u64) -> bool {
        self.below(1000) < permille
    }

    /// The index of one weight, each with the chance weight / sum of weights.
    pub fn pick(&mut self, weights: &[u64]) -> usize {
        let mut left = self.below(weights.iter().sum());
        for (index, weight) in weights.iter().enumerate() {
            if left < *weight {
                return index;
            }
            left -= weight;
        }
        weights.len().saturating_sub(1)
    }
}

/// The output function of SplitMix64, a bijection of 64 bits.
const fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first outputs of `splitmix64.c` from seed 1234567, as printed at rosettacode.org/wiki/Pseudo-random_numbers/Splitmix64.
    #[test]
    fn equals_the_published_vectors() {
        let mut prng = Prng::new(1_234_567);
        let words: Vec<u64> = (0..5).map(|_| prng.word()).collect();
        let published = [
            6_457_827_717_110_365_317,
            3_203_168_211_198_807_973,
            9_817_491_932_198_370_423,
            4_593_380_528_125_082_431,
            16_408_922_859_458_223_821,
        ];
        assert_eq!(words, published);
    }

    #[test]
    fn picks_in_proportion() {
        let mut prng = Prng::new(1);
        let mut counts = [0u32; 3];
        for _ in 0..60_000 {
            counts[prng.pick(&[1, 2, 3])] += 1;
        }
        for (count, expected) in counts.iter().zip([10_000u32, 20_000, 30_000]) {
            assert!(count.abs_diff(expected) < 500, "{counts:?}");
        }
    }

    #[test]
    fn neighbouring_streams_differ() {
        let mut first = Prng::stream(1, 1, 1);
        let mut second = Prng::stream(1, 1, 2);
        let mut third = Prng::stream(1, 2, 1);
        let words = [first.word(), second.word(), third.word()];
        assert!(words[0] != words[1] && words[1] != words[2] && words[0] != words[2]);
    }
}
