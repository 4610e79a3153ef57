//! Sample sizes and power against other people's software (see the fixture's `about`).
#![allow(clippy::unwrap_used, clippy::print_stderr)] // a test may stop, and says how far off it was

mod deviation;

use deviation::Deviation;
use serde::Deserialize;
use sst_core::stats::{
    Alternative, ExactSampleSize, Level, StatsError, TwoShares, cohen_h, exact_power, exact_sample_size,
    finite_population, follow_ups_to_be_sure, follow_ups_to_expect, non_inferiority_sample_size, normal_sample_size,
    paired_t_power, paired_t_sample_size, two_shares_power, two_shares_power_by_h, two_shares_sample_size,
    two_shares_sample_size_by_h, wilson_half_width, wilson_sample_size,
};

#[derive(Deserialize)]
struct Fixture {
    halfwidth_normal: Vec<Normal>,
    halfwidth_wilson: Vec<Wilson>,
    fpc: Vec<Finite>,
    exact_binomial_power: Vec<Exact>,
    exact_binomial_n: Vec<ExactN>,
    noninf_one_sample: Vec<NonInferior>,
    two_prop_power: Vec<TwoPower>,
    two_prop_n: Vec<TwoN>,
    two_prop_noninf_n_wald: Vec<TwoNonInferior>,
    paired_t_power: Vec<PairedPower>,
    paired_t_n: Vec<PairedN>,
}

#[derive(Deserialize)]
struct Normal {
    p: f64,
    hw: f64,
    conf: f64,
    n: f64,
}

#[derive(Deserialize)]
struct Wilson {
    p: f64,
    hw: f64,
    conf: f64,
    n: u64,
    hw_at_n: f64,
    hw_at_n_minus_1: f64,
}

#[derive(Deserialize)]
struct Finite {
    n0: f64,
    #[serde(rename = "N")]
    population: u64,
    n: f64,
}

#[derive(Deserialize)]
struct Exact {
    p0: f64,
    p1: f64,
    alt: String,
    n: u64,
    alpha: f64,
    power: f64,
    size: f64,
    crit: Option<u64>,
}

#[derive(Deserialize)]
struct ExactN {
    p0: f64,
    p1: f64,
    alpha: f64,
    power: f64,
    n_first: u64,
    n_stable_from: u64,
}

#[derive(Deserialize)]
struct NonInferior {
    benchmark: f64,
    margin: f64,
    true_p: f64,
    alpha: f64,
    n: u64,
    power: f64,
    size: f64,
    crit: u64,
}

#[derive(Deserialize)]
struct TwoPower {
    diff: f64,
    p2: f64,
    n1: f64,
    ratio: f64,
    alpha: f64,
    power: f64,
    power_h: f64,
}

#[derive(Deserialize)]
struct TwoN {
    diff: f64,
    p2: f64,
    alpha: f64,
    power: f64,
    n1: f64,
    n1_h: f64,
}

#[derive(Deserialize)]
struct TwoNonInferior {
    p1: f64,
    p2: f64,
    margin: f64,
    alpha_one_sided: f64,
    power: f64,
    n_per_arm: f64,
}

#[derive(Deserialize)]
struct PairedPower {
    dz: f64,
    n: f64,
    alpha: f64,
    power: f64,
}

#[derive(Deserialize)]
struct PairedN {
    dz: f64,
    power: f64,
    n: f64,
    n_mp: f64,
}

fn fixture() -> Fixture {
    serde_json::from_str(include_str!("fixtures/plan.json")).unwrap()
}

#[test]
fn answers_for_a_precision() {
    let mut deviation = Deviation::allowed(1e-12);
    for row in fixture().halfwidth_normal {
        let ours = normal_sample_size(row.p, row.hw, Level::new(row.conf).unwrap()).unwrap();
        deviation.note(format!("{} {} {}", row.p, row.hw, row.conf), ours, row.n);
    }
    for row in fixture().fpc {
        deviation.note(row.population, finite_population(row.n0, row.population).unwrap(), row.n);
    }
    for row in fixture().halfwidth_wilson {
        let level = Level::new(row.conf).unwrap();
        assert_eq!(wilson_sample_size(row.p, row.hw, level), Ok(row.n), "{} {} {}", row.p, row.hw, row.conf);
        let what = format!("{} {} {}", row.p, row.n, row.conf);
        deviation.note(&what, wilson_half_width(row.p, row.n, level).unwrap(), row.hw_at_n);
        deviation.note(&what, wilson_half_width(row.p, row.n - 1, level).unwrap(), row.hw_at_n_minus_1);
    }
    deviation.assert("precision", 36 + 4 + 90);
    assert_eq!(wilson_sample_size(0.5, 1e-12, Level::DEFAULT), Err(StatsError::OutOfRange));
    assert_eq!(normal_sample_size(0.5, 1e-200, Level::DEFAULT), Err(StatsError::OutOfRange));
    assert_eq!(normal_sample_size(1.0, 0.1, Level::DEFAULT), Err(StatsError::OutOfRange));
    assert_eq!(finite_population(0.0, 10), Err(StatsError::OutOfRange));
}

#[test]
fn power_of_the_exact_test() {
    let mut deviation = Deviation::allowed(1e-11);
    for row in fixture().exact_binomial_power {
        let alternative = match row.alt.as_str() {
            "greater" => Alternative::Greater,
            "less" => Alternative::Less,
            _ => Alternative::TwoSided,
        };
        let ours = exact_power(row.p0, row.p1, row.n, row.alpha, alternative).unwrap();
        let what = format!("{} {} {} {}", row.p0, row.p1, row.n, row.alt);
        match alternative {
            Alternative::Greater => assert_eq!((ours.at_most, ours.at_least), (None, row.crit), "{what}"),
            Alternative::Less => assert_eq!((ours.at_most, ours.at_least), (row.crit, None), "{what}"),
            Alternative::TwoSided => assert!(ours.at_most.is_some() || ours.at_least.is_some(), "{what}"),
        }
        deviation.note(format!("{what} size"), ours.size, row.size);
        deviation.note(format!("{what} power"), ours.power, row.power);
    }
    for row in fixture().noninf_one_sample {
        let claim = row.benchmark - row.margin;
        let ours = exact_power(claim, row.true_p, row.n, row.alpha, Alternative::Greater).unwrap();
        assert_eq!(ours.at_least, Some(row.crit));
        deviation.note(format!("non-inferiority {}", row.n), ours.size, row.size);
        deviation.note(format!("non-inferiority {}", row.n), ours.power, row.power);
    }
    deviation.assert("exact power", 84 + 10);
}

#[test]
fn answers_for_the_exact_test() {
    for row in fixture().exact_binomial_n {
        let golden = ExactSampleSize { first: row.n_first, stable_from: row.n_stable_from };
        assert_eq!(exact_sample_size(row.p0, row.p1, row.alpha, row.power), Ok(golden));
    }
    // What a stepwise search finds is what each number of answers says by itself.
    let found = exact_sample_size(0.8, 0.77, 0.025, 0.9).unwrap();
    let power = |n| exact_power(0.8, 0.77, n, 0.025, Alternative::Less).unwrap().power;
    assert!(power(found.first) >= 0.9 && power(found.first - 1) < 0.9 && power(found.stable_from - 1) < 0.9);
    assert!((found.stable_from..found.stable_from + 300).all(|n| power(n) >= 0.9));
    // Near the end of what is looked for.
    let far = exact_sample_size(0.8, 0.805, 0.05, 0.8).unwrap();
    assert!(far.first < far.stable_from && far.stable_from < 50_000);
    assert_eq!(exact_sample_size(0.8, 0.8, 0.05, 0.8), Err(StatsError::OutOfRange));
    assert_eq!(exact_sample_size(0.8, 0.8001, 0.05, 0.8), Err(StatsError::OutOfRange));
    assert_eq!(exact_sample_size(0.8, 1.0, 0.05, 0.8), Err(StatsError::OutOfRange));
}

#[test]
fn two_shares() {
    let mut closed = Deviation::allowed(1e-12);
    let mut iterated = Deviation::allowed(1e-8);
    for row in fixture().two_prop_power {
        let shares = TwoShares { first: row.p2 + row.diff, second: row.p2, ratio: row.ratio };
        let what = format!("{shares:?} {}", row.n1);
        closed.note(&what, two_shares_power(shares, row.n1, row.alpha).unwrap(), row.power);
        closed.note(&what, two_shares_power_by_h(shares, row.n1, row.alpha).unwrap(), row.power_h);
    }
    for row in fixture().two_prop_n {
        let shares = TwoShares { first: row.p2 + row.diff, second: row.p2, ratio: 1.0 };
        let what = format!("{shares:?}");
        closed.note(&what, two_shares_sample_size(shares, row.alpha, row.power).unwrap(), row.n1);
        iterated.note(&what, two_shares_sample_size_by_h(shares, row.alpha, row.power).unwrap(), row.n1_h);
    }
    for row in fixture().two_prop_noninf_n_wald {
        let TwoNonInferior { p1, p2, margin, alpha_one_sided, power, n_per_arm } = row;
        let ours = non_inferiority_sample_size(p1, p2, margin, alpha_one_sided, power).unwrap();
        closed.note(format!("{p1} {p2} {margin}"), ours, n_per_arm);
    }
    closed.assert("two shares", 108 + 12 + 12);
    iterated.assert("two shares by h", 12);
    let same = TwoShares { first: 0.5, second: 0.5, ratio: 1.0 };
    assert_eq!(two_shares_sample_size(same, 0.05, 0.8), Err(StatsError::OutOfRange));
    assert_eq!(non_inferiority_sample_size(0.6, 0.8, 0.1, 0.025, 0.8), Err(StatsError::OutOfRange));
    assert_eq!(cohen_h(0.0, 1.0), Some(-std::f64::consts::PI));
}

#[test]
fn pairs_of_scores() {
    let mut closed = Deviation::allowed(1e-11);
    let mut iterated = Deviation::allowed(1e-12);
    for row in fixture().paired_t_power {
        closed.note(format!("{} {}", row.dz, row.n), paired_t_power(row.dz, row.n, row.alpha).unwrap(), row.power);
    }
    for row in fixture().paired_t_n {
        iterated.note(row.dz, paired_t_sample_size(row.dz, 0.05, row.power).unwrap(), row.n_mp);
        // statsmodels' solver stops earlier.
        assert!((row.n / row.n_mp - 1.0).abs() < 1e-7);
    }
    closed.assert("paired t", 12);
    iterated.assert("pairs", 6);
    assert_eq!(paired_t_sample_size(0.0, 0.05, 0.8), Err(StatsError::OutOfRange));
    assert_eq!(paired_t_sample_size(1e-5, 0.05, 0.8), Err(StatsError::OutOfRange));
}

#[test]
fn follow_ups() {
    assert_eq!(follow_ups_to_expect(30, 0.3), Ok(100));
    assert_eq!(follow_ups_to_expect(0, 0.3), Ok(0));
    assert_eq!(follow_ups_to_expect(7, 1.0), Ok(7));
    // The first m with scipy.stats.binom.sf(answers - 1, m, rate) >= assurance.
    for (answers, rate, assurance, sent) in [(100, 0.4, 0.95, 283), (243, 0.25, 0.8, 1017), (50, 0.6, 0.99, 102)] {
        assert_eq!(follow_ups_to_be_sure(answers, rate, assurance), Ok(sent));
    }
    assert_eq!(follow_ups_to_be_sure(100, 1.0, 0.95), Ok(100));
    assert_eq!(follow_ups_to_be_sure(100, 0.0, 0.95), Err(StatsError::OutOfRange));
}
