//! The pages in docs/ that programs of this folder build are what they would build now.
#![allow(clippy::expect_used, reason = "a test says what it expected")]

use std::fs;
use std::path::{Path, PathBuf};

#[path = "../examples/simulations/clients.rs"]
mod clients;
#[path = "../examples/simulations/coverage.rs"]
mod coverage;
#[path = "../examples/simulations/page.rs"]
mod page;
#[path = "../examples/simulations/record.rs"]
mod record;
#[path = "../examples/replication_page/replications.rs"]
mod replications;
#[path = "../examples/studies/mod.rs"]
mod studies;

use coverage::{REPLICATES, SEED, run, settings};

fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs")
}

fn read(name: &str) -> String {
    fs::read_to_string(docs().join(name)).expect("the recorded page")
}

#[test]
fn the_page_of_simulations_is_made_from_the_recorded_rows() {
    let page = page::page(&read("simulations.csv"));
    assert!(
        page == read("simulations.md"),
        "docs/simulations.md is not what the rows say: run `cargo run -p sst-examples --example simulations -- --write`"
    );
}

#[test]
fn the_page_of_replications_is_what_the_library_says() {
    let page = replications::page().expect("a page");
    assert!(
        page == read("replications.md"),
        "docs/replications.md is out of date: run `cargo run -p sst-examples --example replication_page -- docs/replications.md`"
    );
}

#[test]
fn every_setting_is_recorded_once() {
    let csv = read("simulations.csv");
    let recorded: Vec<String> = record::Row::all(&csv)
        .iter()
        .map(|row| ["design", "n", "p", "p_second", "icc", "interval"].map(|column| row.cell(column)).join(","))
        .collect();
    let nothing = |setting| record::rows(setting, &run(setting, SEED, 1));
    let wanted: Vec<String> = settings()
        .into_iter()
        .map(nothing)
        .flat_map(|rows| {
            rows.lines().map(|line| line.split(',').take(6).collect::<Vec<_>>().join(",")).collect::<Vec<_>>()
        })
        .collect();
    assert_eq!(recorded, wanted);
}

/// One small setting of each kind, with its full number of replicates.
#[test]
fn some_rows_are_drawn_again() {
    let csv = read("simulations.csv");
    let mut seen = Vec::new();
    for setting in settings() {
        // The smallest of each design, and there the most correlated.
        let most = if setting.has_correlation() { 500 } else { 0 };
        let is_wanted = setting.n == 20 && setting.share == 800 && setting.correlation == most;
        if !is_wanted || seen.contains(&setting.design.id()) {
            continue;
        }
        seen.push(setting.design.id());
        for row in record::rows(setting, &run(setting, SEED, REPLICATES)).lines() {
            assert!(csv.lines().any(|recorded| recorded == row), "drawn, and not recorded so: {row}");
        }
    }
    assert_eq!(seen.len(), 10, "{seen:?}");
}

/// Without this a fault in the drawing would be recorded as a fault of the interval.
#[test]
fn what_is_drawn_agrees_with_what_is_computed() {
    let csv = read("simulations.csv");
    let mut compared = 0;
    for row in record::Row::all(&csv) {
        let Ok(exact) = row.cell("exact_coverage").parse::<f64>() else { continue };
        let number = |column: &str| row.cell(column).parse::<f64>().expect("a number");
        let off = (number("coverage") - exact).abs();
        assert!(off < 4.0 * number("monte_carlo_error"), "n {} p {}: {off}", row.cell("n"), row.cell("p"));
        compared += 1;
    }
    assert_eq!(compared, 9);
}
