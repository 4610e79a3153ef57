//! A study, and how studies are to be pooled.

use crate::stats::{Level, ProportionMethod, Share, StudyEffect};

/// One study.
#[derive(Debug, Clone, PartialEq)]
pub struct Study {
    /// What it is called: printed, and told apart by it.
    pub name: String,
    /// What it found.
    pub numbers: StudyNumbers,
    /// When it was published.
    pub year: Option<i32>,
    /// What it counted, in its own words.
    pub definition: Option<String>,
}

/// What a study found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum StudyNumbers {
    /// Events among answers: pooled as a logit.
    Counts(Share),
    /// An estimate with its variance, on the scale that is pooled.
    Estimate(StudyEffect),
}

/// What the estimates of studies without counts are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PoolScale {
    /// Numbers that are pooled and shown as they are.
    #[default]
    Identity,
    /// Log-odds, pooled as they are and shown as shares.
    Logit,
}

/// How studies are pooled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PoolModel {
    /// Random effects by REML with Knapp and Hartung's interval.
    #[default]
    Reml,
    /// Counts as they are, their logits normal between studies; for studies with counts.
    BinomialNormal,
}

impl PoolModel {
    /// The id in results.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Reml => "reml_knapp_hartung",
            Self::BinomialNormal => "binomial_normal",
        }
    }
}

/// Everything that is asked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pooling {
    /// How studies are pooled.
    pub model: PoolModel,
    /// What estimates are, of studies without counts.
    pub scale: PoolScale,
    /// The level of every interval.
    pub level: Level,
    /// How the interval of each study is made, where it has counts.
    pub method: ProportionMethod,
}

impl Default for Pooling {
    fn default() -> Self {
        Self {
            model: PoolModel::default(),
            scale: PoolScale::default(),
            level: Level::DEFAULT,
            method: ProportionMethod::default(),
        }
    }
}
