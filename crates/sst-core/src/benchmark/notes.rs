//! Verdicts in words, from the counts of a result alone: whatever changes the counts can have them told again.

use super::comparable::comparable;
use super::figure::Figure;
use super::kinds::DenominatorKind;
use super::record::Benchmark;
use super::settle::{Settled, answers_to_settle};
use super::verdict::{Observed, difference, is_robust, verdict};
use crate::codes::Caveat;
use crate::results::{BenchmarkNote, Bounds, CaveatNote, Payload, Proportion, ResultSet, Verdict};
use crate::stats::{Interval, Level, Response, StatsError};
use crate::text::{Arg, Catalogue, format};

/// A measure as its results name it.
#[derive(Debug, Clone, Copy)]
struct Measured<'a> {
    id: &'a str,
    label: &'a str,
    instrument: Option<&'a str>,
}

/// Puts beside every share of the whole what it may be compared with, in place of what stood there, and lists these benchmarks once in
/// the document. From the counts of the document alone; told again from `results.benchmarks` when counts have changed.
///
/// # Errors
/// A [`StatsError`] where counts cannot be.
pub fn annotate(results: &mut ResultSet, candidates: &[Benchmark], catalogue: &Catalogue) -> Result<(), StatsError> {
    let level = Level::new(results.level)?;
    let measures = &results.measures;
    let mut used = vec![false; candidates.len()];
    for entry in results.results.iter_mut().filter(|entry| entry.by.is_empty()) {
        let Payload::Proportion(proportion) = &mut entry.payload else { continue };
        let is_it =
            |id: &str, instrument: Option<&str>| id == entry.measure && instrument == entry.instrument.as_deref();
        let Some(measure) = measures.iter().find(|note| is_it(&note.id, note.instrument.as_deref())) else { continue };
        let told = notes(
            proportion,
            &measure.id,
            &measure.label,
            measure.instrument.as_deref(),
            candidates,
            level,
            catalogue,
        )?;
        for (used, benchmark) in used.iter_mut().zip(candidates) {
            *used |= told.iter().any(|note| note.id == benchmark.id);
        }
        proportion.benchmarks = told;
    }
    results.benchmarks =
        candidates.iter().zip(used).filter(|(_, used)| *used).map(|(benchmark, _)| benchmark.clone()).collect();
    Ok(())
}

/// What each benchmark that is told beside this measure says of its share: those that may be compared first, then the others with
/// their reason. Nothing of a share without an estimate.
///
/// # Errors
/// A [`StatsError`] where counts cannot be.
pub fn notes(
    proportion: &Proportion,
    measure: &str,
    label: &str,
    instrument: Option<&str>,
    benchmarks: &[Benchmark],
    level: Level,
    catalogue: &Catalogue,
) -> Result<Vec<BenchmarkNote>, StatsError> {
    let measured = Measured { id: measure, label, instrument };
    if proportion.estimate.is_none() {
        return Ok(Vec::new());
    }
    let told = benchmarks.iter().filter(|benchmark| benchmark.shown_with.iter().any(|shown| shown == measure));
    let mut notes: Vec<BenchmarkNote> =
        told.map(|benchmark| note(proportion, measured, benchmark, level, catalogue)).collect::<Result<_, _>>()?;
    notes.sort_by_key(|note| note.verdict == Verdict::NotComparable);
    Ok(notes)
}

fn note(
    proportion: &Proportion,
    measured: Measured<'_>,
    benchmark: &Benchmark,
    level: Level,
    catalogue: &Catalogue,
) -> Result<BenchmarkNote, StatsError> {
    let mut note = BenchmarkNote {
        id: benchmark.id.clone(),
        verdict: Verdict::CannotTell,
        robust: false,
        text: String::new(),
        answers_needed: None,
        caveats: Vec::new(),
    };
    if let Err(reason) = comparable(measured.id, measured.instrument, benchmark) {
        note.verdict = Verdict::NotComparable;
        note.text = benchmark.refusal_words(reason, measured.label, catalogue);
        return Ok(note);
    }
    let figure = benchmark.figure().unwrap_or(Figure::InWords);
    let mut caveat = |holds: bool, code: Caveat| {
        let text = || catalogue.text(&format!("caveat-{}", code.id()), &[]);
        note.caveats.extend(holds.then(|| CaveatNote { code, text: text() }));
    };
    let is_claim = benchmark.kind == super::BenchmarkKind::Claim;
    // A claim has no uncertainty of its own; a figure without its count has one that nobody knows.
    caveat(matches!(figure, Figure::Point { .. }) && !is_claim, Caveat::UncertaintyUnknown);
    caveat(benchmark.denominator_kind == DenominatorKind::Unstated, Caveat::DenominatorUnstated);
    let (Some(share), Some(low), Some(high)) = (proportion.estimate, proportion.low, proportion.high) else {
        note.text = catalogue.text("benchmark-no-interval", &[]);
        return Ok(note);
    };
    let observed = Observed { share, interval: Interval { low, high } };
    note.verdict = verdict(figure, observed, level)?;
    let response = response(proportion);
    note.robust = response.map_or(Ok(false), |response| is_robust(figure, note.verdict, response, level))?;
    let settled = match (note.verdict, proportion.answered) {
        (Verdict::CannotTell, Some(answered)) => {
            let design_effect = proportion.design_effect.unwrap_or(1.0);
            Some(answers_to_settle(figure, share, answered, design_effect, level)?)
        }
        _ => None,
    };
    if let Some(Settled::By(answers)) = settled {
        note.answers_needed = Some(answers);
    }
    let mut sentences = vec![judged(figure, note.verdict, observed, level, catalogue)?];
    sentences.push(stands(note.verdict, note.robust, response, catalogue));
    sentences.extend(settled.map(|settled| settling(settled, share, catalogue)));
    note.text = sentences.join(" ");
    Ok(note)
}

/// The verdict with its reason: the interval and what it holds.
fn judged(
    figure: Figure,
    found: Verdict,
    observed: Observed,
    level: Level,
    catalogue: &Catalogue,
) -> Result<String, StatsError> {
    let word = match found {
        Verdict::Above => "above",
        Verdict::Within => "within",
        Verdict::Below => "below",
        Verdict::CannotTell | Verdict::NotComparable => "cannot-tell",
    };
    let ends = |interval: Interval| [format::percent(interval.low), format::percent(interval.high)];
    let [low, high] = ends(observed.interval);
    let share = format::percent(observed.share);
    let mut args = vec![("low", Arg::Text(&low)), ("high", Arg::Text(&high)), ("share", Arg::Text(&share))];
    let (mut claim, mut from, mut to) = (String::new(), String::new(), String::new());
    let kind = match figure {
        Figure::Point { share, .. } => {
            claim = printed_percent(share);
            if figure.band().is_some() { "near" } else { "point" }
        }
        Figure::Ceiling { at_most } => {
            claim = printed_percent(at_most);
            "ceiling"
        }
        Figure::Band { .. } | Figure::InWords => "band",
        Figure::Counts { events, n } => {
            claim = format::percent(events as f64 / n as f64);
            let between = difference(observed, events, n, level)?;
            (from, to) = (points(between.low), points(between.high));
            args.extend([("events", Arg::Count(events)), ("n", Arg::Count(n))]);
            "counts"
        }
    };
    if let Some((band_low, band_high)) = figure.band() {
        (from, to) = (printed_percent(band_low), printed_percent(band_high));
    }
    args.extend([("claim", Arg::Text(&claim)), ("from", Arg::Text(&from)), ("to", Arg::Text(&to))]);
    Ok(catalogue.text(&format!("benchmark-{kind}-{word}"), &args))
}

/// Whether it stands whatever those who did not answer would have said.
fn stands(found: Verdict, robust: bool, response: Option<Response>, catalogue: &Catalogue) -> String {
    let Some(response) = response else { return catalogue.text("benchmark-silence-unknown", &[]) };
    let args = [("silent", Arg::Count(response.silent())), ("eligible", Arg::Count(response.eligible))];
    let key = match (found, robust, response.silent()) {
        (Verdict::CannotTell, _, 0) => "benchmark-open-all-answered",
        (Verdict::CannotTell, ..) => "benchmark-open",
        (_, true, 0) => "benchmark-robust-all-answered",
        (_, true, _) => "benchmark-robust",
        (_, false, _) => "benchmark-not-robust",
    };
    catalogue.text(key, &args)
}

/// How many answers would settle it, or why no number would.
fn settling(settled: Settled, share: f64, catalogue: &Catalogue) -> String {
    let share = format::percent(share);
    let share = ("share", Arg::Text(&share));
    match settled {
        Settled::By(answers) => catalogue.text("benchmark-needed", &[share, ("answers", Arg::Count(about(answers)))]),
        Settled::TooMany => catalogue.text("benchmark-needed-too-many", &[share]),
        Settled::NeverEqual => catalogue.text("benchmark-needed-never", &[share]),
        Settled::NeverPublished => catalogue.text("benchmark-needed-published", &[share]),
    }
}

/// Two digits of a number that is an estimate, rounded up.
const fn about(answers: u64) -> u64 {
    let mut unit = 1;
    while answers / unit >= 100 {
        unit *= 10;
    }
    answers.div_ceil(unit) * unit
}

/// The counts that the bounds are of, when they are known: from them, as they count what is certain besides the answers.
fn response(proportion: &Proportion) -> Option<Response> {
    let Bounds { low, high } = proportion.bounds?;
    let eligible = proportion.eligible?.checked_sub(proportion.could_not_recover.unwrap_or(0))?;
    let count = |share: f64| (share * eligible as f64).round() as u64;
    let (events, possible) = (count(low), count(high).min(eligible));
    Response::new(eligible, eligible.checked_sub(possible.checked_sub(events)?)?, events).ok()
}

/// A claim as it is written: 80%, 83.3%.
fn printed_percent(share: f64) -> String {
    format!("{}%", format::score(share * 100.0))
}

/// A difference in points: +12, -3.
fn points(difference: f64) -> String {
    format::signed_decimal(difference * 100.0, 0)
}

#[cfg(test)]
mod tests {
    use super::super::{BenchmarkKind, Evidence, NotComparable, OutcomeKind, SessionsKind, built_in};
    use super::*;
    use crate::stats::wilson;

    /// A share without repeats.
    fn proportion(events: u64, answered: u64, eligible: u64) -> Proportion {
        let interval = wilson(events, answered, Level::DEFAULT).expect("an interval");
        let bounds = Response::new(eligible, answered, events).expect("counts").bounds();
        Proportion {
            eligible: Some(eligible),
            not_due: Some(0),
            asked: None,
            answered: Some(answered),
            events: Some(events),
            clients: None,
            clients_answered: None,
            estimate: Some(events as f64 / answered as f64),
            low: Some(interval.low),
            high: Some(interval.high),
            method: "wilson".to_owned(),
            design_effect: Some(1.0),
            bounds: Some(Bounds { low: bounds.low, high: bounds.high }),
            could_not_recover: None,
            paired: None,
            official: None,
            missing: None,
            benchmarks: Vec::new(),
            heterogeneity: None,
            study: None,
        }
    }

    fn own(percent: &str) -> Benchmark {
        Benchmark {
            id: "own".to_owned(),
            label: "Ours".to_owned(),
            kind: BenchmarkKind::Figure,
            study: None,
            year: None,
            outcome_kind: OutcomeKind::Helpful,
            denominator_kind: DenominatorKind::Responded,
            sessions: SessionsKind::One,
            instrument: None,
            definition: "said yes".to_owned(),
            events: None,
            n: None,
            percent: Some(percent.to_owned()),
            low: None,
            high: None,
            at_most: None,
            margin: None,
            events_derived: false,
            timepoint: None,
            informant: None,
            design: None,
            source: None,
            evidence: Evidence::Own,
            misquoted_as: None,
            note: None,
            shown_with: vec!["helpful".to_owned()],
        }
    }

    fn told(proportion: &Proportion, measure: &str, benchmarks: &[Benchmark]) -> Vec<BenchmarkNote> {
        notes(proportion, measure, "Label", None, benchmarks, Level::DEFAULT, &Catalogue::english()).expect("notes")
    }

    /// 41 helped of 50 answering of 80 eligible, against the ceiling claim and against the point.
    #[test]
    fn the_worked_example() {
        let told = told(&proportion(41, 50, 80), "helpful", built_in());
        for id in ["claim_up_to_80_helpful", "claim_80_helpful_as_average"] {
            let note = told.iter().find(|note| note.id == id).unwrap_or_else(|| panic!("{id}"));
            assert_eq!((note.verdict, note.robust, note.answers_needed), (Verdict::CannotTell, false, Some(1537)));
            assert!(note.text.starts_with("Cannot tell: between 69% and 90% of those who answered"), "{}", note.text);
            assert!(note.text.contains("30 of 80 did not answer"), "{}", note.text);
            assert!(note.text.contains("about 1,600 answers would settle it"), "{}", note.text);
        }
    }

    #[test]
    fn every_text_is_there_and_says_its_numbers() {
        let level = Level::DEFAULT;
        let catalogue = Catalogue::english();
        let figures = [
            Figure::Point { share: 0.8, margin: None },
            Figure::Point { share: 0.8, margin: Some(0.05) },
            Figure::Ceiling { at_most: 0.8 },
            Figure::Band { low: 0.5, high: 0.6 },
            Figure::Counts { events: 29, n: 43 },
        ];
        let observed = Observed { share: 0.5, interval: Interval { low: 0.4, high: 0.6 } };
        for figure in figures {
            for found in [Verdict::Above, Verdict::Within, Verdict::Below, Verdict::CannotTell] {
                let never = matches!(
                    (figure, found),
                    (Figure::Point { margin: None, .. } | Figure::Counts { .. }, Verdict::Within)
                        | (Figure::Ceiling { .. }, Verdict::Below)
                );
                let text = judged(figure, found, observed, level, &catalogue).expect("a text");
                assert_eq!(text.starts_with("benchmark-"), never, "{figure:?} {found:?} {text}");
                assert!(!text.contains('$') && !text.contains('{'), "{text}");
            }
        }
        for settled in [Settled::By(62), Settled::TooMany, Settled::NeverEqual, Settled::NeverPublished] {
            let text = settling(settled, 0.8, &catalogue);
            assert!(!text.starts_with("benchmark-") && !text.contains('$'), "{text}");
        }
        for reason in [
            NotComparable::NoClients,
            NotComparable::Sessions,
            NotComparable::Outcome,
            NotComparable::Denominator,
            NotComparable::Instrument,
            NotComparable::InWords,
        ] {
            let text = own("80").refusal_words(reason, "Found it helpful", &catalogue);
            assert!(text.starts_with("Not comparable") && !text.contains('$') && !text.contains('{'), "{text}");
        }
        for response in [None, Response::new(80, 50, 41).ok(), Response::new(50, 50, 41).ok()] {
            for (found, robust) in [(Verdict::CannotTell, false), (Verdict::Above, true), (Verdict::Above, false)] {
                let text = stands(found, robust, response, &catalogue);
                assert!(!text.starts_with("benchmark-") && !text.contains('$'), "{text}");
            }
        }
    }

    #[test]
    fn a_percentage_without_its_count_says_so() {
        let told_of = |benchmark: Benchmark| told(&proportion(95, 100, 100), "helpful", &[benchmark]).remove(0);
        let codes = |note: &BenchmarkNote| note.caveats.iter().map(|caveat| caveat.code).collect::<Vec<_>>();
        let point = told_of(own("80"));
        assert_eq!(
            (point.verdict, point.robust, codes(&point)),
            (Verdict::Above, true, vec![Caveat::UncertaintyUnknown])
        );
        let counts = told_of(Benchmark { events: Some(80), n: Some(100), ..own("80") });
        assert_eq!((counts.verdict, counts.robust, codes(&counts)), (Verdict::Above, true, vec![]));
        let near = told_of(Benchmark { margin: Some(0.2), ..own("80") });
        assert_eq!(near.verdict, Verdict::Within);
        let conditional = told_of(Benchmark { denominator_kind: DenominatorKind::Conditional, ..own("80") });
        assert_eq!((conditional.verdict, conditional.answers_needed), (Verdict::NotComparable, None));
        let unstated = told_of(Benchmark { denominator_kind: DenominatorKind::Unstated, ..own("80") });
        assert!(codes(&unstated).contains(&Caveat::DenominatorUnstated));
    }

    #[test]
    fn without_an_interval_or_an_estimate_nothing_is_told() {
        let mut one_client = proportion(3, 3, 5);
        (one_client.low, one_client.high) = (None, None);
        let note = told(&one_client, "helpful", &[own("80")]).remove(0);
        assert_eq!((note.verdict, note.robust), (Verdict::CannotTell, false));
        one_client.estimate = None;
        assert_eq!(told(&one_client, "helpful", built_in()), Vec::new());
    }

    #[test]
    fn the_counts_behind_the_bounds_are_found_again() {
        for (events, answered, eligible) in [(41, 50, 80), (0, 3, 7), (7, 7, 7), (333, 999, 1001)] {
            let found = response(&proportion(events, answered, eligible));
            assert_eq!(found, Response::new(eligible, answered, events).ok());
        }
    }

    #[test]
    fn numbers_that_are_estimates_have_two_digits() {
        assert_eq!([1, 62, 100, 101, 1537, 98_765].map(about), [1, 62, 100, 110, 1600, 99_000]);
    }

    #[test]
    fn what_cannot_be_compared_stands_last_with_its_reason() {
        let told = told(&proportion(41, 50, 80), "improved", built_in());
        let first = told.iter().position(|note| note.verdict == Verdict::NotComparable).expect("one");
        assert!(first > 0 && told[first..].iter().all(|note| note.verdict == Verdict::NotComparable));
        assert!(told.iter().all(|note| note.answers_needed.is_none() || note.verdict == Verdict::CannotTell));
    }
}
