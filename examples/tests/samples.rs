//! The committed samples are what their README's commands write.
#![allow(clippy::expect_used, reason = "a test says what it expected")]

use std::{fs, path::Path};

use jiff::civil::date;
use sst_examples::{Layout, Plan, model::Truth};

fn sample(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/samples").join(name);
    fs::read(path).expect("the sample is there")
}

fn is_committed(plan: &Plan, name: &str) {
    let mut made = Vec::new();
    plan.write(&mut made).expect("memory takes everything");
    assert!(made == sample(name), "{name} differs: make it again with the command in data/samples/README.md");
}

#[test]
fn sessions_csv() {
    is_committed(&Plan { dirty_per_million: 20_000, ..Plan::new(1500, 2025) }, "sessions.csv");
}

#[test]
fn strange_export_csv() {
    let plan = Plan { start: date(2025, 3, 1), months: 6, layout: Layout::FOREIGN, ..Plan::new(300, 8) };
    is_committed(&plan, "strange-export.csv");
}

/// The numbers in the samples' README are those of the generator.
#[test]
fn readme() {
    let readme = String::from_utf8(sample("README.md")).expect("text");
    let truth = Truth::of_first_sessions();
    let percent = |share: f64| format!("{:.1}%", share * 100.0);
    for row in [
        format!("| helpful | {} | |", percent(truth.helpful)),
        format!("| improved | {} | {} |", percent(truth.improved), percent(truth.improved_if_answered)),
        format!("| worse | {} | |", percent(truth.worse)),
        format!("| enough | {} | {} |", percent(truth.enough), percent(truth.enough_if_answered)),
        format!("| would answer if asked | {} | |", percent(truth.answers)),
    ] {
        assert!(readme.contains(&row), "{row}");
    }
}
