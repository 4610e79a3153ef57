//! Several shares and several tests against other people's software (see the fixture's `about`).
#![allow(clippy::unwrap_used, clippy::print_stderr)] // a test may stop, and says how far off it was

mod deviation;

use deviation::Deviation;
use serde::Deserialize;
use sst_core::stats::{
    Adjustment, Level, Share, StatsError, Stratum, adjust, all_pairs, chi_squared_of_shares, chi_squared_upper_tail,
    cochran_armitage, common_difference, mantel_haenszel,
};

#[derive(Deserialize)]
struct Fixture {
    k_sample: KSample,
    multitest: Multitest,
    cochran_armitage: Vec<Trend>,
    cmh: Cmh,
}

#[derive(Deserialize)]
struct KSample {
    x: Vec<u64>,
    n: Vec<u64>,
    chi2: f64,
    p: f64,
    allpairs_raw: Vec<f64>,
    allpairs_holm: Vec<f64>,
    pairs: Vec<[usize; 2]>,
}

#[derive(Deserialize)]
struct Multitest {
    p: Vec<f64>,
    bonferroni: Vec<f64>,
    holm: Vec<f64>,
    hommel: Vec<f64>,
    fdr_bh: Vec<f64>,
    fdr_by: Vec<f64>,
}

#[derive(Deserialize)]
struct Trend {
    x: Vec<u64>,
    n: Vec<u64>,
    s: Vec<f64>,
    chi2: f64,
    p: f64,
}

#[derive(Deserialize)]
struct Cmh {
    strata: Vec<[u64; 4]>,
    chi2: f64,
    p: f64,
    chi2_cc: f64,
    p_cc: f64,
    #[serde(rename = "or")]
    odds_ratio: f64,
    ci: [f64; 2],
}

/// R printed 15 digits.
const PRINTED: f64 = 1e-12;

fn fixture() -> Fixture {
    serde_json::from_str(include_str!("fixtures/k_sample.json")).unwrap()
}

fn shares(x: &[u64], n: &[u64]) -> Vec<Share> {
    x.iter().zip(n).map(|(&events, &answered)| Share { events, answered }).collect()
}

#[test]
fn k_shares_and_all_pairs_are_statsmodels() {
    let golden = fixture().k_sample;
    let shares = shares(&golden.x, &golden.n);
    let mut deviation = Deviation::allowed(1e-12);
    let ours = chi_squared_of_shares(&shares).unwrap();
    deviation.note("chi-squared", ours.test.statistic, golden.chi2);
    deviation.note("p", ours.test.p, golden.p);
    let pairs = all_pairs(&shares, Adjustment::Holm, Level::DEFAULT).unwrap();
    assert_eq!(pairs.iter().map(|pair| [pair.first, pair.second]).collect::<Vec<_>>(), golden.pairs);
    for ((pair, raw), holm) in pairs.iter().zip(golden.allpairs_raw).zip(golden.allpairs_holm) {
        deviation.note("raw", pair.p, raw);
        deviation.note("Holm", pair.p_adjusted, holm);
        assert!(pair.interval.low <= pair.difference && pair.difference <= pair.interval.high);
    }
    deviation.assert("k shares", 14);
}

#[test]
fn adjusted_p_are_statsmodels() {
    let golden = fixture().multitest;
    let mut deviation = Deviation::allowed(1e-12);
    for (adjustment, adjusted) in [
        (Adjustment::Bonferroni, &golden.bonferroni),
        (Adjustment::Holm, &golden.holm),
        (Adjustment::Hommel, &golden.hommel),
        (Adjustment::BenjaminiHochberg, &golden.fdr_bh),
        (Adjustment::BenjaminiYekutieli, &golden.fdr_by),
    ] {
        for (ours, golden) in adjust(&golden.p, adjustment).unwrap().into_iter().zip(adjusted) {
            deviation.note(format!("{adjustment:?}"), ours, *golden);
        }
    }
    deviation.assert("adjusted p", 125);
    assert_eq!(adjust(&[0.2, f64::NAN], Adjustment::Holm), Err(StatsError::OutOfRange));
    assert_eq!(adjust(&[], Adjustment::Hommel), Ok(vec![]));
}

#[test]
fn trends_are_r() {
    let mut deviation = Deviation::allowed(PRINTED);
    for row in fixture().cochran_armitage {
        let ours = cochran_armitage(&shares(&row.x, &row.n), &row.s).unwrap();
        deviation.note("chi-squared", ours.z * ours.z, row.chi2);
        deviation.note("p", ours.two_sided, row.p);
    }
    deviation.assert("trend", 6);
    let two = shares(&[3, 4], &[5, 5]);
    assert_eq!(cochran_armitage(&two, &[2.0, 2.0]), Err(StatsError::OneValue));
    assert_eq!(cochran_armitage(&two, &[1.0]), Err(StatsError::OutOfRange));
    assert_eq!(cochran_armitage(&shares(&[5, 5], &[5, 5]), &[1.0, 2.0]), Err(StatsError::AllAlike));
}

#[test]
fn strata_are_r() {
    let golden = fixture().cmh;
    let mut strata: Vec<Stratum> = golden
        .strata
        .iter()
        .map(|&[a, c, b, d]| Stratum {
            first: Share { events: a, answered: a + b },
            second: Share { events: c, answered: c + d },
        })
        .collect();
    let ours = mantel_haenszel(&strata, Level::DEFAULT).unwrap();
    let ratio = ours.odds_ratio.unwrap();
    let mut deviation = Deviation::allowed(PRINTED);
    for (ours, golden) in [
        (ours.plain.statistic, golden.chi2),
        (ours.plain.p, golden.p),
        (ours.corrected.statistic, golden.chi2_cc),
        (ours.corrected.p, golden.p_cc),
        (ratio.estimate, golden.odds_ratio),
        (ratio.interval.low, golden.ci[0]),
        (ratio.interval.high, golden.ci[1]),
    ] {
        deviation.note("strata", ours, golden);
    }
    deviation.assert("strata", 7);
    // A stratum with one side only, or where all said yes, changes nothing.
    let of = |x1, n1, x2, n2| Stratum {
        first: Share { events: x1, answered: n1 },
        second: Share { events: x2, answered: n2 },
    };
    strata.extend([of(3, 7, 0, 0), of(4, 4, 9, 9)]);
    assert_eq!(mantel_haenszel(&strata, Level::DEFAULT), Ok(ours));
    assert_eq!(mantel_haenszel(&[of(0, 0, 1, 2)], Level::DEFAULT), Err(StatsError::NoAnswers));
    // No common odds ratio where one side has no events anywhere.
    assert_eq!(mantel_haenszel(&[of(0, 5, 2, 5)], Level::DEFAULT).unwrap().odds_ratio, None);
}

/// metafor 3.8.1 on R 4.2.2, `rma.mh(measure = "RD")`: UC Berkeley's six departments, and the reference values' three strata.
#[test]
fn common_differences_are_metafors() {
    let of = |(x1, n1, x2, n2)| Stratum {
        first: Share { events: x1, answered: n1 },
        second: Share { events: x2, answered: n2 },
    };
    let departments = [
        (512, 825, 89, 108),
        (353, 560, 17, 25),
        (120, 325, 202, 593),
        (138, 417, 131, 375),
        (53, 191, 94, 393),
        (22, 373, 24, 341),
    ];
    let strata = [(30, 40, 20, 35), (40, 60, 10, 35), (12, 21, 8, 19)];
    for (strata, estimate, standard_error) in [
        (departments.map(of).to_vec(), -0.0184251961908525, 0.0148253944383109),
        (strata.map(of).to_vec(), 0.261185967520289, 0.0667778416545049),
    ] {
        let ours = common_difference(&strata, Level::DEFAULT).unwrap();
        assert!((ours.estimate - estimate).abs() < 1e-14, "{}", ours.estimate);
        assert!((ours.standard_error - standard_error).abs() < 1e-14, "{}", ours.standard_error);
    }
    // An empty side adds nothing; where all answered alike there is a difference of 0.
    assert_eq!(common_difference(&[of((0, 0, 1, 2))], Level::DEFAULT), Err(StatsError::NoAnswers));
    assert_eq!(common_difference(&[of((3, 3, 4, 4))], Level::DEFAULT).map(|common| common.estimate), Ok(0.0));
}

#[test]
fn tails_of_chi_squared_are_mpmath() {
    // mpmath 1.3 at 40 digits: gammainc(df/2, x/2, regularized=True).
    let mut deviation = Deviation::allowed(1e-13);
    for (x, df, golden) in CHI_SQUARED {
        deviation.note(format!("{x} {df}"), chi_squared_upper_tail(x, df).unwrap(), golden);
    }
    deviation.assert("chi-squared tails", CHI_SQUARED.len());
    assert_eq!(chi_squared_upper_tail(1.0, 0), Err(StatsError::OutOfRange));
    assert_eq!(chi_squared_upper_tail(f64::INFINITY, 3), Ok(0.0));
}

const CHI_SQUARED: [(f64, u64, f64); 48] = [
    (0.001, 1, 0.9747728793699604),
    (0.5, 1, 0.4795001221869535),
    (4.0, 1, 0.04550026389635842),
    (30.0, 1, 4.3204630578274975e-08),
    (150.0, 1, 1.7336432457178264e-34),
    (1100.0, 1, 3.3028188325072764e-241),
    (0.001, 2, 0.9995001249791693),
    (0.5, 2, 0.7788007830714049),
    (4.0, 2, 0.1353352832366127),
    (30.0, 2, 3.059023205018258e-07),
    (150.0, 2, 2.6786369618080778e-33),
    (1100.0, 2, 1.374152566130957e-239),
    (0.001, 3, 0.9999915920809419),
    (0.5, 3, 0.9188914116546758),
    (4.0, 3, 0.2614641299491106),
    (30.0, 3, 1.3800570312932547e-06),
    (150.0, 3, 2.634913928488044e-32),
    (1100.0, 3, 3.639700375411841e-238),
    (0.001, 6, 0.9999999999791744),
    (0.5, 6, 0.9978385033102375),
    (4.0, 6, 0.6766764161830635),
    (30.0, 6, 3.930844818448461e-05),
    (150.0, 6, 7.737242864182633e-30),
    (1100.0, 6, 2.0859773369124542e-234),
    (0.001, 7, 0.9999999999997597),
    (0.5, 7, 0.9994464813904249),
    (4.0, 7, 0.779777408475716),
    (30.0, 7, 9.495972508134183e-05),
    (150.0, 7, 4.0598800327763293e-29),
    (1100.0, 7, 2.946730550351874e-233),
    (0.001, 20, 1.0),
    (0.5, 20, 0.9999999999997906),
    (4.0, 20, 0.9999535019249828),
    (30.0, 20, 0.06985366069940976),
    (150.0, 20, 6.285681673933381e-22),
    (1100.0, 20, 1.7729163520435953e-220),
    (0.001, 101, 1.0),
    (0.5, 101, 1.0),
    (4.0, 101, 1.0),
    (30.0, 101, 0.9999999999995096),
    (150.0, 101, 0.0011287104830543001),
    (1100.0, 101, 1.5644334840730243e-167),
    (0.001, 1000, 1.0),
    (0.5, 1000, 1.0),
    (4.0, 1000, 1.0),
    (30.0, 1000, 1.0),
    (150.0, 1000, 1.0),
    (1100.0, 1000, 0.014614408126295194),
];
