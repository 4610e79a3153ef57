//! `stats` uses nothing else of the crate: numbers in, numbers out.
#![allow(clippy::unwrap_used)] // a test may stop

use std::path::{Path, PathBuf};

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files.extend(sources(&path)) } else { files.push(path) }
    }
    files
}

#[test]
fn stats_names_no_other_module() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join("stats");
    let files = sources(&root);
    assert!(files.len() > 50, "{}", files.len());
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        for (number, line) in text.lines().enumerate() {
            for (_, after) in line.match_indices("crate::").map(|(at, found)| (at, &line[at + found.len()..])) {
                assert!(after.starts_with("stats"), "{}:{}: {line}", file.display(), number + 1);
            }
            // `super::` of a file of `stats/` is `stats`; two steps up from there would leave it.
            let depth = file.strip_prefix(&root).unwrap().components().count();
            let steps = if file.ends_with("mod.rs") { depth - 1 } else { depth };
            assert!(!line.contains(&"super::".repeat(steps + 1)), "{}:{}: {line}", file.display(), number + 1);
        }
    }
}
