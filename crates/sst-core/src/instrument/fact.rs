//! Numbers about a questionnaire that rules use, each with its source.

use serde::Deserialize;

use super::{Better, Instrument};

/// What a fact is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FactKind {
    /// A score of at least this is in the clinical range.
    CasenessAtLeast,
    /// A score above this is.
    CasenessAbove,
    /// A score of at most this is.
    CasenessAtMost,
    /// A score below this is.
    CasenessBelow,
    /// The points by which a score must change to be beyond measurement error; met by equality.
    ReliableChange,
    /// The least change that matters to clients.
    MinimalImportantDifference,
    /// The reliability that rules use, where the source does not say of which kind.
    Reliability,
    /// Cronbach's alpha.
    ReliabilityAlpha,
    /// Agreement of two measurements some time apart.
    ReliabilityRetest,
    /// The mean of the functional population.
    FunctionalMean,
    /// Its standard deviation.
    FunctionalSd,
    /// The mean of the clinical population.
    ClinicalMean,
    /// Its standard deviation.
    ClinicalSd,
    /// Where bands of severity begin.
    BandsFrom,
    /// The fall, in percent of the score before, that is called response.
    ResponsePercent,
    /// A score below this is called remission.
    RemissionBelow,
    /// The standard error of measurement.
    Sem,
}

/// One number, or several, with the source.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// What it is about.
    pub about: FactKind,
    /// The number.
    #[serde(default)]
    pub value: Option<f64>,
    /// The numbers, where there are several.
    #[serde(default)]
    pub values: Vec<f64>,
    /// The rule set it belongs to.
    #[serde(default)]
    pub rule: Option<String>,
    /// The level of a criterion, as 0.90.
    #[serde(default)]
    pub level: Option<f64>,
    /// What else is to be known.
    #[serde(default)]
    pub note: Option<String>,
    /// Where it is from.
    pub source: String,
    /// Whether the source was read; else it is from memory.
    pub verified: bool,
}

/// On which side of a cut-off the clinical range is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaseSide {
    /// At the cut-off and above.
    AtLeast,
    /// Above it only.
    Above,
    /// At the cut-off and below.
    AtMost,
    /// Below it only.
    Below,
}

/// A cut-off and its side.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Caseness {
    /// The cut-off, in points.
    pub threshold: f64,
    /// The clinical side.
    pub case: CaseSide,
}

impl Caseness {
    /// Whether a score is in the clinical range.
    pub fn is_case(self, score: f64) -> bool {
        match self.case {
            CaseSide::AtLeast => score >= self.threshold,
            CaseSide::Above => score > self.threshold,
            CaseSide::AtMost => score <= self.threshold,
            CaseSide::Below => score < self.threshold,
        }
    }
}

/// Which population a norm is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Norm {
    /// People without the problem.
    Functional,
    /// People with it.
    Clinical,
}

impl Instrument {
    /// A fact of a rule set, or one of none: what was read before what is from memory.
    pub fn fact(&self, kind: FactKind, rule: Option<&str>) -> Option<&Fact> {
        let of = |rule: Option<&str>, verified: bool| {
            let is_it = |fact: &&Fact| fact.about == kind && fact.rule.as_deref() == rule && fact.verified == verified;
            self.facts.iter().find(is_it)
        };
        let any = |verified: bool| self.facts.iter().find(|fact| fact.about == kind && fact.verified == verified);
        rule.and_then(|rule| of(Some(rule), true).or_else(|| of(Some(rule), false)))
            .or_else(|| of(None, true))
            .or_else(|| any(true))
            .or_else(|| of(None, false))
            .or_else(|| any(false))
    }

    /// The published reliable change.
    pub fn reliable_change(&self, rule: Option<&str>) -> Option<&Fact> {
        self.fact(FactKind::ReliableChange, rule).filter(|fact| fact.value.is_some())
    }

    /// The published cut-off and the fact that it is from.
    pub fn caseness(&self, rule: Option<&str>) -> Option<(Caseness, &Fact)> {
        let sides = [
            (FactKind::CasenessAtLeast, CaseSide::AtLeast),
            (FactKind::CasenessAbove, CaseSide::Above),
            (FactKind::CasenessAtMost, CaseSide::AtMost),
            (FactKind::CasenessBelow, CaseSide::Below),
        ];
        sides.into_iter().find_map(|(kind, case)| {
            let fact = self.fact(kind, rule)?;
            Some((Caseness { threshold: fact.value?, case }, fact))
        })
    }

    /// The reliability that an index is made with: what the source calls reliability, else alpha (it is what Jacobson and
    /// Truax's error of measurement is mostly made with, and does not count true change as error), else retest.
    pub fn reliability(&self) -> Option<&Fact> {
        [FactKind::Reliability, FactKind::ReliabilityAlpha, FactKind::ReliabilityRetest]
            .into_iter()
            .find_map(|kind| self.fact(kind, None).filter(|fact| fact.value.is_some()))
    }

    /// Mean and standard deviation of a population, and whether both were read in their source.
    pub fn norm(&self, norm: Norm) -> Option<(f64, f64, bool)> {
        let (mean, sd) = match norm {
            Norm::Functional => (FactKind::FunctionalMean, FactKind::FunctionalSd),
            Norm::Clinical => (FactKind::ClinicalMean, FactKind::ClinicalSd),
        };
        let (mean, sd) = (self.fact(mean, None)?, self.fact(sd, None)?);
        Some((mean.value?, sd.value?, mean.verified && sd.verified))
    }

    /// The least change that matters to clients.
    pub fn minimal_important_difference(&self) -> Option<&Fact> {
        self.fact(FactKind::MinimalImportantDifference, None).filter(|fact| fact.value.is_some())
    }

    /// Whether a higher score is better.
    pub fn higher_is_better(&self) -> bool {
        self.better == Better::Higher
    }
}
