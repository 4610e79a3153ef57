//! Answers that belong to no known session: by their own day and groups, beside the counts of sessions.
//!
//! They are kept as records of nobody in particular, so all that holds of a ledger holds of them: order and split do not
//! matter. Who could be asked stays a count of sessions; who answered, and what, is counted here, once all sessions are: an
//! answer is in the groups that there are sessions of. (So summaries of parts do not add up to that of the whole; ledgers do.)

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::Ledger;
use super::grouping::{GroupLabels, Grouping};
use super::selection::Selection;
use super::visit::Visit;
use crate::codes::UnusedAnswer;
use crate::day::Day;
use crate::definitions::{Definitions, GroupKey, Linkage};
use crate::measure::{Answer, Rule, SessionFacts, evaluate, has_follow_up_answer};
use crate::record::{Answers, OwnAnswers, Question, Status};
use crate::results::Unit;
use crate::summary::{CellSummary, Quantity, Summary};

/// How the rows of answers fared that could be read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AnswerAccount {
    /// Rows that count, in the period and the selection or not.
    pub used: u64,
    /// Rows that do not, by reason.
    pub unused: BTreeMap<UnusedAnswer, u64>,
    /// Rows that count and whose month, or whose group, no attended session is in, by what is missing.
    pub without_session: BTreeMap<&'static str, u64>,
    /// Whether the answers can be counted under this selection at all: not by client, nor of groups that the form does not ask for.
    pub tells: bool,
}

/// The months and groups that there are attended sessions of.
pub(super) struct SessionsThere {
    months: BTreeSet<(i16, i8)>,
    /// The labels of each group that the answers have too; `None` is the blank one.
    labels: Vec<(usize, BTreeSet<Option<String>>)>,
}

impl SessionsThere {
    pub(super) fn new(ledger: &Ledger, groups: &[usize], attended: impl Iterator<Item = Visit>) -> Self {
        let mut months = BTreeSet::new();
        let mut cells = BTreeSet::new();
        for visit in attended {
            months.insert(month(visit.day));
            cells.insert(visit.cell);
        }
        let labels = groups.iter().map(|&place| {
            let of_cell = |&cell: &u32| ledger.labels_at(cell, place);
            (place, cells.iter().flat_map(of_cell).collect())
        });
        Self { months, labels: labels.collect() }
    }
}

fn month(day: Day) -> (i16, i8) {
    let date = Date::from(day);
    (date.year(), date.month())
}

/// The counts of one group of answers.
struct AnswerCell {
    counts: CellSummary,
    forms: u64,
}

/// What the answers are about: the columns and questions that count.
struct Counting<'a> {
    definitions: &'a Definitions,
    selection: &'a Selection,
    quantities: Vec<Quantity>,
    own_follow_ups: Vec<usize>,
}

impl Ledger {
    /// The same ledger with follow-up answers that belong to no known session, each a record with the day of the answer.
    #[must_use]
    pub fn with_unlinked(mut self, answers: Self) -> Self {
        self.unlinked = Some(Box::new(answers));
        self
    }

    /// The labels of a cell in a group column; the blank group where it has none.
    fn labels_at(&self, cell: u32, place: usize) -> Vec<Option<String>> {
        let labels = self.columns[place].labels(self.cells.text(cell, place));
        if labels.is_empty() { vec![None] } else { labels.into_iter().map(|label| Some(label.to_owned())).collect() }
    }

    /// Puts what these answers say in the place of what sessions say to the same questions.
    pub(super) fn count_into(
        &self,
        summary: &mut Summary,
        definitions: &Definitions,
        selection: &Selection,
        as_of: Option<Day>,
        there: &SessionsThere,
    ) -> AnswerAccount {
        let known = definitions.unlinked.clone().unwrap_or_default();
        let counting = Counting {
            definitions,
            selection,
            quantities: Quantity::all(definitions),
            own_follow_ups: definitions.own_follow_ups(),
        };
        let mut account = AnswerAccount {
            tells: selection.unit == Unit::Session && selection.labels.keys().all(|&key| known.tells(key)),
            ..AnswerAccount::default()
        };
        let labels = GroupLabels::new(self);
        let whole = std::iter::once([].as_slice());
        let can_tell = |keys: &&[GroupKey]| account.tells && keys.iter().all(|&key| known.tells(key));
        let mut groupings: Vec<(Grouping, Vec<AnswerCell>)> = whole
            .chain(selection.groupings.iter().map(Vec::as_slice))
            .filter(can_tell)
            .map(|keys| (Grouping::new(keys, &labels, self.cells.len(), definitions, selection), Vec::new()))
            .collect();
        let identified = (0..self.identified.len() as u32).map(|row| (self.identified.visit(row), 1));
        let mut forms = 0;
        for (visit, times) in self.anonymous.iter().map(|(_, visit, times)| (visit, times)).chain(identified) {
            let (coded, own) = counting.of_follow_up(&visit);
            let unused = if !has_follow_up_answer(&definitions.follow_up, &counting.own_follow_ups, &coded, own) {
                Some(UnusedAnswer::NoAnswer)
            } else if as_of.is_some_and(|as_of| visit.day > as_of) {
                Some(UnusedAnswer::AfterAsOf)
            } else {
                None
            };
            if let Some(reason) = unused {
                *account.unused.entry(reason).or_default() += times;
                continue;
            }
            account.used += times;
            for missing in self.missing_sessions(&visit, there) {
                *account.without_session.entry(missing).or_default() += times;
            }
            if !self.is_selected(&visit, &counting) {
                continue;
            }
            forms += times;
            let answers = counting.answers(&coded, own);
            for (grouping, cells) in &mut groupings {
                grouping.groups_of(visit.cell, visit.day, |group| {
                    if group == cells.len() {
                        cells.push(counting.empty_cell());
                    }
                    counting.add(&mut cells[group], &answers, &coded, times);
                });
            }
        }
        let mut counted = BTreeMap::new();
        for (grouping, cells) in groupings {
            for (group, cell) in cells.into_iter().enumerate() {
                counted.insert(grouping.by(group, &labels, self), cell);
            }
        }
        for (by, cell) in &mut summary.cells {
            counting.put(cell, counted.remove(by).unwrap_or_else(|| counting.empty_cell()));
        }
        summary.flow.asked = 0;
        summary.flow.answered = forms;
        account
    }

    /// What no attended session is of: the month of an answer, its group.
    fn missing_sessions(&self, visit: &Visit, there: &SessionsThere) -> Vec<&'static str> {
        let mut missing = Vec::new();
        if !there.months.contains(&month(visit.day)) {
            missing.push("follow_up.date");
        }
        let is_there = |&(place, ref known): &(usize, BTreeSet<Option<String>>)| {
            self.labels_at(visit.cell, place).iter().all(|label| known.contains(label))
        };
        if !there.labels.iter().all(is_there) {
            missing.push("follow_up.site");
        }
        missing
    }

    /// Whether an answer lies in the period that was asked for, and in the groups.
    fn is_selected(&self, visit: &Visit, counting: &Counting<'_>) -> bool {
        let Selection { from, to, labels, .. } = counting.selection;
        let in_period = from.is_none_or(|from| visit.day >= from) && to.is_none_or(|to| visit.day <= to);
        let fiscal = counting.definitions.fiscal_year_starts;
        in_period
            && counting.selection.is_in_a_period(visit.day)
            && labels.iter().all(|(&key, wanted)| match key {
                GroupKey::Column(place) => {
                    let has = |label: Option<String>| wanted.contains(&label.unwrap_or_default());
                    self.labels_at(visit.cell, place).into_iter().any(has)
                }
                _ => key.calendar_label(visit.day.into(), fiscal).is_some_and(|label| wanted.contains(&label)),
            })
    }
}

impl Counting<'_> {
    /// The answers to follow-up questions, and no others.
    fn of_follow_up(&self, visit: &Visit) -> (Answers, OwnAnswers) {
        let (mut coded, mut own) = (visit.answers, visit.own);
        for question in Question::ALL {
            if !self.definitions.follow_up.has(question) {
                coded.clear(question);
            }
        }
        for number in (0..OwnAnswers::LIMIT).filter(|number| !self.own_follow_ups.contains(number)) {
            own.clear(number);
        }
        (coded, own)
    }

    /// What one form says to each measure.
    fn answers(&self, coded: &Answers, own: OwnAnswers) -> Vec<Answer> {
        let facts = SessionFacts {
            status: Some(Status::Attended),
            answers: coded,
            own,
            wait_days: None,
            is_due: true,
            has_follow_up_answer: true,
            says_who_was_asked: false,
            change: &[],
            together: &[],
        };
        let mut answers = Vec::new();
        evaluate(&self.definitions.measures, &facts, &mut answers);
        answers
    }

    fn empty_cell(&self) -> AnswerCell {
        AnswerCell { counts: CellSummary::new(self.definitions.measures.len(), self.quantities.len(), 0), forms: 0 }
    }

    fn add(&self, cell: &mut AnswerCell, answers: &[Answer], coded: &Answers, times: u64) {
        cell.forms += times;
        for (sums, &answer) in cell.counts.proportions.iter_mut().zip(answers) {
            sums.answered += times * u64::from(answer.is_answered());
            sums.events += times * u64::from(answer == Answer::Yes);
            sums.partly_yes += times * u64::from(answer == Answer::PartlyYes);
        }
        for (histogram, &quantity) in cell.counts.histograms.iter_mut().zip(&self.quantities) {
            if let Quantity::Answers(question) = quantity
                && let Some(code) = coded.get(question)
            {
                *histogram.values.entry(i32::from(code.place())).or_default() += times;
            }
        }
    }

    /// Puts the counts of answers in the place of what sessions say to the same questions.
    fn put(&self, cell: &mut CellSummary, answers: AnswerCell) {
        let measures = self.definitions.measures.iter().zip(&mut cell.proportions);
        for ((measure, sums), said) in measures.zip(&answers.counts.proportions) {
            if self.definitions.linkage(measure) == Linkage::Sessions {
                continue;
            }
            sums.asked = 0;
            (sums.clients_answered, sums.sum_n2, sums.sum_ny, sums.sum_y2) = (0, 0, 0, 0);
            (sums.answered, sums.events, sums.partly_yes) = match measure.rule {
                // Silence is an answer too: the share is that of sessions with a form.
                Rule::AnsweredFollowUp => (sums.eligible, answers.forms, 0),
                _ => (said.answered, said.events, said.partly_yes),
            };
        }
        let histograms = self.quantities.iter().zip(&mut cell.histograms).zip(answers.counts.histograms);
        for ((quantity, histogram), said) in histograms {
            if let Quantity::Answers(question) = *quantity
                && self.definitions.follow_up.has(question)
            {
                histogram.clients_answered = 0;
                histogram.values = said.values;
            }
        }
    }
}
