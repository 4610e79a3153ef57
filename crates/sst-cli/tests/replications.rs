//! The published studies, rebuilt as records: the tool prints the published percentages.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/replications")
}

fn rates(study: &Path) -> Value {
    let data = std::fs::read_dir(study).expect("the study's folder").flatten().map(|entry| entry.path());
    let csv = data.into_iter().find(|path| path.extension().is_some_and(|end| end == "csv")).expect("its records");
    let output = Command::new(env!("CARGO_BIN_EXE_sst"))
        .args(["rates", "--quiet", "--format", "json"])
        .arg(csv)
        .output()
        .expect("the command runs");
    assert!(output.status.success(), "{}: {}", study.display(), String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("a results document")
}

fn find<'r>(results: &'r Value, measure: &str, kind: &str) -> &'r Value {
    let entries = results["results"].as_array().expect("results");
    entries
        .iter()
        .find(|entry| entry["measure"] == measure && entry["kind"] == kind && entry["by"] == serde_json::json!({}))
        .unwrap_or_else(|| panic!("no {kind} of {measure}"))
}

#[test]
fn published_percentages_are_printed() {
    let (mut figures, mut distributions) = (0, 0);
    for study in std::fs::read_dir(folder()).expect("the folder of replications").flatten() {
        let path = study.path();
        if !path.is_dir() {
            continue;
        }
        let expected = std::fs::read_to_string(path.join("expected.toml")).expect("what is expected");
        let expected: toml::Table = expected.parse().expect("TOML");
        let results = rates(&path);
        assert_eq!(results["rows"]["read"].as_i64(), expected["rows"]["read"].as_integer());
        assert_eq!(results["rows"]["used"].as_i64(), expected["rows"]["used"].as_integer());
        for figure in expected.get("figure").and_then(toml::Value::as_array).into_iter().flatten() {
            let measure = figure["measure"].as_str().expect("a measure");
            let found = find(&results, measure, "proportion");
            assert_eq!(found["events"].as_i64(), figure["events"].as_integer(), "{measure}");
            assert_eq!(found["answered"].as_i64(), figure["answered"].as_integer(), "{measure}");
            let decimals = figure["decimals"].as_integer().expect("decimals") as i32;
            let percent = figure["percent"].as_float().expect("a percentage");
            let estimate = found["estimate"].as_f64().expect("an estimate") * 100.0;
            // Half a unit of the last printed place.
            let off = (estimate - percent).abs();
            assert!(off <= 0.5 * 10_f64.powi(-decimals) + 1e-9, "{measure}: {estimate} for a printed {percent}");
            figures += 1;
        }
        for spread in expected.get("distribution").and_then(toml::Value::as_array).into_iter().flatten() {
            let found = find(&results, spread["measure"].as_str().expect("a column"), "distribution");
            for bin in spread["bins"].as_array().expect("bins") {
                let value = bin["value"].as_str().expect("a value");
                let count = found["bins"].as_array().expect("bins").iter().find(|found| found["value"] == value);
                assert_eq!(count.and_then(|bin| bin["count"].as_i64()), bin["count"].as_integer(), "{value}");
            }
            distributions += 1;
        }
    }
    assert!(figures >= 8 && distributions >= 1, "{figures} figures, {distributions} distributions");
}
