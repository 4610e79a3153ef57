//! What only a study among others, and what is pooled of them, has.

use serde::{Deserialize, Serialize};

use super::missing::Range;

/// How far studies differ, and where the next one may fall.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Heterogeneity {
    /// How many studies.
    pub studies: u64,
    /// The variance between studies, on the scale they were pooled on.
    pub tau2: Option<f64>,
    /// Cochran's Q; of the binomial-normal model the likelihood-ratio test that all shares are one.
    pub q: Option<f64>,
    /// The share of the variation that is between studies, 0 to 1.
    pub i2: Option<f64>,
    /// Where the share of a further study may fall; from three studies.
    pub prediction: Option<Range>,
    /// The p-value of `q`: that such a spread is chance.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub q_p: Option<f64>,
    /// The interval of `tau2`, by Q-profile; of all studies alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tau2_interval: Option<Range>,
    /// The standard error of the average, on the scale that was pooled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub standard_error: Option<f64>,
    /// Whether small studies say something else than large ones; from ten studies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub small_studies: Option<SmallStudies>,
}

/// A regression of estimates on how small their studies are.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct SmallStudies {
    /// t of the slope, with k - 2 degrees of freedom.
    pub t: f64,
    /// Its two-sided p-value.
    pub p: f64,
    /// What the line says of a study without end.
    pub limit: f64,
}

/// What only one of several studies has.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct StudyNote {
    /// How much it counts in the average, 0 to 1; all weights are 1.
    pub weight: f64,
    /// When it was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<i32>,
    /// The standard error, where it was given and no counts; `se` in JSON, since a key of two flattened parts is lost to the first.
    #[serde(default, rename = "se", skip_serializing_if = "Option::is_none")]
    pub standard_error: Option<f64>,
}
