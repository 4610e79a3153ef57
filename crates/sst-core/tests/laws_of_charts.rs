//! Laws of control charts and funnels: limits hold their centre, order and gaps change nothing, nothing is ever NaN.
#![allow(clippy::unwrap_used)] // a test may stop

use proptest::prelude::*;
use sst_core::stats::{
    BernoulliCusum, ChartLimits, ChartPlan, FunnelCentre, FunnelFlag, Interval, Level, RuleSet, Screening, Share, Side,
    StatsError, exact_poisson, funnel, funnel_limits, laney_p_chart, p_chart, run_chart, signals, xmr_chart,
};

/// So many cases. Failures are shown and not kept in a file.
fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases) }
}

/// Small months, large ones, and months without answers.
fn month() -> impl Strategy<Value = Share> {
    let answered = prop_oneof![1 => Just(0_u64), 4 => 1..12_u64, 4 => 12..80_u64, 1 => 80..20_000_u64];
    answered.prop_flat_map(|answered| {
        prop_oneof![3 => 0..=answered, 1 => Just(0), 1 => Just(answered), 3 => Just(answered * 4 / 5)]
            .prop_map(move |events| Share { events, answered })
    })
}

fn months() -> impl Strategy<Value = Vec<Share>> {
    prop::collection::vec(month(), 1..30)
}

const ALL_SETS: [RuleSet; 5] =
    [RuleSet::LIMITS, RuleSet::ANHOEJ, RuleSet::ANHOEJ_AND_LIMITS, RuleSet::PLOT_THE_DOTS, RuleSet::WESTERN_ELECTRIC];

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn drawn_limits_hold_the_centre_and_say_who_is_flagged(
        (n, x) in (1..400_u64).prop_flat_map(|n| (Just(n), 0..=n)),
        centre in prop_oneof![8 => 0.01..0.99, 1 => 0.0001..0.01, 1 => 0.99..0.9999],
        level in prop_oneof![Just(0.95), Just(0.998), Just(0.9973)],
    ) {
        let limits = funnel_limits(n, centre, Level::new(level).unwrap()).unwrap();
        prop_assert!(limits.drawn.low <= centre && centre <= limits.drawn.high, "{limits:?}");
        prop_assert!(0.0 <= limits.drawn.low && limits.drawn.high <= 1.0);
        let share = x as f64 / n as f64;
        let flagged = x < limits.lowest || x > limits.highest;
        prop_assert_eq!(flagged, share < limits.drawn.low || share > limits.drawn.high);
        // Counting no instead of yes turns the limits about.
        let turned = funnel_limits(n, 1.0 - centre, Level::new(level).unwrap()).unwrap();
        prop_assert!((turned.drawn.low - (1.0 - limits.drawn.high)).abs() < 1e-7, "{turned:?} {limits:?}");
    }

    #[test]
    fn charts_of_shares_are_whole(months in months(), freeze in prop::option::of(1..9_usize)) {
        let plan = ChartPlan { freeze, rebase: if months.len() > 3 { vec![months.len() / 2] } else { vec![] }, ..ChartPlan::default() };
        let rates: Vec<_> = months.iter().map(|month| month.estimate().ok()).collect();
        let charts = [
            p_chart(&months, &plan, ChartLimits::Exact).unwrap(),
            p_chart(&months, &plan, ChartLimits::Normal).unwrap(),
            laney_p_chart(&months, &plan, Screening::Once).unwrap(),
            laney_p_chart(&months, &plan, Screening::Off).unwrap(),
            xmr_chart(&rates, &plan, Screening::Once).unwrap(),
            run_chart(&rates, &plan).unwrap(),
        ];
        for (kind, chart) in charts.iter().enumerate() {
            prop_assert_eq!(chart.points.len(), months.len());
            for (point, month) in chart.points.iter().zip(&months) {
                prop_assert_eq!(point.value.is_err(), month.answered == 0);
                if month.answered == 0 {
                    prop_assert_eq!(point.lines, Err(StatsError::NoAnswers));
                    prop_assert!(point.beyond.is_none() && !point.in_baseline);
                }
                if let Ok(lines) = point.lines {
                    prop_assert!(lines.centre.is_finite());
                    if let Some(Interval { low, high }) = lines.limits {
                        prop_assert!(low <= lines.centre && lines.centre <= high, "{kind} {lines:?}");
                        let outside = point.value.map(|value| value < low || value > high).unwrap();
                        prop_assert!(kind == 0 || outside == point.beyond.is_some());
                    }
                }
            }
            for set in ALL_SETS {
                for signal in signals(chart, &set).unwrap() {
                    prop_assert!(!signal.places.is_empty() && signal.places.is_sorted_by(|one, next| one < next));
                    prop_assert!(signal.places.iter().all(|&place| chart.points[place].value.is_ok()));
                    prop_assert!(signal.places.iter().all(|&place| chart.points[place].part == signal.part));
                }
            }
        }
    }

    #[test]
    fn gaps_change_no_signal(months in months(), at in prop::collection::vec(0..30_usize, 0..5)) {
        let whole: Vec<_> = months.iter().copied().filter(|month| month.answered > 0).collect();
        let mut gappy = whole.clone();
        for place in at {
            gappy.insert(place.min(gappy.len()), Share { events: 0, answered: 0 });
        }
        let kept: Vec<usize> = (0..gappy.len()).filter(|&place| gappy[place].answered > 0).collect();
        for set in ALL_SETS {
            let of = |months: &[Share]| signals(&p_chart(months, &ChartPlan::default(), ChartLimits::Exact).unwrap(), &set).unwrap();
            let moved: Vec<_> = of(&whole)
                .into_iter()
                .map(|mut signal| {
                    signal.places = signal.places.iter().map(|&place| kept[place]).collect();
                    signal
                })
                .collect();
            prop_assert_eq!(of(&gappy), moved);
        }
    }

    #[test]
    fn rules_turn_about(values in prop::collection::vec((0..12_i32).prop_map(f64::from), 2..40)) {
        let chart = |sign: f64| xmr_chart(&values.iter().map(|value| Some(sign * value)).collect::<Vec<_>>(), &ChartPlan::default(), Screening::Once).unwrap();
        let turned = |side| if side == Side::Above { Side::Below } else { Side::Above };
        for set in ALL_SETS {
            let mut one = signals(&chart(1.0), &set).unwrap();
            let mut other = signals(&chart(-1.0), &set).unwrap();
            for signal in &mut other {
                signal.side = signal.side.map(turned);
            }
            for found in [&mut one, &mut other] {
                found.sort_by(|one, next| (one.rule.id(), &one.places, one.side).cmp(&(next.rule.id(), &next.places, next.side)));
            }
            prop_assert_eq!(one, other);
        }
    }

    #[test]
    fn a_funnel_knows_no_order(mut units in prop::collection::vec(month(), 1..25), seed in any::<u64>()) {
        let straight = funnel(&units, FunnelCentre::Together);
        // A shuffle: by a number made of each place.
        let mut order: Vec<usize> = (0..units.len()).collect();
        order.sort_by_key(|&place| (place as u64 + 1).wrapping_mul(seed | 1));
        units = order.iter().map(|&place| units[place]).collect();
        match (straight, funnel(&units, FunnelCentre::Together)) {
            (Ok(one), Ok(other)) => {
                prop_assert_eq!(other.units, order.iter().map(|&place| one.units[place]).collect::<Vec<_>>());
                for unit in one.units.iter().flatten() {
                    let numbers = [unit.z, unit.z_adjusted, unit.mid_p, unit.p, unit.p_holm, unit.p_false_discovery];
                    prop_assert!(numbers.iter().all(|number| number.is_finite()), "{unit:?}");
                    prop_assert!(unit.z_adjusted.abs() <= unit.z.abs() && unit.p <= unit.p_holm);
                    prop_assert!(unit.p_false_discovery <= unit.p_holm && (0.0..=1.0).contains(&unit.mid_p));
                    let outside = |limits: Interval| unit.estimate < limits.low || unit.estimate > limits.high;
                    // Overdispersion takes flags away and adds none.
                    prop_assert!(unit.flag.is_none() || outside(unit.limits_95.drawn));
                    let strong = matches!(unit.flag, Some(FunnelFlag::High998 | FunnelFlag::Low998));
                    prop_assert!(!strong || outside(unit.limits_998.drawn));
                }
            }
            (one, other) => prop_assert_eq!(one.err(), other.err()),
        }
    }

    #[test]
    fn poisson_intervals_hold_their_count(observed in 0..2000_u64) {
        let narrow = exact_poisson(observed, Level::DEFAULT).unwrap();
        let wide = exact_poisson(observed, Level::new(0.998).unwrap()).unwrap();
        let o = observed as f64;
        prop_assert!(wide.low <= narrow.low && narrow.low <= o && o < narrow.high && narrow.high < wide.high);
    }
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn the_cusum_turns_and_is_slow_where_nothing_changes(rate in 0.05..0.95_f64, ratio in 1.3..4.0_f64, threshold in 0.3..3.0_f64, path in prop::collection::vec(any::<bool>(), 0..200)) {
        let up = BernoulliCusum::with_threshold(rate, ratio, threshold);
        prop_assume!(up.is_ok());
        let up = up.unwrap();
        let down = BernoulliCusum::with_threshold(1.0 - rate, 1.0 / ratio, threshold).unwrap();
        prop_assert_eq!(up.run(path.iter().copied()), down.run(path.iter().map(|yes| !yes)));
        let quiet = up.average_run_length(rate).unwrap();
        let odds = ratio * rate / (1.0 - rate);
        let changed = up.average_run_length(odds / (1.0 + odds)).unwrap();
        prop_assert!(changed < quiet && changed >= 1.0, "{changed} {quiet}");
    }
}

#[test]
fn the_run_length_is_what_a_walk_takes() {
    // 20,000 walks to the signal by a plain generator: the mean is within four standard errors.
    let chart = BernoulliCusum::design(0.25, 2.0, 60.0).unwrap();
    let mut state = 20_261_124_u64;
    let mut even = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1_u64 << 53) as f64
    };
    let walks = 20_000;
    let (mut sum, mut squares) = (0.0, 0.0);
    let cases: Vec<bool> = (0..walks * 100).map(|_| even() < 0.25).collect();
    let signals = chart.run(cases).signals;
    let mut before = None;
    let mut lengths = Vec::new();
    for place in signals {
        lengths.push(before.map_or(place + 1, |before| place - before) as f64);
        before = Some(place);
    }
    for length in &lengths {
        sum += length;
        squares += length * length;
    }
    let n = lengths.len() as f64;
    let mean = sum / n;
    let error = ((squares / n - mean * mean) / n).sqrt();
    let exact = chart.average_run_length(0.25).unwrap();
    assert!(n > 20_000.0 && (mean - exact).abs() < 4.0 * error, "{mean} {exact} {error}");
}
