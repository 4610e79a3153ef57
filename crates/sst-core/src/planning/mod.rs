//! How many answers to plan for, and what so many answers would tell: questions put to [`stats`](crate::stats), answered as a
//! small document of its own.

mod document;
mod goal;

pub use document::{EachSide, FollowUps, Plan, PlanGoal, Told};
pub use goal::{Extras, Goal, PlanError, plan};
