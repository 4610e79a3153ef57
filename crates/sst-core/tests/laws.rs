//! The laws the design rests on: ledgers and summaries add up however they are split, and estimates stay where they must.
//!
//! Records come from small alphabets, so that ties, duplicates and conflicting ids really occur.
#![allow(clippy::unwrap_used)] // a test may stop

use std::sync::LazyLock;

use proptest::prelude::*;
use sst_core::codes::Caveat;
use sst_core::day::Day;
use sst_core::definitions::{Definitions, FollowUp, GroupKey, NamedPeriod, SessionIdScope, Thresholds};
use sst_core::estimate::{Estimation, Provenance, results};
use sst_core::instrument::Instrument;
use sst_core::ledger::{Ledger, Selection};
use sst_core::record::{Answers, OwnAnswers, Question, Record, Score, Status};
use sst_core::results::{Payload, ResultSet, Unit};
use sst_core::stats::{ClusterSums, Interval, Level, ProportionMethod, proportion_interval, wilson, wilson_cluster};
use sst_core::summary::Summary;
use sst_core::text::Catalogue;
use sst_core::workers::Workers;

/// What the tests measure: every kind of rule, two own questions, a split group, one questionnaire.
static DEFINITIONS: LazyLock<Definitions> = LazyLock::new(|| {
    let catalogue = Catalogue::english();
    let follow_up = FollowUp {
        own_questions: vec!["would_return".to_owned()],
        due_after_days: 5,
        closes_after_days: Some(40),
        ..FollowUp::default()
    };
    let mut definitions = Definitions::new(Thresholds::default(), follow_up, &catalogue);
    definitions.add_own_measure("would_return", "Would return", &catalogue).unwrap();
    definitions.add_own_measure("felt_heard", "Felt heard", &catalogue).unwrap();
    let of = ["helpful", "improved", "felt_heard"].map(str::to_owned);
    definitions.add_any_of("any_good", "Any good", &of, &catalogue).unwrap();
    definitions.groups[4].split = Some(";".to_owned());
    definitions.instruments = Instrument::built_in().into_iter().filter(|known| known.id == "phq9").collect();
    definitions.add_change_measures(&catalogue);
    let columns = ["client_id", "session_id", "request_date", "followup_date", "closed_date", "status", "wait_minutes"];
    let own = ["would_return", "felt_heard", "phq9_pre", "phq9_post"];
    definitions.collected = columns
        .into_iter()
        .chain(own)
        .chain(Question::ALL.iter().map(|question| question.column()))
        .chain(["site", "therapist", "modality", "access", "concern"])
        .map(str::to_owned)
        .collect();
    definitions
});

/// A record that owns its texts.
#[derive(Debug, Clone)]
struct Row {
    client: Option<String>,
    session: Option<String>,
    file: u16,
    day: i32,
    status: Option<Status>,
    dates: [Option<i32>; 3],
    wait_minutes: Option<u32>,
    walked_in: bool,
    answers: Vec<(Question, u8)>,
    own: Vec<(usize, bool)>,
    groups: [&'static str; 5],
    scores: [Option<i32>; 2],
}

impl Row {
    fn add_to(&self, ledger: &mut Ledger) {
        let (mut answers, mut own) = (Answers::default(), OwnAnswers::default());
        for &(question, place) in &self.answers {
            if let Some(code) = question.code_at(place) {
                answers.set(question, code);
            }
        }
        for &(number, yes) in &self.own {
            own.set(number, yes);
        }
        let [request, follow_up, closed] = self.dates.map(|days| days.map(|days| Day(self.day + days)));
        ledger.add(&Record {
            client_id: self.client.as_deref(),
            session_id: self.session.as_deref(),
            file: self.file,
            session_date: Day(self.day),
            status: self.status,
            request_date: request,
            followup_date: follow_up,
            closed_date: closed,
            wait_minutes: self.wait_minutes,
            walked_in: self.walked_in,
            answers,
            own,
            groups: &self.groups,
            scores: &self.scores.map(|score| score.map(Score)),
        });
    }
}

/// Rows of few clients and session ids, and of some that come once; half say so little that many are the same.
fn row() -> impl Strategy<Value = Row> {
    const FIRST_DAY: i32 = 20_089; // 2025-01-01
    let id = |letter: &'static str, few: u32| {
        let some = prop_oneof![1 => 0..few, 1 => 0..100_000_u32].prop_map(move |id| Some(format!("{letter}{id}")));
        prop_oneof![1 => Just(None), 3 => some]
    };
    let status = prop_oneof![6 => Just(Some(Status::Attended)), 1 => Just(None), 3 => prop::sample::select(&Status::ALL[..]).prop_map(Some)];
    let answers = prop::collection::vec((prop::sample::select(&Question::ALL[..]), 1..6_u8), 0..4);
    let own = prop::collection::vec((0..2_usize, any::<bool>()), 0..2);
    let groups = (
        prop::sample::select(&["", "North", "South"][..]),
        prop::sample::select(&["", "walk-in"][..]),
        prop::sample::select(&["", "grief", "work", "grief;work", "work; grief;"][..]),
    )
        .prop_map(|(site, access, concern)| [site, "", "", access, concern]);
    let dates = (prop::option::of(-9..1), prop::option::of(0..60), prop::option::of(0..60));
    let scores = prop::array::uniform2(prop::option::of((0..28).prop_map(|n| n * 1000)));
    let ids = (id("c", 3), id("s", 4), 0..2_u16, prop_oneof![4 => 0..6, 1 => 0..200]);
    let rest = (dates, prop::option::weighted(0.2, 0..90_u32), any::<bool>(), answers, own, groups, scores);
    (ids, status, any::<bool>(), rest).prop_map(|((client, session, file, day), status, is_sparse, rest)| {
        let ((request, follow_up, closed), wait_minutes, walked_in, answers, own, groups, scores) = rest;
        let row = Row {
            client,
            session,
            file,
            day: FIRST_DAY + day,
            status,
            dates: [request, follow_up, closed],
            wait_minutes,
            walked_in,
            answers,
            own,
            groups,
            scores,
        };
        if is_sparse {
            let answers = row.answers.into_iter().take(1).collect();
            let groups = [groups[0], "", "", "", ""];
            return Row {
                dates: [None; 3],
                wait_minutes: None,
                walked_in: false,
                answers,
                own: Vec::new(),
                groups,
                scores: [None; 2],
                ..row
            };
        }
        row
    })
}

fn rows(most: usize) -> impl Strategy<Value = Vec<Row>> {
    // Some rows come again word for word, in the same file or in the other.
    let again = prop::collection::vec((any::<prop::sample::Index>(), 0..2_u16), 0..4);
    (prop::collection::vec(row(), 0..most), again, any::<bool>()).prop_map(|(mut rows, again, is_one_file)| {
        for (index, file) in again {
            if !rows.is_empty() {
                rows.push(Row { file, ..index.get(&rows).clone() });
            }
        }
        // Ids that conflict across files are refused at once: one file lets more be seen.
        if is_one_file {
            for row in &mut rows {
                row.file = 0;
            }
        }
        rows
    })
}

fn ledger_under(definitions: &Definitions, rows: &[Row]) -> Ledger {
    let mut ledger = Ledger::new(definitions);
    for row in rows {
        row.add_to(&mut ledger);
    }
    ledger
}

fn ledger(rows: &[Row]) -> Ledger {
    ledger_under(&DEFINITIONS, rows)
}

fn sum(a: &Ledger, b: &Ledger) -> Ledger {
    let mut sum = a.clone();
    sum.merge(b);
    sum
}

/// So many cases. Failures are shown and not kept in a file.
fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases) }
}

/// Everything that can be asked of a ledger.
fn selections() -> Vec<Selection> {
    let mut grouped = Selection::default();
    let concern = GroupKey::Column(4);
    for keys in [vec![GroupKey::Column(0)], vec![concern], vec![concern, GroupKey::Month], vec![GroupKey::Year]] {
        grouped.add_grouping(keys);
    }
    let mut some = grouped.clone();
    some.as_of = Some(Day(20_100));
    some.from = Some(Day(20_090));
    some.labels.insert(GroupKey::Month, vec!["2025-01".to_owned()]);
    let of_clients = Selection { unit: Unit::Client, ..grouped.clone() };
    // What groups share: labels of a split group, and periods with days between them.
    let mut groups = grouped.clone();
    groups.compare(vec![concern]);
    let period =
        |label: &str, from: Day, to: Day| NamedPeriod { label: label.to_owned(), from: from.into(), to: to.into() };
    let mut periods = Selection {
        periods: vec![period("late", Day(20_092), Day(20_300)), period("early", Day(20_080), Day(20_090))],
        ..Selection::default()
    };
    periods.compare(vec![GroupKey::Period]);
    periods.add_grouping(vec![GroupKey::Column(0), GroupKey::Period]);
    vec![grouped, some, of_clients, groups, periods]
}

/// Three workers, of whom the last is asked first.
struct ThreeWorkers;

impl Workers for ThreeWorkers {
    fn count(&self) -> usize {
        3
    }

    fn run<T: Send>(&self, parts: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
        let mut done: Vec<T> = (0..parts).rev().map(work).collect();
        done.reverse();
        done
    }
}

/// One ledger is another when nothing that can be asked tells them apart.
fn assert_same(one: &Ledger, other: &Ledger) -> Result<(), TestCaseError> {
    prop_assert!(one == other, "the ledgers differ");
    prop_assert_eq!(one.len(), other.len());
    for selection in selections() {
        let closed = one.close(&DEFINITIONS, &selection);
        prop_assert_eq!(&closed, &other.close(&DEFINITIONS, &selection));
        prop_assert_eq!(&closed, &other.close_with(&DEFINITIONS, &selection, &ThreeWorkers));
    }
    Ok(())
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn the_empty_ledger_is_the_zero(rows in rows(20)) {
        let (zero, a) = (ledger(&[]), ledger(&rows));
        assert_same(&sum(&zero, &zero), &zero)?;
        assert_same(&sum(&zero, &a), &a)?;
        assert_same(&sum(&a, &zero), &a)?;
    }

    #[test]
    fn ledgers_add_in_any_order(a in rows(10), b in rows(10), c in rows(10)) {
        let (a, b, c) = (ledger(&a), ledger(&b), ledger(&c));
        assert_same(&sum(&a, &b), &sum(&b, &a))?;
        assert_same(&sum(&sum(&a, &b), &c), &sum(&a, &sum(&b, &c)))?;
    }

    #[test]
    fn any_split_is_the_whole((rows, parts) in rows(30).prop_flat_map(|rows| {
        let parts = prop::collection::vec(0..4_usize, rows.len());
        (Just(rows), parts)
    })) {
        let mut ledgers = vec![ledger(&[]); 4];
        for (row, &part) in rows.iter().zip(&parts) {
            row.add_to(&mut ledgers[part]);
        }
        let merged = ledgers.iter().fold(ledger(&[]), |all, part| sum(&all, part));
        assert_same(&merged, &ledger(&rows))?;
    }

    #[test]
    fn the_order_of_rows_does_not_matter((rows, shuffled) in rows(30).prop_flat_map(|rows| {
        (Just(rows.clone()), Just(rows).prop_shuffle())
    })) {
        assert_same(&ledger(&shuffled), &ledger(&rows))?;
    }

    #[test]
    fn ids_unique_within_a_file_never_conflict_across_files(rows in rows(20)) {
        let definitions = Definitions { session_id_scope: SessionIdScope::File, ..DEFINITIONS.clone() };
        let reversed: Vec<Row> = rows.iter().rev().cloned().collect();
        let ledgers = [ledger_under(&definitions, &rows), ledger_under(&definitions, &reversed)];
        let closed = ledgers.each_ref().map(|ledger| ledger.close(&definitions, &selections()[0]));
        prop_assert!(closed[0].is_ok());
        prop_assert_eq!(&closed[0], &closed[1]);
    }

    #[test]
    fn every_record_is_used_or_excluded(rows in rows(40)) {
        let ledger = ledger(&rows);
        for selection in selections() {
            if let Ok(closed) = ledger.close(&DEFINITIONS, &selection) {
                let excluded: u64 = closed.excluded.values().sum();
                prop_assert_eq!(closed.used + excluded, rows.len() as u64);
            }
        }
    }

    #[test]
    fn summaries_of_disjoint_clients_add_up(parts in prop::collection::vec(rows(12), 3)) {
        // What the whole would decide from all its dates and files is given here.
        let fixed = |mut selection: Selection| {
            selection.as_of = Some(Day(20_110));
            selection.from = Some(Day(20_080));
            selection.to = Some(Day(20_200));
            selection
        };
        let mut parts = parts;
        for (number, rows) in parts.iter_mut().enumerate() {
            for row in rows {
                row.file = 0;
                for id in row.client.iter_mut().chain(&mut row.session) {
                    id.push_str(&number.to_string());
                }
            }
        }
        for selection in selections().into_iter().map(fixed) {
            let close = |rows: &[Row]| ledger(rows).close(&DEFINITIONS, &selection).map(|closed| closed.summary);
            let summaries: Vec<Summary> = parts.iter().map(|rows| close(rows)).collect::<Result<_, _>>().unwrap();
            let add = |a: &Summary, b: &Summary| {
                let mut sum = a.clone();
                sum.merge(b);
                sum
            };
            let [a, b, c] = &summaries[..] else { unreachable!("three parts") };
            let zero = Summary::default();
            prop_assert_eq!(&add(&zero, &zero), &zero);
            prop_assert_eq!(&add(&zero, a), a);
            prop_assert_eq!(&add(a, &zero), a);
            prop_assert_eq!(add(a, b), add(b, a));
            prop_assert_eq!(add(&add(a, b), c), add(a, &add(b, c)));
            let whole = close(&parts.concat()).unwrap();
            prop_assert_eq!(add(&add(a, b), c), whole);
        }
    }

    #[test]
    fn no_result_leaves_its_range(rows in rows(40), method in prop::sample::select(&ProportionMethod::ALL[..])) {
        let catalogue = Catalogue::english();
        for selection in selections() {
            let Ok(closed) = ledger(&rows).close(&DEFINITIONS, &selection) else { continue };
            let estimation = Estimation { method, ..Estimation::default() };
            let provenance = Provenance { unit: selection.unit, ..Provenance::default() };
            let document = results(&closed, &DEFINITIONS, estimation, provenance, &catalogue).unwrap();
            assert_in_range(&document)?;
            let read = ResultSet::from_json(&document.to_json()).unwrap();
            prop_assert_eq!(&read, &document);
        }
    }
}

fn assert_in_range(document: &ResultSet) -> Result<(), TestCaseError> {
    for entry in &document.results {
        match &entry.payload {
            Payload::Proportion(found) => {
                let counts = [found.eligible, found.answered, found.events].map(Option::unwrap);
                prop_assert!(counts.is_sorted_by(|more, less| more >= less), "{:?}", entry);
                prop_assert!(found.asked.is_none_or(|asked| (counts[1]..=counts[0]).contains(&asked)), "{:?}", entry);
                prop_assert!(found.clients_answered <= found.clients && found.clients <= found.eligible, "{:?}", entry);
                prop_assert_eq!(found.estimate.is_none() || found.low.is_none(), entry.reason.is_some());
                if let Some(estimate) = found.estimate {
                    let bounds = found.bounds.unwrap();
                    prop_assert!((0.0..=1.0).contains(&bounds.low) && (0.0..=1.0).contains(&bounds.high));
                    // A partial yes of a measure of several parts is no answer, and yet a yes in the bounds.
                    let is_of_parts = entry.caveats.iter().any(|caveat| caveat.code == Caveat::AnyOfSeveral);
                    prop_assert!(is_of_parts || (bounds.low..=bounds.high).contains(&estimate), "{:?}", entry);
                    if let (Some(low), Some(high)) = (found.low, found.high) {
                        assert_holds(Interval { low, high }, estimate)?;
                    }
                }
            }
            Payload::Mean(mean) => {
                let numbers = [mean.estimate, mean.sd, mean.low, mean.high];
                prop_assert!(numbers.iter().flatten().all(|number| number.is_finite()), "{:?}", entry);
                if let (Some(low), Some(estimate), Some(high)) = (mean.low, mean.estimate, mean.high) {
                    prop_assert!(low <= estimate && estimate <= high, "{:?}", entry);
                }
            }
            Payload::Distribution(spread) => {
                let counted: u64 = spread.bins.iter().filter_map(|bin| bin.count).sum();
                prop_assert_eq!(Some(counted), spread.answered);
                prop_assert!(spread.answered <= spread.eligible, "{:?}", entry);
                prop_assert!(spread.q1 <= spread.median && spread.median <= spread.q3, "{:?}", entry);
            }
            Payload::Count(count) => prop_assert!(count.count.is_some()),
            Payload::Comparison(_) | Payload::Test(_) => prop_assert!(false, "nothing here compares"),
            Payload::Joint(joint) => {
                let counted: u64 = joint.cells.iter().filter_map(|cell| cell.count).sum();
                prop_assert!(joint.cells.is_empty() || Some(counted) == joint.answered, "{:?}", entry);
                let classed: u64 = joint.classes.iter().filter_map(|class| class.count).sum();
                prop_assert!(joint.classes.is_empty() || Some(classed) <= joint.answered, "{:?}", entry);
                for class in &joint.classes {
                    assert_holds_share(class)?;
                }
            }
        }
    }
    Ok(())
}

fn assert_holds_share(class: &sst_core::results::ClassShare) -> Result<(), TestCaseError> {
    if let (Some(estimate), Some(low), Some(high)) = (class.estimate, class.low, class.high) {
        prop_assert!((0.0..=1.0).contains(&low) && high <= 1.0 && low <= estimate && estimate <= high);
    }
    Ok(())
}

fn assert_holds(interval: Interval, estimate: f64) -> Result<(), TestCaseError> {
    let Interval { low, high } = interval;
    prop_assert!(0.0 <= low && low <= estimate && estimate <= high && high <= 1.0, "{low} {estimate} {high}");
    Ok(())
}

/// Both ends of one interval are those of the other, counted from 1 instead of 0.
fn assert_mirrored(interval: Interval, other: Interval) -> Result<(), TestCaseError> {
    let off = (interval.low + other.high - 1.0).abs().max((interval.high + other.low - 1.0).abs());
    prop_assert!(off < 1e-12, "{interval:?} {other:?}");
    Ok(())
}

/// Events and answers: small numbers, where every edge is, and large ones.
fn counts() -> impl Strategy<Value = (u64, u64)> {
    let answered = prop_oneof![4 => 1..40_u64, 2 => 40..5000_u64, 1 => 5000..10_000_000_u64];
    answered.prop_flat_map(|n| {
        (prop_oneof![3 => 0..=n, 1 => Just(0), 1 => Just(n), 1 => (n / 2)..=n.div_ceil(2), 1 => 0..=n.min(3)], Just(n))
    })
}

/// Answers and events of some clients.
fn clusters() -> impl Strategy<Value = Vec<(u64, u64)>> {
    let client = prop_oneof![3 => Just(1_u64), 2 => 1..6_u64, 1 => 1..200_u64].prop_flat_map(|n| (Just(n), 0..=n));
    prop::collection::vec(client, 2..30)
}

fn sums(clients: &[(u64, u64)]) -> ClusterSums {
    let sum = |f: fn(u128, u128) -> u128| clients.iter().map(|&(n, y)| f(u128::from(n), u128::from(y))).sum::<u128>();
    ClusterSums {
        clients: clients.len() as u64,
        answered: sum(|n, _| n) as u64,
        events: sum(|_, y| y) as u64,
        sum_n2: sum(|n, _| n * n),
        sum_ny: sum(|n, y| n * y),
        sum_y2: sum(|_, y| y * y),
    }
}

proptest! {
    #![proptest_config(cases(2000))]

    #[test]
    fn intervals_hold_their_estimate_and_widen_with_the_level((events, answered) in counts(), level in 0.8..0.98) {
        let (narrow, wide) = (Level::new(level).unwrap(), Level::new(level + 0.019).unwrap());
        for method in ProportionMethod::ALL {
            let at = |level: Level| proportion_interval(method, events, answered, level).unwrap();
            let (narrow, wide) = (at(narrow), at(wide));
            assert_holds(narrow, events as f64 / answered as f64)?;
            prop_assert!(wide.low <= narrow.low && narrow.high <= wide.high, "{method:?} {narrow:?} {wide:?}");
        }
    }

    #[test]
    fn yes_and_no_mirror_each_other((events, answered) in counts(), level in 0.8..0.999) {
        let level = Level::new(level).unwrap();
        for method in ProportionMethod::ALL {
            let at = |events: u64| proportion_interval(method, events, answered, level).unwrap();
            assert_mirrored(at(events), at(answered - events))?;
        }
    }

    #[test]
    fn more_events_move_an_interval_up((events, answered) in counts()) {
        prop_assume!(events < answered);
        for method in ProportionMethod::ALL {
            let at = |events: u64| proportion_interval(method, events, answered, Level::DEFAULT).unwrap();
            let (less, more) = (at(events), at(events + 1));
            prop_assert!(less.low <= more.low && less.high <= more.high, "{method:?} {less:?} {more:?}");
        }
    }

    #[test]
    fn clusters_hold_their_estimate_widen_and_mirror(clients in clusters(), level in 0.8..0.98) {
        let (narrow, wide) = (Level::new(level).unwrap(), Level::new(level + 0.019).unwrap());
        let these = sums(&clients);
        let at = |level: Level| wilson_cluster(these, level).unwrap();
        let (narrow, wide, p) = (at(narrow), at(wide), these.events as f64 / these.answered as f64);
        prop_assert!(narrow.design_effect >= 1.0 && narrow.design_effect == wide.design_effect);
        assert_holds(narrow.interval, p)?;
        prop_assert!(wide.interval.low <= narrow.interval.low && narrow.interval.high <= wide.interval.high);

        let flipped: Vec<(u64, u64)> = clients.iter().map(|&(n, y)| (n, n - y)).collect();
        let flipped = wilson_cluster(sums(&flipped), Level::new(level).unwrap()).unwrap();
        prop_assert_eq!(flipped.is_edge, narrow.is_edge);
        prop_assert!((flipped.design_effect / narrow.design_effect - 1.0).abs() < 1e-12);
        assert_mirrored(narrow.interval, flipped.interval)?;
    }

    #[test]
    fn clients_with_one_answer_each_have_no_design_effect((events, answered) in counts()) {
        prop_assume!(answered > 1);
        let these = ClusterSums {
            clients: answered,
            answered,
            events,
            sum_n2: u128::from(answered),
            sum_ny: u128::from(events),
            sum_y2: u128::from(events),
        };
        let clustered = wilson_cluster(these, Level::DEFAULT).unwrap();
        prop_assert!((clustered.design_effect - 1.0).abs() < 1e-12, "{clustered:?}");
        // Student's t is wider than the normal law, and nearly the same with many clients.
        let (ours, plain) = (clustered.interval, wilson(events, answered, Level::DEFAULT).unwrap());
        let dust = 1e-15;
        prop_assert!(ours.low <= plain.low + dust && plain.high <= ours.high + dust, "{ours:?} {plain:?}");
        if answered > 1000 {
            prop_assert!((ours.low - plain.low).abs() < 1e-3 && (ours.high - plain.high).abs() < 1e-3);
        }
    }
}
