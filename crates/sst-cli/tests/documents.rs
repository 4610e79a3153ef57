//! The documents hold: the README's commands run as written, its table has every verb, and links lead somewhere.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn readme() -> String {
    fs::read_to_string(root().join("README.md")).expect("the README")
}

/// The fenced blocks of a document: what follows the marks, and what is between them.
fn blocks(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if let Some(info) = line.trim_start().strip_prefix("```") {
            let body: Vec<&str> = lines.by_ref().take_while(|line| !line.trim_start().starts_with("```")).collect();
            found.push((info.trim().to_owned(), body.join("\n") + "\n"));
        }
    }
    found
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder to copy").flatten() {
        if entry.path().is_file() {
            fs::copy(entry.path(), to.join(entry.file_name())).expect("a copy");
        }
    }
}

/// The words of a line that the tool gets, if it is a command of the tool.
fn words(line: &str) -> Option<Vec<String>> {
    let words = line.strip_prefix("sst ").or_else(|| line.strip_prefix("cargo run -- "))?;
    Some(words.split_whitespace().map(str::to_owned).collect())
}

#[test]
fn the_commands_of_the_readme_run() {
    let mut files: Vec<(String, String)> = Vec::new();
    let mut count = 0;
    for (info, body) in blocks(&readme()) {
        // A block named after a file is that file from there on.
        if let Some((_, name)) = info.split_once(' ') {
            files.push((name.to_owned(), body));
            continue;
        }
        if info != "sh" {
            continue;
        }
        let folder = tempfile::tempdir().expect("a folder");
        copy_folder(&root().join("data/samples"), &folder.path().join("data/samples"));
        // The mapping of the own export would be taken for the sample's.
        for (name, text) in files.iter().filter(|_| body.contains("export.csv") && !body.contains("samples")) {
            fs::write(folder.path().join(name), text).expect("a file of the README");
        }
        for line in body.lines() {
            let Some(words) = words(line) else {
                assert!(line.starts_with("cargo test ") || line.starts_with("cargo install "), "{line}");
                continue;
            };
            let output = Command::new(env!("CARGO_BIN_EXE_sst"))
                .args(&words)
                .current_dir(folder.path())
                // A reader of the README is no CI job, where client rows are refused.
                .env_remove("CI")
                .output()
                .expect("the command runs");
            assert_eq!(output.status.code(), Some(0), "{line}: {}", String::from_utf8_lossy(&output.stderr));
            count += 1;
        }
    }
    assert!(count >= 12, "{count} commands");
}

#[test]
fn the_table_in_the_readme_is_what_is_printed() {
    let output = Command::new(env!("CARGO_BIN_EXE_sst"))
        .args(["rates", "data/samples/sessions.csv"])
        .current_dir(root())
        .output()
        .expect("the command runs");
    let printed = String::from_utf8(output.stdout).expect("UTF-8");
    let plain = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    let printed: Vec<String> = printed.lines().map(plain).collect();
    let (_, shown) = blocks(&readme()).into_iter().find(|(info, _)| info == "text").expect("a table");
    for line in shown.lines().map(plain) {
        assert!(printed.iter().any(|printed| printed.starts_with(&line)), "not printed so: {line}");
    }
}

/// The text of a document's file after the changes of a `diff` block: the lines with `-`, as they stand together, become
/// the lines with `+` after them.
fn changed(mut text: String, diff: &str) -> String {
    let mut lines = diff.lines().peekable();
    while lines.peek().is_some() {
        let mut side = |mark: char| {
            let mut side = String::new();
            while let Some(line) = lines.next_if(|line| line.starts_with(mark)) {
                side.push_str(&line[1..]);
                side.push('\n');
            }
            side
        };
        let (old, new) = (side('-'), side('+'));
        assert_eq!(text.matches(&old).count(), 1, "it stands there once: {old}");
        text = text.replace(&old, &new);
    }
    text
}

#[test]
fn the_run_from_a_strange_export_is_what_its_page_says() {
    let folder = tempfile::tempdir().expect("a folder");
    copy_folder(&root().join("docs/strange-export"), folder.path());
    let page = fs::read_to_string(root().join("docs/strange-export.md")).expect("the page");
    let mapping = folder.path().join("sst.toml");
    let trimmed = |text: &str| text.trim().lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
    let (mut printed, mut commands) = (String::new(), 0);
    for (info, body) in blocks(&page) {
        match info.as_str() {
            "sh" => {
                let words = words(body.trim()).expect("one command of the tool");
                let output = Command::new(env!("CARGO_BIN_EXE_sst"))
                    .args(&words)
                    .current_dir(folder.path())
                    .env_remove("CI")
                    .env("NO_COLOR", "1")
                    .stdin(std::process::Stdio::null())
                    .output()
                    .expect("the command runs");
                let said = String::from_utf8(output.stderr).expect("UTF-8");
                assert_eq!(output.status.code(), Some(0), "{body}: {said}");
                let data = String::from_utf8(output.stdout).expect("UTF-8");
                // A terminal shows both; which comes first is the page's to say.
                printed = format!("{}\n{}", trimmed(&said), trimmed(&data));
                commands += 1;
            }
            "text" => {
                let mut shown: Vec<String> = trimmed(&body).lines().map(str::to_owned).collect();
                let mut printed: Vec<String> = printed.trim().lines().map(str::to_owned).collect();
                shown.sort();
                printed.sort();
                assert_eq!(shown, printed, "what is printed");
            }
            "toml" => {
                let drafted = fs::read_to_string(&mapping).expect("the draft");
                for part in body.split("\n\n# 44 answers") {
                    assert!(drafted.contains(trimmed(part).as_str()), "the draft does not say: {part}");
                }
            }
            "diff" => {
                let drafted = fs::read_to_string(&mapping).expect("the draft");
                fs::write(&mapping, changed(drafted, &body)).expect("the corrected draft");
            }
            other => panic!("a block of another kind: {other}"),
        }
    }
    assert_eq!(commands, 3, "in three commands");
    assert!(folder.path().join("report.html").exists());
}

#[test]
fn the_two_commands_are_the_ones_that_ci_runs() {
    let first = blocks(&readme()).into_iter().find(|(info, _)| info == "sh").expect("a block of commands");
    assert_eq!(
        first.1, "cargo run -- report data/samples/sessions.csv -o report.html\ncargo test --workspace\n",
        "the README's two commands"
    );
}

#[test]
fn the_table_of_commands_has_every_verb() {
    let help = Command::new(env!("CARGO_BIN_EXE_sst")).arg("--help").output().expect("the command runs");
    let help = String::from_utf8(help.stdout).expect("UTF-8");
    let (_, list) = help.split_once("Commands:\n").expect("a list of commands");
    let verbs: BTreeSet<&str> = list
        .lines()
        .take_while(|line| !line.trim().is_empty())
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    let text = readme();
    let in_table: BTreeSet<&str> = text
        .lines()
        .filter_map(|line| line.strip_prefix("| `sst "))
        .filter_map(|rest| rest.split(['`', ' ']).next())
        .collect();
    assert_eq!(verbs, in_table);
}

/// Every document of the project.
fn documents(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let (path, name) = (entry.path(), entry.file_name());
        if path.is_dir() && !name.to_string_lossy().starts_with('.') && name != "target" && name != "node_modules" {
            documents(&path, found);
        } else if path.extension().is_some_and(|end| end == "md") {
            found.push(path);
        }
    }
}

/// What a document links to: `](target)` and `src="target"`, outside of code.
fn targets(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut in_block = false;
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            in_block = !in_block;
        } else if !in_block {
            // What stands between ` is code.
            let prose: String = line.split('`').step_by(2).collect::<Vec<_>>().join("`");
            for (open, close) in [("](", ')'), ("src=\"", '"')] {
                found.extend(
                    prose.split(open).skip(1).filter_map(|rest| rest.split_once(close)).map(|(to, _)| to.to_owned()),
                );
            }
        }
    }
    found
}

/// The name under which a heading can be linked to.
fn anchor(heading: &str) -> String {
    let kept = heading.trim().to_lowercase();
    kept.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_')).collect::<String>().replace(' ', "-")
}

#[test]
fn links_lead_to_files_and_headings_that_exist() {
    let mut paths = Vec::new();
    documents(&root(), &mut paths);
    let mut count = 0;
    for path in &paths {
        let text = fs::read_to_string(path).expect("a document");
        for target in targets(&text) {
            if target.contains("://") {
                continue;
            }
            let (file, heading) = target.split_once('#').unwrap_or((&target, ""));
            let linked = match file {
                "" => path.clone(),
                file => path.parent().expect("a folder").join(file),
            };
            assert!(linked.exists(), "{}: {target} is not there", path.display());
            if !heading.is_empty() {
                let text = fs::read_to_string(&linked).expect("a document");
                let has =
                    text.lines().any(|line| line.starts_with('#') && anchor(line.trim_start_matches('#')) == heading);
                assert!(has, "{}: {target}: there is no such heading", path.display());
            }
            count += 1;
        }
    }
    assert!(paths.len() >= 8 && count >= 20, "{} documents, {count} links", paths.len());
}
