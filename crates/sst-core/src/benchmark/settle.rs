//! How many answers would settle a claim, should the share stay as it is.

use super::figure::Figure;
use super::verdict::{Observed, difference};
use crate::stats::{Level, StatsError, answers_to_leave_out, wilson_of_share};

/// More answers than that no service of this kind gathers.
const MOST: u64 = 100_000;

/// Whether a number of answers would settle it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settled {
    /// About so many.
    By(u64),
    /// More than 100,000.
    TooMany,
    /// No number: the share is the claim itself.
    NeverEqual,
    /// No number: the published figure itself rests on too few.
    NeverPublished,
}

/// About how many answers would settle what now cannot be told, should the share stay as it is, with clients as alike as now.
///
/// Of a share or ceiling c: the n from which Wilson's interval leaves c out, z² c (1-c)/(p-c)². Of a band, from which it leaves out
/// the nearer end (share outside) or both (inside). Of published counts, from which Newcombe's interval leaves 0 out. All times the
/// design effect.
///
/// # Errors
/// A [`StatsError`] where the counts cannot be.
///
/// ```
/// use sst_core::benchmark::{Figure, Settled, answers_to_settle};
/// use sst_core::stats::Level;
/// // 82% against 80%: about 1,537 answers.
/// let claim = Figure::Point { share: 0.8, margin: None };
/// assert_eq!(answers_to_settle(claim, 0.82, 50, 1.0, Level::DEFAULT)?, Settled::By(1537));
/// assert_eq!(answers_to_settle(claim, 0.8, 50, 1.0, Level::DEFAULT)?, Settled::NeverEqual);
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn answers_to_settle(
    figure: Figure,
    share: f64,
    answered: u64,
    design_effect: f64,
    level: Level,
) -> Result<Settled, StatsError> {
    let leave_out = |claims: &[f64]| -> Result<Settled, StatsError> {
        let mut most: f64 = 0.0;
        for &claim in claims {
            if claim == share {
                return Ok(Settled::NeverEqual);
            }
            // A claim of 0% or 100% is left out by any other answer.
            if claim > 0.0 && claim < 1.0 {
                most = most.max(answers_to_leave_out(share, claim, level)?);
            }
        }
        let answers = (most * design_effect).ceil();
        Ok(if answers > MOST as f64 { Settled::TooMany } else { Settled::By((answers as u64).max(answered + 1)) })
    };
    if let Some((from, to)) = figure.band() {
        return if share < from {
            leave_out(&[from])
        } else if share > to {
            leave_out(&[to])
        } else {
            leave_out(&[from, to])
        };
    }
    match figure {
        Figure::Point { share: claim, .. } | Figure::Ceiling { at_most: claim } => leave_out(&[claim]),
        Figure::Counts { events, n } => {
            let published = events as f64 / n as f64;
            if published == share {
                return Ok(Settled::NeverEqual);
            }
            let tells = |answers: f64| -> Result<bool, StatsError> {
                let interval = wilson_of_share(share, answers / design_effect, level)?;
                let between = difference(Observed { share, interval }, events, n, level)?;
                Ok(between.low > 0.0 || between.high < 0.0)
            };
            // Beyond any number, only the published figure's own interval is left.
            if !tells(1e15)? {
                return Ok(Settled::NeverPublished);
            }
            if !tells(MOST as f64)? {
                return Ok(Settled::TooMany);
            }
            let (mut short, mut enough) = (answered.min(MOST), MOST);
            while enough - short > 1 {
                let middle = u64::midpoint(short, enough);
                if tells(middle as f64)? { enough = middle } else { short = middle }
            }
            Ok(Settled::By(enough))
        }
        Figure::Band { .. } | Figure::InWords => Ok(Settled::TooMany),
    }
}

#[cfg(test)]
mod tests {
    use super::super::verdict::verdict;
    use super::*;
    use crate::results::Verdict;
    use crate::stats::wilson;

    fn needed(figure: Figure, events: u64, answered: u64) -> Settled {
        let share = events as f64 / answered as f64;
        answers_to_settle(figure, share, answered, 1.0, Level::DEFAULT).expect("a number or none")
    }

    #[test]
    fn a_claim_that_is_the_share_is_never_settled() {
        assert_eq!(needed(Figure::Point { share: 0.8, margin: None }, 40, 50), Settled::NeverEqual);
        assert_eq!(needed(Figure::Band { low: 0.5, high: 0.6 }, 30, 50), Settled::NeverEqual);
        assert_eq!(needed(Figure::Counts { events: 4, n: 5 }, 40, 50), Settled::NeverEqual);
    }

    #[test]
    fn a_small_study_is_never_told_apart() {
        // 29 of 43 is .525 to .796 itself.
        assert_eq!(needed(Figure::Counts { events: 29, n: 43 }, 35, 50), Settled::NeverPublished);
        assert_eq!(needed(Figure::Point { share: 0.8, margin: None }, 801, 1000), Settled::TooMany);
    }

    #[test]
    fn with_so_many_answers_it_is_settled_and_with_one_less_it_is_not() {
        let figures = [
            Figure::Counts { events: 43, n: 98 },
            Figure::Point { share: 0.45, margin: None },
            Figure::Band { low: 0.4, high: 0.45 },
        ];
        for figure in figures {
            let Settled::By(n) = needed(figure, 28, 50) else { panic!("{figure:?}") };
            let says = |n: u64| {
                let interval = wilson_of_share(0.56, n as f64, Level::DEFAULT).expect("an interval");
                verdict(figure, Observed { share: 0.56, interval }, Level::DEFAULT).expect("a verdict")
            };
            assert_eq!((says(n - 1), says(n)), (Verdict::CannotTell, Verdict::Above), "{figure:?} {n}");
        }
    }

    #[test]
    fn inside_a_band_both_ends_are_to_be_left_out() {
        let band = Figure::Band { low: 0.5, high: 0.6 };
        let Settled::By(n) = needed(band, 27, 50) else { panic!("a number") };
        let observed =
            Observed { share: 0.54, interval: wilson_of_share(0.54, n as f64, Level::DEFAULT).expect("one") };
        assert_eq!(verdict(band, observed, Level::DEFAULT), Ok(Verdict::Within));
    }

    #[test]
    fn clients_who_come_again_make_it_more() {
        let of =
            |deff: f64| answers_to_settle(Figure::Point { share: 0.8, margin: None }, 0.7, 20, deff, Level::DEFAULT);
        assert_eq!((of(1.0), of(2.0)), (Ok(Settled::By(62)), Ok(Settled::By(123))));
        assert!(wilson(14, 20, Level::DEFAULT).is_ok_and(|interval| interval.high > 0.8));
    }
}
