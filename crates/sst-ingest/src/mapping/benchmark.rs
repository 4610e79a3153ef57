//! `[[benchmark]]`: a published figure or claim that the service wants its results set beside.

use std::ops::Range;
use std::str::FromStr;

use sst_core::benchmark::{
    Benchmark, BenchmarkKind, COMPARED, DenominatorKind, Evidence, Figure, OutcomeKind, SessionsKind, built_in,
};
use sst_core::definitions::Definitions;

use super::fault::did_you_mean;
use super::keys::{Document, Keys};
use super::sections::{id, known_measure};

const KEYS: [&str; 24] = [
    "id",
    "measure",
    "outcome_kind",
    "denominator_kind",
    "sessions",
    "instrument",
    "label",
    "definition",
    "events",
    "n",
    "percent",
    "low",
    "high",
    "at_most",
    "margin",
    "study",
    "year",
    "timepoint",
    "informant",
    "design",
    "source",
    "evidence",
    "misquoted_as",
    "note",
];

/// The most that a published figure counts.
const MOST: u32 = u32::MAX;

/// Every benchmark of the file; one whose id is taken is refused.
pub(super) fn read(tables: Vec<Keys<'_>>, definitions: &Definitions, document: &mut Document<'_>) -> Vec<Benchmark> {
    let mut found: Vec<Benchmark> = Vec::new();
    for table in tables {
        let span = table.span.clone();
        let Some(benchmark) = benchmark(table, definitions, document) else { continue };
        let is_taken = |other: &Benchmark| other.id == benchmark.id;
        if built_in().iter().any(is_taken) || found.iter().any(is_taken) {
            let problem = format!("there is already a benchmark `{}`", benchmark.id);
            document.fault(&span, &problem, Some("`sst benchmarks` lists those that are built in".to_owned()));
        } else {
            found.push(benchmark);
        }
    }
    found
}

fn benchmark(mut keys: Keys<'_>, definitions: &Definitions, document: &mut Document<'_>) -> Option<Benchmark> {
    let span = keys.span.clone();
    let id = id(&mut keys, document);
    let has_measure = keys.has("measure");
    let measure = if has_measure { known_measure(&mut keys, definitions, document) } else { None };
    let outcome = kind(&mut keys, "outcome_kind", OutcomeKind::ALL, OutcomeKind::id, document);
    let row = measure.as_ref().and_then(|measure| COMPARED.iter().find(|row| row.measure == measure));
    let shown_with: Vec<String> = match (&measure, outcome) {
        (Some(measure), _) => vec![measure.clone()],
        (None, Some(outcome)) => {
            COMPARED.iter().filter(|row| row.outcome == outcome).map(|row| row.measure.to_owned()).collect()
        }
        (None, None) => Vec::new(),
    };
    if !has_measure && outcome.is_none() {
        let hint = "as measure = \"helpful\", or outcome_kind = \"helpful\"";
        document.fault(&span, "[[benchmark]] needs `measure` or `outcome_kind`", Some(hint.to_owned()));
    } else if measure.is_none() && outcome.is_some() && shown_with.is_empty() {
        let hint = "name the `measure` that it is to be told beside";
        document.fault(&span, "no measure counts this `outcome_kind`", Some(hint.to_owned()));
    }
    // Of whom a figure is decides what it may be set beside; without a word it is taken as what the measure counts.
    let of_measure = row.and_then(|row| row.denominators.first()).copied();
    let denominator = kind(&mut keys, "denominator_kind", DenominatorKind::ALL, DenominatorKind::id, document)
        .or(of_measure)
        .unwrap_or(DenominatorKind::Responded);
    let sessions =
        kind(&mut keys, "sessions", SessionsKind::ALL, SessionsKind::id, document).unwrap_or(SessionsKind::One);
    let evidence = kind(&mut keys, "evidence", Evidence::ALL, Evidence::id, document).unwrap_or(Evidence::Own);
    let count =
        |keys: &mut Keys<'_>, key: &str, document: &mut Document<'_>| keys.whole(key, 0..MOST, document).map(u64::from);
    let label = keys.required_text("label", document).map(|(label, _)| label);
    let definition = keys.required_text("definition", document).map(|(definition, _)| definition);
    let benchmark = Benchmark {
        id: id.clone().unwrap_or_default(),
        label: label.clone().unwrap_or_default(),
        kind: BenchmarkKind::Figure,
        study: keys.text("study", document),
        year: keys.texts("year", document).pop().map(|(year, _)| year),
        outcome_kind: outcome.or(row.map(|row| row.outcome)).unwrap_or(OutcomeKind::Other),
        denominator_kind: denominator,
        sessions,
        instrument: keys.text("instrument", document),
        definition: definition.clone().unwrap_or_default(),
        events: count(&mut keys, "events", document),
        n: count(&mut keys, "n", document),
        percent: keys.texts("percent", document).pop().map(|(percent, _)| percent),
        low: keys.share("low", document),
        high: keys.share("high", document),
        at_most: keys.share("at_most", document),
        margin: keys.share("margin", document),
        events_derived: false,
        timepoint: keys.text("timepoint", document),
        informant: keys.text("informant", document),
        design: keys.text("design", document),
        source: keys.text("source", document),
        evidence,
        misquoted_as: keys.text("misquoted_as", document),
        note: keys.text("note", document),
        shown_with,
    };
    keys.finish(&KEYS, document);
    if id.is_none() || label.is_none() || definition.is_none() {
        return None;
    }
    // What a source says in words only can be told of, not set beside a result.
    let is_number = |benchmark: &Benchmark| benchmark.figure() != Ok(Figure::InWords);
    match benchmark.checked() {
        Ok(benchmark) if is_number(&benchmark) => Some(benchmark),
        Ok(_) => {
            document.fault(&span, "`percent` is a number from 0 to 100", Some("as percent = 83.3".to_owned()));
            None
        }
        Err(fault) => {
            document.fault(&span, &format!("[[benchmark]] {fault}"), hint(fault));
            None
        }
    }
}

fn hint(fault: sst_core::benchmark::BenchmarkFault) -> Option<String> {
    use sst_core::benchmark::BenchmarkFault::{Margin, NotOneNumber};
    match fault {
        NotOneNumber => {
            Some("as events = 43 and n = 98, or percent = 44, or low = 0.4 and high = 0.6, or at_most = 0.8".into())
        }
        Margin => Some("what counts as the same as the percentage, as margin = 0.05 for 5 points".into()),
        _ => None,
    }
}

/// One of a list of ids.
fn kind<T: Copy + FromStr>(
    keys: &mut Keys<'_>,
    key: &str,
    all: &[T],
    id: impl Fn(T) -> &'static str,
    document: &mut Document<'_>,
) -> Option<T> {
    let (text, span): (String, Range<usize>) = keys.spanned_text(key, document)?;
    let found = text.parse().ok();
    if found.is_none() {
        let known = || all.iter().map(|&kind| id(kind));
        let hint = match did_you_mean(&text, known()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("one of {}", known().collect::<Vec<_>>().join(", ")),
        };
        document.fault(&span, &format!("there is no `{key}` like this"), Some(hint));
    }
    found
}

#[cfg(test)]
mod tests {
    use sst_core::benchmark::{Benchmark, DenominatorKind, Evidence, Figure, OutcomeKind};
    use sst_core::text::Catalogue;

    use crate::mapping::Mapping;

    const BENCHMARK: &str = "[[benchmark]]\nid = \"last_year\"\nmeasure = \"helpful\"\nlabel = \"Our last year\"\ndefinition = \"rated 4 or 5\"\n";

    fn read(text: &str) -> Result<Vec<Benchmark>, String> {
        Mapping::parse(text, &Catalogue::english())
            .map(|mapping| mapping.definitions.benchmarks)
            .map_err(|faults| faults.to_string())
    }

    #[test]
    fn a_figure_is_what_it_is_written_as() {
        for (numbers, figure) in [
            ("percent = 44", Figure::Point { share: 0.44, margin: None }),
            ("percent = \"83.3\"\nmargin = 0.05", Figure::Point { share: 83.3 / 100.0, margin: Some(0.05) }),
            ("events = 43\nn = 98\npercent = 44", Figure::Counts { events: 43, n: 98 }),
            ("low = 0.4\nhigh = 0.6", Figure::Band { low: 0.4, high: 0.6 }),
            ("at_most = 0.8", Figure::Ceiling { at_most: 0.8 }),
        ] {
            let benchmark = read(&format!("{BENCHMARK}{numbers}\n")).expect(numbers).remove(0);
            assert_eq!(benchmark.figure(), Ok(figure), "{numbers}");
            assert_eq!(
                (benchmark.outcome_kind, benchmark.denominator_kind, benchmark.evidence),
                (OutcomeKind::Helpful, DenominatorKind::Responded, Evidence::Own)
            );
            assert_eq!(benchmark.shown_with, ["helpful"]);
        }
        // The printed digits are kept: 83.30 is not 83.3.
        let digits = read(&format!("{BENCHMARK}percent = 83.30\n")).expect("a number").remove(0);
        assert_eq!(digits.percent.as_deref(), Some("83.30"));
    }

    #[test]
    fn an_outcome_finds_its_measures() {
        let text = BENCHMARK.replace("measure = \"helpful\"", "outcome_kind = \"enough\"");
        let benchmark = read(&format!("{text}percent = 44\n")).expect("a benchmark").remove(0);
        assert_eq!(benchmark.shown_with, ["enough"]);
        let own = BENCHMARK.replace("\"helpful\"", "\"would_recommend\"");
        let measure = "[[measure]]\nid = \"would_recommend\"\ncolumn = \"Recommend?\"\n";
        let benchmark = read(&format!("{measure}{own}percent = 90\n")).expect("a benchmark").remove(0);
        assert_eq!(
            (benchmark.outcome_kind, benchmark.shown_with),
            (OutcomeKind::Other, vec!["would_recommend".to_owned()])
        );
    }

    #[test]
    fn faults_have_their_line_and_column() {
        for (more, place, problem) in [
            ("percent = 44\nn = 0", "line 1", "`n` above 0"),
            ("", "line 1, column 1", "has one of: `events` with `n`"),
            ("percent = 144", "line 1, column 1", "`percent` from 0 to 100"),
            ("percent = 44\nmargin = 50", "line 7, column 10", "50 percent is 0.5"),
            ("at_most = 80", "line 6, column 11", "80 percent is 0.8"),
            ("at_most = 0.8\nmargin = 0.1", "line 1, column 1", "`margin` only beside `percent`"),
            ("percent = \"over half\"", "line 1, column 1", "`percent` is a number"),
            ("percent = nan", "line 1, column 1", "`percent` is a number"),
            ("percent = 44\nevents = 3", "line 1, column 1", "`events` of at most `n`"),
            ("percent = 44\ndenominator_kind = \"respond\"", "line 7, column 20", "did you mean `responded`?"),
            ("percent = 44\nsesions = \"one\"", "line 7, column 1", "did you mean `sessions`?"),
            (
                "percent = 44\n[[benchmark]]\nid = \"last_year\"\nmeasure = \"enough\"\nlabel = \"a\"\ndefinition = \"b\"\npercent = 1",
                "line 7",
                "already a benchmark `last_year`",
            ),
        ] {
            let faults = read(&format!("{BENCHMARK}{more}\n")).expect_err(more);
            assert!(faults.contains(place) && faults.contains(problem), "{more}: {faults}");
        }
        let faults = read(&BENCHMARK.replace("last_year", "bloom_2001_enough")).expect_err("a built-in id");
        assert!(faults.contains("has one of"), "{faults}");
        let faults =
            read(&format!("{}percent = 1\n", BENCHMARK.replace("last_year", "bloom_2001_enough"))).expect_err("taken");
        assert!(faults.contains("already a benchmark `bloom_2001_enough`"), "{faults}");
        let faults = read(&BENCHMARK.replace("measure = \"helpful\"\n", "percent = 1\n")).expect_err("beside what?");
        assert!(faults.contains("needs `measure` or `outcome_kind`"), "{faults}");
    }
}
