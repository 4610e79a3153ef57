//! Change on one questionnaire in one group: the classes, the mean, and what a methods section needs.

use super::Estimator;
use super::sensitivity::sensitivity;
use crate::change::{AppliedRule, ChangeClass, Criterion, Pairs};
use crate::codes::{Caveat, Reason};
use crate::instrument::{Better, Instrument};
use crate::results::{By, ClassShare, EffectSize, Joint, JointCell, Mean, Payload, ResultEntry};
use crate::stats::{Interval, MeanEstimate, PairedMoments, StatsError, goodman, mean_with_interval};
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

impl Estimator<'_> {
    /// The entries of a questionnaire in one group of so many attended sessions.
    pub(super) fn change(
        &self,
        by: &By,
        place: usize,
        rule: &AppliedRule,
        (pairs, all): (&Pairs, &Pairs),
        attended: u64,
        entries: &mut Vec<ResultEntry>,
    ) -> Result<(), StatsError> {
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
        let joint = self.joint(by, instrument, rule, (pairs, all), attended)?;
        let has_zeros = joint.zero_before.is_some_and(|count| count > 0);
        let unknown = rule.criterion.is_err().then_some(Reason::NoReliableChange);
        let mut classes = entry(Payload::Joint(joint), reason.or(unknown), "quantity-change-joint");
        // The mean has them all the same.
        classes.caveats.extend(self.notes(has_zeros.then_some(Caveat::NoPercentageOfZero).into_iter().collect()));
        entries.push(classes);
        let mean = self.mean_change(pairs, attended)?;
        let reason = reason.or((paired == 1).then_some(Reason::OneAnswer));
        entries.push(entry(Payload::Mean(mean), reason, "quantity-change-mean"));
        Ok(())
    }

    fn joint(
        &self,
        by: &By,
        instrument: &Instrument,
        rule: &AppliedRule,
        (pairs, all): (&Pairs, &Pairs),
        attended: u64,
    ) -> Result<Joint, StatsError> {
        let tally = tally(instrument, rule, pairs);
        let moments = pairs.moments();
        // A group of few would be told pair by pair: only the whole is.
        let cells = pairs.joint.iter().filter(|_| by.is_empty()).map(|(&pair, &count)| cell(pair, count)).collect();
        Ok(Joint {
            eligible: Some(attended),
            answered: Some(pairs.count()),
            with_pre: Some(pairs.baselines.values().sum()),
            cells,
            classes: self.classes(tally.classes)?,
            could_not_recover: tally.not_case_before,
            at_ceiling: tally.near_best,
            at_floor: tally.near_worst,
            zero_before: tally.zero_before,
            effect_sizes: match &moments {
                Some(moments) => self.effect_sizes(instrument, moments)?,
                None => Vec::new(),
            },
            correlation: moments.and_then(|moments| moments.correlation),
            expected_false_change: rule.expected_false_change(instrument.unit),
            regression_to_the_mean: rule.regression_to_the_mean(instrument),
            rule: self.rule_note(instrument, rule),
            sensitivity: if by.is_empty() && self.definitions.change.sensitivity {
                sensitivity(instrument, &self.definitions.change, rule, (all, pairs))
            } else {
                Vec::new()
            },
        })
    }

    /// post - pre in points, with the paired t interval.
    fn mean_change(&self, pairs: &Pairs, attended: u64) -> Result<Mean, StatsError> {
        let changes = pairs.joint.iter().map(|(&(pre, post), &count)| (post - pre, count));
        let estimate = match mean_with_interval(changes, self.estimation.level) {
            Ok(estimate) => Some(estimate),
            Err(StatsError::NoAnswers) => None,
            Err(error) => return Err(error),
        };
        let points = |value: fn(&MeanEstimate) -> Option<f64>| estimate.as_ref().and_then(value).map(|v| v / 1000.0);
        Ok(Mean {
            eligible: Some(attended),
            answered: Some(pairs.count()),
            estimate: points(|estimate| Some(estimate.mean)),
            sd: points(|estimate| estimate.sd),
            low: points(|estimate| estimate.interval.map(|interval| interval.low)),
            high: points(|estimate| estimate.interval.map(|interval| interval.high)),
            method: "paired_t".to_owned(),
        })
    }

    /// Standardised change, each by its name; positive is better.
    fn effect_sizes(&self, instrument: &Instrument, moments: &PairedMoments) -> Result<Vec<EffectSize>, StatsError> {
        let moments = moments.turned(instrument.better.into());
        let interval = match moments.d_z_interval(self.estimation.level) {
            Ok(interval) => Some(interval),
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

    /// Each class with Goodman's interval, at the level of all.
    fn classes(&self, counts: Option<[u64; 5]>) -> Result<Vec<ClassShare>, StatsError> {
        let Some(counts) = counts else { return Ok(Vec::new()) };
        let total: u64 = counts.iter().sum();
        let intervals = if total > 0 { Some(goodman(&counts, self.estimation.level)?) } else { None };
        Ok(ChangeClass::ALL
            .into_iter()
            .zip(counts)
            .enumerate()
            .map(|(place, (class, count))| {
                let interval = intervals.as_ref().map(|intervals| intervals[place]);
                ClassShare {
                    class: class.id().to_owned(),
                    count: Some(count),
                    estimate: (total > 0).then(|| count as f64 / total as f64),
                    low: interval.map(|interval| interval.low),
                    high: interval.map(|interval| interval.high),
                }
            })
            .collect())
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
