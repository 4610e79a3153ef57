//! The forest plot: what it says, from one study to sixty, with names of any length.

use sst_charts::{Chart, ChartKind, ChartOptions, ChartRequest, Theme, Width};
use sst_core::pooling::{PoolProvenance, Pooling, Study, StudyNumbers, pooled_results};
use sst_core::results::{InputFile, ResultSet};
use sst_core::stats::{Share, StudyEffect};
use sst_core::text::Catalogue;

fn pooled(studies: &[Study]) -> ResultSet {
    let input = InputFile { file: "studies.csv".to_owned(), sha256: None, rows: studies.len() as u64 };
    let provenance = PoolProvenance { version: "0".to_owned(), input };
    pooled_results(studies, Pooling::default(), provenance, &Catalogue::english()).expect("studies")
}

fn study(name: &str, events: u64, answered: u64) -> Study {
    let numbers = StudyNumbers::Counts(Share { events, answered });
    Study { name: name.to_owned(), numbers, year: None, definition: None }
}

fn drawn(results: &ResultSet, width: Width) -> Option<Chart> {
    let request = ChartRequest { kind: ChartKind::Forest, measure: None, key: None, instrument: None };
    let options = ChartOptions { theme: Theme::Light, width, id_prefix: "chart".to_owned() };
    sst_charts::svg(results, &request, &options, &Catalogue::english()).expect("a picture")
}

/// Every x of a coordinate pair is within the picture.
fn is_within(chart: &Chart, width: f64) {
    for attribute in [" x=\"", " x1=\"", " x2=\"", " cx=\""] {
        for part in chart.svg.split(attribute).skip(1) {
            let x: f64 = part.split('"').next().and_then(|x| x.parse().ok()).expect("a number");
            assert!((0.0..=width).contains(&x), "{x} in {}", chart.title);
        }
    }
}

#[test]
fn the_title_says_what_the_studies_say_together() {
    let seven = [(41, 50), (60, 100), (10, 34), (120, 200), (63, 80), (18, 20), (250, 412)];
    let studies: Vec<Study> = seven.iter().enumerate().map(|(i, &(x, n))| study(&format!("S{i}"), x, n)).collect();
    let chart = drawn(&pooled(&studies), Width::Wide).expect("a picture");
    // metafor 3.8.1: 0.6648, prediction 0.1995 to 0.9398.
    assert!(
        chart.title.starts_with("The average of 7 studies is 66%; the next service may see between"),
        "{}",
        chart.title
    );
    let chart = drawn(&pooled(&studies[..2]), Width::Wide).expect("a picture");
    assert_eq!(chart.title.matches("next").count(), 0, "{}", chart.title);
    let chart = drawn(&pooled(&studies[..1]), Width::Wide).expect("a picture");
    assert_eq!(chart.title, "One study: 82%");
}

#[test]
fn one_study_to_sixty_fit_whatever_their_names() {
    for studies in [1, 2, 3, 12, 60] {
        let long = "A service with a very long name, its town, its region and <its> \"country\" ".repeat(3);
        let rows: Vec<Study> = (0..studies).map(|i| study(&format!("{i} {long}"), i % 5, 4 + i * 7)).collect();
        let results = pooled(&rows);
        for (width, pixels) in [(Width::Wide, 760.0), (Width::Narrow, 380.0)] {
            let chart = drawn(&results, width).expect("a picture");
            is_within(&chart, pixels);
            let named = (0..studies).filter(|i| chart.svg.contains(&format!("<title>{i} A service"))).count();
            assert_eq!(named as u64, studies);
            assert!(!chart.svg.contains("<its>") && !chart.svg.contains("NaN"));
        }
    }
}

#[test]
fn estimates_of_any_size_have_an_axis() {
    for size in [1e-6, 1.0, 4e5] {
        let effect = |times: f64| StudyEffect { estimate: times * size, variance: 0.04 * size * size };
        let numbers = [0.9, 1.1, -0.3].map(|times| StudyNumbers::Estimate(effect(times)));
        let named = numbers.into_iter().enumerate();
        let studies: Vec<Study> = named
            .map(|(i, numbers)| Study { name: format!("S{i}"), numbers, year: Some(2000), definition: None })
            .collect();
        let results = pooled(&studies);
        for (width, pixels) in [(Width::Wide, 760.0), (Width::Narrow, 380.0)] {
            is_within(&drawn(&results, width).expect("a picture"), pixels);
        }
        assert_eq!(ResultSet::from_json(&results.to_json()).expect("a document"), results);
    }
}
