//! A file's header against the record layout and the mapping.

use rustc_hash::FxHashMap;
use sst_core::codes::Finding;
use sst_core::record::plain;

use super::feeds::{DateColumn, Feeds, canonical_columns, feeds_of};
use crate::mapping::{ColumnOptions, Mapping};

/// One column of a file that is used.
#[derive(Debug, Clone)]
pub(crate) struct ColumnPlan {
    /// Its place in a row, from 0.
    pub(crate) place: usize,
    /// Its canonical name, or the group's or own measure's.
    pub(crate) name: String,
    /// What it feeds.
    pub(crate) feeds: Feeds,
    /// How to read its cells.
    pub(crate) options: ColumnOptions,
}

/// How a file's columns are used.
#[derive(Debug, Clone, Default)]
pub(crate) struct FilePlan {
    /// The columns that are used.
    pub(crate) columns: Vec<ColumnPlan>,
    /// What was noticed in the header: the rule, the column's place, its name as it may be told.
    pub(crate) findings: Vec<(Finding, usize, Option<String>)>,
    /// Columns that the mapping names and this file does not have.
    pub(crate) absent: Vec<HeaderFault>,
}

/// A column that the mapping names and the file does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct HeaderFault {
    /// The canonical name.
    pub(crate) name: String,
    /// The header the mapping gives.
    pub(crate) header: String,
}

/// Headers by their plain form.
pub(super) struct Headers<'h> {
    texts: &'h [String],
    by_plain: FxHashMap<String, Vec<usize>>,
}

impl<'h> Headers<'h> {
    pub(super) fn new(texts: &'h [String]) -> Self {
        let mut by_plain: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        for (place, text) in texts.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
            by_plain.entry(plain(text)).or_default().push(place);
        }
        Self { texts, by_plain }
    }

    /// The one column of that name: letter by letter first, then whatever its case and joints. Two are none.
    pub(super) fn find(&self, header: &str) -> Option<usize> {
        let mut exact = self.texts.iter().enumerate().filter(|(_, text)| text.as_str() == header.trim());
        match (exact.next(), exact.next()) {
            (Some((place, _)), None) => Some(place),
            (Some(_), Some(_)) => None,
            (None, _) => match self.by_plain.get(&plain(header)).map(Vec::as_slice) {
                Some([place]) => Some(*place),
                _ => None,
            },
        }
    }
}

/// The place of the one column of that name.
pub(crate) fn find_header(texts: &[String], header: &str) -> Option<usize> {
    Headers::new(texts).find(header)
}

/// Plans how the columns under these headers are used.
pub(crate) fn plan_file(texts: &[String], mapping: &Mapping) -> FilePlan {
    let headers = Headers::new(texts);
    let mut plan = FilePlan::default();
    let mut used = vec![false; texts.len()];
    let mut take = |plan: &mut FilePlan, place: usize, name: &str, feeds: Feeds, options: &ColumnOptions| {
        used[place] = true;
        if let Some(only) = &mapping.only {
            // Who asks for a score asks for its items.
            let score = feeds.score_column(&mapping.definitions);
            if !only.iter().any(|wanted| wanted == name || score.as_ref() == Some(wanted)) {
                return;
            }
        }
        plan.columns.push(ColumnPlan { place, name: name.to_owned(), feeds, options: options.clone() });
    };
    let mapped: Vec<&str> = mapping.columns.iter().map(|column| column.name.as_str()).collect();
    for (name, feeds) in canonical_columns(&mapping.definitions) {
        if !mapped.contains(&name.as_str())
            && let Some(place) = headers.find(&name)
        {
            take(&mut plan, place, &name, feeds, &ColumnOptions::default());
        }
    }
    let own = mapping.own_columns.iter().map(|own| (&own.column, Some(Feeds::Own(own.number))));
    let named = mapping.columns.iter().map(|column| (column, feeds_of(&column.name, &mapping.definitions)));
    for (column, feeds) in named.chain(own) {
        let Some(feeds) = feeds else { continue };
        match headers.find(&column.header) {
            Some(place) => take(&mut plan, place, &column.name, feeds, &column.options),
            None => plan.absent.push(HeaderFault { name: column.name.clone(), header: column.header.clone() }),
        }
    }
    // The session's date is read first: a row without one is not read further.
    plan.columns.sort_by_key(|column| column.feeds != Feeds::Date(DateColumn::Session));
    plan.findings = findings_of(texts, &headers, &used);
    plan
}

/// What there is to tell of headers, given which are used.
pub(super) fn findings_of(
    texts: &[String],
    headers: &Headers<'_>,
    used: &[bool],
) -> Vec<(Finding, usize, Option<String>)> {
    let mut findings = Vec::new();
    for (place, text) in texts.iter().enumerate() {
        let twice = headers.by_plain.get(&plain(text)).is_some_and(|places| places.len() > 1);
        if text.is_empty() {
            findings.push((Finding::BlankHeader, place, None));
        } else if twice && !used[place] {
            findings.push((Finding::DuplicateHeader, place, Some(text.clone())));
        } else if !used[place] {
            findings.push((Finding::UnusedColumn, place, Some(text.clone())));
        }
    }
    findings
}
