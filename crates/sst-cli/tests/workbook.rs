//! Results as a workbook, read back with calamine: the cells of the CSV, texts that stay texts, the same bytes each time.
#![cfg(all(feature = "xlsx", feature = "frames"))]

mod run;

use std::io::{Cursor, Read};

use calamine::{Data, DataType, Range, Reader, Xlsx};
use run::Folder;
use sst_core::results::{EstimateRow, ResultSet};
use sst_core::text::Catalogue;

fn folder() -> Folder {
    Folder::new().with("a.csv", sst_data::SAMPLE_SESSIONS)
}

fn open(folder: &Folder, name: &str) -> Xlsx<Cursor<Vec<u8>>> {
    let bytes = std::fs::read(folder.path(name)).expect("a file");
    calamine::open_workbook_from_rs(Cursor::new(bytes)).expect("a workbook")
}

fn sheet(folder: &Folder, name: &str, sheet: &str) -> Range<Data> {
    open(folder, name).worksheet_range(sheet).expect("a sheet")
}

/// The texts of the sheet "About", each with its name.
fn about(folder: &Folder, name: &str) -> Vec<(String, Data)> {
    let range = sheet(folder, name, "About");
    range.rows().map(|row| (row[0].to_string(), row.get(1).cloned().unwrap_or_default())).collect()
}

fn csv_rows(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect()).collect()
}

/// Every cell of a sheet is the CSV's, in its type.
#[track_caller]
fn assert_same_cells(range: &Range<Data>, csv: &[Vec<String>]) {
    assert_eq!(range.height(), csv.len());
    assert_eq!(range.width(), EstimateRow::COLUMNS.len());
    for (number, (cells, expected)) in range.rows().zip(csv).enumerate() {
        for ((cell, expected), (column, _)) in cells.iter().zip(expected).zip(EstimateRow::COLUMNS) {
            match cell {
                Data::Empty => assert_eq!(expected, "", "row {number}, {column}"),
                Data::String(text) => assert_eq!(text, expected, "row {number}, {column}"),
                Data::Float(value) => assert_eq!(Ok(*value), expected.parse(), "row {number}, {column}"),
                Data::Int(value) => assert_eq!(Ok(*value), expected.parse(), "row {number}, {column}"),
                other => panic!("row {number}, {column}: {other:?}"),
            }
        }
    }
}

#[test]
fn rates_are_those_of_the_csv() {
    let folder = folder();
    folder.sst("rates a.csv --by site -o r.xlsx").done();
    let csv = csv_rows(&folder.sst("rates a.csv --by site --format csv").done().out);
    assert!(csv.len() > 40);
    assert_same_cells(&sheet(&folder, "r.xlsx", "Results"), &csv);
}

#[test]
fn change_is_that_of_the_csv() {
    let folder = folder();
    folder.sst("change a.csv --by site --sensitivity -o c.xlsx").done();
    let csv = csv_rows(&folder.sst("change a.csv --by site --sensitivity --format csv").done().out);
    assert!(csv.iter().any(|row| row[1] == "class") && csv.iter().any(|row| row[1] == "effect_size"));
    assert_same_cells(&sheet(&folder, "c.xlsx", "Results"), &csv);
}

#[test]
fn a_report_has_the_rates_the_change_and_the_counts() {
    let folder = folder();
    folder.sst("report a.csv -o r.xlsx -o r.json").done();
    let mut workbook = open(&folder, "r.xlsx");
    assert_eq!(workbook.sheet_names(), ["Results", "Counts", "About"]);
    let results = workbook.worksheet_range("Results").expect("a sheet");
    let kinds: Vec<String> = results.rows().map(|row| row[1].to_string()).collect();
    for kind in ["proportion", "mean", "class", "effect_size", "number"] {
        assert!(kinds.iter().any(|found| found == kind), "{kind}");
    }
    let document = ResultSet::from_json(&folder.read("r.json")).expect("a document");
    let waits = document.results.iter().find(|entry| entry.measure == "wait_days" && entry.by.is_empty());
    let waits = waits.and_then(|entry| entry.as_distribution()).expect("waits");
    let counts = workbook.worksheet_range("Counts").expect("a sheet");
    let is_waits = |row: &&[Data]| row[0] == "wait_days" && row[3] == "{}" && row[4] == Data::Empty;
    let row = counts.rows().find(is_waits).expect("waits");
    assert_eq!(row[8], waits.median.expect("a median"));
    assert_eq!(row[5], waits.answered.expect("a count") as f64);
    let values = counts.rows().filter(|row| row[0] == "wait_days" && row[3] == "{}" && row[4] != Data::Empty);
    let sum: f64 = values.filter_map(|row| row[5].as_f64()).sum();
    assert_eq!(sum, waits.answered.expect("a count") as f64);
    // From the document the same workbook is made.
    folder.sst("report r.json -o again.xlsx").done();
    let bytes = |name: &str| std::fs::read(folder.path(name)).expect("a file");
    assert!(bytes("r.xlsx") == bytes("again.xlsx"));
}

#[test]
fn it_says_what_it_is() {
    let folder = folder();
    folder.sst("rates a.csv --by site -o r.xlsx").done();
    let json = folder.sst("rates a.csv --by site --format json").done().out;
    let document = ResultSet::from_json(&json).expect("a document");
    let about = about(&folder, "r.xlsx");
    let said = |name: &str| {
        let found = about.iter().find(|(known, _)| known == name).unwrap_or_else(|| panic!("{name} is not there"));
        found.1.clone()
    };
    assert_eq!(said("Data up to"), document.as_of.expect("a date").to_string().as_str());
    assert_eq!(said("Protection of small numbers"), "Internal: small numbers are not hidden. Do not publish.");
    assert_eq!(said("Rows read"), document.rows.read as f64);
    assert_eq!(said("Rows used"), document.rows.used as f64);
    assert!(said("a.csv").to_string().ends_with(" rows"));
    let helpful = document.measures.iter().find(|note| note.id == "helpful").expect("a measure");
    assert_eq!(said("helpful"), format!("{}: {}", helpful.label, helpful.definition).as_str());
    for caveat in document.results.iter().flat_map(|entry| &entry.caveats) {
        assert_eq!(said(caveat.code.id()), caveat.text.as_str());
    }
    let unknown = |(_, words): &(String, Data)| words.to_string().contains("workbook-");
    assert!(!about.iter().any(unknown), "a text is missing");
    let catalogue = Catalogue::english();
    for (name, _) in EstimateRow::COLUMNS {
        let in_catalogue = catalogue.has(&format!("workbook-column-{}", name.replace('_', "-")));
        assert!(in_catalogue || ["kind", "instrument", "horizon_days", "reason", "caveats"].contains(&name), "{name}");
    }
}

#[test]
fn texts_are_never_formulas_nor_links() {
    let labels = ["=1+1", "+1", "-2", "@x", "https://example.org/", "'=1"];
    let mut rows = String::from("client_id,session_date,site,helpfulness\n");
    for (i, label) in labels.iter().enumerate() {
        rows.push_str(&format!("c{i},2025-03-0{},{label},{}\n", i + 1, i % 5 + 1));
    }
    let mapping = "[report]\norganisation = \"=cmd|' /C calc'!A0\"\ntitle = \"=2+2\"\n";
    let folder = Folder::new().with("a.csv", &rows).with("m.toml", mapping);
    for command in ["rates a.csv --mapping m.toml --by site", "report a.csv --mapping m.toml"] {
        folder.sst(&format!("{command} -o r.xlsx")).done();
        let mut workbook = open(&folder, "r.xlsx");
        for name in workbook.sheet_names() {
            assert!(workbook.worksheet_formula(&name).expect("a sheet").is_empty(), "{name}");
        }
        let about = about(&folder, "r.xlsx");
        assert_eq!(about[0].0, "=2+2");
        assert!(about.iter().any(|(_, words)| *words == "=cmd|' /C calc'!A0"));
    }
    folder.sst("rates a.csv --by site -o r.xlsx").done();
    let results = sheet(&folder, "r.xlsx", "Results");
    for label in labels {
        let by = format!("{{\"site\":\"{label}\"}}");
        assert!(results.rows().any(|row| row[4] == by.as_str()), "{label}");
    }
    let bytes = std::fs::read(folder.path("r.xlsx")).expect("a file");
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a workbook is a zip");
    for place in 0..archive.len() {
        let mut part = archive.by_index(place).expect("a part");
        let name = part.name().expect("a name").into_owned();
        let mut text = String::new();
        part.read_to_string(&mut text).expect("text");
        assert!(!name.contains("externalLink") && !text.contains("TargetMode=\"External\""), "{name}");
        assert!(!text.contains("<hyperlink") && !text.contains("<f>"), "{name}");
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let folder = folder();
    folder.sst("report a.csv -o one.xlsx").done();
    // Longer than the two seconds in which a zip file tells times.
    std::thread::sleep(std::time::Duration::from_millis(2100));
    folder.sst("report a.csv -o two.xlsx").done();
    let bytes = |name: &str| std::fs::read(folder.path(name)).expect("a file");
    assert!(bytes("one.xlsx") == bytes("two.xlsx"));
}

#[test]
fn an_undefined_number_is_an_empty_cell_with_a_reason() {
    let folder = Folder::new().with("a.csv", "client_id,session_date,helpfulness\nc1,2025-03-01,\n");
    folder.sst("rates a.csv -o r.xlsx").done();
    let results = sheet(&folder, "r.xlsx", "Results");
    let place = |name: &str| EstimateRow::COLUMNS.iter().position(|(known, _)| *known == name).expect("a column");
    let row = results.rows().find(|row| row[0] == "helpful").expect("a measure");
    assert_eq!((&row[place("answered")], &row[place("estimate")]), (&Data::Float(0.0), &Data::Empty));
    assert_eq!(row[place("reason")], "no_answers");
    assert!(about(&folder, "r.xlsx").iter().any(|(name, words)| name == "no_answers" && *words == "Nobody answered"));
}

#[test]
fn it_needs_a_file() {
    folder().sst("rates a.csv --format xlsx").expect(2, "--format xlsx needs a file");
}
