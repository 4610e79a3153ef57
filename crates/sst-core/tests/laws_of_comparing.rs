//! Laws of the statistics that compare, pool and plan: symmetry, mirror images, what rises with what.
#![allow(clippy::unwrap_used)] // a test may stop

use proptest::prelude::*;
use sst_core::stats::{
    Adjustment, Alternative, ClusterSums, Grim, Interval, Level, OverlapSums, PairedAnswers, PoolInterval, Response,
    Share, StatsError, Stratum, StudyEffect, TippingPoint, TwoShares, WeightingCell, adjust, answers_to_leave_out,
    binomial_normal, chi_squared_of_shares, cochran_armitage, exact_power, fisher_exact, follow_ups_to_be_sure,
    follow_ups_to_expect, grim, mantel_haenszel, miettinen_nurminen, newcombe, overlapping_difference, pool_studies,
    pooled_test, q_profile, score_test, two_shares_power, two_shares_sample_size, weight_by_cell, wilson,
    wilson_half_width, wilson_sample_size,
};

/// So many cases. Failures are shown and not kept in a file.
fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases) }
}

/// Small numbers, where every edge is, and large ones.
fn share() -> impl Strategy<Value = Share> {
    let answered = prop_oneof![5 => 1..40_u64, 2 => 40..3000_u64, 1 => 3000..5_000_000_u64];
    answered.prop_flat_map(|answered| {
        prop_oneof![4 => 0..=answered, 1 => Just(0), 1 => Just(answered), 1 => 0..=answered.min(2)]
            .prop_map(move |events| Share { events, answered })
    })
}

/// Shares with some yes and some no.
fn mixed_share() -> impl Strategy<Value = Share> {
    (2..300_u64)
        .prop_flat_map(|answered| (1..answered, Just(answered)))
        .prop_map(|(events, answered)| Share { events, answered })
}

fn flipped(share: Share) -> Share {
    Share { events: share.answered - share.events, answered: share.answered }
}

fn estimate(share: Share) -> f64 {
    share.estimate().unwrap()
}

fn is_near(one: f64, two: f64, scale: f64) -> bool {
    (one - two).abs() <= scale * one.abs().max(two.abs()).max(1.0)
}

/// The one interval is the other, turned about 0.
fn assert_turned(one: Interval, two: Interval) -> Result<(), TestCaseError> {
    prop_assert!(is_near(one.low, -two.high, 1e-11) && is_near(one.high, -two.low, 1e-11), "{one:?} {two:?}");
    Ok(())
}

fn level() -> impl Strategy<Value = (Level, Level)> {
    (0.5..0.98).prop_map(|level| (Level::new(level).unwrap(), Level::new(level + 0.019).unwrap()))
}

fn pairs() -> impl Strategy<Value = PairedAnswers> {
    let count = || prop_oneof![2 => 0..6_u64, 2 => 0..60_u64, 1 => 0..5000_u64];
    (count(), count(), count(), count())
        .prop_map(|(both, first_only, second_only, neither)| PairedAnswers { both, first_only, second_only, neither })
        .prop_filter("somebody", |pairs| pairs.pairs() > 0)
}

fn effects() -> impl Strategy<Value = Vec<StudyEffect>> {
    let effect = (-3.0..3.0, 0.005..1.5_f64).prop_map(|(estimate, variance)| StudyEffect { estimate, variance });
    prop::collection::vec(effect, 2..12)
}

proptest! {
    #![proptest_config(cases(600))]

    #[test]
    fn differences_hold_their_estimate_widen_and_turn(first in share(), second in share(), (narrow, wide) in level()) {
        for method in [newcombe, miettinen_nurminen] {
            let at = |level: Level| method(first, second, level).unwrap();
            let (one, other) = (at(narrow), at(wide));
            let difference = estimate(first) - estimate(second);
            prop_assert!(-1.0 <= one.low && one.low <= difference && difference <= one.high && one.high <= 1.0, "{one:?}");
            let dust = 1e-14;
            prop_assert!(other.low <= one.low + dust && one.high <= other.high + dust, "{one:?} {other:?}");
            assert_turned(one, method(second, first, narrow).unwrap())?;
            // Counting no instead of yes turns the difference.
            assert_turned(one, method(flipped(first), flipped(second), narrow).unwrap())?;
        }
    }

    #[test]
    fn the_score_interval_is_what_its_test_does_not_reject(first in share(), second in share(), (level, _) in level()) {
        let interval = miettinen_nurminen(first, second, level).unwrap();
        let missing = 1.0 - level.get();
        for (end, inward) in [(interval.low, 1.0), (interval.high, -1.0)] {
            if end.abs() < 1.0 - 1e-5 {
                let p = |difference: f64| score_test(first, second, difference).unwrap().two_sided;
                let step = 1e-6 * (interval.high - interval.low);
                prop_assert!(p(end + inward * step) > missing && p(end - inward * step) < missing, "{interval:?}");
            }
        }
    }

    #[test]
    fn tests_of_two_shares_agree(first in share(), second in share()) {
        let total = (first.answered + second.answered) as f64;
        let turned = fisher_exact(second, first).unwrap();
        let fisher = fisher_exact(first, second).unwrap();
        prop_assert!(is_near(fisher.less, turned.greater, 1e-9) && is_near(fisher.two_sided, turned.two_sided, 1e-9));
        prop_assert!(fisher.less + fisher.greater >= 1.0 - 1e-9);
        prop_assert!(fisher.two_sided >= fisher.less.min(fisher.greater) - 1e-9);
        match pooled_test(first, second) {
            Ok(pooled) => {
                let z = score_test(first, second, 0.0).unwrap().z;
                prop_assert!(is_near(z * z * total / (total - 1.0), pooled.plain.statistic, 1e-9));
                prop_assert!(pooled.corrected.statistic <= pooled.plain.statistic);
                let several = chi_squared_of_shares(&[first, second]).unwrap().test;
                prop_assert!(is_near(several.statistic, pooled.plain.statistic, 1e-9));
                let trend = cochran_armitage(&[second, first], &[0.0, 1.0]).unwrap();
                prop_assert!(is_near(trend.z * trend.z, pooled.plain.statistic, 1e-9));
                prop_assert!(is_near(trend.slope, estimate(first) - estimate(second), 1e-9));
                let strata = mantel_haenszel(&[Stratum { first, second }], Level::DEFAULT).unwrap();
                prop_assert!(is_near(strata.plain.statistic, z * z, 1e-9));
            }
            Err(error) => prop_assert_eq!(error, StatsError::AllAlike),
        }
    }

    #[test]
    fn paired_answers_turn(pairs in pairs(), (narrow, wide) in level()) {
        let turned = PairedAnswers { first_only: pairs.second_only, second_only: pairs.first_only, ..pairs };
        let difference = pairs.difference().unwrap();
        for method in [PairedAnswers::newcombe, PairedAnswers::tango] {
            let (one, other) = (method(&pairs, narrow).unwrap(), method(&pairs, wide).unwrap());
            prop_assert!(-1.0 <= one.low && one.low <= difference + 1e-15 && difference <= one.high + 1e-15 && one.high <= 1.0, "{one:?}");
            prop_assert!(other.low <= one.low + 1e-12 && one.high <= other.high + 1e-12);
            assert_turned(one, method(&turned, narrow).unwrap())?;
        }
        let (test, same) = (pairs.mcnemar().unwrap(), turned.mcnemar().unwrap());
        prop_assert_eq!(test, same);
        prop_assert!((0.0..=1.0).contains(&test.mid_p) && test.mid_p <= test.exact && test.exact <= 1.0);
    }

    #[test]
    fn overlapping_sides_turn(clients in prop::collection::vec((0..4_u128, 0..4_u128, 0..4_u128, 0..4_u128), 3..25)) {
        let clients: Vec<[u128; 4]> =
            clients.into_iter().map(|(n1, y1, n2, y2)| [n1, y1.min(n1), n2, y2.min(n2)]).filter(|one| one[0] + one[2] > 0).collect();
        let sum = |f: &dyn Fn(&[u128; 4]) -> u128| clients.iter().map(f).sum::<u128>();
        let side = |n: usize, y: usize| ClusterSums {
            clients: clients.iter().filter(|client| client[n] > 0).count() as u64,
            answered: sum(&|client| client[n]) as u64,
            events: sum(&|client| client[y]) as u64,
            sum_n2: sum(&|client| client[n] * client[n]),
            sum_ny: sum(&|client| client[n] * client[y]),
            sum_y2: sum(&|client| client[y] * client[y]),
        };
        let of = |[n1, y1, n2, y2]: [usize; 4]| OverlapSums {
            clients: clients.len() as u64,
            first: side(n1, y1),
            second: side(n2, y2),
            sum_n1_n2: sum(&|client| client[n1] * client[n2]),
            sum_n1_y2: sum(&|client| client[n1] * client[y2]),
            sum_y1_n2: sum(&|client| client[y1] * client[n2]),
            sum_y1_y2: sum(&|client| client[y1] * client[y2]),
        };
        match overlapping_difference(&of([0, 1, 2, 3]), Level::DEFAULT) {
            Ok(ours) => {
                let turned = overlapping_difference(&of([2, 3, 0, 1]), Level::DEFAULT).unwrap();
                assert_turned(ours.interval, turned.interval)?;
                assert_turned(ours.linear, turned.linear)?;
                prop_assert!(ours.interval.low <= ours.estimate && ours.estimate <= ours.interval.high);
                // Against the definition, client by client.
                let k = clients.len() as f64;
                let z = |client: &[u128; 4], n: usize, y: usize| {
                    let (all, events) = (sum(&|one| one[n]) as f64, sum(&|one| one[y]) as f64);
                    (client[y] as f64 - events / all * client[n] as f64) / all
                };
                let squares = clients.iter().map(|client| (z(client, 0, 1) - z(client, 2, 3)).powi(2));
                prop_assert!(is_near(ours.variance, k / (k - 1.0) * squares.sum::<f64>(), 1e-13));
            }
            Err(error) => prop_assert!(matches!(error, StatsError::NoAnswers | StatsError::OneClient), "{error}"),
        }
    }

    #[test]
    fn adjusted_p_keep_their_order(p in prop::collection::vec(prop_oneof![4 => 0.0..1.0, 1 => 0.0..0.01, 1 => Just(0.03)], 0..30)) {
        let of = |adjustment| adjust(&p, adjustment).unwrap();
        let [bonferroni, holm, hommel] = [Adjustment::Bonferroni, Adjustment::Holm, Adjustment::Hommel].map(of);
        let [bh, by] = [Adjustment::BenjaminiHochberg, Adjustment::BenjaminiYekutieli].map(of);
        let dust = 1e-14;
        for i in 0..p.len() {
            prop_assert!(p[i] <= bh[i] + dust && bh[i] <= hommel[i] + dust && hommel[i] <= holm[i] + dust && holm[i] <= bonferroni[i] + dust);
            prop_assert!(bh[i] <= by[i] + dust);
            for j in 0..p.len() {
                if p[i] <= p[j] {
                    for adjusted in [&bonferroni, &holm, &hommel, &bh, &by] {
                        prop_assert!(adjusted[i] <= adjusted[j] + dust);
                    }
                }
            }
        }
    }

    #[test]
    fn silence_widens((share, silent) in (share(), prop_oneof![1 => Just(0), 4 => 0..2000_u64]), (level, wide) in level(), claim in 0.001..0.999) {
        let of = |silent: u64| Response::new(share.answered + silent, share.answered, share.events).unwrap();
        let (response, more) = (of(silent), of(silent + 1));
        let (bounds, wider) = (response.bounds(), more.bounds());
        prop_assert!(wider.low <= bounds.low && bounds.high <= wider.high);
        prop_assert!(bounds.low <= estimate(share) && estimate(share) <= bounds.high);
        let union = response.union_wilson(level).unwrap();
        prop_assert!(union.low <= bounds.low && bounds.high <= union.high);
        if let Some(found) = response.imbens_manski(level).unwrap() {
            let more = response.imbens_manski(wide).unwrap().unwrap();
            prop_assert!(found.interval.low <= bounds.low + 1e-15 && bounds.high <= found.interval.high + 1e-15 || level.get() < 0.5);
            prop_assert!(more.standard_errors >= found.standard_errors);
        }
        let reached = |yes: u64| (share.events + yes) as f64 / response.eligible as f64;
        match response.tipping_point(claim).unwrap() {
            TippingPoint::Already => prop_assert!(reached(0) >= claim),
            TippingPoint::Needs(yes) => prop_assert!(reached(yes) >= claim && reached(yes - 1) < claim && yes <= silent),
            TippingPoint::Impossible => prop_assert!(reached(silent) < claim),
        }
        if let Some(delta) = response.tipping_delta(claim).unwrap() {
            prop_assert!(is_near(response.delta(delta).unwrap().unwrap().estimate, claim, 1e-9));
        }
    }

    #[test]
    fn weights_are_relative(cells in prop::collection::vec((1..500_u64, share()), 1..6), factor in 2..5_u64) {
        let of = |factor: u64| {
            let cell = |&(population, share): &(u64, Share)| WeightingCell {
                population: population * factor, answered: share.answered, events: share.events,
            };
            weight_by_cell(&cells.iter().map(cell).collect::<Vec<_>>(), Level::DEFAULT).unwrap()
        };
        let (one, other) = (of(1), of(factor));
        prop_assert!(is_near(one.estimate, other.estimate, 1e-13) && is_near(one.effective_n, other.effective_n, 1e-9));
        let n: u64 = cells.iter().map(|(_, share)| share.answered).sum();
        prop_assert!(one.effective_n <= n as f64);
        prop_assert!(one.interval.low <= one.estimate + 1e-15 && one.estimate <= one.interval.high + 1e-15);
    }

    #[test]
    fn pooling_moves_with_its_studies(effects in effects(), by in -2.0..2.0, factor in 0.3..3.0) {
        let pool = |effects: &[StudyEffect]| pool_studies(effects, PoolInterval::KnappHartung, Level::DEFAULT).unwrap();
        let moved: Vec<StudyEffect> = effects.iter()
            .map(|one| StudyEffect { estimate: (one.estimate + by) * factor, variance: one.variance * factor * factor })
            .collect();
        let (one, other) = (pool(&effects), pool(&moved));
        prop_assert!(is_near((one.estimate + by) * factor, other.estimate, 1e-6), "{one:?} {other:?}");
        prop_assert!(is_near(one.tau2 * factor * factor, other.tau2, 1e-6), "{one:?} {other:?}");
        prop_assert!(is_near(one.heterogeneity.q.statistic, other.heterogeneity.q.statistic, 1e-9));
        let smallest = effects.iter().map(|one| one.estimate).fold(f64::MAX, f64::min);
        let largest = effects.iter().map(|one| one.estimate).fold(f64::MIN, f64::max);
        prop_assert!(smallest <= one.estimate && one.estimate <= largest && (0.0..100.0).contains(&one.heterogeneity.i2));
        if let (Some(interval), Some(prediction)) = (one.interval, one.prediction) {
            prop_assert!(prediction.low <= interval.low && interval.high <= prediction.high);
        }
        if let Some(interval) = q_profile(&effects, Level::DEFAULT).unwrap() {
            prop_assert!(0.0 <= interval.low && interval.low <= interval.high);
        }
    }

    #[test]
    fn precision_needs_answers(expected in 0.01..0.99, half_width in 0.005..0.4) {
        let n = wilson_sample_size(expected, half_width, Level::DEFAULT).unwrap();
        let at = |n: u64| wilson_half_width(expected, n, Level::DEFAULT).unwrap();
        prop_assert!(at(n) <= half_width && (n == 1 || at(n - 1) > half_width));
        let mirrored = wilson_sample_size(1.0 - expected, half_width, Level::DEFAULT).unwrap();
        prop_assert!(mirrored.abs_diff(n) <= 1);
    }

    #[test]
    fn so_many_answers_leave_a_claim_out(share in share(), claim in 0.01..0.99_f64) {
        let needed = answers_to_leave_out(estimate(share), claim, Level::DEFAULT);
        prop_assume!(needed.is_ok_and(|needed| (needed / share.answered as f64 - 1.0).abs() > 1e-9));
        let interval = wilson(share.events, share.answered, Level::DEFAULT).unwrap();
        let holds = interval.low <= claim && claim <= interval.high;
        prop_assert_eq!(holds, share.answered as f64 <= needed.unwrap());
    }

    #[test]
    fn exact_tests_keep_their_size(claim in 0.02..0.98, expected in 0.02..0.98, n in 1..300_u64, alpha in 0.005..0.2) {
        for alternative in [Alternative::Greater, Alternative::Less, Alternative::TwoSided] {
            let found = exact_power(claim, expected, n, alpha, alternative).unwrap();
            prop_assert!(found.size <= alpha * (1.0 + 1e-9) && (0.0..=1.0 + 1e-12).contains(&found.power), "{found:?}");
        }
        let greater = exact_power(claim, expected, n, alpha, Alternative::Greater).unwrap();
        let less = exact_power(1.0 - claim, 1.0 - expected, n, alpha, Alternative::Less).unwrap();
        prop_assert!(is_near(greater.power, less.power, 1e-9) || (greater.at_least.map(|x| n - x) != less.at_most));
    }

    #[test]
    fn planned_sizes_have_their_power(first in 0.02..0.98_f64, second in 0.02..0.98_f64, ratio in 0.3..3.0, power in 0.3..0.99) {
        prop_assume!((first - second).abs() > 0.01);
        let shares = TwoShares { first, second, ratio };
        let n1 = two_shares_sample_size(shares, 0.05, power).unwrap();
        let reached = two_shares_power(shares, n1, 0.05).unwrap();
        // The far tail is left out of the size: it adds a little.
        prop_assert!(reached >= power - 1e-9 && reached < power + 0.025, "{reached} {power}");
    }

    #[test]
    fn follow_ups_bring_their_answers(answers in 1..400_u64, rate in 0.05..1.0, assurance in 0.5..0.99) {
        let expected = follow_ups_to_expect(answers, rate).unwrap();
        prop_assert!(expected as f64 * rate >= answers as f64 * (1.0 - 1e-12));
        let sure = follow_ups_to_be_sure(answers, rate, assurance).unwrap();
        prop_assert!(sure >= answers && follow_ups_to_be_sure(answers + 1, rate, assurance).unwrap() >= sure);
    }

    #[test]
    fn what_was_counted_is_possible(share in (1..400_u64).prop_flat_map(|n| (0..=n, Just(n))), decimals in 0..4_usize) {
        let (events, n) = share;
        let percent = 100.0 * events as f64 / n as f64;
        let rounded = format!("{percent:.decimals$}").parse().unwrap();
        let Grim::Rounded(first, last) = grim(rounded, n).unwrap() else { panic!("{events} of {n}") };
        prop_assert!(first <= events && events <= last);
        // Cut off in whole numbers.
        let unit = 100 * 10_u64.pow(decimals as u32);
        let digits = format!("{:0>width$}", unit * events / n, width = decimals + 1);
        let (whole, fraction) = digits.split_at(digits.len() - decimals);
        let text = if decimals == 0 { whole.to_owned() } else { format!("{whole}.{fraction}") };
        match grim(text.parse().unwrap(), n).unwrap() {
            Grim::Truncated(first, last) => prop_assert!(first <= events && events <= last),
            Grim::Rounded(..) => {}
            Grim::Impossible(..) => panic!("{text} is {events} of {n}"),
        }
    }
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn the_binomial_normal_model_turns(shares in prop::collection::vec(prop_oneof![4 => mixed_share(), 1 => share()], 2..7)) {
        match (binomial_normal(&shares, Level::DEFAULT), binomial_normal(&shares.iter().copied().map(flipped).collect::<Vec<_>>(), Level::DEFAULT)) {
            (Ok(one), Ok(other)) => {
                prop_assert!(is_near(one.estimate, -other.estimate, 1e-6), "{one:?} {other:?}");
                prop_assert!(is_near(one.tau2, other.tau2, 1e-6) && is_near(one.standard_error, other.standard_error, 1e-6));
                prop_assert!(one.standard_error.is_finite() && one.tau2 >= 0.0);
            }
            (one, other) => {
                prop_assert_eq!(one, other);
                let edges = shares.iter().filter(|share| share.events == 0 || share.events == share.answered).count();
                prop_assert!(edges > 0, "{:?}", shares);
            }
        }
    }
}

#[test]
fn percentages_are_read_as_printed() {
    let read = |text: &str| text.parse::<sst_core::stats::PrintedPercentage>();
    assert!(read("83.3").is_ok() && read("100").is_ok() && read("0.00").is_ok());
    assert_ne!(read("83.3"), read("83.30"));
    for text in ["", ".", "83.", ".5", "-3", "83,3", "83.3%", "101", "100.1", "1e2", "83.12345678", "+5", "٣"] {
        assert_eq!(read(text), Err(StatsError::OutOfRange), "{text}");
    }
    // 88% of 58 is 51, of 34 it is 30: the check cannot tell which n was meant.
    assert_eq!(grim(read("88").unwrap(), 58), Ok(Grim::Rounded(51, 51)));
    assert_eq!(grim(read("88").unwrap(), 34), Ok(Grim::Rounded(30, 30)));
    assert_eq!(grim(read("88").unwrap(), 0), Err(StatsError::NoAnswers));
}
