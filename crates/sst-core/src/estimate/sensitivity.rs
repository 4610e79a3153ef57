//! Would another rule say otherwise? Every criterion by reliability by cut-off, on the same pairs.

use super::change_rule::criterion_id;
use crate::change::{AppliedRule, ChangeRule, Criterion, CriterionKind, CutoffKind, Pairs};
use crate::instrument::Instrument;
use crate::results::SensitivityRow;
use crate::stats::{RciMethod, cohen_kappa, share_that_changes_class};

/// How far the reliability is moved either way.
const RELIABILITY_STEP: f64 = 0.05;

const CUTOFFS: [(&str, CutoffKind); 4] =
    [("published", CutoffKind::Published), ("a", CutoffKind::A), ("b", CutoffKind::B), ("c", CutoffKind::C)];

/// The grid: the published threshold and each index, at the reliability and a step to either side, with each cut-off that
/// there is. Rules get their numbers from `all` scores; counted are the `pairs`.
pub(super) fn sensitivity(
    instrument: &Instrument,
    asked: &ChangeRule,
    applied: &AppliedRule,
    (all, pairs): (&Pairs, &Pairs),
) -> Vec<SensitivityRow> {
    let reliability = asked.reliability.or_else(|| instrument.reliability().and_then(|fact| fact.value));
    let around = reliability.map(|at| [at - RELIABILITY_STEP, at, at + RELIABILITY_STEP]);
    let possible = around.into_iter().flatten().filter(|reliability| (0.0..1.0).contains(reliability));
    // To a thousandth: 0.88 + 0.05 is not 0.9300000000000001.
    let reliabilities: Vec<f64> = possible.map(|reliability| (reliability * 1000.0).round() / 1000.0).collect();
    let mut criteria = Vec::new();
    let published = AppliedRule::new(instrument, &ChangeRule::default(), all);
    if matches!(published.criterion, Ok(Criterion::Points { .. })) {
        criteria.push((CriterionKind::Published, None));
    }
    for method in RciMethod::ALL {
        criteria.extend(reliabilities.iter().map(|&reliability| (CriterionKind::Index(method), Some(reliability))));
    }
    let mut rows = Vec::new();
    for (criterion, reliability) in criteria {
        let mut has_cutoff = false;
        for (name, cutoff) in CUTOFFS {
            let rule = ChangeRule { criterion, cutoff, reliability, ..asked.clone() };
            let other = AppliedRule::new(instrument, &rule, all);
            let is_the_kind = other.cutoff.as_ref().is_ok_and(|found| found.kind == cutoff);
            if other.criterion.is_ok() && is_the_kind {
                has_cutoff = true;
                rows.push(row(&other, applied, pairs, reliability, Some(name)));
            }
        }
        let rule = ChangeRule { criterion, reliability, ..asked.clone() };
        let other = AppliedRule::new(instrument, &rule, all);
        if !has_cutoff && other.criterion.is_ok() {
            rows.push(row(&other, applied, pairs, reliability, None));
        }
    }
    rows
}

fn row(
    other: &AppliedRule,
    applied: &AppliedRule,
    pairs: &Pairs,
    reliability: Option<f64>,
    cutoff: Option<&str>,
) -> SensitivityRow {
    let mut table = [[0; 5]; 5];
    let mut classes = [0; 5];
    for (&(pre, post), &count) in &pairs.joint {
        let (one, two) = (applied.verdict(pre, post).class(), other.verdict(pre, post).class());
        if let Some(two) = two {
            classes[two as usize] += count;
            if let Some(one) = one {
                table[one as usize][two as usize] += count;
            }
        }
    }
    SensitivityRow {
        criterion: criterion_id(other).to_owned(),
        reliability,
        cutoff: cutoff.map(str::to_owned),
        classes,
        differs: share_that_changes_class(&table),
        kappa: cohen_kappa(&table),
    }
}
