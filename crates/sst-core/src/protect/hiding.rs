//! What else must be hidden, so that nothing hidden can be subtracted out of a table.
//!
//! The hidden cells of a line whose total is known are as good as one cell that is told: their sum is the total less what is shown. So that sum must be
//! allowed by the rule too, and there must be two of them at least. Then each may be anything between what the others leave it and the smaller
//! of the sum and its own size: the upper end is never small. Cross-tables with both margins are checked with a witness: another table of whole
//! numbers that agrees with everything that is shown, in which the small cell is not small.

use std::collections::BTreeSet;

use super::rule::Protection;

/// What one cell of a table tells.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TableCell {
    /// The counts that are printed.
    pub counts: Vec<u64>,
    /// What remains between counts that are printed.
    pub gaps: Vec<u64>,
    /// Whether anything of the cell is hidden already, whatever its counts.
    pub is_hidden: bool,
    /// Whether not even the sum of the cell's parts is known.
    pub is_free: bool,
}

impl TableCell {
    /// A cell of one count.
    pub fn of(count: u64) -> Self {
        Self { counts: vec![count], gaps: Vec::new(), is_hidden: false, is_free: true }
    }

    fn parts(&self) -> impl Iterator<Item = u64> + '_ {
        self.counts.iter().chain(&self.gaps).copied()
    }

    /// Whether the rule forbids the cell by itself.
    pub fn is_primary(&self, rule: Protection) -> bool {
        (0..self.counts.len() + self.gaps.len()).any(|part| self.is_small(part, rule))
    }

    fn part(&self, part: usize) -> u64 {
        self.parts().nth(part).unwrap_or(0)
    }

    fn is_small(&self, part: usize, rule: Protection) -> bool {
        if part < self.counts.len() { rule.is_small(self.part(part)) } else { rule.is_small_gap(self.part(part)) }
    }

    fn size(&self) -> u64 {
        self.parts().fold(0, u64::saturating_add)
    }

    fn add(&mut self, other: &Self) {
        let add = |sums: &mut Vec<u64>, more: &[u64]| {
            sums.resize(sums.len().max(more.len()), 0);
            sums.iter_mut().zip(more).for_each(|(sum, more)| *sum = sum.saturating_add(*more));
        };
        add(&mut self.counts, &other.counts);
        add(&mut self.gaps, &other.gaps);
    }
}

/// The lines of a table that somebody knows the total of.
#[derive(Debug, Clone, Default)]
pub struct Lines {
    /// The cells of each line, by their numbers.
    pub lines: Vec<Vec<usize>>,
    /// Row and column of each cell, where both margins of a cross-table are told.
    pub crossing: Option<Vec<(usize, usize)>>,
}

/// The cells that are hidden, and whether that is enough: `false` asks for the whole table to be left out.
pub fn hidden(cells: &[TableCell], lines: &Lines, rule: Protection) -> (BTreeSet<usize>, bool) {
    let conceals = |cell: &TableCell| cell.is_hidden || (rule.hides() && cell.is_primary(rule));
    let mut hidden: BTreeSet<usize> = (0..cells.len()).filter(|&cell| conceals(&cells[cell])).collect();
    let places = lines.crossing.as_ref().filter(|_| !rule.rounds());
    loop {
        let before = hidden.len();
        // In a cross-table a witness hides a corner of each line it needs: fewer cells than line by line.
        for &cell in hidden.clone().iter().filter(|&&cell| cells[cell].is_primary(rule)) {
            if let Some(places) = places
                && !find_witnesses(cell, cells, places, rule, &mut hidden)
            {
                return (hidden, false);
            }
        }
        for line in &lines.lines {
            close(line, cells, rule, &mut hidden);
        }
        if hidden.len() == before {
            return (hidden, true);
        }
    }
}

/// Hides cells of a line until what is hidden cannot be subtracted out.
fn close(line: &[usize], cells: &[TableCell], rule: Protection, hidden: &mut BTreeSet<usize>) {
    let is_small = |cell: usize| cells[cell].is_primary(rule);
    if rule.rounds() {
        if !is_narrowed(line, cells, rule, hidden) {
            return;
        }
        // Rounding alone tells too much here: the small cells are hidden, with others.
        hidden.extend(line.iter().copied().filter(|&cell| is_small(cell)));
    }
    loop {
        let inside: Vec<usize> = line.iter().copied().filter(|cell| hidden.contains(cell)).collect();
        if inside.is_empty() {
            return;
        }
        let mut sum = TableCell::default();
        for &cell in &inside {
            sum.add(&cells[cell]);
        }
        if inside.len() > 1 && !sum.is_primary(rule) {
            return;
        }
        // The smallest that helps loses least; an empty one would help nobody.
        let shown = line.iter().copied().filter(|cell| !hidden.contains(cell));
        let Some(next) = shown.min_by_key(|&cell| (cells[cell].size() == 0, cells[cell].size(), cell)) else { return };
        hidden.insert(next);
    }
}

/// Whether rounded cells and their rounded total leave a small cell fewer than half of the values that are small.
fn is_narrowed(line: &[usize], cells: &[TableCell], rule: Protection, hidden: &BTreeSet<usize>) -> bool {
    let (small_low, small_high) = rule.small().into_inner();
    let parts = line.iter().map(|&cell| cells[cell].parts().count()).max().unwrap_or(0);
    (0..parts).any(|part| {
        let total: u64 = line.iter().map(|&cell| cells[cell].part(part)).sum();
        let (total_low, total_high) = rule.shown_alike(total).into_inner();
        let range = |cell: usize| {
            let count = cells[cell].part(part);
            match (cells[cell].is_small(part, rule), hidden.contains(&cell)) {
                (true, _) => (small_low, small_high),
                (false, true) => (0, u64::MAX),
                (false, false) => rule.shown_alike(count).into_inner(),
            }
        };
        line.iter().filter(|&&cell| cells[cell].is_small(part, rule)).any(|&cell| {
            let others = || line.iter().filter(|&&other| other != cell).map(|&other| range(other));
            let least = total_low.saturating_sub(others().map(|(_, most)| most).fold(0, u64::saturating_add));
            let most = total_high.saturating_sub(others().map(|(least, _)| least).fold(0, u64::saturating_add));
            let left = (most.min(small_high) + 1).saturating_sub(least.max(small_low));
            left < (small_high - small_low).div_ceil(2)
        })
    })
}

/// Hides what is needed for a table to exist in which this cell is not small; `false` where there is none.
fn find_witnesses(
    cell: usize,
    cells: &[TableCell],
    places: &[(usize, usize)],
    rule: Protection,
    hidden: &mut BTreeSet<usize>,
) -> bool {
    let at = |row: usize, column: usize| places.iter().position(|&place| place == (row, column));
    let (row, column) = places[cell];
    let part = |place: usize, number: usize| cells[place].part(number);
    let small: Vec<usize> =
        (0..cells[cell].parts().count()).filter(|&number| cells[cell].is_small(number, rule)).collect();
    for number in small {
        let wanted = rule.least_shown() - part(cell, number);
        let mut best: Option<(usize, u64, [usize; 3])> = None;
        for &(other_row, other_column) in places {
            if other_row == row || other_column == column {
                continue;
            }
            let corners = [at(row, other_column), at(other_row, column), at(other_row, other_column)];
            let [Some(beside), Some(below), Some(across)] = corners else { continue };
            if part(beside, number) < wanted || part(below, number) < wanted {
                continue;
            }
            // Where the sum of a cell's parts is known, another part of it moves the other way.
            let all_free = [cell, beside, below, across].iter().all(|&place| cells[place].is_free);
            let moves = |other: usize| other != number && part(cell, other) >= wanted && part(across, other) >= wanted;
            if !all_free && !(0..cells[cell].parts().count()).any(moves) {
                continue;
            }
            let corners = [beside, below, across];
            let more = corners.iter().filter(|place| !hidden.contains(place)).count();
            let cost = corners.iter().filter(|place| !hidden.contains(place)).map(|&place| cells[place].size()).sum();
            if best.is_none_or(|(least, cheapest, _)| (more, cost) < (least, cheapest)) {
                best = Some((more, cost, corners));
            }
        }
        let Some((_, _, corners)) = best else { return false };
        hidden.extend(corners);
    }
    true
}
