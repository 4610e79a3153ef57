//! The generator keeps its promises: the same bytes for ever, the counts it tells, the truth it documents.
#![allow(clippy::expect_used, reason = "a test says what it expected")]

use std::collections::{HashMap, HashSet};

use sha2::{Digest, Sha256};
use sst_examples::{Asked, Defect, Layout, Plan, Tally, model::Truth};

fn made(plan: &Plan) -> (Vec<u8>, Tally) {
    let mut file = Vec::new();
    let tally = plan.write(&mut file).expect("memory takes everything");
    (file, tally)
}

fn checksum(plan: &Plan) -> String {
    Sha256::digest(made(plan).0).iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
}

/// The rows of a file with canonical headers, each by column name.
fn rows(file: &[u8]) -> Vec<HashMap<String, String>> {
    csv::Reader::from_reader(file)
        .deserialize()
        .collect::<Result<_, _>>()
        .expect("the generator writes rows of equal length")
}

/// Changing these numbers changes the committed samples, every golden file and every speed measurement: do it knowingly.
#[test]
fn same_seed_same_bytes() {
    let dirty = Plan { dirty_per_million: 50_000, ..Plan::new(400, 11) };
    assert_eq!(checksum(&dirty), "dde0c7f02aeb036f9942e5af9644a9750a1062c017a458ec77b82b30b187df20");
    assert_eq!(checksum(&Plan::bench(1000, 1)), "e4eba0df891ca5c69f93de765ff75fed03f28cf14f1617fceb0c2520d7215a30");
    assert_eq!(
        checksum(&Plan { layout: Layout::FOREIGN, ..Plan::new(300, 1) }),
        "4f9780661f27e8ab7b2299e013ffb2238d6372ff1b9d4c550249063bb124ba08"
    );
    assert_ne!(checksum(&Plan::new(400, 11)), checksum(&Plan::new(400, 12)));
}

#[test]
fn the_tally_is_what_stands_in_the_file() {
    let (file, tally) = made(&Plan::new(5000, 3));
    let rows = rows(&file);
    assert_eq!(rows.len() as u64, tally.rows);
    let status = |name: &str| rows.iter().filter(|row| row["status"] == name).count() as u64;
    assert_eq!(["attended", "no_show", "cancelled", "booked"].map(status), tally.status);
    let count = |column: &str, events: &[&str]| {
        let answers = rows.iter().map(|row| row[column].as_str()).filter(|answer| !answer.is_empty());
        let (mut answered, mut yes) = (0, 0);
        for answer in answers {
            answered += 1;
            yes += u64::from(events.contains(&answer));
        }
        (answered, yes)
    };
    let told = |asked: Asked| (asked.answered, asked.events);
    assert_eq!(count("helpfulness", &["4", "5"]), told(tally.helpful));
    assert_eq!(count("change_rating", &["much_better", "better"]), told(tally.improved));
    assert_eq!(count("enough", &["yes"]), told(tally.enough));
    let named: HashSet<&str> = rows.iter().map(|row| row["client_id"].as_str()).filter(|id| !id.is_empty()).collect();
    let anonymous = rows.iter().filter(|row| row["client_id"].is_empty()).count();
    assert_eq!((named.len() + anonymous) as u64, tally.clients);
    let ids: HashSet<&str> = rows.iter().map(|row| row["session_id"].as_str()).collect();
    assert_eq!(ids.len(), rows.len());
}

#[test]
fn clean_rows_make_sense() {
    let (file, _) = made(&Plan::new(20_000, 5));
    let mut last_date = String::new();
    for row in rows(&file) {
        let date = &row["session_date"];
        assert!(*date >= last_date, "in the order of dates");
        last_date.clone_from(date);
        for later in ["followup_date", "closed_date"] {
            assert!(row[later].is_empty() || (row[later] > *date && row[later].as_str() <= "2025-12-31"), "{later}");
        }
        assert!(row["request_date"] <= *date);
        let attended = row["status"] == "attended";
        assert!(attended || row["helpfulness"].is_empty() && row["change_rating"].is_empty());
        assert!(date.as_str() <= "2025-12-31" || row["status"] == "booked");
        assert!(row["change_rating"].is_empty() || !row["followup_date"].is_empty());
        assert!(row["followup_date"].is_empty() || row["followup_asked"] == "yes");
        assert_eq!(row["followup_asked"].is_empty(), !attended);
        for (score, max) in
            [("phq9_pre", 27.0), ("phq9_post", 27.0), ("gad7_pre", 21.0), ("ors_pre", 40.0), ("ors_post", 40.0)]
        {
            if !row[score].is_empty() {
                let value: f64 = row[score].parse().expect("a number");
                assert!((0.0..=max).contains(&value), "{score}");
            }
        }
    }
}

/// 200,000 sessions: the shares lie within five standard errors of the documented truth (returning sessions lower it a little).
#[test]
fn shares_follow_the_documented_truth() {
    let (_, tally) = made(&Plan { months: 120, ..Plan::new(200_000, 9) });
    let truth = Truth::of_first_sessions();
    let attended = tally.status[0] as f64;
    let near = |found: f64, expected: f64, name: &str| {
        assert!((found - expected).abs() < 0.012, "{name}: {found} for {expected}");
    };
    near(tally.helpful.truly as f64 / attended, truth.helpful, "helpful");
    near(tally.improved.truly as f64 / attended, truth.improved, "improved");
    near(tally.enough.truly as f64 / attended, truth.enough, "enough");
    let observed = |asked: Asked| asked.events as f64 / asked.answered as f64;
    near(observed(tally.improved), truth.improved_if_answered, "improved, of those who answered");
    near(observed(tally.enough), truth.enough_if_answered, "enough, of those who answered");
    assert!(observed(tally.improved) > truth.improved + 0.05, "silence depends on the outcome");
}

/// What the tool is for: the answers alone mislead, the bounds do not.
#[test]
fn bounds_cover_the_truth_that_answers_miss() {
    let (_, tally) = made(&Plan::new(5000, 21));
    for asked in [tally.helpful, tally.improved, tally.enough] {
        let silent = tally.status[0] - asked.answered;
        assert!(asked.events <= asked.truly && asked.truly <= asked.events + silent);
    }
}

/// A defect spoils its cell and nothing else: the sessions are those of the clean file.
#[test]
fn defects_leave_everything_else_alone() {
    let clean = Plan::new(20_000, 8);
    let (clean_file, clean_tally) = made(&clean);
    let (dirty_file, dirty_tally) = made(&Plan { dirty_per_million: 20_000, ..clean });
    let extra = dirty_tally.defect(Defect::DuplicateRow) + dirty_tally.defect(Defect::ConflictingId);
    assert_eq!(dirty_tally.rows, clean_tally.rows + extra);
    assert_eq!(dirty_tally.improved, clean_tally.improved, "the tally counts before defects");
    for kind in Defect::ALL {
        assert!(dirty_tally.defect(kind) > 0, "{kind:?} occurs");
    }
    let all: u64 = dirty_tally.defects.iter().sum();
    assert!((340..=460).contains(&all), "2% of 20,000 rows: {all}");

    let mut seen = HashSet::new();
    let first_rows: Vec<_> =
        rows(&dirty_file).into_iter().filter(|row| seen.insert(row["session_id"].clone())).collect();
    let clean_rows = rows(&clean_file);
    assert_eq!(first_rows.len(), clean_rows.len());
    let differing_cells: usize = first_rows
        .iter()
        .zip(&clean_rows)
        .map(|(dirty, clean)| clean.iter().filter(|(column, cell)| dirty[*column] != **cell).count())
        .sum();
    assert_eq!(differing_cells as u64, all - extra);
}

#[test]
fn any_size_and_length_is_written() {
    for sessions in [0, 1, 13] {
        for months in [1, 60] {
            let (file, tally) = made(&Plan { months, ..Plan::new(sessions, 1) });
            assert_eq!(tally.sessions, sessions);
            assert_eq!(rows(&file).len() as u64, sessions);
        }
    }
}

/// Clients come back to any therapist with the same chance: it hangs on whether one session was enough.
#[test]
fn returns_do_not_hang_on_the_therapist() {
    let (file, _) = made(&Plan { months: 24, ..Plan::new(60_000, 4) });
    let rows = rows(&file);
    let mut attended: HashMap<&str, Vec<&HashMap<String, String>>> = HashMap::new();
    for row in rows.iter().filter(|row| row["status"] == "attended" && !row["client_id"].is_empty()) {
        attended.entry(&row["client_id"]).or_default().push(row);
    }
    let share = |wanted: &dyn Fn(&HashMap<String, String>) -> bool| {
        let firsts =
            attended.values().filter(|sessions| *sessions[0]["session_date"] < *"2026-07-01" && wanted(sessions[0]));
        let (n, returned) =
            firsts.fold((0u32, 0u32), |(n, back), sessions| (n + 1, back + u32::from(sessions.len() > 1)));
        f64::from(returned) / f64::from(n)
    };
    let yes = share(&|row| row["enough"] == "yes");
    let no = share(&|row| row["enough"] == "no");
    assert!(no > yes + 0.2, "{no} {yes}");
    let one = share(&|row| row["therapist"] == "T01" && row["enough"] == "no");
    let other = share(&|row| row["therapist"] == "T09" && row["enough"] == "no");
    assert!((one - other).abs() < 0.06, "{one} {other}");
}
