//! Studies pooled, against other people's software (see the fixture's `about`).
#![allow(clippy::unwrap_used, clippy::print_stderr)] // a test may stop, and says how far off it was

mod deviation;

use std::collections::BTreeMap;

use deviation::Deviation;
use serde::Deserialize;
use sst_core::stats::{
    Interval, Level, PoolInterval, Pooled, Share, StatsError, StudyEffect, binomial_normal, cumulative, expit,
    expit_interval, leave_one_out, logit_effect, pool_studies, q_profile, small_study_check,
    small_study_check_of_shares, study_weights,
};

#[derive(Deserialize)]
struct Fixture {
    studies: Vec<Studies>,
    exact: BTreeMap<String, Exact>,
    small_studies: SmallStudies,
}

#[derive(Deserialize)]
struct Studies {
    name: String,
    x: Vec<u64>,
    n: Vec<u64>,
    yi: Vec<f64>,
    vi: Vec<f64>,
    tau2_exact: f64,
    b: f64,
    se: f64,
    ci: [f64; 2],
    #[serde(rename = "I2")]
    i2: f64,
    #[serde(rename = "Q")]
    q: f64,
    #[serde(rename = "Qp")]
    q_p: f64,
    shares: [f64; 5],
    pi_raw: [f64; 2],
    #[serde(rename = "tau2_QP_ci")]
    tau2_interval: [f64; 2],
    normal_se: f64,
    normal_ci: [f64; 2],
    glmm: Glmm,
}

#[derive(Deserialize)]
struct Glmm {
    b: f64,
    se: f64,
    ci: [f64; 2],
    tau2: f64,
    #[serde(rename = "I2")]
    i2: f64,
    #[serde(rename = "QE_LRT")]
    q: f64,
    est: f64,
}

#[derive(Deserialize)]
struct Exact {
    x: Vec<u64>,
    n: Vec<u64>,
    b: f64,
    se: f64,
    tau2: f64,
}

#[derive(Deserialize)]
struct SmallStudies {
    x: Vec<u64>,
    n: Vec<u64>,
    egger_t: f64,
    egger_p: f64,
    egger_limit: f64,
    egger_slope: f64,
    by_size_slope: f64,
    by_size_t: f64,
    by_size_p: f64,
    by_size_limit: f64,
    leave_one_out: Vec<[f64; 2]>,
    cumulative: Vec<[f64; 2]>,
}

fn fixture() -> Fixture {
    serde_json::from_str(include_str!("fixtures/pool.json")).unwrap()
}

fn shares(x: &[u64], n: &[u64]) -> Vec<Share> {
    x.iter().zip(n).map(|(&events, &answered)| Share { events, answered }).collect()
}

fn logits(x: &[u64], n: &[u64]) -> Vec<StudyEffect> {
    shares(x, n).into_iter().map(|share| logit_effect(share).unwrap().effect).collect()
}

fn note_ends(deviation: &mut Deviation, what: &str, ours: Interval, golden: &[f64]) {
    deviation.note(format!("{what} low"), ours.low, golden[0]);
    deviation.note(format!("{what} high"), ours.high, golden[1]);
}

#[test]
fn random_effects_are_metafor() {
    let mut effects = Deviation::allowed(1e-12);
    let mut closed = Deviation::allowed(1e-12);
    let mut iterated = Deviation::allowed(1e-8);
    let mut tau2 = Deviation::allowed(1e-12);
    for row in fixture().studies {
        let what = row.name.as_str();
        let logits = logits(&row.x, &row.n);
        for ((ours, y), v) in logits.iter().zip(&row.yi).zip(&row.vi) {
            effects.note(what, ours.estimate, *y);
            effects.note(what, ours.variance, *v);
        }
        let pooled = pool_studies(&logits, PoolInterval::KnappHartung, Level::DEFAULT).unwrap();
        tau2.note(what, pooled.tau2, row.tau2_exact);
        closed.note(what, pooled.heterogeneity.q.statistic, row.q);
        closed.note(what, pooled.heterogeneity.q.p, row.q_p);
        let interval = pooled.interval.unwrap();
        iterated.note(format!("{what} I²"), pooled.heterogeneity.i2, row.i2);
        iterated.note(format!("{what} estimate"), pooled.estimate, row.b);
        iterated.note(format!("{what} se"), pooled.standard_error, row.se);
        note_ends(&mut iterated, what, interval, &row.ci);
        iterated.note(format!("{what} share"), expit(pooled.estimate), row.shares[0]);
        note_ends(&mut iterated, &format!("{what} share"), expit_interval(interval), &row.shares[1..3]);
        if row.name == "two" {
            // metafor predicts from two studies; one degree of freedom says nothing of a third.
            assert_eq!(pooled.prediction, None);
        } else {
            let prediction = pooled.prediction.unwrap();
            note_ends(&mut iterated, &format!("{what} prediction"), prediction, &row.pi_raw);
            note_ends(&mut iterated, &format!("{what} prediction"), expit_interval(prediction), &row.shares[3..]);
        }
        let normal = pool_studies(&logits, PoolInterval::Normal, Level::DEFAULT).unwrap();
        iterated.note(format!("{what} normal se"), normal.standard_error, row.normal_se);
        note_ends(&mut iterated, &format!("{what} normal"), normal.interval.unwrap(), &row.normal_ci);
        let floored = pool_studies(&logits, PoolInterval::KnappHartungAtLeastNormal, Level::DEFAULT).unwrap();
        assert_eq!(floored.standard_error, pooled.standard_error.max(normal.standard_error));
        let weights = study_weights(&logits, pooled.tau2);
        assert!((weights.iter().sum::<f64>() - 1.0).abs() < 1e-14);
    }
    effects.assert("logits", 32);
    closed.assert("Q", 6);
    tau2.assert("τ² by REML", 3);
    iterated.assert("REML, Knapp-Hartung", 3 * 11 + 2 * 4);
}

#[test]
fn the_interval_of_tau2_is_metafor() {
    // metafor's root finder stops at 1e-4 of τ², and at τ² = 100.
    for row in fixture().studies {
        let ours = q_profile(&logits(&row.x, &row.n), Level::DEFAULT).unwrap().unwrap();
        assert!((ours.low - row.tau2_interval[0]).abs() < 2e-4, "{} {ours:?}", row.name);
        if row.tau2_interval[1] == 100.0 {
            assert!(ours.high > 100.0 && ours.high < 2000.0, "{} {ours:?}", row.name);
        } else {
            assert!((ours.high - row.tau2_interval[1]).abs() < 2e-4, "{} {ours:?}", row.name);
        }
    }
    // Studies that agree better than chance lets expect.
    let same = [StudyEffect { estimate: 1.0, variance: 0.1 }; 5];
    assert_eq!(q_profile(&same, Level::DEFAULT), Ok(None));
}

#[test]
fn the_binomial_normal_model_is_exact() {
    let mut deviation = Deviation::allowed(1e-9);
    for (name, row) in fixture().exact {
        let pooled = binomial_normal(&shares(&row.x, &row.n), Level::DEFAULT).unwrap();
        deviation.note(format!("{name} estimate"), pooled.estimate, row.b);
        deviation.note(format!("{name} se"), pooled.standard_error, row.se);
        deviation.note(format!("{name} τ²"), pooled.tau2, row.tau2);
    }
    deviation.assert("binomial-normal, mpmath", 9);
}

#[test]
fn the_binomial_normal_model_is_near_metafor() {
    // metafor's optimiser stops early and has 7 nodes: 6e-6 off on the average, 3e-5 on τ² (see `exact`).
    let mut near = Deviation::allowed(3e-5);
    let mut closed = Deviation::allowed(1e-8);
    for row in fixture().studies {
        let (what, golden) = (row.name.as_str(), row.glmm);
        let pooled = binomial_normal(&shares(&row.x, &row.n), Level::DEFAULT).unwrap();
        near.note(format!("{what} estimate"), pooled.estimate, golden.b);
        near.note(format!("{what} se"), pooled.standard_error, golden.se);
        near.note(format!("{what} τ²"), pooled.tau2, golden.tau2);
        near.note(format!("{what} I²"), pooled.heterogeneity.i2, golden.i2);
        near.note(format!("{what} share"), expit(pooled.estimate), golden.est);
        note_ends(&mut near, what, pooled.interval.unwrap(), &golden.ci);
        closed.note(format!("{what} Q"), pooled.heterogeneity.q.statistic, golden.q);
        assert_eq!(pooled.prediction.is_some(), row.name != "two");
    }
    near.assert("binomial-normal, metafor", 21);
    closed.assert("binomial-normal Q", 3);
}

#[test]
fn where_the_binomial_normal_model_has_no_answer() {
    let of = |x: &[u64], n: &[u64]| binomial_normal(&shares(x, n), Level::DEFAULT);
    assert_eq!(of(&[3, 4], &[3, 4]), Err(StatsError::AllAlike));
    assert_eq!(of(&[0, 0], &[3, 4]), Err(StatsError::AllAlike));
    assert_eq!(of(&[3], &[4]), Err(StatsError::OneValue));
    assert_eq!(of(&[3, 5], &[4, 4]), Err(StatsError::MoreEventsThanAnswers));
    // At 0% and at 100% and nowhere else, no τ² is large enough.
    assert_eq!(of(&[0, 40, 0, 50], &[40, 40, 30, 50]), Err(StatsError::NotConverged));
    // 5 of 5 beside ordinary studies needs no half of a client.
    let pooled = of(&[5, 41, 78, 22], &[5, 50, 100, 34]).unwrap();
    assert!(expit(pooled.estimate) > 0.7 && expit(pooled.estimate) < 0.9);
}

#[test]
fn sensitivity_and_small_studies_are_r() {
    let golden = fixture().small_studies;
    let logits = logits(&golden.x, &golden.n);
    let mut closed = Deviation::allowed(1e-10);
    let egger = small_study_check(&logits).unwrap();
    let by_size = small_study_check_of_shares(&shares(&golden.x, &golden.n)).unwrap();
    for (name, ours, golden) in [
        ("Egger t", egger.t, golden.egger_t),
        ("Egger p", egger.two_sided, golden.egger_p),
        ("Egger limit", egger.limit, golden.egger_limit),
        ("Egger slope", egger.slope, golden.egger_slope),
        ("by size slope", by_size.slope, golden.by_size_slope),
        ("by size t", by_size.t, golden.by_size_t),
        ("by size p", by_size.two_sided, golden.by_size_p),
        ("by size limit", by_size.limit, golden.by_size_limit),
    ] {
        closed.note(name, ours, golden);
    }
    closed.assert("small studies", 8);
    let mut near = Deviation::allowed(1e-5);
    let mut note = |ours: &[Pooled], golden: &[[f64; 2]]| {
        assert_eq!(ours.len(), golden.len());
        for (ours, golden) in ours.iter().zip(golden) {
            near.note("estimate", ours.estimate, golden[0]);
            near.note("se", ours.standard_error, golden[1]);
        }
    };
    note(&leave_one_out(&logits, PoolInterval::KnappHartung, Level::DEFAULT).unwrap(), &golden.leave_one_out);
    note(&cumulative(&logits, PoolInterval::KnappHartung, Level::DEFAULT).unwrap(), &golden.cumulative);
    near.assert("leave one out, cumulative", 2 * (10 + 9));
    assert_eq!(small_study_check(&logits[..2]), Err(StatsError::OneValue));
    assert_eq!(small_study_check(&[logits[0]; 4]), Err(StatsError::OneValue));
    let same = [0.1, 0.2, 0.3].map(|variance| StudyEffect { estimate: 1.0, variance });
    assert_eq!(small_study_check(&same), Err(StatsError::AllAlike));
}

#[test]
fn what_cannot_be_pooled_says_why() {
    let one = StudyEffect { estimate: 1.0, variance: 0.1 };
    let pool = |effects: &[StudyEffect]| pool_studies(effects, PoolInterval::KnappHartung, Level::DEFAULT);
    assert_eq!(pool(&[one]), Err(StatsError::OneValue));
    assert_eq!(pool(&[one, StudyEffect { estimate: 1.0, variance: 0.0 }]), Err(StatsError::OutOfRange));
    assert_eq!(pool(&[one, StudyEffect { estimate: f64::NAN, variance: 0.1 }]), Err(StatsError::OutOfRange));
    assert_eq!(pool(&[one, StudyEffect { estimate: 1e200, variance: 0.1 }]), Err(StatsError::OutOfRange));
    assert_eq!(pool(&[one, StudyEffect { estimate: 1.0, variance: 1e-200 }]), Err(StatsError::OutOfRange));
    let far = pool(&[one, StudyEffect { estimate: -1e30, variance: 1e-30 }, one]).unwrap();
    assert!(far.tau2.is_finite() && far.estimate.is_finite() && far.standard_error.is_finite());
    assert_eq!(StudyEffect::of_standard_error(1.0, -0.1), Err(StatsError::OutOfRange));
    // Studies that all say the same have no spread to take an interval from; the normal one takes it from within them.
    let same = pool(&[one; 4]).unwrap();
    assert_eq!((same.tau2, same.interval, same.prediction), (0.0, None, None));
    assert!(pool_studies(&[one; 4], PoolInterval::Normal, Level::DEFAULT).unwrap().interval.is_some());
    let corrected = logit_effect(Share { events: 5, answered: 5 }).unwrap();
    assert!(corrected.is_corrected && (corrected.effect.estimate - 11.0_f64.ln()).abs() < 1e-15);
}
