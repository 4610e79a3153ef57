//! Which sessions the results are about, and by what they are grouped.

use std::collections::BTreeMap;

use crate::day::Day;
use crate::definitions::{Definitions, GroupKey, NamedPeriod, UnknownGroup};
use crate::results::{By, Unit};

/// What is asked of a ledger.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// The last date the data can speak for, when it is given.
    pub as_of: Option<Day>,
    /// The first session day.
    pub from: Option<Day>,
    /// The last session day.
    pub to: Option<Day>,
    /// Labels by group: one of them within a group, all groups together.
    pub labels: BTreeMap<GroupKey, Vec<String>>,
    /// What is counted.
    pub unit: Unit,
    /// What results are grouped by, beside the whole.
    pub groupings: Vec<Vec<GroupKey>>,
    /// The periods that are compared, which do not overlap: sessions of no other day count, and each is a group of
    /// [`GroupKey::Period`]. None: every day counts.
    pub periods: Vec<NamedPeriod>,
    /// The grouping whose groups are compared: what clients its groups share is counted too. None when empty.
    pub compared: Vec<GroupKey>,
    /// Whether who answers the follow-up is told by what else is known of them.
    pub tells_response: bool,
}

/// A label was asked for that no session has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no session has `{label}` as its {group}")]
pub struct UnknownLabel {
    /// The group.
    pub group: String,
    /// The label asked for.
    pub label: String,
    /// The labels there are.
    pub known: Vec<String>,
}

impl Selection {
    /// Whether a day lies in one of the periods that are compared, where there are any.
    pub(super) fn is_in_a_period(&self, day: Day) -> bool {
        self.periods.is_empty() || self.periods.iter().any(|period| period.has(day))
    }

    /// Compares the groups of these keys together.
    pub fn compare(&mut self, mut keys: Vec<GroupKey>) {
        keys.sort_unstable();
        keys.dedup();
        self.add_grouping(keys.clone());
        self.compared = keys;
    }

    /// Adds what the gates and targets of the definitions need to be grouped by.
    pub fn group_for_gates(&mut self, definitions: &Definitions) -> Result<(), UnknownGroup> {
        let gates = definitions.gates.iter().map(|gate| &gate.by);
        for by in gates.chain(definitions.targets.iter().map(|target| &target.by)) {
            self.group_by(by, definitions)?;
        }
        Ok(())
    }

    fn group_by(&mut self, by: &By, definitions: &Definitions) -> Result<(), UnknownGroup> {
        let keys = by.keys().map(|name| GroupKey::find(name, &definitions.groups)).collect::<Result<Vec<_>, _>>()?;
        self.add_grouping(keys);
        Ok(())
    }

    /// Groups by these keys together, once.
    pub fn add_grouping(&mut self, mut keys: Vec<GroupKey>) {
        keys.sort_unstable();
        keys.dedup();
        if !keys.is_empty() && !self.groupings.contains(&keys) {
            self.groupings.push(keys);
        }
    }
}
