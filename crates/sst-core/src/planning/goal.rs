//! From a question to a plan.

use super::document::{EachSide, FollowUps, Plan, PlanGoal, Told};
use crate::stats::{
    Alternative, Level, StatsError, TwoShares, exact_power, exact_sample_size, finite_population,
    follow_ups_to_be_sure, follow_ups_to_expect, non_inferiority_sample_size, normal_sample_size, two_shares_power,
    two_shares_sample_size, wilson_half_width, wilson_sample_size,
};

/// What is planned for. Shares and chances are strictly between 0 and 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Goal {
    /// An interval of that half-width.
    Precision {
        /// The share that is expected.
        expect: f64,
        /// Half of its width.
        half_width: f64,
        /// Its level.
        level: Level,
        /// How many there are in all, where that is few.
        population: Option<u64>,
    },
    /// The exact one-sided test of a claim.
    Claim {
        /// The share that is expected.
        expect: f64,
        /// The claim.
        claim: f64,
        /// The chance of a false alarm.
        alpha: f64,
        /// The chance to show it.
        power: f64,
    },
    /// Not below another share by the margin or more.
    NonInferiority {
        /// The share that is expected.
        expect: f64,
        /// The share to compare with.
        against: f64,
        /// How much lower still counts as not worse.
        margin: f64,
        /// The chance of a false alarm, one-sided.
        alpha: f64,
        /// The chance to show it.
        power: f64,
    },
    /// Two shares told apart.
    Compare {
        /// The share on the first side.
        expect: f64,
        /// The share on the second side.
        against: f64,
        /// Answers on the second side for each on the first.
        ratio: f64,
        /// The chance of a false alarm, two-sided.
        alpha: f64,
        /// The chance to show it.
        power: f64,
    },
}

/// What a plan takes into account beside its goal.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Extras {
    /// How much repeated clients widen the variance; 1 where none repeat.
    pub design_effect: f64,
    /// The share of follow-ups that are answered, and how sure enough of them is to be.
    pub response: Option<(f64, f64)>,
    /// A number of answers to look at.
    pub answers: Option<u64>,
}

impl Default for Extras {
    fn default() -> Self {
        Self { design_effect: 1.0, response: None, answers: None }
    }
}

/// Why there is no plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// Both shares are one: no number of answers tells them apart.
    #[error("both shares are the same: no number of answers tells them apart")]
    SameShares,
    /// The share that is expected is too low for the margin.
    #[error(
        "the share expected is below the other by the margin or more, so no number of answers can show that it is not"
    )]
    BeyondMargin,
    /// The margin leaves no share to test against.
    #[error("the margin is as large as the share to compare with, or larger")]
    MarginTooLarge,
    /// So near that more answers are needed than are planned for.
    #[error(
        "the shares are so near each other, or the interval so narrow, that more answers are needed than can be planned for"
    )]
    TooMany,
    /// A statistic fails.
    #[error(transparent)]
    Stats(#[from] StatsError),
}

/// The plan.
///
/// # Errors
/// [`PlanError`]; `Stats(OutOfRange)` for a number outside its range.
///
/// ```
/// use sst_core::planning::{Extras, Goal, plan};
/// use sst_core::stats::Level;
/// // ±5 points where 80% are expected: 245 answers, for which 613 follow-ups are to be sent where 40% answer.
/// let goal = Goal::Precision { expect: 0.8, half_width: 0.05, level: Level::DEFAULT, population: None };
/// let plan = plan(goal, Extras { response: Some((0.4, 0.9)), ..Extras::default() })?;
/// assert_eq!((plan.to_collect, plan.follow_ups.map(|sent| sent.expected)), (245, Some(613)));
/// # Ok::<(), sst_core::planning::PlanError>(())
/// ```
pub fn plan(goal: Goal, extras: Extras) -> Result<Plan, PlanError> {
    if !(extras.design_effect >= 1.0 && extras.design_effect <= 1e6) {
        return Err(StatsError::OutOfRange.into());
    }
    let mut plan = needed(goal)?;
    plan.design_effect = extras.design_effect;
    // A small population bounds independent answers; repeats then widen what is left.
    let independent = plan.of_population.map_or(plan.answers as f64, f64::ceil);
    let widened = |answers: f64| whole(answers * extras.design_effect);
    plan.to_collect = widened(independent)?;
    if let Some(side) = &mut plan.each_side {
        side.second_to_collect = widened(side.second as f64)?;
    }
    if let Some((response_rate, assurance)) = extras.response {
        // The side that needs more of them decides.
        plan.follow_ups = Some(FollowUps {
            response_rate,
            expected: follow_ups_to_expect(plan.to_collect, response_rate)?,
            assurance,
            assured: follow_ups_to_be_sure(plan.to_collect, response_rate, assurance)?,
        });
    }
    plan.with_answers = extras.answers.map(|answers| told(goal, answers, extras.design_effect)).transpose()?;
    Ok(plan)
}

fn needed(goal: Goal) -> Result<Plan, PlanError> {
    match goal {
        Goal::Precision { expect, half_width, level, population } => {
            let answers = wilson_sample_size(expect, half_width, level).map_err(too_many)?;
            let of_population = population.map(|all| finite_population(answers as f64, all)).transpose()?;
            Ok(Plan {
                precision: Some(half_width),
                level: Some(level.get()),
                normal: Some(normal_sample_size(expect, half_width, level)?),
                population,
                of_population,
                ..blank(PlanGoal::Precision, expect, answers)
            })
        }
        Goal::Claim { expect, claim, alpha, power } => exact(PlanGoal::Claim, expect, claim, alpha, power),
        Goal::NonInferiority { expect, against, margin, alpha, power } => {
            let claim = against - margin;
            if claim <= 0.0 {
                return Err(PlanError::MarginTooLarge);
            }
            if expect <= claim {
                return Err(PlanError::BeyondMargin);
            }
            let on_each = non_inferiority_sample_size(expect, against, margin, alpha, power)?;
            let first = whole(on_each)?;
            let plan = exact(PlanGoal::NonInferiority, expect, claim, alpha, power)?;
            let each_side = Some(EachSide { exact: on_each, first, second: first, second_to_collect: first });
            Ok(Plan { against: Some(against), margin: Some(margin), each_side, ..plan })
        }
        Goal::Compare { expect, against, ratio, alpha, power } => {
            if expect == against {
                return Err(PlanError::SameShares);
            }
            let exact = two_shares_sample_size(TwoShares { first: expect, second: against, ratio }, alpha, power)?;
            let (first, second) = (whole(exact)?, whole(exact * ratio)?);
            let each_side = Some(EachSide { exact, first, second, second_to_collect: second });
            Ok(Plan {
                against: Some(against),
                alpha: Some(alpha),
                power: Some(power),
                each_side,
                ..blank(PlanGoal::ComparePeriods, expect, first)
            })
        }
    }
}

fn exact(goal: PlanGoal, expect: f64, claim: f64, alpha: f64, power: f64) -> Result<Plan, PlanError> {
    if expect == claim {
        return Err(PlanError::SameShares);
    }
    let size = exact_sample_size(claim, expect, alpha, power).map_err(too_many)?;
    Ok(Plan {
        claim: Some(claim),
        alpha: Some(alpha),
        power: Some(power),
        first: Some(size.first),
        stable_from: Some(size.stable_from),
        ..blank(goal, expect, size.stable_from)
    })
}

/// What so many answers would tell.
fn told(goal: Goal, answers: u64, design_effect: f64) -> Result<Told, PlanError> {
    // As many independent answers as these are worth, never none.
    let worth = ((answers as f64 / design_effect).floor() as u64).max(1);
    let nothing = Told { answers, half_width: None, power: None, size: None, at_least: None, at_most: None };
    Ok(match goal {
        Goal::Precision { expect, level, .. } => {
            Told { half_width: Some(wilson_half_width(expect, worth, level)?), ..nothing }
        }
        Goal::Claim { expect, claim, alpha, .. } => exact_told(nothing, expect, claim, worth, alpha)?,
        Goal::NonInferiority { expect, against, margin, alpha, .. } => {
            exact_told(nothing, expect, against - margin, worth, alpha)?
        }
        Goal::Compare { expect, against, ratio, alpha, .. } => {
            let shares = TwoShares { first: expect, second: against, ratio };
            Told { power: Some(two_shares_power(shares, answers as f64 / design_effect, alpha)?), ..nothing }
        }
    })
}

fn exact_told(nothing: Told, expect: f64, claim: f64, answers: u64, alpha: f64) -> Result<Told, StatsError> {
    let alternative = if expect > claim { Alternative::Greater } else { Alternative::Less };
    let test = exact_power(claim, expect, answers, alpha, alternative)?;
    Ok(Told {
        power: Some(test.power),
        size: Some(test.size),
        at_least: test.at_least,
        at_most: test.at_most,
        ..nothing
    })
}

const fn blank(goal: PlanGoal, expect: f64, answers: u64) -> Plan {
    Plan {
        schema: "sst-plan/1",
        goal,
        expect,
        precision: None,
        level: None,
        claim: None,
        against: None,
        margin: None,
        power: None,
        alpha: None,
        answers,
        first: None,
        stable_from: None,
        normal: None,
        population: None,
        of_population: None,
        each_side: None,
        design_effect: 1.0,
        to_collect: answers,
        follow_ups: None,
        with_answers: None,
    }
}

/// Ranges are looked at by who asks: what is left is a number that is too large.
const fn too_many(error: StatsError) -> PlanError {
    match error {
        StatsError::OutOfRange => PlanError::TooMany,
        other => PlanError::Stats(other),
    }
}

/// The whole number from there; a hair above one, by rounding, is that one.
fn whole(number: f64) -> Result<u64, PlanError> {
    let whole = if (number - number.round()).abs() <= 1e-9 * number { number.round() } else { number.ceil() };
    if (0.0..=1e12).contains(&whole) { Ok(whole as u64) } else { Err(PlanError::TooMany) }
}
