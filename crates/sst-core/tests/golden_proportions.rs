//! Intervals of one proportion against other people's software (see the fixture's `about`).
#![allow(clippy::unwrap_used)] // a test may stop

use serde::Deserialize;
use sst_core::stats::{
    ClusterSums, Interval, Level, ProportionMethod, binomial_test, proportion_interval, wilson_cluster,
};

#[derive(Deserialize)]
struct Fixture {
    one_sample_ci: Vec<Row>,
    binomtest: Vec<Test>,
    cluster: Cluster,
}

#[derive(Deserialize)]
struct Row {
    x: u64,
    n: u64,
    level: f64,
    wilson: [f64; 2],
    clopper_pearson: [f64; 2],
    jeffreys: [f64; 2],
    agresti_coull: [f64; 2],
}

#[derive(Deserialize)]
struct Test {
    x: u64,
    n: u64,
    p0: f64,
    #[serde(rename = "two-sided")]
    two_sided: f64,
    less: f64,
    greater: f64,
    midp_less: f64,
    midp_greater: f64,
    score_z: f64,
    score_p_two: f64,
}

#[derive(Deserialize)]
struct Cluster {
    x: Vec<u128>,
    m: Vec<u128>,
    mean: f64,
    se: f64,
    deff: f64,
}

fn fixture() -> Fixture {
    serde_json::from_str(include_str!("fixtures/proportions.json")).unwrap()
}

/// The largest relative distance, relative to the golden value; an end of 0 must be 0 (statsmodels leaves
/// rounding dust of 1e-17 there).
fn distance(ours: Interval, golden: [f64; 2]) -> f64 {
    let one = |a: f64, b: f64| {
        if a == b || (a == 0.0 && b < 1e-16) { 0.0 } else { (a - b).abs() / b.abs() }
    };
    one(ours.low, golden[0]).max(one(ours.high, golden[1]))
}

/// Every row whose distance is more than 1e-12, in words; none is what a test wants.
fn too_far(method: ProportionMethod, golden: impl Fn(&Row) -> [f64; 2]) -> Vec<String> {
    let rows = fixture().one_sample_ci;
    assert_eq!(rows.len(), 388);
    rows.iter()
        .filter_map(|row| {
            let ours = proportion_interval(method, row.x, row.n, Level::new(row.level).unwrap()).unwrap();
            let off = distance(ours, golden(row));
            let Row { x, n, level, .. } = row;
            (off > 1e-12).then(|| format!("{x}/{n} at {level}: {ours:?} against {:?}, {off:e}", golden(row)))
        })
        .collect()
}

const NONE: [&str; 0] = [];

#[test]
fn wilson_is_statsmodels() {
    assert_eq!(too_far(ProportionMethod::Wilson, |row| row.wilson), NONE);
}

#[test]
fn clopper_pearson_is_scipy_and_mpmath() {
    assert_eq!(too_far(ProportionMethod::ClopperPearson, |row| row.clopper_pearson), NONE);
}

#[test]
fn jeffreys_is_scipy_with_the_endpoint_rule() {
    assert_eq!(too_far(ProportionMethod::Jeffreys, |row| row.jeffreys), NONE);
}

#[test]
fn agresti_coull_is_statsmodels() {
    assert_eq!(too_far(ProportionMethod::AgrestiCoull, |row| row.agresti_coull), NONE);
}

#[test]
fn exact_tests_are_scipy() {
    let mut off = Vec::new();
    for row in fixture().binomtest {
        let ours = binomial_test(row.x, row.n, row.p0).unwrap();
        for (name, ours, golden) in [
            ("two-sided", ours.two_sided, row.two_sided),
            ("less", ours.less, row.less),
            ("greater", ours.greater, row.greater),
            ("mid-p less", ours.mid_p_less, row.midp_less),
            ("mid-p greater", ours.mid_p_greater, row.midp_greater),
            ("score z", ours.score_z, row.score_z),
            ("score two-sided", ours.score_two_sided, row.score_p_two),
        ] {
            let distance = if ours == golden { 0.0 } else { (ours - golden).abs() / golden.abs() };
            if distance.is_nan() || distance > 1e-12 {
                off.push(format!(
                    "{} of {} against {}, {name}: {ours:e} and {golden:e}, {distance:e}",
                    row.x, row.n, row.p0
                ));
            }
        }
    }
    assert_eq!(off, NONE);
}

#[test]
fn the_design_effect_is_that_of_the_survey_package() {
    let cluster = fixture().cluster;
    let sum = |f: fn(u128, u128) -> u128| cluster.m.iter().zip(&cluster.x).map(|(&n, &y)| f(n, y)).sum::<u128>();
    let sums = ClusterSums {
        clients: cluster.m.len() as u64,
        answered: sum(|n, _| n) as u64,
        events: sum(|_, y| y) as u64,
        sum_n2: sum(|n, _| n * n),
        sum_ny: sum(|n, y| n * y),
        sum_y2: sum(|_, y| y * y),
    };
    let clustered = wilson_cluster(sums, Level::DEFAULT).unwrap();
    assert!((sums.standard_error().unwrap() / cluster.se - 1.0).abs() < 1e-12);
    assert!((clustered.design_effect / cluster.deff - 1.0).abs() < 1e-12, "{clustered:?}");
    assert!(clustered.interval.low < cluster.mean && cluster.mean < clustered.interval.high);
}
