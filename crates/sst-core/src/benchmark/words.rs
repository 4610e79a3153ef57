//! A benchmark's number, and what is wrong with it, in words.

use super::comparable::NotComparable;
use super::figure::Figure;
use super::printed::printed;
use super::record::Benchmark;
use crate::stats::{Grim, Level};
use crate::text::{Arg, Catalogue, format};

impl Benchmark {
    /// The number as it is published: `43 of 98 (44%)`, `up to 80%`, `50% to 60%`, `83.3% (n 417)`.
    pub fn figure_words(&self, catalogue: &Catalogue) -> String {
        let percent = |share: f64| format!("{}%", format::score(share * 100.0));
        let printed = self.percent.as_deref().unwrap_or_default();
        let say = |key: &str, args: &[(&str, Arg<'_>)]| catalogue.text(key, args);
        match self.figure() {
            Ok(Figure::Counts { events, n }) => {
                let computed = format::percent(events as f64 / n as f64);
                let percent = self.percent.as_ref().map_or(computed, |printed| format!("{printed}%"));
                say(
                    "benchmark-figure-counts",
                    &[("events", events.into()), ("n", n.into()), ("percent", (&percent).into())],
                )
            }
            Ok(Figure::Ceiling { at_most }) => {
                say("benchmark-figure-ceiling", &[("percent", (&percent(at_most)).into())])
            }
            Ok(Figure::Band { low, high }) => {
                say("benchmark-figure-band", &[("low", (&percent(low)).into()), ("high", (&percent(high)).into())])
            }
            Ok(Figure::Point { margin: Some(margin), .. }) => {
                let points = format::score(margin * 100.0);
                say("benchmark-figure-near", &[("percent", printed.into()), ("points", (&points).into())])
            }
            Ok(Figure::Point { .. } | Figure::InWords) | Err(_) => match self.n {
                Some(n) => say("benchmark-figure-of", &[("percent", printed.into()), ("n", n.into())]),
                None => format!("{printed}%"),
            },
        }
    }

    /// Whether the printed percentage can come from its n, as a sentence; `None` where there is none to check.
    pub fn grim_words(&self, catalogue: &Catalogue) -> Option<String> {
        let looked_at = printed(self, Level::DEFAULT);
        let (percent, n) = (self.percent.as_deref()?, self.n?);
        let (key, first, last) = match looked_at.grim? {
            Grim::Rounded(first, last) if first == last => ("benchmark-grim-one", first, last),
            Grim::Rounded(first, last) => ("benchmark-grim-several", first, last),
            Grim::Truncated(first, last) => ("benchmark-grim-truncated", first, last),
            Grim::Impossible(below, above) => ("benchmark-grim-impossible", below, above),
        };
        let share = |count: u64| format::percent_1(count as f64 / n as f64);
        let (first_share, last_share) = (share(first), share(last));
        let mut words = catalogue.text(
            key,
            &[
                ("percent", percent.into()),
                ("n", n.into()),
                ("first", first.into()),
                ("last", last.into()),
                ("firstShare", (&first_share).into()),
                ("lastShare", (&last_share).into()),
            ],
        );
        let more = match (looked_at.counts_fit, self.events_derived) {
            (Some(true), true) => Some("benchmark-grim-derived"),
            (Some(true), false) => Some("benchmark-grim-fits"),
            (Some(false), _) => Some("benchmark-grim-differs"),
            (None, _) => None,
        };
        if let Some(key) = more {
            words.push(' ');
            words += &catalogue.text(key, &[("events", self.events.unwrap_or(0).into())]);
        }
        Some(words)
    }

    /// Why it must not be set beside the measure of this name, as a sentence.
    pub fn refusal_words(&self, reason: NotComparable, label: &str, catalogue: &Catalogue) -> String {
        let counts = catalogue.text(&format!("benchmark-outcome-{}", self.outcome_kind), &[]);
        let out_of = catalogue.text(&format!("benchmark-denominator-{}", self.denominator_kind), &[]);
        let sessions = catalogue.text(&format!("benchmark-sessions-{}", self.sessions), &[]);
        let args = [
            ("label", Arg::Text(label)),
            ("counts", Arg::Text(&counts)),
            ("outOf", Arg::Text(&out_of)),
            ("sessions", Arg::Text(&sessions)),
        ];
        catalogue.text(reason.key(), &args)
    }
}

#[cfg(test)]
mod tests {
    use super::super::built_in;
    use super::*;

    #[test]
    fn figures_are_told_as_published() {
        let catalogue = Catalogue::english();
        let of = |id: &str| built_in().iter().find(|benchmark| benchmark.id == id).unwrap_or_else(|| panic!("{id}"));
        for (id, words) in [
            ("harper_jaques_2014_enough", "43 of 98 (44%)"),
            ("claim_up_to_80_helpful", "up to 80%"),
            ("claim_50_to_60_improved", "50% to 60%"),
            ("miller_1996_satisfied", "83.3% (n 417)"),
            ("hoyt_1992_improved", "88%"),
            ("westwater_2020_no_further_contact", ">50%"),
        ] {
            assert_eq!(of(id).figure_words(&catalogue), words);
        }
        let grim = |id: &str| of(id).grim_words(&catalogue);
        assert_eq!(grim("claim_up_to_80_helpful"), None);
        let impossible = grim("miller_slive_2004_enough").expect("a sentence");
        assert!(
            impossible.contains("No count of 43 is 43%") && impossible.contains("18 would be 41.9%"),
            "{impossible}"
        );
        for benchmark in built_in() {
            let words = benchmark.grim_words(&catalogue).unwrap_or_default();
            assert!(!words.contains("benchmark-") && !words.contains('$'), "{words}");
        }
    }
}
