//! Tests of all groups together: are they alike, do they rise along their order, and do two differ within strata?

use std::collections::{BTreeMap, BTreeSet};

use super::{Compared, Comparer, GroupOrder, OneSide, Strata, caveat_notes, plan};
use crate::codes::{Caveat, Reason};
use crate::measure::Measure;
use crate::results::{By, FamilyTest, NamedEstimate, Payload, ResultEntry, Side};
use crate::stats::{
    ClusteredShare, Share, StatsError, Stratum, chi_squared_of_clustered_shares, chi_squared_of_shares,
    cochran_armitage, common_difference, mantel_haenszel, trend_of_clustered_shares, wilson_cluster,
};

/// Expected counts below make Pearson's law rough.
const SMALL_EXPECTED: f64 = 5.0;

/// What a test says, before it is an entry.
struct Told {
    test: &'static str,
    statistic: f64,
    df: Option<u64>,
    p: f64,
    estimates: Vec<NamedEstimate>,
}

impl Comparer<'_> {
    /// Whether all groups are alike, of three or more; whether they rise, where they have an order. Groups without an answer
    /// are left out.
    pub(super) fn tests_of_all(
        &self,
        (place, measure): (usize, &Measure),
        sides: &[OneSide<'_>],
    ) -> Result<Vec<ResultEntry>, StatsError> {
        let Compared::Groups { order, .. } = &self.plan.compared else { return Ok(Vec::new()) };
        let answered: Vec<&OneSide<'_>> = sides.iter().filter(|side| side.share().is_some()).collect();
        let is_hidden = sides.iter().any(|side| side.share().is_none() && side.reason() == Some(Reason::Suppressed));
        // Without a hidden group a test would say what is not known; with fewer than three there is only the difference.
        if is_hidden || answered.len() < 3 {
            return Ok(Vec::new());
        }
        let shares: Vec<Share> = answered.iter().filter_map(|side| side.share()).collect();
        let clustered = self.clustered(&answered)?;
        let mut caveats = self.caveats_of_all(&answered);
        caveats.extend(answered.iter().flat_map(|side| side.caveats()));
        let groups: BTreeSet<&By> = answered.iter().filter(|side| side.sums.is_some()).map(|side| &side.by).collect();
        let share_clients = self.closed.summary.shared_clients.iter().any(|((one, two), of_measures)| {
            of_measures.get(place).is_some_and(|shared| shared.clients > 0)
                && groups.contains(one)
                && groups.contains(two)
        });
        caveats.extend(share_clients.then_some(Caveat::SharedClientsIgnored));
        let mut entries = Vec::new();
        let shown: Vec<Side> = answered.iter().map(|side| side.shown()).collect();
        let mut add = |told: Result<Told, StatsError>, more: Option<Caveat>| {
            let told = match told {
                Ok(told) => told,
                Err(StatsError::AllAlike) => return Ok(()),
                Err(error) => return Err(error),
            };
            let caveats = caveats.iter().copied().chain(more).collect();
            entries.push(self.entry(
                measure,
                FamilyTest {
                    test: told.test.to_owned(),
                    groups: shown.clone(),
                    statistic: Some(told.statistic),
                    df: told.df,
                    p: Some(told.p),
                    p_adjusted: None,
                    adjustment: None,
                    estimates: told.estimates,
                    stratified_by: None,
                    strata: None,
                },
                caveats,
            ));
            Ok(())
        };
        let smallest = chi_squared_of_shares(&shares).map(|test| test.smallest_expected);
        let few = smallest.is_ok_and(|expected| expected < SMALL_EXPECTED).then_some(Caveat::SmallExpected);
        add(all_alike(&shares, clustered.as_deref()), few)?;
        if let Some(scores) = scores(order, &answered) {
            add(trend(&shares, clustered.as_deref(), &scores), few)?;
        }
        Ok(entries)
    }

    /// The shares with their design effects, where some client has several answers in a group.
    fn clustered(&self, sides: &[&OneSide<'_>]) -> Result<Option<Vec<ClusteredShare>>, StatsError> {
        if !sides.iter().any(|side| side.has_repeats()) {
            return Ok(None);
        }
        let of = |side: &&OneSide<'_>| {
            let share = side.share()?;
            let Some(sums) = side.clusters().filter(|_| side.has_repeats()) else {
                return Some(Ok(ClusteredShare { share, design_effect: 1.0 }));
            };
            Some(match wilson_cluster(sums, self.estimation.level) {
                Ok(clustered) => Ok(ClusteredShare { share, design_effect: clustered.design_effect }),
                // All answers are one client's: they are worth one.
                Err(StatsError::OneClient) => Ok(ClusteredShare { share, design_effect: share.answered as f64 }),
                Err(error) => Err(error),
            })
        };
        sides.iter().filter_map(of).collect::<Result<Vec<_>, _>>().map(Some)
    }

    /// Each pair within the labels of a further group: Cochran, Mantel and Haenszel's test.
    pub(super) fn within_strata(
        &self,
        (place, measure): (usize, &Measure),
        sides: &[OneSide<'_>],
        pairs: &[(usize, usize)],
        stratum: &str,
    ) -> Result<Vec<ResultEntry>, StatsError> {
        if pairs.is_empty() {
            return Ok(Vec::new());
        }
        let groups = self.shares_of(measure).into_iter().flat_map(BTreeMap::keys);
        let labels: BTreeSet<Option<String>> = groups.filter_map(|by| by.get(stratum).cloned()).collect();
        let strata: Vec<Strata<'_>> =
            sides.iter().map(|side| self.strata((place, measure), side, stratum, &labels)).collect();
        let mut tests = Vec::new();
        for &(a, b) in pairs {
            tests.push(((a, b), self.within(&strata[a], &strata[b])?));
        }
        let p_adjusted = self.adjusted(tests.iter().map(|(_, (told, _))| told.as_ref().map(|told| told.p)))?;
        let mut entries = Vec::new();
        for (((a, b), (told, used)), p_adjusted) in tests.into_iter().zip(p_adjusted) {
            let Some(told) = told else { continue };
            let both = [&sides[a], &sides[b]];
            let mut caveats = self.caveats_of_all(&both);
            caveats.extend(both.iter().flat_map(|side| side.caveats()));
            let ignores = both.iter().any(|side| side.has_repeats());
            caveats.extend(ignores.then_some(Caveat::RepeatsIgnored));
            let share_clients = self.shared(place, both[0], both[1]).clients > 0;
            caveats.extend(share_clients.then_some(Caveat::SharedClientsIgnored));
            let splits = self.definitions.groups.iter().any(|group| group.name == stratum && group.split.is_some());
            caveats.extend(splits.then_some(Caveat::OverlappingGroups));
            entries.push(self.entry(
                measure,
                FamilyTest {
                    test: told.test.to_owned(),
                    groups: both.iter().map(|side| side.shown()).collect(),
                    statistic: Some(told.statistic),
                    df: told.df,
                    p: Some(told.p),
                    p_adjusted,
                    adjustment: p_adjusted.and(self.plan.adjustment).map(|one| plan::adjustment_id(one).to_owned()),
                    estimates: told.estimates,
                    stratified_by: Some(stratum.to_owned()),
                    strata: Some(used),
                },
                caveats,
            ));
        }
        Ok(entries)
    }

    /// The sides of a side: its answers in each stratum, the blank one too.
    fn strata(
        &self,
        (place, measure): (usize, &Measure),
        side: &OneSide<'_>,
        stratum: &str,
        labels: &BTreeSet<Option<String>>,
    ) -> Strata<'_> {
        let of = |label: &Option<String>| {
            let mut by = side.by.clone();
            by.insert(stratum.to_owned(), label.clone());
            Some((label.clone(), self.side(place, measure, by, side.period)?))
        };
        labels.iter().filter_map(of).collect()
    }

    /// The test within strata, and how many had something to add; nothing where none had.
    fn within(&self, a: &Strata<'_>, b: &Strata<'_>) -> Result<(Option<Told>, u64), StatsError> {
        let of = |(label, one): (&Option<String>, &OneSide<'_>)| {
            Some(Stratum { first: one.share()?, second: b.get(label)?.share()? })
        };
        let is_hidden = |side: &OneSide<'_>| side.share().is_none() && side.reason() == Some(Reason::Suppressed);
        if a.values().chain(b.values()).any(is_hidden) {
            return Ok((None, 0));
        }
        let strata: Vec<Stratum> = a.iter().filter_map(of).collect();
        let level = self.estimation.level;
        let test = match mantel_haenszel(&strata, level) {
            Ok(test) => test,
            Err(StatsError::NoAnswers) => return Ok((None, 0)),
            Err(error) => return Err(error),
        };
        let difference = common_difference(&strata, level)?;
        let mut estimates = vec![NamedEstimate {
            of: "common_difference".to_owned(),
            estimate: Some(difference.estimate),
            low: Some(difference.interval.low),
            high: Some(difference.interval.high),
        }];
        estimates.push(NamedEstimate {
            of: "common_odds_ratio".to_owned(),
            estimate: test.odds_ratio.map(|ratio| ratio.estimate),
            low: test.odds_ratio.map(|ratio| ratio.interval.low),
            high: test.odds_ratio.map(|ratio| ratio.interval.high),
        });
        let told = Told {
            test: "cochran_mantel_haenszel",
            statistic: test.plain.statistic,
            df: Some(test.plain.df),
            p: test.plain.p,
            estimates,
        };
        Ok((Some(told), test.strata as u64))
    }

    fn entry(&self, measure: &Measure, test: FamilyTest, caveats: Vec<Caveat>) -> ResultEntry {
        ResultEntry {
            measure: measure.id.clone(),
            instrument: self.definitions.instrument_of(measure).map(str::to_owned),
            by: By::new(),
            definition: measure.definition.clone(),
            payload: Payload::Test(test),
            reason: None,
            caveats: caveat_notes(self.catalogue, caveats),
        }
    }
}

fn all_alike(shares: &[Share], clustered: Option<&[ClusteredShare]>) -> Result<Told, StatsError> {
    let (test, found) = match clustered {
        None => ("chi_squared", chi_squared_of_shares(shares)?.test),
        Some(clustered) => ("rao_scott_chi_squared", chi_squared_of_clustered_shares(clustered)?),
    };
    Ok(Told { test, statistic: found.statistic, df: Some(found.df), p: found.p, estimates: Vec::new() })
}

fn trend(shares: &[Share], clustered: Option<&[ClusteredShare]>, scores: &[f64]) -> Result<Told, StatsError> {
    let (test, found) = match clustered {
        None => ("cochran_armitage", cochran_armitage(shares, scores)?),
        Some(clustered) => ("rao_scott_trend", trend_of_clustered_shares(clustered, scores)?),
    };
    let slope = NamedEstimate { of: "slope_per_step".to_owned(), estimate: Some(found.slope), low: None, high: None };
    Ok(Told { test, statistic: found.z, df: None, p: found.two_sided, estimates: vec![slope] })
}

/// The score of each group: its place in the order; of the calendar its months, quarters or years, so that a gap counts.
fn scores(order: &GroupOrder, sides: &[&OneSide<'_>]) -> Option<Vec<f64>> {
    let label = |side: &&OneSide<'_>| side.by.values().next().cloned().flatten();
    match order {
        GroupOrder::None => None,
        GroupOrder::As(labels) => {
            let place = |side| labels.iter().position(|known| Some(known) == label(side).as_ref()).map(|i| i as f64);
            sides.iter().map(place).collect()
        }
        GroupOrder::Calendar => sides.iter().map(|side| steps(&label(side)?)).collect(),
    }
}

/// Months, quarters or years since the year 0.
fn steps(label: &str) -> Option<f64> {
    let year: f64 = label.get(..4)?.parse().ok()?;
    match label.as_bytes().get(4) {
        None | Some(b'/') => Some(year),
        Some(_) => match label.get(5..)?.strip_prefix('Q') {
            Some(quarter) => Some(year * 4.0 + quarter.parse::<f64>().ok()?),
            None => Some(year * 12.0 + label.get(5..)?.parse::<f64>().ok()?),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::steps;

    #[test]
    fn a_missing_month_is_a_longer_step() {
        let step = |one: &str, two: &str| steps(two).zip(steps(one)).map(|(two, one)| two - one);
        assert_eq!(step("2025-12", "2026-02"), Some(2.0));
        assert_eq!(step("2024-Q4", "2025-Q1"), Some(1.0));
        assert_eq!(step("2025", "2027"), Some(2.0));
        assert_eq!(step("2025/26", "2026/27"), Some(1.0));
        assert_eq!(steps("May"), None);
    }
}
