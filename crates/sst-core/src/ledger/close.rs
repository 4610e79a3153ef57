//! From the ledger to integers: duplicates, as-of date, selection, due follow-ups, then the sums of each client.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::Ledger;
use super::labels::NONE;
use super::selection::{Selection, UnknownLabel};
use super::visit::{Visit, unpack_score};
use crate::codes::{Exclusion, Finding};
use crate::day::Day;
use crate::definitions::{Definitions, GroupKey};
use crate::measure::{Answer, SessionFacts, evaluate, has_follow_up_answer};
use crate::record::{Answers, OwnAnswers, Status};
use crate::results::{By, Period, Unit};
use crate::summary::{CellSummary, FlowCounts, Quantity, Summary};

/// A latest date further than this from the next one is taken for a slip of the pen.
const ISOLATED_AFTER_DAYS: i32 = 60;

/// What closing a ledger gives: integers, and how the rows fared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closed {
    /// The counts.
    pub summary: Summary,
    /// The last date the data can speak for.
    pub as_of: Option<Day>,
    /// The session dates the counts are about.
    pub period: Option<Period>,
    /// Rows not used, by reason.
    pub excluded: BTreeMap<Exclusion, u64>,
    /// What was noticed on the way.
    pub findings: BTreeMap<(Finding, &'static str), u64>,
    /// Rows used.
    pub used: u64,
}

/// Why a ledger cannot be closed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CloseError {
    /// The files use the same ids for different sessions.
    #[error(
        "{conflicting} of {ids} session ids stand for different sessions in different files; if ids are unique only \
         within a file, put session_id_scope = \"file\" at the top of the mapping file"
    )]
    IdsConflictAcrossFiles {
        /// Ids that conflict.
        conflicting: u64,
        /// Ids there are.
        ids: u64,
    },
    /// A label of the selection occurs nowhere.
    #[error(transparent)]
    UnknownLabel(#[from] UnknownLabel),
}

impl Ledger {
    /// Turns the records into counts.
    pub fn close(&self, definitions: &Definitions, selection: &Selection) -> Result<Closed, CloseError> {
        let ranks = self.ranks();
        let mut order = self.content_order(&ranks);
        let duplicates = self.duplicates(&order, &ranks)?;
        let mut excluded = BTreeMap::new();
        let mut findings = BTreeMap::new();
        let mut count = |reason, rows: u64| {
            if rows > 0 {
                excluded.insert(reason, rows);
            }
        };
        count(Exclusion::Duplicate, duplicates.duplicate);
        count(Exclusion::ConflictingId, duplicates.conflicting);
        order.retain(|&i| !duplicates.left_out[i as usize]);

        let (as_of, isolated) = match selection.as_of {
            Some(day) => (Some(day), false),
            None => self.latest_attended_day(&order),
        };
        if isolated {
            findings.insert((Finding::IsolatedLatestDate, "session_date"), 1);
        }
        let before = order.len();
        if let Some(as_of) = as_of {
            order.retain(|&i| self.visits[i as usize].day <= as_of);
        }
        count(Exclusion::AfterAsOf, (before - order.len()) as u64);
        if selection.unit == Unit::Client {
            let before = order.len();
            order.retain(|&i| self.visits[i as usize].client != NONE);
            count(Exclusion::NoClientId, (before - order.len()) as u64);
        }

        let days = order.iter().map(|&i| self.visits[i as usize].day);
        let from = selection.from.or_else(|| days.clone().min());
        let to = selection.to.or_else(|| days.max());
        let period = from.zip(to).map(|(from, to)| Period { from: Date::from(from), to: Date::from(to) });

        let mut counter = Counter::new(self, definitions, selection, as_of)?;
        let in_period =
            |visit: &Visit| from.is_none_or(|from| visit.day >= from) && to.is_none_or(|to| visit.day <= to);
        for (number, visits) in self.clients_in(&order).enumerate() {
            counter.add_client(number as u32, visits, in_period);
        }
        if counter.late_answers > 0 {
            findings.insert((Finding::AnswerAfterAsOf, "followup_date"), counter.late_answers);
        }
        let used = order.len() as u64;
        Ok(Closed { summary: counter.finish(), as_of, period, excluded, findings, used })
    }

    /// The records of each client, one client after the other; a record without client id is a client of its own.
    fn clients_in<'o>(&self, order: &'o [u32]) -> impl Iterator<Item = &'o [u32]> {
        order.chunk_by(|&a, &b| {
            let client = self.visits[a as usize].client;
            client != NONE && client == self.visits[b as usize].client
        })
    }

    /// The latest attended day, and whether a later, isolated one was passed over.
    fn latest_attended_day(&self, order: &[u32]) -> (Option<Day>, bool) {
        let (mut latest, mut next) = (None, None);
        for visit in order.iter().map(|&i| &self.visits[i as usize]).filter(|visit| visit.is_attended()) {
            let day = Some(visit.day);
            if day > latest {
                next = latest;
                latest = day;
            } else if day < latest && day > next {
                next = day;
            }
        }
        match (latest, next) {
            (Some(last), Some(before)) if last.days_since(before) > ISOLATED_AFTER_DAYS => (next, true),
            _ => (latest, false),
        }
    }
}

/// The labels of one grouping, by number, and its counts.
struct Grouping {
    keys: Vec<GroupKey>,
    places: FxHashMap<Vec<u32>, usize>,
    cells: Vec<(Vec<u32>, OpenCell)>,
}

/// A group's counts while the sessions of one client are added.
struct OpenCell {
    counts: CellSummary,
    client: u32,
    eligible: Vec<u32>,
    answered: Vec<u32>,
    events: Vec<u32>,
    has_value: Vec<bool>,
    attended: i32,
}

/// What one record adds to every group it is in.
struct Contribution<'a> {
    answers: &'a [Answer],
    asked: &'a [bool],
    values: &'a [Option<Option<i32>>],
    has_status: bool,
    is_attended: bool,
    is_first_ever: bool,
}

struct Counter<'a> {
    ledger: &'a Ledger,
    definitions: &'a Definitions,
    quantities: Vec<Quantity>,
    own_follow_ups: Vec<usize>,
    as_of: Option<Day>,
    unit: Unit,
    /// For each column of the selection, which cells are in it; a record must be in all.
    selected: Vec<bool>,
    calendar: Vec<(GroupKey, Vec<String>)>,
    /// Labels of each group column, sorted; a blank group is `NONE`.
    labels: Vec<Vec<String>>,
    /// For each column and cell, the numbers of its labels.
    cell_labels: Vec<Vec<Vec<u32>>>,
    periods: Periods,
    groupings: Vec<Grouping>,
    flow: FlowCounts,
    late_answers: u64,
}

/// Labels of days under the calendar keys, made once per day.
#[derive(Default)]
struct Periods {
    labels: indexmap::IndexSet<String, rustc_hash::FxBuildHasher>,
    by_day: FxHashMap<(GroupKey, Day), u32>,
}

impl<'a> Counter<'a> {
    fn new(
        ledger: &'a Ledger,
        definitions: &'a Definitions,
        selection: &Selection,
        as_of: Option<Day>,
    ) -> Result<Self, CloseError> {
        let mut labels = Vec::new();
        let mut cell_labels = Vec::new();
        for (place, column) in ledger.columns.iter().enumerate() {
            let cells: Vec<Vec<&str>> =
                (0..ledger.cells.len() as u32).map(|cell| column.labels(ledger.cells.text(cell, place))).collect();
            let mut known: Vec<&str> = cells.iter().flatten().copied().collect();
            known.sort_unstable();
            known.dedup();
            let number = |label: &str| known.binary_search(&label).map_or(NONE, |i| i as u32);
            cell_labels.push(
                cells
                    .iter()
                    .map(|labels| match labels.is_empty() {
                        true => vec![NONE],
                        false => labels.iter().map(|label| number(label)).collect(),
                    })
                    .collect::<Vec<Vec<u32>>>(),
            );
            labels.push(known.into_iter().map(str::to_owned).collect::<Vec<String>>());
        }
        let mut counter = Self {
            ledger,
            definitions,
            quantities: Quantity::all(definitions),
            own_follow_ups: definitions.own_follow_ups(),
            as_of,
            unit: selection.unit,
            selected: vec![true; ledger.cells.len()],
            calendar: Vec::new(),
            labels,
            cell_labels,
            periods: Periods::default(),
            groupings: Vec::new(),
            flow: FlowCounts::default(),
            late_answers: 0,
        };
        for (&key, wanted) in &selection.labels {
            counter.select(key, wanted)?;
        }
        let whole = std::iter::once(Vec::new());
        counter.groupings = whole
            .chain(selection.groupings.iter().cloned())
            .map(|keys| Grouping { keys, places: FxHashMap::default(), cells: Vec::new() })
            .collect();
        // The whole is there even when there is no record.
        counter.groupings[0].cell(&[], definitions.measures.len(), counter.quantities.len());
        Ok(counter)
    }

    /// Restricts the selection to cells with one of these labels; an empty label is the blank group.
    fn select(&mut self, key: GroupKey, wanted: &[String]) -> Result<(), UnknownLabel> {
        let GroupKey::Column(place) = key else {
            self.calendar.push((key, wanted.to_vec()));
            return Ok(());
        };
        let mut numbers = Vec::new();
        for label in wanted {
            if label.is_empty() {
                numbers.push(NONE);
            } else if let Ok(number) = self.labels[place].binary_search(label) {
                numbers.push(number as u32);
            } else {
                return Err(UnknownLabel {
                    group: self.ledger.columns[place].name.clone(),
                    label: label.clone(),
                    known: self.labels[place].clone(),
                });
            }
        }
        for (cell, labels) in self.cell_labels[place].iter().enumerate() {
            self.selected[cell] &= labels.iter().any(|label| numbers.contains(label));
        }
        Ok(())
    }

    fn is_selected(&self, visit: &Visit) -> bool {
        self.selected[visit.cell as usize]
            && self.calendar.iter().all(|(key, wanted)| {
                let label = key.calendar_label(visit.day.into(), self.definitions.fiscal_year_starts);
                label.is_some_and(|label| wanted.contains(&label))
            })
    }

    fn add_client(&mut self, number: u32, visits: &[u32], in_period: impl Fn(&Visit) -> bool) {
        let ledger = self.ledger;
        let first_attended = visits.iter().find(|&&i| ledger.visits[i as usize].is_attended());
        let measures = self.definitions.measures.len();
        // With one session per client, what already had its session.
        let mut measure_done = vec![false; measures];
        let mut quantity_done = vec![false; self.quantities.len()];
        let mut answers = Vec::with_capacity(measures);
        let mut asked = vec![false; measures];
        let mut values = Vec::with_capacity(self.quantities.len());
        for &i in visits {
            let visit = &ledger.visits[i as usize];
            if !(in_period(visit) && self.is_selected(visit)) {
                continue;
            }
            let (coded, own) = self.timely_answers(visit);
            let facts = self.facts(visit, &coded, own);
            evaluate(&self.definitions.measures, &facts, &mut answers);
            for (place, measure) in self.definitions.measures.iter().enumerate() {
                asked[place] = measure.follow_up
                    && (answers[place].is_answered() || (answers[place] == Answer::Missing && facts.was_asked()));
            }
            self.add_flow(&facts);
            values.clear();
            for quantity in &self.quantities {
                values.push(self.value(*quantity, visit, &facts, ledger.scores_of(i as usize)));
            }
            if self.unit == Unit::Client {
                for (answer, done) in answers.iter_mut().zip(&mut measure_done) {
                    if std::mem::replace(done, *done || *answer != Answer::NotEligible) {
                        *answer = Answer::NotEligible;
                    }
                }
                for (value, done) in values.iter_mut().zip(&mut quantity_done) {
                    if std::mem::replace(done, *done || value.is_some()) {
                        *value = None;
                    }
                }
            }
            let contribution = Contribution {
                answers: &answers,
                asked: &asked,
                values: &values,
                has_status: visit.status().is_some(),
                is_attended: visit.is_attended(),
                is_first_ever: Some(&i) == first_attended,
            };
            for grouping in &mut self.groupings {
                let mut keys = vec![Vec::new()];
                for &key in &grouping.keys {
                    let here = match key {
                        GroupKey::Column(place) => self.cell_labels[place][visit.cell as usize].clone(),
                        calendar => {
                            vec![self.periods.number(calendar, visit.day, self.definitions)]
                        }
                    };
                    keys = keys
                        .into_iter()
                        .flat_map(|prefix: Vec<u32>| {
                            here.iter().map(move |&label| {
                                let mut key = prefix.clone();
                                key.push(label);
                                key
                            })
                        })
                        .collect();
                }
                for key in keys {
                    grouping.cell(&key, measures, self.quantities.len()).add(number, &contribution, &self.quantities);
                }
            }
        }
    }

    /// The answers as they count: follow-up answers after the as-of date, or after the follow-up closed, are absent.
    fn timely_answers(&mut self, visit: &Visit) -> (Answers, OwnAnswers) {
        let (mut coded, mut own) = (visit.answers, visit.own);
        let rule = &self.definitions.follow_up;
        let Some(answered_on) = visit.followup_day() else {
            return (coded, own);
        };
        let after_as_of = self.as_of.is_some_and(|as_of| answered_on > as_of);
        let after_close =
            rule.closes_after_days.is_some_and(|days| i64::from(answered_on.days_since(visit.day)) > i64::from(days));
        if after_as_of || after_close {
            for &question in &rule.questions {
                coded.clear(question);
            }
            for &number in &self.own_follow_ups {
                own.clear(number);
            }
            self.late_answers += u64::from(after_as_of);
        }
        (coded, own)
    }

    fn facts<'v>(&self, visit: &Visit, coded: &'v Answers, own: OwnAnswers) -> SessionFacts<'v> {
        let due_on = visit.day.plus_days(i32::try_from(self.definitions.follow_up.due_after_days).unwrap_or(i32::MAX));
        SessionFacts {
            status: visit.status(),
            answers: coded,
            own,
            wait_days: visit.wait_days(),
            is_due: self.as_of.is_none_or(|as_of| due_on <= as_of),
            has_follow_up_answer: has_follow_up_answer(&self.definitions.follow_up, &self.own_follow_ups, coded, own),
            says_who_was_asked: self.definitions.says_who_was_asked(),
        }
    }

    fn add_flow(&mut self, facts: &SessionFacts<'_>) {
        self.flow.booked += u64::from(facts.status.is_some());
        if facts.status == Some(Status::Attended) {
            self.flow.attended += 1;
            let answered = facts.is_due && facts.has_follow_up_answer;
            self.flow.answered += u64::from(answered);
            self.flow.asked += u64::from(answered || (facts.is_due && facts.was_asked()));
        }
    }

    /// The value of a quantity: none where the session is not in its population, some absence where it is.
    fn value(
        &self,
        quantity: Quantity,
        visit: &Visit,
        facts: &SessionFacts<'_>,
        scores: &[i32],
    ) -> Option<Option<i32>> {
        let value = match quantity {
            Quantity::Answers(question) => {
                if self.definitions.follow_up.has(question) && !facts.is_due {
                    return None;
                }
                facts.answers.get(question).map(|code| i32::from(code.place()))
            }
            Quantity::WaitDays => facts.wait_days,
            Quantity::WaitMinutes => visit.wait_minutes().map(|minutes| minutes as i32),
            Quantity::SessionsPerClient => return None,
            Quantity::Scores { instrument, post } => {
                unpack_score(scores[instrument * 2 + usize::from(post)]).map(|score| score.0)
            }
        };
        facts.is_in(quantity.population()).then_some(value)
    }

    fn finish(mut self) -> Summary {
        let mut cells = BTreeMap::new();
        for grouping in &mut self.groupings {
            for (key, mut cell) in std::mem::take(&mut grouping.cells) {
                cell.close_client(&self.quantities);
                let by: By = grouping
                    .keys
                    .iter()
                    .zip(&key)
                    .map(|(&group, &number)| {
                        let label = match group {
                            _ if number == NONE => None,
                            GroupKey::Column(place) => Some(self.labels[place][number as usize].clone()),
                            _ => self.periods.labels.get_index(number as usize).cloned(),
                        };
                        (group.name(&self.ledger.columns).to_owned(), label)
                    })
                    .collect();
                cells.insert(by, cell.counts);
            }
        }
        Summary { cells, flow: self.flow }
    }
}

impl Periods {
    fn number(&mut self, key: GroupKey, day: Day, definitions: &Definitions) -> u32 {
        if let Some(&number) = self.by_day.get(&(key, day)) {
            return number;
        }
        let label = key.calendar_label(day.into(), definitions.fiscal_year_starts).unwrap_or_default();
        let number = self.labels.insert_full(label).0 as u32;
        self.by_day.insert((key, day), number);
        number
    }
}

impl Grouping {
    fn cell(&mut self, key: &[u32], measures: usize, quantities: usize) -> &mut OpenCell {
        let place = match self.places.get(key) {
            Some(&place) => place,
            None => {
                self.cells.push((key.to_vec(), OpenCell::new(measures, quantities)));
                self.places.insert(key.to_vec(), self.cells.len() - 1);
                self.cells.len() - 1
            }
        };
        &mut self.cells[place].1
    }
}

impl OpenCell {
    fn new(measures: usize, quantities: usize) -> Self {
        Self {
            counts: CellSummary::new(measures, quantities),
            client: NONE,
            eligible: vec![0; measures],
            answered: vec![0; measures],
            events: vec![0; measures],
            has_value: vec![false; quantities],
            attended: 0,
        }
    }

    fn add(&mut self, client: u32, contribution: &Contribution<'_>, quantities: &[Quantity]) {
        if self.client != client {
            self.close_client(quantities);
            self.client = client;
        }
        self.counts.sessions += u64::from(contribution.has_status);
        self.counts.new_clients += u64::from(contribution.is_first_ever);
        self.attended += i32::from(contribution.is_attended);
        for (place, (&answer, &asked)) in contribution.answers.iter().zip(contribution.asked).enumerate() {
            let sums = &mut self.counts.proportions[place];
            if answer == Answer::NotDue {
                sums.not_due += 1;
            }
            if answer.is_eligible() {
                sums.eligible += 1;
                sums.asked += u64::from(asked);
                self.eligible[place] += 1;
            }
            if answer.is_answered() {
                sums.answered += 1;
                self.answered[place] += 1;
            }
            if answer == Answer::Yes {
                sums.events += 1;
                self.events[place] += 1;
            }
        }
        let histograms = self.counts.histograms.iter_mut().zip(&mut self.has_value);
        for ((histogram, has_value), value) in histograms.zip(contribution.values) {
            if let Some(value) = value {
                histogram.add(*value);
                *has_value |= value.is_some();
            }
        }
    }

    /// Turns the counts of the client at hand into sums.
    fn close_client(&mut self, quantities: &[Quantity]) {
        for (place, sums) in self.counts.proportions.iter_mut().enumerate() {
            sums.add_client(self.eligible[place], self.answered[place], self.events[place]);
            (self.eligible[place], self.answered[place], self.events[place]) = (0, 0, 0);
        }
        if self.attended > 0 {
            self.counts.clients += 1;
            if let Some(place) = quantities.iter().position(|&quantity| quantity == Quantity::SessionsPerClient) {
                self.counts.histograms[place].add(Some(self.attended));
                self.has_value[place] = true;
            }
            self.attended = 0;
        }
        for (histogram, has_value) in self.counts.histograms.iter_mut().zip(&mut self.has_value) {
            histogram.clients_answered += u64::from(std::mem::take(has_value));
        }
    }
}
