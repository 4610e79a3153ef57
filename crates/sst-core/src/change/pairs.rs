//! The scores of one questionnaire over all sessions that are used: how often each pair, and each score before.

use std::collections::BTreeMap;

use crate::stats::{PairSums, PairedMoments};

/// Scores in thousandths, counted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pairs {
    /// How often each pair of scores, before and after, occurs.
    pub joint: BTreeMap<(i32, i32), u64>,
    /// How often each score before occurs, with or without one after.
    pub baselines: BTreeMap<i32, u64>,
}

impl Pairs {
    /// Counts a session so many times.
    pub fn add(&mut self, pre: Option<i32>, post: Option<i32>, times: u64) {
        if let Some(pre) = pre {
            *self.baselines.entry(pre).or_default() += times;
            if let Some(post) = post {
                *self.joint.entry((pre, post)).or_default() += times;
            }
        }
    }

    /// Adds the sessions of others.
    pub fn merge(&mut self, other: &Self) {
        for (&pair, &times) in &other.joint {
            *self.joint.entry(pair).or_default() += times;
        }
        for (&pre, &times) in &other.baselines {
            *self.baselines.entry(pre).or_default() += times;
        }
    }

    /// Means, standard deviations and correlation of the pairs, in points; `None` of fewer than two.
    pub fn moments(&self) -> Option<PairedMoments> {
        PairedMoments::of_sums(&PairSums::of(self.joint.iter().map(|(&pair, &count)| (pair, count))), 1000.0)
    }

    /// How many pairs there are.
    pub fn count(&self) -> u64 {
        self.joint.values().sum()
    }
}
