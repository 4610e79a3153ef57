//! What is hidden: facet by facet, in the whole, in each group, in each cell of a cross-table.

use std::collections::{BTreeMap, BTreeSet};

use super::facets::{Facet, FacetName};
use super::hiding::{Lines, TableCell, hidden};
use super::rule::Protection;
use crate::results::By;

/// The groups in which each facet is hidden, and those in which it is told.
#[derive(Debug, Default)]
pub(super) struct Decisions {
    told: BTreeMap<FacetName, BTreeSet<By>>,
}

impl Decisions {
    /// Whether a facet is told in a group; what was never looked at is not.
    pub(super) fn tells(&self, facet: &FacetName, by: &By) -> bool {
        self.told.get(facet).is_some_and(|groups| groups.contains(by))
    }

    /// Decides every facet, parents first.
    pub(super) fn of(facets: &[Facet], rule: Protection) -> Self {
        let mut decisions = Self::default();
        let mut withdrawn: BTreeSet<Vec<String>> = BTreeSet::new();
        for facet in facets {
            let mut tables: BTreeMap<(usize, Vec<String>), Vec<&By>> = BTreeMap::new();
            for by in facet.cells.keys() {
                tables.entry((by.len(), by.keys().cloned().collect())).or_default().push(by);
            }
            let all_keys: Vec<Vec<String>> = tables.keys().map(|(_, keys)| keys.clone()).collect();
            for ((_, keys), groups) in tables {
                let cells: Vec<TableCell> = groups.iter().map(|by| decisions.under_parents(facet, by)).collect();
                let lines = decisions.lines(facet, &keys, &groups, &all_keys);
                let (mut hidden, is_enough) = hidden(&cells, &lines, rule);
                let all = || 0..groups.len();
                if facet.is_fine && lines.crossing.is_some() && rule.hides() {
                    hidden.extend(all());
                }
                if !is_enough {
                    withdrawn.insert(keys);
                    hidden.extend(all());
                }
                let told = decisions.told.entry(facet.name.clone()).or_default();
                let shown = groups.iter().enumerate().filter(|(place, _)| !hidden.contains(place));
                told.extend(shown.map(|(_, by)| (*by).clone()));
            }
        }
        for told in decisions.told.values_mut() {
            told.retain(|by| !withdrawn.contains(&by.keys().cloned().collect::<Vec<_>>()));
        }
        decisions
    }

    fn under_parents(&self, facet: &Facet, by: &By) -> TableCell {
        let mut cell = facet.cells[by].clone();
        if !facet.parents.iter().all(|parent| self.tells(parent, by)) {
            cell.is_hidden = true;
            cell.is_free = true;
        }
        cell
    }

    /// The lines of a table whose totals somebody knows.
    fn lines(&self, facet: &Facet, keys: &[String], groups: &[&By], tables: &[Vec<String>]) -> Lines {
        let mut lines = Lines::default();
        let is_told = |by: &By| self.tells(&facet.name, by);
        if keys.is_empty() {
            return lines;
        }
        if is_told(&By::new()) {
            lines.lines.push((0..groups.len()).collect());
        }
        let [one, two] = keys else { return lines };
        let mut margins = 0;
        for key in [one, two] {
            // Another table of the same key gives its totals too.
            if !tables.iter().any(|other| other.as_slice() != keys && other.contains(key)) {
                continue;
            }
            margins += 1;
            let has_own = tables.iter().any(|other| other.len() == 1 && other.contains(key));
            let labels: BTreeSet<&Option<String>> = groups.iter().map(|by| &by[key]).collect();
            let mut pooled = Vec::new();
            for label in labels {
                let line: Vec<usize> = (0..groups.len()).filter(|&place| groups[place][key] == *label).collect();
                if !has_own || is_told(&By::from([(key.clone(), label.clone())])) {
                    lines.lines.push(line);
                } else {
                    pooled.extend(line);
                }
            }
            lines.lines.extend((!pooled.is_empty() && is_told(&By::new())).then_some(pooled));
        }
        if margins == 2 {
            let place = |key: &String, by: &By| {
                let labels: BTreeSet<&Option<String>> = groups.iter().map(|by| &by[key]).collect();
                labels.iter().position(|label| **label == by[key]).unwrap_or(0)
            };
            lines.crossing = Some(groups.iter().map(|by| (place(one, by), place(two, by))).collect());
        }
        lines
    }
}
