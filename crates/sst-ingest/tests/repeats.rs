//! Rows that come again are understood once. Whatever they say and however they are written, the outcome is that of reading
//! each by itself.

use proptest::prelude::*;
use sst_core::text::Catalogue;
use sst_ingest::mapping::Mapping;
use sst_ingest::read::{Export, Reading};
use sst_ingest::source::{Input, MemoryInput};

const COLUMNS: [&str; 6] = ["session_date", "request_date", "note", "site", "status", "helpfulness"];

/// Cells of a column: good, long, padded, quoted, blank, and such that there is something to tell.
fn cell(column: &str) -> impl Strategy<Value = &'static str> + use<> {
    let cells: &[&str] = match column {
        "session_date" => &["2025-01-02", "2025-01-03", " 2025-01-02", "2025-02-30", "", "2025-01-02T10:00"],
        "request_date" => &["", "2025-01-01", "2024-12-24", "2025-06-01", "\"2025-01-01\""],
        "note" => &["", "x", "\"a,b\"", "\"say \"\"no\"\"\"", "a\"b", "\"two\nlines\"", "\u{fffd}"],
        "site" => {
            &["North", "Süd", "", "\"North\"", "\"A, B\"", "a name that is longer than thirty-two bytes", "Nor\0th"]
        }
        "status" => &["attended", "Attended", "no_show", "cancelled", "lost", ""],
        _ => &["", "5", "4", " 5", "9", "five"],
    };
    prop::sample::select(cells)
}

fn export() -> impl Strategy<Value = String> {
    let columns = Just(COLUMNS.to_vec()).prop_shuffle();
    columns.prop_flat_map(|columns| {
        let kind: Vec<_> = columns.iter().map(|column| cell(column)).collect();
        let kinds = prop::collection::vec(kind, 1..6);
        (kinds, prop::collection::vec((any::<prop::sample::Index>(), 0..40_u8), 1..80)).prop_map(
            move |(kinds, picks)| {
                let header = columns.join(",");
                let mut text = header.clone() + "\n";
                for (pick, odd) in picks {
                    match odd {
                        0 => text += "\n",
                        1 => text += &header,
                        2 => text += ",,,,,",
                        3 => text += &(pick.get(&kinds).join(",") + ",more"),
                        4 => text += "2025-01-02,attended",
                        _ => text += &pick.get(&kinds).join(","),
                    }
                    text += "\n";
                }
                text
            },
        )
    })
}

fn outcome(text: &str, mapping: &Mapping, read: impl Fn(&mut Export<'_>) -> Option<Reading>) -> Option<Reading> {
    let input = MemoryInput::new("export.csv", text);
    let inputs: [&dyn Input; 1] = [&input];
    read(&mut Export::open(&inputs, mapping).expect("there is a session_date"))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn rows_that_come_again_count_as_if_each_were_read(text in export()) {
        let mapping = Mapping::canonical(&Catalogue::english());
        let one_by_one = outcome(&text, &mapping, |export| export.read_records(&mut |_| ()).ok());
        for threads in [1, 2] {
            let together = outcome(&text, &mapping, |export| export.read(threads, &|_| ()).ok());
            prop_assert_eq!(one_by_one.is_some(), together.is_some());
            let Some((one, other)) = one_by_one.as_ref().zip(together) else { continue };
            prop_assert_eq!(&one.rows_by_file, &other.rows_by_file);
            prop_assert_eq!(&one.excluded, &other.excluded);
            prop_assert_eq!(&one.findings, &other.findings);
            prop_assert_eq!(&one.days_to_answer, &other.days_to_answer);
            prop_assert!(one.ledger == other.ledger, "the records differ");
        }
    }
}
