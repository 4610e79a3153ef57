//! What an interval says of a benchmark, and whether silence could change it.

use super::figure::Figure;
use crate::results::Verdict;
use crate::stats::{Interval, Level, Response, StatsError, square_and_add, wilson};

/// A share with its interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Observed {
    /// The share.
    pub share: f64,
    /// Its interval, whatever made it.
    pub interval: Interval,
}

/// The interval of the difference to a published share, observed - published: Newcombe's, squared and added from the interval that the
/// observed share has (with repeated clients that of its effective answers, n / design effect) and Wilson's of the published one.
///
/// # Errors
/// As [`wilson`] of the published counts.
pub(super) fn difference(observed: Observed, events: u64, n: u64, level: Level) -> Result<Interval, StatsError> {
    let published = (events as f64 / n as f64, wilson(events, n, level)?);
    Ok(square_and_add((observed.share, observed.interval), published, 0.0))
}

/// What an interval [low, high] says of a benchmark.
///
/// | benchmark | above | within | below |
/// |---|---|---|---|
/// | share c | low > c | never | high < c |
/// | up to c | low > c | high <= c | never |
/// | a to b, or c with a margin m: c - m to c + m | low > b | a <= low and high <= b | high < a |
/// | x of n | the interval of the difference above 0 | never | below 0 |
///
/// Everything else cannot be told. The interval decides; no p-value does.
///
/// # Errors
/// As [`wilson`] of published counts.
///
/// ```
/// use sst_core::benchmark::{Figure, Observed, verdict};
/// use sst_core::results::Verdict;
/// use sst_core::stats::{Level, wilson};
/// // 41 of 50 is .82 (.692 to .902): neither the ceiling of 80% nor the share 80% is told from it.
/// let observed = Observed { share: 0.82, interval: wilson(41, 50, Level::DEFAULT)? };
/// let says = |figure| verdict(figure, observed, Level::DEFAULT);
/// assert_eq!(says(Figure::Ceiling { at_most: 0.8 })?, Verdict::CannotTell);
/// assert_eq!(says(Figure::Point { share: 0.8, margin: None })?, Verdict::CannotTell);
/// assert_eq!(says(Figure::Band { low: 0.5, high: 0.6 })?, Verdict::Above);
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn verdict(figure: Figure, observed: Observed, level: Level) -> Result<Verdict, StatsError> {
    let Interval { low, high } = observed.interval;
    let first = |cases: &[(bool, Verdict)]| {
        cases.iter().find(|(holds, _)| *holds).map_or(Verdict::CannotTell, |&(_, verdict)| verdict)
    };
    if let Some((from, to)) = figure.band() {
        return Ok(first(&[
            (low > to, Verdict::Above),
            (high < from, Verdict::Below),
            (from <= low && high <= to, Verdict::Within),
        ]));
    }
    Ok(match figure {
        Figure::Point { share, .. } => first(&[(low > share, Verdict::Above), (high < share, Verdict::Below)]),
        Figure::Ceiling { at_most } => first(&[(low > at_most, Verdict::Above), (high <= at_most, Verdict::Within)]),
        Figure::Counts { events, n } => {
            let between = difference(observed, events, n, level)?;
            first(&[(between.low > 0.0, Verdict::Above), (between.high < 0.0, Verdict::Below)])
        }
        Figure::Band { .. } | Figure::InWords => Verdict::NotComparable,
    })
}

/// Whether the verdict is the same, and one at all, from Wilson's intervals at events / eligible and at (events + silent) / eligible:
/// whatever those who did not answer would have said.
///
/// # Errors
/// As [`wilson`].
///
/// ```
/// use sst_core::benchmark::{Figure, is_robust};
/// use sst_core::results::Verdict;
/// use sst_core::stats::{Level, Response};
/// // 41 of 50, 80 eligible: above 60% among those who answered, and not so if the 30 silent had said no.
/// let response = Response::new(80, 50, 41)?;
/// let claim = Figure::Point { share: 0.6, margin: None };
/// assert!(!is_robust(claim, Verdict::Above, response, Level::DEFAULT)?);
/// assert!(is_robust(Figure::Point { share: 0.4, margin: None }, Verdict::Above, response, Level::DEFAULT)?);
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn is_robust(figure: Figure, found: Verdict, response: Response, level: Level) -> Result<bool, StatsError> {
    if matches!(found, Verdict::CannotTell | Verdict::NotComparable) {
        return Ok(false);
    }
    let eligible = response.eligible;
    for events in [response.events, response.events + response.silent()] {
        let observed = Observed { share: events as f64 / eligible as f64, interval: wilson(events, eligible, level)? };
        if verdict(figure, observed, level)? != found {
            return Ok(false);
        }
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    const POINT: Figure = Figure::Point { share: 0.8, margin: None };
    const CEILING: Figure = Figure::Ceiling { at_most: 0.8 };
    const BAND: Figure = Figure::Band { low: 0.5, high: 0.6 };
    const NEAR: Figure = Figure::Point { share: 0.8, margin: Some(0.1) };

    fn says(figure: Figure, low: f64, high: f64) -> Verdict {
        let observed = Observed { share: f64::midpoint(low, high), interval: Interval { low, high } };
        verdict(figure, observed, Level::DEFAULT).expect("a verdict")
    }

    #[test]
    fn verdicts_by_hand() {
        use Verdict::{Above, Below, CannotTell, Within};
        let table = [
            // A share: equality tells nothing, and there is no within.
            (POINT, 0.81, 0.9, Above),
            (POINT, 0.8, 0.9, CannotTell),
            (POINT, 0.7, 0.8, CannotTell),
            (POINT, 0.7, 0.79, Below),
            (POINT, 0.8, 0.8, CannotTell),
            (POINT, 0.0, 1.0, CannotTell),
            // A ceiling: equality is within, and nothing is below.
            (CEILING, 0.81, 0.9, Above),
            (CEILING, 0.8, 0.9, CannotTell),
            (CEILING, 0.7, 0.8, Within),
            (CEILING, 0.7, 0.81, CannotTell),
            (CEILING, 0.1, 0.2, Within),
            // A band: both ends belong to it.
            (BAND, 0.61, 0.7, Above),
            (BAND, 0.6, 0.7, CannotTell),
            (BAND, 0.5, 0.6, Within),
            (BAND, 0.52, 0.58, Within),
            (BAND, 0.49, 0.6, CannotTell),
            (BAND, 0.5, 0.61, CannotTell),
            (BAND, 0.4, 0.5, CannotTell),
            (BAND, 0.4, 0.49, Below),
            // A margin makes a band of a share.
            (NEAR, 0.7, 0.9, Within),
            (NEAR, 0.69, 0.9, CannotTell),
            (NEAR, 0.81, 0.95, CannotTell),
            (NEAR, 0.91, 0.95, Above),
            (NEAR, 0.6, 0.69, Below),
        ];
        for (figure, low, high, expected) in table {
            assert_eq!(says(figure, low, high), expected, "{figure:?} {low} {high}");
        }
    }

    #[test]
    fn published_counts_are_met_by_newcombe() {
        let observed = |events, n| Observed {
            share: events as f64 / n as f64,
            interval: wilson(events, n, Level::DEFAULT).expect("an interval"),
        };
        let says = |events, n| verdict(Figure::Counts { events: 48, n: 80 }, observed(events, n), Level::DEFAULT);
        // Newcombe 1998, table II (a): 56/70 - 48/80 gives 0.0524 to 0.3339.
        let between = difference(observed(56, 70), 48, 80, Level::DEFAULT).expect("a difference");
        assert_eq!((format!("{:.4}", between.low), format!("{:.4}", between.high)), ("0.0524".into(), "0.3339".into()));
        assert_eq!(says(56, 70), Ok(Verdict::Above));
        assert_eq!(says(24, 80), Ok(Verdict::Below));
        assert_eq!(says(48, 80), Ok(Verdict::CannotTell));
    }

    #[test]
    fn a_verdict_is_robust_only_where_silence_cannot_change_it() {
        let robust = |figure, found, eligible, answered, events| {
            let response = Response::new(eligible, answered, events).expect("counts");
            is_robust(figure, found, response, Level::DEFAULT)
        };
        // 95 of 100, everybody answered: .888 to .978.
        assert_eq!(robust(POINT, Verdict::Above, 100, 100, 95), Ok(true));
        // The same of 120 eligible: 95 of 120 is .711 to .855.
        assert_eq!(robust(POINT, Verdict::Above, 120, 100, 95), Ok(false));
        // Within the ceiling among those who answered; with all 40 silent it is 70 of 100, .604 to .781.
        assert_eq!(robust(CEILING, Verdict::Within, 100, 60, 30), Ok(true));
        assert_eq!(robust(CEILING, Verdict::Within, 120, 60, 40), Ok(false));
        assert_eq!(robust(CEILING, Verdict::CannotTell, 100, 100, 80), Ok(false));
    }
}
