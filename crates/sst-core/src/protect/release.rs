//! What an earlier release beside this one would tell: the difference of two tables is a table too.

use std::collections::BTreeMap;

use super::facets::key;
use super::rule::Protection;
use crate::results::{By, Payload, ResultSet};

/// What two releases tell together.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReleaseRisk {
    /// Counts of which the change since the earlier release is small.
    pub small_changes: usize,
    /// Counts that one release hides and the other shows.
    pub shown_in_one: usize,
    /// Whether both are about much the same sessions.
    pub overlaps: bool,
}

impl ReleaseRisk {
    /// Whether there is nothing to warn of.
    pub const fn is_none(&self) -> bool {
        self.small_changes == 0 && self.shown_in_one == 0
    }
}

/// Compares a protected document with the one released before, count by count.
pub fn between_releases(new: &ResultSet, old: &ResultSet, rule: Protection) -> ReleaseRisk {
    let overlaps = match (new.period, old.period) {
        (Some(new), Some(old)) => new.from <= old.to && old.from <= new.to,
        _ => false,
    };
    if !overlaps || new.selection != old.selection {
        return ReleaseRisk { overlaps, ..ReleaseRisk::default() };
    }
    let (new, old) = (counts(new), counts(old));
    let mut risk = ReleaseRisk { overlaps, ..ReleaseRisk::default() };
    for (place, &now) in &new {
        match (now, old.get(place).copied()) {
            (Some(now), Some(Some(before))) => {
                risk.small_changes += usize::from(!rule.rounds() && rule.is_small_gap(now.abs_diff(before)));
            }
            (None, Some(Some(_))) | (Some(_), Some(None)) => risk.shown_in_one += 1,
            _ => {}
        }
    }
    risk
}

type Counts = BTreeMap<(String, By, &'static str), Option<u64>>;

fn counts(results: &ResultSet) -> Counts {
    let mut counts = Counts::new();
    for entry in &results.results {
        let named: Vec<(&'static str, Option<u64>)> = match &entry.payload {
            Payload::Count(count) => vec![("count", count.count)],
            Payload::Proportion(share) => {
                vec![("eligible", share.eligible), ("answered", share.answered), ("events", share.events)]
            }
            Payload::Mean(mean) => vec![("mean", mean.answered)],
            Payload::Distribution(spread) => vec![("distribution", spread.answered)],
            Payload::Joint(joint) => vec![("pairs", joint.answered)],
            Payload::Comparison(_) | Payload::Test(_) => Vec::new(),
        };
        for (part, count) in named {
            counts.insert((key(entry), entry.by.clone(), part), count);
        }
    }
    counts
}
