//! The items of a row, and the scores they give.

use sst_core::codes::Finding;
use sst_core::definitions::Definitions;
use sst_core::instrument::{Instrument, ItemFault};
use sst_core::record::Score;

use super::row::Findings;
use crate::columns::{Feeds, FilePlan};

/// Room for the items and sums of one row. A file without such columns has none and pays nothing.
pub(super) struct Items {
    answers: Vec<Option<f64>>,
    /// For each of them, its column's place in the plan; `None` where the file has no such column.
    columns: Vec<Option<usize>>,
    sets: Vec<ItemSet>,
    /// By the column's place in the plan: where its number goes.
    targets: Vec<Target>,
    /// By the same: whether a single digit is an answer that can be, as nearly every one is.
    digits: Vec<[bool; 10]>,
}

/// Where the number of a column goes.
#[derive(Clone, Copy)]
enum Target {
    /// Not here.
    None,
    /// Into `answers`.
    Answer(usize),
    /// It is the sum of that set.
    Sum(usize),
}

/// What may give one score: its items, and its sum before conversion.
struct ItemSet {
    instrument: usize,
    post: bool,
    /// Its items in `answers`; empty when the file has only the sum.
    first: usize,
    items: usize,
    sum: Option<Score>,
    /// Places in the plan: the first item column, the sum's, the score's own.
    item_column: Option<usize>,
    sum_column: Option<usize>,
    score_column: Option<usize>,
}

impl Items {
    pub(super) fn new(plan: &FilePlan, definitions: &Definitions) -> Self {
        let mut items = Self {
            answers: Vec::new(),
            columns: Vec::new(),
            sets: Vec::new(),
            targets: vec![Target::None; plan.columns.len()],
            digits: vec![[false; 10]; plan.columns.len()],
        };
        for (place, column) in plan.columns.iter().enumerate() {
            let (Feeds::Item { .. } | Feeds::RawScore { .. }) = column.feeds else { continue };
            let Some((instrument, post)) = column.feeds.instrument() else { continue };
            let number = items.set_of(instrument, post, plan);
            let set = &mut items.sets[number];
            if let Feeds::Item { item, .. } = column.feeds {
                if set.items == 0 {
                    set.first = items.answers.len();
                    set.items = definitions.instruments[instrument].scored_items();
                    set.item_column = Some(place);
                    items.answers.resize(set.first + set.items, None);
                    items.columns.resize(set.first + set.items, None);
                }
                items.columns[set.first + item] = Some(place);
                items.targets[place] = Target::Answer(set.first + item);
                let options = &column.options;
                if options.missing.is_empty() && options.min.is_none() && options.max.is_none() {
                    let known = &definitions.instruments[instrument];
                    items.digits[place] = std::array::from_fn(|digit| known.item(item, digit as f64).is_ok());
                }
            } else {
                set.sum_column = Some(place);
                items.targets[place] = Target::Sum(number);
            }
        }
        items
    }

    fn set_of(&mut self, instrument: usize, post: bool, plan: &FilePlan) -> usize {
        let found = self.sets.iter().position(|set| set.instrument == instrument && set.post == post);
        found.unwrap_or_else(|| {
            let score = Feeds::Score { instrument, post };
            let score_column = plan.columns.iter().position(|column| column.feeds == score);
            self.sets.push(ItemSet {
                instrument,
                post,
                first: 0,
                items: 0,
                sum: None,
                item_column: None,
                sum_column: None,
                score_column,
            });
            self.sets.len() - 1
        })
    }

    /// Forgets the row before.
    pub(super) fn clear(&mut self) {
        self.answers.fill(None);
        for set in &mut self.sets {
            set.sum = None;
        }
    }

    /// Takes the answer to an item, from the column at that place of the plan.
    pub(super) fn answer(&mut self, place: usize, answer: f64) {
        if let Target::Answer(to) = self.targets[place] {
            self.answers[to] = Some(answer);
        }
    }

    /// Takes an answer of one digit that needs no further look; whether it was one.
    #[inline]
    pub(super) fn answer_digit(&mut self, place: usize, cell: &str) -> bool {
        let &[digit @ b'0'..=b'9'] = cell.as_bytes() else { return false };
        let is_answer = self.digits[place][usize::from(digit - b'0')];
        if is_answer {
            self.answer(place, f64::from(digit - b'0'));
        }
        is_answer
    }

    /// Takes the score that a sum was converted to, from the column at that place of the plan.
    pub(super) fn sum(&mut self, place: usize, score: Score) {
        if let Target::Sum(set) = self.targets[place] {
            self.sets[set].sum = Some(score);
        }
    }

    /// Fills in the scores that have no value of their own: from the sum, else from the items. Where both are there and
    /// differ, that is told.
    pub(super) fn fill_in(
        &self,
        instruments: &[Instrument],
        scores: &mut [Option<Score>],
        findings: &mut impl Findings,
    ) {
        for set in &self.sets {
            let score = &mut scores[set.instrument * 2 + usize::from(set.post)];
            let given = score.map(|score| (score, set.score_column));
            let converted = set.sum.map(|score| (score, set.sum_column));
            match (given, converted) {
                (None, Some((sum, column))) => {
                    *score = Some(sum);
                    findings.notice(Finding::ScoreConverted, column);
                }
                (Some((score, column)), Some((sum, _))) if score != sum => {
                    findings.notice(Finding::ScoreDiffersFromItems, column);
                }
                _ => {}
            }
            let answers = &self.answers[set.first..set.first + set.items];
            if answers.iter().all(Option::is_none) {
                continue;
            }
            match (instruments[set.instrument].score_checked_items(answers), given.or(converted)) {
                (Ok(Some(scored)), None) => {
                    *score = Some(scored.score);
                    if scored.is_prorated {
                        findings.notice(Finding::ScoreProrated, set.item_column);
                    }
                    if scored.is_converted {
                        findings.notice(Finding::ScoreConverted, set.item_column);
                    }
                }
                (Ok(Some(scored)), Some((score, column))) if scored.score != score => {
                    findings.notice(Finding::ScoreDiffersFromItems, column);
                }
                (Err(ItemFault::TooManyMissing), None) => {
                    // Told where the first of the missing answers should stand.
                    let mut columns =
                        answers.iter().zip(&self.columns[set.first..]).filter(|(answer, _)| answer.is_none());
                    let missing = columns.find_map(|(_, &column)| column);
                    findings.notice(Finding::TooManyItemsMissing, missing.or(set.item_column));
                }
                // Each item was checked as it was read, so nothing else can be wrong with them.
                _ => {}
            }
        }
    }
}
