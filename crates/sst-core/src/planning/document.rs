//! The document `sst-plan/1`. Keys of no meaning for a goal are left out.

use serde::Serialize;

/// What is planned for, in words of JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PlanGoal {
    /// An interval narrow enough.
    Precision,
    /// A test against a fixed claim.
    Claim,
    /// Not worse than another share by a margin.
    NonInferiority,
    /// Two shares told apart.
    ComparePeriods,
}

/// How many answers, and how many follow-ups.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Plan {
    /// `sst-plan/1`
    pub schema: &'static str,
    /// What is planned for.
    pub goal: PlanGoal,
    /// The share that is expected.
    pub expect: f64,
    /// The half-width asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub precision: Option<f64>,
    /// The level of the interval.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<f64>,
    /// The claim that is tested; of non-inferiority the share to compare with less the margin.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub claim: Option<f64>,
    /// The share to compare with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub against: Option<f64>,
    /// How much lower still counts as not worse.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub margin: Option<f64>,
    /// The power asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub power: Option<f64>,
    /// The chance of a false alarm.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alpha: Option<f64>,
    /// Independent answers to plan with; of two sides those on the first.
    pub answers: u64,
    /// Of an exact test: the first number of answers with the power. Some larger numbers have less.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first: Option<u64>,
    /// Of an exact test: from that number of answers on every one has the power; the same as `answers`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stable_from: Option<u64>,
    /// Of a precision: what the normal formula says, not rounded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub normal: Option<f64>,
    /// How many there are in all, and how many of them do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub population: Option<u64>,
    /// Answers among so many that do, not rounded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of_population: Option<f64>,
    /// Answers on each of two sides.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub each_side: Option<EachSide>,
    /// What repeated clients do to the variance.
    pub design_effect: f64,
    /// Answers to collect, with repeated clients and a small population taken into account; of two sides those on the first.
    pub to_collect: u64,
    /// How many follow-ups to send for `to_collect`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub follow_ups: Option<FollowUps>,
    /// What a given number of answers would tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub with_answers: Option<Told>,
}

/// Answers on each of two sides.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct EachSide {
    /// On the first side, not rounded.
    pub exact: f64,
    /// On the first side.
    pub first: u64,
    /// On the second side.
    pub second: u64,
    /// To collect on the second side, with repeated clients.
    pub second_to_collect: u64,
}

/// How many follow-ups to send.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct FollowUps {
    /// The share that is answered.
    pub response_rate: f64,
    /// So many that the answers are to be expected.
    pub expected: u64,
    /// How sure `assured` is.
    pub assurance: f64,
    /// So many that the answers come with that assurance.
    pub assured: u64,
}

/// What a given number of answers would tell.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Told {
    /// So many answers; with repeated clients as many independent ones are counted as they are worth.
    pub answers: u64,
    /// Half of the width of the interval.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub half_width: Option<f64>,
    /// The power of the test.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub power: Option<f64>,
    /// The chance of a false alarm of an exact test, at most `alpha`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<f64>,
    /// As many yes, or more, show a share above the claim.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_least: Option<u64>,
    /// As few yes, or fewer, show a share below the claim.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_most: Option<u64>,
}
