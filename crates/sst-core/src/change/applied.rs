//! A rule with its numbers: what counts as reliable change, and where the clinical range begins.
//!
//! Boundaries are explicit: an index must *exceed* its critical value; a threshold in points, a percentage and an effect
//! size are met by equality.

use super::pairs::Pairs;
use super::rule::{ChangeRule, CriterionKind, CutoffKind, SdSource};
use super::rule_set::RuleSet;
use super::verdict::{ScoreFacts, Verdict};
use crate::instrument::{CaseSide, Caseness, Fact, FactKind, Instrument, Norm};
use crate::stats::{
    Baseline, CutoffFormula, DifferenceRule, Level, Norms, PairSums, PairedMoments, PercentageRule, Population,
    RciMethod, ReliableChange, ScaleDirection, change_index, cutoff, cutoff_index, false_change_beyond_index,
    false_change_by_threshold, regression_to_mean, true_score_norms,
};

/// The service standard whose published numbers come first.
const STANDARD: Option<&str> = Some(RuleSet::NhsTalkingTherapies.id());

/// The criterion of reliable change, with its numbers, in points of the questionnaire.
#[derive(Debug, Clone, PartialEq)]
pub enum Criterion {
    /// So many points, met by equality.
    Points {
        /// The points.
        points: f64,
        /// The fact that says so.
        fact: Fact,
        /// Whether it is a minimal important difference, not a measurement error.
        is_minimal_important: bool,
    },
    /// An index that must exceed its critical value at 95%, whatever the level of the intervals.
    Index(RciMethod),
    /// So many percent of the score before, met by equality; of a score of 0 there is none.
    PercentChange(f64),
    /// So many standard deviations, in points, met by equality.
    EffectSize {
        /// The standard deviations.
        sds: f64,
        /// The points they are.
        points: f64,
    },
}

/// Why there is no criterion, or no cut-off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotApplied {
    /// There is neither a published reliable change nor a reliability.
    NoReliableChange,
    /// There is no reliability.
    NoReliability,
    /// There is no standard deviation: fewer than two scores, or all alike.
    NoSpread,
    /// There is no national standard deviation.
    NoNationalSd,
    /// There is no minimal important difference.
    NoMinimalImportantDifference,
    /// There is no published cut-off, and there are not the norms for another.
    NoCutoff,
    /// The computed cut-off lies outside the scale.
    CutoffOffScale,
}

/// Whose standard deviation was used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UsedSd {
    /// The instrument's clinical norm.
    ClinicalNorm,
    /// All scores before.
    Baselines,
    /// Scores before of those with both.
    Completers,
    /// The national standard deviation of scores at the start of care.
    National,
}

/// Where the clinical range begins, and how it was found.
#[derive(Debug, Clone, PartialEq)]
pub struct AppliedCutoff {
    /// The cut-off and its side.
    pub caseness: Caseness,
    /// `published`, `a`, `b` or `c`.
    pub kind: CutoffKind,
    /// Where it is from.
    pub source: CutoffSource,
    /// Whether its numbers were read in their source, or are from memory.
    pub verified: bool,
}

/// Where a cut-off is from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CutoffSource {
    /// It was published there.
    Published(String),
    /// The norms of the populations.
    Norms,
    /// Those who come, in place of a clinical norm; and the functional norm, where the formula has one.
    ThoseWhoCome,
}

/// A rule with its numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct AppliedRule {
    direction: ScaleDirection,
    /// What counts as reliable change.
    pub criterion: Result<Criterion, NotApplied>,
    /// Where the clinical range begins.
    pub cutoff: Result<AppliedCutoff, NotApplied>,
    /// What an index is made with.
    pub baseline: Option<Baseline>,
    /// Whose standard deviation that is.
    pub used_sd: Option<UsedSd>,
    /// Where its reliability is from; `None` where it was given with the rule, or there is none.
    pub reliability_fact: Option<Fact>,
    /// The reliability, given or known.
    reliability: Option<f64>,
    /// What the index must exceed, where the criterion is one.
    critical: Option<f64>,
    /// How many pairs the means and the correlation are of: of fewer than two there are none.
    pairs: u64,
}

impl AppliedRule {
    /// Gives a rule its numbers, from the instrument and all scores.
    pub fn new(instrument: &Instrument, rule: &ChangeRule, pairs: &Pairs) -> Self {
        let (sd, used_sd) = match sd(instrument, rule.sd_source, pairs) {
            Some((sd, used)) => (Some(sd), Some(used)),
            None => (None, None),
        };
        let reliability_fact = instrument.reliability().filter(|_| rule.reliability.is_none()).cloned();
        let reliability = rule.reliability.or_else(|| reliability_fact.as_ref().and_then(|fact| fact.value));
        let direction = instrument.better.into();
        let baseline = sd.zip(reliability).map(|(sd, reliability)| baseline(direction, sd, reliability, pairs));
        let mut applied = Self {
            direction,
            criterion: Err(NotApplied::NoReliableChange),
            cutoff: Err(NotApplied::NoCutoff),
            baseline,
            used_sd,
            reliability_fact,
            reliability,
            critical: None,
            pairs: pairs.count(),
        };
        applied.criterion = applied.find_criterion(instrument, rule, sd);
        if let Ok(Criterion::Index(method)) = applied.criterion {
            applied.critical = Some(critical(method));
        }
        applied.cutoff = applied.find_cutoff(instrument, rule.cutoff, pairs);
        applied
    }

    fn find_criterion(
        &self,
        instrument: &Instrument,
        rule: &ChangeRule,
        sd: Option<f64>,
    ) -> Result<Criterion, NotApplied> {
        let of_fact = |fact: &Fact, is_minimal_important| {
            fact.value.map(|points| Criterion::Points { points, fact: fact.clone(), is_minimal_important })
        };
        match rule.criterion {
            CriterionKind::Published => {
                match instrument.reliable_change(STANDARD).and_then(|fact| of_fact(fact, false)) {
                    Some(points) => Ok(points),
                    None => self.find_index(RciMethod::JacobsonTruax, sd).map_err(|why| match why {
                        NotApplied::NoReliability => NotApplied::NoReliableChange,
                        other => other,
                    }),
                }
            }
            CriterionKind::Index(method) => self.find_index(method, sd),
            CriterionKind::PercentChange(percent) => PercentageRule::of_percent(percent)
                .map(|_| Criterion::PercentChange(percent))
                .ok_or(NotApplied::NoReliableChange),
            CriterionKind::MinimalImportantDifference => instrument
                .minimal_important_difference()
                .and_then(|fact| of_fact(fact, true))
                .ok_or(NotApplied::NoMinimalImportantDifference),
            CriterionKind::EffectSize(sds) => {
                let why = match rule.sd_source {
                    SdSource::National => NotApplied::NoNationalSd,
                    _ => NotApplied::NoSpread,
                };
                sd.map(|sd| Criterion::EffectSize { sds, points: sds * sd }).ok_or(why)
            }
        }
    }

    fn find_index(&self, method: RciMethod, sd: Option<f64>) -> Result<Criterion, NotApplied> {
        match (sd, &self.baseline) {
            (None, _) => Err(NotApplied::NoSpread),
            (_, None) => Err(NotApplied::NoReliability),
            // Only Jacobson and Truax's needs nothing of the pairs.
            _ if method != RciMethod::JacobsonTruax && self.pairs < 2 => Err(NotApplied::NoSpread),
            // Undefined for every pair: a reliability of 1, or differences without spread.
            (_, Some(baseline)) if change_index(method, baseline, 0.0, 0.0).is_none() => Err(NotApplied::NoSpread),
            _ => Ok(Criterion::Index(method)),
        }
    }

    /// The published cut-off, or the one that the norms give; at such a cut-off a score is still in the clinical range.
    fn find_cutoff(
        &self,
        instrument: &Instrument,
        kind: CutoffKind,
        pairs: &Pairs,
    ) -> Result<AppliedCutoff, NotApplied> {
        if kind == CutoffKind::Published
            && let Some((caseness, fact)) = instrument.caseness(STANDARD).zip(instrument.caseness_fact(STANDARD))
        {
            let source = CutoffSource::Published(fact.source.clone());
            return Ok(AppliedCutoff { caseness, kind, source, verified: fact.verified });
        }
        let norm = |norm| instrument.norm(norm).map(|(mean, sd, verified)| (Population { mean, sd }, verified));
        let functional = norm(Norm::Functional);
        // Without a clinical norm those who come are the clinical population.
        let those_who_come = || moments(&pairs.baselines).map(|(mean, sd)| (Population { mean, sd }, true));
        let clinical = norm(Norm::Clinical).or_else(those_who_come);
        let population = |norm: Option<(Population, bool)>| norm.map(|(population, _)| population);
        let observed =
            Norms { clinical: population(clinical), functional: population(functional), direction: self.direction };
        // Hageman and Arrindell's cut-offs are of true scores.
        let norms = match (&self.criterion, &self.baseline) {
            (Ok(Criterion::Index(RciMethod::HagemanArrindell)), Some(baseline)) => {
                baseline.standard_error_of_measurement().map(|error| true_score_norms(&observed, error))
            }
            _ => Some(observed),
        };
        let try_formula = |formula: CutoffFormula, kind: CutoffKind| {
            // Beyond the scale everybody, or nobody, would be a case.
            let threshold = cutoff(formula, &norms?)?;
            if !(instrument.min..=instrument.max).contains(&threshold) {
                return Some(Err(NotApplied::CutoffOffScale));
            }
            let case = match self.direction {
                ScaleDirection::HigherIsBetter => CaseSide::AtMost,
                ScaleDirection::LowerIsBetter => CaseSide::AtLeast,
            };
            let used = match formula {
                CutoffFormula::A => [clinical, None],
                CutoffFormula::B => [None, functional],
                CutoffFormula::C => [clinical, functional],
            };
            let verified = used.into_iter().flatten().all(|(_, verified)| verified);
            let is_of_norms = formula == CutoffFormula::B || instrument.norm(Norm::Clinical).is_some();
            let source = if is_of_norms { CutoffSource::Norms } else { CutoffSource::ThoseWhoCome };
            Some(Ok(AppliedCutoff { caseness: Caseness { threshold, case }, kind, source, verified }))
        };
        let (a, b, c) = (CutoffFormula::A, CutoffFormula::B, CutoffFormula::C);
        let found = match kind {
            // With functional norms c is the best of them; those who come alone say nothing of health.
            CutoffKind::Published => functional.and_then(|_| try_formula(c, CutoffKind::C)),
            CutoffKind::A => try_formula(a, kind),
            CutoffKind::B => try_formula(b, kind),
            CutoffKind::C => try_formula(c, kind),
        };
        found.unwrap_or(Err(NotApplied::NoCutoff))
    }

    /// What the scores of one session, in thousandths, say.
    pub fn facts(&self, pre: Option<i32>, post: Option<i32>) -> ScoreFacts {
        let cutoff = self.cutoff.as_ref().ok();
        let is_case = |score: i32| Some(cutoff?.caseness.is_case(f64::from(score) / 1000.0));
        ScoreFacts {
            was_case: pre.and_then(is_case),
            is_case: post.and_then(is_case),
            verdict: pre.zip(post).map(|(pre, post)| self.verdict(pre, post)),
        }
    }

    /// What a pair of scores, in thousandths, says.
    pub fn verdict(&self, pre: i32, post: i32) -> Verdict {
        let direction = self.change(pre, post);
        let is_undefined = direction.is_none() && self.criterion.is_ok();
        let (pre, post) = (f64::from(pre) / 1000.0, f64::from(post) / 1000.0);
        let Ok(cutoff) = &self.cutoff else {
            return Verdict { direction, is_undefined, was_case: None, is_case: None, may_be_case: None };
        };
        let is_case = cutoff.caseness.is_case(post);
        let mut may_be_case = is_case;
        if let (Ok(Criterion::Index(RciMethod::HagemanArrindell)), Some(baseline)) = (&self.criterion, &self.baseline) {
            // Theirs is passed only with certainty.
            let index = cutoff_index(baseline, post, cutoff.caseness.threshold);
            may_be_case |= index.zip(self.critical).is_none_or(|(index, critical)| index <= critical);
        }
        let was_case = cutoff.caseness.is_case(pre);
        Verdict {
            direction,
            is_undefined,
            was_case: Some(was_case),
            is_case: Some(is_case),
            may_be_case: Some(may_be_case),
        }
    }

    /// Which way a pair of scores, in thousandths, moved.
    fn change(&self, pre: i32, post: i32) -> Option<ReliableChange> {
        match self.criterion.as_ref().ok()? {
            Criterion::Points { points, .. } | Criterion::EffectSize { points, .. } => {
                Some(DifferenceRule::of_points(*points)?.change(self.direction, pre, post))
            }
            // A score of 0 has no percentage: it can get neither better nor worse by one.
            Criterion::PercentChange(percent) => {
                PercentageRule::of_percent(*percent)?.change(self.direction, pre, post)
            }
            Criterion::Index(method) => {
                let (pre, post) = (f64::from(pre) / 1000.0, f64::from(post) / 1000.0);
                let index = change_index(*method, self.baseline.as_ref()?, pre, post)?;
                Some(ReliableChange::beyond(index, self.critical?))
            }
        }
    }

    /// What the index must exceed, where the criterion is one.
    pub const fn critical(&self) -> Option<f64> {
        self.critical
    }

    /// The points by which a score must change for Jacobson and Truax's index to say so, whatever the criterion; `None`
    /// without a standard deviation or a reliability.
    pub fn points_beyond_error(&self) -> Option<f64> {
        self.baseline?.reliable_points(critical(RciMethod::JacobsonTruax))
    }

    /// The share that would seem reliably changed, either way, if nobody's true score had changed.
    ///
    /// Of Jacobson and Truax's index P(|Z| > critical). Of a threshold of k points P(|D| >= k), D normal with the standard
    /// error of a difference and k half a unit less, since scores are steps. `None` without a reliability, or of other rules.
    pub fn expected_false_change(&self, unit: f64) -> Option<f64> {
        match self.criterion.as_ref().ok()? {
            Criterion::Points { points, .. } | Criterion::EffectSize { points, .. } => {
                // Scores are steps: 4.37 points or more of a scale of whole numbers are 5 or more.
                let reached = (points / unit - 1e-9).ceil() * unit;
                false_change_by_threshold(reached, self.baseline?.standard_error_of_measurement()?, Some(unit))
            }
            Criterion::Index(RciMethod::JacobsonTruax) => Some(false_change_beyond_index(self.critical?)),
            Criterion::Index(_) | Criterion::PercentChange(_) => None,
        }
    }

    /// How far the mean of these pairs would move, in points, by regression to the mean of the functional population alone:
    /// -(1 - r)(m - m_fun), m their mean before. `None` without that norm, a reliability, or two pairs.
    pub fn regression_to_the_mean(&self, instrument: &Instrument, pairs: &Pairs) -> Option<f64> {
        let functional = instrument.fact(FactKind::FunctionalMean, None)?.value?;
        let mean_pre = pairs.moments()?.mean_pre;
        // What they come back by; the mean moves the other way.
        regression_to_mean(mean_pre, functional, self.reliability?).map(|back| -back)
    }

    /// The points by which a score must change, where that is one number for all.
    pub fn points(&self) -> Option<f64> {
        match self.criterion.as_ref().ok()? {
            Criterion::Points { points, .. } | Criterion::EffectSize { points, .. } => Some(*points),
            Criterion::Index(RciMethod::JacobsonTruax) => self.points_beyond_error(),
            Criterion::Index(_) | Criterion::PercentChange(_) => None,
        }
    }
}

/// What an index must exceed: at 95%, whatever the level of the intervals, since a class is no interval.
fn critical(method: RciMethod) -> f64 {
    method.critical(Level::DEFAULT).expect("the normal law has its quantile at 95%")
}

/// Mean and standard deviation of counted scores, in points; `None` of fewer than two, or all alike.
fn moments(scores: &std::collections::BTreeMap<i32, u64>) -> Option<(f64, f64)> {
    let sums = PairSums::of(scores.iter().map(|(&score, &count)| ((score, score), count)));
    let of = PairedMoments::of_sums(&sums, 1000.0)?;
    (of.sd_pre > 0.0).then_some((of.mean_pre, of.sd_pre))
}

fn sd(instrument: &Instrument, source: SdSource, pairs: &Pairs) -> Option<(f64, UsedSd)> {
    let clinical = || instrument.norm(Norm::Clinical).map(|(_, sd, _)| (sd, UsedSd::ClinicalNorm));
    let baselines = || moments(&pairs.baselines).map(|(_, sd)| (sd, UsedSd::Baselines));
    match source {
        SdSource::ClinicalOrBaselines => clinical().or_else(baselines),
        SdSource::Baselines => baselines(),
        SdSource::Completers => {
            let of = pairs.moments()?;
            (of.sd_pre > 0.0).then_some((of.sd_pre, UsedSd::Completers))
        }
        SdSource::National => instrument.national_sd().and_then(|fact| Some((fact.value?, UsedSd::National))),
    }
}

fn baseline(direction: ScaleDirection, sd_pre: f64, reliability: f64, pairs: &Pairs) -> Baseline {
    let of = pairs.moments();
    let (mean_pre, mean_post, sd_post) = of.map_or((0.0, 0.0, 0.0), |of| (of.mean_pre, of.mean_post, of.sd_post));
    Baseline {
        direction,
        mean_pre,
        sd_pre,
        mean_post,
        sd_post,
        correlation: of.and_then(|of| of.correlation),
        reliability,
        reliability_post: None,
    }
}
