//! The scores of a questionnaire on an axis: their step, ticks, and on which side of a line a score lies.

use sst_core::results::{Joint, JointCell, RuleNote};

use super::{CLASSES, counts};

/// Nearer than this is the same: scores are thousandths.
const SAME: f64 = 1e-6;

/// The coarsest step that all scores are multiples of.
pub(super) fn unit(cells: &[JointCell]) -> f64 {
    let fits = |unit: f64| cells.iter().all(|cell| is_multiple(cell.pre, unit) && is_multiple(cell.post, unit));
    [1.0, 0.5, 0.25, 0.1, 0.05, 0.01].into_iter().find(|&unit| fits(unit)).unwrap_or(0.001)
}

fn is_multiple(value: f64, unit: f64) -> bool {
    ((value / unit).round() * unit - value).abs() < SAME
}

/// The smallest of 1, 2, 5, 10, 20, 50, ... (and their tenths) that cuts so long a range in at most so many parts.
pub(super) fn step(range: f64, parts: f64) -> f64 {
    let least = (range / parts).max(0.001);
    let tens = 10_f64.powf(least.log10().floor());
    [1.0, 2.0, 5.0].into_iter().map(|factor| factor * tens).find(|step| *step >= least - SAME).unwrap_or(10.0 * tens)
}

/// The multiples of `step` from `low` to `high`.
pub(super) fn ticks(low: f64, high: f64, step: f64) -> Vec<f64> {
    let (first, last) = ((low / step - SAME).ceil(), (high / step + SAME).floor());
    let count = (last - first).clamp(0.0, 100.0) as u32;
    (0..=count)
        .map(|i| (first + f64::from(i)) * step)
        .filter(|tick| (low - SAME..=high + SAME).contains(tick))
        .collect()
}

/// Where the lines of a rule are drawn, and which class each pair is in.
pub(super) struct Edges {
    /// The change beyond which it is reliable, either way.
    pub(super) band: Option<f64>,
    /// Between the clinical range and the other scores.
    pub(super) cutoff: Option<f64>,
    /// The class of each cell, by its place in the classes; `None` where they do not follow from the rule's numbers.
    pub(super) classes: Option<Vec<usize>>,
}

impl Edges {
    /// Lines stand between scores, so that no score lies on them. Whether reliable change itself is reliable is told by
    /// the classes: of both readings the one that gives their counts.
    pub(super) fn new(joint: &Joint, unit: f64) -> Self {
        let rule = &joint.rule;
        let prefers_equality = rule.criterion == "threshold";
        let found = [prefers_equality, !prefers_equality]
            .into_iter()
            .find_map(|equality| Some((equality, classes(joint, equality)?)));
        let band = rule.reliable_change.map(|change| match &found {
            Some((true, _)) if is_multiple(change, unit) => change - unit / 2.0,
            Some((false, _)) if is_multiple(change, unit) => change + unit / 2.0,
            _ => change,
        });
        let cutoff = rule.cutoff.map(|cutoff| {
            let clinical_is_above = rule.better != "higher";
            let moved = match rule.cutoff_is_clinical {
                Some(is_clinical) if is_multiple(cutoff, unit) => {
                    if is_clinical == clinical_is_above {
                        -unit / 2.0
                    } else {
                        unit / 2.0
                    }
                }
                _ => 0.0,
            };
            cutoff + moved
        });
        Self { band, cutoff, classes: found.map(|(_, classes)| classes) }
    }
}

impl Edges {
    /// The edge of the clinical range where these scores are shown.
    pub(super) fn cutoff_within(&self, low: f64, high: f64) -> Option<f64> {
        self.cutoff.filter(|cutoff| (low..=high).contains(cutoff))
    }
}

impl Edges {
    /// Moves the middle of a square, which may lie across the band's edge from its pairs, to the side that their class says.
    pub(super) fn on_its_side(&self, (pre, post): (f64, f64), class: Option<usize>, better: &str) -> (f64, f64) {
        let (Some(band), Some(class)) = (self.band, class) else { return (pre, post) };
        let change = post - pre;
        let is_better = matches!(CLASSES[class].0, "recovered" | "improved");
        let wanted = if CLASSES[class].0 == "unchanged" {
            change.clamp(-0.94 * band, 0.94 * band)
        } else if is_better == (better == "higher") {
            change.max(1.06 * band)
        } else {
            change.min(-1.06 * band)
        };
        let moved = (wanted - change) / 2.0;
        (pre - moved, post + moved)
    }
}

/// The class of each cell, when their counts are those of the results.
fn classes(joint: &Joint, equality: bool) -> Option<Vec<usize>> {
    let change = joint.rule.reliable_change?;
    let expected = counts(joint)?;
    let mut found = [0_u64; CLASSES.len()];
    let mut classes = Vec::with_capacity(joint.cells.len());
    for cell in &joint.cells {
        let class = class(&joint.rule, cell, change, equality);
        found[class] = found[class].checked_add(cell.count?)?;
        classes.push(class);
    }
    (found == expected).then_some(classes)
}

fn class(rule: &RuleNote, cell: &JointCell, change: f64, equality: bool) -> usize {
    let turned = if rule.better == "higher" { 1.0 } else { -1.0 };
    let gain = (cell.post - cell.pre) * turned;
    let exceeds = |gain: f64| if equality { gain >= change - SAME } else { gain > change + SAME };
    // Without a cut-off nobody is in the clinical range, so nobody enters or leaves it.
    let is_clinical = |score: f64| {
        rule.cutoff.is_some_and(|cutoff| {
            let below = (cutoff - score) * turned;
            if rule.cutoff_is_clinical == Some(true) { below >= -SAME } else { below > SAME }
        })
    };
    match (is_clinical(cell.pre), is_clinical(cell.post)) {
        (true, false) if exceeds(gain) => 0,
        _ if exceeds(gain) => 1,
        (false, true) if exceeds(-gain) => 4,
        _ if exceeds(-gain) => 3,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(better: &str) -> RuleNote {
        RuleNote {
            name: String::new(),
            amount: String::new(),
            criterion: "threshold".to_owned(),
            text: String::new(),
            reliable_change: Some(6.0),
            cutoff: Some(10.0),
            cutoff_is_clinical: Some(true),
            better: better.to_owned(),
            min: 0.0,
            max: 27.0,
            warnings: Vec::new(),
        }
    }

    #[test]
    fn ticks_are_round_and_few() {
        assert_eq!(ticks(0.0, 27.0, step(27.0, 6.0)), [0.0, 5.0, 10.0, 15.0, 20.0, 25.0]);
        assert_eq!(step(151.0, 6.0), 50.0);
        assert_eq!(ticks(-1e9, 1e9, step(2e9, 6.0)).len(), 5);
        assert!((step(0.3, 6.0) - 0.05).abs() < 1e-12);
    }

    #[test]
    fn classes_follow_direction_and_boundary() {
        let of = |better: &str, pre: f64, post: f64, equality: bool| {
            CLASSES[class(&rule(better), &JointCell { pre, post, count: Some(1) }, 6.0, equality)].0
        };
        assert_eq!(of("lower", 15.0, 9.0, true), "recovered");
        assert_eq!(of("lower", 15.0, 9.0, false), "unchanged");
        assert_eq!(of("lower", 16.0, 10.0, true), "improved");
        assert_eq!(of("lower", 9.0, 15.0, true), "harmed");
        assert_eq!(of("lower", 10.0, 16.0, true), "deteriorated");
        assert_eq!(of("higher", 10.0, 16.0, true), "recovered");
        assert_eq!(of("higher", 16.0, 10.0, true), "harmed");
        assert_eq!(of("higher", 20.0, 11.0, true), "deteriorated");
    }

    #[test]
    fn the_step_of_scores_is_found() {
        let cells = |scores: &[(f64, f64)]| -> Vec<JointCell> {
            scores.iter().map(|&(pre, post)| JointCell { pre, post, count: Some(1) }).collect()
        };
        assert_eq!(unit(&cells(&[(90.5, 97.0), (74.0, 124.0)])), 0.5);
        assert_eq!(unit(&cells(&[(9.0, 7.0)])), 1.0);
        assert_eq!(unit(&cells(&[(9.51, 7.0)])), 0.01);
    }
}
