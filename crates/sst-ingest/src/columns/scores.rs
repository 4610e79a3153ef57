//! The header of a table of scores against the mapping.

use rustc_hash::FxHashSet;
use sst_core::record::plain;

use super::headers::{ColumnPlan, FilePlan, Headers, findings_of};
use super::{DateColumn, Feeds};
use crate::mapping::{ColumnMapping, ColumnOptions, ScoresMapping};

/// Where the date stands among the planned columns.
pub(crate) const DATE: usize = 0;
/// Where the client id stands.
pub(crate) const CLIENT: usize = 1;
/// Where the questionnaire's label stands; `values` are the places of the mapping's labels.
pub(crate) const MEASURE: usize = 2;
/// Where the score stands.
pub(crate) const SCORE: usize = 3;

/// Plans how the columns under these headers are used, or names the one that is not there.
pub(crate) fn plan_scores<'m>(texts: &[String], mapping: &'m ScoresMapping) -> Result<FilePlan, &'m ColumnMapping> {
    let headers = Headers::new(texts);
    let mut plan = FilePlan::default();
    let mut used = vec![false; texts.len()];
    // The date comes first, as in a plan of sessions. A score is of the questionnaire in the same row, so of none here.
    let columns = [
        (&mapping.date, Feeds::Date(DateColumn::Session)),
        (&mapping.client_id, Feeds::ClientId),
        (&mapping.measure, Feeds::Group(0)),
        (&mapping.score, Feeds::Score { instrument: 0, post: false }),
    ];
    for (column, feeds) in columns {
        let place = headers.find(&column.header).ok_or(column)?;
        used[place] = true;
        let options = if feeds == Feeds::Group(0) { labels(mapping) } else { column.options.clone() };
        plan.columns.push(ColumnPlan { place, name: column.name.clone(), feeds, options, choices: Vec::new() });
    }
    plan.findings = findings_of(texts, &headers, &used);
    Ok(plan)
}

/// The labels of the mapping as values, each at its place.
fn labels(mapping: &ScoresMapping) -> ColumnOptions {
    let values = mapping.labels.iter().map(|known| (known.instrument.clone(), vec![known.label.clone()])).collect();
    ColumnOptions { values, ..ColumnOptions::default() }
}

/// The known label that is nearest to one that is not known, remembered: a column has few distinct labels.
#[derive(Default)]
pub(crate) struct NearLabels {
    looked_at: FxHashSet<String>,
    /// Known labels that were near, in the order in which they were found.
    pub(crate) found: Vec<String>,
}

impl NearLabels {
    /// Looks at a label that is not known.
    pub(crate) fn look_at(&mut self, label: &str, mapping: &ScoresMapping) {
        const MOST: usize = 1000;
        const LONGEST_BYTES: usize = 64;
        if label.len() > LONGEST_BYTES || self.looked_at.len() >= MOST || self.looked_at.contains(label) {
            return;
        }
        self.looked_at.insert(label.to_owned());
        let known = mapping.labels.iter().map(|known| known.label.as_str());
        if let Some(near) = crate::mapping::did_you_mean(&plain(label), known.clone())
            .or_else(|| crate::mapping::did_you_mean(label, known))
            && !self.found.iter().any(|found| found == near)
        {
            self.found.push(near.to_owned());
        }
    }
}
