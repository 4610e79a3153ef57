//! Studies to their average, on the scale that readers see.

use super::study::{PoolModel, PoolScale, Pooling, Study, StudyNumbers};
use crate::codes::Reason;
use crate::results::{Heterogeneity, Range, SmallStudies};
use crate::stats::{
    Interval, PoolInterval, Pooled, Share, SmallStudyCheck, StatsError, StudyEffect, binomial_normal, expit,
    logit_effect, normal_quantile, pool_studies, proportion_interval, q_profile, small_study_check,
    small_study_check_of_shares, study_weights,
};

/// Fewer studies show nothing of small ones (Sterne et al. 2011).
const FEWEST_FOR_SMALL_STUDIES: usize = 10;

/// An estimate as readers see it.
pub(super) struct Shown {
    pub(super) estimate: Option<f64>,
    pub(super) low: Option<f64>,
    pub(super) high: Option<f64>,
    pub(super) reason: Option<Reason>,
}

/// Studies, ready to be pooled.
pub(super) struct Sample<'s> {
    pooling: Pooling,
    effects: Vec<StudyEffect>,
    /// The counts, where all studies have them.
    shares: Option<Vec<Share>>,
    pub(super) studies: Vec<&'s Study>,
}

impl<'s> Sample<'s> {
    pub(super) fn new(studies: Vec<&'s Study>, pooling: Pooling) -> Result<Self, StatsError> {
        let effect = |study: &&Study| match study.numbers {
            StudyNumbers::Counts(share) => Ok(logit_effect(share)?.effect),
            StudyNumbers::Estimate(effect) => Ok(effect),
        };
        let share = |study: &&Study| match study.numbers {
            StudyNumbers::Counts(share) => Some(share),
            StudyNumbers::Estimate(_) => None,
        };
        let effects = studies.iter().map(effect).collect::<Result<_, StatsError>>()?;
        Ok(Self { pooling, effects, shares: studies.iter().map(share).collect(), studies })
    }

    /// The same studies but for one.
    pub(super) fn without(&self, left_out: usize) -> Result<Self, StatsError> {
        let others = self.studies.iter().enumerate().filter(|&(place, _)| place != left_out);
        Self::new(others.map(|(_, study)| *study).collect(), self.pooling)
    }

    /// The studies up to a year.
    pub(super) fn up_to(&self, year: i32) -> Result<Self, StatsError> {
        let by_then = self.studies.iter().filter(|study| study.year.is_some_and(|its| its <= year));
        Self::new(by_then.copied().collect(), self.pooling)
    }

    /// Whether estimates are shares.
    pub(super) fn is_of_shares(&self) -> bool {
        self.shares.is_some() || self.pooling.scale == PoolScale::Logit
    }

    /// Whether a study is at 0% or 100%.
    pub(super) fn has_edge(&self) -> bool {
        self.shares.iter().flatten().any(|share| share.events == 0 || share.events == share.answered)
    }

    /// All answers and all events, where the studies have counts.
    pub(super) fn counts(&self) -> Option<Share> {
        let shares = self.shares.as_ref()?;
        let sum = |of: fn(&Share) -> u64| shares.iter().map(of).fold(0, u64::saturating_add);
        Some(Share { events: sum(|share| share.events), answered: sum(|share| share.answered) })
    }

    fn shown(&self, value: f64) -> f64 {
        if self.is_of_shares() { expit(value) } else { value }
    }

    fn range(&self, interval: Interval) -> Range {
        Range { low: self.shown(interval.low), high: self.shown(interval.high) }
    }

    /// One study by itself.
    pub(super) fn alone(&self, place: usize) -> Result<Shown, StatsError> {
        let (estimate, interval) = match self.studies[place].numbers {
            StudyNumbers::Counts(share) => {
                let Share { events, answered } = share;
                let interval = proportion_interval(self.pooling.method, events, answered, self.pooling.level)?;
                (share.estimate()?, Range { low: interval.low, high: interval.high })
            }
            StudyNumbers::Estimate(effect) => {
                let half = normal_quantile(self.pooling.level.each_tail())? * effect.variance.sqrt();
                let interval = Interval { low: effect.estimate - half, high: effect.estimate + half };
                (self.shown(effect.estimate), self.range(interval))
            }
        };
        Ok(Shown { estimate: Some(estimate), low: Some(interval.low), high: Some(interval.high), reason: None })
    }

    /// How much each study counts at a variance between studies.
    pub(super) fn weights(&self, tau2: Option<f64>) -> Vec<f64> {
        study_weights(&self.effects, tau2.unwrap_or(0.0))
    }

    /// The average, and how far studies differ.
    pub(super) fn pooled(&self) -> Result<(Shown, Heterogeneity), StatsError> {
        let studies = self.studies.len() as u64;
        let unknown = Heterogeneity {
            studies,
            tau2: None,
            q: None,
            i2: None,
            prediction: None,
            q_p: None,
            tau2_interval: None,
            standard_error: None,
            small_studies: None,
        };
        if studies == 1 {
            return Ok((Shown { reason: Some(Reason::OneStudy), ..self.alone(0)? }, unknown));
        }
        let made = match (self.pooling.model, &self.shares) {
            (PoolModel::BinomialNormal, Some(shares)) => binomial_normal(shares, self.pooling.level),
            _ => pool_studies(&self.effects, PoolInterval::KnappHartung, self.pooling.level),
        };
        let pooled: Pooled = match made {
            Err(StatsError::AllAlike | StatsError::NotConverged) => {
                let none = Shown { estimate: None, low: None, high: None, reason: Some(Reason::NoMaximum) };
                return Ok((none, unknown));
            }
            made => made?,
        };
        let interval = pooled.interval.map(|interval| self.range(interval));
        let shown = Shown {
            estimate: Some(self.shown(pooled.estimate)),
            low: interval.map(|interval| interval.low),
            high: interval.map(|interval| interval.high),
            reason: interval.is_none().then_some(Reason::StudiesAlike),
        };
        let heterogeneity = Heterogeneity {
            tau2: Some(pooled.tau2),
            q: Some(pooled.heterogeneity.q.statistic),
            i2: Some((pooled.heterogeneity.i2 / 100.0).clamp(0.0, 1.0)),
            prediction: pooled.prediction.map(|interval| self.range(interval)),
            q_p: Some(pooled.heterogeneity.q.p.clamp(0.0, 1.0)),
            standard_error: Some(pooled.standard_error),
            ..unknown
        };
        Ok((shown, heterogeneity))
    }

    /// The interval of the variance between studies; of the REML model.
    pub(super) fn tau2_interval(&self) -> Option<Range> {
        if self.pooling.model != PoolModel::Reml || self.studies.len() < 2 {
            return None;
        }
        // Where it does not settle there is none to show.
        let interval = q_profile(&self.effects, self.pooling.level).ok().flatten()?;
        Some(Range { low: interval.low, high: interval.high })
    }

    /// Whether small studies say something else, where there are enough studies to ask.
    pub(super) fn small_studies(&self) -> Option<SmallStudies> {
        if self.studies.len() < FEWEST_FOR_SMALL_STUDIES {
            return None;
        }
        let check: Result<SmallStudyCheck, StatsError> = match &self.shares {
            Some(shares) => small_study_check_of_shares(shares),
            None => small_study_check(&self.effects),
        };
        // All of one size, or all on one line: there is nothing to regress.
        let check = check.ok().filter(|check| check.t.is_finite() && check.limit.is_finite())?;
        Some(SmallStudies { t: check.t, p: check.two_sided.clamp(0.0, 1.0), limit: self.shown(check.limit) })
    }
}
