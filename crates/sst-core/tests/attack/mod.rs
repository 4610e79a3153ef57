//! Somebody who has everything that is published and wants what is hidden: exact bounds of whole numbers, for lists by adding up
//! and for cross-tables by flows (each hidden cell is an edge between its row and its column).

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use sst_core::protect::Protection;

/// The range of a hidden cell of a cross-table, with all margins and the other cells known exactly.
pub(crate) fn range(cell: usize, counts: &[u64], places: &[(usize, usize)], hidden: &BTreeSet<usize>) -> (u64, u64) {
    (
        counts[cell] - moved(cell, counts, places, hidden, false),
        counts[cell] + moved(cell, counts, places, hidden, true),
    )
}

/// How far a cell can be moved while others make up for it: the largest flow around it.
fn moved(cell: usize, counts: &[u64], places: &[(usize, usize)], hidden: &BTreeSet<usize>, up: bool) -> u64 {
    let mut flows = counts.to_vec();
    let (row, column) = places[cell];
    // Nodes are rows (false) and columns (true); a path goes from one end of the cell to the other.
    let (start, end) = if up { ((true, column), (false, row)) } else { ((false, row), (true, column)) };
    let mut total = 0;
    loop {
        let mut reached: BTreeMap<(bool, usize), (usize, (bool, usize))> = BTreeMap::new();
        let mut queue = vec![start];
        while let Some(node) = queue.pop() {
            for &edge in hidden.iter().filter(|&&edge| edge != cell) {
                let (of_row, of_column) = places[edge];
                let next = match node {
                    (false, row) if row == of_row => (true, of_column),
                    (true, column) if column == of_column && flows[edge] > 0 => (false, of_row),
                    _ => continue,
                };
                if next != start && !reached.contains_key(&next) {
                    reached.insert(next, (edge, node));
                    queue.push(next);
                }
            }
        }
        if !reached.contains_key(&end) {
            return total;
        }
        let mut path = Vec::new();
        let mut node = end;
        while node != start {
            let (edge, before) = reached[&node];
            path.push((edge, before.0));
            node = before;
        }
        let room = path.iter().filter(|(_, lowers)| *lowers).map(|&(edge, _)| flows[edge]);
        let room = room.chain((!up).then(|| counts[cell] - total)).min().expect("a path lowers a cell");
        if room == 0 {
            return total;
        }
        for (edge, lowers) in path {
            flows[edge] = if lowers { flows[edge] - room } else { flows[edge] + room };
        }
        total += room;
    }
}

/// The counts that look the same once published: what a reader of a number knows.
pub(crate) fn looks_like(count: u64, rule: Protection) -> (u64, u64) {
    let published = rule.published(count);
    let same: Vec<u64> = (0..count + 50).filter(|&other| rule.published(other) == published).collect();
    (same[0], same[same.len() - 1])
}

/// A list with its published total: exact counts or rounded ones.
pub(crate) fn assert_list(counts: &[u64], hidden: &BTreeSet<usize>, rule: Protection) -> Result<(), TestCaseError> {
    let (total_low, total_high) = looks_like(counts.iter().sum(), rule);
    let only_small = hidden.iter().all(|&cell| rule.is_small(counts[cell]));
    let known = |cell: usize| match hidden.contains(&cell) {
        // Where rounding alone hides small counts, hidden says small.
        true if rule.rounds() && rule.hides() && only_small => (*rule.small().start(), *rule.small().end()),
        true => (0, 1_000),
        false => looks_like(counts[cell], rule),
    };
    for cell in (0..counts.len()).filter(|&cell| rule.is_small(counts[cell])) {
        let others = || (0..counts.len()).filter(|&other| other != cell);
        let most_of_others: u64 = others().map(|other| known(other).1).sum();
        let least_of_others: u64 = others().map(|other| known(other).0).sum();
        let (own_low, own_high) = known(cell);
        let least = total_low.saturating_sub(most_of_others).max(own_low);
        let most = total_high.saturating_sub(least_of_others).min(own_high);
        prop_assert!(least < most, "{counts:?} {hidden:?} {rule:?}: cell {cell} is solved: {least}");
        if rule.rounds() {
            let width = rule.small().end() - rule.small().start();
            prop_assert!(most - least + 1 >= width.div_ceil(2), "{counts:?} {hidden:?} {rule:?}: {least} to {most}");
        } else {
            prop_assert!(
                most >= rule.least_shown(),
                "{counts:?} {hidden:?} {rule:?}: cell {cell} is {least} to {most}"
            );
        }
    }
    Ok(())
}

/// The counts that are shown as this number.
pub(crate) fn shown_as(shown: u64, rule: Protection) -> (u64, u64) {
    if shown == 0 {
        return (0, 0);
    }
    let same: Vec<u64> = (0..shown + 50).filter(|&count| rule.published(count) == Some(shown)).collect();
    // A sum of rounded parts need not be a rounded number itself: then it tells no more than its parts.
    (same.first().copied().unwrap_or(0), same.last().copied().unwrap_or(10_000))
}

/// Bounds of whole numbers that are at least 0, from sums of some of them that lie within bounds: what each sum leaves each of
/// its parts, over and over until nothing changes.
pub(crate) fn solve(variables: usize, sums: &[(Vec<usize>, u64, u64)]) -> Vec<(u64, u64)> {
    let mut ranges = vec![(0_u64, 10_000_u64); variables];
    loop {
        let before = ranges.clone();
        for (parts, low, high) in sums {
            for &part in parts {
                let others = || parts.iter().filter(|&&other| other != part).map(|&other| ranges[other]);
                let least: u64 = others().map(|(least, _)| least).sum();
                let most: u64 = others().map(|(_, most)| most).sum();
                let (own_low, own_high) = ranges[part];
                ranges[part] = (own_low.max(low.saturating_sub(most)), own_high.min(high.saturating_sub(least)));
            }
        }
        if ranges == before {
            return ranges;
        }
    }
}
