//! Which sessions the results are about, and by what they are grouped.

use std::collections::BTreeMap;

use crate::day::Day;
use crate::definitions::{Definitions, GroupKey, UnknownGroup};
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
