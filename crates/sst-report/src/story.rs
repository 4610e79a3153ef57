//! What the report says, whatever it is written in: entries found, numbers put into words.

use std::collections::BTreeMap;

use sst_core::codes::{Caveat, Reason};
use sst_core::results::{By, Distribution, MeasureNote, Proportion, ResultEntry, ResultSet};
use sst_core::text::{Arg, Catalogue, format};

/// A document with its words at hand.
#[derive(Clone, Copy)]
pub(crate) struct Story<'a> {
    pub(crate) results: &'a ResultSet,
    pub(crate) catalogue: &'a Catalogue,
}

/// A proportion with its entry and its name.
#[derive(Clone, Copy)]
pub(crate) struct Share<'a> {
    pub(crate) entry: &'a ResultEntry,
    pub(crate) numbers: &'a Proportion,
    pub(crate) note: Option<&'a MeasureNote>,
}

impl<'a> Story<'a> {
    pub(crate) const fn new(results: &'a ResultSet, catalogue: &'a Catalogue) -> Self {
        Self { results, catalogue }
    }

    pub(crate) fn text(&self, key: &str) -> String {
        self.catalogue.text(key, &[])
    }

    pub(crate) fn say(&self, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        self.catalogue.text(key, args)
    }

    /// The share of a measure in a group.
    pub(crate) fn share(&self, measure: &str, by: &By) -> Option<Share<'a>> {
        self.shares().find(|share| share.entry.measure == measure && share.entry.by == *by)
    }

    pub(crate) fn whole(&self, measure: &str) -> Option<Share<'a>> {
        self.share(measure, &By::new())
    }

    fn shares(&self) -> impl Iterator<Item = Share<'a>> + use<'a> {
        let measures = &self.results.measures;
        // Change on questionnaires has a part of its own.
        self.results.results.iter().filter(|entry| entry.instrument.is_none()).filter_map(move |entry| {
            let note = measures.iter().find(|note| note.id == entry.measure && note.instrument.is_none());
            Some(Share { entry, numbers: entry.as_proportion()?, note })
        })
    }

    /// The shares of the whole, in the order of the measures.
    pub(crate) fn whole_shares(&self) -> Vec<Share<'a>> {
        let of_no_instrument = self.results.measures.iter().filter(|note| note.instrument.is_none());
        of_no_instrument.filter_map(|note| self.whole(&note.id)).collect()
    }

    /// The shares by one group each, in the order of the measures and then of the labels.
    pub(crate) fn grouped_shares(&self) -> Vec<Share<'a>> {
        let place = |share: &Share<'_>| {
            self.results.measures.iter().position(|note| note.id == share.entry.measure).unwrap_or(usize::MAX)
        };
        let mut shares: Vec<Share<'a>> = self.shares().filter(|share| !share.entry.by.is_empty()).collect();
        shares.sort_by_key(|share| (share.entry.by.keys().cloned().collect::<Vec<_>>(), place(share)));
        shares
    }

    /// The labels of one group, in their order, blank last.
    pub(crate) fn labels(&self, key: &str) -> Vec<Option<String>> {
        let mut labels: Vec<Option<String>> = self
            .results
            .results
            .iter()
            .filter(|entry| entry.by.len() == 1)
            .filter_map(|entry| entry.by.get(key).cloned())
            .collect();
        labels.sort_by(|a, b| (a.is_none(), a).cmp(&(b.is_none(), b)));
        labels.dedup();
        labels
    }

    pub(crate) fn count(&self, measure: &str, by: &By) -> Option<u64> {
        let mut found = self.results.results.iter().filter(|entry| entry.measure == measure && entry.by == *by);
        found.find_map(ResultEntry::as_count)
    }

    pub(crate) fn distribution(&self, measure: &str) -> Option<&'a Distribution> {
        let mut found = self.results.results.iter().filter(|entry| entry.measure == measure && entry.by.is_empty());
        found.find_map(ResultEntry::as_distribution)
    }

    /// Whether results are grouped by this key alone.
    pub(crate) fn is_grouped_by(&self, key: &str) -> bool {
        self.results.results.iter().any(|entry| entry.by.len() == 1 && entry.by.contains_key(key))
    }

    /// A group's label as a reader sees it.
    pub(crate) fn label(&self, key: &str, label: Option<&str>) -> String {
        match label {
            None | Some("") => self.text("group-none"),
            Some(label) if key == "month" => format::month(label),
            Some(label) => label.to_owned(),
        }
    }

    /// A group as a reader sees it: `North`, or `North, Mar 2025`.
    pub(crate) fn group(&self, by: &By) -> String {
        if by.is_empty() {
            return self.text("report-all");
        }
        by.iter().map(|(key, label)| self.label(key, label.as_deref())).collect::<Vec<_>>().join(", ")
    }

    /// A code of a column as a reader sees it; a number as it is.
    pub(crate) fn code(&self, column: &str, code: &str) -> String {
        let key = format!("code-{column}-{code}").replace('_', "-");
        if self.catalogue.has(&key) { self.text(&key) } else { code.to_owned() }
    }

    /// Whether the data say who attended; without that every session counts as attended.
    pub(crate) fn says_who_attended(&self) -> bool {
        self.results.collected.iter().any(|column| column == "status")
    }

    /// How small numbers are protected, in words: internal where they are not.
    pub(crate) fn protection(&self) -> String {
        match self.results.protection.as_str() {
            "none" => self.text("report-internal"),
            rule => {
                let key = format!("protection-{rule}");
                let rule = if self.catalogue.has(&key) { self.text(&key) } else { rule.to_owned() };
                self.say("report-protected", &[("rule", (&rule).into())])
            }
        }
    }

    pub(crate) fn is_protected(&self) -> bool {
        self.results.protection != "none"
    }

    /// What stands where a number of an entry is not: `hidden`, or that there is none.
    pub(crate) fn no_number(&self, entry: Option<&ResultEntry>) -> String {
        let is_hidden = entry.is_some_and(|entry| entry.reason == Some(Reason::Suppressed));
        if is_hidden { self.text("report-hidden") } else { "–".to_owned() }
    }

    /// A count, or that it is hidden.
    pub(crate) fn count_in_words(&self, measure: &str, by: &By) -> String {
        let found = self.results.results.iter().find(|entry| entry.measure == measure && entry.by == *by);
        let count = found.and_then(ResultEntry::as_count);
        count.map_or_else(|| self.no_number(found), format::count)
    }

    /// The title of the report.
    pub(crate) fn title(&self) -> String {
        self.results.report.title.clone().unwrap_or_else(|| self.text("report-title"))
    }

    /// The period in words.
    pub(crate) fn period(&self) -> Option<String> {
        self.results.period.map(|period| format::period(period.from, period.to))
    }

    /// `71%`, or why there is none.
    pub(crate) fn percent(&self, share: &Share<'_>) -> String {
        match (share.numbers.estimate, share.entry.reason) {
            (Some(estimate), _) => format::percent(estimate),
            (None, Some(reason)) => self.catalogue.text(&format!("reason-{reason}"), &[]),
            (None, None) => String::new(),
        }
    }

    /// `68% to 74%`, empty without an interval.
    pub(crate) fn interval(share: &Share<'_>) -> String {
        match (share.numbers.low, share.numbers.high) {
            (Some(low), Some(high)) => format::percent_interval(low, high),
            _ => String::new(),
        }
    }

    /// `38% to 75%`: what the share could be, whatever those who did not answer would have said.
    pub(crate) fn bounds(share: &Share<'_>) -> String {
        share.numbers.bounds.map(|bounds| format::percent_interval(bounds.low, bounds.high)).unwrap_or_default()
    }

    /// One sentence on a measure, to paste into an e-mail.
    pub(crate) fn sentence(&self, id: &str) -> Option<String> {
        let share = self.whole(id)?;
        let label = share.note.map_or(id, |note| note.label.as_str());
        let numbers = share.numbers;
        let (answered, eligible) = (numbers.answered?, numbers.eligible?);
        if answered == 0 {
            let key = if eligible == 0 { "report-sentence-none-eligible" } else { "report-sentence-no-answers" };
            return Some(self.say(key, &[("label", label.into()), ("eligible", eligible.into())]));
        }
        let estimate = format::percent(numbers.estimate?);
        let interval = Self::interval(&share);
        let bounds = Self::bounds(&share);
        let level = format::level(self.results.level);
        let args = [
            ("label", Arg::Text(label)),
            ("percent", Arg::Text(&estimate)),
            ("events", numbers.events?.into()),
            ("answered", answered.into()),
            ("eligible", eligible.into()),
            // Anonymous answers can be more than the sessions; then nothing is said of the silent.
            ("silent", eligible.saturating_sub(answered).into()),
            ("interval", Arg::Text(&interval)),
            ("bounds", Arg::Text(&bounds)),
            ("level", Arg::Text(&level)),
        ];
        let key = if interval.is_empty() { "report-sentence-no-interval" } else { "report-sentence" };
        let mut sentence = self.say(key, &args);
        if eligible > answered {
            sentence.push(' ');
            sentence += &self.say("report-sentence-silent", &args);
        }
        if share.entry.caveats.iter().any(|caveat| caveat.code == Caveat::NotUnderstood) {
            sentence.push(' ');
            sentence += &self.text("report-sentence-not-understood");
        }
        if let Some(target) = self.results.targets.iter().find(|target| target.measure == id && target.by.is_empty()) {
            let value = format::percent(target.value);
            sentence.push(' ');
            let state = match (numbers.low, numbers.high) {
                (Some(low), _) if low >= target.value => "report-target-above",
                (_, Some(high)) if high < target.value => "report-target-below",
                _ => "report-target-open",
            };
            sentence += &self.say(state, &[("target", Arg::Text(&value))]);
        }
        Some(sentence)
    }

    /// The caveats that occur, each with where: measure names.
    pub(crate) fn caveats<'s>(shares: &[Share<'s>]) -> Vec<(Caveat, String, Vec<&'s str>)> {
        let mut found: BTreeMap<Caveat, (String, Vec<&'s str>)> = BTreeMap::new();
        for share in shares {
            for caveat in &share.entry.caveats {
                let label = share.note.map_or(share.entry.measure.as_str(), |note| note.label.as_str());
                let (_, labels) = found.entry(caveat.code).or_insert_with(|| (caveat.text.clone(), Vec::new()));
                if !labels.contains(&label) {
                    labels.push(label);
                }
            }
        }
        found.into_iter().map(|(code, (text, labels))| (code, text, labels)).collect()
    }

    /// The measures whose columns the data does not have.
    pub(crate) fn not_collected(&self) -> Vec<&'a MeasureNote> {
        let has = |column: &String| self.results.collected.contains(column);
        self.results
            .measures
            .iter()
            .filter(|note| note.instrument.is_none())
            .filter(|note| self.whole(&note.id).is_none() && !note.columns.iter().all(has))
            .collect()
    }

    /// Columns without which whole parts of the report are missing, each with what it would show.
    pub(crate) fn missing_columns(&self) -> Vec<(String, Vec<String>)> {
        let mut by_column: Vec<(String, Vec<String>)> = Vec::new();
        for note in self.not_collected() {
            let columns = note.columns.join(", ");
            match by_column.iter_mut().find(|(other, _)| *other == columns) {
                Some((_, labels)) => labels.push(note.label.clone()),
                None => by_column.push((columns, vec![note.label.clone()])),
            }
        }
        // No instrument at all: one line says how to begin.
        if self.results.results.iter().all(|entry| entry.instrument.is_none()) {
            by_column.push((self.text("report-change-start"), vec![self.text("report-change-not-collected")]));
        }
        by_column
    }
}
