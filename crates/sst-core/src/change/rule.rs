//! Which rule is to be applied to change, before it has its numbers.

use std::str::FromStr;

use super::rule_set::RuleSet;
use crate::stats::{PercentageRule, RciMethod};

/// What counts as reliable change, and where the clinical range begins.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ChangeRule {
    /// The standard that it is of, which may judge several questionnaires together.
    pub rule_set: Option<RuleSet>,
    /// What counts as reliable change.
    pub criterion: CriterionKind,
    /// Where the clinical range begins.
    pub cutoff: CutoffKind,
    /// Whose standard deviation an index is made with.
    pub sd_source: SdSource,
    /// The reliability, instead of the instrument's.
    pub reliability: Option<f64>,
    /// Whether to count under every other rule too.
    pub sensitivity: bool,
}

/// What counts as reliable change.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum CriterionKind {
    /// The published threshold where the instrument has one, an index by Jacobson and Truax otherwise.
    #[default]
    Published,
    /// An index that exceeds its critical value.
    Index(RciMethod),
    /// A fall (or rise) of so many percent of the score before, with at most three decimals.
    PercentChange(f64),
    /// The instrument's minimal important difference.
    MinimalImportantDifference,
    /// So many standard deviations.
    EffectSize(f64),
}

/// Where the clinical range begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CutoffKind {
    /// The published cut-off where the instrument has one; the best of c, a, b that its norms allow otherwise.
    #[default]
    Published,
    /// Two standard deviations of the clinical population from its mean, on the way to health.
    A,
    /// Two standard deviations of the functional population from its mean, on the way to illness.
    B,
    /// Where both are equally likely.
    C,
}

/// Whose standard deviation an index is made with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SdSource {
    /// The instrument's clinical norm where it has one, all scores before otherwise.
    #[default]
    ClinicalOrBaselines,
    /// All scores before.
    Baselines,
    /// Scores before of those who also have one after.
    Completers,
    /// The national standard deviation of scores at the start of care, as PMHC-MDS publishes it.
    National,
}

/// The words of the command line and of documents, with hyphens or underscores.
impl FromStr for CriterionKind {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let word = text.replace('-', "_");
        let number = |rest: &str| rest.parse::<f64>().ok().filter(|number| number.is_finite() && *number > 0.0);
        match word.as_str() {
            "published" => return Ok(Self::Published),
            "minimal_important_difference" | "mid" => return Ok(Self::MinimalImportantDifference),
            // What the first of them is called where there is no other.
            "rci" => return Ok(Self::Index(RciMethod::JacobsonTruax)),
            _ => {}
        }
        if let Some(percent) = word.strip_prefix("percent:").and_then(number) {
            let is_exact = PercentageRule::of_percent(percent).is_some();
            return is_exact
                .then_some(Self::PercentChange(percent))
                .ok_or_else(|| "percent:50, a percentage with at most three decimals".to_owned());
        }
        if let Some(sd) = word.strip_prefix("effect_size:").and_then(number) {
            return Ok(Self::EffectSize(sd));
        }
        word.parse().map(Self::Index).map_err(|_| {
            let methods = RciMethod::ALL.map(RciMethod::id).join(", ").replace('_', "-");
            format!("published, {methods}, percent:50, mid or effect-size:0.5")
        })
    }
}

impl FromStr for CutoffKind {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "published" => Ok(Self::Published),
            "a" => Ok(Self::A),
            "b" => Ok(Self::B),
            "c" => Ok(Self::C),
            _ => Err("published, a, b or c".to_owned()),
        }
    }
}

impl FromStr for SdSource {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "clinical" => Ok(Self::ClinicalOrBaselines),
            "baselines" => Ok(Self::Baselines),
            "completers" => Ok(Self::Completers),
            "national" => Ok(Self::National),
            _ => Err("clinical, baselines, completers or national".to_owned()),
        }
    }
}
