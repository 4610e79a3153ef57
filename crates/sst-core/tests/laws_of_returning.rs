//! Laws of survival curves, case-mix models and differences between units.
#![allow(clippy::unwrap_used)] // a test may stop

use proptest::prelude::*;
use sst_core::stats::{
    CurvePoint, CurveScale, End, EventTable, IncidenceMethod, Interval, Level, LogisticRow, ObservedExpected,
    Predicted, Share, StatsError, aalen_johansen, analysis_of_variance, area_under_curve, calibration_table,
    incidence_at, kaplan_meier, linear_random_intercept, log_rank, logistic_random_intercept, logistic_regression,
    median_day,
};
use sst_core::stats::{LinearRow, UnitMoments};

fn cases(number: u32) -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(number) }
}

fn end() -> impl Strategy<Value = End> {
    prop_oneof![Just(End::Event), Just(End::Competing), Just(End::Censored)]
}

/// Few days, so that much happens on one.
fn clients() -> impl Strategy<Value = Vec<(u32, End)>> {
    prop_oneof![prop::collection::vec((0..12_u32, end()), 1..40), prop::collection::vec((0..400_u32, end()), 1..200)]
}

fn table(clients: &[(u32, End)]) -> EventTable {
    clients.iter().copied().collect()
}

fn without(clients: &[(u32, End)], what: End) -> Vec<(u32, End)> {
    clients.iter().map(|&(day, end)| (day, if end == what { End::Censored } else { end })).collect()
}

fn is_within(interval: Interval, estimate: f64) -> bool {
    let dust = 1e-12;
    interval.low >= 0.0 && interval.high <= 1.0 && interval.low <= estimate + dust && estimate <= interval.high + dust
}

fn curve(clients: &[(u32, End)], method: IncidenceMethod) -> Vec<CurvePoint> {
    method.curve(&table(clients), Level::DEFAULT).unwrap()
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn curves_rise_within_0_and_1(clients in clients()) {
        for method in IncidenceMethod::ALL {
            let mut before = (0.0, 1.0);
            for point in curve(&clients, method) {
                prop_assert!(point.incidence >= before.0 && point.incidence <= 1.0, "{point:?}");
                prop_assert!(point.event_free <= before.1 && point.event_free >= 0.0, "{point:?}");
                prop_assert!(point.incidence + point.event_free <= 1.0 + 1e-12, "{point:?}");
                prop_assert_eq!(point.interval.is_some(), point.incidence > 0.0 && point.incidence < 1.0);
                prop_assert_eq!(point.standard_error.is_some(), point.interval.is_some());
                prop_assert!(point.interval.is_none_or(|interval| is_within(interval, point.incidence)), "{point:?}");
                prop_assert!(point.standard_error.is_none_or(|se| se > 0.0 && se < 1.0), "{point:?}");
                before = (point.incidence, point.event_free);
            }
        }
    }

    #[test]
    fn every_scale_stays_within_0_and_1(clients in clients()) {
        for scale in CurveScale::ALL {
            for point in kaplan_meier(&table(&clients), scale, Level::DEFAULT).unwrap() {
                prop_assert!(point.interval.is_none_or(|interval| is_within(interval, point.incidence)), "{point:?}");
            }
        }
    }

    #[test]
    fn parts_add_up_to_the_whole(clients in clients(), cut in 0..200_usize) {
        let (first, second) = clients.split_at(cut.min(clients.len()));
        let mut merged = table(first);
        merged.merge(&table(second));
        prop_assert_eq!(&merged, &table(&clients));
        let mut turned = table(second);
        turned.merge(&table(first));
        prop_assert_eq!(&turned, &merged);
        prop_assert_eq!(merged.clients(), clients.len() as u64);
        for day in [0, 1, 5, 100] {
            let at_risk = clients.iter().filter(|(own, _)| *own >= day).count() as u64;
            prop_assert_eq!(merged.at_risk(day), at_risk);
        }
    }

    #[test]
    fn with_everyone_followed_the_curve_is_the_naive_share(
        clients in clients(), later in 400..500_u32, horizon in 0..400_u32,
    ) {
        // Nobody is censored before the horizon.
        let followed: Vec<_> = clients
            .iter()
            .map(|&(day, end)| if end == End::Event { (day, end) } else { (later, End::Censored) })
            .collect();
        let table = table(&followed);
        let share = table.naive_share(horizon).unwrap().estimate().unwrap();
        for method in IncidenceMethod::ALL {
            let ours = incidence_at(&table, method, horizon, Level::DEFAULT).unwrap();
            prop_assert!((ours.estimate - share).abs() < 1e-12, "{ours:?} {share}");
            let n = followed.len() as f64;
            if let Some(se) = ours.standard_error {
                // Greenwood's is then that of a share.
                prop_assert!((se - (share * (1.0 - share) / n).sqrt()).abs() < 1e-12, "{ours:?}");
            }
        }
    }

    #[test]
    fn shares_of_all_ends_when_nobody_is_lost(clients in clients(), horizon in 0..400_u32) {
        let ended: Vec<_> = clients.iter().map(|&(day, end)| (day, if end == End::Censored { End::Event } else { end })).collect();
        let table = table(&ended);
        let share = table.naive_share(horizon).unwrap().estimate().unwrap();
        let ours = incidence_at(&table, IncidenceMethod::AalenJohansen, horizon, Level::DEFAULT).unwrap();
        prop_assert!((ours.estimate - share).abs() < 1e-12, "{ours:?} {share}");
    }

    #[test]
    fn without_competing_ends_the_curves_are_one(clients in clients()) {
        let clients = without(&clients, End::Competing);
        let (one, other) = (curve(&clients, IncidenceMethod::KaplanMeier), curve(&clients, IncidenceMethod::AalenJohansen));
        for (km, aj) in one.iter().zip(&other) {
            prop_assert_eq!((km.incidence, km.event_free), (aj.incidence, aj.event_free));
            match (km.standard_error, aj.standard_error) {
                // Greenwood's is the jackknife.
                (Some(greenwood), Some(jackknife)) => {
                    prop_assert!((greenwood - jackknife).abs() < 1e-10, "{km:?} {aj:?}");
                }
                (one, other) => prop_assert_eq!(one, other),
            }
        }
    }

    #[test]
    fn competing_ends_only_lower_the_incidence(clients in clients()) {
        let (km, aj) = (curve(&clients, IncidenceMethod::KaplanMeier), curve(&clients, IncidenceMethod::AalenJohansen));
        for (km, aj) in km.iter().zip(&aj) {
            prop_assert!(aj.incidence <= km.incidence + 1e-12, "{km:?} {aj:?}");
        }
    }

    #[test]
    fn horizons_are_estimated_only_within_follow_up(clients in clients(), horizon in 0..450_u32) {
        let table = table(&clients);
        let last = clients.iter().map(|(day, _)| *day).max().unwrap();
        for method in IncidenceMethod::ALL {
            match incidence_at(&table, method, horizon, Level::DEFAULT) {
                Ok(ours) => {
                    prop_assert!(horizon <= last || curve(&clients, method).last().unwrap().event_free == 0.0);
                    prop_assert!(ours.interval.is_ok_and(|interval| is_within(interval, ours.estimate)) || ours.estimate == 1.0 || ours.at_risk == 0);
                    prop_assert_eq!(ours.events, table.events_by(horizon));
                    prop_assert_eq!(ours.estimate == 0.0, ours.events == 0);
                }
                Err(error) => {
                    prop_assert_eq!(error, StatsError::NotFollowed);
                    prop_assert!(horizon > last);
                }
            }
        }
    }

    #[test]
    fn the_median_is_where_half_have_returned(clients in clients()) {
        for method in IncidenceMethod::ALL {
            let curve = curve(&clients, method);
            match median_day(&curve) {
                Some(median) => {
                    let before = curve.iter().rfind(|point| point.risk.day < median.day);
                    prop_assert!(before.is_none_or(|point| point.incidence < 0.5));
                    prop_assert!(median.low.is_none_or(|low| low <= median.day));
                    prop_assert!(median.high.is_none_or(|high| high >= median.day));
                }
                None => prop_assert!(curve.iter().all(|point| point.incidence < 0.5)),
            }
        }
    }

    #[test]
    fn the_log_rank_test_knows_no_order(one in clients(), two in clients(), three in clients()) {
        let [one, two, three] = [one, two, three].map(|clients| table(&clients));
        let forth = log_rank(&[one.clone(), two.clone(), three.clone()]);
        let back = log_rank(&[three, one, two]);
        match (forth, back) {
            (Ok(forth), Ok(back)) => {
                prop_assert_eq!(forth.test.df, back.test.df);
                let off = (forth.test.statistic - back.test.statistic).abs();
                prop_assert!(off <= 1e-8 * forth.test.statistic.max(1.0), "{forth:?} {back:?}");
                let observed: u64 = forth.groups.iter().map(|group| group.observed).sum();
                let expected: f64 = forth.groups.iter().map(|group| group.expected).sum();
                prop_assert!((observed as f64 - expected).abs() < 1e-9);
            }
            (forth, back) => prop_assert_eq!(forth, back),
        }
    }

    #[test]
    fn the_same_group_twice_does_not_differ(clients in clients()) {
        let table = table(&clients);
        if let Ok(test) = log_rank(&[table.clone(), table]) {
            prop_assert!(test.test.statistic < 1e-12 && test.test.p > 0.999_99);
        }
    }
}

fn mixed_share() -> impl Strategy<Value = Share> {
    (2..60_u64).prop_flat_map(|n| (1..n, Just(n))).prop_map(|(events, answered)| Share { events, answered })
}

proptest! {
    #![proptest_config(cases(120))]

    #[test]
    fn as_many_are_expected_as_came(rows in prop::collection::vec(((-3.0..3.0_f64, 0..3_u8), mixed_share()), 4..20)) {
        let covariates: Vec<[f64; 2]> = rows.iter().map(|((a, b), _)| [*a, f64::from(*b)]).collect();
        let of: Vec<_> = covariates.iter().zip(&rows).map(|(covariates, (_, share))| LogisticRow { covariates, share: *share }).collect();
        // Both outcomes in every row: nothing can be separated.
        let fit = match logistic_regression(&of) {
            Ok(fit) => fit,
            Err(error) => {
                let is_constant = covariates.iter().all(|row| row[1] == covariates[0][1]);
                prop_assert!(is_constant && error == StatsError::Collinear { covariate: 1 }, "{error}");
                return Ok(());
            }
        };
        let mut unit = ObservedExpected::default();
        let mut predicted = Vec::new();
        let mut score = [0.0; 2];
        for row in &of {
            let probability = fit.probability(row.covariates).unwrap();
            unit.add(probability, row.share).unwrap();
            predicted.push(Predicted { probability, share: row.share });
            let off = row.share.events as f64 - row.share.answered as f64 * probability;
            score.iter_mut().zip(row.covariates).for_each(|(sum, value)| *sum += off * value);
        }
        // The likelihood is flat where it is largest.
        prop_assert!((unit.ratio().unwrap() - 1.0).abs() < 1e-9);
        prop_assert!(score.iter().all(|sum| sum.abs() < 1e-7), "{score:?}");
        prop_assert!(fit.deviance <= fit.null_deviance + 1e-9);
        prop_assert!((0.0..=1.0).contains(&area_under_curve(&predicted).unwrap()));
        let table = calibration_table(&predicted, 10).unwrap();
        prop_assert!(table.len() <= 10);
        prop_assert_eq!(table.iter().map(|group| group.clients).sum::<u64>(), unit.clients);
        // Other units of a covariate change nothing but its coefficient.
        let scaled: Vec<[f64; 2]> = covariates.iter().map(|[a, b]| [1000.0 * a + 7.0, *b]).collect();
        let of: Vec<_> = scaled.iter().zip(&rows).map(|(covariates, (_, share))| LogisticRow { covariates, share: *share }).collect();
        let again = logistic_regression(&of).unwrap();
        prop_assert!((again.deviance - fit.deviance).abs() < 1e-8);
        prop_assert!((again.coefficients[1].estimate * 1000.0 - fit.coefficients[1].estimate).abs() < 1e-8);
    }

    #[test]
    fn shrunken_shares_lie_between_their_own_and_the_average(shares in prop::collection::vec(mixed_share(), 2..9)) {
        let Ok(model) = logistic_random_intercept(&shares, Level::DEFAULT) else { return Ok(()) };
        prop_assert!(model.tau2 >= 0.0 && model.median_odds_ratio >= 1.0 && (0.0..1.0).contains(&model.intraclass_correlation));
        prop_assert!((0.0..=1.0).contains(&model.p));
        for unit in &model.units {
            // Its logit lies between; the expected share may lie a little on the other side of the average, for the law is bent.
            let own = unit.share.estimate().unwrap();
            let own = (own / (1.0 - own)).ln();
            let (low, high) = (own.min(model.logit), own.max(model.logit));
            // Expectations of a skewed law lie off its mode.
            let skew = 0.5 * unit.logit_standard_error.powi(2) + 1e-9;
            prop_assert!(unit.logit >= low - skew && unit.logit <= high + skew, "{unit:?} {model:?}");
            prop_assert!(unit.logit_standard_error <= model.tau2.sqrt() + 1e-9);
            prop_assert!(is_within(unit.interval, unit.estimate), "{unit:?}");
        }
    }

    #[test]
    fn balanced_units_have_one_intraclass_correlation(
        values in prop::collection::vec(prop::collection::vec(-9.0..9.0_f64, 4), 3..8), by in prop::collection::vec(-5.0..5.0_f64, 8),
    ) {
        let units: Vec<Vec<f64>> = values.iter().zip(&by).map(|(unit, by)| unit.iter().map(|value| value + by).collect()).collect();
        let moments: Vec<_> = units.iter().map(|unit| UnitMoments::of_values(unit).unwrap()).collect();
        let anova = analysis_of_variance(&moments).unwrap();
        let rows: Vec<_> = units.iter().enumerate()
            .flat_map(|(unit, values)| values.iter().map(move |&value| LinearRow { unit, covariates: &[], value }))
            .collect();
        let model = linear_random_intercept(&rows).unwrap();
        // With units of one size REML is the analysis of variance, cut at 0.
        prop_assert!((model.intraclass_correlation - anova.intraclass_correlation.max(0.0)).abs() < 1e-8, "{anova:?} {model:?}");
        let sum: f64 = model.units.iter().map(|unit| unit.effect).sum();
        prop_assert!(sum.abs() < 1e-9);
    }
}

#[test]
fn ten_million_clients_keep_their_digits() {
    // One return in ten million: S is 1 but for its seventh digit.
    let mut table = EventTable::default();
    table.add(3, End::Event, 1);
    table.add(200, End::Censored, 9_999_999);
    for curve in [
        kaplan_meier(&table, CurveScale::LogLog, Level::DEFAULT).unwrap(),
        aalen_johansen(&table, CurveScale::LogLog, Level::DEFAULT).unwrap(),
    ] {
        assert!((curve[0].incidence / 1e-7 - 1.0).abs() < 1e-12);
        assert!((curve[0].standard_error.unwrap() / 1e-7 - 1.0).abs() < 1e-6);
    }
}
