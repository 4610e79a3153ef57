//! Control charts against other people's software (see the fixture's `about`), and the traps.
#![allow(clippy::unwrap_used, clippy::print_stderr)] // a test may stop, and says how far off it was

mod deviation;

use std::collections::BTreeMap;

use deviation::Deviation;
use serde::Deserialize;
use sst_core::stats::{
    Assurance, BernoulliCusum, ChartLimits, ChartPlan, ControlChart, Exposed, Rule, RuleSet, Screening, Share, Side,
    Signal, StatsError, Variation, Wanted, assurance, c_chart, g_chart, laney_p_chart, leading_signal, p_chart,
    run_chart, runs_analysis, signals, t_chart, u_chart, variation, xmr_chart,
};

#[derive(Deserialize)]
struct Fixture {
    events: Vec<u64>,
    answered: Vec<u64>,
    qicharts2: BTreeMap<String, Qic>,
    anhoej: Anhoej,
    plot_the_dots: BTreeMap<String, Dots>,
}

#[derive(Deserialize)]
struct Qic {
    y: Vec<f64>,
    cl: Vec<f64>,
    lcl: Vec<Option<f64>>,
    ucl: Vec<Option<f64>>,
    sigma_signal: Vec<bool>,
    runs_signal: Vec<bool>,
    n_useful: Vec<u64>,
    longest_run: Vec<u64>,
    longest_run_max: Vec<u64>,
    n_crossings: Vec<u64>,
    n_crossings_min: Vec<u64>,
    part: Vec<usize>,
    baseline: Vec<bool>,
}

#[derive(Deserialize)]
struct Anhoej {
    n_useful: Vec<usize>,
    longest_run_max: Vec<u64>,
    crossings_min: Vec<u64>,
}

#[derive(Deserialize)]
struct Dots {
    y: Vec<f64>,
    rebase_group: Vec<usize>,
    mean_col: Vec<f64>,
    lpl: Vec<f64>,
    upl: Vec<f64>,
    outside_limits: Vec<bool>,
    special_cause_type: Vec<String>,
    special_cause_flag: Vec<bool>,
    point_type: Vec<String>,
    short_group_warning: Vec<bool>,
    assurance: Option<String>,
    last_variation: String,
}

fn fixture() -> Fixture {
    serde_json::from_str(include_str!("fixtures/control_charts.json")).unwrap()
}

impl Fixture {
    fn months(&self) -> Vec<Share> {
        self.events.iter().zip(&self.answered).map(|(&events, &answered)| Share { events, answered }).collect()
    }
}

fn shares(counts: &[(u64, u64)]) -> Vec<Share> {
    counts.iter().map(|&(events, answered)| Share { events, answered }).collect()
}

fn some(values: &[f64]) -> Vec<Option<f64>> {
    values.iter().copied().map(Some).collect()
}

/// The places at which a rule of this name fires.
fn firing(signals: &[Signal], id: &str) -> Vec<usize> {
    let mut places: Vec<usize> =
        signals.iter().filter(|signal| signal.rule.id() == id).flat_map(|signal| signal.places.clone()).collect();
    places.sort_unstable();
    places
}

#[test]
fn charts_of_shares_are_qicharts2() {
    let golden = fixture();
    let months = golden.months();
    let default = ChartPlan::default();
    let frozen = ChartPlan { freeze: Some(12), ..ChartPlan::default() };
    let parts = ChartPlan { rebase: vec![12], ..ChartPlan::default() };
    let target = ChartPlan { centre: Some(0.8), ..ChartPlan::default() };
    let rates: Vec<_> = months.iter().map(|month| month.estimate().ok()).collect();
    let p = |plan| p_chart(&months, plan, ChartLimits::Normal).unwrap();
    let mut deviation = Deviation::allowed(1e-12);
    for (name, chart) in [
        ("p", p(&default)),
        ("p_freeze12", p(&frozen)),
        ("p_part12", p(&parts)),
        ("p_cl_target", p(&target)),
        ("pp_screened", laney_p_chart(&months, &default, Screening::Once).unwrap()),
        ("pp_unscreened", laney_p_chart(&months, &default, Screening::Off).unwrap()),
        ("run", run_chart(&rates, &default).unwrap()),
    ] {
        let golden = &golden.qicharts2[name];
        let runs = signals(&chart, &RuleSet::ANHOEJ).unwrap();
        for (place, point) in chart.points.iter().enumerate() {
            let what = format!("{name} {place}");
            let lines = point.lines.unwrap();
            deviation.note(&what, point.value.unwrap(), golden.y[place]);
            deviation.note(&what, lines.centre, golden.cl[place]);
            assert_eq!(lines.limits.is_some(), golden.lcl[place].is_some(), "{what}");
            if let (Some(limits), Some(low), Some(high)) = (lines.limits, golden.lcl[place], golden.ucl[place]) {
                deviation.note(&what, limits.low, low);
                deviation.note(&what, limits.high, high);
            }
            assert_eq!(point.beyond.is_some(), golden.sigma_signal[place], "{what}");
            assert_eq!((point.part + 1, point.in_baseline), (golden.part[place], golden.baseline[place]), "{what}");
            let sides: Vec<_> = chart.points[chart.parts[point.part].places.clone()]
                .iter()
                .map(|point| side(point.value.unwrap(), point.lines.unwrap().centre))
                .collect();
            let ours = runs_analysis(&sides).unwrap();
            assert_eq!(
                [ours.useful, ours.longest_run, ours.longest_allowed, ours.crossings, ours.fewest_allowed],
                [
                    golden.n_useful[place],
                    golden.longest_run[place],
                    golden.longest_run_max[place],
                    golden.n_crossings[place],
                    golden.n_crossings_min[place]
                ],
                "{what}"
            );
            assert_eq!(runs.iter().any(|signal| signal.part == point.part), golden.runs_signal[place], "{what}");
        }
    }
    deviation.assert("charts of shares", 24 * (6 * 4 + 2));
}

fn side(value: f64, centre: f64) -> Option<Side> {
    value.partial_cmp(&centre).and_then(|order| match order {
        std::cmp::Ordering::Less => Some(Side::Below),
        std::cmp::Ordering::Equal => None,
        std::cmp::Ordering::Greater => Some(Side::Above),
    })
}

#[test]
fn anhoejs_limits_are_the_table() {
    let golden = fixture().anhoej;
    assert_eq!(golden.n_useful, (5..=100).collect::<Vec<_>>());
    for ((&n, longest), crossings) in golden.n_useful.iter().zip(golden.longest_run_max).zip(golden.crossings_min) {
        let ours = runs_analysis(&vec![Some(Side::Above); n]).unwrap();
        assert_eq!((ours.longest_allowed, ours.fewest_allowed), (longest, crossings), "{n}");
        assert_eq!((ours.longest_run, ours.crossings), (n as u64, 0));
    }
    assert_eq!(runs_analysis(&[None, None]), Err(StatsError::NoAnswers));
    assert_eq!(runs_analysis(&[Some(Side::Below)]).unwrap().fewest_allowed, 0);
}

#[test]
fn plot_the_dots_is_nhsr() {
    let cases = fixture().plot_the_dots;
    assert_eq!(cases.len(), 11);
    let mut deviation = Deviation::allowed(1e-12);
    let mut points = 0;
    for (name, golden) in &cases {
        let screening = if name.ends_with("noscreen") { Screening::Off } else { Screening::Once };
        // All cases but one say that higher is better.
        let wanted = if name.ends_with("decrease") { Wanted::Lower } else { Wanted::Higher };
        let rebase = (1..golden.y.len()).filter(|&i| golden.rebase_group[i] != golden.rebase_group[i - 1]).collect();
        let plan = ChartPlan { rebase, ..ChartPlan::default() };
        let chart = xmr_chart(&some(&golden.y), &plan, screening).unwrap();
        let found = signals(&chart, &RuleSet::PLOT_THE_DOTS).unwrap();
        for (place, point) in chart.points.iter().enumerate() {
            points += 1;
            let what = format!("{name} {place}");
            let lines = point.lines.unwrap();
            let limits = lines.limits.unwrap();
            deviation.note(&what, lines.centre, golden.mean_col[place]);
            deviation.note(&what, limits.low, golden.lpl[place]);
            deviation.note(&what, limits.high, golden.upl[place]);
            assert_eq!(point.beyond.is_some(), golden.outside_limits[place], "{what}");
            assert_eq!(named(leading_signal(&found, place)), golden.special_cause_type[place], "{what}");
            assert_eq!(leading_signal(&found, place).is_some(), golden.special_cause_flag[place], "{what}");
            assert_eq!(icon(variation(&found, place, wanted)), golden.point_type[place], "{what}");
            assert_eq!(chart.parts[point.part].is_short(), golden.short_group_warning[place], "{what}");
        }
        let last = golden.y.len() - 1;
        assert_eq!(icon(variation(&found, last, wanted)), golden.last_variation, "{name}");
        if let Some(verdict) = &golden.assurance {
            assert_eq!(
                (verdict.as_str(), assurance(&chart, 0.75, wanted)),
                ("inconsistent", Some(Assurance::Inconsistent))
            );
        }
        if wanted == Wanted::Lower {
            assert_eq!(variation(&found, last, Wanted::Neither), Variation::Neither(Some(Side::Above)));
        }
    }
    deviation.assert("plot the dots", 3 * points);
}

/// A signal as NHSRplotthedots names it.
fn named(signal: Option<&Signal>) -> String {
    let Some(signal) = signal else { return "Common Cause".to_owned() };
    let above = signal.side == Some(Side::Above);
    match signal.rule {
        Rule::Beyond => (if above { "Above UCL" } else { "Below LCL" }).to_owned(),
        Rule::Shift { points } => format!("{points} Points {} CL", if above { "Above" } else { "Below" }),
        Rule::Trend { points } => format!("{points} Point Trend ({})", if above { "Increasing" } else { "Decreasing" }),
        Rule::Near { window, points, .. } => {
            format!("{points} in {window} {} CL", if above { "Above" } else { "Below" })
        }
        Rule::LongRun | Rule::FewCrossings => panic!("not of this set"),
    }
}

fn icon(variation: Variation) -> &'static str {
    match variation {
        Variation::CommonCause => "common_cause",
        Variation::Improvement(_) => "special_cause_improvement",
        Variation::Concern(_) => "special_cause_concern",
        Variation::Neither(_) => "special_cause_neutral",
    }
}

fn xmr(values: &[f64]) -> ControlChart {
    let plan = ChartPlan { centre: Some(0.0), ..ChartPlan::default() };
    xmr_chart(&some(values), &plan, Screening::Off).unwrap()
}

#[test]
fn a_tie_breaks_a_run_where_the_rule_says_so() {
    // Three above, one on the centre, four above: no shift of seven, but a run of seven for Anhoej.
    let tied = [1.0, 2.0, 1.0, 0.0, 1.0, 2.0, 1.0, 2.0];
    let found = signals(&xmr(&tied), &RuleSet::PLOT_THE_DOTS).unwrap();
    assert_eq!(firing(&found, "shift"), Vec::<usize>::new());
    let sides: Vec<_> = tied.iter().map(|&value| side(value, 0.0)).collect();
    assert_eq!(runs_analysis(&sides).map(|runs| (runs.useful, runs.longest_run)), Ok((7, 7)));
    let whole = [1.0, 2.0, 1.0, 1.5, 1.0, 2.0, 1.0, 2.0];
    assert_eq!(firing(&signals(&xmr(&whole), &RuleSet::PLOT_THE_DOTS).unwrap(), "shift"), [0, 1, 2, 3, 4, 5, 6, 7]);
    // Two alike break a trend.
    let rising = [-4.0, -3.0, -2.0, -1.0, 1.0, 2.0, 3.0];
    let found = signals(&xmr(&rising), &RuleSet::PLOT_THE_DOTS).unwrap();
    assert_eq!(firing(&found, "trend"), [0, 1, 2, 3, 4, 5, 6]);
    assert!(found.iter().any(|signal| signal.rule == Rule::Trend { points: 7 } && signal.side == Some(Side::Above)));
    let tied = [-4.0, -3.0, -2.0, -2.0, 1.0, 2.0, 3.0];
    assert_eq!(firing(&signals(&xmr(&tied), &RuleSet::PLOT_THE_DOTS).unwrap(), "trend"), Vec::<usize>::new());
}

#[test]
fn narrower_than_p_is_told() {
    // 50% in all months but for one answer: less than chance.
    let months = shares(&[(50, 100), (51, 100), (50, 100), (49, 100), (50, 100)]);
    let chart = laney_p_chart(&months, &ChartPlan::default(), Screening::Off).unwrap();
    assert!(chart.parts[0].sigma_z.unwrap() < 1.0 && chart.parts[0].is_narrower_than_p());
    // The 24 golden months too: 0.522 and 0.417.
    let golden = fixture();
    for (screening, sigma_z) in [(Screening::Off, 0.522_200_044_702_498_6), (Screening::Once, 0.417_477_968_233_611_66)]
    {
        let chart = laney_p_chart(&golden.months(), &ChartPlan::default(), screening).unwrap();
        assert!((chart.parts[0].sigma_z.unwrap() - sigma_z).abs() < 1e-12 && chart.parts[0].is_narrower_than_p());
    }
    assert!(!p_chart(&months, &ChartPlan::default(), ChartLimits::Normal).unwrap().parts[0].is_narrower_than_p());
    // Where all are alike there is no z.
    let alike = laney_p_chart(&shares(&[(9, 9), (8, 8)]), &ChartPlan::default(), Screening::Off).unwrap();
    assert_eq!(alike.points[1].lines, Err(StatsError::AllAlike));
    assert_eq!(alike.points[1].value, Ok(1.0));
}

#[test]
fn a_gap_keeps_its_place_and_breaks_no_order() {
    let counts = [(30, 42), (27, 38), (38, 51), (33, 47), (41, 55), (28, 40), (27, 36)];
    let mut with_gaps = counts.to_vec();
    with_gaps.insert(3, (0, 0));
    with_gaps.push((0, 0));
    let plan = ChartPlan { freeze: Some(4), ..ChartPlan::default() };
    for limits in [ChartLimits::Exact, ChartLimits::Normal] {
        let whole = p_chart(&shares(&counts), &plan, limits).unwrap();
        let gappy = p_chart(&shares(&with_gaps), &plan, limits).unwrap();
        assert_eq!(gappy.points.len(), 9);
        assert_eq!(gappy.points[3].value, Err(StatsError::NoAnswers));
        assert_eq!(gappy.points[3].lines, Err(StatsError::NoAnswers));
        let plotted: Vec<_> = gappy.points.iter().filter(|point| point.value.is_ok()).copied().collect();
        assert_eq!(plotted, whole.points);
        assert_eq!((gappy.parts[0].points, gappy.parts[0].baseline), (7, 4));
    }
    // Seven above the centre with a gap among them are a shift of seven.
    let mut values = some(&[1.0, 2.0, 1.0, 2.0, 1.0, 2.0, 1.0]);
    values.insert(4, None);
    let chart = xmr_chart(&values, &ChartPlan { centre: Some(0.0), ..ChartPlan::default() }, Screening::Once).unwrap();
    assert_eq!(firing(&signals(&chart, &RuleSet::PLOT_THE_DOTS).unwrap(), "shift"), [0, 1, 2, 3, 5, 6, 7]);
    // Nothing but gaps.
    let none = p_chart(&shares(&[(0, 0); 3]), &ChartPlan::default(), ChartLimits::Exact).unwrap();
    assert!(none.points.iter().all(|point| point.lines == Err(StatsError::NoAnswers)));
    assert_eq!(signals(&none, &RuleSet::ANHOEJ_AND_LIMITS), Ok(vec![]));
}

#[test]
fn what_is_left_out_is_drawn_and_takes_no_part() {
    let counts = [(30, 42), (27, 38), (38, 51), (33, 47), (41, 55)];
    let whole = p_chart(&shares(&counts), &ChartPlan::default(), ChartLimits::Exact).unwrap();
    // A sixth month, not over: 0 of 20 so far.
    let mut more = counts.to_vec();
    more.push((0, 20));
    let plan = ChartPlan { left_out: vec![5], ..ChartPlan::default() };
    let chart = p_chart(&shares(&more), &plan, ChartLimits::Exact).unwrap();
    assert_eq!(&chart.points[..5], whole.points.as_slice());
    let month = chart.points[5];
    assert_eq!((month.value, month.beyond, month.in_baseline, month.left_out), (Ok(0.0), None, false, true));
    assert!(month.lines.is_ok() && chart.latest() == Some(4) && chart.parts[0].points == 5);
    assert_eq!(signals(&chart, &RuleSet::ANHOEJ_AND_LIMITS), signals(&whole, &RuleSet::ANHOEJ_AND_LIMITS));
    let counted = p_chart(&shares(&more), &ChartPlan::default(), ChartLimits::Exact).unwrap();
    assert_eq!(counted.points[5].beyond, Some(Side::Below));
}

#[test]
fn values_all_alike_are_no_signal() {
    for value in [0.1, 0.7, 1.0 / 3.0, 286.0] {
        for length in [2, 3, 7, 24] {
            let values = vec![Some(value); length];
            let plan = ChartPlan::default();
            for chart in [
                xmr_chart(&values, &plan, Screening::Once).unwrap(),
                t_chart(&values, &plan, Screening::Off).unwrap(),
                run_chart(&values, &plan).unwrap(),
            ] {
                for set in [RuleSet::PLOT_THE_DOTS, RuleSet::WESTERN_ELECTRIC, RuleSet::ANHOEJ_AND_LIMITS] {
                    assert_eq!(signals(&chart, &set), Ok(vec![]), "{value} {length}");
                }
            }
        }
    }
}

#[test]
fn plans_that_do_not_fit_are_refused() {
    let months = shares(&[(3, 5), (4, 5), (2, 5)]);
    for plan in [
        ChartPlan { rebase: vec![0], ..ChartPlan::default() },
        ChartPlan { rebase: vec![3], ..ChartPlan::default() },
        ChartPlan { rebase: vec![2, 1], ..ChartPlan::default() },
        ChartPlan { freeze: Some(0), ..ChartPlan::default() },
        ChartPlan { centre: Some(1.2), ..ChartPlan::default() },
        ChartPlan { centre: Some(f64::NAN), ..ChartPlan::default() },
    ] {
        assert_eq!(p_chart(&months, &plan, ChartLimits::Exact), Err(StatsError::OutOfRange), "{plan:?}");
    }
    let more = shares(&[(6, 5)]);
    assert_eq!(p_chart(&more, &ChartPlan::default(), ChartLimits::Exact), Err(StatsError::MoreEventsThanAnswers));
    assert_eq!(xmr_chart(&some(&[f64::NAN]), &ChartPlan::default(), Screening::Off), Err(StatsError::OutOfRange));
    let one = xmr_chart(&some(&[3.0]), &ChartPlan::default(), Screening::Off).unwrap();
    assert_eq!(one.points[0].lines, Err(StatsError::OneValue));
}

#[test]
fn exact_limits_are_scipys() {
    // scipy 1.17: the first x with P(X <= x) >= 0.00135 and the last with P(X >= x) >= 0.00135, interpolated.
    let mut deviation = Deviation::allowed(1e-9);
    for (n, centre, low, high) in [
        (42, 0.772_401_433_691_756_3, 0.551_120_283_441_495, 0.958_369_510_440_791_8),
        (5, 0.79, 0.024_514_188_005_349_37, 1.0),
        (1, 0.999, 0.000_350_350_350_350_359_1, 1.0),
        (1000, 0.02, 0.007_522_048_882_466_783, 0.034_978_760_509_567_99),
    ] {
        let plan = ChartPlan { centre: Some(centre), ..ChartPlan::default() };
        let chart = p_chart(&shares(&[(0, n)]), &plan, ChartLimits::Exact).unwrap();
        let limits = chart.points[0].lines.unwrap().limits.unwrap();
        deviation.note(format!("binomial {n}"), limits.low, low);
        deviation.note(format!("binomial {n}"), limits.high, high);
    }
    for (mean, low, high) in [
        (0.5, 0.0, 4.254_270_842_118_262),
        (4.0, 0.0, 11.774_090_672_834_848),
        (20.0, 7.436_634_421_740_069, 35.202_858_412_543_01),
        (258.0, 210.654_604_019_253_3, 307.993_454_227_214_9),
    ] {
        let plan = ChartPlan { centre: Some(mean), ..ChartPlan::default() };
        let chart = c_chart(&[Some(1)], &plan, ChartLimits::Exact).unwrap();
        let limits = chart.points[0].lines.unwrap().limits.unwrap();
        deviation.note(format!("Poisson {mean}"), limits.low, low);
        deviation.note(format!("Poisson {mean}"), limits.high, high);
        // The same by exposure.
        let plan = ChartPlan { centre: Some(mean / 10.0), ..ChartPlan::default() };
        let chart = u_chart(&[Exposed { events: 1, exposure: 10.0 }], &plan, ChartLimits::Exact).unwrap();
        deviation.note(format!("exposed {mean}"), chart.points[0].lines.unwrap().limits.unwrap().high * 10.0, high);
    }
    for (mean, low, high) in
        [(0.2, 0.0, 3.850_08), (8.0, 0.0, 56.105_582_012_437_964), (50.0, 0.0, 333.677_623_660_983_95)]
    {
        let plan = ChartPlan { centre: Some(mean), ..ChartPlan::default() };
        let chart = g_chart(&[1], &plan, ChartLimits::Exact).unwrap();
        let limits = chart.points[0].lines.unwrap().limits.unwrap();
        deviation.note(format!("geometric {mean}"), limits.low, low);
        deviation.note(format!("geometric {mean}"), limits.high, high);
    }
    deviation.assert("exact limits", 8 + 12 + 6);
}

#[test]
fn rare_events_are_seen() {
    // A gap of 400 after a usual 50 is rarer than 0.00135 (scipy: at most 333).
    let plan = ChartPlan { centre: Some(50.0), ..ChartPlan::default() };
    let chart = g_chart(&[30, 333, 334, 0], &plan, ChartLimits::Exact).unwrap();
    assert_eq!(
        chart.points.iter().map(|point| point.beyond).collect::<Vec<_>>(),
        [None, None, Some(Side::Above), None]
    );
    // Montgomery, table 7.14: hours between failures of a valve. None is out of control in his figure 7.27.
    let hours = [286, 948, 536, 124, 816, 729, 4, 143, 431, 8, 2837, 596, 81, 227, 603, 492, 1199, 1214, 2831, 96];
    let chart = t_chart(&hours.map(|hours| Some(f64::from(hours))), &ChartPlan::default(), Screening::Off).unwrap();
    assert!(chart.points.iter().all(|point| point.beyond.is_none()));
    let lines = chart.points[0].lines.unwrap();
    assert!(lines.limits.unwrap().low == 0.0 && lines.centre > 400.0 && lines.centre < 450.0, "{lines:?}");
    assert_eq!(t_chart(&[Some(0.0)], &ChartPlan::default(), Screening::Off), Err(StatsError::OutOfRange));
    // An event in a stretch where none was expected.
    let plan = ChartPlan { freeze: Some(2), ..ChartPlan::default() };
    let chart = c_chart(&[Some(0), Some(0), Some(1), None], &plan, ChartLimits::Exact).unwrap();
    assert_eq!(chart.points[2].beyond, Some(Side::Above));
    assert_eq!(chart.points[3].value, Err(StatsError::NoAnswers));
}

#[test]
fn western_electric_looks_at_zones() {
    // Centre 0, limits ± 3: zones end at 1 and 2.
    let plan = ChartPlan { centre: Some(0.0), freeze: Some(2), ..ChartPlan::default() };
    let start = 3.0 / 2.66;
    let at = |rest: &[f64]| {
        let values: Vec<_> = [-start / 2.0, start / 2.0].iter().chain(rest).copied().collect();
        let chart = xmr_chart(&some(&values), &plan, Screening::Off).unwrap();
        signals(&chart, &RuleSet::WESTERN_ELECTRIC).unwrap()
    };
    // Two of three beyond two, the third anywhere; one beyond three counts.
    assert_eq!(firing(&at(&[2.1, -0.5, 2.2]), "near_limit"), [2, 4]);
    assert_eq!(firing(&at(&[3.1, -0.5, 2.2]), "near_limit"), [2, 4]);
    assert_eq!(firing(&at(&[2.1, -0.5, 1.9]), "near_limit"), Vec::<usize>::new());
    // Four of five beyond one.
    assert_eq!(firing(&at(&[1.1, 1.2, 0.2, 1.3, 1.4]), "near_limit"), [2, 3, 5, 6]);
    // "Making data count" wants all three on one side.
    let values = some(&[-start / 2.0, start / 2.0, 2.1, -0.5, 2.2]);
    let chart = xmr_chart(&values, &plan, Screening::Off).unwrap();
    assert_eq!(firing(&signals(&chart, &RuleSet::PLOT_THE_DOTS).unwrap(), "near_limit"), Vec::<usize>::new());
}

#[test]
fn run_lengths_of_the_cusum_are_a_dense_solution() {
    // numpy: all states in one matrix, np.linalg.solve.
    let mut deviation = Deviation::allowed(1e-10);
    for (rate, odds_ratio, threshold, at, golden) in [
        (0.2, 2.0, 3.0, 0.2, 170.910_580_989_703_36),
        (0.2, 2.0, 3.0, 1.0 / 3.0, 30.451_780_468_703),
        (0.05, 2.0, 4.5, 0.05, 2_848.179_446_417_902_5),
        (0.05, 2.0, 4.5, 0.1, 146.534_977_449_988_45),
        (0.2, 0.5, 3.0, 0.2, 185.810_219_852_538_1),
        (0.2, 0.5, 3.0, 1.0 / 9.0, 47.322_126_926_740_35),
        (0.78, 0.5, 2.25, 0.78, 71.708_257_736_820_16),
        (0.01, 3.0, 2.0, 0.01, 955.349_180_706_224),
        (0.5, 1.2, 6.0, 0.5, 221.301_504_765_254_18),
    ] {
        let chart = BernoulliCusum::with_threshold(rate, odds_ratio, threshold).unwrap();
        deviation.note(format!("{rate} {odds_ratio}"), chart.average_run_length(at).unwrap(), golden);
    }
    for (rate, odds_ratio, wanted, threshold, golden) in [
        (0.2, 2.0, 500.0, 4.234_375, 501.192_528_137_78),
        (0.22, 2.0, 1000.0, 5.515_625, 1_006.677_310_982_065_1),
        (0.22, 0.5, 1000.0, 5.234_375, 1_009.837_762_178_734_2),
    ] {
        let chart = BernoulliCusum::design(rate, odds_ratio, wanted).unwrap();
        assert_eq!(chart.threshold(), threshold, "{rate} {odds_ratio}");
        deviation.note(format!("{rate} {odds_ratio}"), chart.average_run_length(rate).unwrap(), golden);
    }
    deviation.assert("run lengths", 12);
    for (rate, odds_ratio, wanted) in [(0.0, 2.0, 100.0), (0.2, 1.0, 100.0), (0.2, -1.0, 100.0), (0.2, 2.0, f64::NAN)] {
        assert_eq!(BernoulliCusum::design(rate, odds_ratio, wanted), Err(StatsError::OutOfRange));
    }
    // Without events it never signals.
    let chart = BernoulliCusum::with_threshold(0.2, 2.0, 3.0).unwrap();
    assert_eq!(chart.average_run_length(0.0), Err(StatsError::NotConverged));
}
