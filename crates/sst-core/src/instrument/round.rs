//! Rounding to an instrument's unit, in integers.

use crate::record::Score;

/// A number of a definition in thousandths.
pub(super) fn thousandths(number: f64) -> i64 {
    (number * 1000.0).round() as i64
}

/// `numerator / denominator` thousandths, rounded to the nearest step of `unit` from `min` on; halves go away from zero.
/// `None` beyond what a score can hold.
pub(super) fn to_unit(numerator: i128, denominator: i128, min: i64, unit: i64) -> Option<Score> {
    let step = denominator * i128::from(unit);
    let offset = numerator - i128::from(min) * denominator;
    let (whole, rest) = (offset.div_euclid(step), offset.rem_euclid(step));
    let goes_up = match (rest * 2).cmp(&step) {
        std::cmp::Ordering::Less => false,
        std::cmp::Ordering::Greater => true,
        // Upwards is away from zero only above zero.
        std::cmp::Ordering::Equal => numerator >= 0,
    };
    let thousandths = i128::from(min) + (whole + i128::from(goes_up)) * i128::from(unit);
    i32::try_from(thousandths).ok().map(Score)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_go_away_from_zero() {
        let round = |numerator, denominator, unit| to_unit(numerator, denominator, 0, unit).map(|score| score.0);
        assert_eq!(round(2_500, 1, 1000), Some(3000));
        assert_eq!(round(2_499, 1, 1000), Some(2000));
        assert_eq!(round(-2_500, 1, 1000), Some(-3000));
        assert_eq!(round(-2_499, 1, 1000), Some(-2000));
        assert_eq!(round(10_000, 3, 100), Some(3300));
        assert_eq!(to_unit(18_000, 1, 7000, 2000), Some(Score(19_000)), "steps are counted from the lowest score");
        assert_eq!(round(i128::from(i64::MAX), 1, 1000), None);
    }
}
