//! The same rows as CSV and as Parquet: the same ledger, findings, places and accounts.

use polars::prelude::*;
use proptest::prelude::*;
use sst_core::codes::{Exclusion, Finding};
use sst_examples::Plan;
use sst_ingest::read::Reading;
use sst_ingest::source::MemoryInput;

use crate::exports::{cast, csv_of, date_time, file, open, parquet_of, table, texts_of};

fn read(files: &[MemoryInput], mapping: &str) -> Reading {
    let mut export = open(files, mapping).unwrap_or_else(|error| panic!("{error}"));
    export.read(2, &|_| {}).unwrap_or_else(|error| panic!("{error}"))
}

fn assert_same(one: &Reading, other: &Reading) {
    assert_eq!(one.rows_by_file.iter().sum::<u64>(), other.rows_by_file.iter().sum::<u64>(), "rows");
    assert_eq!(one.excluded, other.excluded, "excluded");
    assert_eq!(one.days_to_answer, other.days_to_answer, "days to answer");
    assert!(one.ledger == other.ledger, "records");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    /// Even the places of findings are the same: a generated row has no line ends within.
    #[test]
    fn a_dirty_export_reads_the_same(seed in 0_u64..1000, sessions in 1_u64..900, rows_of_a_group in 1_usize..400) {
        let csv = csv_of(&Plan { dirty_per_million: 150_000, ..Plan::new(sessions, seed) });
        let parquet = parquet_of(&texts_of(&csv), rows_of_a_group);
        let one = read(&[file("a.csv", csv)], "");
        let other = read(&[file("a.parquet", parquet)], "");
        assert_same(&one, &other);
        assert_eq!(one.findings, other.findings);
    }
}

#[test]
fn typed_columns_read_as_their_texts() {
    let csv = csv_of(&Plan::new(700, 4));
    let typed = cast(
        &texts_of(&csv),
        &[
            ("session_date", date_time()),
            ("request_date", DataType::Date),
            ("followup_date", DataType::Date),
            ("closed_date", DataType::Date),
            ("wait_minutes", DataType::Float64),
            ("helpfulness", DataType::Int64),
            ("satisfaction", DataType::UInt32),
            ("goal_set", DataType::Boolean),
            ("next_step_set", DataType::Boolean),
            ("phq9_pre", DataType::Int32),
            ("phq9_post", DataType::Float32),
            ("ors_pre", DataType::Float64),
            ("ors_post", DataType::Float32),
        ],
    );
    let one = read(&[file("a.csv", csv)], "");
    let other = read(&[file("a.parquet", parquet_of(&typed, 256))], "");
    assert_same(&one, &other);
    assert_eq!(one.findings, other.findings);
}

#[test]
fn csv_and_parquet_are_read_together() {
    let csv = csv_of(&Plan { dirty_per_million: 50_000, ..Plan::new(900, 8) });
    let whole = read(&[file("whole.csv", csv.clone())], "");
    let texts = texts_of(&csv);
    let first = texts.slice(0, 400);
    let mut rest = Vec::new();
    CsvWriter::new(&mut rest).finish(&mut texts.slice(400, usize::MAX)).expect("memory");
    let parts = read(&[file("first.parquet", parquet_of(&first, 1000)), file("rest.csv", rest)], "");
    assert_same(&whole, &parts);
    assert_eq!(parts.rows_by_file[0], 400);
}

#[test]
fn findings_have_the_places_of_a_spreadsheet() {
    let dates = ["2025-01-01", "2025-01-02", "2025-01-03", "2025-01-04"];
    let shown = table(vec![
        Series::new("Notes".into(), ["a", "b", "c", "d"]),
        Series::new("session_date".into(), dates),
        Series::new("helpfulness".into(), [5, 4, 9, 0]),
    ]);
    // The third and fourth row are in another row group.
    let read = read(&[file("x.parquet", parquet_of(&shown, 2))], "");
    let found = read.findings.iter().find(|found| found.rule == Finding::RatingOutOfRange).expect("two of them");
    let places: Vec<(u64, u64, &str)> =
        found.places.iter().map(|place| (place.line, place.record, place.cell.as_str())).collect();
    assert_eq!(places, [(4, 3, "C4"), (5, 4, "C5")]);
    let unused = read.findings.iter().find(|found| found.rule == Finding::UnusedColumn).expect("the notes");
    assert_eq!((unused.places[0].line, unused.places[0].cell.as_str()), (1, "A1"));
}

#[test]
fn rows_that_are_none_are_accounted_for() {
    let shown = table(vec![
        Series::new("session_date".into(), [Some("session_date"), Some("2025-01-02"), None, None, Some("soon")]),
        Series::new("site".into(), [Some("site"), Some("North"), None, Some("North"), Some("North")]),
    ]);
    let read = read(&[file("x.parquet", parquet_of(&shown, 100))], "");
    assert_eq!(read.ledger.len(), 1);
    let expected = [(Exclusion::RepeatedHeader, 1), (Exclusion::BlankRow, 1), (Exclusion::NoSessionDate, 2)];
    assert_eq!(read.excluded, expected.into_iter().collect());
    assert_eq!(read.rows_by_file, [5]);
}

#[test]
fn a_table_without_rows_is_read() {
    let none = table(vec![Series::new("session_date".into(), Vec::<String>::new())]);
    assert_eq!(read(&[file("x.parquet", parquet_of(&none, 100))], "").rows_by_file, [0]);
}

#[test]
fn a_mapping_says_what_the_columns_are() {
    let shown = table(vec![
        Series::new("Appt Date".into(), ["31/01/2025", "01/02/2025"]),
        Series::new("PHQ-9 (intake)".into(), [12.0, 99.0]),
    ]);
    let mapping = "[columns]\nsession_date = { column = \"Appt Date\", format = \"%d/%m/%Y\" }\n\
                   phq9_pre = { column = \"PHQ-9 (intake)\", missing = [\"99\"] }\n";
    let read = read(&[file("x.parquet", parquet_of(&shown, 100))], mapping);
    assert_eq!(read.ledger.len(), 2);
    assert!(read.findings.is_empty(), "{:?}", read.findings);
}

/// Files of other programs: their enumerations, categories, dates and missing numbers.
#[test]
fn what_other_programs_write_is_read() {
    let csv = "client_id,session_date,request_date,helpfulness,ors_pre,goal_set,site,wait_minutes\n\
               c1,2025-03-09,2025-03-01T23:30:00,4,12,yes,North,30\n\
               c2,2025-03-10,2025-03-10T00:00:00,2,7.5,no,South,\n,2025-03-11,,,,,,\n";
    let one = read(&[file("a.csv", csv)], "");
    let other = read(&[file("a.parquet", include_bytes!("../fixtures/duckdb.parquet"))], "");
    assert_same(&one, &other);
    assert_eq!(one.findings, other.findings);

    let csv =
        "session_date,site,modality,helpfulness,tags\n2025-03-09,North,phone,5,\n2025-03-10,South,,,\n,,video,3,\n";
    let one = read(&[file("a.csv", csv)], "");
    let other = read(&[file("a.parquet", include_bytes!("../fixtures/polars.parquet"))], "");
    assert_same(&one, &other);
    assert_eq!(one.findings, other.findings);
}
