//! Numbers about an instrument that rules use, each with its source.

use serde::{Deserialize, Serialize};

/// What a number is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FactKind {
    /// Scores from this one up are clinical.
    CasenessAtLeast,
    /// Scores above this one are clinical.
    CasenessAbove,
    /// Scores below this one are clinical.
    CasenessBelow,
    /// Scores up to this one are clinical.
    CasenessAtMost,
    /// The change that exceeds measurement error; met by equality.
    ReliableChange,
    /// The smallest difference that matters to clients.
    MinimalImportantDifference,
    /// The same as percent of the score at the start.
    MinimalImportantPercent,
    /// The fall, in percent, that counts as a response; met by equality.
    ResponsePercent,
    /// Scores below this one count as remission.
    RemissionBelow,
    /// Internal consistency.
    ReliabilityAlpha,
    /// Correlation with itself over time.
    ReliabilityRetest,
    /// Reliability of a kind that the source does not say, or another.
    Reliability,
    /// The standard error of measurement.
    Sem,
    /// Mean of people who do not need help.
    FunctionalMean,
    /// Standard deviation of people who do not need help.
    FunctionalSd,
    /// Mean of people at the start of care.
    ClinicalMean,
    /// Standard deviation of people at the start of care.
    ClinicalSd,
    /// Standard deviation of scores at the start of care in a whole country.
    NationalSd,
    /// The lowest score of each band but the first.
    BandsFrom,
}

/// A number, or several, with its source.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// What it is about.
    pub about: FactKind,
    /// The number; `None` where the source gives a range or a list.
    #[serde(default)]
    pub value: Option<f64>,
    /// A range or a list, lowest first.
    #[serde(default)]
    pub values: Vec<f64>,
    /// The rule set it belongs to; `None` is for every other.
    #[serde(default)]
    pub rule: Option<String>,
    /// The confidence level of a reliable change, as 0.90.
    #[serde(default)]
    pub level: Option<f64>,
    /// What one should know beside it.
    #[serde(default)]
    pub note: Option<String>,
    /// Where it stands.
    pub source: String,
    /// Whether that was read, and not remembered.
    pub verified: bool,
}

/// What is wrong with a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FactFault {
    /// It has both `value` and `values`, or neither, or one of the numbers is none.
    #[error("has a `value`, or `values` in rising order")]
    Value,
    /// A score outside the range of the instrument.
    #[error("is a score from min to max")]
    OutOfRange,
    /// A difference, deviation or error that is not positive or exceeds the scale.
    #[error("is above 0 and at most max - min")]
    NoDistance,
    /// A reliability outside 0 to 1.
    #[error("is a number from 0 to 1")]
    NoShare,
    /// A percentage outside 0 to 100.
    #[error("is a percentage above 0 and at most 100")]
    NoPercent,
    /// A level that is none, or of something else than a reliable change.
    #[error("has a `level` only as a reliable change, between 0 and 1")]
    Level,
    /// Nobody says where it comes from.
    #[error("needs a `source`")]
    NoSource,
}

impl FactKind {
    /// Every kind, in the order they are told in.
    pub const ALL: [Self; 19] = [
        Self::CasenessAtLeast,
        Self::CasenessAbove,
        Self::CasenessBelow,
        Self::CasenessAtMost,
        Self::ReliableChange,
        Self::MinimalImportantDifference,
        Self::MinimalImportantPercent,
        Self::ResponsePercent,
        Self::RemissionBelow,
        Self::BandsFrom,
        Self::Reliability,
        Self::ReliabilityAlpha,
        Self::ReliabilityRetest,
        Self::Sem,
        Self::FunctionalMean,
        Self::FunctionalSd,
        Self::ClinicalMean,
        Self::ClinicalSd,
        Self::NationalSd,
    ];

    /// The name, as in the files.
    pub const fn id(self) -> &'static str {
        match self {
            Self::CasenessAtLeast => "caseness_at_least",
            Self::CasenessAbove => "caseness_above",
            Self::CasenessBelow => "caseness_below",
            Self::CasenessAtMost => "caseness_at_most",
            Self::ReliableChange => "reliable_change",
            Self::MinimalImportantDifference => "minimal_important_difference",
            Self::MinimalImportantPercent => "minimal_important_percent",
            Self::ResponsePercent => "response_percent",
            Self::RemissionBelow => "remission_below",
            Self::ReliabilityAlpha => "reliability_alpha",
            Self::ReliabilityRetest => "reliability_retest",
            Self::Reliability => "reliability",
            Self::Sem => "sem",
            Self::FunctionalMean => "functional_mean",
            Self::FunctionalSd => "functional_sd",
            Self::ClinicalMean => "clinical_mean",
            Self::ClinicalSd => "clinical_sd",
            Self::NationalSd => "national_sd",
            Self::BandsFrom => "bands_from",
        }
    }

    /// Whether the number stays true when the scale is shifted or stretched.
    pub const fn is_free_of_scale(self) -> bool {
        matches!(self, Self::Reliability | Self::ReliabilityAlpha | Self::ReliabilityRetest)
    }

    /// The side of the threshold that is clinical.
    pub(super) const fn case_side(self) -> Option<CaseSide> {
        match self {
            Self::CasenessAtLeast => Some(CaseSide::AtLeast),
            Self::CasenessAbove => Some(CaseSide::Above),
            Self::CasenessBelow => Some(CaseSide::Below),
            Self::CasenessAtMost => Some(CaseSide::AtMost),
            _ => None,
        }
    }
}

impl Fact {
    /// Whether the numbers can be, on a scale from `min` to `max`.
    pub(super) fn check(&self, min: f64, max: f64) -> Result<(), FactFault> {
        let rises = self.values.is_sorted_by(|a, b| a < b);
        let numbers = self.numbers();
        if self.value.is_some() != self.values.is_empty()
            || !rises
            || numbers.is_empty()
            || numbers.iter().any(|number| !number.is_finite())
        {
            return Err(FactFault::Value);
        }
        let all = |fits: &dyn Fn(f64) -> bool| numbers.iter().all(|&number| fits(number));
        let fault = match self.about {
            FactKind::CasenessAtLeast
            | FactKind::CasenessAbove
            | FactKind::CasenessBelow
            | FactKind::CasenessAtMost
            | FactKind::RemissionBelow
            | FactKind::BandsFrom
            | FactKind::FunctionalMean
            | FactKind::ClinicalMean => (!all(&|score| (min..=max).contains(&score))).then_some(FactFault::OutOfRange),
            FactKind::ReliableChange
            | FactKind::MinimalImportantDifference
            | FactKind::Sem
            | FactKind::FunctionalSd
            | FactKind::ClinicalSd
            | FactKind::NationalSd => {
                (!all(&|distance| distance > 0.0 && distance <= max - min)).then_some(FactFault::NoDistance)
            }
            FactKind::Reliability | FactKind::ReliabilityAlpha | FactKind::ReliabilityRetest => {
                (!all(&|share| (0.0..=1.0).contains(&share))).then_some(FactFault::NoShare)
            }
            FactKind::MinimalImportantPercent | FactKind::ResponsePercent => {
                (!all(&|percent| percent > 0.0 && percent <= 100.0)).then_some(FactFault::NoPercent)
            }
        };
        let has_odd_level =
            self.level.is_some_and(|level| self.about != FactKind::ReliableChange || !(level > 0.0 && level < 1.0));
        if let Some(fault) = fault {
            Err(fault)
        } else if has_odd_level {
            Err(FactFault::Level)
        } else if self.source.trim().is_empty() {
            Err(FactFault::NoSource)
        } else {
            Ok(())
        }
    }

    /// The value, or the values.
    pub fn numbers(&self) -> Vec<f64> {
        self.value.map_or_else(|| self.values.clone(), |value| vec![value])
    }

    /// How well the fact answers a question under that rule, best first; `None` if it belongs to another rule.
    fn rank(&self, rule: Option<&str>) -> Option<(bool, bool, bool)> {
        let is_of_rule = match (&self.rule, rule) {
            (None, _) => false,
            (Some(own), Some(asked)) if own == asked => true,
            (Some(_), _) => return None,
        };
        Some((!is_of_rule, self.value.is_none(), !self.verified))
    }
}

/// The best of these facts under a rule: of that rule before of none, one number before a range, verified before not, then
/// the first.
pub(super) fn best<'f>(facts: impl Iterator<Item = &'f Fact>, rule: Option<&str>) -> Option<&'f Fact> {
    facts.filter_map(|fact| Some((fact.rank(rule)?, fact))).min_by_key(|(rank, _)| *rank).map(|(_, fact)| fact)
}

/// The side of a threshold that is clinical.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CaseSide {
    /// The threshold and above.
    AtLeast,
    /// Above the threshold.
    Above,
    /// The threshold and below.
    AtMost,
    /// Below the threshold.
    Below,
}

/// Where the clinical range begins.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Caseness {
    /// The cut-off.
    pub threshold: f64,
    /// The side that is clinical.
    pub case: CaseSide,
}

impl Caseness {
    /// Whether a score is clinical.
    pub fn is_case(self, score: f64) -> bool {
        match self.case {
            CaseSide::AtLeast => score >= self.threshold,
            CaseSide::Above => score > self.threshold,
            CaseSide::AtMost => score <= self.threshold,
            CaseSide::Below => score < self.threshold,
        }
    }
}

/// Whose mean and standard deviation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Norm {
    /// People who do not need help.
    Functional,
    /// People at the start of care.
    Clinical,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fact(about: FactKind, value: f64) -> Fact {
        Fact {
            about,
            value: Some(value),
            values: Vec::new(),
            rule: None,
            level: None,
            note: None,
            source: "a book".into(),
            verified: true,
        }
    }

    #[test]
    fn impossible_numbers_are_refused() {
        let check = |about, value| fact(about, value).check(0.0, 27.0);
        assert_eq!(check(FactKind::CasenessAtLeast, 27.0), Ok(()));
        assert_eq!(check(FactKind::CasenessAtLeast, 27.5), Err(FactFault::OutOfRange));
        assert_eq!(check(FactKind::ClinicalSd, 0.0), Err(FactFault::NoDistance));
        assert_eq!(check(FactKind::ReliableChange, 28.0), Err(FactFault::NoDistance));
        assert_eq!(check(FactKind::Reliability, 1.0), Ok(()));
        assert_eq!(check(FactKind::ReliabilityAlpha, 1.01), Err(FactFault::NoShare));
        assert_eq!(check(FactKind::ResponsePercent, 0.0), Err(FactFault::NoPercent));
        assert_eq!(check(FactKind::Sem, f64::NAN), Err(FactFault::Value));
        let without = |change: fn(&mut Fact)| {
            let mut fact = fact(FactKind::BandsFrom, 5.0);
            change(&mut fact);
            fact.check(0.0, 27.0)
        };
        assert_eq!(without(|fact| fact.value = None), Err(FactFault::Value));
        assert_eq!(without(|fact| fact.values = vec![5.0]), Err(FactFault::Value));
        assert_eq!(without(|fact| (fact.value, fact.values) = (None, vec![10.0, 5.0])), Err(FactFault::Value));
        assert_eq!(without(|fact| (fact.value, fact.values) = (None, vec![5.0, 10.0])), Ok(()));
        assert_eq!(without(|fact| fact.level = Some(0.9)), Err(FactFault::Level));
        assert_eq!(without(|fact| fact.source = " ".into()), Err(FactFault::NoSource));
    }

    #[test]
    fn a_rule_sees_its_own_facts_first() {
        let of = |value, rule: Option<&str>, verified| Fact {
            rule: rule.map(str::to_owned),
            verified,
            ..fact(FactKind::ReliableChange, value)
        };
        let range = Fact { value: None, values: vec![4.0, 7.0], ..fact(FactKind::ReliableChange, 0.0) };
        let facts = [range, of(1.0, None, false), of(2.0, None, true), of(3.0, Some("nhs"), false)];
        let value = |rule| best(facts.iter(), rule).and_then(|fact| fact.value);
        assert_eq!(value(Some("nhs")), Some(3.0));
        assert_eq!(value(Some("other")), Some(2.0));
        assert_eq!(value(None), Some(2.0));
        assert_eq!(best(facts[3..].iter(), None), None);
        assert_eq!(best(facts[..2].iter(), None).and_then(|fact| fact.value), Some(1.0), "a number before a range");
    }

    #[test]
    fn the_threshold_itself_is_on_the_side_that_is_named() {
        let at_10 = |case| [9.9, 10.0, 10.1].map(|score| Caseness { threshold: 10.0, case }.is_case(score));
        assert_eq!(at_10(CaseSide::AtLeast), [false, true, true]);
        assert_eq!(at_10(CaseSide::Above), [false, false, true]);
        assert_eq!(at_10(CaseSide::AtMost), [true, true, false]);
        assert_eq!(at_10(CaseSide::Below), [true, false, false]);
    }

    #[test]
    fn kinds_are_called_as_in_the_files() {
        for kind in FactKind::ALL {
            assert_eq!(serde_json::to_value(kind).expect("a name"), kind.id());
        }
    }
}
