//! What the groups of a comparison share, counted again session by session.

use std::collections::BTreeMap;

use proptest::prelude::*;
use sst_core::day::Day;
use sst_core::definitions::{Definitions, FollowUp, GroupKey, NamedPeriod, Thresholds};
use sst_core::ledger::{Ledger, Selection};
use sst_core::record::{Question, Record};
use sst_core::results::{By, Unit};
use sst_core::summary::SharedAnswers;
use sst_core::text::Catalogue;

/// Answers and events of one client in each group.
type CountsBySide = BTreeMap<By, (u32, u32)>;

const FIRST_DAY: i32 = 20_089; // 2025-01-01

/// Client, session number, day, concerns, rating.
type Session = (Option<u8>, u32, i32, &'static str, Option<u8>);

fn sessions() -> impl Strategy<Value = Vec<Session>> {
    let concern = prop::sample::select(&["", "grief", "work", "grief;work", "work;grief;sleep"][..]);
    let session = (prop::option::weighted(0.8, 0..5_u8), 0..40_i32, concern, prop::option::weighted(0.8, 1..6_u8));
    prop::collection::vec(session, 0..40).prop_map(|sessions| {
        let numbered = sessions.into_iter().zip(0..);
        numbered.map(|((client, day, concern, rating), number)| (client, number, day, concern, rating)).collect()
    })
}

fn definitions() -> Definitions {
    let mut definitions = Definitions::new(Thresholds::default(), FollowUp::default(), &Catalogue::english());
    definitions.groups[4].split = Some(";".to_owned());
    definitions.collected = ["client_id", "session_id", "helpfulness", "concern"].map(str::to_owned).into();
    definitions
}

fn ledger(definitions: &Definitions, sessions: &[Session]) -> Ledger {
    let mut ledger = Ledger::new(definitions);
    for &(client, number, day, concern, rating) in sessions {
        let (client, number) = (client.map(|client| format!("c{client}")), format!("s{number}"));
        let groups = ["", "", "", "", concern];
        let mut record = Record::new(Day(FIRST_DAY + day));
        // Those of nobody have no number either: they are packed as anonymous.
        record.session_id = client.is_some().then_some(number.as_str());
        record.client_id = client.as_deref();
        record.groups = &groups;
        if let Some(code) = rating.and_then(|rating| Question::Helpfulness.code_at(rating)) {
            record.answers.set(Question::Helpfulness, code);
        }
        ledger.add(&record);
    }
    ledger
}

/// The sums again: answers and events of each client in each group, then every pair of groups.
fn again(
    sessions: &[Session],
    key: &str,
    groups_of: impl Fn(&Session) -> Vec<Option<String>>,
) -> BTreeMap<(By, By), SharedAnswers> {
    let mut of_clients: BTreeMap<(Option<u8>, u32), CountsBySide> = BTreeMap::new();
    for session in sessions {
        let &(client, number, .., rating) = session;
        let client = (client, if client.is_some() { 0 } else { number });
        for label in groups_of(session) {
            let cell = of_clients.entry(client).or_default().entry(By::from([(key.to_owned(), label)])).or_default();
            cell.0 += u32::from(rating.is_some());
            cell.1 += u32::from(rating.is_some_and(|rating| rating >= 4));
        }
    }
    let mut sums: BTreeMap<(By, By), SharedAnswers> = BTreeMap::new();
    for groups in of_clients.values() {
        for (first, &(n1, y1)) in groups {
            for (second, &(n2, y2)) in groups.iter().filter(|(second, _)| *second > first) {
                let sum = sums.entry((first.clone(), second.clone())).or_default();
                let product = |one: u32, two: u32| u128::from(one) * u128::from(two);
                sum.clients += u64::from(n1 > 0 && n2 > 0);
                sum.sum_n1_n2 += product(n1, n2);
                sum.sum_n1_y2 += product(n1, y2);
                sum.sum_y1_n2 += product(y1, n2);
                sum.sum_y1_y2 += product(y1, y2);
            }
        }
    }
    sums
}

fn of_helpful(
    definitions: &Definitions,
    selection: &Selection,
    sessions: &[Session],
) -> BTreeMap<(By, By), SharedAnswers> {
    let closed = ledger(definitions, sessions).close(definitions, selection).expect("ids are unique");
    let place = definitions.measures.iter().position(|measure| measure.id == "helpful").expect("it is built in");
    closed.summary.shared_clients.into_iter().map(|(pair, of_measures)| (pair, of_measures[place])).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn sums_over_groups_are_those_of_a_second_count(sessions in sessions()) {
        let definitions = definitions();
        let mut selection = Selection { as_of: Some(Day(FIRST_DAY + 100)), ..Selection::default() };
        selection.compare(vec![GroupKey::Column(4)]);
        let labels = |session: &Session| {
            let labels: Vec<Option<String>> =
                session.3.split(';').filter(|label| !label.is_empty()).map(|label| Some(label.to_owned())).collect();
            if labels.is_empty() { vec![None] } else { labels }
        };
        prop_assert_eq!(of_helpful(&definitions, &selection, &sessions), again(&sessions, "concern", labels));
    }

    #[test]
    fn sums_over_periods_are_those_of_a_second_count(sessions in sessions()) {
        let definitions = definitions();
        let period = |label: &str, from: i32, to: i32| {
            let [from, to] = [from, to].map(|day| Day(FIRST_DAY + day).into());
            NamedPeriod { label: label.to_owned(), from, to }
        };
        let mut selection = Selection {
            as_of: Some(Day(FIRST_DAY + 100)),
            periods: vec![period("late", 20, 39), period("early", 0, 14)],
            ..Selection::default()
        };
        selection.compare(vec![GroupKey::Period]);
        // Five days between the periods are in neither.
        let label = |session: &Session| match session.2 {
            0..=14 => vec![Some("early".to_owned())],
            20..=39 => vec![Some("late".to_owned())],
            _ => Vec::new(),
        };
        prop_assert_eq!(of_helpful(&definitions, &selection, &sessions), again(&sessions, "period", label));
        let closed = ledger(&definitions, &sessions).close(&definitions, &selection).expect("ids are unique");
        let in_a_period = sessions.iter().filter(|session| !(15..20).contains(&session.2)).count() as u64;
        prop_assert_eq!(closed.summary.flow.attended, in_a_period);
    }

    #[test]
    fn with_one_session_of_each_client_no_period_shares_one(sessions in sessions()) {
        let definitions = definitions();
        let mut selection = Selection { unit: Unit::Client, ..Selection::default() };
        selection.compare(vec![GroupKey::Month]);
        let shared = of_helpful(&definitions, &selection, &sessions);
        prop_assert!(shared.values().all(|sums| *sums == SharedAnswers::default()));
    }
}

/// Nothing is counted that nobody asked for.
#[test]
fn without_a_comparison_there_are_no_sums() {
    let definitions = definitions();
    let mut selection = Selection::default();
    selection.add_grouping(vec![GroupKey::Column(4)]);
    let sessions = [(Some(1), 1, 0, "grief", Some(5)), (Some(1), 2, 1, "work", Some(4))];
    let closed = ledger(&definitions, &sessions).close(&definitions, &selection).expect("ids are unique");
    assert!(closed.summary.shared_clients.is_empty());
}
