//! McNemar's tests: did as many turn from yes to no as from no to yes?

use super::{ChiSquaredTest, PairedAnswers};
use crate::stats::StatsError;
use crate::stats::binomial::BinomialLaw;

/// McNemar's tests of p1 = p2 on paired answers. b turned one way, c the other; only these count.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct McNemar {
    /// 2 P(X <= min(b, c)), X ~ Bin(b + c, 1/2), at most 1; 1 when nobody turned.
    pub exact: f64,
    /// The exact one less P(X = min(b, c)); 1 when nobody turned.
    pub mid_p: f64,
    /// (b - c)²/(b + c); none when nobody turned.
    pub chi_squared: Option<ChiSquaredTest>,
    /// (|b - c| - 1)²/(b + c), never below 0; none when nobody turned.
    pub chi_squared_corrected: Option<ChiSquaredTest>,
}

impl PairedAnswers {
    /// Tests p1 = p2.
    ///
    /// McNemar (1947), *Psychometrika* 12, 153-157; mid-p: Fagerland, Lydersen & Laake (2013), *BMC Medical Research
    /// Methodology* 13:91, who advise it. At |b - c| = 0 the corrected statistic is 0, where (0 - 1)² would count (statsmodels).
    ///
    /// # Errors
    /// `NoAnswers` without a pair, `NotConverged`.
    ///
    /// ```
    /// use sst_core::stats::PairedAnswers;
    /// // Fagerland, Lydersen & Laake 2013, airways of 21 children: 1, 1, 7, 12: exact p 0.0703, mid-p 0.0391, asymptotic 0.0339.
    /// let test = PairedAnswers { both: 1, first_only: 1, second_only: 7, neither: 12 }.mcnemar()?;
    /// let asymptotic = test.chi_squared.unwrap().p;
    /// assert_eq!(format!("{:.4} {:.4} {asymptotic:.4}", test.exact, test.mid_p), "0.0703 0.0391 0.0339");
    /// # Ok::<(), sst_core::stats::StatsError>(())
    /// ```
    pub fn mcnemar(&self) -> Result<McNemar, StatsError> {
        if self.pairs() == 0 {
            return Err(StatsError::NoAnswers);
        }
        let (b, c) = (self.first_only, self.second_only);
        let n = b + c;
        if n == 0 {
            return Ok(McNemar { exact: 1.0, mid_p: 1.0, chi_squared: None, chi_squared_corrected: None });
        }
        let law = BinomialLaw { n, p: 0.5 };
        let fewer = b.min(c);
        let twice = 2.0 * law.at_most(fewer)?;
        let distance = b.abs_diff(c) as f64;
        let of = |distance: f64| ChiSquaredTest::new(distance * distance / n as f64, 1);
        Ok(McNemar {
            exact: twice.min(1.0),
            mid_p: if b == c { 1.0 } else { twice - law.log_probability(fewer).exp() },
            chi_squared: Some(of(distance)?),
            chi_squared_corrected: Some(of((distance - 1.0).max(0.0))?),
        })
    }
}
