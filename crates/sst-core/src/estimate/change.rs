//! Change on one questionnaire in one group: the classes, the mean, and what a methods section needs.

use super::Estimator;
use super::sensitivity::sensitivity;
use crate::change::{AppliedRule, ChangeClass, Criterion, Pairs};
use crate::codes::{Caveat, Reason};
use crate::instrument::{Better, Instrument};
use crate::results::{By, ClassShare, EffectSize, Joint, JointCell, Mean, Payload, ResultEntry};
use crate::stats::{
    ClusteredValues, Interval, Level, MeanEstimate, PairedMoments, StatsError, clustered_mean_interval, goodman,
    mean_with_interval, wilson_cluster,
};
use crate::summary::PairClusters;
use crate::text::Arg;

/// So many pairs make a share of the classes worth an interval.
const SMALL_N: u64 = 10;

/// What the pairs of one group come to.
struct Tally {
    /// By class; empty where reliable change is unknown.
    classes: Option<[u64; 5]>,
    not_case_before: Option<u64>,
    near_best: Option<u64>,
    near_worst: Option<u64>,
    zero_before: Option<u64>,
}

/// The pairs of one group.
#[derive(Clone, Copy)]
pub(super) struct OfGroup<'a> {
    pub(super) pairs: &'a Pairs,
    /// What intervals need where clients have several pairs.
    pub(super) clusters: &'a PairClusters,
    pub(super) attended: u64,
}

impl OfGroup<'_> {
    fn has_repeats(&self) -> bool {
        self.clusters.clients < self.pairs.count()
    }
}

impl Estimator<'_> {
    /// The entries of a questionnaire in one group; `all` are the pairs that the rule has its numbers from.
    pub(super) fn change(
        &self,
        by: &By,
        place: usize,
        rule: &AppliedRule,
        (group, all): (OfGroup<'_>, &Pairs),
        entries: &mut Vec<ResultEntry>,
    ) -> Result<(), StatsError> {
        let OfGroup { pairs, attended, .. } = group;
        let instrument = &self.definitions.instruments[place];
        let paired = pairs.count();
        let reason = match (attended, paired) {
            (0, _) => Some(Reason::NoneEligible),
            (_, 0) => Some(Reason::NoAnswers),
            _ => None,
        };
        let mut caveats = self.of_groups(by);
        caveats.extend((paired > 0 && paired < SMALL_N).then_some(Caveat::SmallN));
        caveats.extend((paired > 0 && paired * 2 < attended).then_some(Caveat::LowResponse));
        let entry = |payload: Payload, reason: Option<Reason>, key: &str| ResultEntry {
            measure: "change".to_owned(),
            instrument: Some(instrument.id.clone()),
            by: by.clone(),
            definition: self.text_with(key, &[("name", Arg::Text(&instrument.name))]),
            payload,
            reason,
            caveats: self.notes(caveats.clone()),
        };
        let joint = self.joint(by, instrument, rule, (group, all))?;
        let has_zeros = joint.zero_before.is_some_and(|count| count > 0);
        let unknown = rule.criterion.is_err().then_some(Reason::NoReliableChange);
        let mut classes = entry(Payload::Joint(joint), reason.or(unknown), "quantity-change-joint");
        // The mean has them all the same.
        let more = [(has_zeros, Caveat::NoPercentageOfZero), (group.has_repeats(), Caveat::NoIntervalForRepeats)];
        classes.caveats.extend(self.notes(more.into_iter().filter_map(|(is, caveat)| is.then_some(caveat)).collect()));
        entries.push(classes);
        let mean = self.mean_change(group)?;
        let reason = reason.or((paired == 1).then_some(Reason::OneAnswer));
        let reason = reason.or((group.clusters.clients == 1).then_some(Reason::OneClient));
        entries.push(entry(Payload::Mean(mean), reason, "quantity-change-mean"));
        Ok(())
    }

    fn joint(
        &self,
        by: &By,
        instrument: &Instrument,
        rule: &AppliedRule,
        (group, all): (OfGroup<'_>, &Pairs),
    ) -> Result<Joint, StatsError> {
        let OfGroup { pairs, attended, .. } = group;
        let tally = tally(instrument, rule, pairs);
        let moments = pairs.moments();
        // A group of few would be told pair by pair: only the whole is.
        let cells = pairs.joint.iter().filter(|_| by.is_empty()).map(|(&pair, &count)| cell(pair, count)).collect();
        Ok(Joint {
            eligible: Some(attended),
            answered: Some(pairs.count()),
            with_pre: Some(pairs.baselines.values().sum()),
            cells,
            classes: self.classes(rule, tally.classes, group.clusters)?,
            class_method: match tally.classes {
                None => String::new(),
                Some(counts) if group.clusters.judged_clients < counts.iter().sum() => "wilson_cluster".to_owned(),
                Some(_) => "goodman".to_owned(),
            },
            could_not_recover: tally.not_case_before,
            at_ceiling: tally.near_best,
            at_floor: tally.near_worst,
            zero_before: tally.zero_before,
            effect_sizes: match &moments {
                Some(moments) => self.effect_sizes(instrument, moments, group.has_repeats())?,
                None => Vec::new(),
            },
            correlation: moments.and_then(|moments| moments.correlation),
            expected_false_change: rule.expected_false_change(instrument.unit),
            regression_to_the_mean: rule.regression_to_the_mean(instrument, pairs),
            rule: self.rule_note(instrument, rule),
            sensitivity: if by.is_empty() && self.definitions.change.sensitivity {
                sensitivity(instrument, &self.definitions.change, rule, (all, pairs))
            } else {
                Vec::new()
            },
        })
    }

    /// post - pre in points, with the paired t interval, or by client where some have several pairs.
    fn mean_change(&self, group: OfGroup<'_>) -> Result<Mean, StatsError> {
        let OfGroup { pairs, clusters, attended } = group;
        let changes = pairs.joint.iter().map(|(&(pre, post), &count)| (post - pre, count));
        let estimate = match mean_with_interval(changes, self.estimation.level) {
            Ok(estimate) => Some(estimate),
            Err(StatsError::NoAnswers) => None,
            Err(error) => return Err(error),
        };
        let points = |value: fn(&MeanEstimate) -> Option<f64>| estimate.as_ref().and_then(value).map(|v| v / 1000.0);
        let interval = if group.has_repeats() {
            let sum = pairs.joint.iter().map(|(&(pre, post), &count)| i128::from(post - pre) * i128::from(count)).sum();
            let values = ClusteredValues {
                clients: clusters.clients,
                values: pairs.count(),
                sum,
                sum_n2: clusters.sum_n2,
                sum_nd: clusters.sum_nd,
                sum_d2: clusters.sum_d2,
            };
            match clustered_mean_interval(values, self.estimation.level) {
                Ok(interval) => Some(interval),
                Err(StatsError::OneClient) => None,
                Err(error) => return Err(error),
            }
        } else {
            estimate.as_ref().and_then(|estimate| estimate.interval)
        };
        Ok(Mean {
            eligible: Some(attended),
            answered: Some(pairs.count()),
            estimate: points(|estimate| Some(estimate.mean)),
            sd: points(|estimate| estimate.sd),
            low: interval.map(|interval| interval.low / 1000.0),
            high: interval.map(|interval| interval.high / 1000.0),
            method: if group.has_repeats() { "paired_t_cluster" } else { "paired_t" }.to_owned(),
            heterogeneity: None,
            study: None,
        })
    }

    /// Standardised change, each by its name; positive is better. Where clients have several pairs there is no interval: the
    /// noncentral t law is of pairs that know nothing of each other.
    fn effect_sizes(
        &self,
        instrument: &Instrument,
        moments: &PairedMoments,
        has_repeats: bool,
    ) -> Result<Vec<EffectSize>, StatsError> {
        let moments = moments.turned(instrument.better.into());
        let interval = match moments.d_z_interval(self.estimation.level) {
            Ok(interval) => Some(interval).filter(|_| !has_repeats),
            // No spread of the changes; or two or three pairs whose change is hundreds of times its spread.
            Err(StatsError::OneValue | StatsError::NotConverged) => None,
            Err(error) => return Err(error),
        };
        let effect = |id: &str, estimate: Option<f64>, interval: Option<Interval>| EffectSize {
            id: id.to_owned(),
            estimate,
            low: interval.map(|interval| interval.low),
            high: interval.map(|interval| interval.high),
        };
        Ok(vec![
            effect("d_z", moments.d_z(), interval),
            effect("g_z", moments.g_z(), None),
            effect("d_av", moments.d_av(), None),
            effect("d_rm", moments.d_rm(), None),
            effect("d_pre", moments.d_becker(), None),
            effect("g_pre", moments.g_becker(), None),
        ])
    }

    /// Each class that there can be, with its interval at the level of all: Goodman's, which is Wilson's with the error shared
    /// out, or by client in the same way.
    fn classes(
        &self,
        rule: &AppliedRule,
        counts: Option<[u64; 5]>,
        clusters: &PairClusters,
    ) -> Result<Vec<ClassShare>, StatsError> {
        let Some(counts) = counts else { return Ok(Vec::new()) };
        // Without a cut-off nobody can recover or be harmed: that is no 0%.
        let can_be =
            |class: ChangeClass| rule.cutoff.is_ok() || !matches!(class, ChangeClass::Recovered | ChangeClass::Harmed);
        let classes: Vec<(ChangeClass, u64)> =
            ChangeClass::ALL.into_iter().zip(counts).filter(|&(class, _)| can_be(class)).collect();
        let total: u64 = counts.iter().sum();
        let level = self.estimation.level;
        let intervals = if total == 0 {
            vec![None; classes.len()]
        } else if clusters.judged_clients < total {
            let shared_out = Level::new(1.0 - (1.0 - level.get()) / classes.len() as f64)?;
            let interval = |&(class, count): &(ChangeClass, u64)| match wilson_cluster(
                clusters.of_class(class, count, total),
                shared_out,
            ) {
                Ok(clustered) => Ok(Some(clustered.interval)),
                Err(StatsError::OneClient) => Ok(None),
                Err(error) => Err(error),
            };
            classes.iter().map(interval).collect::<Result<_, _>>()?
        } else {
            let counts: Vec<u64> = classes.iter().map(|&(_, count)| count).collect();
            goodman(&counts, level)?.into_iter().map(Some).collect()
        };
        let share = |((class, count), interval): ((ChangeClass, u64), Option<Interval>)| ClassShare {
            class: class.id().to_owned(),
            count: Some(count),
            estimate: (total > 0).then(|| count as f64 / total as f64),
            low: interval.map(|interval| interval.low),
            high: interval.map(|interval| interval.high),
        };
        Ok(classes.into_iter().zip(intervals).map(share).collect())
    }
}

fn cell((pre, post): (i32, i32), count: u64) -> JointCell {
    JointCell { pre: f64::from(pre) / 1000.0, post: f64::from(post) / 1000.0, count: Some(count) }
}

fn tally(instrument: &Instrument, rule: &AppliedRule, pairs: &Pairs) -> Tally {
    let mut classes = rule.criterion.is_ok().then_some([0; 5]);
    let mut not_case_before = rule.cutoff.is_ok().then_some(0);
    let (mut near_best, mut near_worst) = (rule.points().map(|_| 0), rule.points().map(|_| 0));
    let mut zero_before = matches!(rule.criterion, Ok(Criterion::PercentChange(_))).then_some(0);
    let (best, worst) = if instrument.better == Better::Higher {
        (instrument.max, instrument.min)
    } else {
        (instrument.min, instrument.max)
    };
    for (&(pre, post), &count) in &pairs.joint {
        let verdict = rule.verdict(pre, post);
        if let (Some(classes), Some(class)) = (&mut classes, verdict.class()) {
            classes[class as usize] += count;
        }
        if let (Some(times), Some(false)) = (&mut not_case_before, verdict.was_case) {
            *times += count;
        }
        if let Some(times) = &mut zero_before {
            *times += count * u64::from(verdict.is_undefined);
        }
        let pre = f64::from(pre) / 1000.0;
        let has_no_room = |end: f64| rule.points().is_some_and(|points| (end - pre).abs() < points);
        if let Some(times) = &mut near_best {
            *times += count * u64::from(has_no_room(best));
        }
        if let Some(times) = &mut near_worst {
            *times += count * u64::from(has_no_room(worst));
        }
    }
    Tally { classes, not_case_before, near_best, near_worst, zero_before }
}
