//! The difference of two sides: which interval, and which test.

use super::{Comparer, DifferenceMethod, OneSide};
use crate::codes::{Caveat, Reason};
use crate::measure::Measure;
use crate::stats::{
    ClusterSums, ClusteredShare, Interval, Level, OverlapSums, PairedAnswers, Share, StatsError,
    chi_squared_of_clustered_shares, miettinen_nurminen, newcombe, overlapping_difference, pooled_test, score_test,
    wilson_cluster,
};
use crate::summary::SharedAnswers;

/// A difference, or why there is none.
pub(super) struct Difference {
    pub(super) estimate: Option<f64>,
    pub(super) interval: Option<Interval>,
    pub(super) method: &'static str,
    pub(super) p: Option<f64>,
    pub(super) test: Option<&'static str>,
    pub(super) clients_on_both_sides: Option<u64>,
    pub(super) caveat: Option<Caveat>,
    pub(super) reason: Option<Reason>,
}

impl Difference {
    const fn of(estimate: f64, interval: Interval, method: &'static str, p: f64, test: &'static str) -> Self {
        Self {
            estimate: Some(estimate),
            interval: Some(interval),
            method,
            p: Some(p),
            test: Some(test),
            clients_on_both_sides: None,
            caveat: None,
            reason: None,
        }
    }

    const fn none(method: &'static str, reason: Option<Reason>) -> Self {
        Self {
            estimate: None,
            interval: None,
            method,
            p: None,
            test: None,
            clients_on_both_sides: None,
            caveat: None,
            reason,
        }
    }
}

impl Comparer<'_> {
    /// a - b. Where no client has two answers, Newcombe's interval and Pearson's test, or Miettinen & Nurminen's; where every
    /// client has one answer on each side, Newcombe's paired interval and McNemar's mid-p; else the interval and the test whose
    /// variance is taken between clients.
    pub(super) fn difference(
        &self,
        (place, measure): (usize, &Measure),
        a: &OneSide<'_>,
        b: &OneSide<'_>,
    ) -> Result<Difference, StatsError> {
        let asked = self.plan.method;
        let (Some(one), Some(two)) = (a.share(), b.share()) else {
            let plain = if asked == DifferenceMethod::Newcombe { "newcombe" } else { "miettinen_nurminen" };
            let reasons = || [a, b].into_iter().filter(|side| side.share().is_none()).filter_map(OneSide::reason);
            let reason = reasons().find(|&reason| reason == Reason::Suppressed).or_else(|| reasons().next());
            return Ok(Difference::none(plain, reason));
        };
        let level = self.estimation.level;
        let shared = self.shared(place, a, b);
        let is_plain = !a.has_repeats() && !b.has_repeats() && shared.clients == 0;
        let mut found = match (asked, a.clusters().zip(b.clusters())) {
            (DifferenceMethod::MiettinenNurminen, _) => {
                let caveat = (!is_plain).then_some(Caveat::RepeatsIgnored);
                Difference { caveat, ..by_scores(one, two, level)? }
            }
            (DifferenceMethod::Newcombe, Some(clusters)) if !is_plain => between_clients(clusters, &shared, level)?,
            (DifferenceMethod::Newcombe, _) => independent(one, two, level)?,
        };
        let knows_clients = self.has_client_ids() && a.sums.is_some() && b.sums.is_some();
        found.clients_on_both_sides = knows_clients.then_some(shared.clients);
        debug_assert!(self.definitions.measures[place].id == measure.id, "the measure of that place");
        Ok(found)
    }
}

fn minus(one: Share, two: Share) -> Result<f64, StatsError> {
    Ok(one.estimate()? - two.estimate()?)
}

fn independent(one: Share, two: Share, level: Level) -> Result<Difference, StatsError> {
    let p = or_alike(pooled_test(one, two).map(|test| test.plain.p))?;
    Ok(Difference::of(minus(one, two)?, newcombe(one, two, level)?, "newcombe", p, "pearson"))
}

fn by_scores(one: Share, two: Share, level: Level) -> Result<Difference, StatsError> {
    let p = or_alike(score_test(one, two, 0.0).map(|test| test.two_sided))?;
    let interval = miettinen_nurminen(one, two, level)?;
    Ok(Difference::of(minus(one, two)?, interval, "miettinen_nurminen", p, "miettinen_nurminen_score"))
}

/// Where all answered alike on both sides, nothing speaks against there being no difference.
fn or_alike(p: Result<f64, StatsError>) -> Result<f64, StatsError> {
    match p {
        Err(StatsError::AllAlike) => Ok(1.0),
        p => p,
    }
}

fn between_clients(
    (first, second): (ClusterSums, ClusterSums),
    shared: &SharedAnswers,
    level: Level,
) -> Result<Difference, StatsError> {
    let each_once = |sums: &ClusterSums| sums.clients == sums.answered && sums.clients == shared.clients;
    if each_once(&first) && each_once(&second) {
        return paired(&first, &second, shared, level);
    }
    let [one, two] = [first, second].map(|sums| Share { events: sums.events, answered: sums.answered });
    let sums = OverlapSums {
        clients: first.clients + second.clients - shared.clients,
        first,
        second,
        sum_n1_n2: shared.sum_n1_n2,
        sum_n1_y2: shared.sum_n1_y2,
        sum_y1_n2: shared.sum_y1_n2,
        sum_y1_y2: shared.sum_y1_y2,
    };
    let found = match overlapping_difference(&sums, level) {
        Ok(found) => found,
        Err(StatsError::OneClient) => {
            let none = Difference::none("newcombe_cluster", Some(Reason::OneClient));
            return Ok(Difference { estimate: Some(minus(one, two)?), ..none });
        }
        Err(error) => return Err(error),
    };
    let edge = [one, two].iter().any(|share| share.events == 0 || share.events == share.answered);
    let (p, test) = match found.two_sided {
        Some(p) => (p, "between_clients"),
        // No client departs from its side's share, so there is no variance to go by: what the answers are worth at worst.
        None => (or_alike(at_worst([first, second], level))?, "rao_scott"),
    };
    let caveat = edge.then_some(Caveat::ClusterEdge);
    Ok(Difference { caveat, ..Difference::of(found.estimate, found.interval, "newcombe_cluster", p, test) })
}

fn at_worst(sides: [ClusterSums; 2], level: Level) -> Result<f64, StatsError> {
    let of = |sums: ClusterSums| {
        let share = Share { events: sums.events, answered: sums.answered };
        let repeats = sums.clients < sums.answered;
        let design_effect = if repeats { wilson_cluster(sums, level)?.design_effect } else { 1.0 };
        Ok(ClusteredShare { share, design_effect })
    };
    let sides = sides.into_iter().map(of).collect::<Result<Vec<_>, StatsError>>()?;
    Ok(chi_squared_of_clustered_shares(&sides)?.p)
}

fn paired(
    first: &ClusterSums,
    second: &ClusterSums,
    shared: &SharedAnswers,
    level: Level,
) -> Result<Difference, StatsError> {
    // Every client answered once on each side, so Σ y1 y2 counts those who said yes twice.
    let both = shared.sum_y1_y2 as u64;
    let (first_only, second_only) = (first.events - both, second.events - both);
    let pairs =
        PairedAnswers { both, first_only, second_only, neither: first.answered - both - first_only - second_only };
    let p = pairs.mcnemar()?.mid_p;
    Ok(Difference::of(pairs.difference()?, pairs.newcombe(level)?, "newcombe_paired", p, "mcnemar_mid_p"))
}
