//! The shape of `rates --format csv`, and names that would be formulas, cells, tags or commands.

mod run;

use std::collections::BTreeSet;
use std::fmt::Write;

use run::Folder;

/// The fixed columns, in their order.
const COLUMNS: [&str; 22] = [
    "measure",
    "kind",
    "instrument",
    "horizon_days",
    "by",
    "eligible",
    "not_due",
    "asked",
    "answered",
    "events",
    "clients",
    "clients_answered",
    "estimate",
    "low",
    "high",
    "level",
    "method",
    "design_effect",
    "bounds_low",
    "bounds_high",
    "reason",
    "caveats",
];

/// Names of sites that a spreadsheet, a table or a page would take for something else.
const HOSTILE: [&str; 14] = [
    "=1+1",
    "+44 site",
    "-1",
    "@SUM(A1)",
    "a\tb",
    "a \"quoted\" name",
    "a, b; c",
    "two\nlines",
    "two\rlines",
    "|pipe| and `code`",
    "<img src=x onerror=alert(1)>",
    "[link](http://example.org)",
    "'quoted'",
    "\\back\\slash",
];

fn quoted(cell: &str) -> String {
    format!("\"{}\"", cell.replace('"', "\"\""))
}

fn hostile_folder() -> Folder {
    let mut text = String::from("client_id,session_date,site,helpfulness,enough,phq9_pre\n");
    for (i, site) in HOSTILE.iter().enumerate() {
        for k in 0..3 {
            let _ = writeln!(text, "c{i}{k},2025-0{}-1{k},{},{},yes,{}", k + 1, quoted(site), k + 3, k + 9);
        }
    }
    Folder::new().with("sessions.csv", &text)
}

fn rows(text: &str) -> Vec<csv::StringRecord> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().collect::<Result<_, _>>().expect("rows of one length")
}

#[test]
fn the_columns_are_the_fixed_ones() {
    let folder = hostile_folder().with("sample.csv", sst_data::SAMPLE_SESSIONS).with("header.csv", "session_date\n");
    for words in ["rates sample.csv --by site,month", "rates sessions.csv --by site", "rates header.csv"] {
        let text = folder.sst(&format!("{words} -q --format csv")).done().out;
        assert_eq!(rows(&text)[0], COLUMNS[..], "sst {words}");
        assert!(!text.contains('\r') || words.contains("sessions.csv"), "line feeds");
    }
}

/// One row for each estimate of the document, with the numbers of the document.
#[test]
fn rows_are_the_estimates_of_the_document() {
    let folder = Folder::new().with("sample.csv", sst_data::SAMPLE_SESSIONS);
    let words = "rates sample.csv -q --by site --by concern,month --hash";
    let rows = rows(&folder.sst(&format!("{words} --format csv")).done().out);
    let document = folder.sst(&format!("{words} --format json")).done().out;
    let document: serde_json::Value = serde_json::from_str(&document).expect("JSON");
    let results = document["results"].as_array().expect("results");
    let estimates: Vec<_> = results.iter().filter(|entry| entry.get("estimate").is_some()).collect();
    assert_eq!(rows.len() - 1, estimates.len());
    for (row, entry) in rows[1..].iter().zip(estimates) {
        for (column, cell) in COLUMNS.iter().zip(row) {
            let value = match *column {
                "level" => &document["level"],
                "horizon_days" => &serde_json::Value::Null,
                "bounds_low" => &entry["bounds"]["low"],
                "bounds_high" => &entry["bounds"]["high"],
                "by" => {
                    let by: serde_json::Value = serde_json::from_str(cell).expect("by is a JSON object");
                    assert_eq!(by, entry["by"]);
                    continue;
                }
                "caveats" => {
                    let codes = entry["caveats"].as_array().expect("a list").iter().filter_map(|c| c["code"].as_str());
                    assert_eq!(cell, codes.collect::<Vec<_>>().join(";"));
                    continue;
                }
                column => &entry[column],
            };
            match value {
                serde_json::Value::Null => assert_eq!(cell, "", "{column} of {entry}"),
                serde_json::Value::String(text) => assert_eq!(cell, text),
                // Full precision: the same number, bit by bit.
                number => assert_eq!(cell.parse::<f64>().ok(), number.as_f64(), "{column} of {entry}"),
            }
        }
    }
}

#[test]
fn hostile_names_stay_names_in_csv() {
    let folder = hostile_folder();
    folder.sst("rates sessions.csv -q --by site -o rates.csv").done();
    let rows = rows(folder.read("rates.csv").trim_start_matches('\u{feff}'));
    let by = COLUMNS.iter().position(|column| *column == "by").expect("the column");
    let mut sites = BTreeSet::new();
    for row in &rows[1..] {
        for cell in row {
            let is_number = cell.parse::<f64>().is_ok();
            assert!(is_number || !cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\0']), "{cell:?} is a formula");
        }
        let group: serde_json::Value = serde_json::from_str(&row[by]).expect("JSON");
        sites.extend(group["site"].as_str().map(str::to_owned));
    }
    assert_eq!(sites, HOSTILE.map(str::to_owned).into(), "every name comes back as it was");
}

/// The id and label of an own measure come from the mapping file, and stand in a cell of their own.
#[test]
fn a_measure_cannot_be_named_as_a_formula() {
    let folder = Folder::new().with("a.csv", "session_date,Q\n2025-01-02,Yes\n");
    for id in ["=1+1", "+x", "-x", "@x", "\\tx", "a b", ""] {
        folder.write(
            "m.toml",
            &format!("[[measure]]\nid = \"{id}\"\nlabel = \"L\"\ncolumn = \"Q\"\nyes = [\"Yes\"]\nno = [\"No\"]\n"),
        );
        let run = folder.sst("rates a.csv -q -m m.toml --format csv");
        if run.code == 2 {
            assert!(run.err.contains("m.toml: line 2"), "{id:?}: {}", run.err);
        } else {
            let rows = rows(&run.done().out);
            let guarded = format!("'{}", id.replace("\\t", "\t"));
            assert!(rows.iter().any(|row| row[0] == guarded), "{id:?} is not guarded");
        }
    }
}

#[test]
fn hostile_names_stay_names_in_markdown_and_html() {
    let folder = hostile_folder();
    folder.sst("report sessions.csv -q -o r.md -o r.html").done();
    let rates = folder.sst("rates sessions.csv -q --by site --format md").done().out;
    for text in [&rates, &folder.read("r.md")] {
        for line in text.lines().filter(|line| line.contains("pipe") || line.contains("img")) {
            let plain =
                line.replace("\\\\", "").replace("\\|", "").replace("\\<", "").replace("\\`", "").replace("\\>", "");
            assert!(!plain.contains(['<', '>', '`']), "{line}");
        }
        assert!(text.contains(r"\|pipe\| and \`code\`") && text.contains(r"\<img src=x onerror=alert(1)\>"));
        assert!(text.contains(r"\[link\]") && text.contains("two lines") && !text.contains('\r'));
        assert!(text.contains(r"\\back\\slash") && text.contains("a \"quoted\" name"));
        // Every row of a table has as many cells as its head.
        let bars = |line: &str| line.replace("\\\\", "").replace("\\|", "").matches('|').count();
        let mut head = None;
        for line in text.lines() {
            head = if line.starts_with('|') { head.or(Some(bars(line))) } else { None };
            assert!(head.is_none_or(|head| head == bars(line)), "{line}");
        }
    }
    let page = folder.read("r.html");
    assert!(page.contains("&lt;img src=x onerror=alert(1)&gt;") && !page.contains("<img src=x"));
    let chart = folder.sst("chart dots sessions.csv -q --by site").done().out;
    assert!(!chart.contains("<img"), "a name is text in a picture");
}

/// In a table at a terminal a name cannot end its line or move the cursor.
#[test]
fn hostile_names_stay_in_their_row_of_a_table() {
    let text =
        "session_date,site,helpfulness\n2025-01-02,\"two\nlines\",5\n2025-01-03,\u{1b}[31mred,5\n2025-01-04,a\tb,5\n";
    let folder = Folder::new().with("a.csv", text);
    let table = folder.sst("rates a.csv -q --by site").done().out;
    assert!(!table.contains('\u{1b}') && !table.contains('\t'), "{table:?}");
    let rows = table.lines().filter(|line| line.trim_start().starts_with("Found the session helpful")).count();
    assert_eq!(rows, 4, "the whole and three sites, a line each: {table}");
    assert!(table.contains("two lines"), "{table}");
}
