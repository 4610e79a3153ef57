//! Groups or periods beside each other: differences, and tests of all of them together.
//!
//! Every share is taken from the results as they will be shown, so that what is hidden there is hidden here. What clients
//! the sides share comes from the ledger's sums, and is used only where nothing is hidden.

mod difference;
mod family;
mod plan;

pub use plan::{Compared, Comparing, DifferenceMethod, GroupOrder};

use std::collections::BTreeMap;

use super::{Estimation, caveat_notes};
use crate::codes::{Caveat, Reason};
use crate::definitions::{Definitions, GroupKey, Linkage};
use crate::ledger::Closed;
use crate::measure::Measure;
use crate::results::{By, Comparison, Payload, Period, Proportion, ResultEntry, ResultSet, Side};
use crate::stats::{ClusterSums, Share, StatsError, adjust};
use crate::summary::{ProportionSums, SharedAnswers};
use crate::text::Catalogue;

use difference::Difference;

/// So many groups are compared pair by pair; of more, only what was asked for with one of them.
pub const MOST_GROUPS_IN_PAIRS: usize = 10;

/// One side of a comparison: a group or a period.
#[derive(Clone)]
struct OneSide<'a> {
    by: By,
    period: Option<Period>,
    entry: &'a ResultEntry,
    numbers: &'a Proportion,
    /// What its clients say, where that may be used.
    sums: Option<&'a ProportionSums>,
}

impl OneSide<'_> {
    /// Events of answers; nothing where either is hidden or there is none.
    fn share(&self) -> Option<Share> {
        let (events, answered) = self.numbers.events.zip(self.numbers.answered)?;
        (answered > 0 && events <= answered).then_some(Share { events, answered })
    }

    /// Why there is no share.
    fn reason(&self) -> Option<Reason> {
        match self.numbers.answered {
            Some(0) if self.numbers.eligible == Some(0) => Some(Reason::NoneEligible),
            Some(0) => Some(Reason::NoAnswers),
            _ => self.entry.reason,
        }
    }

    fn clusters(&self) -> Option<ClusterSums> {
        self.sums.map(|sums| ClusterSums {
            clients: sums.clients_answered,
            answered: sums.answered,
            events: sums.events,
            sum_n2: sums.sum_n2,
            sum_ny: sums.sum_ny,
            sum_y2: sums.sum_y2,
        })
    }

    /// Whether some client has several answers here.
    fn has_repeats(&self) -> bool {
        self.sums.is_some_and(|sums| sums.clients_answered < sums.answered)
    }

    fn shown(&self) -> Side {
        Side {
            by: if self.period.is_some() { By::new() } else { self.by.clone() },
            period: self.period,
            eligible: self.numbers.eligible,
            answered: self.numbers.answered,
            events: self.numbers.events,
            estimate: self.numbers.estimate,
        }
    }

    /// What is to be known of it, whatever it is compared with.
    fn caveats(&self) -> impl Iterator<Item = Caveat> {
        let is_of_its_own = |caveat: &Caveat| {
            !matches!(caveat, Caveat::OfficialCountsUnpairedAsNo | Caveat::RepeatsIgnored | Caveat::SmallN)
        };
        self.entry.caveats.iter().map(|note| note.code).filter(is_of_its_own).collect::<Vec<_>>().into_iter()
    }
}

/// The shares of a measure by group: there can be thousands.
type SharesByGroup<'a> = BTreeMap<By, (&'a ResultEntry, &'a Proportion)>;

/// Everything that comparing one measure needs.
struct Comparer<'a> {
    shares: BTreeMap<(String, Option<String>), SharesByGroup<'a>>,
    plan: &'a Comparing,
    estimation: Estimation,
    definitions: &'a Definitions,
    closed: &'a Closed,
    results: &'a ResultSet,
    catalogue: &'a Catalogue,
}

/// Adds the comparisons of a plan to the results, in their order; the results must be grouped as the plan needs.
///
/// # Errors
/// A [`StatsError`] only where an iteration does not settle; undefined differences are entries with a reason.
pub fn compare(
    results: &mut ResultSet,
    closed: &Closed,
    definitions: &Definitions,
    plan: &Comparing,
    estimation: Estimation,
    catalogue: &Catalogue,
) -> Result<(), StatsError> {
    let mut shares: BTreeMap<(String, Option<String>), SharesByGroup<'_>> = BTreeMap::new();
    for (entry, numbers) in results.results.iter().filter_map(|entry| Some((entry, entry.as_proportion()?))) {
        let of_measure = shares.entry((entry.measure.clone(), entry.instrument.clone())).or_default();
        of_measure.insert(entry.by.clone(), (entry, numbers));
    }
    let comparer = Comparer { shares, plan, estimation, definitions, closed, results, catalogue };
    let mut entries = Vec::new();
    for (place, measure) in definitions.measures.iter().enumerate() {
        let is_asked = plan.measures.is_empty() || plan.measures.contains(&measure.id);
        if is_asked && definitions.is_collected(measure) {
            comparer.measure(place, measure, &mut entries)?;
        }
    }
    results.results.extend(entries);
    results.results.sort_by(|a, b| a.order().cmp(&b.order()));
    Ok(())
}

impl<'a> Comparer<'a> {
    fn measure(&self, place: usize, measure: &Measure, entries: &mut Vec<ResultEntry>) -> Result<(), StatsError> {
        let sides = self.sides(place, measure);
        let pairs = self.pairs(&sides);
        let mut found = Vec::new();
        for &(a, b) in &pairs {
            found.push(self.difference((place, measure), &sides[a], &sides[b])?);
        }
        let p_adjusted = self.adjusted(found.iter().map(|difference| difference.p))?;
        for ((&(a, b), difference), p_adjusted) in pairs.iter().zip(found).zip(p_adjusted) {
            entries.push(self.comparison(measure, (&sides[a], &sides[b]), &difference, p_adjusted));
        }
        entries.extend(self.tests_of_all((place, measure), &sides)?);
        if let Some(stratum) = &self.plan.stratify {
            entries.extend(self.within_strata((place, measure), &sides, &pairs, stratum)?);
        }
        Ok(())
    }

    /// The sides, in their order; a blank group is none.
    fn sides(&self, place: usize, measure: &Measure) -> Vec<OneSide<'a>> {
        match &self.plan.compared {
            Compared::Periods { period, against } => {
                let key = GroupKey::Period.name(&self.definitions.groups);
                let of = |one: &crate::definitions::NamedPeriod| {
                    let by = By::from([(key.to_owned(), Some(one.label.clone()))]);
                    self.side(place, measure, by, Some(Period { from: one.from, to: one.to }))
                };
                [period, against].into_iter().filter_map(of).collect()
            }
            Compared::Groups { key, order, .. } => {
                let groups = self.shares_of(measure).into_iter().flat_map(BTreeMap::keys);
                let labels = groups.filter(|by| by.len() == 1).filter_map(|by| by.get(key)?.clone());
                let mut labels: Vec<String> = labels.collect();
                labels.sort_unstable();
                labels.dedup();
                if let GroupOrder::As(wanted) = order {
                    labels = wanted.iter().filter(|label| labels.contains(label)).cloned().collect();
                }
                let of = |label: String| self.side(place, measure, By::from([(key.clone(), Some(label))]), None);
                labels.into_iter().filter_map(of).collect()
            }
        }
    }

    /// The shares of a measure by group.
    fn shares_of(&self, measure: &Measure) -> Option<&SharesByGroup<'a>> {
        self.shares.get(&(measure.id.clone(), self.definitions.instrument_of(measure).map(str::to_owned)))
    }

    /// One side, as it is shown; nothing where there is no such group.
    fn side(&self, place: usize, measure: &Measure, by: By, period: Option<Period>) -> Option<OneSide<'a>> {
        let &(entry, numbers) = self.shares_of(measure)?.get(&by)?;
        // Anonymous answers are nobody's, and sums would tell what a rule hides.
        let may_use = self.results.protection == "none" && self.definitions.linkage(measure) == Linkage::Sessions;
        let sums = self.closed.summary.cells.get(&by).and_then(|cell| cell.proportions.get(place));
        Some(OneSide { sums: sums.filter(|_| may_use), by, period, entry, numbers })
    }

    /// Which sides stand beside which: all with one another, or each with the one that was asked for; a later one with an
    /// earlier one.
    fn pairs(&self, sides: &[OneSide<'_>]) -> Vec<(usize, usize)> {
        let all = || (0..sides.len()).flat_map(|first| (first + 1..sides.len()).map(move |second| (first, second)));
        match &self.plan.compared {
            Compared::Groups { key, against: Some(label), .. } => {
                let is_it = |side: &OneSide<'_>| side.by.get(key).and_then(Option::as_ref) == Some(label);
                let reference = sides.iter().position(is_it);
                let others = |reference| (0..sides.len()).filter(move |&place| place != reference);
                reference.into_iter().flat_map(|reference| others(reference).map(move |a| (a, reference))).collect()
            }
            Compared::Groups { .. } if sides.len() > MOST_GROUPS_IN_PAIRS => Vec::new(),
            Compared::Periods { .. } | Compared::Groups { order: GroupOrder::None, .. } => all().collect(),
            Compared::Groups { .. } => all().map(|(earlier, later)| (later, earlier)).collect(),
        }
    }

    /// What the sides share, with the first side first.
    fn shared(&self, place: usize, a: &OneSide<'_>, b: &OneSide<'_>) -> SharedAnswers {
        if a.sums.is_none() || b.sums.is_none() {
            return SharedAnswers::default();
        }
        let known = &self.closed.summary.shared_clients;
        let of = |pair: (By, By)| known.get(&pair).and_then(|of_measures| of_measures.get(place)).copied();
        let turned = a.by > b.by;
        let pair = if turned { (b.by.clone(), a.by.clone()) } else { (a.by.clone(), b.by.clone()) };
        let shared = of(pair).unwrap_or_default();
        if turned { shared.turned() } else { shared }
    }

    /// The p values that there are, adjusted for their number.
    fn adjusted(&self, p: impl Iterator<Item = Option<f64>>) -> Result<Vec<Option<f64>>, StatsError> {
        let p: Vec<Option<f64>> = p.collect();
        let Some(adjustment) = self.plan.adjustment else { return Ok(vec![None; p.len()]) };
        let known: Vec<f64> = p.iter().copied().flatten().collect();
        let mut adjusted = adjust(&known, adjustment)?.into_iter();
        Ok(p.into_iter().map(|p| p.and_then(|_| adjusted.next())).collect())
    }

    fn comparison(
        &self,
        measure: &Measure,
        (a, b): (&OneSide<'_>, &OneSide<'_>),
        found: &Difference,
        p_adjusted: Option<f64>,
    ) -> ResultEntry {
        let few =
            |side: &OneSide<'_>| side.numbers.answered.is_some_and(|n| (1..super::proportion::SMALL_N).contains(&n));
        let mut caveats: Vec<Caveat> = a.caveats().chain(b.caveats()).chain(found.caveat).collect();
        caveats.extend((few(a) || few(b)).then_some(Caveat::SmallN));
        caveats.extend(self.caveats_of_all(&[a, b]));
        let mut comparison = Comparison {
            a: a.shown(),
            b: b.shown(),
            estimate: found.estimate,
            low: found.interval.map(|interval| interval.low),
            high: found.interval.map(|interval| interval.high),
            method: found.method.to_owned(),
            p: found.p,
            test: found.test.map(str::to_owned),
            p_adjusted,
            adjustment: p_adjusted.and(self.plan.adjustment).map(|one| plan::adjustment_id(one).to_owned()),
            verdict: None,
            clients_on_both_sides: found.clients_on_both_sides,
        };
        comparison.verdict = comparison.judged(self.estimation.level.get());
        ResultEntry {
            measure: measure.id.clone(),
            instrument: self.definitions.instrument_of(measure).map(str::to_owned),
            by: By::new(),
            definition: measure.definition.clone(),
            payload: Payload::Comparison(comparison),
            reason: found.reason,
            caveats: caveat_notes(self.catalogue, caveats),
        }
    }

    /// What holds of any comparison of these sides.
    fn caveats_of_all(&self, sides: &[&OneSide<'_>]) -> Vec<Caveat> {
        let is_beyond = |period: Period| self.results.as_of.is_some_and(|as_of| period.to > as_of);
        let mut caveats = Vec::new();
        if sides.iter().filter_map(|side| side.period).any(is_beyond) {
            caveats.push(Caveat::PeriodBeyondData);
        }
        if !self.has_client_ids() {
            caveats.push(Caveat::NoClientIds);
        }
        caveats
    }

    fn has_client_ids(&self) -> bool {
        self.definitions.collected.contains("client_id")
    }
}

/// The strata of a side: what stands beside its own group, by label.
type Strata<'a> = BTreeMap<Option<String>, OneSide<'a>>;
