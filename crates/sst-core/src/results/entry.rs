//! One result: a measure, for the whole or for a group, with everything that must travel with it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::benchmark_note::BenchmarkNote;
use super::change::Joint;
use super::comparison::{Comparison, Side};
use super::family_test::FamilyTest;
use super::missing::MissingAnswers;
use super::pooled::Heterogeneity;
use crate::codes::{Caveat, Reason};

/// The group a result is for: empty for the whole; `None` is a blank group.
pub type By = BTreeMap<String, Option<String>>;

/// One result.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ResultEntry {
    /// The measure's id, a column name, `wait_days` or `sessions_per_client`.
    pub measure: String,
    /// The questionnaire a result is about.
    pub instrument: Option<String>,
    /// The group; `{}` for the whole.
    #[serde(default)]
    pub by: By,
    /// What was counted, in words.
    pub definition: String,
    /// What kind of result, and its numbers.
    #[serde(flatten)]
    pub payload: Payload,
    /// Why a value is `null`.
    pub reason: Option<Reason>,
    /// What a reader must know before quoting it.
    #[serde(default)]
    pub caveats: Vec<CaveatNote>,
}

impl ResultEntry {
    /// What results are sorted by: code point of measure, instrument (none first), kind, by-keys, by-values; then the test and the sides of what compares.
    pub fn order(&self) -> impl Ord + use<'_> {
        let keys: Vec<&str> = self.by.keys().map(String::as_str).collect();
        let values: Vec<Option<&str>> = self.by.values().map(Option::as_deref).collect();
        (
            self.measure.as_str(),
            self.instrument.as_deref(),
            self.payload.kind().id(),
            keys,
            values,
            self.payload.compared(),
        )
    }

    /// The numbers of a proportion.
    pub const fn as_proportion(&self) -> Option<&Proportion> {
        match &self.payload {
            Payload::Proportion(proportion) => Some(proportion),
            _ => None,
        }
    }

    /// The count.
    pub const fn as_count(&self) -> Option<u64> {
        match &self.payload {
            Payload::Count(count) => count.count,
            _ => None,
        }
    }

    /// The numbers of a mean.
    pub const fn as_mean(&self) -> Option<&Mean> {
        match &self.payload {
            Payload::Mean(mean) => Some(mean),
            _ => None,
        }
    }

    /// The change on a questionnaire.
    pub const fn as_joint(&self) -> Option<&Joint> {
        match &self.payload {
            Payload::Joint(joint) => Some(joint),
            _ => None,
        }
    }

    /// The difference of two shares.
    pub const fn as_comparison(&self) -> Option<&Comparison> {
        match &self.payload {
            Payload::Comparison(comparison) => Some(comparison),
            _ => None,
        }
    }

    /// The test of several groups.
    pub const fn as_test(&self) -> Option<&FamilyTest> {
        match &self.payload {
            Payload::Test(test) => Some(test),
            _ => None,
        }
    }

    /// The spread.
    pub const fn as_distribution(&self) -> Option<&Distribution> {
        match &self.payload {
            Payload::Distribution(distribution) => Some(distribution),
            _ => None,
        }
    }
}

/// A caveat as it stands in the document: the code and its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaveatNote {
    /// The code.
    pub code: Caveat,
    /// The words.
    pub text: String,
}

/// The kind of a result and its numbers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Payload {
    /// A share of those who answered.
    Proportion(Proportion),
    /// A count.
    Count(Count),
    /// A mean.
    Mean(Mean),
    /// How values are spread.
    Distribution(Distribution),
    /// Change on a questionnaire.
    Joint(Joint),
    /// One share beside another.
    Comparison(Comparison),
    /// A test of several groups.
    Test(FamilyTest),
}

/// The kind of a result without its numbers, in the order of results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// `comparison`
    Comparison,
    /// `count`
    Count,
    /// `distribution`
    Distribution,
    /// `joint`
    Joint,
    /// `mean`
    Mean,
    /// `proportion`
    Proportion,
    /// `test`
    Test,
}

impl Kind {
    /// The kind as JSON names it.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Comparison => "comparison",
            Self::Count => "count",
            Self::Distribution => "distribution",
            Self::Joint => "joint",
            Self::Mean => "mean",
            Self::Proportion => "proportion",
            Self::Test => "test",
        }
    }
}

impl Payload {
    /// The kind of these numbers.
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Proportion(_) => Kind::Proportion,
            Self::Count(_) => Kind::Count,
            Self::Mean(_) => Kind::Mean,
            Self::Distribution(_) => Kind::Distribution,
            Self::Joint(_) => Kind::Joint,
            Self::Comparison(_) => Kind::Comparison,
            Self::Test(_) => Kind::Test,
        }
    }

    /// The test, and the groups and first days of what is compared.
    fn compared(&self) -> impl Ord + use<'_> {
        let side = |side: &Side| (side.by.clone(), side.period.map(|period| period.from));
        match self {
            Self::Comparison(comparison) => (None, vec![side(&comparison.a), side(&comparison.b)]),
            Self::Test(test) => (Some(test.test.as_str()), test.groups.iter().map(side).collect()),
            _ => (None, Vec::new()),
        }
    }
}

/// A proportion with its whole denominator chain: eligible, asked, answered, events.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Proportion {
    /// Could be asked.
    pub eligible: Option<u64>,
    /// Eligible but for a follow-up that is not due yet.
    pub not_due: Option<u64>,
    /// Were asked; `None` where the data does not say.
    pub asked: Option<u64>,
    /// Answered.
    pub answered: Option<u64>,
    /// Said yes.
    pub events: Option<u64>,
    /// Clients among the eligible.
    pub clients: Option<u64>,
    /// Clients among those who answered.
    pub clients_answered: Option<u64>,
    /// events / answered.
    pub estimate: Option<f64>,
    /// Lower end of the interval.
    pub low: Option<f64>,
    /// Upper end of the interval.
    pub high: Option<f64>,
    /// How the interval was made: `wilson`, `wilson_cluster`, `clopper_pearson`, `jeffreys`, `agresti_coull`.
    pub method: String,
    /// How much repeated clients widen the variance; 1 without repeats.
    pub design_effect: Option<f64>,
    /// What the share would be if nobody, or everybody, who did not answer had said yes.
    pub bounds: Option<Bounds>,
    /// Of recovery: there are both scores, and the one before was not in the clinical range. Never a possible yes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub could_not_recover: Option<u64>,
    /// Of change: there are both scores.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paired: Option<u64>,
    /// Of a standard that judges several questionnaires together: its own percentage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub official: Option<OfficialShare>,
    /// What those who did not answer could change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missing: Option<MissingAnswers>,
    /// What it may be compared with, and what that says.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub benchmarks: Vec<BenchmarkNote>,
    /// Of a share pooled over studies: how far they differ.
    #[serde(default, flatten, skip_serializing_if = "Option::is_none")]
    pub heterogeneity: Option<Heterogeneity>,
}

/// The percentage as a standard publishes it: the same events, over its own denominator.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct OfficialShare {
    /// The standard's denominator, those without a score after included.
    pub denominator: u64,
    /// events / denominator; `None` of a denominator of 0.
    pub estimate: Option<f64>,
}

/// The worst and the best that the missing answers allow.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Bounds {
    /// events / eligible.
    pub low: f64,
    /// (events + silent) / eligible.
    pub high: f64,
}

/// A count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// How many.
    pub count: Option<u64>,
}

/// A mean with its t interval.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Mean {
    /// Could have had a value.
    pub eligible: Option<u64>,
    /// How many values.
    pub answered: Option<u64>,
    /// The mean.
    pub estimate: Option<f64>,
    /// The sample standard deviation.
    pub sd: Option<f64>,
    /// Lower end of the interval.
    pub low: Option<f64>,
    /// Upper end of the interval.
    pub high: Option<f64>,
    /// `t`
    pub method: String,
}

/// How values are spread: the bins, and quartiles where values are numbers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Distribution {
    /// Could be asked.
    pub eligible: Option<u64>,
    /// How many values.
    pub answered: Option<u64>,
    /// Each code of a scale, in its order; of numbers, each value that occurs.
    pub bins: Vec<Bin>,
    /// The lower quartile (type 7), of numbers.
    pub q1: Option<f64>,
    /// The median, of numbers.
    pub median: Option<f64>,
    /// The upper quartile (type 7), of numbers.
    pub q3: Option<f64>,
    /// Shares at or above the steps of a rating (3, 4, 5).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shares: Vec<Share>,
}

/// One value and how often it occurs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bin {
    /// The value: a number or a code, as text.
    pub value: String,
    /// How often.
    pub count: Option<u64>,
}

/// The share at or above a step of a rating.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Share {
    /// The step.
    pub at_least: u32,
    /// How many at or above it.
    pub events: Option<u64>,
    /// The share of those who answered.
    pub estimate: Option<f64>,
}
