//! `session_id` is unique: identical records collapse, different ones under one id are all excluded.

use super::labels::NONE;
use super::{CloseError, Ledger};

/// Conflicts across files are refused when they are more than this share of the ids.
const CONFLICT_LIMIT_PERCENT: u64 = 1;

/// What became of records that share an id.
#[derive(Default)]
pub(super) struct Duplicates {
    /// The rows to leave out; empty when there are none.
    left_out: Vec<bool>,
    /// Those of them that contradict another under their id; empty when there are none.
    in_conflict: Vec<bool>,
    /// Identical records beyond the first.
    pub(super) duplicate: u64,
    /// Different records under one id.
    pub(super) conflicting: u64,
}

impl Duplicates {
    /// Whether the record in this row contradicts another under its id.
    pub(super) fn is_conflicting(&self, row: u32) -> bool {
        self.in_conflict.get(row as usize).copied().unwrap_or(false)
    }

    /// Whether the record in this row is left out.
    pub(super) fn leave_out(&self, row: u32) -> bool {
        self.left_out.get(row as usize).copied().unwrap_or(false)
    }
}

/// What is known of one id.
#[derive(Clone, Copy)]
struct Seen {
    first_row: u32,
    is_in_several_files: bool,
    has_conflict: bool,
}

impl Ledger {
    /// Finds records that share a `session_id`. Nothing here hangs on the order of rows: identical records are the
    /// same whichever is kept, and a conflict is one between any two.
    pub(super) fn duplicates(&self) -> Result<Duplicates, CloseError> {
        let rows = || (0..self.identified.len() as u32).filter(|&row| self.identified.session(row) != NONE);
        if self.sessions.len() == rows().count() {
            return Ok(Duplicates::default());
        }
        let mut found = Duplicates { left_out: vec![false; self.identified.len()], ..Duplicates::default() };
        let unseen = Seen { first_row: NONE, is_in_several_files: false, has_conflict: false };
        let mut seen = vec![unseen; self.sessions.len()];
        for row in rows() {
            let visit = self.identified.visit(row);
            let seen = &mut seen[visit.session as usize];
            if seen.first_row == NONE {
                seen.first_row = row;
                continue;
            }
            let first = self.identified.visit(seen.first_row);
            seen.is_in_several_files |= first.file != visit.file;
            let is_same = first.in_any_file() == visit.in_any_file()
                && self.identified.scores(seen.first_row).eq(self.identified.scores(row));
            if is_same {
                found.left_out[row as usize] = true;
                found.duplicate += 1;
            } else {
                seen.has_conflict = true;
            }
        }
        let ids = seen.len() as u64;
        let across = seen.iter().filter(|seen| seen.has_conflict && seen.is_in_several_files).count() as u64;
        if across * 100 > ids * CONFLICT_LIMIT_PERCENT {
            return Err(CloseError::IdsConflictAcrossFiles { conflicting: across, ids });
        }
        if seen.iter().any(|seen| seen.has_conflict) {
            found.in_conflict = vec![false; self.identified.len()];
            for row in rows() {
                if seen[self.identified.session(row) as usize].has_conflict {
                    found.in_conflict[row as usize] = true;
                    let left_out = &mut found.left_out[row as usize];
                    found.duplicate -= u64::from(std::mem::replace(left_out, true));
                    found.conflicting += 1;
                }
            }
        }
        Ok(found)
    }
}
