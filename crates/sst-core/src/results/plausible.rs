//! Whether the numbers of a document that was read can be: a document is a file, and anybody can write one.

use super::entry::{Payload, ResultEntry};
use super::header::ResultSet;

/// More than any service has of anything; sums of such counts are far from overflowing.
const MOST: u64 = 1 << 50;

/// Whether every share lies between 0 and 1, no part is larger than its whole, and no count is absurd.
pub(super) fn is_plausible(document: &ResultSet) -> bool {
    let rows = &document.rows;
    let counts = rows.excluded.iter().map(|excluded| excluded.rows).chain([rows.read, rows.used]);
    let counts = counts.chain(document.inputs.iter().map(|input| input.rows));
    let counts = counts.chain(document.findings.iter().map(|finding| finding.count));
    let flow = &document.flow;
    let flow = [flow.booked, flow.attended, flow.asked, flow.answered].into_iter().flatten();
    counts.chain(flow).all(|count| count <= MOST)
        && is_share(document.level)
        && document.gates.iter().all(|gate| is_share(gate.at_least) && are_shares([gate.low, gate.high]))
        && document.targets.iter().all(|target| is_share(target.value))
        && document.results.iter().all(is_plausible_entry)
}

fn is_plausible_entry(entry: &ResultEntry) -> bool {
    match &entry.payload {
        Payload::Proportion(found) => {
            let bounds = found.bounds.map(|bounds| [bounds.low, bounds.high]);
            are_in_order([found.events, found.answered, found.eligible])
                && [found.not_due, found.clients, found.clients_answered].into_iter().flatten().all(|n| n <= MOST)
                && are_shares([found.estimate, found.low, found.high])
                && bounds.is_none_or(|bounds| bounds.into_iter().all(is_share))
        }
        Payload::Count(found) => found.count.is_none_or(|count| count <= MOST),
        Payload::Mean(found) => are_in_order([found.answered, found.eligible, None]),
        Payload::Distribution(found) => {
            are_in_order([found.answered, found.eligible, None])
                && found.bins.iter().filter_map(|bin| bin.count).all(|count| count <= MOST)
                && found.shares.iter().all(|share| are_shares([share.estimate]))
        }
    }
}

/// Whether each count that is there is at most the next one that is.
fn are_in_order(counts: [Option<u64>; 3]) -> bool {
    let known: Vec<u64> = counts.into_iter().flatten().collect();
    known.is_sorted() && known.iter().all(|&count| count <= MOST)
}

fn are_shares(shares: impl IntoIterator<Item = Option<f64>>) -> bool {
    shares.into_iter().flatten().all(is_share)
}

fn is_share(share: f64) -> bool {
    (0.0..=1.0).contains(&share)
}
