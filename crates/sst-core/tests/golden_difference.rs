//! Two shares, independent, overlapping and paired, against other people's software (see the fixture's `about`).
#![allow(clippy::unwrap_used, clippy::print_stderr)] // a test may stop, and says how far off it was

mod deviation;

use deviation::Deviation;
use serde::Deserialize;
use sst_core::stats::{
    ClusterSums, Interval, Level, OverlapSums, PairedAnswers, Share, StatsError, fisher_exact, miettinen_nurminen,
    newcombe, overlapping_difference, pooled_test, score_test,
};

#[derive(Deserialize)]
struct Fixture {
    two_sample_ci: Vec<Intervals>,
    two_sample_tests: Vec<Tests>,
    paired: Vec<Paired>,
    overlapping: Overlapping,
}

#[derive(Deserialize)]
struct Intervals {
    x1: u64,
    n1: u64,
    x2: u64,
    n2: u64,
    level: f64,
    difference: f64,
    newcombe: [f64; 2],
    miettinen_nurminen: [f64; 2],
}

#[derive(Deserialize)]
struct Tests {
    x1: u64,
    n1: u64,
    x2: u64,
    n2: u64,
    score_at_0: Option<[f64; 3]>,
    score_at_minus_tenth: [f64; 3],
    fisher_two: f64,
    fisher_greater: f64,
    #[serde(rename = "chi2_cc_True")]
    chi2_corrected: Option<[f64; 2]>,
    #[serde(rename = "chi2_cc_False")]
    chi2: Option<[f64; 2]>,
}

#[derive(Deserialize)]
struct Paired {
    a: u64,
    b: u64,
    c: u64,
    d: u64,
    exact: f64,
    midp: f64,
    chi2: [f64; 2],
    chi2_cc: [f64; 2],
    newcombe10_95: [f64; 2],
    tango_95: [f64; 2],
}

#[derive(Deserialize)]
struct Overlapping {
    client: Vec<usize>,
    side: Vec<u64>,
    event: Vec<u128>,
    estimate: f64,
    variance: f64,
    correlation: f64,
}

fn fixture() -> Fixture {
    serde_json::from_str(include_str!("fixtures/difference.json")).unwrap()
}

fn share(events: u64, answered: u64) -> Share {
    Share { events, answered }
}

fn note_ends(deviation: &mut Deviation, what: &str, ours: Interval, golden: [f64; 2]) {
    deviation.note(format!("{what} low"), ours.low, golden[0]);
    deviation.note(format!("{what} high"), ours.high, golden[1]);
}

#[test]
fn intervals_of_independent_shares() {
    let mut hybrid = Deviation::allowed(1e-12);
    let mut score = Deviation::allowed(1e-12);
    for row in fixture().two_sample_ci {
        let (first, second) = (share(row.x1, row.n1), share(row.x2, row.n2));
        let what = format!("{first:?} {second:?} {}", row.level);
        let level = Level::new(row.level).unwrap();
        let ours = newcombe(first, second, level).unwrap();
        assert!(ours.low <= row.difference && row.difference <= ours.high);
        note_ends(&mut hybrid, &what, ours, row.newcombe);
        note_ends(&mut score, &what, miettinen_nurminen(first, second, level).unwrap(), row.miettinen_nurminen);
    }
    hybrid.assert("Newcombe", 44);
    score.assert("Miettinen-Nurminen", 44);
}

#[test]
fn miettinen_and_nurminen_as_newcombe_printed_them() {
    // Newcombe 1998, table II, method 6.
    for (first, second, printed) in [
        (share(56, 70), share(48, 80), ["0.0528", "0.3382"]),
        (share(9, 10), share(3, 10), ["0.1700", "0.8406"]),
        (share(0, 10), share(0, 10), ["-0.2879", "0.2879"]),
    ] {
        let ours = miettinen_nurminen(first, second, Level::DEFAULT).unwrap();
        assert_eq!([ours.low, ours.high].map(|end| format!("{end:.4}")), printed);
    }
}

#[test]
fn tests_of_independent_shares() {
    let mut score = Deviation::allowed(1e-12);
    let mut fisher = Deviation::allowed(1e-12);
    let mut pooled = Deviation::allowed(1e-12);
    for row in fixture().two_sample_tests {
        let (first, second) = (share(row.x1, row.n1), share(row.x2, row.n2));
        let what = format!("{first:?} {second:?}");
        let mut note_score = |null: f64, golden: [f64; 3]| {
            let ours = score_test(first, second, null).unwrap();
            for (ours, golden) in [ours.z, ours.two_sided, ours.greater].into_iter().zip(golden) {
                score.note(format!("{what} at {null}"), ours, golden);
            }
        };
        note_score(-0.1, row.score_at_minus_tenth);
        match row.score_at_0 {
            Some(golden) => note_score(0.0, golden),
            None => assert_eq!(score_test(first, second, 0.0), Err(StatsError::AllAlike)),
        }
        match (row.chi2, row.chi2_corrected) {
            (Some(plain), Some(corrected)) => {
                let ours = pooled_test(first, second).unwrap();
                for (ours, golden) in [(ours.plain, plain), (ours.corrected, corrected)] {
                    pooled.note(&what, ours.statistic, golden[0]);
                    pooled.note(&what, ours.p, golden[1]);
                }
            }
            _ => assert_eq!(pooled_test(first, second), Err(StatsError::AllAlike)),
        }
        let ours = fisher_exact(first, second).unwrap();
        fisher.note(&what, ours.two_sided, row.fisher_two);
        fisher.note(&what, ours.greater, row.fisher_greater);
    }
    score.assert("score test", 36);
    fisher.assert("Fisher", 14);
    pooled.assert("chi-squared", 20);
}

#[test]
fn paired_answers() {
    let mut closed = Deviation::allowed(1e-12);
    let mut tango = Deviation::allowed(1e-12);
    for row in fixture().paired {
        let pairs = PairedAnswers { both: row.a, first_only: row.b, second_only: row.c, neither: row.d };
        let what = format!("{pairs:?}");
        let test = pairs.mcnemar().unwrap();
        closed.note(&what, test.exact, row.exact);
        closed.note(&what, test.mid_p, row.midp);
        let (plain, corrected) = (test.chi_squared.unwrap(), test.chi_squared_corrected.unwrap());
        closed.note(&what, plain.statistic, row.chi2[0]);
        closed.note(&what, plain.p, row.chi2[1]);
        if row.b == row.c {
            // statsmodels corrects a distance of 0 to 1; as in R, there is nothing to correct.
            assert_eq!(row.chi2_cc[0], 0.0125);
            assert_eq!((corrected.statistic, corrected.p), (0.0, 1.0));
        } else {
            closed.note(&what, corrected.statistic, row.chi2_cc[0]);
            closed.note(&what, corrected.p, row.chi2_cc[1]);
        }
        note_ends(&mut closed, &what, pairs.newcombe(Level::DEFAULT).unwrap(), row.newcombe10_95);
        note_ends(&mut tango, &what, pairs.tango(Level::DEFAULT).unwrap(), row.tango_95);
    }
    closed.assert("paired", 30);
    tango.assert("Tango", 8);
}

#[test]
fn where_nobody_turned() {
    let pairs = PairedAnswers { both: 5, first_only: 0, second_only: 0, neither: 3 };
    let test = pairs.mcnemar().unwrap();
    assert_eq!((test.exact, test.mid_p, test.chi_squared, test.chi_squared_corrected), (1.0, 1.0, None, None));
    let interval = pairs.tango(Level::DEFAULT).unwrap();
    assert!(interval.low < -0.2 && interval.high > 0.2 && (interval.low + interval.high).abs() < 1e-15);
    let nobody = PairedAnswers { both: 0, first_only: 0, second_only: 0, neither: 0 };
    assert_eq!(nobody.mcnemar(), Err(StatsError::NoAnswers));
    assert_eq!(nobody.newcombe(Level::DEFAULT), Err(StatsError::NoAnswers));
}

/// Answers and events of each client on both sides: (n1, y1, n2, y2).
fn sums(clients: &[[u128; 4]]) -> OverlapSums {
    let sum = |f: &dyn Fn(&[u128; 4]) -> u128| clients.iter().map(f).sum::<u128>();
    let side = |n: usize, y: usize| ClusterSums {
        clients: clients.iter().filter(|client| client[n] > 0).count() as u64,
        answered: sum(&|client| client[n]) as u64,
        events: sum(&|client| client[y]) as u64,
        sum_n2: sum(&|client| client[n] * client[n]),
        sum_ny: sum(&|client| client[n] * client[y]),
        sum_y2: sum(&|client| client[y] * client[y]),
    };
    OverlapSums {
        clients: clients.len() as u64,
        first: side(0, 1),
        second: side(2, 3),
        sum_n1_n2: sum(&|client| client[0] * client[2]),
        sum_n1_y2: sum(&|client| client[0] * client[3]),
        sum_y1_n2: sum(&|client| client[1] * client[2]),
        sum_y1_y2: sum(&|client| client[1] * client[3]),
    }
}

#[test]
fn overlapping_clients_are_as_in_the_survey_package() {
    let golden = fixture().overlapping;
    let mut clients = [[0; 4]; 12];
    for ((client, side), event) in golden.client.iter().zip(&golden.side).zip(&golden.event) {
        let place = if *side == 1 { 0 } else { 2 };
        clients[client - 1][place] += 1;
        clients[client - 1][place + 1] += event;
    }
    let ours = overlapping_difference(&sums(&clients), Level::DEFAULT).unwrap();
    let mut deviation = Deviation::allowed(1e-12);
    deviation.note("estimate", ours.estimate, golden.estimate);
    deviation.note("variance", ours.variance, golden.variance);
    deviation.note("correlation", ours.correlation, golden.correlation);
    deviation.assert("overlapping", 3);
    assert_eq!(ours.df, 11.0);
    assert!(ours.interval.low < ours.estimate && ours.estimate < ours.interval.high);
}

#[test]
fn without_overlap_and_repeats_it_is_newcombe() {
    let (first, second) = (share(13, 20), share(7, 15));
    let client = |n: u64, events: u64, place: usize| {
        (0..n).map(move |number| {
            let mut client = [0; 4];
            client[place] = 1;
            client[place + 1] = u128::from(number < events);
            client
        })
    };
    let clients: Vec<_> = client(20, 13, 0).chain(client(15, 7, 2)).collect();
    let ours = overlapping_difference(&sums(&clients), Level::DEFAULT).unwrap();
    assert_eq!(ours.correlation, 0.0);
    assert_eq!(ours.interval, newcombe(first, second, Level::DEFAULT).unwrap());
}

#[test]
fn every_client_on_both_sides_is_newcombe_paired() {
    // 9, 12, 5, 4: ad < bc, so that Newcombe's φ has no continuity correction.
    let pairs = PairedAnswers { both: 9, first_only: 12, second_only: 5, neither: 4 };
    let all = [([1, 1, 1, 1], 9), ([1, 1, 1, 0], 12), ([1, 0, 1, 1], 5), ([1, 0, 1, 0], 4)];
    let clients: Vec<[u128; 4]> = all.iter().flat_map(|&(client, count)| std::iter::repeat_n(client, count)).collect();
    let ours = overlapping_difference(&sums(&clients), Level::DEFAULT).unwrap();
    let paired = pairs.newcombe(Level::DEFAULT).unwrap();
    assert!((ours.interval.low - paired.low).abs() < 1e-14 && (ours.interval.high - paired.high).abs() < 1e-14);
}

#[test]
fn what_cannot_be_compared_says_why() {
    let (none, some) = (share(0, 0), share(3, 5));
    assert_eq!(newcombe(none, some, Level::DEFAULT), Err(StatsError::NoAnswers));
    assert_eq!(miettinen_nurminen(some, none, Level::DEFAULT), Err(StatsError::NoAnswers));
    assert_eq!(newcombe(share(6, 5), some, Level::DEFAULT), Err(StatsError::MoreEventsThanAnswers));
    assert_eq!(score_test(some, some, 1.0), Err(StatsError::OutOfRange));
    let one = sums(&[[2, 1, 1, 1]]);
    assert_eq!(overlapping_difference(&one, Level::DEFAULT), Err(StatsError::OneClient));
}
