//! `sst benchmarks [ID] [--format table|json] [--mapping sst.toml]`

use std::fmt::Write;
use std::process::ExitCode;

use serde_json::{Value, json};
use sst_core::benchmark::{Benchmark, COMPARED, Evidence, NotComparable, built_in, comparable, printed};
use sst_core::definitions::Definitions;
use sst_core::stats::{Grim, Level};
use sst_core::text::{Catalogue, format};
use sst_ingest::mapping::{Mapping, did_you_mean};

use crate::arguments::{BenchmarksArguments, ListFormat};
use crate::failure::Failure;
use crate::mapping_file;
use crate::output::Output;

pub(crate) fn run(arguments: &BenchmarksArguments, output: &Output) -> Result<ExitCode, Failure> {
    let catalogue = Catalogue::english();
    let definitions = match &arguments.mapping {
        None => Mapping::canonical(&catalogue).definitions,
        Some(path) => mapping_file::load(Some(path), &[], None, &catalogue)?.mapping.definitions,
    };
    let known: Vec<&Benchmark> = definitions.benchmarks.iter().chain(built_in()).collect();
    let words = Words { definitions: &definitions, catalogue: &catalogue };
    let text = match (&arguments.id, arguments.format) {
        (None, ListFormat::Table) => words.list(&known),
        (None, ListFormat::Json) => as_json(&Value::Array(known.iter().map(|one| words.json(one)).collect())),
        (Some(id), format) => {
            let benchmark = find(id, &known)?;
            match format {
                ListFormat::Table => words.in_full(benchmark),
                ListFormat::Json => as_json(&words.json(benchmark)),
            }
        }
    };
    output.data(&text)?;
    Ok(ExitCode::SUCCESS)
}

fn find<'b>(id: &str, known: &[&'b Benchmark]) -> Result<&'b Benchmark, Failure> {
    let wanted = id.replace('-', "_");
    known.iter().find(|benchmark| benchmark.id == wanted).copied().ok_or_else(|| {
        let ids = || known.iter().map(|benchmark| benchmark.id.as_str());
        // A study's name is the beginning of its ids.
        let begins = ids().find(|known| known.starts_with(&wanted.to_lowercase()));
        let hint = match did_you_mean(&wanted, ids()).or(begins.filter(|_| wanted.len() > 2)) {
            Some(meant) => format!("did you mean {meant}?"),
            None => "`sst benchmarks` lists what is built in; [[benchmark]] in sst.toml adds another one".to_owned(),
        };
        Failure::wrong_use(format!("there is no benchmark `{id}`"), Some(hint))
    })
}

fn as_json(value: &Value) -> String {
    // Strings and finite numbers only, so that this cannot fail.
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}

/// What a benchmark is told with.
struct Words<'a> {
    definitions: &'a Definitions,
    catalogue: &'a Catalogue,
}

impl Words<'_> {
    /// The measures that people look for it beside, and why they must not.
    fn refused<'b>(&self, benchmark: &'b Benchmark) -> Vec<(&'b str, String)> {
        let sentence = |measure: &str, reason: NotComparable| {
            let label = self.definitions.measures.iter().find(|known| known.id == measure);
            benchmark.refusal_words(reason, label.map_or(measure, |known| known.label.as_str()), self.catalogue)
        };
        let reason = |measure: &'b String| {
            let reason = comparable(measure, benchmark.instrument.as_deref(), benchmark).err()?;
            Some((measure.as_str(), sentence(measure, reason)))
        };
        benchmark.shown_with.iter().filter_map(reason).collect()
    }

    /// The record, and what can be said of it by itself.
    fn json(&self, benchmark: &Benchmark) -> Value {
        let looked_at = printed(benchmark, Level::DEFAULT);
        let mut value = json!(benchmark);
        if let Some(interval) = looked_at.interval {
            value["interval"] = json!({"level": 0.95, "method": "wilson", "low": interval.low, "high": interval.high});
        }
        if let Some(grim) = looked_at.grim {
            let (state, first, last) = match grim {
                Grim::Rounded(first, last) => ("rounded", first, last),
                Grim::Truncated(first, last) => ("truncated", first, last),
                Grim::Impossible(below, above) => ("impossible", below, above),
            };
            let text = benchmark.grim_words(self.catalogue);
            value["grim"] = json!({"state": state, "from": first, "to": last, "text": text});
        }
        value["compared_with"] = json!(compared_with(benchmark));
        let refused = self.refused(benchmark);
        if !refused.is_empty() {
            let refused = refused.into_iter().map(|(measure, why)| json!({"measure": measure, "why": why}));
            value["not_comparable"] = Value::Array(refused.collect());
        }
        value
    }

    /// One line each.
    fn list(&self, known: &[&Benchmark]) -> String {
        let mut text = format!("{:36} {:24} {:22} {:12} {}\n", "id", "figure", "counts", "out of", "may be set beside");
        for benchmark in known {
            let mark = match benchmark.evidence {
                Evidence::Verified | Evidence::Own => "",
                Evidence::SecondHand => " *",
                Evidence::FromMemory => " ?",
            };
            let figure = benchmark.figure_words(self.catalogue) + mark;
            let beside = match compared_with(benchmark).join(", ") {
                none if none.is_empty() => "-".to_owned(),
                some => some,
            };
            let (outcome, denominator) = (benchmark.outcome_kind.id(), benchmark.denominator_kind.id());
            // Writing to a String cannot fail.
            let _ = writeln!(text, "{:36} {figure:24} {outcome:22} {denominator:12} {beside}", benchmark.id);
        }
        text += "
*: read only as others quote it. ?: from memory, not read. -: no measure counts the same thing out of the same people.
`sst benchmarks ID` shows one with its definition and source, and whether its percentage can come from its n.
Another one: [[benchmark]] in sst.toml.
";
        text
    }

    /// Everything that is known of one.
    fn in_full(&self, benchmark: &Benchmark) -> String {
        let of_kind =
            |family: &str, id: &str| format!("{} ({id})", self.catalogue.text(&format!("{family}-{id}"), &[]));
        let looked_at = printed(benchmark, Level::DEFAULT);
        let interval = looked_at
            .interval
            .map(|interval| format!("; 95% interval {}", format::percent_interval(interval.low, interval.high)));
        let figure = benchmark.figure_words(self.catalogue) + &interval.unwrap_or_default();
        let study = match (&benchmark.study, &benchmark.year) {
            (Some(study), Some(year)) => Some(format!("{study}, {year}")),
            (study, _) => study.clone(),
        };
        let evidence = self.catalogue.text(&format!("benchmark-evidence-{}", benchmark.evidence), &[]);
        let source = match &benchmark.source {
            Some(source) => format!("{evidence}: {source}"),
            None => evidence,
        };
        let beside = Some(compared_with(benchmark).join(", ")).filter(|beside| !beside.is_empty());
        let rows = [
            ("Figure", Some(figure)),
            ("Study", study),
            ("Counts", Some(benchmark.definition.clone())),
            ("Kind", Some(of_kind("benchmark-outcome", benchmark.outcome_kind.id()))),
            ("Out of", Some(of_kind("benchmark-denominator", benchmark.denominator_kind.id()))),
            ("About", Some(self.catalogue.text(&format!("benchmark-sessions-{}", benchmark.sessions), &[]))),
            ("Scores", benchmark.instrument.clone()),
            ("When", benchmark.timepoint.clone()),
            ("Asked", benchmark.informant.clone()),
            ("Design", benchmark.design.clone()),
            ("Source", Some(source)),
            ("GRIM", benchmark.grim_words(self.catalogue)),
            ("Misquoted", benchmark.misquoted_as.clone()),
            ("Note", benchmark.note.clone()),
            (
                "Beside",
                Some(
                    beside
                        .unwrap_or_else(|| "no measure: none counts the same thing out of the same people".to_owned()),
                ),
            ),
        ];
        let mut text = format!("{}\n\n", benchmark.label);
        let refused = self.refused(benchmark);
        let rows = rows.into_iter().filter_map(|(name, words)| Some((name, words?)));
        let refused = refused.into_iter().map(|(measure, why)| ("Not beside", format!("{measure}. {why}")));
        for (name, words) in rows.chain(refused) {
            let _ = writeln!(text, "{name:11}{}", wrapped(&words));
        }
        text
    }
}

/// The measures that it may be set beside, built in and named by the mapping.
fn compared_with(benchmark: &Benchmark) -> Vec<&str> {
    let instrument = benchmark.instrument.as_deref();
    let own = benchmark.shown_with.iter().map(String::as_str);
    let all = COMPARED.iter().map(|row| row.measure);
    let mut found: Vec<&str> = all.filter(|measure| comparable(measure, instrument, benchmark).is_ok()).collect();
    for measure in own {
        if comparable(measure, instrument, benchmark).is_ok() && !found.contains(&measure) {
            found.push(measure);
        }
    }
    found
}

/// Lines of at most so many characters, each under the first.
fn wrapped(words: &str) -> String {
    const WIDTH: usize = 100;
    let mut text = String::new();
    let mut length = 0;
    for word in words.split_whitespace() {
        let more = word.chars().count();
        if length > 0 && length + 1 + more > WIDTH {
            let _ = write!(text, "\n{:11}", "");
            length = 0;
        } else if length > 0 {
            text.push(' ');
            length += 1;
        }
        text += word;
        length += more;
    }
    text
}
