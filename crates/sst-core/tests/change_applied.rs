//! A rule of change with its numbers, on the thirty couples both ways round and at its edges. The figures are those of
//! clinicalsignificance 3.0.0 (see the fixture's `about` and `source`); what makes them is tested in `golden_change`.
#![allow(clippy::unwrap_used)] // a test may stop

use std::collections::BTreeMap;

use serde::Deserialize;
use sst_core::change::{
    AppliedRule, ChangeClass, ChangeRule, Criterion, CriterionKind, CutoffKind, NotApplied, Pairs, ReliableChange,
};
use sst_core::instrument::{Better, Fact, FactKind, Instrument};
use sst_core::stats::{RciMethod, change_index};

#[derive(Deserialize)]
struct Couples {
    pre: Vec<f64>,
    post: Vec<f64>,
    sem: f64,
    s_diff: f64,
    diff_crit: f64,
    methods: BTreeMap<String, Method>,
    percentage: BTreeMap<String, Percentage>,
    minimal_difference: MinimalDifference,
    crossing_alone: BTreeMap<String, [usize; 3]>,
    cutoff_b_textbook: f64,
}

#[derive(Deserialize)]
struct Method {
    index: Vec<f64>,
    cutoffs: BTreeMap<String, Cutoff>,
}

#[derive(Deserialize)]
struct Cutoff {
    #[serde(rename = "cutoff")]
    value: f64,
    classes: Vec<String>,
}

#[derive(Deserialize)]
struct Percentage {
    share: Vec<f64>,
}

#[derive(Deserialize)]
struct MinimalDifference {
    threshold: f64,
    n: [usize; 3],
}

const MAX: f64 = 151.0;
const BOTH_WAYS: [Better; 2] = [Better::Higher, Better::Lower];

impl Couples {
    fn read() -> Self {
        serde_json::from_str(include_str!("fixtures/change_das.json")).unwrap()
    }

    /// In thousandths; where lower is better, the mirror image.
    fn scores(&self, better: Better) -> Vec<(i32, i32)> {
        let score = |points: &f64| (on(better, *points) * 1000.0) as i32;
        self.pre.iter().map(score).zip(self.post.iter().map(score)).collect()
    }
}

/// A place on the scale, or on its mirror image.
fn on(better: Better, points: f64) -> f64 {
    if better == Better::Higher { points } else { MAX - points }
}

fn fact(about: FactKind, value: f64) -> Fact {
    let source = "Jacobson & Truax 1991".to_owned();
    Fact { about, value: Some(value), values: Vec::new(), rule: None, level: None, note: None, source, verified: true }
}

/// The couples' questionnaire as issue and paper give it, or its mirror image.
fn das(better: Better) -> Instrument {
    let mut das = Instrument::new("das", "DAS", (0.0, MAX), 0.5, better);
    das.facts = vec![
        fact(FactKind::Reliability, 0.88),
        fact(FactKind::FunctionalMean, on(better, 114.8)),
        fact(FactKind::FunctionalSd, 17.8),
    ];
    das
}

fn counted(scores: &[(i32, i32)]) -> Pairs {
    let mut pairs = Pairs::default();
    for &(pre, post) in scores {
        pairs.add(Some(pre), Some(post), 1);
    }
    pairs
}

fn by(criterion: CriterionKind) -> ChangeRule {
    ChangeRule { criterion, ..ChangeRule::default() }
}

fn directions(rule: &AppliedRule, scores: &[(i32, i32)]) -> [usize; 3] {
    let of = |wanted| scores.iter().filter(|&&(pre, post)| rule.verdict(pre, post).direction == Some(wanted)).count();
    ReliableChange::ALL.map(of)
}

fn assert_near(ours: f64, theirs: f64, what: &str) {
    assert!((ours - theirs).abs() <= 1e-9 * theirs.abs().max(1.0), "{what}: {ours} is not {theirs}");
}

#[test]
fn every_couple_has_its_index_whichever_way_the_scale_runs() {
    let couples = Couples::read();
    assert_eq!(couples.methods.len(), RciMethod::ALL.len());
    for better in BOTH_WAYS {
        let scores = couples.scores(better);
        for (id, golden) in &couples.methods {
            let method: RciMethod = id.parse().unwrap();
            let applied = AppliedRule::new(&das(better), &by(CriterionKind::Index(method)), &counted(&scores));
            assert_eq!(applied.criterion, Ok(Criterion::Index(method)));
            let points = |score: i32| f64::from(score) / 1000.0;
            for (&(pre, post), &index) in scores.iter().zip(&golden.index) {
                let ours = change_index(method, &applied.baseline.unwrap(), points(pre), points(post)).unwrap();
                assert_near(ours, index, id);
            }
        }
    }
}

#[test]
fn every_couple_has_its_class_whichever_way_the_scale_runs() {
    let couples = Couples::read();
    for better in BOTH_WAYS {
        let scores = couples.scores(better);
        for (id, golden) in &couples.methods {
            let method: RciMethod = id.parse().unwrap();
            for (name, cutoff) in [("a", CutoffKind::A), ("b", CutoffKind::B), ("c", CutoffKind::C)] {
                let rule = ChangeRule { cutoff, ..by(CriterionKind::Index(method)) };
                let applied = AppliedRule::new(&das(better), &rule, &counted(&scores));
                let threshold = on(better, applied.cutoff.as_ref().unwrap().caseness.threshold);
                if name == "b" {
                    // The package makes b with the clinical standard deviation, and other classes follow.
                    if method != RciMethod::HagemanArrindell {
                        assert_near(threshold, couples.cutoff_b_textbook, "cut-off b of the textbook");
                    }
                    continue;
                }
                assert_near(threshold, golden.cutoffs[name].value, "cut-off");
                for (&(pre, post), class) in scores.iter().zip(&golden.cutoffs[name].classes) {
                    let ours = applied.verdict(pre, post).class().unwrap();
                    assert_eq!(ours.id(), class, "{id} {name} {better:?} {pre} {post}");
                }
            }
        }
    }
}

#[test]
fn without_a_criterion_the_couples_are_judged_by_jacobson_and_truax() {
    let couples = Couples::read();
    for better in BOTH_WAYS {
        let scores = couples.scores(better);
        let rule = ChangeRule { cutoff: CutoffKind::C, ..ChangeRule::default() };
        let applied = AppliedRule::new(&das(better), &rule, &counted(&scores));
        let baseline = applied.baseline.unwrap();
        assert_near(baseline.standard_error_of_measurement().unwrap(), couples.sem, "SEM");
        assert_near(baseline.standard_error_of_difference().unwrap(), couples.s_diff, "S_diff");
        assert_near(applied.points().unwrap(), couples.diff_crit, "points");
        assert_near(applied.points_beyond_error().unwrap(), couples.diff_crit, "points");
        assert_eq!(format!("{:.6}", applied.critical().unwrap()), "1.959964");
        assert_near(applied.expected_false_change(0.5).unwrap(), 0.05, "false change");
        assert_eq!(directions(&applied, &scores), [19, 10, 1]);
        let verdicts = || scores.iter().map(|&(pre, post)| applied.verdict(pre, post));
        let class = |class| verdicts().filter(|verdict| verdict.class() == Some(class)).count();
        assert_eq!(ChangeClass::ALL.map(class), [14, 5, 10, 1, 0]);
        let crossed = verdicts().filter(|verdict| verdict.was_case == Some(true) && verdict.is_case == Some(false));
        assert_eq!(crossed.count(), couples.crossing_alone["c"][0], "recovered: crossing alone");
    }
}

#[test]
fn percentages_and_the_minimal_important_difference_are_those_of_the_package() {
    let couples = Couples::read();
    let scores = couples.scores(Better::Higher);
    for (share, golden) in &couples.percentage {
        let share = share.parse::<f64>().unwrap();
        let rule = by(CriterionKind::PercentChange(share * 100.0));
        let applied = AppliedRule::new(&das(Better::Higher), &rule, &counted(&scores));
        for (&(pre, post), &moved) in scores.iter().zip(&golden.share) {
            let direction = applied.verdict(pre, post).direction.unwrap();
            assert_eq!(direction == ReliableChange::Improved, moved >= share, "{share}: {pre} to {post}");
            assert_eq!(direction == ReliableChange::Deteriorated, -moved >= share, "{share}: {pre} to {post}");
        }
    }
    for better in BOTH_WAYS {
        let scores = couples.scores(better);
        let mut instrument = das(better);
        instrument.facts.push(fact(FactKind::MinimalImportantDifference, couples.minimal_difference.threshold));
        let rule = by(CriterionKind::MinimalImportantDifference);
        let applied = AppliedRule::new(&instrument, &rule, &counted(&scores));
        assert_eq!(directions(&applied, &scores), couples.minimal_difference.n);
    }
}

/// Peers count a score of 0 before as improved and deteriorated at once.
#[test]
fn a_score_of_zero_before_is_not_judged_by_a_percentage() {
    for better in BOTH_WAYS {
        let pairs = counted(&[(0, 50_000), (0, 0), (100_000, 50_000)]);
        let applied = AppliedRule::new(&das(better), &by(CriterionKind::PercentChange(50.0)), &pairs);
        for post in [0, 50_000, 151_000] {
            let verdict = applied.verdict(0, post);
            assert_eq!((verdict.direction, verdict.class(), verdict.is_undefined), (None, None, true));
            assert!(verdict.was_case.is_some(), "which range a score is in is known all the same");
        }
        let other = applied.verdict(100_000, 50_000);
        let moved = if better == Better::Higher { ReliableChange::Deteriorated } else { ReliableChange::Improved };
        assert_eq!((other.direction, other.is_undefined), (Some(moved), false), "50% is met by equality");
    }
    // A rule that is not known is another thing than a pair that it cannot judge.
    let unknown = AppliedRule::new(&das(Better::Higher), &by(CriterionKind::MinimalImportantDifference), &counted(&[]));
    assert_eq!(unknown.criterion, Err(NotApplied::NoMinimalImportantDifference));
    assert!(!unknown.verdict(0, 50_000).is_undefined);
}

#[test]
fn a_percentage_is_held_exactly_or_refused() {
    assert_eq!("percent:12.5".parse(), Ok(CriterionKind::PercentChange(12.5)));
    assert!("percent:33.33333".parse::<CriterionKind>().unwrap_err().contains("three decimals"));
    assert!("percent:0".parse::<CriterionKind>().is_err() && "percent:-5".parse::<CriterionKind>().is_err());
    let rule = by(CriterionKind::PercentChange(100.0 / 3.0));
    assert!(AppliedRule::new(&das(Better::Higher), &rule, &counted(&[])).criterion.is_err());
}

#[test]
fn points_and_spreads_are_met_by_equality_and_an_index_must_exceed() {
    use ReliableChange::{Deteriorated, Improved, Unchanged};
    // Baselines 96, 100 and 104 have a standard deviation of 4: half of it is 2.
    let scores = [(96_000, 98_000), (100_000, 98_500), (104_000, 102_000)];
    let half = by(CriterionKind::EffectSize(0.5));
    for better in BOTH_WAYS {
        let applied = AppliedRule::new(&das(better), &half, &counted(&scores));
        assert_eq!(applied.points(), Some(2.0));
        assert_eq!(directions(&applied, &scores), [1, 1, 1]);
        let up = applied.verdict(96_000, 98_000).direction;
        let improved = better == Better::Higher;
        assert_eq!(up, Some(if improved { Improved } else { Deteriorated }));
        assert_eq!(applied.verdict(96_000, 97_999).direction, Some(Unchanged));
    }
    // Published points, halves of them too.
    for (points, least) in [(6.0, 6_000), (2.5, 2_500), (0.1, 100)] {
        let mut phq = das(Better::Lower);
        phq.facts.push(fact(FactKind::ReliableChange, points));
        let applied = AppliedRule::new(&phq, &ChangeRule::default(), &counted(&scores));
        let moves = [18_000 - least, 18_000 - least + 1, 18_000 + least - 1, 18_000 + least];
        let expected = [Improved, Unchanged, Unchanged, Deteriorated].map(Some);
        assert_eq!(moves.map(|post| applied.verdict(18_000, post).direction), expected, "{points}");
    }
    // With a standard deviation of 4 and r = 1/2, SEM √2 = 4: the index needs more than 7.839856.
    let rule = ChangeRule { reliability: Some(0.5), ..by(CriterionKind::Index(RciMethod::JacobsonTruax)) };
    let applied = AppliedRule::new(&das(Better::Higher), &rule, &counted(&scores));
    let of = |post| applied.verdict(96_000, post).direction;
    assert_eq!([of(103_839), of(103_840)], [Unchanged, Improved].map(Some));
}

#[test]
fn identical_scores_are_no_change() {
    let scores = [(96_000, 96_000), (100_000, 100_000), (104_000, 104_000)];
    for better in BOTH_WAYS {
        let mut instrument = das(better);
        instrument.facts.push(fact(FactKind::MinimalImportantDifference, 0.5));
        for criterion in [
            CriterionKind::Index(RciMethod::JacobsonTruax),
            CriterionKind::PercentChange(0.001),
            CriterionKind::EffectSize(0.001),
            CriterionKind::MinimalImportantDifference,
        ] {
            let applied = AppliedRule::new(&instrument, &by(criterion), &counted(&scores));
            assert_eq!(directions(&applied, &scores), [0, 3, 0], "{criterion:?}");
        }
        // Nobody changed by another amount than anybody else: differences have no reliability.
        let rule = by(CriterionKind::Index(RciMethod::HagemanArrindell));
        let applied = AppliedRule::new(&instrument, &rule, &counted(&scores));
        assert_eq!(applied.criterion, Err(NotApplied::NoSpread));
    }
}

#[test]
fn nothing_is_made_of_too_few_pairs() {
    let das = das(Better::Higher);
    let mut pairs = Pairs::default();
    for pre in [80_000, 90_000, 100_000] {
        pairs.add(Some(pre), None, 1);
    }
    for has_pair in [false, true] {
        if has_pair {
            pairs.add(Some(70_000), Some(95_000), 1);
        }
        for method in RciMethod::ALL {
            let applied = AppliedRule::new(&das, &by(CriterionKind::Index(method)), &pairs);
            // The mean of one pair is no mean of a group, so only the index that needs none is there.
            assert_eq!(applied.criterion.is_ok(), method == RciMethod::JacobsonTruax, "{}", method.id());
            assert_eq!(applied.regression_to_the_mean(&das, &pairs), None);
        }
        for reliability in [0.0, 1.0] {
            let rule = ChangeRule { reliability: Some(reliability), ..ChangeRule::default() };
            let applied = AppliedRule::new(&das, &rule, &pairs);
            assert_eq!(applied.criterion.is_ok(), reliability < 1.0, "without error of measurement there is no index");
        }
    }
    let none = AppliedRule::new(&das, &ChangeRule::default(), &Pairs::default());
    assert_eq!(none.criterion, Err(NotApplied::NoSpread));
}
