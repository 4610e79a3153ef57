//! Funnels against other people's software (see the fixture's `about`), and the traps.
#![allow(clippy::unwrap_used, clippy::print_stderr)] // a test may stop, and says how far off it was

mod deviation;

use deviation::Deviation;
use serde::Deserialize;
use sst_core::stats::{
    Adjustment, FunnelCentre, FunnelFlag, FunnelUnit, Level, Share, StatsError, adjust, byar, dispersion,
    exact_poisson, exact_tails, funnel, funnel_limits, wilson,
};

#[derive(Deserialize)]
struct Fixture {
    events: Vec<u64>,
    answered: Vec<u64>,
    site: Vec<String>,
    theta0: f64,
    exact_interpolated: Limits<f64>,
    exact_quantile_count: Limits<u64>,
    midp_lower: Vec<f64>,
    untransformed: Untransformed,
    outliers_95: Vec<String>,
    byars: Ratios,
    wilson: Wilson,
}

#[derive(Deserialize)]
struct Limits<N> {
    lo998: Vec<N>,
    lo95: Vec<N>,
    hi95: Vec<N>,
    hi998: Vec<N>,
}

#[derive(Deserialize)]
struct Untransformed {
    z: Vec<f64>,
    z_winsor: Vec<f64>,
    phi: f64,
    tau2: f64,
    add_lo95: Vec<f64>,
    add_hi95: Vec<f64>,
    add_lo998: Vec<f64>,
    add_hi998: Vec<f64>,
}

#[derive(Deserialize)]
struct Ratios {
    observed: Vec<u64>,
    expected: Vec<f64>,
    lo95: Vec<f64>,
    hi95: Vec<f64>,
    byars_lo95_count: Vec<Option<f64>>,
    byars_hi95_count: Vec<f64>,
    exact_lo95_count: Vec<f64>,
    exact_hi95_count: Vec<f64>,
}

#[derive(Deserialize)]
struct Wilson {
    x: Vec<u64>,
    #[serde(rename = "N")]
    n: Vec<u64>,
    lower95_0cl: Vec<f64>,
    upper95_0cl: Vec<f64>,
    lower99_8cl: Vec<f64>,
    upper99_8cl: Vec<f64>,
}

fn fixture() -> Fixture {
    serde_json::from_str(include_str!("fixtures/funnel.json")).unwrap()
}

impl Fixture {
    fn sites(&self) -> Vec<Share> {
        self.events.iter().zip(&self.answered).map(|(&events, &answered)| Share { events, answered }).collect()
    }
}

fn level_998() -> Level {
    Level::new(0.998).unwrap()
}

#[test]
fn exact_limits_and_dispersion_are_r() {
    let golden = fixture();
    let funnel = funnel(&golden.sites(), FunnelCentre::Together).unwrap();
    let mut deviation = Deviation::allowed(1e-12);
    deviation.note("centre", funnel.centre, golden.theta0);
    let dispersion = funnel.dispersion.unwrap();
    deviation.note("phi", dispersion.phi, golden.untransformed.phi);
    deviation.note("tau2", dispersion.tau2, golden.untransformed.tau2);
    for (i, unit) in funnel.units.iter().enumerate() {
        let unit = unit.unwrap();
        let what = &golden.site[i];
        deviation.note(what, dispersion.z[i], golden.untransformed.z[i]);
        deviation.note(what, unit.z, golden.untransformed.z[i]);
        deviation.note(what, dispersion.z_winsorised[i], golden.untransformed.z_winsor[i]);
        deviation.note(what, unit.mid_p, golden.midp_lower[i]);
        let adjusted = &golden.untransformed;
        for (limits, low, high) in [
            (unit.adjusted_95.unwrap(), adjusted.add_lo95[i], adjusted.add_hi95[i]),
            (unit.adjusted_998.unwrap(), adjusted.add_lo998[i], adjusted.add_hi998[i]),
        ] {
            deviation.note(what, limits.low, low);
            // R's are not cut at 1.
            deviation.note(what, limits.high, high.min(1.0));
        }
        for (limits, low, high, lowest, highest) in [
            (
                unit.limits_95,
                golden.exact_interpolated.lo95[i],
                golden.exact_interpolated.hi95[i],
                golden.exact_quantile_count.lo95[i],
                golden.exact_quantile_count.hi95[i],
            ),
            (
                unit.limits_998,
                golden.exact_interpolated.lo998[i],
                golden.exact_interpolated.hi998[i],
                golden.exact_quantile_count.lo998[i],
                golden.exact_quantile_count.hi998[i],
            ),
        ] {
            deviation.note(what, limits.interpolated.low, low);
            deviation.note(what, limits.interpolated.high, high);
            assert_eq!((limits.lowest, limits.highest), (lowest, highest), "{what}");
        }
    }
    deviation.assert("funnel", 3 + 18 * 12);
}

#[test]
fn a_flag_needs_the_exact_tail_and_the_adjusted_z() {
    let golden = fixture();
    let sites = golden.sites();
    let answer = funnel(&sites, FunnelCentre::Together).unwrap();
    let flagged = |units: &[Result<FunnelUnit, StatsError>]| -> Vec<(String, FunnelFlag)> {
        units.iter().zip(&golden.site).filter_map(|(unit, site)| Some((site.clone(), unit.ok()?.flag?))).collect()
    };
    // As FunnelPlotR with its own transformation and overdispersion: S06 and S09.
    assert_eq!(flagged(&answer.units).into_iter().map(|(site, _)| site).collect::<Vec<_>>(), golden.outliers_95);
    assert!(flagged(&answer.units).iter().all(|(_, flag)| *flag == FunnelFlag::Low95));
    // Without overdispersion the exact tails flag these (scipy 1.17: S12 P(X >= 121) = 0.0147, S16 P(X <= 176) = 0.0244).
    let alone = sites.iter().map(|site| exact_tails(*site, golden.theta0).unwrap());
    let exact: Vec<_> = alone
        .zip(&golden.site)
        .filter(|(tails, _)| tails.at_most.min(tails.at_least) < 0.025)
        .map(|(_, site)| site.as_str())
        .collect();
    assert_eq!(exact, ["S06", "S09", "S12", "S16", "S17"]);
    // Corrections are made of the p that decides.
    let units: Vec<FunnelUnit> = answer.units.iter().map(|unit| unit.unwrap()).collect();
    let p: Vec<f64> = units.iter().map(|unit| unit.p).collect();
    assert_eq!(units.iter().map(|unit| unit.p_holm).collect::<Vec<_>>(), adjust(&p, Adjustment::Holm).unwrap());
    let rates = adjust(&p, Adjustment::BenjaminiHochberg).unwrap();
    assert_eq!(units.iter().map(|unit| unit.p_false_discovery).collect::<Vec<_>>(), rates);
    assert!(units.iter().all(|unit| unit.p_holm > 0.05));
}

#[test]
fn twelve_of_twelve_is_no_outlier() {
    let lone = funnel(&[Share { events: 12, answered: 12 }], FunnelCentre::Given(0.79)).unwrap();
    let unit = lone.units[0].unwrap();
    assert!((unit.tails.at_least - 0.79_f64.powi(12)).abs() < 1e-15 && unit.tails.at_least > 0.059);
    assert_eq!(unit.flag, None);
    assert_eq!(lone.dispersion, Err(StatsError::OneValue));
    // Lines drawn by interpolation or by a normal law say otherwise; ours do not.
    assert!(unit.limits_95.interpolated.high < 1.0 && unit.limits_95.drawn.high == 1.0);
    // 16 of 16 is: 0.79^16 = 0.023.
    let sixteen = funnel(&[Share { events: 16, answered: 16 }], FunnelCentre::Given(0.79)).unwrap();
    assert_eq!(sixteen.units[0].unwrap().flag, Some(FunnelFlag::High95));
    assert!(sixteen.units[0].unwrap().limits_95.drawn.high < 1.0);
}

#[test]
fn what_cannot_be_is_an_error() {
    let share = |events, answered| Share { events, answered };
    assert_eq!(funnel(&[share(0, 0)], FunnelCentre::Together), Err(StatsError::NoAnswers));
    assert_eq!(funnel(&[], FunnelCentre::Together), Err(StatsError::NoAnswers));
    assert_eq!(funnel(&[share(3, 2)], FunnelCentre::Together), Err(StatsError::MoreEventsThanAnswers));
    assert_eq!(funnel(&[share(3, 0), share(1, 2)], FunnelCentre::Together), Err(StatsError::NoAnswers));
    assert_eq!(funnel(&[share(3, 3), share(9, 9)], FunnelCentre::Together), Err(StatsError::AllAlike));
    assert_eq!(funnel(&[share(3, 3)], FunnelCentre::Given(1.0)), Err(StatsError::OutOfRange));
    assert_eq!(funnel_limits(0, 0.5, Level::DEFAULT), Err(StatsError::NoAnswers));
    assert_eq!(dispersion(&[share(3, 5)], 0.5), Err(StatsError::OneValue));
    // A site without answers has its reason and changes nothing.
    let two = funnel(&[share(3, 5), share(8, 9)], FunnelCentre::Together).unwrap();
    let three = funnel(&[share(3, 5), share(0, 0), share(8, 9)], FunnelCentre::Together).unwrap();
    assert_eq!(three.units, [two.units[0], Err(StatsError::NoAnswers), two.units[1]]);
    assert_eq!(three.dispersion, two.dispersion);
}

#[test]
fn poisson_intervals_are_phes() {
    let golden = fixture().byars;
    let mut deviation = Deviation::allowed(1e-12);
    for (i, &observed) in golden.observed.iter().enumerate() {
        let (rough, exact) =
            (byar(observed, Level::DEFAULT).unwrap(), exact_poisson(observed, Level::DEFAULT).unwrap());
        deviation.note(format!("Byar {observed}"), rough.low, golden.byars_lo95_count[i].unwrap_or(0.0));
        deviation.note(format!("Byar {observed}"), rough.high, golden.byars_hi95_count[i]);
        deviation.note(format!("exact {observed}"), exact.low, golden.exact_lo95_count[i]);
        deviation.note(format!("exact {observed}"), exact.high, golden.exact_hi95_count[i]);
        // PHE takes the exact one below 10.
        let ratio = if observed < 10 { exact } else { rough };
        deviation.note(format!("ratio {observed}"), ratio.low / golden.expected[i], golden.lo95[i]);
        deviation.note(format!("ratio {observed}"), ratio.high / golden.expected[i], golden.hi95[i]);
    }
    deviation.assert("Poisson intervals", 54);
}

#[test]
fn wilson_intervals_are_phes() {
    let golden = fixture().wilson;
    let mut deviation = Deviation::allowed(1e-12);
    for (i, (&x, &n)) in golden.x.iter().zip(&golden.n).enumerate() {
        for (level, low, high) in [
            (Level::DEFAULT, golden.lower95_0cl[i], golden.upper95_0cl[i]),
            (level_998(), golden.lower99_8cl[i], golden.upper99_8cl[i]),
        ] {
            let ours = wilson(x, n, level).unwrap();
            deviation.note(format!("{x} of {n}"), ours.low, low);
            deviation.note(format!("{x} of {n}"), ours.high, high);
        }
    }
    deviation.assert("Wilson", 44);
}
