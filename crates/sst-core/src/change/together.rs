//! Several questionnaires judged together, as a service standard does.

use super::rule_set::RuleSet;
use super::verdict::{ScoreFacts, Verdict};
use crate::stats::ReliableChange;

/// The questionnaires that a standard judges together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Together {
    /// The standard.
    pub rule_set: RuleSet,
    /// The questionnaires, by their places in the definitions, in the order of the standard.
    pub members: Vec<usize>,
}

impl Together {
    /// What the scores of one session say together, given what each questionnaire says.
    pub fn facts(&self, each: &[ScoreFacts]) -> ScoreFacts {
        let mut members = self.members.iter().filter_map(|&place| each.get(place).copied());
        match self.rule_set {
            RuleSet::PmhcMds => members.find(|facts| facts.verdict.is_some()).unwrap_or_default(),
            RuleSet::NhsTalkingTherapies | RuleSet::JacobsonTruax => {
                let members: Vec<ScoreFacts> = members.collect();
                ScoreFacts {
                    was_case: either(members.iter().map(|facts| facts.was_case)),
                    is_case: either(members.iter().map(|facts| facts.is_case)),
                    verdict: all_together(&members),
                }
            }
        }
    }
}

/// Whether any is a case, where all are known: were one enough, a partial yes would count and a partial no would not.
fn either(cases: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    cases.collect::<Option<Vec<bool>>>().map(|cases| cases.contains(&true))
}

/// Of sessions with every score. A case on either is a case. Reliably better: one is, and none is reliably worse; the
/// other way round reliably worse; one better and one worse is no reliable change.
fn all_together(members: &[ScoreFacts]) -> Option<Verdict> {
    let verdicts: Vec<Verdict> = members.iter().map(|facts| facts.verdict).collect::<Option<_>>()?;
    let directions: Option<Vec<ReliableChange>> = verdicts.iter().map(|verdict| verdict.direction).collect();
    let direction = directions.map(|directions| {
        let any = |wanted: ReliableChange| directions.contains(&wanted);
        match (any(ReliableChange::Improved), any(ReliableChange::Deteriorated)) {
            (true, false) => ReliableChange::Improved,
            (false, true) => ReliableChange::Deteriorated,
            _ => ReliableChange::Unchanged,
        }
    });
    Some(Verdict {
        direction,
        is_undefined: verdicts.iter().any(|verdict| verdict.is_undefined),
        was_case: either(verdicts.iter().map(|verdict| verdict.was_case)),
        is_case: either(verdicts.iter().map(|verdict| verdict.is_case)),
        may_be_case: either(verdicts.iter().map(|verdict| verdict.may_be_case)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use ReliableChange::{Deteriorated, Improved, Unchanged};

    fn facts(direction: ReliableChange, was_case: bool, is_case: bool) -> ScoreFacts {
        let verdict = Verdict {
            direction: Some(direction),
            is_undefined: false,
            was_case: Some(was_case),
            is_case: Some(is_case),
            may_be_case: Some(is_case),
        };
        ScoreFacts { was_case: Some(was_case), is_case: Some(is_case), verdict: Some(verdict) }
    }

    fn nhs() -> Together {
        Together { rule_set: RuleSet::NhsTalkingTherapies, members: vec![0, 1] }
    }

    #[test]
    fn one_falls_reliably_and_the_other_does_not_rise() {
        let together = |phq9: ReliableChange, gad7: ReliableChange| {
            let facts = nhs().facts(&[facts(phq9, true, true), facts(gad7, true, true)]);
            facts.verdict.and_then(|verdict| verdict.direction)
        };
        for (phq9, gad7, expected) in [
            (Improved, Improved, Improved),
            (Improved, Unchanged, Improved),
            (Unchanged, Improved, Improved),
            (Improved, Deteriorated, Unchanged),
            (Deteriorated, Improved, Unchanged),
            (Unchanged, Unchanged, Unchanged),
            (Deteriorated, Unchanged, Deteriorated),
            (Deteriorated, Deteriorated, Deteriorated),
        ] {
            assert_eq!(together(phq9, gad7), Some(expected), "{phq9:?} {gad7:?}");
        }
    }

    #[test]
    fn a_case_on_either_is_a_case_and_all_scores_are_needed_for_no_case() {
        let case = |phq9: Option<bool>, gad7: Option<bool>| {
            let of = |was_case| ScoreFacts { was_case, ..ScoreFacts::default() };
            nhs().facts(&[of(phq9), of(gad7)]).was_case
        };
        assert_eq!(case(Some(true), Some(false)), Some(true));
        assert_eq!(case(Some(false), Some(false)), Some(false));
        assert_eq!(case(Some(true), None), None, "a partial yes is none, as a partial no is");
        assert_eq!(case(Some(false), None), None);
        let only_one = nhs().facts(&[facts(Improved, true, false), ScoreFacts::default()]);
        assert_eq!(only_one.verdict, None, "both scores of both are needed");
    }

    #[test]
    fn the_first_with_both_scores_decides_under_pmhc() {
        let pmhc = Together { rule_set: RuleSet::PmhcMds, members: vec![1, 0] };
        let both = pmhc.facts(&[facts(Deteriorated, true, true), facts(Improved, true, true)]);
        assert_eq!(both.verdict.and_then(|verdict| verdict.direction), Some(Improved));
        let second = pmhc.facts(&[facts(Deteriorated, true, true), ScoreFacts::default()]);
        assert_eq!(second.verdict.and_then(|verdict| verdict.direction), Some(Deteriorated));
    }
}
