//! Statistics: numbers in, numbers out. Uses nothing else of the crate.

mod agreement;
mod between_units;
mod binomial;
mod cholesky;
mod cluster;
mod clustered_mean;
mod control_chart;
mod correlation;
mod count_law;
mod difference;
mod exact_tails;
mod funnel;
mod grim;
mod hedges;
mod incomplete_beta;
mod interval;
mod k_sample;
mod level;
mod logistic;
mod mean;
mod multinomial;
mod noncentral_t;
mod paired;
mod plan;
mod pool;
mod proportion;
mod quantile;
mod quantiles_of_laws;
mod reliable_change;
mod root;
mod share;
mod silence;
mod survival;
mod tails_of_laws;

pub use agreement::{cohen_kappa, share_that_changes_class};
pub use between_units::{
    AnalysisOfVariance, LinearRandomIntercept, LinearRow, LogisticRandomIntercept, ShrunkenShare, UnitEffect,
    UnitMoments, analysis_of_variance, latent_intraclass_correlation, linear_random_intercept,
    logistic_random_intercept, median_odds_ratio,
};
pub use binomial::{BinomialTest, binomial_test};
pub use cluster::{ClusterSums, ClusteredInterval, wilson_cluster, wilson_with_design_effect};
pub use clustered_mean::{ClusteredValues, clustered_mean_interval};
pub use control_chart::{
    Assurance, BernoulliCusum, ChartLimits, ChartPart, ChartPlan, ChartPoint, ControlChart, CusumPath, Exposed, Lines,
    QuietChart, QuietMonths, Rule, RuleSet, RunsAnalysis, Screening, Side, Signal, Variation, Wanted, assurance,
    c_chart, false_alarms, g_chart, laney_p_chart, leading_signal, p_chart, run_chart, runs_analysis, signals, t_chart,
    u_chart, variation, xmr_chart,
};
pub use correlation::{PairSums, fisher_interval, pearson};
pub use difference::{
    ChiSquaredTest, FisherTest, McNemar, OverlapSums, OverlappingDifference, PairedAnswers, PooledTest, ScoreTest,
    fisher_exact, miettinen_nurminen, newcombe, overlapping_difference, pooled_test, score_test, square_and_add,
};
pub use exact_tails::{ExactTails, exact_tails};
pub use funnel::{
    Dispersion, Funnel, FunnelCentre, FunnelFlag, FunnelLimits, FunnelUnit, byar, dispersion, exact_poisson, funnel,
    funnel_limits,
};
pub use grim::{Grim, PrintedPercentage, grim};
pub use hedges::{hedges_correction, hedges_correction_approximate};
pub use incomplete_beta::{beta_quantile_lower, beta_quantile_upper, regularised_incomplete_beta};
pub use interval::Interval;
pub use k_sample::{
    Adjustment, ClusteredShare, CommonDifference, CommonOddsRatio, MantelHaenszel, PairOfShares, SharesTest, Stratum,
    TrendTest, adjust, all_pairs, chi_squared_of_clustered_shares, chi_squared_of_shares, cochran_armitage,
    common_difference, mantel_haenszel, trend_of_clustered_shares,
};
pub use level::Level;
pub use logistic::{
    CalibrationGroup, CalibrationLine, Coefficient, LogisticFit, LogisticRow, ObservedExpected, Predicted,
    area_under_curve, brier_score, calibration_line, calibration_table, hosmer_lemeshow, logistic_regression,
};
pub use mean::{MeanEstimate, mean_with_interval};
pub use multinomial::goodman;
pub use noncentral_t::{noncentral_t_cdf, noncentrality};
pub use paired::{PairedMoments, PairedTest};
pub use plan::{
    Alternative, ExactPower, ExactSampleSize, TwoShares, answers_to_leave_out, cohen_h, exact_power, exact_sample_size,
    finite_population, follow_ups_to_be_sure, follow_ups_to_expect, non_inferiority_sample_size, normal_sample_size,
    paired_t_power, paired_t_sample_size, two_shares_power, two_shares_power_by_h, two_shares_sample_size,
    two_shares_sample_size_by_h, wilson_half_width, wilson_sample_size,
};
pub use pool::{
    Heterogeneity, LogitEffect, PoolInterval, Pooled, SmallStudyCheck, StudyEffect, binomial_normal, cumulative, expit,
    expit_interval, leave_one_out, logit_effect, pool_studies, q_profile, small_study_check,
    small_study_check_of_shares, study_weights,
};
pub use proportion::{
    ProportionMethod, agresti_coull, clopper_pearson, jeffreys, proportion_interval, wilson, wilson_of_share,
};
pub use quantile::quantile_type_7;
pub use quantiles_of_laws::{normal_quantile, student_t_quantile};
pub use reliable_change::{
    Baseline, ChangeClass, CutoffFormula, DifferenceRule, Norms, PercentageRule, Population, RciMethod, ReliableChange,
    ScaleDirection, change_index, cutoff, cutoff_index, effect_size_change, false_change_beyond_index,
    false_change_by_threshold, has_passed, mean_beyond_cutoff, regression_to_mean, relative_change, true_score_norms,
};
pub use share::Share;
pub use silence::{
    DeltaEstimate, ImbensManski, PooledImputations, Response, TippingPoint, Weighted, WeightingCell, pool_imputations,
    weight_by_cell,
};
pub use survival::{
    CurvePoint, CurveScale, End, EventTable, IncidenceAt, IncidenceMethod, LogRank, LogRankGroup, MedianDay, RiskDay,
    aalen_johansen, incidence_at, kaplan_meier, log_rank, median_day,
};
pub use tails_of_laws::chi_squared_upper_tail;

/// Why a statistic is undefined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StatsError {
    /// There is no answer to estimate from.
    #[error("no answers")]
    NoAnswers,
    /// More events than answers.
    #[error("more events than answers")]
    MoreEventsThanAnswers,
    /// More answers than people who could have answered.
    #[error("more answers than eligible")]
    MoreAnswersThanEligible,
    /// A group to be weighted has eligible and no answers.
    #[error("a group has no answers to stand for it")]
    CellWithoutAnswers,
    /// All answered alike: there is nothing to tell apart.
    #[error("all answered alike")]
    AllAlike,
    /// A confidence level is strictly between 0 and 1.
    #[error("a confidence level is strictly between 0 and 1")]
    BadLevel,
    /// A probability or parameter outside its range.
    #[error("a parameter is outside its range")]
    OutOfRange,
    /// All answers come from one client.
    #[error("all answers come from one client")]
    OneClient,
    /// One value has no spread.
    #[error("one value has no spread")]
    OneValue,
    /// The horizon is beyond the longest follow-up.
    #[error("nobody was followed that long")]
    NotFollowed,
    /// The curve has reached its end, where its interval is undefined.
    #[error("nobody is left for whom it is open")]
    CurveAtEnd,
    /// A covariate is constant, or a combination of those before it.
    #[error("covariate {} is constant or a combination of those before it", covariate + 1)]
    Collinear {
        /// Its place, from 0.
        covariate: usize,
    },
    /// Covariates tell all events from the rest: no coefficient is large enough.
    #[error("the covariates tell all events from the rest")]
    Separated,
    /// The iteration did not settle within its limit.
    #[error("the iteration did not settle")]
    NotConverged,
}
