//! (12) Published claims beside this service: what is told, whatever it is written in.

use sst_core::benchmark::Benchmark;
use sst_core::results::{BenchmarkNote, MeasureNote, Proportion, ResultEntry, Verdict};
use sst_core::text::{Arg, format};

use crate::story::Story;

/// A measure of the whole with what is set beside it.
pub(crate) struct Beside<'a> {
    pub(crate) note: &'a MeasureNote,
    numbers: &'a Proportion,
    pub(crate) claims: Vec<Claim<'a>>,
}

/// A published figure or claim and what is said of it.
pub(crate) struct Claim<'a> {
    pub(crate) benchmark: &'a Benchmark,
    pub(crate) said: &'a BenchmarkNote,
}

/// The measures that anything comparable stands beside, in the order of the measures.
pub(crate) fn beside<'a>(story: &Story<'a>) -> Vec<Beside<'a>> {
    told(story)
        .into_iter()
        .map(|mut one| {
            one.claims.retain(|claim| claim.said.verdict != Verdict::NotComparable);
            one
        })
        .filter(|one| !one.claims.is_empty())
        .collect()
}

/// What is often quoted and must not be set beside these measures, each once.
pub(crate) fn not_comparable<'a>(story: &Story<'a>) -> Vec<Claim<'a>> {
    let mut found: Vec<Claim<'a>> = Vec::new();
    for claim in told(story).into_iter().flat_map(|one| one.claims) {
        let is_new = found.iter().all(|other| other.said.id != claim.said.id);
        if claim.said.verdict == Verdict::NotComparable && is_new {
            found.push(claim);
        }
    }
    found
}

fn told<'a>(story: &Story<'a>) -> Vec<Beside<'a>> {
    let results = story.results;
    let of = |note: &'a MeasureNote| -> Option<Beside<'a>> {
        let is_it = |entry: &&ResultEntry| {
            entry.by.is_empty() && entry.measure == note.id && entry.instrument == note.instrument
        };
        let numbers = results.results.iter().filter(is_it).find_map(ResultEntry::as_proportion)?;
        let claim = |said: &'a BenchmarkNote| {
            let benchmark = results.benchmarks.iter().find(|benchmark| benchmark.id == said.id)?;
            Some(Claim { benchmark, said })
        };
        Some(Beside { note, numbers, claims: numbers.benchmarks.iter().filter_map(claim).collect() })
    };
    results.measures.iter().filter_map(of).collect()
}

impl Beside<'_> {
    /// This service's own share.
    pub(crate) fn here(&self, story: &Story<'_>) -> String {
        let percent = self.numbers.estimate.map(format::percent).unwrap_or_default();
        let mut args = vec![("label", Arg::Text(&self.note.label)), ("percent", Arg::Text(&percent))];
        match (self.numbers.events, self.numbers.answered) {
            (Some(events), Some(answered)) => {
                args.extend([("events", Arg::Count(events)), ("answered", Arg::Count(answered))]);
                story.say("report-published-here", &args)
            }
            _ => story.say("report-published-here-hidden", &args),
        }
    }
}

impl Claim<'_> {
    /// The published figure, when it was asked for, and whether it was read.
    pub(crate) fn figure(&self, story: &Story<'_>) -> String {
        let evidence = story.text(&format!("benchmark-evidence-{}", self.benchmark.evidence));
        let parts =
            [Some(self.benchmark.figure_words(story.catalogue)), self.benchmark.timepoint.clone(), Some(evidence)];
        parts.into_iter().flatten().collect::<Vec<_>>().join("; ")
    }

    pub(crate) fn verdict(&self, story: &Story<'_>) -> String {
        let key = match self.said.verdict {
            Verdict::Above => "report-verdict-above",
            Verdict::Within => "report-verdict-within",
            Verdict::Below => "report-verdict-below",
            Verdict::CannotTell => "report-verdict-cannot-tell",
            Verdict::NotComparable => "report-verdict-not-comparable",
        };
        story.text(key)
    }

    pub(crate) fn robust(&self, story: &Story<'_>) -> String {
        story.text(if self.said.robust { "report-robust-yes" } else { "report-robust-no" })
    }

    /// What the published figure means and does not; empty where nothing is known.
    pub(crate) fn meaning(&self, story: &Story<'_>) -> String {
        let mut words: Vec<String> = self.benchmark.note.iter().cloned().collect();
        if let Some(misquoted) = &self.benchmark.misquoted_as {
            words.push(story.say("report-published-misquoted", &[("words", misquoted.into())]));
        }
        words.extend(self.said.caveats.iter().map(|caveat| caveat.text.clone()));
        words.join(" ")
    }
}
