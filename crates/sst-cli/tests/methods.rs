//! METHODS.md holds: every worked example comes out as its table says, and every measure has a section.
//!
//! An example is a block ```` ```csv example OPTIONS ````, with a block ```` ```toml example ```` before it where it needs a mapping
//! file, and blocks ```` ```csv file NAME ```` where it needs more files; the tables after it, up to the next block or heading, are what must come out. The numbers there were computed
//! with other software.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

/// A row of a table: column to cell.
type Row = BTreeMap<String, String>;

/// One example of the document.
struct Example {
    heading: String,
    line: usize,
    options: Vec<String>,
    mapping: Option<String>,
    /// Further files in the folder.
    files: Vec<(String, String)>,
    csv: String,
    expected: Vec<Row>,
}

/// What the tool says: its shares as CSV, everything as a document.
struct Said {
    rates: Vec<Row>,
    document: Value,
}

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The cells of a table's line, without code marks and with "none" as nothing.
fn cells(line: &str) -> Vec<String> {
    let inner = line.trim().trim_matches('|');
    inner.split('|').map(|cell| cell.trim().trim_matches('`').replace('–', "")).collect()
}

fn examples(text: &str) -> Vec<Example> {
    let mut found: Vec<Example> = Vec::new();
    let (mut heading, mut mapping, mut header) = (String::new(), None, None::<Vec<String>>);
    let mut files = Vec::new();
    let mut after_example = false;
    let mut lines = text.lines().enumerate();
    while let Some((number, line)) = lines.next() {
        if let Some(info) = line.strip_prefix("```") {
            let body: Vec<&str> =
                lines.by_ref().map(|(_, line)| line).take_while(|line| !line.starts_with("```")).collect();
            let body = body.join("\n") + "\n";
            let mut words = info.split_whitespace();
            match (words.next(), words.next()) {
                (Some("toml"), Some("example")) => mapping = Some(body),
                (Some("csv"), Some("file")) => files.push((words.next().expect("a name").to_owned(), body)),
                (Some("csv"), Some("example")) => found.push(Example {
                    heading: heading.clone(),
                    line: number + 1,
                    options: words.map(str::to_owned).collect(),
                    mapping: mapping.take(),
                    files: std::mem::take(&mut files),
                    csv: body,
                    expected: Vec::new(),
                }),
                _ => {}
            }
            after_example = info.starts_with("csv example");
            header = None;
        } else if line.starts_with('#') {
            line.trim_start_matches('#').trim().trim_matches('`').clone_into(&mut heading);
            (after_example, header) = (false, None);
        } else if !line.starts_with('|') {
            header = None;
        } else if !after_example || line.starts_with("|--") || line.starts_with("|:") {
        } else if let Some(header) = &header {
            let row = header.iter().cloned().zip(cells(line)).collect();
            found.last_mut().expect("a table after an example").expected.push(row);
        } else {
            header = Some(cells(line));
        }
    }
    found
}

fn run(example: &Example, format: &str) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    if let Some(mapping) = &example.mapping {
        std::fs::write(folder.path().join("sst.toml"), mapping).expect("the mapping file");
    }
    for (name, text) in &example.files {
        std::fs::write(folder.path().join(name), text).expect("a file");
    }
    let mut child = Command::new(env!("CARGO_BIN_EXE_sst"))
        .args(["rates", "-", "--quiet", "--format", format])
        .args(&example.options)
        .current_dir(folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command starts");
    let mut input = child.stdin.take().expect("standard input");
    std::io::Write::write_all(&mut input, example.csv.as_bytes()).expect("the rows are read");
    drop(input);
    let output = child.wait_with_output().expect("the command ends");
    let place = format!("METHODS.md, line {}", example.line);
    assert_eq!(output.status.code(), Some(0), "{place}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn said(example: &Example) -> Said {
    let csv = run(example, "csv");
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let rates = reader.deserialize().map(|row| row.expect("a row of rates")).collect();
    Said { rates, document: serde_json::from_str(&run(example, "json")).expect("a results document") }
}

/// A value of JSON as a cell.
fn as_cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// The row of the output that an expected row is about.
fn outcome(said: &Said, expected: &Row, section: &str) -> Row {
    let measure = expected.get("measure").map_or(section, String::as_str);
    let has = |column: &str| expected.contains_key(column);
    let object = |value: &Value| -> Row {
        value.as_object().expect("an object").iter().map(|(key, value)| (key.clone(), as_cell(value))).collect()
    };
    let entry = |kind: &str| {
        let mut entries = said.document["results"].as_array().expect("results").iter();
        let found = entries.find(|entry| entry["measure"] == measure && entry["kind"] == kind);
        found.unwrap_or_else(|| panic!("no {kind} of {measure}"))
    };
    let item = |list: &Value, key: &str| {
        let mut items = list.as_array().expect("a list").iter();
        let found = items.find(|item| as_cell(&item[key]) == expected[key]);
        object(found.unwrap_or_else(|| panic!("{measure}: no {key} {}", expected[key])))
    };
    let mut row = if has("read") {
        let rows = &said.document["rows"];
        let mut row: Row = ["read", "used"].map(|key| (key.to_owned(), as_cell(&rows[key]))).into();
        for excluded in rows["excluded"].as_array().expect("a list") {
            row.insert(as_cell(&excluded["reason"]), as_cell(&excluded["rows"]));
        }
        row
    } else if let Some(instrument) = expected.get("instrument") {
        let mut entries = said.document["results"].as_array().expect("results").iter();
        let found = entries.find(|entry| {
            entry["measure"] == measure && entry["kind"] == "proportion" && entry["instrument"] == instrument.as_str()
        });
        let found = found.unwrap_or_else(|| panic!("no {measure} of {instrument}"));
        let mut row = object(found);
        row.entry("paired".to_owned()).or_default();
        for key in ["denominator", "estimate"] {
            row.insert(format!("official_{key}"), as_cell(&found["official"][key]));
        }
        row
    } else if has("booked") {
        object(&said.document["flow"])
    } else if let Some(gate) = expected.get("gate") {
        let mut gates = said.document["gates"].as_array().expect("a list").iter();
        let found =
            gates.find(|found| found["measure"] == *gate && as_cell(&found["at_least"]) == expected["at_least"]);
        let mut row = object(found.unwrap_or_else(|| panic!("no gate of {gate}")));
        row.insert("gate".to_owned(), gate.clone());
        row
    } else if has("silent") {
        let missing = &entry("proportion")["missing"];
        let range = |range: &Value| format!("{} to {}", as_cell(&range["low"]), as_cell(&range["high"]));
        let mut row = object(missing);
        for key in ["union_wilson", "imbens_manski"] {
            row.insert(key.to_owned(), range(&missing[key]));
        }
        row.insert("needed".to_owned(), as_cell(&missing["tipping"][0]["needed"]));
        row
    } else if has("delta") {
        let number = |text: &str| text.parse::<f64>().expect("a number");
        let mut rows = entry("proportion")["missing"]["delta"].as_array().expect("a list").iter();
        let found = rows.find(|row| row["delta"].as_f64() == Some(number(&expected["delta"])));
        object(found.unwrap_or_else(|| panic!("{measure}: no delta {}", expected["delta"])))
    } else if has("effective_n") {
        item(&entry("proportion")["missing"]["weighted"], "by")
    } else if has("value") {
        item(&entry("distribution")["bins"], "value")
    } else if has("at_least") {
        item(&entry("distribution")["shares"], "at_least")
    } else if has("median") {
        object(entry("distribution"))
    } else if has("events") {
        let by = expected.get("by").map_or("{}", String::as_str);
        let is_it = |row: &&Row| row["measure"] == measure && row["kind"] == "proportion" && row["by"] == by;
        let found = said.rates.iter().find(is_it);
        found.unwrap_or_else(|| panic!("no share of {measure}")).clone()
    } else {
        object(entry(if has("count") { "count" } else { "mean" }))
    };
    row.insert("measure".to_owned(), measure.to_owned());
    if let (Some(low), Some(high)) = (row.get("bounds_low"), row.get("bounds_high")) {
        row.insert("bounds".to_owned(), format!("{low} to {high}"));
    }
    row
}

/// Equal as texts, or as numbers within half a unit of the last printed place.
fn agrees(printed: &str, found: &str) -> bool {
    if let (Some((low, high)), Some((found_low, found_high))) = (printed.split_once(" to "), found.split_once(" to ")) {
        return agrees(low, found_low) && agrees(high, found_high);
    }
    match (printed.parse::<f64>(), found.parse::<f64>()) {
        (Ok(a), Ok(b)) => {
            let places = printed.split_once('.').map_or(0, |(_, decimals)| decimals.len());
            // Whole numbers are counts: exact.
            let half = if places == 0 { 0.0 } else { 0.5 * 10_f64.powi(-(places as i32)) };
            (a - b).abs() <= half * (1.0 + 1e-9)
        }
        _ => printed == found,
    }
}

#[test]
fn examples_come_out_as_printed() {
    let text = read("METHODS.md");
    let examples = examples(&text);
    let mut compared = 0;
    for example in &examples {
        let place = format!("METHODS.md, line {}, {}", example.line, example.heading);
        assert!(!example.expected.is_empty(), "{place}: no table says what must come out");
        let said = said(example);
        for expected in &example.expected {
            let row = outcome(&said, expected, &example.heading);
            for (column, printed) in expected {
                let found = row.get(column).unwrap_or_else(|| panic!("{place}: the output has no {column}"));
                assert!(agrees(printed, found), "{place}: {column} is printed as {printed:?}, and is {found}");
                compared += 1;
            }
        }
    }
    assert!(examples.len() >= 28 && compared >= 300, "{} examples, {compared} numbers", examples.len());
}

#[test]
fn every_measure_has_its_section_and_its_example() {
    let text = read("METHODS.md");
    let examples = examples(&text);
    let everything = Example {
        heading: String::new(),
        line: 0,
        options: Vec::new(),
        mapping: None,
        files: Vec::new(),
        csv: read("data/samples/sessions.csv"),
        expected: Vec::new(),
    };
    let said = said(&everything);
    let measures: Vec<String> =
        said.document["measures"].as_array().expect("measures").iter().map(|note| as_cell(&note["id"])).collect();
    assert!(measures.len() >= 14, "{measures:?}");
    for id in &measures {
        let section = text.split("\n### ").find(|section| section.lines().next() == Some(&format!("`{id}`")));
        let section = section.unwrap_or_else(|| panic!("METHODS.md has no section for the measure {id}"));
        for part in ["Population", "Numerator", "Denominator", "Missing", "Formula", "Source"] {
            assert!(section.contains(&format!("- **{part}**: ")), "METHODS.md: {id} does not say its {part}");
        }
        let own: Vec<&Example> = examples.iter().filter(|example| example.heading == *id).collect();
        let is_shown = own.iter().any(|example| example.expected.iter().any(|row| row.contains_key("estimate")));
        assert!(is_shown, "METHODS.md: the section of {id} has no worked example");
        // A measure with silence must show it in its example.
        let columns = [Some("answered"), Some("eligible")];
        let silent = own.iter().flat_map(|example| &example.expected).any(|row| {
            let [answered, eligible] = columns.map(|column| column.and_then(|column| row.get(column)));
            answered != eligible
        });
        assert!(silent || ["attended", "followed_up"].contains(&id.as_str()), "METHODS.md: nobody is silent in {id}");
    }
    // Counts, distributions and means are named where they are explained.
    for entry in said.document["results"].as_array().expect("results") {
        if entry["kind"] != "proportion" && entry["instrument"].is_null() {
            let measure = as_cell(&entry["measure"]);
            let is_answer = entry["kind"] == "distribution";
            assert!(is_answer || text.contains(&measure), "METHODS.md says nothing of {measure}");
        }
    }
    // So is every way to make an interval that the results name.
    for method in ["wilson", "wilson_cluster", "clopper_pearson", "jeffreys", "agresti_coull"] {
        let is_shown = examples
            .iter()
            .flat_map(|example| &example.expected)
            .any(|row| row.get("method").is_some_and(|shown| shown == method));
        assert!(is_shown, "METHODS.md has no worked example of {method}");
    }
}
