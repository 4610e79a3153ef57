//! The rebuilt files hold the counts that were published; counted here by hand, without the tool.
#![allow(clippy::expect_used, reason = "a test says what it expected")]

use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
};

use toml::{Table, Value};

type Row = HashMap<String, String>;

fn folders() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/replications");
    let entries = fs::read_dir(root).expect("the replications are there");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    paths.filter(|path| path.is_dir()).collect()
}

fn expected(folder: &Path) -> Table {
    let text = fs::read_to_string(folder.join("expected.toml")).expect("each folder says what to expect");
    text.parse().expect("valid TOML")
}

fn rows(folder: &Path, expected: &Table) -> Vec<Row> {
    let data = expected["data"].as_str().expect("a file name");
    let mut reader = csv::Reader::from_path(folder.join(data)).expect("the data is there");
    reader.deserialize().collect::<Result<_, _>>().expect("rows of equal length")
}

fn tables<'t>(expected: &'t Table, key: &str) -> Vec<&'t Table> {
    let entries = expected.get(key).and_then(Value::as_array).into_iter().flatten();
    entries.map(|entry| entry.as_table().expect("a table")).collect()
}

fn cell<'r>(row: &'r Row, column: &str) -> &'r str {
    row.get(column).map_or("", String::as_str)
}

#[test]
fn events_and_answers_are_in_the_rows() {
    let mut figures = 0;
    for folder in folders() {
        let expected = expected(&folder);
        let rows = rows(&folder, &expected);
        for figure in tables(&expected, "figure") {
            let measure = figure["measure"].as_str().expect("a measure");
            let column = figure["column"].as_str().expect("a column");
            let yes = figure["yes"].as_array().expect("a list");
            let answered = rows.iter().filter(|row| !cell(row, column).is_empty()).count() as i64;
            let events =
                rows.iter().filter(|row| yes.iter().any(|yes| yes.as_str() == Some(cell(row, column)))).count();
            assert_eq!(Some(events as i64), figure["events"].as_integer(), "{measure} in {folder:?}");
            // Of `followed_up` everybody counts who attended.
            if measure != "followed_up" {
                assert_eq!(Some(answered), figure["answered"].as_integer(), "{measure} in {folder:?}");
            }
            figures += 1;
        }
        for distribution in tables(&expected, "distribution") {
            let column = distribution["measure"].as_str().expect("a column");
            for bin in distribution["bins"].as_array().expect("bins") {
                let count = rows.iter().filter(|row| bin["value"].as_str() == Some(cell(row, column))).count();
                assert_eq!(bin["count"].as_integer(), Some(count as i64), "{column} in {folder:?}");
            }
        }
    }
    assert_eq!(figures, 8);
}

#[test]
fn percentages_are_those_of_the_counts() {
    for folder in folders() {
        for figure in tables(&expected(&folder), "figure") {
            let number = |key: &str| figure[key].as_integer().expect("a count") as f64;
            let percent = figure["percent"].as_float().expect("a percentage");
            let places = figure["decimals"].as_integer().expect("a count") as usize;
            let found = 100.0 * number("events") / number("answered");
            assert_eq!(format!("{found:.places$}"), format!("{percent:.places$}"), "{folder:?}");
            assert!(matches!(figure["percent_is"].as_str(), Some("printed" | "computed")));
            assert!(matches!(figure["events_are"].as_str(), Some("printed" | "derived")));
        }
    }
}

#[test]
fn rows_and_flow_are_in_the_file() {
    for folder in folders() {
        let expected = expected(&folder);
        let rows = rows(&folder, &expected);
        let told = |table: &str, key: &str| expected[table][key].as_integer();
        assert_eq!(told("rows", "read"), Some(rows.len() as i64), "{folder:?}");
        let dated = rows.iter().filter(|row| !cell(row, "session_date").is_empty()).count();
        assert_eq!(told("rows", "used"), Some(dated as i64), "{folder:?}");
        if expected.contains_key("flow") {
            let attended = rows.iter().filter(|row| cell(row, "status") == "attended").count();
            assert_eq!(told("flow", "booked"), Some(dated as i64));
            assert_eq!(told("flow", "attended"), Some(attended as i64));
        }
        assert!(expected["verified"].as_bool().is_some() && expected["source"].is_str());
    }
}

#[test]
fn means_are_those_of_the_rows() {
    for folder in folders() {
        let expected = expected(&folder);
        let rows = rows(&folder, &expected);
        for mean in tables(&expected, "mean") {
            let column = match mean["measure"].as_str() {
                Some("das_pre") => "pre_data",
                Some("das_post") => "post_data",
                column => column.expect("a column"),
            };
            let values: Vec<f64> = rows.iter().filter_map(|row| cell(row, column).parse().ok()).collect();
            let found = values.iter().sum::<f64>() / values.len() as f64;
            assert_eq!(mean["answered"].as_integer(), Some(values.len() as i64), "{folder:?}");
            let told = mean["mean"].as_float().expect("a mean");
            assert!((found - told).abs() < 1e-9, "{folder:?}: {found} {told}");
        }
    }
}
