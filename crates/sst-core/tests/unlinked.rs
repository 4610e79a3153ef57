//! Anonymous answers beside sessions: ledgers of them add up however they are split, and what they count is what a plain
//! recount of the rows gives.
#![allow(clippy::unwrap_used)] // a test may stop

use std::sync::LazyLock;

use jiff::civil::Date;
use proptest::prelude::*;
use sst_core::codes::UnusedAnswer;
use sst_core::day::Day;
use sst_core::definitions::{Definitions, FollowUp, GroupKey, Thresholds, UnlinkedAnswers};
use sst_core::estimate::{Estimation, Provenance, results};
use sst_core::ledger::{Closed, Ledger, Selection};
use sst_core::record::{Answers, Question, Record};
use sst_core::results::{By, ResultEntry, ResultSet};
use sst_core::text::Catalogue;

static DEFINITIONS: LazyLock<Definitions> = LazyLock::new(|| {
    let follow_up = FollowUp { due_after_days: 10, ..FollowUp::default() };
    let mut definitions = Definitions::new(Thresholds::default(), follow_up, &Catalogue::english());
    definitions.unlinked = Some(UnlinkedAnswers { groups: vec![0] });
    let columns = ["session_date", "client_id", "site", "concern", "change_rating", "enough"];
    definitions.collected = columns.map(str::to_owned).into();
    definitions
});

/// A session of a client, or an answer: day, site, and the places of the answers to two questions, 0 for none.
type Row = (i32, &'static str, u8, u8);

const FIRST_DAY: i32 = 20_089; // 2025-01-01

fn row() -> impl Strategy<Value = Row> {
    (0..90_i32, prop::sample::select(&["", "North", "South", "Elsewhere"][..]), 0..6_u8, 0..4_u8)
}

fn session() -> impl Strategy<Value = (u8, Row)> {
    // Of fewer sites than the answers, and in fewer months.
    (0..6_u8, (0..50_i32, prop::sample::select(&["", "North", "South"][..]), Just(0), Just(0)))
}

fn ledger(rows: &[Row]) -> Ledger {
    let mut ledger = Ledger::new(&DEFINITIONS);
    for &(day, site, change, enough) in rows {
        let mut answers = Answers::default();
        for (question, place) in [(Question::ChangeRating, change), (Question::Enough, enough)] {
            if let Some(code) = question.code_at(place) {
                answers.set(question, code);
            }
        }
        let groups = [site, "", "", "", ""];
        ledger.add(&Record { answers, groups: &groups, ..Record::new(Day(FIRST_DAY + day)) });
    }
    ledger
}

fn sessions(rows: &[(u8, Row)]) -> Ledger {
    let mut ledger = Ledger::new(&DEFINITIONS);
    for &(client, (day, site, ..)) in rows {
        let (client, groups) = (format!("c{client}"), [site, "", "", "", "Grief"]);
        ledger.add(&Record { groups: &groups, ..Record::new(Day(FIRST_DAY + day)) }.of_client(&client));
    }
    ledger
}

fn selection() -> Selection {
    let mut selection = Selection { as_of: Some(Day(FIRST_DAY + 70)), ..Selection::default() };
    for keys in [vec![GroupKey::Column(0)], vec![GroupKey::Month], vec![GroupKey::Column(4)]] {
        selection.add_grouping(keys);
    }
    selection.add_grouping(vec![GroupKey::Column(0), GroupKey::Month]);
    selection
}

fn close(ledger: &Ledger) -> Closed {
    ledger.close(&DEFINITIONS, &selection()).unwrap()
}

fn document(closed: &Closed) -> ResultSet {
    results(closed, &DEFINITIONS, Estimation::default(), Provenance::default(), &Catalogue::english()).unwrap()
}

fn sum(a: &Ledger, b: &Ledger) -> Ledger {
    let mut sum = a.clone();
    sum.merge(b);
    sum
}

/// Whether an answer is in a group, or `None` where it cannot be told.
fn is_in(by: &By, &(day, site, ..): &Row) -> Option<bool> {
    let date = Date::from(Day(FIRST_DAY + day));
    let mut is_in = true;
    for (key, label) in by {
        is_in &= match key.as_str() {
            "site" => label.as_deref().unwrap_or_default() == site,
            "month" => *label == Some(format!("{:04}-{:02}", date.year(), date.month())),
            _ => return None,
        };
    }
    Some(is_in)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn any_split_of_answers_is_the_whole(
        of_sessions in prop::collection::vec(session(), 0..15),
        (rows, shuffled) in prop::collection::vec(row(), 0..25).prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle())),
        at in any::<prop::sample::Index>(),
    ) {
        let whole = sessions(&of_sessions).with_unlinked(ledger(&rows));
        let (some, others) = shuffled.split_at(at.index(shuffled.len() + 1));
        let (a, b) = (Ledger::new(&DEFINITIONS).with_unlinked(ledger(some)), Ledger::new(&DEFINITIONS).with_unlinked(ledger(others)));
        let bare = sessions(&of_sessions);
        for split in [sum(&sum(&bare, &a), &b), sum(&b, &sum(&a, &bare)), sum(&sum(&Ledger::new(&DEFINITIONS), &a), &sum(&bare, &b))] {
            prop_assert!(split == whole);
            prop_assert_eq!(close(&split), close(&whole));
        }
    }

    #[test]
    fn what_is_counted_is_what_a_recount_gives(
        of_sessions in prop::collection::vec(session(), 0..20),
        rows in prop::collection::vec(row(), 0..30),
    ) {
        let closed = close(&sessions(&of_sessions).with_unlinked(ledger(&rows)));
        let bare = close(&sessions(&of_sessions));
        let says_something = |row: &&Row| row.2 > 0 || (row.3 > 0 && row.3 < 4);
        let used: Vec<&Row> = rows.iter().filter(says_something).filter(|row| row.0 <= 70).collect();
        let account = closed.answers.clone().unwrap();
        let unused = |reason| account.unused.get(&reason).copied().unwrap_or(0);
        prop_assert_eq!(account.used as usize, used.len());
        let silent = rows.iter().filter(|row| !says_something(row)).count() as u64;
        prop_assert_eq!(unused(UnusedAnswer::NoAnswer), silent);
        prop_assert_eq!(rows.len() as u64, account.used + silent + unused(UnusedAnswer::AfterAsOf));
        let document = document(&closed);
        for (measure, question) in [("improved", 2), ("worse", 2), ("enough", 3), ("followed_up", 0)] {
            for entry in document.results.iter().filter(|entry| entry.measure == measure) {
                let Some(share) = entry.as_proportion() else { continue };
                // Who could be asked is counted among the sessions alone.
                let place = DEFINITIONS.measure_index(measure).unwrap();
                prop_assert_eq!(share.eligible, Some(bare.summary.cells[&entry.by].proportions[place].eligible));
                let here: Option<Vec<&&Row>> = used.iter().map(|row| Some((row, is_in(&entry.by, row)?))).collect::<Option<Vec<_>>>()
                    .map(|rows| rows.into_iter().filter(|(_, is_in)| *is_in).map(|(row, _)| row).collect());
                let Some(here) = here.filter(|_| !entry.by.contains_key("concern")) else {
                    prop_assert_eq!((share.answered, share.events, share.estimate), (None, None, None));
                    continue;
                };
                let events = |row: &&&&Row| match measure {
                    "improved" => row.2 == 1 || row.2 == 2,
                    "worse" => row.2 >= 4,
                    _ => row.3 == 1,
                };
                if question == 0 {
                    let fits = here.len() as u64 <= share.eligible.unwrap();
                    prop_assert_eq!(share.events, fits.then_some(here.len() as u64));
                } else {
                    let answered = here.iter().filter(|row| if question == 2 { row.2 > 0 } else { row.3 > 0 && row.3 < 4 }).count();
                    prop_assert_eq!(share.answered, Some(answered as u64));
                    prop_assert_eq!(share.events, Some(here.iter().filter(events).count() as u64));
                    prop_assert_eq!(share.bounds.is_some(), share.answered <= share.eligible && share.eligible > Some(0));
                }
                prop_assert_eq!((share.clients_answered, share.design_effect), (None, None));
            }
        }
        // A document says of itself that it can be.
        let text = serde_json::to_string(&document).unwrap();
        prop_assert!(ResultSet::from_json(&text).is_ok(), "{}", text);
    }
}

/// What sessions say themselves to a follow-up question never mixes with what anonymous answers say.
#[test]
fn answers_of_sessions_do_not_mix_with_anonymous_ones() {
    let mut of_sessions = Ledger::new(&DEFINITIONS);
    let yes = Question::Enough.code_at(1).unwrap();
    for day in 0..4 {
        let groups = ["North", "", "", "", ""];
        let record = Record { groups: &groups, ..Record::new(Day(FIRST_DAY + day)) };
        of_sessions.add(&record.with_answer(Question::Enough, yes));
    }
    let closed = close(&of_sessions.with_unlinked(ledger(&[(5, "North", 0, 2)])));
    let place = DEFINITIONS.measure_index("enough").unwrap();
    let sums = closed.summary.cells[&By::new()].proportions[place];
    assert_eq!((sums.eligible, sums.answered, sums.events, sums.sum_n2), (4, 1, 0, 0));
    // And a ledger whose definitions know of anonymous answers, but has none, tells nothing.
    let nothing = document(&close(&sessions(&[(1, (0, "North", 0, 0))])));
    let enough = nothing.results.iter().filter(|entry| entry.measure == "enough").find_map(ResultEntry::as_proportion);
    assert_eq!(enough.unwrap().answered, None);
}
