//! What those who did not answer could change: a function of the counts that a document shows, and of nothing else.
//!
//! So that it can be made again when the counts were protected: it reads the entries, their gates and targets.

use std::collections::BTreeMap;

use crate::benchmark::{Figure, built_in};
use crate::results::{
    By, DeltaRow, MissingAnswers, Payload, Proportion, Range, ResultEntry, ResultSet, TippingNote, WeightedShare,
};
use crate::stats::{Interval, Level, Response, StatsError, TippingPoint, Weighted, WeightingCell, weight_by_cell};
use crate::text::{Catalogue, format};

/// How far the log-odds of the silent are from those of the answering.
pub const DELTAS: [f64; 7] = [-2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 2.0];

/// The claims, and the measure that each is about.
const CLAIMS: [(&str, &str); 2] = [("claim_up_to_80_helpful", "helpful"), ("claim_50_to_60_improved", "improved")];

/// A share that somebody says a measure has, beside the targets and gates of the mapping file.
#[derive(Debug, Clone, PartialEq)]
pub struct ClaimedShare<'a> {
    /// The benchmark's id.
    pub id: &'a str,
    /// The measure.
    pub measure: &'a str,
    /// The share to be reached.
    pub share: f64,
    /// Whose figure it is, in words that follow it in a bracket.
    pub label: String,
}

/// The three counts behind a share and its bounds.
#[derive(Clone, Copy)]
struct Counted {
    /// Of those of whom the event can be; a yes that is certain without a full answer counts as an answer.
    response: Response,
    /// Whether all of them answered in full, so that a share of those who answered can be made.
    is_of_answers: bool,
}

/// Fills [`Proportion::missing`] of every share that somebody did not answer for: of the whole in full, of a group what it
/// would take to reach its gate or target.
///
/// # Errors
/// `OutOfRange` where the document's level is none, `NotConverged` of an interval.
pub fn tell_missing_answers(
    results: &mut ResultSet,
    claims: &[ClaimedShare<'_>],
    catalogue: &Catalogue,
) -> Result<(), StatsError> {
    let level = Level::new(results.level)?;
    let cells = weighting_cells(&results.results);
    let mut told = Vec::with_capacity(results.results.len());
    for entry in &results.results {
        let counted = entry.as_proportion().and_then(Counted::of).filter(|counted| counted.response.silent() > 0);
        told.push(match counted {
            Some(counted) => {
                let tipping = tipping(results, entry, counted.response, claims, catalogue)?;
                if entry.by.is_empty() {
                    Some(of_whole(entry, counted, tipping, &cells, level)?)
                } else {
                    let silent = Some(counted.response.silent());
                    (!tipping.is_empty()).then(|| MissingAnswers { silent, tipping, ..MissingAnswers::default() })
                }
            }
            None => None,
        });
    }
    for (entry, missing) in results.results.iter_mut().zip(told) {
        if let Payload::Proportion(proportion) = &mut entry.payload {
            proportion.missing = missing;
        }
    }
    Ok(())
}

impl Counted {
    /// From the counts, and from the bounds what the counts do not say: that some are certain to be a yes. None where there
    /// are no bounds, or they are of others.
    fn of(proportion: &Proportion) -> Option<Self> {
        let bounds = proportion.bounds?;
        let (eligible, answered, events) = (proportion.eligible?, proportion.answered?, proportion.events?);
        let possible = eligible.checked_sub(proportion.could_not_recover.unwrap_or(0))?;
        let count = |share: f64| (share * possible as f64).round() as u64;
        let (at_least, at_most) = (count(bounds.low), count(bounds.high));
        let response = Response::new(possible, possible.checked_sub(at_most.checked_sub(at_least)?)?, at_least).ok()?;
        let Interval { low, high } = response.bounds();
        // Bounds over other denominators do not come out as shares of this one.
        let is_this = (low - bounds.low).abs() < 1e-9 && (high - bounds.high).abs() < 1e-9;
        let is_of_answers = response.answered == answered && response.events == events;
        let partly = response.answered.checked_sub(answered).zip(response.events.checked_sub(events));
        let fits = partly.is_some_and(|(answers, yes)| answers == yes);
        (is_this && fits).then_some(Self { response, is_of_answers })
    }
}

fn of_whole(
    entry: &ResultEntry,
    counted: Counted,
    tipping: Vec<TippingNote>,
    cells: &Cells<'_>,
    level: Level,
) -> Result<MissingAnswers, StatsError> {
    let response = counted.response;
    let range = |interval: Interval| Range { low: interval.low, high: interval.high };
    // What some said in part is no share of those who answered: nothing can be carried over to the silent.
    let deltas: &[f64] = if counted.is_of_answers { &DELTAS } else { &[] };
    let delta = deltas
        .iter()
        .map(|&delta| Ok(DeltaRow { delta, estimate: response.delta(delta)?.map(|found| found.estimate) }));
    Ok(MissingAnswers {
        silent: Some(response.silent()),
        union_wilson: Some(range(response.union_wilson(level)?)),
        imbens_manski: response.imbens_manski(level)?.map(|found| range(found.interval)),
        tipping,
        delta: delta.collect::<Result<_, StatsError>>()?,
        weighted: if counted.is_of_answers { weighted(entry, response, cells, level)? } else { Vec::new() },
    })
}

/// What it takes to reach each target, gate and claim, in this order, each share once.
fn tipping(
    results: &ResultSet,
    entry: &ResultEntry,
    response: Response,
    claims: &[ClaimedShare<'_>],
    catalogue: &Catalogue,
) -> Result<Vec<TippingNote>, StatsError> {
    let is_here = |measure: &str, by: &By| measure == entry.measure && *by == entry.by && entry.instrument.is_none();
    let (target, gate) = (catalogue.text("missing-target", &[]), catalogue.text("missing-gate", &[]));
    let targets = results.targets.iter().filter(|target| is_here(&target.measure, &target.by));
    let targets = targets.map(|found| ("target", found.measure.as_str(), found.value, target.as_str()));
    let gates = results.gates.iter().filter(|gate| is_here(&gate.measure, &gate.by));
    let gates = gates.map(|found| ("gate", found.measure.as_str(), found.at_least, gate.as_str()));
    let claims = claims.iter().filter(|claim| is_here(claim.measure, &By::new()));
    let claims = claims.map(|claim| ("benchmark", claim.id, claim.share, claim.label.as_str()));
    let mut notes: Vec<TippingNote> = Vec::new();
    for (against, id, share, label) in targets.chain(gates).chain(claims) {
        if notes.iter().any(|note| note.against == against && note.id == id && note.share == share) {
            continue;
        }
        let point = response.tipping_point(share)?;
        let (key, needed) = match point {
            TippingPoint::Already => ("missing-tipping-already", Some(0)),
            TippingPoint::Needs(needed) => ("missing-tipping-needs", Some(needed)),
            TippingPoint::Impossible => ("missing-tipping-impossible", None),
        };
        let percent = exact_percent(share);
        let args = [
            ("percent", percent.as_str().into()),
            ("label", label.into()),
            ("needed", needed.unwrap_or(0).into()),
            ("silent", response.silent().into()),
        ];
        let text = catalogue.text(key, &args);
        notes.push(TippingNote { against: against.to_owned(), id: id.to_owned(), share, needed, text });
    }
    Ok(notes)
}

/// `80%`, and `72.5%` where a whole percentage would be another share.
fn exact_percent(share: f64) -> String {
    let is_whole = (share * 100.0 - (share * 100.0).round()).abs() < 1e-9;
    if is_whole { format::percent(share) } else { format::percent_1(share) }
}

/// The counts of each label, by measure, questionnaire and key; `None` where a label's counts are not told.
type Cells<'a> = BTreeMap<(&'a str, Option<&'a str>), BTreeMap<&'a str, Vec<Option<Counted>>>>;

fn weighting_cells(entries: &[ResultEntry]) -> Cells<'_> {
    let mut cells = Cells::new();
    for entry in entries.iter().filter(|entry| entry.by.len() == 1) {
        if let (Some(proportion), Some(key)) = (entry.as_proportion(), entry.by.keys().next()) {
            let of_measure = cells.entry((&entry.measure, entry.instrument.as_deref())).or_default();
            // Nobody of whom the event could be: they are in no share, and weigh nothing.
            let is_nobody = proportion.eligible.is_some_and(|all| all <= proportion.could_not_recover.unwrap_or(0));
            if !is_nobody {
                of_measure.entry(key).or_default().push(Counted::of(proportion).filter(|cell| cell.is_of_answers));
            }
        }
    }
    cells
}

/// The share weighted by each key whose labels are all of the whole, each session in one.
fn weighted(
    entry: &ResultEntry,
    whole: Response,
    cells: &Cells<'_>,
    level: Level,
) -> Result<Vec<WeightedShare>, StatsError> {
    let Some(of_measure) = cells.get(&(entry.measure.as_str(), entry.instrument.as_deref())) else {
        return Ok(Vec::new());
    };
    let mut found = Vec::new();
    for (&key, labels) in of_measure {
        let Some(labels) = labels.iter().copied().collect::<Option<Vec<Counted>>>() else { continue };
        let sum = |count: fn(&Response) -> u64| labels.iter().map(|cell| count(&cell.response)).sum::<u64>();
        let is_the_whole = sum(|cell| cell.eligible) == whole.eligible
            && sum(|cell| cell.answered) == whole.answered
            && sum(|cell| cell.events) == whole.events;
        if labels.len() < 2 || !is_the_whole {
            continue;
        }
        let cell = |counted: &Counted| {
            let Response { eligible, answered, events } = counted.response;
            WeightingCell { population: eligible, answered, events }
        };
        let cells: Vec<WeightingCell> = labels.iter().map(cell).collect();
        let empty_groups = cells.iter().filter(|cell| cell.answered == 0).count() as u64;
        let weighted: Option<Weighted> = if empty_groups == 0 { Some(weight_by_cell(&cells, level)?) } else { None };
        found.push(WeightedShare {
            by: key.to_owned(),
            estimate: weighted.map(|weighted| weighted.estimate.clamp(0.0, 1.0)),
            effective_n: weighted.map(|weighted| weighted.effective_n),
            empty_groups,
        });
    }
    Ok(found)
}

/// The claims of the popular literature that have a measure here, as the built-in benchmarks have them.
///
/// "Up to 80% of clients find one session helpful, and about 50-60% see real improvement": of a ceiling its top is asked for,
/// of a band its lower end.
pub fn popular_claims(catalogue: &Catalogue) -> Vec<ClaimedShare<'static>> {
    let claim = |(id, measure): (&'static str, &'static str)| {
        let record = built_in().iter().find(|benchmark| benchmark.id == id)?;
        let share = match record.figure().ok()? {
            Figure::Ceiling { at_most } => at_most,
            Figure::Band { low, .. } => low,
            Figure::Point { .. } | Figure::Counts { .. } | Figure::InWords => return None,
        };
        Some(ClaimedShare { id, measure, share, label: catalogue.text(&key_of(id), &[]) })
    };
    CLAIMS.into_iter().filter_map(claim).collect()
}

fn key_of(id: &str) -> String {
    format!("missing-{}", id.replace('_', "-"))
}
