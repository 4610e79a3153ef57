//! Results with change on questionnaires, made in full from pairs of scores, so that pictures and pages have something
//! to show. The estimates are of the same shape as those of the core; Goodman's intervals are Wilson's here.
#![allow(dead_code, reason = "each test file uses what it needs")]

use std::collections::BTreeMap;

use sst_core::results::{
    Bounds, By, ClassShare, EffectSize, Joint, JointCell, Mean, Payload, Proportion, ResultEntry, ResultSet, RuleNote,
};
use sst_core::stats::{Level, wilson};

pub(crate) const CLASSES: [&str; 5] = ["recovered", "improved", "unchanged", "deteriorated", "harmed"];

/// A questionnaire with its pairs: before, after, concern.
pub(crate) struct Filled {
    pub(crate) id: &'static str,
    pub(crate) rule: RuleNote,
    pub(crate) pairs: Vec<(f64, f64, &'static str)>,
    /// Attended sessions without both scores.
    pub(crate) silent: u64,
}

/// The 30 couples, by the rule of the article: a change must exceed 11.35 points, the cut-off is 94.84.
pub(crate) fn couples() -> Filled {
    let file = include_str!("../../../../data/replications/jacobson-truax-1991/couples.csv");
    let pairs = file.lines().skip(1).map(|line| {
        let cells: Vec<&str> = line.split(',').collect();
        (cells[2].parse().expect("a score"), cells[3].parse().expect("a score"), "")
    });
    let rule = RuleNote {
        name: String::new(),
        amount: String::new(),
        criterion: "jacobson_truax".to_owned(),
        text:
            "Reliable change on the DAS: Jacobson-Truax index above 1.96 (SD of all baselines 11.83, reliability 0.88: \
               more than 11.35 points). Cut-off c = 94.84; scores below it are in the clinical range."
                .to_owned(),
        reliable_change: Some(11.354_791),
        cutoff: Some(94.842_41),
        cutoff_is_clinical: Some(false),
        better: "higher".to_owned(),
        min: 0.0,
        max: 151.0,
        warnings: Vec::new(),
    };
    Filled { id: "das", rule, pairs: pairs.collect(), silent: 0 }
}

/// 400 pairs of PHQ-9 in five concerns, one of them small.
pub(crate) fn phq9() -> Filled {
    let mut state = 20_250_101_u64;
    let mut uniform = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as f64 / f64::from(1_u32 << 31)
    };
    let mut normal = move || (0..12).map(|_| uniform()).sum::<f64>() - 6.0;
    let concerns = ["Anxiety", "Low mood", "Grief", "Work and study", "Relationships and family"];
    let pairs = (0..400).map(|i| {
        let concern = if i % 57 == 0 { 2 } else { [0, 1, 1, 3, 4, 0, 1, 4][i % 8] };
        let gain = [4.5, 5.5, 2.0, 3.5, 2.5][concern];
        let pre = (13.5 + 5.2 * normal()).round().clamp(0.0, 27.0);
        let post = (pre - gain + 4.8 * normal()).round().clamp(0.0, 27.0);
        (pre, post, concerns[concern])
    });
    let rule = RuleNote {
        name: String::new(),
            amount: String::new(),
        criterion: "threshold".to_owned(),
        text: "Reliable change on the PHQ-9: at least 6 points (rule set nhs-talking-therapies). Scores of 10 or more are \
               in the clinical range."
            .to_owned(),
        reliable_change: Some(6.0),
        cutoff: Some(10.0),
        cutoff_is_clinical: Some(true),
        better: "lower".to_owned(),
        min: 0.0,
        max: 27.0,
        warnings: vec!["The retest reliability of 0.84 is not verified.".to_owned()],
    };
    Filled { id: "phq9", rule, pairs: pairs.collect(), silent: 780 }
}

/// Scores whose reliable change nobody knows, on a scale of 0 to 1000 with half points.
pub(crate) fn unknown() -> Filled {
    let pairs = (0..700).map(|i| {
        let pre = f64::from(i * 37 % 881) + 60.0;
        (pre, (pre - f64::from(i * 53 % 190) + 55.0 + f64::from(i % 2) / 2.0).max(0.0), "")
    });
    let rule = RuleNote {
        name: String::new(),
        amount: String::new(),
        criterion: "unknown".to_owned(),
        text: "No reliable change is known for OWN.".to_owned(),
        reliable_change: None,
        cutoff: None,
        cutoff_is_clinical: None,
        better: "lower".to_owned(),
        min: 0.0,
        max: 1000.0,
        warnings: Vec::new(),
    };
    Filled { id: "own", rule, pairs: pairs.collect(), silent: 50 }
}

/// A document with the change on these questionnaires.
pub(crate) fn results(questionnaires: &[Filled]) -> ResultSet {
    let mut results = ResultSet::from_json(
        r#"{"schema": "sst-results/1", "tool": {"name": "sst", "version": "0.0.0"}, "as_of": "2025-12-31",
            "period": {"from": "2025-01-01", "to": "2025-12-31"}, "level": 0.95, "unit": "session", "mapping": null,
            "rows": {"read": 1180, "used": 1180, "excluded": []},
            "flow": {"booked": 1180, "attended": 1180, "asked": null, "answered": null}, "protection": "none"}"#,
    )
    .expect("a document without results");
    for one in questionnaires {
        let mut groups: Vec<&str> =
            one.pairs.iter().map(|(_, _, concern)| *concern).filter(|c| !c.is_empty()).collect();
        groups.sort_unstable();
        groups.dedup();
        entries(one, &By::new(), &mut results.results);
        for group in groups {
            let pairs = one.pairs.iter().copied().filter(|pair| pair.2 == group).collect();
            let part = Filled { id: one.id, rule: one.rule.clone(), pairs, silent: one.silent / 5 };
            let by = By::from([("concern".to_owned(), Some(group.to_owned()))]);
            entries(&part, &by, &mut results.results);
        }
    }
    results.results.sort_by(|a, b| a.order().cmp(&b.order()));
    // What is drawn and printed relies on the numbers being possible.
    ResultSet::from_json(&results.to_json()).expect("possible numbers")
}

fn entries(one: &Filled, by: &By, entries: &mut Vec<ResultEntry>) {
    let pairs = one.pairs.len() as u64;
    let eligible = pairs + one.silent;
    let turned = if one.rule.better == "higher" { 1.0 } else { -1.0 };
    let is_clinical = |score: f64| {
        one.rule.cutoff.is_some_and(|cutoff| {
            (cutoff - score) * turned > 0.0 || (one.rule.cutoff_is_clinical == Some(true) && cutoff == score)
        })
    };
    let class = |pre: f64, post: f64| {
        let (gain, change) = ((post - pre) * turned, one.rule.reliable_change?);
        let exceeds = |gain: f64| if one.rule.criterion == "threshold" { gain >= change } else { gain > change };
        Some(match (is_clinical(pre), is_clinical(post)) {
            (true, false) if exceeds(gain) => 0_usize,
            _ if exceeds(gain) => 1,
            (false, true) if exceeds(-gain) => 4,
            _ if exceeds(-gain) => 3,
            _ => 2,
        })
    };
    let count =
        |is: &dyn Fn(f64, f64) -> bool| one.pairs.iter().filter(|&&(pre, post, _)| is(pre, post)).count() as u64;
    let classes = CLASSES.iter().enumerate().map(|(place, id)| {
        let events = count(&|pre, post| class(pre, post) == Some(place));
        let interval = wilson(events, pairs, Level::new(0.95).expect("a level")).ok().filter(|_| pairs > 0);
        ClassShare {
            class: (*id).to_owned(),
            count: Some(events),
            estimate: (pairs > 0).then(|| events as f64 / pairs as f64),
            low: interval.map(|interval| interval.low),
            high: interval.map(|interval| interval.high),
        }
    });
    let mut cells: BTreeMap<(i64, i64), u64> = BTreeMap::new();
    for (pre, post, _) in &one.pairs {
        *cells.entry(((pre * 1000.0) as i64, (post * 1000.0) as i64)).or_default() += 1;
    }
    let cells = cells.into_iter().map(|((pre, post), count)| JointCell {
        pre: pre as f64 / 1000.0,
        post: post as f64 / 1000.0,
        count: Some(count),
    });
    let changes: Vec<f64> = one.pairs.iter().map(|(pre, post, _)| post - pre).collect();
    let mean = changes.iter().sum::<f64>() / pairs as f64;
    let sd = (changes.iter().map(|change| (change - mean).powi(2)).sum::<f64>() / (pairs as f64 - 1.0)).sqrt();
    let (several, half) = (pairs > 1, 1.96 * sd / (pairs as f64).sqrt());
    let could_not = count(&|pre, _| one.rule.cutoff.is_some() && !is_clinical(pre));
    let effect = |id: &str, factor: f64| EffectSize {
        id: id.to_owned(),
        estimate: several.then(|| turned * factor * mean / sd),
        low: (several && id == "d_z").then(|| turned * mean / sd - 0.1),
        high: (several && id == "d_z").then(|| turned * mean / sd + 0.1),
    };
    let is_known = one.rule.reliable_change.is_some();
    let joint = Joint {
        eligible: Some(eligible),
        answered: Some(pairs),
        with_pre: Some(eligible.min(pairs + one.silent / 2)),
        cells: if by.is_empty() { cells.collect() } else { Vec::new() },
        classes: if is_known { classes.collect() } else { Vec::new() },
        class_method: "goodman".to_owned(),
        could_not_recover: one.rule.cutoff.map(|_| could_not),
        at_ceiling: is_known.then(|| count(&|pre, _| pre < 6.0)),
        at_floor: is_known.then_some(0),
        zero_before: None,
        effect_sizes: vec![effect("d_z", 1.0), effect("d_av", 0.9)],
        correlation: several.then_some(0.55),
        expected_false_change: is_known.then_some(0.05),
        regression_to_the_mean: several.then_some(-0.8),
        rule: one.rule.clone(),
        sensitivity: Vec::new(),
    };
    let mut push = |measure: &str, payload: Payload| {
        entries.push(ResultEntry {
            measure: measure.to_owned(),
            instrument: Some(one.id.to_owned()),
            by: by.clone(),
            definition: "as the rule says".to_owned(),
            payload,
            reason: None,
            caveats: Vec::new(),
        });
    };
    push("change", Payload::Joint(joint));
    push(
        "change",
        Payload::Mean(Mean {
            eligible: Some(eligible),
            answered: Some(pairs),
            estimate: (pairs > 0).then_some(mean),
            sd: several.then_some(sd),
            low: several.then_some(mean - half),
            high: several.then_some(mean + half),
            method: "t".to_owned(),
            heterogeneity: None,
            study: None,
        }),
    );
    if !is_known {
        return;
    }
    let of_class = |wanted: &'static [usize]| {
        move |pre: f64, post: f64| class(pre, post).is_some_and(|found| wanted.contains(&found))
    };
    for (measure, events) in [
        ("reliably_improved", count(&of_class(&[0, 1]))),
        ("reliably_deteriorated", count(&of_class(&[3, 4]))),
        ("recovered", count(&|pre, post| is_clinical(pre) && !is_clinical(post))),
        ("reliably_recovered", count(&of_class(&[0]))),
    ] {
        let is_recovery = measure.ends_with("recovered");
        let answered = if is_recovery { pairs - could_not } else { pairs };
        let interval = wilson(events, answered, Level::new(0.95).expect("a level")).ok().filter(|_| answered > 0);
        push(
            measure,
            Payload::Proportion(Proportion {
                eligible: Some(eligible),
                not_due: Some(0),
                asked: None,
                answered: Some(answered),
                events: Some(events),
                clients: None,
                clients_answered: None,
                estimate: (answered > 0).then(|| events as f64 / answered as f64),
                low: interval.map(|interval| interval.low),
                high: interval.map(|interval| interval.high),
                method: "wilson".to_owned(),
                design_effect: (answered > 0).then_some(1.0),
                bounds: (eligible > 0).then(|| Bounds {
                    low: events as f64 / eligible as f64,
                    high: (events + one.silent) as f64 / eligible as f64,
                }),
                could_not_recover: is_recovery.then_some(could_not),
                paired: Some(pairs),
                official: None,
                missing: None,
                benchmarks: Vec::new(),
                heterogeneity: None,
                study: None,
            }),
        );
    }
}
