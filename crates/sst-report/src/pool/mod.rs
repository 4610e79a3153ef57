//! Studies and their average, in words and rows, whatever they are written in.

mod csv;
mod markdown;
mod sentences;
mod table;
mod tables;

pub use csv::{pool_csv, pool_rows};
pub use markdown::pool_markdown;
pub use table::pool_table;

use std::collections::BTreeMap;

use sst_core::codes::Caveat;
use sst_core::pooling::{POOLED, STUDY, UP_TO, WITHOUT};
use sst_core::results::{Heterogeneity, Payload, ResultEntry, ResultSet};
use sst_core::text::format;

use crate::story::Story;

/// Whether the document is of studies, as `sst pool` writes it.
pub fn is_pooled(results: &ResultSet) -> bool {
    results
        .results
        .iter()
        .any(|entry| entry.measure == POOLED && entry.by.is_empty() && entry.heterogeneity().is_some())
}

/// A document of studies with its words at hand.
pub(crate) struct Pool<'a> {
    pub(crate) story: Story<'a>,
    /// The average.
    pooled: &'a ResultEntry,
    spread: &'a Heterogeneity,
    /// The studies: by year where all have one, else by name.
    studies: Vec<&'a ResultEntry>,
}

/// An estimate, whatever its kind.
#[derive(Clone, Copy)]
struct Value<'a> {
    estimate: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
    method: &'a str,
}

impl<'a> Value<'a> {
    fn of(entry: &'a ResultEntry) -> Self {
        let (estimate, low, high, method) = match &entry.payload {
            Payload::Proportion(share) => (share.estimate, share.low, share.high, share.method.as_str()),
            Payload::Mean(mean) => (mean.estimate, mean.low, mean.high, mean.method.as_str()),
            _ => (None, None, None, ""),
        };
        Self { estimate, low, high, method }
    }
}

impl<'a> Pool<'a> {
    pub(crate) fn of(story: Story<'a>) -> Option<Self> {
        let results = &story.results.results;
        let pooled = results.iter().find(|entry| entry.measure == POOLED && entry.by.is_empty())?;
        let spread = pooled.heterogeneity()?;
        let mut studies: Vec<&ResultEntry> =
            results.iter().filter(|entry| entry.measure == STUDY && entry.study().is_some()).collect();
        let year = |entry: &&ResultEntry| entry.study().and_then(|note| note.year);
        if studies.iter().all(|entry| year(entry).is_some()) {
            studies.sort_by_key(year);
        }
        Some(Self { story, pooled, spread, studies })
    }

    fn is_of_shares(&self) -> bool {
        self.pooled.as_proportion().is_some()
    }

    fn name(entry: &ResultEntry) -> &str {
        entry.by.get("study").and_then(Option::as_deref).unwrap_or_default()
    }

    fn number(&self, value: f64) -> String {
        if self.is_of_shares() { format::percent_1(value) } else { format::decimal(value, 3) }
    }

    /// A number in a sentence.
    fn told(&self, value: f64) -> String {
        if self.is_of_shares() { format::percent(value) } else { format::decimal(value, 3) }
    }

    fn interval(&self, value: Value<'_>) -> Option<String> {
        Some(format!("{} to {}", self.number(value.low?), self.number(value.high?)))
    }

    /// The averages that stand under a measure, with what they are of.
    fn averages(&self, measure: &'static str) -> impl Iterator<Item = &'a ResultEntry> {
        self.story.results.results.iter().filter(move |entry| entry.measure == measure)
    }

    fn without(&self, study: &ResultEntry) -> Option<&'a ResultEntry> {
        self.averages(WITHOUT).find(|entry| entry.by == study.by)
    }

    fn by_year(&self) -> Vec<(&'a str, &'a ResultEntry)> {
        let entries = self.averages(UP_TO);
        entries.filter_map(|entry| Some((entry.by.get("year")?.as_deref()?, entry))).collect()
    }

    /// How many studies and answers there are, and where from.
    pub(crate) fn head(&self) -> String {
        let file = self.story.results.inputs.first().map_or("", |input| input.file.as_str());
        let head = self.story.say("pool-head", &[("studies", self.spread.studies.into()), ("file", file.into())]);
        let counts = self.pooled.as_proportion().and_then(|share| share.events.zip(share.answered));
        match counts {
            Some((events, answered)) => {
                let args = [("events", events.into()), ("answered", answered.into())];
                format!("{head} {}", self.story.say("pool-head-answers", &args))
            }
            None => head,
        }
    }

    /// What must be known before the average is quoted.
    pub(crate) fn caveats(&self) -> Vec<String> {
        let mut of_studies: BTreeMap<Caveat, (&str, Vec<&str>)> = BTreeMap::new();
        for entry in &self.studies {
            for caveat in &entry.caveats {
                let (_, names) = of_studies.entry(caveat.code).or_insert((&caveat.text, Vec::new()));
                names.push(Self::name(entry));
            }
        }
        let of_studies = of_studies.into_values().map(|(text, names)| format!("{}: {text}", names.join("; ")));
        self.pooled.caveats.iter().map(|caveat| caveat.text.clone()).chain(of_studies).collect()
    }
}
