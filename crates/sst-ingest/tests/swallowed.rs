//! Quotes that swallow rows, in files of many blocks: they are found out, and cost their own line alone; notes with commas and
//! lines in them are notes.

use std::fmt::Write;

use sst_core::codes::{Exclusion, Finding};
use sst_core::text::Catalogue;
use sst_ingest::mapping::Mapping;
use sst_ingest::read::{Export, Reading};
use sst_ingest::source::{Input, MemoryInput};

const ROWS: usize = 30_000;

fn read(text: &str, block: usize, threads: usize) -> Reading {
    let input = MemoryInput::new("export.csv", text);
    let inputs: [&dyn Input; 1] = [&input];
    let mut export = Export::open(&inputs, &Mapping::canonical(&Catalogue::english())).expect("readable");
    export = export.in_blocks_of(block);
    export.read(threads, &|_| ()).expect("its dates can be read")
}

/// Rows lost to broken quotes, records kept, and the rules told.
fn outcome(text: &str) -> (u64, usize, Vec<Finding>) {
    let told = |reading: &Reading| {
        let lost = reading.excluded.get(&Exclusion::UnreadableRow).copied().unwrap_or(0);
        (lost, reading.ledger.len(), reading.findings.iter().map(|found| found.rule).collect::<Vec<_>>())
    };
    let whole = told(&read(text, 1 << 19, 2));
    // What is found does not hang on where blocks end.
    assert_eq!(told(&read(text, 4096, 3)), whole);
    assert_eq!(told(&read(text, 1000, 1)), whole);
    whole
}

/// An export with so many columns, the last a free text; `row` changes the cells of a row.
fn export(columns: usize, mut row: impl FnMut(usize, &mut Vec<String>)) -> String {
    let names = ["session_date", "helpfulness", "client_id", "satisfaction", "site", "therapist", "enough", "notes"];
    let names: Vec<&str> = names[..columns - 1].iter().chain(&["notes"]).copied().collect();
    let mut text = names.join(",") + "\n";
    for i in 0..ROWS {
        let (month, day) = (1 + i / 28 % 12, 1 + i % 28);
        let cells =
            [format!("2025-{month:02}-{day:02}"), "4".into(), format!("c{i}"), "5".into(), "North".into(), "T".into()];
        let mut cells: Vec<String> = cells.into_iter().chain(["yes".into()]).take(columns - 1).collect();
        cells.push("calm".to_owned());
        row(i, &mut cells);
        writeln!(text, "{}", cells.join(",")).expect("a string");
    }
    text
}

#[test]
fn a_quote_that_swallows_rows_costs_its_own_line_alone() {
    // At the beginning, in the middle and at the end of the file; a few rows in the quote.
    for columns in [2, 3, 4, 8] {
        for at in [0, 1, ROWS / 2, ROWS - 8] {
            let rows = 5;
            let text = export(columns, |i, cells| {
                let last = cells.len() - 1;
                if i == at {
                    cells[last].insert(0, '"');
                }
                if i == at + rows {
                    cells[last].push('"');
                }
            });
            let (lost, kept, rules) = outcome(&text);
            let told = (rules.contains(&Finding::SwallowedRows), rules.contains(&Finding::StrayQuote));
            // The row that the quote is closed in has a stray quote, and cannot be told from text any more.
            assert_eq!((lost, told), (2, (true, true)), "{columns} columns, row {at}, {rows} rows: {rules:?}");
            assert_eq!(kept + 2, ROWS);
        }
    }
}

#[test]
fn a_quote_that_is_never_closed_costs_its_own_line_alone() {
    for columns in [2, 3, 8] {
        for at in [0, ROWS / 2, ROWS - 1] {
            let text = export(columns, |i, cells| {
                if i == at {
                    cells.last_mut().expect("a cell").insert(0, '"');
                }
            });
            let (lost, kept, rules) = outcome(&text);
            assert_eq!((lost, kept), (1, ROWS - 1), "{columns} columns, row {at}");
            assert!(rules.contains(&Finding::UnterminatedQuote), "{rules:?}");
        }
    }
}

#[test]
fn notes_with_commas_and_lines_are_no_false_alarm() {
    // Every note has lines with as many commas as a row has delimiters, and others with more or fewer.
    for columns in [2, 3, 4, 5, 8] {
        let list = vec!["sleep"; columns].join(", ");
        let notes = [
            format!("came with mum, dad\n{list}\nand left"),
            format!("topics:\n{list}\n{list}\nnext time: more, perhaps"),
            format!("{list}\n\n{list}\r\n{list}"),
            "He said: \"\"no, never\"\"\n- work, money\n- sleep, food, friends".to_owned(),
            "2024-01-02, called\n2024-02-03, called, no answer\nleft a message".to_owned(),
        ];
        let text = export(columns, |i, cells| {
            *cells.last_mut().expect("a cell") = format!("\"{}\"", notes[i % notes.len()]);
        });
        let (lost, kept, rules) = outcome(&text);
        assert_eq!((lost, kept), (0, ROWS), "{columns} columns: {rules:?}");
        assert!(!rules.contains(&Finding::SwallowedRows), "{columns} columns");
    }
}
