//! The benchmarks that ship.

use std::sync::LazyLock;

use serde::Deserialize;

use super::record::Benchmark;

/// A file of benchmarks.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BenchmarkFile {
    benchmark: Vec<Benchmark>,
}

/// Every key of a record. A results document may have more, a file may not.
const KEYS: [&str; 25] = [
    "id",
    "label",
    "kind",
    "study",
    "year",
    "outcome_kind",
    "denominator_kind",
    "sessions",
    "instrument",
    "definition",
    "events",
    "n",
    "percent",
    "low",
    "high",
    "at_most",
    "margin",
    "events_derived",
    "timepoint",
    "informant",
    "design",
    "source",
    "evidence",
    "misquoted_as",
    "note",
];

/// Reads a file of `[[benchmark]]` tables.
///
/// # Errors
/// What is wrong, in words, with the record's id: a key that is not known, a number that cannot be, a figure without a source.
pub fn from_toml(text: &str) -> Result<Vec<Benchmark>, String> {
    let file: BenchmarkFile = toml::from_str(text).map_err(|error| error.to_string())?;
    let tables: toml::Table = toml::from_str(text).map_err(|error| error.to_string())?;
    let tables = tables.get("benchmark").and_then(toml::Value::as_array);
    for (table, benchmark) in tables.into_iter().flatten().filter_map(toml::Value::as_table).zip(&file.benchmark) {
        let is_unknown = |key: &&String| key.as_str() != "shown_with" && !KEYS.contains(&key.as_str());
        if let Some(key) = table.keys().find(is_unknown) {
            return Err(format!("{}: unknown key `{key}`", benchmark.id));
        }
    }
    let checked = |benchmark: Benchmark| {
        let id = benchmark.id.clone();
        let has_source = benchmark.source.as_ref().is_some_and(|source| !source.trim().is_empty());
        match benchmark.checked() {
            Ok(benchmark) if has_source => Ok(benchmark),
            Ok(_) => Err(format!("{id}: needs a `source`")),
            Err(fault) => Err(format!("{id}: {fault}")),
        }
    };
    file.benchmark.into_iter().map(checked).collect()
}

/// The embedded files, read once.
static BUILT_IN: LazyLock<Vec<Benchmark>> = LazyLock::new(|| {
    let read = |text: &&str| from_toml(text).expect("embedded benchmark files are valid");
    sst_data::BENCHMARKS.iter().flat_map(read).collect()
});

/// The benchmarks that ship with the tool, claims first.
///
/// # Panics
/// Only when an embedded file is not valid, which a test rules out.
pub fn built_in() -> &'static [Benchmark] {
    &BUILT_IN
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::{BenchmarkKind, DenominatorKind, Evidence, Figure, OutcomeKind, SessionsKind};
    use super::*;
    use crate::text::Catalogue;

    const RECORD: &str = "[[benchmark]]\nid = \"one\"\nlabel = \"One\"\nkind = \"figure\"\noutcome_kind = \"helpful\"\n\
        denominator_kind = \"responded\"\nsessions = \"one\"\ndefinition = \"said yes\"\nevents = 3\nn = 4\nsource = \"a book\"\n\
        evidence = \"verified\"\n";

    #[test]
    fn every_record_that_ships_is_whole() {
        let all = built_in();
        let ids: BTreeSet<&str> = all.iter().map(|benchmark| benchmark.id.as_str()).collect();
        assert_eq!(ids.len(), all.len(), "an id twice");
        assert!(all.len() > 50, "{}", all.len());
        for benchmark in all {
            let id = &benchmark.id;
            assert!(id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_'), "{id}");
            let is_claim = benchmark.kind == BenchmarkKind::Claim;
            assert!(is_claim || benchmark.study.is_some() && benchmark.year.is_some(), "{id}");
            assert_ne!(benchmark.evidence, Evidence::Own, "{id}");
            assert!(!benchmark.events_derived || benchmark.events.is_some(), "{id}");
            // Second-hand sources are told from those that were read.
            let is_secondary = benchmark.source.as_ref().is_some_and(|source| source.contains("as quoted"));
            assert_eq!(benchmark.evidence == Evidence::SecondHand, is_secondary, "{id}");
            // The national figures are of courses.
            if id.starts_with("nhs_") {
                assert_eq!(
                    (benchmark.sessions, benchmark.denominator_kind),
                    (SessionsKind::TwoOrMore, DenominatorKind::Course)
                );
            }
        }
    }

    #[test]
    fn the_two_claims_are_there_as_what_they_are() {
        let figure = |id: &str| built_in().iter().find(|benchmark| benchmark.id == id).map(Benchmark::figure);
        assert_eq!(figure("claim_up_to_80_helpful"), Some(Ok(Figure::Ceiling { at_most: 0.8 })));
        assert_eq!(figure("claim_50_to_60_improved"), Some(Ok(Figure::Band { low: 0.5, high: 0.6 })));
        assert_eq!(figure("italian_center_better_of_those"), Some(Ok(Figure::Ceiling { at_most: 0.8 })));
        let origin = built_in().iter().find(|benchmark| benchmark.id == "italian_center_better_of_those");
        assert_eq!(origin.map(|origin| origin.denominator_kind), Some(DenominatorKind::Conditional));
    }

    #[test]
    fn every_kind_has_its_words() {
        let catalogue = Catalogue::english();
        let ids = |family: &str, ids: Vec<&'static str>| {
            ids.into_iter().map(move |id| format!("{family}-{id}")).collect::<Vec<_>>()
        };
        let mut keys = ids(OutcomeKind::FAMILY, OutcomeKind::ALL.iter().map(|kind| kind.id()).collect());
        keys.extend(ids(DenominatorKind::FAMILY, DenominatorKind::ALL.iter().map(|kind| kind.id()).collect()));
        keys.extend(ids(SessionsKind::FAMILY, SessionsKind::ALL.iter().map(|kind| kind.id()).collect()));
        keys.extend(ids(Evidence::FAMILY, Evidence::ALL.iter().map(|kind| kind.id()).collect()));
        keys.extend(ids(BenchmarkKind::FAMILY, BenchmarkKind::ALL.iter().map(|kind| kind.id()).collect()));
        for key in keys {
            assert!(catalogue.has(&key), "{key}");
        }
    }

    #[test]
    fn what_cannot_be_is_refused() {
        let read = |text: &str| from_toml(text).map(|read| read.len());
        assert_eq!(read(RECORD), Ok(1));
        for (from, to, fault) in [
            ("events = 3", "events = 5", "`events` of at most `n`"),
            ("n = 4", "", "`events` of at most `n`"),
            ("n = 4", "n = 4\nat_most = 0.5", "has one of"),
            ("events = 3", "events = 3\nmargin = 0.1", "`margin` only beside `percent`"),
            ("events = 3\nn = 4", "low = 0.6\nhigh = 0.5", "`low` below `high`"),
            ("events = 3\nn = 4", "low = 0.6", "has one of"),
            ("events = 3\nn = 4", "at_most = 1.2", "shares from 0 to 1"),
            ("events = 3\nn = 4", "percent = \"101\"", "`percent` from 0 to 100"),
            ("a book", " ", "needs a `source`"),
            ("said yes", "", "needs an `id`"),
            ("events = 3", "events = 3\nsecret = 1", "unknown key `secret`"),
            ("\"helpful\"", "\"helpfull\"", "helpfull"),
        ] {
            let error = read(&RECORD.replace(from, to)).expect_err(to);
            assert!(error.contains(fault), "{to}: {error}");
        }
        assert_eq!(
            from_toml(&RECORD.replace("events = 3\nn = 4", "percent = \">50\"")).expect("words")[0].figure(),
            Ok(Figure::InWords)
        );
    }
}
