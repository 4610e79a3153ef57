//! One table in every container that exports come in, written by other programs (`exports/README.md`): one and the same
//! results document; and containers that are hostile, locked or something else.
#![cfg(all(feature = "frames", feature = "packed", feature = "xlsx"))]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder};

type Document = serde_json::Map<String, serde_json::Value>;

/// The files that hold the table, each by itself.
const TABLES: [&str; 20] = [
    "book.zip",
    "duckdb.parquet",
    "libreoffice-german.csv",
    "libreoffice.xls",
    "libreoffice.xlsx",
    "openpyxl-as-people-do.xlsx",
    "openpyxl.xlsx",
    "pyarrow.arrow",
    "pyarrow.feather",
    "pyarrow.parquet",
    "python.csv",
    "python.csv.gz",
    "tabs-with-titles.xls",
    "two-halves.zip",
    "utf-16be-mark.csv",
    "utf-16be-plain.csv",
    "utf-16le-mark.csv",
    "utf-16le-plain.csv",
    "xlwt.xls",
    "openpyxl.xlsx.gz",
];

fn exports() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/exports")
}

fn sst(folder: &Path, words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_sst")).args(words).current_dir(folder).output().expect("the command runs")
}

fn told(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn without_inputs(output: &Output) -> Document {
    assert!(output.status.success(), "{}", told(output));
    let mut document: Document = serde_json::from_slice(&output.stdout).expect("a results document");
    let inputs = document.remove("inputs").expect("the inputs");
    assert!(inputs.as_array().is_some_and(|inputs| !inputs.is_empty()));
    document
}

const AS_JSON: [&str; 6] = ["-q", "--format", "json", "--by", "month,site", "--hash"];

fn document(folder: &Path, files: &[&str]) -> Document {
    without_inputs(&sst(folder, &[&["rates"], files, &AS_JSON[..]].concat()))
}

/// A folder with the fixtures, and one of them packed again.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for entry in fs::read_dir(exports()).expect("the fixtures") {
        let path = entry.expect("a fixture").path();
        fs::copy(&path, folder.path().join(path.file_name().expect("a name"))).expect("copied");
    }
    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    gzip.write_all(&fs::read(exports().join("openpyxl.xlsx")).expect("the fixture")).expect("memory");
    fs::write(folder.path().join("openpyxl.xlsx.gz"), gzip.finish().expect("memory")).expect("a file");
    folder
}

#[test]
fn every_container_gives_the_same_document() {
    let folder = folder();
    let reference = document(folder.path(), &["python.csv"]);
    assert_eq!(reference["rows"]["read"], 40);
    assert_eq!(reference["findings"].as_array().map(Vec::len), Some(1), "{}", reference["findings"]);
    for name in TABLES {
        assert!(document(folder.path(), &[name]) == reference, "{name}");
        let mut piped = Command::new(env!("CARGO_BIN_EXE_sst"))
            .args([&["rates", "-"], &AS_JSON[..]].concat())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the command runs");
        let bytes = fs::read(folder.path().join(name)).expect("the file");
        piped.stdin.take().expect("a pipe").write_all(&bytes).expect("it reads");
        assert!(without_inputs(&piped.wait_with_output().expect("it ends")) == reference, "{name} as standard input");
    }
}

/// Each table is found by its headers, as sessions and as scores.
#[test]
fn one_workbook_holds_sessions_and_scores() {
    let book = "openpyxl-two-tables.xlsx";
    let words = told(&sst(&exports(), &["check", book, "--scores", book, "--as-of", "2025-12-31"]));
    assert!(words.starts_with(&format!("{book}: 2 rows, 3 columns, Excel workbook, sheet \"Sessions\"\n")), "{words}");
    assert!(
        words.contains("3 rows, 4 columns, Excel workbook, sheet \"Measures\", headers found in row 3\n"),
        "{words}"
    );
    assert!(words.contains("error_cell [scores.score]: 1") && words.contains("line 6, record 3, cell D6"), "{words}");
}

#[test]
fn the_hash_is_that_of_the_file_and_of_a_member() {
    let folder = folder();
    let inputs = |name: &str| {
        let output = sst(folder.path(), &[&["rates", name], &AS_JSON[..]].concat());
        let document: Document = serde_json::from_slice(&output.stdout).expect("a results document");
        document["inputs"].clone()
    };
    let hash = |path: &Path| {
        let input = sst_ingest::source::MemoryInput::new("", fs::read(path).expect("the file"));
        sst_ingest::source::sha256_hex(&input).expect("memory")
    };
    let packed = inputs("python.csv.gz");
    assert_eq!(packed[0]["file"], "python.csv.gz");
    assert_eq!(packed[0]["sha256"], hash(&folder.path().join("python.csv.gz")));
    let member = inputs("book.zip");
    assert_eq!(member[0]["file"], "book.zip/openpyxl.xlsx");
    assert_eq!(member[0]["sha256"], hash(&folder.path().join("openpyxl.xlsx")));
}

#[test]
fn folders_and_patterns_stand_for_their_files() {
    let folder = tempfile::tempdir().expect("a folder");
    let inner = folder.path().join("of the service");
    fs::create_dir_all(inner.join("older")).expect("a folder");
    let text = fs::read_to_string(exports().join("python.csv")).expect("the fixture");
    let (header, rows) = text.split_once('\n').expect("a header");
    let rows: Vec<&str> = rows.lines().collect();
    let part = |rows: &[&str]| format!("{header}\n{}\n", rows.join("\n"));
    fs::write(inner.join("b.csv"), part(&rows[..15])).expect("a file");
    fs::write(inner.join("a.CSV"), part(&rows[15..])).expect("a file");
    for (name, content) in [
        (".hidden.csv", "x"),
        ("~$book.xlsx", "x"),
        ("rows.client-data.csv", "x"),
        ("results.json", "{}"),
        ("older/c.csv", "x"),
        ("notes.txt", "x"),
    ] {
        fs::write(inner.join(name), content).expect("a file");
    }
    let reference = document(&exports(), &["python.csv"]);
    // Its own table of results is no export either.
    let table = sst(folder.path(), &["rates", "of the service/b.csv", "-q", "-o", "of the service/rates.csv"]);
    assert!(table.status.success(), "{}", told(&table));
    for word in ["of the service", "of the service/", "of the service/[ab].*", "./of the service/?.*"] {
        assert!(document(folder.path(), &[word]) == reference, "{word}");
    }
    let output = sst(folder.path(), &["check", "of the service"]);
    let words = told(&output);
    assert!(words.starts_with("a.CSV: 25 rows"), "{words}");
    assert!(
        words.contains(
            "Passed over in of the service, as no exports: notes.txt, older/, rates.csv, results.json, rows.client-data.csv and 1 more"
        ),
        "{words}"
    );
    // The mapping file of the folder is found, and the report of a folder written into it does not disturb the next.
    fs::write(inner.join("sst.toml"), "[thresholds]\nhelpful = 5\n").expect("a file");
    for _ in 0..2 {
        let output = sst(folder.path(), &["of the service", "-o", "of the service/report.html"]);
        assert!(output.status.success() && told(&output).contains("Mapping: "), "{}", told(&output));
    }

    let output = sst(folder.path(), &["check", "nothing*.csv"]);
    assert_eq!(output.status.code(), Some(3));
    assert!(told(&output).contains("nothing*.csv: no file has such a name"), "{}", told(&output));
    let output = sst(folder.path(), &["check", "of the service/older"]);
    assert!(!output.status.success());
    fs::create_dir(folder.path().join("empty")).expect("a folder");
    let output = sst(folder.path(), &["check", "empty"]);
    assert_eq!(output.status.code(), Some(3));
    assert!(told(&output).contains("empty: there is no export in this folder"), "{}", told(&output));
}

/// A zip file with these members, packed by deflate.
fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let members = members.iter().map(|(name, content)| {
        let mut deflate = DeflateEncoder::new(Vec::new(), Compression::default());
        deflate.write_all(content).expect("memory");
        let mut crc = flate2::Crc::new();
        crc.update(content);
        (*name, deflate.finish().expect("memory"), crc.sum(), content.len() as u32)
    });
    raw_zip(&members.collect::<Vec<_>>())
}

/// A zip file of packed members as they are: name, bytes, checksum, the size it claims.
fn raw_zip(members: &[(&str, Vec<u8>, u32, u32)]) -> Vec<u8> {
    let (mut file, mut list) = (Vec::new(), Vec::new());
    for (name, packed, crc, size) in members {
        let mut facts = vec![20, 0, 0, 0, 8, 0, 0, 0, 0x21, 0];
        for number in [*crc, packed.len() as u32, *size] {
            facts.extend(number.to_le_bytes());
        }
        facts.extend((name.len() as u16).to_le_bytes());
        facts.extend([0, 0]);
        list.extend(b"PK\x01\x02\x14\x00");
        list.extend(&facts);
        list.extend([0; 10]);
        list.extend((file.len() as u32).to_le_bytes());
        list.extend(name.as_bytes());
        file.extend(b"PK\x03\x04");
        file.extend(&facts);
        file.extend(name.as_bytes());
        file.extend(packed);
    }
    let (at, count) = (file.len() as u32, members.len() as u16);
    file.extend(&list);
    file.extend(b"PK\x05\x06\0\0\0\0");
    file.extend(count.to_le_bytes());
    file.extend(count.to_le_bytes());
    file.extend((list.len() as u32).to_le_bytes());
    file.extend(at.to_le_bytes());
    file.extend([0, 0]);
    file
}

/// Reads bytes under a name, in little memory where that can be told: what is told, and the exit code.
fn check(name: &str, bytes: &[u8]) -> (Option<i32>, String) {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join(name), bytes).expect("a file");
    let output = if cfg!(target_os = "linux") {
        let line = format!("ulimit -v 1500000; exec '{}' check '{name}' --threads 1", env!("CARGO_BIN_EXE_sst"));
        Command::new("sh").args(["-c", &line]).current_dir(folder.path()).output().expect("the command runs")
    } else {
        sst(folder.path(), &["check", name])
    };
    (output.status.code(), told(&output))
}

const SHEET: &str = "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>";
const HEADERS: &str = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>session_date</t></is></c></row>";
const CONTENT_TYPES: &str = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>";

/// A workbook of one sheet and this list of texts.
fn workbook(sheet: &str, texts: &str) -> Vec<u8> {
    let rels = |target: &str, kind: &str| {
        format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}\" Target=\"{target}\"/></Relationships>"
        )
    };
    let book = "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"Sessions\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>";
    let (of_file, of_book) = (rels("xl/workbook.xml", "officeDocument"), rels("worksheets/sheet1.xml", "worksheet"));
    let mut parts = vec![
        ("[Content_Types].xml", CONTENT_TYPES.as_bytes()),
        ("_rels/.rels", of_file.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", of_book.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ];
    if !texts.is_empty() {
        parts.push(("xl/sharedStrings.xml", texts.as_bytes()));
    }
    zip(&parts)
}

fn rows(rows: &str) -> String {
    format!("{SHEET}{HEADERS}{rows}</sheetData></worksheet>")
}

#[test]
fn bombs_are_refused_in_little_memory() {
    let zeros = vec![b' '; 1 << 26];
    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    gzip.write_all(&zeros).expect("memory");
    let bomb = gzip.finish().expect("memory");
    let (code, words) = check("sessions.csv.gz", &bomb);
    assert_eq!(code, Some(3), "{words}");
    assert!(words.contains("sessions.csv.gz: what is packed in this file grows more than 250-fold"), "{words}");

    let mut deflate = DeflateEncoder::new(Vec::new(), Compression::default());
    deflate.write_all(&zeros).expect("memory");
    let packed = deflate.finish().expect("memory");
    // It claims to be small.
    let (code, words) = check("exports.zip", &raw_zip(&[("sessions.csv", packed.clone(), 0, 100)]));
    assert_eq!(code, Some(3), "{words}");
    assert!(words.contains("grows more than 250-fold") || words.contains("damaged or cut short"), "{words}");

    let mut parts = vec![("[Content_Types].xml", Vec::new(), 0, 0), ("xl/workbook.xml", Vec::new(), 0, 0)];
    for part in &mut parts {
        // An empty member of deflate.
        part.1 = vec![3, 0];
    }
    parts.push(("xl/sharedStrings.xml", packed, 0, 100));
    let (code, words) = check("bomb.xlsx", &raw_zip(&parts));
    assert_eq!(code, Some(3), "{words}");
    assert!(words.contains("grows more than 250-fold") || words.contains("its parts cannot be unpacked"), "{words}");
    let (code, words) = check("spaces.xlsx", &workbook(&format!("{SHEET}{}", " ".repeat(1 << 26)), ""));
    assert_eq!(code, Some(3), "{words}");
    assert!(words.contains("grows more than 250-fold"), "{words}");
}

#[test]
fn workbooks_are_not_believed() {
    let day = |cell: &str| format!("<row><c r=\"{cell}\" t=\"inlineStr\"><is><t>2025-01-02</t></is></c></row>");
    let (code, words) = check("sound.xlsx", &workbook(&rows(&day("A2")), ""));
    assert_eq!(code, Some(0), "{words}");
    assert!(words.starts_with("sound.xlsx: 1 row, 1 column, Excel workbook, sheet \"Sessions\"\n"), "{words}");
    // A cell in the last corner is one cell, and a table as wide and long as that is none.
    let (code, words) = check("corner.xlsx", &workbook(&rows(&(day("A2") + &day("XFD1048576"))), ""));
    assert_eq!(code, Some(3), "{words}");
    assert!(words.contains("the sheet \"Sessions\" has something in a cell far beside or below its table"), "{words}");
    for cell in ["A1048577", "XFE2", "ZZZZZ2", "A99999999999"] {
        let (code, words) = check("beyond.xlsx", &workbook(&rows(&day(cell)), ""));
        assert_eq!(code, Some(3), "{cell}: {words}");
        assert!(words.contains("this Excel workbook is damaged"), "{words}");
    }
    let (code, words) = check("twice.xlsx", &workbook(&rows(&(day("A2") + &day("A2"))), ""));
    assert_eq!(code, Some(3), "{words}");
    // One text of 100 kB, shown by 20,000 cells.
    let texts = |count: &str| format!("<sst uniqueCount=\"{count}\"><si><t>{}</t></si></sst>", "long, ".repeat(17_000));
    let cell = |row| format!("<row><c r=\"A{row}\" t=\"s\"><v>0</v></c></row>");
    let cells = (2..20_000).map(cell).collect::<Vec<_>>().concat();
    let (code, words) = check("long.xlsx", &workbook(&rows(&cells), &texts("1")));
    assert_eq!(code, Some(3), "{words}");
    assert!(words.contains("this sheet holds more than 512 MB of text"), "{words}");
    let (code, words) = check("list.xlsx", &workbook(&rows(&cells), &texts("4000000000")));
    assert_eq!(code, Some(3), "{words}");
    assert!(words.contains("its list of texts says more than there is"), "{words}");
}

#[test]
fn zip_files_are_not_trusted() {
    let csv = b"session_date\n2025-01-02\n";
    for (members, part) in [
        (&[("../sessions.csv", &csv[..])][..], "has a name that leads out of it"),
        (&[("/sessions.csv", csv)], "has a name that leads out of it"),
        (&[("a\\..\\sessions.csv", csv)], "has a name that leads out of it"),
        (&[("c:sessions.csv", csv)], "has a name that leads out of it"),
        (&[("inner.zip", csv)], "inner.zip is itself packed"),
        (&[("inner.csv", b"PK\x03\x04")], "inner.csv is itself packed"),
        (&[("a.txt", csv), ("b.pdf", csv)], "there is no export in this zip file"),
    ] {
        let (code, words) = check("exports.zip", &zip(members));
        assert_eq!(code, Some(3), "{words}");
        assert!(words.contains("exports.zip: ") && words.contains(part), "{words}");
    }
    // A file alone is meant, whatever its name.
    let (code, words) = check("exports.zip", &zip(&[("sessions.txt", csv)]));
    assert_eq!(code, Some(0), "{words}");
    let (code, words) = check("exports.zip", &zip(&[("b.csv", b"session_date\n2025-01-03\n"), ("a.csv", csv)]));
    assert_eq!(code, Some(0), "{words}");
    let (code, cut) = check("exports.zip", &zip(&[("a.csv", csv)])[..60]);
    assert_eq!(code, Some(3), "{cut}");
    assert!(
        words.starts_with("exports.zip/a.csv: 1 row") && cut.contains("this zip file is damaged or cut short"),
        "{cut}"
    );
}
