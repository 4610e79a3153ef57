//! Which rows of a joined file belong to which session. The nearest session of a client is found by polars'
//! `join_asof`; what is to be done where several fit is decided here, by content and never by the order of rows.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use polars::error::PolarsResult;
use polars::prelude::{
    AnyValue, AsOfOptions, AsofStrategy, DataFrame, DataType, IntoLazy, JoinArgs, JoinType, NamedFrom, Scalar, Series,
    SortMultipleOptions, col,
};
use sst_core::codes::UnusedJoin;

/// What a session is found by.
#[derive(Debug, Clone, Default)]
pub(crate) struct SessionRow<'k> {
    pub(crate) key: Option<&'k str>,
    /// Its day, where rows are to be near it.
    pub(crate) day: Option<i32>,
    /// Tells sessions of one day apart: rows with the same text are the same session.
    pub(crate) same: Option<&'k str>,
}

/// What a row of a joined file finds its session by.
#[derive(Debug, Clone)]
pub(crate) struct JoinedRow<'k> {
    pub(crate) key: &'k str,
    pub(crate) day: Option<i32>,
}

/// How far from the session a row may be.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Window {
    pub(crate) from: i32,
    /// Without it, however far.
    pub(crate) to: Option<i32>,
    pub(crate) is_before: bool,
}

impl Window {
    /// How far away, where it is near enough.
    fn distance(self, session: i32, row: i32) -> Option<i32> {
        let days = if self.is_before { session - row } else { row - session };
        (days >= self.from && self.to.is_none_or(|to| days <= to)).then_some(days)
    }
}

/// What became of rows and sessions.
#[derive(Debug, Default)]
pub(crate) struct Matched {
    /// The row of each session that has one.
    pub(crate) of_session: BTreeMap<usize, usize>,
    /// Rows that are not used.
    pub(crate) unused: BTreeMap<usize, UnusedJoin>,
}

/// Sessions and rows of one key belong together; with a window, the nearest row does.
pub(crate) fn by_session<'k>(
    sessions: &[SessionRow<'k>],
    rows: &BTreeMap<usize, JoinedRow<'k>>,
    window: Option<Window>,
    says_same: &dyn Fn(usize, usize) -> bool,
) -> Matched {
    let mut of_key: HashMap<&str, Vec<usize>> = HashMap::new();
    for (&number, row) in rows {
        of_key.entry(row.key).or_default().push(number);
    }
    // Sessions of one key (and day, with a window) have the same candidates, which are looked at once for all of them: as
    // pairs, many rows of one key would be the square of their number.
    let mut alike: BTreeMap<(&str, Option<i32>), Vec<usize>> = BTreeMap::new();
    for (number, session) in sessions.iter().enumerate() {
        if let Some(key) = session.key {
            alike.entry((key, session.day.filter(|_| window.is_some()))).or_default().push(number);
        }
    }
    let mut matched = Matched::default();
    for ((key, day), sessions) in alike {
        let own = of_key.get(key).map(Vec::as_slice).unwrap_or_default();
        let distance = |row: usize| match window {
            None => Some(0),
            Some(window) => day.zip(rows[&row].day).and_then(|(day, row)| window.distance(day, row)),
        };
        let near = own.iter().filter_map(|&row| Some(Candidate { row, distance: distance(row)? }));
        matched.choose(&sessions, near.collect(), says_same);
    }
    let known: HashSet<&str> = sessions.iter().filter_map(|session| session.key).collect();
    matched.leave_out(rows, |row| {
        if known.contains(rows[&row].key) { UnusedJoin::OutsideWindow } else { missed(&rows[&row], &known) }
    });
    matched
}

/// Every row goes to the nearest session of its client; of several rows for one session the nearest stays.
pub(crate) fn by_client<'k>(
    sessions: &[SessionRow<'k>],
    rows: &BTreeMap<usize, JoinedRow<'k>>,
    window: Window,
    says_same: &dyn Fn(usize, usize) -> bool,
) -> PolarsResult<Matched> {
    let mut by_day: BTreeMap<(&str, i32), Vec<usize>> = BTreeMap::new();
    for (number, session) in sessions.iter().enumerate() {
        if let (Some(client), Some(day)) = (session.key, session.day) {
            by_day.entry((client, day)).or_default().push(number);
        }
    }
    let days: Vec<(&str, i32)> = by_day.keys().copied().collect();
    let mut matched = Matched::default();
    let mut candidates: BTreeMap<(&str, i32), Vec<Candidate>> = BTreeMap::new();
    for (row, day) in nearest(&days, rows, window)? {
        let (Some(own), client) = (rows[&row].day, rows[&row].key) else { continue };
        if let Some(distance) = window.distance(day, own) {
            candidates.entry((client, day)).or_default().push(Candidate { row, distance });
        }
    }
    for (client_day, candidates) in candidates {
        let there = &by_day[&client_day];
        // Copies of one session are one session; two of one day are two, and nobody knows which is meant.
        let first = sessions[there[0]].same;
        let is_one = there.len() == 1 || (first.is_some() && there.iter().all(|&other| sessions[other].same == first));
        if is_one {
            matched.choose(there, candidates, says_same);
        } else {
            matched.unused.extend(candidates.into_iter().map(|candidate| (candidate.row, UnusedJoin::EquallyNear)));
        }
    }
    let known: HashSet<&str> = sessions.iter().filter_map(|session| session.key).collect();
    matched.leave_out(rows, |row| {
        let row = &rows[&row];
        if row.day.is_none() {
            UnusedJoin::NoDate
        } else if known.contains(row.key) {
            UnusedJoin::OutsideWindow
        } else {
            missed(row, &known)
        }
    });
    Ok(matched)
}

/// A row that may be a session's.
struct Candidate {
    row: usize,
    distance: i32,
}

impl Matched {
    /// Gives the nearest row to these sessions, which are copies of one; rows that say the same are one row.
    fn choose(&mut self, sessions: &[usize], mut rows: Vec<Candidate>, says_same: &dyn Fn(usize, usize) -> bool) {
        rows.sort_by_key(|candidate| (candidate.distance, candidate.row));
        let Some(first) = rows.first() else { return };
        let (nearest, distance) = (first.row, first.distance);
        let (near, far) = rows.split_at(rows.partition_point(|candidate| candidate.distance == distance));
        let agree = near.iter().all(|candidate| says_same(nearest, candidate.row));
        if agree {
            self.of_session.extend(sessions.iter().map(|&session| (session, nearest)));
        }
        for candidate in near.iter().filter(|candidate| !agree || candidate.row != nearest) {
            self.unused.insert(candidate.row, if agree { UnusedJoin::Duplicate } else { UnusedJoin::Conflicting });
        }
        // One that is another row's second at one session may still be the first at a copy of it.
        for candidate in far {
            self.unused.entry(candidate.row).or_insert(UnusedJoin::AnotherIsNearer);
        }
    }

    /// Accounts for the rows that no session met.
    fn leave_out(&mut self, rows: &BTreeMap<usize, JoinedRow<'_>>, reason: impl Fn(usize) -> UnusedJoin) {
        let used: BTreeSet<usize> = self.of_session.values().copied().collect();
        self.unused.retain(|row, _| !used.contains(row));
        for &row in rows.keys().filter(|row| !used.contains(row)) {
            self.unused.entry(row).or_insert_with(|| reason(row));
        }
    }
}

/// Why no session has the key: perhaps one has the same number, written otherwise.
fn missed(row: &JoinedRow<'_>, known: &HashSet<&str>) -> UnusedJoin {
    let whole = row.key.strip_suffix(".0");
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let other = match whole {
        Some(whole) => is_number(whole) && known.contains(whole),
        None => is_number(row.key) && known.contains(format!("{}.0", row.key).as_str()),
    };
    if other { UnusedJoin::NumberWrittenOtherwise } else { UnusedJoin::NoSession }
}

/// The day of the client's nearest session for each row that has one.
fn nearest(
    sessions: &[(&str, i32)],
    rows: &BTreeMap<usize, JoinedRow<'_>>,
    window: Window,
) -> PolarsResult<Vec<(usize, i32)>> {
    let with_day = || rows.iter().filter_map(|(&number, row)| Some((number as u32, row.key, row.day?)));
    let shift = if window.is_before { window.from } else { -window.from };
    let left = frame(vec![
        Series::new("row".into(), with_day().map(|(number, ..)| number).collect::<Vec<_>>()),
        Series::new("client".into(), with_day().map(|(_, client, _)| client).collect::<Vec<_>>()),
        Series::new("at".into(), with_day().map(|(.., day)| day + shift).collect::<Vec<_>>()),
    ])?;
    let days: Vec<i32> = sessions.iter().map(|&(_, day)| day).collect();
    let right = frame(vec![
        Series::new("client".into(), sessions.iter().map(|&(client, _)| client).collect::<Vec<_>>()),
        Series::new("at".into(), days.clone()),
        Series::new("session".into(), days),
    ])?;
    if left.height() == 0 || right.height() == 0 {
        return Ok(Vec::new());
    }
    let tolerance = window.to.map(|to| Scalar::new(DataType::Int32, AnyValue::Int32(to - window.from)));
    let options = AsOfOptions {
        strategy: if window.is_before { AsofStrategy::Forward } else { AsofStrategy::Backward },
        tolerance,
        tolerance_str: None,
        left_by: Some(vec!["client".into()]),
        right_by: Some(vec!["client".into()]),
        allow_eq: true,
        check_sortedness: false,
    };
    let sorted = |frame: DataFrame| frame.lazy().sort(["at"], SortMultipleOptions::default());
    let how = JoinArgs::new(JoinType::AsOf(Box::new(options)));
    let found = sorted(left).join(sorted(right), [col("at")], [col("at")], how).collect()?;
    let (rows, days) = (found.column("row")?.u32()?, found.column("session")?.i32()?);
    Ok(rows.iter().zip(days.iter()).filter_map(|(row, day)| Some((row? as usize, day?))).collect())
}

fn frame(columns: Vec<Series>) -> PolarsResult<DataFrame> {
    let height = columns.first().map_or(0, |column| column.len());
    DataFrame::new(height, columns.into_iter().map(Into::into).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_rows_of_one_key_are_no_pairs() {
        // As pairs 400 million.
        let sessions = vec![SessionRow { key: Some("k"), ..SessionRow::default() }; 20_000];
        let rows = |key: &'static str| (0..20_000).map(move |row| (row, JoinedRow { key, day: None })).collect();
        let same = by_session(&sessions, &rows("k"), None, &|_, _| true);
        assert_eq!((same.of_session.len(), same.unused.len()), (20_000, 19_999));
        assert!(same.of_session.values().all(|&row| row == 0));
        let differing = by_session(&sessions, &rows("k"), None, &|one, other| one == other);
        assert_eq!((differing.of_session.len(), differing.unused.len()), (0, 20_000));
        let missed = by_session(&sessions, &rows("other"), None, &|_, _| true);
        assert!(missed.unused.values().all(|&reason| reason == UnusedJoin::NoSession));
    }
}
