//! Parquet files by every verb that reads exports: the same answers as from a CSV of the same table.
#![cfg(feature = "frames")]

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use sst_core::text::Catalogue;
use sst_frames::{Tidy, tidy};
use sst_ingest::mapping::Mapping;
use sst_ingest::read::Export;
use sst_ingest::source::{Input, MemoryInput};

const SAMPLE: &str = sst_data::SAMPLE_SESSIONS;

fn table_of(csv: &str) -> Tidy {
    let input = MemoryInput::new("sessions.csv", csv);
    let inputs: [&dyn Input; 1] = [&input];
    let mut export = Export::open(&inputs, &Mapping::canonical(&Catalogue::english())).expect("a CSV");
    tidy(&mut export).expect("a table")
}

fn sst(folder: &Path, words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_sst")).args(words).current_dir(folder).output().expect("the command runs")
}

fn document(folder: &Path, words: &[&str]) -> serde_json::Map<String, serde_json::Value> {
    let output = sst(folder, words);
    assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
    let mut document: serde_json::Map<_, _> = serde_json::from_slice(&output.stdout).expect("a results document");
    document.remove("inputs");
    document
}

#[test]
fn the_document_is_that_of_the_csv() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let table = table_of(SAMPLE);
    table.write_csv(fs::File::create(folder.join("one.client-data.csv")).expect("a file")).expect("written");
    // Told by its first bytes, whatever its name.
    table.write_parquet(fs::File::create(folder.join("one.client-data.csv.bak")).expect("a file")).expect("written");
    let (header, rows) = SAMPLE.split_once('\n').expect("a header");
    let rows: Vec<&str> = rows.lines().collect();
    let (first, rest) = rows.split_at(700);
    let text = |rows: &[&str]| format!("{header}\n{}\n", rows.join("\n"));
    table_of(&text(first))
        .write_parquet(fs::File::create(folder.join("first.client-data.parquet")).expect("a file"))
        .expect("written");
    table_of(&text(rest))
        .write_csv(fs::File::create(folder.join("rest.client-data.csv")).expect("a file"))
        .expect("written");

    let args = ["-q", "--format", "json", "--by", "month,site", "--by", "concern"];
    let by_csv = document(folder, &[&["rates", "one.client-data.csv"], &args[..]].concat());
    let by_parquet = document(folder, &[&["rates", "one.client-data.csv.bak"], &args[..]].concat());
    assert!(by_csv == by_parquet, "Parquet");
    let mixed =
        document(folder, &[&["rates", "first.client-data.parquet", "rest.client-data.csv"], &args[..]].concat());
    assert!(by_csv == mixed, "Parquet and CSV");

    let mut piped = Command::new(env!("CARGO_BIN_EXE_sst"))
        .args([&["rates", "-"], &args[..]].concat())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the command runs");
    let bytes = fs::read(folder.join("one.client-data.csv.bak")).expect("the file");
    piped.stdin.take().expect("a pipe").write_all(&bytes).expect("it reads");
    let output = piped.wait_with_output().expect("it ends");
    let mut piped: serde_json::Map<String, serde_json::Value> =
        serde_json::from_slice(&output.stdout).expect("results");
    piped.remove("inputs");
    assert!(by_csv == piped, "standard input");
}

#[test]
fn every_verb_reads_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    table_of(SAMPLE)
        .write_parquet(fs::File::create(folder.join("x.client-data.parquet")).expect("a file"))
        .expect("written");
    let told = sst(folder, &["check", "x.client-data.parquet"]);
    let text = String::from_utf8_lossy(&told.stdout);
    assert!(text.starts_with("x.client-data.parquet: 1,5") && text.contains(" columns, Parquet\n"), "{text}");
    let told = sst(folder, &["check", "x.client-data.parquet", "--format", "json"]);
    let told: serde_json::Value = serde_json::from_slice(&told.stdout).expect("JSON");
    assert_eq!(told["files"][0]["format"], "Parquet");
    assert!(told["files"][0]["delimiter"].is_null() && told["files"][0]["encoding"].is_null());
    for words in [
        &["report", "x.client-data.parquet", "-q", "-o", "x.html"][..],
        &["chart", "months", "x.client-data.parquet", "-q", "-o", "x.svg"][..],
        &["init", "x.client-data.parquet", "-q", "-o", "x.toml"][..],
    ] {
        let output = sst(folder, words);
        assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
        let made = fs::read_to_string(folder.join(words[words.len() - 1])).expect("what was asked for");
        assert!(made.len() > 1000, "{words:?}");
    }
}

#[test]
fn a_damaged_file_ends_with_3_and_words() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let mut whole = Vec::new();
    table_of(SAMPLE).write_parquet(&mut whole).expect("memory");
    fs::write(folder.join("cut.parquet"), &whole[..whole.len() / 2]).expect("a file");
    let mut changed = whole.clone();
    changed[4..200].fill(0x55);
    fs::write(folder.join("changed.parquet"), changed).expect("a file");
    for (name, place) in [
        ("cut.parquet", "its list of columns and rows, at its end, cannot be read"),
        ("changed.parquet", "its rows 1 to 15"),
    ] {
        for verb in ["rates", "report", "check"] {
            let output = sst(folder, &[verb, name]);
            let words = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(3), "{words}");
            assert!(words.contains(&format!("{name}: this Parquet file is damaged or cut short: {place}")), "{words}");
            assert!(words.contains("export it again") && !words.contains("panicked"), "{words}");
            assert!(output.stdout.is_empty());
        }
    }
}

#[test]
fn a_table_of_scores_is_that_of_the_csv() {
    use std::fmt::Write;
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    // A tidy table of sessions holds whole numbers, dates and texts: enough for scores under other names.
    let mut csv = String::from("client_id,session_date,site,wait_minutes\n");
    let mut sessions = String::from("client_id,session_date\n");
    for i in 0..5000 {
        let (client, month, day) = (i % 700, i % 5 + 1, i % 28 + 1);
        let _ = writeln!(csv, "c{client},2025-{month:02}-{day:02},{},{}", ["PHQ-9", "gad7", "what"][i % 3], i % 25);
        let _ = writeln!(sessions, "c{client},2025-{:02}-{:02}", i % 4 + 1, i % 27 + 1);
    }
    fs::write(folder.join("sessions.csv"), sessions).expect("a file");
    fs::write(folder.join("scores.csv"), &csv).expect("a file");
    table_of(&csv).write_parquet(fs::File::create(folder.join("scores.parquet")).expect("a file")).expect("written");
    let named = "[scores]\ndate = \"session_date\"\nmeasure = \"site\"\nscore = \"wait_minutes\"\n";
    fs::write(folder.join("sst.toml"), named).expect("a file");
    let [by_csv, by_parquet] = ["scores.csv", "scores.parquet"].map(|name| {
        let mut document = document(
            folder,
            &["rates", "sessions.csv", "--scores", name, "--format", "json", "--as-of", "2025-12-31", "-q"],
        );
        document["scores"]["inputs"].take();
        document
    });
    assert!(by_csv["scores"]["used"].as_u64().is_some_and(|used| used > 100), "{}", by_csv["scores"]);
    // A date of a table has its own type, and the columns their names: nothing else may differ.
    assert!(by_csv == by_parquet, "{} and {}", by_csv["scores"], by_parquet["scores"]);
}
