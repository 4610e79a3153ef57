//! From integers to estimates: here floats first appear.
//!
//! An estimate never travels alone: interval, method, denominator chain, bounds and caveats go with it. What is
//! undefined is `None` with a [`Reason`](crate::codes::Reason).

mod answers;
mod change;
mod change_rule;
mod compare;
mod gates;
mod missing;
mod proportion;
mod scores;
mod sensitivity;
mod spread;

pub use answers::AnswerProvenance;
pub use compare::{Compared, Comparing, DifferenceMethod, GroupOrder, MOST_GROUPS_IN_PAIRS, compare};
pub use missing::{ClaimedShare, DELTAS, popular_claims, tell_missing_answers};
pub use scores::ScoreProvenance;

use std::collections::BTreeMap;

use change::OfGroup;

use crate::benchmark;
use crate::change::AppliedRule;
use crate::codes::{Caveat, Exclusion, Finding};
use crate::definitions::{Definitions, GroupKey, Linkage};
use crate::ledger::Closed;
use crate::measure::Measure;
use crate::results::{
    By, CaveatNote, Count, ExcludedRows, FindingCount, FollowUpRule, InputFile, JoinNote, MappingFile, MeasureNote,
    Payload, ProfileNote, ResultEntry, ResultSet, RowAccount, SCHEMA_ID, Tool, Unit,
};
use crate::stats::{Level, ProportionMethod, StatsError};
use crate::summary::{CellSummary, Quantity};
use crate::text::{Arg, Catalogue};

/// How to estimate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimation {
    /// The confidence level of every interval.
    pub level: Level,
    /// How intervals of proportions are made.
    pub method: ProportionMethod,
}

impl Default for Estimation {
    fn default() -> Self {
        Self { level: Level::DEFAULT, method: ProportionMethod::default() }
    }
}

/// Where the numbers come from: what the reader of the files knows and the ledger does not.
#[derive(Debug, Clone, Default)]
pub struct Provenance {
    /// The program's version.
    pub version: String,
    /// The files.
    pub inputs: Vec<InputFile>,
    /// The mapping file.
    pub mapping: Option<MappingFile>,
    /// The profile that the files were read by.
    pub profile: Option<ProfileNote>,
    /// What is counted.
    pub unit: Unit,
    /// The selection by `--where`: labels by group.
    pub selection: BTreeMap<String, Vec<String>>,
    /// Rows that never became a record, by reason.
    pub excluded: BTreeMap<Exclusion, u64>,
    /// What was noticed while reading, by rule and column.
    pub findings: BTreeMap<(Finding, Option<String>), u64>,
    /// The scores that came in a table of their own.
    pub scores: Option<ScoreProvenance>,
    /// The follow-up answers that belong to no known session.
    pub answers: Option<AnswerProvenance>,
    /// The files that were joined to the sessions.
    pub joins: Vec<JoinNote>,
}

/// The results document of a closed ledger.
///
/// # Errors
/// A [`StatsError`] only where an iteration does not settle; undefined estimates are entries with a reason.
pub fn results(
    closed: &Closed,
    definitions: &Definitions,
    estimation: Estimation,
    provenance: Provenance,
    catalogue: &Catalogue,
) -> Result<ResultSet, StatsError> {
    let mut unread_cells: BTreeMap<&str, u64> = BTreeMap::new();
    for ((rule, column), count) in &provenance.findings {
        if let (true, Some(column)) = (rule.is_unread_cell(), column) {
            *unread_cells.entry(column).or_default() += count;
        }
    }
    let rules = definitions.applied_rules(&closed.pairs).collect();
    let unread_scores = unread_cells.get("scores.score").copied().unwrap_or(0);
    let scores_read = closed.scores.as_ref().map_or(0, |account| account.used);
    let leaves_scores_unread = is_many(unread_scores, scores_read);
    let tells_answers = closed.answers.as_ref().is_some_and(|account| account.tells);
    let estimator =
        Estimator { definitions, estimation, catalogue, unread_cells, leaves_scores_unread, rules, tells_answers };
    let quantities = Quantity::all(definitions);
    let mut entries = Vec::new();
    for (by, cell) in &closed.summary.cells {
        estimator.estimate_cell(by, cell, &quantities, &mut entries)?;
        for (place, rule) in estimator.rules.iter().enumerate().filter(|&(place, _)| definitions.has_pairs(place)) {
            let Some(measure) = definitions.change_measure(place) else { continue };
            let group = OfGroup {
                pairs: &cell.pairs[place],
                clusters: &cell.pair_clusters[place],
                attended: cell.proportions[measure].eligible,
            };
            estimator.change(by, place, rule, (group, &closed.pairs[place]), &mut entries)?;
        }
    }
    for (by, cell) in &closed.summary.responses {
        for (measure, sums) in definitions.measures.iter().zip(&cell.proportions) {
            if definitions.tells_response(measure) {
                entries.push(estimator.proportion(by, measure, sums, cell)?);
            }
        }
    }
    entries.sort_by(|a, b| a.order().cmp(&b.order()));
    let gates = gates::outcomes(definitions, &entries);

    let mut excluded = provenance.excluded;
    for (&reason, &rows) in &closed.excluded {
        *excluded.entry(reason).or_default() += rows;
    }
    excluded.retain(|_, rows| *rows > 0);
    let mut findings = provenance.findings;
    for (&(rule, column), &count) in &closed.findings {
        *findings.entry((rule, Some(column.to_owned()))).or_default() += count;
    }
    for (&(place, post), &count) in closed.scores.iter().flat_map(|account| &account.differing) {
        let column = format!("{}_{}", definitions.instruments[place].id, if post { "post" } else { "pre" });
        *findings.entry((Finding::ScoreDiffersFromTable, Some(column))).or_default() += count;
    }
    let can_tell = definitions.unlinked.is_none() || tells_answers;
    let has_follow_up =
        can_tell && definitions.measures.iter().any(|m| m.id == "followed_up" && definitions.is_collected(m));
    let mut results = ResultSet {
        schema: SCHEMA_ID.to_owned(),
        tool: Tool { name: "sst".to_owned(), version: provenance.version },
        as_of: closed.as_of.map(Into::into),
        period: closed.period,
        level: estimation.level.get(),
        unit: provenance.unit,
        selection: provenance.selection,
        inputs: provenance.inputs,
        mapping: provenance.mapping,
        profile: provenance.profile,
        rows: RowAccount {
            read: closed.used + excluded.values().sum::<u64>(),
            used: closed.used,
            excluded: excluded.into_iter().map(|(reason, rows)| ExcludedRows { reason, rows }).collect(),
        },
        scores: scores::note(closed.scores.as_ref(), definitions, provenance.scores, catalogue),
        follow_up_answers: answers::note(closed.answers.as_ref(), definitions, provenance.answers, catalogue),
        joins: provenance.joins,
        findings: counted(findings),
        flow: closed.summary.flow(definitions.says_who_was_asked(), has_follow_up),
        protection: "none".to_owned(),
        gates,
        targets: definitions.targets.clone(),
        follow_up: FollowUpRule {
            questions: definitions.follow_up.columns(),
            due_after_days: definitions.follow_up.due_after_days,
            closes_after_days: definitions.follow_up.closes_after_days,
        },
        collected: definitions.collected.iter().cloned().collect(),
        measures: definitions
            .measures
            .iter()
            .map(|measure| MeasureNote {
                id: measure.id.clone(),
                label: measure.label.clone(),
                definition: measure.definition.clone(),
                columns: definitions.columns_of(measure),
                follow_up: measure.follow_up,
                instrument: definitions.instrument_of(measure).map(str::to_owned),
            })
            .collect(),
        benchmarks: Vec::new(),
        report: definitions.report.clone(),
        results: entries,
    };
    let benchmarks = [definitions.benchmarks.as_slice(), benchmark::built_in()].concat();
    benchmark::annotate(&mut results, &benchmarks, catalogue)?;
    tell_missing_answers(&mut results, &popular_claims(catalogue), catalogue)?;
    Ok(results)
}

/// The caveats in the order of their enum, each once and with its words.
fn caveat_notes(catalogue: &Catalogue, mut caveats: Vec<Caveat>) -> Vec<CaveatNote> {
    caveats.sort_unstable();
    caveats.dedup();
    let note = |code: Caveat| CaveatNote { code, text: catalogue.text(&format!("caveat-{}", code.id()), &[]) };
    caveats.into_iter().map(note).collect()
}

/// Whether at least one in twenty filled cells could not be read.
const fn is_many(unread: u64, read: u64) -> bool {
    unread > 0 && unread * 20 >= read + unread
}

/// Findings in the order of what matters most.
fn counted(findings: BTreeMap<(Finding, Option<String>), u64>) -> Vec<FindingCount> {
    let mut findings: Vec<FindingCount> = findings
        .into_iter()
        .map(|((rule, column), count)| FindingCount { rule, column, count, severity: rule.severity() })
        .collect();
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    findings
}

/// Where the answers to a measure are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CountedIn {
    /// With their sessions.
    Sessions,
    /// Among anonymous answers.
    Answers,
    /// They are anonymous, and the form does not say what the group asks for.
    Nowhere,
}

/// What every estimate needs.
struct Estimator<'a> {
    definitions: &'a Definitions,
    estimation: Estimation,
    catalogue: &'a Catalogue,
    /// Filled cells that nothing could be made of, by column.
    unread_cells: BTreeMap<&'a str, u64>,
    /// Whether so many scores of the scores file could not be read that it must be said.
    leaves_scores_unread: bool,
    /// The rule of change of each questionnaire.
    rules: Vec<AppliedRule>,
    /// Whether anonymous answers can be counted under the selection.
    tells_answers: bool,
}

impl Estimator<'_> {
    fn estimate_cell(
        &self,
        by: &By,
        cell: &CellSummary,
        quantities: &[Quantity],
        entries: &mut Vec<ResultEntry>,
    ) -> Result<(), StatsError> {
        self.counts(by, cell, entries);
        for (measure, sums) in self.definitions.measures.iter().zip(&cell.proportions) {
            if self.definitions.is_collected(measure) {
                entries.push(self.proportion(by, measure, sums, cell)?);
            }
        }
        for (&quantity, histogram) in quantities.iter().zip(&cell.histograms) {
            if quantity.is_collected(self.definitions) {
                self.spread(by, quantity, histogram, entries)?;
            }
        }
        Ok(())
    }

    fn counts(&self, by: &By, cell: &CellSummary, entries: &mut Vec<ResultEntry>) {
        let mut rows = vec![("sessions", "quantity-sessions", cell.sessions)];
        if self.has_client_ids() {
            rows.push(("clients", "quantity-clients", cell.clients));
            rows.push(("new_clients", "quantity-new-clients", cell.new_clients));
        }
        for (id, key, count) in rows {
            entries.push(ResultEntry {
                measure: id.to_owned(),
                instrument: None,
                by: by.clone(),
                definition: self.catalogue.attribute(key, "definition", &[]),
                payload: Payload::Count(Count { count: Some(count) }),
                reason: None,
                caveats: self.notes(self.of_groups(by)),
            });
        }
    }

    fn has_client_ids(&self) -> bool {
        self.definitions.collected.contains("client_id")
    }

    /// Where the answers to a measure are counted in a group.
    fn counted_in(&self, measure: &Measure, by: &By) -> CountedIn {
        match self.definitions.linkage(measure) {
            Linkage::Sessions => CountedIn::Sessions,
            Linkage::Answers if self.tells_answers_of(by) => CountedIn::Answers,
            Linkage::Answers | Linkage::Both => CountedIn::Nowhere,
        }
    }

    /// Whether anonymous answers can be told by these groups.
    fn tells_answers_of(&self, by: &By) -> bool {
        let groups = &self.definitions.groups;
        let tells = |name: &String| {
            let key = GroupKey::find(name, groups).ok().zip(self.definitions.unlinked.as_ref());
            key.is_some_and(|(key, answers)| answers.tells(key))
        };
        self.tells_answers && by.keys().all(tells)
    }

    /// What is to be said of any number of this group.
    fn of_groups(&self, by: &By) -> Vec<Caveat> {
        let overlaps =
            self.definitions.groups.iter().any(|group| group.split.is_some() && by.contains_key(&group.name));
        if overlaps { vec![Caveat::OverlappingGroups] } else { Vec::new() }
    }

    /// The caveats in the order of their enum, each with its words.
    fn notes(&self, caveats: Vec<Caveat>) -> Vec<CaveatNote> {
        caveat_notes(self.catalogue, caveats)
    }

    fn text_with(&self, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        self.catalogue.attribute(key, "definition", args)
    }
}
