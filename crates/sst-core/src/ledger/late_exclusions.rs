//! Which records are left out once all are known: for telling the rows that they stand in, when they are read again.

use std::collections::{HashMap, HashSet};

use super::{CloseError, Closed, Ledger, Selection};
use crate::codes::Exclusion;
use crate::day::Day;
use crate::definitions::SessionIdScope;
use crate::record::Record;
use crate::results::Unit;

/// Which records are left out once all are known. To be asked about every record once, in the order in which they were added:
/// of records that say the same, the first is the one that is used.
pub struct LateExclusions {
    scope: SessionIdScope,
    /// Ids that stand for different sessions.
    conflicting: HashSet<String>,
    /// Ids that came several times with the same record, and whether one was seen.
    repeated: HashMap<String, bool>,
    as_of: Option<Day>,
    needs_client: bool,
}

impl LateExclusions {
    /// Why a record is left out, if it is.
    pub fn of(&mut self, record: &Record<'_>) -> Option<Exclusion> {
        if let Some(id) = record.session_id {
            let id = Ledger::id_in_scope(self.scope, id, record.file);
            if self.conflicting.contains(&*id) {
                return Some(Exclusion::ConflictingId);
            }
            if let Some(was_seen) = self.repeated.get_mut(&*id)
                && std::mem::replace(was_seen, true)
            {
                return Some(Exclusion::Duplicate);
            }
        }
        if self.as_of.is_some_and(|as_of| record.session_date > as_of) {
            return Some(Exclusion::AfterAsOf);
        }
        (self.needs_client && record.client_id.is_none()).then_some(Exclusion::NoClientId)
    }
}

impl Ledger {
    /// What closing this ledger left out.
    ///
    /// # Errors
    /// [`CloseError`], as [`Ledger::close`].
    pub fn late_exclusions(&self, closed: &Closed, selection: &Selection) -> Result<LateExclusions, CloseError> {
        let duplicates = self.duplicates()?;
        let (mut conflicting, mut repeated) = (HashSet::new(), HashMap::new());
        for row in (0..self.identified.len() as u32).filter(|&row| duplicates.leave_out(row)) {
            let Some(id) = self.sessions.get(self.identified.session(row)) else { continue };
            if duplicates.is_conflicting(row) {
                conflicting.insert(id.to_owned());
            } else {
                repeated.insert(id.to_owned(), false);
            }
        }
        let needs_client = selection.unit == Unit::Client;
        Ok(LateExclusions { scope: self.scope, conflicting, repeated, as_of: closed.as_of, needs_client })
    }
}
