//! Studies and their average as rows.

use sst_core::results::ResultEntry;
use sst_core::text::format;

use super::{Pool, Value};
use crate::change::Numbers;

impl Pool<'_> {
    /// Each study with its weight and the average without it; then the average, and where the next may fall.
    pub(crate) fn study_rows(&self) -> Numbers {
        let has_years = self.studies.iter().any(|study| study.study().is_some_and(|note| note.year.is_some()));
        let has_counts = self.pooled.as_proportion().is_some_and(|share| share.answered.is_some());
        let has_others = self.spread.studies > 2;
        let level = format::level(self.story.results.level);
        let text = |key: &str| self.story.text(&format!("pool-column-{key}"));
        let mut header = vec![text("study")];
        header.extend(has_years.then(|| text("year")));
        if has_counts {
            header.extend([text("events"), text("answered")]);
        }
        header.push(text(if self.is_of_shares() { "percent" } else { "estimate" }));
        header.push(self.story.say("pool-column-interval", &[("level", (&level).into())]));
        header.push(text("weight"));
        header.extend(has_others.then(|| text("without")));
        let row = |label: &str, entry: &ResultEntry| {
            let value = Value::of(entry);
            let note = entry.study();
            let mut cells = vec![label.to_owned()];
            cells.extend(
                has_years.then(|| note.and_then(|note| note.year).map(|year| year.to_string()).unwrap_or_default()),
            );
            if has_counts {
                let share = entry.as_proportion();
                let count = |of: Option<u64>| of.map_or_else(|| "–".to_owned(), format::count);
                cells.extend([
                    count(share.and_then(|share| share.events)),
                    count(share.and_then(|share| share.answered)),
                ]);
            }
            cells.push(value.estimate.map_or_else(|| "–".to_owned(), |estimate| self.number(estimate)));
            cells.push(self.interval(value).unwrap_or_else(|| "–".to_owned()));
            cells.push(note.map(|note| format::percent_1(note.weight)).unwrap_or_default());
            if has_others {
                let without = self.without(entry).and_then(|entry| Value::of(entry).estimate);
                cells.push(without.map(|estimate| self.number(estimate)).unwrap_or_default());
            }
            cells
        };
        let mut rows: Vec<Vec<String>> = self.studies.iter().map(|study| row(Self::name(study), study)).collect();
        if self.spread.studies > 1 {
            rows.push(row(&self.story.text("pool-average"), self.pooled));
        }
        if let Some(range) = self.spread.prediction {
            let mut next = vec![String::new(); header.len()];
            next[0] = self.story.text(if self.is_of_shares() { "pool-next" } else { "pool-next-value" });
            let place = header.len() - 2 - usize::from(has_others);
            next[place] = format!("{} to {}", self.number(range.low), self.number(range.high));
            rows.push(next);
        }
        Numbers { caption: self.story.text("pool-caption-studies"), header, rows }
    }

    /// The average of the studies published by each year; empty without years.
    pub(crate) fn year_rows(&self) -> Numbers {
        let level = format::level(self.story.results.level);
        let text = |key: &str| self.story.text(&format!("pool-column-{key}"));
        let header = vec![
            text("up-to"),
            text("studies"),
            text(if self.is_of_shares() { "percent" } else { "estimate" }),
            self.story.say("pool-column-interval", &[("level", (&level).into())]),
        ];
        let rows = self.by_year().into_iter().map(|(year, entry)| {
            let value = Value::of(entry);
            let studies = entry.heterogeneity().map_or(0, |spread| spread.studies);
            vec![
                year.to_owned(),
                format::count(studies),
                value.estimate.map_or_else(|| "–".to_owned(), |estimate| self.number(estimate)),
                self.interval(value).unwrap_or_else(|| "–".to_owned()),
            ]
        });
        Numbers { caption: self.story.text("pool-caption-years"), rows: rows.collect(), header }
    }
}
