//! Clients one after the other into the counts of their groups.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::Ledger;
use super::grouping::{GroupLabels, Grouping};
use super::labels::NONE;
use super::open_cell::{Contribution, OpenCell, Value, Whose};
use super::order::Placed;
use super::responses::Responses;
use super::selection::{Selection, UnknownLabel};
use super::shared_clients::SharedClients;
use super::visit::{Visit, unpack_score};
use crate::change::{AppliedRule, ChangeClass, Pairs, ScoreFacts, Verdict};
use crate::day::Day;
use crate::definitions::{Definitions, GroupKey, NamedPeriod};
use crate::measure::{Answer, SessionFacts, evaluate, has_follow_up_answer};
use crate::record::{Answers, OwnAnswers, Status};
use crate::results::{By, Unit};
use crate::summary::{FlowCounts, Quantity, SharedAnswers, Summary};

/// The scores of one session on one questionnaire, before and after.
type Scores = (Option<i32>, Option<i32>);

/// A grouping and the counts of its groups.
struct Grouped {
    grouping: Grouping,
    cells: Vec<OpenCell>,
    /// What clients the groups share, where they are compared.
    shared: Option<SharedClients>,
}

pub(super) struct Counter<'a> {
    ledger: &'a Ledger,
    definitions: &'a Definitions,
    quantities: Vec<Quantity>,
    own_follow_ups: Vec<usize>,
    /// The rule of each questionnaire, and what it says of the scores that came.
    changes: Vec<(AppliedRule, FxHashMap<Scores, ScoreFacts>)>,
    as_of: Option<Day>,
    period: (Option<Day>, Option<Day>),
    unit: Unit,
    labels: GroupLabels,
    /// Which combinations of group cells the selection is about.
    selected: Vec<bool>,
    /// Labels of the calendar that the selection is about, and what became of each day.
    calendar: Vec<(GroupKey, Vec<String>)>,
    selected_days: FxHashMap<Day, bool>,
    /// Periods that the selection is about, where periods are compared.
    periods: Vec<NamedPeriod>,
    groupings: Vec<Grouped>,
    responses: Vec<Responses>,
    flow: FlowCounts,
    late_answers: u64,
    clients: u64,
    room: Room,
}

/// Room for what one record says, used again for the next.
#[derive(Default)]
struct Room {
    answers: Vec<Answer>,
    /// The same, each session's own, whatever the unit.
    said: Vec<Answer>,
    asked: Vec<bool>,
    values: Vec<Value>,
    scores: Vec<i32>,
    pairs: Vec<Scores>,
    change: Vec<ScoreFacts>,
    together: Vec<ScoreFacts>,
    classes: Vec<Option<ChangeClass>>,
    /// With one session per client: which measures and quantities already had theirs.
    measure_done: Vec<bool>,
    quantity_done: Vec<bool>,
    pairs_done: bool,
}

impl<'a> Counter<'a> {
    pub(super) fn new(
        ledger: &'a Ledger,
        definitions: &'a Definitions,
        selection: &Selection,
        as_of: Option<Day>,
        period: (Option<Day>, Option<Day>),
        pairs: &[Pairs],
    ) -> Result<Self, UnknownLabel> {
        let labels = GroupLabels::new(ledger);
        let cells = ledger.cells.len();
        let whole = std::iter::once([].as_slice());
        let groupings = whole
            .chain(selection.groupings.iter().map(Vec::as_slice))
            .map(|keys| Grouped {
                grouping: Grouping::new(keys, &labels, cells, definitions, selection),
                cells: Vec::new(),
                shared: (!keys.is_empty() && *keys == *selection.compared).then(SharedClients::default),
            })
            .collect();
        let response_keys = definitions.response_keys().into_iter().filter(|_| selection.tells_response);
        let mut counter = Self {
            ledger,
            definitions,
            quantities: Quantity::all(definitions),
            own_follow_ups: definitions.own_follow_ups(),
            changes: definitions.applied_rules(pairs).map(|rule| (rule, FxHashMap::default())).collect(),
            as_of,
            period,
            unit: selection.unit,
            labels,
            selected: vec![true; cells],
            calendar: Vec::new(),
            periods: selection.periods.clone(),
            selected_days: FxHashMap::default(),
            groupings,
            responses: response_keys.map(|key| Responses::new(key, definitions.measures.len())).collect(),
            flow: FlowCounts::default(),
            late_answers: 0,
            clients: 0,
            room: Room::default(),
        };
        for (&key, wanted) in &selection.labels {
            counter.select(key, wanted)?;
        }
        Ok(counter)
    }

    /// Restricts the selection to cells with one of these labels; an empty label is the blank group.
    fn select(&mut self, key: GroupKey, wanted: &[String]) -> Result<(), UnknownLabel> {
        let GroupKey::Column(place) = key else {
            self.calendar.push((key, wanted.to_vec()));
            return Ok(());
        };
        let known = self.labels.of_column(place);
        let mut numbers = Vec::new();
        for label in wanted {
            if label.is_empty() {
                numbers.push(NONE);
            } else if let Ok(number) = known.binary_search(label) {
                numbers.push(number as u32);
            } else {
                return Err(UnknownLabel {
                    group: self.ledger.columns[place].name.clone(),
                    label: label.clone(),
                    known: known.to_vec(),
                });
            }
        }
        for (selected, labels) in self.selected.iter_mut().zip(self.labels.of_cells(place)) {
            *selected &= labels.iter().any(|label| numbers.contains(label));
        }
        Ok(())
    }

    pub(super) fn is_selected(&mut self, visit: &Visit) -> bool {
        let (from, to) = self.period;
        let in_period = from.is_none_or(|from| visit.day >= from) && to.is_none_or(|to| visit.day <= to);
        in_period
            && self.selected[visit.cell as usize]
            && (self.periods.is_empty() || self.periods.iter().any(|period| period.has(visit.day)))
            && (self.calendar.is_empty() || self.is_selected_day(visit.day))
    }

    fn is_selected_day(&mut self, day: Day) -> bool {
        let (calendar, fiscal) = (&self.calendar, self.definitions.fiscal_year_starts);
        *self.selected_days.entry(day).or_insert_with(|| {
            calendar.iter().all(|(key, wanted)| {
                key.calendar_label(day.into(), fiscal).is_some_and(|label| wanted.contains(&label))
            })
        })
    }

    /// Adds a client's visits, in content order.
    pub(super) fn add_client(&mut self, visits: &[Placed]) {
        let ledger = self.ledger;
        self.clients += 1;
        self.begin_client();
        let whose = Whose::Client(self.clients);
        let first_attended = visits.iter().position(|placed| placed.visit.is_attended());
        let last_attended =
            visits.iter().filter(|placed| placed.visit.is_attended()).map(|placed| placed.visit.day).max();
        for (place, placed) in visits.iter().enumerate() {
            if self.is_selected(&placed.visit) {
                self.room.scores.clear();
                self.room.scores.extend(ledger.identified.scores(placed.row));
                // A row without a client is a client here, and nobody knows whether they came back.
                let came_back = (placed.visit.client != NONE).then(|| last_attended > Some(placed.visit.day));
                self.add_visit(&placed.visit, whose, (first_attended == Some(place), came_back));
            }
        }
        self.close_shared(1);
    }

    /// Adds so many clients about whom nothing is known but one visit, the same for each.
    pub(super) fn add_anonymous(&mut self, placed: Placed, times: u64) {
        let ledger = self.ledger;
        self.begin_client();
        if self.is_selected(&placed.visit) {
            self.room.scores.clear();
            self.room.scores.extend(ledger.anonymous.scores(placed.row));
            self.add_visit(&placed.visit, Whose::Anyones { times }, (placed.visit.is_attended(), None));
        }
        self.close_shared(times);
    }

    /// Counts what so many clients like the one at hand, all of whose sessions were added, have in several groups.
    fn close_shared(&mut self, times: u64) {
        for Grouped { shared, .. } in &mut self.groupings {
            if let Some(shared) = shared {
                shared.close_client(times);
            }
        }
    }

    fn begin_client(&mut self) {
        self.room.measure_done.clear();
        self.room.measure_done.resize(self.definitions.measures.len(), false);
        self.room.quantity_done.clear();
        self.room.quantity_done.resize(self.quantities.len(), false);
        self.room.pairs_done = false;
    }

    fn add_visit(&mut self, visit: &Visit, whose: Whose, (is_first_ever, came_back): (bool, Option<bool>)) {
        let mut room = std::mem::take(&mut self.room);
        let (coded, own) = self.timely_answers(visit, whose.times());
        self.read_change(&mut room);
        let facts = self.facts(visit, &coded, own, (&room.change, &room.together));
        evaluate(&self.definitions.measures, &facts, &mut room.answers);
        room.asked.clear();
        room.asked.extend(self.definitions.measures.iter().zip(&room.answers).map(|(measure, answer)| {
            measure.follow_up && (answer.is_answered() || (*answer == Answer::Missing && facts.was_asked()))
        }));
        self.add_flow(&facts, whose.times());
        room.values.clear();
        room.values.extend(self.quantities.iter().map(|&quantity| self.value(quantity, visit, &facts, &room.scores)));
        if !self.responses.is_empty() {
            room.said.clone_from(&room.answers);
        }
        if self.unit == Unit::Client {
            for (answer, done) in room.answers.iter_mut().zip(&mut room.measure_done) {
                if std::mem::replace(done, *done || *answer != Answer::NotEligible) {
                    *answer = Answer::NotEligible;
                }
            }
            for (value, done) in room.values.iter_mut().zip(&mut room.quantity_done) {
                if std::mem::replace(done, *done || *value != Value::NotEligible) {
                    *value = Value::NotEligible;
                }
            }
        }
        let is_first = self.unit == Unit::Session || !room.pairs_done;
        room.pairs_done |= visit.is_attended();
        let contribution = Contribution {
            answers: &room.answers,
            asked: &room.asked,
            values: &room.values,
            pairs: if visit.is_attended() && is_first { &room.pairs } else { &[] },
            classes: &room.classes,
            has_status: visit.status().is_some(),
            is_attended: visit.is_attended(),
            is_first_ever,
        };
        let (measures, quantities) = (self.definitions.measures.len(), self.quantities.as_slice());
        let instruments = self.definitions.instruments.len();
        for Grouped { grouping, cells, shared } in &mut self.groupings {
            grouping.groups_of(visit.cell, visit.day, |group| {
                if group == cells.len() {
                    cells.push(OpenCell::new(measures, quantities.len(), instruments));
                }
                cells[group].add(whose, &contribution, quantities);
                if let Some(shared) = shared {
                    shared.add(group, contribution.answers);
                }
            });
        }
        for responses in &mut self.responses {
            responses.add(whose, (&room.said, came_back), &contribution);
        }
        self.room = room;
    }

    /// The answers as they count: follow-up answers after the as-of date, or after the follow-up closed, are absent.
    fn timely_answers(&mut self, visit: &Visit, times: u64) -> (Answers, OwnAnswers) {
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
            self.late_answers += times * u64::from(after_as_of);
        }
        (coded, own)
    }

    /// The scores in the room, and what they say, each questionnaire by itself and those that belong together.
    fn read_change(&mut self, room: &mut Room) {
        let scores = room.scores.chunks_exact(2).map(|pair| [pair[0], pair[1]].map(|s| unpack_score(s).map(|s| s.0)));
        room.pairs.clear();
        room.pairs.extend(scores.map(|[pre, post]| (pre, post)));
        room.change.clear();
        let facts = room.pairs.iter().zip(&mut self.changes).map(|(&scores, (rule, known))| match scores {
            (None, None) => ScoreFacts::default(),
            (pre, post) => *known.entry(scores).or_insert_with(|| rule.facts(pre, post)),
        });
        room.change.extend(facts);
        room.classes.clear();
        room.classes.extend(room.change.iter().map(|facts| facts.verdict.and_then(Verdict::class)));
        room.together.clear();
        room.together.extend(self.definitions.together.iter().map(|together| together.facts(&room.change)));
    }

    fn facts<'v>(
        &self,
        visit: &Visit,
        coded: &'v Answers,
        own: OwnAnswers,
        (change, together): (&'v [ScoreFacts], &'v [ScoreFacts]),
    ) -> SessionFacts<'v> {
        let due_on = visit.day.plus_days(i32::try_from(self.definitions.follow_up.due_after_days).unwrap_or(i32::MAX));
        SessionFacts {
            status: visit.status(),
            answers: coded,
            own,
            wait_days: visit.wait_days(),
            is_due: self.as_of.is_none_or(|as_of| due_on <= as_of),
            has_follow_up_answer: has_follow_up_answer(&self.definitions.follow_up, &self.own_follow_ups, coded, own),
            says_who_was_asked: self.definitions.says_who_was_asked(),
            change,
            together,
        }
    }

    fn add_flow(&mut self, facts: &SessionFacts<'_>, times: u64) {
        self.flow.booked += times * u64::from(facts.status.is_some());
        if facts.status == Some(Status::Attended) {
            self.flow.attended += times;
            let answered = facts.is_due && facts.has_follow_up_answer;
            self.flow.answered += times * u64::from(answered);
            self.flow.asked += times * u64::from(answered || (facts.is_due && facts.was_asked()));
        }
    }

    /// The value of a quantity for one visit.
    fn value(&self, quantity: Quantity, visit: &Visit, facts: &SessionFacts<'_>, scores: &[i32]) -> Value {
        if !facts.is_in(quantity.population()) {
            return Value::NotEligible;
        }
        let value = match quantity {
            Quantity::Answers(question) if self.definitions.follow_up.has(question) && !facts.is_due => {
                return Value::NotEligible;
            }
            Quantity::Answers(question) => facts.answers.get(question).map(|code| i32::from(code.place())),
            Quantity::WaitDays => facts.wait_days,
            Quantity::WaitMinutes => visit.wait_minutes().map(|minutes| minutes as i32),
            // Known only once all sessions of the client were seen.
            Quantity::SessionsPerClient => return Value::NotEligible,
            Quantity::Scores { instrument, post } => {
                unpack_score(scores[instrument * 2 + usize::from(post)]).map(|score| score.0)
            }
        };
        value.map_or(Value::Missing, Value::Known)
    }

    /// The counts of every group, and the answers that came after the as-of date.
    pub(super) fn finish(self) -> (Summary, u64) {
        let (mut cells, mut shared_clients) = (BTreeMap::new(), BTreeMap::new());
        // The whole is there even when there is no record.
        let empty =
            OpenCell::new(self.definitions.measures.len(), self.quantities.len(), self.definitions.instruments.len());
        cells.insert(By::new(), empty.finish(&self.quantities));
        for Grouped { grouping, cells: open, shared } in self.groupings {
            let by = |group: usize| grouping.by(group, &self.labels, self.ledger);
            for ((first, second), of_measures) in shared.into_iter().flat_map(SharedClients::finish) {
                let (first, second) = (by(first), by(second));
                // The same pair whatever came first.
                let (pair, of_measures) = if first <= second {
                    ((first, second), of_measures)
                } else {
                    ((second, first), of_measures.into_iter().map(SharedAnswers::turned).collect())
                };
                shared_clients.insert(pair, of_measures);
            }
            for (group, cell) in open.into_iter().enumerate() {
                cells.insert(by(group), cell.finish(&self.quantities));
            }
        }
        let responses = self.responses.into_iter().flat_map(|counted| counted.finish(self.definitions)).collect();
        (Summary { cells, responses, flow: self.flow, shared_clients }, self.late_answers)
    }
}
