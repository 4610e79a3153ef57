//! What only a share pooled over studies has.

use serde::{Deserialize, Serialize};

use super::missing::Range;

/// How far studies differ, and where the next one may fall.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Heterogeneity {
    /// How many studies.
    pub studies: u64,
    /// The variance between studies, on the scale they were pooled on.
    pub tau2: Option<f64>,
    /// Cochran's Q.
    pub q: Option<f64>,
    /// The share of the variation that is between studies, 0 to 1.
    pub i2: Option<f64>,
    /// Where the share of a further study may fall; from three studies.
    pub prediction: Option<Range>,
}
