//! Can a printed percentage come from its n? The GRIM check, with rounding and truncation told apart.

use super::StatsError;

/// A percentage as it is printed, with its decimals: `83.3` is not `83.30`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PrintedPercentage {
    /// The printed number without its point: 833.
    digits: u64,
    /// How many of these are decimals: 1.
    decimals: u32,
}

/// More decimals are never printed.
const MOST_DECIMALS: usize = 6;

impl std::str::FromStr for PrintedPercentage {
    type Err = StatsError;

    /// Digits, and decimals after a point if there are any; 0 to 100, at most 6 decimals, no percent sign.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let has_fraction = text.contains('.') && fraction.is_empty();
        if whole.is_empty() || whole.len() > 3 || has_fraction || fraction.len() > MOST_DECIMALS {
            return Err(StatsError::OutOfRange);
        }
        if !is_digits(whole) || !is_digits(fraction) {
            return Err(StatsError::OutOfRange);
        }
        let digits = format!("{whole}{fraction}").parse().map_err(|_| StatsError::OutOfRange)?;
        let printed = Self { digits, decimals: fraction.len() as u32 };
        if digits <= printed.hundred() { Ok(printed) } else { Err(StatsError::OutOfRange) }
    }
}

impl PrintedPercentage {
    /// 100% in units of the last printed digit.
    const fn hundred(self) -> u64 {
        100 * 10_u64.pow(self.decimals)
    }
}

/// Which counts of n give the printed percentage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grim {
    /// These counts, from the first to the last, rounded to the printed digits; at a tie either way is allowed.
    Rounded(u64, u64),
    /// None rounded, and these with the further digits cut off.
    Truncated(u64, u64),
    /// None: the percentage, or n, is not what it says. The counts nearest to it below and above.
    Impossible(u64, u64),
}

/// Looks for the counts x of n, 0 <= x <= n, whose percentage is printed so.
///
/// Rounded: |100·10ᵈ x - Pn| <= n/2, truncated: 0 <= 100·10ᵈ x - Pn < n, with P the printed digits and d their decimals, in whole
/// numbers. From n = 100·10ᵈ on every percentage is possible, and the check says nothing. Brown & Heathers (2017), *Social
/// Psychological and Personality Science* 8, 363-369.
///
/// # Errors
/// `NoAnswers` at n = 0.
///
/// ```
/// use sst_core::stats::{Grim, grim};
/// // 83.3% of 24 reviews is 20 of 24; no count of 24 is 83.4%. 66.6% of 3 is 2 of 3 with the rest cut off.
/// assert_eq!(grim("83.3".parse()?, 24)?, Grim::Rounded(20, 20));
/// assert_eq!(grim("83.4".parse()?, 24)?, Grim::Impossible(20, 21));
/// assert_eq!(grim("66.6".parse()?, 3)?, Grim::Truncated(2, 2));
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn grim(printed: PrintedPercentage, n: u64) -> Result<Grim, StatsError> {
    if n == 0 {
        return Err(StatsError::NoAnswers);
    }
    let (n, unit, digits) = (u128::from(n), u128::from(printed.hundred()), u128::from(printed.digits));
    // In halves of the last digit, so that a tie is a whole number.
    let (scaled, target) = (2 * unit, 2 * digits * n);
    let counts = |low: u128, high: u128| {
        let (first, last) = (low.div_ceil(scaled), (high / scaled).min(n));
        (first <= last).then_some((first as u64, last as u64))
    };
    if let Some((first, last)) = counts(target.saturating_sub(n), target + n) {
        return Ok(Grim::Rounded(first, last));
    }
    if let Some((first, last)) = counts(target, target + 2 * n - 1) {
        return Ok(Grim::Truncated(first, last));
    }
    // 0% and 100% are possible of any n, so there is a count on both sides.
    let below = (target / scaled) as u64;
    Ok(Grim::Impossible(below, below + 1))
}
