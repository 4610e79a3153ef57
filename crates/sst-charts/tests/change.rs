//! The pictures of change on a questionnaire: what they say, and that they hold with little data and with none.

mod change_results;

use change_results::{Filled, couples, phq9, results, unknown};
use sst_charts::{Chart, ChartError, ChartKind, ChartOptions, ChartRequest, Theme, Width};
use sst_core::results::{Payload, ResultSet};
use sst_core::text::Catalogue;

const PICTURES: [ChartKind; 3] = [ChartKind::ChangePairs, ChartKind::ChangeClasses, ChartKind::ChangeScores];

fn drawn(results: &ResultSet, kind: ChartKind, instrument: Option<&str>, theme: Theme, width: Width) -> Option<Chart> {
    let request = ChartRequest { kind, measure: None, key: None, instrument: instrument.map(str::to_owned) };
    let options = ChartOptions { theme, width, id_prefix: "chart".to_owned() };
    sst_charts::svg(results, &request, &options, &Catalogue::english()).expect("a picture that is known")
}

fn title(results: &ResultSet, kind: ChartKind) -> String {
    drawn(results, kind, None, Theme::Light, Width::Wide).expect("something to draw").title
}

#[test]
fn titles_state_what_the_couples_did() {
    let results = results(&[couples()]);
    assert_eq!(title(&results, ChartKind::ChangePairs), "19 of 30 improved beyond measurement error on the DAS");
    assert_eq!(
        title(&results, ChartKind::ChangeClasses),
        "14 of 30 recovered and 5 more improved on the DAS; 1 got worse beyond measurement error"
    );
    assert_eq!(
        title(&results, ChartKind::ChangeScores),
        "On the DAS scores moved 16.5 points for the better on average"
    );
}

#[test]
fn the_questionnaire_can_be_chosen() {
    let several = results(&[phq9(), couples()]);
    for (wanted, name) in [(None, "DAS"), (Some("phq9"), "PHQ-9")] {
        for kind in PICTURES {
            let chart = drawn(&several, kind, wanted, Theme::Light, Width::Wide).expect("something to draw");
            assert!(chart.title.contains(name), "{}", chart.title);
        }
    }
    let request =
        ChartRequest { kind: ChartKind::ChangePairs, measure: None, key: None, instrument: Some("gad7".to_owned()) };
    let options = ChartOptions { theme: Theme::Light, width: Width::Wide, id_prefix: "chart".to_owned() };
    let refused = sst_charts::svg(&several, &request, &options, &Catalogue::english());
    let known = vec!["das".to_owned(), "phq9".to_owned()];
    assert_eq!(refused, Err(ChartError::UnknownInstrument { wanted: "gad7".to_owned(), known }));
}

#[test]
fn every_bubble_has_its_count_and_no_client_a_mark() {
    let results = results(&[phq9()]);
    let joint = results.results.iter().find_map(|entry| entry.as_joint()).expect("pairs of scores");
    let chart = drawn(&results, ChartKind::ChangePairs, None, Theme::Light, Width::Wide).expect("something to draw");
    let bubbles: Vec<&str> = chart.svg.split("<g><title>before ").skip(1).collect();
    assert_eq!(bubbles.len(), joint.cells.len());
    assert!(joint.cells.len() < 400, "pairs of scores, not clients");
    assert!(bubbles.iter().all(|bubble| bubble.contains(" pairs, ") || bubble.contains(": one pair, ")));
    // Of a fine scale the scores are put together.
    let fine = self::results(&[unknown()]);
    let chart = drawn(&fine, ChartKind::ChangePairs, None, Theme::Light, Width::Wide).expect("something to draw");
    assert!(chart.svg.matches("<g><title>before ").count() < 300);
}

#[test]
fn little_data_and_none() {
    let first = |number: usize| {
        let mut pairs = phq9();
        pairs.pairs.truncate(number);
        pairs
    };
    for kind in PICTURES {
        assert_eq!(drawn(&results(&[]), kind, None, Theme::Light, Width::Wide), None);
        assert_eq!(drawn(&results(&[first(0)]), kind, None, Theme::Light, Width::Wide), None);
        for width in [Width::Wide, Width::Narrow] {
            let one = drawn(&results(&[first(1)]), kind, None, Theme::Light, width).expect("one pair is drawn");
            assert!(!one.svg.contains("NaN") && !one.svg.contains("inf"), "{}", one.svg);
        }
    }
    let same = Filled { pairs: vec![(12.0, 12.0, ""); 12], ..phq9() };
    assert_eq!(title(&results(&[same]), ChartKind::ChangeScores), "On the PHQ-9 scores did not move on average");
    assert_eq!(drawn(&results(&[unknown()]), ChartKind::ChangeClasses, None, Theme::Light, Width::Wide), None);
    assert_eq!(
        title(&results(&[unknown()]), ChartKind::ChangePairs),
        "700 pairs of scores on the OWN; no reliable change is known for it"
    );
}

#[test]
fn hidden_counts_are_not_drawn() {
    let mut results = results(&[phq9()]);
    for entry in &mut results.results {
        if let Payload::Joint(joint) = &mut entry.payload {
            joint.cells.iter_mut().filter(|cell| cell.count < Some(3)).for_each(|cell| cell.count = None);
            joint.classes.iter_mut().for_each(|class| class.count = None);
        }
    }
    let pairs = drawn(&results, ChartKind::ChangePairs, None, Theme::Light, Width::Wide).expect("some are told");
    assert!(!pairs.svg.contains(": one pair") && pairs.svg.contains("small counts are not shown"));
    assert_eq!(drawn(&results, ChartKind::ChangeClasses, None, Theme::Light, Width::Wide), None);
    assert_eq!(drawn(&results, ChartKind::ChangeScores, None, Theme::Light, Width::Wide), None);
}

/// All of them as files: `target/tmp/change_*.svg`, and `.png` with that feature.
#[test]
#[ignore = "makes pictures to be looked at; PNGs take 20 s in a debug build"]
fn pictures_to_look_at() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"));
    for pairs in [couples(), phq9(), unknown()] {
        let (id, results) = (pairs.id, results(&[pairs]));
        for kind in PICTURES {
            for (look, theme, width) in [
                ("light", Theme::Light, Width::Wide),
                ("dark", Theme::Dark, Width::Wide),
                ("narrow", Theme::Light, Width::Narrow),
            ] {
                let Some(chart) = drawn(&results, kind, None, theme, width) else {
                    continue;
                };
                assert!(!chart.svg.contains("NaN") && !chart.description.is_empty());
                let path = folder.join(format!("{}-{id}-{look}.svg", kind.id()));
                std::fs::write(&path, &chart.svg).expect("the target folder can be written");
                #[cfg(feature = "png")]
                {
                    let png = sst_charts::png(&chart.svg).expect("an SVG that renders");
                    std::fs::write(path.with_extension("png"), png).expect("the target folder can be written");
                }
            }
        }
    }
}
