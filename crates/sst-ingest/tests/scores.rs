//! A table of scores through the same door as sessions: encodings, blocks, any bytes; and records shown one by one.

use std::fmt::Write;

use proptest::prelude::*;
use sst_core::day::Day;
use sst_core::ledger::Selection;
use sst_core::record::Score;
use sst_core::text::Catalogue;
use sst_ingest::mapping::Mapping;
use sst_ingest::read::{Export, OpenError};
use sst_ingest::source::{CsvOnly, Input, MemoryInput};

const SESSIONS: &str =
    "client_id,session_date,status\nÖz,2025-03-10,attended\n0017,2025-03-11,attended\nb,2025-03-12,no_show\n";

fn mapping(text: &str) -> Mapping {
    Mapping::parse(text, &Catalogue::english()).expect("a valid mapping")
}

/// Rows read, and those whose score is the score of a session.
fn outcome(scores: &[&[u8]], mapping: &Mapping) -> Result<(u64, u64), OpenError> {
    let sessions = MemoryInput::new("sessions.csv", SESSIONS);
    let scores: Vec<MemoryInput> =
        scores.iter().enumerate().map(|(i, bytes)| MemoryInput::new(format!("scores-{i}.csv"), *bytes)).collect();
    let scores: Vec<&dyn Input> = scores.iter().map(|input| input as &dyn Input).collect();
    let mut export = Export::open_with_scores(&[&sessions], &scores, mapping, &CsvOnly)?;
    let reading = export.read(1, &|_| ()).expect("the sessions can be read");
    let selection = Selection { as_of: Some(Day::from(jiff::civil::date(2025, 5, 1))), ..Selection::default() };
    let closed = reading.ledger.close(&export.definitions, &selection).expect("nothing conflicts");
    let (read, account) = (reading.scores.expect("scores were given"), closed.scores.expect("and joined"));
    let rows = read.rows_by_file.iter().sum::<u64>();
    let unused = read.unused.values().sum::<u64>() + account.unused.values().sum::<u64>();
    assert_eq!(rows, account.used + unused, "rows read = used + unused");
    Ok((rows, account.used))
}

const SCORES: &str = "client_id;date;measure;score\nÖz;2025-03-10;PHQ-9;14\n0017;2025-03-01;gad7;12\n0017;2025-04-01;GAD 7;7\n17;2025-04-01;GAD-7;7\n";

#[test]
fn every_encoding_says_the_same() {
    let canonical = mapping("");
    let utf16: Vec<u8> = "\u{feff}".encode_utf16().chain(SCORES.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let ansi: Vec<u8> = SCORES.chars().map(|c| if c == 'Ö' { 0xd6 } else { c as u8 }).collect();
    let marked = format!("\u{feff}sep=;\r\n{}", SCORES.replace('\n', "\r\n"));
    let quoted = SCORES.replace("PHQ-9", "\"PHQ-9\"").replace("0017", "\"0017\"");
    for bytes in [SCORES.as_bytes(), &utf16, &ansi, marked.as_bytes(), quoted.as_bytes()] {
        // 17 is not 0017: ids are texts.
        assert_eq!(outcome(&[bytes], &canonical).expect("readable"), (4, 3));
    }
    // A header in plain ASCII, and a byte of Windows-1252 far behind it.
    let mut late = SCORES.replace('Ö', "X").into_bytes();
    for _ in 0..60_000 {
        late.extend_from_slice(b"nobody;2025-03-10;PHQ-9;14\n");
    }
    late.extend_from_slice(b"\xd6z;2025-03-10;PHQ-9;14\n");
    assert_eq!(outcome(&[&late], &canonical).expect("readable"), (60_005, 3));
}

#[test]
fn a_service_says_what_its_labels_stand_for() {
    let scores = "Who,When,Scale,Total\n0017,01.03.2025,Mood,14\n0017,02.03.2025,WEMWBS,21\n";
    let named = mapping(
        "[scores]\nclient_id = \"Who\"\ndate = { column = \"When\", format = \"%d.%m.%Y\" }\nmeasure = \"Scale\"\nscore = \"Total\"\n\
         instruments = { phq9 = \"Mood\", swemwbs_raw = [\"WEMWBS\"] }\n",
    );
    assert_eq!(outcome(&[scores.as_bytes()], &named).expect("readable"), (2, 2), "the mapping goes before the name");
    let other = outcome(&[scores.as_bytes()], &mapping("")).expect_err("the columns have other names");
    assert!(matches!(other, OpenError::NoScoresColumn { .. }), "{other}");
}

#[test]
fn records_shown_one_by_one_have_their_scores() {
    let sessions = MemoryInput::new("sessions.csv", SESSIONS);
    let scores = MemoryInput::new("scores.csv", SCORES);
    let mut export = Export::open_with_scores(&[&sessions], &[&scores], &mapping(""), &CsvOnly).expect("readable");
    let ids: Vec<&str> = export.definitions.instruments.iter().map(|known| known.id.as_str()).collect();
    let gad7 = ids.iter().position(|id| *id == "gad7").expect("it has scores");
    assert_eq!(ids.len(), 2, "only questionnaires with scores take room");
    let mut shown = Vec::new();
    export
        .read_records(&mut |record| {
            let score = |side: usize| record.scores[gad7 * 2 + side].map(Score::to_f64);
            shown.push((score(0), score(1)));
        })
        .expect("readable");
    assert_eq!(shown, [(None, None), (Some(12.0), Some(7.0)), (None, None)]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let mut file = SCORES.as_bytes().to_vec();
        file.extend_from_slice(&bytes);
        let _ = outcome(&[&bytes], &mapping(""));
        let _ = outcome(&[&file, &bytes], &mapping(""));
    }

    /// Rows of likely cells in any order and any split come to the same.
    #[test]
    fn rows_in_any_order_come_to_the_same(
        rows in prop::collection::vec((0..4_usize, 1..29_u32, 0..4_usize, 0..5_usize), 0..40),
        split in 0..40_usize,
    ) {
        let text = |rows: &[(usize, u32, usize, usize)]| {
            let mut text = String::from("client_id,date,measure,score\n");
            for &(client, day, measure, score) in rows {
                let client = ["Öz", "0017", "b", ""][client];
                let measure = ["phq9", "GAD-7", "\"GAD\"\"7\"", "x"][measure];
                let score = ["3", "4", "99", "", "\"5\"x"][score];
                let _ = writeln!(text, "{client},2025-03-{day:02},{measure},{score}");
            }
            text
        };
        let one = outcome(&[text(&rows).as_bytes()], &mapping("")).expect("readable");
        let mut turned = rows.clone();
        turned.reverse();
        let (first, second) = turned.split_at(split.min(turned.len()));
        let (first, second) = (text(first), text(second) + "\n");
        prop_assert_eq!(outcome(&[first.as_bytes(), second.as_bytes()], &mapping("")).expect("readable"), one);
    }
}
