//! What rules ask of an instrument: its facts, each by its own order of preference.

use super::Instrument;
use super::fact::{self, Caseness, Fact, FactKind, Norm};
use crate::change::RuleSet;

impl Instrument {
    /// The best fact of a kind under a rule: of that rule before of none, one number before a range, verified before not,
    /// then the first in the file. Facts of other rules are not seen.
    pub fn fact(&self, kind: FactKind, rule: Option<&str>) -> Option<&Fact> {
        fact::best(self.facts.iter().filter(|fact| fact.about == kind), rule)
    }

    /// The change that exceeds measurement error, where a source gives one number.
    pub fn reliable_change(&self, rule: Option<&str>) -> Option<&Fact> {
        self.fact(FactKind::ReliableChange, rule).filter(|fact| fact.value.is_some())
    }

    /// Where the clinical range begins.
    pub fn caseness(&self, rule: Option<&str>) -> Option<Caseness> {
        let fact = self.caseness_fact(rule)?;
        Some(Caseness { threshold: fact.value?, case: fact.about.case_side()? })
    }

    /// The fact behind [`Self::caseness`].
    pub fn caseness_fact(&self, rule: Option<&str>) -> Option<&Fact> {
        let facts = self.facts.iter().filter(|fact| fact.about.case_side().is_some() && fact.value.is_some());
        fact::best(facts, rule)
    }

    /// The reliability for a standard error of measurement.
    ///
    /// What a mapping or source gives as the reliability comes first, then internal consistency, then retest: over weeks
    /// in care true change lowers a retest correlation, so that it overstates the error of one score. Only single numbers,
    /// no ranges.
    pub fn reliability(&self) -> Option<&Fact> {
        [FactKind::Reliability, FactKind::ReliabilityAlpha, FactKind::ReliabilityRetest]
            .into_iter()
            .find_map(|kind| self.fact(kind, None).filter(|fact| fact.value.is_some()))
    }

    /// Mean and standard deviation of a norm from one source, and whether both are verified.
    pub fn norm(&self, norm: Norm) -> Option<(f64, f64, bool)> {
        let (mean, sd) = match norm {
            Norm::Functional => (FactKind::FunctionalMean, FactKind::FunctionalSd),
            Norm::Clinical => (FactKind::ClinicalMean, FactKind::ClinicalSd),
        };
        let mean = self.fact(mean, None)?;
        let sd = fact::best(self.facts.iter().filter(|fact| fact.about == sd && fact.source == mean.source), None)?;
        Some((mean.value?, sd.value?, mean.verified && sd.verified))
    }

    /// The national standard deviation of scores at the start of care, as the Australian PMHC-MDS publishes it.
    pub fn national_sd(&self) -> Option<&Fact> {
        self.fact(FactKind::NationalSd, Some(RuleSet::PmhcMds.id())).filter(|fact| fact.value.is_some())
    }

    /// The smallest difference that matters to clients.
    pub fn minimal_important_difference(&self) -> Option<&Fact> {
        self.fact(FactKind::MinimalImportantDifference, None).filter(|fact| fact.value.is_some())
    }

    /// The lowest score of each band but the first; a score's band is how many of them it reaches.
    pub fn bands(&self) -> Option<&Fact> {
        self.fact(FactKind::BandsFrom, None)
    }

    /// The band of a score, counted from 0, the lowest scores.
    pub fn band_of(&self, score: f64) -> Option<usize> {
        Some(self.bands()?.numbers().iter().filter(|&&from| score >= from).count())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::instrument::CaseSide;

    fn built_in(id: &str) -> Instrument {
        Instrument::built_in().into_iter().find(|instrument| instrument.id == id).expect("built in")
    }

    #[test]
    fn the_lookups_that_rules_use() {
        let (phq9, core10, ors) = (built_in("phq9"), built_in("core10"), built_in("ors"));
        let nhs = Some("nhs-talking-therapies");
        assert_eq!(phq9.reliable_change(nhs).and_then(|fact| fact.value), Some(6.0));
        assert_eq!(phq9.reliable_change(None), None, "6 is the rule's number");
        assert_eq!(built_in("gad7").caseness(nhs).map(|caseness| caseness.threshold), Some(8.0));
        assert_eq!(built_in("gad7").caseness(None).map(|caseness| caseness.threshold), Some(10.0));
        assert_eq!(core10.reliable_change(None).and_then(|fact| fact.level), Some(0.90));
        assert_eq!(ors.caseness(None), Some(Caseness { threshold: 25.0, case: CaseSide::Below }));
        assert_eq!(ors.reliability().and_then(|fact| fact.value), Some(0.93), "the range is passed over");
        assert_eq!(built_in("bdi2").norm(Norm::Functional), Some((7.69, 7.52, true)));
        assert_eq!(built_in("bdi2").reliability().and_then(|fact| fact.value), Some(0.801));
        assert_eq!(built_in("swemwbs").norm(Norm::Clinical), Some((19.28, 3.921, true)));
        assert_eq!(built_in("wemwbs").norm(Norm::Functional), None, "a mean without its deviation");
        assert_eq!(built_in("wemwbs").reliable_change(None), None, "a range is no number");
        assert_eq!(built_in("oq45").reliable_change(None).and_then(|fact| fact.value), Some(14.0));
        assert_eq!(built_in("das").norm(Norm::Functional), Some((114.8, 17.8, true)));
        assert_eq!(built_in("das").reliability().and_then(|fact| fact.value), Some(0.88));
        assert_eq!(
            [4.0, 5.0, 14.0, 15.0, 21.0].map(|score| built_in("gad7").band_of(score)),
            [0, 1, 2, 3, 3].map(Some)
        );
        assert_eq!(phq9.minimal_important_difference().and_then(|fact| fact.value), Some(5.0));
    }
}
