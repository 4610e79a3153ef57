//! Parquet files that are cut, changed, empty or of other types: an error that helps, never a panic, never a cell.

use polars::prelude::*;
use sst_core::text::Catalogue;
use sst_examples::Plan;
use sst_ingest::mapping::Mapping;
use sst_ingest::read::{Export, OpenError};
use sst_ingest::source::{CsvOnly, Input};

use crate::exports::{cast, csv_of, file, open, parquet_of, table, texts_of};

/// What is told of a file: message and hint; `None` when it can be read.
fn told_of(bytes: &[u8]) -> Option<String> {
    let files = [file("x.parquet", bytes)];
    let told = match open(&files, "") {
        Err(error) => (error.to_string(), error.hint()),
        Ok(mut export) => match export.read(2, &|_| {}) {
            Err(error) => (error.to_string(), error.hint()),
            Ok(_) => return None,
        },
    };
    Some(format!("{}\nhint: {}", told.0, told.1.unwrap_or_default()))
}

fn sample(compression: ParquetCompression) -> Vec<u8> {
    let marked = "zqcanary".to_owned();
    let texts = texts_of(&csv_of(&Plan::new(60, 5)))
        .lazy()
        .with_columns([(lit(marked) + col("client_id")).alias("client_id"), col("session_date").cast(DataType::Date)])
        .collect()
        .expect("cells with a mark");
    let mut bytes = Vec::new();
    ParquetWriter::new(&mut bytes)
        .with_compression(compression)
        .with_row_group_size(Some(20))
        .finish(&mut texts.clone())
        .expect("a table is written");
    assert_eq!(told_of(&bytes), None, "whole, it is read");
    bytes
}

#[test]
fn a_file_that_is_cut_short_is_told() {
    let bytes = sample(ParquetCompression::Snappy);
    for length in (4..bytes.len()).step_by(131).chain([4, 5, 8, 12, bytes.len() - 1]) {
        let told = told_of(&bytes[..length]).expect("not the whole file");
        assert_eq!(
            told,
            "x.parquet: this Parquet file is damaged or cut short: its list of columns and rows, at its end, cannot be \
             read\nhint: export it again, or copy it again; a CSV of the same table is read too"
        );
    }
    assert!(told_of(&[]).expect("nothing").starts_with("x.parquet: the file is empty"));
}

/// A changed byte may go unnoticed (a letter of a cell); what is noticed is told, and without a cell.
#[test]
fn changed_bytes_never_panic() {
    let mut noticed = 0;
    for compression in [ParquetCompression::Uncompressed, ParquetCompression::Snappy, ParquetCompression::Zstd(None)] {
        let bytes = sample(compression);
        let mut state = 7_u64;
        for _ in 0..700 {
            let mut changed = bytes.clone();
            for _ in 0..2 {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let place = (state >> 24) as usize % bytes.len();
                changed[place] ^= 1 << ((state >> 20) % 8);
            }
            if let Some(told) = told_of(&changed) {
                noticed += 1;
                assert!(!told.contains("zqcanary") && told.starts_with("x.parquet: "), "{told}");
            }
        }
    }
    assert!(noticed > 300, "{noticed}");
}

#[test]
fn damage_within_the_rows_says_which() {
    let mut bytes = sample(ParquetCompression::Snappy);
    // The first bytes after the mark are the first page's head.
    bytes[4..60].fill(0xff);
    let told = told_of(&bytes).expect("no page");
    assert!(
        told.starts_with("x.parquet: this Parquet file is damaged or cut short: its rows 1 to 20 cannot"),
        "{told}"
    );
}

#[test]
fn types_without_words_are_told_when_they_are_used() {
    let dates = Series::new("session_date".into(), ["2025-01-01"]);
    let lasted = Series::new("wait_minutes".into(), [60_000_i64]).cast(&DataType::Duration(TimeUnit::Milliseconds));
    let bytes = Series::new("site".into(), [b"North".as_slice()]);
    let several = Series::new("concern".into(), [Series::new("".into(), ["Grief", "Anxiety"])]);
    for (column, holds) in [(lasted.expect("a duration"), "lengths of time"), (bytes, "bytes"), (several, "several")] {
        let name = column.name().to_string();
        let told = told_of(&parquet_of(&table(vec![dates.clone(), column.clone()]), 100)).expect("it is used");
        assert!(told.starts_with(&format!("x.parquet: the column \"{name}\" holds {holds}")), "{told}");
        assert!(told.contains("hint: write it as "), "{told}");
        let unused = table(vec![dates.clone(), column.with_name("something_else".into())]);
        assert_eq!(told_of(&parquet_of(&unused, 100)), None, "nothing is wanted of it");
    }
}

#[test]
fn moments_are_not_taken_for_days() {
    let told = told_of(include_bytes!("../fixtures/duckdb-moments.parquet")).expect("the day is not known");
    assert_eq!(
        told,
        "x.parquet: the column \"session_date\" holds moments in time (a time zone), which fall on different days in \
         different places; text, integers, floating-point numbers, booleans, dates and date-times are read\n\
         hint: write it as a date, or as a date and time without a time zone, as the service's calendar had it"
    );
}

#[test]
fn narrow_numbers_are_told() {
    let told = told_of(include_bytes!("../fixtures/duckdb-narrow.parquet")).expect("it is used");
    assert!(told.starts_with("x.parquet: the column \"helpfulness\" holds integers of 8 or 16 bits"), "{told}");
}

#[test]
fn a_table_without_dates_is_told_as_a_csv_is() {
    let told = told_of(&parquet_of(&table(vec![Series::new("Session Day".into(), ["2025-01-01"])]), 100));
    assert!(told.expect("no date").starts_with("x.parquet: there is no column `session_date`"));
    let dates = cast(&table(vec![Series::new("session_date".into(), ["01/02/2025"])]), &[]);
    let told = told_of(&parquet_of(&dates, 100)).expect("another format");
    assert!(told.contains("none of the 1 session dates") && told.contains("%d/%m/%Y"), "{told}");
}

#[test]
fn without_polars_the_file_is_told_for_what_it_is() {
    let input = file("x.parquet", sample(ParquetCompression::Snappy));
    let inputs: [&dyn Input; 1] = [&input];
    let mapping = Mapping::canonical(&Catalogue::english());
    for opened in [Export::open(&inputs, &mapping), Export::open_with(&inputs, &mapping, &CsvOnly)] {
        let Err(error @ OpenError::NotCsv { .. }) = opened else { panic!("it is no CSV") };
        assert_eq!(error.to_string(), "x.parquet: this is a Parquet file, and sst cannot read it");
    }
}

#[test]
fn the_same_file_twice_is_refused() {
    let bytes = sample(ParquetCompression::Snappy);
    let files = [file("a.parquet", bytes.clone()), file("b.parquet", bytes)];
    assert!(matches!(open(&files, ""), Err(OpenError::SameContent { .. })));
}
