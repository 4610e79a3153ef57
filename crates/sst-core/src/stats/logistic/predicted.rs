//! What a model predicted and what came.

use crate::stats::{Share, StatsError};

/// Clients with one predicted probability.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Predicted {
    /// The predicted probability of the event, 0 to 1.
    pub probability: f64,
    /// Events among them.
    pub share: Share,
}

/// Clients whose probabilities are equal, lowest first, as (probability, events, no events).
pub(super) fn ascending(predicted: &[Predicted]) -> Result<Vec<(f64, u64, u64)>, StatsError> {
    let mut blocks = Vec::with_capacity(predicted.len());
    for one in predicted {
        one.share.counts()?;
        if !(0.0..=1.0).contains(&one.probability) {
            return Err(StatsError::OutOfRange);
        }
        blocks.push((one.probability, one.share.events, one.share.answered - one.share.events));
    }
    if blocks.is_empty() {
        return Err(StatsError::NoAnswers);
    }
    blocks.sort_by(|one, other| one.0.total_cmp(&other.0));
    blocks.dedup_by(|next, kept| {
        let is_tie = next.0 == kept.0;
        if is_tie {
            kept.1 += next.1;
            kept.2 += next.2;
        }
        is_tie
    });
    Ok(blocks)
}
