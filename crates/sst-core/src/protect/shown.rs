//! An entry as it is shown: made anew from protected counts, naming what is kept. What is not named here is not shown.

use super::decisions::Decisions;
use super::facets::{FacetName, Families, is_scale, key};
use super::rule::Protection;
use crate::codes::{Caveat, Reason};
use crate::results::{
    Bin, Bounds, By, CaveatNote, ClassShare, Comparison, Count, Distribution, FamilyTest, Joint, Mean, OfficialShare,
    Payload, Proportion, ResultEntry, RuleNote, Share, Side,
};
use crate::stats::{self, Level, StatsError, goodman, newcombe, proportion_interval, wilson_with_design_effect};
use crate::text::Catalogue;

/// Fewer answers than this carry a caveat.
const SMALL_N: u64 = 10;

/// Values of a quantity below which its mean, with how many there are, could be solved for how often each occurs.
const LEAST_VALUES: usize = 10;

/// Showing entries under a rule.
pub(super) struct Showing<'a> {
    pub(super) rule: Protection,
    pub(super) level: Level,
    pub(super) decisions: &'a Decisions,
    pub(super) families: &'a Families,
    pub(super) catalogue: &'a Catalogue,
}

impl Showing<'_> {
    fn tells(&self, facet: &FacetName, by: &By) -> bool {
        self.decisions.tells(facet, by)
    }

    fn rounded(&self, count: u64) -> u64 {
        self.rule.rounded(count)
    }

    pub(super) fn entry(&self, entry: &ResultEntry) -> Result<ResultEntry, StatsError> {
        let (payload, is_told) = match &entry.payload {
            Payload::Count(_) => self.count(entry),
            Payload::Proportion(share) => self.proportion(entry, share)?,
            Payload::Distribution(spread) => self.distribution(entry, spread),
            Payload::Mean(mean) => self.mean(entry, mean),
            Payload::Joint(joint) => self.joint(entry, joint)?,
            Payload::Comparison(comparison) => self.comparison(entry, comparison)?,
            Payload::Test(test) => (Payload::Test(untold(test)), false),
        };
        let reason = if is_told { entry.reason } else { Some(Reason::Suppressed) };
        Ok(ResultEntry {
            measure: entry.measure.clone(),
            instrument: entry.instrument.clone(),
            by: entry.by.clone(),
            definition: entry.definition.clone(),
            caveats: self.caveats(entry, &payload, is_told),
            payload,
            reason,
        })
    }

    /// Caveats say how many there are, too: of what is hidden only those that hold whatever the counts.
    fn caveats(&self, entry: &ResultEntry, payload: &Payload, is_told: bool) -> Vec<CaveatNote> {
        let of_counts = |code: Caveat| match code {
            Caveat::AnyOfSeveral
            | Caveat::OverlappingGroups
            | Caveat::OfficialCountsUnpairedAsNo
            | Caveat::NoClientIds
            | Caveat::UnlinkedFollowUp
            | Caveat::PeriodBeyondData
            | Caveat::DefinitionsDiffer
            | Caveat::UncertaintyUnknown
            | Caveat::DenominatorUnstated => true,
            Caveat::SmallN
            | Caveat::LowResponse
            | Caveat::NoPercentageOfZero
            | Caveat::SharedClientsIgnored
            | Caveat::SmallExpected
            | Caveat::FewStudies
            | Caveat::StudiesAtEdge => false,
            Caveat::SomeNotDue => match payload {
                Payload::Proportion(share) => share.not_due.is_some_and(|count| count > 0),
                _ => false,
            },
            Caveat::ClusterEdge
            | Caveat::RepeatsIgnored
            | Caveat::NotUnderstood
            | Caveat::NoIntervalForRepeats
            | Caveat::MoreAnswersThanSessions => is_told,
        };
        let mut notes: Vec<CaveatNote> = entry.caveats.iter().filter(|note| of_counts(note.code)).cloned().collect();
        if let (true, Payload::Proportion(share)) = (is_told, payload)
            && let (Some(answered), Some(eligible)) = (share.answered.filter(|&answered| answered > 0), share.eligible)
        {
            let possible = eligible.saturating_sub(share.could_not_recover.unwrap_or(0));
            let found = [(answered < SMALL_N, Caveat::SmallN), (answered * 2 < possible, Caveat::LowResponse)];
            notes.extend(found.into_iter().filter(|(holds, _)| *holds).map(|(_, code)| CaveatNote {
                code,
                text: self.catalogue.text(&format!("caveat-{}", code.id()), &[]),
            }));
        }
        notes.sort_by_key(|note| note.code);
        notes
    }

    fn count(&self, entry: &ResultEntry) -> (Payload, bool) {
        let facet = match entry.measure.as_str() {
            "sessions" => FacetName::Eligible("sessions".to_owned()),
            "clients" => FacetName::Clients,
            // A count that nobody has looked at has no facet, and is hidden.
            "new_clients" => FacetName::NewClients,
            other => FacetName::Eligible(format!("count/{other}")),
        };
        let is_told = self.tells(&facet, &entry.by);
        let count = entry.as_count().filter(|_| is_told).map(|count| self.rounded(count));
        (Payload::Count(Count { count }), is_told)
    }

    fn proportion(&self, entry: &ResultEntry, share: &Proportion) -> Result<(Payload, bool), StatsError> {
        let (name, by) = (key(entry), &entry.by);
        let mut shown = Proportion {
            eligible: None,
            not_due: None,
            asked: None,
            answered: None,
            events: None,
            clients: None,
            clients_answered: None,
            estimate: None,
            low: None,
            high: None,
            method: share.method.clone(),
            design_effect: None,
            bounds: None,
            could_not_recover: None,
            paired: None,
            official: None,
            // Functions of counts: `protect` makes the first two again from what is shown.
            missing: None,
            benchmarks: Vec::new(),
            heterogeneity: None,
            study: None,
        };
        if !self.tells(&FacetName::Eligible(name.clone()), by) {
            return Ok((Payload::Proportion(shown), false));
        }
        shown.eligible = share.eligible.map(|count| self.rounded(count));
        shown.not_due = share.not_due.map(|count| self.rounded(count));
        if !self.tells(&self.families.facet_of(&name), by) {
            return Ok((Payload::Proportion(shown), false));
        }
        let (Some(answered), Some(eligible)) = (share.answered, share.eligible) else {
            return Ok((Payload::Proportion(shown), true));
        };
        let Some(events) = share.events else {
            shown.answered = Some(self.rounded(answered));
            return Ok((Payload::Proportion(shown), true));
        };
        // Totals are sums of what is shown, so that they tell nothing more.
        let yes = self.rounded(events);
        let all = yes + self.rounded(answered.saturating_sub(events));
        let cannot = share.could_not_recover.map(|count| self.rounded(count));
        let silent = eligible.checked_sub(answered + share.could_not_recover.unwrap_or(0));
        let possible = all + self.rounded(silent.unwrap_or(0));
        shown.events = Some(yes);
        shown.answered = Some(all);
        if silent.is_some() {
            shown.eligible = Some(possible + cannot.unwrap_or(0));
        }
        shown.could_not_recover = cannot;
        shown.paired = share.paired.map(|paired| match cannot {
            Some(cannot) => all + cannot,
            None => self.rounded(paired),
        });
        if self.tells(&FacetName::Asked(name.clone()), by) {
            let asked = share.asked.map(|asked| all + self.rounded(asked.saturating_sub(answered)));
            shown.asked = asked.filter(|&asked| shown.eligible.is_none_or(|eligible| asked <= eligible));
        }
        if self.tells(&FacetName::ClientsOf(name), by) {
            shown.clients = share.clients.map(|count| self.rounded(count));
            shown.clients_answered = share.clients_answered.map(|count| self.rounded(count).min(all));
        }
        shown.official = share.official.map(|official| {
            let denominator = yes + self.rounded(official.denominator.saturating_sub(events));
            OfficialShare { denominator, estimate: (denominator > 0).then(|| yes as f64 / denominator as f64) }
        });
        if all > 0 {
            shown.estimate = Some(yes as f64 / all as f64);
            if share.low.is_some() {
                self.interval(share, &mut shown, (yes, all))?;
            }
        }
        // Bounds that are no function of these counts (a partial yes is certain to be one) are not made again.
        let same = |bounds: Bounds| {
            let of = (eligible - share.could_not_recover.unwrap_or(0)) as f64;
            let silent = silent.unwrap_or(0) as f64;
            (bounds.low - events as f64 / of).abs() < 1e-9 && (bounds.high - (events as f64 + silent) / of).abs() < 1e-9
        };
        shown.bounds = share.bounds.filter(|&bounds| silent.is_some() && possible > 0 && same(bounds)).map(|_| {
            Bounds { low: yes as f64 / possible as f64, high: (yes + possible - all) as f64 / possible as f64 }
        });
        Ok((Payload::Proportion(shown), true))
    }

    /// By the method that was asked for, from what is shown; the design effect to one decimal, or it would tell how often each client came.
    fn interval(&self, share: &Proportion, shown: &mut Proportion, (yes, all): (u64, u64)) -> Result<(), StatsError> {
        let effect = share.design_effect.map(|effect| (effect * 10.0).round() / 10.0);
        let interval = match (share.method.parse::<stats::ProportionMethod>(), effect) {
            (Ok(method), _) => proportion_interval(method, yes, all, self.level)?,
            (Err(_), Some(effect)) if share.method == "wilson_cluster" => {
                let clients = shown.clients_answered.unwrap_or((all as f64 / effect).floor() as u64).max(2);
                wilson_with_design_effect(yes, all, effect, clients, self.level)?
            }
            _ => return Ok(()),
        };
        shown.design_effect = effect;
        shown.low = Some(interval.low);
        shown.high = Some(interval.high);
        Ok(())
    }

    fn distribution(&self, entry: &ResultEntry, spread: &Distribution) -> (Payload, bool) {
        let by = &entry.by;
        let scale = is_scale(spread);
        let (numbers, bins) = self.families.facet_of_distribution(entry, scale);
        let tells_bins = self.tells(&bins, by);
        let is_told = self.tells(&numbers, by);
        let shown: Vec<Bin> = match (tells_bins, scale) {
            // Of a quantity, even which values occur is told by people.
            (false, false) => Vec::new(),
            (tells, _) => spread
                .bins
                .iter()
                .map(|bin| Bin {
                    value: bin.value.clone(),
                    count: bin.count.filter(|_| tells).map(|count| self.rounded(count)),
                })
                .collect(),
        };
        let sum = tells_bins.then(|| shown.iter().filter_map(|bin| bin.count).sum::<u64>());
        // Of a scale whose bins are hidden, the family's first measure says how many; rounded once more it would say more.
        let is_counted = is_told && (tells_bins || !scale || !self.rule.rounds());
        let answered = spread.answered.filter(|_| is_counted).map(|count| sum.unwrap_or_else(|| self.rounded(count)));
        let silent = spread.eligible.zip(spread.answered).map_or(0, |(of, answered)| of.saturating_sub(answered));
        let eligible = spread.eligible.filter(|_| is_counted).map(|_| answered.unwrap_or(0) + self.rounded(silent));
        let has_quartiles = is_told && spread.answered.is_some_and(|count| count >= 4 * self.rule.least_shown());
        let quartile = |value: Option<f64>| value.filter(|_| has_quartiles && (!scale || tells_bins)).map(f64::round);
        let shares = spread
            .shares
            .iter()
            .map(|share| {
                let steps = || spread.bins.iter().zip(&shown).filter(|(bin, _)| at_least(bin, share.at_least));
                let events = sum.map(|_| steps().filter_map(|(_, bin)| bin.count).sum::<u64>());
                let estimate = events.zip(sum).filter(|&(_, sum)| sum > 0).map(|(part, sum)| part as f64 / sum as f64);
                Share { at_least: share.at_least, events, estimate }
            })
            .collect();
        let payload = Distribution {
            eligible,
            answered,
            bins: shown,
            q1: quartile(spread.q1),
            median: quartile(spread.median),
            q3: quartile(spread.q3),
            shares,
        };
        (Payload::Distribution(payload), is_told && (tells_bins || !scale))
    }

    fn mean(&self, entry: &ResultEntry, mean: &Mean) -> (Payload, bool) {
        let by = &entry.by;
        let name = key(entry);
        let facets = if entry.measure == "change" {
            let family = entry.instrument.clone().unwrap_or_default();
            vec![FacetName::Change(family)]
        } else {
            let (numbers, bins) = self.families.facet_of_distribution(entry, false);
            let (answers, details) = self.families.facet_of_distribution(entry, true);
            // A mean of a scale is solved for its bins; one of a quantity with many values is not.
            let is_quantity = self.tells(&numbers, by);
            if is_quantity { vec![numbers, bins] } else { vec![answers, details] }
        };
        let many = facets.first().is_some_and(|facet| matches!(facet, FacetName::Numbers(_)))
            && self.families.values(&name) >= LEAST_VALUES
            && name != "sessions_per_client"
            && self.tells(&facets[0], by);
        let is_told = many || facets.iter().all(|facet| self.tells(facet, by));
        let tenth = |value: Option<f64>| value.filter(|_| is_told).map(|value| (value * 10.0).round() / 10.0);
        let count = |value: Option<u64>| value.filter(|_| is_told).map(|value| self.rounded(value));
        let payload = Mean {
            eligible: count(mean.eligible).max(count(mean.answered)),
            answered: count(mean.answered),
            estimate: tenth(mean.estimate),
            // With the mean, a sum of squares.
            sd: None,
            low: tenth(mean.low),
            high: tenth(mean.high),
            method: mean.method.clone(),
            heterogeneity: None,
            study: None,
        };
        (Payload::Mean(payload), is_told)
    }

    fn joint(&self, entry: &ResultEntry, joint: &Joint) -> Result<(Payload, bool), StatsError> {
        let is_told = self.tells(&FacetName::Change(entry.instrument.clone().unwrap_or_default()), &entry.by);
        let count = |value: Option<u64>| value.filter(|_| is_told).map(|value| self.rounded(value));
        let counts: Vec<Option<u64>> = joint.classes.iter().map(|class| count(class.count)).collect();
        let told: Vec<u64> = counts.iter().copied().flatten().collect();
        let sum: u64 = told.iter().sum();
        let is_whole = told.len() == counts.len() && sum > 0;
        let intervals =
            if is_whole && joint.class_method == "goodman" { goodman(&told, self.level)? } else { Vec::new() };
        let class = |(place, class): (usize, &ClassShare)| ClassShare {
            class: class.class.clone(),
            count: counts[place],
            estimate: counts[place].filter(|_| is_whole).map(|count| count as f64 / sum as f64),
            low: intervals.get(place).map(|interval| interval.low),
            high: intervals.get(place).map(|interval| interval.high),
        };
        let zero = joint.zero_before.filter(|_| is_told).map(|zero| self.rounded(zero));
        let pairs = if counts.is_empty() { count(joint.answered) } else { is_told.then(|| sum + zero.unwrap_or(0)) };
        let part = |value: Option<u64>| count(value).map(|part| part.min(pairs.unwrap_or(0)));
        let answered = joint.answered.filter(|_| is_told).and(pairs);
        let eligible = joint.eligible.zip(joint.answered).filter(|_| is_told);
        let payload = Joint {
            eligible: eligible.map(|(of, all)| answered.unwrap_or(0) + self.rounded(of.saturating_sub(all))),
            answered,
            with_pre: None,
            // How often a pair of scores occurs is what single people said.
            cells: Vec::new(),
            classes: joint.classes.iter().enumerate().map(class).collect(),
            class_method: if intervals.is_empty() { String::new() } else { joint.class_method.clone() },
            could_not_recover: part(joint.could_not_recover),
            at_ceiling: part(joint.at_ceiling),
            at_floor: part(joint.at_floor),
            zero_before: zero,
            // Functions of single scores.
            effect_sizes: Vec::new(),
            correlation: None,
            expected_false_change: None,
            regression_to_the_mean: None,
            rule: rule_of(&joint.rule),
            sensitivity: Vec::new(),
        };
        Ok((Payload::Joint(payload), is_told))
    }

    /// Both sides under the rule, or neither; the interval is Newcombe's from what is shown, and there is no test.
    fn comparison(&self, entry: &ResultEntry, comparison: &Comparison) -> Result<(Payload, bool), StatsError> {
        let sides = [&comparison.a, &comparison.b];
        let part = |side: &Side| {
            let (answered, events) = (side.answered?, side.events?);
            let (no, silent) = (answered.checked_sub(events)?, side.eligible?.saturating_sub(answered));
            // What the table hides of a group is hidden here.
            let name = key(entry);
            let is_told = self.tells(&FacetName::Eligible(name.clone()), &side.by)
                && self.tells(&self.families.facet_of(&name), &side.by);
            let is_small =
                !is_told || self.rule.is_small(events) || [no, silent].iter().any(|&gap| self.rule.is_small_gap(gap));
            (!self.rule.hides() || !is_small).then(|| {
                let yes = self.rounded(events);
                let all = yes + self.rounded(no);
                (yes, all, all + self.rounded(silent))
            })
        };
        let parts = sides.map(part);
        let is_told = parts.iter().all(Option::is_some);
        let side = |side: &Side, part: Option<(u64, u64, u64)>| {
            let part = part.filter(|_| is_told);
            Side {
                by: side.by.clone(),
                period: side.period,
                eligible: part.map(|(_, _, eligible)| eligible),
                answered: part.map(|(_, answered, _)| answered),
                events: part.map(|(events, _, _)| events),
                estimate: part.filter(|(_, all, _)| *all > 0).map(|(yes, all, _)| yes as f64 / all as f64),
            }
        };
        let (a, b) = (side(&comparison.a, parts[0]), side(&comparison.b, parts[1]));
        let shares = parts.map(|part| part.filter(|(_, all, _)| *all > 0));
        let interval = match (shares, comparison.clients_on_both_sides.unwrap_or(0)) {
            ([Some((yes, all, _)), Some((also, of, _))], 0) if is_told && comparison.method == "newcombe" => {
                let share = |events, answered| stats::Share { events, answered };
                Some(newcombe(share(yes, all), share(also, of), self.level)?)
            }
            _ => None,
        };
        let payload = Comparison {
            estimate: a.estimate.zip(b.estimate).map(|(a, b)| a - b),
            a,
            b,
            low: interval.map(|interval| interval.low),
            high: interval.map(|interval| interval.high),
            method: comparison.method.clone(),
            p: None,
            test: None,
            p_adjusted: None,
            adjustment: None,
            verdict: None,
            clients_on_both_sides: None,
        };
        Ok((Payload::Comparison(payload), is_told))
    }
}

/// A test of several groups is a function of all their counts.
fn untold(test: &FamilyTest) -> FamilyTest {
    FamilyTest {
        test: test.test.clone(),
        groups: Vec::new(),
        statistic: None,
        df: None,
        p: None,
        p_adjusted: None,
        adjustment: None,
        estimates: Vec::new(),
        stratified_by: test.stratified_by.clone(),
        strata: None,
    }
}

/// Whether a bin of a rating is at or above a step.
fn at_least(bin: &Bin, step: u32) -> bool {
    bin.value.parse::<u32>().is_ok_and(|value| value >= step)
}

/// The rule of change; its numbers to two decimals, since some are made from all scores.
fn rule_of(rule: &RuleNote) -> RuleNote {
    let hundredth = |value: Option<f64>| value.map(|value| (value * 100.0).round() / 100.0);
    RuleNote {
        reliable_change: hundredth(rule.reliable_change),
        cutoff: hundredth(rule.cutoff),
        name: rule.name.clone(),
        criterion: rule.criterion.clone(),
        amount: rule.amount.clone(),
        text: rule.text.clone(),
        cutoff_is_clinical: rule.cutoff_is_clinical,
        better: rule.better.clone(),
        min: rule.min,
        max: rule.max,
        warnings: rule.warnings.clone(),
    }
}
