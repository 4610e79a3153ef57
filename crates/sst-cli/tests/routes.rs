//! The same answer by every route: rows in another order, split into files, one thread or two; and from the document.

use std::fs;
use std::path::Path;
use std::process::Command;

const SAMPLE: &str = sst_data::SAMPLE_SESSIONS;

fn run(folder: &Path, words: &[&str]) -> Vec<u8> {
    let output =
        Command::new(env!("CARGO_BIN_EXE_sst")).args(words).current_dir(folder).output().expect("the command runs");
    assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// The same table with every cell in quotes. (Another delimiter would not be the same: then `12,5` is a number.)
fn written_otherwise(text: &str) -> Vec<u8> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut writer =
        csv::WriterBuilder::new().quote_style(csv::QuoteStyle::Always).flexible(true).from_writer(Vec::new());
    for record in reader.records() {
        writer.write_record(&record.expect("a row")).expect("memory");
    }
    writer.into_inner().expect("memory")
}

/// Equal but for the names of the files; says where not, without printing whole documents.
fn assert_same(one: &[u8], other: &[u8], route: &str) {
    let document = |bytes: &[u8]| -> serde_json::Map<String, serde_json::Value> {
        serde_json::from_slice(bytes).expect("a results document")
    };
    let (one, other) = (document(one), document(other));
    for (key, value) in one.iter().filter(|(key, _)| *key != "inputs") {
        if value == &other[key] {
            continue;
        }
        let (Some(a), Some(b)) = (value.as_array(), other[key].as_array()) else {
            panic!("{route}: {key}: {value} and {}", other[key]);
        };
        let differing = a.iter().zip(b).find(|(a, b)| a != b);
        panic!("{route}: {key}: {} and {} entries, first difference {differing:?}", a.len(), b.len());
    }
}

#[test]
fn order_files_and_threads_do_not_matter() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let (header, rows) = SAMPLE.split_once('\n').expect("a header");
    let rows: Vec<&str> = rows.lines().collect();
    // Three times the sample's rows would be duplicates: a large file needs ids of its own.
    let mut large = format!("{header}\n");
    for copy in 0..12 {
        for row in &rows {
            // The ids are the first two cells, and no id has a comma.
            let cells: Vec<&str> = row.splitn(3, ',').collect();
            for id in &cells[..2] {
                let end = if id.is_empty() { String::new() } else { format!("-{copy}") };
                large.extend([id, end.as_str(), ","]);
            }
            large.push_str(cells[2]);
            large.push('\n');
        }
    }
    assert!(large.len() > 2_200_000, "large enough for several blocks and a second thread: {}", large.len());
    fs::write(folder.join("large.csv"), &large).expect("a file");
    let one = run(
        folder,
        &["rates", "large.csv", "-q", "--format", "json", "--by", "site", "--by", "month", "--threads", "1"],
    );
    let two = run(
        folder,
        &["rates", "large.csv", "-q", "--format", "json", "--by", "site", "--by", "month", "--threads", "2"],
    );
    assert!(one == two, "one thread and two give the same bytes");

    let mut lines: Vec<&str> = large.lines().skip(1).collect();
    // A shuffle that is always the same: by a mixed hash of the line's place.
    let mut keyed: Vec<(u64, &str)> = lines
        .drain(..)
        .enumerate()
        .map(|(i, line)| ((i as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 20, line))
        .collect();
    keyed.sort_unstable();
    let shuffled: Vec<&str> = keyed.iter().map(|(_, line)| *line).collect();
    fs::write(folder.join("shuffled.csv"), format!("{header}\r\n{}\r\n", shuffled.join("\r\n"))).expect("a file");
    let third = shuffled.len() / 3;
    for (i, part) in [&shuffled[..third], &shuffled[third..third + 5], &shuffled[third + 5..]].into_iter().enumerate() {
        let text = written_otherwise(&format!("{header}\n{}\n", part.join("\n")));
        fs::write(folder.join(format!("part{i}.csv")), text).expect("a file");
    }
    let args = ["-q", "--format", "json", "--by", "site", "--by", "month"];
    let shuffled = run(folder, &[&["rates", "shuffled.csv"], &args[..]].concat());
    let split = run(folder, &[&["rates", "part2.csv", "part0.csv", "part1.csv"], &args[..]].concat());
    assert_same(&one, &shuffled, "shuffled");
    assert_same(&one, &split, "split into files");
}

#[test]
fn a_results_document_renders_to_the_same_bytes() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    fs::write(folder.join("sessions.csv"), SAMPLE).expect("the sample");
    run(folder, &["report", "sessions.csv", "-q", "-o", "a.html", "-o", "a.md", "-o", "a.json"]);
    run(folder, &["report", "a.json", "-q", "-o", "b.html", "-o", "b.md", "-o", "b.json"]);
    for end in ["html", "md", "json"] {
        let read = |name: &str| fs::read(folder.join(format!("{name}.{end}"))).expect("a report");
        assert!(read("a") == read("b"), "{end} differs");
    }
    let page = fs::read_to_string(folder.join("a.html")).expect("a page");
    // The style holds the fonts, in which any letters may stand.
    let (_, body) = page.split_once("</style>").expect("a style");
    for open in ["NaN", "{ $", "inf%", "http://", "https://", "<script", "src=\"http"] {
        assert!(!body.replace("http://www.w3.org/2000/svg", "").contains(open), "{open}");
    }
}

#[test]
fn rows_read_are_rows_used_and_excluded() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("sessions.csv"), SAMPLE).expect("the sample");
    let document = run(folder.path(), &["rates", "sessions.csv", "-q", "--format", "json"]);
    let document: serde_json::Value = serde_json::from_slice(&document).expect("a document");
    let rows = &document["rows"];
    let excluded: u64 =
        rows["excluded"].as_array().expect("a list").iter().filter_map(|row| row["rows"].as_u64()).sum();
    assert_eq!(rows["read"].as_u64(), Some(1506));
    assert_eq!(rows["read"].as_u64(), rows["used"].as_u64().map(|used| used + excluded));
}
