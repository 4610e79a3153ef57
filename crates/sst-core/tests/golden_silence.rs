//! Those who did not answer, against other people's software (see the fixture's `about`).
#![allow(clippy::unwrap_used, clippy::print_stderr)] // a test may stop, and says how far off it was

mod deviation;

use deviation::Deviation;
use serde::Deserialize;
use sst_core::stats::{
    Level, Response, StatsError, TippingPoint, WeightingCell, pool_imputations, weight_by_cell, wilson,
};

#[derive(Deserialize)]
struct Fixture {
    missing_one_sample: Vec<Row>,
    poststrat: Weighting,
    rubin: Rubin,
}

#[derive(Deserialize)]
struct Row {
    helped: u64,
    responded: u64,
    eligible: u64,
    level: f64,
    manski: [f64; 2],
    im_c: Option<f64>,
    imbens_manski: Option<[f64; 2]>,
    union_wilson: [f64; 2],
    claims: Vec<Claim>,
    deltas: Vec<Delta>,
}

#[derive(Deserialize)]
struct Claim {
    #[serde(rename = "claim")]
    share: f64,
    needs: i64,
    status: String,
    show_above: Option<u64>,
    show_below: Option<u64>,
    delta: Option<f64>,
}

#[derive(Deserialize)]
struct Delta {
    #[serde(rename = "delta")]
    step: f64,
    p_missing: f64,
    #[serde(rename = "est")]
    estimate: f64,
    se: f64,
}

#[derive(Deserialize)]
struct Weighting {
    cells: Vec<Cell>,
    estimate: f64,
    se: f64,
}

#[derive(Deserialize)]
struct Cell {
    population: u64,
    answered: u64,
    events: u64,
}

#[derive(Deserialize)]
struct Rubin {
    q: Vec<f64>,
    u: Vec<f64>,
    qbar: f64,
    ubar: f64,
    #[serde(rename = "B")]
    between: f64,
    #[serde(rename = "T")]
    total: f64,
    lambda: f64,
    #[serde(rename = "df_rubin1987")]
    df_of_1987: f64,
    dfcom: f64,
    #[serde(rename = "df_barnard_rubin")]
    df_of_1999: f64,
    ci95: [f64; 2],
    riv: f64,
    fmi: f64,
}

fn fixture() -> Fixture {
    serde_json::from_str(include_str!("fixtures/silence.json")).unwrap()
}

#[test]
fn bounds_and_their_intervals() {
    let mut closed = Deviation::allowed(1e-12);
    let mut iterated = Deviation::allowed(1e-8);
    for row in fixture().missing_one_sample {
        let response = Response::new(row.eligible, row.responded, row.helped).unwrap();
        let level = Level::new(row.level).unwrap();
        let (bounds, union) = (response.bounds(), response.union_wilson(level).unwrap());
        for (ours, golden) in [(bounds, row.manski), (union, row.union_wilson)] {
            closed.note(format!("{response:?}"), ours.low, golden[0]);
            closed.note(format!("{response:?}"), ours.high, golden[1]);
        }
        // Where both bounds are 0 or 1, statsmodels' way gives NaN: there is no such interval.
        let found = response.imbens_manski(level).unwrap();
        assert_eq!(found.is_some(), row.im_c.is_some());
        if let (Some(found), Some(c), Some(golden)) = (found, row.im_c, row.imbens_manski) {
            iterated.note(format!("{response:?} c"), found.standard_errors, c);
            iterated.note(format!("{response:?}"), found.interval.low, golden[0]);
            iterated.note(format!("{response:?}"), found.interval.high, golden[1]);
        }
    }
    closed.assert("bounds", 40);
    iterated.assert("Imbens-Manski", 24);
}

#[test]
fn tipping_points() {
    let mut deviation = Deviation::allowed(1e-12);
    for row in fixture().missing_one_sample {
        let response = Response::new(row.eligible, row.responded, row.helped).unwrap();
        let level = Level::new(row.level).unwrap();
        for claim in row.claims {
            let golden = match claim.status.as_str() {
                "already" => TippingPoint::Already,
                "possible" => TippingPoint::Needs(claim.needs as u64),
                "impossible" => TippingPoint::Impossible,
                other => panic!("{other}"),
            };
            assert_eq!(response.tipping_point(claim.share), Ok(golden));
            assert_eq!(response.fewest_to_show_above(claim.share, level), Ok(claim.show_above));
            assert_eq!(response.most_to_show_below(claim.share, level), Ok(claim.show_below));
            let delta = response.tipping_delta(claim.share).unwrap();
            assert_eq!(delta.is_some(), claim.delta.is_some(), "{response:?} {}", claim.share);
            if let (Some(ours), Some(golden)) = (delta, claim.delta) {
                deviation.note(format!("{response:?} {}", claim.share), ours, golden);
            }
        }
    }
    deviation.assert("tipping delta", 16);
}

#[test]
fn delta_grid() {
    let mut deviation = Deviation::allowed(1e-12);
    for row in fixture().missing_one_sample {
        let response = Response::new(row.eligible, row.responded, row.helped).unwrap();
        let has_odds = row.helped > 0 && row.helped < row.responded;
        assert_eq!(response.delta(1.0).unwrap().is_some(), has_odds);
        assert_eq!(row.deltas.is_empty(), !has_odds);
        for golden in row.deltas {
            let ours = response.delta(golden.step).unwrap().unwrap();
            let what = format!("{response:?} {}", golden.step);
            deviation.note(&what, ours.of_silent, golden.p_missing);
            deviation.note(&what, ours.estimate, golden.estimate);
            deviation.note(&what, ours.standard_error, golden.se);
        }
    }
    deviation.assert("delta", 75);
    let response = Response::new(10, 5, 3).unwrap();
    assert_eq!(response.delta(f64::NAN), Err(StatsError::OutOfRange));
}

#[test]
fn weighting_is_the_survey_package() {
    let golden = fixture().poststrat;
    let cells: Vec<WeightingCell> = golden
        .cells
        .iter()
        .map(|cell| WeightingCell { population: cell.population, answered: cell.answered, events: cell.events })
        .collect();
    let ours = weight_by_cell(&cells, Level::DEFAULT).unwrap();
    let mut deviation = Deviation::allowed(1e-12);
    deviation.note("estimate", ours.estimate, golden.estimate);
    deviation.note("se", ours.standard_error.unwrap(), golden.se);
    deviation.assert("weighting", 2);
    assert!(ours.effective_n < 200.0 && ours.interval.low < ours.estimate && ours.estimate < ours.interval.high);
}

#[test]
fn weighting_in_proportion_changes_nothing_and_a_silent_group_is_refused() {
    let cell = |population, answered, events| WeightingCell { population, answered, events };
    let ours = weight_by_cell(&[cell(40, 20, 15), cell(80, 40, 22), cell(0, 0, 0)], Level::DEFAULT).unwrap();
    let plain = wilson(37, 60, Level::DEFAULT).unwrap();
    assert!((ours.estimate - 37.0 / 60.0).abs() < 1e-15 && (ours.effective_n - 60.0).abs() < 1e-12);
    assert!((ours.interval.low - plain.low).abs() < 1e-14 && (ours.interval.high - plain.high).abs() < 1e-14);
    let refused = weight_by_cell(&[cell(40, 20, 15), cell(3, 0, 0)], Level::DEFAULT);
    assert_eq!(refused, Err(StatsError::CellWithoutAnswers));
    assert_eq!(weight_by_cell(&[], Level::DEFAULT), Err(StatsError::NoAnswers));
    // Groups of one mind each: the variance is 0, the interval is not empty.
    let minds = weight_by_cell(&[cell(10, 5, 5), cell(10, 5, 0)], Level::DEFAULT).unwrap();
    assert_eq!((minds.estimate, minds.standard_error), (0.5, Some(0.0)));
    assert!(minds.interval.high - minds.interval.low > 0.4);
}

#[test]
fn pooled_imputations_are_mice() {
    let golden = fixture().rubin;
    let imputations: Vec<(f64, f64)> = golden.q.iter().copied().zip(golden.u.iter().copied()).collect();
    let ours = pool_imputations(&imputations, Some(golden.dfcom), Level::DEFAULT).unwrap();
    let without = pool_imputations(&imputations, None, Level::DEFAULT).unwrap();
    let mut deviation = Deviation::allowed(1e-12);
    for (name, ours, golden) in [
        ("estimate", ours.estimate, golden.qbar),
        ("within", ours.within, golden.ubar),
        ("between", ours.between, golden.between),
        ("total", ours.total, golden.total),
        ("lambda", ours.due_to_missing, golden.lambda),
        ("relative increase", ours.relative_increase, golden.riv),
        ("df, Rubin", without.df.unwrap(), golden.df_of_1987),
        ("df, Barnard and Rubin", ours.df.unwrap(), golden.df_of_1999),
        ("missing information", ours.missing_information, golden.fmi),
        ("low", ours.interval.low, golden.ci95[0]),
        ("high", ours.interval.high, golden.ci95[1]),
    ] {
        deviation.note(name, ours, golden);
    }
    deviation.assert("Rubin", 11);
    // Where nothing varies between, the degrees of freedom are infinite and the quantile is the normal one.
    let same = pool_imputations(&[(0.5, 0.01), (0.5, 0.01)], None, Level::DEFAULT).unwrap();
    assert_eq!((same.df, same.missing_information), (None, 0.0));
    assert!((same.interval.high - 0.695_996_398_454_005_4).abs() < 1e-14);
    assert_eq!(pool_imputations(&[(1e300, 0.01), (-1e300, 0.01)], None, Level::DEFAULT), Err(StatsError::OutOfRange));
    assert_eq!(pool_imputations(&[(0.5, 0.01)], None, Level::DEFAULT), Err(StatsError::OneValue));
    assert_eq!(pool_imputations(&[(0.5, 0.0), (0.4, 0.1)], None, Level::DEFAULT), Err(StatsError::OutOfRange));
}

#[test]
fn counts_that_cannot_be_are_refused() {
    assert_eq!(Response::new(0, 0, 0), Err(StatsError::NoAnswers));
    assert_eq!(Response::new(5, 6, 2), Err(StatsError::MoreAnswersThanEligible));
    assert_eq!(Response::new(5, 3, 4), Err(StatsError::MoreEventsThanAnswers));
    // Nobody answered: everything is possible.
    let silent = Response::new(7, 0, 0).unwrap();
    assert_eq!((silent.bounds().low, silent.bounds().high), (0.0, 1.0));
    assert_eq!(silent.imbens_manski(Level::DEFAULT), Ok(None));
    assert_eq!(silent.tipping_point(0.8), Ok(TippingPoint::Needs(6)));
}
