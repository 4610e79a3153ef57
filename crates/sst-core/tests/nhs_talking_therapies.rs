//! The national percentages of NHS Talking Therapies out of their counts, by the denominators of the rule set.
//!
//! Source: NHS England, Talking Therapies annual reports, open data (`fixtures/nhs_talking_therapies_england.csv`, as carried
//! by bennettoxford/nhstt); published to one decimal.

use std::collections::BTreeMap;

use sst_core::change::{ChangeEvent, RuleSet};

const COUNTS: &str = include_str!("fixtures/nhs_talking_therapies_england.csv");

fn rows() -> Vec<BTreeMap<&'static str, &'static str>> {
    let mut lines = COUNTS.lines();
    let header: Vec<&str> = lines.next().expect("a header").split(',').collect();
    lines.map(|line| header.iter().copied().zip(line.split(',')).collect()).collect()
}

#[test]
fn forty_published_percentages() {
    let published = [
        (ChangeEvent::ReliablyImproved, "improvement"),
        (ChangeEvent::ReliablyDeteriorated, "deterioration"),
        (ChangeEvent::NoReliableChange, "no_reliable_change"),
        (ChangeEvent::ReliablyRecovered, "reliable_recovery"),
        (ChangeEvent::Recovered, "recovery"),
    ];
    let mut compared = 0;
    for row in rows() {
        let count = |name: &str| row[format!("count_{name}").as_str()].parse::<f64>().expect("a count") as u64;
        let (finished, not_at_caseness) = (count("finished_course_treatment"), count("not_at_caseness"));
        for (event, name) in published {
            let set = RuleSet::NhsTalkingTherapies;
            let denominator = set.official_denominator(event, finished, not_at_caseness).expect("a denominator");
            let percent = count(name) as f64 / denominator as f64 * 100.0;
            let printed: f64 = row[format!("percentage_{name}").as_str()].parse().expect("a percentage");
            assert_eq!(format!("{percent:.1}"), format!("{printed:.1}"), "{} {name}", row["reporting_period"]);
            compared += 1;
        }
    }
    assert_eq!(compared, 40);
}

#[test]
fn not_everybody_is_classified() {
    for row in rows() {
        let count = |name: &str| row[format!("count_{name}").as_str()].parse::<f64>().expect("a count");
        let classified = count("improvement") + count("deterioration") + count("no_reliable_change");
        assert!(
            classified < count("finished_course_treatment"),
            "those without all scores are in no count but the whole"
        );
    }
}
