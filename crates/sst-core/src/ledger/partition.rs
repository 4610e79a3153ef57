//! The rows of each client, by counting: no comparison, and no order among clients, since sums do not need one.

use super::Ledger;
use super::labels::NONE;

/// Rows put together by client.
pub(super) struct Partition {
    /// Where each client's rows begin; one more for the end.
    starts: Vec<u32>,
    /// Rows, client after client; those without a client last.
    rows: Vec<u32>,
}

impl Ledger {
    /// The identified rows that `is_used`, by client.
    pub(super) fn by_client(&self, is_used: impl Fn(u32) -> bool) -> Partition {
        let clients = self.clients.len();
        let place = |row: u32| match self.identified.client(row) {
            NONE => clients,
            client => client as usize,
        };
        let used = || (0..self.identified.len() as u32).filter(|&row| is_used(row));
        // First how many each client has, one place to the right; then sums; then each row moves its client's start on.
        let mut starts = vec![0_u32; clients + 2];
        for row in used() {
            starts[place(row) + 1] += 1;
        }
        for i in 1..starts.len() {
            starts[i] += starts[i - 1];
        }
        let mut rows = vec![0; starts.last().copied().unwrap_or(0) as usize];
        for row in used() {
            let next = &mut starts[place(row)];
            rows[*next as usize] = row;
            *next += 1;
        }
        // Every start is now its client's end, which is the next one's start.
        starts.insert(0, 0);
        starts.pop();
        Partition { starts, rows }
    }
}

impl Partition {
    /// How many rows there are.
    pub(super) fn len(&self) -> u64 {
        self.rows.len() as u64
    }

    /// Every row.
    pub(super) fn rows(&self) -> &[u32] {
        &self.rows
    }

    /// The rows of each client that has any, of one part of the clients.
    pub(super) fn clients(&self, part: usize, parts: usize) -> impl Iterator<Item = &[u32]> {
        let known = self.starts.len() - 2;
        let of_client = |i: usize| &self.rows[self.starts[i] as usize..self.starts[i + 1] as usize];
        range_of(known, part, parts).map(of_client).filter(|rows| !rows.is_empty())
    }

    /// The rows without a client.
    pub(super) fn without_client(&self) -> &[u32] {
        &self.rows[self.starts[self.starts.len() - 2] as usize..]
    }
}

/// The places of one part of so many, in equal parts.
pub(super) fn range_of(len: usize, part: usize, parts: usize) -> std::ops::Range<usize> {
    len * part / parts..len * (part + 1) / parts
}

/// One part of these.
pub(super) fn part_of<T>(all: &[T], part: usize, parts: usize) -> &[T] {
    &all[range_of(all.len(), part, parts)]
}
