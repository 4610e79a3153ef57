//! Whether what is asked of the results is shown.

use crate::definitions::{Definitions, FailWhen, Gate};
use crate::results::{GateOutcome, GateState, Proportion, ResultEntry};

/// The outcome of each gate, in the order of the mapping file.
pub(super) fn outcomes(definitions: &Definitions, entries: &[ResultEntry]) -> Vec<GateOutcome> {
    definitions
        .gates
        .iter()
        .map(|gate| {
            let found = entries
                .iter()
                .filter(|entry| entry.measure == gate.measure && entry.by == gate.by)
                .find_map(ResultEntry::as_proportion);
            GateOutcome {
                measure: gate.measure.clone(),
                by: gate.by.clone(),
                at_least: gate.at_least,
                min_answered: gate.min_answered,
                answered: found.and_then(|found| found.answered),
                low: found.and_then(|found| found.low),
                high: found.and_then(|found| found.high),
                state: found.map_or(GateState::NotShown, |found| state(gate, found)),
            }
        })
        .collect()
}

/// `met`: low >= at_least. `failed`: the gate's rule holds and enough answered. Else `not_shown`.
fn state(gate: &Gate, found: &Proportion) -> GateState {
    let (Some(low), Some(high), Some(answered)) = (found.low, found.high, found.answered) else {
        return GateState::NotShown;
    };
    let below = match gate.fail_when {
        FailWhen::ShownBelow => high < gate.at_least,
        FailWhen::NotShown => low < gate.at_least,
    };
    if low >= gate.at_least {
        GateState::Met
    } else if below && answered >= gate.min_answered {
        GateState::Failed
    } else {
        GateState::NotShown
    }
}
