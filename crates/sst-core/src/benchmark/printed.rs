//! What can be said of a published figure by itself: its interval, and whether its percentage can come from its n.

use super::figure::Figure;
use super::record::Benchmark;
use crate::stats::{Grim, Interval, Level, PrintedPercentage, grim, wilson};

/// A published figure looked at by itself.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Printed {
    /// Wilson's interval of the published counts, where there are counts.
    pub interval: Option<Interval>,
    /// Which counts of its n give the printed percentage; `None` where there is no percentage or no n.
    pub grim: Option<Grim>,
    /// Whether the counts that stand beside the percentage are among them.
    pub counts_fit: Option<bool>,
}

/// Looks at a published figure by itself: Wilson's interval of its counts, and the GRIM check of its percentage.
///
/// Counts that were themselves computed from the percentage fit by construction; [`Benchmark::events_derived`] says so.
pub fn printed(benchmark: &Benchmark, level: Level) -> Printed {
    let counts = match benchmark.figure() {
        Ok(Figure::Counts { events, n }) => Some((events, n)),
        _ => None,
    };
    let percentage = benchmark.percent.as_ref().and_then(|text| text.parse::<PrintedPercentage>().ok());
    let grim = percentage.zip(benchmark.n).and_then(|(percentage, n)| grim(percentage, n).ok());
    let fits = |events: u64, grim: Grim| match grim {
        Grim::Rounded(first, last) | Grim::Truncated(first, last) => (first..=last).contains(&events),
        Grim::Impossible(..) => false,
    };
    Printed {
        interval: counts.and_then(|(events, n)| wilson(events, n, level).ok()),
        grim,
        counts_fit: counts.zip(grim).map(|((events, _), grim)| fits(events, grim)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::built_in;
    use super::*;

    fn of(id: &str) -> Printed {
        let benchmark = built_in().iter().find(|benchmark| benchmark.id == id).unwrap_or_else(|| panic!("{id}"));
        printed(benchmark, Level::DEFAULT)
    }

    #[test]
    fn percentages_that_no_count_gives_are_found() {
        assert_eq!(of("miller_slive_2004_enough").grim, Some(Grim::Impossible(18, 19)));
        assert_eq!(of("miller_1996_satisfied").grim, Some(Grim::Impossible(347, 348)));
        // 30 of 46 is 65.217: printed 65.21, the rest cut off.
        let cut = of("schleider_2021_attended");
        assert_eq!((cut.grim, cut.counts_fit), (Some(Grim::Truncated(30, 30)), Some(true)));
        assert_eq!(of("schleider_2025_reviews").grim, Some(Grim::Rounded(20, 20)));
        assert_eq!(of("claim_up_to_80_helpful"), Printed { interval: None, grim: None, counts_fit: None });
    }

    #[test]
    fn counts_that_ship_fit_their_percentage() {
        let wrong: Vec<&str> = built_in()
            .iter()
            .filter(|benchmark| printed(benchmark, Level::DEFAULT).counts_fit == Some(false))
            .map(|benchmark| benchmark.id.as_str())
            .collect();
        assert_eq!(wrong, Vec::<&str>::new());
    }

    #[test]
    fn five_of_five_is_no_certainty() {
        let interval = of("monash_2026_some_benefit").interval.expect("counts");
        assert_eq!((format!("{:.2}", interval.low), interval.high), ("0.57".into(), 1.0));
    }
}
