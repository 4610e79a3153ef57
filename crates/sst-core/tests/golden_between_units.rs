//! How much units differ, against lme4 and mpmath (see the fixture's `about`).
#![allow(clippy::unwrap_used, clippy::print_stderr)] // a test may stop, and says how far off it was

mod casemix_clients;
mod deviation;

use std::collections::BTreeMap;

use casemix_clients::{Client, clients};
use deviation::Deviation;
use serde::Deserialize;
use sst_core::stats::{
    Level, LinearRandomIntercept, LinearRow, Share, StatsError, UnitMoments, analysis_of_variance, expit,
    latent_intraclass_correlation, linear_random_intercept, logistic_random_intercept, median_odds_ratio,
};

#[derive(Deserialize)]
struct Fixture {
    anova: OneWay,
    anova_binary: Table,
    anova_post: Test,
    lmer: Lmer,
    lmer_null: Variances,
    glmer: Vec<Glmer>,
    logistic_exact: Vec<Exact>,
    reml_exact: BTreeMap<String, Linear>,
}

#[derive(Deserialize)]
struct OneWay {
    anova_msb: f64,
    anova_msw: f64,
    n0: f64,
    anova_icc: f64,
    design_effect_mean_cluster: f64,
}

#[derive(Deserialize)]
struct Table {
    msb: f64,
    msw: f64,
    f: f64,
    p: f64,
}

#[derive(Deserialize)]
struct Test {
    f: f64,
    p: f64,
}

#[derive(Deserialize)]
struct Lmer {
    b: Vec<f64>,
    se: Vec<f64>,
    tau2: f64,
    sigma2: f64,
    icc: f64,
    reml: f64,
    ranef: Vec<f64>,
    ranef_se: Vec<f64>,
}

#[derive(Deserialize)]
struct Variances {
    tau2: f64,
    sigma2: f64,
    icc: f64,
}

#[derive(Deserialize)]
struct Glmer {
    b: f64,
    tau2: f64,
    lrt: Option<f64>,
}

#[derive(Deserialize)]
struct Exact {
    x: Vec<u64>,
    n: Vec<u64>,
    b: f64,
    tau2: f64,
    lrt: f64,
    p: Vec<f64>,
    logit: Vec<f64>,
    se: Vec<f64>,
}

#[derive(Deserialize)]
struct Linear {
    tau2: f64,
    sigma2: f64,
    reml: f64,
    b: Vec<f64>,
    u: Vec<f64>,
}

fn fixture() -> Fixture {
    serde_json::from_str(include_str!("fixtures/between_units.json")).unwrap()
}

fn by_therapist<T>(clients: &[Client], of: impl Fn(&Client) -> T) -> Vec<Vec<T>> {
    let mut units: BTreeMap<&str, Vec<T>> = BTreeMap::new();
    for client in clients {
        units.entry(&client.therapist).or_default().push(of(client));
    }
    units.into_values().collect()
}

#[test]
fn analysis_of_variance_is_r() {
    let Fixture { anova: golden, anova_binary, anova_post, .. } = fixture();
    let clients = clients();
    let posts = by_therapist(&clients, |client| client.post);
    let units: Vec<_> = posts.iter().map(|values| UnitMoments::of_values(values).unwrap()).collect();
    let ours = analysis_of_variance(&units).unwrap();
    let mut closed = Deviation::allowed(1e-12);
    closed.note("MSB", ours.between, golden.anova_msb);
    closed.note("MSW", ours.within, golden.anova_msw);
    closed.note("n0", ours.unit_size, golden.n0);
    closed.note("ICC", ours.intraclass_correlation, golden.anova_icc);
    closed.note("design effect", ours.design_effect, golden.design_effect_mean_cluster);
    closed.note("F", ours.f.unwrap(), anova_post.f);
    closed.note("p", ours.p.unwrap(), anova_post.p);
    assert_eq!((ours.units, ours.clients), (12, 520));
    let sums = posts.iter().map(|values| {
        let sum: f64 = values.iter().sum();
        let squares: f64 = values.iter().map(|value| value * value).sum();
        UnitMoments::of_sums(values.len() as u64, sum as i64, squares as u64).unwrap()
    });
    let of_sums = analysis_of_variance(&sums.collect::<Vec<_>>()).unwrap();
    closed.note("ICC of sums", of_sums.intraclass_correlation, golden.anova_icc);
    let shares = by_therapist(&clients, |client| client.improved);
    let shares = shares.iter().map(|values| {
        let events = values.iter().filter(|&&improved| improved).count() as u64;
        UnitMoments::of_share(Share { events, answered: values.len() as u64 }).unwrap()
    });
    let binary = analysis_of_variance(&shares.collect::<Vec<_>>()).unwrap();
    closed.note("MSB", binary.between, anova_binary.msb);
    closed.note("MSW", binary.within, anova_binary.msw);
    closed.note("F", binary.f.unwrap(), anova_binary.f);
    closed.note("p", binary.p.unwrap(), anova_binary.p);
    closed.assert("analysis of variance", 12);
}

#[test]
fn what_has_no_analysis_of_variance_says_why() {
    let unit = |values: &[f64]| UnitMoments::of_values(values).unwrap();
    assert_eq!(analysis_of_variance(&[unit(&[1.0, 2.0])]), Err(StatsError::OneValue));
    assert_eq!(analysis_of_variance(&[unit(&[1.0]), unit(&[2.0])]), Err(StatsError::OneValue));
    assert_eq!(analysis_of_variance(&[unit(&[1.0, 1.0]), unit(&[1.0])]), Err(StatsError::AllAlike));
    assert_eq!(UnitMoments::of_values(&[]), Err(StatsError::NoAnswers));
    assert_eq!(UnitMoments::of_values(&[f64::INFINITY]), Err(StatsError::OutOfRange));
    assert_eq!(UnitMoments::of_sums(0, 0, 0), Err(StatsError::NoAnswers));
    assert_eq!(UnitMoments::of_sums(2, 10, 3), Err(StatsError::OutOfRange));
    // Units that are one within: all of the variance is between.
    let apart = analysis_of_variance(&[unit(&[1.0, 1.0]), unit(&[2.0, 2.0])]).unwrap();
    assert_eq!((apart.intraclass_correlation, apart.f, apart.p), (1.0, None, None));
    // Units alike, clients not: the least there is, -1/(n-1).
    let alike = analysis_of_variance(&[unit(&[1.0, 2.0]), unit(&[1.0, 2.0])]).unwrap();
    assert_eq!((alike.intraclass_correlation, alike.p), (-1.0, Some(1.0)));
}

#[test]
fn the_logistic_model_is_exact() {
    let mut iterated = Deviation::allowed(1e-9);
    for (which, golden) in fixture().logistic_exact.into_iter().enumerate() {
        let shares: Vec<_> =
            golden.x.iter().zip(&golden.n).map(|(&events, &answered)| Share { events, answered }).collect();
        let model = logistic_random_intercept(&shares, Level::DEFAULT).unwrap();
        iterated.note(format!("{which} logit"), model.logit, golden.b);
        iterated.note(format!("{which} τ²"), model.tau2, golden.tau2);
        iterated.note(format!("{which} ratio"), model.likelihood_ratio, golden.lrt);
        let mor = (0.674_489_750_196_081_7 * (2.0 * golden.tau2).sqrt()).exp();
        iterated.note(format!("{which} MOR"), model.median_odds_ratio, mor);
        let icc = golden.tau2 / (golden.tau2 + std::f64::consts::PI.powi(2) / 3.0);
        iterated.note(format!("{which} ICC"), model.intraclass_correlation, icc);
        for (i, unit) in model.units.iter().enumerate() {
            iterated.note(format!("{which} share {i}"), unit.estimate, golden.p[i]);
            iterated.note(format!("{which} logit {i}"), unit.logit, golden.logit[i]);
            iterated.note(format!("{which} se {i}"), unit.logit_standard_error, golden.se[i]);
            assert_eq!(unit.share, shares[i]);
            let half = 1.959_963_984_540_054 * golden.se[i];
            iterated.note(format!("{which} low {i}"), unit.interval.low, expit(golden.logit[i] - half));
            iterated.note(format!("{which} high {i}"), unit.interval.high, expit(golden.logit[i] + half));
        }
    }
    iterated.assert("logistic random intercept, mpmath", 2 * 5 + 20 * 5);
}

#[test]
fn the_logistic_model_is_near_lme4() {
    let Fixture { glmer, logistic_exact, .. } = fixture();
    // lme4's optimiser stops early.
    let mut near = Deviation::allowed(1e-4);
    for (golden, data) in glmer.iter().zip(logistic_exact) {
        let shares: Vec<_> =
            data.x.iter().zip(&data.n).map(|(&events, &answered)| Share { events, answered }).collect();
        let model = logistic_random_intercept(&shares, Level::DEFAULT).unwrap();
        near.note("logit", model.logit, golden.b);
        near.note("τ²", model.tau2, golden.tau2);
        if let Some(lrt) = golden.lrt {
            near.note("ratio", model.likelihood_ratio, lrt);
        }
    }
    near.assert("logistic random intercept, lme4", 5);
}

#[test]
fn units_that_agree_are_one() {
    let shares = [(30, 40), (31, 40), (29, 40), (15, 20)].map(|(events, answered)| Share { events, answered });
    let model = logistic_random_intercept(&shares, Level::DEFAULT).unwrap();
    assert_eq!((model.tau2, model.median_odds_ratio, model.intraclass_correlation), (0.0, 1.0, 0.0));
    assert_eq!((model.likelihood_ratio, model.p), (0.0, 1.0));
    for unit in model.units {
        assert!((unit.estimate - 0.75).abs() < 1e-12 && unit.logit_standard_error == 0.0, "{unit:?}");
    }
    assert_eq!(median_odds_ratio(-0.1), Err(StatsError::OutOfRange));
    assert_eq!(latent_intraclass_correlation(f64::NAN), Err(StatsError::OutOfRange));
    let one = [Share { events: 3, answered: 4 }];
    assert_eq!(logistic_random_intercept(&one, Level::DEFAULT), Err(StatsError::OneValue));
}

fn adjusted(clients: &[Client], of: impl Fn(&Client) -> Vec<f64>) -> LinearRandomIntercept {
    let covariates: Vec<_> = clients.iter().map(of).collect();
    let rows: Vec<_> = clients
        .iter()
        .zip(&covariates)
        .map(|(client, covariates)| LinearRow {
            unit: client.therapist[1..].parse().unwrap(),
            covariates,
            value: client.post,
        })
        .collect();
    linear_random_intercept(&rows).unwrap()
}

fn models(clients: &[Client]) -> BTreeMap<&'static str, LinearRandomIntercept> {
    let mean = clients.iter().map(|client| client.severity).sum::<f64>() / clients.len() as f64;
    BTreeMap::from([
        ("adjusted", adjusted(clients, |client| vec![(client.severity - mean) / 10.0, client.unemployed])),
        ("null", adjusted(clients, |_| Vec::new())),
        ("raw", adjusted(clients, |client| vec![client.severity, client.unemployed, client.age])),
    ])
}

#[test]
fn the_linear_model_is_exact() {
    let models = models(&clients());
    let mut iterated = Deviation::allowed(1e-9);
    for (which, golden) in fixture().reml_exact {
        let model = &models[which.as_str()];
        iterated.note(format!("{which} τ²"), model.tau2, golden.tau2);
        iterated.note(format!("{which} σ²"), model.sigma2, golden.sigma2);
        iterated.note(format!("{which} deviance"), model.restricted_deviance, golden.reml);
        for (i, coefficient) in model.coefficients.iter().enumerate() {
            iterated.note(format!("{which} b{i}"), coefficient.estimate, golden.b[i]);
        }
        for (i, unit) in model.units.iter().enumerate() {
            iterated.note(format!("{which} unit {i}"), unit.effect, golden.u[i]);
            assert_eq!(unit.unit, i + 1);
        }
    }
    iterated.assert("linear random intercept, mpmath", 3 * 3 + 3 + 1 + 4 + 36);
}

#[test]
fn the_linear_model_is_lme4() {
    let models = models(&clients());
    let Fixture { lmer, lmer_null, .. } = fixture();
    // lme4's optimiser stops early; its restricted deviance is flat there.
    let mut near = Deviation::allowed(1e-8);
    let model = &models["adjusted"];
    near.note("τ²", model.tau2, lmer.tau2);
    near.note("σ²", model.sigma2, lmer.sigma2);
    near.note("ICC", model.intraclass_correlation, lmer.icc);
    near.note("deviance", model.restricted_deviance, lmer.reml);
    for (i, coefficient) in model.coefficients.iter().enumerate() {
        near.note(format!("b{i}"), coefficient.estimate, lmer.b[i]);
        near.note(format!("se{i}"), coefficient.standard_error, lmer.se[i]);
    }
    for (i, unit) in model.units.iter().enumerate() {
        near.note(format!("unit {i}"), unit.effect, lmer.ranef[i]);
        near.note(format!("unit {i} se"), unit.standard_error, lmer.ranef_se[i]);
    }
    let null = &models["null"];
    near.note("τ²", null.tau2, lmer_null.tau2);
    near.note("σ²", null.sigma2, lmer_null.sigma2);
    near.note("ICC", null.intraclass_correlation, lmer_null.icc);
    near.assert("linear random intercept, lme4", 4 + 6 + 24 + 3);
}

#[test]
fn what_has_no_linear_model_says_why() {
    let of = |rows: &[(usize, Vec<f64>, f64)]| {
        let rows: Vec<_> =
            rows.iter().map(|(unit, covariates, value)| LinearRow { unit: *unit, covariates, value: *value }).collect();
        linear_random_intercept(&rows)
    };
    let plain = |rows: &[(usize, f64)]| of(&rows.iter().map(|&(u, y)| (u, vec![], y)).collect::<Vec<_>>());
    assert_eq!(of(&[]), Err(StatsError::NoAnswers));
    assert_eq!(plain(&[(1, 1.0), (1, 2.0), (1, 4.0)]), Err(StatsError::OneValue));
    assert_eq!(plain(&[(1, 1.0), (2, 2.0), (3, 4.0)]), Err(StatsError::OneValue));
    assert_eq!(plain(&[(1, 2.0), (1, 2.0), (2, 2.0)]), Err(StatsError::AllAlike));
    assert_eq!(plain(&[(1, 2.0), (1, f64::NAN), (2, 2.0)]), Err(StatsError::OutOfRange));
    // Nothing within: units differ without end.
    assert_eq!(plain(&[(1, 1.0), (1, 1.0), (2, 2.0), (2, 2.0), (3, 7.0), (3, 7.0)]), Err(StatsError::NotConverged));
    // Units alike: τ² is 0 and every unit is the average.
    let alike = plain(&[(1, 1.0), (1, 3.0), (2, 0.0), (2, 4.0), (3, 1.5), (3, 2.5)]).unwrap();
    assert_eq!((alike.tau2, alike.intraclass_correlation), (0.0, 0.0));
    assert!(alike.units.iter().all(|unit| unit.effect == 0.0));
    let constant = of(&[(1, vec![7.0], 1.0), (1, vec![7.0], 2.0), (2, vec![7.0], 3.0), (2, vec![7.0], 5.0)]);
    assert_eq!(constant, Err(StatsError::Collinear { covariate: 0 }));
    let twice = |x: f64| vec![x, 2.0 * x + 1.0];
    let collinear = of(&[(1, twice(1.0), 1.0), (1, twice(2.0), 2.0), (2, twice(4.0), 3.0), (2, twice(3.0), 5.0)]);
    assert_eq!(collinear, Err(StatsError::Collinear { covariate: 1 }));
}
