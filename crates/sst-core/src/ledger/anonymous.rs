//! Records of nobody in particular: without client id and session id, those that say the same are one row and a count.
//!
//! Nothing is lost: each still counts as a client of its own. An export without ids (or read without them) then takes
//! the room of its distinct rows, however long it is.

use hashbrown::HashTable;

use super::labels::{NONE, half_hash, is_same, table_hash};
use super::partition::range_of;
use super::rows::Rows;
use super::visit::Visit;
use crate::day::Day;
use crate::workers::Workers;

/// Distinct records, each with how often it came.
#[derive(Clone)]
pub(super) struct Anonymous {
    rows: Rows,
    times: Vec<u64>,
    /// Half of each row's hash, and its number.
    table: HashTable<(u32, u32)>,
    room: Vec<u8>,
}

impl Anonymous {
    pub(super) fn new(scores: usize) -> Self {
        Self { rows: Rows::new(scores), times: Vec::new(), table: HashTable::new(), room: Vec::new() }
    }

    /// Adds a record so many times; the file it stands in does not matter. Gives the number of its row.
    pub(super) fn add(&mut self, visit: Visit, scores: &[i32], times: u64) -> u32 {
        let visit = visit.in_any_file();
        if self.rows.make_room(&visit, scores) {
            self.hash_anew();
        }
        self.rows.write_into(&mut self.room, &visit, scores);
        let half = half_hash(self.room.as_slice());
        if let Some(row) = self.find(half, &self.room) {
            self.times[row as usize] += times;
            return row;
        }
        let row = self.rows.len() as u32;
        self.rows.push_row(&self.room);
        self.times.push(times);
        self.table.insert_unique(table_hash(half), (half, row), |&(half, _)| table_hash(half));
        row
    }

    fn find(&self, half: u32, bytes: &[u8]) -> Option<u32> {
        let is_it = |&(other, row): &(u32, u32)| other == half && is_same(self.rows.row(row), bytes);
        self.table.find(table_hash(half), is_it).map(|&(_, row)| row)
    }

    /// Adds all records of another, whose cells have these numbers here. Looking them up is what takes long, and needs to
    /// change nothing: that is done in parts.
    pub(super) fn absorb(&mut self, other: &Self, cells: &[u32], workers: &impl Workers) {
        let parts = workers.count();
        let found = workers.run(parts, |part| self.twins(other, cells, (part, parts)));
        let mut scores = Vec::new();
        for (row, twin) in (0_u32..).zip(found.into_iter().flatten()) {
            let times = other.times[row as usize];
            if twin == NONE {
                scores.clear();
                scores.extend(other.scores(row));
                self.add(other.visit(row, cells), &scores, times);
            } else {
                self.times[twin as usize] += times;
            }
        }
    }

    /// The row that says the same as each of one part of another's, or `NONE`.
    fn twins(&self, other: &Self, cells: &[u32], (part, parts): (usize, usize)) -> Vec<u32> {
        let (mut scores, mut room) = (Vec::new(), Vec::new());
        let twin = |row: usize| {
            let visit = other.visit(row as u32, cells);
            scores.clear();
            scores.extend(other.scores(row as u32));
            if !self.rows.has_room_for(&visit, &scores) {
                return NONE;
            }
            self.rows.write_into(&mut room, &visit, &scores);
            self.find(half_hash(room.as_slice()), &room).unwrap_or(NONE)
        };
        range_of(other.rows.len(), part, parts).map(twin).collect()
    }

    /// The record of a row, with its cell's number elsewhere.
    fn visit(&self, row: u32, cells: &[u32]) -> Visit {
        let visit = self.rows.visit(row);
        Visit { cell: cells[visit.cell as usize], ..visit }
    }

    /// Adds the record of a row so many times more.
    pub(super) fn add_again(&mut self, row: u32, times: u64) {
        self.times[row as usize] += times;
    }

    /// Rows that grew wider have other hashes.
    fn hash_anew(&mut self) {
        self.table.clear();
        for row in 0..self.rows.len() as u32 {
            let half = half_hash(self.rows.row(row));
            self.table.insert_unique(table_hash(half), (half, row), |&(half, _)| table_hash(half));
        }
    }

    /// The distinct records and how often each came.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, Visit, u64)> + '_ {
        self.part(0, 1)
    }

    /// One part of them.
    pub(super) fn part(&self, part: usize, parts: usize) -> impl Iterator<Item = (u32, Visit, u64)> + '_ {
        let rows = range_of(self.rows.len(), part, parts);
        rows.map(|row| (row as u32, self.rows.visit(row as u32), self.times[row]))
    }

    /// The day of each distinct record, whether it was attended, and how often it came.
    pub(super) fn days(&self) -> impl Iterator<Item = (Day, bool, u64)> + '_ {
        (0_u32..).zip(&self.times).map(|(row, &times)| (self.rows.day(row), self.rows.is_attended(row), times))
    }

    pub(super) fn scores(&self, row: u32) -> impl Iterator<Item = i32> + Clone + '_ {
        self.rows.scores(row)
    }

    /// How many records there are.
    pub(super) fn len(&self) -> u64 {
        self.times.iter().sum()
    }
}
