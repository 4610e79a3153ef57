//! Dated scores of clients, as a scores file has them: packed, sorted, each client's together.

use std::collections::BTreeMap;
use std::ops::Range;

use super::labels::Labels;
use super::visit::NO_SCORE;
use crate::day::Day;
use crate::definitions::ScoreRule;
use crate::record::Score;

/// Scores of clients by day and questionnaire; merged by union, whatever the order of the rows.
#[derive(Clone, Default)]
pub struct DatedScores {
    pub(super) clients: Labels,
    /// By client, questionnaire and day: one for each, once settled.
    pub(super) entries: Vec<Entry>,
    /// Where each client's begin; one more at the end.
    starts: Vec<u32>,
}

/// One score of a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Entry {
    pub(super) client: u32,
    pub(super) instrument: u16,
    pub(super) day: Day,
    /// [`NO_SCORE`] where rows contradict each other.
    pub(super) score: i32,
    /// How many rows say so.
    pub(super) rows: u32,
}

impl Entry {
    const fn key(&self) -> (u32, u16, i32) {
        (self.client, self.instrument, self.day.0)
    }

    /// Whether rows contradict each other.
    pub(super) const fn is_conflict(&self) -> bool {
        self.score == NO_SCORE
    }
}

/// The scores of a questionnaire that a session is given: places among the entries looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Picked {
    pub(super) pre: Option<usize>,
    pub(super) post: Option<usize>,
}

impl DatedScores {
    /// Takes in one row: whose score of which questionnaire (its place in the definitions) on which day.
    pub fn add(&mut self, client: &str, instrument: usize, day: Day, score: Score) {
        let client = self.clients.intern(client);
        self.entries.push(Entry { client, instrument: instrument as u16, day, score: score.0, rows: 1 });
    }

    /// Puts the rows in order, once all were added; gives the places, in the order of adding, of rows that contradict each
    /// other: the same client, questionnaire and day with different scores.
    pub fn settle(&mut self) -> Vec<usize> {
        let mut order: Vec<u32> = (0..self.entries.len() as u32).collect();
        order.sort_unstable_by_key(|&row| self.entries[row as usize]);
        let mut settled: Vec<Entry> = Vec::with_capacity(self.entries.len());
        let mut conflicts = Vec::new();
        for same in order.chunk_by(|&a, &b| self.entries[a as usize].key() == self.entries[b as usize].key()) {
            let mut entry = self.entries[same[0] as usize];
            let last = self.entries[same[same.len() - 1] as usize];
            entry.rows = same.iter().map(|&row| self.entries[row as usize].rows).sum();
            // Sorted by score too: if any two differ, the first and the last do.
            if entry.score != last.score {
                entry.score = NO_SCORE;
                conflicts.extend(same.iter().map(|&row| row as usize));
            }
            settled.push(entry);
        }
        self.entries = settled;
        self.find_starts();
        conflicts.sort_unstable();
        conflicts
    }

    fn find_starts(&mut self) {
        self.starts.clear();
        let mut at = 0;
        for client in 0..=self.clients.len() as u32 {
            at += self.entries[at..].partition_point(|entry| entry.client < client);
            self.starts.push(at as u32);
        }
    }

    /// The questionnaires with a score, by their places in the definitions.
    pub fn instruments(&self) -> std::collections::BTreeSet<usize> {
        self.entries.iter().map(|entry| usize::from(entry.instrument)).collect()
    }

    /// Follows questionnaires to other places, which are in the same order: `places` has one for each with a score.
    pub fn renumber(&mut self, places: &BTreeMap<usize, usize>) {
        for entry in &mut self.entries {
            let place = places.get(&usize::from(entry.instrument)).copied();
            entry.instrument = place.map_or(entry.instrument, |place| place as u16);
        }
    }

    /// Adds all scores of another table over the same definitions.
    pub(super) fn merge(&mut self, other: &Self) {
        let clients = self.clients.absorb(&other.clients);
        self.entries
            .extend(other.entries.iter().map(|&entry| Entry { client: clients[entry.client as usize], ..entry }));
        self.settle();
    }

    /// The scores of a client, by questionnaire: places among the entries.
    pub(super) fn of_client(&self, client: u32) -> impl Iterator<Item = Range<usize>> + '_ {
        let place = |client: u32| self.starts.get(client as usize).map_or(0, |&at| at as usize);
        let (mut at, end) = (place(client), place(client + 1));
        std::iter::from_fn(move || {
            let first = self.entries[..end].get(at)?;
            let start = at;
            at += self.entries[at..end].partition_point(|entry| entry.instrument == first.instrument);
            Some(start..at)
        })
    }

    /// Which of a client's scores of one questionnaire are those of a session; `seen` is told of each in its windows.
    pub(super) fn pick(
        &self,
        entries: Range<usize>,
        session: Day,
        as_of: Option<Day>,
        rule: ScoreRule,
        mut seen: impl FnMut(usize),
    ) -> Picked {
        let first_day = session.plus_days(i32::try_from(rule.pre_within_days).map_or(i32::MIN, |days| -days));
        let skipped = self.entries[entries.clone()].partition_point(|entry| entry.day < first_day);
        let mut picked = Picked::default();
        for place in entries.start + skipped..entries.end {
            let entry = &self.entries[place];
            let days = entry.day.0.saturating_sub(session.0);
            if i64::from(days) > i64::from(rule.post_within_days) || as_of.is_some_and(|as_of| entry.day > as_of) {
                break;
            }
            if entry.is_conflict() {
                continue;
            }
            if rule.is_before(days) {
                picked.pre = Some(place);
                seen(place);
            } else if rule.is_after(days) {
                picked.post = picked.post.or(Some(place));
                seen(place);
            }
        }
        picked
    }

    /// Fills in the scores of an attended session of a client that have no value of their own, before the as-of date is
    /// known; one that differs from the value of its own is taken away.
    pub fn fill_in(&self, client: &str, session: Day, rule: ScoreRule, scores: &mut [Option<Score>]) {
        let Some(client) = self.clients.find(client) else { return };
        for entries in self.of_client(client) {
            let instrument = usize::from(self.entries[entries.start].instrument);
            let picked = self.pick(entries, session, None, rule, |_| ());
            for (side, place) in [picked.pre, picked.post].into_iter().enumerate() {
                if let (Some(place), Some(own)) = (place, scores.get_mut(instrument * 2 + side)) {
                    let score = Score(self.entries[place].score);
                    *own = if own.is_none_or(|own| own == score) { Some(score) } else { None };
                }
            }
        }
    }

    /// The scores as comparable values: for equality.
    fn content(&self) -> BTreeMap<(&str, u16, Day), (i32, u32)> {
        let key = |entry: &Entry| (self.clients.get(entry.client).unwrap_or_default(), entry.instrument, entry.day);
        self.entries.iter().map(|entry| (key(entry), (entry.score, entry.rows))).collect()
    }
}

/// Two are equal when they hold the same scores, in whatever order they came.
impl PartialEq for DatedScores {
    fn eq(&self, other: &Self) -> bool {
        self.content() == other.content()
    }
}

impl Eq for DatedScores {}

/// Says how many scores there are and nothing about them.
impl std::fmt::Debug for DatedScores {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DatedScores").field("scores", &self.entries.len()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: ScoreRule = ScoreRule { pre_within_days: 14, post_from_days: 1, post_within_days: 42 };

    fn table(rows: &[(&str, i32, i32)]) -> (DatedScores, Vec<usize>) {
        let mut table = DatedScores::default();
        for &(client, day, score) in rows {
            table.add(client, 0, Day(day), Score(score));
        }
        let conflicts = table.settle();
        (table, conflicts)
    }

    /// The scores before and after of a session on day 100 of client `a`.
    fn scores(rows: &[(&str, i32, i32)], rule: ScoreRule) -> [Option<i32>; 2] {
        let mut scores = [None; 2];
        table(rows).0.fill_in("a", Day(100), rule, &mut scores);
        scores.map(|score| score.map(|score| score.0))
    }

    #[test]
    fn the_windows_end_where_the_rule_says() {
        for (day, expected) in [
            (85, [None, None]),
            (86, [Some(7), None]),
            (99, [Some(7), None]),
            (100, [Some(7), None]),
            (101, [None, Some(7)]),
            (142, [None, Some(7)]),
            (143, [None, None]),
        ] {
            assert_eq!(scores(&[("a", day, 7)], RULE), expected, "day {day}");
        }
        let later = ScoreRule { post_from_days: 7, ..RULE };
        assert_eq!(scores(&[("a", 106, 7)], later), [None, None]);
        assert_eq!(scores(&[("a", 107, 7)], later), [None, Some(7)]);
        let same_day = ScoreRule { pre_within_days: 0, post_from_days: 0, post_within_days: 1 };
        assert_eq!(scores(&[("a", 99, 1), ("a", 100, 2), ("a", 101, 3)], same_day), [Some(2), Some(3)]);
        let widest = ScoreRule { pre_within_days: u32::MAX, post_from_days: 1, post_within_days: u32::MAX };
        assert_eq!(scores(&[("a", -90_000, 1), ("a", 90_000, 3)], widest), [Some(1), Some(3)]);
    }

    #[test]
    fn the_nearest_is_taken_and_what_contradicts_itself_is_absent() {
        assert_eq!(scores(&[("a", 90, 1), ("a", 95, 2), ("a", 120, 3), ("a", 110, 4)], RULE), [Some(2), Some(4)]);
        assert_eq!(scores(&[("b", 95, 2), ("A", 110, 4)], RULE), [None, None], "another's");
        let rows = [("a", 95, 2), ("a", 90, 1), ("a", 95, 3), ("a", 95, 2), ("a", 110, 4), ("a", 110, 4)];
        assert_eq!(scores(&rows, RULE), [Some(1), Some(4)], "the day with two scores has none");
        let (table, conflicts) = table(&rows);
        assert_eq!(conflicts, [0, 2, 3]);
        assert_eq!(table.entries.iter().map(|entry| entry.rows).collect::<Vec<_>>(), [1, 3, 2]);
    }

    #[test]
    fn a_value_of_the_sessions_own_stays_where_both_agree() {
        let (table, _) = table(&[("a", 95, 2), ("a", 110, 4)]);
        let mut own = [Some(Score(2)), Some(Score(5))];
        table.fill_in("a", Day(100), RULE, &mut own);
        assert_eq!(own, [Some(Score(2)), None]);
    }

    #[test]
    fn tables_add_up() {
        let rows = [("a", 1, 1), ("b", 1, 2), ("a", 1, 3), ("c", 2, 2), ("a", 2, 1), ("b", 1, 2)];
        let whole = table(&rows).0;
        for split in 0..=rows.len() {
            let (left, right) = (table(&rows[..split]).0, table(&rows[split..]).0);
            for (mut sum, other) in [(left.clone(), &right), (right.clone(), &left)] {
                sum.merge(other);
                assert!(sum == whole, "split at {split}");
            }
        }
    }
}
