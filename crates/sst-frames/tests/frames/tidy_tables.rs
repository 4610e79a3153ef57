//! The table that comes out: typed, complete, and read back to the same records.

use polars::prelude::*;
use sst_core::ledger::Selection;
use sst_examples::Plan;
use sst_frames::tidy;
use sst_ingest::source::MemoryInput;

use crate::exports::{csv_of, file, open};

#[test]
fn columns_are_typed_and_named_as_the_record_layout() {
    let csv = "Session Date,client_id,helpfulness,change_rating,phq9_pre,site,wait_minutes,status,Notes\n\
               2025-03-09,c1,4,Much Better,12,North,,attended,x\n\
               2025-03-10,,,,,,7,No Show,y\nsoon,c3,4,,,,,attended,z\n";
    let files = [file("a.csv", csv)];
    let tidy = tidy(&mut open(&files, "").expect("a CSV")).expect("a table");
    let types: Vec<(String, DataType)> =
        tidy.table.columns().iter().map(|column| (column.name().to_string(), column.dtype().clone())).collect();
    let expected = [
        ("client_id", DataType::String),
        ("session_date", DataType::Date),
        ("status", DataType::String),
        ("site", DataType::String),
        ("wait_minutes", DataType::UInt32),
        ("helpfulness", DataType::UInt32),
        ("change_rating", DataType::String),
        ("phq9_pre", DataType::Float64),
    ];
    assert_eq!(types, expected.map(|(name, dtype)| (name.to_owned(), dtype)));
    let mut out = Vec::new();
    tidy.write_csv(&mut out).expect("memory");
    assert_eq!(
        String::from_utf8_lossy(&out),
        "client_id,session_date,status,site,wait_minutes,helpfulness,change_rating,phq9_pre\n\
         c1,2025-03-09,attended,North,,4,much_better,12.0\n,2025-03-10,no_show,,7,,,\n"
    );
}

#[test]
fn a_table_is_read_back_to_the_same_counts() {
    let csv = csv_of(&Plan { dirty_per_million: 100_000, ..Plan::new(800, 2) });
    let files = [file("a.csv", csv)];
    let mut export = open(&files, "").expect("a CSV");
    let tidy = tidy(&mut export).expect("a table");
    assert_eq!(tidy.table.height(), tidy.reading.ledger.len());
    let closed =
        tidy.reading.ledger.close(&export.definitions, &Selection::default()).expect("no conflicts across files");
    let (mut parquet, mut text) = (Vec::new(), Vec::new());
    tidy.write_parquet(&mut parquet).expect("memory");
    tidy.write_csv(&mut text).expect("memory");
    for again in [file("tidy.client-data.parquet", parquet), file("tidy.client-data.csv", text)] {
        let files: [MemoryInput; 1] = [again];
        let mut export = open(&files, "").expect("a table");
        let reading = export.read(1, &|_| {}).expect("a table");
        assert_eq!(reading.ledger, tidy.reading.ledger);
        let again =
            reading.ledger.close(&export.definitions, &Selection::default()).expect("no conflicts across files");
        assert_eq!(again.summary, closed.summary);
    }
}

#[test]
fn no_text_is_a_formula_in_a_spreadsheet() {
    let files = [file("a.csv", "session_date,site,client_id\n2025-03-09,=1+1,-5\n2025-03-10,A-B,@x\n")];
    let tidy = tidy(&mut open(&files, "").expect("a CSV")).expect("a table");
    let mut out = Vec::new();
    tidy.write_csv(&mut out).expect("memory");
    assert_eq!(
        String::from_utf8_lossy(&out),
        "client_id,session_date,site\n'-5,2025-03-09,'=1+1\n'@x,2025-03-10,A-B\n"
    );
}

#[test]
fn own_questions_and_groups_are_there() {
    let mapping = "[columns]\nsession_date = \"Day\"\n[groups]\nage_band = \"Age group\"\n\
                   [[measure]]\nid = \"would_recommend\"\nlabel = \"Would recommend us\"\ncolumn = \"Recommend?\"\n\
                   yes = [\"Yes\"]\nno = [\"No\"]\n";
    let files = [file("a.csv", "Day,Age group,Recommend?\n2025-03-09,18-25,Yes\n2025-03-10,,No\n2025-03-11,,\n")];
    let tidy = tidy(&mut open(&files, mapping).expect("a CSV")).expect("a table");
    let answers: Vec<Option<bool>> = tidy
        .table
        .column("would_recommend")
        .and_then(|column| column.bool().cloned())
        .expect("it is there")
        .iter()
        .collect();
    assert_eq!(answers, [Some(true), Some(false), None]);
    let bands: Vec<Option<String>> = tidy
        .table
        .column("age_band")
        .and_then(|column| column.str().cloned())
        .expect("it is there")
        .iter()
        .map(|band| band.map(str::to_owned))
        .collect();
    assert_eq!(bands, [Some("18-25".to_owned()), None, None]);
}
