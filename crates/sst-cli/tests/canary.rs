//! An export full of marked ids, names and cells: not one mark comes out, whatever is asked.

use std::fmt::Write;
use std::io::{Cursor, Read};
use std::path::Path;
use std::process::Command;

const MARK: &str = "zqcanary";

/// Marks in every cell that is not a group, in every way a cell can be wrong.
fn export() -> String {
    let mut text = String::from(
        "client_id,session_id,session_date,status,site,helpfulness,enough,phq9_pre,wait_minutes,followup_date,Client Name,Notes\n",
    );
    for i in 0..40 {
        let day = i % 28 + 1;
        let _ = writeln!(
            text,
            "{MARK}c{},{MARK}s{i},2025-0{}-{day:02},attended,North,{},yes,{},10,2025-09-01,{MARK} Name,\"{MARK}, a note\"",
            i % 30,
            i % 3 + 1,
            i % 5 + 1,
            i % 27
        );
    }
    for bad in [
        "c,s,DATE,attended,North,5,yes,1,1,,n,n",
        "c,sa,2025-01-02,STATUS,North,5,yes,1,1,,n,n",
        "c,sb,2025-01-02,attended,North,RATING,yes,1,1,,n,n",
        "c,sc,2025-01-02,attended,North,5,ENOUGH,SCORE,MINUTES,FOLLOW,n,n",
        "c,sd,2025-01-02,attended,North,5,yes,1,1,,n,n,EXTRA",
        "c,se,2025-01-02,attended,\"North\"TEXT,5,yes,1,1,,n,n",
        "c,sf,2025-01-02,attended,North,5,yes,1,1,,n,no\"te",
        "c,sf,2025-01-03,attended,North,4,yes,1,1,,n,OTHER",
        "c,sg,2025-01-02,attended,North,5,yes,1,1,,n,\u{0}NUL",
        "c,sh,2025-01-02,attended,North,5,yes,1,1,,n,\"OPEN",
    ] {
        for (i, cell) in bad.split(',').enumerate() {
            let marked = !matches!(cell, "2025-01-02" | "2025-01-03" | "attended" | "North" | "yes" | "")
                && cell.parse::<u8>().is_err();
            let quoted = cell.starts_with('"');
            let cell = if marked && quoted {
                format!("\"{MARK}{}", &cell[1..])
            } else if marked {
                format!("{MARK}{cell}")
            } else {
                cell.to_owned()
            };
            let _ = write!(text, "{}{cell}", if i == 0 { "" } else { "," });
        }
        text.push('\n');
    }
    text
}

/// A scores file with marks in every cell, in every way a row can be wrong.
fn scores() -> String {
    let mut text = String::from("client_id,date,measure,score,Notes\n");
    for i in 0..40 {
        let _ = writeln!(text, "{MARK}c{},2025-0{}-{:02},PHQ-9,{},{MARK}", i % 30, i % 3 + 1, i % 28 + 1, i % 27);
    }
    for bad in [
        "c1,DATE,PHQ-9,4,n",
        "c1,2025-02-01,PHQ9,SCORE,n",
        "c1,2025-02-01,phq,4,n",
        "c1,2025-02-01,LABEL,4,n",
        "c1,2025-02-02,PHQ-9,5,n",
        "c1,2025-02-02,PHQ-9,6,n",
        "nobody,2025-02-02,PHQ-9,6,n",
        "c1,2025-02-03,PHQ-9,5,n,MORE",
        "c1,2025-02-03,PHQ-9,\u{0},n",
        "c1,2025-02-03,\"OPEN,5,n",
    ] {
        let marked = |cell: &str| {
            if cell.starts_with("2025") || cell.starts_with("PHQ-9") || cell.parse::<u8>().is_ok() {
                cell.to_owned()
            } else if let Some(open) = cell.strip_prefix('"') {
                format!("\"{MARK}{open}")
            } else {
                format!("{MARK}{cell}")
            }
        };
        let cells: Vec<String> = bad.split(',').map(marked).collect();
        let _ = writeln!(text, "{}", cells.join(","));
    }
    text
}

fn has_mark(bytes: &[u8]) -> bool {
    String::from_utf8_lossy(bytes).to_lowercase().contains(MARK)
}

/// The parts of a workbook.
fn unpacked(bytes: Vec<u8>) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a workbook is a zip");
    let mut parts = Vec::new();
    for place in 0..archive.len() {
        archive.by_index(place).expect("a part").read_to_end(&mut parts).expect("its bytes");
    }
    assert!(!parts.is_empty());
    parts
}

#[test]
fn no_output_holds_a_cell() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("sessions.csv");
    std::fs::write(&data, export()).expect("the export");
    std::fs::write(folder.path().join("scores.csv"), scores()).expect("the scores");
    std::fs::write(folder.path().join("scores.toml"), "[scores]\nfile = \"scores.csv\"\ndate = \"Notes\"\n")
        .expect("a mapping that mixes columns up");
    std::fs::write(folder.path().join("bad.toml"), "[columns]\nhelpfulness = { column = \"enough\" }\nenough = { column = \"helpfulness\" }\nsession_date = \"session_date\"\n")
        .expect("a mapping that mixes columns up");
    std::fs::write(folder.path().join("dates.toml"), "[columns]\nsession_date = \"Client Name\"\n").expect("a mapping");
    let file = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let data = file("sessions.csv");
    let runs: Vec<Vec<String>> = [
        vec!["report", "DATA", "-o", "r.html", "-o", "r.md", "-o", "r.json"],
        vec!["rates", "DATA", "--by", "site,month"],
        vec!["rates", "DATA", "--format", "csv", "--unit", "client"],
        vec!["rates", "DATA", "--format", "md", "-o", "rates.md"],
        vec!["rates", "DATA", "--by", "site", "-o", "rates.csv"],
        vec!["check", "DATA"],
        vec!["check", "DATA", "--format", "json", "--fail-on", "warning"],
        vec!["check", "DATA", "--format", "github", "--scores", "scores.csv"],
        vec!["rates", "DATA", "--format", "github", "--by", "site"],
        vec!["check", "DATA", "--mapping", "bad.toml"],
        vec!["check", "DATA", "--mapping", "dates.toml"],
        vec!["rates", "DATA", "--where", "site=Nroth"],
        vec!["rates", "DATA", "--by", "Notes"],
        vec!["init", "DATA", "-o", "-"],
        vec!["chart", "overview", "DATA", "-o", "o.svg"],
        vec!["chart", "distribution", "DATA", "--measure", "phq9_pre"],
        vec!["chart", "dots", "DATA", "--by", "site"],
        vec!["check", "DATA", "--scores", "scores.csv"],
        vec!["check", "DATA", "--scores", "scores.csv", "--format", "json", "--fail-on", "warning"],
        vec!["check", "DATA", "--mapping", "scores.toml"],
        vec!["change", "DATA", "--scores", "scores.csv", "--sensitivity"],
        vec!["change", "DATA", "--scores", "DATA"],
        vec!["report", "DATA", "--scores", "scores.csv", "-o", "s.html", "-o", "s.md", "-o", "s.json"],
        vec!["rates", "DATA", "--by", "site", "-o", "rates.parquet"],
        vec!["report", "DATA", "--scores", "scores.csv", "-o", "report.xlsx"],
        vec!["change", "DATA", "--scores", "scores.csv", "-o", "change.xlsx"],
        // Under pseudonyms even the rows of clients have no mark; the codebook beside them never has one.
        vec!["tidy", "DATA", "-o", "t.client-data.csv"],
        vec!["tidy", "DATA", "--scores", "scores.csv", "-o", "u.client-data.parquet"],
    ]
    .into_iter()
    .map(|words| words.into_iter().map(|word| if word == "DATA" { data.clone() } else { word.to_owned() }).collect())
    .collect();
    for words in runs {
        let output = Command::new(env!("CARGO_BIN_EXE_sst"))
            .args(&words)
            .current_dir(folder.path())
            .env("RUST_BACKTRACE", "1")
            .env("GITHUB_STEP_SUMMARY", folder.path().join("summary.md"))
            .env("SST_PSEUDONYM_KEY", "a key of more than sixteen bytes")
            .env_remove("CI")
            .output()
            .expect("the command runs");
        assert!(matches!(output.status.code(), Some(0..=3)), "{words:?}: {:?}", output.status);
        assert!(!has_mark(&output.stdout), "{words:?}: on standard output");
        assert!(!has_mark(&output.stderr), "{words:?}: on standard error");
    }
    for written in std::fs::read_dir(folder.path()).expect("the folder").flatten() {
        if written.path() != Path::new(&data) && written.file_name() != "scores.csv" {
            let bytes = std::fs::read(written.path()).expect("what was written");
            assert!(!has_mark(&bytes), "{}", written.path().display());
            if written.path().extension().is_some_and(|end| end == "xlsx") {
                assert!(!has_mark(&unpacked(bytes)), "{}", written.path().display());
            }
        }
    }
}
