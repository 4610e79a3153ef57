//! `sst init` at the command line: what it writes, what it leaves alone, and whom it asks.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        fs::write(folder.path().join(name), text).expect("a file");
    }
    folder
}

fn sst(folder: &Path, words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_sst"))
        .args(words)
        .current_dir(folder)
        .env_remove("CI")
        .env("NO_COLOR", "1")
        .stdin(Stdio::null())
        .output()
        .expect("the command runs")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

const OPEN: (&str, &str) = ("export.csv", "Client No,Appt Date,PHQ-9\n1,03/02/2025,12\n2,05/02/2025,8\n");

#[test]
fn a_file_that_is_there_is_left_alone_until_told() {
    let folder = folder(&[OPEN, ("sst.toml", "[thresholds]\nhelpful = 5\n")]);
    let refused = sst(folder.path(), &["init", "export.csv"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(said(&refused).contains("--force"), "{}", said(&refused));
    let kept = fs::read_to_string(folder.path().join("sst.toml")).expect("the mapping");
    assert_eq!(kept, "[thresholds]\nhelpful = 5\n");
    assert_eq!(sst(folder.path(), &["init", "export.csv", "--force"]).status.code(), Some(0));
    let drafted = fs::read_to_string(folder.path().join("sst.toml")).expect("the mapping");
    assert!(drafted.contains("client_id = \"Client No\""), "{drafted}");
}

#[test]
fn what_is_not_settled_is_said_where_nobody_can_be_asked() {
    let folder = folder(&[OPEN]);
    let output = sst(folder.path(), &["init", "export.csv"]);
    let said = said(&output);
    assert!(said.contains("Not sure (written as comments; nothing is read from them):"), "{said}");
    assert!(said.contains("Next: open sst.toml and say which column is the day of the session"), "{said}");
    assert!(!said.contains("Enter to leave it open"), "nobody is asked: {said}");
    let printed = sst(folder.path(), &["init", "export.csv", "-o", "-"]);
    let drafted = fs::read_to_string(folder.path().join("sst.toml")).expect("the mapping");
    assert_eq!(String::from_utf8_lossy(&printed.stdout), drafted, "the same bytes again");
}

#[test]
fn a_file_without_headers_is_refused_without_showing_it() {
    let folder = folder(&[("export.csv", "Jane Doe,13/02/2025\nJohn Doe,14/02/2025\n")]);
    let output = sst(folder.path(), &["init", "export.csv"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("holds a date where the names of the columns should be"));
    assert!(!said(&output).contains("Jane") && output.stdout.is_empty());
}

#[test]
fn a_file_of_scores_is_read_through_the_draft() {
    let folder = folder(&[
        ("sessions.csv", "Client No,Appt Date,Attendance\n1,13/02/2025,Attended\n2,14/02/2025,Attended\n"),
        (
            "scores.csv",
            "Client No,Completed,Questionnaire,Total\n1,13/02/2025,PHQ-9 total,12\n1,20/03/2025,PHQ-9 total,4\n2,14/02/2025,PHQ-9 total,9\n",
        ),
    ]);
    let output = sst(folder.path(), &["init", "sessions.csv", "scores.csv"]);
    assert!(said(&output).contains("scores.csv: a table of scores, read through [scores]"), "{}", said(&output));
    assert!(said(&output).contains("Next: read sst.toml, then run: sst check sessions.csv\n"), "{}", said(&output));
    let check = sst(folder.path(), &["check", "sessions.csv"]);
    assert_eq!(check.status.code(), Some(0), "{}", said(&check));
    let told = String::from_utf8_lossy(&check.stdout).into_owned();
    assert!(told.contains("scores.csv"), "{told}");
    assert!(!told.contains("unknown_measure"), "{told}");
}

/// At a real terminal, where `script` can make one.
#[cfg(target_os = "linux")]
#[test]
fn a_person_at_a_terminal_is_asked() {
    use std::io::Write;

    if Command::new("script").arg("--version").output().is_err() {
        return;
    }
    let folder = folder(&[OPEN]);
    let mut child = Command::new("script")
        .args(["-qec", &format!("{} init export.csv", env!("CARGO_BIN_EXE_sst")), "/dev/null"])
        .current_dir(folder.path())
        .env_remove("CI")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("a terminal");
    let mut stdin = child.stdin.take().expect("its keyboard");
    // PHQ-9 is from before; the day comes first.
    stdin.write_all(b"before\n1\n").expect("keys");
    let output = child.wait_with_output().expect("an end");
    drop(stdin);
    let shown = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(shown.contains("PHQ-9: before or after the session?"), "{shown}");
    assert!(shown.contains("How are the dates of \"Appt Date\" (session_date) written?"), "{shown}");
    let drafted = fs::read_to_string(folder.path().join("sst.toml")).expect("the mapping");
    for line in ["phq9_pre = \"PHQ-9\"", "session_date = { column = \"Appt Date\", format = \"%d/%m/%Y\" }"] {
        assert!(drafted.lines().any(|found| found == line), "{line}: {drafted}");
    }
}
