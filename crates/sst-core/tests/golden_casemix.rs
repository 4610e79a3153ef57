//! The case-mix model and observed against expected, against R (see the fixture's `about`).
#![allow(clippy::unwrap_used, clippy::print_stderr)] // a test may stop, and says how far off it was

mod casemix_clients;
mod deviation;

use std::collections::BTreeMap;

use casemix_clients::{Client, clients};
use deviation::Deviation;
use serde::Deserialize;
use sst_core::stats::{
    Level, LogisticFit, LogisticRow, ObservedExpected, Predicted, Share, StatsError, area_under_curve, brier_score,
    calibration_line, calibration_table, hosmer_lemeshow, logistic_regression,
};

#[derive(Deserialize)]
struct Fixture {
    glm: Glm,
    oe: Units,
    overall: f64,
    tight: Tight,
    grouped: Grouped,
}

#[derive(Deserialize)]
struct Glm {
    coef: Vec<f64>,
    se: Vec<f64>,
    deviance: f64,
    null_deviance: f64,
    loglik: f64,
    aic: f64,
    auc: f64,
    brier: f64,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Units {
    #[serde(rename = "therapist")]
    therapist: Vec<String>,
    #[serde(rename = "n")]
    n: Vec<u64>,
    o: Vec<u64>,
    e: Vec<f64>,
    v: Vec<f64>,
    #[serde(rename = "OE")]
    ratio: Vec<f64>,
    #[serde(rename = "adj_rate")]
    adjusted: Vec<f64>,
    #[serde(rename = "z")]
    z: Vec<f64>,
}

#[derive(Deserialize)]
struct Tight {
    coef: Vec<f64>,
    cov: Vec<Vec<f64>>,
    table: Vec<Decile>,
    hl: f64,
    hl_p: f64,
    line: [f64; 3],
}

#[derive(Deserialize)]
struct Decile {
    n: u64,
    o: u64,
    e: f64,
}

#[derive(Deserialize)]
struct Grouped {
    a: Vec<f64>,
    b: Vec<f64>,
    c: Vec<f64>,
    n: Vec<u64>,
    x: Vec<u64>,
    coef: Vec<f64>,
    se: Vec<f64>,
}

fn fixture() -> Fixture {
    serde_json::from_str(include_str!("fixtures/casemix.json")).unwrap()
}

fn one(event: bool) -> Share {
    Share { events: u64::from(event), answered: 1 }
}

fn covariates(client: &Client) -> [f64; 3] {
    [client.severity, client.unemployed, client.age]
}

fn fit(clients: &[Client]) -> LogisticFit {
    let covariates: Vec<_> = clients.iter().map(covariates).collect();
    let rows: Vec<_> = covariates
        .iter()
        .zip(clients)
        .map(|(covariates, client)| LogisticRow { covariates, share: one(client.improved) })
        .collect();
    logistic_regression(&rows).unwrap()
}

fn predictions(clients: &[Client]) -> Vec<Predicted> {
    let fit = fit(clients);
    let of =
        |client| Predicted { probability: fit.probability(&covariates(client)).unwrap(), share: one(client.improved) };
    clients.iter().map(of).collect()
}

#[test]
fn the_model_is_glm() {
    let Fixture { glm, tight, .. } = fixture();
    let clients = clients();
    let fit = fit(&clients);
    let mut iterated = Deviation::allowed(1e-8);
    let mut tightly = Deviation::allowed(1e-10);
    for (i, coefficient) in fit.coefficients.iter().enumerate() {
        iterated.note(format!("b{i}"), coefficient.estimate, glm.coef[i]);
        // R's standard errors are of the weights one step before the last.
        assert!((coefficient.standard_error / glm.se[i] - 1.0).abs() < 1e-5);
        tightly.note(format!("b{i}"), coefficient.estimate, tight.coef[i]);
        for (j, covariance) in fit.covariance[i].iter().enumerate() {
            tightly.note(format!("covariance {i} {j}"), *covariance, tight.cov[i][j]);
        }
    }
    iterated.note("deviance", fit.deviance, glm.deviance);
    iterated.note("null deviance", fit.null_deviance, glm.null_deviance);
    iterated.note("log-likelihood", fit.log_likelihood, glm.loglik);
    iterated.note("AIC", fit.aic, glm.aic);
    let predicted = predictions(&clients);
    iterated.note("AUC", area_under_curve(&predicted).unwrap(), glm.auc);
    iterated.note("Brier", brier_score(&predicted).unwrap(), glm.brier);
    iterated.assert("glm", 4 + 6);
    tightly.assert("glm to the end", 4 + 16);
    assert_eq!(fit.clients, 520);
    assert!(fit.steps <= 8, "{}", fit.steps);
}

#[test]
fn observed_and_expected_are_r() {
    let Fixture { oe: golden, overall, .. } = fixture();
    let clients = clients();
    let mut units: BTreeMap<&str, ObservedExpected> = BTreeMap::new();
    for (client, predicted) in clients.iter().zip(predictions(&clients)) {
        units.entry(&client.therapist).or_default().add(predicted.probability, predicted.share).unwrap();
    }
    let mut iterated = Deviation::allowed(1e-8);
    let mut whole = ObservedExpected::default();
    for (i, (therapist, unit)) in units.into_iter().enumerate() {
        assert_eq!((therapist, unit.clients, unit.observed), (golden.therapist[i].as_str(), golden.n[i], golden.o[i]));
        iterated.note(format!("{therapist} E"), unit.expected, golden.e[i]);
        iterated.note(format!("{therapist} V"), unit.variance, golden.v[i]);
        iterated.note(format!("{therapist} O/E"), unit.ratio().unwrap(), golden.ratio[i]);
        iterated.note(format!("{therapist} z"), unit.z().unwrap(), golden.z[i]);
        iterated.note(format!("{therapist} adjusted"), unit.adjusted_share(overall).unwrap(), golden.adjusted[i]);
        let interval = unit.interval(Level::DEFAULT).unwrap();
        let half = 1.959_963_984_540_054 * golden.v[i].sqrt();
        let (low, high) = ((golden.o[i] as f64 - half) / golden.e[i], (golden.o[i] as f64 + half) / golden.e[i]);
        iterated.note(format!("{therapist} low"), interval.low, low);
        iterated.note(format!("{therapist} high"), interval.high, high.min(golden.n[i] as f64 / golden.e[i]));
        assert_eq!(unit.two_sided().unwrap() < 0.05, golden.z[i].abs() > 1.96);
        whole.merge(unit);
    }
    iterated.assert("observed, expected", 12 * 7);
    // With an intercept, as many are expected as were observed.
    assert!((whole.ratio().unwrap() - 1.0).abs() < 1e-12 && whole.clients == 520);
}

#[test]
fn the_interval_ends_where_everyone_had_the_event() {
    let unit = ObservedExpected { clients: 12, observed: 12, expected: 9.48, variance: 1.99 };
    assert_eq!(unit.interval(Level::DEFAULT).unwrap().high, 12.0 / 9.48);
    let unit = ObservedExpected { clients: 3, observed: 0, expected: 2.4, variance: 0.48 };
    assert_eq!(unit.interval(Level::DEFAULT).unwrap().low, 0.0);
    assert_eq!(ObservedExpected::default().ratio(), Err(StatsError::NoAnswers));
    assert_eq!(ObservedExpected::default().add(1.0, one(true)), Err(StatsError::OutOfRange));
    let good = ObservedExpected { clients: 9, observed: 9, expected: 6.0, variance: 2.0 };
    assert_eq!(good.adjusted_share(0.8), Ok(1.0));
}

#[test]
fn calibration_is_r() {
    let Tight { table: golden, hl, hl_p, line, .. } = fixture().tight;
    let predicted = predictions(&clients());
    let table = calibration_table(&predicted, 10).unwrap();
    let mut close = Deviation::allowed(1e-9);
    assert_eq!(table.len(), golden.len());
    for (ours, golden) in table.iter().zip(&golden) {
        assert_eq!((ours.clients, ours.observed), (golden.n, golden.o));
        close.note("E", ours.expected, golden.e);
    }
    let test = hosmer_lemeshow(&table).unwrap();
    close.note("Hosmer-Lemeshow", test.statistic, hl);
    close.note("p", test.p, hl_p);
    let logit = |p: f64| (p / (1.0 - p)).ln();
    let extreme: Vec<_> = predicted
        .iter()
        .map(|one| Predicted { probability: 1.0 / (1.0 + (0.4 - 1.5 * logit(one.probability)).exp()), ..*one })
        .collect();
    let ours = calibration_line(&extreme).unwrap();
    close.note("intercept", ours.intercept, line[0]);
    close.note("slope", ours.slope, line[1]);
    close.note("se", ours.slope_standard_error, line[2]);
    close.assert("calibration", 10 + 2 + 3);
    // On its own clients a model is calibrated by construction.
    let own = calibration_line(&predicted).unwrap();
    assert!(own.intercept.abs() < 1e-9 && (own.slope - 1.0).abs() < 1e-9);
    assert_eq!(hosmer_lemeshow(&table[..2]), Err(StatsError::OneValue));
}

#[test]
fn counts_of_patterns_are_glm() {
    let golden = fixture().grouped;
    let columns = golden.a.iter().zip(&golden.b).zip(&golden.c);
    let patterns: Vec<_> = columns.map(|((&a, &b), &c)| [a, b, c, a * c]).collect();
    let shares = golden.x.iter().zip(&golden.n).map(|(&events, &answered)| Share { events, answered });
    let rows: Vec<_> =
        patterns.iter().zip(shares).map(|(covariates, share)| LogisticRow { covariates, share }).collect();
    let fit = logistic_regression(&rows).unwrap();
    let mut tightly = Deviation::allowed(1e-10);
    for (i, coefficient) in fit.coefficients.iter().enumerate() {
        tightly.note(format!("b{i}"), coefficient.estimate, golden.coef[i]);
        tightly.note(format!("se{i}"), coefficient.standard_error, golden.se[i]);
    }
    tightly.assert("glm of counts", 10);
    // The same clients one by one.
    let mut single = Vec::new();
    for row in &rows {
        let Share { events, answered } = row.share;
        single.extend((0..answered).map(|i| LogisticRow { share: one(i < events), ..*row }));
    }
    let again = logistic_regression(&single).unwrap();
    for (one, other) in fit.coefficients.iter().zip(&again.coefficients) {
        assert!((one.estimate - other.estimate).abs() < 1e-12, "{one:?} {other:?}");
    }
    assert!((fit.deviance - again.deviance).abs() < 1e-10);
}

fn of<const K: usize>(rows: &[([f64; K], u64, u64)]) -> Result<LogisticFit, StatsError> {
    let rows: Vec<_> = rows
        .iter()
        .map(|(covariates, events, answered)| LogisticRow {
            covariates,
            share: Share { events: *events, answered: *answered },
        })
        .collect();
    logistic_regression(&rows)
}

#[test]
fn what_cannot_be_fitted_says_why() {
    assert_eq!(of::<1>(&[]), Err(StatsError::NoAnswers));
    assert_eq!(of(&[([1.0], 0, 0)]), Err(StatsError::NoAnswers));
    assert_eq!(of(&[([1.0], 3, 2)]), Err(StatsError::MoreEventsThanAnswers));
    assert_eq!(of(&[([1.0], 2, 2), ([2.0], 3, 3)]), Err(StatsError::AllAlike));
    assert_eq!(of(&[([f64::NAN], 1, 2)]), Err(StatsError::OutOfRange));
    // Complete: the first covariate tells all.
    assert_eq!(of(&[([1.0], 0, 5), ([2.0], 0, 5), ([3.0], 5, 5), ([4.0], 5, 5)]), Err(StatsError::Separated));
    // Quasi-complete: at 2 both came, but none below and all above.
    assert_eq!(of(&[([1.0], 0, 5), ([2.0], 2, 5), ([3.0], 5, 5), ([4.0], 5, 5)]), Err(StatsError::Separated));
    // A rare mark that all with the event carry: the usual case.
    let mark = [([0.0, 10.0], 20, 60), ([0.0, 20.0], 25, 60), ([1.0, 10.0], 3, 3), ([1.0, 20.0], 2, 2)];
    assert_eq!(of(&mark), Err(StatsError::Separated));
    // Two together, neither alone.
    let both = [([1.0, 1.0], 0, 3), ([2.0, 0.0], 0, 4), ([0.0, 3.0], 5, 5), ([4.0, 0.0], 2, 2), ([0.0, 0.0], 0, 1)];
    assert_eq!(of(&both), Err(StatsError::Separated));
    // One client on the wrong side, far out: no longer separated.
    assert!(of(&[([1.0], 0, 5), ([2.0], 0, 5), ([3.0], 5, 5), ([4.0], 4, 5)]).is_ok());
    // Nearly separated, and fitted: 1 of 100,000.
    let near = of(&[([0.0], 1, 100_000), ([1.0], 50_000, 100_000)]).unwrap();
    assert!((near.coefficients[1].estimate - 99_999.0_f64.ln()).abs() < 1e-9);
    let collinear = |covariate| Err(StatsError::Collinear { covariate });
    assert_eq!(of(&[([1.0, 7.0], 1, 2), ([2.0, 7.0], 1, 2), ([3.0, 7.0], 2, 3)]), collinear(1));
    let sums = [([1.0, 5.0, 6.0], 1, 2), ([2.0, 3.0, 5.0], 1, 2), ([3.0, 9.0, 12.0], 2, 3), ([0.0, 1.0, 1.0], 1, 3)];
    assert_eq!(of(&sums), collinear(2));
    // More covariates than clients.
    assert_eq!(of(&[([1.0, 2.0], 0, 1), ([2.0, 9.0], 1, 1)]), collinear(1));
    // Without covariates: the share of all.
    let none = of::<0>(&[([], 3, 4)]).unwrap();
    assert!((none.coefficients[0].estimate - 3.0_f64.ln()).abs() < 1e-14);
    assert!((none.coefficients[0].standard_error - (1.0 + 1.0 / 3.0_f64).sqrt()).abs() < 1e-14);
}

#[test]
fn ties_of_predictions_count_half() {
    let of = |rows: &[(f64, u64, u64)]| {
        let predicted: Vec<_> = rows
            .iter()
            .map(|&(probability, events, answered)| Predicted { probability, share: Share { events, answered } })
            .collect();
        area_under_curve(&predicted)
    };
    assert_eq!(of(&[(0.5, 3, 7)]), Ok(0.5));
    assert_eq!(of(&[(0.2, 0, 4), (0.9, 3, 3)]), Ok(1.0));
    assert_eq!(of(&[(0.2, 3, 3), (0.9, 0, 4)]), Ok(0.0));
    assert_eq!(of(&[(0.2, 1, 1), (0.2, 0, 1), (0.9, 1, 1)]), Ok(0.75));
    assert_eq!(of(&[(0.2, 1, 1)]), Err(StatsError::AllAlike));
    assert_eq!(of(&[(1.2, 1, 2)]), Err(StatsError::OutOfRange));
}
