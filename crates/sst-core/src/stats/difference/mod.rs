//! Two shares: how far apart, within which interval, and could it be chance?
//!
//! The difference is always first - second, p1 - p2, from -1 to 1. Two services or two periods without common clients are
//! independent; where clients are in both, [`overlapping_difference`]; where every client is in both with one answer each,
//! [`PairedAnswers`].

mod fisher;
mod mcnemar;
mod miettinen_nurminen;
mod newcombe;
mod overlapping;
mod paired_answers;
mod pooled_test;
mod tango;

pub use fisher::{FisherTest, fisher_exact};
pub use mcnemar::McNemar;
pub use miettinen_nurminen::{ScoreTest, miettinen_nurminen, score_test};
pub use newcombe::{newcombe, square_and_add};
pub use overlapping::{OverlapSums, OverlappingDifference, overlapping_difference};
pub use paired_answers::PairedAnswers;
pub use pooled_test::{ChiSquaredTest, PooledTest, pooled_test};
