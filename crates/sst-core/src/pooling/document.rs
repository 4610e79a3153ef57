//! Studies to a results document.

use std::collections::BTreeSet;

use super::fit::{Sample, Shown};
use super::study::{PoolModel, Pooling, Study, StudyNumbers};
use super::{POOLED, STUDY, UP_TO, WITHOUT};
use crate::codes::Caveat;
use crate::results::{
    By, CaveatNote, Flow, FollowUpRule, Heterogeneity, InputFile, Mean, MeasureNote, Payload, Proportion, ReportText,
    ResultEntry, ResultSet, RowAccount, SCHEMA_ID, StudyNote, Tool, Unit,
};
use crate::stats::{Share, StatsError};
use crate::text::{Arg, Catalogue};

/// Fewer answers than this carry a caveat.
const SMALL_N: u64 = 10;

/// Fewer studies than this carry a caveat.
const FEW_STUDIES: usize = 5;

/// Leaving one out of two leaves a study, not an average.
const FEWEST_TO_LEAVE_ONE_OUT: usize = 3;

/// Of more studies none moves the average by itself, and each would take a fit of all others.
const MOST_TO_LEAVE_ONE_OUT: usize = 200;

/// Where the studies come from.
#[derive(Debug, Clone)]
pub struct PoolProvenance {
    /// The program's version.
    pub version: String,
    /// The table of studies.
    pub input: InputFile,
}

/// The results document of studies; their names are all different, and there is at least one.
///
/// # Errors
/// A [`StatsError`] where a study's numbers cannot be, or an iteration does not settle; undefined estimates are entries with
/// a reason.
pub fn pooled_results(
    studies: &[Study],
    pooling: Pooling,
    provenance: PoolProvenance,
    catalogue: &Catalogue,
) -> Result<ResultSet, StatsError> {
    if studies.is_empty() {
        return Err(StatsError::NoAnswers);
    }
    // Floating-point sums depend on their order: that of the names, not of the rows.
    let mut sorted: Vec<&Study> = studies.iter().collect();
    sorted.sort_by(|a, b| a.name.cmp(&b.name));
    let sample = Sample::new(sorted, pooling)?;
    let writer = Writer { pooling, catalogue, sample: &sample };
    let mut results = writer.averages()?;
    results.extend(writer.studies(&results)?);
    results.sort_by(|a, b| a.order().cmp(&b.order()));
    let rows = studies.len() as u64;
    let inputs = vec![provenance.input];
    Ok(ResultSet {
        schema: SCHEMA_ID.to_owned(),
        tool: Tool { name: "sst".to_owned(), version: provenance.version },
        as_of: None,
        period: None,
        level: pooling.level.get(),
        unit: Unit::Session,
        selection: std::collections::BTreeMap::new(),
        inputs,
        mapping: None,
        profile: None,
        rows: RowAccount { read: rows, used: rows, excluded: Vec::new() },
        scores: None,
        follow_up_answers: None,
        joins: Vec::new(),
        findings: Vec::new(),
        flow: Flow::default(),
        protection: "none".to_owned(),
        gates: Vec::new(),
        targets: Vec::new(),
        follow_up: FollowUpRule::default(),
        collected: Vec::new(),
        measures: writer.measures(),
        benchmarks: Vec::new(),
        report: ReportText { title: Some(catalogue.text("pool-title", &[])), ..ReportText::default() },
        results,
    })
}

struct Writer<'w> {
    pooling: Pooling,
    catalogue: &'w Catalogue,
    sample: &'w Sample<'w>,
}

impl Writer<'_> {
    fn text(&self, key: &str) -> String {
        self.catalogue.text(key, &[])
    }

    /// The average of all, without each, and up to each year.
    fn averages(&self) -> Result<Vec<ResultEntry>, StatsError> {
        let all = self.sample;
        let (shown, mut spread) = all.pooled()?;
        spread.tau2_interval = all.tau2_interval();
        spread.small_studies = all.small_studies();
        let mut entries = vec![self.average(all, POOLED, By::new(), &shown, spread)];
        if (FEWEST_TO_LEAVE_ONE_OUT..=MOST_TO_LEAVE_ONE_OUT).contains(&all.studies.len()) {
            for (place, study) in all.studies.iter().enumerate() {
                let others = all.without(place)?;
                let (shown, spread) = others.pooled()?;
                let by = By::from([("study".to_owned(), Some(study.name.clone()))]);
                entries.push(self.average(&others, WITHOUT, by, &shown, spread));
            }
        }
        let years: Option<BTreeSet<i32>> = all.studies.iter().map(|study| study.year).collect();
        for year in years.filter(|years| years.len() > 1).into_iter().flatten() {
            let by_then = all.up_to(year)?;
            let (shown, spread) = by_then.pooled()?;
            let by = By::from([("year".to_owned(), Some(year.to_string()))]);
            entries.push(self.average(&by_then, UP_TO, by, &shown, spread));
        }
        Ok(entries)
    }

    fn average(
        &self,
        of: &Sample<'_>,
        measure: &str,
        by: By,
        shown: &Shown,
        heterogeneity: Heterogeneity,
    ) -> ResultEntry {
        let mut caveats = Vec::new();
        let mut note = |holds: bool, code: Caveat| {
            let text = || self.text(&format!("caveat-{code}"));
            caveats.extend(holds.then(|| CaveatNote { code, text: text() }));
        };
        note((2..FEW_STUDIES).contains(&of.studies.len()), Caveat::FewStudies);
        note(of.has_edge() && self.pooling.model == PoolModel::Reml, Caveat::StudiesAtEdge);
        note(differ(&of.studies), Caveat::DefinitionsDiffer);
        let (reason, studies) = (shown.reason, of.studies.len() as u64);
        let method = if studies == 1 { self.method_alone(of) } else { self.pooling.model.id() };
        let payload = payload(of, of.counts(), shown, method, Some(heterogeneity), None);
        let definition =
            self.catalogue.text(&format!("pool-definition-{measure}"), &[("studies", Arg::Count(studies))]);
        ResultEntry { measure: measure.to_owned(), instrument: None, by, definition, payload, reason, caveats }
    }

    /// Each study by itself, weighted as in the average of all, which stands among `averages`.
    fn studies(&self, averages: &[ResultEntry]) -> Result<Vec<ResultEntry>, StatsError> {
        let all = averages.iter().find(|entry| entry.measure == POOLED);
        let tau2 = all.and_then(|entry| entry.heterogeneity()).and_then(|spread| spread.tau2);
        let weights = self.sample.weights(tau2);
        let entry = |(place, study): (usize, &&Study)| {
            let (counts, standard_error) = match study.numbers {
                StudyNumbers::Counts(share) => (Some(share), None),
                StudyNumbers::Estimate(effect) => (None, Some(effect.variance.sqrt())),
            };
            let shown = self.sample.alone(place)?;
            let note = StudyNote { weight: weights[place].clamp(0.0, 1.0), year: study.year, standard_error };
            let is_small = counts.is_some_and(|share| share.answered < SMALL_N);
            let code = Caveat::SmallN;
            let caveats = is_small.then(|| CaveatNote { code, text: self.text(&format!("caveat-{code}")) });
            Ok(ResultEntry {
                measure: STUDY.to_owned(),
                instrument: None,
                by: By::from([("study".to_owned(), Some(study.name.clone()))]),
                definition: study.definition.clone().unwrap_or_else(|| self.text("pool-definition-study")),
                payload: payload(self.sample, counts, &shown, self.method_alone(self.sample), None, Some(note)),
                reason: None,
                caveats: caveats.into_iter().collect(),
            })
        };
        self.sample.studies.iter().enumerate().map(entry).collect()
    }

    fn method_alone(&self, of: &Sample<'_>) -> &'static str {
        if of.counts().is_some() { self.pooling.method.id() } else { "normal" }
    }

    fn measures(&self) -> Vec<MeasureNote> {
        let note = |id: &str| MeasureNote {
            id: id.to_owned(),
            label: self.text(&format!("pool-label-{id}")),
            definition: self.text(&format!("pool-what-{id}")),
            columns: Vec::new(),
            follow_up: false,
            instrument: None,
        };
        [POOLED, STUDY, WITHOUT, UP_TO].map(note).into()
    }
}

/// Whether studies that say what they count say different things.
fn differ(studies: &[&Study]) -> bool {
    let folded = |study: &&Study| {
        let words = study.definition.as_deref()?;
        Some(words.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase())
    };
    studies.iter().filter_map(folded).collect::<BTreeSet<_>>().len() > 1
}

fn payload(
    of: &Sample<'_>,
    counts: Option<Share>,
    shown: &Shown,
    method: &str,
    heterogeneity: Option<Heterogeneity>,
    study: Option<StudyNote>,
) -> Payload {
    let &Shown { estimate, low, high, .. } = shown;
    let method = method.to_owned();
    let answered = counts.map(|share| share.answered);
    if !of.is_of_shares() {
        return Payload::Mean(Mean {
            eligible: None,
            answered,
            estimate,
            sd: None,
            low,
            high,
            method,
            heterogeneity,
            study,
        });
    }
    Payload::Proportion(Proportion {
        eligible: None,
        not_due: None,
        asked: None,
        answered,
        events: counts.map(|share| share.events),
        clients: None,
        clients_answered: None,
        estimate,
        low,
        high,
        method,
        design_effect: None,
        bounds: None,
        could_not_recover: None,
        paired: None,
        official: None,
        missing: None,
        benchmarks: Vec::new(),
        heterogeneity,
        study,
    })
}
