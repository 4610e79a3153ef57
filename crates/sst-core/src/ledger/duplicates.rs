//! `session_id` is unique: identical records collapse, different ones under one id are all excluded.

use super::labels::NONE;
use super::order::Ranks;
use super::{CloseError, Ledger};

/// Conflicts across files are refused when they are more than this share of the ids.
const CONFLICT_LIMIT_PERCENT: u64 = 1;

/// What became of records that share an id.
#[derive(Default)]
pub(super) struct Duplicates {
    /// The records to leave out.
    pub(super) left_out: Vec<bool>,
    /// Identical records beyond the first.
    pub(super) duplicate: u64,
    /// Different records under one id.
    pub(super) conflicting: u64,
}

impl Ledger {
    /// Finds records that share a `session_id`. `order` is the content order, so identical records of one client stand
    /// next to each other, but conflicting ones need not.
    pub(super) fn duplicates(&self, order: &[u32], ranks: &Ranks) -> Result<Duplicates, CloseError> {
        let mut found = Duplicates { left_out: vec![false; self.visits.len()], ..Duplicates::default() };
        let mut first_of_id = vec![NONE; self.sessions.len()];
        let mut conflict = vec![Conflict::No; self.sessions.len()];
        for &i in order {
            let visit = &self.visits[i as usize];
            if visit.session == NONE {
                continue;
            }
            let id = visit.session as usize;
            let first = first_of_id[id];
            if first == NONE {
                first_of_id[id] = i;
            } else if self.compare(ranks, first, i).is_eq() {
                found.left_out[i as usize] = true;
                found.duplicate += 1;
            } else if self.visits[first as usize].file != visit.file {
                conflict[id] = Conflict::AcrossFiles;
            } else if conflict[id] == Conflict::No {
                conflict[id] = Conflict::WithinFile;
            }
        }
        let across = conflict.iter().filter(|&&kind| kind == Conflict::AcrossFiles).count() as u64;
        let ids = conflict.len() as u64;
        if across * 100 > ids * CONFLICT_LIMIT_PERCENT {
            return Err(CloseError::IdsConflictAcrossFiles { conflicting: across, ids });
        }
        if conflict.iter().any(|&kind| kind != Conflict::No) {
            for &i in order {
                let session = self.visits[i as usize].session;
                if session != NONE && conflict[session as usize] != Conflict::No {
                    if found.left_out[i as usize] {
                        found.duplicate -= 1;
                    }
                    found.left_out[i as usize] = true;
                    found.conflicting += 1;
                }
            }
        }
        Ok(found)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Conflict {
    No,
    WithinFile,
    AcrossFiles,
}
