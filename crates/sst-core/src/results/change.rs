//! Change on a questionnaire, in one group: how often each pair of scores, the classes they are in, and under which rule.

use serde::{Deserialize, Serialize};

/// Change on a questionnaire.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Joint {
    /// Attended sessions.
    pub eligible: Option<u64>,
    /// Sessions with both scores.
    pub answered: Option<u64>,
    /// Sessions with a score before.
    pub with_pre: Option<u64>,
    /// How often each pair of scores occurs; of the whole only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cells: Vec<JointCell>,
    /// The classes that there can be; empty where reliable change is unknown.
    pub classes: Vec<ClassShare>,
    /// How their intervals were made: `goodman`, or `wilson_cluster` where clients have several pairs.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub class_method: String,
    /// Both scores, and the one before not in the clinical range.
    pub could_not_recover: Option<u64>,
    /// So near to the best possible score that no reliable improvement fits in.
    pub at_ceiling: Option<u64>,
    /// So near to the worst possible score that no reliable deterioration fits in.
    pub at_floor: Option<u64>,
    /// Both scores, the one before 0: it has no percentage, so they are in no class; `None` under other rules.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zero_before: Option<u64>,
    /// Standardised change, each by its name; never bare.
    pub effect_sizes: Vec<EffectSize>,
    /// Pearson's correlation of the scores before and after.
    pub correlation: Option<f64>,
    /// The share that would seem reliably changed, either way, if nobody had changed.
    pub expected_false_change: Option<f64>,
    /// How far the mean would move by regression to the mean alone, in points, had nobody changed.
    pub regression_to_the_mean: Option<f64>,
    /// The rule and its numbers; the same for every group.
    pub rule: RuleNote,
    /// The classes under other rules; of the whole, where asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sensitivity: Vec<SensitivityRow>,
}

/// The classes under another rule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SensitivityRow {
    /// As in [`RuleNote::criterion`].
    pub criterion: String,
    /// The reliability, of an index.
    pub reliability: Option<f64>,
    /// `published`, `a`, `b`, `c`; `None` where there is no such cut-off.
    pub cutoff: Option<String>,
    /// How many pairs in each class, from recovered to harmed.
    pub classes: [u64; 5],
    /// The share of the pairs that are in another class than under the rule that was applied.
    pub differs: Option<f64>,
    /// Cohen's kappa of both.
    pub kappa: Option<f64>,
}

/// How often one pair of scores occurs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JointCell {
    /// The score before.
    pub pre: f64,
    /// The score after.
    pub post: f64,
    /// How often.
    pub count: Option<u64>,
}

/// One of the five classes, with its simultaneous interval.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClassShare {
    /// `recovered`, `improved`, `unchanged`, `deteriorated`, `harmed`
    pub class: String,
    /// How many pairs.
    pub count: Option<u64>,
    /// The share of the pairs.
    pub estimate: Option<f64>,
    /// Lower end of Goodman's interval, which holds for all five together.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
}

/// A standardised change. Positive is better.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EffectSize {
    /// `d_z`, `g_z`, `d_av`, `d_rm`, `d_pre` (Becker), `g_pre`
    pub id: String,
    /// The value.
    pub estimate: Option<f64>,
    /// Lower end of its interval, where there is one.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
}

/// The rule that was applied, with its numbers, so that it can be named in a methods section.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RuleNote {
    /// What a reader knows the questionnaire by: `PHQ-9`.
    #[serde(default)]
    pub name: String,
    /// `threshold`, `jacobson_truax`, ..., or `unknown`
    pub criterion: String,
    /// How far a score must move, in words: `beyond measurement error`, `by 50% or more`.
    #[serde(default)]
    pub amount: String,
    /// The rule in words.
    pub text: String,
    /// The points by which a score must change, where that is one number.
    pub reliable_change: Option<f64>,
    /// The cut-off: scores on the ill side of it are in the clinical range.
    pub cutoff: Option<f64>,
    /// Whether the cut-off itself is in the clinical range.
    pub cutoff_is_clinical: Option<bool>,
    /// Which way a score moves when things go well: `lower` or `higher`.
    pub better: String,
    /// The lowest possible score.
    pub min: f64,
    /// The highest possible score.
    pub max: f64,
    /// What a reader must know of the rule: a number that is not verified, another rule that would decide otherwise.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<String>,
}
